//! What has to hold after every fault and at the end, looked at past the server and by other means than its own.

mod chain;
mod due;
mod ledger;
mod monthly;

use crate::base::Base;
use crate::model::{Model, Off};
use crate::paying;
use crate::time::Time;
use crate::world::Account;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

pub use chain::Chains;
pub use monthly::Frozen;

/// What was seen before, and stays.
#[derive(Debug, Default)]
pub struct Seen {
    pub chains: Chains,
    pub frozen: Frozen,
}

/// What is there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub entries: u64,
    pub movements: u64,
}

/// Debits of an account's books, by account and book.
pub type Books = BTreeMap<(i64, String), i64>;

/// Looks at everything, as it is in one moment; says the first thing that is off.
pub fn everything(base: &Base, model: &Model, accounts: &[Account], seen: &mut Seen) -> Result<Counts, Off> {
    let mut reader = base.open();
    reader.hold();
    let books = ledger::look(&mut reader)?;
    monthly::look(&mut reader, &books, &mut seen.frozen)?;
    monthly::delivered(&mut reader, model)?;
    monthly::switches(&mut reader, model)?;
    ledger::nothing_lost(&mut reader, &books, model, accounts)?;
    paying::booked(&mut reader, &model.payments)?;
    let entries = chain::look(&mut reader, model, &mut seen.chains)?;
    let movements = reader.rows(["COUNT(*)"], "ledger_transaction");
    Ok(Counts { entries, movements: number(&movements[0][0]) as u64 })
}

/// Waits until everything that is due is done: what has to be issued is, and what can pay does.
pub fn comes_to_rest(base: &Base, time: &Time, patience: Duration) -> Result<(), Off> {
    let begun = Instant::now();
    loop {
        let mut reader = base.open();
        reader.hold();
        match due::look(&mut reader, time) {
            Err(off) if begun.elapsed() > patience => return Err(off),
            Err(_) => std::thread::sleep(Duration::from_millis(20)),
            Ok(()) => return Ok(()),
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
