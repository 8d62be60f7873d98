//! Path parameters: filled into an address by the client, read from it by the server.

use super::query::encode_segment;
use crate::cycle::Cycle;
use crate::id::{
    AccountNumber, BillId, MethodId, OrganizationId, PaymentId, RelationId, TransactionId, UserId, ViewId,
};
use std::str::FromStr;

/// The parameters in an endpoint's path.
pub trait PathParameters: Sized {
    /// `template` with every `{name}` filled in.
    fn fill(&self, template: &str) -> String;
    /// Reads them by name; `None` when one is missing or is no such id (the answer is "not found", always the
    /// same).
    fn read<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Option<Self>;
}

impl PathParameters for () {
    fn fill(&self, template: &str) -> String {
        template.to_owned()
    }
    fn read<'a>(_: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        Some(())
    }
}

macro_rules! id_paths {
    ($($(#[$doc:meta])* $name:ident($id:ty);)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name {
            /// The id in the address.
            pub id: $id,
        }

        impl PathParameters for $name {
            fn fill(&self, template: &str) -> String {
                template.replace("{id}", &self.id.to_string())
            }
            fn read<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
                get("id").and_then(|text| <$id>::from_str(text).ok()).map(|id| Self { id })
            }
        }
    )*};
}

id_paths! {
    /// A bill.
    BillPath(BillId);
    /// A user.
    UserPath(UserId);
    /// A saved view.
    ViewPath(ViewId);
    /// A payment.
    PaymentPath(PaymentId);
    /// A linked payment method.
    MethodPath(MethodId);
    /// A movement of the ledger.
    TransactionPath(TransactionId);
    /// A billing relationship.
    RelationPath(RelationId);
}

/// A monthly bill: an account and a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthlyBillPath {
    /// The account in the address.
    pub account: AccountNumber,
    /// The cycle in the address.
    pub cycle: Cycle,
}

impl PathParameters for MonthlyBillPath {
    fn fill(&self, template: &str) -> String {
        let account = encode_segment(self.account.as_str());
        template.replace("{account}", &account).replace("{cycle}", &self.cycle.to_string())
    }
    fn read<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let account = get("account").and_then(|text| AccountNumber::parse(text).ok())?;
        let cycle = get("cycle").and_then(|text| text.parse().ok())?;
        Some(Self { account, cycle })
    }
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountPath {
    /// The account in the address.
    pub account: AccountNumber,
}

impl PathParameters for AccountPath {
    fn fill(&self, template: &str) -> String {
        template.replace("{account}", &encode_segment(self.account.as_str()))
    }
    fn read<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let account = get("account").and_then(|text| AccountNumber::parse(text).ok())?;
        Some(Self { account })
    }
}

/// An entry of the audit log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditPath {
    /// Its place in the organization's log.
    pub place: u64,
}

impl PathParameters for AuditPath {
    fn fill(&self, template: &str) -> String {
        template.replace("{place}", &self.place.to_string())
    }
    fn read<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let text = get("place").filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
        Some(Self { place: text.parse().ok()? })
    }
}

/// An account of an organization, for those who act on all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorAccountPath {
    /// The organization in the address.
    pub organization: OrganizationId,
    /// The account in the address.
    pub account: AccountNumber,
}

impl PathParameters for OperatorAccountPath {
    fn fill(&self, template: &str) -> String {
        let account = encode_segment(self.account.as_str());
        template.replace("{organization}", &self.organization.to_string()).replace("{account}", &account)
    }
    fn read<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        let organization = get("organization").and_then(|text| text.parse().ok())?;
        let account = get("account").and_then(|text| AccountNumber::parse(text).ok())?;
        Some(Self { organization, account })
    }
}
