//! The lower half of the page: usage, amounts, and how the amount came about.
//!
//! Figures stand under each other at the right, in tabular figures; none is ever cut.

use super::bill::{BillDocument, UsageLine, grouped, money};
use super::canvas::{Canvas, Ink, color};
use super::page::{BREADTH, LEFT, RIGHT, group};
use super::parties::section;
use super::words::{self, Words};
use contract::money::Money;
use krilla::tagging::{ArtifactType, Identifier, Node, TableHeaderScope, Tag};

const ROW: f32 = 17.0;
/// Room for a figure before it gets smaller.
const FIGURE_ROOM: f32 = 200.0;

/// Usage, one row per unit, as many as end above `limit`; gives the rest back.
pub(super) fn usage<'b>(
    canvas: &mut Canvas<'_, '_, '_>,
    bill: &BillDocument,
    usage: &'b [UsageLine],
    y: f32,
    limit: f32,
    tags: &mut Vec<Node>,
) -> (f32, &'b [UsageLine]) {
    let words = bill.words();
    let title = if usage.len() == bill.usage.len() { words.usage } else { words.usage_continued };
    section(canvas, LEFT, y, BREADTH, title, tags);
    let mut y = y + ROW + 2.0;
    if usage.is_empty() {
        let content = canvas.tagged(|canvas| {
            canvas.text(LEFT, y, Ink::plain(9.5).colored(color::muted()), words.no_usage);
        });
        tags.push(group(Tag::P, vec![content.into()]));
        return (y, usage);
    }
    let head = [words.unit, words.quantity].map(|word| word.to_owned());
    let mut rows = vec![head_row(canvas, y, &head)];
    let mut left = usage;
    while let Some((line, rest)) = left.split_first() {
        if y + ROW > limit && left.len() < usage.len() {
            break;
        }
        y += ROW;
        let ink = Ink::plain(9.5);
        let quantity = grouped(&line.quantity);
        rows.push(row(
            canvas,
            y,
            &Row { name: &line.unit, name_ink: ink, indent: 0.0, figure: &quantity, ink },
        ));
        left = rest;
    }
    tags.push(group(Tag::Table, rows));
    (y + 5.5, left)
}

/// Column headings of a two-column table.
fn head_row(canvas: &mut Canvas<'_, '_, '_>, y: f32, head: &[String; 2]) -> Node {
    let name = canvas.tagged(|canvas| {
        canvas.text(LEFT, y, Ink::label(), &head[0]);
    });
    let figure = canvas.tagged(|canvas| canvas.figure(RIGHT, y, FIGURE_ROOM, Ink::label(), &head[1]));
    line_below(canvas, y);
    let cell = |content: Identifier| group(Tag::TH(TableHeaderScope::Column), vec![content.into()]);
    group(Tag::TR, vec![cell(name), cell(figure)])
}

/// A name and its figure.
struct Row<'t> {
    name: &'t str,
    name_ink: Ink,
    indent: f32,
    figure: &'t str,
    ink: Ink,
}

/// Draws a name and its figure on one line.
fn row(canvas: &mut Canvas<'_, '_, '_>, y: f32, row: &Row<'_>) -> Node {
    let head = canvas.tagged(|canvas| {
        let room = BREADTH - FIGURE_ROOM - 12.0 - row.indent;
        canvas.fitted(LEFT + row.indent, y, room, row.name_ink, row.name);
    });
    let figure = canvas.tagged(|canvas| canvas.figure(RIGHT, y, FIGURE_ROOM, row.ink, row.figure));
    line_below(canvas, y);
    let head = group(Tag::TH(TableHeaderScope::Row), vec![head.into()]);
    group(Tag::TR, vec![head, group(Tag::TD, vec![figure.into()])])
}

fn line_below(canvas: &mut Canvas<'_, '_, '_>, y: f32) {
    canvas.artifact(ArtifactType::Layout, |canvas| {
        canvas.rule(LEFT, y + 5.5, BREADTH, 0.4, color::line());
    });
}

/// How much room [`amounts`] needs.
pub(super) const fn amounts_height() -> f32 {
    26.0 + ROW * 9.0 + 12.0
}

/// A line of the amounts. What something is made of stands indented, what became of it does not.
pub(super) struct Line {
    pub name: &'static str,
    pub money: Money,
    pub indent: f32,
}

/// Consumption and its parts, the four balances.
pub(super) fn bill_amounts(
    canvas: &mut Canvas<'_, '_, '_>,
    bill: &BillDocument,
    y: f32,
    tags: &mut Vec<Node>,
) -> f32 {
    let words = bill.words();
    let balances = &bill.balances;
    let currency = balances.consumption().currency();
    let overdraft = balances.overdraft().unwrap_or_else(|_| Money::zero(currency));
    let lines = [
        Line { name: words.consumption, money: balances.consumption(), indent: 0.0 },
        Line { name: words.prepaid_cover, money: balances.prepaid_cover(), indent: 12.0 },
        Line { name: words.overdraft, money: overdraft, indent: 12.0 },
        Line { name: words.settled, money: balances.settled(), indent: 0.0 },
        Line { name: words.processing, money: balances.processing(), indent: 0.0 },
        Line { name: words.canceled, money: balances.canceled(), indent: 0.0 },
    ];
    amounts(canvas, words, &lines, balances.outstanding(), y, tags)
}

/// Amounts line by line, the first one strong, the outstanding amount made large.
pub(super) fn amounts(
    canvas: &mut Canvas<'_, '_, '_>,
    words: &Words,
    lines: &[Line],
    outstanding: Money,
    y: f32,
    tags: &mut Vec<Node>,
) -> f32 {
    let currency = outstanding.currency();
    section(canvas, LEFT, y, BREADTH, words.amounts, tags);
    let mut y = y + ROW + 2.0;
    let head = [format!("{} {currency}", words.amounts_in), words.amount.to_owned()];
    let mut rows = vec![head_row(canvas, y, &head)];
    for (at, line) in lines.iter().enumerate() {
        y += ROW;
        let label = if at == 0 { Ink::strong(9.5) } else { Ink::plain(9.5) };
        let ink = if line.money.is_zero() { label.colored(color::muted()) } else { label };
        let figure = money(line.money);
        let (name, indent) = (line.name, line.indent);
        rows.push(row(canvas, y, &Row { name, name_ink: label, indent, figure: &figure, ink }));
    }
    rows.push(last(canvas, words, outstanding, y + 5.5));
    tags.push(group(Tag::Table, rows));
    y + 5.5 + 30.0
}

/// The last row: what is to be paid.
fn last(canvas: &mut Canvas<'_, '_, '_>, words: &Words, amount: Money, y: f32) -> Node {
    canvas.artifact(ArtifactType::Layout, |canvas| {
        canvas.rectangle(LEFT, y, BREADTH, 30.0, color::wash());
        canvas.rule(LEFT, y, BREADTH, 0.9, color::accent());
        canvas.rule(LEFT, y + 30.0, BREADTH, 0.9, color::accent());
    });
    let head = canvas.tagged(|canvas| {
        canvas.text(LEFT + 8.0, y + 19.5, Ink::strong(11.0), words.outstanding);
    });
    let figure = canvas.tagged(|canvas| {
        let text = format!("{} {}", amount.currency(), money(amount));
        canvas.figure(RIGHT - 8.0, y + 20.0, BREADTH * 0.6, Ink::strong(14.0), &text);
    });
    let head = group(Tag::TH(TableHeaderScope::Row), vec![head.into()]);
    group(Tag::TR, vec![head, group(Tag::TD, vec![figure.into()])])
}

/// How much room [`derivation`] needs, with the seal beside it.
pub(super) const fn derivation_height() -> f32 {
    120.0
}

/// Exact sum, rounding and residue: why the amount is what it is. Leaves the right for the seal.
pub(super) fn derivation(canvas: &mut Canvas<'_, '_, '_>, bill: &BillDocument, y: f32, tags: &mut Vec<Node>) {
    const LABEL: f32 = 128.0;
    let words = bill.words();
    let width = BREADTH * 0.68;
    section(canvas, LEFT, y, width, words.derivation, tags);
    let rows = [
        (words::exact_sum_of(bill.locale, bill.lines), grouped(&bill.exact.to_string())),
        (words.rounding.to_owned(), words::rounding(bill.locale, bill.rounding).to_owned()),
        (words.residue.to_owned(), grouped(&bill.residue.to_string())),
    ];
    let mut y = y + 5.0;
    for (label, value) in rows {
        y += 15.0;
        let content = canvas.tagged(|canvas| {
            canvas.fitted(LEFT, y, LABEL - 8.0, Ink::label(), &format!("{label} "));
            canvas.fitted(LEFT + LABEL, y, width - LABEL, Ink::plain(9.0), &value);
        });
        tags.push(group(Tag::P, vec![content.into()]));
    }
}
