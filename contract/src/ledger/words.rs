//! The names of movements and books in both languages: the same on a statement, in a drawer and in the audit log.

use super::{Book, BookKind, Channel, Kind};
use crate::locale::Locale;

const fn of(locale: Locale, en: &'static str, zh: &'static str) -> &'static str {
    match locale {
        Locale::En => en,
        Locale::Zh => zh,
    }
}

impl Kind {
    /// What people call the movement.
    pub const fn title(self, locale: Locale) -> &'static str {
        match self {
            Self::Issue => of(locale, "Issue", "出账"),
            Self::Accrual => of(locale, "Accrual", "用量计提"),
            Self::TopUp => of(locale, "Top-up", "充值"),
            Self::Prepayment => of(locale, "Prepayment", "预付款"),
            Self::Repayment => of(locale, "Repayment", "还款"),
            Self::Refund => of(locale, "Refund", "退款"),
            Self::CreditNote => of(locale, "Credit note", "贷记通知"),
            Self::Grant => of(locale, "Grant", "发放"),
            Self::Lapse => of(locale, "Expiry", "到期失效"),
            Self::Transfer => of(locale, "Transfer", "转账"),
            Self::ChannelRefund => of(locale, "Refund through the channel", "原路退款"),
            Self::TakenBack => of(locale, "Taken back by the channel", "渠道扣回"),
            Self::Reversal => of(locale, "Reversal", "冲正"),
        }
    }
}

impl Channel {
    /// What people call the channel, inside a sentence.
    pub const fn title(self, locale: Locale) -> &'static str {
        match self {
            Self::BankCard => of(locale, "bank card", "银行卡"),
            Self::Paypal => "PayPal",
            Self::Alipay => of(locale, "Alipay", "支付宝"),
            Self::OnlineBanking => of(locale, "corporate online banking", "企业网银"),
            Self::BankTransfer => of(locale, "bank transfer", "银行转账"),
            Self::Transfer => of(locale, "transfer between accounts", "账户间转账"),
        }
    }
}

impl BookKind {
    /// What people call all books of the kind.
    pub const fn title(self, locale: Locale) -> &'static str {
        match self {
            Self::Cash => of(locale, "Cash", "现金"),
            Self::Frozen => of(locale, "Frozen amount", "冻结金额"),
            Self::Refund => of(locale, "Refund balance", "退款余额"),
            Self::Card => of(locale, "Stored value cards", "储值卡"),
            Self::Coupon => of(locale, "Coupons", "优惠券"),
            Self::Prepayment => of(locale, "Charged in advance", "预扣款"),
            Self::Receivable => of(locale, "Outstanding bills", "待付账单"),
            Self::Processing => of(locale, "Payments in progress", "付款处理中"),
        }
    }
}

impl Book {
    /// What people call the book.
    pub fn title(&self, locale: Locale) -> String {
        let by = |channel: &Channel| channel.title(locale);
        let (en, zh) = match self {
            Self::Cash => ("Cash".to_owned(), "现金".to_owned()),
            Self::Frozen(month) => (format!("Frozen for {month}"), format!("{month} 冻结金额")),
            Self::Unbilled(month) => (format!("Unbilled usage of {month}"), format!("{month} 未出账用量")),
            Self::Refund(month) => (format!("Refund balance of {month}"), format!("{month} 退款余额")),
            Self::Card(card) => (format!("Stored value card {card}"), format!("储值卡 {card}")),
            Self::Coupon(coupon) => (format!("Coupon {coupon}"), format!("优惠券 {coupon}")),
            Self::Prepayment(month) => (format!("Prepayment for {month}"), format!("{month} 预付款")),
            Self::TakenOver => ("Taken over".to_owned(), "期初结转".to_owned()),
            Self::Receivable(month) => (format!("Receivable of {month}"), format!("{month} 应收")),
            Self::Processing(month) => {
                (format!("Payment in progress of {month}"), format!("{month} 付款处理中"))
            }
            Self::Clearing(channel) => {
                (format!("Clearing by {}", by(channel)), format!("{}清算", by(channel)))
            }
            Self::Refunding(channel) => {
                (format!("On its way back by {}", by(channel)), format!("{}退款在途", by(channel)))
            }
            Self::Consumption => ("Consumption".to_owned(), "消费".to_owned()),
            Self::CreditNote => ("Credit notes and refunds".to_owned(), "贷记与退款".to_owned()),
            Self::Grant => ("Granted".to_owned(), "发放".to_owned()),
            Self::Lapsed => ("Expired".to_owned(), "到期失效".to_owned()),
            Self::Rounding => ("Rounding".to_owned(), "舍入差额".to_owned()),
        };
        match locale {
            Locale::En => en,
            Locale::Zh => zh,
        }
    }
}
