//! Tax profiles: what stands on a bill about its payer, and from when to when (B4).
//!
//! A profile is never changed: a new one follows it from a day to come, so that a bill of the past stays what it was.

use crate::rule::{Check, FieldError, Rule};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The longest legal name, in characters.
pub const LEGAL_NAME_MAX_CHARS: usize = 200;
/// The longest tax number.
pub const TAX_NUMBER_MAX_CHARS: usize = 40;
/// The longest address.
pub const ADDRESS_MAX_CHARS: usize = 400;
/// The longest contact.
pub const CONTACT_MAX_CHARS: usize = 200;

/// The tax profile of an account, and the days on which it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaxProfile {
    /// First day on which it holds.
    pub valid_from: NaiveDate,
    /// Last day on which it holds; none: until another one follows.
    pub valid_to: Option<NaiveDate>,
    /// Legal name.
    pub legal_name: String,
    /// Tax number.
    pub tax_number: String,
    /// Address.
    pub address: String,
    /// Contact.
    pub contact: String,
}

/// The tax profiles of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaxProfiles {
    /// Newest first.
    pub items: Vec<TaxProfile>,
    /// The first day from which another one can hold.
    pub earliest: NaiveDate,
}

/// A tax profile that is to hold from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewTaxProfile {
    /// First day on which it holds: tomorrow at the earliest, in the billing time zone.
    pub valid_from: NaiveDate,
    /// Legal name.
    pub legal_name: String,
    /// Tax number.
    pub tax_number: String,
    /// Address.
    pub address: String,
    /// Contact; may be empty.
    pub contact: String,
}

/// The first day from which a profile can hold that is set today: bills of today stay as they are.
pub fn earliest(today: NaiveDate) -> NaiveDate {
    today.succ_opt().unwrap_or(NaiveDate::MAX)
}

impl NewTaxProfile {
    /// Everything that is wrong with it on this day.
    pub fn check(&self, today: NaiveDate) -> Result<(), Vec<FieldError>> {
        let mut check = Check::default();
        check.require("legal_name", &self.legal_name);
        check.require("tax_number", &self.tax_number);
        check.require("address", &self.address);
        for (field, text, max) in [
            ("legal_name", &self.legal_name, LEGAL_NAME_MAX_CHARS),
            ("tax_number", &self.tax_number, TAX_NUMBER_MAX_CHARS),
            ("address", &self.address, ADDRESS_MAX_CHARS),
            ("contact", &self.contact, CONTACT_MAX_CHARS),
        ] {
            check.at_most(field, text, max);
            if text.chars().any(char::is_control) {
                check.refuse(field, Rule::ControlCharacters);
            }
        }
        let first = earliest(today);
        if self.valid_from < first {
            check.refuse("valid_from", Rule::NotBefore { value: first.to_string() });
        }
        check.done()
    }

    /// The same without spaces around its texts.
    #[must_use]
    pub fn trimmed(self) -> Self {
        let trim = |text: String| text.trim().to_owned();
        Self {
            valid_from: self.valid_from,
            legal_name: trim(self.legal_name),
            tax_number: trim(self.tax_number),
            address: trim(self.address),
            contact: trim(self.contact),
        }
    }

    /// Whether a profile says the same and holds from the same day.
    pub fn is(&self, profile: &TaxProfile) -> bool {
        (self.valid_from, &self.legal_name, &self.tax_number, &self.address, &self.contact)
            == (
                profile.valid_from,
                &profile.legal_name,
                &profile.tax_number,
                &profile.address,
                &profile.contact,
            )
    }
}
