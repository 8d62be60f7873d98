//! Ledger, audit log and monthly bills as rows to be written in bulk.
//!
//! The columns of a table stand here once; whoever makes a history fills in these and nothing else.

use super::StoreError;
use super::bulk::{Rows, Table};
use super::ledger_write::{Entry, Head, Posted};
use super::monthly_write::NewMonthlyBill;
use chrono::NaiveDate;
use contract::calendar::{CreditControl, PaymentPeriod};
use contract::ledger::Book;
use std::collections::BTreeMap;

static CHAIN: Table = Table { name: "audit_chain", columns: &["organization_id", "place", "sha256"] };

static ENTRY: Table = Table {
    name: "audit_entry",
    columns: &[
        "organization_id",
        "place",
        "at",
        "actor",
        "act",
        "account_id",
        "idempotency_key",
        "input",
        "outcome",
        "previous_sha256",
        "sha256",
    ],
};

static TRANSACTION: Table = Table {
    name: "ledger_transaction",
    columns: &["organization_id", "id", "account_id", "kind", "currency", "posted_at", "audit_place"],
};

static POSTING: Table =
    Table { name: "ledger_posting", columns: &["organization_id", "transaction_id", "book", "debit"] };

static BALANCE: Table =
    Table { name: "ledger_balance", columns: &["organization_id", "account_id", "book", "debits"] };

static MONTHLY_BILL: Table = Table {
    name: "monthly_bill",
    columns: &[
        "organization_id",
        "account_id",
        "cycle",
        "currency",
        "bills",
        "consumption",
        "prepaid_cover",
        "outstanding",
        "processing",
        "settled",
        "canceled",
        "credited",
        "taken_over",
        "issued_at",
        "due_date",
        "charge_failed",
    ],
};

static CREDIT_CONTROL: Table = Table {
    name: "credit_control",
    columns: &[
        "organization_id",
        "account_id",
        "valid_from",
        "ended",
        "credit_limit",
        "settlement_cycle",
        "business_days",
        "days",
        "special_agreement",
        "directly_contracted",
    ],
};

/// No terms of credit yet.
pub fn credit_controls() -> Rows {
    Rows::new(&CREDIT_CONTROL)
}

/// Adds an account's term of credit as a row.
pub fn add_credit_control(
    rows: &mut Rows,
    (organization, account): (i64, i64),
    valid_from: NaiveDate,
    terms: &CreditControl,
) {
    let (business, days) = match terms.payment_period {
        PaymentPeriod::Business(days) => (true, days),
        PaymentPeriod::Calendar(days) => (false, days),
    };
    rows.whole(organization)
        .whole(account)
        .shown(valid_from)
        .flag(false)
        .whole(terms.limit.minor())
        .text(terms.settlement_cycle.name())
        .flag(business)
        .whole(days.into())
        .flag(terms.special_agreement)
        .flag(terms.directly_contracted);
}

/// No heads of audit logs yet: organization, place, hash.
pub fn chain() -> Rows {
    Rows::new(&CHAIN)
}

/// No entries of the audit log yet.
pub fn entries() -> Rows {
    Rows::new(&ENTRY)
}

/// No movements yet.
pub fn transactions() -> Rows {
    Rows::new(&TRANSACTION)
}

/// No postings yet.
pub fn postings() -> Rows {
    Rows::new(&POSTING)
}

/// No balances yet: organization, account, book, debits.
pub fn balances() -> Rows {
    Rows::new(&BALANCE)
}

/// No monthly bills yet.
pub fn monthly_bills() -> Rows {
    Rows::new(&MONTHLY_BILL)
}

impl Entry {
    /// Adds it as a row.
    pub fn add_to(&self, rows: &mut Rows, organization: i64) {
        rows.whole(organization)
            .whole(self.place)
            .whole(self.at)
            .text(&self.actor)
            .text(self.act)
            .maybe_whole(self.account)
            .text(&self.key)
            .text(&self.input)
            .text(&self.outcome)
            .text(&self.previous)
            .text(&self.sha256);
    }
}

impl Posted<'_> {
    /// Adds the movement and its postings as rows.
    pub fn add_to(&self, transactions: &mut Rows, postings: &mut Rows, organization: i64) {
        let moved = self.transaction;
        transactions
            .whole(organization)
            .whole(self.id)
            .whole(self.account)
            .text(moved.kind().name())
            .text(moved.currency().code())
            .whole(self.at)
            .whole(self.place);
        for posting in moved.postings() {
            postings.whole(organization).whole(self.id).shown(posting.book).whole(posting.debit.minor());
        }
    }
}

impl NewMonthlyBill {
    /// Adds it as a row of an account.
    pub fn add_to(&self, rows: &mut Rows, organization: i64, account: i64) {
        let sums = &self.sums;
        rows.whole(organization)
            .whole(account)
            .whole(self.cycle.index().into())
            .text(self.currency.code())
            .whole(sums.bills)
            .whole(sums.consumption)
            .whole(sums.prepaid_cover)
            .whole(sums.outstanding)
            .whole(sums.processing)
            .whole(sums.settled)
            .whole(sums.canceled)
            .whole(sums.credited)
            .whole(sums.taken_over())
            .whole(self.issued_at)
            .maybe_shown(self.due_date)
            .flag(false);
    }
}

/// Entries and movements that are recorded together.
#[derive(Debug)]
pub struct Recorded {
    pub(super) entries: Rows,
    pub(super) transactions: Rows,
    pub(super) postings: Rows,
    /// The newest entry of each organization.
    pub(super) heads: BTreeMap<i64, Head>,
    /// What the postings come to: debits in minor units, by organization, account and book.
    pub(super) sums: BTreeMap<(i64, i64, Book), i64>,
}

impl Default for Recorded {
    fn default() -> Self {
        let (entries, transactions, postings) = (entries(), transactions(), postings());
        Self { entries, transactions, postings, heads: BTreeMap::new(), sums: BTreeMap::new() }
    }
}

impl Recorded {
    /// An entry, behind the one of its organization that was given before.
    pub fn enter(&mut self, organization: i64, entry: &Entry) {
        entry.add_to(&mut self.entries, organization);
        self.heads.insert(organization, Head { place: entry.place, sha256: entry.sha256.clone() });
    }

    /// A movement of an entry.
    ///
    /// # Errors
    /// Sums past 63 bits.
    pub fn post(&mut self, organization: i64, posted: Posted<'_>) -> Result<(), StoreError> {
        posted.add_to(&mut self.transactions, &mut self.postings, organization);
        for posting in posted.transaction.postings() {
            let sum = self.sums.entry((organization, posted.account, posting.book)).or_default();
            let more = sum.checked_add(posting.debit.minor());
            *sum = more.ok_or_else(|| StoreError::Corrupt(format!("{} past 63 bits", posting.book)))?;
        }
        Ok(())
    }

    /// The heads that come of the entries: organization, place, hash.
    pub(super) fn heads(&self) -> Vec<(i64, i64, &str)> {
        let heads = self.heads.iter();
        heads.map(|(&organization, head)| (organization, head.place, head.sha256.as_str())).collect()
    }

    /// What is added to each book: organization, account, book, debits.
    pub(super) fn sums(&self) -> Vec<(i64, i64, String, i64)> {
        let sums = self.sums.iter();
        sums.map(|(&(organization, account, book), &debits)| {
            (organization, account, book.to_string(), debits)
        })
        .collect()
    }
}
