//! What decides whether accounts are settled by themselves, and how: of many accounts at once, by one statement a table, inside
//! the transaction of whoever calls.
//!
//! It decides nothing.

use super::StoreError;
use super::listed::{list, listed};
use super::monthly_write::{OwedRow, owed};
use super::terms::{FailedRow, Standing, TermRow, card, coupon, failed, hold, term};
use chrono::NaiveDate;
use contract::money::Currency;
use contract::setting::AccountSettings;
use sqlx::{PgConnection, SqliteConnection};
use std::collections::BTreeMap;
use std::future::Future;

/// Organization and account.
type On = (i64, i64);

/// A transaction that reads what accounts are settled by.
pub trait ReadSettling {
    /// What the accounts agreed to, have and owe on a day, without their books. One of which something can't be read is left
    /// out: whoever asks for it alone is told.
    fn settling(
        &mut self,
        accounts: &[(On, Currency)],
        on: NaiveDate,
    ) -> impl Future<Output = Result<BTreeMap<On, Standing>, StoreError>> + Send;
}

/// `of!(CONNECTION, columns, table as alias, rest)`: the rows of a table that belong to the listed accounts.
macro_rules! of {
    ($connection:ident, $columns:literal, $table:literal, $rest:literal) => {
        concat!(
            "SELECT o.organization_id, o.account_id, ",
            $columns,
            " FROM ",
            listed!($connection),
            " JOIN ",
            $table,
            " o ON o.organization_id = CAST(listed.value->>0 AS BIGINT) \
             AND o.account_id = CAST(listed.value->>1 AS BIGINT) ",
            $rest
        )
    };
}

type SettingsRow = (i64, i64, bool, bool, bool);
type CouponRow = (i64, i64, i64, String, String, Option<String>);
type CardOf = (i64, i64, i64, i64, i64, Option<String>, bool, Option<i64>);

macro_rules! read_settling {
    ($connection:ident) => {
        impl ReadSettling for $connection {
            async fn settling(
                &mut self,
                accounts: &[(On, Currency)],
                on: NaiveDate,
            ) -> Result<BTreeMap<On, Standing>, StoreError> {
                let listed = list(accounts.iter().map(|(on, _)| *on).collect::<Vec<_>>())?;
                let mut read = Read::of(accounts);
                let terms = of!(
                    $connection,
                    "o.ended, o.credit_limit, o.settlement_cycle, o.business_days, o.days, o.special_agreement, \
                     o.directly_contracted",
                    "credit_control",
                    "AND o.valid_from = (SELECT MAX(n.valid_from) FROM credit_control n \
                     WHERE n.organization_id = o.organization_id AND n.account_id = o.account_id \
                     AND n.valid_from <= $2)"
                );
                let rows = sqlx::query_as(terms).bind(&listed).bind(on.to_string());
                read.terms(rows.fetch_all(&mut *self).await?);
                let settings = of!(
                    $connection,
                    "o.automatic, o.settle_past_bills, o.remittance",
                    "account_setting",
                    ""
                );
                read.settings(sqlx::query_as(settings).bind(&listed).fetch_all(&mut *self).await?);
                let holds = of!($connection, "o.kind, o.holder_id", "hold", "ORDER BY o.kind, o.holder_id");
                read.holds(sqlx::query_as(holds).bind(&listed).fetch_all(&mut *self).await?);
                let charges = of!(
                    $connection,
                    "o.method, o.cycle, o.amount, o.failed_attempts, o.last_failed, o.reason, o.retry_on",
                    "charge",
                    "WHERE o.state <> 'void' AND (o.state = 'failed' OR o.failed_attempts > 0) \
                     AND NOT EXISTS (SELECT 1 FROM monthly_bill m WHERE m.organization_id = o.organization_id \
                     AND m.account_id = o.account_id AND m.cycle = o.cycle AND m.outstanding = 0) \
                     ORDER BY o.cycle DESC, o.crossing DESC"
                );
                read.charges(sqlx::query_as(charges).bind(&listed).fetch_all(&mut *self).await?);
                let coupons =
                    of!($connection, "o.id, o.valid_from, o.valid_to, o.products", "coupon", "ORDER BY o.id");
                read.coupons(sqlx::query_as(coupons).bind(&listed).fetch_all(&mut *self).await?);
                let cards = of!(
                    $connection,
                    "o.id, o.valid_from, o.valid_to, o.products, EXISTS (SELECT 1 FROM bill b \
                     WHERE b.organization_id = o.organization_id AND b.account_id = o.account_id \
                     AND b.cycle = o.valid_to AND NOT b.issued AND NOT b.withdrawn), \
                     (SELECT m.issued_at FROM monthly_bill m WHERE m.organization_id = o.organization_id \
                     AND m.account_id = o.account_id AND m.cycle = o.valid_to)",
                    "stored_value_card",
                    "ORDER BY o.id"
                );
                read.cards(sqlx::query_as(cards).bind(&listed).fetch_all(&mut *self).await?);
                let named = of!(
                    $connection,
                    "o.product_id, o.application_id, o.card_id",
                    "order_card",
                    "ORDER BY o.product_id, o.application_id, o.card_id"
                );
                let named = sqlx::query_as(named).bind(&listed).fetch_all(&mut *self).await?;
                let bills = of!(
                    $connection,
                    "o.id, o.cycle, p.code, o.outstanding, o.product_id, o.application_id, o.first_month, o.last_month",
                    "bill",
                    "JOIN product p ON p.organization_id = o.organization_id AND p.id = o.product_id \
                     WHERE o.issued AND o.outstanding > 0 \
                     ORDER BY o.organization_id, o.account_id, o.cycle, o.number_year, o.number_place"
                );
                read.owed(sqlx::query_as(bills).bind(&listed).fetch_all(&mut *self).await?, named);
                Ok(read.standings)
            }
        }
    };
}

read_settling!(SqliteConnection);
read_settling!(PgConnection);

/// What was read so far.
struct Read {
    standings: BTreeMap<On, Standing>,
}

/// Organization, account, and what identifies a term.
type TermOf = (i64, i64, bool, i64, String, bool, i64, bool, bool);
type FailedOf = (i64, i64, Option<String>, i64, i64, i64, Option<String>, Option<String>, Option<String>);
type OwedOf = (i64, i64, i64, i64, String, i64, i64, i64, i64, i64);

impl Read {
    fn of(accounts: &[(On, Currency)]) -> Self {
        let nothing = |currency: Currency| Standing {
            currency,
            control: None,
            settings: AccountSettings::default(),
            holds: Vec::new(),
            failed_charge: None,
            coupons: Vec::new(),
            cards: Vec::new(),
            owed: Vec::new(),
            books: BTreeMap::new(),
        };
        Self { standings: accounts.iter().map(|&(on, currency)| (on, nothing(currency))).collect() }
    }

    /// Keeps what was read of an account; if it can't be read, the account is left out.
    fn keep<T>(
        &mut self,
        on: On,
        read: impl FnOnce(Currency) -> Result<T, StoreError>,
        keep: impl FnOnce(&mut Standing, T),
    ) {
        let Some(standing) = self.standings.get_mut(&on) else { return };
        match read(standing.currency) {
            Ok(value) => keep(standing, value),
            Err(_) => drop(self.standings.remove(&on)),
        }
    }

    fn terms(&mut self, rows: Vec<TermOf>) {
        for (organization, account, ended, limit, settled, business, days, special, direct) in rows {
            let row: TermRow = (ended, limit, settled, business, days, special, direct);
            let read = |currency| if ended { Ok(None) } else { term(row, currency).map(Some) };
            self.keep((organization, account), read, |standing, term| standing.control = term);
        }
    }

    fn settings(&mut self, rows: Vec<SettingsRow>) {
        for (organization, account, automatic, settle_past_bills, remittance) in rows {
            let settings = AccountSettings { automatic, settle_past_bills, remittance };
            self.keep(
                (organization, account),
                |_| Ok(settings),
                |standing, settings| standing.settings = settings,
            );
        }
    }

    fn holds(&mut self, rows: Vec<(i64, i64, String, i64)>) {
        for (organization, account, kind, holder) in rows {
            self.keep(
                (organization, account),
                |_| hold((kind, holder)),
                |standing, hold| standing.holds.push(hold),
            );
        }
    }

    /// The newest first: the oldest counts.
    fn charges(&mut self, rows: Vec<FailedOf>) {
        for (organization, account, method, cycle, amount, attempts, last, reason, retry_on) in rows {
            let row: FailedRow = (method, cycle, amount, attempts, last, reason, retry_on);
            let keep = |standing: &mut Standing, charge| standing.failed_charge = Some(charge);
            self.keep((organization, account), |currency| failed(row, currency), keep);
        }
    }

    fn coupons(&mut self, rows: Vec<CouponRow>) {
        for (organization, account, id, from, to, products) in rows {
            let read = |currency| coupon((id, from, to, products), currency);
            self.keep((organization, account), read, |standing, coupon| standing.coupons.push(coupon));
        }
    }

    fn cards(&mut self, rows: Vec<CardOf>) {
        for (organization, account, id, from, to, products, waits, issued_at) in rows {
            let read = |currency| card((id, from, to, products, waits, issued_at), currency);
            self.keep((organization, account), read, |standing, card| standing.cards.push(card));
        }
    }

    fn owed(&mut self, rows: Vec<OwedOf>, named: Vec<(i64, i64, i64, i64, i64)>) {
        let mut cards: BTreeMap<On, Vec<(i64, i64, i64)>> = BTreeMap::new();
        for (organization, account, product, application, card) in named {
            cards.entry((organization, account)).or_default().push((product, application, card));
        }
        let mut bills: BTreeMap<On, Vec<OwedRow>> = BTreeMap::new();
        for (organization, account, id, cycle, code, open, product, application, first, last) in rows {
            let row = (id, cycle, code, open, product, application, first, last);
            bills.entry((organization, account)).or_default().push(row);
        }
        for (on, rows) in bills {
            let named = cards.get(&on).map_or(&[][..], Vec::as_slice);
            self.keep(on, |currency| owed(rows, named, currency), |standing, owed| standing.owed = owed);
        }
    }
}
