//! Bills, their lines and what they speak of, as rows to be written in bulk.
//!
//! The columns of a table stand here once; whoever makes bills fills in these and nothing else.

use super::bulk::{Rows, Table};
use contract::bill::Balances;
use contract::cycle::Cycle;
use contract::money::{Amount, Rounding};
use contract::usage::Quantity;

static BILL: Table = Table {
    name: "bill",
    columns: &[
        "organization_id",
        "id",
        "account_id",
        "product_id",
        "application_id",
        "cycle",
        "currency",
        "consumption",
        "prepaid_cover",
        "outstanding",
        "processing",
        "settled",
        "canceled",
        "usage",
        "exact",
        "rounding",
        "residue",
        "lines",
        "number_year",
        "number_place",
        "bill_date",
        "billing_account",
        "withdrawn",
        "revision",
        "usage_cycle",
        "adjusts",
        "first_month",
        "last_month",
        "issued",
    ],
};

static BILL_LINE: Table = Table {
    name: "bill_line",
    columns: &[
        "organization_id",
        "bill_id",
        "position",
        "delivery_id",
        "source_row",
        "description",
        "category",
        "charged_from",
        "charged_to",
        "quantity",
        "unit",
        "unit_price",
        "amount",
        "resource",
        "region",
    ],
};

/// The place of a bill in its issuer's series (B4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Year of issue.
    pub year: i32,
    /// From 1, gapless.
    pub place: i64,
}

/// A bill to be written.
#[derive(Debug, Clone, Copy)]
pub struct BillRow<'a> {
    /// Organization.
    pub organization: i64,
    /// Id.
    pub id: i64,
    /// Account.
    pub account: i64,
    /// Product.
    pub product: i64,
    /// Application.
    pub application: i64,
    /// Cycle.
    pub cycle: Cycle,
    /// The four balances and the prepaid cover, in the account's currency.
    pub balances: Balances,
    /// One quantity per unit.
    pub usage: &'a [Quantity],
    /// Exact sum of the lines.
    pub exact: Amount,
    /// The one rounding.
    pub rounding: Rounding,
    /// What it left over.
    pub residue: Amount,
    /// How many lines.
    pub lines: i64,
    /// Number; it is dated with the cycle's issue date.
    pub number: Option<Number>,
    /// Billing account whose deliveries made it.
    pub billing_account: Option<&'a str>,
    /// The organization's revision that this write makes.
    pub revision: i64,
    /// The month whose usage it is for; another one than its cycle when it adjusts that month (M2).
    pub usage_cycle: Cycle,
    /// The bill that it adjusts.
    pub adjusts: Option<i64>,
    /// The first and the last month that its lines cover.
    pub months: (Cycle, Cycle),
    /// It belongs to a monthly bill.
    pub issued: bool,
}

/// A line to be written.
#[derive(Debug, Clone, Copy)]
pub struct LineRow<'a> {
    /// Organization.
    pub organization: i64,
    /// Its bill.
    pub bill: i64,
    /// From 1.
    pub position: i64,
    /// The delivery that brought it.
    pub delivery: i64,
    /// Row of the file; the header is row 1. 0: it takes off what was billed before.
    pub row: i64,
    /// What was charged.
    pub description: &'a str,
    /// Usage, Purchase, Tax, Credit or Adjustment.
    pub category: &'a str,
    /// First day, day before which it ends.
    pub charged: (Option<chrono::NaiveDate>, Option<chrono::NaiveDate>),
    /// How much of which unit.
    pub quantity: Option<(Amount, &'a str)>,
    /// Price of one unit.
    pub unit_price: Option<Amount>,
    /// Exact amount.
    pub amount: Amount,
    /// What was used.
    pub resource: Option<&'a str>,
    /// Where.
    pub region: Option<&'a str>,
}

/// No bills yet.
pub const fn bills() -> Rows {
    Rows::new(&BILL)
}

/// No lines yet.
pub const fn lines() -> Rows {
    Rows::new(&BILL_LINE)
}

impl BillRow<'_> {
    /// The same bill with this number.
    #[must_use]
    pub const fn with_number(mut self, number: Option<Number>) -> Self {
        self.number = number;
        self
    }

    /// Adds the bill to `rows`, made by [`bills`].
    pub fn add_to(&self, rows: &mut Rows) {
        let balances = &self.balances;
        let date = self.number.map(|_| self.cycle.issue_date());
        rows.whole(self.organization).whole(self.id).whole(self.account).whole(self.product);
        rows.whole(self.application).whole(self.cycle.index().into());
        rows.text(balances.consumption().currency().code());
        for part in [balances.consumption(), balances.prepaid_cover(), balances.outstanding()] {
            rows.whole(part.minor());
        }
        for part in [balances.processing(), balances.settled(), balances.canceled()] {
            rows.whole(part.minor());
        }
        rows.text(&usage_json(self.usage)).shown(self.exact).text(self.rounding.name());
        rows.shown(self.residue).whole(self.lines);
        rows.maybe_whole(self.number.map(|number| number.year.into()));
        rows.maybe_whole(self.number.map(|number| number.place)).maybe_shown(date);
        rows.maybe_text(self.billing_account).flag(false).whole(self.revision);
        rows.whole(self.usage_cycle.index().into()).maybe_whole(self.adjusts);
        rows.whole(self.months.0.index().into()).whole(self.months.1.index().into()).flag(self.issued);
    }
}

impl LineRow<'_> {
    /// Adds the line to `rows`, made by [`lines`].
    pub fn add_to(&self, rows: &mut Rows) {
        let (from, to) = self.charged;
        rows.whole(self.organization).whole(self.bill).whole(self.position).whole(self.delivery);
        rows.whole(self.row).text(self.description).text(self.category);
        rows.maybe_shown(from).maybe_shown(to);
        rows.maybe_shown(self.quantity.map(|(value, _)| value));
        rows.maybe_text(self.quantity.map(|(_, unit)| unit)).maybe_shown(self.unit_price);
        rows.shown(self.amount).maybe_text(self.resource).maybe_text(self.region);
    }
}

/// Usage as it is stored: a JSON list of `[value, unit]`.
pub fn usage_json(usage: &[Quantity]) -> String {
    let pairs: Vec<(String, &str)> =
        usage.iter().map(|part| (part.value.to_string(), part.unit.as_str())).collect();
    serde_json::to_string(&pairs).unwrap_or_else(|_| "[]".to_owned())
}
