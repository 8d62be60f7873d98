//! What a charge may still take (A4): asked before a crossing is kept, before every attempt, and once more before money that
//! is held ready is taken.

use super::super::write::situation;
use super::super::{Engine, Failure};
use crate::store::charges::{self, Known, Running};
use crate::store::monthly;
use crate::store::payments_write::StoredPayment;
use crate::store::terms::Standing;
use contract::money::{Money, MoneyError};
use contract::payment::{Claim, Event, Purpose};

/// What a month stands at for a charge of it.
fn claim(standing: &Standing, of: &Running, known: &Known) -> Result<Claim, MoneyError> {
    let money = |minor: i64| Money::new(minor, standing.currency);
    if !known.issued {
        let charged = money(known.paid).checked_add(money(known.coming))?;
        return Ok(Claim::Running { accrued: money(known.accrued), charged });
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

/// What a charge of a month may take at most; nothing or below, when nothing is owed any more.
pub(super) fn still_owed(standing: &Standing, of: &Running, known: &Known) -> Result<Money, Failure> {
    let owed = claim(standing, of, known).and_then(Claim::owed);
    owed.map_err(|error| Failure::Internal(error.to_string()))
}

impl Engine {
    /// The money of an attempt is held ready: it is taken when all of it is still owed, else let go. While something holds the
    /// account it waits.
    pub(in crate::engine) async fn take_charge(&self, payment: &StoredPayment) -> Result<(), Failure> {
        let Purpose::Charge { cycle, crossing, .. } = payment.purpose else { return Ok(()) };
        let Some(channel) = self.till.channels.of(payment.channel) else { return Ok(()) };
        let of = Running { organization: payment.organization, account: payment.account, cycle };
        let known = charges::known(&self.db, &of, Some(crossing)).await?;
        let standing = monthly::standing(&self.db, of.organization, of.account, self.today()).await?;
        let standing = standing.ok_or(Failure::NOT_FOUND)?;
        let owed = still_owed(&standing, &of, &known)?;
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
