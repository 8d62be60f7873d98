//! Endpoint × role × foreign id (E3): made from the contract's list of endpoints. A new endpoint without a row fails.

use crate::client::Reply;
use crate::rows::{Ids, Noun, Row, Whose, ids, missing, picks, row};
use crate::world::{OTHER, OWN, SIBLING_MARK, Side, World, email, limited, story};
use contract::api::{Declared, ProblemCode, all};
use contract::id::BillId;
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use contract::permission::{Access, Role};
use serde_json::Value;
use server::engine::sign_in::IDLE;
use server::engine::write::{Act, Actor, Command};
use std::io::Read;

/// A world, and what its addresses can name.
struct Matrix<'a> {
    world: &'a World,
    own: Ids,
    other: Ids,
    sibling: Ids,
}

impl<'a> Matrix<'a> {
    async fn of(world: &'a World) -> Self {
        let admin = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let other = world.sign_in(&email(OTHER, Role::SuperAdministrator)).await;
        let account = |side: Side, place: u8| format!("{}-{place}", side.mark);
        let own = ids(world, &admin, world.own_bill.to_string(), account(OWN, 1)).await;
        let other = ids(world, &other, world.other_bill.to_string(), account(OTHER, 1)).await;
        // Places count from 1 in every log: others have a longer one.
        log(world, [world.own_bill, world.sibling_bill]).await;
        log(world, [world.other_bill; 40]).await;
        let other = Ids { place: 40, ..other };
        let sibling = ids(world, &admin, world.sibling_bill.to_string(), account(OWN, 2)).await;
        let mut places = Vec::new();
        for ids in [&own, &sibling] {
            let target = format!("/api/v1/transactions/{}", ids.transaction);
            let movement = world.call("GET", &target).cookie(&admin).send().await.done().json();
            places.push(movement["entry"].as_u64().unwrap());
        }
        let (own, sibling) = (Ids { place: places[0], ..own }, Ids { place: places[1], ..sibling });
        Self { world, own, other, sibling }
    }

    fn target(&self, declared: &Declared, row: &Row, whose: Whose) -> String {
        let missing = missing();
        let ids = match whose {
            Whose::Own => &self.own,
            Whose::Other => &self.other,
            Whose::Sibling => &self.sibling,
            Whose::Missing => &missing,
        };
        let id = match row.noun {
            Noun::None | Noun::MonthlyBill | Noun::Account | Noun::AuditEntry | Noun::OperatorAccount => "",
            Noun::Bill => &ids.bill,
            Noun::User => &ids.user,
            Noun::Relation => &ids.relation,
            Noun::View => &ids.view,
            Noun::Payment => &ids.payment,
            Noun::Method => &ids.method,
            Noun::Transaction => &ids.transaction,
        };
        let path = declared.path.replace("{id}", id).replace("{account}", &ids.account);
        let path = path.replace("{cycle}", "2026-10").replace("{place}", &ids.place.to_string());
        let path = path.replace("{organization}", &ids.organization);
        format!("{path}{}", row.query)
    }

    async fn call(&self, declared: &Declared, row: &Row, whose: Whose, token: Option<&str>) -> Reply {
        self.call_with(declared, row, whose, token, row.body.as_ref()).await
    }

    async fn call_with(
        &self,
        declared: &Declared,
        row: &Row,
        whose: Whose,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Reply {
        let mut call = self.world.call(declared.method.name(), &self.target(declared, row, whose));
        call = token.map_or(call.clone(), |token| call.cookie(token));
        call = body.map_or(call.clone(), |body| call.json(body));
        call.send().await
    }
}

/// Has something written into the audit log of the accounts that these bills are of.
async fn log<const COUNT: usize>(world: &World, bills: [BillId; COUNT]) {
    for (at, bill) in bills.into_iter().enumerate() {
        let account = bill.number();
        let money = Money::new(100, Currency::USD);
        let act = Act::TopUp { channel: Channel::BankTransfer, money };
        let (actor, key) = (Actor::Job("test"), format!("matrix/{account}/{at}"));
        let command = Command { organization: account >> 40, account, actor, key, act };
        world.engine.door.write(command).await.unwrap();
    }
}

/// Every endpoint with its row.
fn endpoints() -> Vec<(Declared, Row)> {
    let with_row = |declared: Declared| {
        let row = row(declared.name).unwrap_or_else(|| {
            panic!("{} has no row in the matrix: add a line to server/tests/it/rows.rs", declared.name)
        });
        (declared, row)
    };
    all().into_iter().map(with_row).collect()
}

fn is_public(declared: &Declared) -> bool {
    declared.access == Access::Public
}

story! {
    async fn e3_nobody_is_let_in_without_a_live_session(world: World) {
        let matrix = Matrix::of(&world).await;
        let expired = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        world.engine.clock.pass(IDLE);
        let deactivated = world.sign_in(&limited(OWN)).await;
        let admin = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let users = world.call("GET", "/api/v1/users").cookie(&admin).send().await.done().json();
        let user = users["items"].as_array().unwrap().iter().find(|user| user["email"] == limited(OWN)).unwrap();
        let target = format!("/api/v1/users/{}", user["id"].as_str().unwrap());
        let off = serde_json::json!({ "active": false });
        world.call("PATCH", &target).cookie(&admin).json(&off).send().await.done();
        let made_up = "ab".repeat(32);

        for (declared, row) in endpoints().iter().filter(|(declared, _)| !is_public(declared)) {
            let callers = [None, Some(&expired), Some(&deactivated), Some(&made_up)];
            for token in callers {
                for whose in [Whose::Own, Whose::Missing] {
                    let reply = matrix.call(declared, row, whose, token.map(String::as_str)).await;
                    assert_eq!(reply.status, 401, "{} {token:?}", declared.name);
                    reply.refused(ProblemCode::NotSignedIn);
                }
            }
        }
    }
}

story! {
    async fn e3_every_role_may_do_what_the_table_says(world: World) {
        let matrix = Matrix::of(&world).await;
        for role in Role::ALL {
            let token = world.sign_in(&email(OWN, role)).await;
            for (declared, row) in endpoints().iter().filter(|(declared, row)| !is_public(declared) && !row.ends) {
                // One's own view is another user's to nobody: only its owner can delete it.
                // A relation is answered once: the second role finds it active.
                let owned = matches!(row.noun, Noun::View | Noun::Relation);
                let whose = if owned { Whose::Missing } else { Whose::Own };
                let reply = matrix.call(declared, row, whose, Some(&token)).await;
                let name = declared.name;
                match declared.access.admits(Some(role)) {
                    false => {
                        reply.refused(ProblemCode::NotAllowed);
                    }
                    true if owned => {
                        reply.refused(ProblemCode::NotFound);
                    }
                    // The second role that adds the same user is told so.
                    true if name == "AddUser" && reply.status == 400 => {}
                    true => assert!((200..300).contains(&reply.status), "{name} {role:?} {}", reply.text()),
                }
            }
        }
    }
}

story! {
    async fn e3_what_is_not_ones_own_does_not_exist(world: World) {
        let matrix = Matrix::of(&world).await;
        for role in Role::ALL {
            let token = world.sign_in(&email(OWN, role)).await;
            for (declared, row) in endpoints().iter().filter(|(_, row)| !matches!(row.noun, Noun::None | Noun::OperatorAccount)) {
                if !declared.access.admits(Some(role)) {
                    continue;
                }
                let missing = matrix.call(declared, row, Whose::Missing, Some(&token)).await;
                let other = matrix.call(declared, row, Whose::Other, Some(&token)).await;
                let without_id = |reply: &Reply| {
                    let mut problem = reply.refused(ProblemCode::NotFound);
                    problem.request_id = None;
                    problem
                };
                assert_eq!(without_id(&missing), without_id(&other), "{} {role:?}", declared.name);
            }
        }
        let token = world.sign_in(&limited(OWN)).await;
        let of_accounts = |row: &Row| !matches!(row.noun, Noun::None | Noun::User | Noun::View | Noun::OperatorAccount);
        for (declared, row) in endpoints().iter().filter(|(_, row)| of_accounts(row)) {
            if !declared.access.admits(Some(Role::FinanceUser)) {
                continue;
            }
            matrix.call(declared, row, Whose::Own, Some(&token)).await.done();
            matrix.call(declared, row, Whose::Sibling, Some(&token)).await.refused(ProblemCode::NotFound);
        }
    }
}

story! {
    async fn e3_an_operator_reaches_every_account_and_no_page_of_its_people(world: World) {
        let matrix = Matrix::of(&world).await;
        let token = world.sign_in(&email(OWN, Role::PlatformOperator)).await;
        let platform = contract::id::OrganizationId::new(0).to_string();
        for (declared, row) in endpoints().iter().filter(|(declared, row)| !is_public(declared) && !row.ends) {
            match row.noun {
                Noun::OperatorAccount => {
                    for whose in [Whose::Own, Whose::Other, Whose::Sibling] {
                        matrix.call(declared, row, whose, Some(&token)).await.done();
                    }
                    matrix.call(declared, row, Whose::Missing, Some(&token)).await.refused(ProblemCode::NotFound);
                    let target = matrix.target(declared, row, Whose::Missing).replace(&missing().organization, &platform);
                    let mut call = world.call(declared.method.name(), &target.replace("missing-1", "Platform")).cookie(&token);
                    call = row.body.as_ref().map_or(call.clone(), |body| call.json(body));
                    call.send().await.refused(ProblemCode::NotFound);
                }
                _ if declared.path.contains("/operator/") || declared.access == Access::SignedIn => {}
                _ => {
                    let reply = matrix.call(declared, row, Whose::Own, Some(&token)).await;
                    reply.refused(ProblemCode::NotAllowed);
                }
            }
        }
    }
}

story! {
    async fn e3_nothing_of_others_stands_in_any_answer(world: World) {
        let matrix = Matrix::of(&world).await;
        let everyone = world.sign_in(&email(OWN, Role::SuperAdministrator)).await;
        let limited = world.sign_in(&limited(OWN)).await;
        let mut seen = 0;
        for (declared, row) in endpoints().iter().filter(|(declared, row)| !is_public(declared) && !row.ends) {
            let once = matches!(row.noun, Noun::View | Noun::Relation);
            if once || !declared.access.admits(Some(Role::SuperAdministrator)) {
                continue;
            }
            let reply = matrix.call(declared, row, Whose::Own, Some(&everyone)).await.done();
            assert!(!shows(&reply, OTHER.mark), "{} shows the other organization's", declared.name);
            seen += usize::from(shows(&reply, SIBLING_MARK));
            if declared.access.admits(Some(Role::FinanceUser)) {
                let reply = matrix.call(declared, row, Whose::Own, Some(&limited)).await.done();
                assert!(!shows(&reply, OTHER.mark), "{} shows the other organization's", declared.name);
                assert!(!shows(&reply, SIBLING_MARK), "{} shows another account's", declared.name);
            }
        }
        // The marks can be found at all: list, choices, accounts, applications and the exports show them.
        assert!(seen >= 6, "only {seen} answers show any bill");
    }
}

story! {
    async fn e3_a_bill_that_is_picked_by_hand_is_ones_own_or_none(world: World) {
        let matrix = Matrix::of(&world).await;
        let limited = world.sign_in(&limited(OWN)).await;
        for (declared, row) in &endpoints() {
            for bill in [&matrix.other.bill, &matrix.sibling.bill, &missing().bill] {
                let Some(body) = picks(declared.name, bill) else { continue };
                let reply = matrix.call_with(declared, row, Whose::Own, Some(&limited), Some(&body)).await;
                assert!(!shows(&reply, OTHER.mark) && !shows(&reply, SIBLING_MARK), "{}", declared.name);
                assert!(reply.status < 500, "{} {}", declared.name, reply.text());
            }
        }
    }
}

story! {
    async fn e3_filters_and_counts_tell_nothing_of_others(world: World) {
        let token = world.sign_in(&limited(OWN)).await;
        let get = |query: &str| {
            let target = format!("/api/v1/bills?{query}");
            let call = world.call("GET", &target).cookie(&token);
            async move { call.send().await }
        };
        let all = get("").await.done().json();
        assert_eq!(all["count"], 1, "{all}");
        assert_eq!(all["totals"][0]["consumption"]["value"], "12.30", "{all}");
        for hidden in [OTHER.mark, SIBLING_MARK] {
            // By text, and by what a list of choices would name: found nowhere, or told to be no choice, alike.
            let by_text = get(&format!("q={hidden}")).await.done().json();
            assert_eq!(by_text["count"], 0, "{by_text}");
            for key in ["product", "application", "account"] {
                let ending = match key { "account" => "1", "product" => "product", _ => "app" };
                let theirs = get(&format!("{key}={hidden}-{ending}")).await;
                let nobodys = get(&format!("{key}=missing-{ending}")).await;
                assert_eq!(theirs.status, nobodys.status, "{key}");
                assert!(!theirs.text().contains("12.30"), "{}", theirs.text());
            }
        }
    }
}

story! {
    async fn e3_a_cursor_of_others_shows_nothing(world: World) {
        let limited = world.sign_in(&limited(OWN)).await;
        for side in [OWN, OTHER] {
            let token = world.sign_in(&email(side, Role::SuperAdministrator)).await;
            let page = world.call("GET", "/api/v1/bills?limit=1").cookie(&token).send().await.done().json();
            let cursor = page["next_cursor"].as_str().expect("there are two bills");
            let target = format!("/api/v1/bills?limit=10&cursor={cursor}");
            let reply = world.call("GET", &target).cookie(&limited).send().await;
            assert!(reply.status == 200 || reply.status == 400, "{}", reply.text());
            assert!(!shows(&reply, OTHER.mark) && !shows(&reply, SIBLING_MARK), "{}", reply.text());
            if reply.status == 200 {
                assert_eq!(reply.json()["count"], 1, "{}", reply.text());
            }
        }
    }
}

/// Whether an answer contains a text, also inside of a workbook or an archive.
fn shows(reply: &Reply, text: &str) -> bool {
    let within = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    within(&reply.body) || parts(&reply.body).iter().any(|part| within(part))
}

/// What a ZIP's entries hold, as far as they are deflated or stored one after the other.
fn parts(bytes: &[u8]) -> Vec<Vec<u8>> {
    let starts = (0..bytes.len().saturating_sub(30)).filter(|&at| &bytes[at..at + 4] == b"PK\x03\x04");
    let word = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let part = |at: usize| {
        let data = &bytes[(at + 30 + word(at + 26) + word(at + 28)).min(bytes.len())..];
        let mut out = Vec::new();
        // Stops at the end of the stream, whatever follows.
        let _ = flate2::read::DeflateDecoder::new(data).read_to_end(&mut out);
        out
    };
    starts.map(part).collect()
}
