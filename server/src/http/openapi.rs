//! The OpenAPI 3.1 description, made from the contract's endpoints: it can't differ from what is served.

use contract::api::{Declared, Described, Endpoint, Problem, Visitor, all, visit_all};
use contract::audit::ActKind;
use contract::permission::Access;
use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, Schema};

/// The document as text.
pub fn text() -> String {
    serde_json::to_string_pretty(&document()).unwrap_or_default()
}

/// The document.
pub fn document() -> Value {
    let mut description = Description::default();
    visit_all(&mut description);
    Problem::describe(&mut description.schemas);
    let schemas: Map<String, Value> = description
        .schemas
        .into_iter()
        .filter_map(|(name, schema)| Some((name, serde_json::to_value(schema).ok()?)))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Billing portal",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Bills of an organization: list, details, documents, exports, and the people who see \
                them. Amounts are decimal strings with a currency. Errors are application/problem+json with a \
                stable code.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "paths": description.paths,
        "components": {
            "schemas": schemas,
            "responses": { "Problem": {
                "description": "What went wrong, why, and what to do.",
                "content": { "application/problem+json": {
                    "schema": { "$ref": "#/components/schemas/Problem" },
                } },
            } },
            "securitySchemes": { "session": {
                "type": "apiKey", "in": "cookie", "name": super::cookie::NAME,
                "description": "Given by POST /api/v1/session.",
            } },
        },
    })
}

#[derive(Default)]
struct Description {
    paths: Map<String, Value>,
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl Visitor for Description {
    fn visit<E>(&mut self)
    where
        E: Endpoint,
        E::Body: Described,
        E::Response: Described,
    {
        let mut endpoints = all().into_iter();
        let Some(declared) = endpoints.find(|one| one.path == E::PATH && one.method == E::METHOD) else {
            return;
        };
        let body = E::Body::describe(&mut self.schemas);
        let response = E::Response::describe(&mut self.schemas);
        let operation = operation(&declared, body.as_deref(), response.as_deref());
        let path = self.paths.entry(E::PATH).or_insert_with(|| json!({}));
        path[E::METHOD.name().to_lowercase()] = operation;
    }
}

fn operation(declared: &Declared, body: Option<&str>, response: Option<&str>) -> Value {
    let mut operation = json!({
        "operationId": declared.name,
        "summary": declared.summary.trim(),
        "tags": [declared.path.split('/').nth(3).unwrap_or_default()],
        "parameters": parameters(declared),
        "responses": responses(declared, body, response),
    });
    if let Some(name) = body {
        operation["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": reference(name) } },
        });
    }
    operation["security"] = match declared.access {
        Access::Public => json!([]),
        Access::SignedIn | Access::Allowed(_) => json!([{ "session": [] }]),
    };
    if let Access::Allowed(permission) = declared.access {
        operation["x-permission"] = json!(permission);
    }
    operation
}

fn parameters(declared: &Declared) -> Vec<Value> {
    let in_path = declared.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    let in_query = declared.query_keys.iter().map(|name| query_parameter(name));
    in_path.chain(in_query).collect()
}

fn query_parameter(name: &str) -> Value {
    let text = json!({ "type": "string" });
    let (schema, description) = match name {
        "product" | "account" | "application" => {
            (json!({ "type": "array", "items": text, "maxItems": 200 }), "Any of these; repeat the name.")
        }
        "cycle_from" => (month(), "This billing cycle or a later one."),
        "cycle_to" => (month(), "This billing cycle or an earlier one."),
        "status" => (json!({ "type": "string", "enum": ["pending", "cleared"] }), "Pending or cleared."),
        "state" => (
            json!({ "type": "array", "items": { "type": "string",
                "enum": ["not_issued", "unsettled", "partly_settled", "settled"] } }),
            "Any of these; repeat the name.",
        ),
        "overdue" => (json!({ "type": "boolean" }), "Only overdue ones, or only those that are not."),
        "day_from" => (day(), "On this day or a later one, in the billing time zone."),
        "day_to" => (day(), "On this day or an earlier one, in the billing time zone."),
        "act" => (
            json!({ "type": "array", "items": { "type": "string",
                "enum": ActKind::ALL.iter().map(|act| act.name()).collect::<Vec<_>>() } }),
            "Any of these; repeat the name.",
        ),
        "actor" => (
            json!({ "type": "array", "items": text, "maxItems": 200 }),
            "Any of these, as user/usr-…, operator/NAME or job/NAME; repeat the name.",
        ),
        "after" => (text, "Goes on behind this place and its hash, as PLACE.SHA256."),
        "due_to" => (day(), "Due on this day or earlier."),
        "currency" => (json!({ "type": "string", "pattern": "^[A-Z]{3}$" }), "Code of ISO 4217."),
        "q" => (json!({ "type": "string", "maxLength": 200 }), "Free text; every word has to be found."),
        "sort" => (text, "A column; with a leading minus in descending order."),
        "limit" => (json!({ "type": "integer", "minimum": 1 }), "How many at most."),
        "from" => (json!({ "type": "integer", "minimum": 0 }), "How many come before the first one wanted."),
        "cursor" => (text, "Goes on after the page that gave it as next_cursor."),
        _ => (text, ""),
    };
    json!({
        "name": name, "in": "query", "required": false, "schema": schema, "description": description,
        "style": "form", "explode": true,
    })
}

fn day() -> Value {
    json!({ "type": "string", "format": "date", "examples": ["2026-11-02"] })
}

fn month() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "examples": ["2026-10"] })
}

fn responses(declared: &Declared, body: Option<&str>, response: Option<&str>) -> Value {
    let mut responses = Map::new();
    let json = declared.content_type == "application/json";
    match response {
        Some(name) => {
            let content = json!({ "application/json": { "schema": reference(name) } });
            responses.insert("200".into(), json!({ "description": "Done.", "content": content }));
        }
        None if json && !declared.path.ends_with(".json") => {
            responses.insert("204".into(), json!({ "description": "Done; there is nothing to say." }));
        }
        None => {
            let schema = if json { json!({ "type": "object" }) } else { json!({}) };
            let content = json!({ declared.content_type: { "schema": schema } });
            responses.insert("200".into(), json!({ "description": "The file.", "content": content }));
        }
    }
    for status in refusals(declared, body.is_some()) {
        responses.insert(status.into(), json!({ "$ref": "#/components/responses/Problem" }));
    }
    Value::Object(responses)
}

/// The statuses that an endpoint may refuse with.
fn refusals(declared: &Declared, has_body: bool) -> Vec<&'static str> {
    let mut statuses = vec!["default"];
    if has_body || !declared.query_keys.is_empty() {
        statuses.push("400");
    }
    if !matches!(declared.access, Access::Public) || declared.name == "OpenSession" {
        statuses.push("401");
    }
    if matches!(declared.access, Access::Allowed(_)) {
        statuses.push("403");
    }
    if declared.path.contains('{') {
        statuses.push("404");
    }
    if has_body {
        statuses.extend(["413", "415"]);
    }
    if declared.name == "OpenSession" {
        statuses.push("429");
    }
    statuses
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}
