//! An act as it is typed: in the portal, on the command line, over the interface. Texts become values here and nowhere
//! else, so that all three say the same of the same mistake (E1).

use super::{ActKind, DEFAULT_CALENDAR, Instruction, OperatorAct, OrderKey};
use crate::calendar::{
    CreditControl, HolidayCalendar, PAYMENT_PERIOD_MAX_DAYS, PaymentPeriod, SettlementCycle,
};
use crate::cycle::Cycle;
use crate::id::{BillId, NAME_MAX_CHARS, ProductCode};
use crate::ledger::Channel;
use crate::money::{Currency, Money, MoneyError};
use crate::rule::{Check, FieldError, Rule};
use crate::settle::Products;
use crate::threshold::ThresholdRange;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The longest reason, in characters.
pub const REASON_MAX_CHARS: usize = 200;
/// The most products or orders that one act names.
const NAMED_MAX: usize = 1_000;

/// What is typed. Fields that an act does not know stay empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActForm {
    /// Which act.
    pub act: ActKind,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// An amount, as `1234.50`; the credit limit.
    #[serde(default)]
    pub amount: String,
    /// The currency of the amount; empty: the account's.
    #[serde(default)]
    pub currency: String,
    /// First day, as `2026-12-01`; of a card, first month; of a threshold, empty: today.
    #[serde(default)]
    pub valid_from: String,
    /// Last day; of a card, last month.
    #[serde(default)]
    pub valid_to: String,
    /// Codes of products; none: every product.
    #[serde(default)]
    pub products: Vec<String>,
    /// Orders that name a card; none: every order of the account.
    #[serde(default)]
    pub orders: Vec<OrderKey>,
    /// `monthly` or `quarterly`.
    #[serde(default)]
    pub settlement_cycle: String,
    /// Payment period in days.
    #[serde(default)]
    pub days: String,
    /// Whether these are business days.
    #[serde(default)]
    pub business_days: bool,
    /// A holiday calendar; empty: the default one.
    #[serde(default)]
    pub calendar: String,
    /// Whether a special agreement excludes the account from automatic settlement.
    #[serde(default)]
    pub special_agreement: bool,
    /// Whether the account is contracted through a reseller (S14).
    #[serde(default)]
    pub through_reseller: bool,
    /// `bank_card` or `paypal`.
    #[serde(default)]
    pub channel: String,
    /// A month, as `2026-10`.
    #[serde(default)]
    pub month: String,
    /// The id of a bill; empty: the whole monthly bill.
    #[serde(default)]
    pub bill: String,
    /// The id of a payment; of a transfer that is assigned, empty: found by its reference or amount.
    #[serde(default)]
    pub payment: String,
    /// The bank's id of a transfer that arrived.
    #[serde(default)]
    pub arrival: String,
    /// A place in the audit log.
    #[serde(default)]
    pub entry: String,
    /// The least and the most that a threshold may be, and what it is where nothing is agreed.
    #[serde(default)]
    pub least: String,
    /// The most.
    #[serde(default)]
    pub most: String,
    /// Where nothing is agreed.
    #[serde(default)]
    pub standard: String,
    /// A holiday calendar as CSV: `date,kind` with `holiday` or `workday`.
    #[serde(default)]
    pub holidays: String,
}

impl ActForm {
    /// An empty form of this act.
    pub fn new(act: ActKind) -> Self {
        Self {
            act,
            reason: String::new(),
            amount: String::new(),
            currency: String::new(),
            valid_from: String::new(),
            valid_to: String::new(),
            products: Vec::new(),
            orders: Vec::new(),
            settlement_cycle: String::new(),
            days: String::new(),
            business_days: false,
            calendar: String::new(),
            special_agreement: false,
            through_reseller: false,
            channel: String::new(),
            month: String::new(),
            bill: String::new(),
            payment: String::new(),
            arrival: String::new(),
            entry: String::new(),
            least: String::new(),
            most: String::new(),
            standard: String::new(),
            holidays: String::new(),
        }
    }

    /// Reads it for an account of this currency. All that is wrong comes at once.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn read(&self, currency: Currency) -> Result<Instruction, Vec<FieldError>> {
        let mut read = Read { form: self, currency, check: Check::default() };
        let act = match self.act {
            ActKind::SetThresholdRange => read.threshold_range(),
            _ => {
                read.currency();
                read.act()
            }
        };
        let reason = self.reason.trim();
        read.check.require("reason", reason);
        read.check.at_most("reason", reason, REASON_MAX_CHARS);
        if reason.chars().any(char::is_control) {
            read.check.refuse("reason", Rule::ControlCharacters);
        }
        read.check.done()?;
        let unread = || vec![FieldError::new("act", Rule::Unreadable)];
        Ok(Instruction { act: act.ok_or_else(unread)?, reason: reason.to_owned() })
    }
}

/// Reads amounts as they are typed: `money(text, currency)`, with the rule that a text breaks.
///
/// # Errors
/// The rule.
pub fn read_money(text: &str, currency: Currency) -> Result<Money, Rule> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Rule::Required);
    }
    Money::parse(currency, text).map_err(|error| match error {
        MoneyError::TooManyDecimals(max) => Rule::TooManyDecimals { max: max.into() },
        MoneyError::OutOfRange => {
            Rule::AtMost { value: Money::new(super::AMOUNT_MOST_MINOR, currency).to_string() }
        }
        MoneyError::NotANumber | MoneyError::DifferentCurrencies => Rule::NotAnAmount,
    })
}

struct Read<'a> {
    form: &'a ActForm,
    currency: Currency,
    check: Check,
}

impl Read<'_> {
    /// Keeps the value, or notes the rule that it breaks.
    fn keep<T>(&mut self, field: &str, read: Result<T, Rule>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(rule) => {
                self.check.refuse(field, rule);
                None
            }
        }
    }

    fn currency(&mut self) {
        let given = self.form.currency.trim();
        if !given.is_empty() && given != self.currency.code() {
            self.check.refuse("currency", Rule::OtherCurrency { value: self.currency.to_string() });
        }
    }

    fn amount(&mut self) -> Option<Money> {
        let read = read_money(&self.form.amount, self.currency);
        self.keep("amount", read)
    }

    fn date(&mut self, field: &str, text: &str) -> Option<NaiveDate> {
        let read = required(text).and_then(|text| HolidayCalendar::read_date(text).ok_or(Rule::NotADate));
        self.keep(field, read)
    }

    /// The day from which something holds; none when it holds at once.
    fn day_or_today(&mut self) -> Option<Option<NaiveDate>> {
        match self.form.valid_from.trim() {
            "" => Some(None),
            text => self.date("valid_from", text).map(Some),
        }
    }

    fn month(&mut self, field: &str, text: &str) -> Option<Cycle> {
        let read = required(text).and_then(|text| text.parse().map_err(|_| Rule::NotACycle));
        self.keep(field, read)
    }

    fn one<T>(&mut self, field: &str, text: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let unknown = |text: &str| Rule::UnknownValue { value: text.to_owned() };
        let read = required(text).and_then(|text| parse(text).ok_or_else(|| unknown(text)));
        self.keep(field, read)
    }

    fn calendar(&mut self) -> Option<String> {
        let name = self.form.calendar.trim();
        self.check.at_most("calendar", name, NAME_MAX_CHARS);
        if name.chars().any(char::is_control) {
            self.check.refuse("calendar", Rule::ControlCharacters);
        }
        Some(if name.is_empty() { DEFAULT_CALENDAR.to_owned() } else { name.to_owned() })
    }

    fn products(&mut self) -> Option<Products> {
        let given = &self.form.products;
        if given.len() > NAMED_MAX {
            self.check.refuse("products", Rule::TooMany { max: NAMED_MAX });
        }
        let mut codes = Vec::new();
        for text in given {
            let code = self.one("products", text, |text| ProductCode::parse(text).ok())?;
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        Some(if codes.is_empty() { Products::All } else { Products::Only(codes) })
    }

    fn payment_period(&mut self) -> Option<PaymentPeriod> {
        let not_in_range = || Rule::NotInRange { min: 0, max: PAYMENT_PERIOD_MAX_DAYS.into() };
        let read = required(&self.form.days).and_then(|text| {
            let days: Option<u16> = text.parse().ok();
            days.filter(|days| *days <= PAYMENT_PERIOD_MAX_DAYS).ok_or_else(not_in_range)
        });
        let days = self.keep("days", read)?;
        Some(match self.form.business_days {
            true => PaymentPeriod::Business(days),
            false => PaymentPeriod::Calendar(days),
        })
    }

    fn credit_terms(&mut self) -> Option<OperatorAct> {
        let valid_from = self.date("valid_from", &self.form.valid_from);
        let limit = self.amount();
        let settlement_cycle =
            self.one("settlement_cycle", &self.form.settlement_cycle, SettlementCycle::parse);
        let payment_period = self.payment_period();
        let calendar = self.calendar()?;
        let terms = CreditControl {
            limit: limit?,
            settlement_cycle: settlement_cycle?,
            payment_period: payment_period?,
            special_agreement: self.form.special_agreement,
            directly_contracted: !self.form.through_reseller,
        };
        Some(OperatorAct::SetCreditTerms { valid_from: valid_from?, terms, calendar })
    }

    fn card(&mut self) -> Option<OperatorAct> {
        let money = self.amount();
        let valid_from = self.month("valid_from", &self.form.valid_from);
        let valid_to = self.month("valid_to", &self.form.valid_to);
        let products = self.products();
        if self.form.orders.len() > NAMED_MAX {
            self.check.refuse("orders", Rule::TooMany { max: NAMED_MAX });
        }
        let (valid_from, valid_to) = (valid_from?, valid_to?);
        let orders = self.form.orders.clone();
        Some(OperatorAct::GrantCard { money: money?, valid_from, valid_to, products: products?, orders })
    }

    fn coupon(&mut self) -> Option<OperatorAct> {
        let money = self.amount();
        let valid_from = self.date("valid_from", &self.form.valid_from);
        let valid_to = self.date("valid_to", &self.form.valid_to);
        let products = self.products();
        let (valid_from, valid_to) = (valid_from?, valid_to?);
        Some(OperatorAct::GrantCoupon { money: money?, valid_from, valid_to, products: products? })
    }

    fn credit_note(&mut self) -> Option<OperatorAct> {
        let money = self.amount();
        let month = self.month("month", &self.form.month);
        let bill = match self.form.bill.trim() {
            "" => None,
            text => Some(self.one("bill", text, |text| text.parse::<BillId>().ok())?),
        };
        Some(OperatorAct::CreditNote { month: month?, bill, money: money? })
    }

    fn arrival(&mut self) -> Option<String> {
        let known = |text: &str| (text.chars().count() <= NAME_MAX_CHARS).then(|| text.to_owned());
        self.one("arrival", &self.form.arrival, known)
    }

    fn assignment(&mut self) -> Option<OperatorAct> {
        let arrival = self.arrival();
        let payment = match self.form.payment.trim() {
            "" => None,
            text => Some(self.one("payment", text, |text| text.parse().ok())?),
        };
        Some(OperatorAct::AssignArrival { arrival: arrival?, payment })
    }

    fn threshold_range(&mut self) -> Option<OperatorAct> {
        let channel = self.one("channel", &self.form.channel, Channel::parse);
        let currency = self.one("currency", &self.form.currency, |text| text.parse::<Currency>().ok())?;
        let least = self.keep("least", read_money(&self.form.least, currency));
        let most = self.keep("most", read_money(&self.form.most, currency));
        let standard = self.keep("standard", read_money(&self.form.standard, currency));
        let valid_from = self.day_or_today();
        let range = ThresholdRange { least: least?, most: most?, standard: standard? };
        Some(OperatorAct::SetThresholdRange { channel: channel?, range, valid_from: valid_from? })
    }

    fn holidays(&mut self) -> Option<OperatorAct> {
        let name = self.form.calendar.trim();
        self.check.require("calendar", name);
        let calendar = self.calendar()?;
        let read = HolidayCalendar::read(&self.form.holidays).map_err(|line| Rule::NotAHoliday { line });
        let days = self.keep("holidays", read)?;
        if days.is_empty() {
            self.check.refuse("holidays", Rule::Required);
        }
        Some(OperatorAct::SetHolidays { calendar, days })
    }

    fn act(&mut self) -> Option<OperatorAct> {
        let form = self.form;
        match form.act {
            ActKind::SetCreditTerms => self.credit_terms(),
            ActKind::EndCreditTerms => {
                let valid_from = self.date("valid_from", &form.valid_from)?;
                Some(OperatorAct::EndCreditTerms { valid_from })
            }
            ActKind::SetSpecialAgreement => {
                let valid_from = self.date("valid_from", &form.valid_from)?;
                let special_agreement = form.special_agreement;
                Some(OperatorAct::SetSpecialAgreement { valid_from, special_agreement })
            }
            ActKind::SetThreshold => {
                let channel = self.one("channel", &form.channel, Channel::parse);
                let money = self.amount();
                let valid_from = self.day_or_today();
                Some(OperatorAct::SetThreshold { channel: channel?, money: money?, valid_from: valid_from? })
            }
            ActKind::GrantCard => self.card(),
            ActKind::GrantCoupon => self.coupon(),
            ActKind::Refund => {
                let (money, month) = (self.amount(), self.month("month", &form.month));
                Some(OperatorAct::Refund { month: month?, money: money? })
            }
            ActKind::RefundPayment => {
                let payment = self.one("payment", &form.payment, |text| text.parse().ok());
                let money = self.amount();
                Some(OperatorAct::RefundPayment { payment: payment?, money: money? })
            }
            ActKind::AssignArrival => self.assignment(),
            ActKind::ReturnArrival => self.arrival().map(|arrival| OperatorAct::ReturnArrival { arrival }),
            ActKind::CreditNote => self.credit_note(),
            ActKind::Reverse => {
                let most = i64::MAX;
                let read = required(&form.entry).and_then(|text| {
                    let place: Option<i64> = text.parse().ok();
                    place.filter(|place| *place > 0).ok_or(Rule::NotInRange { min: 1, max: most })
                });
                Some(OperatorAct::Reverse { entry: self.keep("entry", read)? })
            }
            ActKind::SetHolidays => self.holidays(),
            ActKind::SetThresholdRange => self.threshold_range(),
        }
    }
}

fn required(text: &str) -> Result<&str, Rule> {
    let text = text.trim();
    if text.is_empty() { Err(Rule::Required) } else { Ok(text) }
}
