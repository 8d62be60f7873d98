//! The OpenAPI description: complete, and sound in itself.

use crate::world::{Base, World};
use contract::api::all;
use serde_json::Value;
use std::collections::BTreeSet;

fn document() -> Value {
    serde_json::from_str(&server::http::openapi::text()).unwrap()
}

/// Every value of the document.
fn walk(value: &Value, see: &mut impl FnMut(&Value)) {
    see(value);
    match value {
        Value::Object(map) => map.values().for_each(|inner| walk(inner, see)),
        Value::Array(list) => list.iter().for_each(|inner| walk(inner, see)),
        _ => {}
    }
}

#[test]
fn e2_every_endpoint_stands_in_the_description() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = BTreeSet::new();
    for declared in all() {
        let operation = &document["paths"][declared.path][declared.method.name().to_lowercase()];
        assert_eq!(operation["operationId"], declared.name);
        assert!(ids.insert(declared.name), "{} stands there twice", declared.name);
        assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()));
        let parameters = operation["parameters"].as_array().unwrap();
        let names = |place: &str| -> BTreeSet<&str> {
            let here = parameters.iter().filter(|parameter| parameter["in"] == place);
            here.filter_map(|parameter| parameter["name"].as_str()).collect()
        };
        assert_eq!(names("query"), declared.query_keys.iter().copied().collect(), "{}", declared.name);
        let in_path = declared.path.split('/').filter(|part| part.starts_with('{')).count();
        assert_eq!(names("path").len(), in_path, "{}", declared.name);
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{}", declared.name);
        assert!(responses.contains_key("default"), "{}", declared.name);
    }
    let operations: usize =
        document["paths"].as_object().unwrap().values().map(|path| path.as_object().unwrap().len()).sum();
    assert_eq!(operations, ids.len());
}

#[test]
fn e2_every_reference_leads_somewhere() {
    let document = document();
    let mut count = 0;
    walk(&document, &mut |value| {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let pointer = reference.strip_prefix('#').expect("a reference within the document");
            assert!(document.pointer(pointer).is_some(), "{reference}");
            count += 1;
        }
    });
    assert!(count > 50, "{count}");
}

#[test]
fn e2_amounts_are_text_never_floats() {
    let document = document();
    let money = &document["components"]["schemas"]["Money"];
    assert_eq!(money["properties"]["value"]["type"], "string", "{money}");
    walk(&document["components"], &mut |value| {
        assert_ne!(value.get("type").and_then(Value::as_str), Some("number"), "{value}");
    });
}

#[tokio::test]
async fn e2_the_server_shows_the_same_description() {
    let world = World::on(Base::Sqlite).await.unwrap();
    let reply = world.call("GET", "/api/v1/openapi.json").send().await.done();
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.json(), document());
}

#[test]
fn every_endpoint_is_served_once() {
    let mut served = server::http::served();
    served.sort_unstable();
    let mut declared: Vec<&str> = all().iter().map(|declared| declared.name).collect();
    declared.sort_unstable();
    assert_eq!(served, declared);
}
