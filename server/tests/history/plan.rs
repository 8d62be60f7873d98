//! What the clients of a round are going to do, chosen from the seed alone.

use crate::dice::Dice;
use crate::paying::Pay;
use crate::portal::Wish;
use crate::sandbox::CHOICES;
use crate::time::cycle_text;
use crate::world::Account;
use serde_json::{Value, json};

/// Something that a client does.
#[derive(Debug, Clone)]
pub enum Operation {
    /// A command for the door, so many copies at once; the name is what it is counted as.
    Write { kind: &'static str, wish: Wish, copies: u64 },
    /// Reads what an account owes and has.
    Read { account: Account },
    /// Tops up through the sandbox.
    Pay(Pay),
    /// Turns automatic settlement of an account on or off.
    Switch { account: Account, on: bool },
    /// Gives somebody another name.
    Rename { organization: usize, name: String },
}

impl Operation {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Write { kind, .. } => kind,
            Self::Read { .. } => "reading",
            Self::Rename { .. } => "user",
            Self::Pay(_) => "payment",
            Self::Switch { .. } => "setting",
        }
    }
}

/// What a client is told.
#[derive(Debug)]
pub struct Ground<'a> {
    pub accounts: &'a [Account],
    /// Commands of earlier rounds.
    pub past: &'a [Wish],
    /// The running cycle.
    pub cycle: i64,
    /// Begins every key that the client makes.
    pub prefix: String,
    /// The organization whose people this client may change.
    pub organization: usize,
    /// Whether it may, and turns switches: one client an organization, so that it is known what comes last.
    pub administers: bool,
}

/// What a client does in a round.
pub fn plan(dice: &mut Dice, ground: &Ground<'_>) -> Vec<Operation> {
    let mut past = ground.past.to_vec();
    let count = dice.between(20, 60);
    let operations = (0..count).map(|number| {
        let operation = operation(dice, ground, number, &past);
        if let Operation::Write { wish, .. } = &operation {
            past.push(wish.clone());
        }
        operation
    });
    operations.collect()
}

fn operation(dice: &mut Dice, ground: &Ground<'_>, number: u64, past: &[Wish]) -> Operation {
    let key = format!("{}-{number}", ground.prefix);
    let account = dice.pick(ground.accounts);
    let wish =
        |key: String, act: Value| Wish { organization: account.organization, account: account.id, key, act };
    let (top_up, refund) = (top_up(dice), refund(dice, ground.cycle));
    let write = |kind, wish, copies| Operation::Write { kind, wish, copies };
    let copies = dice.between(2, 7);
    match (dice.between(0, 100), past) {
        (0..8, _) => Operation::Pay(pay(dice, account, key, copies)),
        (8..35, _) => write("top-up", wish(key, top_up), 1),
        (35..50, _) => write("refund", wish(key, refund), 1),
        (50..60, _) => write("command sent several times at once", wish(key, top_up), copies),
        (60..70, [_, ..]) => write("key sent again", dice.pick(past).clone(), 1),
        (70..76, [_, ..]) => {
            let earlier = dice.pick(past);
            write("key sent again with another body", Wish { act: refund, ..earlier.clone() }, 1)
        }
        (76..84, _) => write("bad command", bad(dice, wish(key, top_up)), 1),
        (84..88, _) if ground.administers => {
            let name = format!("Person {key}");
            Operation::Rename { organization: ground.organization, name }
        }
        (88..92, _) if ground.administers => {
            let own: Vec<&Account> =
                ground.accounts.iter().filter(|one| one.place() == ground.organization).collect();
            // More often on than off: what is off is paid by nothing.
            Operation::Switch { account: (*dice.pick(&own)).clone(), on: !dice.one_in(3) }
        }
        _ => Operation::Read { account: account.clone() },
    }
}

fn pay(dice: &mut Dice, account: &Account, key: String, copies: u64) -> Pay {
    Pay {
        account: account.clone(),
        // A key has 16 letters or more.
        key: format!("payment-{key:0>10}"),
        cents: i64::try_from(dice.between(1, 20_000)).unwrap(),
        channel: dice.pick::<&str>(&["bank_card", "paypal", "alipay", "online_banking"]),
        choice: (!dice.one_in(8)).then(|| *dice.pick(&CHOICES)),
        copies: if dice.one_in(3) { copies } else { 1 },
    }
}

fn money(cents: u64) -> Value {
    json!({ "currency": "USD", "value": format!("{}.{:02}", cents / 100, cents % 100) })
}

fn top_up(dice: &mut Dice) -> Value {
    let channel = *dice.pick(&["bank_transfer", "alipay", "bank_card"]);
    json!({ "act": "top_up", "channel": channel, "money": money(dice.between(1, 20_000)) })
}

fn refund(dice: &mut Dice, cycle: i64) -> Value {
    let month = cycle_text(cycle - i64::try_from(dice.between(0, 3)).unwrap());
    json!({ "act": "refund", "month": month, "money": money(dice.between(1, 2_000)), "reason": "history" })
}

/// The same with something wrong.
fn bad(dice: &mut Dice, mut wish: Wish) -> Wish {
    match dice.between(0, 4) {
        0 => wish.account = 0,
        1 => wish.act["money"]["value"] = json!("0.00"),
        2 => wish.act["money"]["value"] = json!("-1.00"),
        _ => wish.act["money"]["currency"] = json!("EUR"),
    }
    wish
}
