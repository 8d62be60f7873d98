//! What the owner of an account decides about it: no money moves, but the audit log says who wanted what.

use super::Store;
use super::act::Command;
use super::decide::{Decision, Moment};
use super::method::{self, MethodStep};
use super::refusal::Refusal;
use crate::store::StoreError;
use contract::id::{AccountNumber, MethodId, RelationId};
use contract::relation::{self, RelationAction, RelationState};
use contract::setting::{AccountSettings, SettingsChange};
use contract::tax_profile::NewTaxProfile;

/// What changes about an account beside its money.
#[derive(Debug, Clone)]
pub(super) enum OwnerChange {
    /// How its switches stand from now on.
    Settings(AccountSettings),
    /// The tax profile that follows.
    TaxProfile(NewTaxProfile),
    /// It invites a member, by id.
    Invited(i64),
    /// A relation of it comes into a state.
    Relation(RelationId, RelationState),
    /// What becomes of a payment method of it.
    Method(MethodId, MethodStep),
}

impl From<OwnerChange> for Decision {
    fn from(change: OwnerChange) -> Self {
        Self { owner: Some(change), ..Self::default() }
    }
}

/// Turns switches (A2, A5, S14). How they stand already is no change.
pub(super) async fn change_settings<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    change: SettingsChange,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let (organization, account) = (command.organization, command.account);
    let terms = tx.credit_control(organization, account, moment.currency, moment.today).await?;
    if let Some((setting, block)) = change.blocked(terms.as_ref()) {
        return Ok(Err(Refusal::Blocked(setting, block)));
    }
    let before = tx.settings(organization, account).await?;
    let after = change.apply(before);
    if after == before {
        return Ok(Ok(Decision::default()));
    }
    Ok(Ok(OwnerChange::Settings(after).into()))
}

/// Lets a tax profile follow from a day to come. The same one again is no change.
pub(super) async fn set_tax_profile<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    profile: &NewTaxProfile,
) -> Result<Result<Decision, Refusal>, StoreError> {
    if profile.check(moment.today).is_err() {
        return Ok(Err(Refusal::InvalidProfile));
    }
    let newest = tx.tax_profiles(command.organization, command.account).await?;
    if newest.first().is_some_and(|newest| profile.is(newest)) {
        return Ok(Ok(Decision::default()));
    }
    Ok(Ok(OwnerChange::TaxProfile(profile.clone()).into()))
}

/// The main account asks to pay for a member.
pub(super) async fn invite<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    member: &AccountNumber,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let organization = command.organization;
    let main = tx.account(organization, command.account).await?;
    let found = tx.account_numbered(organization, member).await?;
    let (Some(main), Some((id, member))) = (main, found) else { return Ok(Err(Refusal::NoAccount)) };
    if let Some(block) = relation::block(&main, &member) {
        return Ok(Err(Refusal::NotRelated(block)));
    }
    let relations = tx.relations_of(organization, id).await?;
    let open = |row: &crate::store::relations::RelationRow| {
        row.relation.state.at(moment.now, row.relation.expires_at).is_open()
    };
    if relations.iter().any(open) {
        return Ok(Err(Refusal::NotRelated(relation::RelationBlock::Related)));
    }
    Ok(Ok(OwnerChange::Invited(id).into()))
}

/// Accepts, declines or ends a relation of the account.
pub(super) async fn answer<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    id: RelationId,
    action: RelationAction,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let found = tx.relation(command.organization, id).await?;
    let Some(row) = found.filter(|row| row.member == command.account) else {
        return Ok(Err(Refusal::NoAccount));
    };
    let state = row.relation.state.at(moment.now, row.relation.expires_at);
    Ok(match state.after(action) {
        Ok(next) => Ok(OwnerChange::Relation(id, next).into()),
        Err(relation::NotInThisState) => Err(Refusal::NotInThisState),
    })
}

/// Writes a change down. `relation` is the id of the invitation, if it is one.
pub(super) async fn record<C: Store>(
    tx: &mut C,
    command: &Command,
    change: &OwnerChange,
    relation: Option<RelationId>,
    now: i64,
) -> Result<(), StoreError> {
    let (organization, account) = (command.organization, command.account);
    match (change, relation) {
        (OwnerChange::Settings(settings), _) => tx.set_settings(organization, account, *settings).await,
        (OwnerChange::TaxProfile(profile), _) => tx.follow_with(organization, account, profile).await,
        (OwnerChange::Method(id, step), _) => {
            method::record(tx, (organization, account), (*id, step), now).await
        }
        (OwnerChange::Relation(id, state), _) => tx.move_relation(organization, *id, *state, now).await,
        (OwnerChange::Invited(member), Some(id)) => {
            let invited = chrono::DateTime::from_timestamp_micros(now).unwrap_or_default();
            let expires = relation::expiry(invited).timestamp_micros();
            tx.add_relation(organization, id, (account, *member), (now, expires)).await
        }
        (OwnerChange::Invited(_), None) => Err(StoreError::Corrupt("an invitation without an id".to_owned())),
    }
}
