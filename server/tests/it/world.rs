//! A server of one's own, with two organizations in its database.

use crate::client::{Call, Reply};
use contract::api::ProblemCode;
use contract::id::{AccountNumber, BillId};
use contract::locale::Locale;
use contract::permission::{AccountScope, Role};
use contract::user::NewUser;
use serde_json::json;
use server::chance::Chance;
use server::channel::{Channels, SandboxChannel};
use server::clock::Clock;
use server::engine::write::Actor;
use server::engine::{Engine, Passwords, Till};
use server::http::{App, Settings, listen, serve_until};
use server::store::Db;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::oneshot;

/// The password of everyone here.
pub const PASSWORD: &str = "correct horse battery";
/// 2026-11-15T00:00:00Z.
pub const NOW: i64 = 1_794_700_800_000_000;

/// The first organization, its number, and what only its people may read.
pub const OWN: Side = Side { name: "Quayside Trading", mark: "ownmark" };
/// The other one.
pub const OTHER: Side = Side { name: "Other Shipping", mark: "othermark" };
/// What is written on everything of the account that the limited user does not see.
pub const SIBLING_MARK: &str = "siblingmark";

/// One organization of the world.
#[derive(Debug, Clone, Copy)]
pub struct Side {
    pub name: &'static str,
    pub mark: &'static str,
}

/// Which database a world stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    Sqlite,
    Postgres,
}

/// A running server.
pub struct World {
    pub address: SocketAddr,
    pub engine: Engine,
    /// The bill of the account that everyone of the first organization sees.
    pub own_bill: BillId,
    /// The bill of the account that the limited user does not see.
    pub sibling_bill: BillId,
    /// The other organization's.
    pub other_bill: BillId,
    /// Where the payment sandbox answers.
    pub sandbox: SocketAddr,
    _stop: oneshot::Sender<()>,
    _stop_sandbox: oneshot::Sender<()>,
    _directory: tempfile::TempDir,
}

/// Runs a story on SQLite as `NAME::sqlite`, and on PostgreSQL as `NAME::postgres`.
macro_rules! story {
    ($(#[$doc:meta])* async fn $name:ident($world:ident: World) $body:block) => {
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports, reason = "a story may need nothing of its module")]
            use super::*;

            async fn story($world: $crate::world::World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                story($crate::world::World::on($crate::world::Base::Sqlite).await.unwrap()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                match $crate::world::World::on($crate::world::Base::Postgres).await {
                    Some(world) => story(world).await,
                    None => println!("left out: PORTAL_TEST_POSTGRES names no PostgreSQL"),
                }
            }
        }
    };
}
pub(crate) use story;

impl World {
    /// A world on a fresh database; none when there is no PostgreSQL to make it on.
    pub async fn on(base: Base) -> Option<Self> {
        Self::with(base, Settings::default()).await
    }

    /// The same with settings.
    pub async fn with(base: Base, settings: Settings) -> Option<Self> {
        let directory = tempfile::tempdir().unwrap();
        let database = match base {
            Base::Sqlite => format!("sqlite:{}", directory.path().join("portal.db").display()),
            Base::Postgres => fresh_postgres().await?,
        };
        let db = Db::open(&database).await.unwrap();
        let mut engine = Engine::new(db, Clock::standing(NOW), Chance::System);
        engine.passwords = Arc::new(Passwords::quick());
        let (own_bill, sibling_bill) = organization(&engine, OWN).await;
        let (other_bill, _) = organization(&engine, OTHER).await;
        let (role, accounts) = (Role::PlatformOperator, AccountScope::All);
        let (email, name) = (email(OWN, role), "Operator".to_owned());
        let new = NewUser { email, name, role, accounts, password: PASSWORD.to_owned() };
        engine.add_operator(Actor::Operator("test".to_owned()), new, Locale::En).await.unwrap();
        let listener = listen(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let (sandbox, _stop_sandbox) = sandbox(address, &engine).await;
        let channel = SandboxChannel::new(format!("http://{sandbox}").parse().unwrap(), KEY.parse().unwrap());
        let origin = format!("http://{address}");
        let engine =
            engine.paid_through(Till { channels: Channels::one(channel), origin, ..Till::default() });
        let app = App::new(engine.clone(), settings);
        tokio::spawn(serve_until(listener, app, async {
            let _ = stopped.await;
        }));
        Some(Self {
            address,
            engine,
            own_bill,
            sibling_bill,
            other_bill,
            sandbox,
            _stop: stop,
            _stop_sandbox,
            _directory: directory,
        })
    }

    /// A request to this server.
    pub fn call(&self, method: &str, target: &str) -> Call {
        Call::new(self.address, method, target)
    }

    /// What somebody picks at a page of the sandbox.
    pub async fn pick(&self, page: &str, choice: &str) -> Reply {
        let (_, path) = page.split_once("://").unwrap();
        let path = &path[path.find('/').unwrap()..];
        let form = format!("choice={choice}");
        let call = Call::new(self.sandbox, "POST", path);
        call.body("application/x-www-form-urlencoded", form.as_bytes()).send().await
    }

    /// Links a payment method that the sandbox has, and waits until the portal heard of it; gives its id.
    pub async fn linked(&self, token: &str, account: &str, choice: &str) -> String {
        let channel = if choice.starts_with("paypal") { "paypal" } else { "bank_card" };
        let key = format!("link-{account}-{choice}-0000000000000000");
        let body = json!({ "key": &key[..key.len().min(64)], "account": account, "channel": channel });
        let call = self.call("POST", "/api/v1/payment-methods").cookie(token).json(&body);
        let started = call.send().await.done().json();
        let reply = self.pick(started["page"].as_str().unwrap(), choice).await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        let id = started["id"].as_str().unwrap().to_owned();
        for _ in 0..200 {
            let methods =
                self.call("GET", "/api/v1/payment-methods").cookie(token).send().await.done().json();
            if methods["items"].as_array().unwrap().iter().any(|method| method["id"] == *id) {
                return id;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the portal never heard of {id}");
    }

    /// Tries to sign in.
    pub async fn try_sign_in(&self, email: &str, password: &str) -> Reply {
        let body = json!({ "email": email, "password": password });
        self.call("POST", "/api/v1/session").json(&body).send().await
    }

    /// Signs in, and gives the token.
    pub async fn sign_in(&self, email: &str) -> String {
        self.try_sign_in(email, PASSWORD).await.done().token()
    }

    /// Somebody's hand in the database.
    pub async fn hand(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.engine.db {
            Db::Lite { writer, .. } => drop(sqlx::raw_sql(sql).execute(writer).await.unwrap()),
            Db::Pg(pool) => drop(sqlx::raw_sql(sql).execute(pool).await.unwrap()),
        }
    }

    /// A number that the database gives.
    pub async fn count(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(format!("SELECT CAST(({sql}) AS BIGINT)"));
        match &self.engine.db {
            Db::Lite { writer, .. } => sqlx::query_scalar(sql).fetch_one(writer).await.unwrap(),
            Db::Pg(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
        }
    }

    /// Fails unless the token is good for nothing.
    pub async fn is_over(&self, token: &str) {
        let reply = self.call("GET", "/api/v1/session").cookie(token).send().await;
        reply.refused(ProblemCode::NotSignedIn);
    }

    /// Fails unless the token is good.
    pub async fn is_live(&self, token: &str) {
        self.call("GET", "/api/v1/session").cookie(token).send().await.done();
    }
}

/// What portal and sandbox share.
pub const KEY: &str = "a key of the tests";
/// How late an answer is that is late.
pub const LATE: Duration = Duration::from_millis(150);

/// A sandbox of its own that tells this portal, by the same clock.
async fn sandbox(portal: SocketAddr, engine: &Engine) -> (SocketAddr, oneshot::Sender<()>) {
    let listener = listen(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let address = listener.local_addr().unwrap();
    let settings = server::sandbox::Settings {
        origin: format!("http://{address}"),
        portal: format!("http://{portal}").parse().unwrap(),
        webhook_path: "/webhooks/sandbox".to_owned(),
        return_origin: format!("http://{portal}"),
        key: KEY.parse().unwrap(),
        late: LATE,
    };
    let (stop, stopped) = oneshot::channel();
    let serving = server::sandbox::serve(listener, settings, engine.clock.clone(), Chance::System, async {
        let _ = stopped.await;
    });
    tokio::spawn(serving);
    (address, stop)
}

/// The email address of the user with this role in an organization.
pub fn email(side: Side, role: Role) -> String {
    format!("{}@{}.example", role.name(), side.mark)
}

/// The email address of the finance user who sees one account only.
pub fn limited(side: Side) -> String {
    format!("limited@{}.example", side.mark)
}

/// An organization with two accounts and a bill each, a user of each role, and one who sees the first account only.
async fn organization(engine: &Engine, side: Side) -> (BillId, BillId) {
    let (organization, _) = engine.organization(side.name).await.unwrap();
    let bills = bills(engine, organization.id, side).await;
    let first = AccountNumber::parse(&format!("{}-1", side.mark)).unwrap();
    for role in Role::OF_ORGANIZATION {
        add(engine, organization.id, email(side, role), role, AccountScope::All).await;
    }
    let scope = AccountScope::Only(vec![first]);
    add(engine, organization.id, limited(side), Role::FinanceUser, scope).await;
    bills
}

async fn add(engine: &Engine, organization: i64, email: String, role: Role, accounts: AccountScope) {
    let name = format!("{} of {organization}", role.name());
    let new = NewUser { email, name, role, accounts, password: PASSWORD.to_owned() };
    engine.add_user(Actor::Operator("test".to_owned()), organization, new, Locale::En).await.unwrap();
}

/// Two accounts, each with a bill of its own product and application.
async fn bills(engine: &Engine, organization: i64, side: Side) -> (BillId, BillId) {
    let base = organization << 40;
    let mut sql = String::new();
    for (place, mark) in [(1, side.mark), (2, SIBLING_MARK)] {
        let (id, own, row) = (base + place, side.mark, place + 1);
        sql.push_str(&format!(
            "INSERT INTO account VALUES ({organization}, {id}, '{own}-{place}', '{mark} account', 'member', 'USD');
             INSERT INTO product VALUES ({organization}, {id}, '{mark}-product', '{mark} product');
             INSERT INTO application VALUES ({organization}, {id}, '{mark}-app', '{mark} app', '{mark}-key', NULL);
             INSERT INTO bill VALUES ({organization}, {id}, {id}, {id}, {id}, 24321, 'USD', 1230, 0, 1230, 0, 0, 0,
                 '[[\"12\",\"messages\"]]', '12.301', 'half_up', '0.001', 1, NULL, NULL, NULL, NULL, FALSE, 1,
                 24321, NULL, 24321, 24321, FALSE);
             INSERT INTO bill_line VALUES ({organization}, {id}, 1, 0, {row}, '{mark} line', 'Usage', NULL, NULL,
                 '12', 'messages', NULL, '12.301', NULL, NULL);"
        ));
    }
    sql.push_str(&format!(
        "INSERT INTO delivery VALUES ({organization}, 0, 'made.csv', '0', 'made', 2, 0, 0);"
    ));
    for series in ["account", "product", "application", "bill"] {
        sql.push_str(&format!("INSERT INTO counter VALUES ({organization}, '{series}', 3);"));
    }
    sql.push_str(&format!("UPDATE organization SET bills_revision = 1 WHERE id = {organization};"));
    match &engine.db {
        Db::Lite { writer, .. } => {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(writer).await.unwrap();
        }
        Db::Pg(pool) => {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(pool).await.unwrap();
        }
    }
    (BillId::new(base + 1), BillId::new(base + 2))
}

/// A new database on the PostgreSQL server that tests may use.
async fn fresh_postgres() -> Option<String> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("PORTAL_TEST_POSTGRES").ok()?;
    let mut connection = PgConnection::connect(&server).await.unwrap();
    let name = loop {
        let name = format!("it_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        let sql = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        match sqlx::raw_sql(sql).execute(&mut connection).await {
            Ok(_) => break name,
            // Process numbers come again.
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("42P04") => {}
            Err(error) => panic!("{error}"),
        }
    };
    let (before, _) = server.rsplit_once('/').unwrap();
    Some(format!("{before}/{name}"))
}
