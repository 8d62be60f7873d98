//! Saved views of the bill list.

use crate::client::Reply;
use crate::world::{OWN, World, email, limited, story};
use contract::api::ProblemCode;
use contract::permission::Role;
use serde_json::{Value, json};

async fn save(world: &World, token: &str, name: &str, query: &str) -> Reply {
    let body = json!({ "name": name, "query": query });
    world.call("POST", "/api/v1/bill-views").cookie(token).json(&body).send().await
}

async fn list(world: &World, token: &str) -> Vec<Value> {
    let reply = world.call("GET", "/api/v1/bill-views").cookie(token).send().await.done();
    reply.json()["items"].as_array().unwrap().clone()
}

story! {
    async fn a_view_is_saved_overwritten_and_removed(world: World) {
        let token = world.sign_in(&email(OWN, Role::Viewer)).await;
        let first = save(&world, &token, " Open ", "status=pending").await.done().json();
        assert_eq!(first["name"], "Open");
        let second = save(&world, &token, "Open", "status=pending&sort=-cycle").await.done().json();
        assert_eq!(second["id"], first["id"]);
        save(&world, &token, "账单", "q=sms").await.done();
        let names: Vec<Value> = list(&world, &token).await.iter().map(|view| view["name"].clone()).collect();
        assert_eq!(names, ["Open", "账单"]);

        let target = format!("/api/v1/bill-views/{}", first["id"].as_str().unwrap());
        let other = world.sign_in(&limited(OWN)).await;
        assert!(list(&world, &other).await.is_empty());
        world.call("DELETE", &target).cookie(&other).send().await.refused(ProblemCode::NotFound);
        assert_eq!(world.call("DELETE", &target).cookie(&token).send().await.status, 204);
        world.call("DELETE", &target).cookie(&token).send().await.refused(ProblemCode::NotFound);
        save(&world, &token, " ", "").await.refused(ProblemCode::InvalidInput);
    }
}
