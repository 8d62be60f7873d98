//! What comes late: bills of a month that is issued stay as they are, and the difference becomes a bill of the next open
//! month, linked to the one that it adjusts (M2).
//!
//! An adjustment that is not issued itself is restated by newer news, like any other bill; one that is issued counts as
//! billed. What credit notes and refunds gave back of the month is not given back again.

use super::bills::{Addition, Bills, Delivered, Update, shift};
use super::compare::Key;
use super::content::Content;
use super::report::ScopeReport;
use super::{ImportError, Store};
use crate::engine::issue;
use crate::store::deliveries::ChangeKind;
use crate::store::deliveries_write::Standing;
use chrono::{DateTime, Utc};
use contract::adjustment::{Billed, NotAdjustable, less_refunded};
use contract::cycle::Cycle;
use contract::file::focus::FoldedBill;
use contract::money::{Amount, Currency, Money, Settled};
use contract::usage::Quantity;
use std::collections::{BTreeMap, BTreeSet};

/// Which months of which accounts are issued.
#[derive(Debug)]
pub struct Issued {
    months: BTreeSet<(i64, Cycle)>,
    /// The month that is issued next.
    open: Cycle,
}

impl Issued {
    /// These accounts and months, at this time.
    pub fn of(months: Vec<(i64, Cycle)>, now: DateTime<Utc>) -> Self {
        Self { months: months.into_iter().collect(), open: issue::open(now) }
    }

    /// Whether the account's month is issued: nothing of it changes any more.
    pub fn holds(&self, account: i64, cycle: Cycle) -> bool {
        self.months.contains(&(account, cycle))
    }

    /// The month into which the account is billed late.
    fn open(&self, account: i64) -> Cycle {
        let last = self.months.range((account, Cycle::FIRST)..).take_while(|(id, _)| *id == account).last();
        last.map_or(self.open, |(_, cycle)| cycle.next().max(self.open))
    }
}

/// What there is of an account × product × application × issued month.
struct Past {
    billed: Billed,
    /// The bill of the month itself.
    original: Option<i64>,
    /// The adjustment that is not issued yet.
    open: Option<Standing>,
}

impl Past {
    const fn nothing(currency: Currency) -> Self {
        Self { billed: Billed::nothing(currency), original: None, open: None }
    }

    fn add(
        &mut self,
        cycle: Cycle,
        (bill, credited): (Standing, Money),
        issued: &Issued,
    ) -> Result<(), ImportError> {
        if bill.issued {
            self.billed.add(bill.balances.consumption(), credited, &usage(&bill)?).map_err(defect)?;
            if bill.cycle == cycle {
                self.original = Some(bill.id);
            }
        } else if !issued.holds(bill.key.0, bill.cycle) {
            self.open = Some(bill);
        }
        Ok(())
    }

    /// What is billed of it, issued or not.
    fn money(&self) -> Result<Money, ImportError> {
        let open = self.open.as_ref().map(|open| open.balances.consumption());
        let billed = self.billed.money;
        open.map_or(Ok(billed), |open| billed.checked_add(open)).map_err(|error| defect(error.into()))
    }
}

fn defect(error: NotAdjustable) -> ImportError {
    ImportError::Defect(error.to_string())
}

fn usage(bill: &Standing) -> Result<Vec<Quantity>, ImportError> {
    let parts: Result<Vec<(Amount, String)>, _> = serde_json::from_str(&bill.usage);
    let parts = parts.map_err(|error| ImportError::Defect(format!("usage of bill {}: {error}", bill.id)))?;
    Ok(parts.into_iter().map(|(value, unit)| Quantity { value, unit }).collect())
}

/// What was billed of an account × product × application, what is delivered of it, and what is due beside it.
struct Late<'a> {
    key: Key,
    past: Past,
    delivered: Option<(usize, &'a FoldedBill)>,
    due: Money,
}

impl<'a> Late<'a> {
    fn of(key: Key, past: Past, delivered: Option<(usize, &'a FoldedBill)>) -> Result<Self, ImportError> {
        let nothing = Money::zero(past.billed.money.currency());
        let stated = delivered.map_or(nothing, |(_, bill)| bill.settled.money);
        let due = past.billed.due(stated).map_err(defect)?;
        Ok(Self { key, past, delivered, due })
    }

    /// What is left of it for whoever is billed, with what is due.
    fn left(&self) -> Result<Money, ImportError> {
        let Billed { money, credited, .. } = self.past.billed;
        let left = money.checked_sub(credited).and_then(|left| left.checked_add(self.due));
        left.map_err(|error| defect(error.into()))
    }
}

/// Makes what is due of an account smaller by what was refunded of its month, as far as that would be given back again.
async fn without_refunds<C: Store>(
    tx: &mut C,
    organization: i64,
    cycle: Cycle,
    late: &mut [Late<'_>],
) -> Result<(), ImportError> {
    let Some(first) = late.iter().find(|late| late.due.is_negative()) else { return Ok(()) };
    let (account, currency) = (first.key.0, first.due.currency());
    let refunded = Money::new(tx.refunded((organization, account), cycle).await?, currency);
    let left = late.iter().map(Late::left).collect::<Result<Vec<_>, _>>()?;
    let left = Money::sum(currency, left).map_err(|error| defect(error.into()))?;
    let mut due: Vec<Money> = late.iter().map(|late| late.due).collect();
    less_refunded(&mut due, left, refunded).map_err(|error| defect(error.into()))?;
    late.iter_mut().zip(due).for_each(|(late, due)| late.due = due);
    Ok(())
}

impl<'a> Bills<'a> {
    /// Compares what is delivered of issued months with what was billed of them.
    pub(super) async fn adjust<C: Store>(
        &mut self,
        tx: &mut C,
        report: &mut ScopeReport,
        (billing_account, cycle): (&'a str, Cycle),
        delivered: Vec<Delivered<'a>>,
        standing: Vec<Standing>,
    ) -> Result<(), ImportError> {
        let organization = self.job.organization;
        let mut credited = BTreeMap::new();
        if standing.iter().any(|bill| bill.issued) {
            credited = tx.credited(organization, (billing_account, cycle)).await?.into_iter().collect();
        }
        let mut pasts: BTreeMap<Key, Past> = BTreeMap::new();
        for bill in standing {
            let currency = bill.balances.consumption().currency();
            let credited = Money::new(credited.get(&bill.id).copied().unwrap_or(0), currency);
            let past = pasts.entry(bill.key).or_insert_with(|| Past::nothing(currency));
            past.add(cycle, (bill, credited), &self.issued)?;
        }
        let mut accounts: BTreeMap<i64, Vec<Late<'a>>> = BTreeMap::new();
        for (place, key, bill) in delivered {
            let past = pasts.remove(&key);
            let past = past.unwrap_or_else(|| Past::nothing(bill.settled.money.currency()));
            accounts.entry(key.0).or_default().push(Late::of(key, past, Some((place, bill)))?);
        }
        for (key, past) in pasts {
            accounts.entry(key.0).or_default().push(Late::of(key, past, None)?);
        }
        for mut late in accounts.into_values() {
            without_refunds(tx, organization, cycle, &mut late).await?;
            for late in late {
                self.make_up(report, (billing_account, cycle), late)?;
            }
        }
        Ok(())
    }

    fn make_up(
        &mut self,
        report: &mut ScopeReport,
        (billing_account, cycle): (&'a str, Cycle),
        Late { key, past, delivered, due }: Late<'a>,
    ) -> Result<(), ImportError> {
        let before = past.money()?;
        let nothing = Settled { money: Money::zero(before.currency()), residue: Amount::ZERO };
        let (exact, settled, usage) = delivered
            .map_or((Amount::ZERO, nothing, [].as_slice()), |(_, bill)| {
                (bill.exact, bill.settled, bill.usage.as_slice())
            });
        let adjustment = past.billed.adjust(due, (exact, settled), usage).map_err(defect)?;
        let (place, bill) = delivered.unzip();
        let content = adjustment.map(|adjustment| Content::adjusting(adjustment, cycle, bill));
        let after = past.billed.money.checked_add(due).map_err(|error| defect(error.into()))?;
        shift(report, before, after);
        let changed = before != after;
        report.adjusted += usize::from(changed);
        report.unchanged += usize::from(!changed && place.is_some());
        let change = changed.then_some(ChangeKind::Adjusted);
        match (past.open, content) {
            (None, None) => {}
            (Some(before), content) => {
                self.updates.push(Update { before, scope: self.reports.len(), place, content, change });
            }
            (None, Some(content)) => self.additions.push(Addition {
                key,
                billing_account,
                cycle: self.issued.open(key.0),
                usage_cycle: cycle,
                adjusts: past.original,
                place,
                content,
                change,
            }),
        }
        Ok(())
    }
}
