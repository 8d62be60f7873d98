//! Adds everything up again: what the database holds against the contract's rules.
//!
//! It reads one state, page by page, and changes nothing. Memory grows with neither bills nor lines, but for one bit a
//! bill number.

mod acts;
mod bill;
mod charges;
mod given;
mod late;
pub(in crate::engine) mod ledger;
mod numbers;
mod payments;
mod receipts;
mod refunds;

pub use ledger::Head;

use super::{Engine, Failure};
use crate::meter::Meter;
use crate::store::acts_audit::AuditActs;
use crate::store::audit::{Audit, AuditBill, AuditOrganization, auditing};
use crate::store::given_audit::AuditGiven;
use crate::store::ids::{self, series};
use crate::store::late::ReadLate;
use crate::store::ledger_audit::AuditLedger;
use crate::store::payments_audit::AuditPayments;
use crate::store::refund_audit::AuditRefunds;
use crate::store::{Db, StoreError};
use bill::{Surroundings, Tally};
use contract::id::BillId;
use numbers::Numbers;
use std::collections::{BTreeMap, BTreeSet};

/// How many bills are read at once.
const PAGE: i64 = 2_000;
/// How many findings are said; the others are counted.
const SAID: usize = 100;

/// What was checked, and what is off.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many organizations were looked at.
    pub organizations: u64,
    /// How many of their deliveries.
    pub deliveries: u64,
    /// How many bills.
    pub bills: u64,
    /// How many of their lines.
    pub lines: u64,
    /// How many movements of money.
    pub movements: u64,
    /// How much is off.
    pub off: u64,
    /// What is off, in a sentence each, first things first; the first hundred.
    pub findings: Vec<String>,
    /// Where the audit log of each organization (by name) ends. Kept somewhere else, it tells the next time whether an end
    /// was cut off.
    pub heads: Vec<(String, Head)>,
}

impl Verified {
    fn note(&mut self, finding: String) {
        self.off += 1;
        if self.findings.len() < SAID {
            self.findings.push(finding);
        }
    }
}

impl Engine {
    /// Looks at every bill of every organization.
    pub async fn verify(&self) -> Result<Verified, Failure> {
        Ok(run(&self.db).await?)
    }

    /// The same; audit logs have to go through these entries, which an earlier look found at their ends.
    pub async fn verify_against(&self, expected: BTreeSet<Head>) -> Result<Verified, Failure> {
        Ok(against(&self.db, expected).await?)
    }
}

/// Looks at everything in the database.
pub async fn run(db: &Db) -> Result<Verified, StoreError> {
    against(db, BTreeSet::new()).await
}

/// Looks at everything in the database; audit logs have to go through the entries that are expected.
pub async fn against(db: &Db, expected: BTreeSet<Head>) -> Result<Verified, StoreError> {
    auditing!(db, |tx| everything(&mut *tx, expected.clone()).await)
}

async fn everything<
    C: Audit + AuditLedger + AuditActs + AuditGiven + ReadLate + AuditPayments + AuditRefunds + Send,
>(
    tx: &mut C,
    mut expected: BTreeSet<Head>,
) -> Result<Verified, StoreError> {
    let mut verified = Verified::default();
    let mut meter = Meter::new("bills", None);
    let arrivals = tx.logged_arrivals().await?;
    for arrival in arrivals.iter().filter(|arrival| arrival.booked && arrival.owner_id == ids::PORTAL) {
        verified.note(format!("transfer {}: it is booked, but nobody's", arrival.id));
    }
    for organization in tx.organizations().await? {
        verified.organizations += u64::from(organization.id != ids::PORTAL);
        one(tx, &organization, &mut verified, &mut meter).await?;
        let mut off = Vec::new();
        let (movements, head) =
            ledger::look(tx, &organization, &mut expected, &mut |finding| off.push(finding)).await?;
        verified.movements += movements;
        if head.0 > 0 {
            verified.heads.push((organization.name.clone(), head));
        }
        off.into_iter().for_each(|finding| verified.note(finding));
        let name = &organization.name;
        for (bill, why) in tx.misrepaid(organization.id).await? {
            verified.note(format!("{name}, bill {}: {why}", BillId::new(bill)));
        }
        for (movement, why) in tx.misrecorded(organization.id).await? {
            verified.note(format!("{name}, movement {movement}: {why}"));
        }
        for why in payments::look(tx, organization.id, &arrivals).await? {
            verified.note(format!("{name}, {why}"));
        }
    }
    for (place, sha256) in expected {
        verified.note(format!("no audit log goes through {place}:{sha256}: it was cut off, or made anew"));
    }
    meter.end();
    Ok(verified)
}

async fn one<C: Audit + Send>(
    tx: &mut C,
    organization: &AuditOrganization,
    verified: &mut Verified,
    meter: &mut Meter,
) -> Result<(), StoreError> {
    let id = organization.id;
    let around = surroundings(tx, organization).await?;
    verified.deliveries += around.deliveries.len() as u64;
    let counters: BTreeMap<String, i64> = tx.counters(id).await?.into_iter().collect();
    let mut numbers = Numbers::of(&counters);
    let mut last = 0;
    loop {
        let bills = tx.bills(id, last, PAGE).await?;
        // After the last bill only lines that belong to none may follow.
        let until = bills.last().map_or(i64::MAX, |bill| bill.id);
        lines(tx, (id, last, until), &bills, &around, verified).await?;
        for bill in &bills {
            if let Err(why) = numbers.see(bill) {
                verified.note(format!("{}: {why}", around.name(bill)));
            }
        }
        verified.bills += bills.len() as u64;
        meter.add(bills.len() as u64);
        if bills.is_empty() {
            break;
        }
        last = until;
    }
    for (bill, why) in tx.unlinked(id).await? {
        verified.note(format!("{}, bill {}: {why}", organization.name, BillId::new(bill)));
    }
    numbers.missing().for_each(|what| verified.note(format!("{}: {what}", organization.name)));
    let [accounts, products, applications, deliveries, users, transactions] = tx.largest(id).await?;
    for (series, largest) in [
        (series::ACCOUNT, accounts),
        (series::PRODUCT, products),
        (series::APPLICATION, applications),
        (series::DELIVERY, deliveries),
        (series::USER, users),
        (series::TRANSACTION, transactions),
        (series::BILL, last),
    ] {
        let next = counters.get(series).copied().unwrap_or(1);
        if largest > 0 && ids::place(largest) >= next {
            let name = &organization.name;
            let place = ids::place(largest);
            verified.note(format!("{name}: {series} {place} is there, but the next one would be {next}"));
        }
    }
    Ok(())
}

async fn surroundings<C: Audit + Send>(
    tx: &mut C,
    organization: &AuditOrganization,
) -> Result<Surroundings, StoreError> {
    let id = organization.id;
    let deliveries: BTreeSet<i64> = tx.deliveries(id).await?.into_iter().collect();
    let mut scopes: BTreeMap<String, BTreeMap<i64, i64>> = BTreeMap::new();
    for scope in tx.scopes(id).await? {
        scopes.entry(scope.billing_account).or_default().insert(scope.cycle, scope.delivery_id);
    }
    let accounts = tx.accounts(id).await?.into_iter().collect();
    Ok(Surroundings { organization: organization.clone(), accounts, deliveries, scopes })
}

/// Goes through the lines of a page of bills, and judges each bill with what its lines come to.
async fn lines<C: Audit + Send>(
    tx: &mut C,
    (organization, after, until): (i64, i64, i64),
    bills: &[AuditBill],
    around: &Surroundings,
    verified: &mut Verified,
) -> Result<(), StoreError> {
    let mut tallies: Vec<Tally> = bills.iter().map(|_| Tally::default()).collect();
    let mut place = 0;
    let mut count = 0;
    let mut strays = Vec::new();
    tx.lines(organization, (after, until), &mut |line| {
        count += 1;
        while bills.get(place).is_some_and(|bill| bill.id < line.bill_id) {
            place += 1;
        }
        match (bills.get(place), tallies.get_mut(place)) {
            (Some(bill), Some(tally)) if bill.id == line.bill_id => tally.add(bill, &line, around),
            _ if strays.len() < SAID => {
                strays
                    .push(format!("line {} of bill {}: there is no such bill", line.position, line.bill_id));
            }
            _ => {}
        }
    })
    .await?;
    verified.lines += count;
    strays.into_iter().for_each(|stray| verified.note(stray));
    for (bill, tally) in bills.iter().zip(tallies) {
        if let Err(why) = tally.judge(bill, around) {
            verified.note(format!("{}: {why}", around.name(bill)));
        }
    }
    Ok(())
}
