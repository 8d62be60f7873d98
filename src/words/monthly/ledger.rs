//! Words of the ledger: kinds of movements, books, channels.

use contract::ledger::{Book, Channel, Kind};

pub const fn kind_en(kind: Kind) -> &'static str {
    match kind {
        Kind::Issue => "Issue of the official bill",
        Kind::Accrual => "Usage counted",
        Kind::TopUp => "Top-up",
        Kind::Prepayment => "Prepayment",
        Kind::Repayment => "Repayment",
        Kind::Refund => "Refund",
        Kind::CreditNote => "Credit note",
        Kind::Grant => "Grant",
        Kind::Lapse => "Lapse",
        Kind::Transfer => "Transfer",
        Kind::ChannelRefund => "Refund through the channel",
        Kind::Reversal => "Reversal",
    }
}

pub const fn kind_zh(kind: Kind) -> &'static str {
    match kind {
        Kind::Issue => "出具正式账单",
        Kind::Accrual => "用量计提",
        Kind::TopUp => "充值",
        Kind::Prepayment => "预付款",
        Kind::Repayment => "还款",
        Kind::Refund => "退款",
        Kind::CreditNote => "贷记单",
        Kind::Grant => "发放",
        Kind::Lapse => "过期作废",
        Kind::Transfer => "转账",
        Kind::ChannelRefund => "原路退款",
        Kind::Reversal => "冲正",
    }
}

const fn channel_en(channel: Channel) -> &'static str {
    match channel {
        Channel::BankCard => "bank card",
        Channel::Paypal => "PayPal",
        Channel::Alipay => "Alipay",
        Channel::OnlineBanking => "online banking",
        Channel::BankTransfer => "bank transfer",
        Channel::Transfer => "transfer",
    }
}

const fn channel_zh(channel: Channel) -> &'static str {
    match channel {
        Channel::BankCard => "银行卡",
        Channel::Paypal => "PayPal",
        Channel::Alipay => "支付宝",
        Channel::OnlineBanking => "企业网银",
        Channel::BankTransfer => "银行转账",
        Channel::Transfer => "账户间转账",
    }
}

pub fn book_en(book: &Book) -> String {
    match book {
        Book::Cash => "Cash".to_owned(),
        Book::Frozen(month) => format!("Frozen for {month}"),
        Book::Unbilled(month) => format!("Unbilled usage of {month}"),
        Book::Refund(month) => format!("Refund balance of {month}"),
        Book::Card(card) => format!("Stored value card {card}"),
        Book::Coupon(coupon) => format!("Coupon {coupon}"),
        Book::Prepayment(month) => format!("Prepayment for {month}"),
        Book::TakenOver => "Taken over".to_owned(),
        Book::Receivable(month) => format!("Receivable of {month}"),
        Book::Processing(month) => format!("Payment in progress of {month}"),
        Book::Clearing(channel) => format!("Clearing: {}", channel_en(*channel)),
        Book::Refunding(channel) => format!("On its way back: {}", channel_en(*channel)),
        Book::Consumption => "Consumption".to_owned(),
        Book::CreditNote => "Credit notes".to_owned(),
        Book::Grant => "Grants".to_owned(),
        Book::Lapsed => "Lapsed".to_owned(),
        Book::Rounding => "Rounding".to_owned(),
    }
}

pub fn book_zh(book: &Book) -> String {
    match book {
        Book::Cash => "现金".to_owned(),
        Book::Frozen(month) => format!("{month} 冻结金额"),
        Book::Unbilled(month) => format!("{month} 未出账用量"),
        Book::Refund(month) => format!("{month} 退款余额"),
        Book::Card(card) => format!("储值卡 {card}"),
        Book::Coupon(coupon) => format!("优惠券 {coupon}"),
        Book::Prepayment(month) => format!("{month} 预付款"),
        Book::TakenOver => "承接".to_owned(),
        Book::Receivable(month) => format!("{month} 应收"),
        Book::Processing(month) => format!("{month} 付款处理中"),
        Book::Clearing(channel) => format!("清算：{}", channel_zh(*channel)),
        Book::Refunding(channel) => format!("退款在途：{}", channel_zh(*channel)),
        Book::Consumption => "消费".to_owned(),
        Book::CreditNote => "贷记单".to_owned(),
        Book::Grant => "发放".to_owned(),
        Book::Lapsed => "过期作废".to_owned(),
        Book::Rounding => "舍入差额".to_owned(),
    }
}
