//! The addresses of files: one bill's PDF, several bills' PDF or ZIP, exports.

use super::list::List;
use crate::api::download::Wanted;
use contract::api::{
    BillPath, DownloadPickedPdf, DownloadPickedZip, Endpoint, ExportBillsCsv, ExportBillsXlsx,
    ExportPickedCsv, ExportPickedXlsx, GetBillDocument, Pairs, Picked, Query, url,
};
use contract::bill_filter::BillSelection;
use contract::id::BillId;
use leptos::prelude::*;

/// The PDF of one bill.
pub fn of_bill(id: BillId, number: Option<&str>) -> Wanted {
    Wanted {
        method: GetBillDocument::METHOD,
        url: url::<GetBillDocument>(&BillPath { id }, &()),
        body: None,
        name: format!("{}.pdf", number.map_or_else(|| id.to_string(), ToOwned::to_owned)),
    }
}

/// What is shown, as the list shows it.
fn shown(list: List) -> BillSelection {
    list.rows.head.with_untracked(|head| head.as_ref().map(|head| head.selection.clone())).unwrap_or_default()
}

fn picked<E: Endpoint<Path = (), Query = ()>>(list: List, name: &str) -> Wanted {
    let mut pairs = Pairs::default();
    shown(list).write(&mut pairs);
    let picked: Picked = list.selection.with_untracked(|selection| selection.picked(pairs.encode()));
    Wanted {
        method: E::METHOD,
        url: url::<E>(&(), &()),
        body: serde_json::to_string(&picked).ok(),
        name: name.to_owned(),
    }
}

fn filtered<E: Endpoint<Path = (), Query = BillSelection>>(list: List, name: &str) -> Wanted {
    Wanted { method: E::METHOD, url: url::<E>(&(), &shown(list)), body: None, name: name.to_owned() }
}

/// An Excel workbook of what is selected, or of all that is filtered.
pub fn excel(list: List, selected: bool) -> Wanted {
    if selected {
        picked::<ExportPickedXlsx>(list, "bills.xlsx")
    } else {
        filtered::<ExportBillsXlsx>(list, "bills.xlsx")
    }
}

/// CSV of what is selected, or of all that is filtered.
pub fn csv(list: List, selected: bool) -> Wanted {
    if selected {
        picked::<ExportPickedCsv>(list, "bills.csv")
    } else {
        filtered::<ExportBillsCsv>(list, "bills.csv")
    }
}

/// One PDF of what is selected.
pub fn pdf(list: List) -> Wanted {
    picked::<DownloadPickedPdf>(list, "bills.pdf")
}

/// A ZIP with a PDF for each bill that is selected.
pub fn zip(list: List) -> Wanted {
    picked::<DownloadPickedZip>(list, "bills.zip")
}
