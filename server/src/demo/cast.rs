//! Which accounts of the demo world live with money: top-ups, grants, charges, settlements, one kind of life each.
//!
//! The first dozen of every organization show one thing each; of the others some pay as they should.

/// A kind of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Tops up before the month is issued; everything is paid by itself. The main account also invites members.
    Prepaid,
    /// Available credit is above nothing, and there is too little cash for the newest month.
    Short,
    /// Available credit is at nothing or below: the gate is closed.
    Closed,
    /// A special agreement excludes it from automatic settlement, though there is cash.
    Special,
    /// Charged by card; the last charge was declined.
    Declined,
    /// Automatic settlement is switched off, though there is cash.
    Manual,
    /// An older month is open; what it has is a refund of a later month.
    Locked,
    /// Coupons and stored value cards: used, lapsed, about to expire.
    Granted,
    /// Credit notes, one of them undone, and usage that came late.
    Credited,
    /// Charged by card; the card has expired.
    Expired,
    /// Bank transfers pay its bills as they arrive.
    Remitting,
    /// Tops up what it owes, some days after the issue.
    Ordinary,
    /// Charged by card or PayPal, and it works.
    Charged,
}

/// The place of the last account that may have money.
const LAST: i64 = 240;

/// The life of the account at `place`, from 1; none where nothing happens but bills.
pub const fn role(place: i64) -> Option<Role> {
    Some(match place {
        1 | 12 => Role::Prepaid,
        2 => Role::Short,
        3 => Role::Closed,
        4 => Role::Special,
        5 => Role::Declined,
        6 => Role::Manual,
        7 => Role::Locked,
        8 => Role::Granted,
        9 => Role::Credited,
        10 => Role::Expired,
        11 => Role::Remitting,
        LAST.. => return None,
        _ if place % 5 == 0 => Role::Charged,
        _ if place % 6 == 0 => Role::Prepaid,
        _ if place % 3 == 0 => Role::Ordinary,
        _ => return None,
    })
}

/// What there is to see on the first dozen accounts, by their places.
pub const SHOWN: [(i64, &str); 12] = [
    (1, "main account: prepaid by top-ups, all settled; billing relationships in several states"),
    (2, "credit is left, and cash that is frozen: the newest month is paid in part"),
    (3, "available credit below nothing: the gate is closed"),
    (4, "special agreement: not settled although there is cash"),
    (5, "charged by card: the last charge was declined"),
    (6, "automatic settlement is off although there is cash"),
    (7, "an older month is open; the refund is a later month's and can't pay it"),
    (8, "coupons and stored value cards: used, lapsed, about to expire"),
    (9, "credit notes, one of them undone; usage that came late, billed as an adjustment"),
    (10, "charged by card: the card has expired"),
    (11, "bank transfers pay bills as they arrive"),
    (12, "prepaid by top-ups, everything settled"),
];
