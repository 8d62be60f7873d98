//! What can be wrong with a single value: a closed list, each with its sentence in both languages (E1).
//!
//! Browser and server make the sentence here, so they can't differ in code, field or words.

mod wire;
mod words;

use crate::locale::Locale;
use serde::{Deserialize, Serialize};

/// A rule that a value breaks. In JSON `{"rule":"too_long","max":200}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Rule {
    /// Nothing was given.
    Required,
    /// More characters (or bytes of a password) than allowed.
    TooLong {
        /// The most.
        max: usize,
    },
    /// Fewer characters than needed.
    TooShort {
        /// The fewest.
        min: usize,
    },
    /// More values than allowed.
    TooMany {
        /// The most.
        max: usize,
    },
    /// Not a month as `2026-10`.
    NotACycle,
    /// The end lies before the start.
    ReversedRange {
        /// The start.
        from: String,
        /// The end.
        to: String,
    },
    /// Not one of the known values.
    UnknownValue {
        /// What was given.
        value: String,
    },
    /// No parameter of this name exists here.
    UnknownParameter,
    /// Given more than once where one value belongs.
    GivenTwice,
    /// Can't be given together with another parameter.
    NotTogether {
        /// The other parameter.
        other: String,
    },
    /// Not a whole number in the range.
    NotInRange {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// A cursor that this server did not give, or one of another list.
    BrokenCursor,
    /// Not an email address.
    NotAnEmail,
    /// Not the password of whoever asks.
    WrongPassword,
    /// Someone or something has it already.
    NotUnique,
    /// Control characters in a name.
    ControlCharacters,
    /// Not readable as what it should be.
    Unreadable,
    /// Only for accounts on credit control.
    NeedsCreditControl,
    /// Only for accounts that are contracted directly (S14).
    NeedsDirectContract,
    /// Not a plain decimal number.
    NotAnAmount,
    /// More decimals than the currency has.
    TooManyDecimals {
        /// How many it has.
        max: usize,
    },
    /// Below nothing.
    BelowNothing,
    /// More than allowed.
    AtMost {
        /// The most.
        value: String,
    },
    /// Outside of a range.
    Between {
        /// The least.
        from: String,
        /// The most.
        to: String,
    },
    /// Not a day as `2026-12-01`.
    NotADate,
    /// A day that is past.
    NotBefore {
        /// The first one.
        value: String,
    },
    /// Ends before it can be used.
    Expired {
        /// The day it is.
        value: String,
    },
    /// Another currency than the account's.
    OtherCurrency {
        /// The account's.
        value: String,
    },
    /// Nothing, or below nothing.
    NotAboveZero,
    /// More than one payment may come to.
    AboveLimit {
        /// The most.
        value: String,
    },
    /// The card is over.
    CardExpired {
        /// Its last month.
        value: String,
    },
    /// More than was charged for a month, or by a payment, and not given back yet.
    AboveCharge {
        /// The month, or the payment.
        other: String,
        /// What can still be refunded.
        value: String,
    },
    /// More than the free cash of an account.
    AboveCash {
        /// The free cash.
        value: String,
    },
    /// Nothing came in by a payment.
    NotPaid,
    /// Money that came this way does not go back the same way.
    NotBack,
    /// A payment that waits for no bank transfer.
    NotByTransfer,
    /// A payment of which all has arrived.
    PaidAlready,
    /// A bank transfer that is somebody's already, or was returned.
    NotWaiting,
    /// Only for an account in this currency.
    NeedsCurrency {
        /// The currency.
        value: String,
    },
    /// More than a bill still holds.
    AboveBill {
        /// What can still be credited.
        value: String,
    },
    /// A month without an official bill (M2).
    NotIssued {
        /// The month.
        value: String,
    },
    /// There is no such thing here.
    NotHere,
    /// A card that no order names pays nothing (A6).
    NamesNoOrder,
    /// No terms of credit on that day.
    NoCreditTerms,
    /// No threshold can be set in this currency (A4).
    NoThreshold {
        /// The currency.
        value: String,
    },
    /// Least, standard and most are not in order.
    NotARange,
    /// An act that can't be undone.
    NotReversible,
    /// An act that was undone already.
    AlreadyReversed,
    /// An act that can't be undone any more: something of it was spent.
    Spent {
        /// What is left.
        value: String,
    },
    /// A line of a calendar that can't be read.
    NotAHoliday {
        /// Its number, from 1.
        line: usize,
    },
    /// Not the main account's currency.
    OtherAccountCurrency {
        /// The main account's.
        value: String,
    },
    /// Not the organization's main account.
    NotAMainAccount,
    /// Not a member account.
    NotAMemberAccount,
    /// Invited or active already.
    AlreadyRelated,
}

impl Rule {
    /// What is wrong and what to do, as a sentence.
    pub fn message(&self, locale: Locale) -> String {
        match locale {
            Locale::En => self.english(),
            Locale::Zh => self.chinese(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Required => "Fill this in.".to_owned(),
            Self::TooLong { max } => format!("Too long: at most {max} characters."),
            Self::TooShort { min } => format!("Too short: at least {min} characters."),
            Self::TooMany { max } => format!("Too many values: at most {max}."),
            Self::NotACycle => "Not a billing cycle: write year and month as 2026-10.".to_owned(),
            Self::ReversedRange { from, to } => {
                format!("The range ends ({to}) before it starts ({from}): swap the two.")
            }
            Self::UnknownValue { value } => format!("“{value}” is not known here: choose one from the list."),
            Self::UnknownParameter => "There is no parameter of this name: remove it.".to_owned(),
            Self::GivenTwice => "Given more than once: give one value.".to_owned(),
            Self::NotTogether { other } => format!("Can't be combined with “{other}”: give one of the two."),
            Self::NotInRange { min, max } => format!("Give a whole number from {min} to {max}."),
            Self::BrokenCursor => {
                "This cursor does not belong to this list: start from the first page.".to_owned()
            }
            Self::NotAnEmail => "Not an email address: write it as name@example.com.".to_owned(),
            Self::WrongPassword => "Not your password: type it again.".to_owned(),
            Self::NotUnique => "Already taken: choose another one.".to_owned(),
            Self::ControlCharacters => "Contains invisible control characters: type it again.".to_owned(),
            Self::Unreadable => "Can't be read: check how it is written.".to_owned(),
            Self::NeedsCreditControl => {
                "Only for accounts on credit control: this one is charged to its default payment method."
                    .to_owned()
            }
            Self::NeedsDirectContract => {
                "Only for accounts that are contracted directly: this one is contracted through a reseller."
                    .to_owned()
            }
            Self::NotAnAmount => "Not an amount: write digits and a point, as 1204.50.".to_owned(),
            Self::TooManyDecimals { max: 0 } => {
                "This currency has no decimals: write a whole number.".to_owned()
            }
            Self::TooManyDecimals { max } => format!("Too many decimals: at most {max} in this currency."),
            Self::OtherCurrency { value } => format!("The account is billed in {value}: pay in {value}."),
            Self::NotAboveZero => "Give an amount above zero.".to_owned(),
            Self::AboveLimit { value } => format!("Too much for one payment: at most {value}."),
            Self::CardExpired { value } => {
                format!("This card expired at the end of {value}: choose another method, or link a new card.")
            }
            Self::OtherAccountCurrency { value } => {
                format!("Billed in another currency than the main account: choose an account in {value}.")
            }
            Self::NotAMainAccount => "Only the main account can pay for others: choose it.".to_owned(),
            Self::NotAMemberAccount => "Not a member account: choose one of the members.".to_owned(),
            Self::AlreadyRelated => "This account is invited or related already: end that first.".to_owned(),
            money => words::english(money),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::Required => "请填写此项。".to_owned(),
            Self::TooLong { max } => format!("过长：最多 {max} 个字符。"),
            Self::TooShort { min } => format!("过短：至少 {min} 个字符。"),
            Self::TooMany { max } => format!("值过多：最多 {max} 个。"),
            Self::NotACycle => "不是账期：请按 2026-10 的格式填写年和月。".to_owned(),
            Self::ReversedRange { from, to } => format!("结束账期（{to}）早于开始账期（{from}）：请对调。"),
            Self::UnknownValue { value } => format!("没有“{value}”：请从列表中选择。"),
            Self::UnknownParameter => "没有这个参数：请删除。".to_owned(),
            Self::GivenTwice => "重复给出：请只给一个值。".to_owned(),
            Self::NotTogether { other } => format!("不能与“{other}”同时使用：请只保留一个。"),
            Self::NotInRange { min, max } => format!("请填写 {min} 到 {max} 之间的整数。"),
            Self::BrokenCursor => "此游标不属于该列表：请从第一页开始。".to_owned(),
            Self::NotAnEmail => "不是邮箱地址：请按 name@example.com 的格式填写。".to_owned(),
            Self::WrongPassword => "密码不正确：请重新输入。".to_owned(),
            Self::NotUnique => "已被占用：请换一个。".to_owned(),
            Self::ControlCharacters => "含有不可见的控制字符：请重新输入。".to_owned(),
            Self::Unreadable => "无法识别：请检查格式。".to_owned(),
            Self::NeedsCreditControl => "仅适用于授信账户：该账户由默认付款方式扣款。".to_owned(),
            Self::NeedsDirectContract => "仅适用于直签账户：该账户通过经销商签约。".to_owned(),
            Self::NotAnAmount => "不是金额：请用数字和小数点填写，如 1204.50。".to_owned(),
            Self::TooManyDecimals { max: 0 } => "该币种没有小数：请填写整数。".to_owned(),
            Self::TooManyDecimals { max } => format!("小数位过多：该币种最多 {max} 位。"),
            Self::OtherCurrency { value } => format!("该账户以 {value} 计费：请用 {value} 付款。"),
            Self::NotAboveZero => "请填写大于零的金额。".to_owned(),
            Self::AboveLimit { value } => format!("超出单笔付款上限：最多 {value}。"),
            Self::CardExpired { value } => format!("该卡已于 {value} 月底过期：请选择其他方式，或绑定新卡。"),
            Self::OtherAccountCurrency { value } => {
                format!("与主账户币种不同：请选择以 {value} 计费的账户。")
            }
            Self::NotAMainAccount => "只有主账户可以为其他账户付款：请选择主账户。".to_owned(),
            Self::NotAMemberAccount => "不是成员账户：请选择成员账户。".to_owned(),
            Self::AlreadyRelated => "该账户已被邀请或已建立关系：请先结束。".to_owned(),
            money => words::chinese(money),
        }
    }
}

/// A field, and the rule that its value breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "wire::FieldError")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Name of the field or parameter.
    pub field: String,
    /// What is wrong with it.
    #[serde(flatten)]
    pub rule: Rule,
    /// The rule's sentence in the language of the request.
    pub message: String,
}

impl FieldError {
    /// The error in English; [`FieldError::speak`] puts it into another language.
    pub fn new(field: &str, rule: Rule) -> Self {
        let message = rule.message(Locale::En);
        Self { field: field.to_owned(), rule, message }
    }

    /// The same error in `locale`.
    #[must_use]
    pub fn speak(mut self, locale: Locale) -> Self {
        self.message = self.rule.message(locale);
        self
    }
}

/// Collects everything that is wrong with a form.
#[derive(Debug, Default)]
pub struct Check(Vec<FieldError>);

impl Check {
    /// Notes that `field` breaks `rule`.
    pub fn refuse(&mut self, field: &str, rule: Rule) {
        self.0.push(FieldError::new(field, rule));
    }

    /// Something other than spaces has to be there.
    pub fn require(&mut self, field: &str, text: &str) {
        if text.trim().is_empty() {
            self.refuse(field, Rule::Required);
        }
    }

    /// At most `max` characters.
    pub fn at_most(&mut self, field: &str, text: &str, max: usize) {
        if text.chars().count() > max {
            self.refuse(field, Rule::TooLong { max });
        }
    }

    /// Looks like an email address: something without spaces, one `@`, a domain with a dot inside. Nothing to say
    /// about an empty text (see [`Check::require`]).
    pub fn email(&mut self, field: &str, text: &str) {
        let well_formed = text.split_once('@').is_some_and(|(local, domain)| {
            let inner_dot = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
            !local.is_empty() && inner_dot && !domain.contains('@')
        });
        let plain = text.chars().count() <= 254 && !text.chars().any(|c| c.is_whitespace() || c.is_control());
        if text.is_empty() || (well_formed && plain) {
            return;
        }
        self.refuse(field, Rule::NotAnEmail);
    }

    /// All that was refused, if anything was.
    pub fn done(self) -> Result<(), Vec<FieldError>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}
