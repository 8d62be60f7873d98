//! Tax profiles of accounts: one follows the other, none is changed (B4).

use super::write::Act;
use super::{Caller, Engine, Failure};
use crate::store::tax_profiles;
use contract::id::AccountNumber;
use contract::tax_profile::{NewTaxProfile, TaxProfiles, earliest};

impl Engine {
    /// The profiles of an account, newest first.
    pub async fn tax_profiles(
        &self,
        caller: &Caller,
        number: &AccountNumber,
    ) -> Result<TaxProfiles, Failure> {
        let (id, _) = self.account(caller, number).await?;
        let items = tax_profiles::of_account(&self.db, caller.organization_id, id).await?;
        Ok(TaxProfiles { items, earliest: earliest(self.today()) })
    }

    /// Lets a profile follow from a day to come.
    pub async fn set_tax_profile(
        &self,
        caller: &Caller,
        number: &AccountNumber,
        profile: NewTaxProfile,
    ) -> Result<TaxProfiles, Failure> {
        let (id, _) = self.account(caller, number).await?;
        let profile = profile.trimmed();
        profile.check(self.today())?;
        self.act(caller, id, Act::SetTaxProfile { profile }).await?;
        self.tax_profiles(caller, number).await
    }
}
