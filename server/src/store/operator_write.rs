//! What the platform operator's acts read and record beside the ledger: terms, cards, coupons, calendars, inside the
//! transaction of whoever calls.
//!
//! It decides nothing. Grants are only ended, never deleted; terms of the past are the caller's not to touch.

use super::StoreError;
use super::terms::{date, off, term};
use chrono::NaiveDate;
use contract::calendar::{CreditControl, Day, PaymentPeriod};
use contract::cycle::Cycle;
use contract::id::{ApplicationId, CardId, CouponId, ProductCode};
use contract::ledger::Book;
use contract::money::Currency;
use contract::operator::OrderKey;
use contract::settle::Products;
use sqlx::{PgConnection, SqliteConnection};
use std::future::Future;

/// A coupon to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCoupon {
    /// Id.
    pub id: CouponId,
    /// Minor units.
    pub granted: i64,
    /// First and last day.
    pub valid: (NaiveDate, NaiveDate),
    /// What it deducts from.
    pub products: Products,
}

/// A stored value card to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCard {
    /// Id.
    pub id: CardId,
    /// Minor units.
    pub granted: i64,
    /// First and last month.
    pub valid: (Cycle, Cycle),
    /// What it pays for.
    pub products: Products,
    /// Orders that name it: ids of product and application.
    pub orders: Vec<(i64, i64)>,
}

/// Terms of credit to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTerms {
    /// First day.
    pub valid_from: NaiveDate,
    /// Whether they end then.
    pub ended: bool,
    /// The terms, or those that end.
    pub terms: CreditControl,
    /// Holidays that business days are counted by.
    pub calendar: String,
}

/// An order of an account, as its bills show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    /// Ids of product and application.
    pub ids: (i64, i64),
    /// Their codes.
    pub name: OrderKey,
}

/// A transaction that acts for the platform.
pub trait WriteOperator {
    /// Codes of the organization's products.
    fn products(
        &mut self,
        organization: i64,
    ) -> impl Future<Output = Result<Vec<ProductCode>, StoreError>> + Send;

    /// The account's orders: products × applications that it was ever billed for.
    fn orders(
        &mut self,
        organization: i64,
        account: i64,
    ) -> impl Future<Output = Result<Vec<OrderRow>, StoreError>> + Send;

    /// Records a coupon.
    fn add_coupon(
        &mut self,
        organization: i64,
        account: i64,
        new: &NewCoupon,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Records a stored value card, and the orders that name it.
    fn add_card(
        &mut self,
        organization: i64,
        account: i64,
        new: &NewCard,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Notes that nothing is left of a card or a coupon from this day on.
    fn end_grant(
        &mut self,
        organization: i64,
        book: Book,
        on: NaiveDate,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Whether nothing is left of a card or a coupon.
    fn has_ended(
        &mut self,
        organization: i64,
        book: Book,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Records terms of credit; those of the same first day are replaced.
    fn put_terms(
        &mut self,
        organization: i64,
        account: i64,
        new: &NewTerms,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Terms of credit that were agreed for days after this one, in their order.
    fn terms_after(
        &mut self,
        organization: i64,
        account: i64,
        currency: Currency,
        on: NaiveDate,
    ) -> impl Future<Output = Result<Vec<NewTerms>, StoreError>> + Send;

    /// Sets a day of a calendar of the portal; none: an ordinary day.
    fn put_day(
        &mut self,
        calendar: &str,
        date: NaiveDate,
        day: Option<Day>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

const PRODUCTS: &str = "SELECT code FROM product WHERE organization_id = $1 ORDER BY code";

const ORDERS: &str = "SELECT DISTINCT b.product_id, b.application_id, p.code, a.code FROM bill b \
     JOIN product p ON p.organization_id = b.organization_id AND p.id = b.product_id \
     JOIN application a ON a.organization_id = b.organization_id AND a.id = b.application_id \
     WHERE b.organization_id = $1 AND b.account_id = $2 AND NOT b.withdrawn ORDER BY p.code, a.code";

const ADD_COUPON: &str = "INSERT INTO coupon (organization_id, id, account_id, valid_from, valid_to, products, granted) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";

const ADD_CARD: &str = "INSERT INTO stored_value_card (organization_id, id, account_id, valid_from, valid_to, products, granted) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";

const ADD_ORDER: &str = "INSERT INTO order_card (organization_id, account_id, product_id, application_id, card_id) \
     VALUES ($1, $2, $3, $4, $5)";

const END_COUPON: &str =
    "UPDATE coupon SET ended_on = $3 WHERE organization_id = $1 AND id = $2 AND ended_on IS NULL";

const END_CARD: &str =
    "UPDATE stored_value_card SET ended_on = $3 WHERE organization_id = $1 AND id = $2 AND ended_on IS NULL";

const COUPON_ENDED: &str =
    "SELECT id FROM coupon WHERE organization_id = $1 AND id = $2 AND ended_on IS NOT NULL";

const CARD_ENDED: &str =
    "SELECT id FROM stored_value_card WHERE organization_id = $1 AND id = $2 AND ended_on IS NOT NULL";

const TERMS_AFTER: &str = "SELECT valid_from, calendar, ended, credit_limit, settlement_cycle, business_days, days, \
     special_agreement, directly_contracted FROM credit_control \
     WHERE organization_id = $1 AND account_id = $2 AND valid_from > $3 ORDER BY valid_from";

type LaterRow = (String, String, bool, i64, String, bool, i64, bool, bool);

fn later(row: LaterRow, currency: Currency) -> Result<NewTerms, StoreError> {
    let (from, calendar, ended, limit, settled, business, days, special, direct) = row;
    let terms = term((ended, limit, settled, business, days, special, direct), currency)?;
    Ok(NewTerms { valid_from: date(&from)?, ended, terms, calendar })
}

const PUT_TERMS: &str = "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, \
     settlement_cycle, business_days, days, special_agreement, directly_contracted, calendar) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
     ON CONFLICT (organization_id, account_id, valid_from) DO UPDATE SET ended = excluded.ended, \
     credit_limit = excluded.credit_limit, settlement_cycle = excluded.settlement_cycle, \
     business_days = excluded.business_days, days = excluded.days, \
     special_agreement = excluded.special_agreement, \
     directly_contracted = excluded.directly_contracted, calendar = excluded.calendar";

const PUT_DAY: &str = "INSERT INTO holiday (organization_id, calendar, date, kind) VALUES (0, $1, $2, $3) \
     ON CONFLICT (organization_id, calendar, date) DO UPDATE SET kind = excluded.kind";

const REMOVE_DAY: &str = "DELETE FROM holiday WHERE organization_id = 0 AND calendar = $1 AND date = $2";

macro_rules! write_operator {
    ($connection:ty) => {
        impl WriteOperator for $connection {
            async fn products(&mut self, organization: i64) -> Result<Vec<ProductCode>, StoreError> {
                let rows: Vec<String> =
                    sqlx::query_scalar(PRODUCTS).bind(organization).fetch_all(&mut *self).await?;
                rows.iter().map(|code| product(code)).collect()
            }

            async fn orders(&mut self, organization: i64, account: i64) -> Result<Vec<OrderRow>, StoreError> {
                let rows: Vec<(i64, i64, String, String)> =
                    sqlx::query_as(ORDERS).bind(organization).bind(account).fetch_all(&mut *self).await?;
                rows.into_iter().map(order).collect()
            }

            async fn add_coupon(
                &mut self,
                organization: i64,
                account: i64,
                new: &NewCoupon,
            ) -> Result<(), StoreError> {
                sqlx::query(ADD_COUPON)
                    .bind(organization)
                    .bind(new.id.number())
                    .bind(account)
                    .bind(new.valid.0.to_string())
                    .bind(new.valid.1.to_string())
                    .bind(codes(&new.products)?)
                    .bind(new.granted)
                    .execute(&mut *self)
                    .await?;
                Ok(())
            }

            async fn add_card(
                &mut self,
                organization: i64,
                account: i64,
                new: &NewCard,
            ) -> Result<(), StoreError> {
                sqlx::query(ADD_CARD)
                    .bind(organization)
                    .bind(new.id.number())
                    .bind(account)
                    .bind(i64::from(new.valid.0.index()))
                    .bind(i64::from(new.valid.1.index()))
                    .bind(codes(&new.products)?)
                    .bind(new.granted)
                    .execute(&mut *self)
                    .await?;
                for (product, application) in &new.orders {
                    let order = sqlx::query(ADD_ORDER).bind(organization).bind(account).bind(product);
                    order.bind(application).bind(new.id.number()).execute(&mut *self).await?;
                }
                Ok(())
            }

            async fn end_grant(
                &mut self,
                organization: i64,
                book: Book,
                on: NaiveDate,
            ) -> Result<(), StoreError> {
                let (sql, id) = match book {
                    Book::Coupon(coupon) => (END_COUPON, coupon.number()),
                    Book::Card(card) => (END_CARD, card.number()),
                    _ => return Err(StoreError::Corrupt(format!("{book} is no grant"))),
                };
                let ended = sqlx::query(sql).bind(organization).bind(id).bind(on.to_string());
                match ended.execute(&mut *self).await?.rows_affected() {
                    1 => Ok(()),
                    _ => Err(StoreError::Corrupt(format!("{book} would end twice"))),
                }
            }

            async fn has_ended(&mut self, organization: i64, book: Book) -> Result<bool, StoreError> {
                let (sql, id) = match book {
                    Book::Coupon(coupon) => (COUPON_ENDED, coupon.number()),
                    Book::Card(card) => (CARD_ENDED, card.number()),
                    _ => return Ok(true),
                };
                let ended = sqlx::query_scalar::<_, i64>(sql).bind(organization).bind(id);
                Ok(ended.fetch_optional(&mut *self).await?.is_some())
            }

            async fn terms_after(
                &mut self,
                organization: i64,
                account: i64,
                currency: Currency,
                on: NaiveDate,
            ) -> Result<Vec<NewTerms>, StoreError> {
                let rows = sqlx::query_as(TERMS_AFTER).bind(organization).bind(account);
                let rows: Vec<LaterRow> = rows.bind(on.to_string()).fetch_all(&mut *self).await?;
                rows.into_iter().map(|row| later(row, currency)).collect()
            }

            async fn put_terms(
                &mut self,
                organization: i64,
                account: i64,
                new: &NewTerms,
            ) -> Result<(), StoreError> {
                let (business, days) = match new.terms.payment_period {
                    PaymentPeriod::Business(days) => (true, days),
                    PaymentPeriod::Calendar(days) => (false, days),
                };
                sqlx::query(PUT_TERMS)
                    .bind(organization)
                    .bind(account)
                    .bind(new.valid_from.to_string())
                    .bind(new.ended)
                    .bind(new.terms.limit.minor())
                    .bind(new.terms.settlement_cycle.name())
                    .bind(business)
                    .bind(i64::from(days))
                    .bind(new.terms.special_agreement)
                    .bind(new.terms.directly_contracted)
                    .bind(&new.calendar)
                    .execute(&mut *self)
                    .await?;
                Ok(())
            }

            async fn put_day(
                &mut self,
                calendar: &str,
                date: NaiveDate,
                day: Option<Day>,
            ) -> Result<(), StoreError> {
                let date = date.to_string();
                match day {
                    Some(day) => {
                        let put = sqlx::query(PUT_DAY).bind(calendar).bind(date).bind(day.name());
                        put.execute(&mut *self).await?;
                    }
                    None => {
                        let gone = sqlx::query(REMOVE_DAY).bind(calendar).bind(date);
                        gone.execute(&mut *self).await?;
                    }
                }
                Ok(())
            }
        }
    };
}

write_operator!(SqliteConnection);
write_operator!(PgConnection);

fn product(code: &str) -> Result<ProductCode, StoreError> {
    ProductCode::parse(code).map_err(|_| off("a product code"))
}

pub(super) fn order(
    (product_id, application_id, code, application): (i64, i64, String, String),
) -> Result<OrderRow, StoreError> {
    let application = ApplicationId::parse(&application).map_err(|_| off("an application id"))?;
    let name = OrderKey { product: product(&code)?, application };
    Ok(OrderRow { ids: (product_id, application_id), name })
}

/// Products as they are stored: a JSON list of codes; none for all.
fn codes(products: &Products) -> Result<Option<String>, StoreError> {
    match products {
        Products::All => Ok(None),
        Products::Only(codes) => {
            let text = serde_json::to_string(codes);
            text.map(Some).map_err(|error| StoreError::Corrupt(error.to_string()))
        }
    }
}
