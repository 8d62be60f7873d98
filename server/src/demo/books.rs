//! The ledger of the demo world: every issued cycle of every account as the door would have written it (M2, A7).
//!
//! What was settled before counts as taken over. Rows leave with the bills that they speak of.

use super::month::{Impossible, Month};
use super::write::Batch;
use crate::engine::write::{Command, Done, Fields, Sealed, issue_of, seal};
use crate::store::bulk::Rows;
use crate::store::ids::id;
use crate::store::ledger_rows;
use crate::store::ledger_write::{Entry, Posted};
use crate::store::monthly_write::{NewMonthlyBill, Sums};
use chrono::NaiveDate;
use contract::calendar::{CreditControl, HolidayCalendar};
use contract::cycle::Cycle;
use contract::id::TransactionId;
use contract::ledger::{Book, Transaction};
use contract::money::{Amount, Currency};
use std::collections::BTreeMap;

/// The books of an organization while its bills are made.
pub struct Books {
    organization: i64,
    /// The account and the cycle whose bills come now.
    open: Option<(i64, Cycle, Currency)>,
    /// Until when the open one is to be paid.
    due_date: Option<NaiveDate>,
    sums: Sums,
    exact: Vec<Amount>,
    /// Place and hash of the newest entry of the audit log.
    head: (i64, String),
    transactions: i64,
    balances: BTreeMap<(i64, Book), i64>,
    rows: Tables,
}

/// Rows that wait, in the order in which they can be written.
struct Tables {
    entries: Rows,
    transactions: Rows,
    postings: Rows,
    monthly: Rows,
}

impl Tables {
    fn new() -> Self {
        Self {
            entries: ledger_rows::entries(),
            transactions: ledger_rows::transactions(),
            postings: ledger_rows::postings(),
            monthly: ledger_rows::monthly_bills(),
        }
    }
}

fn impossible(error: impl std::fmt::Debug) -> Impossible {
    Impossible(format!("{error:?}"))
}

impl Books {
    /// Books with nothing in them.
    pub fn new(organization: i64) -> Self {
        Self {
            organization,
            open: None,
            due_date: None,
            sums: Sums::default(),
            exact: Vec::new(),
            head: (0, String::new()),
            transactions: 0,
            balances: BTreeMap::new(),
            rows: Tables::new(),
        }
    }

    /// Adds an issued bill; the bills of an account's cycle come one after the other.
    pub fn add(
        &mut self,
        account: i64,
        terms: Option<CreditControl>,
        cycle: Cycle,
        month: &Month,
    ) -> Result<(), Impossible> {
        let balances = &month.balances;
        let currency = balances.consumption().currency();
        if self.open != Some((account, cycle, currency)) {
            self.close()?;
            self.open = Some((account, cycle, currency));
            self.due_date =
                terms.map(|terms| terms.due_date(cycle, cycle.issue_date(), &HolidayCalendar::default()));
        }
        let sums = &mut self.sums;
        sums.bills += 1;
        sums.consumption += balances.consumption().minor();
        sums.prepaid_cover += balances.prepaid_cover().minor();
        sums.outstanding += balances.outstanding().minor();
        sums.processing += balances.processing().minor();
        sums.settled += balances.settled().minor();
        sums.canceled += balances.canceled().minor();
        sums.credited -= balances.consumption().minor().min(0);
        self.exact.push(month.exact);
        Ok(())
    }

    /// Issues the account's cycle whose bills have come.
    pub fn close(&mut self) -> Result<(), Impossible> {
        let Some((account, cycle, currency)) = self.open.take() else { return Ok(()) };
        let (sums, exact) = (std::mem::take(&mut self.sums), std::mem::take(&mut self.exact));
        let transaction = issue_of(cycle, currency, &sums, exact).map_err(impossible)?;
        let at = cycle.issued_at().timestamp_micros();
        let id = id(self.organization, self.transactions + 1);
        self.transactions += i64::from(transaction.is_some());
        let moved: Vec<(i64, &Transaction)> =
            transaction.iter().map(|transaction| (id, transaction)).collect();
        let place = self.entry(account, (cycle, at), &moved)?;
        let monthly = NewMonthlyBill { cycle, currency, sums, issued_at: at, due_date: self.due_date };
        monthly.add_to(&mut self.rows.monthly, self.organization, account);
        for (id, transaction) in moved {
            let posted = Posted { id, account, place, at, transaction };
            posted.add_to(&mut self.rows.transactions, &mut self.rows.postings, self.organization);
            for posting in transaction.postings() {
                *self.balances.entry((account, posting.book)).or_insert(0) += posting.debit.minor();
            }
        }
        Ok(())
    }

    /// Adds the entry of the issue to the audit log; gives its place.
    fn entry(
        &mut self,
        account: i64,
        (cycle, at): (Cycle, i64),
        moved: &[(i64, &Transaction)],
    ) -> Result<i64, Impossible> {
        let command = Command::issue(self.organization, account, cycle);
        let transactions = moved.iter().map(|(id, _)| TransactionId::new(*id)).collect();
        let done = Done { transactions, ..Done::default() };
        let input = serde_json::to_string(&command.act).map_err(impossible)?;
        let outcome = serde_json::to_string(&done).map_err(impossible)?;
        let (actor, act, key) = (command.actor.to_string(), command.act.name(), command.kept_key());
        let (place, previous) = (self.head.0 + 1, self.head.1.clone());
        let fields = Fields {
            previous: &previous,
            place,
            at,
            actor: &actor,
            act,
            account,
            key: &key,
            input: &input,
            outcome: &outcome,
        };
        let sealed = moved.iter().map(|&(id, transaction)| Sealed { id, transaction, paid: Vec::new() });
        let sha256 = seal(&fields, sealed);
        self.head = (place, sha256.clone());
        let account = Some(account);
        let entry = Entry { place, at, actor, act, account, key, input, outcome, previous, sha256 };
        entry.add_to(&mut self.rows.entries, self.organization);
        Ok(place)
    }

    /// The rows that wait, to be written after the bills that they speak of.
    pub fn take(&mut self) -> Batch {
        let Tables { entries, transactions, postings, monthly } =
            std::mem::replace(&mut self.rows, Tables::new());
        vec![entries, transactions, postings, monthly]
    }

    /// How many movements there are.
    pub const fn transactions(&self) -> i64 {
        self.transactions
    }

    /// What stands once for all: the balances and the head of the audit log.
    pub fn finish(self) -> Batch {
        let mut balances = ledger_rows::balances();
        for ((account, book), debits) in self.balances.into_iter().filter(|(_, debits)| *debits != 0) {
            balances.whole(self.organization).whole(account).shown(book).whole(debits);
        }
        let mut chain = ledger_rows::chain();
        if self.head.0 > 0 {
            chain.whole(self.organization).whole(self.head.0).text(&self.head.1);
        }
        vec![balances, chain]
    }
}
