//! Currencies: the closed list of ISO 4217 with its exponents. Nothing here assumes two decimals.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A currency of ISO 4217 that has minor units (so no metals and no test codes). Ordered by code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
pub struct Currency(iso_currency::Currency);

/// The text is not the code of a currency that can be billed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCurrency(pub String);

impl Currency {
    /// United States dollar, two decimals.
    pub const USD: Self = Self(iso_currency::Currency::USD);
    /// Euro, two decimals.
    pub const EUR: Self = Self(iso_currency::Currency::EUR);
    /// Renminbi, two decimals.
    pub const CNY: Self = Self(iso_currency::Currency::CNY);
    /// Yen, no decimals.
    pub const JPY: Self = Self(iso_currency::Currency::JPY);
    /// Won, no decimals.
    pub const KRW: Self = Self(iso_currency::Currency::KRW);
    /// Kuwaiti dinar, three decimals.
    pub const KWD: Self = Self(iso_currency::Currency::KWD);
    /// Singapore dollar, two decimals.
    pub const SGD: Self = Self(iso_currency::Currency::SGD);

    /// The three-letter code.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimals its minor unit has: 0 (JPY) to 4 (CLF).
    pub fn exponent(self) -> u8 {
        self.0.exponent().and_then(|exponent| u8::try_from(exponent).ok()).unwrap_or(0)
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;
    fn from_str(text: &str) -> Result<Self, UnknownCurrency> {
        iso_currency::Currency::from_code(text)
            .filter(|currency| currency.exponent().is_some())
            .map(Self)
            .ok_or_else(|| UnknownCurrency(text.to_owned()))
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;
    fn try_from(text: String) -> Result<Self, UnknownCurrency> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for UnknownCurrency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no currency of ISO 4217 with minor units", self.0)
    }
}

impl std::error::Error for UnknownCurrency {}
