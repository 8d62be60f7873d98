//! How an account stands, for whoever acts on it: its terms by date, its months with what can be given back, its bills.
//!
//! Only who acts for the platform is shown any of it: whoever calls has checked that.

use super::credit_write::WriteCredit;
use super::terms::{cycle, off};
use super::{Db, StoreError, reading};
use chrono::NaiveDate;
use contract::calendar::{CreditControl, PaymentPeriod, SettlementCycle};
use contract::cycle::Cycle;
use contract::id::BillId;
use contract::money::{Currency, Money};
use contract::monthly_bill::{MonthlyBalances, UncheckedMonthly};
use contract::operator::Creditable;
use std::collections::BTreeMap;

/// How many months are shown.
const MONTHS: i64 = 36;

/// Terms of credit as they are kept: first day, terms (none: ended), calendar.
pub type TermsRow = (NaiveDate, Option<CreditControl>, String);

/// An issued month: its balances, and what was charged of it in money and given back of it, in minor units.
pub type MonthRow = (Cycle, MonthlyBalances, (i64, i64));

/// A bill that something can be taken off, with year and place of its number, and names of product and application.
pub type BillRow = (Creditable, (i64, i64), String, String);

const TERMS: &str = "SELECT valid_from, ended, credit_limit, settlement_cycle, business_days, days, special_agreement, \
     directly_contracted, calendar FROM credit_control WHERE organization_id = $1 AND account_id = $2 \
     ORDER BY valid_from DESC";

type StoredTerms = (String, bool, i64, String, bool, i64, bool, bool, String);

/// Every term of credit of an account, newest first.
pub async fn terms(
    db: &Db,
    organization: i64,
    account: i64,
    currency: Currency,
) -> Result<Vec<TermsRow>, StoreError> {
    let rows: Vec<StoredTerms> = reading!(db, |connection| {
        sqlx::query_as(TERMS).bind(organization).bind(account).fetch_all(&mut *connection).await?
    });
    let row = |row: StoredTerms| {
        let (from, ended, limit, settled, business, days, special_agreement, directly_contracted, calendar) =
            row;
        let days = u16::try_from(days).map_err(|_| off("a payment period"))?;
        let terms = CreditControl {
            limit: Money::new(limit, currency),
            settlement_cycle: SettlementCycle::parse(&settled).ok_or_else(|| off("a settlement cycle"))?,
            payment_period: match business {
                true => PaymentPeriod::Business(days),
                false => PaymentPeriod::Calendar(days),
            },
            special_agreement,
            directly_contracted,
        };
        let from = from.parse().map_err(|_| off("a date"))?;
        Ok((from, (!ended).then_some(terms), calendar))
    };
    rows.into_iter().map(row).collect()
}

const ISSUED: &str = "SELECT cycle, consumption, prepaid_cover, outstanding, processing, settled, canceled, credited \
     FROM monthly_bill WHERE organization_id = $1 AND account_id = $2 ORDER BY cycle DESC LIMIT $3";

type StoredMonth = (i64, i64, i64, i64, i64, i64, i64, i64);

/// The newest issued months of an account, newest first.
pub async fn months(
    db: &Db,
    organization: i64,
    account: i64,
    currency: Currency,
) -> Result<Vec<MonthRow>, StoreError> {
    reading!(db, |connection| {
        let found = sqlx::query_as(ISSUED).bind(organization).bind(account).bind(MONTHS);
        let rows: Vec<StoredMonth> = found.fetch_all(&mut *connection).await?;
        let mut months = Vec::with_capacity(rows.len());
        for row in rows {
            let (month, balances) = month(row, currency)?;
            let charged = connection.charged((organization, account), month).await?.unwrap_or_default();
            let given_back = connection.given_back((organization, account), month).await?;
            months.push((month, balances, (charged, given_back)));
        }
        Ok(months)
    })
}

fn month(row: StoredMonth, currency: Currency) -> Result<(Cycle, MonthlyBalances), StoreError> {
    let (month, consumption, prepaid, open, processing, settled, canceled, credited) = row;
    let money = |minor: i64| Money::new(minor, currency);
    let balances = UncheckedMonthly {
        consumption: money(consumption),
        prepaid_cover: money(prepaid),
        outstanding: money(open),
        processing: money(processing),
        settled: money(settled),
        canceled: money(canceled),
        credited: money(credited),
    };
    let balances = balances.try_into().map_err(|_| off("the balances of a monthly bill"))?;
    Ok((cycle(month)?, balances))
}

const NAMES: &str = "SELECT b.id, b.number_year, b.number_place, p.name, a.name FROM bill b \
     JOIN product p ON p.organization_id = b.organization_id AND p.id = b.product_id \
     JOIN application a ON a.organization_id = b.organization_id AND a.id = b.application_id \
     WHERE b.organization_id = $1 AND b.account_id = $2 AND b.cycle = $3 AND b.number_place IS NOT NULL \
     AND NOT b.withdrawn";

/// The bills of an account's month and what each still holds, in bill-number order.
pub async fn bills(
    db: &Db,
    (organization, account): (i64, i64),
    month: Cycle,
    currency: Currency,
) -> Result<Vec<BillRow>, StoreError> {
    type Named = (i64, i64, i64, String, String);
    reading!(db, |connection| {
        let found = sqlx::query_as(NAMES).bind(organization).bind(account);
        let rows: Vec<Named> = found.bind(i64::from(month.index())).fetch_all(&mut *connection).await?;
        let mut named: BTreeMap<BillId, Named> =
            rows.into_iter().map(|row| (BillId::new(row.0), row)).collect();
        let bills = connection.creditable((organization, account), month, currency).await?;
        let row = |bill: Creditable| {
            let (_, year, place, product, application) = named.remove(&bill.bill)?;
            Some((bill, (year, place), product, application))
        };
        Ok(bills.into_iter().filter_map(row).collect())
    })
}
