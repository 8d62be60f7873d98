//! Whatever stands in an address, the answer is one of the contract's: never a failure of the server.

use crate::world::{Base, OWN, World, email};
use contract::api::{Method, Problem, all};
use contract::permission::Role;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// How many addresses are tried.
const CASES: usize = 400;

fn value() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "2026-13",
        "2026-10",
        "0000-00",
        "-1",
        "0",
        "501",
        "99999999999999999999",
        "pending",
        "cleared",
        "-cycle",
        "consumption",
        "ownmark-1",
        "%00",
        "%ff",
        "%",
        "%zz",
        "+",
        "bil-0000200000001",
        "'; DROP TABLE bill; --",
        "<script>",
        "=1+1",
        "..%2f..",
        "NaN",
        "1e9",
        "\u{202e}x",
    ]);
    prop_oneof![known.prop_map(str::to_owned), "[ -~]{0,12}", "\\PC{0,6}", "[0-9]{4}-[0-9]{2}"]
}

fn query(keys: Vec<&'static str>) -> impl Strategy<Value = String> {
    let key = if keys.is_empty() { vec!["q"] } else { keys };
    let key = prop_oneof![9 => prop::sample::select(key).prop_map(str::to_owned), 1 => "[a-z_]{1,8}"];
    prop::collection::vec((key, value()), 0..5).prop_map(|pairs| {
        let pairs: Vec<String> =
            pairs.into_iter().map(|(key, value)| format!("{key}={}", plain(&value))).collect();
        pairs.join("&")
    })
}

/// What can stand in a request line: everything else is percent-encoded.
fn plain(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'!'..=b'~' if byte != b'#' => char::from(byte).to_string(),
            _ => format!("%{byte:02x}"),
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b2_no_query_makes_the_server_fail() {
    let world = World::on(Base::Sqlite).await.unwrap();
    let token = world.sign_in(&email(OWN, Role::FinanceUser)).await;
    let mut runner = TestRunner::deterministic();
    let reading: Vec<_> = all().into_iter().filter(|declared| declared.method == Method::Get).collect();
    for case in 0..CASES {
        let declared = &reading[case % reading.len()];
        let query = query(declared.query_keys.to_vec()).new_tree(&mut runner).unwrap().current();
        let id = plain(&value().new_tree(&mut runner).unwrap().current()).replace(['/', '?'], "");
        let target = format!("{}?{query}", declared.path.replace("{id}", &id));
        let reply = world.call("GET", &target).cookie(&token).send().await;
        assert!(reply.status < 500, "{target} {} {}", reply.status, reply.text());
        if reply.status >= 400 && !reply.body.is_empty() {
            let problem: Problem = serde_json::from_slice(&reply.body).unwrap();
            assert_eq!(problem.status, reply.status);
        }
    }
}
