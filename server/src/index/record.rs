//! What the store hands to the index: bills and names as they stand in the database.

use contract::account::{Account, Application, Product};
use contract::money::Amount;

/// One bill as the index needs it. Ids are database ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillRecord {
    /// Bill id.
    pub id: i64,
    /// Account id.
    pub account: i64,
    /// Product id.
    pub product: i64,
    /// Application id.
    pub application: i64,
    /// Year × 12 + month − 1.
    pub cycle: i32,
    /// Minor units of the account's currency.
    pub consumption: i64,
    /// Minor units of the account's currency.
    pub overdraft: i64,
    /// Something is outstanding or processing.
    pub pending: bool,
    /// One quantity per unit.
    pub usage: Usage,
    /// Year and place in the issuer's series of bill numbers.
    pub number: Option<(u16, u32)>,
    /// Not to be listed.
    pub withdrawn: bool,
}

/// Quantities with their units.
pub type Usage = Vec<(Amount, String)>;

/// What ids stand for.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Series of the organization's bill numbers.
    pub issuer: String,
    /// Accounts by id.
    pub accounts: Vec<(i64, Account)>,
    /// Products by id.
    pub products: Vec<(i64, Product)>,
    /// Applications by id.
    pub applications: Vec<(i64, Application)>,
}
