//! Monthly bills: one row per account and cycle, what is owed of it and until when (M1); beside it why it is unsettled
//! (M5), over it what was paid (M4).

mod address;
mod documents;
mod filters;
mod keys;
mod list;
mod movement;
mod panel;
mod preview;
mod reasons;
mod records;
mod row;
mod table;

use crate::locale::use_speech;
use crate::parts::{Ageing, ProblemText};
use crate::ui::{Button, Empty, Icon, Note, Tone};
use address::{PageAddress, use_monthly_address};
use contract::api::Problem;
use contract::monthly_bill::Age;
use documents::ExportMenu;
use filters::FilterBar;
use leptos::prelude::*;
use list::{List, Totals};
pub use panel::MONTHLY_PANEL;
use panel::MonthlyPanel;
use table::MonthlyTable;

/// The page.
#[component]
pub fn MonthlyBillsPage() -> impl IntoView {
    let speech = use_speech();
    let address = use_monthly_address();
    let list = List::new(address);
    provide_context(list);
    keys::listen(list);
    documents::offer_commands(list);
    let is_good = Memo::new(move |_| address.problem().is_none());
    view! {
        <div class="page bills-page">
            <header class="page-head">
                <h1>{speech.say(|words| words.titles.monthly)}</h1>
                <ExportMenu />
            </header>
            <FilterBar />
            {move || {
                if is_good.get() {
                    view! {
                        <AgeingOf list />
                        <div class="split">
                            <MonthlyTable />
                            <MonthlyPanel />
                        </div>
                    }
                    .into_any()
                } else {
                    view! { <BadAddress address /> }.into_any()
                }
            }}
        </div>
    }
    .into_any()
}

/// Outstanding by age of all that is filtered; its height is held while nothing came yet.
#[component]
fn AgeingOf(list: List) -> impl IntoView {
    let totals =
        Signal::derive(move || list.totals().map(|totals| Totals::clone(&totals)).unwrap_or_default());
    let chosen = Signal::derive(move || list.address.filter(|filter| filter.age.clone()));
    let pick = move |age: Age| {
        list.address.filter_by(|filter| match filter.age.iter().position(|known| *known == age) {
            Some(at) => drop(filter.age.remove(at)),
            None => filter.age.push(age),
        });
    };
    view! { <Ageing totals chosen on_pick=pick /> }.into_any()
}

/// An address that asks for something impossible: says what, and leads back.
#[component]
fn BadAddress(address: PageAddress) -> impl IntoView {
    let speech = use_speech();
    let problem = Signal::derive(move || address.problem().map(Problem::invalid));
    view! {
        <div class="bills-bad">
            <Empty icon=Icon::Filter title=speech.say(|words| words.bills.bad_address)>
                <div class="stack">
                    <Note tone=Tone::Red><ProblemText problem /></Note>
                    <Button
                        label=speech.say(|words| words.bills.clear_all)
                        on_press=move |()| address.clear_filters()
                    />
                </div>
            </Empty>
        </div>
    }
    .into_any()
}
