//! The upper half of the page: the four facts one looks for first, then who is billed and for what.
//!
//! Each block takes where it starts, draws and tags itself, and gives back where it ends. Long names wrap and get
//! smaller; ids get smaller.

use super::bill::{BillDocument, Payer};
use super::canvas::{Canvas, Ink, color};
use super::page::{BREADTH, LEFT, group, heading};
use super::shape::{Shaped, wrap};
use super::words::Words;
use krilla::tagging::{ArtifactType, Node, Tag};

const GUTTER: f32 = 24.0;
const COLUMN: f32 = (BREADTH - GUTTER) / 2.0;

/// One of the things one looks for first. Start and room are parts of the breadth.
pub(super) struct Fact<'t> {
    pub start: f32,
    pub room: f32,
    pub label: &'static str,
    pub value: &'t str,
    pub ink: Ink,
}

/// Facts beside each other.
pub(super) fn facts(
    canvas: &mut Canvas<'_, '_, '_>,
    facts: &[Fact<'_>],
    y: f32,
    tags: &mut Vec<Node>,
) -> f32 {
    for Fact { start, room, label, value, ink } in facts {
        let content = canvas.tagged(|canvas| {
            let x = LEFT + BREADTH * start;
            canvas.text(x, y, Ink::label(), &format!("{label} "));
            canvas.fitted(x, y + 15.0, BREADTH * room, *ink, value);
        });
        tags.push(group(Tag::P, vec![content.into()]));
    }
    y + 15.0
}

/// Bill number, date, cycle, currency: the four things one looks for first.
pub(super) fn bill_facts(
    canvas: &mut Canvas<'_, '_, '_>,
    bill: &BillDocument,
    y: f32,
    tags: &mut Vec<Node>,
) -> f32 {
    let words = bill.words();
    let number = bill.number.as_deref().unwrap_or(words.not_issued);
    let date = bill.bill_date.map_or_else(|| words.not_issued.to_owned(), |date| date.to_string());
    let cycle = bill.cycle.to_string();
    let currency = bill.balances.consumption().currency().code();
    let mono = |given: bool| if given { Ink::mono(10.0) } else { Ink::plain(10.0) };
    let fact = |start, room, label, value, ink| Fact { start, room, label, value, ink };
    let four = [
        fact(0.0, 0.42, words.number, number, mono(bill.number.is_some())),
        fact(0.44, 0.19, words.date, date.as_str(), Ink::plain(10.5)),
        fact(0.65, 0.19, words.cycle, cycle.as_str(), Ink::plain(10.5)),
        fact(0.86, 0.14, words.currency, currency, Ink::plain(10.5)),
    ];
    facts(canvas, &four, y, tags)
}

/// A label and what it says; nothing when it says nothing.
pub(super) struct Field<'t> {
    label: &'t str,
    value: &'t str,
    ink: Ink,
}

impl<'t> Field<'t> {
    pub fn small(value: &'t str, label: &'t str) -> Self {
        Self { label, value, ink: Ink::plain(9.5) }
    }

    pub fn id(value: &'t str, label: &'t str) -> Self {
        Self { label, value, ink: Ink::mono(9.0) }
    }
}

/// Payer on the left, what a bill is for on the right.
pub(super) fn bill_parties(
    canvas: &mut Canvas<'_, '_, '_>,
    bill: &BillDocument,
    y: f32,
    tags: &mut Vec<Node>,
) -> f32 {
    let words = bill.words();
    let account = [bill.account_name.as_str(), bill.account_number.as_str()].join("  ");
    let application = [bill.application_name.as_str(), bill.application_id.as_str()].join("  ");
    let subject = [
        Field::small(&bill.organization, words.organization),
        Field::small(account.trim(), words.account),
        Field::small(&bill.product, words.product),
        Field::small(application.trim(), words.application),
        Field::id(&bill.app_key, words.app_key),
        Field::id(&bill.whatsapp_business_account, words.whatsapp),
    ];
    parties(canvas, words, bill.payer.as_ref(), &subject, y, tags)
}

/// Payer on the left, what is billed on the right. Long names wrap; when there is too much, all gets smaller.
pub(super) fn parties(
    canvas: &mut Canvas<'_, '_, '_>,
    words: &Words,
    payer: Option<&Payer>,
    subject: &[Field<'_>],
    y: f32,
    tags: &mut Vec<Node>,
) -> f32 {
    let payer: Vec<Field<'_>> = match payer {
        Some(payer) => vec![
            Field { label: "", value: &payer.legal_name, ink: Ink::strong(10.5) },
            Field::id(&payer.tax_number, words.tax_number),
            Field::small(&payer.address, words.address),
            Field::small(&payer.contact, words.contact),
        ],
        None => vec![Field {
            label: "",
            value: words.no_tax_profile,
            ink: Ink::plain(9.5).colored(color::muted()),
        }],
    };
    // Both columns in one size: the largest that leaves the rest of the page its room.
    let mut scale = 1.0;
    let (left, right) = loop {
        let columns = (set(canvas, &payer, scale), set(canvas, subject, scale));
        if height(&columns.0).max(height(&columns.1)) <= TALLEST || scale < 0.3 {
            break columns;
        }
        scale *= 0.85;
    };
    let left = column(canvas, LEFT, y, words.billed_to, &left, tags);
    let right = column(canvas, LEFT + COLUMN + GUTTER, y, words.billed_for, &right, tags);
    left.max(right)
}

/// Room for the taller column.
const TALLEST: f32 = 235.0;
/// Room for a field's label.
const LABEL: f32 = 86.0;
/// From line to line of a label.
const LABEL_LINE: f32 = 10.0;
/// Characters of a name that are set; nobody's legal name is longer.
const LONGEST: usize = 600;

/// A field, broken into lines.
struct Lines {
    label: Vec<Shaped>,
    value: Vec<Shaped>,
    indent: f32,
    ink: Ink,
}

impl Lines {
    fn step(&self) -> f32 {
        self.ink.size * 1.32
    }

    fn height(&self) -> f32 {
        let tall =
            |lines: &[Shaped], step: f32| f32::from(u8::try_from(lines.len()).unwrap_or(u8::MAX)) * step;
        tall(&self.value, self.step()).max(tall(&self.label, LABEL_LINE)) + 3.5
    }
}

fn height(fields: &[Lines]) -> f32 {
    fields.iter().map(Lines::height).sum()
}

/// Breaks the fields that say something into lines, in `scale` of their size.
fn set(canvas: &Canvas<'_, '_, '_>, fields: &[Field<'_>], scale: f32) -> Vec<Lines> {
    let room_for_label = (LABEL - 8.0) / Ink::label().size;
    let one = |field: &Field<'_>| {
        let indent = if field.label.is_empty() { 0.0 } else { LABEL };
        let ink = Ink { size: field.ink.size * scale, ..field.ink };
        let value: String = field.value.chars().take(LONGEST).collect();
        Lines {
            label: wrap(canvas.fonts, Ink::label().style, field.label, room_for_label),
            value: wrap(canvas.fonts, ink.style, &value, (COLUMN - indent) / ink.size),
            indent,
            ink,
        }
    };
    fields.iter().filter(|field| !field.value.is_empty()).map(one).collect()
}

/// A titled column of fields.
fn column(
    canvas: &mut Canvas<'_, '_, '_>,
    x: f32,
    y: f32,
    title: &str,
    fields: &[Lines],
    tags: &mut Vec<Node>,
) -> f32 {
    section(canvas, x, y, COLUMN, title, tags);
    let mut y = y + 21.0;
    for field in fields {
        let content = canvas.tagged(|canvas| {
            for (at, line) in (0u8..).zip(&field.label) {
                canvas.shaped(x, f32::from(at).mul_add(LABEL_LINE, y), Ink::label(), line);
            }
            for (at, line) in (0u8..).zip(&field.value) {
                let below = f32::from(at).mul_add(field.step(), y);
                canvas.shaped(x + field.indent, below, field.ink, line);
            }
        });
        tags.push(group(Tag::P, vec![content.into()]));
        y += field.height();
    }
    y - 13.0
}

/// A block's title with a hairline under it.
pub(super) fn section(
    canvas: &mut Canvas<'_, '_, '_>,
    x: f32,
    y: f32,
    width: f32,
    title: &str,
    tags: &mut Vec<Node>,
) {
    let content = canvas.tagged(|canvas| {
        canvas.text(x, y, Ink::strong(8.5).colored(color::accent()), title);
    });
    canvas.artifact(ArtifactType::Layout, |canvas| {
        canvas.rule(x, y + 5.5, width, 0.5, color::line());
    });
    tags.push(heading(2, title, content));
}
