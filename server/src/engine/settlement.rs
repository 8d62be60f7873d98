//! What happens to monthly bills by itself: they are issued when their bills have numbers (M2), and paid when something
//! can pay them (A2).
//!
//! Everything goes through the door under a key that says what it is, so that a run that was cut off, or a second one
//! beside it, does nothing twice.

use super::write::{Act, Actor, Command, Done, Door, NotDone, Refusal, to_freeze};
use super::{Engine, Failure, issue};
use crate::store::accruals::{self, Accrual};
use crate::store::monthly;
use crate::store::news::{self, Heads};
use futures_util::{StreamExt, stream};
use std::collections::{BTreeMap, BTreeSet};

/// How many commands wait at the door at once: enough that they share commits.
const AT_ONCE: usize = 128;

/// What a run came to.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Ran {
    /// Bills that got their number.
    pub numbered: u64,
    /// Monthly bills that were issued.
    pub issued: u64,
    /// Running cycles of accounts for which something else is frozen than before.
    pub accrued: u64,
    /// Accounts of which something was paid.
    pub settled: u64,
    /// What failed, and may go better the next time.
    pub failed: u64,
}

impl Engine {
    /// Issues what is due, and pays what can be paid, on every account. What fails on one account is logged and holds up no
    /// other.
    pub async fn run_settlement(&self) -> Result<Ran, Failure> {
        let numbered = issue::run(&self.db, self.clock.now_utc()).await?;
        let due = monthly::to_issue(&self.db).await?;
        let commands = due.into_iter();
        let commands =
            commands.map(|(organization, account, cycle)| Command::issue(organization, account, cycle));
        let issued = through(&self.door, commands).await;
        let accrued = self.accrue().await?;
        let places = monthly::to_settle(&self.db).await?;
        let settled = through(&self.door, places.into_iter().map(Command::settle)).await;
        let failed = (issued.failed.len() + accrued.failed.len() + settled.failed.len()) as u64;
        Ok(Ran { numbered, issued: issued.done, accrued: accrued.done, settled: settled.done, failed })
    }

    /// Lets what is frozen for running cycles follow their bills, wherever it does not (A4): after an import, and after
    /// a charge in advance. It looks at what stands, so after a kill it goes on where it stopped.
    pub async fn accrue(&self) -> Result<Through, Failure> {
        self.follow(accruals::running(&self.db).await?).await
    }

    /// Looks after accounts (organization and account) to which something was done: what is frozen follows, and what can
    /// be paid is paid.
    pub async fn look_after(&self, accounts: &BTreeSet<(i64, i64)>) -> Result<Through, Failure> {
        let some: Vec<(i64, i64)> = accounts.iter().copied().collect();
        let mut through = self.follow(accruals::running_of(&self.db, &some).await?).await?;
        let settled = self.settle(accounts.iter().copied()).await?;
        through.done += settled.done;
        through.failed.extend(settled.failed);
        Ok(through)
    }

    /// Names the accounts to the door to which something was done since the audit logs ended at `seen`, by whichever
    /// server: one that died behind its commit has paid nothing of it (A2). Gives where they end now.
    pub async fn notice(&self, seen: &Heads) -> Result<Heads, Failure> {
        let heads = news::heads(&self.db).await?;
        for (&organization, &place) in &heads {
            let known = seen.get(&organization).copied().unwrap_or(0);
            if place > known {
                let accounts = news::since(&self.db, organization, known).await?;
                self.door.touch(accounts.into_iter().map(|account| (organization, account)));
            }
        }
        Ok(heads)
    }

    async fn follow(&self, running: Vec<Accrual>) -> Result<Through, Failure> {
        let off = |one: &Accrual| to_freeze(one.accrued, one.prepaid) != one.frozen;
        let running: Vec<Accrual> = running.into_iter().filter(off).collect();
        let accounts: BTreeSet<(i64, i64)> =
            running.iter().map(|one| (one.organization, one.account)).collect();
        let accounts: Vec<(i64, i64)> = accounts.into_iter().collect();
        let places = monthly::newest_places(&self.db, &accounts).await?;
        let places: BTreeMap<(i64, i64), i64> = places
            .into_iter()
            .map(|(organization, account, place)| ((organization, account), place))
            .collect();
        let commands =
            running.into_iter().map(|Accrual { organization, account, cycle, revision, .. }| {
                let place = places.get(&(organization, account)).copied().unwrap_or(0);
                let key = format!("accrue/{account}/{cycle}/{revision}/{place}");
                Command {
                    organization,
                    account,
                    actor: Actor::Job("accrue"),
                    key,
                    act: Act::Accrue { cycle },
                }
            });
        Ok(through(&self.door, commands).await)
    }

    /// Pays what can be paid on these accounts (organization and account).
    pub async fn settle(&self, accounts: impl IntoIterator<Item = (i64, i64)>) -> Result<Through, Failure> {
        let accounts: Vec<(i64, i64)> = accounts.into_iter().collect();
        let places = monthly::newest_places(&self.db, &accounts).await?;
        Ok(through(&self.door, places.into_iter().map(Command::settle)).await)
    }
}

/// What became of commands.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Through {
    /// How many did something.
    pub done: u64,
    /// Accounts (organization and account) on which one failed, that may go better the next time.
    pub failed: Vec<(i64, i64)>,
}

/// Sends commands through the door, many at a time.
pub(super) async fn through(door: &Door, commands: impl IntoIterator<Item = Command>) -> Through {
    let commands = stream::iter(commands).map(|command| async move {
        let account = (command.organization, command.account);
        (account, door.write(command).await)
    });
    let mut answers = commands.buffer_unordered(AT_ONCE);
    let mut all = Through::default();
    while let Some((account, answer)) = answers.next().await {
        match answer {
            Ok(Done { transactions, .. }) => all.done += u64::from(!transactions.is_empty()),
            // Somebody else was first, or a gate is closed: that is for the next change to open.
            Err(NotDone::Refused(Refusal::AlreadyIssued | Refusal::Closed | Refusal::NotExpired)) => {}
            Err(error) => {
                tracing::error!(organization = account.0, account = account.1, %error, "not issued, paid or lapsed");
                all.failed.push(account);
            }
        }
    }
    all
}
