//! What the portal has to have done by itself, once it is left alone for a moment.

use super::number;
use crate::base::Reader;
use crate::model::Off;
use crate::time::{Time, cycle_text};
use std::collections::{BTreeMap, BTreeSet};

/// Says what is due and not done.
pub fn look(reader: &mut Reader, time: &Time) -> Result<(), Off> {
    issued(reader, time)?;
    frozen(reader)?;
    paid(reader, time)
}

/// No bill of a cycle whose time has come waits for its issue (M2).
fn issued(reader: &mut Reader, time: &Time) -> Result<(), Off> {
    let newest = time.newest_issued();
    let from = format!("bill WHERE NOT withdrawn AND NOT issued AND cycle <= {newest} ORDER BY id LIMIT 1");
    match reader.rows(["organization_id", "account_id", "cycle"], &from).first() {
        None => Ok(()),
        Some([organization, account, cycle]) => {
            let cycle = cycle_text(number(cycle));
            Err(format!("account {account} of organization {organization}, {cycle}: not issued"))
        }
    }
}

/// What is frozen for a month is what its bills come to as long as it is not issued, less what was charged ahead (A4).
fn frozen(reader: &mut Reader) -> Result<(), Off> {
    let mut off: BTreeMap<(i64, String), i64> = BTreeMap::new();
    let open = "bill WHERE NOT withdrawn AND NOT issued GROUP BY account_id, cycle";
    for [account, cycle, sum] in reader.rows(["account_id", "cycle", "SUM(outstanding)"], open) {
        off.insert((number(&account), cycle_text(number(&cycle))), number(&sum).max(0));
    }
    let ahead = "ledger_balance WHERE book LIKE 'prepayment/%'";
    for [account, book, debits] in reader.rows(["account_id", "book", "debits"], ahead) {
        let cycle = book.trim_start_matches("prepayment/").to_owned();
        off.entry((number(&account), cycle)).and_modify(|sum| *sum = (*sum + number(&debits)).max(0));
    }
    let frozen = "ledger_balance WHERE book LIKE 'frozen/%'";
    for [account, book, debits] in reader.rows(["account_id", "book", "debits"], frozen) {
        let cycle = book.trim_start_matches("frozen/").to_owned();
        *off.entry((number(&account), cycle)).or_insert(0) += number(&debits);
    }
    match off.into_iter().find(|(_, sum)| *sum != 0) {
        None => Ok(()),
        Some(((account, cycle), sum)) => {
            Err(format!("account {account}, {cycle}: {sum} too little is frozen"))
        }
    }
}

/// No account that settles by itself owes something, has cash that is not frozen, and has credit to spend it (A2).
fn paid(reader: &mut Reader, time: &Time) -> Result<(), Off> {
    let sums = |rows: Vec<[String; 2]>| -> BTreeMap<i64, i64> {
        rows.into_iter().map(|[account, sum]| (number(&account), number(&sum))).collect()
    };
    let today = time.now().date_naive();
    // Where the clock went back before the oldest was issued, nothing is paid until it comes there again.
    let owed = format!(
        "monthly_bill WHERE outstanding > 0 GROUP BY account_id HAVING MIN(cycle) <= {}",
        time.newest_issued()
    );
    let owed = sums(reader.rows(["account_id", "SUM(outstanding)"], &owed));
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
        let free = of(&cash) - of(&frozen);
        let available = free + number(limit);
        if of(&owed) > 0 && free > 0 && available > 0 {
            let owed = of(&owed);
            return Err(format!(
                "account {account} owes {owed}, has {free} free and may spend {available}: not paid"
            ));
        }
    }
    Ok(())
}
