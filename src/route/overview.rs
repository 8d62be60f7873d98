//! The address of the overview: whose figures, and whether the spend is drawn or written.

use contract::api::Pairs;
use contract::money::Currency;

/// The address of the overview.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OverviewAddress {
    /// The currency of the figures; that with the most bills when none is named.
    pub currency: Option<Currency>,
    /// The spend as a table in place of a chart.
    pub table: bool,
}

impl OverviewAddress {
    /// Reads the query part of an address; what nobody knows is passed over.
    pub fn parse(query: &str) -> Self {
        let pairs = Pairs::decode(query).unwrap_or_default();
        Self {
            currency: pairs.values("currency").next().and_then(|code| code.parse().ok()),
            table: pairs.values("spend").any(|shown| shown == "table"),
        }
    }

    /// The query part of the address.
    pub fn query(self) -> String {
        let mut pairs = Pairs::default();
        pairs.maybe("currency", self.currency.as_ref());
        pairs.maybe("spend", self.table.then_some("table").as_ref());
        pairs.encode()
    }
}
