//! Every address of the portal, parsed and printed here only.
//!
//! The bill list's filter and order are the contract's own query language; what only the portal knows (columns,
//! the open bill) stands beside it under its own keys. Nothing here trusts an address.

mod address_bar;
mod audit;
mod funding;
mod monthly;
mod operator;
mod overview;
mod payment;

pub use address_bar::{AddressBar, Step, provide_address_bar, use_address_bar};
pub use audit::AuditAddress;
pub use funding::{FundingAddress, FundingTab, funding};
pub use monthly::{MonthlyAddress, Tab, top_up, top_up_for};
pub use operator::OperatorAddress;
pub use overview::OverviewAddress;
pub use payment::{MethodsAddress, TopUpAddress};

use contract::api::{Pairs, Query, read_query};
use contract::bill::Status;
use contract::bill_filter::{BillFilter, BillSelection};
use contract::bill_sort::SortColumn;
use contract::id::BillId;
use contract::permission::Role;
use contract::rule::FieldError;

/// A column of the bill list: those of B1, by which the list also sorts, and those that can be shown beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// What the contract sorts by.
    Sorting(SortColumn),
    /// Bill number.
    Number,
    /// The application's key.
    AppKey,
    /// The WhatsApp Business Account.
    WhatsApp,
}

impl Column {
    /// Name of the product; always shown.
    pub const PRODUCT: Self = Self::Sorting(SortColumn::Product);

    /// Every column, in the order of the list.
    pub fn all() -> impl Iterator<Item = Self> {
        let beside = [Self::Number, Self::AppKey, Self::WhatsApp];
        SortColumn::ALL.into_iter().map(Self::Sorting).chain(beside)
    }

    /// By what it sorts, if it does.
    pub const fn sort(self) -> Option<SortColumn> {
        match self {
            Self::Sorting(sort) => Some(sort),
            Self::Number | Self::AppKey | Self::WhatsApp => None,
        }
    }

    /// The name in addresses and style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sorting(sort) => sort.name(),
            Self::Number => "number",
            Self::AppKey => "app_key",
            Self::WhatsApp => "whatsapp",
        }
    }

    const fn bit(self) -> u16 {
        const BESIDE: u16 = SortColumn::ALL.len() as u16;
        let place = match self {
            Self::Sorting(sort) => sort as u16,
            Self::Number => BESIDE,
            Self::AppKey => BESIDE + 1,
            Self::WhatsApp => BESIDE + 2,
        };
        1 << place
    }
}

/// Which columns are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns(u16);

impl Default for Columns {
    /// The columns of B1.
    fn default() -> Self {
        Self(
            Column::all()
                .filter(|column| column.sort().is_some())
                .fold(0, |bits, column| bits | column.bit()),
        )
    }
}

impl Columns {
    /// Whether `column` is shown.
    pub const fn shows(self, column: Column) -> bool {
        self.0 & column.bit() != 0
    }

    /// The shown ones, in the order of the list.
    pub fn iter(self) -> impl Iterator<Item = Column> {
        Column::all().filter(move |column| self.shows(*column))
    }

    /// The same with `column` shown or hidden.
    #[must_use]
    pub const fn with(self, column: Column, shown: bool) -> Self {
        Self(if shown { self.0 | column.bit() } else { self.0 & !column.bit() })
    }

    fn print(self) -> String {
        let names: Vec<&str> = self.iter().map(Column::name).collect();
        names.join(".")
    }

    /// Names that nobody knows are passed over: a newer portal may have printed them.
    fn parse(text: &str) -> Self {
        let named = Column::all().filter(|column| text.split('.').any(|name| name == column.name()));
        named.fold(Self(Column::PRODUCT.bit()), |columns, column| columns.with(column, true))
    }
}

/// The address of the bill list: filter, order, columns, and the bill that is open beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BillsAddress {
    /// Which bills, in which order.
    pub selection: BillSelection,
    /// Which columns.
    pub columns: Columns,
    /// The bill in the side panel.
    pub bill: Option<BillId>,
}

impl BillsAddress {
    /// Bills to be paid (B6).
    pub fn to_be_paid() -> Self {
        let filter = BillFilter { status: Some(Status::Pending), ..BillFilter::default() };
        Self { selection: BillSelection { filter, ..BillSelection::default() }, ..Self::default() }
    }

    /// Reads the query part of an address; what is wrong with filter and order comes as a list.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let pairs = Pairs::decode(query).unwrap_or_default();
        let mut contract_pairs = Pairs::default();
        let mut address = Self::default();
        for (name, value) in pairs.iter() {
            match name {
                "columns" => address.columns = Columns::parse(value),
                "bill" => address.bill = value.parse().ok(),
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
        if self.columns != Columns::default() {
            pairs.push("columns", &self.columns.print());
        }
        pairs.maybe("bill", self.bill.as_ref());
        pairs.encode()
    }
}

/// A page of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Where one signs in.
    SignIn,
    /// Where one lands; its query is an [`OverviewAddress`].
    Overview,
    /// The bill list; its query is a [`BillsAddress`].
    Bills,
    /// Monthly bills; its query is a [`MonthlyAddress`].
    MonthlyBills,
    /// Users and their permissions.
    Users,
    /// The audit log; its query is an [`AuditAddress`].
    Audit,
    /// Top-up; its query is a [`TopUpAddress`].
    TopUp,
    /// Linked payment methods; its query is a [`MethodsAddress`].
    PaymentMethods,
    /// What the platform does to accounts; its query is an [`OperatorAddress`].
    Operator,
    /// The funding account; its query is a [`FundingAddress`].
    Funding,
    /// Nothing.
    NotFound,
}

impl Page {
    /// The page at a path.
    pub fn at(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "" | "/overview" => Self::Overview,
            "/bills" => Self::Bills,
            "/sign-in" => Self::SignIn,
            "/monthly-bills" => Self::MonthlyBills,
            "/users" => Self::Users,
            "/audit" => Self::Audit,
            "/funding/top-up" => Self::TopUp,
            "/funding/payment-methods" => Self::PaymentMethods,
            "/operator" => Self::Operator,
            "/funding" => Self::Funding,
            _ => Self::NotFound,
        }
    }
}

/// An address to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The overview.
    Overview(OverviewAddress),
    /// The bill list.
    Bills(BillsAddress),
    /// Monthly bills.
    MonthlyBills(MonthlyAddress),
    /// Users and their permissions.
    Users,
    /// The audit log.
    Audit(AuditAddress),
    /// Top-up.
    TopUp(TopUpAddress),
    /// Linked payment methods.
    PaymentMethods(MethodsAddress),
    /// What the platform does to accounts.
    Operator(OperatorAddress),
    /// The funding account.
    Funding(FundingAddress),
}

impl Route {
    /// Where one lands.
    pub fn overview() -> Self {
        Self::Overview(OverviewAddress::default())
    }

    /// The bill list as it opens from the navigation.
    pub fn bills() -> Self {
        Self::Bills(BillsAddress::default())
    }

    /// Where this role's day begins.
    pub fn home(role: Option<Role>) -> Self {
        match role {
            Some(Role::PlatformOperator) => Self::Operator(OperatorAddress::default()),
            _ => Self::overview(),
        }
    }

    /// The address.
    pub fn print(&self) -> String {
        match self {
            Self::Overview(address) => with_query("/overview", &address.query()),
            Self::Users => "/users".to_owned(),
            Self::Audit(address) => with_query("/audit", &address.query()),
            Self::TopUp(address) => with_query("/funding/top-up", &address.query()),
            Self::PaymentMethods(address) => with_query("/funding/payment-methods", &address.query()),
            Self::Operator(address) => with_query("/operator", &address.query()),
            Self::Funding(address) => with_query("/funding", &address.query()),
            Self::Bills(address) => with_query("/bills", &address.query()),
            Self::MonthlyBills(address) => with_query("/monthly-bills", &address.query()),
        }
    }
}

fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}
