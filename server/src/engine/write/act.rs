//! What can be done to an account's money, by whom, and what comes of it.

use super::method::Token;
use chrono::NaiveDate;
use contract::audit::ActKind;
use contract::cycle::Cycle;
use contract::id::{AccountNumber, MethodId, PaymentId, RefundId, RelationId, TransactionId, UserId};
use contract::ledger::{Book, Channel};
use contract::money::Money;
use contract::operator::{Effects, Instruction, OperatorAct};
use contract::payment::{MethodKind, RefundEvent};
use contract::relation::RelationAction;
use contract::setting::SettingsChange;
use contract::settle::Stop;
use contract::tax_profile::NewTaxProfile;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who does it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Someone who is signed in.
    User(UserId),
    /// Someone of the platform, by name.
    Operator(String),
    /// The portal by itself: the job's name.
    Job(&'static str),
}

impl Actor {
    /// What kind of actor it is; keys of different kinds never meet.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Operator(_) => "operator",
            Self::Job(_) => "job",
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "{}/{id}", self.kind()),
            Self::Operator(name) => write!(f, "{}/{name}", self.kind()),
            Self::Job(name) => write!(f, "{}/{name}", self.kind()),
        }
    }
}

/// What is done. Its JSON is what the audit log keeps, and what a key stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// Cash arrived through a channel.
    TopUp {
        /// The channel.
        channel: Channel,
        /// How much, above nothing.
        money: Money,
    },
    /// The cycle's bills become the account's monthly bill (M2).
    Issue {
        /// The month.
        cycle: Cycle,
    },
    /// Monthly bills are paid from what the account holds (A2).
    Settle,
    /// The owner turns switches of the account (A2, A5, S14).
    ChangeSettings {
        /// Which, and which way.
        change: SettingsChange,
    },
    /// What is frozen for a running cycle follows its bills (A4).
    Accrue {
        /// The month.
        cycle: Cycle,
    },
    /// A payment succeeded: its money is in the account (P3, A4).
    Receive {
        /// The payment.
        payment: PaymentId,
        /// Through which channel.
        channel: Channel,
        /// How much.
        money: Money,
        /// The month that it was charged for, if it was charged by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cycle: Option<Cycle>,
    },
    /// The channel gave money back, or did not (item 8).
    EndRefund {
        /// The refund.
        refund: RefundId,
        /// The payment that it is of.
        payment: PaymentId,
        /// The way it went.
        channel: Channel,
        /// How much.
        money: Money,
        /// What the channel says.
        #[serde(flatten)]
        event: RefundEvent,
    },
    /// The channel gave money back without being asked: a chargeback, or a refund made there.
    TakeBack {
        /// The payment that it is of.
        payment: PaymentId,
        /// The way it went.
        channel: Channel,
        /// How much of it nobody asked for.
        money: Money,
        /// How much of the payment was given back in all, as the channel tells.
        told: Money,
    },
    /// The bank sent a transfer back, or did not (S13).
    EndReturn {
        /// The bank's id of it.
        arrival: String,
        /// For the how-manieth time it was asked to.
        attempt: i64,
        /// How much.
        money: Money,
        /// What the channel says.
        #[serde(flatten)]
        event: RefundEvent,
    },
    /// What is left of a card or a coupon expires (A6).
    Lapse {
        /// Its book.
        book: Book,
    },
    /// Monthly bills are paid from a bank transfer that arrived, in the order in which they were issued (A5).
    Remit {
        /// What arrived.
        money: Money,
    },
    /// The customer has linked a payment method at its channel (A1).
    LinkMethod {
        /// The method.
        method: MethodId,
        /// What is linked.
        kind: MethodKind,
        /// What it is charged by: it goes to its place, and into no log.
        #[serde(skip)]
        token: Token,
    },
    /// A payment method is charged when nobody says otherwise (A4).
    PreferMethod {
        /// The method.
        method: MethodId,
        /// What is linked.
        kind: MethodKind,
    },
    /// A payment method is removed.
    RemoveMethod {
        /// The method.
        method: MethodId,
        /// What was linked.
        kind: MethodKind,
    },
    /// A tax profile follows from a day to come.
    SetTaxProfile {
        /// The profile.
        profile: NewTaxProfile,
    },
    /// The account asks to pay for a member.
    InviteMember {
        /// The member.
        member: AccountNumber,
    },
    /// The account accepts, declines or ends a billing relationship.
    AnswerRelation {
        /// The relationship.
        relation: RelationId,
        /// What is done to it.
        action: RelationAction,
    },
    /// What only the platform does.
    #[serde(untagged)]
    Operate(Instruction),
}

impl Act {
    /// Whether it depends on the account's bills: then nobody may change them in the meantime.
    pub const fn reads_bills(&self) -> bool {
        match self {
            Self::Issue { .. } | Self::Settle | Self::Accrue { .. } | Self::Remit { .. } => true,
            // A charge may pay the bills of its month.
            Self::Receive { cycle, .. } => cycle.is_some(),
            Self::TopUp { .. }
            | Self::ChangeSettings { .. }
            | Self::EndRefund { .. }
            | Self::TakeBack { .. }
            | Self::EndReturn { .. }
            | Self::Lapse { .. }
            | Self::LinkMethod { .. }
            | Self::PreferMethod { .. }
            | Self::RemoveMethod { .. }
            | Self::SetTaxProfile { .. }
            | Self::InviteMember { .. }
            | Self::AnswerRelation { .. } => false,
            // Also what is not paid yet may be paid meanwhile.
            Self::Operate(instruction) => instruction.act.kind().reads_bills(),
        }
    }

    /// Which tables it is decided by and recorded in, beside the ledger and the log.
    pub(super) const fn reach(&self) -> Reach {
        match self {
            Self::TopUp { .. } => Reach::Books,
            Self::Issue { .. }
            | Self::Settle
            | Self::ChangeSettings { .. }
            | Self::Accrue { .. }
            | Self::Receive { .. }
            | Self::EndRefund { .. }
            | Self::TakeBack { .. }
            | Self::Lapse { .. }
            | Self::Remit { .. }
            | Self::LinkMethod { .. }
            | Self::PreferMethod { .. }
            | Self::RemoveMethod { .. }
            | Self::SetTaxProfile { .. } => Reach::Account,
            Self::InviteMember { .. } | Self::AnswerRelation { .. } | Self::EndReturn { .. } => {
                Reach::Everything
            }
            // A transfer belongs to no account until it is given to one.
            Self::Operate(instruction)
                if instruction.act.kind().is_of_platform()
                    || matches!(instruction.act, OperatorAct::AssignArrival { .. }) =>
            {
                Reach::Everything
            }
            Self::Operate(_) => Reach::Account,
        }
    }

    /// What kind of act it is, in the audit log and wherever people read of it.
    pub const fn kind(&self) -> ActKind {
        match self {
            Self::TopUp { .. } => ActKind::TopUp,
            Self::Issue { .. } => ActKind::Issue,
            Self::Settle => ActKind::Settle,
            Self::ChangeSettings { .. } => ActKind::ChangeSettings,
            Self::Accrue { .. } => ActKind::Accrue,
            Self::Receive { .. } => ActKind::Receive,
            Self::EndRefund { .. } => ActKind::EndRefund,
            Self::TakeBack { .. } => ActKind::TakeBack,
            Self::EndReturn { .. } => ActKind::EndReturn,
            Self::Lapse { .. } => ActKind::Lapse,
            Self::Operate(instruction) => instruction.act.kind().logged(),
            Self::Remit { .. } => ActKind::Remit,
            Self::LinkMethod { .. } => ActKind::LinkMethod,
            Self::PreferMethod { .. } => ActKind::PreferMethod,
            Self::RemoveMethod { .. } => ActKind::RemoveMethod,
            Self::SetTaxProfile { .. } => ActKind::SetTaxProfile,
            Self::InviteMember { .. } => ActKind::InviteMember,
            Self::AnswerRelation { .. } => ActKind::AnswerRelation,
        }
    }

    /// Its name in the audit log.
    pub const fn name(&self) -> &'static str {
        self.kind().name()
    }
}

/// Which tables an act is decided by and recorded in, beside the ledger and the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// None: the account's books decide.
    Books,
    /// What belongs to the account; and what no act changes that reaches no further.
    Account,
    /// More than that.
    Everything,
}

/// What the keys of transfers that arrived begin with; behind it stands the bank's id.
pub const ARRIVAL: &str = "arrival/";

/// An act on an account, under a key.
#[derive(Debug, Clone)]
pub struct Command {
    /// The organization.
    pub organization: i64,
    /// The account.
    pub account: i64,
    /// Who does it.
    pub actor: Actor,
    /// Under which it is done once; unique in the organization among actors of a kind.
    pub key: String,
    /// What is done.
    pub act: Act,
}

impl Command {
    /// The job's issue of a cycle (M2): once.
    pub fn issue(organization: i64, account: i64, cycle: Cycle) -> Self {
        let (actor, key) = (Actor::Job("issue"), format!("issue/{account}/{cycle}"));
        Self { organization, account, actor, key, act: Act::Issue { cycle } }
    }

    /// The job's settlement of an account (A2), by organization, account and the newest place of the account in the audit
    /// log: once for each state of it.
    pub fn settle((organization, account, place): (i64, i64, i64)) -> Self {
        let (actor, key) = (Actor::Job("settle"), format!("settle/{account}/{place}"));
        Self { organization, account, actor, key, act: Act::Settle }
    }

    /// Organization and account.
    pub const fn on(&self) -> (i64, i64) {
        (self.organization, self.account)
    }

    /// The key as it is kept: behind the kind of actor, so that nobody can take a key that a job will want. A transfer that
    /// arrived is booked once, also when a person and the job find out whose it is at the same time.
    pub fn kept_key(&self) -> String {
        let arrived = matches!(self.act, Act::TopUp { .. }) && self.key.starts_with(ARRIVAL);
        let kind = if arrived { Actor::Job("arrival").kind() } else { self.actor.kind() };
        format!("{kind}/{}", self.key)
    }
}

/// What came of an act.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Done {
    /// The movements, in order; none when nothing moved.
    pub transactions: Vec<TransactionId>,
    /// What was paid of monthly bills, by month.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paid: Vec<(Cycle, Money)>,
    /// Where paying ran out, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stop>,
    /// What an act of the platform changed, with what stood before and what stands after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects: Option<Effects>,
    /// The billing relationship that came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<RelationId>,
    /// Until when the monthly bill that was issued is to be paid (M2: it never changes again).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<NaiveDate>,
}
