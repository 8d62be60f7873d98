//! The bill list (B1–B8): filters over a table that scrolls through a million rows, and beside it the bill that is
//! open. Everything that can be shared is in the address.

mod address;
mod choices;
mod columns;
mod derivation;
mod documents;
mod export;
mod filters;
mod footer;
mod header;
mod keys;
mod lines;
mod list;
mod panel;
mod pool;
mod row;
mod rows;
mod scroll;
mod selection;
mod selection_bar;
mod shown;
mod table;
mod views;

use crate::api::download::Download;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::{Command, ProblemText, use_commands};
use crate::route::{BillsAddress, Step};
use crate::ui::{Button, Empty, Icon, Note, Tone, use_toasts};
use address::use_address;
use contract::api::Problem;
use export::{ExportMenu, Format, PdfMenu};
use filters::FilterBar;
use leptos::prelude::*;
use list::List;
pub use panel::BILL_PANEL;
use panel::BillPanel;
use rows::Rows;
use selection_bar::SelectionBar;
use table::BillTable;

/// The bill list.
#[component]
pub fn BillsPage() -> impl IntoView {
    let speech = use_speech();
    let toasts = use_toasts();
    let address = use_address();
    let api = use_api();
    let changed = move |()| toasts.say(Tone::Blue, speech.words_now().bills.changed);
    let download = use_context::<Download>().unwrap_or_else(|| Download::new(api));
    let list = List::new(address, Rows::new(api, Callback::new(changed)), download);
    provide_context(list);
    list.follow_address();
    keys::listen(list);
    offer_commands(list);
    let is_good = Memo::new(move |_| address.problem().is_none());
    view! {
        <div class="page bills-page">
            <header class="page-head">
                <h1>{speech.say(|words| words.titles.bills)}</h1>
                <PdfMenu />
                <ExportMenu />
            </header>
            <div class="bills-over">
                <FilterBar />
                <SelectionBar />
            </div>
            {move || {
                if is_good.get() {
                    view! {
                        <div class="split">
                            <BillTable />
                            <BillPanel />
                        </div>
                    }
                    .into_any()
                } else {
                    view! { <BadAddress /> }.into_any()
                }
            }}
        </div>
    }
}

/// An address that asks for something impossible: says what, and leads back.
#[component]
fn BadAddress() -> impl IntoView {
    let speech = use_speech();
    let address = use_address();
    let problem = Signal::derive(move || address.problem().map(Problem::invalid));
    view! {
        <div class="bills-bad">
            <Empty icon=Icon::Filter title=speech.say(|words| words.bills.bad_address)>
                <div class="stack">
                    <Note tone=Tone::Red><ProblemText problem /></Note>
                    <Button
                        label=speech.say(|words| words.bills.clear_all)
                        on_press=move |()| address.go(&BillsAddress::default(), Step::Push)
                    />
                </div>
            </Empty>
        </div>
    }
}

fn offer_commands(list: List) {
    let speech = use_speech();
    let command = |name, label, icon, run: Callback<()>| Command { name, label, icon, run };
    use_commands().offer(vec![
        command(
            "clear-filters",
            speech.say(|words| words.bills.clear_all),
            Icon::Filter,
            Callback::new(move |()| list.address.clear_filters()),
        ),
        command(
            "export-excel",
            speech.tell(|words| format!("{}: {}", words.bills.export, words.bills.export_excel)),
            Icon::Download,
            Callback::new(move |()| export::start(list, Format::Excel)),
        ),
        command(
            "export-csv",
            speech.tell(|words| format!("{}: {}", words.bills.export, words.bills.export_csv)),
            Icon::Download,
            Callback::new(move |()| export::start(list, Format::Csv)),
        ),
        command(
            "select-all",
            speech.say(|words| words.bills.select_all),
            Icon::Check,
            Callback::new(move |()| list.select_all()),
        ),
    ]);
}
