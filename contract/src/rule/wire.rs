//! A field's error as JSON has it: the name of the rule and what its sentence speaks of, side by side.
//!
//! What serde derives for such a shape first keeps the whole value in a form of its own: many times this code, and
//! the browser has to download it. The test `e1_a_rule_survives_the_wire` misses a rule that has no line here.

use super::Rule;
use serde::Deserialize;
use std::{fmt, mem::take};

#[derive(Deserialize)]
pub(super) struct FieldError {
    field: String,
    #[serde(default)]
    message: String,
    rule: String,
    min: Option<i64>,
    max: Option<i64>,
    from: Option<String>,
    to: Option<String>,
    value: Option<String>,
    other: Option<String>,
    line: Option<i64>,
}

/// A rule that this version does not know, or one that lacks what belongs to it.
pub(super) struct NotARule;

impl fmt::Display for NotARule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a rule that is known here")
    }
}

impl TryFrom<FieldError> for super::FieldError {
    type Error = NotARule;
    fn try_from(mut wire: FieldError) -> Result<Self, NotARule> {
        let (field, message) = (take(&mut wire.field), take(&mut wire.message));
        Ok(Self { field, rule: wire.rule().ok_or(NotARule)?, message })
    }
}

impl FieldError {
    fn rule(self) -> Option<Rule> {
        let count = |number: Option<i64>| usize::try_from(number?).ok();
        Some(match self.rule.as_str() {
            "required" => Rule::Required,
            "too_long" => Rule::TooLong { max: count(self.max)? },
            "too_short" => Rule::TooShort { min: count(self.min)? },
            "too_many" => Rule::TooMany { max: count(self.max)? },
            "not_a_cycle" => Rule::NotACycle,
            "reversed_range" => Rule::ReversedRange { from: self.from?, to: self.to? },
            "unknown_value" => Rule::UnknownValue { value: self.value? },
            "unknown_parameter" => Rule::UnknownParameter,
            "given_twice" => Rule::GivenTwice,
            "not_together" => Rule::NotTogether { other: self.other? },
            "not_in_range" => Rule::NotInRange { min: self.min?, max: self.max? },
            "broken_cursor" => Rule::BrokenCursor,
            "not_an_email" => Rule::NotAnEmail,
            "wrong_password" => Rule::WrongPassword,
            "not_unique" => Rule::NotUnique,
            "control_characters" => Rule::ControlCharacters,
            "not_an_amount" => Rule::NotAnAmount,
            "too_many_decimals" => Rule::TooManyDecimals { max: count(self.max)? },
            "below_nothing" => Rule::BelowNothing,
            "at_most" => Rule::AtMost { value: self.value? },
            "between" => Rule::Between { from: self.from?, to: self.to? },
            "not_a_date" => Rule::NotADate,
            "not_before" => Rule::NotBefore { value: self.value? },
            "expired" => Rule::Expired { value: self.value? },
            "other_currency" => Rule::OtherCurrency { value: self.value? },
            "above_charge" => Rule::AboveCharge { other: self.other?, value: self.value? },
            "above_cash" => Rule::AboveCash { value: self.value? },
            "not_paid" => Rule::NotPaid,
            "not_back" => Rule::NotBack,
            "not_by_transfer" => Rule::NotByTransfer,
            "paid_already" => Rule::PaidAlready,
            "not_waiting" => Rule::NotWaiting,
            "needs_currency" => Rule::NeedsCurrency { value: self.value? },
            "above_bill" => Rule::AboveBill { value: self.value? },
            "not_issued" => Rule::NotIssued { value: self.value? },
            "not_here" => Rule::NotHere,
            "names_no_order" => Rule::NamesNoOrder,
            "no_credit_terms" => Rule::NoCreditTerms,
            "no_threshold" => Rule::NoThreshold { value: self.value? },
            "not_a_range" => Rule::NotARange,
            "not_reversible" => Rule::NotReversible,
            "already_reversed" => Rule::AlreadyReversed,
            "spent" => Rule::Spent { value: self.value? },
            "not_a_holiday" => Rule::NotAHoliday { line: count(self.line)? },
            "unreadable" => Rule::Unreadable,
            "needs_credit_control" => Rule::NeedsCreditControl,
            "needs_direct_contract" => Rule::NeedsDirectContract,
            "not_above_zero" => Rule::NotAboveZero,
            "above_limit" => Rule::AboveLimit { value: self.value? },
            "card_expired" => Rule::CardExpired { value: self.value? },
            "other_account_currency" => Rule::OtherAccountCurrency { value: self.value? },
            "not_a_main_account" => Rule::NotAMainAccount,
            "not_a_member_account" => Rule::NotAMemberAccount,
            "already_related" => Rule::AlreadyRelated,
            _ => return None,
        })
    }
}
