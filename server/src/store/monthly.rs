//! Reading monthly bills and what was paid to them.

use super::ledger_write::WriteLedger;
use super::listed::{list, listing};
use super::monthly_write::{WriteMonthly, source};
use super::terms::{ReadTerms, Standing, cycle, off};
use super::{Db, StoreError, reading};
use contract::account::AccountName;
use contract::cycle::Cycle;
use contract::id::AccountNumber;
use contract::ledger::Source;
use contract::money::{Currency, Money};
use contract::monthly_bill::{MonthlyBalances, UncheckedMonthly};

/// A monthly bill as it is kept, or as the bills of a cycle that is not issued come to.
#[derive(Debug, Clone)]
pub struct MonthlyRow {
    /// The account's id.
    pub account_id: i64,
    /// Who is billed.
    pub account: AccountName,
    /// The month.
    pub cycle: Cycle,
    /// How many bills.
    pub bills: u64,
    /// The four balances.
    pub balances: MonthlyBalances,
    /// Whether it is issued.
    pub issued: bool,
    /// Until when it is to be paid.
    pub due_date: Option<chrono::NaiveDate>,
    /// Its automatic charge failed.
    pub charge_failed: bool,
}

/// A payment of a bill as it is kept.
#[derive(Debug, Clone)]
pub struct RepaymentRow {
    /// When, in microseconds.
    pub at: i64,
    /// The movement.
    pub transaction: i64,
    /// From what.
    pub source: Source,
    /// The bill.
    pub bill: i64,
    /// Year and place of its number.
    pub number: (i64, i64),
    /// Minor units.
    pub amount: i64,
}

/// A bill of a monthly bill.
#[derive(Debug, Clone)]
pub struct LineRow {
    /// Its id.
    pub bill: i64,
    /// Year and place of its number; none before it is issued.
    pub number: Option<(i64, i64)>,
    /// The product's name.
    pub product: String,
    /// The application's name.
    pub application: String,
    /// Minor units.
    pub consumption: i64,
    /// Minor units.
    pub outstanding: i64,
}

type Row =
    (i64, String, String, String, i64, i64, i64, i64, i64, i64, i64, i64, bool, Option<String>, bool, i64);

const OVERVIEW: &str = "SELECT m.account_id, a.number, a.name, a.currency, m.cycle, m.bills, m.consumption, \
     m.prepaid_cover, m.outstanding, m.processing, m.settled, m.canceled, TRUE, m.due_date, m.charge_failed, m.credited \
     FROM monthly_bill m JOIN account a ON a.organization_id = m.organization_id AND a.id = m.account_id \
     WHERE m.organization_id = $1 \
     UNION ALL SELECT b.account_id, a.number, a.name, a.currency, b.cycle, b.bills, b.consumption, \
     b.prepaid_cover, b.outstanding, b.processing, b.settled, b.canceled, FALSE, NULL, FALSE, b.credited \
     FROM (SELECT account_id, cycle, COUNT(*) AS bills, CAST(SUM(consumption) AS BIGINT) AS consumption, \
     CAST(SUM(prepaid_cover) AS BIGINT) AS prepaid_cover, CAST(SUM(outstanding) AS BIGINT) AS outstanding, \
     CAST(SUM(processing) AS BIGINT) AS processing, CAST(SUM(settled) AS BIGINT) AS settled, \
     CAST(SUM(canceled) AS BIGINT) AS canceled, \
     CAST(SUM(CASE WHEN consumption < 0 THEN -consumption ELSE 0 END) AS BIGINT) AS credited FROM bill \
     WHERE organization_id = $1 AND cycle >= $2 AND NOT issued AND NOT withdrawn \
     GROUP BY account_id, cycle) b JOIN account a ON a.organization_id = $1 AND a.id = b.account_id";

const STATE: &str = "SELECT bills_revision + names_revision FROM organization WHERE id = $1";

/// A number that grows whenever something happens to the organization's bills or names: an import, an issue, a payment, a
/// credit note, a charge that is given up.
pub async fn state(db: &Db, organization: i64) -> Result<u64, StoreError> {
    let found: Option<i64> = reading!(db, |connection| {
        sqlx::query_scalar(STATE).bind(organization).fetch_optional(&mut *connection).await?
    });
    u64::try_from(found.unwrap_or(0)).map_err(|_| off("a negative revision"))
}

/// Every monthly bill of an organization, and what the bills of cycles from `from` on that belong to none yet come to.
pub async fn overview(db: &Db, organization: i64, from: Cycle) -> Result<Vec<MonthlyRow>, StoreError> {
    let rows: Vec<Row> = reading!(db, |connection| {
        let found = sqlx::query_as(OVERVIEW).bind(organization).bind(i64::from(from.index()));
        found.fetch_all(&mut *connection).await?
    });
    rows.into_iter().map(monthly).collect()
}

const REPAYMENTS: &str = "SELECT t.posted_at, r.transaction_id, r.source, r.bill_id, b.number_year, b.number_place, \
     r.amount FROM repayment r \
     JOIN ledger_transaction t ON t.organization_id = r.organization_id AND t.id = r.transaction_id \
     JOIN bill b ON b.organization_id = r.organization_id AND b.id = r.bill_id \
     WHERE r.organization_id = $1 AND r.account_id = $2 AND r.cycle = $3 \
     ORDER BY r.transaction_id, b.number_year, b.number_place, r.source";

/// What was paid to a monthly bill, oldest first.
pub async fn repayments(
    db: &Db,
    organization: i64,
    account: i64,
    cycle: Cycle,
) -> Result<Vec<RepaymentRow>, StoreError> {
    let rows: Vec<(i64, i64, String, i64, i64, i64, i64)> = reading!(db, |connection| {
        let found = sqlx::query_as(REPAYMENTS).bind(organization).bind(account);
        found.bind(i64::from(cycle.index())).fetch_all(&mut *connection).await?
    });
    let row = |(at, transaction, from, bill, year, place, amount): (i64, i64, String, i64, i64, i64, i64)| {
        Ok(RepaymentRow { at, transaction, source: source(&from)?, bill, number: (year, place), amount })
    };
    rows.into_iter().map(row).collect()
}

const LINES: &str = "SELECT b.id, b.number_year, b.number_place, p.name, a.name, b.consumption, b.outstanding \
     FROM bill b JOIN product p ON p.organization_id = b.organization_id AND p.id = b.product_id \
     JOIN application a ON a.organization_id = b.organization_id AND a.id = b.application_id \
     WHERE b.organization_id = $1 AND b.account_id = $2 AND b.cycle = $3 AND NOT b.withdrawn \
     ORDER BY b.number_year, b.number_place, b.id";

type BillRow = (i64, Option<i64>, Option<i64>, String, String, i64, i64);

/// The bills of an account in a cycle, in bill-number order.
pub async fn lines(
    db: &Db,
    organization: i64,
    account: i64,
    cycle: Cycle,
) -> Result<Vec<LineRow>, StoreError> {
    let rows: Vec<BillRow> = reading!(db, |connection| {
        let found = sqlx::query_as(LINES).bind(organization).bind(account);
        found.bind(i64::from(cycle.index())).fetch_all(&mut *connection).await?
    });
    let line = |(bill, year, place, product, application, consumption, outstanding): BillRow| LineRow {
        bill,
        number: year.zip(place),
        product,
        application,
        consumption,
        outstanding,
    };
    Ok(rows.into_iter().map(line).collect())
}

const OPEN: &str = "SELECT id, number_year, number_place FROM bill WHERE organization_id = $1 AND account_id = $2 \
     AND outstanding > 0 AND number_place IS NOT NULL AND NOT withdrawn ORDER BY number_year, number_place";

/// The open bills of an account, with year and place of their numbers.
pub async fn open(db: &Db, organization: i64, account: i64) -> Result<Vec<(i64, i64, i64)>, StoreError> {
    let rows = reading!(db, |connection| {
        sqlx::query_as(OPEN).bind(organization).bind(account).fetch_all(&mut *connection).await?
    });
    Ok(rows)
}

/// What an account has, owes and agreed to on a day; none when there is no such account.
pub async fn standing(
    db: &Db,
    organization: i64,
    account: i64,
    on: chrono::NaiveDate,
) -> Result<Option<Standing>, StoreError> {
    reading!(db, |connection| {
        let mut tx = sqlx::Connection::begin(&mut *connection).await?;
        let Some(currency) = tx.currency(organization, account).await? else { return Ok(None) };
        // First of all: cash that pays a bill in between is missing here then, not there twice.
        let books = WriteLedger::balances(&mut *tx, organization, account).await?.into_iter().collect();
        let standing = Standing {
            currency,
            control: tx.credit_control(organization, account, currency, on).await?,
            settings: tx.settings(organization, account).await?,
            holds: tx.holds(organization, account).await?,
            failed_charge: tx.failed_charge(organization, account, currency).await?,
            coupons: tx.coupons(organization, account, currency).await?,
            cards: tx.cards(organization, account, currency).await?,
            owed: tx.owed(organization, account, currency).await?,
            books,
        };
        Ok(Some(standing))
    })
}

fn monthly(row: Row) -> Result<MonthlyRow, StoreError> {
    let (
        account_id,
        number,
        name,
        currency,
        month,
        bills,
        consumption,
        prepaid,
        open,
        processing,
        settled,
        canceled,
        issued,
        due,
        failed,
        credited,
    ) = row;
    let currency: Currency = currency.parse().map_err(|_| off("an account's currency"))?;
    let money = |minor: i64| Money::new(minor, currency);
    let balances: MonthlyBalances = UncheckedMonthly {
        consumption: money(consumption),
        prepaid_cover: money(prepaid),
        outstanding: money(open),
        processing: money(processing),
        settled: money(settled),
        canceled: money(canceled),
        credited: money(credited),
    }
    .try_into()
    .map_err(|_| off("the balances of a monthly bill"))?;
    let number = AccountNumber::parse(&number).map_err(|_| off("an account number"))?;
    let due_date = due.map(|date| date.parse().map_err(|_| off("a due date"))).transpose()?;
    Ok(MonthlyRow {
        account_id,
        account: AccountName { number, name },
        cycle: cycle(month)?,
        bills: u64::try_from(bills).unwrap_or_default(),
        balances,
        issued,
        due_date,
        charge_failed: failed,
    })
}

/// The id of the account with this number.
pub async fn account(db: &Db, organization: i64, number: &AccountNumber) -> Result<Option<i64>, StoreError> {
    let (ids, _) = super::accounts::ids(db, organization, std::slice::from_ref(number)).await?;
    Ok(ids.first().copied())
}

const TO_ISSUE: &str = "SELECT DISTINCT b.organization_id, b.account_id, b.cycle FROM bill b \
     WHERE NOT b.issued AND b.number_place IS NOT NULL AND NOT b.withdrawn \
     ORDER BY b.organization_id, b.cycle, b.account_id";

/// Organization, account and cycle of bills that have their numbers but no monthly bill yet, oldest cycle first.
pub async fn to_issue(db: &Db) -> Result<Vec<(i64, i64, Cycle)>, StoreError> {
    let rows: Vec<(i64, i64, i64)> =
        reading!(db, |connection| sqlx::query_as(TO_ISSUE).fetch_all(&mut *connection).await?);
    rows.into_iter()
        .map(|(organization, account, month)| Ok((organization, account, cycle(month)?)))
        .collect()
}

const TO_SETTLE: &str = "SELECT m.organization_id, m.account_id, (SELECT COALESCE(MAX(e.place), 0) FROM audit_entry e \
     WHERE e.organization_id = m.organization_id AND e.account_id = m.account_id) \
     FROM (SELECT DISTINCT organization_id, account_id FROM monthly_bill WHERE outstanding > 0) m \
     WHERE EXISTS (SELECT 1 FROM ledger_balance l \
     WHERE l.organization_id = m.organization_id AND l.account_id = m.account_id AND l.debits < 0 \
     AND (l.book = 'cash' OR l.book LIKE 'refund/%' OR l.book LIKE 'card/%' OR l.book LIKE 'coupon/%')) \
     ORDER BY m.organization_id, m.account_id";

/// Organization and account where something is outstanding and something is held, with the account's newest place in the
/// audit log.
pub async fn to_settle(db: &Db) -> Result<Vec<(i64, i64, i64)>, StoreError> {
    let rows = reading!(db, |connection| sqlx::query_as(TO_SETTLE).fetch_all(&mut *connection).await?);
    Ok(rows)
}

/// The newest places in the audit log of accounts (organization and account); 0 where nothing was done.
pub async fn newest_places(db: &Db, accounts: &[(i64, i64)]) -> Result<Vec<(i64, i64, i64)>, StoreError> {
    let places = listing!(
        db,
        "SELECT CAST(listed.value->>0 AS BIGINT), CAST(listed.value->>1 AS BIGINT), \
         (SELECT COALESCE(MAX(e.place), 0) FROM audit_entry e \
         WHERE e.organization_id = CAST(listed.value->>0 AS BIGINT) \
         AND e.account_id = CAST(listed.value->>1 AS BIGINT)) FROM ",
        ""
    );
    let accounts = list(accounts)?;
    Ok(reading!(db, |connection| {
        sqlx::query_as(places).bind(&accounts).fetch_all(&mut *connection).await?
    }))
}
