//! The portal's files.

use crate::world::{Base, World};
use contract::api::ProblemCode;

#[tokio::test]
async fn a_page_is_served_whatever_its_address() {
    let world = World::on(Base::Sqlite).await.unwrap();
    for target in ["/", "/bills", "/bills/bil-0000000000001?status=pending", "/users"] {
        let reply = world.call("GET", target).send().await.done();
        assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"), "{target}");
        assert_ne!(reply.header("cache-control"), Some("public, max-age=31536000, immutable"));
    }
}

#[tokio::test]
async fn a_file_that_is_missing_is_no_page() {
    let world = World::on(Base::Sqlite).await.unwrap();
    for target in ["/missing.js", "/a/b/missing.wasm", "/favicon.xyz", "/../Cargo.toml", "/%2e%2e/Cargo.toml"]
    {
        world.call("GET", target).send().await.refused(ProblemCode::NotFound);
    }
}
