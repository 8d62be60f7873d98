//! A cycle's bills become a monthly bill (M2).

use super::accrue::held;
use super::act::Command;
use super::decide::{Decision, Moment, Movement};
use super::refusal::Refusal;
use super::settle::repaid;
use super::{Books, Store, deducted};
use crate::store::StoreError;
use crate::store::monthly_write::{NewMonthlyBill, Sums};
use contract::cycle::Cycle;
use contract::id::BillId;
use contract::ledger::{Book, Issued, NotATransaction, Source, Transaction};
use contract::money::{Amount, Currency, Money, Rounding};
use contract::operator::DEFAULT_CALENDAR;
use contract::settle::Step;
use std::collections::BTreeMap;

pub(super) async fn decide<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    books: &Books,
    cycle: Cycle,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let (organization, account, currency) = (command.organization, command.account, moment.currency);
    if moment.now < cycle.issued_at() {
        return Ok(Err(Refusal::NotDue));
    }
    if tx.is_issued(organization, account, cycle).await? {
        return Ok(Err(Refusal::AlreadyIssued));
    }
    let sums = tx.sums(organization, account, cycle).await?;
    if sums.bills == 0 {
        return Ok(Err(Refusal::NothingToIssue));
    }
    let exact = tx.exact(organization, account, cycle).await?;
    let exact = exact.iter().map(|text| text.parse::<Amount>()).collect::<Result<Vec<_>, _>>();
    let exact = exact.map_err(|_| StoreError::Corrupt("an exact amount".to_owned()))?;
    let transaction = match posted(cycle, currency, &sums, exact) {
        Ok(transaction) => transaction,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let terms = tx.credit_control(organization, account, currency, cycle.issue_date()).await?;
    let due_date = match terms {
        Some(terms) => {
            let name = tx.calendar_of_terms(organization, account, cycle.issue_date()).await?;
            let calendar = tx.calendar(name.as_deref().unwrap_or(DEFAULT_CALENDAR)).await?;
            Some(terms.due_date(cycle, moment.today, &calendar))
        }
        None => None,
    };
    let issued_at = moment.now.timestamp_micros();
    let monthly_bill = Some(NewMonthlyBill { cycle, currency, sums, issued_at, due_date });
    let bills = tx.numbered(organization, account, cycle).await?;
    let deducted = match terms {
        Some(_) => Ok(Vec::new()),
        None => deducted::steps(tx, command, moment, (books, cycle)).await?,
    };
    let after = deducted.and_then(|deducted| {
        let released = released(books, (cycle, currency))?;
        let (paid, prepaid) = prepaid(books, (cycle, currency), &bills, deducted)?;
        Ok((paid, released.into_iter().chain(prepaid)))
    });
    let (paid, after) = match after {
        Ok(after) => after,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let movements = transaction.into_iter().map(Into::into).chain(after).collect();
    Ok(Ok(Decision { movements, monthly_bill, paid, ..Decision::default() }))
}

/// What was frozen for the cycle is free again: what it was frozen for is billed now.
fn released(books: &Books, (cycle, currency): (Cycle, Currency)) -> Result<Option<Movement>, Refusal> {
    let frozen = held(books, Book::Frozen(cycle));
    if frozen == 0 {
        return Ok(None);
    }
    let (before, now) = (Money::new(frozen, currency), Money::zero(currency));
    Ok(Some(Transaction::accrue(cycle, before, now)?.into()))
}

type Prepaid = (Vec<(Cycle, Money)>, Vec<Movement>);

/// What was charged for the cycle in advance pays its bills, in the order of their numbers, behind what is deducted from them
/// (A6): it was charged for the rest. What is left over is cash (A4).
fn prepaid(
    books: &Books,
    (cycle, currency): (Cycle, Currency),
    bills: &[(BillId, i64)],
    deducted: Vec<Step>,
) -> Result<Prepaid, Refusal> {
    let mut left = held(books, Book::Prepayment(cycle));
    let mut steps = deducted;
    let mut open: BTreeMap<BillId, i64> = bills.iter().copied().collect();
    for step in &steps {
        open.entry(step.bill).and_modify(|open| *open = open.saturating_sub(step.money.minor()));
    }
    for &(bill, _) in bills {
        let part = left.min(open.get(&bill).copied().unwrap_or(0)).max(0);
        if part > 0 {
            left -= part;
            let (source, money) = (Source::Prepayment(cycle), Money::new(part, currency));
            steps.push(Step { cycle, bill, source, money });
        }
    }
    let (mut paid, mut movements) = (Vec::new(), Vec::new());
    if !steps.is_empty() {
        let sum = Money::sum(currency, steps.iter().map(|step| step.money))?;
        movements.push(repaid(cycle, steps)?);
        paid.push((cycle, sum));
    }
    if left > 0 {
        movements.push(Transaction::prepaid_too_much(cycle, Money::new(left, currency))?.into());
    }
    Ok((paid, movements))
}

/// The movement of an issue; none when nothing was consumed.
///
/// # Errors
/// Sums past 63 bits.
pub fn posted(
    cycle: Cycle,
    currency: Currency,
    sums: &Sums,
    exact: Vec<Amount>,
) -> Result<Option<Transaction>, Refusal> {
    let money = |minor: i64| Money::new(minor, currency);
    let net = money(sums.consumption);
    // Past 28 digits the exact sum can't be had: then single roundings leave no residue of their own.
    let rounded = match Amount::sum(exact).map(|sum| sum.settle(currency, Rounding::default())) {
        Ok(Ok(settled)) => settled.money,
        _ => net,
    };
    let credited = money(sums.credited);
    let issued = Issued {
        outstanding: money(sums.outstanding),
        processing: money(sums.processing),
        taken_over: money(sums.settled).checked_add(credited)?,
        canceled: money(sums.canceled),
        credited,
        exact: rounded,
    };
    match Transaction::issue(cycle, issued) {
        Ok(transaction) => Ok(Some(transaction)),
        Err(NotATransaction::Empty) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
