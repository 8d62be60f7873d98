//! Accounts, products and applications: what a bill speaks of.

use crate::id::{AccountNumber, ApplicationId, ProductCode};
use crate::money::Currency;
use serde::{Deserialize, Serialize};

/// Whether an account pays for others or is one of the others (section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AccountKind {
    /// The organization's main account.
    Main,
    /// A member account.
    Member,
}

/// Who is billed, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Number, unique in the organization.
    pub number: AccountNumber,
    /// Name as its owner writes it.
    pub name: String,
    /// Main or member.
    pub kind: AccountKind,
    /// The one currency that it is billed in.
    pub currency: Currency,
}

/// An account as a bill names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountName {
    /// Number, unique in the organization.
    pub number: AccountNumber,
    /// Name.
    pub name: String,
}

/// A product that is billed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Product {
    /// Code, unique in the organization.
    pub code: ProductCode,
    /// Name.
    pub name: String,
}

impl Product {
    /// Whether it is sent through WhatsApp: its bills speak of a WhatsApp Business Account (section 1). Told by code
    /// or name, as importers bring them.
    pub fn is_whatsapp(&self) -> bool {
        [self.code.as_str(), &self.name]
            .into_iter()
            .any(|text| text.to_ascii_lowercase().contains("whatsapp"))
    }
}

/// What used the product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Application {
    /// Id, unique in the organization.
    pub id: ApplicationId,
    /// Name.
    pub name: String,
    /// The key by which the application calls the product, if it has one.
    pub app_key: Option<String>,
    /// The WhatsApp Business Account, if the application has one.
    pub whatsapp_account: Option<String>,
}

impl Application {
    /// The WhatsApp Business Account that a bill of `product` shows: an application has one account for all of its
    /// products, and it says something of WhatsApp alone (B4, B5).
    pub fn whatsapp_account_for(&self, product: &Product) -> Option<&str> {
        self.whatsapp_account.as_deref().filter(|_| product.is_whatsapp())
    }
}
