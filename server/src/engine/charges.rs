//! Accounts that are not on credit control are charged by themselves (A4): as soon as what accrued since the last charge
//! reaches the threshold, and at the end of the month the rest in one go.
//!
//! A charge is kept before anything is sent, at its place in the cycle: each crossing is charged once, however many
//! imports and servers there are. A failed one is tried again 1, 3, 5 and 7 days after it failed first; as long as one
//! fails, nothing more is charged in that cycle. When no attempt is left, the monthly bill is overdue.
//!
//! Nothing is charged that is not owed any more: a charge of more than that gives way to a smaller one, or to none. A month
//! that was issued before its rest was charged is charged all the same; one that ends without a method to charge is overdue.

mod still_owed;

use super::checks::{by_itself, needs_check};
use super::{Engine, Failure};
use crate::store::chargeable::{self, Chargeable};
use crate::store::charges::{self, DueCharge};
use crate::store::payment_methods::{self, StoredMethod};
use crate::store::payments_write::{ChargeEnd, Failures, WritePayments};
use crate::store::{StoreError, monthly, thresholds, writing};
use chrono::NaiveDate;
use contract::cycle::Cycle;
use contract::money::Money;
use contract::payment::{MethodKind, Purpose, State, Threshold, due, retry_on};
use contract::settle::ChargeFailure;
use futures_util::{StreamExt, stream};

/// What charging came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ChargesRan {
    /// Charges that became due.
    pub crossed: u64,
    /// Attempts that were sent.
    pub attempts: u64,
    /// Monthly bills whose charge was given up.
    pub given_up: u64,
}

/// What looking for charges came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Crossed {
    /// Charges that became due.
    pub crossed: u64,
    /// Months that failed to be looked at.
    pub failed: u64,
}

/// How many charges are looked at, or sent, at once.
const AT_ONCE: usize = 8;

impl Engine {
    /// Charges what is due on every account. What fails on one holds up no other.
    pub async fn run_charges(&self) -> Result<ChargesRan, Failure> {
        let Crossed { crossed, .. } = self.cross_thresholds().await?;
        Ok(ChargesRan { crossed, ..self.attempt_charges().await? })
    }

    /// Keeps the charges that are due for what is owed; gives how many. What failed is left for the next time.
    pub async fn cross_thresholds(&self) -> Result<Crossed, Failure> {
        let mut crossed = Crossed::default();
        if self.till.channels.offers().is_empty() {
            return Ok(crossed);
        }
        let months = stream::iter(chargeable::chargeable(&self.db, self.today()).await?);
        let mut done = months
            .map(|one| async move { (one.of.account, self.cross(&one).await) })
            .buffer_unordered(AT_ONCE);
        while let Some((account, done)) = done.next().await {
            match done {
                Ok(done) => crossed.crossed += u64::from(done),
                Err(error) => {
                    crossed.failed += 1;
                    tracing::error!(account, %error, "not charged; it is tried again");
                }
            }
        }
        Ok(crossed)
    }

    /// Sends the attempts that are due, and marks what was given up. A channel that is slow with one holds up few others.
    pub async fn attempt_charges(&self) -> Result<ChargesRan, Failure> {
        let mut ran = ChargesRan::default();
        if self.till.channels.offers().is_empty() {
            return Ok(ran);
        }
        let due = stream::iter(charges::due(&self.db, self.today()).await?);
        let mut sent =
            due.map(|due| async move { (due.account, self.attempt(&due).await) }).buffer_unordered(AT_ONCE);
        while let Some((account, sent)) = sent.next().await {
            match sent {
                Ok(sent) => ran.attempts += u64::from(sent),
                Err(error) => tracing::error!(account, %error, "not charged"),
            }
        }
        ran.given_up = charges::mark_failed(&self.db, self.today()).await?;
        Ok(ran)
    }

    /// Keeps the charge that is due for what is owed, if one is.
    async fn cross(&self, one: &Chargeable) -> Result<bool, Failure> {
        let of = one.of;
        let over = one.issued || self.is_over(of.cycle);
        if one.channel.is_none() && !over {
            return Ok(false);
        }
        let (organization, account) = (of.organization, of.account);
        if one.channel.is_some() {
            charges::void_without_method(&self.db, &of).await?;
        }
        let known = charges::known(&self.db, &of, None).await?;
        if known.failing {
            return Ok(false);
        }
        let standing = monthly::standing(&self.db, organization, account, self.today()).await?;
        // On credit control bills are paid later; who is held is left alone.
        let Some(standing) = standing.filter(|known| known.control.is_none() && known.holds.is_empty())
        else {
            return Ok(false);
        };
        let threshold = match one.channel {
            Some(channel) => {
                let of = (organization, account);
                let agreed = thresholds::of(&self.db, of, channel, standing.currency, self.today()).await?;
                agreed.map(|agreed| Threshold { channel, at: agreed.money })
            }
            None => None,
        };
        let owed = self.still_owed(&standing, &of, &known).await?;
        let open = due(owed, Money::zero(standing.currency), threshold, over);
        let Some(money) = open.map_err(|error| Failure::Internal(error.to_string()))? else {
            return Ok(false);
        };
        let crossing = u32::try_from(known.last).map_err(|error| Failure::Internal(error.to_string()))? + 1;
        if one.channel.is_none() {
            charges::add_without_method(&self.db, &of, crossing, (money, self.today())).await?;
            return Ok(false);
        }
        Ok(charges::add(&self.db, &of, crossing, money).await?)
    }

    fn is_over(&self, cycle: Cycle) -> bool {
        Cycle::of(self.today()).is_ok_and(|now| now > cycle)
    }

    /// Sends the next attempt at a charge; whether there was one to send.
    async fn attempt(&self, due: &DueCharge) -> Result<bool, Failure> {
        let Some(due) = self.wanted(due).await? else { return Ok(false) };
        let due = &due;
        let Some(method) = payment_methods::default_of(&self.db, due.organization, due.account).await? else {
            if self.is_over(due.cycle) {
                charges::fail_without_method(&self.db, due, self.today()).await?;
            }
            return Ok(false);
        };
        let Some(kind) = method.kind.clone() else { return Ok(false) };
        if kind.is_over(self.today()) {
            self.fail(due, &kind, ChargeFailure::Expired).await?;
            return Ok(false);
        }
        if !self.is_checked(due, &method, &kind).await? {
            return Ok(false);
        }
        let (crossing, attempt) = (due.crossing, due.failed_attempts + 1);
        let purpose = Purpose::Charge { cycle: due.cycle, crossing, attempt };
        let key = format!("charge/{}/{}/{crossing}/{attempt}", due.account, due.cycle);
        let row = by_itself(purpose, due.money, key, (&method, &kind));
        let Some(payment) = self.keep_payment(due.organization, row).await? else { return Ok(false) };
        charges::sent(&self.db, due, &kind.to_string()).await?;
        self.send(payment).await?;
        Ok(true)
    }

    /// The charge as far as it is still owed; none when nothing is, or while something holds the account.
    async fn wanted(&self, due: &DueCharge) -> Result<Option<DueCharge>, Failure> {
        let of = due.of();
        let known = charges::known(&self.db, &of, Some(due.crossing)).await?;
        let standing = monthly::standing(&self.db, of.organization, of.account, self.today()).await?;
        let Some(standing) = standing.filter(|standing| standing.holds.is_empty()) else { return Ok(None) };
        let owed = match standing.control {
            // On credit control it is paid later.
            Some(_) => Money::zero(standing.currency),
            None => self.still_owed(&standing, &of, &known).await?,
        };
        if owed.minor() >= due.money.minor() {
            return Ok(Some(*due));
        }
        let instead = (owed.minor() > 0).then_some(owed);
        let crossing = charges::void(&self.db, &of, due.crossing, instead).await?;
        Ok(crossing.map(|crossing| DueCharge { crossing, money: owed, ..*due }))
    }

    /// Whether a method may be charged: PayPal only when a check was passed. One that fails counts as a failed attempt.
    async fn is_checked(
        &self,
        due: &DueCharge,
        method: &StoredMethod,
        kind: &MethodKind,
    ) -> Result<bool, Failure> {
        if !needs_check(method) {
            return Ok(true);
        }
        let check = self.check(due.organization, (method, kind), due.money.currency()).await?;
        // One that is let go has passed.
        let failed = check.filter(|check| !matches!(check.state, State::Canceled { .. }));
        if let Some(reason) = failed.and_then(|check| ChargeFailure::of(&check.state)) {
            self.fail(due, kind, reason).await?;
        }
        Ok(false)
    }

    /// Keeps that an attempt came to nothing before it was sent, once, however many servers find that out.
    async fn fail(&self, due: &DueCharge, kind: &MethodKind, reason: ChargeFailure) -> Result<(), Failure> {
        let method = Some(kind.to_string());
        let place = (i64::from(due.cycle.index()), i64::from(due.crossing));
        let today = self.today();
        let done: Result<(), StoreError> = writing!(&self.db, |tx| {
            let known = (*tx).charge_failures(due.organization, due.account, place).await?;
            let this =
                |known: &Failures| !known.sent && known.failed_attempts == i64::from(due.failed_attempts);
            let Some(known) = known.filter(this) else { return Ok(()) };
            let end = ChargeEnd { method: method.clone(), ..failed_end(place, known, today, reason) };
            (*tx).put_charge(due.organization, due.account, &end).await?;
            Ok::<_, StoreError>(())
        });
        Ok(done?)
    }
}

/// An attempt at a charge came to nothing: when it is tried again, or that it is not any more.
pub(super) fn failed_end(
    place: (i64, i64),
    known: Failures,
    today: NaiveDate,
    reason: ChargeFailure,
) -> ChargeEnd {
    let first = known.first_failed.and_then(|first| first.parse().ok()).unwrap_or(today);
    let failed_attempts = known.failed_attempts + 1;
    let retry = retry_on(first, u32::try_from(failed_attempts).unwrap_or(u32::MAX));
    let retry = retry.filter(|_| reason.is_tried_again());
    ChargeEnd {
        place,
        state: if retry.is_some() { "due" } else { "failed" },
        failed_attempts,
        first_failed: Some(first.to_string()),
        last_failed: Some(today.to_string()),
        retry_on: retry.map(|retry| retry.to_string()),
        reason: Some(reason),
        method: None,
    }
}
