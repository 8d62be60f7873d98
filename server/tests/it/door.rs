//! What is turned away at the door, and what every answer carries.

use crate::world::{Base, OWN, PASSWORD, World, email};
use contract::api::ProblemCode;
use contract::permission::Role;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn world() -> World {
    World::on(Base::Sqlite).await.unwrap()
}

#[tokio::test]
async fn e3_requests_from_other_sites_are_refused() {
    let world = world().await;
    let here = format!("http://{}", world.address);
    let body = json!({ "email": email(OWN, Role::Viewer), "password": PASSWORD });
    // Sec-Fetch-Site, Origin, admitted
    let matrix = [
        (None, None, true),
        (Some("same-origin"), Some(here.as_str()), true),
        (Some("none"), None, true),
        (None, Some(here.as_str()), true),
        (Some("same-site"), Some(here.as_str()), false),
        (Some("cross-site"), None, false),
        (Some("cross-site"), Some("http://evil.example"), false),
        (None, Some("http://evil.example"), false),
        (None, Some("null"), false),
        (None, Some("file://"), false),
    ];
    for (site, origin, admitted) in matrix {
        let mut call = world.call("POST", "/api/v1/session").json(&body);
        call = site.map_or(call.clone(), |site| call.header("sec-fetch-site", site));
        call = origin.map_or(call.clone(), |origin| call.header("origin", origin));
        let reply = call.send().await;
        if admitted {
            reply.done();
        } else {
            reply.refused(ProblemCode::CrossOrigin);
        }
    }
}

#[tokio::test]
async fn e3_reading_from_another_site_shows_nothing_that_is_not_public() {
    let world = world().await;
    let call = world.call("GET", "/api/v1/session").header("sec-fetch-site", "cross-site");
    call.send().await.refused(ProblemCode::NotSignedIn);
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused() {
    let world = world().await;
    let text = format!("{{\"email\":\"{}\",\"password\":\"{PASSWORD}\"}}", email(OWN, Role::Viewer));
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let call = world.call("POST", "/api/v1/session").body(kind, text.as_bytes());
        call.send().await.refused(ProblemCode::UnsupportedType);
    }
    let call = world.call("POST", "/api/v1/session").header("content-length", "0");
    call.send().await.refused(ProblemCode::UnsupportedType);
    let call = world.call("POST", "/api/v1/session");
    call.body("application/json; charset=utf-8", text.as_bytes()).send().await.done();
    for off in ["", "{", "[]", "null", "{\"email\":1}", "{\"email\":\"a@b.c\",\"password\":\"x\",\"more\":1}"]
    {
        let call = world.call("POST", "/api/v1/session").body("application/json", off.as_bytes());
        call.send().await.refused(ProblemCode::UnreadableBody);
    }
}

#[tokio::test]
async fn a_body_of_5_gb_is_refused_before_it_is_sent() {
    let world = world().await;
    let call = world.call("POST", "/api/v1/session").header("content-type", "application/json");
    let reply = call.header("content-length", "5368709120").send().await;
    reply.refused(ProblemCode::TooLarge);
    let call = world.call("GET", "/").header("content-length", "99999999999999999999999");
    assert!((400..500).contains(&call.send().await.status));
}

#[tokio::test]
async fn a_body_that_never_ends_is_refused_after_its_limit() {
    let world = world().await;
    let stream = TcpStream::connect(world.address).await.unwrap();
    let (mut reader, mut writer) = stream.into_split();
    let head = "POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
        transfer-encoding: chunked\r\n\r\n";
    let writing = tokio::spawn(async move {
        let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
        let mut sent = 0_usize;
        if writer.write_all(head.as_bytes()).await.is_ok() {
            // It would go on to 64 MiB if nobody stopped it.
            while sent < (64 << 20) && writer.write_all(chunk.as_bytes()).await.is_ok() {
                sent += 0x10000;
            }
        }
        sent
    });
    let mut first = [0; 12];
    reader.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 413");
    drop(reader);
    let sent = writing.await.unwrap();
    assert!(sent < (32 << 20), "{sent} bytes were taken");
}

#[tokio::test]
async fn a_body_just_above_the_limit_is_refused() {
    let world = world().await;
    let mut body = vec![b' '; (1 << 20) + 1];
    body[..2].copy_from_slice(b"{}");
    let call = world.call("POST", "/api/v1/session").body("application/json", &body);
    call.send().await.refused(ProblemCode::TooLarge);
}

#[tokio::test]
async fn e2_unknown_addresses_and_methods_are_problems() {
    let world = world().await;
    for target in ["/api", "/api/", "/api/v1", "/api/v2/bills", "/api/v1/nothing", "/api/v1/bills/x/y/z"] {
        let reply = world.call("GET", target).send().await;
        reply.refused(ProblemCode::NotFound);
    }
    for (method, target) in
        [("PUT", "/api/v1/bills"), ("PATCH", "/api/v1/session"), ("BREW", "/api/v1/users")]
    {
        let reply = world.call(method, target).send().await;
        reply.refused(ProblemCode::MethodNotAllowed);
        assert!(reply.header("allow").is_some(), "{method} {target}");
    }
    world.call("POST", "/bills").send().await.refused(ProblemCode::MethodNotAllowed);
}

#[tokio::test]
async fn e4_problems_speak_the_readers_language() {
    let world = world().await;
    let call = world.call("GET", "/api/v1/bills").header("accept-language", "fr, zh-CN;q=0.8, en;q=0.5");
    let reply = call.send().await;
    assert_eq!(reply.refused(ProblemCode::NotSignedIn).title, "您尚未登录。");
    assert_eq!(reply.header("content-language"), Some("zh-CN"));
    let call = world.call("POST", "/api/v1/session").header("accept-language", "zh");
    let reply = call.json(&json!({ "email": "", "password": "x" })).send().await;
    assert_eq!(reply.refused(ProblemCode::InvalidInput).errors[0].message, "请填写此项。");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let world = world().await;
    let token = world.sign_in(&email(OWN, Role::Viewer)).await;
    let targets =
        ["/", "/bills", "/missing.js", "/api/v1/health", "/api/v1/session", "/api/v1/nothing", "/metrics"];
    for target in targets {
        let reply = world.call("GET", target).cookie(&token).send().await;
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
        assert!(!policy.contains("unsafe-inline") && policy.contains("frame-ancestors 'none'"), "{policy}");
        let expected = [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ];
        for (name, value) in expected {
            assert_eq!(reply.header(name), Some(value), "{target}");
        }
        assert!(reply.header("permissions-policy").is_some());
        if target.starts_with("/api") {
            assert_eq!(reply.header("cache-control"), Some("no-store"), "{target}");
        }
        assert!(reply.header("server").is_none() && reply.header("x-powered-by").is_none());
    }
}

#[tokio::test]
async fn a_request_id_is_taken_over_only_when_it_is_plain() {
    let world = world().await;
    let id = |given: &str| {
        let call = world.call("GET", "/api/v1/health").header("x-request-id", given);
        async move { call.send().await.header("x-request-id").unwrap().to_owned() }
    };
    assert_eq!(id("from-proxy-0001").await, "from-proxy-0001");
    for off in ["x", "a b c d e f g h", "<script>alert(1)</script>", &"a".repeat(200)] {
        let made = id(off).await;
        assert_eq!(made.len(), 24, "{made}");
    }
}

#[tokio::test]
async fn long_json_is_compressed_for_those_who_take_it() {
    let world = world().await;
    let get =
        |coding: &str| world.call("GET", "/api/v1/openapi.json").header("accept-encoding", coding).send();
    let (br, gzip, plain) = (get("br").await, get("gzip").await, get("identity").await);
    assert_eq!(br.header("content-encoding"), Some("br"));
    assert_eq!(gzip.header("content-encoding"), Some("gzip"));
    assert_eq!(plain.header("content-encoding"), None);
    assert!(gzip.body.len() * 3 < plain.body.len());
    let short = world.call("GET", "/api/v1/health").header("accept-encoding", "br").send().await;
    assert_eq!(short.header("content-encoding"), None);
}
