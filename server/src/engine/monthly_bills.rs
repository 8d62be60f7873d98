//! Monthly bills: the overview, what was paid of one, and why one is unsettled (M1, M4, M5). Questions only.

use super::write::situation;
use super::{Caller, Engine, Failure};
use crate::store::monthly::{self, MonthlyRow, RepaymentRow};
use crate::store::{StoreError, organizations};
use chrono::{DateTime, NaiveDate};
use contract::api::{
    MonthlyBillPage, MonthlyBillPath, MonthlyTotal, RepaymentDetails, RepaymentRecord, first_recorded_cycle,
};
use contract::bill_filter::LIMIT_DEFAULT;
use contract::cycle::Cycle;
use contract::id::{BillId, TransactionId};
use contract::ledger::Source;
use contract::money::{Currency, Money, MoneyError};
use contract::monthly_bill::{Age, MonthlyBill, State, is_overdue};
use contract::monthly_filter::{MonthlyQuery, MonthlySelection};
use contract::rule::Rule;
use contract::settle::{Explanation, explain};
use std::collections::BTreeMap;

impl Engine {
    /// A page of the overview, with the totals of all that is filtered (M1).
    pub async fn monthly_bills(
        &self,
        caller: &Caller,
        query: MonthlyQuery,
    ) -> Result<MonthlyBillPage, Failure> {
        let bills = self.monthly_selection(caller, &query.selection).await?;
        let limit = usize::try_from(query.limit.unwrap_or(LIMIT_DEFAULT)).unwrap_or(usize::MAX);
        let from = match query.cursor.as_deref() {
            None => 0,
            Some(cursor) => after(&bills, cursor).ok_or(Failure::invalid("cursor", Rule::BrokenCursor))?,
        };
        let totals = totals(&bills, self.today()).map_err(past_63_bits)?;
        let count = bills.len() as u64;
        let more = bills.len() > from + limit;
        let items: Vec<MonthlyBill> = bills.into_iter().skip(from).take(limit).collect();
        let next_cursor = items.last().filter(|_| more).map(cursor);
        Ok(MonthlyBillPage { items, totals, count, next_cursor })
    }

    /// All that is filtered, in order.
    async fn monthly_selection(
        &self,
        caller: &Caller,
        selection: &MonthlySelection,
    ) -> Result<Vec<MonthlyBill>, Failure> {
        let rows = self.monthly_rows(caller).await?;
        let today = self.today();
        let bills = rows.into_iter().filter(|row| caller.scope.holds(row.account_id));
        let bills = bills.map(|row| monthly_bill(row, today));
        let mut bills: Vec<MonthlyBill> = bills.filter(|bill| selection.filter.admits(bill)).collect();
        bills.sort_by(|one, other| selection.sort.compare(one, other));
        Ok(bills)
    }

    async fn monthly_rows(&self, caller: &Caller) -> Result<Vec<MonthlyRow>, Failure> {
        // What is not issued is of the running cycle, or of one whose issue is due and under way.
        let from = Cycle::at(self.clock.now_utc()).unwrap_or(Cycle::FIRST).previous().previous();
        Ok(monthly::overview(&self.db, caller.organization_id, from).await?.1)
    }

    /// The monthly bill that the caller asks about, with the account's id.
    async fn one_monthly(&self, caller: &Caller, path: &MonthlyBillPath) -> Result<MonthlyRow, Failure> {
        let rows = self.monthly_rows(caller).await?;
        let found = rows.into_iter().find(|row| {
            caller.scope.holds(row.account_id)
                && (&row.account.number, row.cycle) == (&path.account, path.cycle)
        });
        found.ok_or(Failure::NOT_FOUND)
    }

    /// What was paid of a monthly bill (M4).
    pub async fn repayments(
        &self,
        caller: &Caller,
        path: MonthlyBillPath,
    ) -> Result<RepaymentDetails, Failure> {
        let row = self.one_monthly(caller, &path).await?;
        let account = row.account_id;
        let organization = caller.organization_id;
        let rows = monthly::repayments(&self.db, organization, account, path.cycle).await?;
        let issuer = organizations::issuer(&self.db, organization).await?;
        details(row, self.today(), rows, &issuer).map_err(past_63_bits)
    }

    /// Why a monthly bill is, or is not, paid by itself (M5).
    pub async fn explain_monthly(
        &self,
        caller: &Caller,
        path: MonthlyBillPath,
    ) -> Result<Explanation, Failure> {
        let account = self.one_monthly(caller, &path).await?.account_id;
        let today = self.today();
        let standing = monthly::standing(&self.db, caller.organization_id, account, today).await?;
        let standing = standing.ok_or(Failure::NOT_FOUND)?;
        let purse = situation::purse(&standing);
        let terms = situation::terms(&standing);
        let policy = situation::policy(&standing, today);
        let situation = contract::settle::Situation {
            now: self.clock.now_utc(),
            owed: &standing.owed,
            cycle: path.cycle,
            purse: &purse,
            policy,
            terms,
            holds: &standing.holds,
            failed_charge: None,
        };
        explain(&situation).map_err(past_63_bits)
    }
}

fn monthly_bill(row: MonthlyRow, today: NaiveDate) -> MonthlyBill {
    let state = State::of(&row.balances, row.issued);
    MonthlyBill {
        account: row.account,
        cycle: row.cycle,
        bills: row.bills,
        balances: row.balances,
        state,
        due_date: row.due_date,
        overdue: is_overdue(state, row.due_date, row.charge_failed, today),
    }
}

/// A cursor names the last monthly bill of its page: the list goes on after it, wherever that is by now.
fn cursor(bill: &MonthlyBill) -> String {
    format!("{}.{}", bill.cycle, bill.account.number)
}

fn after(bills: &[MonthlyBill], text: &str) -> Option<usize> {
    let (cycle, number) = text.split_once('.')?;
    let cycle: Cycle = cycle.parse().ok()?;
    let last = bills.iter().position(|bill| bill.cycle == cycle && bill.account.number.as_str() == number)?;
    Some(last + 1)
}

fn totals(bills: &[MonthlyBill], today: NaiveDate) -> Result<Vec<MonthlyTotal>, MoneyError> {
    let mut totals: BTreeMap<Currency, MonthlyTotal> = BTreeMap::new();
    for bill in bills {
        let balances = &bill.balances;
        let currency = balances.consumption().currency();
        let nothing = Money::zero(currency);
        let total = totals.entry(currency).or_insert_with(|| MonthlyTotal {
            monthly_bills: 0,
            consumption: nothing,
            paid: nothing,
            outstanding: nothing,
            overdue: nothing,
            ages: Age::ALL.map(|age| (age, nothing)).to_vec(),
        });
        total.monthly_bills += 1;
        total.consumption = total.consumption.checked_add(balances.consumption())?;
        total.paid = total.paid.checked_add(balances.paid()?)?;
        total.outstanding = total.outstanding.checked_add(balances.outstanding())?;
        if bill.overdue {
            total.overdue = total.overdue.checked_add(balances.outstanding())?;
        }
        if bill.state != State::NotIssued {
            let age = Age::of(bill.due_date, today);
            for (_, sum) in total.ages.iter_mut().filter(|(band, _)| *band == age) {
                *sum = sum.checked_add(balances.outstanding())?;
            }
        }
    }
    Ok(totals.into_values().collect())
}

/// The drawer's tabs: each the sum of its records, together what is paid (M4).
fn details(
    row: MonthlyRow,
    today: NaiveDate,
    rows: Vec<RepaymentRow>,
    issuer: &str,
) -> Result<RepaymentDetails, MoneyError> {
    let credited = row.balances.credited();
    let bill = monthly_bill(row, today);
    let currency = bill.balances.consumption().currency();
    let record = |row: RepaymentRow| {
        let (year, place) = row.number;
        RepaymentRecord {
            at: DateTime::from_timestamp_micros(row.at).unwrap_or_default(),
            transaction: TransactionId::new(row.transaction),
            source: row.source,
            bill: BillId::new(row.bill),
            bill_number: format!("{issuer}-{year}-{place:08}"),
            money: Money::new(row.amount, currency),
        }
    };
    let records: Vec<RepaymentRecord> = rows.into_iter().map(record).collect();
    let sum = |tab: fn(&Source) -> bool| {
        Money::sum(currency, records.iter().filter(|record| tab(&record.source)).map(|record| record.money))
    };
    let coupons = sum(|source| matches!(source, Source::Coupon(_)))?;
    let cards = sum(|source| matches!(source, Source::Card(_)))?;
    let cash = sum(|source| matches!(source, Source::Cash | Source::Refund(_) | Source::Prepayment(_)))?;
    let prepaid_cover = bill.balances.prepaid_cover();
    let known = Money::sum(currency, [coupons, cards, cash, prepaid_cover])?;
    let taken_over = bill.balances.paid()?.checked_sub(known)?;
    let recorded = bill.cycle >= first_recorded_cycle();
    Ok(RepaymentDetails {
        monthly_bill: bill,
        prepaid_cover,
        credited,
        taken_over,
        coupons,
        cards,
        cash,
        records,
        recorded,
    })
}

fn past_63_bits(error: MoneyError) -> Failure {
    Failure::Store(StoreError::Corrupt(error.to_string()))
}
