//! One row of FOCUS, as the portal sees it: whose, what, when, how much.

use super::layout::Layout;
use super::values::{ChargeCategory, Values};
use super::{Column, Mapping, Moment, ProductFrom};
use crate::bill::BillLine;
use crate::cycle::Cycle;
use crate::file::csv::Record;
use crate::money::{Amount, Currency};
use crate::usage::Quantity;
use chrono::NaiveDate;

/// A row that could be read. It borrows from the reader: nothing is copied until somebody keeps it.
#[derive(Debug, Clone, Copy)]
pub struct FocusRow<'a> {
    record: Record<'a>,
    layout: &'a Layout,
    values: &'a Values,
    mapping: &'a Mapping,
    cycle: Cycle,
}

/// An id with a name for it.
type Named<'a> = (&'a str, &'a str);

impl<'a> FocusRow<'a> {
    pub(super) fn new(
        record: Record<'a>,
        layout: &'a Layout,
        values: &'a Values,
        mapping: &'a Mapping,
        cycle: Cycle,
    ) -> Self {
        Self { record, layout, values, mapping, cycle }
    }

    /// Its number; the header is row 1.
    pub fn row(&self) -> u64 {
        self.record.row()
    }

    /// The line of the file on which it starts.
    pub fn line(&self) -> u64 {
        self.record.line()
    }

    /// A cell's text, if it has a readable value.
    pub fn text(&self, column: Column) -> Option<&'a str> {
        let place = if self.values.has(column) { self.layout.place(column) } else { None };
        place.map(|place| self.record.get(place).trim())
    }

    /// A cell's number.
    pub fn number(&self, column: Column) -> Option<Amount> {
        self.values.number(column)
    }

    /// A cell's time.
    pub fn time(&self, column: Column) -> Option<Moment> {
        self.values.time(column)
    }

    /// What was billed, exactly.
    pub fn amount(&self) -> Amount {
        self.number(Column::BilledCost).unwrap_or_default()
    }

    /// The currency of what was billed.
    pub fn currency(&self) -> Currency {
        self.values.currency
    }

    /// The month that the billing period starts in, as written.
    pub fn cycle(&self) -> Cycle {
        self.cycle
    }

    /// Id and name of who is billed, by the mapping.
    pub fn account(&self) -> Named<'a> {
        let column = self.mapping.account_column(self.values);
        let name =
            if column == Column::SubAccountId { Column::SubAccountName } else { Column::BillingAccountName };
        let id = self.text(column).unwrap_or_default();
        (id, self.text(name).unwrap_or(id))
    }

    /// Id and name of the billing account, under which the account stands.
    pub fn billing_account(&self) -> Named<'a> {
        let id = self.text(Column::BillingAccountId).unwrap_or_default();
        (id, self.text(Column::BillingAccountName).unwrap_or(id))
    }

    /// Name of what was bought, by the mapping.
    pub fn product(&self) -> &'a str {
        let service = match self.mapping.product {
            ProductFrom::ServiceName => self.text(Column::ServiceName),
            ProductFrom::ServiceCategory => None,
        };
        service.or_else(|| self.text(Column::ServiceCategory)).unwrap_or("Other")
    }

    /// Id and name of the application: what a tag says, else the account.
    pub fn application(&self) -> Named<'a> {
        match self.values.tags.application() {
            Some(name) if self.values.tagged => (name, name),
            _ => self.account(),
        }
    }

    /// What kind of charge it is, if FOCUS knows it.
    pub fn category(&self) -> Option<ChargeCategory> {
        self.values.category
    }

    /// What was charged, in words.
    pub fn description(&self) -> &'a str {
        self.text(Column::ChargeDescription).unwrap_or_else(|| self.product())
    }

    /// How much, and of which unit: what was consumed, else what was priced.
    pub fn quantity(&self) -> Option<(Amount, &'a str)> {
        self.consumed().or_else(|| {
            self.number(Column::PricingQuantity).map(|value| (value, self.unit(Column::PricingUnit)))
        })
    }

    /// What of it counts as service usage: a credit or a tax with a priced quantity uses nothing.
    pub fn usage(&self) -> Option<(Amount, &'a str)> {
        match self.category() {
            Some(ChargeCategory::Usage | ChargeCategory::Purchase) => self.quantity(),
            _ => self.consumed(),
        }
    }

    fn consumed(&self) -> Option<(Amount, &'a str)> {
        self.number(Column::ConsumedQuantity).map(|value| (value, self.unit(Column::ConsumedUnit)))
    }

    fn unit(&self, column: Column) -> &'a str {
        self.text(column).or_else(|| self.text(Column::PricingUnit)).unwrap_or("Units")
    }

    /// First day that the charge covers, in UTC.
    pub fn charged_from(&self) -> Option<NaiveDate> {
        self.time(Column::ChargePeriodStart)?.in_utc().map(|time| time.date)
    }

    /// Day before which the charge ends, in UTC.
    pub fn charged_to(&self) -> Option<NaiveDate> {
        self.time(Column::ChargePeriodEnd)?.in_utc()?.day_after()
    }

    /// What was used: its name, else its id.
    pub fn resource(&self) -> Option<&'a str> {
        self.text(Column::ResourceName).or_else(|| self.text(Column::ResourceId))
    }

    /// Where it was used: the region's id, else its name.
    pub fn region(&self) -> Option<&'a str> {
        self.text(Column::RegionId).or_else(|| self.text(Column::RegionName))
    }

    /// The row as a line of its bill.
    pub fn bill_line(&self, position: u64, file: &str) -> BillLine {
        let category =
            self.category().map(ChargeCategory::name).or_else(|| self.text(Column::ChargeCategory));
        let quantity = self.quantity().map(|(value, unit)| Quantity { value, unit: unit.to_owned() });
        BillLine {
            position,
            description: self.description().to_owned(),
            category: category.unwrap_or_default().to_owned(),
            charged_from: self.charged_from(),
            charged_to: self.charged_to(),
            quantity,
            unit_price: self.number(Column::ListUnitPrice),
            amount: self.amount(),
            resource: self.resource().map(str::to_owned),
            region: self.region().map(str::to_owned),
            file: file.to_owned(),
            row: Some(self.row()),
        }
    }
}
