//! The address of the operator's page: what is searched for, or the account that is looked at.

use contract::api::{OperatorAccountPath, Pairs};
use contract::id::AccountNumber;

/// The address of the operator's page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperatorAddress {
    /// What is searched for.
    pub q: Option<String>,
    /// The account that is looked at.
    pub account: Option<OperatorAccountPath>,
    /// Whether bank transfers that are nobody's are listed.
    pub transfers: bool,
    /// The bank transfer whose account is looked for.
    pub arrival: Option<String>,
}

impl OperatorAddress {
    /// An account.
    pub fn of(account: OperatorAccountPath) -> Self {
        Self { account: Some(account), ..Self::default() }
    }

    /// Reads the query part of an address; what it does not understand it passes over.
    pub fn parse(query: &str) -> Self {
        let pairs = Pairs::decode(query).unwrap_or_default();
        let one = |name: &'static str| pairs.values(name).find(|value| !value.is_empty());
        let organization = one("organization").and_then(|text| text.parse().ok());
        let number = one("account").and_then(|text| AccountNumber::parse(text).ok());
        let account = organization.zip(number);
        let account = account.map(|(organization, account)| OperatorAccountPath { organization, account });
        Self {
            q: one("q").map(str::to_owned),
            account,
            transfers: one("show") == Some("transfers"),
            arrival: one("transfer").map(str::to_owned),
        }
    }

    /// The query part of the address.
    pub fn query(&self) -> String {
        let mut pairs = Pairs::default();
        pairs.maybe("q", self.q.as_ref());
        if let Some(path) = &self.account {
            pairs.push("organization", &path.organization);
            pairs.push("account", &path.account);
        }
        if self.transfers {
            pairs.push("show", &"transfers");
        }
        pairs.maybe("transfer", self.arrival.as_ref());
        pairs.encode()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back_as_it_was_printed() {
        let queries = [
            "",
            "q=harbour%20retail",
            "organization=org-0000000000001&account=HRB-0001%20%2F",
            "show=transfers",
            "organization=org-0000000000001&account=HRB-0001&transfer=arr-1",
        ];
        for query in queries {
            assert_eq!(OperatorAddress::parse(query).query(), query);
        }
        assert_eq!(OperatorAddress::parse("account=HRB-0001&organization=bil-1").query(), "");
    }
}
