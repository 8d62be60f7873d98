//! Monthly bills: the overview, what was paid of one, and why one is unsettled (M1, M4, M5). Questions only.

use super::monthly_overview::Arranged;
use super::write::situation;
use super::{Caller, Engine, Failure};
use crate::store::monthly::{self, RepaymentRow};
use crate::store::{StoreError, ledger, organizations};
use chrono::DateTime;
use contract::api::{
    AccountPath, LedgerTransaction, MonthlyBillPage, MonthlyBillPath, PostingLine, RepaymentDetails,
    RepaymentRecord, TransactionPath, first_recorded_cycle,
};
use contract::bill_filter::LIMIT_DEFAULT;
use contract::cycle::Cycle;
use contract::id::{BillId, TransactionId};
use contract::ledger::Source;
use contract::money::{Money, MoneyError};
use contract::monthly_bill::MonthlyBill;
use contract::monthly_filter::MonthlyQuery;
use contract::rule::Rule;
use contract::settle::{Explanation, Standing, explain};

impl Engine {
    /// A page of the overview, with the totals of all that is filtered (M1).
    pub async fn monthly_bills(
        &self,
        caller: &Caller,
        query: MonthlyQuery,
    ) -> Result<MonthlyBillPage, Failure> {
        let bills = self.arrange_monthly(caller, &query.selection).await?;
        let limit = usize::try_from(query.limit.unwrap_or(LIMIT_DEFAULT)).unwrap_or(usize::MAX);
        let from = match (query.cursor.as_deref(), query.from) {
            (Some(cursor), _) => {
                after(&bills, cursor).ok_or(Failure::invalid("cursor", Rule::BrokenCursor))?
            }
            (None, from) => usize::try_from(from.unwrap_or(0)).unwrap_or(usize::MAX).min(bills.count()),
        };
        let more = bills.count() > from + limit;
        let items: Vec<MonthlyBill> = bills.iter().skip(from).take(limit).cloned().collect();
        let next_cursor = items.last().filter(|_| more).map(cursor);
        Ok(MonthlyBillPage {
            items,
            totals: bills.totals.to_vec(),
            count: bills.count() as u64,
            from: from as u64,
            snapshot: bills.snapshot.place,
            next_cursor,
        })
    }

    /// The monthly bill that the caller asks about, with the account's id.
    pub(super) async fn one_monthly(
        &self,
        caller: &Caller,
        path: &MonthlyBillPath,
    ) -> Result<(i64, MonthlyBill), Failure> {
        let snapshot = self.monthly_snapshot(caller).await?;
        let fits = |bill: &MonthlyBill| (&bill.account.number, bill.cycle) == (&path.account, path.cycle);
        let found = snapshot.find(&caller.scope, fits);
        found.map(|(account, bill)| (account, bill.clone())).ok_or(Failure::NOT_FOUND)
    }

    /// What was paid of a monthly bill (M4).
    pub async fn repayments(
        &self,
        caller: &Caller,
        path: MonthlyBillPath,
    ) -> Result<RepaymentDetails, Failure> {
        let (account, bill) = self.one_monthly(caller, &path).await?;
        let organization = caller.organization_id;
        let rows = monthly::repayments(&self.db, organization, account, path.cycle).await?;
        let issuer = organizations::issuer(&self.db, organization).await?;
        details(bill, rows, &issuer).map_err(past_63_bits)
    }

    /// Why a monthly bill is, or is not, paid by itself (M5).
    pub async fn explain_monthly(
        &self,
        caller: &Caller,
        path: MonthlyBillPath,
    ) -> Result<Explanation, Failure> {
        let (account, _) = self.one_monthly(caller, &path).await?;
        let standing = self.standing_of(caller, account).await?;
        explain(&standing.situation(path.cycle)).map_err(past_63_bits)
    }

    /// What an account has, owes and agreed to: what a preview starts from.
    pub async fn standing(&self, caller: &Caller, path: AccountPath) -> Result<Standing, Failure> {
        let (account, _) = self.account(caller, &path.account).await?;
        let mut standing = self.standing_of(caller, account).await?;
        let issuer = organizations::issuer(&self.db, caller.organization_id).await?;
        let open = monthly::open(&self.db, caller.organization_id, account).await?;
        let number = |(id, year, place)| (BillId::new(id), format!("{issuer}-{year}-{place:08}"));
        standing.numbers = open.into_iter().map(number).collect();
        Ok(standing)
    }

    async fn standing_of(&self, caller: &Caller, account: i64) -> Result<Standing, Failure> {
        let today = self.today();
        let stored = monthly::standing(&self.db, caller.organization_id, account, today).await?;
        let stored = stored.ok_or(Failure::NOT_FOUND)?;
        Ok(situation::standing(stored, self.clock.now_utc(), today))
    }

    /// A movement of the ledger, if it is of an account that the caller sees (M4).
    pub async fn transaction(
        &self,
        caller: &Caller,
        path: TransactionPath,
    ) -> Result<LedgerTransaction, Failure> {
        let found = ledger::transaction(&self.db, caller.organization_id, path.id.number()).await?;
        let found = found.filter(|found| caller.scope.holds(found.account_id)).ok_or(Failure::NOT_FOUND)?;
        let posting = |(book, debit)| PostingLine { book, debit };
        Ok(LedgerTransaction {
            id: path.id,
            account: found.account,
            at: DateTime::from_timestamp_micros(found.at).unwrap_or_default(),
            kind: found.kind,
            entry: u64::try_from(found.entry).unwrap_or_default(),
            postings: found.postings.into_iter().map(posting).collect(),
        })
    }
}

/// A cursor names the last monthly bill of its page: the list goes on after it, wherever that is by now.
fn cursor(bill: &MonthlyBill) -> String {
    format!("{}.{}", bill.cycle, bill.account.number)
}

fn after(bills: &Arranged, text: &str) -> Option<usize> {
    let (cycle, number) = text.split_once('.')?;
    let cycle: Cycle = cycle.parse().ok()?;
    let last = bills.iter().position(|bill| bill.cycle == cycle && bill.account.number.as_str() == number)?;
    Some(last + 1)
}

/// The drawer's tabs: each the sum of its records, together what is paid (M4).
fn details(bill: MonthlyBill, rows: Vec<RepaymentRow>, issuer: &str) -> Result<RepaymentDetails, MoneyError> {
    let credited = bill.balances.credited();
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

pub(super) fn past_63_bits(error: MoneyError) -> Failure {
    Failure::Store(StoreError::Corrupt(error.to_string()))
}
