//! Commands that share a commit come to the same as one commit after the other (A7, E6).

use crate::base::{Base, story};
use crate::file::{NOVEMBER, Row, SEPTEMBER, csv, order};
use crate::operator::operate;
use crate::shared_acts::Dice;
use server::clock::Clock;
use server::engine::import::{self, Order};
use server::engine::write::{Command, Door};
use server::engine::{issue, verify};
use server::store::organizations;
use std::collections::BTreeSet;
use std::time::Duration;

/// 2026-11-15T12:00:00Z.
const NOW: i64 = crate::books::NOW;

/// A world that is the same whenever it is made: two organizations, three accounts each, bills of three months, payments.
pub struct World {
    pub base: Base,
    pub door: Door,
    pub clock: Clock,
    pub accounts: Vec<(i64, i64)>,
}

const OCTOBER: Row = Row { cycle: ("2026-10", "2026-11"), ..SEPTEMBER };

impl World {
    async fn make(base: Base) -> Self {
        for organization in ["Quay Works", "Harbour"] {
            let account = |row: Row| {
                [
                    row,
                    Row { account: "acc-2", cost: "3", ..row },
                    Row { account: "acc-3", application: "b", ..row },
                ]
            };
            let rows = [account(SEPTEMBER), account(OCTOBER), account(NOVEMBER)].concat();
            let rows: Vec<Row> =
                rows.into_iter().flat_map(|row| [row, Row { cost: "7", application: "c", ..row }]).collect();
            let order = Order { organization: organization.to_owned(), ..order("2026-11-15T12:00:00Z") };
            import::focus(&base.db, &order, &base.file(organization, &csv(&rows))).await.unwrap();
            issue::run(&base.db, order.clock.now_utc()).await.unwrap();
        }
        organizations::add_platform(&base.db, NOW).await.unwrap();
        let pairs = "SELECT organization_id || ' ' || id FROM account ORDER BY organization_id, id";
        let pair = |text: String| {
            let (organization, account) = text.split_once(' ').unwrap();
            (organization.parse().unwrap(), account.parse().unwrap())
        };
        let accounts: Vec<(i64, i64)> = base.ask(pairs).await.into_iter().map(pair).collect();
        crate::shared_acts::begin_payments(&base.db, &accounts).await;
        let clock = Clock::standing(NOW);
        let door = Door::new(base.db.clone(), clock.clone());
        Self { base, door, clock, accounts }
    }

    async fn december(&self) {
        self.clock.pass(Duration::from_secs(20 * 24 * 60 * 60));
        issue::run(&self.base.db, self.clock.now_utc()).await.unwrap();
    }

    /// Everything that the door writes, a row a text.
    async fn written(&self) -> Vec<String> {
        let mut all = Vec::new();
        for (table, columns) in WRITTEN {
            let cells: Vec<String> = columns
                .split_whitespace()
                .map(|column| match column.strip_prefix('?') {
                    Some(flag) => format!("CASE WHEN {flag} THEN 't' ELSE 'f' END"),
                    None => format!("COALESCE(CAST({column} AS TEXT), '-')"),
                })
                .collect();
            let row = format!("'{table}|' || {}", cells.join(" || '|' || "));
            all.extend(self.base.ask(&format!("SELECT {row} FROM {table} ORDER BY 1")).await);
        }
        all
    }
}

/// Tables with their columns (`?` marks a flag). Revisions are left out: bills that are paid together share one.
const WRITTEN: [(&str, &str); 18] = [
    ("audit_chain", "organization_id place sha256"),
    (
        "audit_entry",
        "organization_id place at actor act account_id idempotency_key input outcome previous_sha256 sha256",
    ),
    ("ledger_transaction", "organization_id id account_id kind currency posted_at audit_place"),
    ("ledger_posting", "organization_id transaction_id book debit"),
    ("ledger_balance", "organization_id account_id book debits"),
    (
        "monthly_bill",
        "organization_id account_id cycle bills outstanding processing settled canceled credited taken_over issued_at due_date",
    ),
    ("repayment", "organization_id account_id cycle transaction_id bill_id source amount"),
    ("bill", "organization_id id outstanding processing settled canceled ?issued"),
    ("coupon", "organization_id id account_id valid_from valid_to granted ended_on"),
    ("stored_value_card", "organization_id id account_id valid_from valid_to granted ended_on"),
    ("order_card", "organization_id account_id product_id application_id card_id"),
    ("credit_control", "organization_id account_id valid_from ?ended credit_limit days calendar"),
    ("account_setting", "organization_id account_id ?automatic ?settle_past_bills ?remittance"),
    ("tax_profile", "organization_id account_id valid_from valid_to legal_name"),
    ("relation", "organization_id id main_account_id member_account_id state accepted_at closed_at"),
    ("reversal", "organization_id audit_place by_place"),
    ("payment", "organization_id id state ?is_final"),
    ("counter", "organization_id series next"),
];

/// Commands in groups, each with some that are only tried out before it.
fn drawn(dice: &mut Dice, accounts: &[(i64, i64)]) -> Vec<(Vec<Command>, Vec<Command>)> {
    let mut before: Vec<Command> = Vec::new();
    (0..8)
        .map(|_| {
            let tried: Vec<Command> = (0..dice.below(3)).map(|_| dice.command(accounts, &before)).collect();
            let mut group = Vec::new();
            for _ in 0..1 + dice.below(24) {
                let command = dice.command(accounts, &before);
                before.push(command.clone());
                group.push(command);
            }
            (tried, group)
        })
        .collect()
}

/// One history in a world where every command has a commit of its own, and in one where those of a group share theirs.
async fn the_same(seed: u64, apart: &World, shared: &World) {
    assert_eq!(apart.accounts, shared.accounts);
    let mut kinds = [0_usize; 3];
    for (number, (tried, group)) in drawn(&mut Dice::new(seed), &apart.accounts).into_iter().enumerate() {
        if number == 5 {
            // November is over: its bills are due, its coupons have expired.
            apart.december().await;
            shared.december().await;
        }
        for command in &tried {
            let (one, other) = (apart.door.try_out(command).await, shared.door.try_out(command).await);
            assert_eq!(format!("{one:?}"), format!("{other:?}"), "seed {seed}: {command:?}");
        }
        let mut one_by_one = Vec::new();
        for command in &group {
            one_by_one.extend(apart.door.together(&[command]).await.unwrap());
        }
        let together = shared.door.together(&group.iter().collect::<Vec<_>>()).await.unwrap();
        for ((command, one), other) in group.iter().zip(&one_by_one).zip(&together) {
            assert_eq!(one, other, "seed {seed}: {command:?}");
            let kind = one.as_ref().map_or(0, |done| if done.transactions.is_empty() { 1 } else { 2 });
            kinds[kind] += 1;
        }
        assert_eq!(one_by_one.len(), together.len());
        assert_eq!(apart.written().await, shared.written().await, "seed {seed}: {group:?}");
    }
    // Refused, done without a movement, done with one: a history that lacks a kind shows little.
    assert!(kinds.iter().all(|count| *count > 0), "seed {seed}: {kinds:?}");
    for world in [apart, shared] {
        assert_eq!(verify::run(&world.base.db).await.unwrap().findings, [""; 0], "seed {seed}");
    }
}

/// Runs the law on one engine.
async fn law(engine: crate::base::Engine) {
    let mut acts = BTreeSet::new();
    for seed in 1..=5 {
        let (Some(apart), Some(shared)) = (Base::on(engine).await, Base::on(engine).await) else {
            println!("left out: PORTAL_TEST_POSTGRES names no PostgreSQL");
            return;
        };
        let shared = World::make(shared).await;
        the_same(seed, &World::make(apart).await, &shared).await;
        acts.extend(shared.base.ask("SELECT DISTINCT act FROM audit_entry").await);
    }
    let all =
        ["top_up", "issue", "settle", "accrue", "receive", "lapse", "change_settings", "set_tax_profile"];
    let given = ["grant_coupon", "grant_card", "credit_note", "set_credit_terms", "set_holidays"];
    for act in [&all[..], &given].concat() {
        assert!(acts.contains(act), "no history did {act}: {acts:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a7_commands_that_share_a_commit_come_to_the_same_as_one_after_the_other_sqlite() {
    law(crate::base::Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a7_commands_that_share_a_commit_come_to_the_same_as_one_after_the_other_postgres() {
    law(crate::base::Engine::Postgres).await;
}

story! {
    async fn e6_a_key_that_comes_twice_in_a_commit_is_done_once(base: Base) {
        let world = World::make(base).await;
        let (organization, account) = world.accounts[1];
        let coupon = operate(crate::shared_acts::coupon(500));
        let command = |key: &str, act| Command { key: key.to_owned(), act, ..crate::shared_acts::by_job((organization, account)) };
        let (grant, top_up) = (command("one", coupon), command("two", crate::shared_acts::top_up(900)));
        let other = command("two", crate::shared_acts::top_up(901));
        let all = [&grant, &top_up, &top_up, &other, &grant];
        let done = world.door.together(&all).await.unwrap();
        assert!(done[0].is_ok() && done[1].is_ok());
        assert_eq!((&done[2], &done[4]), (&done[1], &done[0]));
        assert_eq!(done[3], Err(server::engine::write::Refusal::KeyReused));
        assert_eq!(world.base.count("SELECT COUNT(*) FROM audit_entry").await, 2);
        assert_eq!(verify::run(&world.base.db).await.unwrap().findings, [""; 0]);
    }
}
