//! The checks can fail: whatever somebody changes in the data behind the server's back is noticed, and so is an
//! acknowledged act that is not there.

use crate::check::{self, Seen};
use crate::history::History;
use crate::portal::{Answer, Wish};
use crate::site::{Engine, Site};
use crate::tally::Tally;
use serde_json::json;

/// A hand in the data: what it does, how, and how it is undone.
const HANDS: [(&str, &str, &str); 9] = [
    (
        "a cent more in one posting",
        "UPDATE ledger_posting SET debit = debit + 1 WHERE book = 'cash' AND transaction_id = (SELECT MAX(transaction_id) \
         FROM ledger_posting WHERE book = 'cash')",
        "UPDATE ledger_posting SET debit = debit - 1 WHERE book = 'cash' AND transaction_id = (SELECT MAX(transaction_id) \
         FROM ledger_posting WHERE book = 'cash')",
    ),
    (
        "a balance that is not what its postings come to",
        "UPDATE ledger_balance SET debits = debits - 1 WHERE book = 'consumption'",
        "UPDATE ledger_balance SET debits = debits + 1 WHERE book = 'consumption'",
    ),
    (
        "an amount that is paid twice",
        "UPDATE repayment SET amount = amount * 2",
        "UPDATE repayment SET amount = amount / 2",
    ),
    (
        "a monthly bill that is paid further than its bills",
        "UPDATE monthly_bill SET consumption = consumption + 1, settled = settled + 1",
        "UPDATE monthly_bill SET consumption = consumption - 1, settled = settled - 1",
    ),
    (
        "a due date that is put off",
        "UPDATE monthly_bill SET due_date = '9' || due_date",
        "UPDATE monthly_bill SET due_date = SUBSTR(due_date, 2)",
    ),
    (
        "a bill that is more than what came in",
        "UPDATE bill SET consumption = consumption + 1, outstanding = outstanding + 1 \
         WHERE cycle = (SELECT MAX(cycle) FROM bill)",
        "UPDATE bill SET consumption = consumption - 1, outstanding = outstanding - 1 \
         WHERE cycle = (SELECT MAX(cycle) FROM bill)",
    ),
    (
        "an entry that says something else",
        "UPDATE audit_entry SET outcome = outcome || ' ' , input = '{}' WHERE act = 'top_up'",
        "",
    ),
    (
        "an entry under another key",
        "UPDATE audit_entry SET idempotency_key = 'operator/x' || idempotency_key WHERE act = 'top_up'",
        "",
    ),
    (
        "a log that was cut",
        "UPDATE audit_chain SET place = place - 1",
        "UPDATE audit_chain SET place = place + 1",
    ),
];

fn notices(engine: Engine) {
    let Some(site) = Site::open(engine, &format!("{}-mutation", engine.name())) else { return };
    let mut history = History::begin(&site, 7, Tally::default()).unwrap();
    // Round by round until something was paid from cash.
    history.round().unwrap();
    let mut last = Seen::default();
    for (what, hand, undo) in HANDS {
        let before = history.look(&mut last);
        assert!(before.is_ok(), "before {what}: {before:?}");
        let saved = history
            .base
            .open()
            .rows(["organization_id", "place", "idempotency_key", "input", "outcome"], "audit_entry");
        history.base.tamper(hand);
        let noticed = history.look(&mut last);
        assert!(noticed.is_err(), "{what} is not noticed");
        println!("{what}: {}", noticed.unwrap_err());
        if undo.is_empty() {
            for [organization, place, key, input, outcome] in saved {
                history.base.tamper(&format!(
                    "UPDATE audit_entry SET idempotency_key = '{key}', input = '{input}', outcome = '{outcome}' \
                     WHERE organization_id = {organization} AND place = {place}"
                ));
            }
        } else {
            history.base.tamper(undo);
        }
    }
    lost(&history, &mut last);
}

/// Somebody was told that it was done, and it is not there.
fn lost(history: &History<'_>, last: &mut Seen) {
    let account = &history.accounts[0];
    let money = json!({ "currency": "USD", "value": "1.00" });
    let wish = Wish {
        organization: account.organization,
        account: account.id,
        key: "lost".to_owned(),
        act: json!({ "act": "top_up", "channel": "alipay", "money": money }),
    };
    let mut model = history.shared.model.lock().unwrap();
    model.asks(&wish);
    model.hears(&wish, &Answer::Done(json!({ "transactions": [] }))).unwrap();
    // A second answer for something else under the same key is noticed at once.
    let other = Wish {
        act: json!({ "act": "refund", "month": "2026-01", "money": { "currency": "USD", "value": "1.00" } }),
        ..wish
    };
    assert!(model.hears(&other, &Answer::Done(json!({ "transactions": [] }))).is_err());
    let known = (&*model, &history.shared.sandbox);
    let noticed = check::everything(&history.base, known, &history.accounts, last);
    assert!(noticed.is_err(), "a lost act is not noticed");
}

#[test]
fn a_hand_in_the_data_is_noticed_on_sqlite() {
    notices(Engine::Sqlite);
}

#[test]
fn a_hand_in_the_data_is_noticed_on_postgres() {
    notices(Engine::Postgres);
}
