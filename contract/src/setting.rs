//! Account settings: what an account's owner switches on, and what stands against it (A2, A5, S14).

use crate::calendar::CreditControl;
use crate::rule::{Check, FieldError, Rule};
use serde::{Deserialize, Serialize};

/// A switch of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Setting {
    /// *Automatic settlement*: issued bills are paid by themselves (A2).
    Automatic,
    /// *Settle past bills*: a refund may pay bills of earlier months (S14).
    SettlePastBills,
    /// *Automatically pay monthly bills*: a bank transfer that arrives pays bills (A5).
    Remittance,
}

/// How an account's switches stand. Without a choice: automatic settlement, nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountSettings {
    /// *Automatic settlement* (A2).
    pub automatic: bool,
    /// *Settle past bills* (S14).
    pub settle_past_bills: bool,
    /// *Automatically pay monthly bills* (A5).
    pub remittance: bool,
}

/// A change of an account's switches: what is absent stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettingsChange {
    /// *Automatic settlement* (A2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automatic: Option<bool>,
    /// *Settle past bills* (S14).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settle_past_bills: Option<bool>,
    /// *Automatically pay monthly bills* (A5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remittance: Option<bool>,
}

/// Why a switch can't be turned on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingBlock {
    /// The account is not on credit control: its default payment method is charged (A4).
    NoCreditControl,
    /// The account is contracted through somebody else (S14).
    NotDirectlyContracted,
}

impl Default for AccountSettings {
    fn default() -> Self {
        Self { automatic: true, settle_past_bills: false, remittance: false }
    }
}

impl AccountSettings {
    /// How a switch stands.
    pub const fn is_on(&self, setting: Setting) -> bool {
        match setting {
            Setting::Automatic => self.automatic,
            Setting::SettlePastBills => self.settle_past_bills,
            Setting::Remittance => self.remittance,
        }
    }

    /// Whether a switch is on and does something under these terms: a term that ended, or changed hands, takes it along.
    pub fn works(&self, setting: Setting, terms: Option<&CreditControl>) -> bool {
        self.is_on(setting) && setting.block(terms).is_none()
    }

    /// Whether issued bills are paid by themselves from what the account holds (A2). Without credit control they always
    /// are: the switch is not for such accounts.
    pub fn settles(&self, terms: Option<&CreditControl>) -> bool {
        terms.is_none_or(|terms| self.automatic && !terms.special_agreement)
    }

    /// Whether a bank transfer that arrives pays monthly bills (A5). Where they are paid by themselves anyway, that comes in
    /// its own order.
    pub fn remits(&self, terms: Option<&CreditControl>) -> bool {
        self.works(Setting::Remittance, terms) && !self.settles(terms)
    }
}

impl Setting {
    /// Every switch.
    pub const ALL: [Self; 3] = [Self::Automatic, Self::SettlePastBills, Self::Remittance];

    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::SettlePastBills => "settle_past_bills",
            Self::Remittance => "remittance",
        }
    }

    /// Why it can't be turned on for an account with these terms: all of them are for accounts on credit control,
    /// *Settle past bills* only for those contracted directly (S14).
    pub fn block(self, terms: Option<&CreditControl>) -> Option<SettingBlock> {
        let Some(terms) = terms else { return Some(SettingBlock::NoCreditControl) };
        let needs_contract = self == Self::SettlePastBills;
        (needs_contract && !terms.directly_contracted).then_some(SettingBlock::NotDirectlyContracted)
    }

    /// A change of this switch alone.
    pub fn turned(self, on: bool) -> SettingsChange {
        let mut change = SettingsChange::default();
        *self.of(&mut change) = Some(on);
        change
    }

    fn of(self, change: &mut SettingsChange) -> &mut Option<bool> {
        match self {
            Self::Automatic => &mut change.automatic,
            Self::SettlePastBills => &mut change.settle_past_bills,
            Self::Remittance => &mut change.remittance,
        }
    }
}

impl SettingBlock {
    /// The rule that it is.
    pub const fn rule(self) -> Rule {
        match self {
            Self::NoCreditControl => Rule::NeedsCreditControl,
            Self::NotDirectlyContracted => Rule::NeedsDirectContract,
        }
    }
}

impl SettingsChange {
    /// What it makes of the switches.
    pub fn apply(&self, to: AccountSettings) -> AccountSettings {
        AccountSettings {
            automatic: self.automatic.unwrap_or(to.automatic),
            settle_past_bills: self.settle_past_bills.unwrap_or(to.settle_past_bills),
            remittance: self.remittance.unwrap_or(to.remittance),
        }
    }

    /// The switches that it turns on although something stands against it. Turning off is always allowed.
    pub fn blocked(&self, terms: Option<&CreditControl>) -> Option<(Setting, SettingBlock)> {
        let mut change = *self;
        Setting::ALL.into_iter().find_map(|setting| {
            let on = *setting.of(&mut change) == Some(true);
            setting.block(terms).filter(|_| on).map(|block| (setting, block))
        })
    }

    /// What is wrong with it for an account with these terms.
    pub fn check(&self, terms: Option<&CreditControl>) -> Result<(), Vec<FieldError>> {
        let mut check = Check::default();
        if let Some((setting, block)) = self.blocked(terms) {
            check.refuse(setting.name(), block.rule());
        }
        check.done()
    }
}
