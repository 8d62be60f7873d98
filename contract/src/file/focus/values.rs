//! What the cells of one row mean: read once, every oddity noted, the room used again for the next row.

use super::cell::{Cell, is_name};
use super::layout::Layout;
use super::tags::Tags;
use super::{Column, FindingKind, Holds, Mapping, Moment, RefusalKind, Report, Zone};
use crate::cycle::Cycle;
use crate::file::csv::Record;
use crate::money::{Amount, AmountError, Currency};

/// What kind of charge a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChargeCategory {
    /// What was used.
    Usage,
    /// What was bought.
    Purchase,
    /// Tax.
    Tax,
    /// A credit given by the provider.
    Credit,
    /// A correction of the whole invoice.
    Adjustment,
}

impl ChargeCategory {
    const ALL: [Self; 5] = [Self::Usage, Self::Purchase, Self::Tax, Self::Credit, Self::Adjustment];

    /// The name in FOCUS.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Usage => "Usage",
            Self::Purchase => "Purchase",
            Self::Tax => "Tax",
            Self::Credit => "Credit",
            Self::Adjustment => "Adjustment",
        }
    }
}

/// The values of one row.
#[derive(Debug)]
pub(super) struct Values {
    /// A bit for each column that has a readable value; numbers and times count only with their bit.
    given: u64,
    numbers: [Amount; Column::COUNT],
    times: [Option<Moment>; Column::COUNT],
    pub(super) category: Option<ChargeCategory>,
    pub(super) currency: Currency,
    pub(super) cycle: Option<Cycle>,
    pub(super) tags: Tags,
    /// The application that the tags name can be used.
    pub(super) tagged: bool,
}

impl Default for Values {
    fn default() -> Self {
        Self {
            given: 0,
            numbers: [Amount::ZERO; Column::COUNT],
            times: [None; Column::COUNT],
            category: None,
            currency: Currency::USD,
            cycle: None,
            tags: Tags::default(),
            tagged: false,
        }
    }
}

impl Values {
    pub(super) fn has(&self, column: Column) -> bool {
        self.given & (1 << column.index()) != 0
    }

    pub(super) fn number(&self, column: Column) -> Option<Amount> {
        if self.has(column) { self.numbers.get(column.index()).copied() } else { None }
    }

    pub(super) fn time(&self, column: Column) -> Option<Moment> {
        if self.has(column) { self.times.get(column.index()).copied().flatten() } else { None }
    }

    /// Reads a row; `false` when no bill can be made of it, which is noted as refused.
    pub(super) fn read(
        &mut self,
        record: Record<'_>,
        layout: &Layout,
        mapping: &Mapping,
        report: &mut Report,
    ) -> bool {
        (self.given, self.category, self.cycle, self.tagged) = (0, None, None, false);
        let mut reading = Reading { record, layout, mapping, report, refused: false };
        for &place in record.damaged() {
            reading.damaged(place);
        }
        for (place, column) in layout.columns().iter().enumerate() {
            let Some(column) = *column else { continue };
            let raw = (record.get(place), record.is_quoted(place));
            let Some(cell) = Cell::read((record.row(), column), raw, mapping, reading.report) else {
                continue;
            };
            if self.read_cell(cell, &mut reading) {
                self.given |= 1 << column.index();
            }
        }
        self.check_needed(&mut reading);
        if !reading.refused {
            super::check::row(self, record.row(), reading.report);
        }
        !reading.refused
    }

    /// Reads a cell by what its column holds and says whether it has a value.
    fn read_cell(&mut self, cell: Cell<'_>, reading: &mut Reading<'_, '_>) -> bool {
        let place = cell.column.index();
        match cell.column.holds() {
            Holds::Text => cell.is_text(reading.report),
            Holds::Words => cell.is_words(reading.report),
            Holds::Unit => cell.is_unit(reading.report),
            Holds::OneOf(known) => {
                let known = cell.one_of(known, reading.report);
                if cell.column == Column::ChargeCategory {
                    self.category = known.and_then(|place| ChargeCategory::ALL.get(place).copied());
                }
                true
            }
            Holds::Number => {
                let number = reading.number(cell);
                self.numbers[place] = number.unwrap_or_default();
                number.is_some()
            }
            Holds::Time => {
                self.times[place] = reading.time(cell);
                self.times[place].is_some()
            }
            Holds::Tags => self.read_tags(cell, reading),
            Holds::Json => {
                let object = cell.text.starts_with('{')
                    && serde_json::from_str::<serde::de::IgnoredAny>(cell.text).is_ok();
                if !object {
                    cell.note(FindingKind::BrokenTags, reading.report);
                }
                object
            }
        }
    }

    fn read_tags(&mut self, cell: Cell<'_>, reading: &mut Reading<'_, '_>) -> bool {
        self.tags.read(cell.text, &reading.mapping.application_tags);
        let kinds = [
            (self.tags.broken, FindingKind::BrokenTags),
            (self.tags.spaced, FindingKind::SpacedTagKey),
            (self.tags.duplicate, FindingKind::DuplicateTagKey),
            (self.tags.not_text, FindingKind::TagNotText),
        ];
        for (_, kind) in kinds.into_iter().filter(|(found, _)| *found) {
            cell.note(kind, reading.report);
        }
        if let Some(application) = self.tags.application() {
            self.tagged = is_name(application, 0);
            if !self.tagged {
                cell.note(FindingKind::UnusableName, reading.report);
            }
        }
        !self.tags.broken
    }

    fn check_needed(&mut self, reading: &mut Reading<'_, '_>) {
        for column in [Column::BilledCost, Column::BillingCurrency, Column::BillingPeriodStart] {
            let raw = reading.raw(column);
            if !self.has(column) && (raw.trim().is_empty() || reading.mapping.is_null(raw)) {
                reading.refuse(column, RefusalKind::Missing);
            }
        }
        if self.has(Column::BillingCurrency) {
            self.read_currency(reading);
        }
        if let Some(start) = self.time(Column::BillingPeriodStart) {
            self.cycle = Cycle::of(start.date).ok();
            if self.cycle.is_none() {
                reading.refuse(Column::BillingPeriodStart, RefusalKind::NotATime);
            }
        }
        let account = reading.mapping.account_column(self);
        let id = reading.raw(account).trim();
        if !self.has(account) {
            reading.refuse(account, RefusalKind::Missing);
        } else if !is_name(id, "-USD".len()) {
            reading.refuse(account, RefusalKind::NotAnId);
        }
    }

    fn read_currency(&mut self, reading: &mut Reading<'_, '_>) {
        let raw = reading.raw(Column::BillingCurrency).trim();
        if self.currency.code() == raw {
            return;
        }
        let upper = raw.to_ascii_uppercase();
        match upper.parse() {
            Ok(currency) => {
                self.currency = currency;
                if upper != raw {
                    let (row, column) = (reading.record.row(), Some(Column::BillingCurrency));
                    reading.report.note(row, column, FindingKind::OddCasing, raw);
                }
            }
            Err(_) => reading.refuse(Column::BillingCurrency, RefusalKind::UnknownCurrency),
        }
    }
}

/// A row being read.
struct Reading<'a, 'b> {
    record: Record<'a>,
    layout: &'b Layout,
    mapping: &'b Mapping,
    report: &'b mut Report,
    refused: bool,
}

impl<'a> Reading<'a, '_> {
    /// The cell as it stands.
    fn raw(&self, column: Column) -> &'a str {
        self.layout.place(column).map(|place| self.record.get(place)).unwrap_or_default()
    }

    fn refuse(&mut self, column: Column, why: RefusalKind) {
        let raw = self.raw(column);
        self.report.refuse(self.record.row(), self.record.line(), Some(column), why, raw);
        self.refused = true;
    }

    fn damaged(&mut self, place: usize) {
        let column = self.layout.columns().get(place).copied().flatten();
        match column {
            Some(column) if Column::NEEDED.contains(&column) || column == Column::SubAccountId => {
                self.refuse(column, RefusalKind::InvalidUtf8);
            }
            _ => {
                let raw = self.record.get(place);
                self.report.note(self.record.row(), column, FindingKind::InvalidUtf8, raw);
            }
        }
    }

    fn number(&mut self, cell: Cell<'_>) -> Option<Amount> {
        let error = match cell.text.parse::<Amount>() {
            Ok(number) => return Some(number),
            Err(error) => error,
        };
        match (cell.column, error) {
            (Column::BilledCost, AmountError::NotANumber) => {
                self.refuse(cell.column, RefusalKind::NotANumber);
            }
            (Column::BilledCost, AmountError::TooManyDigits) => {
                self.refuse(cell.column, RefusalKind::TooManyDigits);
            }
            _ => cell.note(FindingKind::NotANumber, self.report),
        }
        None
    }

    fn time(&mut self, cell: Cell<'_>) -> Option<Moment> {
        let moment = Moment::parse(cell.text);
        match moment.map(|moment| moment.zone) {
            Some(Zone::Utc) => {}
            Some(Zone::Unsaid) => cell.note(FindingKind::TimeWithoutZone, self.report),
            Some(Zone::Ahead(_)) => cell.note(FindingKind::OtherZone, self.report),
            None if cell.column == Column::BillingPeriodStart => {
                self.refuse(cell.column, RefusalKind::NotATime);
            }
            None => cell.note(FindingKind::NotATime, self.report),
        }
        moment
    }
}
