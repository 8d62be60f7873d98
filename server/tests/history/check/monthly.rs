//! Monthly bills: balances that add up, nothing paid twice over, and what was issued stays.

use super::{Books, number, same};
use crate::base::Reader;
use crate::model::{Model, Off};
use crate::time::cycle_text;
use std::collections::{BTreeMap, BTreeSet};

/// What an issue froze, by account and cycle: consumption, number of bills, time and due date.
pub type Frozen = BTreeMap<(i64, i64), [String; 4]>;

pub fn look(reader: &mut Reader, books: &Books, frozen: &mut Frozen) -> Result<(), Off> {
    let amounts =
        ["consumption", "outstanding", "processing", "settled", "canceled", "credited", "taken_over"];
    let [consumption, outstanding, processing, settled, canceled, credited, taken_over] = amounts;
    let bills = bill_sums(reader);
    let repaid = reader.rows(["account_id", "cycle", "SUM(amount)"], "repayment GROUP BY account_id, cycle");
    let repaid: BTreeMap<_, _> = repaid
        .into_iter()
        .map(|[account, cycle, sum]| ((number(&account), number(&cycle)), number(&sum)))
        .collect();
    let columns = [
        "account_id",
        "cycle",
        consumption,
        outstanding,
        processing,
        settled,
        canceled,
        credited,
        taken_over,
        "prepaid_cover",
        "bills",
        "issued_at",
        "due_date",
    ];
    for row in reader.rows(columns, "monthly_bill ORDER BY account_id, cycle") {
        let place = (number(&row[0]), number(&row[1]));
        let what = format!("monthly bill of account {}, {}", place.0, cycle_text(place.1));
        let [consumption, outstanding, processing, settled, canceled, credited, taken_over, prepaid] =
            std::array::from_fn(|at| number(&row[at + 2]));
        let parts = outstanding + processing + settled + canceled;
        same(&format!("{what}: the four balances add up to"), parts, consumption)?;
        if outstanding < 0 || processing < 0 || settled > consumption {
            return Err(format!("{what}: {settled} of {consumption} is paid, {outstanding} is outstanding"));
        }
        let paid = repaid.get(&place).copied().unwrap_or(0);
        let by_records = paid + prepaid + taken_over - credited;
        same(&format!("{what}: settled, against its records"), settled, by_records)?;
        let sums = [consumption, outstanding, processing, settled, canceled];
        if bills.get(&place) != Some(&sums) {
            return Err(format!("{what}: {sums:?}, but its bills come to {:?}", bills.get(&place)));
        }
        let book = |name: &str| {
            let book = format!("{name}/{}", cycle_text(place.1));
            books.get(&(place.0, book)).copied().unwrap_or(0)
        };
        same(&format!("{what}: outstanding, against the ledger"), outstanding, book("receivable"))?;
        same(&format!("{what}: processing, against the ledger"), processing, book("processing"))?;
        let now = [&row[2], &row[10], &row[11], &row[12]].map(Clone::clone);
        let before = frozen.entry(place).or_insert_with(|| now.clone());
        if *before != now {
            return Err(format!("{what}: it was issued as {before:?}, and is {now:?} now"));
        }
    }
    Ok(())
}

/// Consumption, outstanding, processing, settled and canceled of bills, by account and cycle.
fn bill_sums(reader: &mut Reader) -> BTreeMap<(i64, i64), [i64; 5]> {
    let columns = [
        "account_id",
        "cycle",
        "SUM(consumption)",
        "SUM(outstanding)",
        "SUM(processing)",
        "SUM(settled)",
        "SUM(canceled)",
    ];
    let rows = reader.rows(columns, "bill WHERE NOT withdrawn GROUP BY account_id, cycle");
    let sums = rows.into_iter().map(|row| {
        let place = (number(&row[0]), number(&row[1]));
        (place, std::array::from_fn(|at| number(&row[at + 2])))
    });
    sums.collect()
}

/// Organization, account and month of usage.
type Usage = (i64, String, i64);

/// What was ever given back of a month's usage: by credit notes on its bills, and by refunds of that month or of later ones,
/// where it may have been adjusted.
fn given_back(reader: &mut Reader, months: &BTreeSet<Usage>) -> BTreeMap<Usage, i64> {
    let columns = ["c.organization_id", "a.number", "b.usage_cycle", "SUM(c.open + c.paid)"];
    let from = "credit_note c JOIN bill b ON b.organization_id = c.organization_id AND b.id = c.bill_id \
        JOIN account a ON a.organization_id = b.organization_id AND a.id = b.account_id \
        GROUP BY c.organization_id, a.number, b.usage_cycle";
    let mut given: BTreeMap<Usage, i64> = BTreeMap::new();
    for [organization, account, cycle, sum] in reader.rows(columns, from) {
        given.insert((number(&organization), account, number(&cycle)), number(&sum));
    }
    let columns = ["t.organization_id", "a.number", "p.book", "SUM(-p.debit)"];
    let from = "ledger_transaction t JOIN ledger_posting p ON p.organization_id = t.organization_id \
        AND p.transaction_id = t.id JOIN account a ON a.organization_id = t.organization_id AND a.id = t.account_id \
        WHERE t.kind = 'refund' AND p.book LIKE 'refund/%' GROUP BY t.organization_id, a.number, p.book";
    for [organization, account, book, sum] in reader.rows(columns, from) {
        let refunded = |of: &&Usage| {
            (of.0, of.1.as_str()) == (number(&organization), account.as_str())
                && book.strip_prefix("refund/").is_some_and(|month| month >= cycle_text(of.2).as_str())
        };
        for of in months.iter().filter(refunded) {
            *given.entry(of.clone()).or_default() += number(&sum);
        }
    }
    given
}

/// Bills of a month's usage, with what adjusts them in later months, come to what the newest delivery says (M2). What was
/// given back of it otherwise is not given back again: so far they may come to more.
pub fn delivered(reader: &mut Reader, model: &Model) -> Result<(), Off> {
    let columns =
        ["b.organization_id", "b.billing_account", "b.usage_cycle", "a.number", "SUM(b.consumption)"];
    let from = "bill b JOIN account a ON a.organization_id = b.organization_id AND a.id = b.account_id \
        WHERE NOT b.withdrawn GROUP BY b.organization_id, b.billing_account, b.usage_cycle, a.number";
    let mut there: BTreeMap<_, BTreeMap<String, i64>> = BTreeMap::new();
    let mut months = BTreeSet::new();
    for [organization, payer, cycle, account, sum] in reader.rows(columns, from) {
        let place = (number(&organization), payer, number(&cycle));
        months.insert((place.0, account.clone(), place.2));
        there.entry(place).or_default().insert(account, number(&sum));
    }
    let given = given_back(reader, &months);
    for (place, wanted) in &model.delivered {
        let found = there.get(place).cloned().unwrap_or_default();
        let accounts: BTreeSet<&String> = found.keys().chain(wanted.keys()).collect();
        let is_off = |account: &&String| {
            let sum = |of: &BTreeMap<String, i64>| of.get(*account).copied().unwrap_or_default();
            let given = given.get(&(place.0, (*account).clone(), place.2)).copied().unwrap_or_default();
            !(0..=given).contains(&(sum(&found) - sum(wanted)))
        };
        if accounts.iter().any(is_off) {
            let cycle = cycle_text(place.2);
            return Err(format!(
                "{} of organization {}, {cycle}: {found:?}, but {wanted:?} came in",
                place.1, place.0
            ));
        }
    }
    Ok(())
}

/// Switches stand as they were turned last.
pub fn switches(reader: &mut Reader, model: &Model) -> Result<(), Off> {
    const SWITCHES: [&str; 3] = ["automatic", "remittance", "settle_past_bills"];
    let [automatic, remittance, past] = SWITCHES;
    let rows = reader.rows(["account_id", automatic, remittance, past], "account_setting");
    let mut there: BTreeMap<(i64, &str), bool> = BTreeMap::new();
    for [account, switches @ ..] in rows {
        for (name, on) in SWITCHES.into_iter().zip(switches) {
            there.insert((number(&account), name), ["1", "true"].contains(&on.as_str()));
        }
    }
    for ((account, setting), may) in &model.switches {
        let stands = there.get(&(*account, *setting)).copied().unwrap_or(*setting == automatic);
        if !may.contains(&stands) {
            return Err(format!("account {account}: {setting} is {stands}, not {may:?}"));
        }
    }
    Ok(())
}
