//! The bills of a delivery: those that stand are restated, the others are added, and what is issued gets its number.

use super::compare::{self, Key};
use super::record::{Job, whole};
use super::report::{ScopeReport, Shift};
use super::{ImportError, Store};
use crate::engine::numbers::Numbers;
use crate::store::bills_write::{BillRow, bills, usage_json};
use crate::store::bulk::Rows;
use crate::store::deliveries::{ChangeKind, add_change, changes};
use crate::store::deliveries_write::{Restated, Standing};
use crate::store::ids::{self, series};
use contract::bill::{Balances, Unbalanced};
use contract::cycle::Cycle;
use contract::file::focus::FoldedBill;
use contract::money::Money;
use std::collections::BTreeMap;

/// A bill that stands and becomes something else.
struct Update {
    before: Standing,
    cycle: Cycle,
    /// Place of its report.
    scope: usize,
    /// Place in the fold; none: the delivery has nothing for it.
    place: Option<usize>,
    /// None: it only gets its number.
    change: Option<ChangeKind>,
}

/// A bill that is new.
struct Addition {
    cycle: Cycle,
    /// Place in the fold.
    place: usize,
    /// Place of its report.
    scope: usize,
}

/// What is to be written.
pub struct Bills<'a> {
    job: &'a Job<'a>,
    /// In the order of the fold.
    ids: Vec<i64>,
    reports: Vec<ScopeReport>,
    updates: Vec<Update>,
    additions: Vec<Addition>,
    changes: Rows,
}

/// A bill with ids instead of places.
type Delivered<'a> = (usize, Key, &'a FoldedBill);

fn unbalanced(error: Unbalanced) -> ImportError {
    ImportError::Defect(error.to_string())
}

impl<'a> Bills<'a> {
    /// Nothing compared yet.
    pub fn of(job: &'a Job<'a>) -> Self {
        let ids = vec![0; job.survey.folded.bills.len()];
        let (reports, updates, additions) = (Vec::new(), Vec::new(), Vec::new());
        Self { job, ids, reports, updates, additions, changes: changes() }
    }

    /// Writes the bills, and gives what became of each scope and the ids of the bills in the order of the fold.
    pub async fn write<C: Store>(mut self, tx: &mut C) -> Result<(Vec<ScopeReport>, Vec<i64>), ImportError> {
        for ((billing_account, cycle), delivered) in self.scopes() {
            self.scope(tx, (billing_account, cycle), delivered).await?;
        }
        self.additions.sort_by_key(|new| (new.cycle, new.place));
        let mut numbers = self.numbers(tx).await?;
        for update in std::mem::take(&mut self.updates) {
            self.restate(tx, &update, &mut numbers).await?;
        }
        self.add(tx, &mut numbers).await?;
        tx.write(&self.changes).await?;
        Ok((self.reports, self.ids))
    }

    /// The bills by billing account and cycle.
    fn scopes(&self) -> BTreeMap<(&'a str, Cycle), Vec<Delivered<'a>>> {
        let job = self.job;
        let folded = &job.survey.folded;
        let mut scopes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (place, bill) in folded.bills.iter().enumerate() {
            let Some(account) = folded.accounts.get(bill.account) else { continue };
            let key = (
                job.parties.accounts[bill.account],
                job.parties.products[bill.product],
                job.parties.applications[bill.application],
            );
            let scope = (account.billing_account.as_str(), bill.cycle);
            scopes.entry(scope).or_default().push((place, key, bill));
        }
        scopes
    }

    async fn scope<C: Store>(
        &mut self,
        tx: &mut C,
        (billing_account, cycle): (&'a str, Cycle),
        delivered: Vec<Delivered<'a>>,
    ) -> Result<(), ImportError> {
        let job = self.job;
        let older = tx.stand_on(job.organization, (billing_account, cycle), job.delivery).await?;
        let mut standing = Vec::new();
        if older.is_some() {
            standing = tx.standing(job.organization, (billing_account, cycle)).await?;
            tx.delete_lines(job.organization, (billing_account, cycle)).await?;
        }
        let comparison = compare::compare(standing, delivered);
        let scope = self.reports.len();
        let mut report = ScopeReport {
            billing_account: billing_account.to_owned(),
            cycle: Some(cycle),
            replaced: older.is_some(),
            added: comparison.added.len(),
            changed: comparison.changed.len(),
            unchanged: comparison.unchanged.len(),
            removed: comparison.removed.len(),
            shifts: BTreeMap::new(),
        };
        self.additions.extend(comparison.added.into_iter().map(|place| Addition { cycle, place, scope }));
        for (before, place) in comparison.unchanged {
            self.ids[place] = before.id;
            let amount = before.balances.consumption();
            shift(&mut report, amount, amount);
            if !before.numbered && job.is_issued(cycle) {
                self.updates.push(Update { before, cycle, scope, place: Some(place), change: None });
            }
        }
        for (before, place) in comparison.changed {
            self.ids[place] = before.id;
            let change = Some(ChangeKind::Changed);
            self.updates.push(Update { before, cycle, scope, place: Some(place), change });
        }
        let removed = comparison.removed.into_iter();
        let change = Some(ChangeKind::Removed);
        self.updates.extend(removed.map(|before| Update { before, cycle, scope, place: None, change }));
        self.reports.push(report);
        Ok(())
    }

    /// Takes numbers for every bill that is issued and has none: cycle by cycle, what stood before what is new.
    async fn numbers<C: Store>(&self, tx: &mut C) -> Result<Numbers, ImportError> {
        let stood = self.updates.iter().filter(|one| !one.before.numbered && one.place.is_some());
        let cycles = stood.map(|one| one.cycle).chain(self.additions.iter().map(|new| new.cycle));
        let issued = cycles.filter(|&cycle| self.job.is_issued(cycle));
        let mut wanted: BTreeMap<Cycle, i64> = BTreeMap::new();
        for cycle in issued {
            *wanted.entry(cycle).or_default() += 1;
        }
        Ok(Numbers::take(tx, self.job.organization, wanted).await?)
    }

    async fn restate<C: Store>(
        &mut self,
        tx: &mut C,
        update: &Update,
        numbers: &mut Numbers,
    ) -> Result<(), ImportError> {
        let (job, before) = (self.job, &update.before);
        let was = before.balances.consumption();
        let bill = update.place.and_then(|place| job.survey.folded.bills.get(place));
        let now = bill.map_or(Money::zero(was.currency()), |bill| bill.settled.money);
        let (balances, refunded) = before.balances.restated(now).map_err(unbalanced)?;
        let number = match bill {
            Some(_) if !before.numbered => numbers.next(update.cycle),
            _ => None,
        };
        // With a number it stays in its series, and with money in it it stays in sight.
        let in_sight = before.numbered || !balances.processing().is_zero() || !balances.canceled().is_zero();
        let restated = Restated {
            id: before.id,
            balances,
            usage: bill.map_or_else(|| "[]".to_owned(), |bill| usage_json(&bill.usage)),
            exact: bill.map_or_else(|| "0".to_owned(), |bill| bill.exact.to_string()),
            residue: bill.map_or_else(|| "0".to_owned(), |bill| bill.settled.residue.to_string()),
            lines: bill.map_or(0, |bill| i64::try_from(bill.lines).unwrap_or(i64::MAX)),
            number: number
                .map(|number| (number.year.into(), number.place, update.cycle.issue_date().to_string())),
            withdrawn: bill.is_none() && !in_sight,
        };
        tx.restate(job.organization, job.revision, &restated).await?;
        let Some(kind) = update.change else { return Ok(()) };
        self.change(before.id, kind, (was, now));
        if let Some(report) = self.reports.get_mut(update.scope) {
            shift(report, was, now).refunded += i128::from(refunded.minor());
        }
        Ok(())
    }

    fn change(&mut self, bill: i64, kind: ChangeKind, (before, after): (Money, Money)) {
        let key = (self.job.organization, self.job.delivery, bill);
        add_change(&mut self.changes, key, kind, (before.minor(), after.minor()));
    }

    async fn add<C: Store>(&mut self, tx: &mut C, numbers: &mut Numbers) -> Result<(), ImportError> {
        let job = self.job;
        let additions = std::mem::take(&mut self.additions);
        if additions.is_empty() {
            return Ok(());
        }
        let mut place = tx.take(job.organization, series::BILL, whole(additions.len())).await?;
        let mut rows = bills();
        for new in additions {
            let Some(bill) = job.survey.folded.bills.get(new.place) else { continue };
            let id = ids::id(job.organization, place);
            place += 1;
            self.ids[new.place] = id;
            self.row(bill, id)?.with_number(numbers.next(new.cycle)).add_to(&mut rows);
            if rows.bytes() > Rows::PLENTY {
                tx.write(&rows).await?;
                rows.clear();
            }
            if self.reports.get(new.scope).is_some_and(|report| report.replaced) {
                let (nothing, now) = (Money::zero(bill.settled.money.currency()), bill.settled.money);
                self.change(id, ChangeKind::Added, (nothing, now));
                shift(&mut self.reports[new.scope], nothing, now);
            }
        }
        Ok(tx.write(&rows).await?)
    }

    fn row(&self, bill: &'a FoldedBill, id: i64) -> Result<BillRow<'a>, ImportError> {
        let job = self.job;
        let folded = &job.survey.folded;
        let nothing = Money::zero(bill.settled.money.currency());
        Ok(BillRow {
            organization: job.organization,
            id,
            account: job.parties.accounts[bill.account],
            product: job.parties.products[bill.product],
            application: job.parties.applications[bill.application],
            cycle: bill.cycle,
            balances: Balances::at_issue(bill.settled.money, nothing).map_err(unbalanced)?,
            usage: &bill.usage,
            exact: bill.exact,
            rounding: folded.rounding,
            residue: bill.settled.residue,
            lines: i64::try_from(bill.lines).unwrap_or(i64::MAX),
            number: None,
            billing_account: folded
                .accounts
                .get(bill.account)
                .map(|account| account.billing_account.as_str()),
            revision: job.revision,
        })
    }
}

fn shift(report: &mut ScopeReport, before: Money, after: Money) -> &mut Shift {
    let shift = report.shifts.entry(after.currency()).or_default();
    shift.before += i128::from(before.minor());
    shift.after += i128::from(after.minor());
    shift
}
