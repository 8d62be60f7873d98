//! The address of the funding account: whose, which part of it, the statement's filter, and what is open.

use contract::api::{Pairs, Query, read_query};
use contract::id::{AccountNumber, TransactionId};
use contract::rule::FieldError;
use contract::statement::StatementFilter;

/// A part of the funding account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FundingTab {
    /// Balances, cards, coupons, terms.
    #[default]
    Balances,
    /// Every movement.
    Statement,
    /// What its owner switches on.
    Settings,
    /// Billing relationships.
    Relations,
    /// Tax profiles.
    Tax,
}

impl FundingTab {
    /// Every part, in order.
    pub const ALL: [Self; 5] = [Self::Balances, Self::Statement, Self::Settings, Self::Relations, Self::Tax];

    /// The name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Balances => "balances",
            Self::Statement => "statement",
            Self::Settings => "settings",
            Self::Relations => "relations",
            Self::Tax => "tax",
        }
    }

    /// The part with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tab| tab.name() == name)
    }
}

/// The address of the funding account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FundingAddress {
    /// Whose; none: the first account that the reader sees.
    pub account: Option<AccountNumber>,
    /// Which part.
    pub tab: FundingTab,
    /// Which movements of the statement.
    pub statement: StatementFilter,
    /// The statement goes on behind this one.
    pub after: Option<String>,
    /// The movement that is open.
    pub open: Option<TransactionId>,
}

/// A part of an account's funding account, for who links to it: without the statement's filter, whose code stays with
/// its page.
pub fn funding(account: &AccountNumber, tab: FundingTab) -> String {
    let mut pairs = Pairs::default();
    pairs.push("account", account);
    pairs.maybe("tab", (tab != FundingTab::default()).then_some(tab.name()).as_ref());
    format!("/funding?{}", pairs.encode())
}

impl FundingAddress {
    /// Reads the query part of an address; what is wrong with the filter comes as a list.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let pairs = Pairs::decode(query).unwrap_or_default();
        let mut contract_pairs = Pairs::default();
        let mut address = Self::default();
        for (name, value) in pairs.iter() {
            match name {
                "account" => address.account = AccountNumber::parse(value).ok(),
                "tab" => address.tab = FundingTab::parse(value).unwrap_or_default(),
                "after" => address.after = Some(value.to_owned()),
                "open" => address.open = value.parse().ok(),
                _ => contract_pairs.push(name, &value),
            }
        }
        address.statement = read_query(&contract_pairs.encode())?;
        Ok(address)
    }

    /// The query part of the address.
    pub fn query(&self) -> String {
        let mut pairs = Pairs::default();
        pairs.maybe("account", self.account.as_ref());
        pairs.maybe("tab", (self.tab != FundingTab::default()).then_some(self.tab.name()).as_ref());
        self.statement.write(&mut pairs);
        pairs.maybe("after", self.after.as_ref());
        pairs.maybe("open", self.open.as_ref());
        pairs.encode()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m5_a_link_leads_to_its_tab() {
        let account = AccountNumber::parse("HRB-0001").unwrap();
        for tab in FundingTab::ALL {
            let href = funding(&account, tab);
            let address = FundingAddress::parse(href.split_once('?').unwrap().1).unwrap();
            assert_eq!((address.account.as_ref(), address.tab), (Some(&account), tab), "{href}");
        }
    }
}
