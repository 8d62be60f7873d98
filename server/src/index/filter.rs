//! From a filter to the set of rows that it lets through.

use super::bits::Bits;
use super::columns::Columns;
use super::scope::Sight;
use super::search::Search;
use contract::bill::Status;
use contract::bill_filter::BillFilter;
use contract::rule::{FieldError, Rule};

/// The rows that a filter lets through for someone with this sight. A product, account or application that does
/// not exist for them is an error that reads the same whether it exists for others or not.
pub fn rows(columns: &Columns, sight: &Sight, filter: &BillFilter) -> Result<Bits, Vec<FieldError>> {
    let wanted = Wanted::new(columns, sight, filter)?;
    let index = |cycle: Option<contract::cycle::Cycle>| cycle.map(contract::cycle::Cycle::index);
    let (start, end) = columns.cycle_rows(index(filter.cycle_from), index(filter.cycle_to));
    let mut bits = Bits::range(columns.rows(), start, end);
    if let Some(accounts) = wanted.accounts.as_ref().or(sight.accounts.as_ref()) {
        let account: &[u32] = &columns.account;
        bits.retain(|row| accounts[account[row] as usize]);
    }
    if let Some(products) = &wanted.products {
        let product: &[u16] = &columns.product;
        bits.retain(|row| products[usize::from(product[row])]);
    }
    if let Some(status) = filter.status {
        let pending: &[bool] = &columns.pending;
        let wanted = status == Status::Pending;
        bits.retain(|row| pending[row] == wanted);
    }
    if let Some(applications) = &wanted.applications {
        let application: &[u32] = &columns.application;
        bits.retain(|row| applications[application[row] as usize]);
    }
    if let Some(text) = &filter.q {
        let search = Search::new(columns, text);
        bits.retain(|row| search.finds(columns, row));
    }
    Ok(bits)
}

/// For each code of a dictionary whether it is wanted; `None`: all are.
struct Wanted {
    accounts: Option<Vec<bool>>,
    products: Option<Vec<bool>>,
    applications: Option<Vec<bool>>,
}

impl Wanted {
    fn new(columns: &Columns, sight: &Sight, filter: &BillFilter) -> Result<Self, Vec<FieldError>> {
        let mut errors = vec![];
        let accounts = codes(&filter.account, "account", &mut errors, columns.accounts.len(), |number| {
            let found = columns.accounts.iter().find(|(_, account)| account.number == *number);
            found.map(|(code, _)| code).filter(|&code| sight.account(code))
        });
        let products = codes(&filter.product, "product", &mut errors, columns.products.len(), |wanted| {
            let found = columns.products.iter().find(|(_, product)| product.code == *wanted);
            found.map(|(code, _)| code).filter(|&code| sight.products[code])
        });
        let applications =
            codes(&filter.application, "application", &mut errors, columns.applications.len(), |id| {
                let found = columns.applications.iter().find(|(_, application)| application.id == *id);
                found.map(|(code, _)| code).filter(|&code| sight.applications[code])
            });
        if errors.is_empty() { Ok(Self { accounts, products, applications }) } else { Err(errors) }
    }
}

fn codes<T: std::fmt::Display>(
    wanted: &[T],
    field: &str,
    errors: &mut Vec<FieldError>,
    entries: usize,
    find: impl Fn(&T) -> Option<usize>,
) -> Option<Vec<bool>> {
    if wanted.is_empty() {
        return None;
    }
    let mut codes = vec![false; entries];
    for value in wanted {
        match find(value) {
            Some(code) => codes[code] = true,
            None => errors.push(FieldError::new(field, Rule::UnknownValue { value: value.to_string() })),
        }
    }
    Some(codes)
}
