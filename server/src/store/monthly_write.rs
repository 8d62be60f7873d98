//! Monthly bills and what is paid to them, inside the transaction of whoever calls.
//!
//! It decides nothing: it reads and records what `contract` decided.

use super::StoreError;
use super::bulk::{Few, Rows, Table};
use super::ledger_rows::monthly_bills;
use super::ledger_write::book;
use super::listed::{list, listed};
use super::terms::{cycle, off};
use chrono::NaiveDate;
use contract::cycle::Cycle;
use contract::id::{BillId, CardId, ProductCode};
use contract::ledger::{Book, Source};
use contract::money::{Currency, Money};
use contract::settle::{Owed, OwedBill};
use sqlx::{PgConnection, SqliteConnection};
use std::collections::BTreeMap;
use std::future::Future;

/// The sums of a cycle's bills of an account that have a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Sums {
    /// How many.
    pub bills: i64,
    /// Minor units.
    pub consumption: i64,
    /// Minor units.
    pub prepaid_cover: i64,
    /// Minor units.
    pub outstanding: i64,
    /// Minor units.
    pub processing: i64,
    /// Minor units.
    pub settled: i64,
    /// Minor units.
    pub canceled: i64,
    /// What bills below nothing come to, as an amount above nothing.
    pub credited: i64,
}

impl Sums {
    /// What was paid before the ledger began.
    pub const fn taken_over(&self) -> i64 {
        self.settled + self.credited - self.prepaid_cover
    }
}

/// A monthly bill to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct NewMonthlyBill {
    /// The month.
    pub cycle: Cycle,
    /// The account's currency.
    pub currency: Currency,
    /// What its bills come to.
    pub sums: Sums,
    /// When, in microseconds.
    pub issued_at: i64,
    /// Until when it is to be paid.
    pub due_date: Option<NaiveDate>,
}

/// What a movement pays of a monthly bill.
#[derive(Debug, Clone)]
pub struct Paid {
    /// The organization.
    pub organization: i64,
    /// The account.
    pub account: i64,
    /// The revision that the bills get.
    pub revision: i64,
    /// The movement.
    pub transaction: i64,
    /// The monthly bill's month.
    pub cycle: Cycle,
    /// Bill, what it was taken from, and minor units above nothing.
    pub parts: Vec<(BillId, Source, i64)>,
}

/// A transaction on the monthly bills of accounts.
pub trait WriteMonthly {
    /// Issued bills of the account with something outstanding, oldest month first, in bill-number order.
    fn owed(
        &mut self,
        organization: i64,
        account: i64,
        currency: Currency,
    ) -> impl Future<Output = Result<Vec<Owed>, StoreError>> + Send;

    /// Whether the account's cycle has a monthly bill.
    fn is_issued(
        &mut self,
        organization: i64,
        account: i64,
        cycle: Cycle,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// What the account's bills of a cycle come to: those with a number.
    fn sums(
        &mut self,
        organization: i64,
        account: i64,
        cycle: Cycle,
    ) -> impl Future<Output = Result<Sums, StoreError>> + Send;

    /// The exact sums of the same bills.
    fn exact(
        &mut self,
        organization: i64,
        account: i64,
        cycle: Cycle,
    ) -> impl Future<Output = Result<Vec<String>, StoreError>> + Send;

    /// Records monthly bills of accounts (organization and account), and that their bills never change again. `Corrupt` when
    /// these are not as many as they say.
    fn add_monthly(
        &mut self,
        new: &[((i64, i64), &NewMonthlyBill)],
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Records what was paid: the balances of the bills and of their monthly bills, and the records of it. `Corrupt` when
    /// less is outstanding.
    fn add_repayments(&mut self, paid: &[Paid]) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// The account's open bills of a cycle that is not issued, and of those before it that are not.
    fn running(
        &mut self,
        organization: i64,
        account: i64,
        cycle: Cycle,
        currency: Currency,
    ) -> impl Future<Output = Result<Vec<Owed>, StoreError>> + Send;

    /// What is outstanding of the account's bills of a cycle that is not issued, in minor units.
    fn accrued(
        &mut self,
        organization: i64,
        account: i64,
        cycle: Cycle,
    ) -> impl Future<Output = Result<i64, StoreError>> + Send;

    /// The account's bills of a cycle that have a number and something outstanding, in the order of their numbers.
    fn numbered(
        &mut self,
        organization: i64,
        account: i64,
        cycle: Cycle,
    ) -> impl Future<Output = Result<Vec<(BillId, i64)>, StoreError>> + Send;
}

const OWED: &str = "SELECT b.id, b.cycle, p.code, b.outstanding, b.product_id, b.application_id, b.first_month, \
     b.last_month FROM bill b JOIN product p ON p.organization_id = b.organization_id AND p.id = b.product_id \
     WHERE b.organization_id = $1 AND b.account_id = $2 AND b.issued AND b.outstanding > 0 \
     ORDER BY b.cycle, b.number_year, b.number_place";

/// Those that have a number already stand in the order of their numbers.
const RUNNING: &str = "SELECT b.id, b.cycle, p.code, b.outstanding, b.product_id, b.application_id, b.first_month, \
     b.last_month FROM bill b JOIN product p ON p.organization_id = b.organization_id AND p.id = b.product_id \
     WHERE b.organization_id = $1 AND b.account_id = $2 AND b.cycle <= $3 AND NOT b.issued AND NOT b.withdrawn \
     AND b.outstanding > 0 ORDER BY b.cycle, COALESCE(b.number_year, 0), COALESCE(b.number_place, 0), b.id";

const NAMED: &str = "SELECT product_id, application_id, card_id FROM order_card \
     WHERE organization_id = $1 AND account_id = $2 ORDER BY product_id, application_id, card_id";

const IS_ISSUED: &str =
    "SELECT cycle FROM monthly_bill WHERE organization_id = $1 AND account_id = $2 AND cycle = $3";

/// `sums!(before, where)`: the sums of bills with a number.
macro_rules! sums {
    ($before:literal, $where:literal) => {
        concat!(
            "SELECT ",
            $before,
            "COUNT(*) AS bills, CAST(COALESCE(SUM(consumption), 0) AS BIGINT) AS consumption, \
             CAST(COALESCE(SUM(prepaid_cover), 0) AS BIGINT) AS prepaid_cover, \
             CAST(COALESCE(SUM(outstanding), 0) AS BIGINT) AS outstanding, \
             CAST(COALESCE(SUM(processing), 0) AS BIGINT) AS processing, \
             CAST(COALESCE(SUM(settled), 0) AS BIGINT) AS settled, \
             CAST(COALESCE(SUM(canceled), 0) AS BIGINT) AS canceled, \
             CAST(COALESCE(SUM(CASE WHEN consumption < 0 THEN -consumption ELSE 0 END), 0) AS BIGINT) AS credited \
             FROM bill WHERE organization_id = $1 AND number_place IS NOT NULL AND NOT withdrawn ",
            $where
        )
    };
}
pub(super) use sums;

const SUMS: &str = sums!("", "AND account_id = $2 AND cycle = $3");

const EXACT: &str = "SELECT exact FROM bill WHERE organization_id = $1 AND account_id = $2 AND cycle = $3 \
     AND number_place IS NOT NULL AND NOT withdrawn";

const ACCRUED: &str = "SELECT CAST(COALESCE(SUM(outstanding), 0) AS BIGINT) FROM bill \
     WHERE organization_id = $1 AND account_id = $2 AND cycle = $3 AND NOT issued AND NOT withdrawn";

const NUMBERED: &str = "SELECT id, outstanding FROM bill WHERE organization_id = $1 AND account_id = $2 AND cycle = $3 \
     AND number_place IS NOT NULL AND NOT withdrawn AND outstanding > 0 ORDER BY number_year, number_place";

static REPAYMENT: Table = Table {
    name: "repayment",
    columns: &["organization_id", "account_id", "cycle", "transaction_id", "bill_id", "source", "amount"],
};

pub(super) type OwedRow = (i64, i64, String, i64, i64, i64, i64, i64);

macro_rules! write_monthly {
    ($connection:ident) => {
        impl WriteMonthly for $connection {
            async fn owed(
                &mut self,
                organization: i64,
                account: i64,
                currency: Currency,
            ) -> Result<Vec<Owed>, StoreError> {
                let rows: Vec<OwedRow> =
                    sqlx::query_as(OWED).bind(organization).bind(account).fetch_all(&mut *self).await?;
                let named: Vec<(i64, i64, i64)> =
                    sqlx::query_as(NAMED).bind(organization).bind(account).fetch_all(&mut *self).await?;
                owed(rows, &named, currency)
            }

            async fn running(
                &mut self,
                organization: i64,
                account: i64,
                cycle: Cycle,
                currency: Currency,
            ) -> Result<Vec<Owed>, StoreError> {
                let rows = sqlx::query_as::<_, OwedRow>(RUNNING).bind(organization).bind(account);
                let rows = rows.bind(i64::from(cycle.index())).fetch_all(&mut *self).await?;
                let named: Vec<(i64, i64, i64)> =
                    sqlx::query_as(NAMED).bind(organization).bind(account).fetch_all(&mut *self).await?;
                owed(rows, &named, currency)
            }

            async fn is_issued(
                &mut self,
                organization: i64,
                account: i64,
                cycle: Cycle,
            ) -> Result<bool, StoreError> {
                let found = sqlx::query_scalar::<_, i64>(IS_ISSUED).bind(organization).bind(account);
                Ok(found.bind(i64::from(cycle.index())).fetch_optional(&mut *self).await?.is_some())
            }

            async fn sums(
                &mut self,
                organization: i64,
                account: i64,
                cycle: Cycle,
            ) -> Result<Sums, StoreError> {
                let found = sqlx::query_as(SUMS).bind(organization).bind(account);
                Ok(found.bind(i64::from(cycle.index())).fetch_one(&mut *self).await?)
            }

            async fn exact(
                &mut self,
                organization: i64,
                account: i64,
                cycle: Cycle,
            ) -> Result<Vec<String>, StoreError> {
                let found = sqlx::query_scalar(EXACT).bind(organization).bind(account);
                Ok(found.bind(i64::from(cycle.index())).fetch_all(&mut *self).await?)
            }

            async fn add_monthly(
                &mut self,
                new: &[((i64, i64), &NewMonthlyBill)],
            ) -> Result<(), StoreError> {
                let freeze = concat!(
                    "UPDATE bill SET issued = TRUE FROM (SELECT CAST(listed.value->>0 AS BIGINT) AS organization_id, \
                     CAST(listed.value->>1 AS BIGINT) AS account_id, CAST(listed.value->>2 AS BIGINT) AS cycle FROM ",
                    listed!($connection),
                    ") AS due WHERE bill.organization_id = due.organization_id AND bill.account_id = due.account_id \
                     AND bill.cycle = due.cycle AND bill.number_place IS NOT NULL AND NOT bill.withdrawn \
                     AND NOT bill.issued",
                );
                if new.is_empty() {
                    return Ok(());
                }
                let mut rows = monthly_bills();
                let (mut cycles, mut bills) = (Vec::with_capacity(new.len()), 0);
                for ((organization, account), new) in new {
                    new.add_to(&mut rows, *organization, *account);
                    cycles.push((*organization, *account, i64::from(new.cycle.index())));
                    bills += new.sums.bills;
                }
                self.add(&rows).await?;
                let frozen = sqlx::query(freeze).bind(list(&cycles)?).execute(&mut *self).await?;
                if i64::try_from(frozen.rows_affected()) == Ok(bills) {
                    return Ok(());
                }
                Err(off("the bills of a monthly bill"))
            }

            async fn accrued(
                &mut self,
                organization: i64,
                account: i64,
                cycle: Cycle,
            ) -> Result<i64, StoreError> {
                let sum = sqlx::query_scalar(ACCRUED).bind(organization).bind(account);
                Ok(sum.bind(i64::from(cycle.index())).fetch_one(&mut *self).await?)
            }

            async fn numbered(
                &mut self,
                organization: i64,
                account: i64,
                cycle: Cycle,
            ) -> Result<Vec<(BillId, i64)>, StoreError> {
                let rows = sqlx::query_as::<_, (i64, i64)>(NUMBERED).bind(organization).bind(account);
                let rows = rows.bind(i64::from(cycle.index())).fetch_all(&mut *self).await?;
                Ok(rows.into_iter().map(|(id, outstanding)| (BillId::new(id), outstanding)).collect())
            }

            async fn add_repayments(&mut self, paid: &[Paid]) -> Result<(), StoreError> {
                let pay_bills = concat!(
                    "UPDATE bill SET outstanding = outstanding - paid.minor, settled = settled + paid.minor, \
                     revision = paid.new_revision FROM (SELECT CAST(listed.value->>0 AS BIGINT) AS organization_id, \
                     CAST(listed.value->>1 AS BIGINT) AS id, CAST(listed.value->>2 AS BIGINT) AS new_revision, \
                     CAST(listed.value->>3 AS BIGINT) AS minor FROM ",
                    listed!($connection),
                    ") AS paid WHERE bill.organization_id = paid.organization_id AND bill.id = paid.id \
                     AND bill.issued AND bill.outstanding >= paid.minor",
                );
                let pay_monthly = concat!(
                    "UPDATE monthly_bill SET outstanding = outstanding - paid.minor, settled = settled + paid.minor \
                     FROM (SELECT CAST(listed.value->>0 AS BIGINT) AS organization_id, \
                     CAST(listed.value->>1 AS BIGINT) AS account_id, CAST(listed.value->>2 AS BIGINT) AS cycle, \
                     CAST(listed.value->>3 AS BIGINT) AS minor FROM ",
                    listed!($connection),
                    ") AS paid WHERE monthly_bill.organization_id = paid.organization_id \
                     AND monthly_bill.account_id = paid.account_id AND monthly_bill.cycle = paid.cycle \
                     AND monthly_bill.outstanding >= paid.minor",
                );
                if paid.is_empty() {
                    return Ok(());
                }
                let Sorted { bills, monthly, records } = Sorted::of(paid)?;
                let all = sqlx::query(pay_bills).bind(list(&bills)?).execute(&mut *self).await?;
                if all.rows_affected() != bills.len() as u64 {
                    return Err(off("a bill that would be paid too much"));
                }
                let all = sqlx::query(pay_monthly).bind(list(&monthly)?).execute(&mut *self).await?;
                if all.rows_affected() != monthly.len() as u64 {
                    return Err(off("a monthly bill that would be paid too much"));
                }
                self.add(&records).await
            }
        }
    };
}

write_monthly!(SqliteConnection);
write_monthly!(PgConnection);

/// What is paid, by what it changes.
struct Sorted {
    /// Organization, bill, revision, minor units.
    bills: Vec<(i64, i64, i64, i64)>,
    /// Organization, account, cycle, minor units.
    monthly: Vec<(i64, i64, i64, i64)>,
    records: Rows,
}

impl Sorted {
    fn of(paid: &[Paid]) -> Result<Self, StoreError> {
        let (mut bills, mut monthly) = (BTreeMap::new(), BTreeMap::new());
        let mut records = Rows::new(&REPAYMENT);
        for one in paid {
            let (organization, account, cycle) =
                (one.organization, one.account, i64::from(one.cycle.index()));
            for (bill, source, minor) in &one.parts {
                more(bills.entry((organization, bill.number(), one.revision)).or_default(), *minor)?;
                more(monthly.entry((organization, account, cycle)).or_default(), *minor)?;
                records.whole(organization).whole(account).whole(cycle).whole(one.transaction);
                records.whole(bill.number()).shown(source.book()).whole(*minor);
            }
        }
        let bills = bills
            .into_iter()
            .map(|((organization, bill, revision), minor)| (organization, bill, revision, minor));
        let monthly = monthly
            .into_iter()
            .map(|((organization, account, cycle), minor)| (organization, account, cycle, minor));
        Ok(Self { bills: bills.collect(), monthly: monthly.collect(), records })
    }
}

fn more(sum: &mut i64, minor: i64) -> Result<(), StoreError> {
    *sum = sum.checked_add(minor).ok_or_else(|| off("a payment past 63 bits"))?;
    Ok(())
}

pub(super) fn owed(
    rows: Vec<OwedRow>,
    named: &[(i64, i64, i64)],
    currency: Currency,
) -> Result<Vec<Owed>, StoreError> {
    let mut months: Vec<Owed> = Vec::new();
    for (id, month, code, outstanding, product, application, first, last) in rows {
        let month = cycle(month)?;
        let cards = named.iter().filter(|name| (name.0, name.1) == (product, application));
        let bill = OwedBill {
            id: BillId::new(id),
            product: ProductCode::parse(&code).map_err(|_| off("a product code"))?,
            covers: (cycle(first)?, cycle(last)?),
            cards: cards.map(|name| CardId::new(name.2)).collect(),
            outstanding: Money::new(outstanding, currency),
        };
        match months.last_mut() {
            Some(last) if last.cycle == month => last.bills.push(bill),
            _ => months.push(Owed { cycle: month, bills: vec![bill] }),
        }
    }
    Ok(months)
}

/// The source with this stored name.
pub fn source(name: &str) -> Result<Source, StoreError> {
    match book(name)? {
        Book::Coupon(coupon) => Ok(Source::Coupon(coupon)),
        Book::Card(card) => Ok(Source::Card(card)),
        Book::Refund(month) => Ok(Source::Refund(month)),
        Book::Cash => Ok(Source::Cash),
        Book::Prepayment(month) => Ok(Source::Prepayment(month)),
        _ => Err(StoreError::Corrupt(format!("{name:?} pays nothing"))),
    }
}
