//! Words of the overview.

use super::plural;
use contract::overview::MatterKind;

/// Words of the overview.
#[allow(missing_docs, reason = "the names say it")]
pub struct OverviewWords {
    pub currency: &'static str,
    pub without_currency: &'static str,
    pub needs_you: &'static str,
    pub nothing: &'static str,
    pub kind: fn(MatterKind) -> &'static str,
    pub matter: fn(MatterKind, u64) -> String,
    pub means: fn(MatterKind) -> &'static str,
    pub more_currencies: fn(usize) -> String,
    pub outstanding: &'static str,
    pub to_come: &'static str,
    pub by_product: &'static str,
    pub by_account: &'static str,
    pub other_products: &'static str,
    pub other_accounts: fn(u64) -> String,
    pub months: fn(usize) -> String,
    pub cycle: &'static str,
    pub total: &'static str,
    pub as_table: &'static str,
    pub as_chart: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
}

pub const ENGLISH: OverviewWords = OverviewWords {
    currency: "Currency",
    without_currency: "Show a currency that there are bills in",
    needs_you: "What needs you",
    nothing: "Nothing needs you now.",
    kind: |kind| match kind {
        MatterKind::Overdue => "Overdue",
        MatterKind::ChargeFailed => "Charge failed",
        MatterKind::DueSoon => "Due soon",
        MatterKind::Short => "Running short",
        MatterKind::Held => "On hold",
        MatterKind::NotIssued => "Not issued",
    },
    matter: |kind, count| {
        let bills = plural(count, "monthly bill", "monthly bills");
        let verb = if count == 1 { "is" } else { "are" };
        match kind {
            MatterKind::Overdue => format!("{bills} {verb} overdue"),
            MatterKind::ChargeFailed => {
                format!("{} failed", plural(count, "automatic charge", "automatic charges"))
            }
            MatterKind::DueSoon => format!("{bills} {verb} due within 7 days"),
            MatterKind::Short if count == 1 => "1 account holds less than it owes".to_owned(),
            MatterKind::Short => format!("{} hold less than they owe", plural(count, "account", "accounts")),
            MatterKind::Held => format!("{bills} {verb} on hold"),
            MatterKind::NotIssued => format!("{bills} {verb} still to be issued"),
        }
    },
    means: |kind| match kind {
        MatterKind::Overdue => "The service may be interrupted.",
        MatterKind::ChargeFailed => "Pay them by hand, or check the payment method.",
        MatterKind::DueSoon => "Outstanding and not late yet.",
        MatterKind::Short => "The amount is what is missing.",
        MatterKind::Held => "A payment or a settlement task is under way.",
        MatterKind::NotIssued => "Nothing to pay before the 2nd of next month.",
    },
    more_currencies: |number| {
        if number == 1 { "1 more currency".to_owned() } else { format!("{number} more currencies") }
    },
    outstanding: "Outstanding by due date",
    to_come: "still to come",
    by_product: "Spend by product",
    by_account: "Share by account",
    other_products: "Other products",
    other_accounts: |number| plural(number, "other account", "other accounts"),
    months: |number| if number == 1 { "1 month".to_owned() } else { format!("{number} months") },
    cycle: "Billing cycle",
    total: "Total",
    as_table: "Show as table",
    as_chart: "Show as chart",
    empty: "Nothing is billed yet",
    empty_text: "Once usage is delivered, this page shows what is owed and what was spent.",
};

pub const CHINESE: OverviewWords = OverviewWords {
    currency: "币种",
    without_currency: "查看有账单的币种",
    needs_you: "需要您处理",
    nothing: "目前没有需要处理的事项。",
    kind: |kind| match kind {
        MatterKind::Overdue => "逾期",
        MatterKind::ChargeFailed => "扣款失败",
        MatterKind::DueSoon => "即将到期",
        MatterKind::Short => "余额不足",
        MatterKind::Held => "已暂停",
        MatterKind::NotIssued => "未出账",
    },
    matter: |kind, count| {
        let number = crate::locale::count(count);
        match kind {
            MatterKind::Overdue => format!("{number} 张月账单已逾期"),
            MatterKind::ChargeFailed => format!("{number} 笔自动扣款失败"),
            MatterKind::DueSoon => format!("{number} 张月账单将在 7 天内到期"),
            MatterKind::Short => format!("{number} 个账户的余额不足以支付待付金额"),
            MatterKind::Held => format!("{number} 张月账单暂停自动结算"),
            MatterKind::NotIssued => format!("{number} 张月账单尚未出账"),
        }
    },
    means: |kind| match kind {
        MatterKind::Overdue => "服务可能中断。",
        MatterKind::ChargeFailed => "请手动付款，或检查付款方式。",
        MatterKind::DueSoon => "待付，尚未逾期。",
        MatterKind::Short => "所示金额为差额。",
        MatterKind::Held => "有付款或结算任务正在进行。",
        MatterKind::NotIssued => "次月 2 日出账前无需付款。",
    },
    more_currencies: |number| format!("另有 {number} 种币种"),
    outstanding: "按到期日统计的待付金额",
    to_come: "尚未出账",
    by_product: "按产品统计的消费",
    by_account: "各账户占比",
    other_products: "其他产品",
    other_accounts: |number| format!("其他 {} 个账户", crate::locale::count(number)),
    months: |number| format!("{number} 个月"),
    cycle: "账期",
    total: "合计",
    as_table: "以表格显示",
    as_chart: "以图表显示",
    empty: "尚无账单",
    empty_text: "用量送达后，此页显示待付金额和消费情况。",
};
