//! The platform operator over HTTP: finds accounts, tries acts out, does them once (section 1).

use crate::client::Reply;
use crate::world::{OWN, World, email, limited, story};
use contract::api::ProblemCode;
use contract::permission::Role;
use serde_json::{Value, json};

async fn operator(world: &World) -> String {
    world.sign_in(&email(OWN, Role::PlatformOperator)).await
}

/// The address of an account of the first organization.
fn place(world: &World, account: &str) -> String {
    let organization = contract::id::OrganizationId::new(world.own_bill.number() >> 40);
    format!("/api/v1/operator/organizations/{organization}/accounts/{account}")
}

async fn get(world: &World, token: &str, target: &str) -> Value {
    world.call("GET", target).cookie(token).send().await.done().json()
}

async fn act(world: &World, token: &str, form: Value, key: &str, dry_run: bool) -> Reply {
    let target = format!("{}/acts", place(world, "ownmark-1"));
    let body = json!({ "form": form, "key": key, "dry_run": dry_run });
    world.call("POST", &target).cookie(token).json(&body).send().await
}

/// An act on the account `ownmark-1`, done as agreed.
pub async fn agreed(world: &World, key: &str, mut form: Value) {
    form["reason"] = json!("as agreed");
    act(world, &operator(world).await, form, key, false).await.done();
}

fn coupon(amount: &str) -> Value {
    json!({ "act": "grant_coupon", "reason": "as agreed", "amount": amount, "valid_from": "2026-11-15", "valid_to": "2026-12-31" })
}

fn note(amount: &str) -> Value {
    json!({ "act": "credit_note", "reason": "wrong price", "amount": amount, "month": "2026-10" })
}

story! {
    async fn e3_an_operator_finds_accounts_of_every_organization(world: World) {
        let token = operator(&world).await;
        let all = get(&world, &token, "/api/v1/operator/accounts").await;
        assert_eq!(all["items"].as_array().unwrap().len(), 4, "{all}");
        let own = get(&world, &token, "/api/v1/operator/accounts?q=OWNMARK-1").await;
        assert_eq!(own["items"][0]["organization"]["name"], "Quayside Trading");
        assert_eq!((&own["items"][0]["account"]["number"], &own["items"][1]), (&json!("ownmark-1"), &Value::Null));
        for nothing in ["%25", "_", "Platform", "nobody"] {
            let found = get(&world, &token, &format!("/api/v1/operator/accounts?q={nothing}")).await;
            assert_eq!(found["items"], json!([]), "{nothing}");
        }
    }
}

story! {
    async fn e3_the_people_of_an_organization_are_never_made_operators(world: World) {
        let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let new = json!({ "email": "new@ownmark.example", "name": "New", "role": "platform-operator", "accounts": "all",
            "password": "correct horse battery" });
        let problem = world.call("POST", "/api/v1/users").cookie(&token).json(&new).send().await;
        assert_eq!(problem.refused(ProblemCode::InvalidInput).errors[0].field, "role");
        let users = get(&world, &token, "/api/v1/users").await;
        let id = users["items"].as_array().unwrap().iter().find(|user| user["role"] == "viewer").unwrap()["id"].clone();
        let change = world.call("PATCH", &format!("/api/v1/users/{}", id.as_str().unwrap()));
        let change = change.cookie(&token).json(&json!({ "role": "platform-operator" })).send().await;
        assert_eq!(change.refused(ProblemCode::InvalidInput).errors[0].field, "role");
    }
}

story! {
    async fn a6_a_coupon_is_tried_out_granted_once_and_pays(world: World) {
        world.engine.run_settlement().await.unwrap();
        let token = operator(&world).await;
        let tried = act(&world, &token, coupon("5.00"), "", true).await.done().json();
        assert_eq!((&tried["dry_run"], &tried["entry"]), (&json!(true), &Value::Null));
        assert_eq!(tried["effects"]["books"][0]["after"], json!({ "currency": "USD", "value": "5.00" }));
        let key = tried["key"].as_str().unwrap();
        let done = act(&world, &token, coupon("5.00"), key, false).await.done().json();
        let again = act(&world, &token, coupon("5.00"), key, false).await.done().json();
        assert_eq!((&done["already"], &again["already"]), (&json!(false), &json!(true)));
        assert_eq!((&done["effects"], &done["entry"]), (&again["effects"], &again["entry"]));
        let other = act(&world, &token, coupon("6.00"), key, false).await;
        other.refused(ProblemCode::Conflict);
        let without = act(&world, &token, coupon("6.00"), "", false).await;
        assert_eq!(without.refused(ProblemCode::InvalidInput).errors[0].field, "key");

        let standing = get(&world, &token, &place(&world, "ownmark-1")).await;
        assert_eq!(standing["funding"]["coupons"][0]["left"]["value"], "5.00");
        let past = &standing["acts"][0];
        assert_eq!((&past["act"], &past["by"], &past["reason"]), (&json!("grant_coupon"), &json!(email(OWN, Role::PlatformOperator)), &json!("as agreed")));
        assert_eq!((&past["money"]["value"], &past["reversed"]), (&json!("5.00"), &json!(false)));
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn m2_a_credit_note_above_the_bill_is_refused_in_both_languages(world: World) {
        world.engine.run_settlement().await.unwrap();
        let token = operator(&world).await;
        let above = act(&world, &token, note("12.31"), "one", false).await;
        let error = above.refused(ProblemCode::InvalidInput).errors.remove(0);
        assert_eq!((error.field.as_str(), error.message.as_str()), ("amount", "More than the bill holds: at most 12.30 USD can still be credited."));
        let standing = get(&world, &token, &place(&world, "ownmark-1")).await;
        assert_eq!((&standing["months"][0]["outstanding"]["value"], &standing["months"][0]["refundable"]["value"]), (&json!("12.30"), &json!("0.00")));
        let bills = get(&world, &token, &format!("{}/bills?month=2026-10", place(&world, "ownmark-1"))).await;
        assert_eq!((&bills["items"][0]["open"]["value"], &bills["items"][0]["product"]), (&json!("12.30"), &json!("ownmark product")));

        act(&world, &token, note("2.30"), "two", false).await.done();
        // The account's own people see it: in the bill list at once, and on the monthly bill.
        let reader = world.sign_in(&limited(OWN)).await;
        let bill = get(&world, &reader, &format!("/api/v1/bills/{}", world.own_bill)).await;
        assert_eq!(bill["bill"]["balances"]["canceled"]["value"].as_str().or(bill["balances"]["canceled"]["value"].as_str()), Some("2.30"), "{bill}");
        let list = get(&world, &reader, "/api/v1/bills?status=pending").await;
        assert_eq!(list["count"], 1);
        act(&world, &token, note("10.00"), "three", false).await.done();
        assert_eq!(get(&world, &reader, "/api/v1/bills?status=cleared").await["count"], 1);
        let monthly = get(&world, &reader, "/api/v1/monthly-bills?state=settled").await;
        assert_eq!(monthly["items"][0]["balances"]["canceled"]["value"], "12.30");
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn e1_bad_input_is_refused_at_its_field(world: World) {
        let token = operator(&world).await;
        for (amount, rule) in [("", "required"), ("1.234", "too_many_decimals"), ("-5", "not_above_zero"), ("0", "not_above_zero"), ("1000000000000000000", "at_most"), ("ten", "not_an_amount"), ("1e3", "not_an_amount")] {
            let problem = act(&world, &token, coupon(amount), "key", true).await.problem();
            let problem = serde_json::to_value(&problem.errors[0]).unwrap();
            assert_eq!((&problem["field"], &problem["rule"]), (&json!("amount"), &json!(rule)), "{amount}");
        }
        let yen = json!({ "act": "grant_coupon", "reason": "x", "amount": "5", "currency": "JPY", "valid_from": "2026-11-15", "valid_to": "2026-11-14" });
        let problem = act(&world, &token, yen, "key", true).await.refused(ProblemCode::InvalidInput);
        assert_eq!(problem.errors[0].field, "currency");
        let turned = json!({ "act": "grant_coupon", "amount": "5", "valid_from": "2026-11-16", "valid_to": "2026-11-15" });
        let problem = act(&world, &token, turned, "key", true).await.refused(ProblemCode::InvalidInput);
        assert_eq!(problem.errors[0].field, "reason");
        let unknown = json!({ "act": "grant_wishes" });
        act(&world, &token, unknown, "key", true).await.refused(ProblemCode::UnreadableBody);
    }
}

story! {
    async fn s14_a_refund_above_the_charge_is_refused_in_both_languages(world: World) {
        world.engine.run_settlement().await.unwrap();
        let finance = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        crate::payments::paid(&world, &finance, "above-the-charge-01", "5.00").await;
        world.engine.run_settlement().await.unwrap();
        let token = operator(&world).await;
        let form = |amount: &str| json!({ "act": "refund", "reason": "wrong", "amount": amount, "month": "2026-10" });
        let target = format!("{}/acts", place(&world, "ownmark-1"));
        for (language, said) in [
            ("en", "More than was charged: at most 5.00 USD of 2026-10 can still be refunded."),
            ("zh-CN", "超过已收费用：2026-10 最多还可退 5.00 USD。"),
        ] {
            let body = json!({ "form": form("5.01"), "key": "above", "dry_run": false });
            let call = world.call("POST", &target).cookie(&token).header("accept-language", language);
            let error = call.json(&body).send().await.refused(ProblemCode::InvalidInput).errors.remove(0);
            assert_eq!((error.field.as_str(), error.message.as_str()), ("amount", said));
        }
        act(&world, &token, form("5.00"), "all of it", false).await.done();
        let again = act(&world, &token, form("0.01"), "more", false).await;
        assert_eq!(again.refused(ProblemCode::InvalidInput).errors[0].field, "amount");
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn s14_the_page_shows_what_the_door_would_give_back(world: World) {
        world.engine.run_settlement().await.unwrap();
        let token = operator(&world).await;
        let month = async || get(&world, &token, &place(&world, "ownmark-1")).await["months"][0]["refundable"]["value"].clone();
        // 3.00 by a coupon, 9.30 in money.
        act(&world, &token, coupon("3.00"), "coupon", false).await.done();
        let finance = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        crate::payments::paid(&world, &finance, "what-is-refundable-01", "9.30").await;
        world.engine.run_settlement().await.unwrap();
        assert_eq!(month().await, "9.30");
        let refund = |amount: &str| json!({ "act": "refund", "reason": "wrong", "amount": amount, "month": "2026-10" });
        act(&world, &token, refund("9.31"), "above", false).await.refused(ProblemCode::InvalidInput);
        act(&world, &token, refund("4.00"), "part", false).await.done();
        assert_eq!(month().await, "5.30");
    }
}

story! {
    async fn m3_a_holiday_calendar_is_imported_and_listed(world: World) {
        let token = operator(&world).await;
        let form = json!({ "act": "set_holidays", "reason": "of the year", "calendar": "default", "holidays": "date,kind\n2026-12-25,holiday\n" });
        let body = json!({ "form": form, "key": "one", "dry_run": false });
        let done = world.call("POST", "/api/v1/operator/acts").cookie(&token).json(&body).send().await.done().json();
        assert_eq!(done["effects"]["days"]["set"], 1);
        let calendars = get(&world, &token, "/api/v1/operator/calendars").await;
        assert_eq!(calendars["items"], json!([{ "name": "default", "days": [{ "date": "2026-12-25", "kind": "holiday" }] }]));
        let elsewhere = json!({ "form": coupon("5"), "key": "two", "dry_run": false });
        let refused = world.call("POST", "/api/v1/operator/acts").cookie(&token).json(&elsewhere).send().await;
        assert_eq!(refused.refused(ProblemCode::InvalidInput).errors[0].field, "act");
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}
