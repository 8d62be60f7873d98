//! Commands that share a commit: held, looked up, decided one after the other, recorded together.
//!
//! What they need of the ledger is read once for all of them and kept up to date here: heads, keys, books. Each sees what
//! the ones before it did; one that is refused leaves nothing. What is decided is recorded at the end, and before anyone
//! decides by tables in which an earlier one is yet to be recorded.

use super::act::{Act, Command, Done, Reach};
use super::decide::{Decision, decide, moment};
use super::record::record;
use super::refusal::Refusal;
use super::{Books, Store, written};
use crate::store::ledger_write::{Accounts, Head, Kept};
use crate::store::terms::Standing;
use crate::store::{Stops, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// A commit that did not come about.
#[derive(Debug)]
pub(super) struct Broken {
    /// Whose fault it is.
    pub(super) fault: Fault,
    /// What went wrong.
    pub(super) error: StoreError,
}

/// Whose fault it is that a commit did not come about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// That of the command at this place.
    At(usize),
    /// That of one among them; whose is not known.
    Somebody,
    /// Nobody's: the transaction could not be begun or committed.
    Commit,
    /// Nobody's: somebody else holds the logs of these organizations, or they have none yet.
    Held(BTreeSet<i64>),
}

/// What is done about a log that somebody else holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// Wait for it.
    Wait,
    /// Give up: others share the commit, and need not wait.
    GiveUp,
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self { fault: Fault::Commit, error }
    }
}

impl Stops for Broken {
    fn is_transient(&self) -> bool {
        self.error.is_transient()
    }
}

fn at(place: usize) -> impl FnOnce(StoreError) -> Broken {
    move |error| Broken { fault: Fault::At(place), error }
}

const fn somebody(error: StoreError) -> Broken {
    Broken { fault: Fault::Somebody, error }
}

/// A command that is decided and waits to be recorded.
#[derive(Debug)]
pub(super) struct Pending<'a> {
    /// Its place among the commands.
    place: usize,
    pub(super) command: &'a Command,
    /// The key as it is kept, and what was asked.
    pub(super) key: String,
    pub(super) input: String,
    pub(super) decision: Decision,
}

/// What is known of a key.
#[derive(Debug)]
struct Known {
    act: String,
    account: i64,
    input: String,
    outcome: Outcome,
}

/// What came of the command under a key.
#[derive(Debug)]
enum Outcome {
    /// Kept, as JSON.
    Kept(String),
    /// What the command at this place is answered.
    Like(usize),
}

/// What a command is answered.
#[derive(Debug)]
enum Answer {
    Given(Box<Result<Done, Refusal>>),
    /// It waits to be recorded.
    Waits,
    /// The same as an earlier command.
    Like(usize),
}

/// Commands in the transaction that they share.
struct Batch<'a, C> {
    tx: &'a mut C,
    now: i64,
    heads: BTreeMap<i64, Head>,
    keys: BTreeMap<(i64, String), Known>,
    accounts: Accounts,
    /// What accounts that are to be settled are settled by, as long as nothing was recorded since it was read.
    standings: BTreeMap<(i64, i64), Standing>,
    pending: Vec<Pending<'a>>,
    answers: Vec<Answer>,
}

/// Does commands inside one transaction, in their order: each as if it had one of its own, behind the one before.
pub(super) async fn all<C: Store>(
    tx: &mut C,
    commands: &[&Command],
    held: Held,
    now: i64,
) -> Result<Vec<Result<Done, Refusal>>, Broken> {
    let heads = hold(tx, commands, held).await?;
    let keys = commands.iter().map(|command| (command.organization, command.kept_key()));
    let keys: BTreeSet<(i64, String)> = keys.collect();
    let keys = tx.done(&keys.into_iter().collect::<Vec<_>>()).await.map_err(somebody)?;
    let accounts: BTreeSet<_> = commands.iter().map(|command| command.on()).collect();
    let accounts = tx.accounts(&accounts.into_iter().collect::<Vec<_>>()).await.map_err(somebody)?;
    let keys = keys.into_iter().map(Known::from_log).collect();
    let standings = settling(tx, commands, &accounts, now).await.map_err(somebody)?;
    let (pending, answers) = (Vec::new(), Vec::with_capacity(commands.len()));
    let mut batch = Batch { tx, now, heads, keys, accounts, standings, pending, answers };
    for (place, command) in commands.iter().enumerate() {
        let answer = batch.one(place, command).await?;
        batch.answers.push(answer);
        if command.act.reach() == Reach::Everything {
            batch.flush().await?;
        }
    }
    batch.flush().await?;
    batch.answers()
}

/// Takes hold of bills where they are read, then of the audit logs.
async fn hold<C: Store>(
    tx: &mut C,
    commands: &[&Command],
    held: Held,
) -> Result<BTreeMap<i64, Head>, Broken> {
    // Bills first: an import may take its time, and whoever reads none need not wait for it.
    let mut bills = BTreeMap::new();
    let mut logs = BTreeMap::new();
    for (place, command) in commands.iter().enumerate() {
        logs.entry(command.organization).or_insert(place);
        if command.act.reads_bills() {
            bills.entry(command.organization).or_insert(place);
        }
    }
    for (organization, place) in bills {
        tx.hold_bills(organization).await.map_err(at(place))?;
    }
    let all: Vec<i64> = logs.keys().copied().collect();
    let mut heads = tx.hold_free(&all).await.map_err(somebody)?;
    logs.retain(|organization, _| !heads.contains_key(organization));
    if held == Held::GiveUp && !logs.is_empty() {
        return Err(Broken { fault: Fault::Held(logs.into_keys().collect()), error: StoreError::RolledBack });
    }
    for (organization, place) in logs {
        heads.insert(organization, tx.hold_chain(organization).await.map_err(at(place))?);
    }
    Ok(heads)
}

/// Reads what accounts are settled by, if it is more than one.
async fn settling<C: Store>(
    tx: &mut C,
    commands: &[&Command],
    accounts: &Accounts,
    now: i64,
) -> Result<BTreeMap<(i64, i64), Standing>, StoreError> {
    let settled = commands.iter().filter(|command| command.act == Act::Settle).map(|command| command.on());
    let settled: BTreeSet<(i64, i64)> = settled.collect();
    let read = settled.into_iter().filter_map(|on| Some((on, accounts.get(&on)?.as_ref().ok()?.currency)));
    let read: Vec<_> = read.collect();
    if read.len() < 2 {
        return Ok(BTreeMap::new());
    }
    tx.settling(&read, moment(now).1).await
}

impl Known {
    fn from_log(kept: Kept) -> ((i64, String), Self) {
        let Kept { organization_id, idempotency_key, act, account_id: account, input, outcome } = kept;
        ((organization_id, idempotency_key), Self { act, account, input, outcome: Outcome::Kept(outcome) })
    }

    fn is(&self, command: &Command, input: &str) -> bool {
        self.input == input && self.act == command.act.name() && self.account == command.account
    }

    fn answer(&self) -> Result<Answer, StoreError> {
        match &self.outcome {
            Outcome::Like(place) => Ok(Answer::Like(*place)),
            Outcome::Kept(json) => {
                let done = serde_json::from_str(json);
                done.map(given).map_err(|_| StoreError::Corrupt("the outcome of an act".to_owned()))
            }
        }
    }
}

impl<'a, C: Store> Batch<'a, C> {
    async fn one(&mut self, place: usize, command: &'a Command) -> Result<Answer, Broken> {
        let input = written(&command.act).map_err(at(place))?;
        let key = (command.organization, command.kept_key());
        if let Some(known) = self.keys.get(&key) {
            let same = known.is(command, &input);
            return if same { known.answer().map_err(at(place)) } else { Ok(refused(Refusal::KeyReused)) };
        }
        match self.accounts.get(&command.on()) {
            None => return Ok(refused(Refusal::NoAccount)),
            Some(Ok(_)) => {}
            Some(Err(_)) => {
                let broken = self.accounts.remove(&command.on()).and_then(Result::err);
                return broken.map_or(Ok(refused(Refusal::NoAccount)), |error| Err(at(place)(error)));
            }
        }
        if self.would_miss(command) {
            self.flush().await?;
        }
        let Some(Ok(account)) = self.accounts.get_mut(&command.on()) else {
            return Ok(refused(Refusal::NoAccount));
        };
        let standing = self.standings.remove(&command.on());
        let decided = decide(self.tx, command, account, standing, self.now).await.map_err(at(place))?;
        let decision = match decided {
            Ok(decision) => decision,
            Err(refusal) => return Ok(refused(refusal)),
        };
        if decision.is_empty() {
            // Nothing happened: there is nothing to keep.
            return Ok(given(Done { stop: decision.stop, ..Done::default() }));
        }
        add_up(&mut account.debits, &decision).map_err(at(place))?;
        let (act, account) = (command.act.name().to_owned(), command.account);
        let known = Known { act, account, input: input.clone(), outcome: Outcome::Like(place) };
        self.pending.push(Pending { place, command, key: key.1.clone(), input, decision });
        self.keys.insert(key, known);
        Ok(Answer::Waits)
    }

    /// Whether it reads tables in which something that was decided is yet to be recorded.
    fn would_miss(&self, command: &Command) -> bool {
        match command.act.reach() {
            Reach::Books => false,
            Reach::Account => self.pending.iter().any(|pending| pending.command.on() == command.on()),
            Reach::Everything => !self.pending.is_empty(),
        }
    }

    /// Records what is decided.
    async fn flush(&mut self) -> Result<(), Broken> {
        let pending = std::mem::take(&mut self.pending);
        if pending.is_empty() {
            return Ok(());
        }
        self.standings.clear();
        let done = record(self.tx, &mut self.heads, &pending, self.now).await.map_err(somebody)?;
        for (pending, done) in pending.iter().zip(done) {
            if let Some(answer) = self.answers.get_mut(pending.place) {
                *answer = given(done);
            }
        }
        Ok(())
    }

    fn answers(self) -> Result<Vec<Result<Done, Refusal>>, Broken> {
        let mut given: Vec<Result<Done, Refusal>> = Vec::with_capacity(self.answers.len());
        for (place, answer) in self.answers.into_iter().enumerate() {
            let answer = match answer {
                Answer::Given(answer) => Some(*answer),
                Answer::Like(earlier) => given.get(earlier).cloned(),
                Answer::Waits => None,
            };
            let lost = || at(place)(StoreError::Corrupt("an act that was not recorded".to_owned()));
            given.push(answer.ok_or_else(lost)?);
        }
        Ok(given)
    }
}

fn given(done: Done) -> Answer {
    Answer::Given(Box::new(Ok(done)))
}

fn refused(refusal: Refusal) -> Answer {
    Answer::Given(Box::new(Err(refusal)))
}

/// Adds the movements to the books. A book that would fall below its floor is a defect in what was decided.
fn add_up(books: &mut Books, decision: &Decision) -> Result<(), StoreError> {
    let movements = decision.movements.iter().map(|movement| &movement.transaction);
    let postings = movements.flat_map(|one| one.postings().iter().map(|posting| (one.kind(), posting)));
    for (kind, posting) in postings {
        let before = books.remove(&posting.book).unwrap_or(0);
        let after = before.checked_add(posting.debit.minor());
        let after = after.filter(|after| posting.book.admits(kind, before, *after));
        let off = || StoreError::Corrupt(format!("{} would fall below nothing", posting.book));
        match after.ok_or_else(off)? {
            0 => {}
            debits => drop(books.insert(posting.book, debits)),
        }
    }
    Ok(())
}
