//! The audit log as people read it: who asked for what, on which account, and what came of it (E6, A7).
//!
//! An act is written into the log once and read in either language: whoever reads it out says it in both.

mod filter;

pub use filter::{AuditFilter, AuditQuery, day_text, parse_day};

use crate::account::AccountName;
use crate::id::{TransactionId, UserId};
use crate::locale::Locale;
use crate::money::Money;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Said {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

impl Said {
    /// A text that is the same in both, as a name.
    pub fn same(text: impl Into<String>) -> Self {
        let en = text.into();
        Self { zh: en.clone(), en }
    }

    /// One text for each language.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// The text in a language.
    pub fn of(&self, locale: Locale) -> &str {
        match locale {
            Locale::En => &self.en,
            Locale::Zh => &self.zh,
        }
    }
}

macro_rules! acts {
    ($($(#[doc = $doc:literal])* $act:ident = $name:literal, $en:literal, $zh:literal;)*) => {
        /// What kind of act an entry of the log is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ActKind {$(
            $(#[doc = $doc])*
            $act,
        )*}

        impl ActKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$act),*];

            /// The name in the log, in JSON and in addresses.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$act => $name,)* }
            }

            /// The kind with this name.
            pub fn parse(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$act),)* _ => None }
            }

            /// What people call it.
            pub const fn title(self, locale: Locale) -> &'static str {
                match (self, locale) {$(
                    (Self::$act, Locale::En) => $en,
                    (Self::$act, Locale::Zh) => $zh,
                )*}
            }
        }
    };
}

acts! {
    /// Cash arrived through a channel.
    TopUp = "top_up", "Top-up", "充值";
    /// Money was given back into the refund balance of a month.
    Refund = "refund", "Refund", "退款";
    /// A cycle's bills became a monthly bill (M2).
    Issue = "issue", "Monthly bill issued", "月账单出账";
    /// Monthly bills were paid from what the account holds (A2).
    Settle = "settle", "Automatic settlement", "自动结算";
    /// The switches of an account were turned (A2, A5, S14).
    ChangeSettings = "change_settings", "Account settings changed", "账户设置变更";
    /// What is frozen for a running cycle followed its bills (A4).
    Accrue = "accrue", "Frozen amount", "冻结金额";
    /// A payment succeeded (P3, A4).
    Receive = "receive", "Payment received", "收到付款";
    /// What was left of a card or a coupon expired (A6).
    Lapse = "lapse", "Expiry", "到期失效";
    /// Terms of credit were set.
    SetCreditTerms = "set_credit_terms", "Credit terms set", "设置信用条款";
    /// Terms of credit were ended.
    EndCreditTerms = "end_credit_terms", "Credit terms ended", "终止信用条款";
    /// A special agreement was made or ended.
    SetSpecialAgreement = "set_special_agreement", "Special agreement", "特别约定";
    /// The threshold of automatic charges was set (A4).
    SetThreshold = "set_threshold", "Charge threshold set", "设置扣款阈值";
    /// A stored value card was given (A6).
    GrantCard = "grant_card", "Stored value card granted", "发放储值卡";
    /// A coupon was given (A6).
    GrantCoupon = "grant_coupon", "Coupon granted", "发放优惠券";
    /// A monthly bill was reduced.
    CreditNote = "credit_note", "Credit note", "贷记通知";
    /// An act was undone.
    Reverse = "reverse", "Reversal", "冲正";
    /// A holiday calendar was set.
    SetHolidays = "set_holidays", "Holiday calendar set", "设置节假日历";
    /// What thresholds may be was set (A4).
    SetThresholdRange = "set_threshold_range", "Threshold range set", "设置阈值范围";
    /// Money of a payment was sent back to where it came from (item 8).
    RefundPayment = "refund_payment", "Refund through the channel", "原路退款";
    /// The channel gave it back, or did not.
    EndRefund = "end_refund", "Refund through the channel ended", "原路退款结果";
    /// A channel gave money back without being asked.
    TakeBack = "take_back", "Taken back by the channel", "渠道扣回";
    /// A bank transfer that was nobody's was given to an account (S13).
    AssignArrival = "assign_arrival", "Bank transfer assigned", "认领银行转账";
    /// A bank transfer that was nobody's was sent back (S13).
    ReturnArrival = "return_arrival", "Bank transfer sent back", "退回银行转账";
    /// The bank sent it back, or did not.
    EndReturn = "end_return", "Return of a bank transfer ended", "银行转账退回结果";
    /// Monthly bills were paid from a bank transfer that arrived (A5).
    Remit = "remit", "Bills paid by bank transfer", "转账支付账单";
    /// A tax profile was set from a day on (B4).
    SetTaxProfile = "set_tax_profile", "Tax profile set", "税务信息设定";
    /// A payment method was linked (A1).
    LinkMethod = "link_method", "Payment method linked", "绑定付款方式";
    /// Another payment method became the default (A4).
    PreferMethod = "prefer_method", "Default payment method", "变更默认付款方式";
    /// A payment method was removed.
    RemoveMethod = "remove_method", "Payment method removed", "移除付款方式";
    /// The main account asked to pay for a member.
    InviteMember = "invite_member", "Member invited", "邀请成员账户";
    /// A billing relationship was accepted, declined or ended.
    AnswerRelation = "answer_relation", "Billing relationship answered", "账单关系变更";
    /// Somebody was let in.
    AddUser = "add_user", "User added", "添加用户";
    /// Somebody's role, accounts or access was changed.
    ChangeUser = "change_user", "User changed", "修改用户";
    /// Somebody got a new password.
    SetPassword = "set_password", "Password set", "设置密码";
}

/// Who did it, as the log names them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// Someone who was signed in: `user/usr-…`.
    User(UserId),
    /// Someone of the platform, by name: `operator/NAME`.
    Operator(String),
    /// The portal by itself: `job/NAME`.
    Job(String),
}

/// The text names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nobody;

impl fmt::Display for Nobody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("names nobody")
    }
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "user/{id}"),
            Self::Operator(name) => write!(f, "operator/{name}"),
            Self::Job(name) => write!(f, "job/{name}"),
        }
    }
}

impl FromStr for Who {
    type Err = Nobody;
    fn from_str(text: &str) -> Result<Self, Nobody> {
        let (kind, name) = text.split_once('/').filter(|(_, name)| !name.is_empty()).ok_or(Nobody)?;
        match kind {
            "user" => name.parse().map(Self::User).map_err(|_| Nobody),
            "operator" => Ok(Self::Operator(name.to_owned())),
            "job" => Ok(Self::Job(name.to_owned())),
            _ => Err(Nobody),
        }
    }
}

/// Who did something, with their name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditActor {
    /// As the log names them: `user/usr-…`, `operator/NAME` or `job/NAME`.
    pub id: String,
    /// What people call them.
    pub name: Said,
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// Its place in the organization's log, from 1.
    pub place: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: AuditActor,
    /// On which account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountName>,
    /// The name of the act.
    pub act: String,
    /// What people call the act.
    pub title: Said,
    /// What was asked.
    pub asked: Said,
    /// What came of it.
    pub outcome: Said,
}

/// One side of a movement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditPosting {
    /// The book, as the ledger names it.
    pub book: String,
    /// What people call it.
    pub name: Said,
    /// The debit; a credit is negative.
    pub debit: Money,
}

/// A movement of the ledger that belongs to an entry (A7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditMovement {
    /// Its id.
    pub id: TransactionId,
    /// What kind of movement it is.
    pub title: Said,
    /// Its postings; they come to nothing.
    pub postings: Vec<AuditPosting>,
}

/// An entry with everything that its hash covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditDetails {
    /// The entry.
    pub entry: AuditEntry,
    /// What it moved.
    pub movements: Vec<AuditMovement>,
    /// The key under which it was done once.
    pub key: String,
    /// Hash of the entry before; empty for the first.
    pub previous_sha256: String,
    /// Its hash.
    pub sha256: String,
}
