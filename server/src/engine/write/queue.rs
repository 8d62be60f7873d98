//! The queue behind the door: commits what waits in its [lanes](Lanes), and what becomes of a commit that fails.
//!
//! On PostgreSQL organizations share commits as long as nobody holds up another one, and what reads bills commits beside
//! them. SQLite has one writer, so all share one lane. What arrives while a commit is under way shares the next one. After
//! a commit its crew rests a moment, so that those who were answered share the next one, too. It never decides what a
//! command does.

use super::act::{Act, Command, Done};
use super::batch::{Broken, Fault, Held};
use super::lanes::{Crew, Group, Lane, Lanes};
use super::refusal::Refusal;
use super::{NotDone, Touched, commit};
use crate::clock::Clock;
use crate::store::Db;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// How many commands wait at most before whoever comes next waits outside.
pub(super) const QUEUE_MAX: usize = 1024;
/// How long a crew waits, after a commit, for those who were answered to come again: otherwise half of many clients would
/// always wait while the other half commits.
const REST: Duration = Duration::from_millis(1);

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

/// What a commit needs.
#[derive(Debug)]
pub(super) struct Hall {
    pub(super) db: Db,
    pub(super) clock: Clock,
    pub(super) touched: Arc<Touched>,
}

/// A commit that is over.
#[derive(Debug)]
struct Over {
    crew: Crew,
    lanes: Vec<Lane>,
    /// How many were answered.
    answered: usize,
    /// Those whose organization's log somebody else holds.
    held: Vec<Knock>,
    /// Why, when the database is away for everyone.
    away: Option<NotDone>,
}

impl Over {
    /// The commands of these organizations are handed back; gives the others.
    fn hand_back(&mut self, group: Vec<Knock>, organizations: &BTreeSet<i64>) -> Vec<Knock> {
        let (held, others) = parted(group, organizations);
        self.answered -= held.len();
        self.held.extend(held);
        others
    }
}

/// The commands of these organizations, and the others.
fn parted(group: Vec<Knock>, organizations: &BTreeSet<i64>) -> (Vec<Knock>, Vec<Knock>) {
    group.into_iter().partition(|knock| organizations.contains(&knock.command.organization))
}

/// The organization of the command at this place.
fn organization_at(group: &[Knock], place: usize) -> BTreeSet<i64> {
    group.get(place).map(|knock| knock.command.organization).into_iter().collect()
}

/// Serves what arrives until every door is gone.
pub(super) async fn serve(hall: Hall, mut queue: mpsc::Receiver<Knock>) {
    let hall = &hall;
    let mut lanes = Lanes::default();
    let mut commits = FuturesUnordered::new();
    let mut rests = FuturesUnordered::new();
    let mut open = true;
    while open || !commits.is_empty() || lanes.count() > 0 {
        while let Some(group) = lanes.next() {
            commits.push(hall.admit(group));
        }
        tokio::select! {
            knock = queue.recv(), if open && lanes.count() < QUEUE_MAX => match knock {
                None => open = false,
                Some(knock) => {
                    lanes.add(hall.lane(&knock.command), knock);
                    while let Ok(knock) = queue.try_recv() {
                        lanes.add(hall.lane(&knock.command), knock);
                    }
                }
            },
            Some(crew) = rests.next(), if !rests.is_empty() => lanes.rested(crew),
            Some(over) = commits.next(), if !commits.is_empty() => {
                if lanes.rest(over.crew, &over.lanes, over.answered) {
                    rests.push(async move {
                        tokio::time::sleep(REST).await;
                        over.crew
                    });
                }
                for knock in over.held.into_iter().rev() {
                    lanes.add_held(hall.lane(&knock.command), knock);
                }
                if let Some(error) = over.away {
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

    /// Does a group's commands in one commit, and answers them. If one fails, those of its organization go by themselves,
    /// each in a commit of its own, and the others together again; where it is not known which, all go by themselves. Those
    /// whose log somebody else holds are handed back.
    async fn admit(&self, group: Group) -> Over {
        let held = group.held();
        let Group { crew, lanes, knocks } = group;
        let mut over = Over { crew, lanes, answered: knocks.len(), held: Vec::new(), away: None };
        let mut groups = vec![knocks];
        while let Some(group) = groups.pop() {
            let Broken { fault, error } = match self.commit(&group, held).await {
                Ok(done) => {
                    self.answer(group, done);
                    continue;
                }
                Err(broken) => broken,
            };
            let may_go_apart = group.len() > 1 && !error.is_unavailable();
            let is_shared = crew == Crew::Shared && matches!(self.db, Db::Pg(_));
            match fault {
                // Something else of an organization is held: the others need not wait for it.
                Fault::At(place) if is_shared && error.is_stuck() => {
                    let organization = organization_at(&group, place);
                    groups.push(over.hand_back(group, &organization));
                }
                Fault::Held(organizations) => groups.push(over.hand_back(group, &organizations)),
                Fault::At(place) if may_go_apart => {
                    let organization = organization_at(&group, place);
                    let (own, others) = parted(group, &organization);
                    groups.extend(own.into_iter().rev().map(|knock| vec![knock]));
                    groups.push(others);
                }
                Fault::Somebody if may_go_apart => {
                    groups.extend(group.into_iter().rev().map(|knock| vec![knock]));
                }
                _ => {
                    let away = error.is_unavailable() && !error.is_stuck();
                    let error = NotDone::from(error);
                    group.into_iter().for_each(|knock| knock.answer(Err(error.clone())));
                    if away {
                        let rest = groups.into_iter().flatten().chain(std::mem::take(&mut over.held));
                        rest.for_each(|knock| knock.answer(Err(error.clone())));
                        over.away = Some(error);
                        return over;
                    }
                }
            }
        }
        over
    }

    async fn commit(&self, knocks: &[Knock], held: Held) -> Result<Vec<Result<Done, Refusal>>, Broken> {
        if knocks.is_empty() {
            return Ok(Vec::new());
        }
        let commands: Vec<&Command> = knocks.iter().map(|knock| &knock.command).collect();
        // On SQLite whoever writes holds everything already.
        let held = if matches!(self.db, Db::Lite { .. }) { Held::Wait } else { held };
        commit(&self.db, &commands, held, self.clock.now()).await
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
