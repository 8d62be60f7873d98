//! Signing in and out (E3).

use crate::client::Reply;
use crate::world::{Base, OTHER, OWN, PASSWORD, World, email, limited, story};
use contract::api::ProblemCode;
use contract::permission::Role;
use contract::rule::{FieldError, Rule};
use serde_json::{Value, json};
use server::http::Settings;
use server::store::sessions;
use sha2::{Digest, Sha256};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3600);
const MINUTE: Duration = Duration::from_secs(60);

story! {
    async fn e3_a_person_signs_in_and_out(world: World) {
        let reply = world.try_sign_in(" Finance-User@OWNMARK.example ", PASSWORD).await.done();
        let cookie = reply.header("set-cookie").unwrap();
        for part in ["; HttpOnly", "; SameSite=Strict", "; Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Secure"), "{cookie}");
        let session = reply.json();
        assert_eq!(session["organization"], OWN.name);
        assert_eq!(session["role"], "finance-user");
        assert_eq!(session["accounts"], "all");
        let token = reply.token();
        let again = world.call("GET", "/api/v1/session").cookie(&token).send().await.done();
        assert_eq!(again.json(), session);

        let out = world.call("DELETE", "/api/v1/session").cookie(&token).send().await;
        assert_eq!(out.status, 204);
        assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
        world.is_over(&token).await;
    }
}

story! {
    async fn e3_a_limited_user_is_told_their_accounts(world: World) {
        let token = world.sign_in(&limited(OWN)).await;
        let session = world.call("GET", "/api/v1/session").cookie(&token).send().await.done().json();
        assert_eq!(session["accounts"], json!({ "only": ["ownmark-1"] }));
    }
}

story! {
    async fn e3_ten_wrong_passwords_have_to_wait(world: World) {
        let email = email(OWN, Role::Viewer);
        for _ in 0..5 {
            world.try_sign_in(&email, "wrong").await.refused(ProblemCode::WrongCredentials);
        }
        let sixth = world.try_sign_in(&email, "wrong").await;
        assert_eq!(sixth.refused(ProblemCode::TooManySignIns).retry_after_s, Some(1));
        for pause in [1, 2, 4, 8] {
            world.engine.clock.pass(Duration::from_secs(pause));
            world.try_sign_in(&email, "wrong").await.refused(ProblemCode::WrongCredentials);
        }
        // Nine were looked at: from now on not even the right one is, until the first is 15 minutes old.
        world.engine.clock.pass(MINUTE);
        let tenth = world.try_sign_in(&email, PASSWORD).await;
        let wait = tenth.refused(ProblemCode::TooManySignIns).retry_after_s.unwrap();
        assert_eq!(tenth.header("retry-after"), Some(wait.to_string().as_str()));
        assert!((13 * 60..=14 * 60).contains(&wait), "{wait}");
        // Nobody else is held up.
        world.sign_in(&limited(OWN)).await;
        world.engine.clock.pass(Duration::from_secs(wait.into()));
        let token = world.sign_in(&email).await;
        world.is_live(&token).await;
        // A success starts the count afresh.
        for _ in 0..5 {
            world.try_sign_in(&email, "wrong").await.refused(ProblemCode::WrongCredentials);
        }
    }
}

story! {
    async fn e3_guesses_at_one_moment_do_not_slip_through(world: World) {
        let email = email(OWN, Role::Viewer);
        let tries = (0..24).map(|_| world.try_sign_in(&email, "wrong"));
        let replies = futures_util::future::join_all(tries).await;
        let looked_at = replies.iter().filter(|reply| reply.status == 401).count();
        let told_to_wait = replies.iter().filter(|reply| reply.status == 429).count();
        assert_eq!(looked_at + told_to_wait, 24);
        assert!(looked_at <= 9, "{looked_at} guesses were looked at");
    }
}

story! {
    async fn e3_an_unknown_email_is_answered_like_a_wrong_password(world: World) {
        let same = |reply: Reply| {
            let mut problem = reply.refused(ProblemCode::WrongCredentials);
            problem.request_id = None;
            problem
        };
        let wrong = same(world.try_sign_in(&email(OWN, Role::Viewer), "wrong password").await);
        let unknown = same(world.try_sign_in("nobody@ownmark.example", "wrong password").await);
        assert_eq!(wrong, unknown);
    }
}

/// Uses a session, and waits until that is noted: it happens behind the caller's back.
async fn uses(world: &World, token: &str) {
    let digest = Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    for _ in 0..500 {
        world.is_live(token).await;
        let now = world.engine.clock.now();
        let live = sessions::find(&world.engine.db, &digest, now, 0).await.unwrap().unwrap();
        if live.last_seen_at == now {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("its use was never noted");
}

story! {
    async fn e3_a_session_ends_when_idle_and_when_old(world: World) {
        let clock = world.engine.clock.clone();
        let token = world.sign_in(&email(OWN, Role::Viewer)).await;
        clock.pass(11 * HOUR);
        uses(&world, &token).await;
        clock.pass(11 * HOUR);
        uses(&world, &token).await;
        clock.pass(12 * HOUR);
        world.is_over(&token).await;

        let token = world.sign_in(&email(OWN, Role::Viewer)).await;
        for _ in 0..16 {
            clock.pass(10 * HOUR);
            uses(&world, &token).await;
        }
        clock.pass(8 * HOUR);
        world.is_over(&token).await;
        assert_eq!(world.engine.live_sessions().await.unwrap(), 0);
        world.engine.sweep().await.unwrap();
    }
}

story! {
    async fn e3_a_new_password_ends_the_other_sessions(world: World) {
        let email = email(OWN, Role::FinanceUser);
        let (here, elsewhere) = (world.sign_in(&email).await, world.sign_in(&email).await);
        let put = |password: &str| {
            let body = json!({ "old_password": PASSWORD, "password": password });
            world.call("PUT", "/api/v1/session/password").cookie(&here).json(&body).send()
        };
        put("short").await.refused(ProblemCode::InvalidInput);
        assert_eq!(put("a much longer password").await.status, 204);
        world.is_live(&here).await;
        world.is_over(&elsewhere).await;
        world.try_sign_in(&email, PASSWORD).await.refused(ProblemCode::WrongCredentials);
        world.try_sign_in(&email, "a much longer password").await.done();
    }
}

story! {
    async fn e3_one_s_own_password_is_changed_for_the_old_one(world: World) {
        let email = email(OWN, Role::FinanceUser);
        let (here, elsewhere) = (world.sign_in(&email).await, world.sign_in(&email).await);
        let put = |body: Value| world.call("PUT", "/api/v1/session/password").cookie(&here).json(&body).send();
        let guess = || put(json!({ "old_password": "not the password", "password": "a much longer password" }));
        for (body, field, rule) in [
            (json!({ "old_password": "", "password": "a much longer password" }), "old_password", Rule::Required),
            (json!({ "old_password": PASSWORD, "password": "short" }), "password", Rule::TooShort { min: 12 }),
        ] {
            let errors = put(body).await.refused(ProblemCode::InvalidInput).errors;
            assert_eq!(errors, vec![FieldError::new(field, rule)]);
        }
        put(json!({ "password": "a much longer password" })).await.refused(ProblemCode::UnreadableBody);
        for _ in 0..5 {
            let errors = guess().await.refused(ProblemCode::InvalidInput).errors;
            assert_eq!(errors, vec![FieldError::new("old_password", Rule::WrongPassword)]);
        }
        // Guessing slows down, also for the right one, and says nothing of the door.
        assert_eq!(guess().await.refused(ProblemCode::TooManySignIns).retry_after_s, Some(1));
        world.is_live(&elsewhere).await;
        world.sign_in(&email).await;
        world.engine.clock.pass(Duration::from_secs(1));
        let right = json!({ "old_password": PASSWORD, "password": "a much longer password" });
        assert_eq!(put(right).await.status, 204);
        world.is_live(&here).await;
        world.is_over(&elsewhere).await;
        // A success starts the count afresh.
        for _ in 0..5 {
            guess().await.refused(ProblemCode::InvalidInput);
        }
    }
}

story! {
    async fn e3_a_token_of_any_other_shape_is_none(world: World) {
        for token in ["", "x", &"0".repeat(64), &"z".repeat(64), &"a".repeat(100_000 / 8)] {
            world.is_over(token).await;
        }
    }
}

#[tokio::test]
async fn e3_an_attacker_elsewhere_does_not_lock_the_owner_out() {
    let settings = Settings { behind_proxy: true, ..Settings::default() };
    let world = World::with(Base::Sqlite, settings).await.unwrap();
    let email = email(OTHER, Role::Viewer);
    let from = |address: &str, password: &str| {
        let body = json!({ "email": email, "password": password });
        let call = world.call("POST", "/api/v1/session").header("x-forwarded-for", address);
        call.json(&body).send()
    };
    for _ in 0..5 {
        from("203.0.113.9", "wrong").await.refused(ProblemCode::WrongCredentials);
    }
    from("203.0.113.9", "wrong").await.refused(ProblemCode::TooManySignIns);
    from("198.51.100.7", PASSWORD).await.done();
}

#[tokio::test]
async fn e3_behind_https_the_cookie_travels_encrypted_only() {
    let settings =
        Settings { public_origin: Some("https://billing.example".to_owned()), ..Settings::default() };
    let world = World::with(Base::Sqlite, settings).await.unwrap();
    let reply = world.try_sign_in(&email(OWN, Role::Viewer), PASSWORD).await.done();
    assert!(reply.header("set-cookie").unwrap().contains("; Secure"));
    assert!(reply.header("strict-transport-security").is_some());
}
