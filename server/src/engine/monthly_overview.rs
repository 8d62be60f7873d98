//! The overview of monthly bills in memory (M1): read once for each state of an organization, then filtered, ordered and
//! added up for each question, and the answers kept for those that follow.
//!
//! The database stays the truth: every question first asks it of which state it is now.

use super::{Caller, Engine, Failure};
use crate::index::{Recent, Scope};
use crate::store::monthly::{self, MonthlyRow};
use chrono::NaiveDate;
use contract::api::MonthlyTotal;
use contract::cycle::Cycle;
use contract::money::{Currency, Money, MoneyError};
use contract::monthly_bill::{MonthlyBill, State, is_overdue, overdue_since};
use contract::monthly_filter::MonthlySelection;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Organizations whose monthly bills are kept.
const SNAPSHOTS: usize = 8;
/// Organizations whose monthly bills are read at the same time, at most.
const READERS: usize = 8;
/// Questions whose answers are kept.
const ANSWERS: usize = 32;

/// The monthly bills of an organization in one state, on one day.
#[derive(Debug)]
pub struct MonthlySnapshot {
    /// Which state of which day: it grows with every change.
    pub place: u64,
    /// The day that decides what is overdue.
    pub today: NaiveDate,
    /// Account ids beside the monthly bills.
    rows: Vec<(i64, MonthlyBill)>,
}

/// What a question lets through, in its order, with the totals.
#[derive(Debug, Clone)]
pub struct Arranged {
    /// The state that it speaks of.
    pub snapshot: Arc<MonthlySnapshot>,
    /// Places in the snapshot.
    order: Arc<[u32]>,
    /// By currency.
    pub totals: Arc<[MonthlyTotal]>,
}

type Asked = (i64, u64, Scope, MonthlySelection);

/// What is kept of the newest questions.
#[derive(Debug)]
pub struct MonthlyMemory {
    snapshots: Recent<(i64, u64), Arc<MonthlySnapshot>>,
    answers: Recent<Asked, Arranged>,
    /// Whoever asks while they are read waits for them: by organization, more or less.
    reading: [Mutex<()>; READERS],
}

impl Default for MonthlyMemory {
    fn default() -> Self {
        Self { snapshots: Recent::new(SNAPSHOTS), answers: Recent::new(ANSWERS), reading: Default::default() }
    }
}

impl MonthlySnapshot {
    /// The monthly bills of the accounts that are seen.
    pub fn seen(&self, scope: &Scope) -> impl Iterator<Item = &MonthlyBill> {
        let seen = self.rows.iter().filter(move |(account, _)| scope.holds(*account));
        seen.map(|(_, bill)| bill)
    }

    /// The monthly bill of an account that is seen, with the account's id.
    pub fn find(&self, scope: &Scope, fits: impl Fn(&MonthlyBill) -> bool) -> Option<(i64, &MonthlyBill)> {
        let found = self.rows.iter().find(|(account, bill)| scope.holds(*account) && fits(bill));
        found.map(|(account, bill)| (*account, bill))
    }
}

impl Arranged {
    /// How many monthly bills.
    pub fn count(&self) -> usize {
        self.order.len()
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &MonthlyBill> {
        self.order.iter().filter_map(|place| self.snapshot.rows.get(*place as usize)).map(|(_, bill)| bill)
    }
}

impl Engine {
    /// The newest state of the caller's organization.
    pub(super) async fn monthly_snapshot(&self, caller: &Caller) -> Result<Arc<MonthlySnapshot>, Failure> {
        let organization = caller.organization_id;
        let today = self.today();
        let days = u64::try_from((today - NaiveDate::MIN).num_days()).unwrap_or(0);
        let place = monthly::state(&self.db, organization).await? + days;
        if let Some(kept) = self.monthly.snapshots.find(&(organization, place)) {
            return Ok(kept);
        }
        let reading = usize::try_from(organization).unwrap_or(0) % READERS;
        let _reading = match self.monthly.reading.get(reading) {
            Some(reading) => Some(reading.lock().await),
            None => None,
        };
        if let Some(kept) = self.monthly.snapshots.find(&(organization, place)) {
            return Ok(kept);
        }
        // What is not issued is of the running cycle, or of one whose issue is due and under way.
        let from = Cycle::at(self.clock.now_utc()).unwrap_or(Cycle::FIRST).previous().previous();
        let rows = monthly::overview(&self.db, organization, from).await?;
        let rows = rows.into_iter().map(|row| (row.account_id, monthly_bill(row, today))).collect();
        let snapshot = Arc::new(MonthlySnapshot { place, today, rows });
        self.monthly.snapshots.keep((organization, place), Arc::clone(&snapshot));
        Ok(snapshot)
    }

    /// Everything that is filtered, in order (M1).
    pub async fn arrange_monthly(
        &self,
        caller: &Caller,
        selection: &MonthlySelection,
    ) -> Result<Arranged, Failure> {
        let snapshot = self.monthly_snapshot(caller).await?;
        let scope = caller.scope.clone();
        let asked: Asked = (caller.organization_id, snapshot.place, scope, selection.clone());
        if let Some(kept) = self.monthly.answers.find(&asked) {
            return Ok(kept);
        }
        let memory = Arc::clone(&self.monthly);
        let arranged = tokio::task::spawn_blocking(move || {
            let arranged = arrange(snapshot, &asked.2, &asked.3)?;
            memory.answers.keep(asked, arranged.clone());
            Ok(arranged)
        });
        arranged
            .await
            .map_err(|error| Failure::Internal(error.to_string()))?
            .map_err(super::monthly_bills::past_63_bits)
    }
}

fn arrange(
    snapshot: Arc<MonthlySnapshot>,
    scope: &Scope,
    selection: &MonthlySelection,
) -> Result<Arranged, MoneyError> {
    let rows = &snapshot.rows;
    let admitted = rows.iter().enumerate().filter(|(_, (account, bill))| {
        scope.holds(*account) && selection.filter.admits(bill, snapshot.today)
    });
    let mut chosen: Vec<(u32, &MonthlyBill)> =
        admitted.filter_map(|(place, (_, bill))| Some((u32::try_from(place).ok()?, bill))).collect();
    chosen.sort_by(|one, other| selection.sort.compare(one.1, other.1));
    let totals = totals(chosen.iter().map(|(_, bill)| *bill), snapshot.today)?.into();
    let order = chosen.iter().map(|(place, _)| *place).collect();
    Ok(Arranged { snapshot, order, totals })
}

fn monthly_bill(row: MonthlyRow, today: NaiveDate) -> MonthlyBill {
    let state = State::of(&row.balances, row.issued);
    MonthlyBill {
        account: row.account,
        cycle: row.cycle,
        bills: row.bills,
        balances: row.balances,
        state,
        due_date: row.due_date,
        overdue: is_overdue(state, row.due_date, row.charge_failed, today),
        overdue_since: overdue_since(state, row.due_date, today),
    }
}

/// Exact totals, by currency.
pub fn totals<'a>(
    bills: impl IntoIterator<Item = &'a MonthlyBill>,
    today: NaiveDate,
) -> Result<Vec<MonthlyTotal>, MoneyError> {
    let mut totals: BTreeMap<Currency, MonthlyTotal> = BTreeMap::new();
    for bill in bills {
        let currency = bill.balances.consumption().currency();
        let nothing = Money::zero(currency);
        let total = totals.entry(currency).or_insert_with(|| MonthlyTotal::nothing(currency));
        let (balances, open) = (&bill.balances, bill.balances.outstanding());
        let late = if bill.overdue { open } else { nothing };
        total.monthly_bills += 1;
        total.consumption = total.consumption.checked_add(balances.consumption())?;
        total.paid = total.paid.checked_add(balances.paid()?)?;
        total.outstanding = total.outstanding.checked_add(open)?;
        total.processing = total.processing.checked_add(balances.processing())?;
        total.overdue = total.overdue.checked_add(late)?;
        let age = bill.age(today);
        for (_, sum) in total.ages.iter_mut().filter(|(band, _)| Some(*band) == age) {
            *sum = sum.checked_add(open)?;
        }
    }
    Ok(totals.into_values().collect())
}
