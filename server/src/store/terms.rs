//! What an account's contract and its owner say about payment, and what it holds, inside the transaction of whoever
//! calls.
//!
//! It decides nothing.

use super::StoreError;
use chrono::{DateTime, NaiveDate};
use contract::calendar::{CreditControl, Day, HolidayCalendar, PaymentPeriod, SettlementCycle};
use contract::cycle::{Cycle, billing_date};
use contract::hold::Hold;
use contract::id::{CardId, CouponId, PaymentId, ProductCode, TaskId};
use contract::ledger::Book;
use contract::money::{Currency, Money};
use contract::setting::AccountSettings;
use contract::settle::{ChargeFailure, Coupon, FailedCharge, LastMonth, Owed, Products, StoredValueCard};
use sqlx::{PgConnection, SqliteConnection};
use std::collections::BTreeMap;
use std::future::Future;

/// Everything that decides whether an account's monthly bills are paid by themselves.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The account's currency.
    pub currency: Currency,
    /// Its term of credit.
    pub control: Option<CreditControl>,
    /// What its owner switched on.
    pub settings: AccountSettings,
    /// What holds it.
    pub holds: Vec<Hold>,
    /// The oldest charge that failed and was not made up for (A4).
    pub failed_charge: Option<FailedCharge>,
    /// Its coupons, with nothing left on them: what is left is the ledger's.
    pub coupons: Vec<Coupon>,
    /// Its cards, likewise.
    pub cards: Vec<StoredValueCard>,
    /// Its open bills.
    pub owed: Vec<Owed>,
    /// Its books: debits in minor units.
    pub books: BTreeMap<Book, i64>,
}

/// A transaction that reads the terms of accounts, and sets what their owners may.
pub trait ReadTerms {
    /// The account's currency; none when the organization has no such account.
    fn currency(
        &mut self,
        organization: i64,
        account: i64,
    ) -> impl Future<Output = Result<Option<Currency>, StoreError>> + Send;

    /// The account's term of credit on a day.
    fn credit_control(
        &mut self,
        organization: i64,
        account: i64,
        currency: Currency,
        on: NaiveDate,
    ) -> impl Future<Output = Result<Option<CreditControl>, StoreError>> + Send;

    /// The holiday calendar of the account's term of credit on a day; none when it has none.
    fn calendar_of_terms(
        &mut self,
        organization: i64,
        account: i64,
        on: NaiveDate,
    ) -> impl Future<Output = Result<Option<String>, StoreError>> + Send;

    /// The account's settings.
    fn settings(
        &mut self,
        organization: i64,
        account: i64,
    ) -> impl Future<Output = Result<AccountSettings, StoreError>> + Send;

    /// Sets the account's settings.
    fn set_settings(
        &mut self,
        organization: i64,
        account: i64,
        settings: AccountSettings,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What holds the account.
    fn holds(
        &mut self,
        organization: i64,
        account: i64,
    ) -> impl Future<Output = Result<Vec<Hold>, StoreError>> + Send;

    /// The oldest charge that failed and was not made up for (A4).
    fn failed_charge(
        &mut self,
        organization: i64,
        account: i64,
        currency: Currency,
    ) -> impl Future<Output = Result<Option<FailedCharge>, StoreError>> + Send;

    /// A holiday calendar of the portal, by name.
    fn calendar(&mut self, name: &str) -> impl Future<Output = Result<HolidayCalendar, StoreError>> + Send;

    /// The account's coupons, with nothing left on them: what is left is the ledger's.
    fn coupons(
        &mut self,
        organization: i64,
        account: i64,
        currency: Currency,
    ) -> impl Future<Output = Result<Vec<Coupon>, StoreError>> + Send;

    /// The account's stored value cards, likewise.
    fn cards(
        &mut self,
        organization: i64,
        account: i64,
        currency: Currency,
    ) -> impl Future<Output = Result<Vec<StoredValueCard>, StoreError>> + Send;
}

const CURRENCY: &str = "SELECT currency FROM account WHERE organization_id = $1 AND id = $2";

const CREDIT_CONTROL: &str = "SELECT ended, credit_limit, settlement_cycle, business_days, days, special_agreement, directly_contracted \
     FROM credit_control WHERE organization_id = $1 AND account_id = $2 AND valid_from <= $3 \
     ORDER BY valid_from DESC LIMIT 1";

const CALENDAR_OF_TERMS: &str = "SELECT calendar FROM credit_control WHERE organization_id = $1 \
     AND account_id = $2 AND valid_from <= $3 ORDER BY valid_from DESC LIMIT 1";

const SETTINGS: &str = "SELECT automatic, settle_past_bills, remittance FROM account_setting \
     WHERE organization_id = $1 AND account_id = $2";

const SET_SETTINGS: &str = "INSERT INTO account_setting (organization_id, account_id, automatic, settle_past_bills, \
     remittance) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organization_id, account_id) DO UPDATE \
     SET automatic = $3, settle_past_bills = $4, remittance = $5";

const HOLDS: &str = "SELECT kind, holder_id FROM hold WHERE organization_id = $1 AND account_id = $2 ORDER BY kind, holder_id";

/// The oldest one stands in the way of all that follow. What was paid otherwise meanwhile has been made up for.
const FAILED_CHARGE: &str = "SELECT c.method, c.cycle, c.amount, c.failed_attempts, c.last_failed, c.reason, c.retry_on \
     FROM charge c WHERE c.organization_id = $1 AND c.account_id = $2 AND c.state <> 'void' \
     AND (c.state = 'failed' OR c.failed_attempts > 0) \
     AND NOT EXISTS (SELECT 1 FROM monthly_bill m WHERE m.organization_id = c.organization_id \
     AND m.account_id = c.account_id AND m.cycle = c.cycle AND m.outstanding = 0) \
     ORDER BY c.cycle, c.crossing LIMIT 1";

pub(super) type FailedRow = (Option<String>, i64, i64, i64, Option<String>, Option<String>, Option<String>);

const HOLIDAYS: &str =
    "SELECT date, kind FROM holiday WHERE organization_id = 0 AND calendar = $1 ORDER BY date";

const COUPONS: &str = "SELECT id, valid_from, valid_to, products FROM coupon \
     WHERE organization_id = $1 AND account_id = $2 ORDER BY id";

const CARDS: &str = "SELECT o.id, o.valid_from, o.valid_to, o.products, EXISTS (SELECT 1 FROM bill b \
     WHERE b.organization_id = o.organization_id AND b.account_id = o.account_id AND b.cycle = o.valid_to \
     AND NOT b.issued AND NOT b.withdrawn), (SELECT m.issued_at FROM monthly_bill m \
     WHERE m.organization_id = o.organization_id AND m.account_id = o.account_id AND m.cycle = o.valid_to) \
     FROM stored_value_card o WHERE o.organization_id = $1 AND o.account_id = $2 ORDER BY o.id";

pub(super) type TermRow = (bool, i64, String, bool, i64, bool, bool);

macro_rules! read_terms {
    ($connection:ty) => {
        impl ReadTerms for $connection {
            async fn currency(
                &mut self,
                organization: i64,
                account: i64,
            ) -> Result<Option<Currency>, StoreError> {
                let found: Option<String> = sqlx::query_scalar(CURRENCY)
                    .bind(organization)
                    .bind(account)
                    .fetch_optional(&mut *self)
                    .await?;
                found.map(|code| code.parse().map_err(|_| off("an account's currency"))).transpose()
            }

            async fn credit_control(
                &mut self,
                organization: i64,
                account: i64,
                currency: Currency,
                on: NaiveDate,
            ) -> Result<Option<CreditControl>, StoreError> {
                let found = sqlx::query_as::<_, TermRow>(CREDIT_CONTROL).bind(organization).bind(account);
                let row = found.bind(on.to_string()).fetch_optional(&mut *self).await?;
                row.filter(|row| !row.0).map(|row| term(row, currency)).transpose()
            }

            async fn settings(
                &mut self,
                organization: i64,
                account: i64,
            ) -> Result<AccountSettings, StoreError> {
                let found: Option<(bool, bool, bool)> = sqlx::query_as(SETTINGS)
                    .bind(organization)
                    .bind(account)
                    .fetch_optional(&mut *self)
                    .await?;
                let settings = |(automatic, settle_past_bills, remittance)| AccountSettings {
                    automatic,
                    settle_past_bills,
                    remittance,
                };
                Ok(found.map(settings).unwrap_or_default())
            }

            async fn set_settings(
                &mut self,
                organization: i64,
                account: i64,
                settings: AccountSettings,
            ) -> Result<(), StoreError> {
                sqlx::query(SET_SETTINGS)
                    .bind(organization)
                    .bind(account)
                    .bind(settings.automatic)
                    .bind(settings.settle_past_bills)
                    .bind(settings.remittance)
                    .execute(&mut *self)
                    .await?;
                Ok(())
            }

            async fn calendar_of_terms(
                &mut self,
                organization: i64,
                account: i64,
                on: NaiveDate,
            ) -> Result<Option<String>, StoreError> {
                let found = sqlx::query_scalar(CALENDAR_OF_TERMS).bind(organization).bind(account);
                Ok(found.bind(on.to_string()).fetch_optional(&mut *self).await?)
            }

            async fn holds(&mut self, organization: i64, account: i64) -> Result<Vec<Hold>, StoreError> {
                let rows: Vec<(String, i64)> =
                    sqlx::query_as(HOLDS).bind(organization).bind(account).fetch_all(&mut *self).await?;
                rows.into_iter().map(hold).collect()
            }

            async fn failed_charge(
                &mut self,
                organization: i64,
                account: i64,
                currency: Currency,
            ) -> Result<Option<FailedCharge>, StoreError> {
                let found = sqlx::query_as::<_, FailedRow>(FAILED_CHARGE).bind(organization).bind(account);
                found.fetch_optional(&mut *self).await?.map(|row| failed(row, currency)).transpose()
            }

            async fn calendar(&mut self, name: &str) -> Result<HolidayCalendar, StoreError> {
                let rows: Vec<(String, String)> =
                    sqlx::query_as(HOLIDAYS).bind(name).fetch_all(&mut *self).await?;
                let days: Result<Vec<_>, _> = rows.into_iter().map(holiday).collect();
                Ok(HolidayCalendar::new(days?))
            }

            async fn coupons(
                &mut self,
                organization: i64,
                account: i64,
                currency: Currency,
            ) -> Result<Vec<Coupon>, StoreError> {
                let rows: Vec<(i64, String, String, Option<String>)> =
                    sqlx::query_as(COUPONS).bind(organization).bind(account).fetch_all(&mut *self).await?;
                rows.into_iter().map(|row| coupon(row, currency)).collect()
            }

            async fn cards(
                &mut self,
                organization: i64,
                account: i64,
                currency: Currency,
            ) -> Result<Vec<StoredValueCard>, StoreError> {
                let rows: Vec<CardRow> =
                    sqlx::query_as(CARDS).bind(organization).bind(account).fetch_all(&mut *self).await?;
                rows.into_iter().map(|row| card(row, currency)).collect()
            }
        }
    };
}

read_terms!(SqliteConnection);
read_terms!(PgConnection);

/// Stored data that fits nothing.
pub(super) fn off(what: &str) -> StoreError {
    StoreError::Corrupt(what.to_owned())
}

/// A stored cycle.
pub(super) fn cycle(index: i64) -> Result<Cycle, StoreError> {
    let cycle = i32::try_from(index).ok().and_then(|index| Cycle::from_index(index).ok());
    cycle.ok_or_else(|| StoreError::Corrupt(format!("{index} is no cycle")))
}

pub(super) fn date(text: &str) -> Result<NaiveDate, StoreError> {
    text.parse().map_err(|_| off("a date"))
}

/// Stored terms of credit.
pub(super) fn term(row: TermRow, currency: Currency) -> Result<CreditControl, StoreError> {
    let (_, limit, settled, business, days, special_agreement, directly_contracted) = row;
    let days = u16::try_from(days).map_err(|_| off("a payment period"))?;
    Ok(CreditControl {
        limit: Money::new(limit, currency),
        settlement_cycle: SettlementCycle::parse(&settled).ok_or_else(|| off("a settlement cycle"))?,
        payment_period: if business { PaymentPeriod::Business(days) } else { PaymentPeriod::Calendar(days) },
        special_agreement,
        directly_contracted,
    })
}

pub(super) fn failed(row: FailedRow, currency: Currency) -> Result<FailedCharge, StoreError> {
    let (method, month, minor, attempts, last, reason, retry_on) = row;
    let reason = reason.as_deref().and_then(ChargeFailure::parse).unwrap_or(ChargeFailure::Declined);
    let retry_on = retry_on.as_deref().map(date).transpose()?;
    Ok(FailedCharge {
        method: method.unwrap_or_default(),
        cycle: cycle(month)?,
        money: Money::new(minor, currency),
        attempts: u32::try_from(attempts).map_err(|_| off("attempts at a charge"))?,
        failed_on: date(&last.ok_or_else(|| off("a charge that failed on no day"))?)?,
        reason,
        retry_on,
    })
}

pub(super) fn hold((kind, id): (String, i64)) -> Result<Hold, StoreError> {
    match kind.as_str() {
        "settlement_task" => Ok(Hold::SettlementTask(TaskId::new(id))),
        "payment" => Ok(Hold::Payment(PaymentId::new(id))),
        _ => Err(off("a hold")),
    }
}

fn holiday((day, kind): (String, String)) -> Result<(NaiveDate, Day), StoreError> {
    let kind = Day::parse(&kind).ok_or_else(|| off("a holiday"))?;
    Ok((date(&day)?, kind))
}

/// Reads a stored list of products; none is all of them.
fn products(text: Option<String>) -> Result<Products, StoreError> {
    let Some(text) = text else { return Ok(Products::All) };
    let codes: Vec<ProductCode> = serde_json::from_str(&text).map_err(|_| off("a list of products"))?;
    Ok(Products::Only(codes))
}

pub(super) fn coupon(
    (id, from, to, codes): (i64, String, String, Option<String>),
    currency: Currency,
) -> Result<Coupon, StoreError> {
    let (valid_from, valid_to) = (date(&from)?, date(&to)?);
    Ok(Coupon {
        id: CouponId::new(id),
        valid_from,
        valid_to,
        products: products(codes)?,
        left: Money::zero(currency),
    })
}

/// Id, first and last month, products; whether bills of the last month wait to be issued, and when it was, in microseconds.
pub(super) type CardRow = (i64, i64, i64, Option<String>, bool, Option<i64>);

pub(super) fn card(
    (id, from, to, codes, waits, issued_at): CardRow,
    currency: Currency,
) -> Result<StoredValueCard, StoreError> {
    let (valid_from, valid_to) = (cycle(from)?, cycle(to)?);
    let last_month = match issued_at.map(DateTime::from_timestamp_micros) {
        _ if waits => LastMonth::Waits,
        Some(at) => LastMonth::Issued(billing_date(at.ok_or_else(|| off("the time of an issue"))?)),
        None => LastMonth::Nothing,
    };
    let (id, products, left) = (CardId::new(id), products(codes)?, Money::zero(currency));
    Ok(StoredValueCard { id, valid_from, valid_to, last_month, products, left })
}
