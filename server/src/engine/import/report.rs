//! What an import did, in words for the person who started it.

use crate::store::deliveries_write::Known;
use chrono::DateTime;
use contract::cycle::Cycle;
use contract::file::focus::FindingSummary;
use contract::money::{Amount, Currency, Money};
use std::collections::BTreeMap;
use std::fmt;

/// How many billing accounts and cycles are said.
const SCOPES_SAID: usize = 40;
/// How many ranges of rows are said of a finding; the stored delivery has them all.
const RANGES_SAID: usize = 5;

/// What became of a file.
#[derive(Debug)]
pub struct FileReport {
    /// Its name.
    pub file: String,
    /// What was imported, or the earlier delivery of the same bytes: then nothing was changed.
    pub outcome: Result<Imported, Known>,
}

/// What was imported.
#[derive(Debug, Default)]
pub struct Imported {
    /// Name of the organization.
    pub organization: String,
    /// It was made for this file.
    pub organization_is_new: bool,
    /// How many rows became lines.
    pub rows: u64,
    /// How many bills they make.
    pub bills: usize,
    /// How many accounts, products and applications were new.
    pub new: (usize, usize, usize),
    /// Exact sums of the lines.
    pub sums: BTreeMap<Currency, Amount>,
    /// What was off.
    pub findings: Vec<FindingSummary>,
    /// Billing account by billing account, cycle by cycle.
    pub scopes: Vec<ScopeReport>,
}

/// What became of one billing account's cycle.
#[derive(Debug, Default)]
pub struct ScopeReport {
    /// The billing account.
    pub billing_account: String,
    /// The cycle.
    pub cycle: Option<Cycle>,
    /// It stood on an older delivery, which this one replaced.
    pub replaced: bool,
    /// Bills that were not there before.
    pub added: usize,
    /// Bills that add up to something else.
    pub changed: usize,
    /// Bills that come to the same.
    pub unchanged: usize,
    /// Bills that are gone: withdrawn, or with a number and down to zero.
    pub removed: usize,
    /// Bills of an issued month that another one now makes up for (M2).
    pub adjusted: usize,
    /// What the bills came to before and come to now.
    pub shifts: BTreeMap<Currency, Shift>,
}

/// An amount before and after, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shift {
    /// Before.
    pub before: i128,
    /// After.
    pub after: i128,
    /// What was paid too much by that and left the bills for the refund balance; negative: came back from it.
    pub refunded: i128,
}

impl fmt::Display for FileReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            Ok(imported) => write!(f, "{}: {imported}", self.file),
            Err(known) => {
                let at = DateTime::from_timestamp_micros(known.imported_at).unwrap_or_default();
                let at = at.format("%Y-%m-%d %H:%M UTC");
                write!(f, "{}: nothing to do, the same data came as {} on {at}", self.file, known.file)
            }
        }
    }
}

impl fmt::Display for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (accounts, products, applications) = self.new;
        let new = if self.organization_is_new { ", which is new" } else { "" };
        write!(f, "{} rows make {} bills of {}{new}", self.rows, self.bills, self.organization)?;
        for (currency, sum) in &self.sums {
            write!(f, "\n  sum of the lines: {currency} {sum}")?;
        }
        write!(f, "\n  new: {accounts} accounts, {products} products, {applications} applications")?;
        for scope in self.scopes.iter().take(SCOPES_SAID) {
            write!(f, "\n  {scope}")?;
        }
        if self.scopes.len() > SCOPES_SAID {
            write!(f, "\n  and {} more billing accounts and cycles", self.scopes.len() - SCOPES_SAID)?;
        }
        let cells: u64 = self.findings.iter().map(|finding| finding.cells).sum();
        match cells {
            0 => f.write_str("\n  nothing was off")?,
            _ => write!(f, "\n  {cells} cells were off, and read as well as they can be:")?,
        }
        for finding in &self.findings {
            write!(f, "\n    {}", short(finding))?;
        }
        Ok(())
    }
}

impl fmt::Display for ScopeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cycle = self.cycle.map(|cycle| cycle.to_string()).unwrap_or_default();
        write!(f, "{} {cycle}: ", self.billing_account)?;
        if self.replaced {
            write!(f, "replaces the older delivery: {} bills added, {} changed, ", self.added, self.changed)?;
            write!(f, "{} removed, {} unchanged", self.removed, self.unchanged)?;
        } else {
            write!(f, "{} bills", self.added)?;
        }
        if self.adjusted > 0 {
            write!(f, ", {} of an issued month adjusted in the next open one", self.adjusted)?;
        }
        if !self.replaced && self.adjusted == 0 {
            return Ok(());
        }
        for (&currency, shift) in &self.shifts {
            let money = |minor: i128| {
                i64::try_from(minor).map_or(Money::zero(currency), |minor| Money::new(minor, currency))
            };
            write!(f, "; {} → {}", money(shift.before), money(shift.after))?;
            if shift.refunded != 0 {
                write!(f, " ({} to the refund balance)", money(shift.refunded))?;
            }
        }
        Ok(())
    }
}

fn short(finding: &FindingSummary) -> FindingSummary {
    let mut short = finding.clone();
    let dropped = short.rows.split_off(short.rows.len().min(RANGES_SAID));
    short.left_off += dropped.iter().map(|(first, last)| last - first + 1).sum::<u64>();
    short
}
