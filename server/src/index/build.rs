//! Makes columns of records.

use super::columns::{Columns, USAGE_LIST};
use super::dictionary::Dictionary;
use super::record::{BillRecord, Names, Usage};
use crate::store::{StoreError, ids};
use contract::account::{Account, Application, Product};
use contract::money::{Amount, Currency};
use std::collections::BTreeMap;

/// Makes the columns of an organization from its bills and names.
pub fn columns(organization: i64, names: Names, records: Vec<BillRecord>) -> Result<Columns, StoreError> {
    let mut empty = without_rows(organization, names, &records);
    let mut order = Vec::with_capacity(records.len());
    for (place, record) in (0_u32..).zip(&records) {
        if !record.withdrawn {
            order.push((key(&empty, record)?, place));
        }
    }
    order.sort_unstable();
    let units: BTreeMap<String, u16> =
        (0_u16..).zip(&empty.units).map(|(code, unit)| (unit.clone(), code)).collect();
    reserve(&mut empty, order.len());
    for (_, place) in order {
        push(&mut empty, &units, &records[place as usize])?;
    }
    Ok(empty)
}

/// Newest cycle first, then account, product and application by rank: 20 + 32 + 16 + 32 bits, unique per bill.
fn key(columns: &Columns, record: &BillRecord) -> Result<u128, StoreError> {
    let account = columns.accounts.code(record.account).ok_or_else(|| unknown("account", record.account))?;
    let product = columns.products.code(record.product).ok_or_else(|| unknown("product", record.product))?;
    let application = columns.applications.code(record.application);
    let application = application.ok_or_else(|| unknown("application", record.application))?;
    let cycle = u128::from(u32::MAX - record.cycle.unsigned_abs());
    Ok(cycle << 80 | u128::from(account) << 48 | u128::from(product) << 32 | u128::from(application))
}

fn unknown(noun: &str, id: i64) -> StoreError {
    StoreError::Corrupt(format!("a bill names {noun} {id}, which does not exist"))
}

fn without_rows(organization: i64, names: Names, records: &[BillRecord]) -> Columns {
    let accounts = accounts(names.accounts);
    let currencies: std::collections::BTreeSet<Currency> =
        accounts.iter().map(|(_, account)| account.currency).collect();
    let currencies: Vec<Currency> = currencies.into_iter().collect();
    let place = |currency| currencies.iter().position(|&known| known == currency);
    let account_currency = accounts
        .iter()
        .map(|(_, account)| place(account.currency).and_then(|place| u8::try_from(place).ok()).unwrap_or(0))
        .collect();
    let years: std::collections::BTreeSet<u16> =
        records.iter().filter_map(|record| record.number.map(|(year, _)| year)).collect();
    Columns {
        issuer: names.issuer,
        organization,
        accounts,
        products: products(names.products),
        applications: applications(names.applications),
        units: units(records),
        account_currency,
        currencies,
        years: years.into_iter().collect(),
        place: vec![],
        account: vec![],
        product: vec![],
        application: vec![],
        cycle: vec![],
        consumption: vec![],
        overdraft: vec![],
        pending: vec![],
        usage_unit: vec![],
        usage_digits: vec![],
        usage_decimals: vec![],
        usage_lists: vec![],
        number_year: vec![],
        number_place: vec![],
    }
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

fn units(records: &[BillRecord]) -> Vec<String> {
    let mut units = std::collections::BTreeSet::new();
    let mut last = "";
    for (_, unit) in records.iter().flat_map(|record| &record.usage) {
        if unit != last {
            units.insert(unit.as_str());
            last = unit;
        }
    }
    units.into_iter().map(str::to_owned).collect()
}

fn reserve(columns: &mut Columns, rows: usize) {
    columns.place.reserve_exact(rows);
    columns.account.reserve_exact(rows);
    columns.product.reserve_exact(rows);
    columns.application.reserve_exact(rows);
    columns.cycle.reserve_exact(rows);
    columns.consumption.reserve_exact(rows);
    columns.overdraft.reserve_exact(rows);
    columns.pending.reserve_exact(rows);
    columns.usage_unit.reserve_exact(rows);
    columns.usage_digits.reserve_exact(rows);
    columns.usage_decimals.reserve_exact(rows);
    columns.number_year.reserve_exact(rows);
    columns.number_place.reserve_exact(rows);
}

fn push(columns: &mut Columns, units: &BTreeMap<String, u16>, record: &BillRecord) -> Result<(), StoreError> {
    let fits =
        |what: &str| StoreError::Corrupt(format!("the {what} of bill {} does not fit the list", record.id));
    let account = columns.accounts.code(record.account).ok_or_else(|| fits("account"))?;
    let product = columns.products.code(record.product).ok_or_else(|| fits("product"))?;
    let application = columns.applications.code(record.application).ok_or_else(|| fits("application"))?;
    columns.place.push(u32::try_from(ids::place(record.id)).map_err(|_| fits("id"))?);
    columns.account.push(account);
    columns.product.push(u16::try_from(product).map_err(|_| fits("product"))?);
    columns.application.push(application);
    columns.cycle.push(record.cycle);
    columns.consumption.push(record.consumption);
    columns.overdraft.push(record.overdraft);
    columns.pending.push(record.pending);
    push_usage(columns, units, &record.usage);
    let (year, place) = record.number.unwrap_or((0, 0));
    let year = columns.years.iter().position(|&known| known == year).map_or(0, |place| place + 1);
    columns.number_year.push(u8::try_from(year).map_err(|_| fits("number"))?);
    columns.number_place.push(place);
    Ok(())
}

fn push_usage(columns: &mut Columns, units: &BTreeMap<String, u16>, usage: &Usage) {
    let coded: Vec<(Amount, u16)> =
        usage.iter().map(|(value, unit)| (*value, units.get(unit).copied().unwrap_or(0))).collect();
    columns.usage_unit.push(coded.first().map_or(0, |&(_, unit)| unit));
    if let [(value, _)] = coded.as_slice() {
        let (digits, decimals) = value.parts();
        if let (Ok(digits), Ok(decimals)) = (i64::try_from(digits), u8::try_from(decimals)) {
            columns.usage_digits.push(digits);
            columns.usage_decimals.push(decimals);
            return;
        }
    }
    columns.usage_digits.push(i64::try_from(columns.usage_lists.len()).unwrap_or(i64::MAX));
    columns.usage_decimals.push(USAGE_LIST);
    columns.usage_lists.push(coded);
}
