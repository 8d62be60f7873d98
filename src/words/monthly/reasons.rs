//! Words of the reasons (M5): every condition with its figures, and what to do.

use super::{moment, money};
use contract::hold::Hold;
use contract::settle::{CardRefusal, ChargeFailure, Condition, FailedCharge, Finding};

fn refusals_en(refusals: &[CardRefusal]) -> String {
    let words = refusals.iter().map(|refusal| match refusal {
        CardRefusal::OtherMonth => "it is for other months",
        CardRefusal::SeveralMonths => "a bill covers several months",
        CardRefusal::OtherProduct => "it is for other products",
        CardRefusal::NotNamed => "the order did not name it",
    });
    words.collect::<Vec<_>>().join("; ")
}

fn refusals_zh(refusals: &[CardRefusal]) -> String {
    let words = refusals.iter().map(|refusal| match refusal {
        CardRefusal::OtherMonth => "仅限其他月份",
        CardRefusal::SeveralMonths => "账单跨多个月",
        CardRefusal::OtherProduct => "仅限其他产品",
        CardRefusal::NotNamed => "下单时未指定此卡",
    });
    words.collect::<Vec<_>>().join("；")
}

const fn charge_en(reason: ChargeFailure) -> &'static str {
    match reason {
        ChargeFailure::Declined => "it was declined",
        ChargeFailure::InsufficientFunds => "there was not enough on it",
        ChargeFailure::Expired => "the card has expired",
        ChargeFailure::NotAuthenticated => "the bank could not confirm who pays",
        ChargeFailure::TimedOut => "no answer came in time",
        ChargeFailure::NoMethod => "the account had no payment method",
        ChargeFailure::OtherAmount => "the wrong amount was taken, and was not booked",
    }
}

const fn charge_zh(reason: ChargeFailure) -> &'static str {
    match reason {
        ChargeFailure::Declined => "已被拒绝",
        ChargeFailure::InsufficientFunds => "余额不足",
        ChargeFailure::Expired => "卡已过期",
        ChargeFailure::NotAuthenticated => "银行未能核实付款人身份",
        ChargeFailure::TimedOut => "超时未答复",
        ChargeFailure::NoMethod => "账户没有付款方式",
        ChargeFailure::OtherAmount => "扣款金额不符，未入账",
    }
}

fn failed_en(failed: &FailedCharge) -> String {
    let FailedCharge { method, cycle, attempts, failed_on, reason, .. } = failed;
    if *reason == ChargeFailure::NoMethod {
        let sum = money(&failed.money);
        return format!(
            "{sum} for {cycle} could not be charged: the account had no payment method when the month ended. Link one, or top up."
        );
    }
    let times = if *attempts == 1 { String::new() } else { format!(", attempt {attempts}") };
    let next = match failed.retry_at() {
        Some(at) => {
            format!("It is tried again from {} on: choose another method before, or top up.", moment(&at))
        }
        None => "It is not tried again: top up, and it is paid from cash.".to_owned(),
    };
    let (sum, why) = (money(&failed.money), charge_en(*reason));
    format!("The charge of {sum} for {cycle} to {method} failed on {failed_on}{times}: {why}. {next}")
}

fn failed_zh(failed: &FailedCharge) -> String {
    let FailedCharge { method, cycle, attempts, failed_on, reason, .. } = failed;
    if *reason == ChargeFailure::NoMethod {
        let sum = money(&failed.money);
        return format!("{cycle} 的 {sum} 无法扣款：月末时账户没有付款方式。请绑定付款方式，或充值。");
    }
    let next = match failed.retry_at() {
        Some(at) => format!("将于 {} 起重试：请在此之前更换付款方式，或充值。", moment(&at)),
        None => "不再重试：请充值，将从现金支付。".to_owned(),
    };
    let (sum, why) = (money(&failed.money), charge_zh(*reason));
    format!("{cycle} 的 {sum} 于 {failed_on} 从 {method} 扣款失败（第 {attempts} 次）：{why}。{next}")
}

pub fn finding_en(condition: &Condition) -> String {
    let met = condition.met;
    match &condition.finding {
        Finding::Issued { at } if met => format!("The official bill was issued on {}.", moment(at)),
        Finding::Issued { at } => format!("Not issued yet: the official bill comes on {}.", moment(at)),
        Finding::Automatic if met => "Automatic settlement is on.".to_owned(),
        Finding::Automatic => "Automatic settlement is off: switch it on, or pay by hand.".to_owned(),
        Finding::Agreement if met => "No special agreement excludes the account.".to_owned(),
        Finding::Agreement => {
            "A special agreement excludes the account from automatic settlement: pay by hand.".to_owned()
        }
        Finding::Free { .. } if met => "Nothing holds the account.".to_owned(),
        Finding::Free { holds } => format!("The account is held: {}.", holds_en(holds)),
        Finding::Charged { failed: None } => "No charge has failed.".to_owned(),
        Finding::Charged { failed: Some(failed) } => failed_en(failed),
        Finding::Credit { cash, limit, frozen, available } => format!(
            "Available credit is {}: cash {} + credit limit {} − frozen {}.{}",
            money(available),
            money(cash),
            money(limit),
            money(frozen),
            match (met, frozen.is_zero()) {
                (false, _) => " Nothing is paid by itself unless it is above zero: top up.",
                (true, false) => " Cash that is frozen is not spent.",
                (true, true) => "",
            },
        ),
        Finding::Enough { outstanding, .. } if met => {
            format!("What is there pays all {}.", money(outstanding))
        }
        Finding::Enough { outstanding, pays, missing } => format!(
            "Of {} outstanding, {} can be paid after older bills; {} is missing.",
            money(outstanding),
            money(pays),
            money(missing)
        ),
        Finding::Card { card, left, refusals } => {
            format!("Card {card} with {} left can't pay it: {}.", money(left), refusals_en(refusals))
        }
        Finding::Refund { month, left } => format!(
            "The refund of {month} ({} left) pays bills of {month} and later only, unless Settle past bills is on.",
            money(left)
        ),
    }
}

pub fn finding_zh(condition: &Condition) -> String {
    let met = condition.met;
    match &condition.finding {
        Finding::Issued { at } if met => format!("正式账单已于 {} 出具。", moment(at)),
        Finding::Issued { at } => format!("尚未出账：正式账单将于 {} 出具。", moment(at)),
        Finding::Automatic if met => "自动结算已开启。".to_owned(),
        Finding::Automatic => "自动结算已关闭：请开启，或手动付款。".to_owned(),
        Finding::Agreement if met => "没有特殊协议将该账户排除在外。".to_owned(),
        Finding::Agreement => "特殊协议将该账户排除在自动结算之外：请手动付款。".to_owned(),
        Finding::Free { .. } if met => "账户未被占用。".to_owned(),
        Finding::Free { holds } => format!("账户被占用：{}。", holds_zh(holds)),
        Finding::Charged { failed: None } => "没有扣款失败。".to_owned(),
        Finding::Charged { failed: Some(failed) } => failed_zh(failed),
        Finding::Credit { cash, limit, frozen, available } => format!(
            "可用额度为 {}：现金 {} + 信用额度 {} − 冻结金额 {}。{}",
            money(available),
            money(cash),
            money(limit),
            money(frozen),
            match (met, frozen.is_zero()) {
                (false, _) => "可用额度大于零才会自动付款：请充值。",
                (true, false) => "冻结的现金不会用于付款。",
                (true, true) => "",
            },
        ),
        Finding::Enough { outstanding, .. } if met => format!("现有余额足以付清 {}。", money(outstanding)),
        Finding::Enough { outstanding, pays, missing } => format!(
            "待付 {}，先付较早账单后可付 {}，还差 {}。",
            money(outstanding),
            money(pays),
            money(missing)
        ),
        Finding::Card { card, left, refusals } => {
            format!("储值卡 {card}（余额 {}）不能支付：{}。", money(left), refusals_zh(refusals))
        }
        Finding::Refund { month, left } => format!(
            "{month} 的退款（余额 {}）只能支付 {month} 及以后的账单，除非开启“结算往期账单”。",
            money(left)
        ),
    }
}

fn holds_en(holds: &[Hold]) -> String {
    let words = holds.iter().map(|hold| match hold {
        Hold::SettlementTask(id) => format!("settlement task {id} is running"),
        Hold::Payment(id) => format!("payment {id} is in progress"),
    });
    words.collect::<Vec<_>>().join("; ")
}

fn holds_zh(holds: &[Hold]) -> String {
    let words = holds.iter().map(|hold| match hold {
        Hold::SettlementTask(id) => format!("结算任务 {id} 正在运行"),
        Hold::Payment(id) => format!("付款 {id} 正在进行"),
    });
    words.collect::<Vec<_>>().join("；")
}
