//! Bills as PDF (B4): one page of A4 each, tagged (PDF/UA-1), selectable, in both languages, with the issuer's seal.
//!
//! The same bill gives the same bytes: dates and ids come from the data, nothing from the clock. Holds no script, no
//! action and no address that could be followed. Floats here are page geometry; amounts arrive as text.

#![allow(clippy::float_arithmetic)]

mod bill;
mod canvas;
mod fonts;
mod ledger;
mod page;
mod parties;
mod seal;
mod shape;
mod words;

pub use bill::{BillDocument, Issuer, Payer, UsageLine};
pub use fonts::Fonts;

use super::DocumentError;
use super::zip::ZipWriter;
use canvas::Canvas;
use krilla::SerializeSettings;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Node, Tag, TagTree};
use page::Position;
use std::io::Write;

/// One bill as a PDF.
///
/// # Errors
/// When the engine refuses the document.
pub fn bill(bill: &BillDocument, fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
    bills(std::slice::from_ref(bill), fonts)
}

/// Several bills as one PDF with bookmarks, in the order given.
///
/// # Errors
/// When there is none, or the engine refuses the document.
pub fn bills(bills: &[BillDocument], fonts: &Fonts) -> Result<Vec<u8>, DocumentError> {
    let Some(first) = bills.first() else {
        return Err(DocumentError::Pdf("no bill was chosen".to_owned()));
    };
    let mut document = krilla::Document::new_with(settings()?);
    let mut outline = Outline::new();
    let mut tree = TagTree::new().with_lang(Some(first.locale.tag().to_owned()));
    let of = bills.iter().map(|bill| count_pages(bill, fonts)).sum::<Result<usize, _>>()?;
    let mut pages = 0;
    for bill in bills {
        let title = bill.title();
        let top = XyzDestination::new(pages, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(title, top));
        tree.push(one(&mut document, bill, fonts, &mut pages, of)?);
    }
    document.set_outline(outline);
    document.set_tag_tree(tree);
    document.set_metadata(metadata(first, bills.len()));
    document.finish().map_err(|error| DocumentError::Pdf(format!("{error:?}")))
}

/// Several bills as a ZIP of PDFs, named after their numbers, one bill in memory at a time.
///
/// # Errors
/// When the sink refuses, or the engine refuses a document.
pub fn archive<W: Write>(
    sink: W,
    bills: impl IntoIterator<Item = BillDocument>,
    fonts: &Fonts,
) -> Result<W, DocumentError> {
    let mut zip = ZipWriter::new(sink, 1);
    for (at, document) in bills.into_iter().enumerate() {
        let name = file_name(&document, at + 1);
        zip.stored(&name, &bill(&document, fonts)?)?;
    }
    zip.finish()
}

/// A name that every file system takes, unique by its place in the archive when the bill has no number.
fn file_name(bill: &BillDocument, place: usize) -> String {
    let safe = |text: &str| -> String {
        let keep = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' };
        text.chars().take(80).map(keep).collect()
    };
    match &bill.number {
        Some(number) => format!("{}.pdf", safe(number)),
        None => format!("{}-{}-{place}.pdf", bill.cycle, safe(&bill.account_number)),
    }
}

/// How many pages the bill takes; sets it on the side when that is not plain.
fn count_pages(bill: &BillDocument, fonts: &Fonts) -> Result<usize, DocumentError> {
    if page::surely_one_page(bill) {
        return Ok(1);
    }
    let mut pages = 0;
    one(&mut krilla::Document::new_with(settings()?), bill, fonts, &mut pages, 1)?;
    Ok(pages)
}

/// Draws one bill on as many pages as it needs, mostly one.
fn one(
    document: &mut krilla::Document,
    bill: &BillDocument,
    fonts: &Fonts,
    pages: &mut usize,
    of: usize,
) -> Result<Node, DocumentError> {
    let mut tags = Vec::new();
    let mut rest: Option<&[UsageLine]> = None;
    loop {
        let settings = PageSettings::from_wh(page::WIDTH, page::HEIGHT)
            .ok_or_else(|| DocumentError::Pdf("page size".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        let mut canvas = Canvas { surface: &mut surface, fonts };
        let at = Position { index: *pages, number: *pages + 1, of };
        *pages += 1;
        let left = match rest {
            None => {
                let (drawn, left) = page::first(&mut canvas, bill, at);
                tags.extend(drawn);
                left
            }
            Some(usage) => page::further(&mut canvas, bill, usage, at, &mut tags),
        };
        surface.finish();
        page.finish();
        if left.is_empty() {
            return Ok(page::group(Tag::Section, tags));
        }
        rest = Some(left);
    }
}

fn settings() -> Result<SerializeSettings, DocumentError> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|error| DocumentError::Pdf(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

fn metadata(first: &BillDocument, bills: usize) -> Metadata {
    use chrono::Datelike;
    let title = match bills {
        1 => first.title(),
        _ => format!("{} (1–{bills})", first.words().title),
    };
    let mut metadata = Metadata::new()
        .title(title)
        .language(first.locale.tag().to_owned())
        .authors(vec![first.issuer.name.clone()])
        .creator("Billing portal".to_owned());
    {
        let date = first.bill_date.unwrap_or_else(|| first.cycle.issue_date());
        let number = |value: u32| u8::try_from(value).unwrap_or(1);
        let year = u16::try_from(date.year()).unwrap_or(1970);
        let date = krilla::metadata::DateTime::new(year).month(number(date.month())).day(number(date.day()));
        metadata = metadata.creation_date(date);
    }
    metadata
}
