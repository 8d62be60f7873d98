//! Words of the monthly bills.

use super::plural;
use crate::locale::figure;
use contract::hold::Hold;
use contract::money::Money;
use contract::monthly_bill::{Age, State};
use contract::monthly_filter::MonthlyColumn;
use contract::settle::{CardRefusal, ChargeFailure, Condition, Earliest, Finding};

/// Words of the monthly bills.
#[allow(missing_docs, reason = "the names say it")]
pub struct MonthlyWords {
    pub title: &'static str,
    pub table: &'static str,
    pub column: fn(MonthlyColumn) -> &'static str,
    pub state: fn(State) -> &'static str,
    pub overdue: &'static str,
    pub overdue_means: &'static str,
    pub only_overdue: &'static str,
    pub search: &'static str,
    pub search_label: &'static str,
    pub count: fn(u64) -> String,
    pub total_of: fn(u64) -> String,
    pub no_due_date: &'static str,
    pub view_details: &'static str,
    pub ageing: &'static str,
    pub ageing_short: &'static str,
    pub age: fn(Age) -> &'static str,
    pub filter_age: fn(Age) -> String,
    pub consumption: &'static str,
    pub outstanding: &'static str,
    pub processing: &'static str,
    pub canceled: &'static str,
    pub due_date: &'static str,
    pub pay: &'static str,
    pub pay_not_issued: &'static str,
    pub nothing_to_pay: &'static str,
    pub top_up: fn(&Money) -> String,
    pub to_settings: &'static str,
    pub to_funding: &'static str,
    pub empty_world: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub panel: &'static str,
    pub tabs: &'static str,
    pub why: &'static str,
    pub why_settles: &'static str,
    pub records: &'static str,
    pub credited_beside: fn(&Money) -> String,
    pub coupons: &'static str,
    pub cards: &'static str,
    pub cash: &'static str,
    pub no_record: &'static str,
    pub not_recorded: &'static str,
    pub prepaid_cover: &'static str,
    pub taken_over: &'static str,
    pub credited: &'static str,
    pub amount_paid: &'static str,
    pub met: &'static str,
    pub unmet: &'static str,
    pub finding: fn(&Condition) -> String,
    pub earliest: fn(&Earliest) -> String,
    pub source: fn(&contract::ledger::Source) -> String,
}

fn money(money: &Money) -> String {
    format!("{} {}", figure(&money.value()), money.currency().code())
}

fn moment(at: &chrono::DateTime<chrono::Utc>) -> String {
    format!("{} (UTC+8)", crate::locale::minute(*at))
}

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
        ChargeFailure::TimedOut => "no answer came in time",
    }
}

const fn charge_zh(reason: ChargeFailure) -> &'static str {
    match reason {
        ChargeFailure::Declined => "已被拒绝",
        ChargeFailure::InsufficientFunds => "余额不足",
        ChargeFailure::Expired => "卡已过期",
        ChargeFailure::TimedOut => "超时未答复",
    }
}

fn finding_en(condition: &Condition) -> String {
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
        Finding::Charged { failed: Some(failed) } => {
            format!("The charge of {} failed: {}.", failed.method, charge_en(failed.reason))
        }
        Finding::Credit { cash, limit, frozen, available } => format!(
            "Available credit is {}: cash {} + credit limit {} − frozen {}.{}",
            money(available),
            money(cash),
            money(limit),
            money(frozen),
            if met { "" } else { " Nothing is paid by itself unless it is above zero: top up." },
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

fn finding_zh(condition: &Condition) -> String {
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
        Finding::Charged { failed: Some(failed) } => {
            format!("从 {} 扣款失败：{}。", failed.method, charge_zh(failed.reason))
        }
        Finding::Credit { cash, limit, frozen, available } => format!(
            "可用额度为 {}：现金 {} + 信用额度 {} − 冻结金额 {}。{}",
            money(available),
            money(cash),
            money(limit),
            money(frozen),
            if met { "" } else { "可用额度大于零才会自动付款：请充值。" },
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

pub const ENGLISH: MonthlyWords = MonthlyWords {
    title: "Monthly bills",
    table: "Monthly bills",
    column: |column| match column {
        MonthlyColumn::Account => "Account",
        MonthlyColumn::Cycle => "Billing cycle",
        MonthlyColumn::Consumption => "Consumption",
        MonthlyColumn::Paid => "Amount paid",
        MonthlyColumn::Outstanding => "Outstanding",
        MonthlyColumn::Due => "Due date",
        MonthlyColumn::State => "Status",
    },
    state: |state| match state {
        State::NotIssued => "Not issued",
        State::Unsettled => "Unsettled",
        State::PartlySettled => "Partly settled",
        State::Settled => "Settled",
    },
    overdue: "Overdue",
    overdue_means: "Past its due date: the service may be interrupted.",
    only_overdue: "Only overdue",
    search: "Search accounts",
    search_label: "Search in account name and number",
    count: |number| plural(number, "monthly bill", "monthly bills"),
    total_of: |number| format!("Total of {}", plural(number, "monthly bill", "monthly bills")),
    no_due_date: "Charged automatically",
    view_details: "View details",
    ageing: "Outstanding by age",
    ageing_short: "Age",
    age: |age| match age {
        Age::NotDue => "Not due yet",
        Age::Days30 => "1–30 days late",
        Age::Days60 => "31–60 days late",
        Age::Days90 => "61–90 days late",
        Age::Older => "Over 90 days late",
        Age::Undated => "No due date",
    },
    filter_age: |age| format!("Filter: {}", (ENGLISH.age)(age)),
    consumption: "Consumption",
    outstanding: "Outstanding",
    processing: "Payment in progress",
    canceled: "Canceled by credit notes",
    due_date: "Due date",
    pay: "Pay bill",
    pay_not_issued: "It can be paid once the official bill is issued.",
    nothing_to_pay: "Nothing is left to pay.",
    top_up: |sum| format!("Top up {}", money(sum)),
    to_settings: "Account settings",
    to_funding: "Funding account",
    empty_world: "There are no monthly bills yet",
    empty: "No monthly bill fits",
    empty_text: "Take a filter away to see more.",
    panel: "Monthly bill",
    tabs: "By kind of payment",
    why: "Why is this unsettled?",
    why_settles: "Why this settles",
    records: "Repayment details",
    credited_beside: |sum| format!("{} beside it went to the refund balance of the month.", money(sum)),
    coupons: "Coupon deduction",
    cards: "Stored value card payment",
    cash: "Cash payment",
    no_record: "Nothing was paid this way.",
    not_recorded: "Records are kept for cycles from 2023-01 on.",
    prepaid_cover: "Covered by prepaid balance",
    taken_over: "Paid before records began",
    credited: "Credited to the refund balance",
    amount_paid: "Amount paid",
    met: "Holds",
    unmet: "Does not hold",
    finding: finding_en,
    earliest: |earliest| match earliest {
        Earliest::Now => "It can clear with the next run.".to_owned(),
        Earliest::AtIssue { at } => format!("It can clear on {} at the earliest.", moment(at)),
        Earliest::WhenFree => "It can clear as soon as nothing holds the account.".to_owned(),
        Earliest::AfterTopUp { money: sum } => {
            format!("It clears within 2 seconds of a top-up of {}.", money(sum))
        }
        Earliest::AtRetry { on } => format!("The charge is tried again on {on}."),
        Earliest::ByHand => "It does not clear by itself: pay it by hand.".to_owned(),
    },
    source: |source| match source {
        contract::ledger::Source::Coupon(id) => id.to_string(),
        contract::ledger::Source::Card(id) => id.to_string(),
        contract::ledger::Source::Refund(month) => format!("Refund of {month}"),
        contract::ledger::Source::Cash => "Cash".to_owned(),
        contract::ledger::Source::Prepayment(month) => format!("Prepayment for {month}"),
    },
};

pub const CHINESE: MonthlyWords = MonthlyWords {
    title: "月账单",
    table: "月账单",
    column: |column| match column {
        MonthlyColumn::Account => "账户",
        MonthlyColumn::Cycle => "账期",
        MonthlyColumn::Consumption => "消费金额",
        MonthlyColumn::Paid => "已付金额",
        MonthlyColumn::Outstanding => "待付金额",
        MonthlyColumn::Due => "到期日",
        MonthlyColumn::State => "状态",
    },
    state: |state| match state {
        State::NotIssued => "未出账",
        State::Unsettled => "未结清",
        State::PartlySettled => "部分结清",
        State::Settled => "已结清",
    },
    overdue: "逾期",
    overdue_means: "已过到期日：服务可能中断。",
    only_overdue: "仅看逾期",
    search: "搜索账户",
    search_label: "搜索账户名称和编号",
    count: |number| format!("{} 张月账单", crate::locale::count(number)),
    total_of: |number| format!("{} 张月账单合计", crate::locale::count(number)),
    no_due_date: "自动扣款",
    view_details: "查看明细",
    ageing: "待付金额账龄",
    ageing_short: "账龄",
    age: |age| match age {
        Age::NotDue => "未到期",
        Age::Days30 => "逾期 1–30 天",
        Age::Days60 => "逾期 31–60 天",
        Age::Days90 => "逾期 61–90 天",
        Age::Older => "逾期 90 天以上",
        Age::Undated => "无到期日",
    },
    filter_age: |age| format!("筛选：{}", (CHINESE.age)(age)),
    consumption: "消费金额",
    outstanding: "待付金额",
    processing: "付款处理中",
    canceled: "红冲取消",
    due_date: "到期日",
    pay: "支付账单",
    pay_not_issued: "正式账单出具后才能支付。",
    nothing_to_pay: "没有待付金额。",
    top_up: |sum| format!("充值 {}", money(sum)),
    to_settings: "账户设置",
    to_funding: "资金账户",
    empty_world: "还没有月账单",
    empty: "没有符合条件的月账单",
    empty_text: "去掉筛选条件可查看更多。",
    panel: "月账单",
    tabs: "按付款方式",
    why: "为什么未结清？",
    why_settles: "为什么可以结清",
    records: "还款明细",
    credited_beside: |sum| format!("另有 {} 记入当月退款余额。", money(sum)),
    coupons: "优惠券抵扣",
    cards: "储值卡支付",
    cash: "现金支付",
    no_record: "没有此类付款。",
    not_recorded: "2023-01 及以后的账期有记录。",
    prepaid_cover: "预付费抵扣",
    taken_over: "记录开始前已付",
    credited: "记入退款余额",
    amount_paid: "已付金额",
    met: "满足",
    unmet: "不满足",
    finding: finding_zh,
    earliest: |earliest| match earliest {
        Earliest::Now => "下次运行即可结清。".to_owned(),
        Earliest::AtIssue { at } => format!("最早可于 {} 结清。", moment(at)),
        Earliest::WhenFree => "账户不再被占用后即可结清。".to_owned(),
        Earliest::AfterTopUp { money: sum } => format!("充值 {} 后 2 秒内结清。", money(sum)),
        Earliest::AtRetry { on } => format!("将于 {on} 重新扣款。"),
        Earliest::ByHand => "不会自动结清：请手动付款。".to_owned(),
    },
    source: |source| match source {
        contract::ledger::Source::Coupon(id) => id.to_string(),
        contract::ledger::Source::Card(id) => id.to_string(),
        contract::ledger::Source::Refund(month) => format!("{month} 的退款"),
        contract::ledger::Source::Cash => "现金".to_owned(),
        contract::ledger::Source::Prepayment(month) => format!("{month} 的预付款"),
    },
};
