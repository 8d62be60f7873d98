//! The columns: one value per bill in each, all in the default order (newest cycle first, then account, product and
//! application by name).

use super::dictionary::Dictionary;
use contract::account::{Account, Application, Product};
use contract::money::{Amount, Currency};

/// Stands for "no decimals here: look into `usage_lists`".
pub const USAGE_LIST: u8 = u8::MAX;

/// All bills of an organization. Every column has the same length.
#[derive(Debug, Clone)]
pub struct Columns {
    /// Series of the bill numbers.
    pub issuer: String,
    /// The organization, for ids.
    pub organization: i64,
    /// Accounts.
    pub accounts: Dictionary<Account>,
    /// Products.
    pub products: Dictionary<Product>,
    /// Applications.
    pub applications: Dictionary<Application>,
    /// Units of usage, in order.
    pub units: Vec<String>,
    /// Currencies, in order of their codes.
    pub currencies: Vec<Currency>,
    /// For each account code the place in `currencies`.
    pub account_currency: Vec<u8>,
    /// Years of bill numbers; code 0 is "not issued".
    pub years: Vec<u16>,
    /// Place of the bill's id in its organization.
    pub place: Vec<u32>,
    /// Account code.
    pub account: Vec<u32>,
    /// Product code.
    pub product: Vec<u16>,
    /// Application code.
    pub application: Vec<u32>,
    /// Cycle index (year × 12 + month − 1), descending over the rows.
    pub cycle: Vec<i32>,
    /// Minor units.
    pub consumption: Vec<i64>,
    /// Minor units.
    pub overdraft: Vec<i64>,
    /// Whether something is outstanding or processing.
    pub pending: Vec<bool>,
    /// Code of the first quantity's unit; 0 with no quantity.
    pub usage_unit: Vec<u16>,
    /// Digits of the only quantity, or a place in `usage_lists`.
    pub usage_digits: Vec<i64>,
    /// Decimals of the only quantity, or [`USAGE_LIST`].
    pub usage_decimals: Vec<u8>,
    /// Usage with several units, none, or more digits than fit.
    pub usage_lists: Vec<Vec<(Amount, u16)>>,
    /// Code of the number's year.
    pub number_year: Vec<u8>,
    /// Place in the series of that year.
    pub number_place: Vec<u32>,
}

impl Columns {
    /// How many bills.
    pub const fn rows(&self) -> usize {
        self.place.len()
    }

    /// Place of the row's currency among `currencies`.
    #[inline]
    pub fn currency_code(&self, row: usize) -> u8 {
        self.account_currency[self.account[row] as usize]
    }

    /// The rows of the cycles from `from` to `to`, both included: they stand together.
    pub fn cycle_rows(&self, from: Option<i32>, to: Option<i32>) -> (usize, usize) {
        let start = to.map_or(0, |to| self.cycle.partition_point(|&cycle| cycle > to));
        let end = from.map_or(self.rows(), |from| self.cycle.partition_point(|&cycle| cycle >= from));
        (start, end.max(start))
    }

    /// The quantities of a row with their unit codes.
    pub fn usage(&self, row: usize) -> Vec<(Amount, u16)> {
        if self.usage_decimals[row] == USAGE_LIST {
            let place = usize::try_from(self.usage_digits[row]).unwrap_or(usize::MAX);
            return self.usage_lists.get(place).cloned().unwrap_or_default();
        }
        vec![(Amount::from_minor(self.usage_digits[row], self.usage_decimals[row]), self.usage_unit[row])]
    }

    /// The bill number of a row, if it is issued.
    pub fn number(&self, row: usize) -> Option<String> {
        let year = *self.years.get(usize::from(self.number_year[row]).checked_sub(1)?)?;
        Some(number_text(&self.issuer, year, self.number_place[row]))
    }
}

/// A bill number: `HRB-2026-00000417`.
pub fn number_text(issuer: &str, year: u16, place: u32) -> String {
    format!("{issuer}-{year:04}-{place:08}")
}
