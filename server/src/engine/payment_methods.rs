//! Linked payment methods: a channel keeps them, here are only its token and what people recognise them by (A1). That one is
//! linked is said by the channel, or heard by asking; linking, preferring and removing stand in the audit log.

use super::payments::{FIRST_POLL, pause};
use super::write::{Act, Actor, Command, Token};
use super::{Caller, Engine, Failure, checks};
use crate::channel::wire::{Link, Linked};
use crate::clock::micros;
use crate::store::payment_methods::{self, StoredMethod};
use contract::api::{Listing, Pairs, ProblemCode};
use contract::id::{MethodId, UserId};
use contract::payment::{LinkStarted, METHODS_MAX, MethodChange, NewPaymentMethod, PaymentMethod, State};
use contract::rule::Rule;
use std::time::Duration;

/// What nobody has finished linking after so long is forgotten.
const UNFINISHED: Duration = Duration::from_secs(24 * 60 * 60);

impl Engine {
    /// The linked methods of the accounts that the caller sees.
    pub async fn payment_methods(&self, caller: &Caller) -> Result<Listing<PaymentMethod>, Failure> {
        let organization = caller.organization_id;
        let seen = |method: &StoredMethod| caller.scope.holds(method.account_id);
        let stored = payment_methods::list(&self.db, organization).await?;
        let checks = self.last_checks(organization).await?;
        let items = stored.iter().filter(|method| seen(method));
        let items = items.filter_map(|method| self.method_shown(method, checks.get(&method.id.number())));
        Ok(Listing { items: items.collect(), more: false })
    }

    /// A method as people see it, with its newest check; none until it is linked.
    pub(super) fn method_shown(&self, stored: &StoredMethod, check: Option<&State>) -> Option<PaymentMethod> {
        let kind = stored.kind.clone()?;
        let expired = kind.is_over(self.today());
        let account = stored.account.clone();
        let check = checks::seen(stored, check);
        Some(PaymentMethod { id: stored.id, account, kind, default: stored.default, expired, check })
    }

    /// Begins linking a method; the same key again is the same method, and refused for another account or channel.
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
        let key = format!("user/{}/{}", caller.user_id, new.key.as_str());
        // What nobody has finished linking counts, too.
        let theirs = payment_methods::of_account(&self.db, organization, account).await?;
        if theirs.iter().filter(|method| method.key != key).count() >= METHODS_MAX {
            return Err(Failure::invalid("account", Rule::TooMany { max: METHODS_MAX }));
        }
        let now = self.clock.now();
        let turns = (now, now.saturating_add(micros(FIRST_POLL)));
        let id = payment_methods::begin(&self.db, organization, account, new.channel, &key, turns).await?;
        let id = id.ok_or(Failure::Refused(ProblemCode::KeyReused))?;
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
        let own = self.own_method(caller, id).await?;
        if let Some(kind) = own.kind.filter(|_| change.default) {
            self.act(caller, own.account_id, Act::PreferMethod { method: id, kind }).await?;
            self.check_default(caller.organization_id, id).await;
        }
        let after = self.own_method(caller, id).await?;
        let checks = self.last_checks(caller.organization_id).await?;
        self.method_shown(&after, checks.get(&id.number())).ok_or(Failure::NOT_FOUND)
    }

    /// Removes a method; its token is forgotten. When it was the default, the one that was used last becomes it.
    pub async fn remove_method(&self, caller: &Caller, id: MethodId) -> Result<(), Failure> {
        let own = self.own_method(caller, id).await?;
        let kind = own.kind.ok_or(Failure::NOT_FOUND)?;
        self.act(caller, own.account_id, Act::RemoveMethod { method: id, kind }).await?;
        let organization = caller.organization_id;
        if let Some(next) = payment_methods::default_of(&self.db, organization, own.account_id).await? {
            self.check_default(organization, next.id).await;
        }
        Ok(())
    }

    /// The customer has linked a method, as its channel says; whether it is one that is known here.
    pub(super) async fn method_linked(&self, linked: Linked) -> Result<bool, Failure> {
        let Linked { method, kind, token } = linked;
        let organization = payment_methods::organization_of(method);
        let known = payment_methods::one(&self.db, organization, method).await?;
        let Some(known) = known.filter(|known| known.channel == kind.channel()) else { return Ok(false) };
        if known.token.is_some() {
            return Ok(true);
        }
        let who = known.key.strip_prefix("user/").and_then(|rest| rest.split_once('/'));
        let who = who.and_then(|(user, _)| user.parse().ok());
        let command = Command {
            organization,
            account: known.account_id,
            actor: who.map_or(Actor::Job("channel"), |user| Actor::User(UserId::new(user))),
            key: format!("link/{method}"),
            act: Act::LinkMethod { method, kind, token: Token(token) },
        };
        self.door.write(command).await?;
        self.check_default(organization, method).await;
        Ok(true)
    }

    /// Asks for methods that nobody has finished linking, less and less often; after a day they are forgotten. Gives how
    /// many were linked.
    pub async fn ask_for_links(&self) -> Result<u64, Failure> {
        let mut linked = 0;
        if self.till.channels.offers().is_empty() {
            return Ok(linked);
        }
        for method in payment_methods::claim(&self.db, self.clock.now(), pause).await? {
            let id = method.id;
            match self.ask_for_link(method).await {
                Ok(done) => linked += u64::from(done),
                Err(error) => tracing::warn!(method = %id, %error, "a payment method was not asked for"),
            }
        }
        Ok(linked)
    }

    async fn ask_for_link(&self, method: StoredMethod) -> Result<bool, Failure> {
        let Some(channel) = self.till.channels.of(method.channel) else { return Ok(false) };
        if let Some(linked) = channel.linked(method.id).await? {
            return self.method_linked(linked).await;
        }
        let now = self.clock.now();
        if now >= method.created_at.saturating_add(micros(UNFINISHED)) {
            let organization = payment_methods::organization_of(method.id);
            payment_methods::forget(&self.db, organization, method.id, now).await?;
        }
        Ok(false)
    }
}
