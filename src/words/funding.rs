//! Words of the funding account: balances, statement, settings.

use crate::route::FundingTab;
use contract::calendar::{CreditControl, PaymentPeriod, SettlementCycle};
use contract::cycle::Cycle;
use contract::funding::Validity;
use contract::hold::Hold;
use contract::setting::Setting;

/// Words of the funding account: balances, statement, settings.
#[allow(missing_docs, reason = "the names say it")]
pub struct FundingWords {
    pub account: &'static str,
    pub first_account: &'static str,
    pub no_account: &'static str,
    pub no_account_text: &'static str,
    pub tab: fn(FundingTab) -> &'static str,
    pub available: &'static str,
    pub available_means: &'static str,
    pub cash: &'static str,
    pub credit_limit: &'static str,
    pub frozen: &'static str,
    pub frozen_by_month: &'static str,
    pub prepaid_by_month: &'static str,
    pub refund_balance: &'static str,
    pub refund_later: &'static str,
    pub refund_past: &'static str,
    pub outstanding: &'static str,
    pub unsettled: fn(u64) -> String,
    pub terms: &'static str,
    pub terms_of: fn(Option<&CreditControl>) -> String,
    pub special_agreement: &'static str,
    pub through_reseller: &'static str,
    pub held: &'static str,
    pub hold: fn(&Hold) -> String,
    pub cards: &'static str,
    pub no_cards: &'static str,
    pub card_valid: fn(Cycle, Cycle, &str) -> String,
    pub every_product: &'static str,
    pub named_by: fn(&str) -> String,
    pub named_by_many: fn(u64) -> String,
    pub no_order: &'static str,
    pub coupons: &'static str,
    pub no_coupons: &'static str,
    pub coupon_valid: fn(&str, &str) -> String,
    pub validity: fn(Validity) -> &'static str,
    pub statement: &'static str,
    pub search: &'static str,
    pub balance_of: &'static str,
    pub every_book: &'static str,
    pub every_kind: &'static str,
    pub cycle: &'static str,
    pub day: &'static str,
    pub movements: fn(u64) -> String,
    pub no_movement: &'static str,
    pub no_movement_text: &'static str,
    pub opening: &'static str,
    pub came_in: &'static str,
    pub went_out: &'static str,
    pub left_out: &'static str,
    pub closing: &'static str,
    pub when: &'static str,
    pub movement: &'static str,
    pub postings: &'static str,
    pub done_by: &'static str,
    pub change: &'static str,
    pub amount: &'static str,
    pub balance: &'static str,
    pub older: &'static str,
    pub newest: &'static str,
    pub audit_entry: &'static str,
    pub book_name: &'static str,
    pub debit: &'static str,
    pub credit: &'static str,
    pub setting: fn(Setting) -> &'static str,
    pub setting_means: fn(Setting) -> &'static str,
    pub is_on: &'static str,
    pub is_off: &'static str,
    pub turn_on: &'static str,
    pub turn_off: &'static str,
    pub turned_on: fn(&str) -> String,
    pub turned_off: fn(&str) -> String,
    pub automatic_title: &'static str,
    pub automatic_pays: fn(u64) -> String,
    pub not_allowed: &'static str,
    pub not_administrator: &'static str,
}

pub const ENGLISH: FundingWords = FundingWords {
    account: "Account",
    first_account: "Back to the first account",
    no_account: "No account yet",
    no_account_text: "Accounts come with the first import of billing data.",
    tab: |tab| match tab {
        FundingTab::Balances => "Balances",
        FundingTab::Statement => "Statement",
        FundingTab::Settings => "Account settings",
        FundingTab::Relations => "Billing relationships",
        FundingTab::Tax => "Tax profile",
    },
    available: "Available credit",
    available_means: "Bills are paid by themselves only while it is above zero.",
    cash: "Cash",
    credit_limit: "Credit limit",
    frozen: "Frozen amount",
    frozen_by_month: "Frozen by month",
    prepaid_by_month: "Charged in advance",
    refund_balance: "Refund balance",
    refund_later: "A refund pays bills of its month and of later months.",
    refund_past: "Settle past bills is on: refunds pay earlier months, too.",
    outstanding: "Outstanding",
    unsettled: |count| super::plural(count, "unsettled monthly bill", "unsettled monthly bills"),
    terms: "Credit terms",
    terms_of: |terms| match terms {
        None => "No credit control: the default payment method is charged.".to_owned(),
        Some(terms) => {
            let settled = match terms.settlement_cycle {
                SettlementCycle::Monthly => "Monthly settlement",
                SettlementCycle::Quarterly => "Quarterly settlement",
            };
            let (days, kind) = match terms.payment_period {
                PaymentPeriod::Calendar(days) => (days, "calendar"),
                PaymentPeriod::Business(days) => (days, "business"),
            };
            format!("{settled}, due {days} {kind} days after its end.")
        }
    },
    special_agreement: "A special agreement excludes automatic settlement.",
    through_reseller: "Contracted through a reseller.",
    held: "Automatic settlement leaves this account alone for now:",
    hold: |hold| match hold {
        Hold::SettlementTask(id) => format!("settlement task {id} is running"),
        Hold::Payment(id) => format!("payment {id} is in progress"),
    },
    cards: "Stored value cards",
    no_cards: "No stored value cards.",
    card_valid: |from, to, expires| format!("Bills of {from} to {to}; expires on {expires}"),
    every_product: "Every product",
    named_by: |orders| format!("Named by {orders}"),
    named_by_many: |count| format!("Named by {}", super::plural(count, "order", "orders")),
    no_order: "No order names it: it pays nothing yet",
    coupons: "Coupons",
    no_coupons: "No coupons.",
    coupon_valid: |from, to| format!("{from} to {to}"),
    validity: |validity| match validity {
        Validity::Valid => "Valid",
        Validity::NotYet => "Not yet valid",
        Validity::UsedUp => "Used up",
        Validity::Expired => "Expired",
    },
    statement: "Statement",
    search: "Search movements",
    balance_of: "Balance",
    every_book: "All movements",
    every_kind: "Every kind",
    cycle: "Billing cycle",
    day: "Day",
    movements: |count| super::plural(count, "movement", "movements"),
    no_movement: "No movement found",
    no_movement_text: "Nothing moved on this account that fits the filter.",
    opening: "Opening balance",
    came_in: "Came in",
    went_out: "Went out",
    left_out: "Left out by the filter",
    closing: "Closing balance",
    when: "Time",
    movement: "Movement",
    postings: "Books",
    done_by: "Done by",
    change: "Change",
    amount: "Amount",
    balance: "Balance",
    older: "Older",
    newest: "Newest",
    audit_entry: "Audit entry",
    book_name: "Book",
    debit: "Debit",
    credit: "Credit",
    setting: |setting| match setting {
        Setting::Automatic => "Automatic settlement",
        Setting::SettlePastBills => "Settle past bills",
        Setting::Remittance => "Automatically pay monthly bills",
    },
    setting_means: |setting| match setting {
        Setting::Automatic => {
            "After issue and after each top-up, unsettled monthly bills are paid, oldest first: coupons, stored value \
             cards, refunds, then cash, as long as available credit is above zero."
        }
        Setting::SettlePastBills => {
            "A refund may also pay bills of months before its own, in the order in which they were issued."
        }
        Setting::Remittance => {
            "A bank transfer that arrives pays monthly bills in the order in which they were issued, until all are settled \
             or the sum is used up."
        }
    },
    is_on: "On",
    is_off: "Off",
    turn_on: "Turn on",
    turn_off: "Turn off",
    turned_on: |name| format!("{name} is on."),
    turned_off: |name| format!("{name} is off."),
    automatic_title: "Turn on automatic settlement",
    automatic_pays: |count| {
        let bills = super::plural(count, "unsettled monthly bill", "unsettled monthly bills");
        format!(
            "At once, what the account holds pays its {bills}, oldest first, as far as available credit reaches. Outstanding now:"
        )
    },
    not_allowed: "Your role can't change this.",
    not_administrator: "Only a super administrator can do this.",
};

pub const CHINESE: FundingWords = FundingWords {
    account: "账户",
    first_account: "返回首个账户",
    no_account: "暂无账户",
    no_account_text: "首次导入账单数据后即有账户。",
    tab: |tab| match tab {
        FundingTab::Balances => "余额",
        FundingTab::Statement => "对账单",
        FundingTab::Settings => "账户设置",
        FundingTab::Relations => "账单关系",
        FundingTab::Tax => "税务信息",
    },
    available: "可用额度",
    available_means: "仅当可用额度大于零时，账单才会自动支付。",
    cash: "现金",
    credit_limit: "信用额度",
    frozen: "冻结金额",
    frozen_by_month: "按月冻结",
    prepaid_by_month: "预扣款",
    refund_balance: "退款余额",
    refund_later: "退款可支付其当月及以后月份的账单。",
    refund_past: "已开启结算往期账单：退款也可支付更早的月份。",
    outstanding: "待付金额",
    unsettled: |count| format!("{} 张未结清月账单", crate::locale::count(count)),
    terms: "信用条款",
    terms_of: |terms| match terms {
        None => "非授信账户：由默认付款方式扣款。".to_owned(),
        Some(terms) => {
            let settled = match terms.settlement_cycle {
                SettlementCycle::Monthly => "按月结算",
                SettlementCycle::Quarterly => "按季结算",
            };
            match terms.payment_period {
                PaymentPeriod::Calendar(days) => format!("{settled}，结算期结束后 {days} 个自然日内付款。"),
                PaymentPeriod::Business(days) => format!("{settled}，结算期结束后 {days} 个工作日内付款。"),
            }
        }
    },
    special_agreement: "特殊协议：不适用自动结算。",
    through_reseller: "通过经销商签约。",
    held: "自动结算暂不处理该账户：",
    hold: |hold| match hold {
        Hold::SettlementTask(id) => format!("结算任务 {id} 正在运行"),
        Hold::Payment(id) => format!("付款 {id} 正在处理"),
    },
    cards: "储值卡",
    no_cards: "没有储值卡。",
    card_valid: |from, to, expires| format!("{from} 至 {to} 的账单；{expires} 失效"),
    every_product: "全部产品",
    named_by: |orders| format!("订单指定：{orders}"),
    named_by_many: |count| format!("由 {} 个订单指定", crate::locale::count(count)),
    no_order: "尚无订单指定，暂不可用于支付",
    coupons: "优惠券",
    no_coupons: "没有优惠券。",
    coupon_valid: |from, to| format!("{from} 至 {to}"),
    validity: |validity| match validity {
        Validity::Valid => "有效",
        Validity::NotYet => "未生效",
        Validity::UsedUp => "已用完",
        Validity::Expired => "已过期",
    },
    statement: "对账单",
    search: "搜索变动",
    balance_of: "余额",
    every_book: "全部变动",
    every_kind: "全部类型",
    cycle: "账期",
    day: "日期",
    movements: |count| format!("{} 笔变动", crate::locale::count(count)),
    no_movement: "没有变动",
    no_movement_text: "该账户没有符合筛选条件的变动。",
    opening: "期初余额",
    came_in: "收入",
    went_out: "支出",
    left_out: "筛选未含部分",
    closing: "期末余额",
    when: "时间",
    movement: "类型",
    postings: "账簿",
    done_by: "操作者",
    change: "变动",
    amount: "金额",
    balance: "余额",
    older: "更早",
    newest: "最新",
    audit_entry: "审计序号",
    book_name: "账簿",
    debit: "借方",
    credit: "贷方",
    setting: |setting| match setting {
        Setting::Automatic => "自动结算",
        Setting::SettlePastBills => "结算往期账单",
        Setting::Remittance => "自动支付月账单",
    },
    setting_means: |setting| match setting {
        Setting::Automatic => {
            "出账后及每次充值后，在可用额度大于零时，按先旧后新支付未结清的月账单，依次使用优惠券、储值卡、退款、现金。"
        }
        Setting::SettlePastBills => "退款也可支付早于其所属月份的账单，按出账顺序支付。",
        Setting::Remittance => "到账的银行转账按出账顺序支付月账单，直至全部结清或金额用完。",
    },
    is_on: "已开启",
    is_off: "已关闭",
    turn_on: "开启",
    turn_off: "关闭",
    turned_on: |name| format!("{name}已开启。"),
    turned_off: |name| format!("{name}已关闭。"),
    automatic_title: "开启自动结算",
    automatic_pays: |count| {
        let count = crate::locale::count(count);
        format!("将立即用账户余额按先旧后新支付 {count} 张未结清月账单，以可用额度为限。当前待付：")
    },
    not_allowed: "您的角色不能更改此项。",
    not_administrator: "仅超级管理员可执行此操作。",
};
