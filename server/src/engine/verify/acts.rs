//! What the audit log says was agreed, against how it stands: when a monthly bill was issued and until when it is to be
//! paid (M2), an account's switches (A2, A5, S14), and its terms of credit.
//!
//! Terms that no act speaks of came with the account.

use crate::engine::write::{Act, Done};
use crate::store::StoreError;
use crate::store::acts_audit::{AuditActs, LoggedSettings, LoggedTerms};
use crate::store::ledger_audit::{LoggedEntry, LoggedMonthly};
use chrono::NaiveDate;
use contract::calendar::{CreditControl, PaymentPeriod};
use contract::operator::TermsChange;
use contract::setting::AccountSettings;
use std::collections::{BTreeMap, BTreeSet};

/// When a monthly bill was issued, in microseconds, and until when it is to be paid.
type Issue = (i64, Option<NaiveDate>);

/// What acts come to, one after the other.
#[derive(Debug, Default)]
pub(super) struct Acts {
    /// By account and month as it is stored.
    issues: BTreeMap<(i64, i64), Issue>,
    settings: BTreeMap<i64, AccountSettings>,
    /// By account and first day.
    terms: BTreeMap<(i64, NaiveDate), TermsChange>,
}

impl Acts {
    /// Takes in a sound entry.
    pub(super) fn see(&mut self, entry: &LoggedEntry) {
        let speaks_of_terms = entry.outcome.contains("\"terms\"");
        if !matches!(entry.act.as_str(), "issue" | "change_settings") && !speaks_of_terms {
            return;
        }
        let Ok(done) = serde_json::from_str::<Done>(&entry.outcome) else { return };
        match serde_json::from_str(&entry.input) {
            Ok(Act::Issue { cycle }) => {
                let month = (entry.account_id, i64::from(cycle.index()));
                self.issues.insert(month, (entry.at, done.due_date));
            }
            Ok(Act::ChangeSettings { change }) => {
                let settings = self.settings.entry(entry.account_id).or_default();
                *settings = change.apply(*settings);
            }
            _ => {}
        }
        let changes =
            done.effects.into_iter().flat_map(|effects| effects.terms.into_iter().chain(effects.later_terms));
        self.terms.extend(changes.map(|change| ((entry.account_id, change.valid_from), change)));
    }
}

/// Says what is off.
pub(super) async fn look<C: AuditActs + Send>(
    tx: &mut C,
    organization: i64,
    acts: &Acts,
    monthly: &[LoggedMonthly],
) -> Result<Vec<String>, StoreError> {
    let mut off: Vec<String> = monthly.iter().filter_map(|monthly| issue_off(acts, monthly)).collect();
    let known: BTreeSet<(i64, i64)> = monthly.iter().map(|bill| (bill.account_id, bill.cycle)).collect();
    let lost = acts.issues.keys().filter(|month| !known.contains(month));
    off.extend(lost.map(|(account, cycle)| {
        format!("account {account}, cycle {cycle}: it was issued, but the monthly bill is gone")
    }));
    let settings = tx.logged_settings(organization).await?;
    off.extend(settings_off(acts, &settings));
    let terms = tx.logged_terms(organization).await?;
    off.extend(terms_off(acts, &terms));
    Ok(off)
}

fn issue_off(acts: &Acts, monthly: &LoggedMonthly) -> Option<String> {
    let LoggedMonthly { account_id, cycle, issued_at, due_date, .. } = monthly;
    let why = match acts.issues.get(&(*account_id, *cycle)) {
        None => "no entry of the audit log issues it".to_owned(),
        Some((at, _)) if at != issued_at => {
            format!("it is kept as issued at {issued_at}, but that was at {at}")
        }
        Some((_, due)) if due.map(|day| day.to_string()) != *due_date => {
            let day = |day: Option<String>| day.unwrap_or_else(|| "no day".to_owned());
            let (kept, due) = (day(due_date.clone()), day(due.map(|due| due.to_string())));
            format!("it is kept as due on {kept}, but was issued as due on {due}")
        }
        Some(_) => return None,
    };
    Some(format!("account {account_id}, cycle {cycle}: {why}"))
}

fn settings_off(acts: &Acts, kept: &[LoggedSettings]) -> Vec<String> {
    let mut left = acts.settings.clone();
    let mut off = Vec::new();
    for row in kept {
        let LoggedSettings { account_id, automatic, settle_past_bills, remittance } = *row;
        let kept = AccountSettings { automatic, settle_past_bills, remittance };
        if left.remove(&account_id).unwrap_or_default() != kept {
            off.push(format!("account {account_id}: its settings are not what the audit log says"));
        }
    }
    let lost = left.into_iter().filter(|(_, settings)| *settings != AccountSettings::default());
    off.extend(lost.map(|(account, _)| format!("account {account}: its settings are gone")));
    off
}

fn terms_off(acts: &Acts, kept: &[LoggedTerms]) -> Vec<String> {
    let mut left: BTreeMap<(i64, String), &TermsChange> =
        acts.terms.iter().map(|((account, from), change)| ((*account, from.to_string()), change)).collect();
    let mut off = Vec::new();
    for row in kept {
        let said = left.remove(&(row.account_id, row.valid_from.clone()));
        if said.is_some_and(|said| !stands(row, said)) {
            let LoggedTerms { account_id, valid_from, .. } = row;
            off.push(format!(
                "account {account_id}: its terms from {valid_from} on are not what the audit log says"
            ));
        }
    }
    off.extend(
        left.into_keys()
            .map(|(account, from)| format!("account {account}: its terms from {from} on are gone")),
    );
    off
}

/// Whether terms are kept as they were agreed. What an end leaves behind of the terms before does not matter.
fn stands(row: &LoggedTerms, said: &TermsChange) -> bool {
    let Some(terms) = said.after else { return row.ended };
    let CreditControl { limit, settlement_cycle, payment_period, special_agreement, directly_contracted } =
        terms;
    let (business_days, days) = match payment_period {
        PaymentPeriod::Business(days) => (true, days),
        PaymentPeriod::Calendar(days) => (false, days),
    };
    let agreed = LoggedTerms {
        account_id: row.account_id,
        valid_from: row.valid_from.clone(),
        ended: false,
        credit_limit: limit.minor(),
        settlement_cycle: settlement_cycle.name().to_owned(),
        business_days,
        days: days.into(),
        special_agreement,
        directly_contracted,
        calendar: said.calendar.clone(),
    };
    agreed == *row
}
