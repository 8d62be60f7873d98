//! Whether a payment method can be charged at all (A4): PayPal is checked when it becomes the default of an account that
//! is charged by itself, and before its first charge if no check was passed by then. A small sum is held ready and let go.

use super::{Engine, Failure};
use crate::store::monthly;
use crate::store::payment_methods::{self, StoredMethod};
use crate::store::payments::{self, NewRow};
use crate::store::payments_write::StoredPayment;
use chrono::DateTime;
use contract::id::MethodId;
use contract::ledger::Channel;
use contract::locale::Locale;
use contract::money::{Currency, Money};
use contract::payment::{DeclineReason, MethodCheck, MethodKind, Purpose, State};
use std::collections::BTreeMap;

/// Whether a method has to be checked before it is charged.
pub(super) fn needs_check(method: &StoredMethod) -> bool {
    method.channel == Channel::Paypal && method.checked_at.is_none()
}

/// One whole unit of a currency: what a check holds ready.
fn smallest(currency: Currency) -> Money {
    Money::new(10_i64.pow(currency.exponent().into()), currency)
}

/// A payment by a linked method that nobody asked for: a check, or an attempt at a charge.
pub(super) fn by_itself(
    purpose: Purpose,
    money: Money,
    key: String,
    (method, kind): (&StoredMethod, &MethodKind),
) -> NewRow {
    NewRow {
        account: method.account_id,
        purpose,
        channel: method.channel,
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

/// What a check has come to, as people see it.
pub(super) fn seen(method: &StoredMethod, last: Option<&State>) -> Option<MethodCheck> {
    if method.channel != Channel::Paypal {
        return None;
    }
    if let Some(at) = method.checked_at {
        return Some(MethodCheck::Passed { at: DateTime::from_timestamp_micros(at).unwrap_or_default() });
    }
    Some(match last? {
        State::Declined { at, reason } => MethodCheck::Failed { at: *at, reason: *reason },
        State::Expired { at } | State::Canceled { at } => {
            MethodCheck::Failed { at: *at, reason: DeclineReason::TimedOut }
        }
        State::OtherAmount { at, .. } => MethodCheck::Failed { at: *at, reason: DeclineReason::Declined },
        _ => MethodCheck::UnderWay,
    })
}

impl Engine {
    /// A method was linked, or became the default: it is checked if it will be charged by itself. A failure is only
    /// logged: it is checked before its first charge at the latest.
    pub(super) async fn check_default(&self, organization: i64, id: MethodId) {
        if let Err(error) = self.try_check_default(organization, id).await {
            tracing::warn!(method = %id, %error, "a method was not checked yet");
        }
    }

    async fn try_check_default(&self, organization: i64, id: MethodId) -> Result<(), Failure> {
        let Some(method) = payment_methods::one(&self.db, organization, id).await? else { return Ok(()) };
        let Some(kind) = method.kind.clone().filter(|_| method.default && needs_check(&method)) else {
            return Ok(());
        };
        let standing = monthly::standing(&self.db, organization, method.account_id, self.today()).await?;
        let charged = standing.filter(|standing| standing.control.is_none());
        if let Some(standing) = charged {
            self.check(organization, (&method, &kind), standing.currency).await?;
        }
        Ok(())
    }

    /// Checks a method, once a day; gives how that stands.
    pub(super) async fn check(
        &self,
        organization: i64,
        (method, kind): (&StoredMethod, &MethodKind),
        currency: Currency,
    ) -> Result<Option<StoredPayment>, Failure> {
        let key = format!("check/{}/{}", method.id, self.today());
        let row = by_itself(Purpose::Check, smallest(currency), key, (method, kind));
        match self.keep_payment(organization, row).await? {
            Some(check) => self.send(check).await.map(Some),
            None => Ok(None),
        }
    }

    /// The newest check of each method of an organization.
    pub(super) async fn last_checks(&self, organization: i64) -> Result<BTreeMap<i64, State>, Failure> {
        Ok(payments::checks(&self.db, organization).await?.into_iter().collect())
    }
}
