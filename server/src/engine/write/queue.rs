//! The queue behind the door: who shares a commit with whom, and what becomes of a commit that fails.
//!
//! On PostgreSQL each organization has a lane of its own, and a second one for what reads bills, since that may have to
//! wait for an import. Lanes commit beside each other; what arrives while a lane commits shares its next commit. SQLite
//! has one writer, so all share one lane. After a commit a lane rests a moment, so that those who were answered share the
//! next one, too. It never decides what a command does.

use super::act::{Act, Command, Done};
use super::batch::{Broken, Fault};
use super::refusal::Refusal;
use super::{NotDone, Touched, commit};
use crate::clock::Clock;
use crate::store::Db;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// How many commands share a commit at most.
const BATCH_MAX: usize = 128;
/// How many commands wait at most before whoever comes next waits outside.
pub(super) const QUEUE_MAX: usize = 1024;
/// How long a lane waits, after a commit, for those who were answered to come again: otherwise half of many clients would
/// always wait while the other half commits.
const REST: Duration = Duration::from_millis(1);
/// How many lanes commit at the same time: half of the connections, so that readers always find one.
const LANES_AT_ONCE: usize = 8;

/// A command, and who waits for its answer.
#[derive(Debug)]
pub(super) struct Knock {
    pub(super) command: Command,
    pub(super) answer: oneshot::Sender<Result<Done, NotDone>>,
}

impl Knock {
    fn answer(self, done: Result<Done, NotDone>) {
        // Whoever asked may have gone away: it is done all the same.
        let _ = self.answer.send(done);
    }
}

/// Commands that may share a commit: of an organization, and whether they read bills.
type Lane = (i64, bool);

/// Commands that wait, by lane; each lane commits once at a time.
#[derive(Debug, Default)]
struct Lanes {
    waiting: BTreeMap<Lane, VecDeque<Knock>>,
    /// Lanes in which somebody waits, longest first.
    order: VecDeque<Lane>,
    busy: BTreeSet<Lane>,
    /// Lanes that have committed just now, and how many commands are looked for before they commit again.
    resting: BTreeMap<Lane, usize>,
    count: usize,
}

impl Lanes {
    fn add(&mut self, lane: Lane, knock: Knock) {
        let knocks = self.waiting.entry(lane).or_default();
        if knocks.is_empty() {
            self.order.push_back(lane);
        }
        knocks.push_back(knock);
        self.count += 1;
    }

    /// A lane has committed so many commands: it rests until they may have come again. Whether there is anything to wait for.
    fn rest(&mut self, lane: Lane, answered: usize) -> bool {
        self.busy.remove(&lane);
        let looked_for = answered + self.waiting.get(&lane).map_or(0, VecDeque::len);
        let rests = answered > 0 && looked_for > 1;
        if rests {
            self.resting.insert(lane, looked_for.min(BATCH_MAX));
        }
        rests
    }

    fn is_free(&self, lane: &Lane) -> bool {
        let enough = |looked_for: &usize| self.waiting.get(lane).is_some_and(|all| all.len() >= *looked_for);
        !self.busy.contains(lane) && self.resting.get(lane).is_none_or(enough)
    }

    /// The lane that has waited longest and is free, with those who share its next commit. It is busy from here on.
    fn next(&mut self) -> Option<(Lane, Vec<Knock>)> {
        let place = self.order.iter().position(|lane| self.is_free(lane))?;
        let lane = self.order.remove(place)?;
        self.resting.remove(&lane);
        let mut all = self.waiting.remove(&lane)?;
        let rest = all.split_off(all.len().min(BATCH_MAX));
        self.count -= all.len();
        if !rest.is_empty() {
            self.waiting.insert(lane, rest);
            self.order.push_back(lane);
        }
        self.busy.insert(lane);
        Some((lane, all.into()))
    }

    /// Everyone who waits.
    fn clear(&mut self) -> impl Iterator<Item = Knock> {
        self.order.clear();
        self.count = 0;
        std::mem::take(&mut self.waiting).into_values().flatten()
    }
}

/// What a commit needs.
#[derive(Debug)]
pub(super) struct Hall {
    pub(super) db: Db,
    pub(super) clock: Clock,
    pub(super) touched: Arc<Touched>,
}

/// Serves what arrives until every door is gone.
pub(super) async fn serve(hall: Hall, mut queue: mpsc::Receiver<Knock>) {
    let hall = &hall;
    let mut lanes = Lanes::default();
    let mut commits = FuturesUnordered::new();
    let mut rests = FuturesUnordered::new();
    let mut open = true;
    while open || !commits.is_empty() || lanes.count > 0 {
        while commits.len() < LANES_AT_ONCE
            && let Some((lane, knocks)) = lanes.next()
        {
            commits.push(async move { (lane, knocks.len(), hall.admit(knocks).await) });
        }
        tokio::select! {
            knock = queue.recv(), if open && lanes.count < QUEUE_MAX => match knock {
                None => open = false,
                Some(knock) => {
                    lanes.add(hall.lane(&knock.command), knock);
                    while let Ok(knock) = queue.try_recv() {
                        lanes.add(hall.lane(&knock.command), knock);
                    }
                }
            },
            Some(lane) = rests.next(), if !rests.is_empty() => {
                lanes.resting.remove(&lane);
            }
            Some((lane, answered, away)) = commits.next(), if !commits.is_empty() => {
                if lanes.rest(lane, answered) {
                    rests.push(async move {
                        tokio::time::sleep(REST).await;
                        lane
                    });
                }
                if let Some(error) = away {
                    // It would fail for everyone, each after its own wait.
                    lanes.clear().for_each(|knock| knock.answer(Err(error.clone())));
                }
            }
        }
    }
}

impl Hall {
    fn lane(&self, command: &Command) -> Lane {
        match self.db {
            Db::Lite { .. } => (0, false),
            Db::Pg(_) => (command.organization, command.act.reads_bills()),
        }
    }

    /// Does commands in one commit, and answers them. If one fails, those of its organization go by themselves, each in a
    /// commit of its own, and the others together again; where it is not known which, all go by themselves. Gives why, when
    /// the database is away for everyone.
    async fn admit(&self, knocks: Vec<Knock>) -> Option<NotDone> {
        let mut groups = vec![knocks];
        while let Some(group) = groups.pop() {
            let Broken { fault, error } = match self.commit(&group).await {
                Ok(done) => {
                    self.answer(group, done);
                    continue;
                }
                Err(broken) => broken,
            };
            let alone = match fault {
                Fault::At(place) => group.get(place).map(|knock| Some(knock.command.organization)),
                Fault::Somebody => Some(None),
                Fault::Commit => None,
            };
            match alone {
                Some(organization) if group.len() > 1 && !error.is_unavailable() => {
                    let own =
                        |knock: &Knock| organization.is_none_or(|own| knock.command.organization == own);
                    let (own, others): (Vec<_>, Vec<_>) = group.into_iter().partition(own);
                    groups.extend(own.into_iter().rev().map(|knock| vec![knock]));
                    groups.push(others);
                }
                _ => {
                    let away = error.is_unavailable() && !error.is_stuck();
                    let error = NotDone::from(error);
                    group.into_iter().for_each(|knock| knock.answer(Err(error.clone())));
                    if away {
                        let rest = groups.into_iter().flatten();
                        rest.for_each(|knock| knock.answer(Err(error.clone())));
                        return Some(error);
                    }
                }
            }
        }
        None
    }

    async fn commit(&self, knocks: &[Knock]) -> Result<Vec<Result<Done, Refusal>>, Broken> {
        if knocks.is_empty() {
            return Ok(Vec::new());
        }
        let commands: Vec<&Command> = knocks.iter().map(|knock| &knock.command).collect();
        commit(&self.db, &commands, self.clock.now()).await
    }

    fn answer(&self, knocks: Vec<Knock>, done: Vec<Result<Done, Refusal>>) {
        let news = knocks.iter().zip(&done);
        let news = news.filter(|(knock, done)| done.is_ok() && knock.command.act != Act::Settle);
        self.touched.add(news.map(|(knock, _)| (knock.command.organization, knock.command.account)));
        for (knock, done) in knocks.into_iter().zip(done) {
            knock.answer(done.map_err(NotDone::from));
        }
    }
}
