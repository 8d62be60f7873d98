//! What the platform operator does to accounts (section 1): every act, and what is valid of it.
//!
//! An act is typed as an [`ActForm`], read into an [`Instruction`], and decided behind the ledger's door. What it may at
//! most come to is decided here too ([`credit`], [`refundable`]); nothing here knows a database.

mod check;
mod credit;
mod denied;
mod form;
mod outcome;

pub use credit::{Creditable, credit, left_of_charge, parts, refundable};
pub use denied::Denied;
pub use form::{ActForm, REASON_MAX_CHARS, read_money};
pub use outcome::{
    ActOutcome, ArrivalChange, ArrivalPayment, BookChange, CreditStep, DaysChange, Effects, TermsChange,
    ThresholdChange, ThresholdRangeChange,
};

use crate::audit;
use crate::calendar::{CreditControl, Day};
use crate::cycle::Cycle;
use crate::id::{ApplicationId, BillId, PaymentId, ProductCode};
use crate::ledger::Channel;
use crate::money::Money;
use crate::settle::Products;
use crate::threshold::ThresholdRange;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The holiday calendar of terms that name none.
pub const DEFAULT_CALENDAR: &str = "default";
/// The most minor units of one act: far above any bill, far below what sums can hold.
pub const AMOUNT_MOST_MINOR: i64 = 1_000_000_000_000_000;

/// An order: the activation of a product for an application. It may name the cards that pay for it (A6).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderKey {
    /// The product.
    pub product: ProductCode,
    /// The application.
    pub application: ApplicationId,
}

/// What is done. Terms carry the day from which they are valid; what is past never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum OperatorAct {
    /// The account pays later, on these terms.
    SetCreditTerms {
        /// First day.
        valid_from: NaiveDate,
        /// The terms.
        terms: CreditControl,
        /// Holidays that business days are counted by.
        calendar: String,
    },
    /// The account is not on credit control any more.
    EndCreditTerms {
        /// First day without.
        valid_from: NaiveDate,
    },
    /// A special agreement excludes the account from automatic settlement, or does not any more.
    SetSpecialAgreement {
        /// First day.
        valid_from: NaiveDate,
        /// Whether it excludes the account.
        special_agreement: bool,
    },
    /// From which accrued amount on a channel is charged, from a day on (A4).
    SetThreshold {
        /// The channel.
        channel: Channel,
        /// The amount.
        money: Money,
        /// First day; none: the day on which it is agreed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        valid_from: Option<NaiveDate>,
    },
    /// A stored value card is given (A6).
    GrantCard {
        /// How much.
        money: Money,
        /// First month whose bills it pays.
        valid_from: Cycle,
        /// Last month whose bills it pays.
        valid_to: Cycle,
        /// What it pays for.
        products: Products,
        /// Orders that name it; none: every order that the account has now.
        orders: Vec<OrderKey>,
    },
    /// A coupon is given (A6).
    GrantCoupon {
        /// How much.
        money: Money,
        /// First day on which it deducts.
        valid_from: NaiveDate,
        /// Last day on which it deducts.
        valid_to: NaiveDate,
        /// What it deducts from.
        products: Products,
    },
    /// Money that was charged for a month goes into the refund balance of that month (S14).
    Refund {
        /// The month.
        month: Cycle,
        /// How much.
        money: Money,
    },
    /// Money of a payment goes back to where it came from (item 8).
    RefundPayment {
        /// The payment.
        payment: PaymentId,
        /// How much.
        money: Money,
    },
    /// A bank transfer that is nobody's is the account's (S13).
    AssignArrival {
        /// The bank's id of it.
        arrival: String,
        /// The payment that it is of; none: the one that its reference names, or the only one that waits for so much.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        payment: Option<PaymentId>,
    },
    /// A bank transfer that is nobody's goes back to whoever sent it (S13).
    ReturnArrival {
        /// The bank's id of it.
        arrival: String,
    },
    /// A monthly bill, or one bill of it, is reduced: first what is open, then what was paid.
    CreditNote {
        /// The month.
        month: Cycle,
        /// The bill; none: all bills of the month, in bill-number order.
        bill: Option<BillId>,
        /// How much.
        money: Money,
    },
    /// A grant, a refund or a credit note is undone.
    Reverse {
        /// Its place in the organization's audit log.
        entry: i64,
    },
    /// A holiday calendar is set, for the years that the days speak of.
    SetHolidays {
        /// Its name.
        calendar: String,
        /// Days that differ from Monday to Friday.
        days: Vec<(NaiveDate, Day)>,
    },
    /// Between which amounts the threshold of a channel may lie, in a currency, from a day on.
    SetThresholdRange {
        /// The channel.
        channel: Channel,
        /// The amounts.
        range: ThresholdRange,
        /// First day; none: the day on which it is set.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        valid_from: Option<NaiveDate>,
    },
}

/// Which act it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ActKind {
    /// Terms of credit.
    SetCreditTerms,
    /// Their end.
    EndCreditTerms,
    /// Special agreement.
    SetSpecialAgreement,
    /// Threshold of automatic charges.
    SetThreshold,
    /// Stored value card.
    GrantCard,
    /// Coupon.
    GrantCoupon,
    /// Refund.
    Refund,
    /// Refund through the channel.
    RefundPayment,
    /// Assignment of a bank transfer.
    AssignArrival,
    /// Return of a bank transfer.
    ReturnArrival,
    /// Credit note.
    CreditNote,
    /// Undoing an act.
    Reverse,
    /// Holiday calendar.
    SetHolidays,
    /// Range of thresholds.
    SetThresholdRange,
}

impl ActKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::SetCreditTerms,
        Self::EndCreditTerms,
        Self::SetSpecialAgreement,
        Self::SetThreshold,
        Self::GrantCard,
        Self::GrantCoupon,
        Self::Refund,
        Self::RefundPayment,
        Self::AssignArrival,
        Self::ReturnArrival,
        Self::CreditNote,
        Self::Reverse,
        Self::SetHolidays,
        Self::SetThresholdRange,
    ];

    /// The name in JSON and in the audit log.
    pub const fn name(self) -> &'static str {
        self.logged().name()
    }

    /// The kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The same as the audit log names it.
    pub const fn logged(self) -> audit::ActKind {
        match self {
            Self::SetCreditTerms => audit::ActKind::SetCreditTerms,
            Self::EndCreditTerms => audit::ActKind::EndCreditTerms,
            Self::SetSpecialAgreement => audit::ActKind::SetSpecialAgreement,
            Self::SetThreshold => audit::ActKind::SetThreshold,
            Self::GrantCard => audit::ActKind::GrantCard,
            Self::GrantCoupon => audit::ActKind::GrantCoupon,
            Self::Refund => audit::ActKind::Refund,
            Self::RefundPayment => audit::ActKind::RefundPayment,
            Self::AssignArrival => audit::ActKind::AssignArrival,
            Self::ReturnArrival => audit::ActKind::ReturnArrival,
            Self::CreditNote => audit::ActKind::CreditNote,
            Self::Reverse => audit::ActKind::Reverse,
            Self::SetHolidays => audit::ActKind::SetHolidays,
            Self::SetThresholdRange => audit::ActKind::SetThresholdRange,
        }
    }

    /// Whether it depends on what bills hold.
    pub const fn reads_bills(self) -> bool {
        matches!(self, Self::Refund | Self::CreditNote | Self::Reverse)
    }

    /// Whether such an act can be undone: what has moved money that can be taken back.
    pub const fn can_be_reversed(self) -> bool {
        matches!(self, Self::GrantCard | Self::GrantCoupon | Self::Refund | Self::CreditNote)
    }

    /// Whether it concerns the platform itself and no organization's account.
    pub const fn is_of_platform(self) -> bool {
        matches!(self, Self::SetHolidays | Self::SetThresholdRange | Self::ReturnArrival)
    }
}

impl OperatorAct {
    /// Which act it is.
    pub const fn kind(&self) -> ActKind {
        match self {
            Self::SetCreditTerms { .. } => ActKind::SetCreditTerms,
            Self::EndCreditTerms { .. } => ActKind::EndCreditTerms,
            Self::SetSpecialAgreement { .. } => ActKind::SetSpecialAgreement,
            Self::SetThreshold { .. } => ActKind::SetThreshold,
            Self::GrantCard { .. } => ActKind::GrantCard,
            Self::GrantCoupon { .. } => ActKind::GrantCoupon,
            Self::Refund { .. } => ActKind::Refund,
            Self::RefundPayment { .. } => ActKind::RefundPayment,
            Self::AssignArrival { .. } => ActKind::AssignArrival,
            Self::ReturnArrival { .. } => ActKind::ReturnArrival,
            Self::CreditNote { .. } => ActKind::CreditNote,
            Self::Reverse { .. } => ActKind::Reverse,
            Self::SetHolidays { .. } => ActKind::SetHolidays,
            Self::SetThresholdRange { .. } => ActKind::SetThresholdRange,
        }
    }
}

/// An act, and why: what the audit log keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instruction {
    /// What is done.
    #[serde(flatten)]
    pub act: OperatorAct,
    /// Why, in the operator's words.
    pub reason: String,
}
