//! What has to hold after every fault and at the end, looked at past the server and by other means than its own.

mod backs;
mod chain;
mod charges;
mod due;
mod ledger;
mod monthly;

use crate::PATIENCE;
use crate::base::Base;
use crate::heal::AFTER_FAILURE;
use crate::model::{Model, Off};
use crate::paying;
use crate::sandbox::Sandbox;
use crate::time::Time;
use crate::world::Account;
use chrono::TimeDelta;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

pub use backs::Gone;
pub use chain::Chains;
pub use charges::Charged;
pub use monthly::Frozen;

/// What was seen before, and stays.
#[derive(Debug, Default)]
pub struct Seen {
    pub chains: Chains,
    pub frozen: Frozen,
}

/// What is there.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    pub movements: u64,
    /// Entries of the audit log, by act.
    pub acts: BTreeMap<String, u64>,
    /// What bills were paid from, how often, by kind.
    pub sources: BTreeMap<String, u64>,
    /// Payments, by what they are for, and how they stand.
    pub payments: BTreeMap<String, u64>,
}

/// Debits of an account's books, by account and book.
pub type Books = BTreeMap<(i64, String), i64>;

/// Looks at everything, as it is in one moment; says the first thing that is off.
pub fn everything(
    base: &Base,
    (model, sandbox): (&Model, &Sandbox),
    accounts: &[Account],
    seen: &mut Seen,
) -> Result<Counts, Off> {
    let mut reader = base.open();
    reader.hold();
    let charged = charges::look(&mut reader, sandbox)?;
    let books = ledger::look(&mut reader, model)?;
    let gone = backs::gone(&mut reader, (model, sandbox))?;
    backs::transfers(&mut reader, model)?;
    monthly::look(&mut reader, &books, &mut seen.frozen)?;
    monthly::delivered(&mut reader, model)?;
    monthly::switches(&mut reader, model)?;
    ledger::nothing_lost(&mut reader, &books, (model, &charged, &gone), accounts)?;
    paying::booked(&mut reader, (model, &charged))?;
    chain::look(&mut reader, model, &mut seen.chains)?;
    let movements = reader.rows(["COUNT(*)"], "ledger_transaction");
    let acts = counts(reader.rows(["act", "COUNT(*)"], "audit_entry GROUP BY act"));
    let sources = counts(reader.rows(["source", "COUNT(*)"], "repayment GROUP BY source"));
    let payments = counts(reader.rows(["purpose", "COUNT(*)"], "payment GROUP BY purpose"));
    Ok(Counts { movements: number(&movements[0][0]) as u64, acts, sources, payments })
}

/// By what stands before the first `/`.
fn counts(rows: Vec<[String; 2]>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for [name, count] in rows {
        let kind = name.split('/').next().unwrap_or_default().to_owned();
        *counts.entry(kind).or_default() += number(&count) as u64;
    }
    counts
}

/// What failed once is tried again by itself; so long after it was left alone, the clock goes on, so that it is.
const LEFT_ALONE: Duration = Duration::from_secs(10);
const A_DAY: TimeDelta = TimeDelta::hours(25);

/// Waits until everything that is due is done: what has to be issued is, and what can pay does.
pub fn comes_to_rest(base: &Base, time: &Time, known: (&Model, &Sandbox)) -> Result<(), Off> {
    let (begun, mut moved_on, mut days) = (Instant::now(), Instant::now(), false);
    loop {
        let mut reader = base.open();
        reader.hold();
        match due::look(&mut reader, time).and_then(|()| backs::at_rest(&mut reader, known)) {
            Err(off) if begun.elapsed() > PATIENCE => return Err(off),
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
            Ok(()) => return Ok(()),
        }
        if moved_on.elapsed() > LEFT_ALONE {
            // Also what the portal asks for once a day.
            time.pass(if days { A_DAY } else { AFTER_FAILURE });
            days = !days;
            moved_on = Instant::now();
        }
    }
}

fn number(text: &str) -> i64 {
    text.parse().unwrap_or_else(|_| panic!("“{text}” is no number"))
}

/// Says so unless it is equal.
fn same(what: &str, there: i64, expected: i64) -> Result<(), Off> {
    if there == expected { Ok(()) } else { Err(format!("{what}: {there}, not {expected}")) }
}
