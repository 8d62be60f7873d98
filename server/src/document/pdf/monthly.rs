//! The stamped monthly bill (M1): a cover with what is owed, a table of all its bills, then the bills themselves as long as
//! they are not too many.
//!
//! The same monthly bill gives the same bytes: nothing here depends on the day on which it is drawn.

use super::bill::{BillDocument, Issuer, Payer, money};
use super::canvas::{Canvas, Ink, color};
use super::ledger::{self, Line};
use super::page::{self, BREADTH, FOOT, Frame, LEFT, Position, RIGHT, group};
use super::parties::{self, Fact, Field, section};
use super::words::{self, Words};
use chrono::NaiveDate;
use contract::cycle::Cycle;
use contract::locale::Locale;
use contract::money::Money;
use contract::monthly_bill::{MonthlyBalances, State};
use krilla::tagging::{ArtifactType, Node, TableHeaderScope, Tag};

/// A bill in the table.
#[derive(Clone, Debug)]
pub struct MonthlyLine {
    /// Its number.
    pub number: String,
    /// The product's name.
    pub product: String,
    /// The application's name.
    pub application: String,
    /// Consumption amount.
    pub consumption: Money,
    /// What is outstanding of it.
    pub outstanding: Money,
}

/// Everything that stands on the cover and in the table.
#[derive(Clone, Debug)]
pub struct MonthlyDocument {
    /// The language of the labels.
    pub locale: Locale,
    /// Who issues it.
    pub issuer: Issuer,
    /// The payer; none when no tax profile was valid on the issue date.
    pub payer: Option<Payer>,
    /// Name of the organization.
    pub organization: String,
    /// Name of the account.
    pub account_name: String,
    /// Number of the account.
    pub account_number: String,
    /// Billing cycle.
    pub cycle: Cycle,
    /// How far it is paid; before issue the pages say that they are a preview, and carry no stamp.
    pub state: State,
    /// Until when it is to be paid; none where it is charged automatically.
    pub due_date: Option<NaiveDate>,
    /// The four balances.
    pub balances: MonthlyBalances,
    /// Its bills, in bill-number order.
    pub lines: Vec<MonthlyLine>,
}

/// Room of a row of the table.
const ROW: f32 = 14.5;
/// Where the columns of the table begin, and how wide they are, as parts of the breadth.
const NUMBER: (f32, f32) = (0.0, 0.27);
const PRODUCT: (f32, f32) = (0.28, 0.17);
const APPLICATION: (f32, f32) = (0.46, 0.22);
const CONSUMPTION: (f32, f32) = (0.845, 0.16);
const OUTSTANDING: (f32, f32) = (1.0, 0.15);

impl MonthlyDocument {
    pub(super) fn words(&self) -> &'static Words {
        Words::of(self.locale)
    }

    const fn is_issued(&self) -> bool {
        !matches!(self.state, State::NotIssued)
    }

    /// What the document is called.
    pub(super) fn title(&self) -> String {
        format!("{} {} · {} {}", self.words().monthly, self.cycle, self.account_name, self.account_number)
    }

    /// The day on which it is issued: what the document is dated by.
    pub(super) fn date(&self) -> NaiveDate {
        self.cycle.issue_date()
    }

    fn frame(&self) -> Frame<'_> {
        let words = self.words();
        let (status, ink, filled) = match self.state {
            State::NotIssued => (words.not_issued, color::muted(), false),
            State::Unsettled | State::PartlySettled => {
                (words::state(self.locale, self.state), color::amber(), false)
            }
            State::Settled => (words::state(self.locale, self.state), color::green(), true),
        };
        Frame {
            locale: self.locale,
            issuer: &self.issuer,
            name: words.monthly,
            title: self.title(),
            status: (status, ink, filled),
            note: if self.is_issued() { words.electronic } else { words.draft },
        }
    }
}

/// Draws the cover; gives its tags.
pub(super) fn cover(canvas: &mut Canvas<'_, '_, '_>, bill: &MonthlyDocument, at: Position) -> Vec<Node> {
    let words = bill.words();
    let frame = bill.frame();
    let mut tags = Vec::with_capacity(24);
    let y = page::head(canvas, &frame, &mut tags);
    let y = facts(canvas, bill, y + 26.0, &mut tags);
    let account = [bill.account_name.as_str(), bill.account_number.as_str()].join("  ");
    let count = words::bills(bill.locale, bill.lines.len());
    let subject = [
        Field::small(&bill.organization, words.organization),
        Field::small(account.trim(), words.account),
        Field::small(&count, words.bills),
    ];
    let y = parties::parties(canvas, words, bill.payer.as_ref(), &subject, y + 26.0, &mut tags);
    let balances = &bill.balances;
    let nothing = Money::zero(balances.consumption().currency());
    let paid = balances.paid().unwrap_or(nothing);
    let lines = [
        Line { name: words.consumption, money: balances.consumption(), indent: 0.0 },
        Line { name: words.amount_paid, money: paid, indent: 0.0 },
        Line { name: words.prepaid_cover, money: balances.prepaid_cover(), indent: 12.0 },
        Line { name: words.credited, money: balances.credited(), indent: 0.0 },
        Line { name: words.processing, money: balances.processing(), indent: 0.0 },
        Line { name: words.canceled, money: balances.canceled(), indent: 0.0 },
    ];
    let y = ledger::amounts(canvas, words, &lines, balances.outstanding(), y + 30.0, &mut tags);
    if bill.is_issued() {
        let date = bill.date().to_string();
        tags.push(page::stamp(canvas, &frame, Some(&date), y + 90.0, at.index));
    }
    page::foot(canvas, &frame, at, &mut tags);
    tags
}

/// Account, issue date, cycle, due date, currency.
fn facts(canvas: &mut Canvas<'_, '_, '_>, bill: &MonthlyDocument, y: f32, tags: &mut Vec<Node>) -> f32 {
    let words = bill.words();
    let date = if bill.is_issued() { bill.date().to_string() } else { words.not_issued.to_owned() };
    let due = match bill.due_date {
        Some(due) => due.to_string(),
        None if bill.is_issued() => words.charged.to_owned(),
        None => words.not_issued.to_owned(),
    };
    let cycle = bill.cycle.to_string();
    let currency = bill.balances.consumption().currency().code();
    let plain = Ink::plain(10.5);
    let fact = |start, room, label, value, ink| Fact { start, room, label, value, ink };
    let facts = [
        fact(0.0, 0.26, words.account, bill.account_number.as_str(), Ink::mono(10.0)),
        fact(0.28, 0.17, words.cycle, cycle.as_str(), plain),
        fact(0.46, 0.18, words.issue_date, date.as_str(), plain),
        fact(0.65, 0.2, words.due_date, due.as_str(), plain),
        fact(0.87, 0.13, words.currency, currency, plain),
    ];
    parties::facts(canvas, &facts, y, tags)
}

/// Draws a page of the table; gives the lines that found no room.
pub(super) fn table<'b>(
    canvas: &mut Canvas<'_, '_, '_>,
    bill: &'b MonthlyDocument,
    lines: &'b [MonthlyLine],
    at: Position,
    tags: &mut Vec<Node>,
) -> &'b [MonthlyLine] {
    let words = bill.words();
    let frame = bill.frame();
    let y = page::head(canvas, &frame, tags);
    let first = lines.len() == bill.lines.len();
    section(canvas, LEFT, y + 26.0, BREADTH, if first { words.bills } else { words.bills_continued }, tags);
    let mut y = y + 26.0 + ROW + 4.0;
    let mut rows = vec![heads(canvas, words, y)];
    // The last page has room for the total.
    let (here, rest) = lines.split_at(rows_of_page(y).min(lines.len()));
    for line in here {
        y += ROW;
        rows.push(row(canvas, line, y));
    }
    if rest.is_empty() {
        rows.push(total(canvas, bill, y + ROW + 2.0));
    }
    tags.push(group(Tag::Table, rows));
    page::foot(canvas, &frame, at, tags);
    rest
}

/// How many pages the table takes.
pub(super) fn table_pages(bill: &MonthlyDocument) -> usize {
    bill.lines.len().div_ceil(rows_of_page(page::HEAD_END + 26.0 + ROW + 4.0)).max(1)
}

fn rows_of_page(y: f32) -> usize {
    let mut rows = 0_usize;
    let mut end = y + ROW;
    while end + ROW + 8.0 < FOOT {
        rows += 1;
        end += ROW;
    }
    rows.max(1)
}

fn heads(canvas: &mut Canvas<'_, '_, '_>, words: &Words, y: f32) -> Node {
    let left = [(NUMBER, words.number), (PRODUCT, words.product), (APPLICATION, words.application)];
    let right = [(CONSUMPTION, words.consumption_short), (OUTSTANDING, words.outstanding)];
    let mut cells = Vec::with_capacity(5);
    for ((start, room), word) in left {
        let content = canvas
            .tagged(|canvas| canvas.fitted(LEFT + BREADTH * start, y, BREADTH * room, Ink::label(), word));
        cells.push(group(Tag::TH(TableHeaderScope::Column), vec![content.into()]));
    }
    for ((end, room), word) in right {
        let content = canvas
            .tagged(|canvas| canvas.figure(LEFT + BREADTH * end, y, BREADTH * room, Ink::label(), word));
        cells.push(group(Tag::TH(TableHeaderScope::Column), vec![content.into()]));
    }
    canvas.artifact(ArtifactType::Layout, |canvas| {
        canvas.rule(LEFT, y + 4.5, BREADTH, 0.8, color::accent());
    });
    group(Tag::TR, cells)
}

fn row(canvas: &mut Canvas<'_, '_, '_>, line: &MonthlyLine, y: f32) -> Node {
    let texts = [
        (NUMBER, line.number.as_str(), Ink::mono(7.5)),
        (PRODUCT, line.product.as_str(), Ink::plain(8.5)),
        (APPLICATION, line.application.as_str(), Ink::plain(8.5)),
    ];
    let mut cells = Vec::with_capacity(5);
    for (at, ((start, room), text, ink)) in texts.into_iter().enumerate() {
        let content =
            canvas.tagged(|canvas| canvas.fitted(LEFT + BREADTH * start, y, BREADTH * room, ink, text));
        let cell = vec![content.into()];
        cells.push(match at {
            0 => group(Tag::TH(TableHeaderScope::Row), cell),
            _ => group(Tag::TD, cell),
        });
    }
    for ((end, room), amount) in [(CONSUMPTION, line.consumption), (OUTSTANDING, line.outstanding)] {
        let ink = if amount.is_zero() { Ink::plain(8.5).colored(color::muted()) } else { Ink::plain(8.5) };
        let content = canvas.tagged(|canvas| {
            canvas.figure(LEFT + BREADTH * end, y, BREADTH * room, ink, &money(amount));
        });
        cells.push(group(Tag::TD, vec![content.into()]));
    }
    canvas.artifact(ArtifactType::Layout, |canvas| {
        canvas.rule(LEFT, y + 4.5, BREADTH, 0.3, color::line());
    });
    group(Tag::TR, cells)
}

/// What all of them come to: the figures of the cover.
fn total(canvas: &mut Canvas<'_, '_, '_>, bill: &MonthlyDocument, y: f32) -> Node {
    let (consumption, outstanding) = (bill.balances.consumption(), bill.balances.outstanding());
    let label = words::total_of(bill.locale, bill.lines.len());
    let name = canvas.tagged(|canvas| {
        canvas.text(LEFT, y, Ink::strong(9.0), &label);
    });
    let currency = consumption.currency().code();
    let unit = canvas.tagged(|canvas| {
        canvas.fitted(LEFT + BREADTH * APPLICATION.0, y, BREADTH * APPLICATION.1, Ink::label(), currency);
    });
    let mut cells = vec![
        group(Tag::TH(TableHeaderScope::Row), vec![name.into()]),
        group(Tag::TD, Vec::new()),
        group(Tag::TD, vec![unit.into()]),
    ];
    for ((end, room), amount) in [(CONSUMPTION, consumption), (OUTSTANDING, outstanding)] {
        let content = canvas.tagged(|canvas| {
            canvas.figure(LEFT + BREADTH * end, y, BREADTH * room, Ink::strong(9.0), &money(amount));
        });
        cells.push(group(Tag::TD, vec![content.into()]));
    }
    canvas.artifact(ArtifactType::Layout, |canvas| {
        canvas.rule(LEFT, y + 5.0, RIGHT - LEFT, 0.9, color::accent());
    });
    group(Tag::TR, cells)
}

/// Whether the bills' own pages follow: in a document that somebody can still leaf through.
pub fn holds_pages(bills: usize) -> bool {
    bills <= MOST_PAGES
}

/// So many bills have pages of their own in the document of their month; more stand in its table only.
const MOST_PAGES: usize = 200;

/// The bills' pages, or none where there are too many.
pub(super) fn pages_of(bills: &[BillDocument]) -> &[BillDocument] {
    if holds_pages(bills.len()) { bills } else { &[] }
}
