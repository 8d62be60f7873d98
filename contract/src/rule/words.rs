//! The sentences of rules about money, terms and acts on accounts.

use super::Rule;

pub(super) fn english(rule: &Rule) -> String {
    match rule {
        Rule::BelowNothing => "Can't be below zero.".to_owned(),
        Rule::AtMost { value } => format!("Too much: at most {value}."),
        Rule::Between { from, to } => format!("Has to lie between {from} and {to}."),
        Rule::NotADate => "Not a date: write it as 2026-12-01.".to_owned(),
        Rule::NotBefore { value } => {
            format!("What is past never changes: {value} is the first possible day.")
        }
        Rule::Expired { value } => format!("It would be worth nothing from the start: today is {value}."),
        Rule::AboveCharge { other, value } => {
            format!("More than was charged: at most {value} of {other} can still be refunded.")
        }
        Rule::AboveCash { value } => {
            format!("The account has only {value} of free cash: what is spent or frozen can't be sent back.")
        }
        Rule::NotPaid => "Nothing came in by this payment: there is nothing to send back.".to_owned(),
        Rule::NotBack => {
            "A bank transfer can't be sent back through the channel: pay it back by hand.".to_owned()
        }
        Rule::NotByTransfer => {
            "This payment is not made by bank transfer: choose one that is, or none.".to_owned()
        }
        Rule::PaidAlready => "All of this payment has arrived: choose another one, or none.".to_owned(),
        Rule::NotWaiting => {
            "This transfer is assigned or returned already: look at the list again.".to_owned()
        }
        Rule::NeedsCurrency { value } => {
            format!("It came in {value}: choose an account that is billed in {value}.")
        }
        Rule::AboveBill { value } => {
            format!("More than the bill holds: at most {value} can still be credited.")
        }
        Rule::NotIssued { value } => format!("{value} has no official bill yet: wait until it is issued."),
        Rule::NotHere => "There is no such thing on this account: choose one from the list.".to_owned(),
        Rule::NamesNoOrder => {
            "No order of the account would name the card, so it could pay nothing.".to_owned()
        }
        Rule::NoCreditTerms => {
            "The account is not on credit control on that day: set credit terms first.".to_owned()
        }
        Rule::NoThreshold { value } => {
            format!("No threshold is configured for {value}: set its range first.")
        }
        Rule::NotARange => {
            "Give least, standard and most in this order, the standard between the two.".to_owned()
        }
        Rule::NotReversible => {
            "This can't be reversed: only grants, refunds and credit notes can.".to_owned()
        }
        Rule::AlreadyReversed => "This was reversed already.".to_owned(),
        Rule::Spent { value } => format!("Something of it was spent: only {value} is left, so it stays."),
        Rule::NotAHoliday { line } => {
            format!("Line {line} is no new day: write a date and holiday or workday, as 2026-12-25,holiday.")
        }
        _ => String::new(),
    }
}

pub(super) fn chinese(rule: &Rule) -> String {
    match rule {
        Rule::BelowNothing => "不能小于零。".to_owned(),
        Rule::AtMost { value } => format!("金额过大：最多 {value}。"),
        Rule::Between { from, to } => format!("必须在 {from} 与 {to} 之间。"),
        Rule::NotADate => "不是日期：请按 2026-12-01 的格式填写。".to_owned(),
        Rule::NotBefore { value } => format!("过去的内容不可更改：最早可填 {value}。"),
        Rule::Expired { value } => format!("一开始就已失效：今天是 {value}。"),
        Rule::AboveCharge { other, value } => format!("超过已收费用：{other} 最多还可退 {value}。"),
        Rule::AboveCash { value } => {
            format!("该账户可用现金仅有 {value}：已使用或冻结的金额不能退回。")
        }
        Rule::NotPaid => "该笔付款没有到账：没有可退的金额。".to_owned(),
        Rule::NotBack => "银行转账不能原路退回：请人工退款。".to_owned(),
        Rule::NotByTransfer => "该笔付款不是银行转账：请选择银行转账的付款，或留空。".to_owned(),
        Rule::PaidAlready => "该笔付款已全额到账：请选择其他付款，或留空。".to_owned(),
        Rule::NotWaiting => "该笔转账已认领或已退回：请刷新列表。".to_owned(),
        Rule::NeedsCurrency { value } => format!("该笔款项币种为 {value}：请选择以 {value} 计费的账户。"),
        Rule::AboveBill { value } => format!("超过账单金额：最多还可冲减 {value}。"),
        Rule::NotIssued { value } => format!("{value} 尚未出账：请等待正式账单。"),
        Rule::NotHere => "该账户没有此项：请从列表中选择。".to_owned(),
        Rule::NamesNoOrder => "该账户没有订单指定此卡，因此无法支付任何账单。".to_owned(),
        Rule::NoCreditTerms => "该账户在这一天不受信用控制：请先设置信用条款。".to_owned(),
        Rule::NoThreshold { value } => format!("尚未配置 {value} 的扣款阈值：请先设置范围。"),
        Rule::NotARange => "请按最小值、标准值、最大值的顺序填写，标准值须在两者之间。".to_owned(),
        Rule::NotReversible => "此操作不可撤销：只有发放、退款和贷记可以撤销。".to_owned(),
        Rule::AlreadyReversed => "此操作已撤销。".to_owned(),
        Rule::Spent { value } => format!("其中一部分已使用，仅剩 {value}，因此不可撤销。"),
        Rule::NotAHoliday { line } => {
            format!("第 {line} 行不是新的日期：请写日期和 holiday 或 workday，如 2026-12-25,holiday。")
        }
        _ => String::new(),
    }
}
