//! Billing relationships: the tie main → member that lets the main account pay for the member (section 1).
//!
//! Invited → active → ended; an invitation may also be declined, taken back, or expire by itself. What is over never comes
//! back: a new invitation is a new relation.

use crate::account::{Account, AccountKind, AccountName};
use crate::id::{AccountNumber, RelationId};
use crate::rule::Rule;
use chrono::{DateTime, Days, Utc};
use serde::{Deserialize, Serialize};

/// How long an invitation can be accepted, in days.
pub const INVITATION_DAYS: u64 = 14;

/// How a relation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RelationState {
    /// The main account has asked; the member has not answered.
    Invited,
    /// The main account may pay for the member.
    Active,
    /// It was active, or the invitation was taken back.
    Ended,
    /// The member said no.
    Declined,
    /// Nobody answered in time.
    Expired,
}

/// What can be done to a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RelationAction {
    /// The member says yes.
    Accept,
    /// The member says no.
    Decline,
    /// Either side ends it: drafts that name the member are freed, running tasks finish.
    End,
}

/// The state does not allow the action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotInThisState;

impl RelationState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Invited, Self::Active, Self::Ended, Self::Declined, Self::Expired];

    /// The name in JSON and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Ended => "ended",
            Self::Declined => "declined",
            Self::Expired => "expired",
        }
    }

    /// The state with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// How it stands at a moment: an invitation that can't be accepted any more has expired.
    #[must_use]
    pub fn at(self, now: DateTime<Utc>, expires_at: DateTime<Utc>) -> Self {
        if self == Self::Invited && now >= expires_at { Self::Expired } else { self }
    }

    /// What an action makes of it.
    pub const fn after(self, action: RelationAction) -> Result<Self, NotInThisState> {
        match (self, action) {
            (Self::Invited, RelationAction::Accept) => Ok(Self::Active),
            (Self::Invited, RelationAction::Decline) => Ok(Self::Declined),
            (Self::Invited | Self::Active, RelationAction::End) => Ok(Self::Ended),
            (Self::Active | Self::Ended | Self::Declined | Self::Expired, _) => Err(NotInThisState),
        }
    }

    /// Whether it stands in the way of another invitation.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Invited | Self::Active)
    }
}

impl RelationAction {
    /// Every action.
    pub const ALL: [Self; 3] = [Self::Accept, Self::Decline, Self::End];

    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Decline => "decline",
            Self::End => "end",
        }
    }
}

/// A billing relationship.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Relation {
    /// Id.
    pub id: RelationId,
    /// Who pays.
    pub main: AccountName,
    /// For whom.
    pub member: AccountName,
    /// How it stands.
    pub state: RelationState,
    /// When the main account asked.
    pub invited_at: DateTime<Utc>,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// When the member said yes.
    pub accepted_at: Option<DateTime<Utc>>,
    /// When it was declined or ended.
    pub closed_at: Option<DateTime<Utc>>,
}

/// An invitation of the organization's main account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// The main account.
    pub main: AccountNumber,
    /// The member account.
    pub member: AccountNumber,
}

/// What is done to a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RelationAnswer {
    /// What.
    pub action: RelationAction,
}

/// Which of the two accounts a rule speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationSide {
    /// The main account.
    Main,
    /// The member account.
    Member,
}

impl RelationSide {
    /// The name of its field.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Member => "member",
        }
    }
}

/// Why two accounts can't be tied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationBlock {
    /// The one that is to pay is no main account.
    NotMain,
    /// The one that is to be paid for is no member account.
    NotMember,
    /// They are billed in different currencies: money never crosses them.
    OtherCurrency(crate::money::Currency),
    /// The member has a relation that is invited or active.
    Related,
}

impl RelationBlock {
    /// The field that it speaks of, and the rule that it is.
    pub fn rule(self) -> (RelationSide, Rule) {
        match self {
            Self::NotMain => (RelationSide::Main, Rule::NotAMainAccount),
            Self::NotMember => (RelationSide::Member, Rule::NotAMemberAccount),
            Self::OtherCurrency(currency) => {
                (RelationSide::Member, Rule::OtherAccountCurrency { value: currency.code().to_owned() })
            }
            Self::Related => (RelationSide::Member, Rule::AlreadyRelated),
        }
    }
}

/// Why the main account can't invite the member, what stands between them aside.
pub fn block(main: &Account, member: &Account) -> Option<RelationBlock> {
    if main.kind != AccountKind::Main {
        Some(RelationBlock::NotMain)
    } else if member.kind != AccountKind::Member {
        Some(RelationBlock::NotMember)
    } else if main.currency != member.currency {
        Some(RelationBlock::OtherCurrency(main.currency))
    } else {
        None
    }
}

/// Until when an invitation can be accepted.
pub fn expiry(invited_at: DateTime<Utc>) -> DateTime<Utc> {
    invited_at.checked_add_days(Days::new(INVITATION_DAYS)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
