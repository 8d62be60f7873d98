//! What the portal has to have done by itself, once it is left alone for a moment.

use super::number;
use crate::base::Reader;
use crate::model::{Model, Off};
use crate::time::{Time, cycle_text};
use std::collections::{BTreeMap, BTreeSet};

/// Says what is due and not done.
pub fn look(reader: &mut Reader, model: &Model, time: &Time) -> Result<(), Off> {
    issued(reader, model, time)?;
    paid(reader, time)
}

/// Every cycle whose time has come has its monthly bill (M2).
fn issued(reader: &mut Reader, model: &Model, time: &Time) -> Result<(), Off> {
    let columns = ["m.organization_id", "a.number", "m.cycle"];
    let from =
        "monthly_bill m JOIN account a ON a.organization_id = m.organization_id AND a.id = m.account_id";
    let there: BTreeSet<_> = reader
        .rows(columns, from)
        .into_iter()
        .map(|[organization, account, cycle]| (number(&organization), account, number(&cycle)))
        .collect();
    // The cycle before the one that is issued next is the newest issued one.
    let newest = time.cycle() - if time.next_issue_is_of_this_cycle() { 1 } else { 2 };
    for ((organization, _, cycle), accounts) in &model.delivered {
        for account in accounts.keys() {
            let place = (*organization, account.clone(), *cycle);
            if *cycle <= newest && !there.contains(&place) {
                return Err(format!(
                    "{account} of organization {organization}, {}: not issued",
                    cycle_text(*cycle)
                ));
            }
        }
    }
    Ok(())
}

/// No account that settles by itself owes something, has cash, and has credit to spend it (A2).
fn paid(reader: &mut Reader, time: &Time) -> Result<(), Off> {
    let sums = |rows: Vec<[String; 2]>| -> BTreeMap<i64, i64> {
        rows.into_iter().map(|[account, sum]| (number(&account), number(&sum))).collect()
    };
    let today = time.now().date_naive();
    let owed = sums(reader.rows(["account_id", "SUM(outstanding)"], "monthly_bill GROUP BY account_id"));
    let cash = sums(reader.rows(["account_id", "-debits"], "ledger_balance WHERE book = 'cash'"));
    let frozen = "ledger_balance WHERE book LIKE 'frozen/%' GROUP BY account_id";
    let frozen = sums(reader.rows(["account_id", "SUM(-debits)"], frozen));
    let off = "account_setting WHERE NOT automatic UNION ALL SELECT CAST(account_id AS TEXT) FROM hold";
    let off: BTreeSet<i64> =
        reader.rows(["account_id"], off).iter().map(|[account]| number(account)).collect();
    let terms = format!("credit_control WHERE valid_from <= '{today}' ORDER BY account_id, valid_from");
    let terms = reader.rows(["account_id", "credit_limit", "ended", "special_agreement"], &terms);
    // The newest counts.
    let terms: BTreeMap<i64, [String; 4]> = terms.into_iter().map(|row| (number(&row[0]), row)).collect();
    for (account, [_, limit, ended, special]) in &terms {
        let of = |sums: &BTreeMap<i64, i64>| sums.get(account).copied().unwrap_or(0);
        let flagged = [ended, special].into_iter().any(|flag| ["1", "true"].contains(&flag.as_str()));
        if flagged || off.contains(account) {
            continue;
        }
        let available = of(&cash) + number(limit) - of(&frozen);
        if of(&owed) > 0 && of(&cash) > 0 && available > 0 {
            let (owed, cash) = (of(&owed), of(&cash));
            return Err(format!(
                "account {account} owes {owed}, has {cash} and may spend {available}: not paid"
            ));
        }
    }
    Ok(())
}
