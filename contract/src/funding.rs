//! What an account has to pay from, and what it agreed to: its funding account (A1).
//!
//! Every figure is a sum of the ledger's postings; what is computed from them stands beside its parts.

use crate::account::{Account, Product};
use crate::calendar::CreditControl;
use crate::cycle::Cycle;
use crate::hold::Hold;
use crate::id::{CardId, CouponId};
use crate::money::{Money, MoneyError};
use crate::setting::AccountSettings;
use crate::settle::Lot;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How a stored value card or a coupon stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Validity {
    /// It pays.
    Valid,
    /// It will pay later.
    NotYet,
    /// Nothing is left on it.
    UsedUp,
    /// Its time has passed.
    Expired,
}

impl Validity {
    /// How something with so much left stands on a day: it pays from `from` on, and is worth nothing from `until` on.
    pub fn on(today: NaiveDate, from: NaiveDate, until: NaiveDate, left: Money) -> Self {
        if today >= until {
            Self::Expired
        } else if left.minor() <= 0 {
            Self::UsedUp
        } else if today < from {
            Self::NotYet
        } else {
            Self::Valid
        }
    }
}

/// A stored value card as its owner sees it (A6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldCard {
    /// Id.
    pub id: CardId,
    /// First month whose bills it pays.
    pub valid_from: Cycle,
    /// Last month whose bills it pays.
    pub valid_to: Cycle,
    /// The first day on which it is worth nothing any more.
    pub expires_on: NaiveDate,
    /// What it pays for; none: every product.
    pub products: Option<Vec<Product>>,
    /// What is left on it.
    pub left: Money,
    /// How it stands.
    pub validity: Validity,
    /// The orders that name it: it pays their bills only.
    pub orders: Vec<OrderName>,
}

/// An order: the activation of a product for an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderName {
    /// Name of the product.
    pub product: String,
    /// Name of the application.
    pub application: String,
}

/// A coupon as its owner sees it (A6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldCoupon {
    /// Id.
    pub id: CouponId,
    /// First day on which it deducts.
    pub valid_from: NaiveDate,
    /// Last day on which it deducts.
    pub valid_to: NaiveDate,
    /// What it deducts from; none: every product.
    pub products: Option<Vec<Product>>,
    /// What is left of it.
    pub left: Money,
    /// How it stands.
    pub validity: Validity,
}

/// Available credit with its parts: cash + credit limit − frozen amount (section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Available {
    /// Cash, with what is frozen of it.
    pub cash: Money,
    /// Credit limit; nothing without credit control.
    pub credit_limit: Money,
    /// Held for usage that is not billed yet, and for payments in progress.
    pub frozen: Money,
    /// Cash + credit limit − frozen amount.
    pub available: Money,
}

impl Available {
    /// The sum of these parts.
    ///
    /// # Errors
    /// Different currencies, or a sum past 63 bits.
    pub fn of(cash: Money, credit_limit: Money, frozen: Money) -> Result<Self, MoneyError> {
        let available = cash.checked_add(credit_limit)?.checked_sub(frozen)?;
        Ok(Self { cash, credit_limit, frozen, available })
    }
}

/// The funding account of an account (A1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Funding {
    /// The account.
    pub account: Account,
    /// Available credit with its parts.
    pub credit: Available,
    /// Frozen amount by month.
    pub frozen: Vec<Lot>,
    /// Charged for running cycles before their bills are issued, by month (A4).
    pub prepaid: Vec<Lot>,
    /// Refund balance by month (S14).
    pub refunds: Vec<Lot>,
    /// The refund balance of all months.
    pub refund_balance: Money,
    /// Stored value cards, earliest-expiring first.
    pub cards: Vec<HeldCard>,
    /// Coupons, earliest-expiring first.
    pub coupons: Vec<HeldCoupon>,
    /// What is outstanding on issued monthly bills.
    pub outstanding: Money,
    /// How many monthly bills that is.
    pub unsettled: u64,
    /// The term of credit; none where the default payment method is charged (A4).
    pub terms: Option<CreditControl>,
    /// What its owner switched on.
    pub settings: AccountSettings,
    /// What holds it.
    pub holds: Vec<Hold>,
}
