//! What the pages are called: in the rail, the palette and the title of the window, whichever page is open.

/// What the pages are called.
#[allow(missing_docs, reason = "the names say it")]
pub struct TitleWords {
    pub overview: &'static str,
    pub bills: &'static str,
    pub monthly: &'static str,
    pub funding: &'static str,
    pub top_up: &'static str,
    pub methods: &'static str,
    pub audit: &'static str,
    pub users: &'static str,
    pub operator: &'static str,
    pub sign_in: &'static str,
}

pub const ENGLISH: TitleWords = TitleWords {
    overview: "Overview",
    bills: "Bills",
    monthly: "Monthly bills",
    funding: "Funding account",
    top_up: "Top up",
    methods: "Payment methods",
    audit: "Audit log",
    users: "Users",
    operator: "Operator",
    sign_in: "Sign in",
};

pub const CHINESE: TitleWords = TitleWords {
    overview: "概览",
    bills: "账单",
    monthly: "月账单",
    funding: "资金账户",
    top_up: "充值",
    methods: "付款方式管理",
    audit: "审计日志",
    users: "用户",
    operator: "运营",
    sign_in: "登录",
};
