//! A desk before the door, in builds for tests only: a command a line on standard input, its answer a line on standard
//! output. It is how a test does what no endpoint does yet, in the process that it means to kill.

use crate::engine::write::{Act, Actor, Command, Done, Door, NotDone, Refusal};
use serde::{Deserialize, Serialize};
use std::io::Write;
use tokio::runtime::Handle;

/// What is to be done; the number comes back with the answer.
#[derive(Debug, Deserialize)]
struct Wish {
    number: u64,
    organization: i64,
    account: i64,
    key: String,
    act: Act,
}

#[derive(Debug, Serialize)]
struct Answer {
    number: u64,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Done(Box<Done>),
    Refused(String),
    Failed(String),
}

/// Does what standard input says until it ends.
pub(super) fn open(door: Door) {
    let runtime = Handle::current();
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            match serde_json::from_str::<Wish>(&line) {
                Ok(wish) => drop(runtime.spawn(answer(door.clone(), wish))),
                Err(error) => tracing::error!(%error, "no command"),
            }
        }
    });
}

/// The field and the rule of what is denied; otherwise the sentence.
fn code(refusal: &Refusal) -> String {
    let Refusal::Denied(denied) = refusal else { return refusal.to_string() };
    let error = denied.error();
    let rule =
        serde_json::to_value(&error.rule).ok().and_then(|rule| rule["rule"].as_str().map(str::to_owned));
    format!("{}/{}", error.field, rule.unwrap_or_default())
}

async fn answer(door: Door, wish: Wish) {
    let Wish { number, organization, account, key, act } = wish;
    let actor = Actor::Operator("desk".to_owned());
    let what = match door.write(Command { organization, account, actor, key, act }).await {
        Ok(done) => What::Done(Box::new(done)),
        Err(NotDone::Refused(refusal)) => What::Refused(code(&refusal)),
        Err(error) => What::Failed(error.to_string()),
    };
    if let Ok(line) = serde_json::to_string(&Answer { number, what }) {
        // Whoever asked may have gone away: it is done all the same.
        let _ = writeln!(std::io::stdout().lock(), "{line}");
    }
}
