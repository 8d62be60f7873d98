//! The address of the overview: which currency its charts show.

use contract::api::Pairs;

/// The address of the overview.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OverviewAddress {
    /// The code of the currency; none for the one that most monthly bills are in.
    pub currency: Option<String>,
}

impl OverviewAddress {
    /// Reads the query part of an address; what it does not know is passed over.
    pub fn parse(query: &str) -> Self {
        let pairs = Pairs::decode(query).unwrap_or_default();
        let found = pairs.iter().find(|(name, _)| *name == "currency");
        Self { currency: found.map(|(_, value)| value.to_string()) }
    }

    /// The query part of the address.
    pub fn query(&self) -> String {
        let mut pairs = Pairs::default();
        pairs.maybe("currency", self.currency.as_ref());
        pairs.encode()
    }
}
