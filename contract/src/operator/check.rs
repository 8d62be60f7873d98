//! What is valid of an act by itself, on a day, for an account's currency.

use super::{AMOUNT_MOST_MINOR, Denied, Instruction, OperatorAct};
use crate::money::{Currency, Money};
use chrono::NaiveDate;

impl Instruction {
    /// What stands against it before anyone looks at the account.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self, currency: Currency, today: NaiveDate) -> Result<(), Denied> {
        let not_past = |from: NaiveDate| if from < today { Err(Denied::Past { today }) } else { Ok(()) };
        match &self.act {
            OperatorAct::SetCreditTerms { valid_from, terms, .. } => {
                not_past(*valid_from)?;
                of_currency(terms.limit, currency)?;
                if terms.limit.is_negative() { Err(Denied::BelowNothing) } else { most(terms.limit) }
            }
            OperatorAct::EndCreditTerms { valid_from }
            | OperatorAct::SetSpecialAgreement { valid_from, .. } => not_past(*valid_from),
            OperatorAct::SetThreshold { money, valid_from, .. } => {
                not_past(valid_from.unwrap_or(today))?;
                amount(*money, currency)
            }
            OperatorAct::GrantCard { money, valid_from, valid_to, .. } => {
                amount(*money, currency)?;
                if valid_to < valid_from {
                    let (from, to) = (valid_from.to_string(), valid_to.to_string());
                    return Err(Denied::EndsBeforeItBegins { from, to });
                }
                let expired = crate::settle::expires_on(*valid_to) <= today;
                if expired { Err(Denied::Expired { today }) } else { Ok(()) }
            }
            OperatorAct::GrantCoupon { money, valid_from, valid_to, .. } => {
                amount(*money, currency)?;
                if valid_to < valid_from {
                    let (from, to) = (valid_from.to_string(), valid_to.to_string());
                    return Err(Denied::EndsBeforeItBegins { from, to });
                }
                if *valid_to < today { Err(Denied::Expired { today }) } else { Ok(()) }
            }
            OperatorAct::Refund { money, .. }
            | OperatorAct::RefundPayment { money, .. }
            | OperatorAct::CreditNote { money, .. } => amount(*money, currency),
            OperatorAct::SetThresholdRange { range, valid_from, .. } => {
                not_past(valid_from.unwrap_or(today))?;
                let of = range.least.currency();
                for money in [range.least, range.most, range.standard] {
                    amount(money, of)?;
                }
                if range.most.minor() < range.least.minor() || !range.admits(range.standard) {
                    return Err(Denied::NotARange);
                }
                Ok(())
            }
            OperatorAct::Reverse { .. }
            | OperatorAct::AssignArrival { .. }
            | OperatorAct::ReturnArrival { .. }
            | OperatorAct::SetHolidays { .. } => Ok(()),
        }
    }
}

fn of_currency(money: Money, currency: Currency) -> Result<(), Denied> {
    if money.currency() == currency { Ok(()) } else { Err(Denied::OtherCurrency { currency }) }
}

fn most(money: Money) -> Result<(), Denied> {
    let most = Money::new(AMOUNT_MOST_MINOR, money.currency());
    if money.minor() > most.minor() { Err(Denied::TooMuch { most }) } else { Ok(()) }
}

/// Money of the account's currency, above nothing, and not more than an act may come to.
fn amount(money: Money, currency: Currency) -> Result<(), Denied> {
    of_currency(money, currency)?;
    if money.minor() <= 0 {
        return Err(Denied::NotAboveNothing);
    }
    most(money)
}
