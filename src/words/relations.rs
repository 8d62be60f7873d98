//! Words of billing relationships.

use contract::relation::{RelationAction, RelationState};

/// Words of billing relationships.
#[allow(missing_docs, reason = "the names say it")]
pub struct RelationsWords {
    pub main_pays: &'static str,
    pub member_paid: &'static str,
    pub no_relation: &'static str,
    pub no_relation_text: &'static str,
    pub invite: &'static str,
    pub invite_means: &'static str,
    pub invited: fn(&str) -> String,
    pub relation_state: fn(RelationState) -> &'static str,
    pub action: fn(RelationAction) -> &'static str,
    pub answer_until: fn(&str) -> String,
    pub active_since: fn(&str) -> String,
    pub expired_at: fn(&str) -> String,
    pub closed_at: fn(&str) -> String,
    pub end_title: &'static str,
    pub end_means: fn(&str) -> String,
}

pub const ENGLISH: RelationsWords = RelationsWords {
    main_pays: "The main account can pay the bills of members whose relationship is active.",
    member_paid: "While a relationship is active, the main account can pay this account's bills.",
    no_relation: "No billing relationship",
    no_relation_text: "The main account invites its members; a member accepts or declines.",
    invite: "Invite member",
    invite_means: "Choose the member account to pay for. It has 14 days to accept.",
    invited: |name| format!("{name} is invited."),
    relation_state: |state| match state {
        RelationState::Invited => "Invited",
        RelationState::Active => "Active",
        RelationState::Ended => "Ended",
        RelationState::Declined => "Declined",
        RelationState::Expired => "Expired",
    },
    action: |action| match action {
        RelationAction::Accept => "Accept",
        RelationAction::Decline => "Decline",
        RelationAction::End => "End",
    },
    answer_until: |until| format!("to be accepted until {until}"),
    active_since: |since| format!("since {since}"),
    expired_at: |at| format!("not accepted until {at}"),
    closed_at: |at| format!("on {at}"),
    end_title: "End billing relationship",
    end_means: |name| {
        format!(
            "The main account can't pay for {name} any more. Draft settlement tasks that name {name} are freed; running ones finish."
        )
    },
};

pub const CHINESE: RelationsWords = RelationsWords {
    main_pays: "主账户可以为关系有效的成员账户支付账单。",
    member_paid: "关系有效期间，主账户可以支付该账户的账单。",
    no_relation: "没有账单关系",
    no_relation_text: "由主账户邀请成员账户，成员账户可接受或拒绝。",
    invite: "邀请成员",
    invite_means: "请选择要代付的成员账户，对方须在 14 天内接受。",
    invited: |name| format!("已邀请 {name}。"),
    relation_state: |state| match state {
        RelationState::Invited => "已邀请",
        RelationState::Active => "有效",
        RelationState::Ended => "已结束",
        RelationState::Declined => "已拒绝",
        RelationState::Expired => "已过期",
    },
    action: |action| match action {
        RelationAction::Accept => "接受",
        RelationAction::Decline => "拒绝",
        RelationAction::End => "结束",
    },
    answer_until: |until| format!("请在 {until} 前接受"),
    active_since: |since| format!("自 {since}"),
    expired_at: |at| format!("至 {at} 未接受"),
    closed_at: |at| format!("于 {at}"),
    end_title: "结束账单关系",
    end_means: |name| {
        format!("主账户将不能再为 {name} 付款。包含 {name} 的草稿结算任务将被释放，运行中的任务会继续完成。")
    },
};
