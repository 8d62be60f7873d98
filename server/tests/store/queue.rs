//! Who waits for whom at the door, and whom a failure concerns (E6).

use crate::base::{Base, story};
use crate::books::{Books, NOW, account_of, refusal, usd};
use contract::id::UserId;
use contract::ledger::Channel;
use futures_util::future::join_all;
use server::clock::Clock;
use server::engine::write::{Act, Actor, Command, Door, NotDone, Refusal};
use server::store::{Db, StoreError};
use std::time::Duration;
use tokio::time::timeout;

fn one_dollar() -> Act {
    Act::TopUp { channel: Channel::BankTransfer, money: usd(100) }
}

fn top_up((organization, account): (i64, i64), key: String) -> Command {
    Command { organization, account, actor: Actor::Job("test"), key, act: one_dollar() }
}

/// Ten top-ups of each account, at once.
async fn ten_each(door: &Door, accounts: [(i64, i64); 2]) -> [Vec<Result<(), NotDone>>; 2] {
    let ten = |account| {
        join_all(
            (0..10)
                .map(move |number| top_up(account, format!("key-{number}")))
                .map(|command| async { door.write(command).await.map(drop) }),
        )
    };
    let (one, other) = tokio::join!(ten(accounts[0]), ten(accounts[1]));
    [one, other]
}

story! {
    async fn e6_an_organization_that_fails_takes_no_other_down(base: Base) {
        let (sound, broken) = (account_of(&base, "Sound").await, account_of(&base, "Broken").await);
        // A book that there is none of: nothing of this account can be read.
        base.tamper(&format!("INSERT INTO ledger_balance (organization_id, account_id, book, debits) \
            VALUES ({}, {}, 'mattress', 1)", broken.0, broken.1)).await;
        let door = Door::new(base.db.clone(), Clock::standing(NOW));
        let [sound, broken] = ten_each(&door, [sound, broken]).await;
        assert!(sound.iter().all(Result::is_ok), "{sound:?}");
        let corrupt = |done: &Result<(), NotDone>| matches!(done, Err(NotDone::Store(error)) if matches!(**error, StoreError::Corrupt(_)));
        assert!(broken.iter().all(corrupt), "{broken:?}");
        assert_eq!(base.count("SELECT COUNT(*) FROM audit_entry").await, 10);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn e6_a_lock_that_is_stuck_holds_up_its_own_organization_only() {
    let Some(base) = Base::on(crate::base::Engine::Postgres).await else { return };
    let (free, stuck) = (account_of(&base, "Free").await, account_of(&base, "Stuck").await);
    let door = Door::new(base.db.clone(), Clock::standing(NOW));
    door.write(top_up(stuck, "before".to_owned())).await.unwrap();
    let Db::Pg(pool) = &base.db else { return };
    let mut holder = pool.begin().await.unwrap();
    let hold = "UPDATE audit_chain SET place = place WHERE organization_id = $1";
    sqlx::query(hold).bind(stuck.0).execute(&mut *holder).await.unwrap();
    let ten = |account| {
        join_all(
            (0..10)
                .map(move |number| top_up(account, format!("key-{number}")))
                .map(|command| door.write(command)),
        )
    };
    let both = async {
        tokio::join!(timeout(Duration::from_secs(2), ten(free)), timeout(Duration::from_secs(10), ten(stuck)))
    };
    let (others, its) = both.await;
    assert!(others.unwrap().iter().all(Result::is_ok));
    let its = its.unwrap();
    assert!(its.iter().all(|done| matches!(done, Err(NotDone::Store(error)) if error.is_stuck())), "{its:?}");
    holder.rollback().await.unwrap();
    // Whoever asks again under the same key gets it done, once.
    door.write(top_up(stuck, "key-0".to_owned())).await.unwrap();
    assert_eq!(base.count("SELECT COUNT(*) FROM audit_entry").await, 12);
}

story! {
    async fn e6_when_the_database_is_away_everyone_is_told_at_once(base: Base) {
        let account = account_of(&base, "Away").await;
        let door = Door::new(base.db.clone(), Clock::standing(NOW));
        base.db.close().await;
        let all = join_all((0..1_500).map(|number| door.write(top_up(account, format!("key-{number}")))));
        let all = timeout(Duration::from_secs(4), all).await.unwrap();
        let away = |done: &Result<_, NotDone>| matches!(done, Err(NotDone::Store(error)) if error.is_unavailable());
        assert!(all.iter().all(away), "{all:?}");
    }
}

story! {
    async fn e6_a_users_key_is_never_a_jobs_key(base: Base) {
        let books = Books::open(base).await;
        let by = |actor: Actor, act: Act| Command { actor, ..books.command("settle/1/2", act) };
        let user = by(Actor::User(UserId::new(1)), one_dollar());
        let job = by(Actor::Job("settle"), Act::TopUp { channel: Channel::Paypal, money: usd(7) });
        let operator = by(Actor::Operator("ada".to_owned()), one_dollar());
        for command in [user.clone(), job, operator] {
            books.door.write(command).await.unwrap();
        }
        let keys = "SELECT idempotency_key FROM audit_entry ORDER BY place";
        assert_eq!(books.base.ask(keys).await, ["user/settle/1/2", "job/settle/1/2", "operator/settle/1/2"]);
        let other = Command { act: Act::TopUp { channel: Channel::Paypal, money: usd(2) }, ..user };
        assert_eq!(refusal(books.door.write(other).await), Refusal::KeyReused);
    }
}
