//! Money: what is owed, paid and posted, as whole minor units of a currency.
//!
//! It never rounds by itself and has no `+`: every sum is checked and stays inside one currency. The only way
//! from an exact [`Amount`] to [`Money`] is [`Amount::settle`], which names the rounding and keeps the residue.

mod allocate;
mod amount;
mod currency;
mod figure;
mod rounding;

pub use allocate::allocate;
pub use amount::{Amount, AmountError, Settled};
pub use currency::{Currency, UnknownCurrency};
pub use figure::figure;
pub use rounding::Rounding;

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a calculation or a text did not give money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyError {
    /// The two sides are in different currencies.
    DifferentCurrencies,
    /// The result does not fit into 63 bits of minor units.
    OutOfRange,
    /// The text is not a plain decimal number.
    NotANumber,
    /// The text has more decimals than the currency; the number says how many it may have.
    TooManyDecimals(u8),
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DifferentCurrencies => f.write_str("the amounts are in different currencies"),
            Self::OutOfRange => f.write_str("the amount is too large"),
            Self::NotANumber => f.write_str("not a decimal number"),
            Self::TooManyDecimals(max) => write!(f, "more than {max} decimals"),
        }
    }
}

impl std::error::Error for MoneyError {}

/// An amount in whole minor units (cents, yen, fils) of one currency. On the wire
/// `{"currency":"USD","value":"12.30"}`, with exactly the currency's decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "Wire", try_from = "Wire")]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// How money looks in JSON: a decimal string beside its currency, never a float (E2).
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wire {
    /// ISO 4217 code.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "USD"))]
    currency: Currency,
    /// Decimal number with exactly the currency's decimals.
    #[cfg_attr(feature = "openapi", schema(example = "12.30"))]
    value: String,
}

impl From<Money> for Wire {
    fn from(money: Money) -> Self {
        Self { currency: money.currency, value: money.value() }
    }
}

impl TryFrom<Wire> for Money {
    type Error = MoneyError;
    fn try_from(wire: Wire) -> Result<Self, MoneyError> {
        Self::parse(wire.currency, &wire.value)
    }
}

impl Money {
    /// `minor` units of `currency`: cents for USD, yen for JPY, fils for KWD.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Whole minor units.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Reads a plain decimal (`-12.30`, `12`, `12.3`) as money of `currency`. Never rounds: a decimal too many
    /// is an error.
    pub fn parse(currency: Currency, text: &str) -> Result<Self, MoneyError> {
        let exponent = usize::from(currency.exponent());
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let point_without_decimals = digits.contains('.') && fraction.is_empty();
        if whole.is_empty() || point_without_decimals || !plain(whole) || !plain(fraction) {
            return Err(MoneyError::NotANumber);
        }
        if fraction.len() > exponent {
            return Err(MoneyError::TooManyDecimals(currency.exponent()));
        }
        let padding = std::iter::repeat_n(b'0', exponent - fraction.len());
        let mut minor: i64 = 0;
        for digit in whole.bytes().chain(fraction.bytes()).chain(padding) {
            let step = i64::from(digit - b'0');
            let next = minor
                .checked_mul(10)
                .and_then(|tens| if negative { tens.checked_sub(step) } else { tens.checked_add(step) });
            minor = next.ok_or(MoneyError::OutOfRange)?;
        }
        Ok(Self { minor, currency })
    }

    /// The decimal text with exactly the currency's decimals: `12.30`, `-0.05`, `1200` (JPY).
    pub fn value(self) -> String {
        let exponent = usize::from(self.currency.exponent());
        let digits = format!("{:0>width$}", self.minor.unsigned_abs(), width = exponent + 1);
        let (whole, fraction) = digits.split_at(digits.len() - exponent);
        let sign = if self.minor < 0 { "-" } else { "" };
        let point = if exponent == 0 { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}")
    }

    /// The sum of two amounts of one currency.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::OutOfRange)?;
        Ok(Self { minor, ..self })
    }

    /// The difference of two amounts of one currency.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_sub(other.minor).ok_or(MoneyError::OutOfRange)?;
        Ok(Self { minor, ..self })
    }

    /// The sum of many amounts, all of `currency`. Steps may leave 63 bits as long as the sum does not.
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        let mut total: i128 = 0;
        for amount in amounts {
            Self::zero(currency).same_currency(amount)?;
            total = total.checked_add(i128::from(amount.minor)).ok_or(MoneyError::OutOfRange)?;
        }
        let minor = i64::try_from(total).map_err(|_| MoneyError::OutOfRange)?;
        Ok(Self { minor, currency })
    }

    /// The same value as an exact amount.
    pub fn amount(self) -> Amount {
        Amount::from_minor(self.minor, self.currency.exponent())
    }

    /// Whether it is exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether it is below nothing: a credit.
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency { Ok(()) } else { Err(MoneyError::DifferentCurrencies) }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.value(), self.currency)
    }
}
