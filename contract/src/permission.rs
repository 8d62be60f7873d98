//! Who may do what: roles × permissions, one table for the browser's buttons, the server's guard and the tests.
//!
//! The platform operator is another level: they belong to no organization, and have no permission of its people.

use serde::{Deserialize, Serialize};

/// What someone who signs in is (section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// Everything in the organization: users, relations, tax profile.
    SuperAdministrator,
    /// Unified settlement for the accounts given to them.
    SettlementAdministrator,
    /// Their accounts' bills, payments and own tasks.
    FinanceUser,
    /// Looks, and changes nothing.
    Viewer,
    /// Of the platform, not of an organization: acts on accounts, and sees no page of theirs.
    PlatformOperator,
}

/// Something that not everyone may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See the bills of one's accounts.
    ViewBills,
    /// Export and download the bills of one's accounts.
    ExportBills,
    /// See which files were delivered and what was found in them.
    ViewDeliveries,
    /// Add users, change their role and accounts.
    ManageUsers,
    /// See balances, terms and movements of one's accounts.
    ViewFunding,
    /// Change how the bills of one's accounts are paid by themselves.
    ChangeSettings,
    /// See in the audit log what was done to one's accounts.
    ViewAudit,
    /// Check that nothing in the audit log was changed.
    CheckAudit,
    /// Top accounts up, and link what pays for them.
    MakePayments,
    /// Act on accounts of every organization: terms, cards, coupons, refunds, credit notes, calendars.
    Operate,
    /// Set tax profiles, and invite members.
    ManageAccounts,
    /// Accept, decline and end billing relationships for one's accounts.
    AnswerRelations,
}

/// Who may call an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone, signed in or not.
    Public,
    /// Anyone who is signed in.
    SignedIn,
    /// Those whose role has the permission.
    Allowed(Permission),
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::SuperAdministrator,
        Self::SettlementAdministrator,
        Self::FinanceUser,
        Self::Viewer,
        Self::PlatformOperator,
    ];

    /// The roles that the people of an organization have.
    pub const OF_ORGANIZATION: [Self; 4] =
        [Self::SuperAdministrator, Self::SettlementAdministrator, Self::FinanceUser, Self::Viewer];

    /// The name on the command line, in JSON and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SuperAdministrator => "super-administrator",
            Self::SettlementAdministrator => "settlement-administrator",
            Self::FinanceUser => "finance-user",
            Self::Viewer => "viewer",
            Self::PlatformOperator => "platform-operator",
        }
    }

    /// The role with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether the role has the permission.
    pub const fn may(self, permission: Permission) -> bool {
        match (self, permission) {
            (Self::PlatformOperator, permission) => matches!(permission, Permission::Operate),
            (_, Permission::Operate) => false,
            (_, Permission::ViewBills | Permission::ExportBills | Permission::ViewFunding) => true,
            (Self::Viewer, Permission::MakePayments) => false,
            (_, Permission::MakePayments) => true,
            (Self::SuperAdministrator, Permission::ManageUsers | Permission::ViewDeliveries) => true,
            (Self::SettlementAdministrator | Self::FinanceUser, Permission::ViewDeliveries) => true,
            (Self::Viewer, Permission::ViewDeliveries) => false,
            (Self::SettlementAdministrator | Self::FinanceUser | Self::Viewer, Permission::ManageUsers) => {
                false
            }
            (Self::SuperAdministrator | Self::FinanceUser, Permission::ChangeSettings) => true,
            (Self::SettlementAdministrator | Self::Viewer, Permission::ChangeSettings) => false,
            (Self::Viewer, Permission::ViewAudit) => false,
            (_, Permission::ViewAudit) => true,
            (role, Permission::CheckAudit) => matches!(role, Self::SuperAdministrator),
            (Self::SuperAdministrator, Permission::ManageAccounts) => true,
            (_, Permission::ManageAccounts) => false,
            (Self::SuperAdministrator | Self::FinanceUser, Permission::AnswerRelations) => true,
            (_, Permission::AnswerRelations) => false,
        }
    }
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 12] = [
        Self::ViewBills,
        Self::ExportBills,
        Self::ViewDeliveries,
        Self::ManageUsers,
        Self::ViewFunding,
        Self::ChangeSettings,
        Self::ViewAudit,
        Self::CheckAudit,
        Self::MakePayments,
        Self::Operate,
        Self::ManageAccounts,
        Self::AnswerRelations,
    ];
}

impl Access {
    /// Whether someone with this role (none: not signed in) may call.
    pub fn admits(self, role: Option<Role>) -> bool {
        match (self, role) {
            (Self::Public, _) | (Self::SignedIn, Some(_)) => true,
            (Self::Allowed(permission), Some(role)) => role.may(permission),
            (Self::SignedIn | Self::Allowed(_), None) => false,
        }
    }
}

/// Which accounts of the organization a user sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AccountScope {
    /// All of them, also those that come later.
    All,
    /// Only these.
    Only(Vec<crate::id::AccountNumber>),
}
