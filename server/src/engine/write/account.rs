//! What the owner of an account decides about it: no money moves, but the audit log says who wanted what.

use super::Store;
use super::act::Command;
use super::decide::{Decision, Moment};
use super::perform::Refusal;
use crate::store::StoreError;
use contract::setting::SettingsChange;

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
    let settings = (after != before).then_some(after);
    Ok(Ok(Decision { settings, ..Decision::default() }))
}
