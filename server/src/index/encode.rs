//! From bills as the store hands them over to cells.

use super::column::Column;
use super::columns::{Columns, USAGE_LIST, UsageList};
use super::dictionary::Dictionary;
use super::record::{self, BillRecord};
use crate::store::{StoreError, ids};
use contract::account::{Account, Application, Product};
use contract::money::{Amount, Currency};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The cells of one bill.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Place of the bill's id in its organization.
    pub place: u32,
    /// Account code.
    pub account: u32,
    /// Product code.
    pub product: u16,
    /// Application code.
    pub application: u32,
    /// Cycle index.
    pub cycle: i32,
    /// Minor units.
    pub consumption: i64,
    /// Minor units.
    pub overdraft: i64,
    /// Whether something is outstanding or processing.
    pub pending: bool,
    /// Code of the first quantity's unit.
    pub usage_unit: u16,
    /// Digits of the only quantity, or a place in the lists.
    pub usage_digits: i64,
    /// Decimals of the only quantity, or [`USAGE_LIST`].
    pub usage_decimals: u8,
    /// Code of the number's year.
    pub number_year: u8,
    /// Place in the series of that year.
    pub number_place: u32,
}

/// Usage as cells.
#[derive(Debug, Clone)]
pub enum UsageCells {
    /// One quantity: unit, digits, decimals.
    One(u16, i64, u8),
    /// Anything else.
    List(UsageList),
}

/// Names by code, and what follows from them.
#[derive(Debug, Clone)]
pub struct Names {
    /// Accounts.
    pub accounts: Arc<Dictionary<Account>>,
    /// Products.
    pub products: Arc<Dictionary<Product>>,
    /// Applications.
    pub applications: Arc<Dictionary<Application>>,
    /// Currencies of the accounts, in order of their codes.
    pub currencies: Vec<Currency>,
    /// For each account code the place in `currencies`.
    pub account_currency: Column<u8>,
}

impl Names {
    /// Ranks the names.
    pub fn new(names: record::Names) -> Self {
        let accounts = accounts(names.accounts);
        let currencies: BTreeSet<Currency> = accounts.iter().map(|(_, account)| account.currency).collect();
        let currencies: Vec<Currency> = currencies.into_iter().collect();
        let place = |currency| currencies.iter().position(|&known| known == currency);
        let code = |account: &Account| {
            place(account.currency).and_then(|place| u8::try_from(place).ok()).unwrap_or(0)
        };
        Self {
            account_currency: accounts.iter().map(|(_, account)| code(account)).collect(),
            accounts: Arc::new(accounts),
            products: Arc::new(products(names.products)),
            applications: Arc::new(applications(names.applications)),
            currencies,
        }
    }
}

impl Row {
    /// The cells of a bill, without usage; `None` when it speaks of a name that the columns do not know.
    pub fn new(columns: &mut Columns, record: &BillRecord) -> Result<Option<Self>, StoreError> {
        let fits = |what: &str| {
            StoreError::Corrupt(format!("the {what} of bill {} does not fit the list", record.id))
        };
        let (Some(account), Some(product), Some(application)) = (
            columns.accounts.code(record.account),
            columns.products.code(record.product),
            columns.applications.code(record.application),
        ) else {
            return Ok(None);
        };
        let (year, number_place) = record.number.unwrap_or((0, 0));
        Ok(Some(Self {
            place: u32::try_from(ids::place(record.id)).map_err(|_| fits("id"))?,
            account,
            product: u16::try_from(product).map_err(|_| fits("product"))?,
            application,
            cycle: record.cycle,
            consumption: record.consumption,
            overdraft: record.overdraft,
            pending: record.pending,
            usage_unit: 0,
            usage_digits: 0,
            usage_decimals: 0,
            number_year: year_code(&mut columns.years, year).ok_or_else(|| fits("number"))?,
            number_place,
        }))
    }

    /// Takes usage in; a list goes to `place` of the lists.
    pub fn set_usage(&mut self, cells: &UsageCells, place: usize) {
        (self.usage_unit, self.usage_digits, self.usage_decimals) = match cells {
            UsageCells::One(unit, digits, decimals) => (*unit, *digits, *decimals),
            UsageCells::List(list) => {
                (first_unit(list), i64::try_from(place).unwrap_or(i64::MAX), USAGE_LIST)
            }
        };
    }
}

impl UsageCells {
    /// Usage with the codes of its units.
    pub fn new(coded: UsageList) -> Self {
        if let [(value, unit)] = coded.as_slice() {
            let (digits, decimals) = value.parts();
            if let (Ok(digits), Ok(decimals)) = (i64::try_from(digits), u8::try_from(decimals)) {
                return Self::One(*unit, digits, decimals);
            }
        }
        Self::List(coded)
    }
}

/// Code of the first quantity's unit; 0 with none.
pub fn first_unit(list: &[(Amount, u16)]) -> u16 {
    list.first().map_or(0, |&(_, unit)| unit)
}

/// The code of a year of bill numbers, which is added when it is new; 0 is "not issued".
fn year_code(years: &mut Vec<u16>, year: u16) -> Option<u8> {
    if year == 0 {
        return Some(0);
    }
    let place = years.iter().position(|&known| known == year).unwrap_or_else(|| {
        years.push(year);
        years.len() - 1
    });
    u8::try_from(place + 1).ok()
}

fn accounts(entries: Vec<(i64, Account)>) -> Dictionary<Account> {
    Dictionary::build(
        entries,
        |account| (account.name.to_lowercase(), account.number.to_string()),
        |account| format!("{}\n{}", account.name, account.number),
    )
}

fn products(entries: Vec<(i64, Product)>) -> Dictionary<Product> {
    Dictionary::build(
        entries,
        |product| (product.name.to_lowercase(), product.code.to_string()),
        |product| format!("{}\n{}", product.name, product.code),
    )
}

fn applications(entries: Vec<(i64, Application)>) -> Dictionary<Application> {
    Dictionary::build(
        entries,
        |application| (application.name.to_lowercase(), application.id.to_string()),
        |application| {
            let key = application.app_key.as_deref().unwrap_or("");
            let whatsapp = application.whatsapp_account.as_deref().unwrap_or("");
            format!("{}\n{}\n{key}\n{whatsapp}", application.name, application.id)
        },
    )
}
