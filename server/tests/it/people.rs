//! Users and their permissions (E3).

use crate::client::Reply;
use crate::world::{OTHER, OWN, PASSWORD, World, email, limited, story};
use contract::api::ProblemCode;
use contract::permission::Role;
use contract::rule::Rule;
use serde_json::{Value, json};

fn new_user(email: &str) -> Value {
    json!({ "email": email, "name": "Ada", "role": "viewer", "accounts": "all", "password": PASSWORD })
}

/// A super administrator at work.
struct Administrator<'a> {
    world: &'a World,
    token: String,
}

impl<'a> Administrator<'a> {
    async fn of(world: &'a World) -> Self {
        Self { world, token: world.sign_in(&email(OWN, Role::SuperAdministrator)).await }
    }

    async fn send(&self, method: &str, target: &str, body: &Value) -> Reply {
        self.world.call(method, target).cookie(&self.token).json(body).send().await
    }

    async fn users(&self) -> Vec<Value> {
        let reply = self.world.call("GET", "/api/v1/users").cookie(&self.token).send().await.done();
        reply.json()["items"].as_array().unwrap().clone()
    }

    /// The address of the user with this email.
    async fn user(&self, email: &str) -> String {
        let users = self.users().await;
        let user = users.iter().find(|user| user["email"] == email).unwrap();
        format!("/api/v1/users/{}", user["id"].as_str().unwrap())
    }
}

story! {
    async fn e3_an_administrator_adds_and_changes_people(world: World) {
        let admin = Administrator::of(&world).await;
        assert_eq!(admin.users().await.len(), 5);
        let added = admin.send("POST", "/api/v1/users", &new_user("Ada@New.Example")).await.done().json();
        assert_eq!(added["email"], "ada@new.example");
        assert_eq!(added["active"], true);
        let token = world.sign_in("ada@new.example").await;

        let ada = admin.user("ada@new.example").await;
        let change = json!({ "name": "Ada L.", "role": "finance-user", "accounts": { "only": ["ownmark-2"] } });
        let changed = admin.send("PATCH", &ada, &change).await.done().json();
        assert_eq!(changed["name"], "Ada L.");
        assert_eq!(changed["accounts"], json!({ "only": ["ownmark-2"] }));
        let session = world.call("GET", "/api/v1/session").cookie(&token).send().await.done().json();
        assert_eq!(session["role"], "finance-user");

        admin.send("PATCH", &ada, &json!({ "active": false })).await.done();
        world.is_over(&token).await;
        world.try_sign_in("ada@new.example", PASSWORD).await.refused(ProblemCode::WrongCredentials);
        admin.send("PATCH", &ada, &json!({ "active": true })).await.done();
        world.is_over(&token).await;
        world.sign_in("ada@new.example").await;
    }
}

story! {
    async fn e3_what_is_wrong_with_a_new_user_is_said_at_once(world: World) {
        let admin = Administrator::of(&world).await;
        let off = json!({ "email": "no", "name": "", "role": "viewer", "accounts": { "only": [] }, "password": "x" });
        let problem = admin.send("POST", "/api/v1/users", &off).await.refused(ProblemCode::InvalidInput);
        let fields: Vec<&str> = problem.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["email", "name", "accounts", "password"]);

        // Somebody's in the portal, whoever's organization it is.
        for taken in [email(OWN, Role::Viewer), email(OTHER, Role::Viewer)] {
            let reply = admin.send("POST", "/api/v1/users", &new_user(&taken)).await;
            assert_eq!(reply.refused(ProblemCode::InvalidInput).errors[0].rule, Rule::NotUnique);
        }
        // Another organization's account is no account.
        for number in ["othermark-1", "missing"] {
            let mut user = new_user("ada@new.example");
            user["accounts"] = json!({ "only": [number] });
            let reply = admin.send("POST", "/api/v1/users", &user).await;
            let errors = reply.refused(ProblemCode::InvalidInput).errors;
            assert_eq!(errors[0].rule, Rule::UnknownValue { value: number.to_owned() });
        }
        assert_eq!(admin.users().await.len(), 5);
    }
}

story! {
    async fn e3_the_last_administrator_stays(world: World) {
        let admin = Administrator::of(&world).await;
        let oneself = admin.user(&email(OWN, Role::SuperAdministrator)).await;
        for change in [json!({ "active": false }), json!({ "role": "viewer" })] {
            admin.send("PATCH", &oneself, &change).await.refused(ProblemCode::NotOneself);
        }
        admin.send("PATCH", &oneself, &json!({ "name": "Someone" })).await.done();

        // Two administrators take each other's role at the same moment: one of them stays.
        let viewer = admin.user(&email(OWN, Role::Viewer)).await;
        admin.send("PATCH", &viewer, &json!({ "role": "super-administrator" })).await.done();
        let other = Administrator { world: &world, token: world.sign_in(&email(OWN, Role::Viewer)).await };
        let demote = json!({ "role": "viewer" });
        let (first, second) =
            tokio::join!(admin.send("PATCH", &viewer, &demote), other.send("PATCH", &oneself, &demote));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses[0], 200, "{statuses:?}");
        assert!(matches!(statuses[1], 403 | 409), "{statuses:?}");
        let organization = world.own_bill.number() >> 40;
        let left = format!(
            "SELECT COUNT(*) FROM portal_user WHERE organization_id = {organization} AND active AND role = 'super-administrator'"
        );
        assert_eq!(world.count(&left).await, 1, "a refused change leaves nothing");
    }
}

story! {
    async fn e3_a_password_set_by_an_administrator_ends_all_sessions(world: World) {
        let admin = Administrator::of(&world).await;
        let token = world.sign_in(&limited(OWN)).await;
        let target = format!("{}/password", admin.user(&limited(OWN)).await);
        let reply = admin.send("PUT", &target, &json!({ "password": "another long password" })).await;
        assert_eq!(reply.status, 204);
        world.is_over(&token).await;
        world.try_sign_in(&limited(OWN), "another long password").await.done();
    }
}

story! {
    async fn e3_a_super_administrator_sees_every_account(world: World) {
        let admin = Administrator::of(&world).await;
        let user = admin.user(&limited(OWN)).await;
        let changed = admin.send("PATCH", &user, &json!({ "role": "super-administrator" })).await.done().json();
        assert_eq!(changed["accounts"], "all");
    }
}
