//! Money that comes to the accounts of the demo world: top-ups through channels, bank transfers.
//!
//! Rows are written as the channels would have had them written; the money goes through the door.

use super::DemoError;
use super::deed::Share;
use super::life::Life;
use super::random::Random;
use super::world::Account;
use crate::engine::write::{Act, Actor, Store};
use crate::store::arrivals::Arrival;
use crate::store::bulk::Bulk;
use crate::store::ids::series;
use crate::store::payment_rows;
use crate::store::payments_write::{Heard, StoredPayment};
use chrono::{DateTime, Duration, Utc};
use contract::id::{AccountNumber, PaymentId, UserId};
use contract::ledger::Channel;
use contract::locale::Locale;
use contract::money::Money;
use contract::payment::{DeclineReason, Event, NewPayment, Purpose, State, TypedAmount};

/// How long a customer takes at the channel's page.
const AT_THE_PAGE: Duration = Duration::minutes(2);
/// How long a payment waits for its customer.
pub(super) const PATIENCE: Duration = Duration::hours(24);

/// A defect in the world, in words.
pub(super) fn impossible(error: impl std::fmt::Display) -> DemoError {
    DemoError::Impossible(error.to_string())
}

impl<C: Bulk + Store> Life<'_, C> {
    /// A top-up that someone begins and pays at the channel's page.
    pub(super) async fn top_up(
        &mut self,
        at: DateTime<Utc>,
        account: &Account,
        channel: Channel,
        share: Share,
    ) -> Result<(), DemoError> {
        let money = self.money(account, share).await?;
        if money.is_zero() {
            return Ok(());
        }
        let payment = self.begun(at, account, (channel, money), State::Processing).await?;
        self.received(at, account, &payment).await?;
        self.settles_after(at, account);
        Ok(())
    }

    /// One that is declined, or is never paid.
    pub(super) async fn failed_top_up(
        &mut self,
        at: DateTime<Utc>,
        account: &Account,
        channel: Channel,
        share: Share,
        reason: Option<DeclineReason>,
    ) -> Result<(), DemoError> {
        let money = self.money(account, share).await?;
        if money.is_zero() {
            return Ok(());
        }
        let state = match reason {
            Some(reason) => State::Declined { at, reason },
            None => State::Expired { at },
        };
        self.begun(at, account, (channel, money), state).await.map(drop)
    }

    /// The money of a payment is booked.
    pub(super) async fn received(
        &mut self,
        at: DateTime<Utc>,
        account: &Account,
        payment: &StoredPayment,
    ) -> Result<(), DemoError> {
        let actor = payment.created_by.map_or(Actor::Job("charge"), |user| Actor::User(UserId::new(user)));
        let (id, channel, money) = (payment.id, payment.channel, payment.money);
        let cycle = match payment.purpose {
            Purpose::Charge { cycle, .. } => Some(cycle),
            _ => None,
        };
        let act = Act::Receive { payment: id, channel, money, cycle };
        self.act(at, account, (actor, format!("payment/{id}")), act).await.map(drop)
    }

    /// A top-up that someone began a moment ago, and how it stands now.
    async fn begun(
        &mut self,
        at: DateTime<Utc>,
        account: &Account,
        (channel, money): (Channel, Money),
        state: State,
    ) -> Result<StoredPayment, DemoError> {
        let place = self.tx.take(self.organization.id, series::PAYMENT, 1).await?;
        let path = [7, self.organization.company.share, place.unsigned_abs()];
        let new = NewPayment {
            key: Random::at(self.seed, &path).hex(32).parse().map_err(impossible)?,
            account: AccountNumber::parse(&account.number).map_err(impossible)?,
            amount: TypedAmount::new(money.currency(), &money.value().to_string()),
            channel,
            method: None,
        };
        let by = self.payer(account);
        let key = format!("user/{}/{}", by.number(), new.key.as_str());
        let begun = (at - AT_THE_PAGE).timestamp_micros();
        let payment = StoredPayment {
            organization: self.organization.id,
            id: PaymentId::new(self.organization.id_at(place)),
            account: self.organization.id_at(account.place),
            purpose: Purpose::TopUp,
            channel,
            money,
            state,
            input: serde_json::to_string(&new).map_err(impossible)?,
            method: None,
            method_name: None,
            created_by: Some(by.number()),
            locale: Locale::En.tag().to_owned(),
            created_at: begun,
            sent_at: Some(begun),
            expires_at: (at + PATIENCE).timestamp_micros(),
            polls: 0,
            arrived: Money::zero(money.currency()),
        };
        self.keep(&payment, &key, at).await?;
        Ok(payment)
    }

    /// Writes a payment down, with what was heard of it until now.
    pub(super) async fn keep(
        &mut self,
        payment: &StoredPayment,
        key: &str,
        at: DateTime<Utc>,
    ) -> Result<(), DemoError> {
        let (mut payments, mut events) = (payment_rows::payments(), payment_rows::events());
        payment.add_to(&mut payments, key)?;
        let end = match payment.state {
            State::Declined { reason, .. } => Some(Event::Decline { reason }),
            State::Expired { .. } => Some(Event::Expire),
            _ => None,
        };
        let heard = [
            (payment.created_at, "job", Some(Event::Submit)),
            (payment.created_at, "answer", Some(Event::Process)),
            (at.timestamp_micros(), "webhook", end),
        ];
        let heard = heard.into_iter().filter_map(|(at, source, event)| Some((at, source, event?)));
        for (place, (at, source, event)) in (1..).zip(heard) {
            let event = serde_json::to_string(&event).map_err(impossible)?;
            let heard = Heard { at, source, event: &event, outcome: "applied" };
            payment_rows::add_event(&mut events, payment.organization, payment.id, place, &heard);
        }
        self.tx.write(&payments).await?;
        Ok(self.tx.write(&events).await?)
    }

    /// A bank transfer arrives, and pays bills if its owner wants that (A5).
    pub(super) async fn transfer(
        &mut self,
        at: DateTime<Utc>,
        account: &Account,
        share: Share,
        remits: bool,
    ) -> Result<(), DemoError> {
        let money = self.money(account, share).await?;
        if money.is_zero() {
            return Ok(());
        }
        let organization = self.organization;
        let owner = (organization.id, organization.id_at(account.place));
        let place = self.place().await?;
        let arrival = Arrival {
            id: format!("BT-{}-{place:06}", organization.company.issuer),
            at: at.timestamp_micros(),
            reference: format!("Invoice {}", account.number),
            payer: account.name.clone(),
            money,
            owner: Some(owner),
            booked: true,
            remitted: true,
            returning: None,
            return_attempts: 0,
        };
        let mut rows = payment_rows::arrivals();
        arrival.add_to(&mut rows);
        self.tx.write(&rows).await?;
        let by = (Actor::Job("arrival"), format!("arrival/{}", arrival.id));
        self.act(at, account, by, Act::TopUp { channel: Channel::BankTransfer, money }).await?;
        if remits {
            let by = (Actor::Job("remittance"), format!("remit/{}", arrival.id));
            self.act(at, account, by, Act::Remit { money }).await?;
        } else {
            self.settles_after(at, account);
        }
        Ok(())
    }
}
