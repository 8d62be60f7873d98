//! Monthly bills over HTTP: the overview, what was paid, and why one is unsettled (M1, M4, M5, A2).

use crate::world::{OWN, World, email, limited, story};
use contract::api::ProblemCode;
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::permission::Role;
use contract::settle::{Run, Standing};
use serde_json::{Value, json};
use server::engine::Ran;
use server::engine::write::{Act, Actor, Command};

async fn get(world: &World, token: &str, target: &str) -> Value {
    world.call("GET", target).cookie(token).send().await.done().json()
}

/// A top-up of the first account.
async fn top_up(world: &World, key: &str, minor: i64) {
    let account = world.own_bill.number();
    let money = Money::new(minor, Currency::USD);
    let act = Act::TopUp { channel: Channel::BankTransfer, money };
    let command =
        Command { organization: account >> 40, account, actor: Actor::Job("test"), key: key.to_owned(), act };
    world.engine.door.write(command).await.unwrap();
}

story! {
    async fn m1_what_is_not_issued_is_listed_with_its_bills(world: World) {
        let token = world.sign_in(&email(OWN, Role::Viewer)).await;
        let page = get(&world, &token, "/api/v1/monthly-bills").await;
        assert_eq!(page["count"], 2);
        let first = &page["items"][0];
        assert_eq!((&first["account"]["number"], &first["cycle"]), (&json!("ownmark-1"), &json!("2026-10")));
        assert_eq!((&first["state"], &first["due_date"]), (&json!("not_issued"), &Value::Null));
        assert_eq!(page["totals"][0]["consumption"]["value"], "24.60");
    }
}

story! {
    async fn m2_a2_issued_explained_topped_up_and_settled(world: World) {
        assert_eq!(world.engine.run_settlement().await.unwrap(), Ran { numbered: 4, issued: 4, ..Ran::default() });
        assert_eq!(world.engine.run_settlement().await.unwrap(), Ran::default());
        let token = world.sign_in(&limited(OWN)).await;
        let page = get(&world, &token, "/api/v1/monthly-bills?state=unsettled").await;
        assert_eq!((&page["count"], &page["items"][0]["state"]), (&json!(1), &json!("unsettled")));

        let why = get(&world, &token, "/api/v1/monthly-bills/ownmark-1/2026-10/explanation").await;
        assert_eq!(why["earliest"], json!({ "when": "after_top_up", "money": { "currency": "USD", "value": "12.30" } }));
        let unmet: Vec<&Value> = why["conditions"].as_array().unwrap().iter()
            .filter(|condition| condition["met"] == false).map(|condition| &condition["finding"]["finding"]).collect();
        assert_eq!(unmet, ["credit", "enough"]);

        top_up(&world, "one", 1_000).await;
        let touched = world.engine.door.touched().await;
        assert_eq!(world.engine.settle(touched).await.unwrap().done, 1);
        let page = get(&world, &token, "/api/v1/monthly-bills").await;
        let bill = &page["items"][0];
        assert_eq!(bill["state"], "partly_settled");
        assert_eq!(bill["balances"]["outstanding"]["value"], "2.30");

        top_up(&world, "two", 1_000).await;
        let touched = world.engine.door.touched().await;
        assert_eq!(world.engine.settle(touched).await.unwrap().done, 1);
        let details = get(&world, &token, "/api/v1/monthly-bills/ownmark-1/2026-10/repayments").await;
        assert_eq!(details["monthly_bill"]["state"], "settled");
        assert_eq!((&details["cash"]["value"], &details["coupons"]["value"]), (&json!("12.30"), &json!("0.00")));
        let amounts: Vec<&Value> =
            details["records"].as_array().unwrap().iter().map(|record| &record["money"]["value"]).collect();
        assert_eq!(amounts, ["10.00", "2.30"]);
        assert!(details["records"][0]["transaction"].as_str().unwrap().starts_with("txn-"));

        // The bill list follows.
        let bills = get(&world, &token, "/api/v1/bills?status=cleared").await;
        assert_eq!(bills["count"], 1);
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn a2_the_job_pays_within_two_seconds_of_a_top_up(world: World) {
        let jobs = tokio::spawn(server::jobs::run(world.engine.clone()));
        let token = world.sign_in(&email(OWN, Role::Viewer)).await;
        let settled = async |count: u64| {
            let target = "/api/v1/monthly-bills?state=settled";
            for _ in 0..200 {
                if get(&world, &token, target).await["count"] == count {
                    return true;
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            false
        };
        top_up(&world, "one", 1_230).await;
        assert!(settled(1).await);
        jobs.abort();
    }
}

story! {
    async fn a2_what_another_server_recorded_before_it_died_is_paid(world: World) {
        let seen = world.engine.notice(&server::store::news::Heads::new()).await.unwrap();
        world.engine.run_settlement().await.unwrap();
        world.engine.door.touched().await;
        // The other server has a door of its own, and nobody behind it any more.
        let other = server::engine::write::Door::new(world.engine.db.clone(), world.engine.clock.clone());
        let account = world.own_bill.number();
        let (actor, key) = (Actor::Job("test"), "other".to_owned());
        let act = Act::TopUp { channel: Channel::BankTransfer, money: Money::new(1_230, Currency::USD) };
        other.write(Command { organization: account >> 40, account, actor, key, act }).await.unwrap();
        world.engine.notice(&seen).await.unwrap();
        let touched = world.engine.door.touched().await;
        assert!(touched.contains(&(account >> 40, account)), "{touched:?}");
        assert_eq!(world.engine.look_after(&touched).await.unwrap().done, 1);
    }
}

story! {
    async fn e2_pages_follow_each_other_and_a_broken_cursor_is_refused(world: World) {
        world.engine.run_settlement().await.unwrap();
        let token = world.sign_in(&email(OWN, Role::Viewer)).await;
        let first = get(&world, &token, "/api/v1/monthly-bills?limit=1").await;
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = get(&world, &token, &format!("/api/v1/monthly-bills?limit=1&cursor={cursor}")).await;
        assert_eq!((&second["items"][0]["account"]["number"], &second["next_cursor"]), (&json!("ownmark-2"), &Value::Null));
        for target in ["?cursor=x", "?cursor=2026-10.othermark-1", "?state=paid", "?overdue=maybe", "?cycle_from=2026-13"] {
            let target = format!("/api/v1/monthly-bills{target}");
            world.call("GET", &target).cookie(&token).send().await.refused(ProblemCode::InvalidInput);
        }
    }
}

story! {
    async fn m1_places_ages_and_snapshots_speak_of_one_state(world: World) {
        world.engine.run_settlement().await.unwrap();
        let token = world.sign_in(&email(OWN, Role::Viewer)).await;
        let all = get(&world, &token, "/api/v1/monthly-bills").await;
        assert_eq!((&all["from"], &all["count"]), (&json!(0), &json!(2)));
        let second = get(&world, &token, "/api/v1/monthly-bills?from=1").await;
        assert_eq!((&second["from"], &second["items"][0]), (&json!(1), &all["items"][1]));
        assert_eq!(second["snapshot"], all["snapshot"]);
        assert_eq!(get(&world, &token, "/api/v1/monthly-bills?from=7").await["items"], json!([]));

        // Nobody gave these accounts credit: they have no due date, and are of no other age.
        assert_eq!(get(&world, &token, "/api/v1/monthly-bills?age=undated").await["count"], 2);
        assert_eq!(get(&world, &token, "/api/v1/monthly-bills?age=days30&age=older").await["count"], 0);

        top_up(&world, "one", 1_000).await;
        let touched = world.engine.door.touched().await;
        world.engine.settle(touched).await.unwrap();
        let later = get(&world, &token, "/api/v1/monthly-bills").await;
        assert!(later["snapshot"].as_u64() > all["snapshot"].as_u64());
        assert_ne!(later["totals"], all["totals"]);
        for target in ["?from=1&cursor=2026-10.ownmark-1", "?age=old", "?from=-1"] {
            let target = format!("/api/v1/monthly-bills{target}");
            world.call("GET", &target).cookie(&token).send().await.refused(ProblemCode::InvalidInput);
        }
    }
}

story! {
    async fn m4_a_record_leads_to_its_movement(world: World) {
        world.engine.run_settlement().await.unwrap();
        top_up(&world, "one", 1_000).await;
        let touched = world.engine.door.touched().await;
        world.engine.settle(touched).await.unwrap();
        let token = world.sign_in(&limited(OWN)).await;
        let details = get(&world, &token, "/api/v1/monthly-bills/ownmark-1/2026-10/repayments").await;
        let id = details["records"][0]["transaction"].as_str().unwrap();
        let movement = get(&world, &token, &format!("/api/v1/transactions/{id}")).await;
        assert_eq!((&movement["kind"], &movement["account"]["number"]), (&json!("repayment"), &json!("ownmark-1")));
        let money = |value: &str| json!({ "currency": "USD", "value": value });
        let postings = json!([
            { "book": "cash", "debit": money("10.00") },
            { "book": "receivable/2026-10", "debit": money("-10.00") },
        ]);
        assert_eq!(movement["postings"], postings);
    }
}

story! {
    async fn a2_what_the_preview_says_is_what_the_server_does(world: World) {
        world.engine.run_settlement().await.unwrap();
        let token = world.sign_in(&limited(OWN)).await;
        for (round, minor) in [700_i64, 1, 529].into_iter().enumerate() {
            let standing = get(&world, &token, "/api/v1/monthly-bills/ownmark-1/standing").await;
            let standing: Standing = serde_json::from_value(standing).unwrap();
            assert!(matches!(standing.run().unwrap(), Run::Closed(_)), "nothing is held");
            let topped_up = standing.topped_up(Money::new(minor, Currency::USD)).unwrap();
            let Run::Plan(plan) = topped_up.run().unwrap() else { panic!("a gate is closed") };

            top_up(&world, &format!("round {round}"), minor).await;
            let touched = world.engine.door.touched().await;
            world.engine.settle(touched).await.unwrap();
            let details = get(&world, &token, "/api/v1/monthly-bills/ownmark-1/2026-10/repayments").await;
            let done = &details["records"][round];
            let [step] = &plan.steps[..] else { panic!("{plan:?}") };
            assert_eq!(done["bill"], json!(step.bill));
            assert_eq!(done["money"], json!(step.money));
            assert_eq!(done["source"], json!(step.source));
            let left = &details["monthly_bill"]["balances"]["outstanding"];
            assert_eq!(left, &json!(plan.outcomes[0].outstanding));
        }
    }
}

story! {
    async fn m1_the_stamped_pdf_is_the_same_until_something_changes(world: World) {
        world.engine.run_settlement().await.unwrap();
        let token = world.sign_in(&limited(OWN)).await;
        let target = "/api/v1/monthly-bills/ownmark-1/2026-10/document.pdf";
        let first = world.call("GET", target).cookie(&token).send().await.done();
        assert!(first.header("content-disposition").unwrap().contains("monthly-bill-2026-10-ownmark-1.pdf"));
        let again = world.call("GET", target).cookie(&token).send().await.done();
        assert!(first.body.starts_with(b"%PDF-") && first.body == again.body);
        top_up(&world, "one", 1_000).await;
        let touched = world.engine.door.touched().await;
        world.engine.settle(touched).await.unwrap();
        let paid = world.call("GET", target).cookie(&token).send().await.done();
        assert_ne!(first.body, paid.body);
    }
}

story! {
    async fn m1_the_export_holds_what_is_filtered(world: World) {
        world.engine.run_settlement().await.unwrap();
        let token = world.sign_in(&email(OWN, Role::Viewer)).await;
        let csv = world.call("GET", "/api/v1/monthly-bills/export.csv?account=ownmark-1").cookie(&token);
        let csv = csv.send().await.done();
        assert_eq!(csv.header("x-rows"), Some("1"));
        let lines: Vec<String> = csv.text().trim_start_matches('\u{feff}').lines().map(str::to_owned).collect();
        assert_eq!(lines[0], "Billing cycle,Account number,Account name,Bills,Currency,Consumption,Amount paid,\
            Payment in progress,Canceled by credit notes,Outstanding,Due date,Status,Overdue");
        assert!(lines[1].starts_with("2026-10,ownmark-1,"), "{}", lines[1]);
        assert!(lines[1].ends_with(",1,USD,12.30,0.00,0.00,0.00,12.30,,Unsettled,"), "{}", lines[1]);
        assert_eq!(lines.len(), 2);
        let xlsx = world.call("GET", "/api/v1/monthly-bills/export.xlsx").cookie(&token).send().await.done();
        assert!(xlsx.body.starts_with(b"PK"));
    }
}
