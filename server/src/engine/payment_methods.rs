//! Linked payment methods: a channel keeps them, here are only its token and what people recognise them by (A1).

use super::{Caller, Engine, Failure};
use crate::channel::wire::Link;
use crate::store::payment_methods::{self, StoredMethod};
use contract::api::{Listing, Pairs, ProblemCode};
use contract::id::MethodId;
use contract::payment::{LinkStarted, METHODS_MAX, MethodChange, NewPaymentMethod, PaymentMethod};
use contract::rule::Rule;

impl Engine {
    /// The linked methods of the accounts that the caller sees. One that was linked at the channel a moment ago, and of
    /// which no message came yet, is asked for.
    pub async fn payment_methods(&self, caller: &Caller) -> Result<Listing<PaymentMethod>, Failure> {
        let organization = caller.organization_id;
        let seen = |method: &StoredMethod| caller.scope.holds(method.account_id);
        let stored = payment_methods::list(&self.db, organization).await?;
        let items = stored.iter().filter(|method| seen(method));
        Ok(Listing { items: items.filter_map(|method| self.method_shown(method)).collect(), more: false })
    }

    /// A method as people see it; none until it is linked.
    pub(super) fn method_shown(&self, stored: &StoredMethod) -> Option<PaymentMethod> {
        let kind = stored.kind.clone()?;
        let expired = kind.is_over(self.today());
        let account = stored.account.clone();
        Some(PaymentMethod { id: stored.id, account, kind, default: stored.default, expired })
    }

    /// Begins linking a method; the same key again is the same method.
    pub async fn link_method(&self, caller: &Caller, new: NewPaymentMethod) -> Result<LinkStarted, Failure> {
        let organization = caller.organization_id;
        let (account, _) = self.payable_account(caller, &new.account).await?;
        let refuse = |rule| Failure::invalid("channel", rule);
        let unknown = Rule::UnknownValue { value: new.channel.name().to_owned() };
        if !matches!(new.channel, contract::ledger::Channel::BankCard | contract::ledger::Channel::Paypal) {
            return Err(refuse(unknown));
        }
        let channel = self.till.channels.of(new.channel).cloned();
        let channel = channel.ok_or(Failure::Refused(ProblemCode::ChannelUnavailable))?;
        let linked = payment_methods::list(&self.db, organization).await?;
        let theirs = linked.iter().filter(|method| method.account_id == account && method.token.is_some());
        if theirs.count() >= METHODS_MAX {
            return Err(Failure::invalid("account", Rule::TooMany { max: METHODS_MAX }));
        }
        let key = format!("user/{}/{}", caller.user_id, new.key.as_str());
        let now = self.clock.now();
        let id = payment_methods::begin(&self.db, organization, account, new.channel, &key, now).await?;
        let mut pairs = Pairs::default();
        pairs.push("account", &new.account);
        pairs.push("linked", &id);
        let return_to = format!("{}/funding/payment-methods?{}", self.till.origin, pairs.encode());
        let link = Link { method: id, channel: new.channel, return_to, locale: caller.locale };
        Ok(LinkStarted { id, page: channel.link(&link).await? })
    }

    async fn own_method(&self, caller: &Caller, id: MethodId) -> Result<StoredMethod, Failure> {
        let found = payment_methods::one(&self.db, caller.organization_id, id).await?;
        let own = found.filter(|method| caller.scope.holds(method.account_id) && method.token.is_some());
        own.ok_or(Failure::NOT_FOUND)
    }

    /// Makes a method the default of its account.
    pub async fn change_method(
        &self,
        caller: &Caller,
        id: MethodId,
        change: MethodChange,
    ) -> Result<PaymentMethod, Failure> {
        self.own_method(caller, id).await?;
        if change.default {
            payment_methods::make_default(&self.db, caller.organization_id, id).await?;
        }
        let after = self.own_method(caller, id).await?;
        self.method_shown(&after).ok_or(Failure::NOT_FOUND)
    }

    /// Removes a method; its token is forgotten.
    pub async fn remove_method(&self, caller: &Caller, id: MethodId) -> Result<(), Failure> {
        self.own_method(caller, id).await?;
        Ok(payment_methods::remove(&self.db, caller.organization_id, id, self.clock.now()).await?)
    }
}
