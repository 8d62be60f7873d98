//! The columns: one value per bill in each, all in the default order (newest cycle first, then account, product and
//! application by name).

use super::column::Column;
use super::dictionary::Dictionary;
use super::edit::Edit;
use super::encode::{Names, Row};
use contract::account::{Account, Application, Product};
use contract::money::{Amount, Currency};
use std::sync::Arc;

/// Stands for "no decimals here: look into `usage_lists`".
pub const USAGE_LIST: u8 = u8::MAX;

/// Usage with several units, none, or more digits than fit.
pub type UsageList = Vec<(Amount, u16)>;

/// All bills of an organization. Every column has the same length. A copy shares every column.
#[derive(Debug, Clone)]
pub struct Columns {
    /// Series of the bill numbers.
    pub issuer: String,
    /// The organization, for ids.
    pub organization: i64,
    /// Accounts.
    pub accounts: Arc<Dictionary<Account>>,
    /// Products.
    pub products: Arc<Dictionary<Product>>,
    /// Applications.
    pub applications: Arc<Dictionary<Application>>,
    /// Units of usage, in order.
    pub units: Vec<String>,
    /// Currencies, in order of their codes.
    pub currencies: Vec<Currency>,
    /// For each account code the place in `currencies`.
    pub account_currency: Column<u8>,
    /// Years of bill numbers; code 0 is "not issued".
    pub years: Vec<u16>,
    /// Place of the bill's id in its organization.
    pub place: Column<u32>,
    /// Account code.
    pub account: Column<u32>,
    /// Product code.
    pub product: Column<u16>,
    /// Application code.
    pub application: Column<u32>,
    /// Cycle index (year × 12 + month − 1), descending over the rows.
    pub cycle: Column<i32>,
    /// Minor units.
    pub consumption: Column<i64>,
    /// Minor units.
    pub overdraft: Column<i64>,
    /// Whether something is outstanding or processing.
    pub pending: Column<bool>,
    /// Code of the first quantity's unit; 0 with no quantity.
    pub usage_unit: Column<u16>,
    /// Digits of the only quantity, or a place in `usage_lists`.
    pub usage_digits: Column<i64>,
    /// Decimals of the only quantity, or [`USAGE_LIST`].
    pub usage_decimals: Column<u8>,
    /// What `usage_digits` leads to where `usage_decimals` is [`USAGE_LIST`].
    pub usage_lists: Arc<Vec<UsageList>>,
    /// Code of the number's year.
    pub number_year: Column<u8>,
    /// Place in the series of that year.
    pub number_place: Column<u32>,
}

/// Which visible cells of a row are other ones than before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Touched {
    /// Consumption.
    pub consumption: bool,
    /// Overdraft.
    pub overdraft: bool,
    /// Status.
    pub status: bool,
    /// Usage.
    pub usage: bool,
    /// Number.
    pub number: bool,
}

impl Columns {
    /// No bills yet.
    pub fn empty(organization: i64, issuer: String, names: Names) -> Self {
        Self {
            issuer,
            organization,
            accounts: names.accounts,
            products: names.products,
            applications: names.applications,
            units: vec![],
            account_currency: names.account_currency,
            currencies: names.currencies,
            years: vec![],
            place: Column::default(),
            account: Column::default(),
            product: Column::default(),
            application: Column::default(),
            cycle: Column::default(),
            consumption: Column::default(),
            overdraft: Column::default(),
            pending: Column::default(),
            usage_unit: Column::default(),
            usage_digits: Column::default(),
            usage_decimals: Column::default(),
            usage_lists: Arc::default(),
            number_year: Column::default(),
            number_place: Column::default(),
        }
    }

    /// Sets every column from those of `rows` that `order` names, in its order.
    pub fn fill(&mut self, rows: &[Row], order: &[u32]) {
        fn column<T>(rows: &[Row], order: &[u32], cell: impl Fn(&Row) -> T) -> Column<T> {
            order.iter().map(|&place| cell(&rows[place as usize])).collect()
        }
        self.place = column(rows, order, |row| row.place);
        self.account = column(rows, order, |row| row.account);
        self.product = column(rows, order, |row| row.product);
        self.application = column(rows, order, |row| row.application);
        self.cycle = column(rows, order, |row| row.cycle);
        self.consumption = column(rows, order, |row| row.consumption);
        self.overdraft = column(rows, order, |row| row.overdraft);
        self.pending = column(rows, order, |row| row.pending);
        self.usage_unit = column(rows, order, |row| row.usage_unit);
        self.usage_digits = column(rows, order, |row| row.usage_digits);
        self.usage_decimals = column(rows, order, |row| row.usage_decimals);
        self.number_year = column(rows, order, |row| row.number_year);
        self.number_place = column(rows, order, |row| row.number_place);
    }

    /// Puts the cells of a bill that keeps its place into its row.
    pub fn put(&mut self, at: usize, row: &Row) -> Touched {
        let usage = [
            self.usage_unit.put(at, row.usage_unit),
            self.usage_digits.put(at, row.usage_digits),
            self.usage_decimals.put(at, row.usage_decimals),
        ];
        let number = [self.number_year.put(at, row.number_year), self.number_place.put(at, row.number_place)];
        Touched {
            consumption: self.consumption.put(at, row.consumption),
            overdraft: self.overdraft.put(at, row.overdraft),
            status: self.pending.put(at, row.pending),
            usage: usage.contains(&true),
            number: number.contains(&true),
        }
    }

    /// Takes rows out and puts rows in.
    pub fn edit(&mut self, edits: &[Edit<Row>]) {
        self.place = self.place.edited(edits, |row| row.place);
        self.account = self.account.edited(edits, |row| row.account);
        self.product = self.product.edited(edits, |row| row.product);
        self.application = self.application.edited(edits, |row| row.application);
        self.cycle = self.cycle.edited(edits, |row| row.cycle);
        self.consumption = self.consumption.edited(edits, |row| row.consumption);
        self.overdraft = self.overdraft.edited(edits, |row| row.overdraft);
        self.pending = self.pending.edited(edits, |row| row.pending);
        self.usage_unit = self.usage_unit.edited(edits, |row| row.usage_unit);
        self.usage_digits = self.usage_digits.edited(edits, |row| row.usage_digits);
        self.usage_decimals = self.usage_decimals.edited(edits, |row| row.usage_decimals);
        self.number_year = self.number_year.edited(edits, |row| row.number_year);
        self.number_place = self.number_place.edited(edits, |row| row.number_place);
    }

    /// How many bills.
    pub fn rows(&self) -> usize {
        self.place.len()
    }

    /// What the default order sorts by: newest cycle first, then account, product and application by rank; unique.
    pub fn key(&self, row: usize) -> (std::cmp::Reverse<i32>, u32, u16, u32) {
        (std::cmp::Reverse(self.cycle[row]), self.account[row], self.product[row], self.application[row])
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
    pub fn usage(&self, row: usize) -> UsageList {
        match self.usage_list(row) {
            Some(list) => list.clone(),
            None => vec![self.only_usage(row)],
        }
    }

    /// The first quantity of a row with its unit's code.
    pub fn first_usage(&self, row: usize) -> Option<(Amount, u16)> {
        match self.usage_list(row) {
            Some(list) => list.first().copied(),
            None => Some(self.only_usage(row)),
        }
    }

    fn only_usage(&self, row: usize) -> (Amount, u16) {
        (Amount::from_minor(self.usage_digits[row], self.usage_decimals[row]), self.usage_unit[row])
    }

    /// The list that holds the row's usage, if one does.
    pub fn usage_list(&self, row: usize) -> Option<&UsageList> {
        if self.usage_decimals[row] != USAGE_LIST {
            return None;
        }
        static NONE: UsageList = Vec::new();
        let place = usize::try_from(self.usage_digits[row]).unwrap_or(usize::MAX);
        Some(self.usage_lists.get(place).unwrap_or(&NONE))
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
