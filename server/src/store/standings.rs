//! What all accounts of an organization have at hand, and which of them are held.

use super::terms::off;
use super::{Db, StoreError, reading};
use contract::id::AccountNumber;
use std::collections::{BTreeMap, BTreeSet};

const AT_HAND: &str = "SELECT a.number, \
     CAST(SUM(CASE WHEN l.book LIKE 'frozen/%' THEN l.debits ELSE -l.debits END) AS BIGINT) \
     FROM ledger_balance l JOIN account a ON a.organization_id = l.organization_id AND a.id = l.account_id \
     WHERE l.organization_id = $1 AND (l.book = 'cash' OR l.book LIKE 'refund/%' OR l.book LIKE 'frozen/%') \
     GROUP BY a.number";

/// Cash and refund balances less what is frozen, in minor units, of the accounts that ever had any.
pub async fn at_hand(db: &Db, organization: i64) -> Result<BTreeMap<AccountNumber, i64>, StoreError> {
    let rows: Vec<(String, i64)> = reading!(db, |connection| {
        sqlx::query_as(AT_HAND).bind(organization).fetch_all(&mut *connection).await?
    });
    rows.into_iter().map(|(text, minor)| Ok((number(&text)?, minor))).collect()
}

const HELD: &str = "SELECT DISTINCT a.number FROM hold h \
     JOIN account a ON a.organization_id = h.organization_id AND a.id = h.account_id WHERE h.organization_id = $1";

/// The accounts that a task or a payment holds.
pub async fn held(db: &Db, organization: i64) -> Result<BTreeSet<AccountNumber>, StoreError> {
    let rows: Vec<String> = reading!(db, |connection| {
        sqlx::query_scalar(HELD).bind(organization).fetch_all(&mut *connection).await?
    });
    rows.iter().map(|text| number(text)).collect()
}

fn number(text: &str) -> Result<AccountNumber, StoreError> {
    AccountNumber::parse(text).map_err(|_| off("an account number"))
}
