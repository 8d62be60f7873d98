//! The bills of a delivery: those that stand are restated, the others are added, and what is issued gets its number.

use super::adjust::Issued;
use super::compare::{self, Key};
use super::content::{Content, unbalanced};
use super::record::{Job, whole};
use super::report::{ScopeReport, Shift};
use super::{ImportError, Store};
use crate::engine::numbers::Numbers;
use crate::store::bills_write::{BillRow, LineRow, bills, lines, usage_json};
use crate::store::bulk::Rows;
use crate::store::deliveries::{ChangeKind, add_change, changes};
use crate::store::deliveries_write::{Restated, Standing};
use crate::store::ids::{self, series};
use contract::cycle::Cycle;
use contract::file::focus::FoldedBill;
use contract::money::Money;
use std::collections::BTreeMap;

/// What the line says that takes off what was billed before.
const BILLED_BEFORE: &str = "Billed before";
const ADJUSTMENT: &str = "Adjustment";

/// A bill that stands and becomes something else.
pub(super) struct Update<'a> {
    pub(super) before: Standing,
    /// Place of its report.
    pub(super) scope: usize,
    /// Place in the fold, if the delivery has lines for it.
    pub(super) place: Option<usize>,
    /// None: there is nothing for it.
    pub(super) content: Option<Content<'a>>,
    /// None: it only gets its number.
    pub(super) change: Option<ChangeKind>,
}

/// A bill that is new.
pub(super) struct Addition<'a> {
    pub(super) key: Key,
    pub(super) billing_account: &'a str,
    pub(super) cycle: Cycle,
    pub(super) usage_cycle: Cycle,
    /// The bill that it adjusts.
    pub(super) adjusts: Option<i64>,
    /// Place in the fold, if the delivery has lines for it.
    pub(super) place: Option<usize>,
    pub(super) content: Content<'a>,
    pub(super) change: Option<ChangeKind>,
}

/// What is to be written.
pub struct Bills<'a> {
    pub(super) job: &'a Job<'a>,
    pub(super) issued: Issued,
    /// In the order of the fold; none where nothing is to be billed.
    ids: Vec<Option<i64>>,
    pub(super) reports: Vec<ScopeReport>,
    pub(super) updates: Vec<Update<'a>>,
    pub(super) additions: Vec<Addition<'a>>,
    changes: Rows,
    /// Lines that take off what was billed before.
    deductions: Rows,
}

/// A bill with ids instead of places.
pub(super) type Delivered<'a> = (usize, Key, &'a FoldedBill);

impl<'a> Bills<'a> {
    /// Nothing compared yet.
    pub fn of(job: &'a Job<'a>, issued: Issued) -> Self {
        Self {
            job,
            issued,
            ids: vec![None; job.survey.folded.bills.len()],
            reports: Vec::new(),
            updates: Vec::new(),
            additions: Vec::new(),
            changes: changes(),
            deductions: lines(),
        }
    }

    /// Writes the bills, and gives what became of each scope and the ids of the bills in the order of the fold.
    pub async fn write<C: Store>(
        mut self,
        tx: &mut C,
    ) -> Result<(Vec<ScopeReport>, Vec<Option<i64>>), ImportError> {
        for ((billing_account, cycle), delivered) in self.scopes() {
            self.scope(tx, (billing_account, cycle), delivered).await?;
        }
        self.additions.sort_by_key(|new| (new.cycle, new.place.unwrap_or(usize::MAX)));
        let mut numbers = self.numbers(tx).await?;
        for update in std::mem::take(&mut self.updates) {
            self.restate(tx, &update, &mut numbers).await?;
        }
        self.add(tx, &mut numbers).await?;
        tx.write(&self.deductions).await?;
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
        let issued = &self.issued;
        let (late, delivered): (Vec<_>, Vec<_>) =
            delivered.into_iter().partition(|(_, key, _)| issued.holds(key.0, cycle));
        let (billed, standing): (Vec<_>, Vec<_>) =
            standing.into_iter().partition(|bill| issued.holds(bill.key.0, cycle));
        let mut report = ScopeReport {
            billing_account: billing_account.to_owned(),
            cycle: Some(cycle),
            replaced: older.is_some(),
            ..ScopeReport::default()
        };
        self.compare(&mut report, (billing_account, cycle), delivered, standing);
        self.adjust(tx, &mut report, (billing_account, cycle), late, billed).await?;
        self.reports.push(report);
        Ok(())
    }

    /// What stands of a scope that is not issued, against what is delivered.
    fn compare(
        &mut self,
        report: &mut ScopeReport,
        (billing_account, cycle): (&'a str, Cycle),
        delivered: Vec<Delivered<'a>>,
        standing: Vec<Standing>,
    ) {
        let job = self.job;
        let keys: BTreeMap<usize, Key> = delivered.iter().map(|(place, key, _)| (*place, *key)).collect();
        let comparison = compare::compare(standing, delivered);
        let scope = self.reports.len();
        report.added += comparison.added.len();
        report.changed += comparison.changed.len();
        report.unchanged += comparison.unchanged.len();
        report.removed += comparison.removed.len();
        let bills = &job.survey.folded.bills;
        let content = |place: usize| bills.get(place).map(Content::of);
        for place in comparison.added {
            let (Some(content), Some(&key)) = (content(place), keys.get(&place)) else { continue };
            let change = report.replaced.then_some(ChangeKind::Added);
            if report.replaced {
                shift(report, Money::zero(content.money.currency()), content.money);
            }
            let (place, adjusts) = (Some(place), None);
            let usage_cycle = cycle;
            self.additions.push(Addition {
                key,
                billing_account,
                cycle,
                usage_cycle,
                adjusts,
                place,
                content,
                change,
            });
        }
        let met = comparison.unchanged.into_iter().map(|met| (met, None));
        let met = met.chain(comparison.changed.into_iter().map(|met| (met, Some(ChangeKind::Changed))));
        for ((before, place), change) in met {
            self.ids[place] = Some(before.id);
            let was = before.balances.consumption();
            shift(report, was, content(place).map_or(was, |content| content.money));
            if change.is_some() || (!before.numbered && job.is_issued(cycle)) {
                self.updates.push(Update {
                    before,
                    scope,
                    place: Some(place),
                    content: content(place),
                    change,
                });
            }
        }
        for before in comparison.removed {
            let was = before.balances.consumption();
            shift(report, was, Money::zero(was.currency()));
            let change = Some(ChangeKind::Removed);
            self.updates.push(Update { before, scope, place: None, content: None, change });
        }
    }

    /// Takes numbers for every bill that is issued and has none: cycle by cycle, what stood before what is new.
    async fn numbers<C: Store>(&self, tx: &mut C) -> Result<Numbers, ImportError> {
        let stood = self.updates.iter().filter(|one| !one.before.numbered && one.content.is_some());
        let cycles = stood.map(|one| one.before.cycle).chain(self.additions.iter().map(|new| new.cycle));
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
        update: &Update<'a>,
        numbers: &mut Numbers,
    ) -> Result<(), ImportError> {
        let (job, before) = (self.job, &update.before);
        let was = before.balances.consumption();
        let content = update.content.as_ref();
        let now = content.map_or(Money::zero(was.currency()), |content| content.money);
        let (balances, refunded) = before.balances.restated(now).map_err(unbalanced)?;
        let number = match content {
            Some(_) if !before.numbered => numbers.next(before.cycle),
            _ => None,
        };
        // With a number it stays in its series, and with money in it it stays in sight.
        let in_sight = before.numbered || !balances.processing().is_zero() || !balances.canceled().is_zero();
        let restated = Restated {
            id: before.id,
            balances,
            usage: content.map_or_else(|| "[]".to_owned(), |content| usage_json(&content.usage)),
            exact: content.map_or_else(|| "0".to_owned(), |content| content.exact.to_string()),
            residue: content.map_or_else(|| "0".to_owned(), |content| content.residue.to_string()),
            lines: content.map_or(0, |content| i64::try_from(content.lines).unwrap_or(i64::MAX)),
            months: content.map_or((before.cycle, before.cycle), |content| content.months),
            number: number
                .map(|number| (number.year.into(), number.place, before.cycle.issue_date().to_string())),
            withdrawn: content.is_none() && !in_sight,
        };
        tx.restate(job.organization, job.revision, &restated).await?;
        if let (Some(place), Some(_)) = (update.place, content) {
            self.ids[place] = Some(before.id);
        }
        if let Some(content) = content {
            self.deduct(before.id, content);
        }
        let Some(kind) = update.change else { return Ok(()) };
        self.change(before.id, kind, (was, now));
        if let Some(shift) =
            self.reports.get_mut(update.scope).and_then(|report| report.shifts.get_mut(&now.currency()))
        {
            shift.refunded += i128::from(refunded.minor());
        }
        Ok(())
    }

    fn change(&mut self, bill: i64, kind: ChangeKind, (before, after): (Money, Money)) {
        let key = (self.job.organization, self.job.delivery, bill);
        add_change(&mut self.changes, key, kind, (before.minor(), after.minor()));
    }

    /// The line that takes off what was billed before; it is the bill's last.
    fn deduct(&mut self, bill: i64, content: &Content<'_>) {
        let Some(amount) = content.deduction else { return };
        LineRow {
            organization: self.job.organization,
            bill,
            position: i64::try_from(content.lines).unwrap_or(i64::MAX),
            delivery: self.job.delivery,
            row: 0,
            description: BILLED_BEFORE,
            category: ADJUSTMENT,
            charged: (None, None),
            quantity: None,
            unit_price: None,
            amount,
            resource: None,
            region: None,
        }
        .add_to(&mut self.deductions);
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
            let id = ids::id(job.organization, place);
            place += 1;
            self.row(&new, id)?.with_number(numbers.next(new.cycle)).add_to(&mut rows);
            if rows.bytes() > Rows::PLENTY {
                tx.write(&rows).await?;
                rows.clear();
            }
            if let Some(place) = new.place {
                self.ids[place] = Some(id);
            }
            self.deduct(id, &new.content);
            if let Some(kind) = new.change {
                self.change(id, kind, (Money::zero(new.content.money.currency()), new.content.money));
            }
        }
        Ok(tx.write(&rows).await?)
    }

    fn row<'b>(&self, new: &'b Addition<'_>, id: i64) -> Result<BillRow<'b>, ImportError> {
        let (job, content) = (self.job, &new.content);
        let (account, product, application) = new.key;
        Ok(BillRow {
            organization: job.organization,
            id,
            account,
            product,
            application,
            cycle: new.cycle,
            balances: content.balances()?,
            usage: &content.usage,
            exact: content.exact,
            rounding: job.survey.folded.rounding,
            residue: content.residue,
            lines: i64::try_from(content.lines).unwrap_or(i64::MAX),
            number: None,
            billing_account: Some(new.billing_account),
            revision: job.revision,
            usage_cycle: new.usage_cycle,
            adjusts: new.adjusts,
            months: content.months,
            issued: false,
        })
    }
}

/// Notes what bills of a scope came to before and come to now.
pub(super) fn shift(report: &mut ScopeReport, before: Money, after: Money) -> &mut Shift {
    let shift = report.shifts.entry(after.currency()).or_default();
    shift.before += i128::from(before.minor());
    shift.after += i128::from(after.minor());
    shift
}
