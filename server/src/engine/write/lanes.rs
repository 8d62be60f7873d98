//! Who shares a commit with whom, and who goes first.
//!
//! A lane is an organization's commands; those that read bills have a lane of their own, since they may have to wait for an
//! import. Lanes that read none share their commits: each commit costs the same, however many organizations it is for. A
//! lane that would make others wait goes by itself. It never waits and never looks into a command.

use super::batch::Held;
use super::queue::Knock;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// How many commands share a commit at most.
const BATCH_MAX: usize = 128;
/// How many shared commits are under way at the same time: with more, each would be for fewer.
const SHARED_AT_ONCE: usize = 1;

/// How many lanes by themselves commit at the same time. With the shared ones half of the connections, so that readers always
/// find one.
const OWN_AT_ONCE: usize = 7;

/// Commands of an organization, and whether they read bills.
pub(super) type Lane = (i64, bool);

/// Who commits together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Crew {
    /// Every lane that makes no other one wait.
    Shared,
    /// A lane by itself.
    Own(Lane),
}

/// Commands for a commit.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) crew: Crew,
    pub(super) lanes: Vec<Lane>,
    pub(super) knocks: Vec<Knock>,
}

impl Group {
    /// What is done about a log that somebody else holds.
    pub(super) const fn held(&self) -> Held {
        match self.crew {
            Crew::Shared => Held::GiveUp,
            Crew::Own(_) => Held::Wait,
        }
    }
}

/// Commands that wait, by lane; each lane commits once at a time.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    waiting: BTreeMap<Lane, VecDeque<Knock>>,
    /// Lanes in which somebody waits, longest first.
    order: VecDeque<Lane>,
    busy: BTreeSet<Lane>,
    /// Lanes whose log somebody else holds: next time they go by themselves.
    alone: BTreeSet<Lane>,
    /// How many shared commits are under way, and how many of lanes by themselves.
    shared: usize,
    own: usize,
    /// Crews that have committed just now, and how many commands are looked for before they commit again.
    resting: BTreeMap<Crew, usize>,
    count: usize,
}

impl Lanes {
    /// How many commands wait.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    pub(super) fn add(&mut self, lane: Lane, knock: Knock) {
        let knocks = self.waiting.entry(lane).or_default();
        if knocks.is_empty() {
            self.order.push_back(lane);
        }
        knocks.push_back(knock);
        self.count += 1;
    }

    /// Somebody else holds the log of this command's organization: it waits again, before all others of its lane, and the
    /// lane goes by itself.
    pub(super) fn add_held(&mut self, lane: Lane, knock: Knock) {
        let knocks = self.waiting.entry(lane).or_default();
        if knocks.is_empty() {
            self.order.push_front(lane);
        }
        knocks.push_front(knock);
        self.count += 1;
        self.alone.insert(lane);
    }

    /// A commit is over, and so many were answered: the crew rests until they may have come again. Whether there is anything
    /// to wait for.
    pub(super) fn rest(&mut self, crew: Crew, lanes: &[Lane], answered: usize) -> bool {
        self.busy.retain(|lane| !lanes.contains(lane));
        match crew {
            Crew::Shared => self.shared -= 1,
            Crew::Own(_) => self.own -= 1,
        }
        let looked_for = answered + self.waits(crew);
        let rests = answered > 0 && looked_for > 1;
        if rests {
            self.resting.insert(crew, looked_for.min(BATCH_MAX));
        }
        rests
    }

    /// The crew has rested long enough.
    pub(super) fn rested(&mut self, crew: Crew) {
        self.resting.remove(&crew);
    }

    /// Whether a lane makes no other one wait: nobody is known to hold the log of its organization.
    fn shares(&self, lane: Lane) -> bool {
        let (organization, reads_bills) = lane;
        !reads_bills && !self.alone.contains(&lane) && !self.busy.contains(&(organization, true))
    }

    fn crew(&self, lane: Lane) -> Crew {
        if self.shares(lane) { Crew::Shared } else { Crew::Own(lane) }
    }

    /// How many commands of the crew wait.
    fn waits(&self, crew: Crew) -> usize {
        let of_crew = self.waiting.iter().filter(|(lane, _)| self.crew(**lane) == crew);
        of_crew.map(|(_, knocks)| knocks.len()).sum()
    }

    fn may_go(&self, crew: Crew) -> bool {
        let enough = |looked_for: &usize| self.waits(crew) >= *looked_for;
        let there_is_room = match crew {
            Crew::Shared => self.shared < SHARED_AT_ONCE,
            Crew::Own(_) => self.own < OWN_AT_ONCE,
        };
        there_is_room && self.resting.get(&crew).is_none_or(enough)
    }

    /// Those who commit next: the lane that has waited longest and is free, with those that share its commit. They are busy
    /// from here on.
    pub(super) fn next(&mut self) -> Option<Group> {
        let free = |lane: &&Lane| !self.busy.contains(*lane) && self.may_go(self.crew(**lane));
        let crew = self.crew(*self.order.iter().find(free)?);
        let mut group = Group { crew, lanes: Vec::new(), knocks: Vec::new() };
        while group.knocks.len() < BATCH_MAX
            && let Some(place) = self.order.iter().position(|lane| self.is_of(*lane, crew))
            && let Some(lane) = self.order.remove(place)
        {
            let mut all = self.waiting.remove(&lane).unwrap_or_default();
            let rest = all.split_off(all.len().min(BATCH_MAX - group.knocks.len()));
            self.count -= all.len();
            if !rest.is_empty() {
                self.waiting.insert(lane, rest);
                self.order.push_back(lane);
            }
            self.busy.insert(lane);
            group.lanes.push(lane);
            group.knocks.extend(all);
        }
        self.resting.remove(&crew);
        match crew {
            Crew::Shared => self.shared += 1,
            Crew::Own(lane) => {
                self.alone.remove(&lane);
                self.own += 1;
            }
        }
        Some(group)
    }

    fn is_of(&self, lane: Lane, crew: Crew) -> bool {
        !self.busy.contains(&lane) && self.crew(lane) == crew
    }

    /// Everyone who waits.
    pub(super) fn clear(&mut self) -> impl Iterator<Item = Knock> {
        self.order.clear();
        self.count = 0;
        std::mem::take(&mut self.waiting).into_values().flatten()
    }
}
