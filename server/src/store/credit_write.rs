//! Refunds, credit notes and what is undone: how much of a month was charged and given back, inside the transaction of
//! whoever calls.
//!
//! It decides nothing, and takes back nothing: what is undone is noted beside what was done.

use super::StoreError;
use super::ledger_write::book;
use super::terms::off;
use contract::cycle::Cycle;
use contract::id::BillId;
use contract::ledger::{Book, Kind, Posting, Transaction};
use contract::money::{Currency, Money};
use contract::operator::{CreditStep, Creditable};
use sqlx::{PgConnection, SqliteConnection};
use std::future::Future;

/// An entry of the audit log that may be undone.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DoneEntry {
    /// What was done.
    pub act: String,
    /// Whether it was undone already.
    pub reversed: bool,
}

/// Where a credit note takes from.
#[derive(Debug, Clone, Copy)]
pub struct Noted {
    /// The organization.
    pub organization: i64,
    /// The account.
    pub account: i64,
    /// The month.
    pub cycle: Cycle,
    /// The movement.
    pub transaction: i64,
    /// The revision that the bills get.
    pub revision: i64,
}

/// A transaction that gives money back.
pub trait WriteCredit {
    /// What was charged of an issued month in money, in minor units: paid, less what packages covered and cards and coupons
    /// paid (A6: no refund). None: not issued.
    fn charged(
        &mut self,
        account: (i64, i64),
        cycle: Cycle,
    ) -> impl Future<Output = Result<Option<i64>, StoreError>> + Send;

    /// What of it was given back by refunds and credit notes that stand, in minor units.
    fn given_back(
        &mut self,
        account: (i64, i64),
        cycle: Cycle,
    ) -> impl Future<Output = Result<i64, StoreError>> + Send;

    /// What the bills of an issued month still hold, in bill-number order.
    fn creditable(
        &mut self,
        account: (i64, i64),
        cycle: Cycle,
        currency: Currency,
    ) -> impl Future<Output = Result<Vec<Creditable>, StoreError>> + Send;

    /// Takes something off a bill and its monthly bill, and keeps the record of it.
    fn add_credit(
        &mut self,
        noted: Noted,
        step: &CreditStep,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Puts back what the credit notes of a movement took off.
    fn put_back(&mut self, noted: Noted) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// An entry of the account in the audit log.
    fn entry(
        &mut self,
        account: (i64, i64),
        place: i64,
    ) -> impl Future<Output = Result<Option<DoneEntry>, StoreError>> + Send;

    /// The movements of an entry.
    fn movements_of(
        &mut self,
        organization: i64,
        place: i64,
    ) -> impl Future<Output = Result<Vec<(i64, Transaction)>, StoreError>> + Send;

    /// Notes that an entry was undone by another one.
    fn add_reversal(
        &mut self,
        organization: i64,
        place: i64,
        by: i64,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

const CHARGED: &str = "SELECT m.settled + m.credited - m.prepaid_cover - CAST(COALESCE((SELECT SUM(r.amount) \
     FROM repayment r WHERE r.organization_id = m.organization_id AND r.account_id = m.account_id AND r.cycle = m.cycle \
     AND (r.source LIKE 'card/%' OR r.source LIKE 'coupon/%')), 0) AS BIGINT) FROM monthly_bill m \
     WHERE m.organization_id = $1 AND m.account_id = $2 AND m.cycle = $3";

const GIVEN_BACK: &str = "SELECT CAST(COALESCE(SUM(-p.debit), 0) AS BIGINT) FROM ledger_transaction t \
     JOIN ledger_posting p ON p.organization_id = t.organization_id AND p.transaction_id = t.id \
     WHERE t.organization_id = $1 AND t.account_id = $2 AND t.kind IN ('refund', 'credit_note') AND p.book = $3 \
     AND NOT EXISTS (SELECT 1 FROM reversal r \
     WHERE r.organization_id = t.organization_id AND r.audit_place = t.audit_place)";

const CREDITABLE: &str = "SELECT b.id, b.outstanding, b.settled - b.prepaid_cover - CAST(COALESCE((SELECT \
     SUM(r.amount) FROM repayment r WHERE r.organization_id = b.organization_id AND r.account_id = b.account_id \
     AND r.cycle = b.cycle AND r.bill_id = b.id AND (r.source LIKE 'card/%' OR r.source LIKE 'coupon/%')), 0) \
     AS BIGINT) - CAST(COALESCE((SELECT SUM(c.paid) \
     FROM credit_note c JOIN ledger_transaction t ON t.organization_id = c.organization_id AND t.id = c.transaction_id \
     WHERE c.organization_id = b.organization_id AND c.account_id = b.account_id AND c.cycle = b.cycle \
     AND c.bill_id = b.id AND NOT EXISTS (SELECT 1 FROM reversal r \
     WHERE r.organization_id = t.organization_id AND r.audit_place = t.audit_place)), 0) AS BIGINT) FROM bill b \
     WHERE b.organization_id = $1 AND b.account_id = $2 AND b.cycle = $3 AND b.number_place IS NOT NULL \
     AND NOT b.withdrawn AND b.consumption > 0 ORDER BY b.number_year, b.number_place";

const CANCEL_BILL: &str = "UPDATE bill SET outstanding = outstanding - $3, canceled = canceled + $3, revision = $4 \
     WHERE organization_id = $1 AND id = $2 AND outstanding >= $3 AND canceled + $3 >= 0";

const CANCEL_MONTHLY: &str = "UPDATE monthly_bill SET outstanding = outstanding - $4, canceled = canceled + $4 \
     WHERE organization_id = $1 AND account_id = $2 AND cycle = $3 AND outstanding >= $4 AND canceled + $4 >= 0";

const ADD_CREDIT: &str = "INSERT INTO credit_note (organization_id, account_id, cycle, transaction_id, bill_id, open, paid) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";

const CREDITED: &str = "SELECT bill_id, open FROM credit_note WHERE organization_id = $1 AND account_id = $2 \
     AND cycle = $3 AND transaction_id = $4 ORDER BY bill_id";

const ENTRY: &str = "SELECT e.act, EXISTS (SELECT 1 FROM reversal r WHERE r.organization_id = e.organization_id \
     AND r.audit_place = e.place) AS reversed FROM audit_entry e \
     WHERE e.organization_id = $1 AND e.account_id = $2 AND e.place = $3";

const MOVEMENTS_OF: &str = "SELECT t.id, t.kind, t.currency, p.book, p.debit FROM ledger_transaction t \
     JOIN ledger_posting p ON p.organization_id = t.organization_id AND p.transaction_id = t.id \
     WHERE t.organization_id = $1 AND t.audit_place = $2 ORDER BY t.id, p.book";

const ADD_REVERSAL: &str =
    "INSERT INTO reversal (organization_id, audit_place, by_place) VALUES ($1, $2, $3)";

type PostingRow = (i64, String, String, String, i64);

/// `cancel!(connection, noted, bill, open)`: so much of what is open is canceled, on the bill and on its monthly bill; below
/// nothing it is opened again.
macro_rules! cancel {
    ($connection:ident, $noted:ident, $bill:expr, $open:expr) => {{
        let (bill, open): (i64, i64) = ($bill, $open);
        let one = sqlx::query(CANCEL_BILL).bind($noted.organization).bind(bill).bind(open);
        let one = one.bind($noted.revision).execute(&mut *$connection).await?;
        let monthly = sqlx::query(CANCEL_MONTHLY).bind($noted.organization).bind($noted.account);
        let monthly = monthly.bind(i64::from($noted.cycle.index())).bind(open);
        let monthly = monthly.execute(&mut *$connection).await?;
        if (one.rows_affected(), monthly.rows_affected()) != (1, 1) {
            return Err(StoreError::Corrupt(format!("{} would be credited too much", BillId::new(bill))));
        }
    }};
}
macro_rules! write_credit {
    ($connection:ty) => {
        impl WriteCredit for $connection {
            async fn charged(
                &mut self,
                (organization, account): (i64, i64),
                cycle: Cycle,
            ) -> Result<Option<i64>, StoreError> {
                let found = sqlx::query_scalar(CHARGED).bind(organization).bind(account);
                Ok(found.bind(i64::from(cycle.index())).fetch_optional(&mut *self).await?)
            }

            async fn given_back(
                &mut self,
                (organization, account): (i64, i64),
                cycle: Cycle,
            ) -> Result<i64, StoreError> {
                let found = sqlx::query_scalar(GIVEN_BACK).bind(organization).bind(account);
                Ok(found.bind(Book::Refund(cycle).to_string()).fetch_one(&mut *self).await?)
            }

            async fn creditable(
                &mut self,
                (organization, account): (i64, i64),
                cycle: Cycle,
                currency: Currency,
            ) -> Result<Vec<Creditable>, StoreError> {
                let found = sqlx::query_as(CREDITABLE).bind(organization).bind(account);
                let rows: Vec<(i64, i64, i64)> =
                    found.bind(i64::from(cycle.index())).fetch_all(&mut *self).await?;
                let money = |minor: i64| Money::new(minor, currency);
                let bill = |(id, open, paid): (i64, i64, i64)| Creditable {
                    bill: BillId::new(id),
                    open: money(open),
                    paid: money(paid),
                };
                Ok(rows.into_iter().map(bill).collect())
            }

            async fn add_credit(&mut self, noted: Noted, step: &CreditStep) -> Result<(), StoreError> {
                cancel!(self, noted, step.bill.number(), step.open.minor());
                sqlx::query(ADD_CREDIT)
                    .bind(noted.organization)
                    .bind(noted.account)
                    .bind(i64::from(noted.cycle.index()))
                    .bind(noted.transaction)
                    .bind(step.bill.number())
                    .bind(step.open.minor())
                    .bind(step.paid.minor())
                    .execute(&mut *self)
                    .await?;
                Ok(())
            }

            async fn put_back(&mut self, noted: Noted) -> Result<(), StoreError> {
                let rows: Vec<(i64, i64)> = sqlx::query_as(CREDITED)
                    .bind(noted.organization)
                    .bind(noted.account)
                    .bind(i64::from(noted.cycle.index()))
                    .bind(noted.transaction)
                    .fetch_all(&mut *self)
                    .await?;
                for (bill, open) in rows {
                    cancel!(self, noted, bill, open.saturating_neg());
                }
                Ok(())
            }

            async fn entry(
                &mut self,
                (organization, account): (i64, i64),
                place: i64,
            ) -> Result<Option<DoneEntry>, StoreError> {
                let found = sqlx::query_as(ENTRY).bind(organization).bind(account).bind(place);
                Ok(found.fetch_optional(&mut *self).await?)
            }

            async fn movements_of(
                &mut self,
                organization: i64,
                place: i64,
            ) -> Result<Vec<(i64, Transaction)>, StoreError> {
                let rows: Vec<PostingRow> =
                    sqlx::query_as(MOVEMENTS_OF).bind(organization).bind(place).fetch_all(&mut *self).await?;
                rows.chunk_by(|one, other| one.0 == other.0).map(movement).collect()
            }

            async fn add_reversal(
                &mut self,
                organization: i64,
                place: i64,
                by: i64,
            ) -> Result<(), StoreError> {
                let added = sqlx::query(ADD_REVERSAL).bind(organization).bind(place).bind(by);
                added.execute(&mut *self).await?;
                Ok(())
            }
        }
    };
}

write_credit!(SqliteConnection);
write_credit!(PgConnection);

fn movement(rows: &[PostingRow]) -> Result<(i64, Transaction), StoreError> {
    let Some((id, kind, currency, ..)) = rows.first() else { return Err(off("a movement")) };
    let kind = Kind::parse(kind).ok_or_else(|| off("a kind of movement"))?;
    let currency: Currency = currency.parse().map_err(|_| off("a movement's currency"))?;
    let postings = rows
        .iter()
        .map(|(.., name, debit)| Ok(Posting { book: book(name)?, debit: Money::new(*debit, currency) }));
    let postings = postings.collect::<Result<Vec<_>, StoreError>>()?;
    let transaction = Transaction::try_new(kind, currency, postings).map_err(|_| off("a movement"))?;
    Ok((*id, transaction))
}
