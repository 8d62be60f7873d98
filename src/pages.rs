//! Ring 3: one module per noun, as in the address. Pages never import each other.

pub mod audit;
pub mod bills;
pub mod funding;
#[cfg(debug_assertions)]
pub mod gallery;
pub mod monthly_bills;
pub mod not_found;
pub mod operator;
pub mod overview;
pub mod password;
pub mod payment_methods;
pub mod sign_in;
pub mod top_up;
pub mod users;
