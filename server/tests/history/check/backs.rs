//! What went back: refunds through channels and what was taken back, against what the sandbox gave back; transfers that were
//! nobody's, against what was said of them.

use super::{number, same};
use crate::backs::PAYER;
use crate::base::Reader;
use crate::model::{Model, Off, minor};
use crate::sandbox::Sandbox;
use contract::id::PaymentId;
use std::collections::{BTreeMap, BTreeSet};

/// What is gone from accounts through channels, by account, in cents.
pub type Gone = BTreeMap<i64, i64>;

const ARRIVED: &str = "state LIKE '%\"succeeded\"%' OR state LIKE '%\"taken_back\"%'";

/// What the portal says that was given back of each payment: account and cents.
fn said(reader: &mut Reader) -> BTreeMap<String, (i64, i64)> {
    let from = format!("payment_refund WHERE {ARRIVED} GROUP BY payment_id, account_id");
    let rows = reader.rows(["payment_id", "account_id", "SUM(amount)"], &from);
    let said = rows.into_iter().map(|[id, account, sum]| {
        (PaymentId::new(number(&id)).to_string(), (number(&account), number(&sum)))
    });
    said.collect()
}

/// What the portal says that was given back of each payment of another amount: it is nobody's, and no account's.
fn unbooked(reader: &mut Reader) -> BTreeMap<String, i64> {
    let rows = reader.rows(["id", "state"], "payment WHERE state LIKE '%\"other_amount\"%'");
    let said = rows.into_iter().map(|[id, state]| {
        let state: serde_json::Value = serde_json::from_str(&state).unwrap();
        (PaymentId::new(number(&id)).to_string(), minor(&state["refunded"]))
    });
    said.collect()
}

/// Says what is still on its way, or not heard of.
pub fn at_rest(reader: &mut Reader, (model, sandbox): (&Model, &Sandbox)) -> Result<(), Off> {
    if let Some([id]) = reader.rows(["id"], "payment_refund WHERE NOT is_final ORDER BY id LIMIT 1").first() {
        return Err(format!("refund {id} is on its way"));
    }
    let back = "arrival WHERE return_state LIKE '%\"under_way\"%' ORDER BY id LIMIT 1";
    if let Some([id]) = reader.rows(["id"], back).first() {
        return Err(format!("transfer {id} is on its way back"));
    }
    let strays = reader.rows(["COUNT(*)"], &format!("arrival WHERE payer LIKE '{PAYER} %'"));
    same("transfers without a reference", number(&strays[0][0]), model.strays as i64)?;
    gone(reader, (model, sandbox)).map(drop)
}

/// What is gone from accounts: of each payment what the sandbox gave back.
pub fn gone(reader: &mut Reader, (model, sandbox): (&Model, &Sandbox)) -> Result<Gone, Off> {
    let (said, unbooked) = (said(reader), unbooked(reader));
    let ids: BTreeSet<&String> = said.keys().chain(unbooked.keys()).chain(model.disputed.keys()).collect();
    let mut gone = Gone::new();
    for id in ids {
        let booked = said.get(id).map(|(_, cents)| *cents);
        let cents = booked.or_else(|| unbooked.get(id).copied()).unwrap_or(0);
        same(&format!("what was given back of {id}, against the sandbox"), cents, sandbox.given_back(id))?;
    }
    for (account, cents) in said.into_values() {
        *gone.entry(account).or_insert(0) += cents;
    }
    Ok(gone)
}

/// Each transfer without a reference is one account's or went back, as it was said; and never both.
pub fn transfers(reader: &mut Reader, model: &Model) -> Result<(), Off> {
    let both = reader.rows(["id"], "arrival WHERE is_returned AND (booked OR owner_id <> 0)");
    if let Some([id]) = both.first() {
        return Err(format!("transfer {id} went back, and is somebody's"));
    }
    let mut wanted: BTreeMap<i64, i64> = BTreeMap::new();
    let done = model.keys.values().filter_map(|asked| asked.done.as_ref());
    for (wish, outcome) in done.filter(|(wish, _)| wish.act["act"] == "assign_arrival") {
        *wanted.entry(wish.account).or_insert(0) += minor(&outcome["effects"]["arrival"]["money"]);
    }
    let from = format!("arrival WHERE booked AND payer LIKE '{PAYER} %' GROUP BY account_id");
    let there = reader.rows(["account_id", "SUM(amount)"], &from);
    let there: BTreeMap<i64, i64> =
        there.into_iter().map(|[account, sum]| (number(&account), number(&sum))).collect();
    if there == wanted { Ok(()) } else { Err(format!("transfers assigned: {there:?}, not {wanted:?}")) }
}
