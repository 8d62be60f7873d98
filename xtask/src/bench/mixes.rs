//! What the bill list is asked: filters and orders with values of the world, other ones in every round, so that
//! an answer kept from before never helps.

use anyhow::{Context, Result};
use serde_json::Value;

use super::http::{Client, encode};
use super::world::SEEN;

/// The first million is where lists are jumped into.
const APPLICATIONS: u32 = 500;

/// Values that filters can be set to.
#[derive(Debug, Default)]
pub struct Values {
    products: Vec<String>,
    accounts: Vec<String>,
    applications: Vec<String>,
    /// Names of applications.
    names: Vec<String>,
    numbers: Vec<String>,
    /// From the oldest to the newest.
    cycles: Vec<String>,
}

/// A way of asking.
#[derive(Debug, Clone, Copy)]
pub struct Mix {
    /// What it is called.
    pub name: &'static str,
    /// The query of a round.
    pub query: fn(&Values, usize) -> String,
}

/// Every way of asking, in the order of the table.
pub const MIXES: &[Mix] = &[
    mix("everything, newest first", |_, _| String::new()),
    mix("one product", |values, round| values.product(round)),
    mix("two products, one status", |values, round| {
        let (first, second) = (values.product(round), values.product(round + 1 + round / 16 % 7));
        format!("{first}&{second}&{}", status(round / 2))
    }),
    mix("a range of cycles", Values::range),
    mix("one account", |values, round| values.account(round)),
    mix("one application", |values, round| values.application(round)),
    mix("free text, common", |values, round| text(values.name(round).chars().take(2).collect())),
    mix("free text, rare", |values, round| text(values.pick(&values.applications, round * 3).to_owned())),
    mix("start of a bill number", |values, round| {
        let number = values.pick(&values.numbers, round);
        text(number.chars().take(number.chars().count() - 2).collect())
    }),
    mix("all filters together", |values, round| {
        let accounts: Vec<String> = (0..120).map(|other| values.account(round + other)).collect();
        let products: Vec<String> = (0..10).map(|other| values.product(round + other)).collect();
        let text = text(values.name(round).chars().take(1).collect());
        let (range, status) = (values.long_range(round), status(round));
        format!("{range}&{}&{}&{status}&{text}", products.join("&"), accounts.join("&"))
    }),
    mix("everything by product", |_, round| sort("product", round)),
    mix("everything by application", |_, round| sort("application", round)),
    mix("everything by account", |_, round| sort("account", round)),
    mix("everything, oldest first", |_, round| ["sort=cycle", "sort=-cycle"][round % 2].to_owned()),
    mix("everything by usage", |_, round| sort("usage", round)),
    mix("everything by consumption", |_, round| sort("consumption", round)),
    mix("everything by status", |_, round| sort("status", round)),
    mix("everything by overdraft", |_, round| sort("overdraft", round)),
    mix("a range of cycles by consumption", |values, round| {
        format!("{}&sort=-consumption", values.range(round + 211))
    }),
    mix("jump anywhere", |_, round| format!("from={}", place(round, SEEN))),
    mix("jump anywhere, one product by account", |values, round| {
        format!("{}&sort=account&from={}", values.product(round + 3), place(round, SEEN / 20))
    }),
];

const fn mix(name: &'static str, query: fn(&Values, usize) -> String) -> Mix {
    Mix { name, query }
}

impl Values {
    /// Reads them from the server.
    pub fn read(client: &mut Client) -> Result<Self> {
        let choices = client.get("/api/v1/bills/choices")?.json()?;
        let accounts = client.get(&format!("/api/v1/accounts?limit={APPLICATIONS}"))?.json()?;
        let applications = client.get(&format!("/api/v1/applications?limit={APPLICATIONS}"))?.json()?;
        let cycle = |name: &str| choices[name].as_str().and_then(month).context("the world has cycles");
        let (first, last) = (cycle("first_cycle")?, cycle("last_cycle")?);
        let mut numbers = Vec::new();
        for part in 0..8 {
            let page =
                client.get(&format!("/api/v1/bills?limit=50&from={}", SEEN / 10 * (part + 1)))?.json()?;
            numbers.extend(texts(&page["items"], "number"));
        }
        Ok(Self {
            products: texts(&choices["products"], "code"),
            accounts: texts(&accounts["items"], "number"),
            applications: texts(&applications["items"], "id"),
            names: texts(&applications["items"], "name"),
            numbers,
            cycles: (first..=last).map(|month| format!("{:04}-{:02}", month / 12, month % 12 + 1)).collect(),
        })
    }

    fn pick<'a>(&self, of: &'a [String], round: usize) -> &'a str {
        of.get(round % of.len().max(1)).map_or("", String::as_str)
    }

    fn product(&self, round: usize) -> String {
        format!("product={}", encode(self.pick(&self.products, round)))
    }

    fn account(&self, round: usize) -> String {
        format!("account={}", encode(self.pick(&self.accounts, round)))
    }

    fn application(&self, round: usize) -> String {
        format!("application={}", encode(self.pick(&self.applications, round)))
    }

    fn name(&self, round: usize) -> &str {
        self.pick(&self.names, round * 17)
    }

    fn range(&self, round: usize) -> String {
        let (months, start) = (self.cycles.len().max(1), round * 5);
        let (from, to) = (start % months, (start + 1 + round / months) % months);
        let (from, to) = (from.min(to), from.max(to));
        format!("cycle_from={}&cycle_to={}", self.pick(&self.cycles, from), self.pick(&self.cycles, to))
    }

    /// All but the oldest few.
    fn long_range(&self, round: usize) -> String {
        format!("cycle_from={}", self.pick(&self.cycles, round % 9))
    }
}

fn status(round: usize) -> &'static str {
    ["status=pending", "status=cleared"][round % 2]
}

fn sort(column: &str, round: usize) -> String {
    format!("sort={}{column}", ["", "-"][round % 2])
}

fn text(words: String) -> String {
    format!("q={}", encode(&words))
}

/// A place among so many, another one in every round.
fn place(round: usize, among: u64) -> u64 {
    (round as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) % among
}

fn month(cycle: &str) -> Option<u32> {
    let (year, month) = cycle.split_once('-')?;
    Some(year.parse::<u32>().ok()? * 12 + month.parse::<u32>().ok()? - 1)
}

fn texts(items: &Value, name: &str) -> Vec<String> {
    let items = items.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| item[name].as_str().map(str::to_owned)).collect()
}
