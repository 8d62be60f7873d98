//! What happens to monthly bills by itself: they are issued when their bills have numbers (M2), and paid when something
//! can pay them (A2).
//!
//! Everything goes through the door under a key that says what it is, so that a run that was cut off, or a second one
//! beside it, does nothing twice.

use super::write::{Act, Actor, Command, Done, Door, NotDone, Refusal};
use super::{Engine, Failure, issue};
use crate::store::monthly;
use futures_util::{StreamExt, stream};

/// How many commands wait at the door at once: enough that they share commits.
const AT_ONCE: usize = 128;

/// What a run came to.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Ran {
    /// Bills that got their number.
    pub numbered: u64,
    /// Monthly bills that were issued.
    pub issued: u64,
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
        let settled = self.settle(monthly::to_settle(&self.db).await?).await?;
        let failed = (issued.failed.len() + settled.failed.len()) as u64;
        Ok(Ran { numbered, issued: issued.done, settled: settled.done, failed })
    }

    /// Pays what can be paid on these accounts (organization and account).
    pub async fn settle(&self, accounts: impl IntoIterator<Item = (i64, i64)>) -> Result<Through, Failure> {
        let mut commands = Vec::new();
        for (organization, account) in accounts {
            let place = monthly::newest_place(&self.db, organization, account).await?;
            let key = format!("settle/{account}/{place}");
            commands.push(Command {
                organization,
                account,
                actor: Actor::Job("settle"),
                key,
                act: Act::Settle,
            });
        }
        Ok(through(&self.door, commands).await)
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
async fn through(door: &Door, commands: impl IntoIterator<Item = Command>) -> Through {
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
            Err(NotDone::Refused(Refusal::AlreadyIssued | Refusal::Closed)) => {}
            Err(error) => {
                tracing::error!(organization = account.0, account = account.1, %error, "not issued or paid");
                all.failed.push(account);
            }
        }
    }
    all
}
