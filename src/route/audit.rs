//! The address of the audit log: the filter in the contract's own language, the page, and the entry that is open.

use contract::api::{Pairs, read_query};
use contract::audit::{AuditFilter, AuditQuery};
use contract::rule::FieldError;

/// The address of the audit log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditAddress {
    /// Which entries.
    pub filter: AuditFilter,
    /// Behind which page; none for the newest.
    pub cursor: Option<String>,
    /// The place of the entry that is open beside the list.
    pub open: Option<u64>,
}

impl AuditAddress {
    /// Reads the query part of an address; what is wrong with the filter comes as a list.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let pairs = Pairs::decode(query).unwrap_or_default();
        let mut contract_pairs = Pairs::default();
        let mut open = None;
        for (name, value) in pairs.iter() {
            match name {
                "open" => open = value.parse().ok(),
                _ => contract_pairs.push(name, &value),
            }
        }
        let AuditQuery { filter, cursor, .. } = read_query(&contract_pairs.encode())?;
        Ok(Self { filter, cursor, open })
    }

    /// The query part of the address.
    pub fn query(&self) -> String {
        let (filter, cursor) = (self.filter.clone(), self.cursor.clone());
        let mut pairs = Pairs::default();
        contract::api::Query::write(&AuditQuery { filter, limit: None, cursor }, &mut pairs);
        pairs.maybe("open", self.open.as_ref());
        pairs.encode()
    }
}
