//! The bill on its page: a ledger sheet on A4. Head, facts, payer and subject, usage, amounts, derivation, seal,
//! foot. Every block draws itself from a given height and says where it ends.
//!
//! Never cuts: names wrap, long names get smaller, figures get smaller, usage goes on on a further page.

use super::bill::{BillDocument, Issuer};
use super::canvas::{Canvas, Ink, color};
use super::ledger;
use super::parties;
use super::seal;
use super::words::{self, Words};
use contract::bill::Status;
use contract::locale::Locale;
use krilla::color::rgb::Color;
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

/// Where the head ends.
pub(super) const HEAD_END: f32 = TOP + 44.0;

/// What every page of a document says: who issues it, what it is, how far it is paid, what it is worth.
pub(super) struct Frame<'t> {
    pub locale: Locale,
    pub issuer: &'t Issuer,
    /// The word for what it is.
    pub name: &'static str,
    /// What it is called, in full.
    pub title: String,
    /// The payment status: its word, its colour, whether its sign is filled.
    pub status: (&'static str, Color, bool),
    /// What it is worth.
    pub note: &'static str,
}

impl BillDocument {
    fn frame(&self) -> Frame<'_> {
        let words = self.words();
        let status = self.balances.status();
        let status = match (&self.number, status) {
            (None, _) => (words.not_issued, color::muted(), false),
            (_, Status::Pending) => (words::status(self.locale, status), color::amber(), false),
            (_, Status::Cleared) => (words::status(self.locale, status), color::green(), true),
        };
        let note = if self.number.is_some() { words.electronic } else { words.draft };
        let (name, title) = (words.title, self.title());
        Frame { locale: self.locale, issuer: &self.issuer, name, title, status, note }
    }
}

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
    let frame = bill.frame();
    let y = head(canvas, &frame, &mut tags);
    let y = parties::bill_facts(canvas, bill, y + 26.0, &mut tags);
    let y = parties::bill_parties(canvas, bill, y + 26.0, &mut tags);
    let below = ledger::amounts_height() + ledger::derivation_height();
    let (y, rest) = ledger::usage(canvas, bill, &bill.usage, y + 30.0, FOOT - below, &mut tags);
    let y = ledger::bill_amounts(canvas, bill, y + 26.0, &mut tags);
    ledger::derivation(canvas, bill, y + 28.0, &mut tags);
    if bill.number.is_some() {
        tags.push(stamp(canvas, &frame, None, y + 62.0, at.index));
    }
    foot(canvas, &frame, at, &mut tags);
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
    let frame = bill.frame();
    let y = head(canvas, &frame, tags);
    let y = parties::bill_facts(canvas, bill, y + 26.0, tags);
    let (_, rest) = ledger::usage(canvas, bill, usage, y + 30.0, FOOT - 10.0, tags);
    foot(canvas, &frame, at, tags);
    rest
}

/// Issuer on the left, what it is on the right, a heavy rule below.
pub(super) fn head(canvas: &mut Canvas<'_, '_, '_>, frame: &Frame<'_>, tags: &mut Vec<Node>) -> f32 {
    let issuer = canvas.tagged(|canvas| {
        let ink = Ink::strong(11.0).colored(color::accent());
        canvas.fitted(LEFT, TOP, BREADTH * 0.6, ink, &frame.issuer.name);
        let mut y = TOP + 14.0;
        for line in [&frame.issuer.address, &frame.issuer.tax_number] {
            if !line.is_empty() {
                canvas.fitted(LEFT, y, BREADTH * 0.6, Ink::label(), line);
                y += 11.0;
            }
        }
    });
    let title = canvas.tagged(|canvas| {
        canvas.figure(RIGHT, TOP + 10.0, BREADTH * 0.35, Ink::strong(25.0), frame.name);
    });
    let status = canvas.tagged(|canvas| chip(canvas, frame));
    canvas.artifact(ArtifactType::Layout, |canvas| {
        canvas.rule(LEFT, HEAD_END, BREADTH, 1.4, color::accent());
    });
    tags.push(heading(1, &frame.title, title));
    tags.push(group(Tag::P, vec![status.into()]));
    tags.push(group(Tag::P, vec![issuer.into()]));
    HEAD_END
}

/// The payment status: a shape and a word, under the title.
fn chip(canvas: &mut Canvas<'_, '_, '_>, frame: &Frame<'_>) {
    let (word, color, filled) = frame.status;
    let ink = Ink::strong(9.0).colored(color);
    let width = super::shape::shape(canvas.fonts, ink.style, word).width * ink.size;
    let y = TOP + 28.0;
    canvas.text(RIGHT - width, y, ink, word);
    let x = RIGHT - width - 9.0;
    if let Some(ring) = super::canvas::circle(x, y - 3.2, 3.0) {
        if filled {
            canvas.fill(color);
            canvas.surface.draw_path(&ring);
        }
        canvas.stroke(&ring, 1.1, color);
    }
}

/// The seal, a figure with a text for those who can't see it; with a date where one is given.
pub(super) fn stamp(
    canvas: &mut Canvas<'_, '_, '_>,
    frame: &Frame<'_>,
    date: Option<&str>,
    y: f32,
    page: usize,
) -> Node {
    let words = Words::of(frame.locale);
    let x = RIGHT - seal::RADIUS - 10.0;
    let y = y.min(FOOT - seal::RADIUS - 4.0);
    let drawn = canvas.tagged(|canvas| seal::draw(canvas, (x, y), &frame.issuer.name, words.seal, date));
    let alt = format!("{}: {} {}", words.seal, frame.issuer.name, date.unwrap_or_default());
    let alt = alt.trim_end().to_owned();
    let side = seal::RADIUS * 2.0;
    let mut tag = Tag::Figure(Some(alt));
    if let Some(rect) = Rect::from_xywh(x - seal::RADIUS, y - seal::RADIUS, side, side) {
        tag = tag.with_bbox(Some(BBox::new(page, rect)));
    }
    group(tag, vec![drawn.into()])
}

/// Where questions go, what the page is worth, which page it is.
pub(super) fn foot(canvas: &mut Canvas<'_, '_, '_>, frame: &Frame<'_>, at: Position, tags: &mut Vec<Node>) {
    let words = Words::of(frame.locale);
    canvas.artifact(ArtifactType::Layout, |canvas| {
        canvas.rule(LEFT, FOOT + 10.0, BREADTH, 0.5, color::line());
    });
    let note = canvas.tagged(|canvas| {
        canvas.fitted(LEFT, FOOT + 24.0, BREADTH, Ink::label(), frame.note);
        if !frame.issuer.support.is_empty() {
            let text = format!("{}: {}", words.support, frame.issuer.support);
            canvas.fitted(LEFT, FOOT + 36.0, BREADTH - 80.0, Ink::label(), &text);
        }
    });
    tags.push(group(Tag::P, vec![note.into()]));
    if at.of > 1 {
        canvas.artifact(ArtifactType::PageNumber, |canvas| {
            let text = words::page_of(frame.locale, at.number, at.of);
            canvas.figure(RIGHT, FOOT + 36.0, 80.0, Ink::label(), &text);
        });
    }
}
