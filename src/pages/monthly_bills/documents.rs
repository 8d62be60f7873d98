//! Files of monthly bills: the stamped PDF of one, exports of all that is filtered.

use super::list::{List, use_list};
use crate::api::download::{Download, Wanted};
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::{Command, use_commands};
use crate::ui::{Align, Icon, Menu, MenuItem};
use contract::api::{Endpoint, ExportMonthlyBillsCsv, ExportMonthlyBillsXlsx, GetMonthlyBillDocument, url};
use contract::monthly_bill::MonthlyBill;
use contract::monthly_filter::MonthlySelection;
use leptos::prelude::*;

/// The file that is on its way, wherever one looks meanwhile.
pub fn use_download() -> Download {
    use_context().unwrap_or_else(|| Download::new(use_api()))
}

/// The stamped PDF of a monthly bill with all its bills (M1).
pub fn stamped(bill: &MonthlyBill) -> Wanted {
    Wanted {
        method: GetMonthlyBillDocument::METHOD,
        url: url::<GetMonthlyBillDocument>(&super::list::path_of(bill), &()),
        body: None,
        name: format!("monthly-bill-{}-{}.pdf", bill.cycle, bill.account.number),
    }
}

fn filtered<E: Endpoint<Path = (), Query = MonthlySelection>>(list: List, name: &str) -> Wanted {
    let selection = list.address.selection.get_untracked();
    Wanted { method: E::METHOD, url: url::<E>(&(), &selection), body: None, name: name.to_owned() }
}

fn excel(list: List) -> Wanted {
    filtered::<ExportMonthlyBillsXlsx>(list, "monthly-bills.xlsx")
}

fn csv(list: List) -> Wanted {
    filtered::<ExportMonthlyBillsCsv>(list, "monthly-bills.csv")
}

/// Export data.
#[component]
pub fn ExportMenu() -> impl IntoView {
    let speech = use_speech();
    let (list, download) = (use_list(), use_download());
    let count = list.rows.count;
    view! {
        <span class="primary-menu">
            <Menu label=speech.say(|words| words.bills.export) align=Align::End>
                <MenuItem
                    label=speech.tell(move |words| (words.monthly.export_excel_of)(count.get()))
                    detail=Signal::stored(".xlsx".to_owned())
                    icon=Icon::File
                    on_press=move |()| download.start(excel(list))
                />
                <MenuItem
                    label=speech.tell(move |words| (words.monthly.export_csv_of)(count.get()))
                    detail=Signal::stored(".csv".to_owned())
                    icon=Icon::File
                    on_press=move |()| download.start(csv(list))
                />
            </Menu>
        </span>
    }
    .into_any()
}

/// The same in the command palette.
pub fn offer_commands(list: List) {
    let speech = use_speech();
    let download = use_download();
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
            Callback::new(move |()| download.start(excel(list))),
        ),
        command(
            "export-csv",
            speech.tell(|words| format!("{}: {}", words.bills.export, words.bills.export_csv)),
            Icon::Download,
            Callback::new(move |()| download.start(csv(list))),
        ),
    ]);
}
