//! The audit log over HTTP: who sees what, in which words, in pages and as a file; and the check of its chain (E6, A7, B8).

use crate::world::{OTHER, OWN, PASSWORD, World, email, limited, story};
use contract::api::ProblemCode;
use contract::id::{BillId, UserId};
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::operator::{Instruction, OperatorAct};
use contract::permission::Role;
use contract::setting::SettingsChange;
use contract::settle::Products;
use serde_json::{Value, json};
use server::engine::write::{Act, Actor, Command};

async fn get(world: &World, token: &str, target: &str) -> Value {
    world.call("GET", target).cookie(token).send().await.done().json()
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

/// Something that is done to the account that a bill is of.
async fn act(world: &World, bill: BillId, actor: Actor, act: Act) {
    let account = bill.number();
    let organization = account >> 40;
    let place = format!("SELECT COUNT(*) FROM audit_entry WHERE organization_id = {organization}");
    let key = format!("test/{}", world.count(&place).await);
    let command = Command { organization, account, actor, key, act };
    world.engine.door.write(command).await.unwrap();
}

fn top_up(minor: i64) -> Act {
    Act::TopUp { channel: Channel::BankTransfer, money: usd(minor) }
}

fn coupon_of(money: Money) -> Act {
    let (valid_from, valid_to) = ("2026-11-15".parse().unwrap(), "2026-12-31".parse().unwrap());
    let act = OperatorAct::GrantCoupon { money, valid_from, valid_to, products: Products::All };
    Act::Operate(Instruction { act, reason: "as agreed".to_owned() })
}

async fn user(world: &World, side: crate::world::Side) -> Actor {
    let email = email(side, Role::FinanceUser);
    let id = world.count(&format!("SELECT user_id FROM user_email WHERE email = '{email}'")).await;
    Actor::User(UserId::new(id))
}

/// How many entries the people of an organization make before anything else: each was let in.
const PEOPLE: u64 = 5;

/// Four entries on the first account, one on its sibling, one in the other organization.
async fn lived(world: &World) {
    act(world, world.own_bill, user(world, OWN).await, top_up(123_456)).await;
    act(world, world.sibling_bill, Actor::Job("test"), top_up(77_700)).await;
    act(world, world.other_bill, user(world, OTHER).await, top_up(66_600)).await;
    world.engine.clock.pass(std::time::Duration::from_secs(86_400));
    let by_operator = Actor::Operator("=Ada".to_owned());
    act(world, world.own_bill, by_operator, coupon_of(usd(250))).await;
    let change = SettingsChange { remittance: Some(true), ..SettingsChange::default() };
    let organization = world.own_bill.number() >> 40;
    let account = world.own_bill.number();
    world
        .hand(&format!(
            "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, settlement_cycle, \
             business_days, days, special_agreement, directly_contracted) VALUES ({organization}, {account}, '2026-01-01', FALSE, 5000, 'monthly', \
             FALSE, 30, FALSE, TRUE)"
        ))
        .await;
    act(world, world.own_bill, user(world, OWN).await, Act::ChangeSettings { change }).await;
    world.engine.run_settlement().await.unwrap();
}

fn places(page: &Value) -> Vec<u64> {
    page["items"].as_array().unwrap().iter().map(|item| item["place"].as_u64().unwrap()).collect()
}

story! {
    async fn e6_entries_say_who_asked_for_what_and_what_came_of_it(world: World) {
        lived(&world).await;
        let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let page = get(&world, &token, "/api/v1/audit").await;
        assert_eq!(places(&page), (1..=PEOPLE + 8).rev().collect::<Vec<_>>(), "{page}");
        let at = |place: u64| page["items"].as_array().unwrap().iter().find(|item| item["place"] == PEOPLE + place).unwrap();
        let words = |place: u64, key: &str| at(place)[key].clone();
        assert_eq!(words(1, "asked"), json!({ "en": "Top up 1,234.56 USD by bank transfer", "zh": "通过银行转账充值 1,234.56 USD" }));
        assert_eq!(words(1, "outcome"), json!({ "en": "Top-up 1,234.56 USD", "zh": "充值 1,234.56 USD" }));
        assert_eq!(at(1)["actor"]["name"]["en"].as_str().unwrap(), format!("finance-user of {}", world.own_bill.number() >> 40));
        assert_eq!(at(1)["account"]["name"], "ownmark account");
        assert_eq!(words(3, "actor"), json!({ "id": "operator/=Ada", "name": { "en": "=Ada (platform operator)", "zh": "=Ada（平台运营）" } }));
        assert_eq!(words(3, "asked")["en"], "Grant a coupon of 2.50 USD, valid from 2026-11-15 to 2026-12-31. Reason: as agreed");
        assert_eq!(words(4, "asked")["en"], "Turn on Automatically pay monthly bills");
        assert_eq!(words(4, "outcome")["en"], "Done; no money moved");
        let said: Vec<&str> = page["items"].as_array().unwrap().iter().map(|item| item["outcome"]["en"].as_str().unwrap()).collect();
        assert!(said.contains(&"Billed 12.30 USD, of which 12.30 USD to be paid"), "{said:?}");
        assert!(said.contains(&"Paid 12.30 USD of 2026-10"), "{said:?}");

        let details = get(&world, &token, "/api/v1/audit/6").await;
        let postings = &details["movements"][0]["postings"];
        assert_eq!(postings[0]["name"], json!({ "en": "Cash", "zh": "现金" }));
        assert_eq!(postings[0]["debit"], json!({ "currency": "USD", "value": "-1234.56" }));
        assert_eq!(postings[1]["name"]["en"], "Clearing by bank transfer");
        let lengths = ["previous_sha256", "sha256"].map(|key| details[key].as_str().unwrap().len());
        assert_eq!(lengths, [64, 64]);
    }
}

story! {
    async fn e6_a_filter_finds_by_account_act_actor_day_and_words(world: World) {
        lived(&world).await;
        let token = world.sign_in(&email(OWN, Role::SettlementAdministrator)).await;
        let admin = email(OWN, Role::FinanceUser);
        let id = world.count(&format!("SELECT user_id FROM user_email WHERE email = '{admin}'")).await;
        for (query, expected) in [
            ("account=ownmark-2".to_owned(), 3),
            ("account=ownmark-2&account=ownmark-1".to_owned(), 8),
            ("account=othermark-1".to_owned(), 0),
            ("act=top_up".to_owned(), 2),
            ("act=top_up&act=grant_coupon".to_owned(), 3),
            (format!("actor=user/{}", UserId::new(id)), 2),
            ("actor=job/issue".to_owned(), 2),
            ("day_to=2026-11-15".to_owned(), 2),
            ("day_from=2026-11-16".to_owned(), 6),
            ("q=1,234.56".to_owned(), 1),
            ("q=%E5%85%85%E5%80%BC".to_owned(), 2),
            ("q=SIBLINGmark%20issue".to_owned(), 1),
            ("q=ada".to_owned(), 1),
            ("q=nothing%20of%20it".to_owned(), 0),
        ] {
            let page = get(&world, &token, &format!("/api/v1/audit?{query}")).await;
            assert_eq!(places(&page).len(), expected, "{query}: {page}");
            let searched = ["next_cursor", "searched_since"].map(|key| page[key].is_null());
            assert_eq!(searched, [true, true], "{query}");
        }
        // A few letters stand in some hash by chance: only its beginning finds it.
        let hash = get(&world, &token, "/api/v1/audit/6").await["sha256"].as_str().unwrap().to_owned();
        for (part, expected) in [(&hash[..], vec![6]), (&hash[..8], vec![6]), (&hash[..3], vec![]), (&hash[8..20], vec![])] {
            let page = get(&world, &token, &format!("/api/v1/audit?act=top_up&q={part}")).await;
            assert_eq!(places(&page), expected, "{part}: {page}");
        }
        let choices = get(&world, &token, "/api/v1/audit/choices").await;
        assert_eq!(choices["actors"].as_array().unwrap().len(), 5, "{choices}");
        let refused = world.call("GET", "/api/v1/audit?act=steal").cookie(&token).send().await;
        refused.refused(ProblemCode::InvalidInput);
    }
}

story! {
    async fn e6_pages_go_on_where_the_one_before_ended(world: World) {
        lived(&world).await;
        let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        for query in ["", "&q=usd"] {
            let all = places(&get(&world, &token, &format!("/api/v1/audit?limit=500{query}")).await);
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = get(&world, &token, &format!("/api/v1/audit?limit=3{query}{cursor}")).await;
                seen.extend(places(&page));
                // What comes in between stands before the first page, and moves nothing.
                act(&world, world.own_bill, Actor::Job("between"), top_up(1)).await;
                match page["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            assert_eq!(seen, all, "{query}");
        }
        world.call("GET", "/api/v1/audit?cursor=x").cookie(&token).send().await.refused(ProblemCode::InvalidInput);
    }
}

story! {
    async fn e3_the_log_shows_the_callers_accounts_only(world: World) {
        lived(&world).await;
        let token = world.sign_in(&limited(OWN)).await;
        let page = get(&world, &token, "/api/v1/audit").await;
        assert_eq!(places(&page).len(), 5, "{page}");
        assert!(!page.to_string().contains("777"), "{page}");
        for query in ["account=ownmark-2", "q=777.00", "q=siblingmark"] {
            let page = get(&world, &token, &format!("/api/v1/audit?{query}")).await;
            assert_eq!(places(&page), [0; 0], "{query}");
        }
        for place in [1, 7] {
            let target = format!("/api/v1/audit/{place}");
            world.call("GET", &target).cookie(&token).send().await.refused(ProblemCode::NotFound);
        }
        let other = world.sign_in(&email(OTHER, Role::SuperAdministrator)).await;
        let page = get(&world, &other, "/api/v1/audit").await;
        assert!(page.to_string().contains("666.00") && !page.to_string().contains("ownmark"), "{page}");
    }
}

story! {
    async fn b8_the_export_holds_all_that_is_filtered_and_no_formula(world: World) {
        lived(&world).await;
        let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let file = world.call("GET", "/api/v1/audit/export.csv?account=ownmark-1").cookie(&token).send().await.done();
        let text = file.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 1 + 5, "{text}");
        assert!(lines[0].starts_with("\u{feff}Place,Time (UTC+8),Who,"), "{text}");
        let refund = lines.iter().find(|line| line.contains("coupon of 2.50 USD")).unwrap();
        assert!(refund.contains("\"'=Ada (platform operator)\",operator/=Ada,Coupon granted,ownmark-1,ownmark account,"), "{refund}");
        assert!(lines[5].starts_with("6,2026-11-15 08:00:00,"), "{text}");
        assert!(lines[5].contains(",\"Top up 1,234.56 USD by bank transfer\",\"Top-up 1,234.56 USD\",txn-"), "{text}");
    }
}

story! {
    async fn e6_the_check_says_how_far_the_chain_is_whole(world: World) {
        lived(&world).await;
        let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let check = get(&world, &token, "/api/v1/audit/check").await;
        let newest = get(&world, &token, "/api/v1/audit/13").await;
        assert_eq!(check, json!({ "place": 13, "sha256": newest["sha256"], "newest": 13, "fault": null, "finished": true }));
        let sixth = get(&world, &token, "/api/v1/audit/6").await["sha256"].as_str().unwrap().to_owned();
        let rest = get(&world, &token, &format!("/api/v1/audit/check?after=6.{sixth}")).await;
        assert_eq!(rest, check);
        let off = get(&world, &token, "/api/v1/audit/check?after=6.abc").await;
        assert_eq!(off["fault"]["why"]["en"], "it does not follow the entry before");

        let organization = world.own_bill.number() >> 40;
        for (hand, place, why) in [
            ("UPDATE audit_chain SET place = 14", 14, "ends at entry 13, but entry 14 was the last"),
            ("UPDATE audit_entry SET actor = 'job/x' WHERE place = 12", 12, "its hash does not fit"),
            ("UPDATE ledger_posting SET debit = debit * 2 WHERE book = 'grant' OR (book LIKE 'coupon/%' AND debit = -250)", 8, "its hash does not fit"),
            ("UPDATE audit_entry SET input = 'nonsense' WHERE place = 6", 6, "its hash does not fit"),
        ] {
            let (update, condition) = hand.split_once(" WHERE ").unwrap_or((hand, "TRUE"));
            world.hand(&format!("{update} WHERE organization_id = {organization} AND ({condition})")).await;
            let check = get(&world, &token, "/api/v1/audit/check").await;
            assert_eq!((&check["fault"]["place"], &check["place"]), (&json!(place), &json!(place - 1)), "{hand}: {check}");
            assert!(check["fault"]["why"]["en"].as_str().unwrap().contains(why), "{hand}: {check}");
            assert!(check["finished"] == true && !check["fault"]["why"]["zh"].as_str().unwrap().is_ascii(), "{check}");
        }
        // What can't be read any more is still shown.
        let page = get(&world, &token, "/api/v1/audit/6").await;
        assert_eq!(page["entry"]["asked"]["en"], "nonsense");
        let finance = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        world.call("GET", "/api/v1/audit/check").cookie(&finance).send().await.refused(ProblemCode::NotAllowed);
    }
}

story! {
    async fn e6_who_let_whom_do_what_stands_in_the_log_without_passwords(world: World) {
        let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let users = get(&world, &token, "/api/v1/users").await;
        let viewer = users["items"].as_array().unwrap().iter().find(|user| user["role"] == "viewer").unwrap();
        let target = format!("/api/v1/users/{}", viewer["id"].as_str().unwrap());
        let change = json!({ "role": "finance-user", "accounts": { "only": ["ownmark-1"] } });
        world.call("PATCH", &target).cookie(&token).json(&change).send().await.done();
        let password = json!({ "password": "another horse battery" });
        world.call("PUT", &format!("{target}/password")).cookie(&token).json(&password).send().await.done();
        let own = json!({ "old_password": PASSWORD, "password": "yet another horse battery" });
        world.call("PUT", "/api/v1/session/password").cookie(&token).json(&own).send().await.done();

        let name = viewer["name"].as_str().unwrap();
        let page = get(&world, &token, "/api/v1/audit?act=change_user&act=set_password").await;
        let said = |at: usize, key: &str| page["items"][at][key]["en"].as_str().unwrap().to_owned();
        assert!(said(0, "asked").starts_with("Set a new password for super-administrator"), "{page}");
        assert_eq!(said(1, "asked"), format!("Set a new password for {name}"));
        assert_eq!(said(2, "asked"), format!("Change {name}: finance user; only accounts ownmark-1"));
        assert_eq!(said(2, "outcome"), format!("Done; before: {name}; viewer; all accounts; can sign in"));
        assert_eq!(page["items"][2]["account"], Value::Null);
        let added = get(&world, &token, "/api/v1/audit?act=add_user").await;
        assert_eq!(places(&added).len() as u64, PEOPLE);
        assert_eq!(added["items"][4]["actor"]["id"], "operator/test");
        let check = get(&world, &token, "/api/v1/audit/check").await;
        assert_eq!((&check["newest"], &check["fault"]), (&json!(PEOPLE + 3), &Value::Null));
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
        assert_eq!(world.count("SELECT COUNT(*) FROM audit_entry WHERE input LIKE '%horse%'").await, 0);

        // What was done to people is for those who manage them.
        let finance = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        assert_eq!(places(&get(&world, &finance, "/api/v1/audit").await), [0; 0]);
        assert_eq!(get(&world, &finance, "/api/v1/audit/choices").await, json!({ "actors": [] }));
        world.call("GET", "/api/v1/audit/1").cookie(&finance).send().await.refused(ProblemCode::NotFound);
    }
}
