//! The endpoint of the overview.

use super::endpoint::endpoints;
use super::{Pairs, Query, Reader};
use crate::money::Currency;
use crate::overview::Overview;
use crate::permission::{Access, Permission};
use crate::rule::Rule;

const VIEW: Access = Access::Allowed(Permission::ViewBills);

/// Whose figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OverviewQuery {
    /// The currency of the figures; that with the most bills when nobody says.
    pub currency: Option<Currency>,
}

impl Query for OverviewQuery {
    const KEYS: &'static [&'static str] = &["currency"];
    fn write(&self, pairs: &mut Pairs) {
        pairs.maybe("currency", self.currency.as_ref());
    }
    fn read(reader: &mut Reader<'_>) -> Self {
        let unknown = |text: &str| Rule::UnknownValue { value: text.to_owned() };
        Self { currency: reader.one("currency", |text| text.parse().map_err(|_| unknown(text))) }
    }
}

endpoints! {
    /// What needs the caller, what is outstanding, and what was spent, of the accounts that they may see.
    GetOverview = Get "/api/v1/overview", VIEW, { query: OverviewQuery, response: Overview, }
}
