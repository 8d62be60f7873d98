//! Bills out of rows: account × product × application × cycle, summed exactly, rounded once.
//!
//! It keeps sums, never lines: memory grows with the number of bills, not with the file.

use super::mapping::slug;
use super::sum::ExactSum;
use super::{Column, FindingKind, FocusRow, Mapping, RefusalKind, Report};
use crate::account::{Application, Product};
use crate::cycle::Cycle;
use crate::id::{AccountNumber, ApplicationId, ProductCode};
use crate::money::{Amount, Currency, Rounding, Settled};
use crate::usage::Quantity;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// An account that the file bills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldedAccount {
    /// `<id>-<currency>`.
    pub number: AccountNumber,
    /// Its name, else its id.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// Its id in the file.
    pub source_id: String,
    /// Id of the billing account under which it stands; its own id when it is one.
    pub billing_account: String,
}

/// Where a row went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Its bill: the place in [`Folded::bills`].
    pub bill: usize,
    /// Its place among the bill's lines, from 1; 1 says that the bill is new.
    pub position: u64,
}

/// A bill as it grows.
#[derive(Debug)]
struct Growing {
    key: Key,
    lines: u64,
    first: (u64, u64),
    last_row: u64,
    months: Option<(Cycle, Cycle)>,
    exact: ExactSum,
    usage: Vec<(Box<str>, ExactSum)>,
}

/// Places of account, product and application, and the cycle.
type Key = (usize, usize, usize, Cycle);

/// A bill with its money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldedBill {
    /// Place in [`Folded::accounts`].
    pub account: usize,
    /// Place in [`Folded::products`].
    pub product: usize,
    /// Place in [`Folded::applications`].
    pub application: usize,
    /// The month.
    pub cycle: Cycle,
    /// How many lines.
    pub lines: u64,
    /// Its first row in the file.
    pub first_row: u64,
    /// Its last row in the file.
    pub last_row: u64,
    /// The first and the last month that its lines cover.
    pub months: (Cycle, Cycle),
    /// The exact sum of its lines.
    pub exact: Amount,
    /// The money that the one rounding made of it, and the residue.
    pub settled: Settled,
    /// One quantity per unit, by unit.
    pub usage: Vec<Quantity>,
}

/// Everything that a file bills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// Accounts, in the order of the file.
    pub accounts: Vec<FoldedAccount>,
    /// Products, in the order of the file.
    pub products: Vec<Product>,
    /// Applications, in the order of the file.
    pub applications: Vec<Application>,
    /// Bills, in the order of the file.
    pub bills: Vec<FoldedBill>,
    /// The rounding of each bill.
    pub rounding: Rounding,
}

/// Makes bills of rows.
#[derive(Debug)]
pub struct Fold {
    rounding: Rounding,
    accounts: Vec<FoldedAccount>,
    products: Vec<Product>,
    applications: Vec<Application>,
    bills: Vec<Growing>,
    account_places: BTreeMap<Currency, BTreeMap<Box<str>, usize>>,
    product_places: BTreeMap<Box<str>, usize>,
    application_places: BTreeMap<Box<str>, usize>,
    bill_places: BTreeMap<Key, usize>,
}

impl Fold {
    /// Nothing yet.
    pub fn new(mapping: &Mapping) -> Self {
        Self {
            rounding: mapping.rounding,
            accounts: Vec::new(),
            products: Vec::new(),
            applications: Vec::new(),
            bills: Vec::new(),
            account_places: BTreeMap::new(),
            product_places: BTreeMap::new(),
            application_places: BTreeMap::new(),
            bill_places: BTreeMap::new(),
        }
    }

    /// Adds a row to its bill. `None` when its amount does not fit into the sum, which is noted as refused.
    pub fn add(&mut self, row: &FocusRow<'_>, report: &mut Report) -> Option<Placed> {
        let placed = self.place(row, report);
        if placed.is_none() {
            let (raw, column) = (row.text(Column::BilledCost).unwrap_or_default(), Some(Column::BilledCost));
            report.refuse(row.row(), row.line(), column, RefusalKind::OutOfRange, raw);
        }
        placed
    }

    fn place(&mut self, row: &FocusRow<'_>, report: &mut Report) -> Option<Placed> {
        let account = self.account(row, report)?;
        let product = self.product(row, report)?;
        let application = self.application(row)?;
        let key = (account, product, application, row.cycle());
        let bills = &mut self.bills;
        let bill = *self.bill_places.entry(key).or_insert_with(|| {
            let first = (row.row(), row.line());
            let (exact, usage) = (ExactSum::default(), Vec::new());
            bills.push(Growing { key, lines: 0, first, last_row: 0, months: None, exact, usage });
            bills.len() - 1
        });
        let growing = bills.get_mut(bill)?;
        growing.exact = growing.exact.plus(row.amount())?;
        if let Some((value, unit)) = row.usage() {
            growing.use_up(value, unit)?;
        }
        growing.cover(months(row));
        growing.lines += 1;
        growing.last_row = row.row();
        Some(Placed { bill, position: growing.lines })
    }

    fn account(&mut self, row: &FocusRow<'_>, report: &mut Report) -> Option<usize> {
        let (currency, (id, name)) = (row.currency(), row.account());
        let places = self.account_places.entry(currency).or_default();
        if let Some(&place) = places.get(id) {
            if self.accounts.get(place).is_some_and(|known| known.name != name && name != id) {
                report.note(row.row(), Some(Column::SubAccountName), FindingKind::OtherName, name);
            }
            return Some(place);
        }
        let number = AccountNumber::parse(&format!("{id}-{currency}")).ok()?;
        self.accounts.push(FoldedAccount {
            number,
            name: name.to_owned(),
            currency,
            source_id: id.to_owned(),
            billing_account: row.billing_account().0.to_owned(),
        });
        places.insert(id.into(), self.accounts.len() - 1);
        Some(self.accounts.len() - 1)
    }

    fn product(&mut self, row: &FocusRow<'_>, report: &mut Report) -> Option<usize> {
        let name = row.product();
        if let Some(&place) = self.product_places.get(name) {
            return Some(place);
        }
        let code = ProductCode::parse(&slug(name)).ok()?;
        let place = match self.products.iter().position(|known| known.code == code) {
            Some(same) => {
                report.note(row.row(), Some(Column::ServiceName), FindingKind::SameName, name);
                same
            }
            None => {
                self.products.push(Product { code, name: name.to_owned() });
                self.products.len() - 1
            }
        };
        self.product_places.insert(name.into(), place);
        Some(place)
    }

    fn application(&mut self, row: &FocusRow<'_>) -> Option<usize> {
        let (id, name) = row.application();
        if let Some(&place) = self.application_places.get(id) {
            return Some(place);
        }
        let application = Application {
            id: ApplicationId::parse(id).ok()?,
            name: name.to_owned(),
            app_key: None,
            whatsapp_account: None,
        };
        self.applications.push(application);
        self.application_places.insert(id.into(), self.applications.len() - 1);
        Some(self.applications.len() - 1)
    }

    /// Rounds every bill, once. A sum that money can't hold is noted as refused and left out.
    pub fn finish(self, report: &mut Report) -> Folded {
        let mut bills = Vec::with_capacity(self.bills.len());
        for growing in self.bills {
            let currency = self.accounts.get(growing.key.0).map(|account| account.currency);
            match currency.and_then(|currency| growing.settle(currency, self.rounding)) {
                Some(bill) => bills.push(bill),
                None => {
                    let (row, line) = growing.first;
                    report.refuse(row, line, Some(Column::BilledCost), RefusalKind::OutOfRange, "");
                }
            }
        }
        Folded {
            accounts: self.accounts,
            products: self.products,
            applications: self.applications,
            bills,
            rounding: self.rounding,
        }
    }
}

/// The months that a charge covers; without a period, the month that it is billed in.
fn months(row: &FocusRow<'_>) -> (Cycle, Cycle) {
    let month = |date: NaiveDate| Cycle::of(date).ok();
    let Some(first) = row.charged_from().and_then(month) else { return (row.cycle(), row.cycle()) };
    let last = row.charged_to().and_then(|end| end.pred_opt()).and_then(month);
    (first, last.unwrap_or(first).max(first))
}

impl Growing {
    fn cover(&mut self, (first, last): (Cycle, Cycle)) {
        let known = self.months.unwrap_or((first, last));
        self.months = Some((known.0.min(first), known.1.max(last)));
    }

    fn use_up(&mut self, value: Amount, unit: &str) -> Option<()> {
        match self.usage.iter_mut().find(|(known, _)| **known == *unit) {
            Some((_, sum)) => *sum = sum.plus(value)?,
            None => self.usage.push((unit.into(), ExactSum::default().plus(value)?)),
        }
        Some(())
    }

    fn settle(&self, currency: Currency, rounding: Rounding) -> Option<FoldedBill> {
        let exact = self.exact.total()?;
        let mut usage = Vec::with_capacity(self.usage.len());
        for (unit, sum) in &self.usage {
            usage.push(Quantity { value: sum.total()?, unit: unit.to_string() });
        }
        usage.sort_by(|one, other| one.unit.cmp(&other.unit));
        let (account, product, application, cycle) = self.key;
        Some(FoldedBill {
            account,
            product,
            application,
            cycle,
            lines: self.lines,
            first_row: self.first.0,
            last_row: self.last_row,
            months: self.months.unwrap_or((cycle, cycle)),
            exact,
            settled: exact.settle(currency, rounding).ok()?,
            usage,
        })
    }
}
