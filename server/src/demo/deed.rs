//! What happens to an account of the demo world, and how much money that is.
//!
//! Amounts follow the account's own bills, rounded up to two figures as people round: they fit worlds of any size.

use contract::cycle::Cycle;
use contract::id::AccountNumber;
use contract::ledger::{Book, Channel};
use contract::money::Money;
use contract::payment::DeclineReason;
use contract::relation::RelationAction;
use contract::setting::SettingsChange;

/// A share of something that the account owes or owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Of what.
    pub of: Basis,
    /// So many thousandths of it.
    pub per_mille: i64,
}

/// What an amount is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Everything that is outstanding.
    Owed,
    /// What the bills of a month come to.
    Month(Cycle),
    /// What is frozen.
    Frozen,
}

/// A linked payment method, by the name of its token at the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linked {
    /// A card that works.
    Visa,
    /// A card with too little on it.
    Empty,
    /// A card that has expired.
    Expired,
    /// A PayPal account that works.
    Paypal,
}

/// Something that happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// What is frozen follows the month's bills (A4).
    Accrue(Cycle),
    /// The month is issued (M2).
    Issue(Cycle),
    /// Automatic settlement (A2).
    Settle,
    /// A top-up through a channel.
    TopUp(Channel, Share),
    /// A top-up that came to nothing: declined, or its time ran out.
    Failed(Channel, Share, Option<DeclineReason>),
    /// A bank transfer arrives; with `true` it pays bills by itself (A5).
    Transfer(Share, bool),
    /// The owner turns switches.
    Settings(SettingsChange),
    /// The platform agrees on a credit limit.
    Terms(Share),
    /// The platform agrees that the account is left alone.
    Agreement,
    /// A coupon for so many days.
    Coupon(Share, u64),
    /// A stored value card for months.
    Card(Share, (Cycle, Cycle)),
    /// A refund of a month.
    Refund(Cycle, i64),
    /// A credit note over a month.
    Note(Cycle, i64),
    /// The account's newest credit note is undone.
    Undo,
    /// A card or a coupon lapses.
    Lapse(Book),
    /// It invites a member.
    Invite(AccountNumber),
    /// The member answers the newest invitation, or it is ended.
    Answer(AccountNumber, RelationAction),
    /// It moves: another tax profile follows.
    Move,
    /// A method is linked; with `true` as the default.
    Link(Linked, bool),
    /// What accrued of a month is charged by a method, or the attempt fails.
    Charge(Cycle, Linked),
}

/// `per_mille` thousandths, rounded up to two figures and to whole units of the currency.
pub fn rounded(minor: i64, per_mille: i64, like: Money) -> Money {
    let exact = i128::from(minor.max(0)) * i128::from(per_mille);
    let least = 10_i128.pow(like.currency().exponent().into()) * 1000;
    let mut step = least;
    while exact / step >= 100 {
        step *= 10;
    }
    let up = (exact + step - 1) / step * step / 1000;
    Money::new(i64::try_from(up).unwrap_or(i64::MAX), like.currency())
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::money::Currency;

    #[test]
    fn amounts_are_rounded_up_as_people_round() {
        let round = |currency, minor, per_mille| rounded(minor, per_mille, Money::zero(currency)).minor();
        assert_eq!(round(Currency::USD, 123_456, 1000), 130_000);
        assert_eq!(round(Currency::USD, 100_000, 1000), 100_000);
        assert_eq!(round(Currency::USD, 101, 1000), 200);
        assert_eq!(round(Currency::JPY, 123_456, 500), 62_000);
        assert_eq!(round(Currency::USD, 0, 1000), 0);
        assert_eq!(round(Currency::USD, -5, 1000), 0);
    }
}
