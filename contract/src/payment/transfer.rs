//! Which payment a bank transfer is of (S13): the one that its reference names, or the only one that waits for so much.
//!
//! It never says whose a transfer is: an amount alone is no name.

use crate::id::PaymentId;
use crate::money::Money;

/// How long an id of a payment is, as text: `pay-` and 13 letters.
const REFERENCE_LETTERS: usize = 17;

/// The payment that a reference names, wherever it stands in it and however its letters are written.
pub fn named(reference: &str) -> Option<PaymentId> {
    let plain: String = reference.chars().filter(|letter| !letter.is_whitespace()).collect();
    let plain = plain.to_ascii_lowercase();
    let starts = plain.match_indices("pay-").map(|(at, _)| at);
    let mut ids = starts.filter_map(|at| plain.get(at..at + REFERENCE_LETTERS)?.parse().ok());
    ids.next()
}

/// A payment of an account by bank transfer that is still waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Announced {
    /// The payment.
    pub id: PaymentId,
    /// How much it is.
    pub money: Money,
    /// What arrived of it so far.
    pub arrived: Money,
}

impl Announced {
    fn waits_for(self) -> Option<Money> {
        self.money.checked_sub(self.arrived).ok().filter(|left| left.minor() > 0)
    }
}

/// The payment that waits for exactly so much; none when there is none, or more than one: then somebody has to say which.
pub fn the_one_waiting_for(money: Money, open: &[Announced]) -> Option<PaymentId> {
    let mut fits = open.iter().filter(|one| one.waits_for() == Some(money));
    let first = fits.next()?;
    fits.next().is_none().then_some(first.id)
}
