//! How much of a month can be given back, and from which bills a credit note takes it.

use super::{CreditStep, Denied};
use crate::id::BillId;
use crate::money::{Money, MoneyError};

/// What a bill still holds that a credit note can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Creditable {
    /// The bill.
    pub bill: BillId,
    /// What is outstanding.
    pub open: Money,
    /// What was paid in money and not given back yet: settled, less prepaid cover, what cards and coupons paid, and earlier
    /// credit notes.
    pub paid: Money,
}

impl Creditable {
    /// What is left of it when adjustments took so much off it: of what is open first, then of what was paid (M2).
    ///
    /// # Errors
    /// Sums past 63 bits.
    pub fn without(self, taken: Money) -> Result<Self, MoneyError> {
        let of_open = Money::new(taken.minor().min(self.open.minor()).max(0), taken.currency());
        let of_paid = taken.checked_sub(of_open)?;
        Ok(Self {
            bill: self.bill,
            open: self.open.checked_sub(of_open)?,
            paid: self.paid.checked_sub(of_paid)?,
        })
    }
}

/// What can still be refunded of a month: what was charged for it, less what was given back already, and what adjustments
/// took off it (M2). What packages covered, or cards and coupons paid, was never charged here (A6).
pub fn refundable(charged: Money, given_back: Money, adjusted: Money) -> Result<Money, MoneyError> {
    let left = left_of_charge(charged, given_back, adjusted)?;
    Ok(if left.is_negative() { Money::zero(left.currency()) } else { left })
}

/// The same; below nothing, where more was given back than was paid, because what is open was given back too.
pub fn left_of_charge(charged: Money, given_back: Money, adjusted: Money) -> Result<Money, MoneyError> {
    charged.checked_sub(given_back)?.checked_sub(adjusted)
}

/// Takes `money` off these bills, in their order: first from what is open, so that it need not be paid any more, then
/// from what was paid, which goes to the refund balance of the month. Never more than is there: of what was paid, no
/// more than is `left` of the charge; below nothing, that much less of what is open.
///
/// # Errors
/// The amount is more than the bills hold: then with what they hold.
pub fn credit(
    bills: &[Creditable],
    left: Money,
    money: Money,
) -> Result<Result<Vec<CreditStep>, Denied>, MoneyError> {
    let currency = money.currency();
    let above = |money: Money| money.minor().max(0);
    let open = Money::sum(currency, bills.iter().map(|bill| bill.open))?;
    let paid = Money::sum(currency, bills.iter().map(|bill| Money::new(above(bill.paid), currency)))?;
    let paid = Money::new(paid.minor().min(left.minor()), currency);
    let most = open.checked_add(paid)?;
    let most = Money::new(above(most), currency);
    if money.minor() > most.minor() {
        return Ok(Err(Denied::AboveBill { most }));
    }
    let mut steps: Vec<CreditStep> = Vec::new();
    let mut left = money.minor();
    for bill in bills {
        let part = left.min(above(bill.open));
        left -= part;
        let nothing = Money::zero(currency);
        steps.push(CreditStep { bill: bill.bill, open: Money::new(part, currency), paid: nothing });
    }
    for (bill, step) in bills.iter().zip(&mut steps) {
        let part = left.min(above(bill.paid));
        left -= part;
        step.paid = Money::new(part, currency);
    }
    steps.retain(|step| !step.open.is_zero() || !step.paid.is_zero());
    Ok(Ok(steps))
}

/// Both parts of a credit note, over its bills.
///
/// # Errors
/// Sums past 63 bits.
pub fn parts(steps: &[CreditStep], nothing: Money) -> Result<(Money, Money), MoneyError> {
    let currency = nothing.currency();
    let open = Money::sum(currency, steps.iter().map(|step| step.open))?;
    let paid = Money::sum(currency, steps.iter().map(|step| step.paid))?;
    Ok((open, paid))
}
