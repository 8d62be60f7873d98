//! What can pay: the balances of an account.

use super::OwedBill;
use crate::cycle::Cycle;
use crate::id::{CardId, CouponId, ProductCode};
use crate::money::{Money, MoneyError};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Everything that an account can pay from, at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Purse {
    /// Cash, with what is frozen of it.
    pub cash: Money,
    /// Held for usage that is not billed yet, and for payments in progress.
    pub frozen: Money,
    /// Credit limit; nothing without credit control.
    pub credit_limit: Money,
    /// Coupons with something left.
    pub coupons: Vec<Coupon>,
    /// Stored value cards with something left.
    pub cards: Vec<StoredValueCard>,
    /// Refund balance by month.
    pub refunds: Vec<Lot>,
}

/// The refund balance of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lot {
    /// The month that it belongs to.
    pub month: Cycle,
    /// What is left of it.
    pub left: Money,
}

/// Which products something pays for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Products {
    /// Every product.
    All,
    /// Only these.
    Only(Vec<ProductCode>),
}

impl Products {
    /// Whether the product is among them.
    pub fn contain(&self, product: &ProductCode) -> bool {
        match self {
            Self::All => true,
            Self::Only(products) => products.contains(product),
        }
    }
}

/// A coupon: deducts before anything else (A6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Coupon {
    /// Id.
    pub id: CouponId,
    /// First day on which it deducts.
    pub valid_from: NaiveDate,
    /// Last day on which it deducts.
    pub valid_to: NaiveDate,
    /// What it deducts from.
    pub products: Products,
    /// What is left of it.
    pub left: Money,
}

/// A stored value card (A6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoredValueCard {
    /// Id.
    pub id: CardId,
    /// First month whose bills it pays.
    pub valid_from: Cycle,
    /// Last month whose bills it pays. It expires two days after that month is issued.
    pub valid_to: Cycle,
    /// How far that month has come.
    #[serde(default)]
    pub last_month: LastMonth,
    /// What it pays for.
    pub products: Products,
    /// What is left of it.
    pub left: Money,
}

/// How far the last month of a stored value card has come (A6).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LastMonth {
    /// The account has no bills of it.
    #[default]
    Nothing,
    /// Bills of it wait to be issued.
    Waits,
    /// It was issued on this day of the billing time zone.
    Issued(NaiveDate),
}

/// Why a stored value card can't pay a bill (A6, M5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CardRefusal {
    /// The bill's month lies outside its validity.
    OtherMonth,
    /// The bill covers several months.
    SeveralMonths,
    /// The card is for other products.
    OtherProduct,
    /// The order did not name the card.
    NotNamed,
}

impl Coupon {
    /// The first day on which it is worth nothing any more.
    pub fn expires_on(&self) -> NaiveDate {
        self.valid_to.succ_opt().unwrap_or(NaiveDate::MAX)
    }

    /// Whether it deducts from the bill when it is paid on this day.
    pub fn pays(&self, bill: &OwedBill, today: NaiveDate) -> bool {
        (self.valid_from..=self.valid_to).contains(&today) && self.products.contain(&bill.product)
    }
}

impl StoredValueCard {
    /// Why it can't pay the bill, if it can't.
    pub fn refuses(&self, bill: &OwedBill) -> Option<CardRefusal> {
        let (first, last) = bill.covers;
        if first != last {
            Some(CardRefusal::SeveralMonths)
        } else if !(self.valid_from..=self.valid_to).contains(&first) {
            Some(CardRefusal::OtherMonth)
        } else if !self.products.contain(&bill.product) {
            Some(CardRefusal::OtherProduct)
        } else if !bill.cards.contains(&self.id) {
            Some(CardRefusal::NotNamed)
        } else {
            None
        }
    }

    /// The first day on which it is worth nothing any more, as far as is known today: the second after its last month is
    /// issued, also when that happens late.
    pub fn expires_on(&self, today: NaiveDate) -> NaiveDate {
        let issued = match self.last_month {
            LastMonth::Nothing => self.valid_to.issue_date(),
            LastMonth::Waits => today,
            LastMonth::Issued(on) => on,
        };
        expires_on(self.valid_to).max(after(issued))
    }
}

/// The first day on which a card with this last month is worth nothing any more: the second after that month is issued,
/// so that it can still pay it. When it is issued late, that is later ([`StoredValueCard::expires_on`]).
pub fn expires_on(last: Cycle) -> NaiveDate {
    after(last.issue_date())
}

fn after(issued: NaiveDate) -> NaiveDate {
    issued.checked_add_days(chrono::Days::new(2)).unwrap_or(NaiveDate::MAX)
}

impl Purse {
    /// A purse with nothing in it but these.
    pub fn of_cash(cash: Money, frozen: Money, credit_limit: Money) -> Self {
        Self { cash, frozen, credit_limit, coupons: Vec::new(), cards: Vec::new(), refunds: Vec::new() }
    }

    /// Cash + credit limit − frozen (section 1): at nothing or below, nothing is paid automatically.
    pub fn available_credit(&self) -> Result<Money, MoneyError> {
        self.cash.checked_add(self.credit_limit)?.checked_sub(self.frozen)
    }

    /// The same purse after a top-up: what a preview asks about.
    pub fn topped_up(mut self, money: Money) -> Result<Self, MoneyError> {
        self.cash = self.cash.checked_add(money)?;
        Ok(self)
    }
}
