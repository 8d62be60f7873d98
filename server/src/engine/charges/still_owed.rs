//! What a charge may still take (A4): asked before a crossing is kept, before every attempt, and once more before money that
//! is held ready is taken.

use super::super::write::situation;
use super::super::{Engine, Failure};
use crate::store::charges::{self, Known, Running};
use crate::store::monthly;
use crate::store::payments_write::StoredPayment;
use crate::store::terms::Standing;
use chrono::NaiveDate;
use contract::cycle::Cycle;
use contract::ledger::Book;
use contract::money::{Money, MoneyError};
use contract::payment::{Claim, Event, Purpose};
use contract::settle::{Owed, Purse, paid_without_charge};

/// What a month stands at for a charge of it; `running`: its bills and those before it, as long as they are not issued.
fn claim(
    standing: &Standing,
    running: Vec<Owed>,
    of: &Running,
    (known, today): (&Known, NaiveDate),
) -> Result<Claim, MoneyError> {
    let money = |minor: i64| Money::new(minor, standing.currency);
    if !known.issued {
        // What was taken back is charged again; what came late is cash, and pays as that.
        let charged = money(known.prepaid).checked_add(money(known.coming))?;
        let otherwise = otherwise(standing, running, of.cycle, today)?;
        return Ok(Claim::Running { accrued: money(known.accrued), charged, otherwise });
    }
    let sum = |first: bool| {
        let owed = standing.owed.iter();
        let owed = owed.filter(|owed| owed.cycle == of.cycle || (first && owed.cycle < of.cycle));
        let bills = owed.flat_map(|owed| owed.bills.iter().map(|bill| bill.outstanding));
        Money::sum(standing.currency, bills)
    };
    let (outstanding, upto) = (sum(false)?, sum(true)?);
    let cash = situation::purse(standing).available_credit()?;
    Ok(Claim::Issued { outstanding, upto, cash, coming: money(known.coming) })
}

/// What pays a running month without a charge, when it is issued. What is frozen for it is there to pay it.
fn otherwise(
    standing: &Standing,
    running: Vec<Owed>,
    cycle: Cycle,
    today: NaiveDate,
) -> Result<Money, MoneyError> {
    let purse = situation::purse(standing);
    let own = standing.books.get(&Book::Frozen(cycle)).copied().unwrap_or(0);
    let frozen = purse.frozen.checked_add(Money::new(own, standing.currency))?;
    // What runs before it is frozen for.
    let issued = standing.owed.iter().filter(|owed| owed.cycle < cycle).flat_map(|owed| &owed.bills);
    let wanted = Money::sum(standing.currency, issued.map(|bill| bill.outstanding))?;
    let owed: Vec<Owed> = standing.owed.iter().cloned().chain(running).collect();
    let policy = situation::policy(standing, today);
    paid_without_charge(&Purse { frozen, ..purse }, &owed, wanted, cycle, policy)
}

/// Whether the account has anything that might pay a running month without a charge.
fn has_something(standing: &Standing) -> bool {
    let held = |book: &Book| matches!(book, Book::Cash | Book::Coupon(_) | Book::Card(_) | Book::Refund(_));
    standing.books.iter().any(|(book, debits)| held(book) && *debits < 0)
}

impl Engine {
    /// What a charge of a month may take at most; nothing or below, when nothing is owed any more. What coupons, cards,
    /// refunds and cash will pay of a running month is not asked for (A6).
    pub(super) async fn still_owed(
        &self,
        standing: &Standing,
        of: &Running,
        known: &Known,
    ) -> Result<Money, Failure> {
        let running = if known.issued || !has_something(standing) {
            Vec::new()
        } else {
            charges::running(&self.db, of, standing.currency).await?
        };
        let owed = claim(standing, running, of, (known, self.today())).and_then(Claim::owed);
        owed.map_err(|error| Failure::Internal(error.to_string()))
    }

    /// The money of an attempt is held ready: it is taken when all of it is still owed, else let go. While something holds the
    /// account it waits.
    pub(in crate::engine) async fn take_charge(&self, payment: &StoredPayment) -> Result<(), Failure> {
        let Purpose::Charge { cycle, crossing, .. } = payment.purpose else { return Ok(()) };
        let Some(channel) = self.till.channels.of(payment.channel) else { return Ok(()) };
        let of = Running { organization: payment.organization, account: payment.account, cycle };
        let known = charges::known(&self.db, &of, Some(crossing)).await?;
        let standing = monthly::standing(&self.db, of.organization, of.account, self.today()).await?;
        let standing = standing.ok_or(Failure::NOT_FOUND)?;
        let owed = self.still_owed(&standing, &of, &known).await?;
        let wanted = standing.control.is_none() && known.open && owed.minor() >= payment.money.minor();
        if !wanted {
            // What is still owed is charged anew.
            charges::void(&self.db, &of, crossing, None).await?;
            channel.expire(payment.id).await?;
            return self.note(payment, &Event::Cancel, "job").await;
        }
        if standing.holds.is_empty() {
            channel.capture(payment.id).await?;
        }
        Ok(())
    }
}
