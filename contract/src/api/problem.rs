//! Problems: what went wrong, why and what to do, as RFC 9457 `application/problem+json` with a stable code (E2).
//!
//! The words are made here for both languages; nothing internal ever stands in them.

use crate::locale::Locale;
use crate::rule::FieldError;
use serde::{Deserialize, Serialize};

/// The stable codes. New ones may come, none changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProblemCode {
    /// Some values are wrong; `errors` says which.
    InvalidInput,
    /// The body is no JSON of the expected shape.
    UnreadableBody,
    /// No session, or it has ended.
    NotSignedIn,
    /// Email or password is wrong.
    WrongCredentials,
    /// Too many failed sign-ins; wait.
    TooManySignIns,
    /// The role does not allow it.
    NotAllowed,
    /// A request from another site.
    CrossOrigin,
    /// Does not exist, or is not the caller's to see: the same answer for both.
    NotFound,
    /// The address exists, the method does not.
    MethodNotAllowed,
    /// What is there has changed or stands against it.
    Conflict,
    /// Nobody would be left who may manage the organization's users.
    LastAdministrator,
    /// Nobody takes their own role or sign-in away.
    NotOneself,
    /// The body is larger than allowed.
    TooLarge,
    /// The body is not JSON.
    UnsupportedType,
    /// Too many requests; wait.
    TooManyRequests,
    /// More bills than one document may hold.
    TooManyBills,
    /// The server failed.
    Internal,
    /// The database does not answer.
    Unavailable,
    /// It took too long.
    TimedOut,
    /// The key stands for something else that was begun.
    KeyReused,
    /// The channel works on the payment.
    PaymentUnderWay,
    /// The payment has come to its end.
    PaymentFinal,
    /// More would be given back than was paid.
    RefundAboveCharge,
    /// The payment channel does not answer, or none is set up.
    ChannelUnavailable,
    /// A message of a payment channel is not signed as it should be, or too old.
    WrongSignature,
    /// The browser could not reach the server.
    Offline,
    /// The server's answer could not be read: browser and server differ in version.
    UnreadableAnswer,
    /// What it is done to does not allow it now.
    NotInThisState,
}

/// A problem on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI that names the kind: `/problems/` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in a short sentence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The stable code.
    pub code: ProblemCode,
    /// What to do.
    pub detail: String,
    /// What is wrong with which field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Under which the server's log knows this request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// How many seconds to wait before trying again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u32>,
}

impl Problem {
    /// The problem with this code, in English.
    pub fn new(code: ProblemCode) -> Self {
        let (title, detail) = code.words(Locale::En);
        Self {
            kind: format!("/problems/{}", code.name()),
            title: title.to_owned(),
            status: code.status(),
            code,
            detail: detail.to_owned(),
            errors: Vec::new(),
            request_id: None,
            retry_after_s: None,
        }
    }

    /// Wrong values.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(ProblemCode::InvalidInput) }
    }

    /// The same problem in `locale`.
    #[must_use]
    pub fn speak(mut self, locale: Locale) -> Self {
        let (title, detail) = self.code.words(locale);
        title.clone_into(&mut self.title);
        detail.clone_into(&mut self.detail);
        self.errors = self.errors.into_iter().map(|error| error.speak(locale)).collect();
        self
    }
}

impl ProblemCode {
    /// Every code.
    pub const ALL: [Self; 28] = [
        Self::InvalidInput,
        Self::UnreadableBody,
        Self::NotSignedIn,
        Self::WrongCredentials,
        Self::TooManySignIns,
        Self::NotAllowed,
        Self::CrossOrigin,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::LastAdministrator,
        Self::NotOneself,
        Self::TooLarge,
        Self::UnsupportedType,
        Self::TooManyRequests,
        Self::TooManyBills,
        Self::Internal,
        Self::Unavailable,
        Self::TimedOut,
        Self::KeyReused,
        Self::PaymentUnderWay,
        Self::PaymentFinal,
        Self::RefundAboveCharge,
        Self::ChannelUnavailable,
        Self::WrongSignature,
        Self::Offline,
        Self::UnreadableAnswer,
        Self::NotInThisState,
    ];

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::UnreadableBody => "unreadable_body",
            Self::NotSignedIn => "not_signed_in",
            Self::WrongCredentials => "wrong_credentials",
            Self::TooManySignIns => "too_many_sign_ins",
            Self::NotAllowed => "not_allowed",
            Self::CrossOrigin => "cross_origin",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::Conflict => "conflict",
            Self::LastAdministrator => "last_administrator",
            Self::NotOneself => "not_oneself",
            Self::TooLarge => "too_large",
            Self::UnsupportedType => "unsupported_type",
            Self::TooManyRequests => "too_many_requests",
            Self::TooManyBills => "too_many_bills",
            Self::Internal => "internal",
            Self::Unavailable => "unavailable",
            Self::TimedOut => "timed_out",
            Self::KeyReused => "key_reused",
            Self::PaymentUnderWay => "payment_under_way",
            Self::PaymentFinal => "payment_final",
            Self::RefundAboveCharge => "refund_above_charge",
            Self::ChannelUnavailable => "channel_unavailable",
            Self::WrongSignature => "wrong_signature",
            Self::Offline => "offline",
            Self::UnreadableAnswer => "unreadable_answer",
            Self::NotInThisState => "not_in_this_state",
        }
    }

    /// The HTTP status; 0 where no answer came.
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidInput | Self::UnreadableBody => 400,
            Self::NotSignedIn | Self::WrongCredentials | Self::WrongSignature => 401,
            Self::NotAllowed | Self::CrossOrigin => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict
            | Self::LastAdministrator
            | Self::NotOneself
            | Self::KeyReused
            | Self::PaymentUnderWay
            | Self::PaymentFinal
            | Self::RefundAboveCharge
            | Self::NotInThisState => 409,
            Self::TooLarge => 413,
            Self::UnsupportedType => 415,
            Self::TooManyBills => 422,
            Self::TooManySignIns | Self::TooManyRequests => 429,
            Self::Internal => 500,
            Self::Unavailable | Self::ChannelUnavailable => 503,
            Self::TimedOut => 504,
            Self::Offline | Self::UnreadableAnswer => 0,
        }
    }

    /// What happened, and what to do.
    pub const fn words(self, locale: Locale) -> (&'static str, &'static str) {
        match locale {
            Locale::En => self.english(),
            Locale::Zh => self.chinese(),
        }
    }

    const fn english(self) -> (&'static str, &'static str) {
        match self {
            Self::InvalidInput => ("Some values are not valid.", "Correct what is marked and send it again."),
            Self::UnreadableBody => {
                ("The request could not be read.", "Send JSON as the interface describes it.")
            }
            Self::NotSignedIn => ("You are not signed in.", "Sign in, then you return to where you were."),
            Self::WrongCredentials => ("Email or password is wrong.", "Check both and try again."),
            Self::TooManySignIns => {
                ("Too many failed sign-ins.", "Wait until the stated time has passed, then try again.")
            }
            Self::NotAllowed => {
                ("Your role does not allow this.", "Ask a super administrator of your organization for it.")
            }
            Self::CrossOrigin => {
                ("The request came from another site.", "Open the portal itself and try there.")
            }
            Self::NotFound => ("There is nothing here for you.", "Check the address, or ask for access."),
            Self::MethodNotAllowed => {
                ("This address can't be used so.", "Look up the interface's description.")
            }
            Self::Conflict => ("Something changed in the meantime.", "Reload, look at it again and repeat."),
            Self::LastAdministrator => (
                "This is the last active super administrator.",
                "Make someone else super administrator first.",
            ),
            Self::NotOneself => (
                "You can't change your own role or sign-in.",
                "Ask another super administrator of your organization.",
            ),
            Self::TooLarge => ("That is too large.", "Send less at once."),
            Self::UnsupportedType => {
                ("The request is not JSON.", "Send it with content type application/json.")
            }
            Self::TooManyRequests => ("Too many requests.", "Wait a moment, then go on."),
            Self::TooManyBills => {
                ("Too many bills for one document.", "Narrow the filter, or export to Excel.")
            }
            Self::Internal => {
                ("The server failed.", "Try again; if it happens again, tell support the request id.")
            }
            Self::Unavailable => {
                ("The database does not answer.", "Nothing was changed. Try again in a moment.")
            }
            Self::TimedOut => ("It took too long.", "Try again, or narrow what you ask for."),
            Self::KeyReused => {
                ("This was sent before, with other values.", "Look at what was begun then, or start anew.")
            }
            Self::PaymentUnderWay => {
                ("The payment is under way.", "Wait for its result; it can't be called off any more.")
            }
            Self::PaymentFinal => {
                ("The payment is final.", "Nothing more can be done to it; begin another one.")
            }
            Self::RefundAboveCharge => {
                ("More than what was paid.", "Give back at most what is left of the payment.")
            }
            Self::ChannelUnavailable => (
                "The payment channel can't be reached.",
                "Nothing was charged. Try again in a moment, or choose another way to pay.",
            ),
            Self::WrongSignature => (
                "The signature is not valid.",
                "Sign the time and the body with the shared key, and send it at once.",
            ),
            Self::Offline => ("The server can't be reached.", "Check the connection and try again."),
            Self::UnreadableAnswer => {
                ("The server's answer can't be read.", "Reload to get the newest version.")
            }
            Self::NotInThisState => {
                ("This is not possible any more.", "Reload: its state has changed in the meantime.")
            }
        }
    }

    const fn chinese(self) -> (&'static str, &'static str) {
        match self {
            Self::InvalidInput => ("有些内容无效。", "请更正标出的内容后重新提交。"),
            Self::UnreadableBody => ("无法读取请求。", "请按接口说明发送 JSON。"),
            Self::NotSignedIn => ("您尚未登录。", "请登录，之后会回到原来的页面。"),
            Self::WrongCredentials => ("邮箱或密码错误。", "请检查后重试。"),
            Self::TooManySignIns => ("登录失败次数过多。", "请等待所示时间后再试。"),
            Self::NotAllowed => ("您的角色无权执行此操作。", "请联系贵组织的超级管理员。"),
            Self::CrossOrigin => ("请求来自其他网站。", "请在本门户内操作。"),
            Self::NotFound => ("此处没有您可以查看的内容。", "请检查地址，或申请权限。"),
            Self::MethodNotAllowed => ("此地址不支持该操作。", "请查阅接口说明。"),
            Self::Conflict => ("内容已发生变化。", "请刷新，确认后重试。"),
            Self::LastAdministrator => ("这是最后一位启用的超级管理员。", "请先指定另一位超级管理员。"),
            Self::NotOneself => ("您不能更改自己的角色或登录状态。", "请联系贵组织的其他超级管理员。"),
            Self::TooLarge => ("内容过大。", "请分次提交。"),
            Self::UnsupportedType => ("请求不是 JSON。", "请使用 application/json 类型发送。"),
            Self::TooManyRequests => ("请求过多。", "请稍候再试。"),
            Self::TooManyBills => ("一份文件中的账单过多。", "请缩小筛选范围，或导出到 Excel。"),
            Self::Internal => ("服务器出错。", "请重试；如再次发生，请将请求编号告知支持人员。"),
            Self::Unavailable => ("数据库没有响应。", "没有任何更改，请稍后重试。"),
            Self::TimedOut => ("耗时过长。", "请重试，或缩小范围。"),
            Self::KeyReused => ("此前已用其他内容提交过。", "请查看当时发起的内容，或重新开始。"),
            Self::PaymentUnderWay => ("付款正在处理中。", "请等待结果，目前已无法取消。"),
            Self::PaymentFinal => ("付款已完结。", "无法再做更改，请另行发起。"),
            Self::RefundAboveCharge => ("超出已付金额。", "退款最多为该付款的剩余金额。"),
            Self::ChannelUnavailable => ("无法连接支付渠道。", "未扣款，请稍后重试，或选择其他付款方式。"),
            Self::WrongSignature => ("签名无效。", "请用共享密钥对时间和正文签名，并立即发送。"),
            Self::Offline => ("无法连接服务器。", "请检查网络后重试。"),
            Self::UnreadableAnswer => ("无法读取服务器的回复。", "请刷新以使用最新版本。"),
            Self::NotInThisState => ("当前状态下无法执行此操作。", "请刷新：状态已发生变化。"),
        }
    }
}
