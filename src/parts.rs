//! Ring 2: what several pages need, in the contract's terms. Amounts, states, problems, fields of a form.
//!
//! They know the contract and the reader's language; they never ask the server and never know a page.

pub mod ageing;
pub mod amount;
pub mod choice_filter;
pub mod commands;
pub mod cycle_filter;
pub mod day_filter;
pub mod late;
pub mod monthly_state;
pub mod problem;
pub mod search_box;
pub mod status_badge;

pub use ageing::Ageing;
pub use amount::MoneyText;
pub use choice_filter::{ChoiceFilter, Choices, NameOf};
pub use commands::{Command, provide_commands, use_commands};
pub use cycle_filter::CycleFilter;
pub use day_filter::DayFilter;
pub use monthly_state::MonthlyStateBadge;
pub use problem::{ProblemText, error_of};
pub use search_box::SearchBox;
pub use status_badge::StatusBadge;
