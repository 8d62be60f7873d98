//! Accounts that are not on credit control are charged by themselves (A4): as soon as what accrued since the last charge
//! reaches the threshold, and at the end of the month the rest in one go.
//!
//! A charge is kept before anything is sent, at its place in the cycle: each crossing is charged once, however many
//! imports and servers there are. A failed one is tried again 1, 3, 5 and 7 days after it failed first; as long as one
//! fails, nothing more is charged in that cycle. When no attempt is left, the monthly bill is overdue.

use super::{Engine, Failure};
use crate::store::accruals::{self, Accrual};
use crate::store::charges::{self, DueCharge, Running};
use crate::store::payment_methods::{self, StoredMethod};
use crate::store::payments::NewRow;
use crate::store::payments_write::{ChargeEnd, WritePayments};
use crate::store::{StoreError, monthly, writing};
use chrono::NaiveDate;
use contract::cycle::Cycle;
use contract::ledger::Channel;
use contract::locale::Locale;
use contract::money::{Currency, Money};
use contract::payment::{MethodKind, Purpose, State, Threshold, due, retry_on};

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

impl Engine {
    /// Charges what is due on every account. What fails on one holds up no other.
    pub async fn run_charges(&self) -> Result<ChargesRan, Failure> {
        let crossed = self.cross_thresholds().await?;
        Ok(ChargesRan { crossed, ..self.attempt_charges().await? })
    }

    /// Keeps the charges that are due for what accrued; gives how many.
    pub async fn cross_thresholds(&self) -> Result<u64, Failure> {
        let mut crossed = 0;
        if self.till.channels.offers().is_empty() {
            return Ok(crossed);
        }
        for accrual in accruals::running(&self.db).await?.iter().filter(|accrual| accrual.accrued > 0) {
            match self.cross(accrual).await {
                Ok(done) => crossed += u64::from(done),
                Err(error) => tracing::error!(account = accrual.account, %error, "not charged"),
            }
        }
        Ok(crossed)
    }

    /// Sends the attempts that are due, and marks what was given up.
    pub async fn attempt_charges(&self) -> Result<ChargesRan, Failure> {
        let mut ran = ChargesRan::default();
        if self.till.channels.offers().is_empty() {
            return Ok(ran);
        }
        for due in charges::due(&self.db, self.today()).await? {
            match self.attempt(&due).await {
                Ok(sent) => ran.attempts += u64::from(sent),
                Err(error) => tracing::error!(account = due.account, %error, "not charged"),
            }
        }
        ran.given_up = charges::mark_failed(&self.db).await?;
        Ok(ran)
    }

    /// Keeps the charge that is due for what accrued, if one is.
    async fn cross(&self, accrual: &Accrual) -> Result<bool, Failure> {
        let (organization, account, cycle) = (accrual.organization, accrual.account, accrual.cycle);
        let Some((_, channel)) = self.default_method(organization, account).await? else { return Ok(false) };
        let standing = monthly::standing(&self.db, organization, account, self.today()).await?;
        // On credit control bills are paid later; who is held is left alone.
        let Some(standing) = standing.filter(|known| known.control.is_none() && known.holds.is_empty())
        else {
            return Ok(false);
        };
        let (currency, running) = (standing.currency, Running { organization, account, cycle });
        let charged = charges::charged(&self.db, &running, currency).await?;
        if charged.failing {
            return Ok(false);
        }
        let at = charges::threshold(&self.db, organization, account, channel, currency).await?;
        let threshold = at.map(|at| Threshold { channel, at });
        let over = Cycle::of(self.today()).is_ok_and(|now| now > cycle);
        let accrued = Money::new(accrual.accrued, currency);
        let open = due(accrued, charged.money, threshold, over);
        match open.map_err(|error| Failure::Internal(error.to_string()))? {
            Some(money) => Ok(charges::add(&self.db, &running, charged.crossings + 1, money).await?),
            None => Ok(false),
        }
    }

    async fn default_method(
        &self,
        organization: i64,
        account: i64,
    ) -> Result<Option<(StoredMethod, Channel)>, Failure> {
        let methods = payment_methods::list(&self.db, organization).await?;
        let method = methods.into_iter().find(|method| method.account_id == account && method.default);
        Ok(method.map(|method| {
            let channel = method.channel;
            (method, channel)
        }))
    }

    /// Sends the next attempt at a charge; whether there was one to send.
    async fn attempt(&self, due: &DueCharge) -> Result<bool, Failure> {
        let Some((method, channel)) = self.default_method(due.organization, due.account).await? else {
            return Ok(false);
        };
        let Some(kind) = method.kind.clone() else { return Ok(false) };
        if kind.is_over(self.today()) {
            self.fail(due, &kind, "expired_card").await?;
            return Ok(false);
        }
        if !self.is_checked(due, &method, &kind).await? {
            return Ok(false);
        }
        let (crossing, attempt) = (due.crossing, due.failed_attempts + 1);
        let purpose = Purpose::Charge { cycle: due.cycle, crossing, attempt };
        let key = format!("charge/{}/{}/{crossing}/{attempt}", due.account, due.cycle);
        let row = self.charge_row(due.account, purpose, channel, due.money, key, (&method, &kind));
        let Some(payment) = self.keep_payment(due.organization, row).await? else { return Ok(false) };
        charges::sent(&self.db, due, &kind.to_string()).await?;
        self.send(payment).await?;
        Ok(true)
    }

    fn charge_row(
        &self,
        account: i64,
        purpose: Purpose,
        channel: Channel,
        money: Money,
        key: String,
        (method, kind): (&StoredMethod, &MethodKind),
    ) -> NewRow {
        NewRow {
            account,
            purpose,
            channel,
            money,
            input: key.clone(),
            key,
            method: Some((method.id.number(), kind.to_string())),
            created_by: None,
            locale: Locale::En.tag(),
            created_at: 0,
            expires_at: 0,
            poll_at: 0,
        }
    }

    /// Whether a method was shown to be chargeable. PayPal is checked before its first charge: a small sum is held ready
    /// and let go. A check that fails counts as a failed attempt.
    async fn is_checked(
        &self,
        due: &DueCharge,
        method: &StoredMethod,
        kind: &MethodKind,
    ) -> Result<bool, Failure> {
        if method.channel != Channel::Paypal || method.checked_at.is_some() {
            return Ok(true);
        }
        let key = format!("check/{}/{}", method.id, self.today());
        let sum = smallest_check(due.money.currency());
        let row = self.charge_row(due.account, Purpose::Check, method.channel, sum, key, (method, kind));
        let Some(check) = self.keep_payment(due.organization, row).await? else { return Ok(false) };
        let check = self.send(check).await?;
        match check.state {
            State::Declined { reason, .. } => {
                let reason = serde_json::to_value(reason).ok();
                let reason = reason.as_ref().and_then(serde_json::Value::as_str).unwrap_or("declined");
                self.fail(due, kind, reason).await?;
            }
            State::Expired { .. } => self.fail(due, kind, "timed_out").await?,
            _ => {}
        }
        Ok(false)
    }

    /// Keeps that an attempt came to nothing before it was sent.
    async fn fail(&self, due: &DueCharge, kind: &MethodKind, reason: &str) -> Result<(), Failure> {
        let method = Some(kind.to_string());
        let place = (i64::from(due.cycle.index()), i64::from(due.crossing));
        let today = self.today();
        let done: Result<(), StoreError> = writing!(&self.db, |tx| {
            let known = (*tx).charge_failures(due.organization, due.account, place).await?;
            let Some(known) = known else { return Ok(()) };
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
    (failed, first): (i64, Option<String>),
    today: NaiveDate,
    reason: &str,
) -> ChargeEnd {
    let first = first.and_then(|first| first.parse().ok()).unwrap_or(today);
    let failed_attempts = failed + 1;
    let retry = retry_on(first, u32::try_from(failed_attempts).unwrap_or(u32::MAX));
    ChargeEnd {
        place,
        state: if retry.is_some() { "due" } else { "failed" },
        failed_attempts,
        first_failed: Some(first.to_string()),
        retry_on: retry.map(|retry| retry.to_string()),
        reason: Some(reason.to_owned()),
        method: None,
    }
}

/// One whole unit of a currency: what a check holds ready.
fn smallest_check(currency: Currency) -> Money {
    Money::new(10_i64.pow(currency.exponent().into()), currency)
}
