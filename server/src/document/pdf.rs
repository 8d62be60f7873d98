//! Bills as PDF (B4): one page of A4 each, tagged (PDF/UA-1), selectable, in both languages, with the issuer's seal.
//!
//! The same bill gives the same bytes: dates and ids come from the data, nothing from the clock. Holds no script, no
//! action and no address that could be followed. Floats here are page geometry; amounts arrive as text.

#![allow(clippy::float_arithmetic)]

mod bill;
mod canvas;
mod fonts;
mod ledger;
mod monthly;
mod page;
mod parties;
mod seal;
mod shape;
mod words;

pub use bill::{BillDocument, Issuer, Payer, UsageLine};
pub use fonts::Fonts;
pub use monthly::{MonthlyDocument, MonthlyLine, holds_pages};

use super::DocumentError;
use super::zip::ZipWriter;
use canvas::Canvas;
use chrono::NaiveDate;
use contract::locale::Locale;
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
    document.set_metadata(metadata(About::of_bills(first, bills.len())));
    document.finish().map_err(|error| DocumentError::Pdf(format!("{error:?}")))
}

/// A stamped monthly bill with all its bills: a cover, a table of them, and their pages where they are not too many.
///
/// # Errors
/// When the engine refuses the document.
pub fn monthly_bill(
    monthly: &MonthlyDocument,
    bills: &[BillDocument],
    fonts: &Fonts,
) -> Result<Vec<u8>, DocumentError> {
    let mut document = krilla::Document::new_with(settings()?);
    let mut outline = Outline::new();
    let mut tree = TagTree::new().with_lang(Some(monthly.locale.tag().to_owned()));
    let bills = monthly::pages_of(bills);
    let own = 1 + monthly::table_pages(monthly);
    let of = bills.iter().map(|bill| count_pages(bill, fonts)).sum::<Result<usize, _>>()? + own;
    let mut pages = 0;
    let mark = |pages: usize| XyzDestination::new(pages, Point::from_xy(0.0, 0.0));
    outline.push_child(OutlineNode::new(monthly.title(), mark(0)));
    outline.push_child(OutlineNode::new(monthly.words().bills.to_owned(), mark(1)));
    let mut tags = Vec::new();
    let mut rest: Option<&[MonthlyLine]> = None;
    while rest.is_none_or(|rest| !rest.is_empty()) || pages < 2 {
        let at = Position { index: pages, number: pages + 1, of };
        pages += 1;
        sheet(&mut document, fonts, |canvas| match rest {
            None => {
                tags.extend(monthly::cover(canvas, monthly, at));
                rest = Some(&monthly.lines);
            }
            Some(lines) => rest = Some(monthly::table(canvas, monthly, lines, at, &mut tags)),
        })?;
    }
    tree.push(page::group(Tag::Section, tags));
    for bill in bills {
        outline.push_child(OutlineNode::new(bill.title(), mark(pages)));
        tree.push(one(&mut document, bill, fonts, &mut pages, of)?);
    }
    document.set_outline(outline);
    document.set_tag_tree(tree);
    let about = About {
        title: monthly.title(),
        locale: monthly.locale,
        issuer: &monthly.issuer.name,
        date: monthly.date(),
    };
    document.set_metadata(metadata(about));
    document.finish().map_err(|error| DocumentError::Pdf(format!("{error:?}")))
}

/// Draws on a page of its own.
fn sheet(
    document: &mut krilla::Document,
    fonts: &Fonts,
    draw: impl FnOnce(&mut Canvas<'_, '_, '_>),
) -> Result<(), DocumentError> {
    let settings = PageSettings::from_wh(page::WIDTH, page::HEIGHT)
        .ok_or_else(|| DocumentError::Pdf("page size".to_owned()))?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    draw(&mut Canvas { surface: &mut surface, fonts });
    surface.finish();
    page.finish();
    Ok(())
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
        let at = Position { index: *pages, number: *pages + 1, of };
        *pages += 1;
        let mut left: &[UsageLine] = &[];
        sheet(document, fonts, |canvas| match rest {
            None => {
                let (drawn, more) = page::first(canvas, bill, at);
                tags.extend(drawn);
                left = more;
            }
            Some(usage) => left = page::further(canvas, bill, usage, at, &mut tags),
        })?;
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

/// What a document says of itself.
struct About<'t> {
    title: String,
    locale: Locale,
    issuer: &'t str,
    date: NaiveDate,
}

impl<'t> About<'t> {
    fn of_bills(first: &'t BillDocument, bills: usize) -> Self {
        let title = match bills {
            1 => first.title(),
            _ => format!("{} (1–{bills})", first.words().title),
        };
        let date = first.bill_date.unwrap_or_else(|| first.cycle.issue_date());
        Self { title, locale: first.locale, issuer: &first.issuer.name, date }
    }
}

fn metadata(about: About<'_>) -> Metadata {
    use chrono::Datelike;
    let number = |value: u32| u8::try_from(value).unwrap_or(1);
    let (year, month, day) = (about.date.year(), about.date.month(), about.date.day());
    let year = u16::try_from(year).unwrap_or(1970);
    let date = krilla::metadata::DateTime::new(year).month(number(month)).day(number(day));
    Metadata::new()
        .title(about.title)
        .language(about.locale.tag().to_owned())
        .authors(vec![about.issuer.to_owned()])
        .creator("Billing portal".to_owned())
        .creation_date(date)
}
