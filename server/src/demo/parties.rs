//! What the bills of the demo world speak of, and who reads them, as rows: accounts with their tax profiles,
//! products, applications, users.

use super::calendar::Calendar;
use super::catalog::PRODUCTS;
use super::month::Impossible;
use super::people;
use super::random::Random;
use super::terms;
use super::words::CONTACTS;
use super::world::{Account, Organization};
use super::write::{Sink, place};
use crate::store::accounts_write as write;
use crate::store::accounts_write::{AccountRow, ApplicationRow, TaxProfileRow};
use crate::store::bulk::Rows;
use crate::store::ledger_rows::{add_credit_control, credit_controls};
use chrono::{Days, NaiveDate};
use contract::account::AccountKind;
use contract::money::Currency;

/// Writes them into `sink`, and gives the number of users.
pub fn rows(
    organization: &Organization,
    calendar: &Calendar,
    seed: u64,
    sink: Sink<'_>,
) -> Result<i64, Impossible> {
    let (mut accounts, mut profiles) = (write::accounts(), write::tax_profiles());
    let mut controls = credit_controls();
    for account in &organization.accounts {
        AccountRow {
            organization: organization.id,
            id: organization.id_at(account.place),
            number: &account.number,
            name: &account.name,
            kind: account.kind,
            currency: account.currency,
        }
        .add_to(&mut accounts);
        add_profiles(organization, account, calendar, seed, &mut profiles);
        if let Some(terms) = terms::of(account) {
            let of = (organization.id, organization.id_at(account.place));
            add_credit_control(&mut controls, of, calendar.first_day(), &terms);
        }
    }
    let mut products = write::products();
    for (index, product) in PRODUCTS.iter().enumerate() {
        let id = organization.id_at(place(index + 1));
        write::add_product(&mut products, organization.id, id, (product.code, product.name));
    }
    let mut applications = write::applications();
    for (index, application) in organization.applications.iter().enumerate() {
        ApplicationRow {
            organization: organization.id,
            id: organization.id_at(place(index + 1)),
            code: &application.code,
            name: &application.name,
            app_key: Some(&application.app_key),
            whatsapp_account: application.whatsapp.as_deref(),
        }
        .add_to(&mut applications);
    }
    sink(vec![accounts, profiles, controls, products, applications]);
    let (people, users) = people::rows(organization, calendar.made_at().timestamp_micros(), seed)
        .map_err(|error| Impossible(error.to_string()))?;
    sink(people.into_rows().into());
    Ok(users)
}

/// One profile from the first day on; for some accounts another one after they moved.
fn add_profiles(
    organization: &Organization,
    account: &Account,
    calendar: &Calendar,
    seed: u64,
    profiles: &mut Rows,
) {
    let place = account.place.unsigned_abs();
    let mut random = Random::at(seed, &[6, organization.company.share, place]);
    let first = calendar.first_day();
    let moved = random.chance(220).then(|| first + Days::new(200 + random.below(700)));
    let tax_number = tax_number(account.currency, &mut random);
    let floor = random.between(2, 48);
    let legal_name = legal_name(account);
    let mut add = |from: NaiveDate, to: Option<NaiveDate>, address: &str, random: &mut Random| {
        TaxProfileRow {
            organization: organization.id,
            account: organization.id_at(account.place),
            valid: (from, to),
            legal_name: &legal_name,
            tax_number: &tax_number,
            address,
            contact: random.choose(&CONTACTS).copied().unwrap_or_default(),
        }
        .add_to(profiles);
    };
    let address = address(account, floor);
    match moved {
        None => add(first, None, &address, &mut random),
        Some(day) => {
            let before = self::address(account, floor % 40 + 3);
            add(first, day.pred_opt(), &before, &mut random);
            add(day, None, &address, &mut random);
        }
    }
}

/// Its office on a floor.
pub(super) fn address(account: &Account, floor: i64) -> String {
    let city = account.city;
    if account.currency == Currency::CNY {
        format!("{}市{} {floor}层", city.chinese, city.street)
    } else {
        format!("Level {floor}, {}, {}", city.street, city.english)
    }
}

fn legal_name(account: &Account) -> String {
    let name = &account.name;
    match (account.kind, account.currency.code()) {
        (AccountKind::Main, _) => format!("{name} Holdings Inc."),
        (_, "CNY") => format!("{name}有限公司"),
        (_, "EUR") => format!("{name} B.V."),
        (_, "JPY") => format!("{name} K.K."),
        (_, "KRW") => format!("{name} Co., Ltd."),
        (_, "KWD") => format!("{name} W.L.L."),
        (_, "SGD") => format!("{name} Pte. Ltd."),
        _ => format!("{name} Inc."),
    }
}

fn tax_number(currency: Currency, random: &mut Random) -> String {
    let mut digits = |count: u32| {
        let number = random.below(10_u64.pow(count));
        format!("{number:0width$}", width = count as usize)
    };
    match currency.code() {
        "CNY" => format!("91{}MA{}", digits(6), random.hex(8).to_uppercase()),
        "EUR" => format!("EU{}", digits(9)),
        "JPY" => format!("T{}", digits(13)),
        "KRW" => format!("{}-{}-{}", digits(3), digits(2), digits(5)),
        "SGD" => format!("{}K", digits(9)),
        "KWD" => digits(8),
        _ => format!("{}-{}", digits(2), digits(7)),
    }
}
