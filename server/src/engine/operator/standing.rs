//! What the operator is shown: accounts that are found, how one stands, what a month's bills still hold.

use super::Target;
use crate::engine::late::Taken;
use crate::engine::{Caller, Engine, Failure, Scope};
use crate::store::ids::PORTAL;
use crate::store::operators::{self, ActRow};
use crate::store::thresholds;
use crate::store::{StoreError, operator_view, organizations, reading};
use chrono::{DateTime, NaiveDate};
use contract::account::{Account, AccountName};
use contract::api::{
    CalendarDay, ChannelThreshold, CreditableBill, CreditableBills, DatedTerms, DatedThreshold,
    FoundAccounts, GivableMonth, HolidayCalendars, NamedCalendar, OperatorAccount, OperatorStanding,
    OrganizationName, PastAct, RefundablePayment,
};
use contract::calendar::Day;
use contract::cycle::Cycle;
use contract::id::OrganizationId;
use contract::ledger::Channel;
use contract::money::{Money, MoneyError};
use contract::monthly_bill::State;
use contract::operator::{ActKind, Creditable, DEFAULT_CALENDAR, Instruction, OperatorAct, refundable};
use contract::payment::{Payment, given_back, left_to_refund};

/// How many accounts are found at most.
const FOUND_MAX: i64 = 50;
/// How many payments are shown.
const PAYMENTS: i64 = 50;
/// How many acts are shown.
const ACTS: i64 = 50;

impl Engine {
    /// Accounts of every organization whose number or name, or whose organization's, contains the text.
    pub async fn find_accounts(&self, text: &str) -> Result<FoundAccounts, Failure> {
        let mut found = operators::search(&self.db, text.trim(), FOUND_MAX + 1).await?;
        let more = found.len() as i64 > FOUND_MAX;
        found.truncate(usize::try_from(FOUND_MAX).unwrap_or(usize::MAX));
        let items = found.into_iter().map(|found| OperatorAccount {
            organization: OrganizationName {
                id: OrganizationId::new(found.organization_id),
                name: found.organization,
            },
            account: found.account,
        });
        Ok(FoundAccounts { items: items.collect(), more })
    }

    /// The organization that an address names; the platform itself is none.
    pub async fn organization_of(&self, id: OrganizationId) -> Result<OrganizationName, Failure> {
        let name = organizations::name(&self.db, id.number()).await?;
        let name = name.filter(|_| id.number() != PORTAL).ok_or(Failure::NOT_FOUND)?;
        Ok(OrganizationName { id, name })
    }

    /// How an account stands.
    pub async fn operator_standing(
        &self,
        caller: &Caller,
        organization: OrganizationName,
        target: &Target,
    ) -> Result<OperatorStanding, Failure> {
        let (of, id, currency) = (target.organization, target.id, target.account.currency);
        let today = self.today();
        // As the account's own people see it.
        let inside = Caller { organization_id: of, scope: Scope::All, ..caller.clone() };
        let funding = self.funding(&inside, &target.account.number).await?;
        let terms = operator_view::terms(&self.db, of, id, currency).await?;
        let months = operator_view::months(&self.db, of, id, currency).await?;
        let taken = reading!(&self.db, |connection| Taken::read(&mut *connection, (of, id)).await?);
        let months = months.into_iter().map(|month| givable(month, &taken));
        let months = months.collect::<Result<Vec<GivableMonth>, StoreError>>()?;
        let orders = operators::orders(&self.db, of, id).await?;
        let acts = operators::acts(&self.db, of, id, ACTS).await?;
        Ok(OperatorStanding {
            organization,
            today,
            funding,
            terms: terms
                .into_iter()
                .map(|(valid_from, terms, calendar)| DatedTerms { valid_from, terms, calendar })
                .collect(),
            thresholds: self.thresholds(target).await?,
            months,
            payments: self.refundable_payments(target).await?,
            orders: orders.into_iter().map(|order| order.name).collect(),
            calendars: self.calendars().await?.items.into_iter().map(|calendar| calendar.name).collect(),
            acts: acts.into_iter().filter_map(past_act).collect(),
        })
    }

    async fn thresholds(&self, target: &Target) -> Result<Vec<ChannelThreshold>, Failure> {
        let of = (target.organization, target.id);
        let mut all = Vec::new();
        for channel in [Channel::Paypal, Channel::BankCard] {
            let (currency, today) = (target.account.currency, self.today());
            let found = thresholds::of(&self.db, of, channel, currency, today).await?;
            all.extend(found.map(|thresholds::Agreed { money, range, next }| {
                let dated = |(valid_from, money)| DatedThreshold { valid_from, money };
                ChannelThreshold { channel, money, range, next: next.into_iter().map(dated).collect() }
            }));
        }
        Ok(all)
    }

    async fn refundable_payments(&self, target: &Target) -> Result<Vec<RefundablePayment>, Failure> {
        let Account { number, name, .. } = target.account.clone();
        let of = (target.organization, target.id);
        let payments = self.captured(of, &AccountName { number, name }, PAYMENTS).await?;
        let refundable = |payment: Payment| {
            let refunds = payment.refunds.iter().map(|refund| (refund.state, refund.money));
            let given = given_back(payment.money.currency(), refunds)?;
            let refundable = left_to_refund((payment.channel, payment.money), &payment.state, given)?;
            Ok::<_, MoneyError>(RefundablePayment { payment, refundable })
        };
        let all: Result<Vec<_>, _> = payments.into_iter().map(refundable).collect();
        all.map_err(|error| Failure::Store(StoreError::Corrupt(error.to_string())))
    }

    /// The bills of a month, and what each still holds.
    pub async fn creditable_bills(
        &self,
        target: &Target,
        month: Option<Cycle>,
    ) -> Result<CreditableBills, Failure> {
        let Some(month) = month else { return Ok(CreditableBills { items: Vec::new() }) };
        let of = (target.organization, target.id);
        let issuer = organizations::issuer(&self.db, target.organization).await?;
        let bills = operator_view::bills(&self.db, of, month, target.account.currency).await?;
        let taken = reading!(&self.db, |connection| Taken::read(&mut *connection, of).await?);
        let mut items = Vec::with_capacity(bills.len());
        for (bill, (year, place), product, application) in bills {
            for Creditable { bill: id, open, paid } in taken.without(vec![bill])? {
                let number = format!("{issuer}-{year}-{place:08}");
                let (product, application) = (product.clone(), application.clone());
                items.push(CreditableBill { id, number, product, application, open, paid });
            }
        }
        Ok(CreditableBills { items })
    }

    /// The holiday calendars by name; the default one is there also when it has no day.
    pub async fn calendars(&self) -> Result<HolidayCalendars, Failure> {
        let days: Vec<(String, NaiveDate, Day)> = operators::calendars(&self.db).await?;
        let mut items: Vec<NamedCalendar> =
            vec![NamedCalendar { name: DEFAULT_CALENDAR.to_owned(), days: Vec::new() }];
        for (name, date, kind) in days {
            match items.iter_mut().find(|calendar| calendar.name == name) {
                Some(calendar) => calendar.days.push(CalendarDay { date, kind }),
                None => items.push(NamedCalendar { name, days: vec![CalendarDay { date, kind }] }),
            }
        }
        Ok(HolidayCalendars { items })
    }
}

/// A month, and what the door would give back of it.
fn givable(
    (cycle, balances, (charged, given_back)): operator_view::MonthRow,
    taken: &Taken,
) -> Result<GivableMonth, StoreError> {
    let currency = balances.consumption().currency();
    let money = |minor: i64| Money::new(minor, currency);
    let left = refundable(money(charged), money(given_back), taken.of_month(cycle, currency)?);
    Ok(GivableMonth {
        cycle,
        state: State::of(&balances, true),
        consumption: balances.consumption(),
        outstanding: balances.outstanding(),
        refundable: left.map_err(|error| StoreError::Corrupt(error.to_string()))?,
    })
}

/// An entry of the audit log that is an operator's act; others are none.
fn past_act(row: ActRow) -> Option<PastAct> {
    let instruction: Instruction = serde_json::from_str(&row.input).ok()?;
    let money = match &instruction.act {
        OperatorAct::GrantCard { money, .. }
        | OperatorAct::GrantCoupon { money, .. }
        | OperatorAct::Refund { money, .. }
        | OperatorAct::RefundPayment { money, .. }
        | OperatorAct::CreditNote { money, .. }
        | OperatorAct::SetThreshold { money, .. } => Some(*money),
        OperatorAct::SetCreditTerms { terms, .. } => Some(terms.limit),
        _ => None,
    };
    Some(PastAct {
        entry: row.place,
        at: DateTime::from_timestamp_micros(row.at).unwrap_or_default(),
        by: row.actor.strip_prefix("operator/").unwrap_or(&row.actor).to_owned(),
        act: ActKind::parse(&row.act)?,
        reason: instruction.reason,
        money,
        reversed: row.reversed,
    })
}
