//! How a FOCUS row becomes a line of a bill: configuration, with these values when nobody says otherwise (R2).

use super::Column;
use super::values::Values;
use crate::money::Rounding;
use serde::{Deserialize, Serialize};

/// Who is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountFrom {
    /// The sub-account; a row without one: its billing account.
    #[default]
    SubAccount,
    /// The billing account.
    BillingAccount,
}

/// What was bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductFrom {
    /// `ServiceName`; a row without one: its `ServiceCategory`.
    #[default]
    ServiceName,
    /// `ServiceCategory`.
    ServiceCategory,
}

/// The mapping of a source, as JSON `{"application_tags":["application","app"]}`: what is left out has its default.
///
/// What is not configuration: the account is billed in the row's currency, so its number is `<id>-<currency>`; the
/// cycle is the month that `BillingPeriodStart` names; nothing is prepaid, so the overdraft is the consumption; usage
/// is one quantity per unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// Who is billed.
    pub account: AccountFrom,
    /// What was bought; its code is the name in lower case with `-` between the words.
    pub product: ProductFrom,
    /// Tags that name the application, the first one present wins; case and spaces around a key do not matter. A row
    /// without any: the application is the account's own, under its id.
    pub application_tags: Vec<String>,
    /// Unquoted or quoted texts that mean "no value".
    pub null_texts: Vec<String>,
    /// The one rounding of a bill.
    pub rounding: Rounding,
}

impl Default for Mapping {
    fn default() -> Self {
        let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Self {
            account: AccountFrom::default(),
            product: ProductFrom::default(),
            application_tags: own(&[
                "application",
                "app",
                "application_name",
                "app_name",
                "app-name",
                "appname",
            ]),
            null_texts: own(&["NULL"]),
            rounding: Rounding::HalfUp,
        }
    }
}

impl Mapping {
    /// Whether the text means "no value".
    pub(super) fn is_null(&self, text: &str) -> bool {
        self.null_texts.iter().any(|null| null == text.trim())
    }

    /// The column that names the account of a row.
    pub(super) fn account_column(&self, values: &Values) -> Column {
        match self.account {
            AccountFrom::SubAccount if values.has(Column::SubAccountId) => Column::SubAccountId,
            AccountFrom::SubAccount | AccountFrom::BillingAccount => Column::BillingAccountId,
        }
    }
}

/// A product's code: its name in lower case, with `-` for everything that is neither letter nor digit.
pub(super) fn slug(name: &str) -> String {
    let mut code = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            code.push(letter);
        } else if !code.is_empty() && !code.ends_with('-') {
            code.push('-');
        }
    }
    let code: String = code.chars().take(crate::id::NAME_MAX_CHARS).collect();
    let code = code.trim_end_matches('-');
    if code.is_empty() { "unnamed".to_owned() } else { code.to_owned() }
}
