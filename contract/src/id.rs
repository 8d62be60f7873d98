//! Identities. Numbers inside, text with a prefix on the wire, so that one noun's id is never taken for another's.
//!
//! What people name themselves (account numbers, product codes, application ids) is text from end to end.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The text is not an id of this noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id of this kind")
    }
}

impl std::error::Error for NotAnId {}

/// Crockford's alphabet: no letter that is taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 13 letters of 5 bits hold 63 bits.
const LETTERS: u32 = 13;

fn write_id(f: &mut fmt::Formatter<'_>, prefix: &str, value: i64) -> fmt::Result {
    write!(f, "{prefix}-")?;
    for place in (0..LETTERS).rev() {
        let digit = (value.unsigned_abs() >> (place * 5)) & 31;
        let letter = usize::try_from(digit).ok().and_then(|digit| ALPHABET.get(digit));
        write!(f, "{}", char::from(*letter.unwrap_or(&b'0')))?;
    }
    Ok(())
}

fn read_id(prefix: &str, text: &str) -> Result<i64, NotAnId> {
    let letters = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('-')).ok_or(NotAnId)?;
    if letters.len() != LETTERS as usize {
        return Err(NotAnId);
    }
    letters.bytes().try_fold(0_i64, |value, letter| {
        let digit = ALPHABET.iter().position(|&known| known == letter).ok_or(NotAnId)?;
        let digit = i64::try_from(digit).map_err(|_| NotAnId)?;
        value.checked_mul(32).and_then(|value| value.checked_add(digit)).ok_or(NotAnId)
    })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
        pub struct $name(i64);

        impl $name {
            /// The id with this number.
            pub const fn new(number: i64) -> Self { Self(number) }
            /// Its number: unique among all organizations.
            pub const fn number(self) -> i64 { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write_id(f, $prefix, self.0) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{self}") }
        }
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> { read_id($prefix, text).map(Self) }
        }
        impl From<$name> for String {
            fn from(id: $name) -> Self { id.to_string() }
        }
        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> { text.parse() }
        }
    )*};
}

ids! {
    /// A bill: one account × product × application × billing cycle.
    BillId = "bil";
    /// A person who signs in.
    UserId = "usr";
    /// A saved view of the bill list.
    ViewId = "vew";
    /// One delivery of billing data: a file that was imported.
    DeliveryId = "dlv";
    /// A stored value card.
    CardId = "crd";
    /// A coupon.
    CouponId = "cpn";
    /// A movement in the ledger.
    TransactionId = "txn";
    /// A settlement task.
    TaskId = "tsk";
    /// A payment through a channel.
    PaymentId = "pay";
    /// Money of a payment that is given back.
    RefundId = "rfd";
    /// A linked payment method.
    MethodId = "met";
    /// An organization, for those who act on several.
    OrganizationId = "org";
    /// A billing relationship.
    RelationId = "rel";
}

/// The longest text that names something, in characters.
pub const NAME_MAX_CHARS: usize = 200;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(into = "String", try_from = "String")]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
        pub struct $name(String);

        impl $name {
            /// Reads a name: 1 to 200 characters, none of them a control character, no space at either end.
            pub fn parse(text: &str) -> Result<Self, NotAnId> {
                let fits = (1..=NAME_MAX_CHARS).contains(&text.chars().count());
                let plain = !text.chars().any(char::is_control) && text.trim() == text;
                if fits && plain { Ok(Self(text.to_owned())) } else { Err(NotAnId) }
            }
            /// The text.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> { Self::parse(text) }
        }
        impl From<$name> for String {
            fn from(name: $name) -> Self { name.0 }
        }
        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> { Self::parse(&text) }
        }
    )*};
}

names! {
    /// The number under which an account is billed; unique in its organization.
    AccountNumber;
    /// The code of a product, as `sms`; unique in its organization.
    ProductCode;
    /// The id of an application, as its owner knows it; unique in its organization.
    ApplicationId;
}
