//! Addresses of payments: the form of a top-up, the payment that came of it, and linked payment methods.

use contract::api::Pairs;
use contract::cycle::Cycle;
use contract::id::{AccountNumber, MethodId, PaymentId};
use contract::payment::PaymentKey;

/// The address of a top-up: what the form is filled with, and under which key it is sent; or the payment that it became.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TopUpAddress {
    /// The account that gets the money.
    pub account: Option<AccountNumber>,
    /// How much, as it was typed.
    pub amount: Option<String>,
    /// The month whose monthly bill is to be settled: without an amount, the form fills in what that takes.
    pub cycle: Option<Cycle>,
    /// Made once for each form: a reload, *Back* or a second tab sends the same.
    pub key: Option<PaymentKey>,
    /// The payment that is followed.
    pub payment: Option<PaymentId>,
}

impl TopUpAddress {
    /// Reads the query part of an address; what can't be read is passed over.
    pub fn parse(query: &str) -> Self {
        let pairs = Pairs::decode(query).unwrap_or_default();
        let one = |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
        Self {
            account: one("account").and_then(|text| AccountNumber::parse(text).ok()),
            amount: one("amount").filter(|text| text.len() <= 40).map(str::to_owned),
            cycle: one("cycle").and_then(|text| text.parse().ok()),
            key: one("key").and_then(|text| text.parse().ok()),
            payment: one("payment").and_then(|text| text.parse().ok()),
        }
    }

    /// The query part of the address.
    pub fn query(&self) -> String {
        let mut pairs = Pairs::default();
        pairs.maybe("account", self.account.as_ref());
        pairs.maybe("amount", self.amount.as_ref());
        pairs.maybe("cycle", self.cycle.as_ref());
        pairs.maybe("key", self.key.as_ref().map(PaymentKey::as_str).as_ref());
        pairs.maybe("payment", self.payment.as_ref());
        pairs.encode()
    }
}

/// The address of linked payment methods.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MethodsAddress {
    /// Only of this account.
    pub account: Option<AccountNumber>,
    /// The method that was linked a moment ago.
    pub linked: Option<MethodId>,
}

impl MethodsAddress {
    /// Reads the query part of an address; what can't be read is passed over.
    pub fn parse(query: &str) -> Self {
        let pairs = Pairs::decode(query).unwrap_or_default();
        let one = |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
        Self {
            account: one("account").and_then(|text| AccountNumber::parse(text).ok()),
            linked: one("linked").and_then(|text| text.parse().ok()),
        }
    }

    /// The query part of the address.
    pub fn query(&self) -> String {
        let mut pairs = Pairs::default();
        pairs.maybe("account", self.account.as_ref());
        pairs.maybe("linked", self.linked.as_ref());
        pairs.encode()
    }
}
