//! What is asked of the door, as the JSON of an act, and the same with something wrong.

use crate::dice::Dice;
use crate::portal::Wish;
use crate::time::cycle_text;
use serde_json::{Value, json};

/// Products of the deliveries, and one that there is not.
const PRODUCTS: [&str; 4] = ["Storage", "Messages", "Voice", "Nothing"];
/// Acts that put money into an account, or are worth money to it.
const GIVES: [&str; 4] = ["top_up", "refund", "grant_coupon", "grant_card"];

fn money(cents: u64) -> Value {
    json!({ "currency": "USD", "value": format!("{}.{:02}", cents / 100, cents % 100) })
}

pub fn top_up(dice: &mut Dice) -> Value {
    let channel = *dice.pick(&["bank_transfer", "alipay", "bank_card"]);
    json!({ "act": "top_up", "channel": channel, "money": money(dice.between(1, 20_000)) })
}

fn past_month(dice: &mut Dice, cycle: i64) -> String {
    cycle_text(cycle - i64::try_from(dice.between(0, 3)).unwrap())
}

pub fn refund(dice: &mut Dice, cycle: i64) -> Value {
    let month = past_month(dice, cycle);
    json!({ "act": "refund", "month": month, "money": money(dice.between(1, 2_000)), "reason": "history" })
}

pub fn credit_note(dice: &mut Dice, cycle: i64) -> Value {
    let (month, money) = (past_month(dice, cycle), money(dice.between(1, 3_000)));
    json!({ "act": "credit_note", "month": month, "bill": null, "money": money, "reason": "history" })
}

fn products(dice: &mut Dice) -> Value {
    if dice.one_in(2) { json!("all") } else { json!({ "only": [dice.pick(&PRODUCTS)] }) }
}

/// Over soon: the clock jumps by months here.
pub fn coupon(dice: &mut Dice, cycle: i64) -> Value {
    let last = cycle + i64::try_from(dice.between(0, 3)).unwrap();
    let (from, to) = (format!("{}-01", cycle_text(cycle)), format!("{}-28", cycle_text(last)));
    json!({ "act": "grant_coupon", "money": money(dice.between(1, 4_000)), "valid_from": from, "valid_to": to,
        "products": products(dice), "reason": "history" })
}

pub fn card(dice: &mut Dice, cycle: i64) -> Value {
    let (first, months) = (dice.between(0, 3), dice.between(0, 3));
    let first = cycle - i64::try_from(first).unwrap();
    let (from, to) = (cycle_text(first), cycle_text(first + i64::try_from(months).unwrap()));
    json!({ "act": "grant_card", "money": money(dice.between(1, 8_000)), "valid_from": from, "valid_to": to,
        "products": products(dice), "orders": [], "reason": "history" })
}

/// The same with something wrong.
pub fn bad(dice: &mut Dice, mut wish: Wish) -> Wish {
    match dice.between(0, 4) {
        0 => wish.account = 0,
        1 => wish.act["money"]["value"] = json!("0.00"),
        2 => wish.act["money"]["value"] = json!("-1.00"),
        _ => wish.act["money"]["currency"] = json!("EUR"),
    }
    wish
}

/// So much of a payment goes back through its channel.
pub fn send_back(payment: &str, cents: u64) -> Value {
    json!({ "act": "refund_payment", "payment": payment, "money": money(cents), "reason": "history" })
}

/// A transfer that is nobody's is an account's.
pub fn assign(arrival: &str) -> Value {
    json!({ "act": "assign_arrival", "arrival": arrival, "reason": "history" })
}

/// It goes back to whoever sent it.
pub fn give_up(arrival: &str) -> Value {
    json!({ "act": "return_arrival", "arrival": arrival, "reason": "history" })
}

/// An account is left out of automatic settlement from a day on, or is not any more (A2).
pub fn agree(day: &str, excluded: bool) -> Value {
    json!({ "act": "set_special_agreement", "valid_from": day, "special_agreement": excluded, "reason": "history" })
}

/// Whether a rule says no to it, whatever stands in the books.
pub fn is_refused(wish: &Wish) -> bool {
    let money = &wish.act["money"];
    let above_nothing =
        money["value"].as_str().is_some_and(|value| !value.starts_with('-') && value != "0.00");
    let sound = money.is_null() || (above_nothing && money["currency"] == "USD");
    // The platform's own account has the number 0, and nobody else's.
    !sound || (wish.account == 0 && wish.organization != 0)
}

/// By which rules an act may be refused, as books and clock stand: field and rule. Nothing else is an expected answer.
pub fn may_be_refused(wish: &Wish, why: &str) -> bool {
    let rules: &[&str] = match wish.act["act"].as_str().unwrap_or_default() {
        // Only what was charged in money can be given back, and only of a month that has its bill.
        "refund" => &["amount/above_charge", "month/not_issued"],
        "credit_note" => &["amount/above_bill", "month/not_issued"],
        // The clock went past it; or past the end of all that it could pay.
        "grant_coupon" => &["valid_to/expired", "products/unknown_value"],
        "grant_card" => &["valid_to/expired", "products/unknown_value", "orders/names_no_order"],
        // It was given back already, or spent, or never came.
        "refund_payment" => {
            &["amount/above_charge", "amount/above_cash", "payment/not_paid", "payment/not_back"]
        }
        // Somebody else was quicker.
        "assign_arrival" | "return_arrival" => &["arrival/not_waiting"],
        // What is past never changes.
        "set_special_agreement" => &["valid_from/not_before", "valid_from/no_credit_terms"],
        _ => &[],
    };
    rules.contains(&why)
}

/// What it is worth to the account, in minor units. Of a credit note only the books know; of a transfer the answer says it.
pub fn gives(wish: &Wish, outcome: &Value) -> i64 {
    if wish.act["act"] == "assign_arrival" {
        return crate::model::minor(&outcome["effects"]["arrival"]["money"]);
    }
    let gives = GIVES.iter().any(|act| wish.act["act"] == *act);
    if gives { crate::model::minor(&wish.act["money"]) } else { 0 }
}
