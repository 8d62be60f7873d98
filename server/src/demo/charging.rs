//! Linked payment methods of the demo world's accounts, and what they are charged (A4).

use super::DemoError;
use super::deed::{Deed, Linked};
use super::life::{Life, day};
use super::lives::moment;
use super::till::{PATIENCE, impossible};
use super::world::Account;
use crate::engine::write::Store;
use crate::store::bulk::Bulk;
use crate::store::ids::series;
use crate::store::payment_rows::{self, ChargeRow, MethodRow};
use crate::store::payments_write::{ChargeEnd, StoredPayment};
use chrono::{DateTime, Duration, Utc};
use contract::cycle::Cycle;
use contract::id::{MethodId, PaymentId};
use contract::ledger::Channel;
use contract::locale::Locale;
use contract::money::Money;
use contract::payment::{Card, DeclineReason, MethodKind, Purpose, State, retry_on};
use contract::settle::ChargeFailure;

impl Linked {
    const fn channel(self) -> Channel {
        match self {
            Self::Paypal => Channel::Paypal,
            Self::Visa | Self::Empty | Self::Expired => Channel::BankCard,
        }
    }

    /// The name of its token at the sandbox.
    const fn token(self) -> &'static str {
        match self {
            Self::Visa => "visa-4242",
            Self::Empty => "visa-9995",
            Self::Expired => "visa-0069",
            Self::Paypal => "paypal-finance",
        }
    }

    /// What people recognise it by. The card that expires is good until the end of `last`.
    fn kind(self, last: Cycle, domain: &str) -> Result<MethodKind, DemoError> {
        let card = |last_four: &str, expires: String| {
            let expires = expires.parse().map_err(impossible)?;
            Ok(MethodKind::BankCard(Card {
                brand: "Visa".to_owned(),
                last_four: last_four.to_owned(),
                expires,
            }))
        };
        let later = format!("{}-12", last.year() + 4);
        match self {
            Self::Visa => card("4242", later),
            Self::Empty => card("9995", later),
            Self::Expired => card("0069", last.to_string()),
            Self::Paypal => Ok(MethodKind::Paypal { payer: format!("f…@{domain}") }),
        }
    }
}

impl<C: Bulk + Store> Life<'_, C> {
    pub(super) async fn link(
        &mut self,
        at: DateTime<Utc>,
        account: &Account,
        method: Linked,
        default: bool,
    ) -> Result<(), DemoError> {
        let place = self.tx.take(self.organization.id, series::PAYMENT_METHOD, 1).await?;
        let id = MethodId::new(self.organization.id_at(place));
        let kind = self.kind(method)?;
        let row = MethodRow {
            of: (self.organization.id, self.organization.id_at(account.place)),
            id,
            channel: method.channel(),
            kind: &kind,
            token: &format!("tok-{}-{id}", method.token()),
            default,
            at: at.timestamp_micros(),
        };
        let mut rows = payment_rows::methods();
        row.add_to(&mut rows)?;
        self.linked.insert((account.place, method.token()), id);
        Ok(self.tx.write(&rows).await?)
    }

    fn kind(&self, method: Linked) -> Result<MethodKind, DemoError> {
        let last = self.span.months.last().copied().unwrap_or(Cycle::FIRST);
        method.kind(last, self.organization.company.domain)
    }

    /// What accrued of a month is charged (A4), or attempts at it fail as long as the world goes on.
    pub(super) async fn charge(
        &mut self,
        at: DateTime<Utc>,
        account: &Account,
        cycle: Cycle,
        method: Linked,
    ) -> Result<(), DemoError> {
        let of = (self.organization.id, self.organization.id_at(account.place));
        let amount = self.tx.accrued(of.0, of.1, cycle).await?;
        if amount <= 0 {
            return Ok(());
        }
        let kind = self.kind(method)?;
        let place = (i64::from(cycle.index()), 1);
        let name = Some(kind.to_string());
        let mut end = ChargeEnd { place, state: "paid", method: name, ..ChargeEnd::default() };
        let reason = if kind.is_over(day(at)) { Some(ChargeFailure::Expired) } else { None };
        let declined = (method == Linked::Empty).then_some(ChargeFailure::InsufficientFunds);
        let mut attempt = at;
        while let (true, Some(reason)) = (attempt <= self.span.end, reason.or(declined)) {
            end.failed_attempts += 1;
            let failed = u32::try_from(end.failed_attempts).unwrap_or(u32::MAX);
            if declined.is_some() {
                let state = State::Declined { at: attempt, reason: DeclineReason::InsufficientFunds };
                let money = Money::new(amount, account.currency);
                self.attempted(attempt, account, (cycle, failed), (method, money), state).await?;
            }
            let retry = retry_on(day(at), failed);
            end.state = if retry.is_some() { "due" } else { "failed" };
            end.first_failed = Some(day(at).to_string());
            end.last_failed = Some(day(attempt).to_string());
            end.retry_on = retry.map(|day| day.to_string());
            end.reason = Some(reason);
            match retry {
                Some(day) => attempt = moment(day, 9, 0),
                None => break,
            }
        }
        let mut rows = payment_rows::charges();
        ChargeRow { of, amount, end: &end }.add_to(&mut rows);
        self.tx.write(&rows).await?;
        if end.state == "paid" {
            let money = Money::new(amount, account.currency);
            let paid = self.attempted(at, account, (cycle, 1), (method, money), State::Processing).await?;
            self.received(at, account, &paid).await?;
            self.later(at + Duration::seconds(1), account, Deed::Accrue(cycle));
        }
        Ok(())
    }

    /// An attempt at a charge, and how it stands.
    async fn attempted(
        &mut self,
        at: DateTime<Utc>,
        account: &Account,
        (cycle, attempt): (Cycle, u32),
        (method, money): (Linked, Money),
        state: State,
    ) -> Result<StoredPayment, DemoError> {
        let place = self.tx.take(self.organization.id, series::PAYMENT, 1).await?;
        let id = self.organization.id_at(account.place);
        let key = format!("charge/{id}/{cycle}/1/{attempt}");
        let linked = self.linked.get(&(account.place, method.token())).map(|method| method.number());
        let begun = at.timestamp_micros();
        let payment = StoredPayment {
            organization: self.organization.id,
            id: PaymentId::new(self.organization.id_at(place)),
            account: id,
            purpose: Purpose::Charge { cycle, crossing: 1, attempt },
            channel: method.channel(),
            money,
            state,
            input: key.clone(),
            method: linked,
            method_name: Some(self.kind(method)?.to_string()),
            created_by: None,
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
}
