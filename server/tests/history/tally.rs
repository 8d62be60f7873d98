//! What was done, counted.

use crate::check::Counts;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

#[derive(Debug, Default)]
pub struct Tally {
    pub histories: u64,
    /// Of these: with several servers on one database.
    shared: u64,
    pub rounds: u64,
    pub operations: BTreeMap<&'static str, u64>,
    pub faults: BTreeMap<&'static str, u64>,
    /// Answers that never came, each asked for again.
    pub unknown: u64,
    /// Of these, and of what failed otherwise: without a fault.
    pub unexplained: u64,
    /// How often the portal said that it was busy, and was asked again at once.
    pub busy: u64,
    webhooks: (u64, u64),
    movements: u64,
    acts: BTreeMap<String, u64>,
    sources: BTreeMap<String, u64>,
    payments: BTreeMap<String, u64>,
    /// Of the history under way.
    pub now: Counts,
    /// From the start of a killed server until it was well.
    pub slowest_start: Duration,
    pub starts: u64,
    pub time: Duration,
}

impl Tally {
    pub fn operation(&mut self, kind: &'static str) {
        *self.operations.entry(kind).or_default() += 1;
    }

    pub fn fault(&mut self, kind: &'static str) {
        *self.faults.entry(kind).or_default() += 1;
    }

    /// A history has ended; so many messages were brought to the portal, so many of them again.
    pub fn close(&mut self, (brought, again): (u64, u64), servers: usize) {
        self.webhooks.0 += brought;
        self.webhooks.1 += again;
        self.histories += 1;
        self.shared += u64::from(servers > 1);
        let Counts { movements, acts, sources, payments } = std::mem::take(&mut self.now);
        self.movements += movements;
        for (all, own) in
            [(&mut self.acts, acts), (&mut self.sources, sources), (&mut self.payments, payments)]
        {
            own.into_iter().for_each(|(name, count)| *all.entry(name).or_default() += count);
        }
    }

    pub fn start(&mut self, took: Duration) {
        self.starts += 1;
        self.slowest_start = self.slowest_start.max(took);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (histories, shared, rounds, time) =
            (self.histories, self.shared, self.rounds, self.time.as_secs());
        writeln!(f, "{histories} histories ({shared} with two servers) of {rounds} rounds in {time} s")?;
        writeln!(f, "  operations: {}", said(&self.operations))?;
        writeln!(f, "  faults: {}", said(&self.faults))?;
        let (unknown, unexplained, busy) = (self.unknown, self.unexplained, self.busy);
        writeln!(
            f,
            "  answers that were lost and asked for again: {unknown}; told to be busy: {busy}; \
             failures without a fault: {unexplained}"
        )?;
        writeln!(f, "  entries of the audit log: {}", said(&self.acts))?;
        writeln!(f, "  movements: {}; bills were paid from: {}", self.movements, said(&self.sources))?;
        writeln!(f, "  payments: {}", said(&self.payments))?;
        let (brought, again) = self.webhooks;
        writeln!(f, "  webhooks: {brought} in any order, {again} of them again")?;
        let slowest = self.slowest_start.as_millis();
        write!(f, "  starts of the server: {}, the slowest was well after {slowest} ms", self.starts)
    }
}

/// All of them, and each.
fn said<K: fmt::Display>(counts: &BTreeMap<K, u64>) -> String {
    let all: u64 = counts.values().sum();
    let each: Vec<String> = counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    format!("{all} ({})", each.join(", "))
}
