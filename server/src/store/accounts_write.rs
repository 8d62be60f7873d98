//! Accounts, their tax profiles, products and applications, as rows to be written in bulk.

use super::bulk::{Rows, Table};
use chrono::NaiveDate;
use contract::account::AccountKind;
use contract::money::Currency;

static ACCOUNT: Table =
    Table { name: "account", columns: &["organization_id", "id", "number", "name", "kind", "currency"] };

static TAX_PROFILE: Table = Table {
    name: "tax_profile",
    columns: &[
        "organization_id",
        "account_id",
        "valid_from",
        "valid_to",
        "legal_name",
        "tax_number",
        "address",
        "contact",
    ],
};

static PRODUCT: Table = Table { name: "product", columns: &["organization_id", "id", "code", "name"] };

static APPLICATION: Table = Table {
    name: "application",
    columns: &["organization_id", "id", "code", "name", "app_key", "whatsapp_account"],
};

/// An account to be written.
#[derive(Debug, Clone, Copy)]
pub struct AccountRow<'a> {
    /// Organization.
    pub organization: i64,
    /// Id.
    pub id: i64,
    /// Number.
    pub number: &'a str,
    /// Name.
    pub name: &'a str,
    /// Main or member.
    pub kind: AccountKind,
    /// Currency.
    pub currency: Currency,
}

/// A tax profile to be written.
#[derive(Debug, Clone, Copy)]
pub struct TaxProfileRow<'a> {
    /// Organization.
    pub organization: i64,
    /// Account.
    pub account: i64,
    /// First and last day on which it holds; no last day: for good.
    pub valid: (NaiveDate, Option<NaiveDate>),
    /// Legal name.
    pub legal_name: &'a str,
    /// Tax number.
    pub tax_number: &'a str,
    /// Address.
    pub address: &'a str,
    /// Contact.
    pub contact: &'a str,
}

/// An application to be written.
#[derive(Debug, Clone, Copy)]
pub struct ApplicationRow<'a> {
    /// Organization.
    pub organization: i64,
    /// Id.
    pub id: i64,
    /// Id as people know it.
    pub code: &'a str,
    /// Name.
    pub name: &'a str,
    /// The key by which it calls products.
    pub app_key: Option<&'a str>,
    /// WhatsApp Business Account.
    pub whatsapp_account: Option<&'a str>,
}

/// No accounts yet.
pub const fn accounts() -> Rows {
    Rows::new(&ACCOUNT)
}

/// No tax profiles yet.
pub const fn tax_profiles() -> Rows {
    Rows::new(&TAX_PROFILE)
}

/// No products yet; see [`add_product`].
pub const fn products() -> Rows {
    Rows::new(&PRODUCT)
}

/// No applications yet.
pub const fn applications() -> Rows {
    Rows::new(&APPLICATION)
}

impl AccountRow<'_> {
    /// Adds the account to `rows`, made by [`accounts`].
    pub fn add_to(&self, rows: &mut Rows) {
        let kind = match self.kind {
            AccountKind::Main => "main",
            AccountKind::Member => "member",
        };
        rows.whole(self.organization).whole(self.id).text(self.number).text(self.name).text(kind);
        rows.text(self.currency.code());
    }
}

impl TaxProfileRow<'_> {
    /// Adds the profile to `rows`, made by [`tax_profiles`].
    pub fn add_to(&self, rows: &mut Rows) {
        let (from, to) = self.valid;
        rows.whole(self.organization).whole(self.account).shown(from).maybe_shown(to);
        rows.text(self.legal_name).text(self.tax_number).text(self.address).text(self.contact);
    }
}

impl ApplicationRow<'_> {
    /// Adds the application to `rows`, made by [`applications`].
    pub fn add_to(&self, rows: &mut Rows) {
        rows.whole(self.organization).whole(self.id).text(self.code).text(self.name);
        rows.maybe_text(self.app_key).maybe_text(self.whatsapp_account);
    }
}

/// Adds a product to `rows`, made by [`products`].
pub fn add_product(rows: &mut Rows, organization: i64, id: i64, (code, name): (&str, &str)) {
    rows.whole(organization).whole(id).text(code).text(name);
}
