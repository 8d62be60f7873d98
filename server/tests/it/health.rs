//! Health, figures, and a database that goes away.

use crate::world::{Base, OWN, World, email, story};
use contract::api::ProblemCode;
use contract::permission::Role;
use server::http::Settings;

story! {
    async fn the_server_says_that_it_is_well(world: World) {
        let health = world.call("GET", "/api/v1/health").send().await.done().json();
        assert_eq!(health["status"], "ok");
        assert_eq!(health["database"], world.engine.db.engine());
    }
}

story! {
    async fn a_database_that_goes_away_is_a_clear_problem(world: World) {
        let token = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        world.engine.db.close().await;
        for target in ["/api/v1/health", "/api/v1/session", "/api/v1/bills", "/api/v1/users"] {
            let reply = world.call("GET", target).cookie(&token).send().await;
            let problem = reply.refused(ProblemCode::Unavailable);
            assert_eq!(problem.status, 503);
            assert!(problem.retry_after_s.is_some() && reply.header("retry-after").is_some());
            assert!(!reply.text().to_lowercase().contains("pool"), "{}", reply.text());
        }
        // What needs no database goes on.
        world.call("GET", "/").send().await.done();
    }
}

#[tokio::test]
async fn figures_are_told_to_this_machine_only() {
    let world = World::on(Base::Sqlite).await.unwrap();
    world.sign_in(&email(OWN, Role::Viewer)).await;
    world.call("GET", "/api/v1/bills/bil-0000000000000?q=secret").send().await;
    let figures = world.call("GET", "/metrics").send().await.done().text();
    assert!(figures.contains("portal_build_info{version="), "{figures}");
    assert!(figures.contains("portal_sessions"), "{figures}");
    assert!(figures.contains("route=\"/api/v1/bills/{id}\""), "{figures}");
    assert!(figures.contains("portal_http_request_duration_seconds_bucket"), "{figures}");
    assert!(!figures.contains("secret") && !figures.contains("bil-0"), "{figures}");
    let proxied = world.call("GET", "/metrics").header("x-forwarded-for", "203.0.113.9").send().await;
    proxied.refused(ProblemCode::NotFound);

    let settings = Settings { metrics_public: true, ..Settings::default() };
    let world = World::with(Base::Sqlite, settings).await.unwrap();
    world.call("GET", "/metrics").header("x-forwarded-for", "203.0.113.9").send().await.done();
}
