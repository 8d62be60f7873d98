//! Settlement: what pays what, in which order, and why (A2, A3, A5, A6, S14).
//!
//! One pure function, [`plan`], for automatic settlement, for repayments and for settlement tasks, on the server and in
//! the browser's preview. It never reads a balance by itself: everything it decides from is handed in, so that the
//! same plan comes out wherever it is asked for.

mod ahead;
mod explain;
mod failure;
mod owed;
mod plan;
mod preview;
mod purse;

pub use ahead::{deductions, paid_without_charge};
pub use explain::{
    Condition, Earliest, Explanation, FailedCharge, Finding, Situation, Terms, charge_stands, explain, gates,
    top_up_for,
};
pub use failure::ChargeFailure;
pub use owed::{Owed, OwedBill};
pub use plan::{Gate, Outcome, Plan, Policy, Step, Stop, plan};
pub use preview::{Reach, Run, Standing, run};
pub use purse::{CardRefusal, Coupon, LastMonth, Lot, Products, Purse, StoredValueCard, expires_on};
