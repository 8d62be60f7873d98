//! The plan of an organization, made into rows: first what bills speak of, then cycle by cycle the bills.
//!
//! Rows leave in small batches, so a world of any size needs little memory.

use super::books::Books;
use super::calendar::Calendar;
use super::cast::{self, Role};
use super::catalog::PRODUCTS;
use super::late;
use super::month::{self, Impossible, Month};
use super::parties;
use super::payment::Past;
use super::random::Random;
use super::terms;
use super::world::{Organization, Series};
use crate::store::bills_write::{BillRow, LineRow, Number, bills, lines};
use crate::store::bulk::Rows;
use crate::store::deliveries::{DeliveryRow, add_scope, deliveries, scopes};
use crate::store::ids::{self, series};
use crate::store::ledger_rows;
use crate::store::organizations_write::counters;
use contract::cycle::Cycle;
use contract::money::Rounding;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// How many bills go into one batch.
const BATCH: usize = 2_000;
/// The revision of everything in a new world.
pub const REVISION: i64 = 1;

/// Rows to be written in this order.
pub type Batch = Vec<Rows>;

/// Where batches go; `false` when nobody wants them any more.
pub type Sink<'a> = &'a mut dyn FnMut(Batch) -> bool;

/// How many were made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Bills.
    pub bills: i64,
    /// Their lines.
    pub lines: i64,
}

struct Writer<'a> {
    organization: &'a Organization,
    calendar: &'a Calendar,
    seed: u64,
    counts: Counts,
    /// Given places of a year's numbers.
    numbers: BTreeMap<i32, i64>,
    /// Millionths: how much each series grew.
    levels: Vec<i64>,
    bills: Rows,
    lines: Rows,
    books: Books,
    /// A bill of the month before the newest, by its series: usage of it comes late.
    late: Option<(usize, i64, Month)>,
}

/// Writes everything of `organization` into `sink`, but for what is lived through with money: that goes on from the books.
pub fn organization(
    organization: &Organization,
    calendar: &Calendar,
    seed: u64,
    sink: Sink<'_>,
) -> Result<(Counts, Books), Impossible> {
    let users = parties::rows(organization, calendar, seed, sink)?;
    let mut writer = Writer {
        organization,
        calendar,
        seed,
        counts: Counts::default(),
        numbers: BTreeMap::new(),
        levels: vec![1_000_000; organization.series.len()],
        bills: bills(),
        lines: lines(),
        books: Books::new(organization.id, calendar.lived_from()),
        late: None,
    };
    let mut delivery = 0;
    for (cycle, &count) in calendar.cycles().zip(&organization.bills) {
        delivery += 1;
        writer.cycle(cycle, count, organization.id_at(delivery), sink)?;
        writer.books.close()?;
        writer.flush(sink);
    }
    let years: Vec<(String, i64)> =
        writer.numbers.iter().map(|(&year, &given)| (series::bill_number(year), given)).collect();
    let fixed = [
        (series::ACCOUNT, place(organization.accounts.len())),
        (series::PRODUCT, place(PRODUCTS.len())),
        (series::APPLICATION, place(organization.applications.len())),
        (series::DELIVERY, delivery),
        (series::BILL, writer.counts.bills),
        (series::TRANSACTION, writer.books.transactions()),
        (series::USER, users),
    ];
    let given = fixed.into_iter().chain(years.iter().map(|(name, given)| (name.as_str(), *given)));
    sink(vec![counters(organization.id, given)]);
    let Writer { counts, mut books, .. } = writer;
    let (place, hash) = books.head();
    let mut chain = ledger_rows::chain();
    chain.whole(organization.id).whole(place).text(hash);
    sink(vec![books.balances(|account| cast::role(ids::place(account)).is_some()), chain]);
    Ok((counts, books))
}

/// A count as a place in a series.
pub fn place(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Writer<'_> {
    fn cycle(&mut self, cycle: Cycle, count: u64, delivery: i64, sink: Sink<'_>) -> Result<(), Impossible> {
        let lines_before = self.counts.lines;
        // The header is row 1.
        let mut row = 1;
        let organization = self.organization;
        for (index, one) in organization.series.iter().enumerate() {
            if one.rank < count {
                let month = self.month(index, one, cycle)?;
                let late = self.late(index, one, cycle)?;
                let (month, adjusts) = late.map_or((month, None), |(late, id)| (late, Some(id)));
                self.add(one, (cycle, adjusts), &month, (delivery, &mut row))?;
                self.keep_for_late(index, one, cycle, month);
            }
            if self.bills.len() >= BATCH && !self.flush(sink) {
                return Ok(());
            }
        }
        let (mut delivered, mut stands) = (deliveries(), scopes());
        let file = format!("demo-{cycle}.csv");
        let sum = Sha256::digest(format!(
            "{} {} {file} {}",
            self.seed, organization.company.name, self.counts.lines
        ));
        DeliveryRow {
            organization: organization.id,
            id: delivery,
            file: &file,
            sha256: &sum.iter().map(|byte| format!("{byte:02x}")).collect::<String>(),
            format: "demo",
            data_rows: self.counts.lines - lines_before,
            findings: 0,
            imported_at: self.calendar.delivered_at(cycle).timestamp_micros(),
        }
        .add_to(&mut delivered);
        add_scope(&mut stands, organization.id, (organization.company.issuer, cycle), delivery);
        sink(vec![delivered, stands]);
        Ok(())
    }

    /// The bill of a series, which grows from the first one on.
    fn month(&mut self, index: usize, one: &Series, cycle: Cycle) -> Result<Month, Impossible> {
        let account = &self.organization.accounts[one.account];
        let level = self.levels[index];
        let grown = level / 1000 * (1000 + one.growth);
        self.levels[index] = grown.clamp(200_000, 6_000_000);
        let path = [5, self.organization.company.share, one.rank, u64::from(cycle.index().unsigned_abs())];
        let past = self.past(account.place, cycle);
        month::make((one, account), (cycle, self.calendar), level, past, Random::at(self.seed, &path))
    }

    /// How bills of an account's cycle were paid. Who lives with money has paid what was before that, and nothing yet.
    fn past(&self, account: i64, cycle: Cycle) -> Past {
        match self.calendar.is_issued(cycle) {
            false => Past::Open,
            true if cast::role(account).is_none() => Past::Aged(self.calendar.age(cycle)),
            true if self.lives(account, cycle) => Past::Open,
            true => Past::Paid,
        }
    }

    /// Whether the account lives through this cycle with money.
    fn lives(&self, account: i64, cycle: Cycle) -> bool {
        cast::role(account).is_some() && cycle >= self.calendar.lived_from()
    }

    /// In place of the bill of the newest month: what adjusts the one before, and its id.
    fn late(&mut self, index: usize, one: &Series, cycle: Cycle) -> Result<Option<(Month, i64)>, Impossible> {
        let newest = cycle == self.calendar.newest_issued();
        let Some((_, id, before)) = self.late.take_if(|(of, ..)| newest && *of == index) else {
            return Ok(None);
        };
        let currency = self.organization.accounts[one.account].currency;
        Ok(late::adjusting(&before, currency)?.map(|late| (late, id)))
    }

    fn keep_for_late(&mut self, index: usize, one: &Series, cycle: Cycle, month: Month) {
        let account = self.organization.accounts[one.account].place;
        let credited = cast::role(account) == Some(Role::Credited);
        if credited && self.late.is_none() && cycle.next() == self.calendar.newest_issued() {
            self.late = Some((index, self.organization.id_at(self.counts.bills), month));
        }
    }

    fn add(
        &mut self,
        one: &Series,
        (cycle, adjusts): (Cycle, Option<i64>),
        month: &Month,
        (delivery, row): (i64, &mut i64),
    ) -> Result<(), Impossible> {
        let organization = self.organization;
        self.counts.bills += 1;
        let id = organization.id_at(self.counts.bills);
        let account = &organization.accounts[one.account];
        let lives = self.lives(account.place, cycle);
        let usage_cycle = if adjusts.is_some() { cycle.previous() } else { cycle };
        let bill = BillRow {
            organization: organization.id,
            id,
            account: organization.id_at(account.place),
            product: organization.id_at(place(one.product + 1)),
            application: organization.id_at(place(one.application + 1)),
            cycle,
            balances: month.balances,
            usage: &month.usage,
            exact: month.exact,
            rounding: Rounding::HalfUp,
            residue: month.residue,
            lines: place(month.lines.len()),
            number: self.calendar.is_issued(cycle).then(|| self.number(cycle)),
            billing_account: Some(organization.company.issuer),
            revision: REVISION,
            usage_cycle,
            adjusts,
            months: (usage_cycle, usage_cycle),
            issued: self.calendar.is_issued(cycle) && !lives,
        };
        bill.add_to(&mut self.bills);
        if bill.number.is_some() && !lives {
            self.books.add(bill.account, terms::of(account), cycle, month)?;
        }
        for (position, line) in month.lines.iter().enumerate() {
            *row += 1;
            self.counts.lines += 1;
            LineRow {
                organization: organization.id,
                bill: id,
                position: place(position + 1),
                delivery,
                row: *row,
                description: line.description,
                category: line.category,
                charged: (Some(usage_cycle.first_day()), Some(usage_cycle.next().first_day())),
                quantity: line.quantity.map(|(value, unit, _)| (value, unit)),
                unit_price: line.quantity.map(|(_, _, price)| price),
                amount: line.amount,
                resource: None,
                region: line.region,
            }
            .add_to(&mut self.lines);
        }
        Ok(())
    }

    /// The next number of the year in which the cycle is issued (B4).
    fn number(&mut self, cycle: Cycle) -> Number {
        let year = cycle.next().year();
        let given = self.numbers.entry(year).or_insert(0);
        *given += 1;
        Number { year, place: *given }
    }

    fn flush(&mut self, sink: Sink<'_>) -> bool {
        let mut batch =
            vec![std::mem::replace(&mut self.bills, bills()), std::mem::replace(&mut self.lines, lines())];
        batch.extend(self.books.take());
        sink(batch)
    }
}
