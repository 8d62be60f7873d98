//! Export data (B5) and Download PDF (B4): of what is selected, else of all that is filtered.

use super::documents;
use super::list::{List, use_list};
use crate::locale::use_speech;
use crate::ui::{Align, Button, Icon, Menu, MenuItem};
use contract::api::DOCUMENTS_MAX;
use leptos::prelude::*;

/// As what data is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Excel.
    Excel,
    /// Comma-separated values.
    Csv,
}

/// Starts an export.
pub fn start(list: List, format: Format) {
    let selected = list.selected() > 0;
    list.download.start(match format {
        Format::Excel => documents::excel(list, selected),
        Format::Csv => documents::csv(list, selected),
    });
}

/// Export data.
#[component]
pub fn ExportMenu() -> impl IntoView {
    let speech = use_speech();
    let list = use_list();
    let of = move || match list.selected() {
        0 => list.rows.count(),
        selected => selected,
    };
    view! {
        <span class="primary-menu">
            <Menu label=speech.say(|words| words.bills.export) align=Align::End>
                <MenuItem
                    label=speech.tell(move |words| (words.bills.export_excel_of)(of()))
                    detail=Signal::stored(".xlsx".to_owned())
                    icon=Icon::File
                    on_press=move |()| start(list, Format::Excel)
                />
                <MenuItem
                    label=speech.tell(move |words| (words.bills.export_csv_of)(of()))
                    detail=Signal::stored(".csv".to_owned())
                    icon=Icon::File
                    on_press=move |()| start(list, Format::Csv)
                />
            </Menu>
        </span>
    }
}

/// Download PDF, when something is selected.
#[component]
pub fn PdfMenu() -> impl IntoView {
    let speech = use_speech();
    let list = use_list();
    let selected = Memo::new(move |_| list.selected());
    let kind = Memo::new(move |_| selected.get().min(2));
    let label = speech.tell(move |words| (words.bills.download_pdf)(selected.get()));
    let blocked = Signal::derive(move || {
        let too_many = selected.get() > DOCUMENTS_MAX as u64;
        too_many.then(|| (speech.words().bills.pdf_too_many)(selected.get()))
    });
    let single = move |()| {
        if let Some(id) = list.selection.with_untracked(super::selection::Selection::single) {
            list.download.start(documents::of_bill(id, None));
        } else {
            list.download.start(documents::pdf(list));
        }
    };
    let several = move || {
        if blocked.with(Option::is_some) {
            return view! { <Button label blocked icon=Icon::Download /> }.into_any();
        }
        view! {
            <Menu label align=Align::End>
                <MenuItem
                    label=speech.say(|words| words.bills.one_pdf)
                    icon=Icon::File
                    on_press=move |()| list.download.start(documents::pdf(list))
                />
                <MenuItem
                    label=speech.say(|words| words.bills.zip_of_pdfs)
                    icon=Icon::Download
                    on_press=move |()| list.download.start(documents::zip(list))
                />
            </Menu>
        }
        .into_any()
    };
    move || match kind.get() {
        0 => ().into_any(),
        1 => view! { <Button label icon=Icon::Download on_press=single /> }.into_any(),
        _ => several.into_any(),
    }
}
