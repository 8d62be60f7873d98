//! The audit log: it only grows, and holds every acknowledged act once.

use super::{number, same};
use crate::base::Reader;
use crate::model::{Model, Off};
use serde_json::Value;
use std::collections::BTreeMap;

/// Hashes of the entries that were seen, by organization, first to last.
pub type Chains = BTreeMap<i64, Vec<String>>;

/// Who the commands of a history come from.
const ACTOR: &str = "operator/desk";
/// What stands before the keys of operators.
const KIND: &str = "operator/";

/// Follows the log, and compares it with what was told.
pub fn look(reader: &mut Reader, model: &Model, chains: &mut Chains) -> Result<(), Off> {
    let columns = [
        "organization_id",
        "place",
        "sha256",
        "previous_sha256",
        "actor",
        "account_id",
        "idempotency_key",
        "input",
        "outcome",
    ];
    let rows = reader.rows(columns, "audit_entry ORDER BY organization_id, place");
    let mut now = Chains::new();
    let mut keys = 0;
    for [organization, place, sha256, previous, actor, account, key, input, outcome] in &rows {
        let organization = number(organization);
        let chain = now.entry(organization).or_default();
        let what = format!("audit entry {place} of organization {organization}");
        same(&format!("{what}: its place"), number(place), chain.len() as i64 + 1)?;
        if *previous != chain.last().cloned().unwrap_or_default() {
            return Err(format!("{what} does not follow the entry before"));
        }
        chain.push(sha256.clone());
        if actor == ACTOR {
            keys += 1;
            known(model, organization, key, number(account), [input, outcome])
                .map_err(|off| format!("{what}: {off}"))?;
        }
    }
    let done = model.keys.values().filter(|asked| asked.done.is_some()).count();
    same("acts in the audit log, against those that were acknowledged", keys, done as i64)?;
    for (organization, chain) in chains.iter() {
        let longer = now.get(organization).map(Vec::as_slice).unwrap_or_default();
        if !longer.starts_with(chain) {
            return Err(format!("the audit log of organization {organization} does not extend what it was"));
        }
    }
    for [organization, place, sha256] in reader.rows(["organization_id", "place", "sha256"], "audit_chain") {
        let chain = now.get(&number(&organization)).map(Vec::as_slice).unwrap_or_default();
        if (number(&place), sha256.as_str()) != (chain.len() as i64, chain.last().map_or("", String::as_str))
        {
            return Err(format!(
                "the audit log of organization {organization} ends at {place}, its head says otherwise"
            ));
        }
    }
    *chains = now;
    Ok(())
}

/// An entry is what was asked and what was answered.
fn known(
    model: &Model,
    organization: i64,
    kept_key: &str,
    account: i64,
    said: [&String; 2],
) -> Result<(), Off> {
    let key = kept_key.strip_prefix(KIND).unwrap_or(kept_key);
    let asked = model.keys.get(&(organization, key.to_owned()));
    let Some((wish, answer)) = asked.and_then(|asked| asked.done.as_ref()) else {
        return Err(format!("nobody was told that {key} was done ({asked:?})"));
    };
    let [input, outcome] = said.map(|text| serde_json::from_str::<Value>(text).unwrap_or_default());
    if (account, &input, &outcome) != (wish.account, &wish.act, answer) {
        return Err(format!("it says {input} and {outcome}, but {wish:?} was answered with {answer}"));
    }
    Ok(())
}
