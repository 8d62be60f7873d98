//! Ring 2: what several pages need, in the contract's terms. Amounts, states, problems, fields of a form.
//!
//! They know the contract and the reader's language; they never ask the server and never know a page.

pub mod amount;
pub mod commands;
pub mod problem;
pub mod status_badge;

pub use amount::MoneyText;
pub use commands::{Command, provide_commands, use_commands};
pub use problem::{ProblemText, error_of};
pub use status_badge::StatusBadge;
