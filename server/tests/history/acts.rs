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

/// Whether a rule says no to it, whatever stands in the books.
pub fn is_refused(wish: &Wish) -> bool {
    let money = &wish.act["money"];
    let above_nothing =
        money["value"].as_str().is_some_and(|value| !value.starts_with('-') && value != "0.00");
    !above_nothing || money["currency"] != "USD" || wish.account == 0
}

/// Whether a rule may say no to it, as books and clock stand: only what was charged can be given back, what has expired is
/// given to nobody.
pub fn may_be_refused(wish: &Wish) -> bool {
    wish.act["act"] != "top_up"
}

/// What it is worth to the account, in minor units. Of a credit note only the books know.
pub fn gives(wish: &Wish) -> i64 {
    let gives = GIVES.iter().any(|act| wish.act["act"] == *act);
    if gives { crate::model::minor(&wish.act["money"]) } else { 0 }
}
