//! Money that came in and is in nobody's books.

use super::OrganizationName;
use crate::account::AccountName;
use crate::id::PaymentId;
use crate::ledger::Channel;
use crate::money::Money;
use crate::payment::RefundState;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A bank transfer of which nobody knows whose it is (S13).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingArrival {
    /// The bank's id of it.
    pub id: String,
    /// When it arrived.
    pub at: DateTime<Utc>,
    /// How many days it has waited.
    pub waiting_days: u32,
    /// Who sent it.
    pub payer: String,
    /// What they wrote on it.
    pub reference: String,
    /// How much.
    pub money: Money,
    /// How far sending it back has come, if somebody asked for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returning: Option<RefundState>,
}

/// A payment of which the channel took another amount than was asked for (P3). It is in nobody's books: it has to be sent
/// back at the channel, and is gone from here when the channel says that it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtherAmount {
    /// The payment.
    pub id: PaymentId,
    /// Whose account it is for.
    pub organization: OrganizationName,
    /// The account.
    pub account: AccountName,
    /// Through which channel.
    pub channel: Channel,
    /// When it was taken.
    pub at: DateTime<Utc>,
    /// What was asked for.
    pub asked: Money,
    /// What was taken.
    pub paid: Money,
    /// What is still to be sent back of that.
    pub left: Money,
}

/// Money that came in and is in nobody's books: bank transfers that wait for somebody to say whose they are, and payments
/// of another amount than was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingArrivals {
    /// Bank transfers, oldest first.
    pub items: Vec<WaitingArrival>,
    /// Whether there are more transfers than are listed.
    pub more: bool,
    /// Payments of another amount, by organization; at most 100.
    pub other_amounts: Vec<OtherAmount>,
}
