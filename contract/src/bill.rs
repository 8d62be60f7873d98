//! Bills: one account × product × application × billing cycle, made of lines.
//!
//! A bill's four balances always add up to its consumption; no other combination can be constructed.

use crate::account::{AccountName, Application, Product};
use crate::adjustment::{Adjusts, BillLink};
use crate::cycle::Cycle;
use crate::id::{BillId, DeliveryId};
use crate::money::{Amount, Money, MoneyError, Rounding};
use crate::usage::Quantity;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether something of a bill is still to be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Status {
    /// Outstanding or processing is above zero.
    Pending,
    /// Neither is.
    Cleared,
}

impl Status {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Pending, Self::Cleared];

    /// The name in addresses and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Cleared => "cleared",
        }
    }

    /// The status with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// The four balances: outstanding + processing + settled + canceled = consumption, always. Settled includes what
/// prepaid balances covered; canceled is what a credit note took off. None is below zero, but for a credit, of which
/// settled and canceled may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "UncheckedBalances")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Balances {
    consumption: Money,
    prepaid_cover: Money,
    outstanding: Money,
    processing: Money,
    settled: Money,
    canceled: Money,
}

/// Balances as somebody claims them to be.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct UncheckedBalances {
    /// What was consumed in the cycle.
    pub consumption: Money,
    /// The part of it that prepaid balances covered when the cycle closed; part of settled.
    pub prepaid_cover: Money,
    /// To be paid.
    pub outstanding: Money,
    /// In a payment that is not final.
    pub processing: Money,
    /// Paid.
    pub settled: Money,
    /// Taken off by a credit note.
    pub canceled: Money,
}

/// The balances do not add up, or mix currencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unbalanced;

impl fmt::Display for Unbalanced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("outstanding + processing + settled + canceled is not the consumption")
    }
}

impl std::error::Error for Unbalanced {}

impl From<MoneyError> for Unbalanced {
    fn from(_: MoneyError) -> Self {
        Self
    }
}

impl TryFrom<UncheckedBalances> for Balances {
    type Error = Unbalanced;
    fn try_from(claimed: UncheckedBalances) -> Result<Self, Unbalanced> {
        let UncheckedBalances { consumption, prepaid_cover, outstanding, processing, settled, canceled } =
            claimed;
        let parts = [outstanding, processing, settled, canceled];
        if Money::sum(consumption.currency(), parts)? != consumption {
            return Err(Unbalanced);
        }
        let credit = consumption.is_negative();
        let below_zero = outstanding.is_negative()
            || processing.is_negative()
            || prepaid_cover.is_negative()
            || (!credit && (settled.is_negative() || canceled.is_negative()));
        let cover_is_settled = prepaid_cover.is_zero() || !settled.checked_sub(prepaid_cover)?.is_negative();
        let one_currency = prepaid_cover.currency() == consumption.currency();
        if below_zero || !cover_is_settled || !one_currency {
            return Err(Unbalanced);
        }
        Ok(Self { consumption, prepaid_cover, outstanding, processing, settled, canceled })
    }
}

impl Balances {
    /// The balances of a bill at issue: what prepaid balances covered is settled, the rest is outstanding. A
    /// negative consumption is a credit: nothing is outstanding, all of it is settled (it goes to the refund
    /// balance of its month).
    pub fn at_issue(consumption: Money, prepaid_cover: Money) -> Result<Self, Unbalanced> {
        let nothing = Money::zero(consumption.currency());
        let settled = if consumption.is_negative() { consumption } else { prepaid_cover };
        UncheckedBalances {
            consumption,
            prepaid_cover,
            outstanding: consumption.checked_sub(settled)?,
            processing: nothing,
            settled,
            canceled: nothing,
        }
        .try_into()
    }

    /// The balances when a newer delivery says that the consumption was another one, and what was paid, or is being
    /// paid, too much by that: it leaves the bill for the refund balance of the cycle's month (negative: it comes back
    /// from it). What is canceled, processing and settled stays, in this order, as far as there is something to pay;
    /// the rest is outstanding.
    pub fn restated(&self, consumption: Money) -> Result<(Self, Money), Unbalanced> {
        let nothing = Money::zero(consumption.currency());
        let mut rest = consumption;
        let mut keep = |part: Money| -> Result<Money, MoneyError> {
            let kept = Money::new(part.minor().min(rest.minor()).max(0), rest.currency());
            rest = rest.checked_sub(kept)?;
            Ok(kept)
        };
        let (canceled, processing, settled) =
            (keep(self.canceled)?, keep(self.processing)?, keep(self.settled)?);
        // A credit is settled as it is.
        let (outstanding, settled) =
            if consumption.is_negative() { (nothing, consumption) } else { (rest, settled) };
        let covered = self.prepaid_cover.minor().min(settled.minor()).max(0);
        let prepaid_cover = Money::new(covered, consumption.currency());
        let parts =
            UncheckedBalances { consumption, prepaid_cover, outstanding, processing, settled, canceled };
        let before = self.settled.checked_add(self.processing)?;
        Ok((parts.try_into()?, before.checked_sub(settled.checked_add(processing)?)?))
    }

    /// What was consumed in the cycle.
    pub const fn consumption(&self) -> Money {
        self.consumption
    }
    /// The part of the consumption that prepaid balances covered when the cycle closed.
    pub const fn prepaid_cover(&self) -> Money {
        self.prepaid_cover
    }
    /// To be paid.
    pub const fn outstanding(&self) -> Money {
        self.outstanding
    }
    /// In a payment that is not final.
    pub const fn processing(&self) -> Money {
        self.processing
    }
    /// Paid, with what prepaid balances covered.
    pub const fn settled(&self) -> Money {
        self.settled
    }
    /// Taken off by a credit note.
    pub const fn canceled(&self) -> Money {
        self.canceled
    }

    /// The part of the consumption that no prepaid balance covered when the cycle closed.
    pub fn overdraft(&self) -> Result<Money, MoneyError> {
        self.consumption.checked_sub(self.prepaid_cover)
    }

    /// Pending as long as something is outstanding or processing.
    pub fn status(&self) -> Status {
        if self.outstanding.is_zero() && self.processing.is_zero() {
            Status::Cleared
        } else {
            Status::Pending
        }
    }
}

/// A bill as a row of the bill list (B1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillSummary {
    /// Id.
    pub id: BillId,
    /// Gapless per issuer and year; none before the bill is issued.
    pub number: Option<String>,
    /// The product.
    pub product: Product,
    /// What used the product.
    pub application: Application,
    /// Who is billed.
    pub account: AccountName,
    /// The month.
    pub cycle: Cycle,
    /// One quantity per unit.
    pub usage: Vec<Quantity>,
    /// Consumption = prepaid cover + overdraft.
    pub consumption: Money,
    /// What no prepaid balance covered.
    pub overdraft: Money,
    /// Pending or cleared.
    pub status: Status,
}

impl BillSummary {
    /// The WhatsApp Business Account, if the product is WhatsApp and the application has one.
    pub fn whatsapp_account(&self) -> Option<&str> {
        self.application.whatsapp_account_for(&self.product)
    }
}

/// A bill with everything that explains it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bill {
    /// The row of the list.
    pub summary: BillSummary,
    /// The issue date; none before the bill is issued.
    pub bill_date: Option<NaiveDate>,
    /// The four balances.
    pub balances: Balances,
    /// How the consumption came about.
    pub derivation: Derivation,
    /// What it adjusts: only a bill for usage of a month that was issued before does (M2).
    pub adjusts: Option<Adjusts>,
    /// Bills that adjust it, oldest first.
    pub adjustments: Vec<BillLink>,
}

/// How a consumption came about: exact lines, summed, rounded once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Derivation {
    /// How many lines.
    pub lines: u64,
    /// The exact sum of the lines.
    pub exact: Amount,
    /// The one rounding that made money of the sum.
    pub rounding: Rounding,
    /// Exact sum less money.
    pub residue: Amount,
    /// Where the lines came from.
    pub sources: Vec<Source>,
}

/// Where lines came from: a file and the rows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    /// The delivery that brought them.
    pub delivery: DeliveryId,
    /// Name of the file.
    pub file: String,
    /// How many lines of this bill it holds.
    pub lines: u64,
    /// The first of their rows; the header is row 1.
    pub first_row: u64,
    /// The last of their rows.
    pub last_row: u64,
}

/// One line of a bill: an exact amount and the row that it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BillLine {
    /// Place in the bill, from 1.
    pub position: u64,
    /// What was charged.
    pub description: String,
    /// `Usage`, `Purchase`, `Tax`, `Credit` or `Adjustment`.
    pub category: String,
    /// First day that it covers.
    pub charged_from: Option<NaiveDate>,
    /// Day before which it ends.
    pub charged_to: Option<NaiveDate>,
    /// How much was used, if it was counted.
    pub quantity: Option<Quantity>,
    /// Price of one unit before discounts, if stated.
    pub unit_price: Option<Amount>,
    /// Exact amount in the bill's currency.
    pub amount: Amount,
    /// What was used, if stated.
    pub resource: Option<String>,
    /// Where, if stated.
    pub region: Option<String>,
    /// Name of the file that it was read from.
    pub file: String,
    /// Row of the file; the header is row 1. None: it takes off what was billed before.
    pub row: Option<u64>,
}
