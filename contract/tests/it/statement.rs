//! The statement of an account: exact running balances, totals that add up, one filter language (A1).

use chrono::{DateTime, Utc};
use contract::api::{Pairs, Query, read_query};
use contract::audit::{AuditActor, Said};
use contract::id::TransactionId;
use contract::ledger::{BookKind, Channel, Kind, Source, Transaction};
use contract::money::{Currency, Money};
use contract::rule::{FieldError, Rule};
use contract::statement::{Moved, Movement, PostedLine, Statement, StatementFilter, StatementQuery};
use proptest::prelude::*;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn at(day: u32) -> DateTime<Utc> {
    format!("2026-10-{day:02}T18:00:00Z").parse().unwrap()
}

fn moved(id: i64, day: u32, transaction: &Transaction) -> Moved {
    let lines = transaction.postings().iter();
    let name = Said::default();
    let postings =
        lines.map(|line| PostedLine { book: line.book, name: name.clone(), debit: line.debit }).collect();
    let title = Said::same(transaction.kind().name());
    Moved {
        movement: Movement { id: TransactionId::new(id), kind: transaction.kind(), title, postings },
        at: at(day),
        entry: id.unsigned_abs(),
        by: AuditActor { id: "user/usr-1".to_owned(), name: Said::same("Fiona Tan") },
        act: transaction.kind().name().to_owned(),
    }
}

/// 50 come in, 20 are paid from cash and 5 from a refund, 10 come in.
fn history() -> Vec<Moved> {
    let september = "2026-09".parse().unwrap();
    let top_up = |minor| Transaction::top_up(Channel::Paypal, usd(minor)).unwrap();
    let refund = Transaction::refund(september, usd(500)).unwrap();
    let parts = [(Source::Cash, usd(2_000)), (Source::Refund(september), usd(500))];
    let repay = Transaction::repay(september, parts).unwrap();
    vec![moved(1, 1, &top_up(5_000)), moved(2, 2, &refund), moved(3, 5, &repay), moved(4, 9, &top_up(1_000))]
}

fn of(filter: &StatementFilter) -> Statement {
    Statement::of(history(), filter, Currency::USD).unwrap()
}

#[test]
fn a1_the_running_balance_is_that_of_the_book_also_where_rows_are_hidden() {
    let filter =
        StatementFilter { book: Some(BookKind::Cash), kind: vec![Kind::TopUp], ..Default::default() };
    let statement = of(&filter);
    let rows: Vec<_> = statement.rows.iter().map(|row| (row.change, row.balance.unwrap())).collect();
    assert_eq!(rows, [(usd(5_000), usd(5_000)), (usd(1_000), usd(4_000))]);
    let totals = statement.totals.unwrap();
    assert_eq!((totals.came_in, totals.went_out, totals.left_out), (usd(6_000), usd(0), usd(-2_000)));
    assert_eq!((totals.opening, totals.closing), (usd(0), usd(4_000)));
}

#[test]
fn a1_opening_and_closing_balance_are_those_of_the_days() {
    // Days are those of the billing time zone: 18:00 UTC is the day after.
    let days = (Some("2026-10-03".parse().unwrap()), Some("2026-10-06".parse().unwrap()));
    let filter = StatementFilter {
        book: Some(BookKind::Cash),
        day_from: days.0,
        day_to: days.1,
        ..Default::default()
    };
    let statement = of(&filter);
    assert_eq!(statement.rows.len(), 1);
    let totals = statement.totals.unwrap();
    assert_eq!((totals.opening, totals.went_out, totals.closing), (usd(5_000), usd(2_000), usd(3_000)));
}

#[test]
fn a1_without_a_book_every_movement_stands_with_what_it_moves() {
    let statement = of(&StatementFilter::default());
    let moved: Vec<_> = statement.rows.iter().map(|row| (row.change, row.balance)).collect();
    assert_eq!(moved, [5_000, 500, 2_500, 1_000].map(|minor| (usd(minor), None)));
    assert_eq!(statement.totals, None);
    let of_cycle = StatementFilter { cycle: Some("2026-09".parse().unwrap()), ..Default::default() };
    assert_eq!(of(&of_cycle).rows.len(), 2);
    for (words, count) in
        [("fiona paypal", 2), ("refund/2026-09", 2), ("txn-0000000000004", 1), ("nobody", 0)]
    {
        let filter = StatementFilter { q: Some(words.to_owned()), ..Default::default() };
        assert_eq!(of(&filter).rows.len(), count, "{words}");
    }
}

#[test]
fn a1_the_filter_survives_the_address() {
    let query = "book=refund&kind=top_up&kind=repayment&cycle=2026-09&day_from=2026-09-01&day_to=2026-09-30&q=a%20b\
        &limit=20&cursor=x";
    let read: StatementQuery = read_query(query).unwrap();
    let mut pairs = Pairs::default();
    read.write(&mut pairs);
    assert_eq!(pairs.encode(), query);
}

#[test]
fn e1_what_is_wrong_with_a_filter_is_said() {
    let refused = |query: &str| read_query::<StatementQuery>(query).unwrap_err().remove(0);
    let unknown = |value: &str| Rule::UnknownValue { value: value.to_owned() };
    assert_eq!(refused("day_from=2026-9-1"), FieldError::new("day_from", unknown("2026-9-1")));
    assert_eq!(refused("day_to=2026-02-30"), FieldError::new("day_to", unknown("2026-02-30")));
    let reversed = Rule::ReversedRange { from: "2026-10-02".to_owned(), to: "2026-10-01".to_owned() };
    assert_eq!(refused("day_from=2026-10-02&day_to=2026-10-01"), FieldError::new("day_to", reversed));
    assert!(read_query::<StatementQuery>("book=gold").is_err());
    assert!(read_query::<StatementQuery>("kind=loan").is_err());
}

proptest! {
    #[test]
    fn a1_opening_came_in_went_out_and_left_out_add_up(
        amounts in prop::collection::vec((1_u32..29, -300_i64..300), 1..40),
        from in 1_u32..29, days in 0_u32..10, kinds in any::<bool>(),
    ) {
        let mut amounts = amounts;
        amounts.sort_by_key(|(day, _)| *day);
        let history: Vec<Moved> = (1..).zip(amounts).filter(|(_, (_, minor))| *minor != 0).map(|(id, (day, minor))| {
            let transaction = if minor > 0 { Transaction::receive(usd(minor)) } else { Transaction::send(usd(-minor)) };
            let mut moved = moved(id, day, &transaction.unwrap());
            if id % 3 == 0 { moved.movement.kind = Kind::TopUp; }
            moved
        }).collect();
        let day = |day: u32| format!("2026-10-{:02}", day.min(31)).parse().ok();
        let filter = StatementFilter {
            book: Some(BookKind::Cash), kind: if kinds { vec![Kind::TopUp] } else { vec![] },
            day_from: day(from), day_to: day(from + days), ..Default::default()
        };
        let statement = Statement::of(history, &filter, Currency::USD).unwrap();
        let t = statement.totals.unwrap();
        let sum = t.opening.minor() + t.came_in.minor() - t.went_out.minor() + t.left_out.minor();
        prop_assert_eq!(sum, t.closing.minor());
        if !kinds {
            prop_assert_eq!(t.left_out, usd(0));
            if let Some(last) = statement.rows.last() { prop_assert_eq!(last.balance.unwrap(), t.closing); }
        }
    }
}
