//! Which payments are listed.

use crate::api::{Pairs, Query, Reader};
use crate::bill_filter::{LIMIT_MAX, VALUES_MAX, whole_number};
use crate::id::{AccountNumber, PaymentId};
use crate::rule::Rule;

/// A page of payments, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaymentQuery {
    /// Any of these accounts; all when none is named.
    pub account: Vec<AccountNumber>,
    /// How many at most, 1 to 500; 50 when nobody says.
    pub limit: Option<u32>,
    /// Only those that were begun before this one: where the next page goes on.
    pub before: Option<PaymentId>,
}

impl Query for PaymentQuery {
    const KEYS: &'static [&'static str] = &["account", "limit", "before"];

    fn write(&self, pairs: &mut Pairs) {
        pairs.each("account", &self.account);
        pairs.maybe("limit", self.limit.as_ref());
        pairs.maybe("before", self.before.as_ref());
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        Self {
            account: reader.list("account", VALUES_MAX, |text| AccountNumber::parse(text).ok()),
            limit: reader.one("limit", |text| whole_number(text, 1, LIMIT_MAX)),
            before: reader.one("before", |text| text.parse().map_err(|_| Rule::BrokenCursor)),
        }
    }
}
