//! Exact amounts: prices, quantities and rated lines before they are rounded.
//!
//! Up to 28 digits, never a float. An operation that could not be exact is an error, never a silent rounding.

use super::{Currency, Money, MoneyError, Rounding};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Why a text or a calculation gave no exact amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountError {
    /// The text is not a decimal number.
    NotANumber,
    /// More than 28 significant digits or decimals: it could only be kept by rounding.
    TooManyDigits,
}

/// An exact decimal. Equal values are equal whatever their trailing zeros. On the wire a string.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
pub struct Amount(Decimal);

/// Money made from an exact amount, with what the rounding left over: `exact = money + residue`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "the residue belongs to the books"]
pub struct Settled {
    /// Whole minor units.
    pub money: Money,
    /// What the exact amount had more (or, if negative, less) than `money`.
    pub residue: Amount,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// `minor × 10^-exponent`.
    pub fn from_minor(minor: i64, exponent: u8) -> Self {
        Self(Decimal::new(minor, u32::from(exponent)))
    }

    /// Digits and how many of them are decimals; `None` past 96 bits or 28 decimals.
    pub fn from_parts(digits: i128, decimals: u32) -> Option<Self> {
        Decimal::try_from_i128_with_scale(digits, decimals).ok().map(Self)
    }

    /// The digits without the point, and how many of them are decimals (no trailing zeros).
    pub fn parts(self) -> (i128, u32) {
        let plain = self.0.normalize();
        (plain.mantissa(), plain.scale())
    }

    /// The digits without the point and how many of them are decimals, as they were written.
    pub(crate) fn digits(self) -> (i128, u32) {
        (self.0.mantissa(), self.0.scale())
    }

    /// The exact sum.
    pub fn checked_add(self, other: Self) -> Result<Self, AmountError> {
        let decimals = self.0.scale().max(other.0.scale());
        let digits = self.digits_at(decimals).zip(other.digits_at(decimals));
        let sum = digits.and_then(|(left, right)| left.checked_add(right));
        let exact = sum.and_then(|digits| Self::from_parts(digits, decimals));
        match exact {
            Some(sum) => Ok(sum),
            None => self.add_shortest(other),
        }
    }

    /// The exact difference.
    pub fn checked_sub(self, other: Self) -> Result<Self, AmountError> {
        self.checked_add(Self(-other.0))
    }

    /// The exact product.
    pub fn checked_mul(self, other: Self) -> Result<Self, AmountError> {
        let (left, right) = (self.0.normalize(), other.0.normalize());
        let digits = left.mantissa().checked_mul(right.mantissa());
        let product = digits.and_then(|digits| Self::from_parts(digits, left.scale() + right.scale()));
        product.ok_or(AmountError::TooManyDigits)
    }

    /// The exact sum of many.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, AmountError> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// Rounds to whole minor units of `currency`; the residue comes along and can't be dropped by accident.
    pub fn settle(self, currency: Currency, rounding: Rounding) -> Result<Settled, MoneyError> {
        let exponent = u32::from(currency.exponent());
        let rounded = self.0.round_dp_with_strategy(exponent, rounding.strategy());
        let digits = Self(rounded).digits_at(exponent).ok_or(MoneyError::OutOfRange)?;
        let minor = i64::try_from(digits).map_err(|_| MoneyError::OutOfRange)?;
        let money = Money::new(minor, currency);
        let residue = self.checked_sub(money.amount()).map_err(|_| MoneyError::OutOfRange)?;
        Ok(Settled { money, residue })
    }

    /// Whether it is exactly nothing.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below nothing.
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    fn add_shortest(self, other: Self) -> Result<Self, AmountError> {
        let (left, right) = (Self(self.0.normalize()), Self(other.0.normalize()));
        let decimals = left.0.scale().max(right.0.scale());
        let digits = left.digits_at(decimals).zip(right.digits_at(decimals));
        let sum = digits.and_then(|(left, right)| left.checked_add(right));
        sum.and_then(|digits| Self::from_parts(digits, decimals)).ok_or(AmountError::TooManyDigits)
    }

    fn digits_at(self, decimals: u32) -> Option<i128> {
        let shift = decimals.checked_sub(self.0.scale())?;
        10_i128.checked_pow(shift)?.checked_mul(self.0.mantissa())
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    /// Reads `-12.345`, `.5`, `1e-9`. Refuses what would have to be rounded.
    fn from_str(text: &str) -> Result<Self, AmountError> {
        if let Some(amount) = short(text.as_bytes()) {
            return Ok(amount);
        }
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse().map_err(|_| AmountError::NotANumber)?),
            None => (text, 0_i32),
        };
        let unsigned = number.strip_prefix(['-', '+']).unwrap_or(number);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        if whole.len() + fraction.len() == 0
            || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
        {
            return Err(AmountError::NotANumber);
        }
        exact(number.starts_with('-'), whole, fraction, exponent).ok_or(AmountError::TooManyDigits)
    }
}

/// The usual case, without an allocation: at most 18 digits, no exponent. `None` says nothing about the text.
fn short(text: &[u8]) -> Option<Amount> {
    const DIGITS_MAX: usize = 18;
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let (mut number, mut digits, mut decimals) = (0_i64, 0_usize, None);
    for &byte in unsigned {
        match byte {
            b'0'..=b'9' => {
                number = number.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                digits += 1;
                decimals = decimals.map(|count: u32| count + 1);
            }
            b'.' if decimals.is_none() => decimals = Some(0),
            _ => return None,
        }
        if digits > DIGITS_MAX {
            return None;
        }
    }
    let signed = if negative { -number } else { number };
    (digits > 0).then(|| Amount(Decimal::new(signed, decimals.unwrap_or(0))))
}

fn exact(negative: bool, whole: &str, fraction: &str, exponent: i32) -> Option<Amount> {
    let significant = format!("{whole}{fraction}");
    let digits = significant.trim_start_matches('0').trim_end_matches('0');
    if digits.is_empty() {
        return Some(Amount::ZERO);
    }
    let dropped = significant.len() - significant.trim_end_matches('0').len();
    let decimals = i32::try_from(fraction.len()).ok()?.checked_sub(i32::try_from(dropped).ok()?)?;
    let decimals = decimals.checked_sub(exponent)?;
    let mantissa: i128 = digits.parse().ok()?;
    let mantissa = if negative { -mantissa } else { mantissa };
    match u32::try_from(decimals) {
        Ok(decimals) => Amount::from_parts(mantissa, decimals),
        Err(_) => {
            let scaled = 10_i128.checked_pow(decimals.unsigned_abs())?.checked_mul(mantissa)?;
            Amount::from_parts(scaled, 0)
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.0.normalize();
        if plain.is_zero() { f.write_str("0") } else { write!(f, "{plain}") }
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl From<Amount> for String {
    fn from(amount: Amount) -> Self {
        amount.to_string()
    }
}

impl TryFrom<String> for Amount {
    type Error = AmountError;
    fn try_from(text: String) -> Result<Self, AmountError> {
        text.parse()
    }
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotANumber => "not a decimal number",
            Self::TooManyDigits => "more digits than can be kept exactly",
        })
    }
}

impl std::error::Error for AmountError {}
