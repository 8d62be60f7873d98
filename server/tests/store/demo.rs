//! The demo world.

use crate::base::{Base, Engine, story};
use chrono::{DateTime, Utc};
use contract::permission::Role;
use server::demo;
use server::engine::verify;

const NOW: &str = "2026-11-21T08:00:00Z";

story! {
    async fn a_small_world_is_whole_and_in_order(base: Base) {
        let report = demo::build(&base.db, 2_000, 1, NOW.parse().unwrap()).await.unwrap();
        assert!(report.created);
        assert_eq!(report.counts.bills, 2_000);
        let verified = verify::run(&base.db).await.unwrap();
        assert_eq!((verified.bills, verified.organizations, verified.findings), (2_000, 3, vec![]));
        assert_eq!(verified.lines, u64::try_from(report.counts.lines).unwrap());
        assert_eq!(base.count("SELECT COUNT(*) FROM bill WHERE organization_id = 1").await, 1_900);
        assert_eq!(base.count("SELECT COUNT(DISTINCT cycle) FROM bill").await, 36);
        assert_eq!(base.count("SELECT COUNT(DISTINCT currency) FROM bill").await, 7);
        for some in ["consumption < 0", "consumption = 0", "prepaid_cover > 0",
            "outstanding > 0 AND settled > prepaid_cover", "outstanding = 0", "canceled > 0", "number_year IS NULL"] {
            assert!(base.count(&format!("SELECT COUNT(*) FROM bill WHERE {some}")).await > 0, "none with {some}");
        }
        let clerk = report.sign_ins.iter().find(|one| one.email == "clerk@harbour.example").unwrap();
        assert_eq!((clerk.account.as_deref(), clerk.password), (Some("HRB-0002"), "portal-demo"));
        let finance = report.sign_ins.iter().find(|one| one.email == "finance@harbour.example").unwrap();
        assert_eq!((finance.role, finance.organization), (Role::FinanceUser, "Harbour Retail Group"));
    }
}

/// What happens to accounts of the demo world, each by a query that counts it.
const HAPPENS: [&str; 18] = [
    "FROM bill WHERE processing > 0",
    "FROM ledger_transaction WHERE kind = 'top_up'",
    "FROM ledger_transaction WHERE kind = 'prepayment'",
    "FROM ledger_transaction WHERE kind = 'repayment'",
    "FROM ledger_transaction WHERE kind = 'refund'",
    "FROM ledger_transaction WHERE kind = 'credit_note'",
    "FROM ledger_transaction WHERE kind = 'reversal'",
    "FROM ledger_transaction WHERE kind = 'grant'",
    "FROM ledger_transaction WHERE kind = 'lapse'",
    "FROM ledger_transaction WHERE kind = 'accrual'",
    "FROM relation WHERE state = 'active'",
    "FROM relation WHERE state = 'invited'",
    "FROM payment WHERE state LIKE '%declined%' AND purpose = 'charge'",
    "FROM charge WHERE reason = 'expired_card' AND state = 'due'",
    "FROM arrival WHERE remitted",
    "FROM account_setting WHERE NOT automatic",
    "FROM holiday",
    "FROM credit_control WHERE special_agreement AND valid_from > '2026-05-31'",
];

story! {
    async fn a1_accounts_of_the_demo_world_live_with_money(base: Base) {
        let report = demo::build(&base.db, 20_000, 1, NOW.parse().unwrap()).await.unwrap();
        assert_eq!(report.shown.first().unwrap().0, "HRB-0001");
        assert_eq!(report.shown.len(), 12);
        for what in HAPPENS {
            assert!(base.count(&format!("SELECT COUNT(*) {what}")).await > 0, "nothing {what}");
        }
        // In the order of time, up to the newest issue.
        let off = "SELECT COUNT(*) FROM audit_entry a JOIN audit_entry b ON b.organization_id = a.organization_id \
             AND b.place = a.place + 1 WHERE b.at < a.at";
        assert_eq!(base.count(off).await, 0);
        assert_eq!(verify::run(&base.db).await.unwrap().findings, Vec::<String>::new());
    }
}

story! {
    async fn a_world_that_is_there_stays(base: Base) {
        demo::build(&base.db, 100, 1, NOW.parse().unwrap()).await.unwrap();
        let before = base.everything().await;
        let report = demo::build(&base.db, 500, 2, NOW.parse().unwrap()).await.unwrap();
        assert!(!report.created && report.sign_ins.len() > 5);
        assert_eq!(base.everything().await, before);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_seed_and_third_of_a_month_make_the_same_world_on_both_engines() {
    let world = async |engine, seed, now: &str| {
        let base = Base::on(engine).await?;
        demo::build(&base.db, 700, seed, now.parse().unwrap()).await.unwrap();
        Some(base.everything().await)
    };
    let one = world(Engine::Sqlite, 1, NOW).await.unwrap();
    assert_eq!(world(Engine::Sqlite, 1, "2026-11-30T00:00:00Z").await.unwrap(), one);
    if let Some(other) = world(Engine::Postgres, 1, NOW).await {
        assert_eq!(other, one);
    }
    assert_ne!(world(Engine::Sqlite, 2, NOW).await.unwrap(), one);
    assert_ne!(world(Engine::Sqlite, 1, "2026-12-21T08:00:00Z").await.unwrap(), one);
}

#[tokio::test]
async fn m2_before_noon_of_the_second_the_last_cycle_has_no_numbers() {
    let base = Base::on(Engine::Sqlite).await.unwrap();
    demo::build(&base.db, 400, 1, "2026-11-02T03:59:59Z".parse().unwrap()).await.unwrap();
    let newest = base.count("SELECT MAX(cycle) FROM bill WHERE number_place IS NOT NULL").await;
    assert_eq!(newest, 2026 * 12 + 8);
    assert_eq!(verify::run(&base.db).await.unwrap().findings, Vec::<String>::new());
}

#[tokio::test]
async fn s2_on_every_day_an_invitation_is_open() {
    for now in
        ["2026-11-01T02:59:00Z", "2026-11-02T04:00:00Z", "2026-11-11T02:00:00Z", "2026-11-30T15:59:00Z"]
    {
        let base = Base::on(Engine::Sqlite).await.unwrap();
        let now: DateTime<Utc> = now.parse().unwrap();
        demo::build(&base.db, 400, 1, now).await.unwrap();
        let open =
            format!("FROM relation WHERE state = 'invited' AND expires_at > {}", now.timestamp_micros());
        assert!(base.count(&format!("SELECT COUNT(*) {open}")).await > 0, "{now}");
        assert_eq!(verify::run(&base.db).await.unwrap().findings, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a2_an_account_shows_a_month_paid_in_part_beside_frozen_cash() {
    const OF: &str =
        "organization_id = 1 AND account_id IN (SELECT id FROM account WHERE number = 'HRB-0002')";
    for (now, newest) in [(NOW, 2026 * 12 + 9), ("2026-11-02T03:59:59Z", 2026 * 12 + 8)] {
        let base = Base::on(Engine::Sqlite).await.unwrap();
        demo::build(&base.db, 2_000, 1, now.parse().unwrap()).await.unwrap();
        let in_part = format!("FROM monthly_bill WHERE {OF} AND outstanding > 0 AND settled > prepaid_cover");
        assert_eq!(base.count(&format!("SELECT MAX(cycle) {in_part}")).await, newest);
        assert_eq!(base.count(&format!("SELECT COUNT(*) {in_part}")).await, 1, "{now}");
        let frozen =
            format!("SELECT COUNT(*) FROM ledger_balance WHERE {OF} AND book LIKE 'frozen/%' AND debits < 0");
        assert!(base.count(&frozen).await > 0, "{now}");
    }
}
