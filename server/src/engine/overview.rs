//! The overview: what needs the caller, what is outstanding, what was spent. Questions only.
//!
//! Sums are taken in minor units of one currency; currencies are never added together.

use super::monthly_bills::past_63_bits;
use super::monthly_overview::MonthlySnapshot;
use super::{Caller, Engine, Failure};
use crate::index::{Scope, Snapshot};
use crate::store::standings;
use chrono::NaiveDate;
use contract::account::{Account, AccountName, Product};
use contract::api::OverviewQuery;
use contract::bill_filter::VALUES_MAX;
use contract::id::AccountNumber;
use contract::money::{Currency, Money, MoneyError};
use contract::monthly_bill::{Age, MonthlyBill, State};
use contract::overview::{
    AccountSpend, Band, Figures, MONTHS, Matter, MatterKind, NAMED_ACCOUNTS, Overview, ProductSpend,
    TOP_ACCOUNTS, TOP_PRODUCTS,
};
use contract::rule::Rule;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How often a state is asked for that stays the same while it is read.
const TRIES: usize = 4;

/// An organization's bills, monthly bills and balances.
struct Read {
    bills: Arc<Snapshot>,
    monthly: Arc<MonthlySnapshot>,
    at_hand: BTreeMap<AccountNumber, i64>,
    held: BTreeSet<AccountNumber>,
}

impl Engine {
    /// The overview of the accounts that the caller sees.
    pub async fn overview(&self, caller: &Caller, query: OverviewQuery) -> Result<Overview, Failure> {
        let read = self.read_as_one(caller).await?;
        let scope = caller.scope.clone();
        let made = tokio::task::spawn_blocking(move || made(&read, &scope, query));
        made.await.map_err(|error| Failure::Internal(error.to_string()))?
    }

    /// Reads until nothing has changed meanwhile, so that all figures speak of one state. Where something changes all
    /// the time, what was read last has to do.
    async fn read_as_one(&self, caller: &Caller) -> Result<Read, Failure> {
        let organization = caller.organization_id;
        let mut monthly = self.monthly_snapshot(caller).await?;
        for tries in 1.. {
            let at_hand = standings::at_hand(&self.db, organization).await?;
            let held = standings::held(&self.db, organization).await?;
            let bills = self.index.snapshot(organization).await?;
            let now = self.monthly_snapshot(caller).await?;
            if now.place == monthly.place || tries == TRIES {
                return Ok(Read { bills, monthly, at_hand, held });
            }
            monthly = now;
        }
        Err(Failure::Internal("nothing was read".to_owned()))
    }
}

fn made(read: &Read, scope: &Scope, query: OverviewQuery) -> Result<Overview, Failure> {
    let counts = read.bills.currencies(scope);
    let currency = chosen(&counts, query.currency)?;
    let today = read.monthly.today;
    let bills = read.monthly.seen(scope).collect();
    let monthly = Monthly { bills, at_hand: &read.at_hand, held: &read.held, today };
    let figures = currency.map(|currency| figures(&read.bills, scope, &monthly, currency)).transpose();
    let currencies = counts.into_iter().map(|(currency, _)| currency).collect();
    let parts = || Ok((monthly.matters()?, figures?));
    let (matters, figures) = parts().map_err(past_63_bits)?;
    Ok(Overview { today, matters, currencies, figures })
}

/// The currency that is asked for, if the caller sees bills in it; else that with the most bills.
fn chosen(counts: &[(Currency, u64)], asked: Option<Currency>) -> Result<Option<Currency>, Failure> {
    match asked {
        None => Ok(counts.iter().rev().max_by_key(|(_, bills)| *bills).map(|(currency, _)| *currency)),
        Some(asked) if counts.iter().any(|(currency, _)| *currency == asked) => Ok(Some(asked)),
        Some(asked) => Err(Failure::invalid("currency", Rule::UnknownValue { value: asked.to_string() })),
    }
}

/// The monthly bills that the caller sees, and what decides about them.
struct Monthly<'a> {
    bills: Vec<&'a MonthlyBill>,
    /// Minor units by account.
    at_hand: &'a BTreeMap<AccountNumber, i64>,
    held: &'a BTreeSet<AccountNumber>,
    today: NaiveDate,
}

impl Monthly<'_> {
    fn matters(&self) -> Result<Vec<Matter>, MoneyError> {
        let all = [
            self.matter(MatterKind::Overdue, vec![])?,
            self.matter(MatterKind::ChargeFailed, vec![])?,
            self.matter(MatterKind::DueSoon, vec![])?,
            self.short()?,
            self.on_hold()?,
            self.matter(MatterKind::NotIssued, vec![])?,
        ];
        Ok(all.into_iter().filter(|matter| matter.count > 0).collect())
    }

    /// Counts and adds up what the matter's own filter lets through.
    fn matter(&self, kind: MatterKind, accounts: Vec<AccountNumber>) -> Result<Matter, MoneyError> {
        let mut matter = Matter { kind, count: 0, amounts: vec![], accounts };
        let filter = matter.selection(self.today).filter;
        let mut sums = BTreeMap::new();
        for bill in self.bills.iter().filter(|bill| filter.admits(bill, self.today)) {
            matter.count += 1;
            add(&mut sums, bill.balances.outstanding())?;
        }
        matter.amounts = sums.into_values().collect();
        Ok(matter)
    }

    /// Accounts that hold less than what is outstanding of their bills with a due date.
    fn short(&self) -> Result<Matter, MoneyError> {
        let mut owed: BTreeMap<&AccountNumber, Money> = BTreeMap::new();
        for bill in self.bills.iter().filter(|bill| bill.due_date.is_some()) {
            let open = bill.balances.outstanding();
            let sum = owed.entry(&bill.account.number).or_insert(Money::zero(open.currency()));
            *sum = sum.checked_add(open)?;
        }
        let (mut accounts, mut sums) = (vec![], BTreeMap::new());
        for (number, owed) in owed {
            let held = self.at_hand.get(number).copied().unwrap_or(0).max(0);
            let missing = owed.checked_sub(Money::new(held, owed.currency()))?;
            if !missing.is_zero() && !missing.is_negative() {
                add(&mut sums, missing)?;
                accounts.push(number.clone());
            }
        }
        let count = accounts.len() as u64;
        Ok(Matter {
            kind: MatterKind::Short,
            count,
            amounts: sums.into_values().collect(),
            accounts: few(accounts),
        })
    }

    fn on_hold(&self) -> Result<Matter, MoneyError> {
        let open = |bill: &&&MonthlyBill| matches!(bill.state, State::Unsettled | State::PartlySettled);
        let numbers = self.bills.iter().filter(open).map(|bill| &bill.account.number);
        let held: BTreeSet<&AccountNumber> = numbers.filter(|number| self.held.contains(number)).collect();
        if held.is_empty() {
            return Ok(Matter { kind: MatterKind::Held, count: 0, amounts: vec![], accounts: vec![] });
        }
        let matter = self.matter(MatterKind::Held, held.into_iter().cloned().collect())?;
        Ok(Matter { accounts: few(matter.accounts), ..matter })
    }

    /// What is outstanding of issued monthly bills by age, and of those that are not issued.
    fn bands(&self, currency: Currency) -> Result<(Vec<Band>, Money), MoneyError> {
        let nothing = Money::zero(currency);
        let mut bands = Age::ALL.map(|age| Band { age, monthly_bills: 0, outstanding: nothing });
        let mut not_issued = nothing;
        for bill in &self.bills {
            let open = bill.balances.outstanding();
            if open.currency() != currency {
                continue;
            }
            if bill.state == State::NotIssued {
                not_issued = not_issued.checked_add(open)?;
            }
            let age = bill.age(self.today);
            for band in bands.iter_mut().filter(|band| Some(band.age) == age) {
                band.monthly_bills += 1;
                band.outstanding = band.outstanding.checked_add(open)?;
            }
        }
        Ok((bands.to_vec(), not_issued))
    }
}

fn add(sums: &mut BTreeMap<Currency, Money>, money: Money) -> Result<(), MoneyError> {
    if !money.is_zero() {
        let sum = sums.entry(money.currency()).or_insert(Money::zero(money.currency()));
        *sum = sum.checked_add(money)?;
    }
    Ok(())
}

/// The accounts, if a link can name them.
fn few(accounts: Vec<AccountNumber>) -> Vec<AccountNumber> {
    if accounts.len() <= NAMED_ACCOUNTS { accounts } else { vec![] }
}

fn moneys(minor: Vec<i128>, currency: Currency) -> Result<Vec<Money>, MoneyError> {
    minor.into_iter().map(|minor| money(minor, currency)).collect()
}

/// A sum of the index as money.
fn money(minor: i128, currency: Currency) -> Result<Money, MoneyError> {
    Ok(Money::new(i64::try_from(minor).map_err(|_| MoneyError::OutOfRange)?, currency))
}

fn figures(
    snapshot: &Snapshot,
    scope: &Scope,
    monthly: &Monthly<'_>,
    currency: Currency,
) -> Result<Figures, MoneyError> {
    let spend = snapshot.spend(scope, currency, MONTHS);
    let (bands, not_issued) = monthly.bands(currency)?;
    let by_month = added(spend.months.len(), &spend.products);
    Ok(Figures {
        currency,
        bands,
        not_issued,
        total: money(by_month.iter().sum(), currency)?,
        spend: moneys(by_month, currency)?,
        months: spend.months,
        products: products(spend.products, currency)?,
        accounts: accounts(spend.accounts, currency)?,
    })
}

/// Month by month the sum of these products.
fn added(months: usize, products: &[(Product, Vec<i128>)]) -> Vec<i128> {
    (0..months).map(|month| products.iter().filter_map(|(_, sums)| sums.get(month)).sum()).collect()
}

/// The largest one by one, then the rest.
fn products(mut all: Vec<(Product, Vec<i128>)>, currency: Currency) -> Result<Vec<ProductSpend>, MoneyError> {
    let months = all.first().map_or(0, |(_, months)| months.len());
    all.sort_by_key(|(_, months)| Reverse(months.iter().sum::<i128>()));
    let rest = all.split_off(top(all.len(), TOP_PRODUCTS));
    let spend = |product, codes, months: Vec<i128>| {
        let total = money(months.iter().sum(), currency)?;
        Ok(ProductSpend { product, codes, total, months: moneys(months, currency)? })
    };
    let mut shown = vec![];
    for (product, months) in all {
        shown.push(spend(Some(product.clone()), vec![product.code], months)?);
    }
    if !rest.is_empty() {
        // A link can name so many.
        let named = rest.iter().filter(|_| rest.len() <= VALUES_MAX);
        shown.push(spend(
            None,
            named.map(|(product, _)| product.code.clone()).collect(),
            added(months, &rest),
        )?);
    }
    Ok(shown)
}

/// The largest one by one, then the rest.
fn accounts(mut all: Vec<(Account, i128)>, currency: Currency) -> Result<Vec<AccountSpend>, MoneyError> {
    all.sort_by_key(|(_, sum)| Reverse(*sum));
    let rest = all.split_off(top(all.len(), TOP_ACCOUNTS));
    let mut shown = vec![];
    for (Account { number, name, .. }, sum) in all {
        let account = Some(AccountName { number, name });
        shown.push(AccountSpend { account, accounts: 1, total: money(sum, currency)? });
    }
    if !rest.is_empty() {
        let total = money(rest.iter().map(|(_, sum)| sum).sum(), currency)?;
        shown.push(AccountSpend { account: None, accounts: rest.len() as u64, total });
    }
    Ok(shown)
}

/// How many stand alone of so many: a rest of one is none.
const fn top(all: usize, most: usize) -> usize {
    if all <= most + 1 { all } else { most }
}
