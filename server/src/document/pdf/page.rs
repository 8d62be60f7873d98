//! The bill on its page: a ledger sheet on A4. Head, facts, payer and subject, usage, amounts, derivation, seal,
//! foot. Every block draws itself from a given height and says where it ends.
//!
//! Never cuts: names wrap, long names get smaller, figures get smaller, usage goes on on a further page.

use super::bill::BillDocument;
use super::canvas::{Canvas, Ink, color};
use super::ledger;
use super::parties;
use super::seal;
use super::words::{self, Words};
use krilla::geom::Rect;
use krilla::tagging::{ArtifactType, BBox, Identifier, Node, Tag, TagGroup};
use std::num::NonZeroU16;

/// A4 in points.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;

/// The type area.
pub(super) const LEFT: f32 = 50.0;
pub(super) const RIGHT: f32 = WIDTH - 50.0;
pub(super) const BREADTH: f32 = RIGHT - LEFT;
const TOP: f32 = 52.0;
/// Where the foot begins.
pub(super) const FOOT: f32 = HEIGHT - 74.0;

/// Where a page stands in its document.
#[derive(Clone, Copy)]
pub(super) struct Position {
    /// From 0.
    pub index: usize,
    /// From 1, of this bill or document.
    pub number: usize,
    pub of: usize,
}

/// A heading of `level`.
pub(super) fn heading(level: u16, title: &str, content: Identifier) -> Node {
    let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
    group(Tag::Hn(level, Some(title.to_owned())), vec![content.into()])
}

pub(super) fn group(tag: impl Into<krilla::tagging::TagKind>, children: Vec<Node>) -> Node {
    TagGroup::with_children(tag, children).into()
}

/// Draws the first page; gives its tags and the usage lines that found no room.
pub(super) fn first<'b>(
    canvas: &mut Canvas<'_, '_, '_>,
    bill: &'b BillDocument,
    at: Position,
) -> (Vec<Node>, &'b [super::bill::UsageLine]) {
    let mut tags = Vec::with_capacity(24);
    let y = head(canvas, bill, &mut tags);
    let y = parties::facts(canvas, bill, y + 26.0, &mut tags);
    let y = parties::parties(canvas, bill, y + 26.0, &mut tags);
    let below = ledger::amounts_height() + ledger::derivation_height();
    let (y, rest) = ledger::usage(canvas, bill, &bill.usage, y + 30.0, FOOT - below, &mut tags);
    let y = ledger::amounts(canvas, bill, y + 26.0, &mut tags);
    ledger::derivation(canvas, bill, y + 28.0, &mut tags);
    if bill.number.is_some() {
        tags.push(stamp(canvas, bill, y + 62.0, at.index));
    }
    foot(canvas, bill, at, &mut tags);
    (tags, rest)
}

/// Whether the bill fits one page whatever its texts wrap to: saves setting it twice to count its pages.
pub(super) fn surely_one_page(bill: &BillDocument) -> bool {
    /// Bytes of text in a column that leave room for two units.
    const SHORT: usize = 220;
    let payer = bill.payer.iter().map(|payer| {
        payer.legal_name.len() + payer.tax_number.len() + payer.address.len() + payer.contact.len()
    });
    let subject = [
        &bill.organization,
        &bill.account_name,
        &bill.account_number,
        &bill.product,
        &bill.application_name,
        &bill.application_id,
        &bill.app_key,
        &bill.whatsapp_business_account,
    ];
    let subject: usize = subject.iter().map(|text| text.len()).sum();
    bill.usage.len() <= 2 && payer.sum::<usize>() <= SHORT && subject <= SHORT
}

/// Draws a page of usage that the first had no room for; gives what is still left.
pub(super) fn further<'b>(
    canvas: &mut Canvas<'_, '_, '_>,
    bill: &BillDocument,
    usage: &'b [super::bill::UsageLine],
    at: Position,
    tags: &mut Vec<Node>,
) -> &'b [super::bill::UsageLine] {
    let y = head(canvas, bill, tags);
    let y = parties::facts(canvas, bill, y + 26.0, tags);
    let (_, rest) = ledger::usage(canvas, bill, usage, y + 30.0, FOOT - 10.0, tags);
    foot(canvas, bill, at, tags);
    rest
}

/// Issuer on the left, what it is on the right, a heavy rule below.
fn head(canvas: &mut Canvas<'_, '_, '_>, bill: &BillDocument, tags: &mut Vec<Node>) -> f32 {
    let words = bill.words();
    let issuer = canvas.tagged(|canvas| {
        let ink = Ink::strong(11.0).colored(color::accent());
        canvas.fitted(LEFT, TOP, BREADTH * 0.6, ink, &bill.issuer.name);
        let mut y = TOP + 14.0;
        for line in [&bill.issuer.address, &bill.issuer.tax_number] {
            if !line.is_empty() {
                canvas.fitted(LEFT, y, BREADTH * 0.6, Ink::label(), line);
                y += 11.0;
            }
        }
    });
    let title = canvas.tagged(|canvas| {
        canvas.figure(RIGHT, TOP + 10.0, BREADTH * 0.35, Ink::strong(25.0), words.title);
    });
    let status = canvas.tagged(|canvas| chip(canvas, bill, words));
    canvas.artifact(ArtifactType::Layout, |canvas| {
        canvas.rule(LEFT, TOP + 44.0, BREADTH, 1.4, color::accent());
    });
    tags.push(heading(1, &bill.title(), title));
    tags.push(group(Tag::P, vec![status.into()]));
    tags.push(group(Tag::P, vec![issuer.into()]));
    TOP + 44.0
}

/// The payment status: a shape and a word, under the title.
fn chip(canvas: &mut Canvas<'_, '_, '_>, bill: &BillDocument, words: &Words) {
    use contract::bill::Status;
    let status = bill.balances.status();
    let (word, color) = match (&bill.number, status) {
        (None, _) => (words.not_issued, color::muted()),
        (_, Status::Pending) => (words::status(bill.locale, status), color::amber()),
        (_, Status::Cleared) => (words::status(bill.locale, status), color::green()),
    };
    let ink = Ink::strong(9.0).colored(color);
    let width = super::shape::shape(canvas.fonts, ink.style, word).width * ink.size;
    let y = TOP + 28.0;
    canvas.text(RIGHT - width, y, ink, word);
    let x = RIGHT - width - 9.0;
    if let Some(ring) = super::canvas::circle(x, y - 3.2, 3.0) {
        if status == Status::Cleared && bill.number.is_some() {
            canvas.fill(color);
            canvas.surface.draw_path(&ring);
        }
        canvas.stroke(&ring, 1.1, color);
    }
}

/// The seal, a figure with a text for those who can't see it.
fn stamp(canvas: &mut Canvas<'_, '_, '_>, bill: &BillDocument, y: f32, page: usize) -> Node {
    let words = bill.words();
    let x = RIGHT - seal::RADIUS - 10.0;
    let y = y.min(FOOT - seal::RADIUS - 4.0);
    let drawn = canvas.tagged(|canvas| seal::draw(canvas, x, y, &bill.issuer.name, words.seal));
    let alt = format!("{}: {}", words.seal, bill.issuer.name);
    let side = seal::RADIUS * 2.0;
    let mut tag = Tag::Figure(Some(alt));
    if let Some(rect) = Rect::from_xywh(x - seal::RADIUS, y - seal::RADIUS, side, side) {
        tag = tag.with_bbox(Some(BBox::new(page, rect)));
    }
    group(tag, vec![drawn.into()])
}

/// Where questions go, what the page is worth, which page it is.
fn foot(canvas: &mut Canvas<'_, '_, '_>, bill: &BillDocument, at: Position, tags: &mut Vec<Node>) {
    let words = bill.words();
    canvas.artifact(ArtifactType::Layout, |canvas| {
        canvas.rule(LEFT, FOOT + 10.0, BREADTH, 0.5, color::line());
    });
    let note = canvas.tagged(|canvas| {
        let text = if bill.number.is_some() { words.electronic } else { words.draft };
        canvas.fitted(LEFT, FOOT + 24.0, BREADTH, Ink::label(), text);
        if !bill.issuer.support.is_empty() {
            let text = format!("{}: {}", words.support, bill.issuer.support);
            canvas.fitted(LEFT, FOOT + 36.0, BREADTH - 80.0, Ink::label(), &text);
        }
    });
    tags.push(group(Tag::P, vec![note.into()]));
    if at.of > 1 {
        canvas.artifact(ArtifactType::PageNumber, |canvas| {
            let text = words::page_of(bill.locale, at.number, at.of);
            canvas.figure(RIGHT, FOOT + 36.0, 80.0, Ink::label(), &text);
        });
    }
}
