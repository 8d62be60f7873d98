//! Endpoints of the funding account: what an account pays from, and how (A1).

use super::AccountPath;
use super::endpoint::endpoints;
use crate::funding::Funding;
use crate::permission::{Access, Permission};
use crate::setting::SettingsChange;

const VIEW: Access = Access::Allowed(Permission::ViewFunding);
const SET: Access = Access::Allowed(Permission::ChangeSettings);

endpoints! {
    /// Everything that an account has to pay from, and what it agreed to (A1).
    GetFunding = Get "/api/v1/accounts/{account}/funding", VIEW, { path: AccountPath, response: Funding, }

    /// Changes how an account's bills are paid by themselves (A2, A5, S14). Turning automatic settlement on pays its oldest unsettled bills.
    ChangeSettings = Patch "/api/v1/accounts/{account}/settings", SET, {
        path: AccountPath, body: SettingsChange, response: Funding,
    }
}
