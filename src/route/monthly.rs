//! The address of the monthly bills: filter and order in the contract's own language, the page of the list, and what is
//! open beside it.

use super::{Route, TopUpAddress};
use contract::api::{MonthlyBillPath, Pairs, Query, read_query};
use contract::id::AccountNumber;
use contract::money::Money;
use contract::monthly_filter::MonthlySelection;
use contract::rule::FieldError;

/// What is shown of the monthly bill that is open: all of it beside the list, or what was paid of it in the drawer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Figures, and why it is, or is not, paid by itself (M5).
    #[default]
    Why,
    /// Coupon deductions (M4).
    Coupons,
    /// Stored value card payments (M4).
    Cards,
    /// Cash payments (M4).
    Cash,
}

impl Tab {
    /// The tabs of the drawer, in order.
    pub const PAID: [Self; 3] = [Self::Coupons, Self::Cards, Self::Cash];

    /// The name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Why => "why",
            Self::Coupons => "coupons",
            Self::Cards => "cards",
            Self::Cash => "cash",
        }
    }

    /// The tab with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::PAID.into_iter().find(|tab| tab.name() == name)
    }
}

/// The address of the monthly bills.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MonthlyAddress {
    /// Which, in which order.
    pub selection: MonthlySelection,
    /// The monthly bill in the side panel.
    pub open: Option<MonthlyBillPath>,
    /// What is shown of it.
    pub tab: Tab,
}

/// Where so much is topped up into an account.
pub fn top_up(account: &AccountNumber, money: Money) -> String {
    let amount = Some(money.value());
    Route::TopUp(TopUpAddress { account: Some(account.clone()), amount, ..TopUpAddress::default() }).print()
}

/// Where an account is topped up until a monthly bill is settled: the form asks how much that takes.
pub fn top_up_for(bill: &MonthlyBillPath) -> String {
    let (account, cycle) = (Some(bill.account.clone()), Some(bill.cycle));
    Route::TopUp(TopUpAddress { account, cycle, ..TopUpAddress::default() }).print()
}

impl MonthlyAddress {
    /// Reads the query part of an address; what is wrong with filter and order comes as a list.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let pairs = Pairs::decode(query).unwrap_or_default();
        let mut contract_pairs = Pairs::default();
        let mut address = Self::default();
        for (name, value) in pairs.iter() {
            match name {
                "open" => address.open = opened(value),
                "tab" => address.tab = Tab::parse(value).unwrap_or_default(),
                _ => contract_pairs.push(name, &value),
            }
        }
        address.selection = read_query(&contract_pairs.encode())?;
        Ok(address)
    }

    /// The query part of the address.
    pub fn query(&self) -> String {
        let mut pairs = Pairs::default();
        self.selection.write(&mut pairs);
        if let Some(open) = &self.open {
            pairs.push("open", &format!("{}.{}", open.cycle, open.account));
            pairs.maybe("tab", (self.tab != Tab::default()).then_some(self.tab.name()).as_ref());
        }
        pairs.encode()
    }
}

fn opened(text: &str) -> Option<MonthlyBillPath> {
    let (cycle, account) = text.split_once('.')?;
    Some(MonthlyBillPath { account: AccountNumber::parse(account).ok()?, cycle: cycle.parse().ok()? })
}
