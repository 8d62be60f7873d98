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
    open: Option<Closing>,
    /// From this month on issues are put off: they come among what happens to others.
    lived_from: Cycle,
    later: Vec<Closing>,
    /// Place and hash of the newest entry of the audit log.
    head: (i64, String),
    transactions: i64,
    balances: BTreeMap<(i64, Book), i64>,
    rows: Tables,
}

/// The bills of an account's cycle, to be issued together.
struct Closing {
    account: i64,
    cycle: Cycle,
    currency: Currency,
    /// Until when they are to be paid.
    due_date: Option<NaiveDate>,
    sums: Sums,
    exact: Vec<Amount>,
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
    pub fn new(organization: i64, lived_from: Cycle) -> Self {
        Self {
            organization,
            lived_from,
            open: None,
            later: Vec::new(),
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
        let same = |open: &Closing| (open.account, open.cycle, open.currency) == (account, cycle, currency);
        if !self.open.as_ref().is_some_and(same) {
            self.close()?;
        }
        let open = self.open.get_or_insert_with(|| Closing {
            account,
            cycle,
            currency,
            due_date: terms
                .map(|terms| terms.due_date(cycle, cycle.issue_date(), &HolidayCalendar::default())),
            sums: Sums::default(),
            exact: Vec::new(),
        });
        let sums = &mut open.sums;
        sums.bills += 1;
        sums.consumption += balances.consumption().minor();
        sums.prepaid_cover += balances.prepaid_cover().minor();
        sums.outstanding += balances.outstanding().minor();
        sums.processing += balances.processing().minor();
        sums.settled += balances.settled().minor();
        sums.canceled += balances.canceled().minor();
        sums.credited -= balances.consumption().minor().min(0);
        open.exact.push(month.exact);
        Ok(())
    }

    /// Issues the account's cycle whose bills have come, or puts that off.
    pub fn close(&mut self) -> Result<(), Impossible> {
        match self.open.take() {
            Some(closing) if closing.cycle >= self.lived_from => {
                self.later.push(closing);
                Ok(())
            }
            Some(closing) => self.issue(closing),
            None => Ok(()),
        }
    }

    /// Issues the cycle of every account for which that was put off. Others have added to the ledger meanwhile: it goes on
    /// at `place` and `hash` of the audit log, and behind so many movements.
    pub fn go_on(
        &mut self,
        cycle: Cycle,
        (place, hash): (i64, String),
        transactions: i64,
    ) -> Result<(), Impossible> {
        (self.head, self.transactions) = ((place, hash), transactions);
        let (now, later) = std::mem::take(&mut self.later).into_iter().partition(|one| one.cycle == cycle);
        self.later = later;
        let now: Vec<Closing> = now;
        now.into_iter().try_for_each(|closing| self.issue(closing))
    }

    fn issue(&mut self, closing: Closing) -> Result<(), Impossible> {
        let Closing { account, cycle, currency, due_date, sums, exact } = closing;
        let transaction = issue_of(cycle, currency, &sums, exact).map_err(impossible)?;
        let at = cycle.issued_at().timestamp_micros();
        let id = id(self.organization, self.transactions + 1);
        self.transactions += i64::from(transaction.is_some());
        let moved: Vec<(i64, &Transaction)> =
            transaction.iter().map(|transaction| (id, transaction)).collect();
        let place = self.entry(account, (cycle, at, due_date), &moved)?;
        let monthly = NewMonthlyBill { cycle, currency, sums, issued_at: at, due_date };
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
        (cycle, at, due_date): (Cycle, i64, Option<NaiveDate>),
        moved: &[(i64, &Transaction)],
    ) -> Result<i64, Impossible> {
        let command = Command::issue(self.organization, account, cycle);
        let transactions = moved.iter().map(|(id, _)| TransactionId::new(*id)).collect();
        let done = Done { transactions, due_date, ..Done::default() };
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

    /// Place and hash of the newest entry of the audit log.
    pub fn head(&self) -> (i64, &str) {
        (self.head.0, &self.head.1)
    }

    /// What stands on the books of these accounts, once for all.
    pub fn balances(&mut self, of: impl Fn(i64) -> bool) -> Rows {
        let mut balances = ledger_rows::balances();
        for ((account, book), debits) in self.balances.extract_if(.., |(account, _), _| of(*account)) {
            if debits != 0 {
                balances.whole(self.organization).whole(account).shown(book).whole(debits);
            }
        }
        balances
    }
}
