//! The words of the bill, in both languages. A missing word does not compile.

use contract::bill::Status;
use contract::locale::Locale;
use contract::money::Rounding;
use contract::monthly_bill::State;

/// Every label of the page.
pub(super) struct Words {
    pub title: &'static str,
    pub not_issued: &'static str,
    pub number: &'static str,
    pub date: &'static str,
    pub cycle: &'static str,
    pub currency: &'static str,
    pub billed_to: &'static str,
    pub tax_number: &'static str,
    pub address: &'static str,
    pub contact: &'static str,
    pub no_tax_profile: &'static str,
    pub billed_for: &'static str,
    pub organization: &'static str,
    pub account: &'static str,
    pub product: &'static str,
    pub application: &'static str,
    pub app_key: &'static str,
    pub whatsapp: &'static str,
    pub usage: &'static str,
    pub usage_continued: &'static str,
    pub quantity: &'static str,
    pub unit: &'static str,
    pub no_usage: &'static str,
    pub amounts: &'static str,
    pub amount: &'static str,
    pub amounts_in: &'static str,
    pub consumption: &'static str,
    pub prepaid_cover: &'static str,
    pub overdraft: &'static str,
    pub settled: &'static str,
    pub processing: &'static str,
    pub canceled: &'static str,
    pub outstanding: &'static str,
    pub derivation: &'static str,
    pub rounding: &'static str,
    pub residue: &'static str,
    pub support: &'static str,
    pub electronic: &'static str,
    pub draft: &'static str,
    pub seal: &'static str,
    pub monthly: &'static str,
    pub issue_date: &'static str,
    pub due_date: &'static str,
    pub charged: &'static str,
    pub bills: &'static str,
    pub bills_continued: &'static str,
    pub consumption_short: &'static str,
    pub amount_paid: &'static str,
    pub credited: &'static str,
}

const ENGLISH: Words = Words {
    title: "Bill",
    not_issued: "Not issued",
    number: "Bill number",
    date: "Bill date",
    cycle: "Billing cycle",
    currency: "Currency",
    billed_to: "Billed to",
    tax_number: "Tax number",
    address: "Address",
    contact: "Contact",
    no_tax_profile: "No tax profile was valid on the bill date",
    billed_for: "Billed for",
    organization: "Organization",
    account: "Account",
    product: "Product",
    application: "Application",
    app_key: "AppKey",
    whatsapp: "WhatsApp Business Account",
    usage: "Service usage",
    usage_continued: "Service usage, continued",
    quantity: "Quantity",
    unit: "Unit",
    no_usage: "No usage was counted",
    amounts: "Amounts",
    amount: "Amount",
    amounts_in: "All amounts in",
    consumption: "Consumption amount",
    prepaid_cover: "Covered by prepaid balances",
    overdraft: "Overdraft amount",
    settled: "Settled, prepaid cover included",
    processing: "Payment in progress",
    canceled: "Canceled by credit note",
    outstanding: "Outstanding",
    derivation: "How the amount came about",
    rounding: "Rounding",
    residue: "Residue",
    support: "Questions about this bill",
    electronic: "This bill was issued electronically and is valid without a signature.",
    draft: "This is a preview. The bill has not been issued and is no demand for payment.",
    seal: "Billing seal",
    monthly: "Monthly bill",
    issue_date: "Issue date",
    due_date: "Due date",
    charged: "Charged automatically",
    bills: "Bills of the cycle",
    bills_continued: "Bills of the cycle, continued",
    consumption_short: "Consumption",
    amount_paid: "Amount paid, prepaid cover included",
    credited: "Credited to the refund balance of the month",
};

const CHINESE: Words = Words {
    title: "账单",
    not_issued: "未出账",
    number: "账单编号",
    date: "账单日期",
    cycle: "账期",
    currency: "币种",
    billed_to: "付款方",
    tax_number: "税号",
    address: "地址",
    contact: "联系人",
    no_tax_profile: "账单日期当日没有有效的税务信息",
    billed_for: "计费对象",
    organization: "企业",
    account: "账号",
    product: "产品",
    application: "应用",
    app_key: "AppKey",
    whatsapp: "WhatsApp 商业账号",
    usage: "服务用量",
    usage_continued: "服务用量（续）",
    quantity: "数量",
    unit: "单位",
    no_usage: "没有计量用量",
    amounts: "金额",
    amount: "金额",
    amounts_in: "金额单位",
    consumption: "消费金额",
    prepaid_cover: "预付余额抵扣",
    overdraft: "欠费金额",
    settled: "已结清（含预付抵扣）",
    processing: "支付处理中",
    canceled: "贷记单核销",
    outstanding: "待还金额",
    derivation: "金额计算说明",
    rounding: "舍入方式",
    residue: "舍入差额",
    support: "账单咨询",
    electronic: "本账单以电子方式开具，无需签名即有效。",
    draft: "此为预览。账单尚未出具，不作为付款依据。",
    seal: "账单专用章",
    monthly: "月账单",
    issue_date: "出账日期",
    due_date: "到期日",
    charged: "自动扣款",
    bills: "本账期账单",
    bills_continued: "本账期账单（续）",
    consumption_short: "消费金额",
    amount_paid: "已付金额（含预付抵扣）",
    credited: "记入当月退款余额",
};

impl Words {
    pub const fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En => &ENGLISH,
            Locale::Zh => &CHINESE,
        }
    }
}

/// `Exact sum of 3 lines`.
pub(super) fn exact_sum_of(locale: Locale, lines: u64) -> String {
    match (locale, lines) {
        (Locale::En, 1) => "Exact amount of 1 line".to_owned(),
        (Locale::En, _) => format!("Exact sum of {lines} lines"),
        (Locale::Zh, _) => format!("{lines} 条明细精确合计"),
    }
}

/// `12 bills`.
pub(super) fn bills(locale: Locale, bills: usize) -> String {
    match (locale, bills) {
        (Locale::En, 1) => "1 bill".to_owned(),
        (Locale::En, _) => format!("{bills} bills"),
        (Locale::Zh, _) => format!("{bills} 张账单"),
    }
}

/// `Total of 12 bills`.
pub(super) fn total_of(locale: Locale, count: usize) -> String {
    match locale {
        Locale::En => format!("Total of {}", bills(locale, count)),
        Locale::Zh => format!("{count} 张账单合计"),
    }
}

/// The word for how far a monthly bill is paid.
pub(super) const fn state(locale: Locale, state: State) -> &'static str {
    super::super::monthly_export::state_word(state, locale)
}

/// `Page 1 of 3`.
pub(super) fn page_of(locale: Locale, page: usize, pages: usize) -> String {
    match locale {
        Locale::En => format!("Page {page} of {pages}"),
        Locale::Zh => format!("第 {page} 页，共 {pages} 页"),
    }
}

/// How the one rounding of a bill went.
pub(super) const fn rounding(locale: Locale, rounding: Rounding) -> &'static str {
    match (locale, rounding) {
        (Locale::En, Rounding::HalfUp) => "Once per bill, to the nearest, halves away from zero",
        (Locale::En, Rounding::HalfEven) => "Once per bill, to the nearest, halves to even",
        (Locale::En, Rounding::Down) => "Once per bill, towards zero",
        (Locale::En, Rounding::Up) => "Once per bill, away from zero",
        (Locale::Zh, Rounding::HalfUp) => "每张账单舍入一次，四舍五入",
        (Locale::Zh, Rounding::HalfEven) => "每张账单舍入一次，四舍六入五成双",
        (Locale::Zh, Rounding::Down) => "每张账单舍入一次，向零舍入",
        (Locale::Zh, Rounding::Up) => "每张账单舍入一次，远离零进位",
    }
}

/// The word for a payment status.
pub(super) const fn status(locale: Locale, status: Status) -> &'static str {
    super::super::export::status_word(status, locale)
}
