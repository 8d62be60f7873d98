//! The books of an account with two issued bills, and the door to them.

use crate::base::Base;
use crate::file::{ORGANIZATION, Row, SEPTEMBER, csv, order};
use contract::cycle::Cycle;
use contract::ledger::Channel;
use contract::money::{Currency, Money};
use server::clock::Clock;
use server::engine::import::{self, Order};
use server::engine::write::{Act, Actor, Command, Done, Door, NotDone, Refusal};
use server::engine::{issue, verify};

pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

pub fn september() -> Cycle {
    "2026-09".parse().unwrap()
}

/// 2026-11-15T12:00:00Z.
pub const NOW: i64 = 1_794_744_000_000_000;

pub struct Books {
    pub base: Base,
    pub door: Door,
    pub organization: i64,
    pub account: i64,
}

impl Books {
    /// Two bills of September, 7.00 and 5.00, with their numbers.
    pub async fn open(base: Base) -> Self {
        let (organization, account) = account_of(&base, ORGANIZATION).await;
        let door = Door::new(base.db.clone(), Clock::standing(NOW));
        Self { base, door, organization, account }
    }

    pub fn command(&self, key: &str, act: Act) -> Command {
        let (organization, account) = (self.organization, self.account);
        Command { organization, account, actor: Actor::Job("test"), key: key.to_owned(), act }
    }

    pub async fn write(&self, key: &str, act: Act) -> Result<Done, NotDone> {
        self.door.write(self.command(key, act)).await
    }

    pub async fn top_up(&self, key: &str, minor: i64) -> Result<Done, NotDone> {
        self.write(key, Act::TopUp { channel: Channel::BankTransfer, money: usd(minor) }).await
    }

    pub async fn issue(&self) -> Done {
        self.write("issue", Act::Issue { cycle: september() }).await.unwrap()
    }

    /// `book debits`, one to a line.
    pub async fn balances(&self) -> Vec<String> {
        self.base
            .ask("SELECT book || ' ' || debits FROM ledger_balance WHERE debits <> 0 ORDER BY book")
            .await
    }

    pub async fn findings(&self) -> Vec<String> {
        verify::run(&self.base.db).await.unwrap().findings
    }

    /// Each hand in the data is found: what it does, how it is undone, and what is said of it. Undone, nothing is off.
    pub async fn notice(&self, hands: &[(&str, &str, &str)]) {
        for (hand, undo, says) in hands {
            self.base.tamper(hand).await;
            let findings = self.findings().await;
            assert!(findings.iter().any(|finding| finding.contains(says)), "{hand}: {findings:?}");
            self.base.tamper(undo).await;
        }
        assert_eq!(self.findings().await, [""; 0]);
    }
}

pub fn refusal<T: std::fmt::Debug>(done: Result<T, NotDone>) -> Refusal {
    match done {
        Err(NotDone::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// Gives an organization two bills of September, 7.00 and 5.00, with their numbers; gives its id and its account's.
pub async fn account_of(base: &Base, organization: &str) -> (i64, i64) {
    let rows = [Row { cost: "7", ..SEPTEMBER }, Row { cost: "5", application: "b", ..SEPTEMBER }];
    let order = Order { organization: organization.to_owned(), ..order("2026-11-15T12:00:00Z") };
    import::focus(&base.db, &order, &base.file("1.csv", &csv(&rows))).await.unwrap();
    issue::run(&base.db, order.clock.now_utc()).await.unwrap();
    let id = base.count("SELECT MAX(id) FROM organization").await;
    (id, base.count(&format!("SELECT MIN(id) FROM account WHERE organization_id = {id}")).await)
}
