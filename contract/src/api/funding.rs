//! Endpoints of the funding account: what an account pays from, and how (A1).

use super::endpoint::endpoints;
use super::{AccountPath, CSV, XLSX};
use crate::funding::Funding;
use crate::permission::{Access, Permission};
use crate::setting::SettingsChange;
use crate::statement::{StatementFilter, StatementPage, StatementQuery};
use crate::tax_profile::{NewTaxProfile, TaxProfiles};

const VIEW: Access = Access::Allowed(Permission::ViewFunding);
const MANAGE: Access = Access::Allowed(Permission::ManageAccounts);
const SET: Access = Access::Allowed(Permission::ChangeSettings);

endpoints! {
    /// Everything that an account has to pay from, and what it agreed to (A1).
    GetFunding = Get "/api/v1/accounts/{account}/funding", VIEW, { path: AccountPath, response: Funding, }

    /// Changes how an account's bills are paid by themselves (A2, A5, S14). Turning automatic settlement on pays its oldest unsettled bills.
    ChangeSettings = Patch "/api/v1/accounts/{account}/settings", SET, {
        path: AccountPath, body: SettingsChange, response: Funding,
    }

    /// The movements of an account, newest first, with the running balance of a book (A1).
    GetStatement = Get "/api/v1/accounts/{account}/statement", VIEW, {
        path: AccountPath, query: StatementQuery, response: StatementPage,
    }

    /// The movements that are filtered, as Excel, oldest first.
    ExportStatementXlsx = Get "/api/v1/accounts/{account}/statement/export.xlsx", VIEW, {
        path: AccountPath, query: StatementFilter,
        file: XLSX,
    }

    /// The movements that are filtered, as CSV, oldest first.
    ExportStatementCsv = Get "/api/v1/accounts/{account}/statement/export.csv", VIEW, {
        path: AccountPath, query: StatementFilter, file: CSV,
    }

    /// The tax profiles of an account, newest first.
    ListTaxProfiles = Get "/api/v1/accounts/{account}/tax-profiles", VIEW, {
        path: AccountPath, response: TaxProfiles,
    }

    /// Sets the tax profile of an account from a day to come; what was before stays.
    SetTaxProfile = Post "/api/v1/accounts/{account}/tax-profiles", MANAGE, {
        path: AccountPath, body: NewTaxProfile, response: TaxProfiles,
    }
}
