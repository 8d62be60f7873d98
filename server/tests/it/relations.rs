//! Billing relationships over HTTP: invited by the main account, answered by the member, ended by either.

use crate::world::{OTHER, OWN, World, email, limited, story};
use contract::api::ProblemCode;
use contract::permission::Role;
use contract::relation::INVITATION_DAYS;
use contract::rule::Rule;
use serde_json::{Value, json};
use server::engine::sign_in::IDLE;

const RELATIONS: &str = "/api/v1/relations";

/// Gives each organization a main account.
async fn mains(world: &World) {
    for (account, side) in [(world.own_bill.number(), OWN), (world.other_bill.number(), OTHER)] {
        let (organization, main, mark) = (account >> 40, account + 100, side.mark);
        world
            .hand(&format!(
                "INSERT INTO account VALUES ({organization}, {main}, '{mark}-main', '{mark} main', 'main', 'USD');
                 UPDATE counter SET next = 200 WHERE organization_id = {organization} AND series = 'account'"
            ))
            .await;
    }
}

async fn invite(world: &World, token: &str, member: &str) -> crate::client::Reply {
    let body = json!({ "main": "ownmark-main", "member": member });
    world.call("POST", RELATIONS).cookie(token).json(&body).send().await
}

async fn answer(world: &World, token: &str, relation: &Value, action: &str) -> crate::client::Reply {
    let target = format!("{RELATIONS}/{}/answers", relation["id"].as_str().unwrap());
    world.call("POST", &target).cookie(token).json(&json!({ "action": action })).send().await
}

story! {
    async fn a_relation_is_invited_accepted_and_ended_and_never_comes_back(world: World) {
        mains(&world).await;
        let admin = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let member = world.sign_in(&limited(OWN)).await;
        let invited = invite(&world, &admin, "ownmark-1").await.done().json();
        assert_eq!((&invited["state"], &invited["main"]["name"]), (&json!("invited"), &json!("ownmark main")));
        let again = invite(&world, &admin, "ownmark-1").await.refused(ProblemCode::InvalidInput);
        assert_eq!((again.errors[0].field.as_str(), &again.errors[0].rule), ("member", &Rule::AlreadyRelated));

        let active = answer(&world, &member, &invited, "accept").await.done().json();
        assert_eq!((&active["state"], active["accepted_at"].is_string()), (&json!("active"), true));
        for action in ["accept", "decline"] {
            answer(&world, &member, &invited, action).await.refused(ProblemCode::NotInThisState);
        }
        let ended = answer(&world, &admin, &invited, "end").await.done().json();
        assert_eq!((&ended["state"], ended["closed_at"].is_string()), (&json!("ended"), true));
        answer(&world, &member, &invited, "end").await.refused(ProblemCode::NotInThisState);

        let second = invite(&world, &admin, "ownmark-1").await.done().json();
        assert_ne!(second["id"], invited["id"]);
        answer(&world, &member, &second, "decline").await.done();
        let third = invite(&world, &admin, "ownmark-1").await.done().json();
        answer(&world, &admin, &third, "end").await.done();
        let listed = world.call("GET", RELATIONS).cookie(&member).send().await.done().json();
        let states: Vec<_> = listed["items"].as_array().unwrap().iter().map(|relation| relation["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["ended", "declined", "ended"]);
        assert_eq!(world.count("SELECT COUNT(*) FROM audit_entry WHERE account_id IS NOT NULL").await, 7);
        assert_eq!(world.engine.verify().await.unwrap().findings, [""; 0]);
    }
}

story! {
    async fn an_invitation_nobody_answers_expires_and_can_be_sent_again(world: World) {
        mains(&world).await;
        let admin = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let invited = invite(&world, &admin, "ownmark-2").await.done().json();
        for _ in 0..(INVITATION_DAYS * 24 * 3_600) / IDLE.as_secs() + 1 {
            world.engine.clock.pass(IDLE);
        }
        let admin = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let listed = world.call("GET", RELATIONS).cookie(&admin).send().await.done().json();
        assert_eq!(listed["items"][0]["state"], "expired");
        answer(&world, &admin, &invited, "accept").await.refused(ProblemCode::NotInThisState);
        let again = invite(&world, &admin, "ownmark-2").await.done().json();
        assert_eq!(answer(&world, &admin, &again, "accept").await.done().json()["state"], "active");
    }
}

story! {
    async fn who_can_be_tied_and_who_may_answer(world: World) {
        mains(&world).await;
        let admin = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let refused = async |main: &str, member: &str| {
            let body = json!({ "main": main, "member": member });
            let reply = world.call("POST", RELATIONS).cookie(&admin).json(&body).send().await;
            let problem = reply.refused(ProblemCode::InvalidInput);
            (problem.errors[0].field.clone(), problem.errors[0].rule.clone())
        };
        assert_eq!(refused("ownmark-1", "ownmark-2").await, ("main".to_owned(), Rule::NotAMainAccount));
        assert_eq!(refused("ownmark-main", "ownmark-main").await, ("member".to_owned(), Rule::NotAMemberAccount));
        for foreign in ["othermark-1", "nobody-1"] {
            let unknown = Rule::UnknownValue { value: foreign.to_owned() };
            assert_eq!(refused("ownmark-main", foreign).await, ("member".to_owned(), unknown));
        }
        world.hand("UPDATE account SET currency = 'JPY' WHERE number = 'ownmark-2'").await;
        let currency = Rule::OtherAccountCurrency { value: "USD".to_owned() };
        assert_eq!(refused("ownmark-main", "ownmark-2").await, ("member".to_owned(), currency));
        world.hand("UPDATE account SET currency = 'USD' WHERE number = 'ownmark-2'").await;

        // The relation of an account that one does not see does not exist; nor does another organization's.
        let sibling = invite(&world, &admin, "ownmark-2").await.done().json();
        let member = world.sign_in(&limited(OWN)).await;
        let other = world.sign_in(&email(OTHER, Role::SuperAdministrator)).await;
        for stranger in [&member, &other] {
            answer(&world, stranger, &sibling, "accept").await.refused(ProblemCode::NotFound);
            let listed = world.call("GET", RELATIONS).cookie(stranger).send().await.done().json();
            assert_eq!(listed["items"], json!([]));
        }
        let finance = world.sign_in(&email(OWN, Role::FinanceUser)).await;
        assert_eq!(answer(&world, &finance, &sibling, "accept").await.done().json()["state"], "active");
        invite(&world, &finance, "ownmark-1").await.refused(ProblemCode::NotAllowed);
    }
}
