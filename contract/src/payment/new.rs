//! What is sent to begin a payment.

use super::{PaymentMethod, TypedAmount};
use crate::id::{AccountNumber, MethodId};
use crate::ledger::Channel;
use crate::money::{Currency, Money};
use crate::rule::{Check, FieldError, Rule};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The most top-ups of one account that may be open at once.
pub const OPEN_MAX: usize = 20;

/// The fewest and the most letters of a key.
const KEY_LETTERS: std::ops::RangeInclusive<usize> = 16..=64;

/// Under which something that moves money is begun once: made once per form, sent with every try of it (E6).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
pub struct PaymentKey(String);

/// The text is no key: 16 to 64 letters, digits and `-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAKey;

impl fmt::Display for NotAKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a key of 16 to 64 letters, digits and -")
    }
}

impl PaymentKey {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PaymentKey {
    type Err = NotAKey;
    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if plain && KEY_LETTERS.contains(&text.len()) { Ok(Self(text.to_owned())) } else { Err(NotAKey) }
    }
}

impl TryFrom<String> for PaymentKey {
    type Error = NotAKey;
    fn try_from(text: String) -> Result<Self, NotAKey> {
        text.parse()
    }
}

impl From<PaymentKey> for String {
    fn from(key: PaymentKey) -> Self {
        key.0
    }
}

/// A top-up to begin. The same key again is the same payment (E6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPayment {
    /// Under which it is begun once.
    pub key: PaymentKey,
    /// The account that gets the money.
    pub account: AccountNumber,
    /// How much.
    pub amount: TypedAmount,
    /// Through which channel.
    pub channel: Channel,
    /// A linked method that is charged without going to the channel's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<MethodId>,
}

impl NewPayment {
    /// Whether it can be begun, for an account of this currency and the method that it names.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn check(
        &self,
        currency: Currency,
        method: Option<&PaymentMethod>,
    ) -> Result<Money, Vec<FieldError>> {
        let mut check = Check::default();
        let money = self.amount.money(currency);
        if let Err(rule) = &money {
            check.refuse("amount", rule.clone());
        }
        if self.channel == Channel::Transfer {
            check.refuse("channel", Rule::UnknownValue { value: self.channel.name().to_owned() });
        }
        if let Some(id) = self.method {
            match method {
                Some(method) if method.kind.channel() == self.channel => {
                    if let (true, Some(until)) = (method.expired, method.kind.expires()) {
                        check.refuse("method", Rule::CardExpired { value: until.to_string() });
                    }
                }
                _ => check.refuse("method", Rule::UnknownValue { value: id.to_string() }),
            }
        }
        check.done()?;
        money.map_err(|rule| vec![FieldError::new("amount", rule)])
    }
}
