//! The plan of the demo world: organizations, accounts, applications, and who uses what from when on.
//!
//! A plan depends on the number of bills, the seed and the calendar only. It holds what is needed to make any cycle
//! of it; it makes no bill.

use super::calendar::Calendar;
use super::catalog::PRODUCTS;
use super::random::Random;
use super::words::{APPLICATIONS, BUSINESSES, CITIES, City};
use crate::store::ids;
use contract::account::AccountKind;
use contract::money::Currency;

/// An enterprise of the demo world.
#[derive(Debug)]
pub struct Company {
    /// Name.
    pub name: &'static str,
    /// What the names of its members start with, in English and Chinese.
    pub brand: (&'static str, &'static str),
    /// Issuer of its bill numbers.
    pub issuer: &'static str,
    /// What its email addresses end with.
    pub domain: &'static str,
    /// So many of a hundred bills are its own.
    pub share: u64,
}

/// Every enterprise; the first one has the bills that the others leave over.
pub static COMPANIES: [Company; 3] = [
    Company {
        name: "Harbour Retail Group",
        brand: ("Harbour", "港湾零售"),
        issuer: "HRB",
        domain: "harbour.example",
        share: 95,
    },
    Company {
        name: "Meridian Freight",
        brand: ("Meridian", "子午线货运"),
        issuer: "MDF",
        domain: "meridian.example",
        share: 4,
    },
    Company {
        name: "Lotus Pond Games",
        brand: ("Lotus Pond", "莲池游戏"),
        issuer: "LPG",
        domain: "lotuspond.example",
        share: 1,
    },
];

const APPLICATIONS_EACH: u64 = 4;
const SERIES_AN_ACCOUNT: u64 = 12;

/// An account of the plan.
#[derive(Debug)]
pub struct Account {
    /// Number in its organization, from 1.
    pub place: i64,
    /// As `HRB-0001`.
    pub number: String,
    /// Name.
    pub name: String,
    /// Main or member.
    pub kind: AccountKind,
    /// What it is billed in.
    pub currency: Currency,
    /// Where it is.
    pub city: &'static City,
    /// Thousandths off the list price.
    pub discount: i64,
}

/// An application of the plan.
#[derive(Debug)]
pub struct Application {
    /// Id as people know it.
    pub code: String,
    /// Name.
    pub name: String,
    /// The key by which it calls products.
    pub app_key: String,
    /// WhatsApp Business Account.
    pub whatsapp: Option<String>,
}

/// One account × product × application, cycle after cycle.
#[derive(Debug)]
pub struct Series {
    /// Place among the series as they came: it has bills in a cycle when it is below the cycle's number of bills.
    pub rank: u64,
    /// Index of the account.
    pub account: usize,
    /// Index of the product.
    pub product: usize,
    /// Index of the application.
    pub application: usize,
    /// Millionths of a US dollar that it spends a month at first.
    pub spend: i64,
    /// Thousandths by which that grows a month.
    pub growth: i64,
    /// First tier of the product that is used, and how many.
    pub tiers: (usize, usize),
    /// Has prepaid balances.
    pub prepaid: bool,
}

/// An organization of the plan.
#[derive(Debug)]
pub struct Organization {
    /// Id in the database.
    pub id: i64,
    /// Who it is.
    pub company: &'static Company,
    /// Main account first.
    pub accounts: Vec<Account>,
    /// All of all accounts.
    pub applications: Vec<Application>,
    /// In the order of account, product, application.
    pub series: Vec<Series>,
    /// How many bills each cycle has, oldest first.
    pub bills: Vec<u64>,
}

impl Company {
    /// The number of the account at `place`, from 1.
    pub fn account_number(&self, place: i64) -> String {
        format!("{}-{place:04}", self.issuer)
    }
}

impl Organization {
    /// Id of something of this organization by its place from 1.
    pub const fn id_at(&self, place: i64) -> i64 {
        ids::id(self.id, place)
    }
}

/// How many bills each company has of `bills` in all.
pub fn shares(bills: u64) -> Vec<u64> {
    let others: Vec<u64> = COMPANIES.iter().skip(1).map(|company| bills * company.share / 100).collect();
    let first = bills - others.iter().sum::<u64>();
    std::iter::once(first).chain(others).collect()
}

/// Plans an organization with exactly `bills` bills.
pub fn plan(id: i64, company: &'static Company, bills: u64, seed: u64, calendar: &Calendar) -> Organization {
    let per_cycle = spread(bills, calendar.length());
    let count = per_cycle.iter().copied().max().unwrap_or(0);
    let accounts = (count / SERIES_AN_ACCOUNT).max(count.min(SERIES_AN_ACCOUNT)).max(2);
    let seed = Random::at(seed, &[u64::from_be_bytes(*b"organiza"), company.share]).next();
    let mut series: Vec<Series> = (0..count).map(|rank| one_series(rank, accounts, seed)).collect();
    let applications = applications(&series, company, seed);
    series.sort_by_key(|one| (one.account, one.product, one.application));
    let accounts = (0..accounts).map(|index| account(index, company, seed)).collect();
    Organization { id, company, accounts, applications, series, bills: per_cycle }
}

/// Splits `bills` over cycles, more of them in later ones; the parts add up exactly.
fn spread(bills: u64, cycles: u64) -> Vec<u64> {
    let weight_until = |cycle: u64| u128::from(cycle * 62 + cycle * cycle / 2);
    let all = weight_until(cycles).max(1);
    let until = |cycle: u64| u64::try_from(u128::from(bills) * weight_until(cycle) / all).unwrap_or(bills);
    (0..cycles).map(|cycle| until(cycle + 1) - until(cycle)).collect()
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn one_series(rank: u64, accounts: u64, seed: u64) -> Series {
    let mut random = Random::at(seed, &[1, rank]);
    let account = rank % accounts;
    let place = rank / accounts;
    let application = place % APPLICATIONS_EACH;
    let product = index((account * 5 + application * 3 + place / APPLICATIONS_EACH) % PRODUCTS.len() as u64);
    let messaging = PRODUCTS[product].messaging;
    // Many small customers, few large ones.
    let scale = match random.below(100) {
        0..25 => 10,
        25..65 => 100,
        65..92 => 1_000,
        _ => 10_000,
    };
    let tiers = match random.below(100) {
        0..64 => 1,
        64..88 => 2,
        88..97 => 3,
        _ => 4,
    };
    Series {
        rank,
        account: index(account),
        product,
        application: index(account * APPLICATIONS_EACH + application),
        spend: random.between(1_000_000, 9_999_999) * scale,
        growth: random.between(-8, 34),
        tiers: (index(random.below(4)), tiers),
        prepaid: random.chance(if messaging { 320 } else { 110 }),
    }
}

fn account(place: u64, company: &'static Company, seed: u64) -> Account {
    let mut random = Random::at(seed, &[2, place]);
    let member = place.saturating_sub(1);
    let city = &CITIES[index(member % CITIES.len() as u64)];
    let (name, kind, currency) = match place {
        0 => (company.name.to_owned(), AccountKind::Main, Currency::USD),
        _ => (member_name(member, company, city), AccountKind::Member, city.currency),
    };
    let place = i64::try_from(place + 1).unwrap_or(i64::MAX);
    Account {
        place,
        number: company.account_number(place),
        name,
        kind,
        currency,
        city,
        discount: random.between(0, 60) * 5,
    }
}

/// A city and a business, no two alike; past all of them with a number.
fn member_name(member: u64, company: &Company, city: &City) -> String {
    let cities = CITIES.len() as u64;
    let businesses = BUSINESSES.len() as u64;
    let round = member / cities;
    let (english, chinese) = BUSINESSES[index((round + member) % businesses)];
    let again = round / businesses + 1;
    let number = if again > 1 { format!(" {again}") } else { String::new() };
    if city.currency == Currency::CNY {
        format!("{}{}{chinese}{number}", company.brand.1, city.chinese)
    } else {
        format!("{} {english} {}{number}", company.brand.0, city.english)
    }
}

fn applications(series: &[Series], company: &Company, seed: u64) -> Vec<Application> {
    let count = series.iter().map(|one| one.application + 1).max().unwrap_or(0);
    let whatsapp_product = PRODUCTS.iter().position(|product| product.code == "whatsapp");
    let mut sends = vec![false; count];
    for one in series.iter().filter(|one| Some(one.product) == whatsapp_product) {
        sends[one.application] = true;
    }
    let make = |(place, sends): (usize, bool)| {
        let mut random = Random::at(seed, &[3, place as u64]);
        let (english, chinese) = APPLICATIONS[(place * 7 + place / 4) % APPLICATIONS.len()];
        let name = match random.below(3) {
            0 => format!("{} {english}", company.brand.0),
            1 => english.to_owned(),
            _ => format!("{}{chinese}", company.brand.1),
        };
        let code = format!("{}-{}-{:04}", slug(english), random.hex(4), place + 1);
        let app_key = random.hex(24);
        let whatsapp = sends.then(|| format!("1{:014}", random.below(100_000_000_000_000)));
        Application { code, name, app_key, whatsapp }
    };
    sends.into_iter().enumerate().map(make).collect()
}

fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bills_of_companies_and_cycles_add_up() {
        for bills in [0, 1, 36, 99, 1_000, 1_000_000] {
            assert_eq!(shares(bills).iter().sum::<u64>(), bills);
            let spread = spread(bills, 36);
            assert_eq!((spread.len(), spread.iter().sum::<u64>()), (36, bills));
        }
    }

    #[test]
    fn no_two_series_bill_the_same_thing() {
        let calendar = Calendar::at("2026-11-21T00:00:00Z".parse().unwrap()).unwrap();
        for bills in [40, 5_000, 200_000] {
            let organization = plan(1, &COMPANIES[0], bills, 1, &calendar);
            let key = |one: &Series| (one.account, one.product, one.application);
            assert!(organization.series.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])));
            let names: std::collections::BTreeSet<_> =
                organization.accounts.iter().map(|account| &account.name).collect();
            assert_eq!(names.len(), organization.accounts.len());
        }
    }
}
