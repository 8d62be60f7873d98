//! Holds: why automatic settlement, threshold charges and remittances leave an account alone (section 1).

use crate::id::{PaymentId, TaskId};
use serde::{Deserialize, Serialize};

/// What holds an account. It is left alone until no hold is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "hold", content = "id", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Hold {
    /// A settlement task that names the account is running (S12).
    SettlementTask(TaskId),
    /// A payment by hand is in progress (P4).
    Payment(PaymentId),
}
