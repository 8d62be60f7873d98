//! What the clients of a round are going to do, chosen from the seed alone.

use crate::acts;
use crate::begun::Pay;
use crate::dice::Dice;
use crate::portal::Wish;
use crate::sandbox::CHOICES;
use crate::transfer::Transfer;
use crate::world::Account;
use serde_json::Value;

/// Something that a client does.
#[derive(Debug, Clone)]
pub enum Operation {
    /// A command for the door, so many copies at once; the name is what it is counted as.
    Write { kind: &'static str, wish: Wish, copies: u64 },
    /// Reads what an account owes and has.
    Read { account: Account },
    /// Tops up through the sandbox.
    Pay(Pay),
    /// Transfers money at the bank.
    Transfer(Transfer),
    /// Links what an account is charged by.
    Link { account: Account, choice: &'static str },
    /// Turns a switch of an account on or off.
    Switch { account: Account, setting: &'static str, on: bool },
    /// Another linked method is charged by default, if there are several.
    Prefer { account: Account, pick: u64 },
    /// An operator sends money of a payment back through its channel, perhaps several times at once.
    SendBack { pick: u64, cents: u64, key: String, copies: u64 },
    /// Somebody takes money of a payment back at their bank.
    Dispute { pick: u64, cents: i64 },
    /// Somebody transfers money at the bank, and writes nothing on it.
    Stray { key: String, cents: i64 },
    /// An operator says whose such a transfer is, or sends it back.
    Decide { pick: u64, key: String, account: Account, back: bool, copies: u64 },
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
            Self::Transfer(_) => "bank transfer",
            Self::Link { .. } => "payment method",
            Self::Switch { .. } => "setting",
            Self::Prefer { .. } => "default method",
            Self::SendBack { .. } => "channel refund",
            Self::Dispute { .. } => "chargeback",
            Self::Stray { .. } => "transfer without a reference",
            Self::Decide { back: false, .. } => "transfer assigned",
            Self::Decide { back: true, .. } => "transfer sent back",
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
    /// The day that it is.
    pub day: String,
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
    let write = |kind, wish, copies| Operation::Write { kind, wish, copies };
    let copies = dice.between(2, 7);
    let cycle = ground.cycle;
    match (dice.between(0, 100), past) {
        (0..8, _) => Operation::Pay(pay(dice, account, key, copies)),
        (8..11, _) => Operation::Transfer(transfer(dice, account, key, copies)),
        (11..15, _) => back(dice, key, copies),
        (15..19, _) => stray(dice, account, key, copies),
        (19..27, _) => write("top-up", wish(key, acts::top_up(dice)), 1),
        (27..33, _) => write("coupon", wish(key, acts::coupon(dice, cycle)), 1),
        (33..39, _) => write("stored value card", wish(key, acts::card(dice, cycle)), 1),
        (39..48, _) => write("refund", wish(key, acts::refund(dice, cycle)), 1),
        (48..52, _) => write("credit note", wish(key, acts::credit_note(dice, cycle)), 1),
        (52..60, _) => write("command sent several times at once", wish(key, several(dice, cycle)), copies),
        (60..68, [_, ..]) => write("key sent again", dice.pick(past).clone(), 1),
        (68..74, [_, ..]) => {
            let earlier = dice.pick(past).clone();
            let other = Wish { act: acts::refund(dice, cycle), ..earlier };
            write("key sent again with another body", other, 1)
        }
        (74..81, _) => {
            let good = wish(key, acts::top_up(dice));
            write("bad command", acts::bad(dice, good), 1)
        }
        (81..93, _) if ground.administers => administers(dice, ground, key),
        _ => Operation::Read { account: account.clone() },
    }
}

/// What is given is worth doing twice.
fn several(dice: &mut Dice, cycle: i64) -> Value {
    match dice.between(0, 3) {
        0 => acts::coupon(dice, cycle),
        1 => acts::card(dice, cycle),
        _ => acts::top_up(dice),
    }
}

/// What goes back: because an operator wants it, or because a bank does.
fn back(dice: &mut Dice, key: String, copies: u64) -> Operation {
    let (pick, cents) = (dice.number(), dice.between(1, 9_000));
    if dice.one_in(3) {
        return Operation::Dispute { pick, cents: i64::try_from(cents).unwrap() };
    }
    Operation::SendBack { pick, cents, key, copies: if dice.one_in(3) { copies } else { 1 } }
}

/// Transfers that are nobody's, and what becomes of them.
fn stray(dice: &mut Dice, account: &Account, key: String, copies: u64) -> Operation {
    if dice.one_in(3) {
        return Operation::Stray { key, cents: i64::try_from(dice.between(1, 9_000)).unwrap() };
    }
    let (pick, back) = (dice.number(), dice.one_in(3));
    Operation::Decide {
        pick,
        key,
        account: account.clone(),
        back,
        copies: if dice.one_in(2) { copies } else { 1 },
    }
}

fn administers(dice: &mut Dice, ground: &Ground<'_>, key: String) -> Operation {
    let own: Vec<&Account> =
        ground.accounts.iter().filter(|one| one.place() == ground.organization).collect();
    let account = (*dice.pick(&own)).clone();
    match dice.between(0, 6) {
        0 => Operation::Rename { organization: ground.organization, name: format!("Person {key}") },
        1 => Operation::Link {
            // Without credit control it is charged by itself.
            account: own.iter().find(|one| !one.credit).map_or(account, |one| (*one).clone()),
            choice: dice.pick::<&str>(&["visa-4242", "visa-9995", "paypal-finance"]),
        },
        2 => Operation::Prefer { account, pick: dice.number() },
        3 => {
            let (organization, id) = (account.organization, account.id);
            let act = acts::agree(&ground.day, dice.one_in(3));
            let wish = Wish { organization, account: id, key, act };
            Operation::Write { kind: "special agreement", wish, copies: 1 }
        }
        4 => {
            let setting = *dice.pick(&["remittance", "settle_past_bills"]);
            Operation::Switch { account, setting, on: dice.one_in(2) }
        }
        // More often on than off: what is off is paid by nothing.
        _ => Operation::Switch { account, setting: "automatic", on: !dice.one_in(3) },
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

/// What arrives is not always what was announced.
fn transfer(dice: &mut Dice, account: &Account, key: String, copies: u64) -> Transfer {
    let announced = i64::try_from(dice.between(1, 20_000)).unwrap();
    let cents = if dice.one_in(3) { announced.div_euclid(2) + 1 } else { announced };
    let key = format!("transfer-{key:0>10}");
    let channel = "bank_transfer";
    let pay = Pay { account: account.clone(), key, cents: announced, channel, choice: None, copies: 1 };
    Transfer { pay, cents, copies: if dice.one_in(2) { copies } else { 1 } }
}
