//! How the bill list is ordered (B3): one column, up or down; ties by bill id, so that every order is total.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A column that the list can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SortColumn {
    /// Product name.
    Product,
    /// Application name, then id.
    Application,
    /// Account name, then number.
    Account,
    /// Billing cycle.
    Cycle,
    /// Service usage: by unit, then value.
    Usage,
    /// Consumption amount: by currency, then value.
    Consumption,
    /// Overdraft amount: by currency, then value.
    Overdraft,
    /// Pending before cleared.
    Status,
}

/// An order of the bill list, written `cycle` or, descending, `-cycle`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct BillSort {
    /// By what.
    pub column: SortColumn,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// The text names no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotASort;

impl Default for BillSort {
    /// Newest cycle first.
    fn default() -> Self {
        Self { column: SortColumn::Cycle, descending: true }
    }
}

impl SortColumn {
    /// Every column, in the order of the list.
    pub const ALL: [Self; 8] = [
        Self::Product,
        Self::Application,
        Self::Account,
        Self::Cycle,
        Self::Usage,
        Self::Consumption,
        Self::Status,
        Self::Overdraft,
    ];

    /// The name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Application => "application",
            Self::Account => "account",
            Self::Cycle => "cycle",
            Self::Usage => "usage",
            Self::Consumption => "consumption",
            Self::Overdraft => "overdraft",
            Self::Status => "status",
        }
    }
}

impl FromStr for BillSort {
    type Err = NotASort;
    fn from_str(text: &str) -> Result<Self, NotASort> {
        let (descending, name) = match text.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, text),
        };
        let column = SortColumn::ALL.into_iter().find(|column| column.name() == name).ok_or(NotASort)?;
        Ok(Self { column, descending })
    }
}

impl fmt::Display for BillSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.column.name())
    }
}

impl fmt::Display for NotASort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no column of the bill list")
    }
}

impl std::error::Error for NotASort {}

impl From<BillSort> for String {
    fn from(sort: BillSort) -> Self {
        sort.to_string()
    }
}

impl TryFrom<String> for BillSort {
    type Error = NotASort;
    fn try_from(text: String) -> Result<Self, NotASort> {
        text.parse()
    }
}
