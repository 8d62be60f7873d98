//! A hand in what came in through channels is found, and named: payments, charges, transfers, repayments.

use crate::payments::{book, until};
use crate::rows::top_up;
use crate::webhooks::tell;
use crate::world::{OWN, World, email, story};
use contract::permission::Role;
use serde_json::{Value, json};

/// What a hand does, and what is said of it first.
const HANDS: [(&str, &str); 20] = [
    (
        "UPDATE payment SET amount = amount + 1 WHERE purpose = 'top_up' AND channel = 'bank_card' AND PAID",
        "books something else",
    ),
    (
        "UPDATE payment SET account_id = account_id + 1 WHERE purpose = 'top_up' AND channel = 'bank_card' AND PAID",
        "books it on account",
    ),
    (
        "UPDATE payment SET channel = 'paypal' WHERE purpose = 'top_up' AND channel = 'bank_card' AND PAID",
        "books something else",
    ),
    (
        "UPDATE payment SET channel = 'pigeon' WHERE purpose = 'top_up' AND channel = 'bank_card' AND PAID",
        "its channel can't be read",
    ),
    (
        "UPDATE payment SET is_final = FALSE WHERE purpose = 'top_up' AND channel = 'bank_card' AND PAID",
        "as if it were not",
    ),
    (
        "UPDATE payment SET state = REPLACE(state, 'succeeded', 'canceled') WHERE purpose = 'top_up' AND channel = 'bank_card' AND PAID",
        "it is canceled, but audit entry",
    ),
    (
        "UPDATE payment SET state = '{\"is\":\"succeeded\",\"at\":\"2026-11-15T00:00:00Z\",\"late\":false}' WHERE state LIKE '%declined%' AND purpose = 'top_up'",
        "nothing was booked for it",
    ),
    (
        "UPDATE payment SET id = id + 1000 WHERE purpose = 'top_up' AND channel = 'bank_card' AND PAID",
        "nothing was booked for it",
    ),
    ("DELETE FROM payment WHERE purpose = 'top_up' AND channel = 'bank_card' AND PAID", "which is not there"),
    (
        "UPDATE payment SET crossing = 9 WHERE purpose = 'charge' AND PAID",
        "it is paid, but no attempt at it succeeded",
    ),
    ("UPDATE charge SET amount = amount + 1 WHERE state = 'paid'", "it is over 1231"),
    ("UPDATE charge SET state = 'due' WHERE state = 'paid'", "it is due, but an attempt at it succeeded"),
    ("UPDATE charge SET state = 'paid' WHERE state = 'due'", "it is paid, but no attempt at it succeeded"),
    ("UPDATE charge SET state = 'sent' WHERE state = 'due'", "no attempt at it is under way"),
    ("UPDATE charge SET failed_attempts = 0 WHERE state = 'due'", "1 attempts at it failed, but it says 0"),
    ("DELETE FROM charge WHERE state = 'due'", "an attempt at a charge that is not there"),
    ("UPDATE arrival SET amount = amount + 1, payment_id = NULL WHERE booked", "transfer arr-1: audit entry"),
    ("UPDATE arrival SET amount = amount + 1 WHERE booked", "1231 arrived for it, but it says 1230"),
    ("UPDATE arrival SET owner_id = 0 WHERE booked", "transfer arr-1: it is booked, but nobody's"),
    (
        "UPDATE arrival SET reference = 'thank you', payment_id = NULL WHERE booked",
        "it is succeeded, but no transfer arrived",
    ),
];
/// Hands in repayments: what each movement pays is sealed, so it is named at its entry, or at its bill.
const REPAID: [(&str, &str); 4] = [
    ("UPDATE repayment SET amount = amount + 1 WHERE source = 'cash'", "its hash does not fit"),
    (
        "UPDATE repayment SET account_id = account_id - 1 WHERE source = 'cash'",
        "was repaid, but its repayments come to",
    ),
    ("UPDATE monthly_bill SET taken_over = taken_over + 1", "was repaid, but its repayments come to"),
    ("DELETE FROM repayment WHERE source = 'cash'", "its hash does not fit"),
];

/// A payment of the page, on which somebody picks something.
async fn pay(world: &World, token: &str, account: &str, (key, choice, state): (&str, &str, &str)) {
    let call = world.call("POST", "/api/v1/payments").cookie(token).json(&top_up(account, key));
    let payment = call.send().await.done().json();
    world.pick(payment["state"]["next"]["address"].as_str().unwrap(), choice).await;
    until(world, token, payment["id"].as_str().unwrap(), state).await;
}

/// October is charged on one account, where a charge of the other one fails; it is issued and paid, by what was charged
/// and by a top-up; a transfer arrives.
async fn money_comes_in(world: &World) -> String {
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    world.linked(&token, "ownmark-1", "visa-4242").await;
    world.linked(&token, "ownmark-2", "visa-0002").await;
    assert_eq!(world.engine.run_charges().await.unwrap().attempts, 2);
    for _ in 0..500 {
        let open = world.count("SELECT COUNT(*) FROM payment WHERE NOT is_final").await;
        if open == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(book(world, "prepayment/2026-10").await, -1_230);
    world.engine.run_settlement().await.unwrap();
    let sibling = world.sibling_bill.number();
    let organization = sibling >> 40;
    world
        .hand(&format!(
            "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, \
             settlement_cycle, business_days, days, special_agreement) \
             VALUES ({organization}, {sibling}, '2020-01-01', FALSE, 0, 'monthly', FALSE, 30, FALSE);"
        ))
        .await;
    pay(world, &token, "ownmark-1", ("verify-approved-0001", "approve", "succeeded")).await;
    pay(world, &token, "ownmark-1", ("verify-declined-0001", "decline", "declined")).await;
    pay(world, &token, "ownmark-2", ("verify-approved-0002", "approve", "succeeded")).await;
    world.engine.run_settlement().await.unwrap();
    let body = json!({ "key": "verify-transfer-0001", "account": "ownmark-1", "channel": "bank_transfer",
        "amount": { "currency": "USD", "value": "12.30" } });
    let begun = world.call("POST", "/api/v1/payments").cookie(&token).json(&body).send().await.done().json();
    let reference: &Value = &begun["state"]["next"]["reference"];
    let arrived = json!({ "notice": "arrived", "arrival": "arr-1", "reference": reference, "payer": "Quayside",
        "money": { "currency": "USD", "value": "12.30" } });
    tell(world, &arrived).await.done();
    token
}

/// Tables that hands are laid on, children first.
const TABLES: [&str; 6] = ["payment_event", "payment", "charge", "arrival", "repayment", "monthly_bill"];

story! {
    async fn a7_every_hand_in_what_came_in_is_named(world: World) {
        money_comes_in(&world).await;
        assert_eq!(world.count("SELECT COUNT(*) FROM repayment").await, 2);
        let verified = world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
        for table in TABLES {
            world.hand(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
        }
        let paid = "state LIKE '%succeeded%' AND account_id = (SELECT MIN(account_id) FROM payment)";
        for (hand, words) in HANDS.into_iter().chain(REPAID) {
            // What was heard is nobody's business here.
            world.hand("DELETE FROM payment_event").await;
            world.hand(&hand.replace("PAID", paid)).await;
            let found = world.engine.verify().await.unwrap();
            let first = found.findings.first().unwrap_or_else(|| panic!("{hand} was not found"));
            assert!(first.contains(words), "{hand}: {first}");
            for table in TABLES {
                world.hand(&format!("DELETE FROM {table}")).await;
            }
            for table in TABLES.into_iter().rev() {
                world.hand(&format!("INSERT INTO {table} SELECT * FROM kept_{table}")).await;
            }
        }
        let verified = world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
    }
}
