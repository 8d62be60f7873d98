//! What adjustments took off bills of issued months, so that nothing gives it back a second time (M2).

use crate::store::StoreError;
use crate::store::late::{LateBill, ReadLate};
use contract::adjustment::{BilledPart, taken};
use contract::cycle::Cycle;
use contract::id::BillId;
use contract::money::{Currency, Money};
use contract::operator::Creditable;
use std::collections::BTreeMap;

fn off(error: impl ToString) -> StoreError {
    StoreError::Corrupt(error.to_string())
}

/// What adjustments took off each of these bills of one account × product × application × month of usage.
pub fn taken_off(bills: &[LateBill]) -> Result<Vec<Money>, StoreError> {
    let part = |bill: &LateBill| {
        let currency: Currency = bill.currency.parse().map_err(off)?;
        let money = |minor: i64| Money::new(minor, currency);
        Ok(BilledPart { consumption: money(bill.consumption), credited: money(bill.credited) })
    };
    let parts = bills.iter().map(part).collect::<Result<Vec<_>, StoreError>>()?;
    taken(&parts).map_err(off)
}

/// What adjustments took off the bills of an account.
#[derive(Debug, Default)]
pub struct Taken(BTreeMap<i64, (LateBill, Money)>);

impl Taken {
    /// As it stands.
    ///
    /// # Errors
    /// The database fails, or holds what is none of this.
    pub async fn read<C: ReadLate>(
        tx: &mut C,
        (organization, account): (i64, i64),
    ) -> Result<Self, StoreError> {
        let bills = tx.late_bills(organization, (account, account)).await?;
        let mut taken = BTreeMap::new();
        for bills in bills.chunk_by(|one, other| one.key() == other.key()) {
            let each = bills.iter().cloned().zip(taken_off(bills)?);
            taken.extend(each.map(|(bill, money)| (bill.id, (bill, money))));
        }
        Ok(Self(taken))
    }

    /// What they took off a bill, if anything.
    pub fn of(&self, bill: BillId) -> Option<Money> {
        self.0.get(&bill.number()).map(|(_, money)| *money)
    }

    /// What they took off bills of a month of what was paid in money: what is still to be paid is taken off first.
    ///
    /// # Errors
    /// Sums past 63 bits.
    pub fn of_month(&self, month: Cycle, currency: Currency) -> Result<Money, StoreError> {
        let month = i64::from(month.index());
        let bills = self.0.values().filter(|(bill, _)| bill.cycle == month);
        let of_paid = bills.map(|(bill, taken)| {
            let beyond = taken.minor().saturating_sub(bill.outstanding);
            Money::new(beyond.min(bill.paid).max(0), currency)
        });
        Money::sum(currency, of_paid).map_err(off)
    }

    /// What is left of these bills for a credit note.
    ///
    /// # Errors
    /// Sums past 63 bits.
    pub fn without(&self, bills: Vec<Creditable>) -> Result<Vec<Creditable>, StoreError> {
        let without = |bill: Creditable| match self.of(bill.bill) {
            Some(taken) => bill.without(taken).map_err(off),
            None => Ok(bill),
        };
        bills.into_iter().map(without).collect()
    }
}
