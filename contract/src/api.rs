//! The HTTP interface as types: every endpoint once, read by the browser's client and by the server's router.

mod audit;
mod bills;
mod endpoint;
mod funding;
mod monthly_bills;
mod operator;
mod overview;
mod page;
mod path;
mod payments;
mod problem;
mod query;
mod relations;
mod session;
mod system;
mod users;
mod views;
#[cfg(feature = "openapi")]
mod visit;

pub use audit::*;
pub use bills::*;
pub use endpoint::{Declared, Endpoint, Method, url};
pub use funding::*;
pub use monthly_bills::*;
pub use operator::*;
pub use overview::*;
pub use page::{BillPage, Listing, Total};
pub use path::{
    AccountPath, AuditPath, BillPath, MethodPath, MonthlyBillPath, OperatorAccountPath, PathParameters,
    PaymentPath, RelationPath, TransactionPath, UserPath, ViewPath,
};
pub use payments::*;
pub use problem::{Problem, ProblemCode};
pub use query::{Pairs, Query, Reader, read_query};
pub use relations::*;
pub use session::*;
pub use system::*;
pub use users::*;
pub use views::*;
#[cfg(feature = "openapi")]
pub use visit::{Described, Visitor, visit_all};

/// Every endpoint of the interface. Tests say of each that it is served once, stands in the OpenAPI document and
/// refuses whom it should (E3).
pub fn all() -> Vec<Declared> {
    [
        system::DECLARED,
        session::DECLARED,
        bills::DECLARED,
        monthly_bills::DECLARED,
        views::DECLARED,
        users::DECLARED,
        funding::DECLARED,
        relations::DECLARED,
        audit::DECLARED,
        overview::DECLARED,
        payments::DECLARED,
        operator::DECLARED,
    ]
    .concat()
}
