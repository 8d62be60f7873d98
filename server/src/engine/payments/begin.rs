//! Beginning a payment, and sending it.

use super::super::{Caller, Engine, Failure};
use crate::channel::ChannelError;
use crate::channel::wire::Authorize;
use crate::clock::micros;
use crate::store::accounts;
use crate::store::payment_methods::{self, StoredMethod};
use crate::store::payments::{self, NewRow};
use crate::store::payments_write::StoredPayment;
use contract::api::ProblemCode;
use contract::id::AccountNumber;
use contract::ledger::Channel;
use contract::locale::Locale;
use contract::money::Currency;
use contract::payment::{DeclineReason, Event, NewPayment, OPEN_MAX, Payment, Purpose, State};
use contract::rule::Rule;
use std::time::Duration;

/// How soon the channel is asked for a payment, if it says nothing by itself.
pub(in crate::engine) const FIRST_POLL: Duration = Duration::from_secs(3);

impl Engine {
    /// Begins a top-up (S13). The same key again is the same payment; with other values it is refused.
    pub async fn begin_payment(&self, caller: &Caller, new: NewPayment) -> Result<Payment, Failure> {
        let organization = caller.organization_id;
        let (account, currency) = self.payable_account(caller, &new.account).await?;
        let method = match new.method {
            Some(id) => self.method_of(organization, account, id).await?,
            None => None,
        };
        let shown = method.as_ref().and_then(|method| self.method_shown(method, None));
        let money = new.check(currency, shown.as_ref())?;
        if self.till.channels.of(new.channel).is_none() {
            return Err(Failure::Refused(ProblemCode::ChannelUnavailable));
        }
        let input = serde_json::to_string(&new).map_err(|error| Failure::Internal(error.to_string()))?;
        let key = format!("user/{}/{}", caller.user_id, new.key.as_str());
        if payments::open_beside(&self.db, organization, account, &key).await? >= OPEN_MAX {
            return Err(Failure::invalid("account", Rule::TooMany { max: OPEN_MAX }));
        }
        let row = NewRow {
            account,
            purpose: Purpose::TopUp,
            channel: new.channel,
            money,
            key,
            input: input.clone(),
            method: method.zip(shown).map(|(method, shown)| (method.id.number(), shown.kind.to_string())),
            created_by: Some(caller.user_id),
            locale: caller.locale.tag(),
            created_at: 0,
            expires_at: 0,
            poll_at: 0,
        };
        let stored = self.keep_payment(organization, row).await?;
        let stored = stored.ok_or_else(|| Failure::Internal("a payment is not there".to_owned()))?;
        if stored.input != input {
            return Err(Failure::Refused(ProblemCode::KeyReused));
        }
        let stored = self.send(stored).await?;
        self.shown(stored).await
    }

    /// The id and the currency of an account that the caller sees; at its field when there is none.
    pub(in crate::engine) async fn payable_account(
        &self,
        caller: &Caller,
        number: &AccountNumber,
    ) -> Result<(i64, Currency), Failure> {
        let unknown = || Failure::invalid("account", Rule::UnknownValue { value: number.to_string() });
        let organization = caller.organization_id;
        let (ids, _) = accounts::ids(&self.db, organization, std::slice::from_ref(number)).await?;
        let id = ids.first().copied().filter(|id| caller.scope.holds(*id)).ok_or_else(unknown)?;
        let (_, currency) = payments::account(&self.db, organization, id).await?.ok_or_else(unknown)?;
        Ok((id, currency))
    }

    async fn method_of(
        &self,
        organization: i64,
        account: i64,
        id: contract::id::MethodId,
    ) -> Result<Option<StoredMethod>, Failure> {
        let method = payment_methods::one(&self.db, organization, id).await?;
        Ok(method.filter(|method| method.account_id == account && method.token.is_some()))
    }

    /// Keeps a payment that begins now; the one under its key, if there is one already.
    pub(in crate::engine) async fn keep_payment(
        &self,
        organization: i64,
        row: NewRow,
    ) -> Result<Option<StoredPayment>, Failure> {
        let now = self.clock.now();
        let patience = match row.channel {
            Channel::BankTransfer => self.till.transfer_patience,
            _ => self.till.patience,
        };
        let row = NewRow {
            created_at: now,
            expires_at: now.saturating_add(micros(patience)),
            poll_at: now.saturating_add(micros(FIRST_POLL)),
            ..row
        };
        Ok(payments::add(&self.db, organization, &row).await?)
    }

    /// Sends a payment that was not answered yet. What the channel answers is how it stands, never that it is paid.
    pub(in crate::engine) async fn send(&self, stored: StoredPayment) -> Result<StoredPayment, Failure> {
        if !matches!(stored.state, State::Created | State::Submitted) {
            return Ok(stored);
        }
        let Some(channel) = self.till.channels.of(stored.channel).cloned() else { return Ok(stored) };
        let stored = self.hear(stored.id, Event::Submit, "job").await?.unwrap_or(stored);
        let intent = self.intent(&stored).await?;
        let event = match channel.authorize(&intent).await {
            Ok(event) => event,
            Err(ChannelError::Refused(why)) => {
                tracing::warn!(payment = %stored.id, why, "the channel refuses a payment");
                Event::Decline { reason: DeclineReason::Declined }
            }
            // It may have arrived: it is asked for until that is known.
            Err(ChannelError::Unreachable(why)) => {
                tracing::warn!(payment = %stored.id, why, "the channel did not answer");
                return Ok(stored);
            }
        };
        let event = if matches!(event, Event::Succeed { .. }) { Event::Process } else { event };
        Ok(self.hear(stored.id, event, "answer").await?.unwrap_or(stored))
    }

    async fn intent(&self, stored: &StoredPayment) -> Result<Authorize, Failure> {
        let token = match stored.method {
            Some(id) => {
                let id = contract::id::MethodId::new(id);
                payment_methods::one(&self.db, stored.organization, id).await?.and_then(|method| method.token)
            }
            None => None,
        };
        let locale = Locale::ALL.into_iter().find(|locale| locale.tag() == stored.locale).unwrap_or_default();
        Ok(Authorize {
            payment: stored.id,
            channel: stored.channel,
            money: stored.money,
            token,
            // A charge is taken only when it is still wanted by the time the money is ready.
            capture: stored.purpose == Purpose::TopUp,
            return_to: format!("{}/funding/top-up?payment={}", self.till.origin, stored.id),
            locale,
            expires_at_s: stored.expires_at / 1_000_000,
        })
    }
}
