//! Bank transfers that arrive: with a reference, without one, told twice, and what is paid from them (A5, S13).

use crate::client::{Call, Reply};
use crate::payments::{book, until};
use crate::rows::top_up;
use crate::webhooks::tell;
use crate::world::{OWN, World, email, story};
use contract::api::ProblemCode;
use contract::ledger::Channel;
use contract::permission::Role;
use serde_json::{Value, json};
use server::engine::write::{Act, Actor, Command};
use server::store::Db;
use sqlx::AssertSqlSafe;

/// That a transfer arrived, as the bank tells it.
pub fn arrived(id: &str, reference: &str, value: &str, currency: &str) -> Value {
    json!({ "notice": "arrived", "arrival": id, "reference": reference, "payer": "Quayside",
        "money": { "currency": currency, "value": value } })
}

/// A payment by bank transfer of 12.30.
pub async fn begin(world: &World) -> (String, Value) {
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    let body = json!({ "key": "arrivals-000000001", "account": "ownmark-1", "channel": "bank_transfer",
        "amount": { "currency": "USD", "value": "12.30" } });
    let begun = world.call("POST", "/api/v1/payments").cookie(&token).json(&body).send().await.done().json();
    (token, begun)
}

async fn run(world: &World, sql: String) {
    match &world.engine.db {
        Db::Lite { writer, .. } => {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(writer).await.unwrap();
        }
        Db::Pg(pool) => {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(pool).await.unwrap();
        }
    }
}

story! {
    async fn s13_what_arrives_with_a_reference_is_booked_as_it_arrived(world: World) {
        let (token, begun) = begin(&world).await;
        let id = begun["id"].as_str().unwrap();
        let reference = begun["state"]["next"]["reference"].as_str().unwrap();
        assert_eq!(reference, id.to_uppercase());
        // Less than what was announced, and told twice.
        let notice = arrived("arr-1", &format!("invoice 7, {reference}"), "10.00", "USD");
        tell(&world, &notice).await.done();
        tell(&world, &notice).await.done();
        assert_eq!(book(&world, "cash").await, -1_000);
        assert_eq!(book(&world, "clearing/bank_transfer").await, 1_000);
        // It is not all of it yet.
        let part = until(&world, &token, id, "awaiting_customer").await;
        assert_eq!((&part["arrived"]["value"], &part["money"]["value"]), (&"10.00".into(), &"12.30".into()));
        // The rest, with the same reference.
        tell(&world, &arrived("arr-2", reference, "2.30", "USD")).await.done();
        assert_eq!(book(&world, "cash").await, -1_230);
        let all = until(&world, &token, id, "succeeded").await;
        assert_eq!(all["arrived"]["value"], "12.30");
        // The channel's own word brings nothing on top.
        tell(&world, &json!({ "notice": "payment", "payment": id, "event": { "event": "succeed", "paid": { "currency": "USD", "value": "12.30" } } })).await.done();
        assert_eq!(book(&world, "cash").await, -1_230);
        let verified = world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
    }
}

/// Who says whose a transfer is.
pub struct Desk<'a> {
    pub world: &'a World,
    pub token: String,
}

impl<'a> Desk<'a> {
    pub async fn of(world: &'a World) -> Self {
        Self { world, token: world.sign_in(&email(OWN, Role::PlatformOperator)).await }
    }

    pub async fn waiting(&self) -> Vec<Value> {
        let call = self.world.call("GET", "/api/v1/operator/arrivals").cookie(&self.token);
        call.send().await.done().json()["items"].as_array().unwrap().clone()
    }

    async fn send(&self, target: &str, act: &str, arrival: &str, (key, dry_run): (&str, bool)) -> Reply {
        let form = json!({ "act": act, "reason": "they called", "arrival": arrival });
        let body = json!({ "form": form, "key": key, "dry_run": dry_run });
        self.world.call("POST", target).cookie(&self.token).json(&body).send().await
    }

    pub async fn assign(&self, arrival: &str, account: &str, how: (&str, bool)) -> Reply {
        let organization = contract::id::OrganizationId::new(self.world.own_bill.number() >> 40);
        let target = format!("/api/v1/operator/organizations/{organization}/accounts/{account}/acts");
        self.send(&target, "assign_arrival", arrival, how).await
    }

    async fn send_back(&self, arrival: &str, how: (&str, bool)) -> Reply {
        self.send("/api/v1/operator/acts", "return_arrival", arrival, how).await
    }
}

/// The field and the rule that are said no by.
pub fn refused(reply: Reply) -> (String, Value) {
    let error = reply.refused(ProblemCode::InvalidInput).errors.remove(0);
    (error.field.clone(), serde_json::to_value(&error).unwrap()["rule"].clone())
}

story! {
    async fn s13_what_arrives_without_a_reference_waits_for_the_operator(world: World) {
        let (_, begun) = begin(&world).await;
        let reference = begun["state"]["next"]["reference"].as_str().unwrap();
        tell(&world, &arrived("arr-1", "thank you", "12.30", "USD")).await.done();
        tell(&world, &arrived("arr-2", "PAY-0ZZZZZZZZZZZZ", "1.00", "USD")).await.done();
        tell(&world, &arrived("arr-3", reference, "5.00", "EUR")).await.done();
        tell(&world, &arrived("arr-4", reference, "0.00", "USD")).await.refused(ProblemCode::UnreadableBody);
        assert_eq!(book(&world, "cash").await, 0);
        world.engine.clock.pass(std::time::Duration::from_secs(3 * 86_400 + 60));
        let desk = Desk::of(&world).await;
        let waiting = desk.waiting().await;
        assert_eq!(waiting.iter().map(|one| one["id"].as_str().unwrap()).collect::<Vec<_>>(), ["arr-1", "arr-2", "arr-3"]);
        assert_eq!(waiting[0], json!({ "id": "arr-1", "at": "2026-11-15T00:00:00Z", "waiting_days": 3, "payer": "Quayside",
            "reference": "thank you", "money": { "currency": "USD", "value": "12.30" } }));

        // Tried out, done once, refused to whoever comes later.
        let tried = desk.assign("arr-1", "ownmark-1", ("", true)).await.done().json();
        assert_eq!((&tried["effects"]["books"][0]["after"]["value"], &tried["effects"]["arrival"]["payer"]),
            (&json!("12.30"), &json!("Quayside")));
        assert_eq!(book(&world, "cash").await, 0, "only tried out");
        let key = tried["key"].as_str().unwrap();
        desk.assign("arr-1", "ownmark-1", (key, false)).await.done();
        desk.assign("arr-1", "ownmark-1", (key, false)).await.done();
        assert_eq!((book(&world, "cash").await, book(&world, "clearing/bank_transfer").await), (-1_230, 1_230));
        let not_waiting = ("arrival".to_owned(), json!("not_waiting"));
        assert_eq!(refused(desk.assign("arr-1", "ownmark-2", ("two", false)).await), not_waiting);
        assert_eq!(refused(desk.send_back("arr-1", ("three", false)).await), not_waiting);
        let other = ("arrival".to_owned(), json!("needs_currency"));
        assert_eq!(refused(desk.assign("arr-3", "ownmark-1", ("four", false)).await), other);
        let unknown = ("arrival".to_owned(), json!("not_here"));
        assert_eq!(refused(desk.assign("arr-9", "ownmark-1", ("five", false)).await), unknown);
        let required = ("arrival".to_owned(), json!("required"));
        assert_eq!(refused(desk.assign("", "ownmark-1", ("six", false)).await), required);
        assert_eq!(desk.waiting().await.len(), 2);
        // Told again it is known; the jobs have nothing to do with it any more.
        tell(&world, &arrived("arr-1", "thank you", "12.30", "USD")).await.done();
        world.engine.run_arrivals().await.unwrap();
        assert_eq!(book(&world, "cash").await, -1_230);
        let verified = world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
    }
}

story! {
    async fn s13_a_transfer_that_is_told_with_another_amount_is_refused(world: World) {
        tell(&world, &arrived("arr-1", "thank you", "12.30", "USD")).await.done();
        for other in [("12.31", "USD"), ("12.30", "EUR")] {
            tell(&world, &arrived("arr-1", "thank you", other.0, other.1)).await.refused(ProblemCode::KeyReused);
        }
        tell(&world, &arrived("arr-1", "thank you, again", "12.30", "USD")).await.done();
        let waiting = Desk::of(&world).await.waiting().await;
        assert_eq!((waiting.len(), &waiting[0]["money"]["value"]), (1, &json!("12.30")));
    }
}

story! {
    async fn s13_what_is_told_of_a_transfer_can_be_kept_shown_and_typed(world: World) {
        let long = "x".repeat(contract::id::NAME_MAX_CHARS);
        for id in ["", " arr-1", "arr-1 ", "arr\n1", "arr\u{0}1", &format!("{long}x")] {
            tell(&world, &arrived(id, "thank you", "12.30", "USD")).await.refused(ProblemCode::UnreadableBody);
        }
        let mut notice = arrived(&long, &format!("  a\u{0}b\tc\u{202e} {}", "y".repeat(40_000)), "12.30", "USD");
        notice["payer"] = json!(format!("Quay\r\nside {}", "z".repeat(1_000)));
        tell(&world, &notice).await.done();
        let desk = Desk::of(&world).await;
        let one = desk.waiting().await.remove(0);
        let (reference, payer) = (one["reference"].as_str().unwrap(), one["payer"].as_str().unwrap());
        assert!(reference.starts_with("a b c") && payer.starts_with("Quay side z"), "{one}");
        assert_eq!((reference.chars().count(), payer.chars().count()), (500, contract::id::NAME_MAX_CHARS));
        desk.assign(&long, "ownmark-1", ("typed", false)).await.done();
        assert_eq!(book(&world, "cash").await, -1_230);
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn s13_transfers_that_wait_keep_no_newer_one_waiting(world: World) {
        let (organization, account) = (world.own_bill.number() >> 40, world.own_bill.number());
        // On credit control, remitted, and held: what is booked waits to be remitted.
        run(&world, format!(
            "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, settlement_cycle, \
             business_days, days, special_agreement) VALUES ({organization}, {account}, '2020-01-01', FALSE, 0, 'monthly', \
             FALSE, 30, FALSE); INSERT INTO account_setting VALUES ({organization}, {account}, FALSE, FALSE, TRUE); \
             INSERT INTO hold VALUES ({organization}, {account}, 'settlement_task', 7);")).await;
        let rows: Vec<String> = (0..1_050).map(|place| format!("(0, 'old-{place:04}', {place}, '', '', 1, 'USD', {organization}, \
            {account}, TRUE, FALSE)")).collect();
        run(&world, format!("INSERT INTO arrival (organization_id, id, at, reference, payer, amount, currency, owner_id, \
            account_id, booked, remitted) VALUES {}", rows.join(", "))).await;
        // A newer one that was cut off before it was booked.
        run(&world, format!("INSERT INTO arrival (organization_id, id, at, reference, payer, amount, currency, owner_id, \
            account_id, booked, remitted) VALUES (0, 'new', 9999, '', '', 1230, 'USD', {organization}, {account}, FALSE, FALSE)")).await;
        world.engine.run_arrivals().await.unwrap();
        assert_eq!(book(&world, "cash").await, -1_230);
    }
}

story! {
    async fn s13_two_operators_at_once_assign_a_transfer_once(world: World) {
        let desk = Desk::of(&world).await;
        // One that the bank knows: it really goes back, and is not assigned after it could not.
        let id = transferred(&desk, "Quayside").await;
        let (a, b, c) = tokio::join!(
            desk.assign(&id, "ownmark-1", ("one", false)),
            desk.assign(&id, "ownmark-2", ("two", false)),
            desk.send_back(&id, ("three", false)),
        );
        assert_eq!([a, b, c].iter().filter(|reply| reply.status == 200).count(), 1);
        let booked = world.count("SELECT COALESCE(SUM(debit), 0) FROM ledger_posting WHERE book = 'clearing/bank_transfer'").await;
        let back = world.count("SELECT COUNT(*) FROM arrival WHERE return_state IS NOT NULL").await;
        assert_eq!(booked + 750 * back, 750);
    }
}

/// A transfer that somebody makes at the sandbox's bank; gives the bank's id of it.
async fn transferred(desk: &Desk<'_>, payer: &str) -> String {
    let form = format!("reference=thanks&amount=7.50&currency=USD&payer={payer}");
    let call = Call::new(desk.world.sandbox, "POST", "/bank");
    call.body("application/x-www-form-urlencoded", form.as_bytes()).send().await;
    for _ in 0..300 {
        if let Some(one) = desk.waiting().await.iter().find(|one| one["payer"] == payer) {
            return one["id"].as_str().unwrap().to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the transfer never arrived");
}

async fn until_waiting(desk: &Desk<'_>, id: &str, state: Option<&str>) {
    for _ in 0..300 {
        let waiting = desk.waiting().await;
        let one = waiting.iter().find(|one| one["id"] == id);
        if one.map(|one| one["returning"]["is"].as_str().unwrap_or("waits")) == state {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{id} is never {state:?}: {:?}", desk.waiting().await);
}

story! {
    async fn s13_what_is_nobodys_goes_back_to_its_sender(world: World) {
        let desk = Desk::of(&world).await;
        let id = transferred(&desk, "Quayside").await;
        let tried = desk.send_back(&id, ("", true)).await.done().json();
        assert_eq!(tried["effects"]["arrival"]["money"]["value"], "7.50");
        until_waiting(&desk, &id, Some("waits")).await;
        desk.send_back(&id, (tried["key"].as_str().unwrap(), false)).await.done();
        until_waiting(&desk, &id, None).await;
        let not_waiting = ("arrival".to_owned(), json!("not_waiting"));
        assert_eq!(refused(desk.assign(&id, "ownmark-1", ("one", false)).await), not_waiting);
        // Where it can't go back to it waits again, and may be tried again or given to somebody.
        let closed = transferred(&desk, "Closed").await;
        for key in ["two", "three"] {
            desk.send_back(&closed, (key, false)).await.done();
            until_waiting(&desk, &closed, Some("failed")).await;
        }
        desk.assign(&closed, "ownmark-1", ("four", false)).await.done();
        assert_eq!(book(&world, "cash").await, -750);
        assert!(desk.waiting().await.is_empty());
        let logged = world.count("SELECT COUNT(*) FROM audit_entry WHERE organization_id = 0 AND act = 'end_return'").await;
        assert_eq!(logged, 3);
        let verified = world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
    }
}

story! {
    async fn e6_a_transfer_is_booked_once_whoever_says_whose_it_is(world: World) {
        let account = world.own_bill.number();
        let money = contract::money::Money::new(1_230, contract::money::Currency::USD);
        let book_it = |actor| Command {
            organization: account >> 40,
            account,
            actor,
            key: "arrival/arr-1".to_owned(),
            act: Act::TopUp { channel: Channel::BankTransfer, money },
        };
        let job = world.engine.door.write(book_it(Actor::Job("arrival"))).await.unwrap();
        let person = world.engine.door.write(book_it(Actor::Operator("Ada".to_owned()))).await.unwrap();
        assert_eq!(job, person, "the same movement");
        assert_eq!(book(&world, "cash").await, -1_230, "once");
    }
}

story! {
    async fn s13_a_transfer_that_names_a_card_payment_leaves_that_alone(world: World) {
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let body = top_up("ownmark-1", "named-by-mistake-01");
        let card = world.call("POST", "/api/v1/payments").cookie(&token).json(&body).send().await.done().json();
        let id = card["id"].as_str().unwrap();
        tell(&world, &arrived("arr-1", id, "12.30", "USD")).await.done();
        Desk::of(&world).await.assign("arr-1", "ownmark-1", ("assigned-by-hand-01", false)).await.done();
        assert_eq!(book(&world, "cash").await, -1_230);
        // The card is charged after all: both arrived.
        tell(&world, &json!({ "notice": "payment", "payment": id, "event": { "event": "succeed", "paid": { "currency": "USD", "value": "12.30" } } })).await.done();
        until(&world, &token, id, "succeeded").await;
        assert_eq!(book(&world, "cash").await, -2_460);
        let verified = world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
    }
}

story! {
    async fn a5_a_remittance_pays_bills_in_the_order_they_were_issued(world: World) {
        let account = world.own_bill.number();
        let organization = account >> 40;
        run(&world, format!(
            "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, \
             settlement_cycle, business_days, days, special_agreement) \
             VALUES ({organization}, {account}, '2020-01-01', FALSE, 0, 'monthly', FALSE, 30, FALSE);"
        )).await;
        world.engine.run_settlement().await.unwrap();
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let target = "/api/v1/accounts/ownmark-1/settings";
        let change = json!({ "automatic": false, "remittance": true });
        world.call("PATCH", target).cookie(&token).json(&change).send().await.done();
        let (_, begun) = begin(&world).await;
        let reference = begun["state"]["next"]["reference"].as_str().unwrap();
        // While something holds the account, it waits.
        run(&world, format!("INSERT INTO hold VALUES ({organization}, {account}, 'settlement_task', 7);")).await;
        tell(&world, &arrived("arr-1", reference, "10.00", "USD")).await.done();
        assert_eq!((book(&world, "cash").await, book(&world, "receivable/2026-10").await), (-1_000, 1_230));
        run(&world, format!("DELETE FROM hold WHERE organization_id = {organization};")).await;
        world.engine.run_arrivals().await.unwrap();
        assert_eq!((book(&world, "cash").await, book(&world, "receivable/2026-10").await), (0, 230));
        tell(&world, &arrived("arr-2", reference, "5.00", "USD")).await.done();
        assert_eq!((book(&world, "cash").await, book(&world, "receivable/2026-10").await), (-270, 0));
        world.engine.run_arrivals().await.unwrap();
        let verified = world.engine.verify().await.unwrap();
        assert_eq!(verified.off, 0, "{:?}", verified.findings);
    }
}

/// What makes the database fail wherever a payment changes, and what ends that.
pub fn stops(world: &World) -> (&'static str, &'static str) {
    match &world.engine.db {
        Db::Lite { .. } => (
            "CREATE TRIGGER stop BEFORE UPDATE OF state ON payment BEGIN SELECT RAISE(ABORT, 'stopped'); END;",
            "DROP TRIGGER stop;",
        ),
        Db::Pg(_) => (
            "CREATE FUNCTION stop() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'stopped'; END $$ LANGUAGE plpgsql; \
             CREATE TRIGGER stop BEFORE UPDATE OF state ON payment EXECUTE FUNCTION stop();",
            "DROP TRIGGER stop ON payment; DROP FUNCTION stop();",
        ),
    }
}

story! {
    async fn e6_a_transfer_whose_payment_could_not_be_ended_ends_it_later(world: World) {
        let (token, begun) = begin(&world).await;
        let id = begun["id"].as_str().unwrap();
        // The database fails after the money was booked.
        let (stop, go_on) = stops(&world);
        world.hand(stop).await;
        let reply = tell(&world, &arrived("arr-1", id, "12.30", "USD")).await;
        assert!(reply.status >= 500, "{}", reply.status);
        assert_eq!(book(&world, "cash").await, -1_230);
        world.hand(go_on).await;
        world.engine.run_arrivals().await.unwrap();
        until(&world, &token, id, "succeeded").await;
        assert_eq!(book(&world, "cash").await, -1_230, "once");
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn s13_transfers_that_nobody_owns_keep_no_other_waiting(world: World) {
        let account = world.own_bill.number();
        let mut sql = String::new();
        let columns = "organization_id, id, at, reference, payer, amount, currency, owner_id, account_id, booked, remitted";
        for number in 0..1_001 {
            sql.push_str(&format!(
                "INSERT INTO arrival ({columns}) VALUES (0, 'stray-{number}', {number}, '', '', 1, 'USD', 0, 0, FALSE, FALSE);"
            ));
        }
        // Its owner was found, and the server was killed before it was booked.
        sql.push_str(&format!(
            "INSERT INTO arrival ({columns}) VALUES (0, 'arr-1', 9000, '', '', 700, 'USD', {}, {account}, FALSE, FALSE);",
            account >> 40
        ));
        world.hand(&sql).await;
        assert_eq!(world.engine.run_arrivals().await.unwrap(), 1);
        assert_eq!(book(&world, "cash").await, -700);
    }
}
