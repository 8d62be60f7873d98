//! Waiting, empty, failed, progress, notes.

use leptos::prelude::*;

use crate::ui::*;

const COLUMNS: &[&str] = &["check", "", "", "", "number", "number"];

fn some_problem() -> impl IntoView {
    view! {
        <b>"The bills could not be read."</b>
        " The database did not answer within 5 seconds. Request 7f3a-0192."
    }
}

fn request(title: &'static str, state: LoadState) -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <div class="gallery-box">
            <p class="caption">{title}</p>
            <Loaded
                state
                skeleton=|| view! { <Skeleton lines=4 /> }
                problem=some_problem
                retry="Try again"
                on_retry=move |()| toasts.say(Tone::Neutral, "Asked again.")
            >
                <p>"4,218.07 USD of WhatsApp, 182,406 conversations."</p>
                <p>"38,067.05 USD of SMS, 951,676 segments."</p>
            </Loaded>
        </div>
    }
}

/// The sheet of states.
#[component]
pub fn States() -> impl IntoView {
    view! {
        <div class="page" data-scroll="page">
            <header class="page-head"><h1>"States"</h1></header>
            <div class="page-body">
                <section class="gallery-columns">
                    {request("Waiting", LoadState::Waiting)}
                    {request("Ready", LoadState::Ready)}
                    {request("Refreshing", LoadState::Refreshing)}
                    {request("Failed", LoadState::Failed)}
                    {request("Outdated", LoadState::Outdated)}
                    <div class="gallery-box">
                        <p class="caption">"Empty"</p>
                        <Empty
                            icon=Icon::Search
                            title="No bill fits these filters"
                            text="Take a filter away, or look at other billing cycles."
                        >
                            <Button label="Clear the filters" />
                        </Empty>
                    </div>
                </section>
                <section class="stack">
                    <h2>"Progress"</h2>
                    <Progress
                        label="Exporting to Excel"
                        done=120_000
                        total=Some(1_048_576)
                        detail="120,000 of 1,048,576 rows"
                        cancel="Cancel"
                        on_cancel=|()| ()
                    />
                    <Progress label="Asking the server" done=0 total=None />
                </section>
                <section class="stack">
                    <h2>"Notes"</h2>
                    <Note>"This page shows what was billed up to today, 03:00."</Note>
                    <Note tone=Tone::Blue>"Automatic settlement is paused until this payment is final."</Note>
                    <Note tone=Tone::Amber>"The balance covers nine of twelve bills."</Note>
                    <Note tone=Tone::Green>"All bills of 2026-09 are cleared."</Note>
                    <Note tone=Tone::Red>"Two payments failed: the card was refused."</Note>
                </section>
                <section class="stack">
                    <h2>"Rows on their way"</h2>
                    <div class="gallery-table">
                        <Table label="Bills">
                            <thead>
                                <tr>
                                    <th scope="col" class="check"><span class="visually-hidden">"Select"</span></th>
                                    <HeaderCell label="Product" />
                                    <HeaderCell label="Application" />
                                    <HeaderCell label="Account" />
                                    <HeaderCell label="Service usage" class="number" />
                                    <HeaderCell label="Consumption" class="number" />
                                </tr>
                            </thead>
                            <tbody><SkeletonRows rows=6 columns=COLUMNS /></tbody>
                        </Table>
                    </div>
                </section>
            </div>
        </div>
    }
}
