//! An amount as somebody typed it, and whether it can be paid: the same rule in the browser and on the server (E1).

use super::limit;
use crate::money::{Currency, Money, MoneyError};
use crate::rule::Rule;
use serde::{Deserialize, Serialize};

/// An amount as it was typed. Unlike [`Money`] it can be wrong, and is told so at its field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TypedAmount {
    /// ISO 4217 code.
    #[cfg_attr(feature = "openapi", schema(example = "USD"))]
    pub currency: String,
    /// A plain decimal number, without grouping.
    #[cfg_attr(feature = "openapi", schema(example = "12.30"))]
    pub value: String,
}

impl TypedAmount {
    /// An amount in a currency.
    pub fn new(currency: Currency, value: &str) -> Self {
        Self { currency: currency.code().to_owned(), value: value.trim().to_owned() }
    }

    /// The money that it is, for an account of this currency: above nothing, no more than the limit, no decimal too many.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn money(&self, account: Currency) -> Result<Money, Rule> {
        if self.currency != account.code() {
            return Err(Rule::OtherCurrency { value: account.code().to_owned() });
        }
        if self.value.is_empty() {
            return Err(Rule::Required);
        }
        let most = limit(account);
        let money = Money::parse(account, &self.value).map_err(|error| match error {
            MoneyError::TooManyDecimals(max) => Rule::TooManyDecimals { max: max.into() },
            MoneyError::OutOfRange if self.value.starts_with('-') => Rule::NotAboveZero,
            MoneyError::OutOfRange => Rule::AboveLimit { value: most.to_string() },
            MoneyError::NotANumber | MoneyError::DifferentCurrencies => Rule::NotAnAmount,
        })?;
        match money.minor() {
            ..=0 => Err(Rule::NotAboveZero),
            minor if minor > most.minor() => Err(Rule::AboveLimit { value: most.to_string() }),
            _ => Ok(money),
        }
    }
}
