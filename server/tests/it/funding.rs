//! Funding accounts over HTTP: balances, and the owner's switches (A1, A2, A5, S14).

use crate::world::{OWN, World, email, limited, story};
use contract::api::ProblemCode;
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::operator::{Instruction, OperatorAct};
use contract::permission::Role;
use contract::rule::Rule;
use contract::settle::Products;
use serde_json::{Value, json};
use server::engine::write::{Act, Actor, Command};

const FUNDING: &str = "/api/v1/accounts/ownmark-1/funding";
const SETTINGS: &str = "/api/v1/accounts/ownmark-1/settings";

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

async fn get(world: &World, token: &str, target: &str) -> Value {
    world.call("GET", target).cookie(token).send().await.done().json()
}

/// Something that happens to the first account.
async fn act(world: &World, key: &str, act: Act) {
    let account = world.own_bill.number();
    let command =
        Command { organization: account >> 40, account, actor: Actor::Job("test"), key: key.to_owned(), act };
    world.engine.door.write(command).await.unwrap();
}

fn coupon_of(money: Money) -> Act {
    let (valid_from, valid_to) = ("2026-11-15".parse().unwrap(), "2026-11-15".parse().unwrap());
    let act = OperatorAct::GrantCoupon { money, valid_from, valid_to, products: Products::All };
    Act::Operate(Instruction { act, reason: "as agreed".to_owned() })
}

async fn top_up(world: &World, key: &str, minor: i64) {
    act(world, key, Act::TopUp { channel: Channel::BankTransfer, money: usd(minor) }).await;
}

/// Puts the first account on credit control.
async fn credit_control(world: &World, directly: bool) {
    let account = world.own_bill.number();
    let (organization, directly) = (account >> 40, if directly { "TRUE" } else { "FALSE" });
    world
        .hand(&format!(
            "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, settlement_cycle, \
             business_days, days, special_agreement, directly_contracted) VALUES ({organization}, {account}, '2026-01-01', FALSE, 5000, 'monthly', \
             FALSE, 30, FALSE, {directly})"
        ))
        .await;
}

story! {
    async fn a1_every_balance_stands_on_the_funding_account(world: World) {
        credit_control(&world, true).await;
        top_up(&world, "one", 1_000).await;
        act(&world, "two", coupon_of(usd(250))).await;
        world.engine.run_settlement().await.unwrap();
        let account = world.own_bill.number();
        let organization = account >> 40;
        world.hand(&format!(
            "INSERT INTO stored_value_card (organization_id, id, account_id, valid_from, valid_to, products) VALUES ({organization}, {account}, {account}, 24320, 24325, '[\"ownmark-product\"]');
             INSERT INTO order_card VALUES ({organization}, {account}, {account}, {account}, {account});
             INSERT INTO coupon (organization_id, id, account_id, valid_from, valid_to, products) VALUES ({organization}, {account} + 7, {account}, '2026-01-01', '2026-11-14', NULL);"
        )).await;
        let token = world.sign_in(&limited(OWN)).await;
        let funding = get(&world, &token, FUNDING).await;
        // 12.30 was owed; the coupon pays first, then cash.
        assert_eq!(funding["credit"]["cash"]["value"], "0.20");
        assert_eq!(funding["credit"]["credit_limit"]["value"], "50.00");
        assert_eq!(funding["credit"]["available"]["value"], "50.20");
        assert_eq!((&funding["refunds"], &funding["refund_balance"]["value"]), (&json!([]), &json!("0.00")));
        assert_eq!((&funding["outstanding"]["value"], &funding["unsettled"]), (&json!("0.00"), &json!(0)));
        assert_eq!(funding["terms"]["payment_period"], json!({ "days": "calendar", "count": 30 }));
        let card = &funding["cards"][0];
        assert_eq!((&card["valid_from"], &card["valid_to"]), (&json!("2026-09"), &json!("2027-02")));
        assert_eq!(card["orders"], json!([{ "product": "ownmark product", "application": "ownmark app" }]));
        assert_eq!((&card["validity"], &card["products"][0]["name"]), (&json!("used_up"), &json!("ownmark product")));
        let coupon = &funding["coupons"][1];
        assert_eq!((&coupon["validity"], &coupon["products"]), (&json!("expired"), &Value::Null));
    }
}

story! {
    async fn a2_turning_automatic_settlement_on_pays_the_oldest_unsettled_bills(world: World) {
        credit_control(&world, true).await;
        let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        let set = async |change: Value| {
            world.call("PATCH", SETTINGS).cookie(&token).json(&change).send().await.done().json()
        };
        assert_eq!(set(json!({ "automatic": false })).await["settings"]["automatic"], false);
        top_up(&world, "one", 5_000).await;
        world.engine.run_settlement().await.unwrap();
        assert_eq!(get(&world, &token, FUNDING).await["unsettled"], 1);
        world.engine.door.touched().await;
        // What is so already is no change, and leaves no trace.
        set(json!({ "automatic": false })).await;
        let entries = "SELECT COUNT(*) FROM audit_entry WHERE act = 'change_settings'";
        assert_eq!(world.count(entries).await, 1);

        set(json!({ "automatic": true })).await;
        let touched = world.engine.door.touched().await;
        assert_eq!(world.engine.settle(touched).await.unwrap().done, 1);
        let funding = get(&world, &token, FUNDING).await;
        assert_eq!((&funding["unsettled"], &funding["credit"]["cash"]["value"]), (&json!(0), &json!("37.70")));
        assert_eq!(world.count(entries).await, 2);
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn s14_what_the_terms_do_not_allow_is_refused_with_the_reason(world: World) {
        let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let refused = async |setting: &str, rule: Rule| {
            let call = world.call("PATCH", SETTINGS).cookie(&token).json(&json!({ setting: true }));
            let problem = call.send().await.refused(ProblemCode::InvalidInput);
            assert_eq!((problem.errors[0].field.as_str(), &problem.errors[0].rule), (setting, &rule));
        };
        for setting in ["automatic", "settle_past_bills", "remittance"] {
            refused(setting, Rule::NeedsCreditControl).await;
        }
        credit_control(&world, false).await;
        refused("settle_past_bills", Rule::NeedsDirectContract).await;
        let both = json!({ "automatic": false, "settle_past_bills": true });
        world.call("PATCH", SETTINGS).cookie(&token).json(&both).send().await.refused(ProblemCode::InvalidInput);
        let funding = get(&world, &token, FUNDING).await;
        let before = json!({ "automatic": true, "settle_past_bills": false, "remittance": false });
        assert_eq!(funding["settings"], before);
        assert_eq!(world.count("SELECT COUNT(*) FROM audit_entry").await, 0);
    }
}
