//! What was decided is written down: numbered, sealed into the chain, recorded in bulk.

use super::account::{self, OwnerChange};
use super::act::Done;
use super::batch::Pending;
use super::chain::{Fields, Sealed, seal};
use super::change::{self, At, Change};
use super::decide::{Decision, Movement, moment};
use super::{Store, receive, written};
use crate::store::StoreError;
use crate::store::ids::{id, series};
use crate::store::ledger_rows::Recorded;
use crate::store::ledger_write::{Entry, Head, Posted};
use crate::store::monthly_write::Paid;
use contract::id::{RelationId, TransactionId};
use std::collections::BTreeMap;

/// A command's numbers.
#[derive(Debug, Clone, Copy)]
struct Numbers {
    /// Place of its first movement in the organization's series.
    first: i64,
    /// The revision that the bills it changes get.
    revision: i64,
    /// The billing relationship that comes of it.
    relation: Option<RelationId>,
}

/// Records what was decided, in order, behind the heads of the logs; gives what came of each.
pub(super) async fn record<C: Store>(
    tx: &mut C,
    heads: &mut BTreeMap<i64, Head>,
    pending: &[Pending<'_>],
    now: i64,
) -> Result<Vec<Done>, StoreError> {
    let numbers = numbered(tx, pending).await?;
    let (mut recorded, mut paid) = (Recorded::default(), Vec::new());
    let (mut done, mut places) = (Vec::with_capacity(pending.len()), Vec::with_capacity(pending.len()));
    for (one, numbers) in pending.iter().zip(&numbers) {
        let organization = one.command.organization;
        let head = heads.get_mut(&organization);
        let head = head.ok_or_else(|| StoreError::Corrupt("a log that nobody holds".to_owned()))?;
        let (entry, came) = sealed(one, numbers, head, now)?;
        *head = Head { place: entry.place, sha256: entry.sha256.clone() };
        recorded.enter(organization, &entry);
        for (id, movement) in movements(one, numbers.first) {
            let (account, place, transaction) = (one.command.account, entry.place, &movement.transaction);
            recorded.post(organization, Posted { id, account, place, at: now, transaction })?;
            paid.extend(pays(one, numbers.revision, (id, movement)));
        }
        done.push(came);
        places.push(entry.place);
    }
    tx.record(&recorded).await?;
    let issued =
        pending.iter().filter_map(|one| Some((one.command.on(), one.decision.monthly_bill.as_ref()?)));
    tx.add_monthly(&issued.collect::<Vec<_>>()).await?;
    tx.add_repayments(&paid).await?;
    for ((one, numbers), place) in pending.iter().zip(&numbers).zip(places) {
        beside(tx, one, numbers, place, now).await?;
    }
    Ok(done)
}

/// Takes the numbers that the commands need, together for those of an organization.
async fn numbered<C: Store>(tx: &mut C, pending: &[Pending<'_>]) -> Result<Vec<Numbers>, StoreError> {
    let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
    let mut revisions: BTreeMap<i64, i64> = BTreeMap::new();
    for one in pending {
        *counts.entry(one.command.organization).or_default() += count(&one.decision);
        if is_news(&one.decision) {
            revisions.insert(one.command.organization, 0);
        }
    }
    for (organization, revision) in &mut revisions {
        *revision = tx.next_revision(*organization).await?;
    }
    counts.retain(|_, count| *count > 0);
    let mut next = BTreeMap::new();
    if !counts.is_empty() {
        next = tx.take_each(series::TRANSACTION, &counts).await?;
    }
    let mut all = Vec::with_capacity(pending.len());
    for one in pending {
        let organization = one.command.organization;
        let next = next.entry(organization).or_default();
        let first = *next;
        *next += count(&one.decision);
        let revision = revisions.get(&organization).copied().unwrap_or(0);
        let relation = match &one.decision.owner {
            Some(OwnerChange::Invited(_)) => Some(tx.next_relation(organization).await?),
            _ => None,
        };
        all.push(Numbers { first, revision, relation });
    }
    Ok(all)
}

fn count(decision: &Decision) -> i64 {
    i64::try_from(decision.movements.len()).unwrap_or(i64::MAX)
}

/// A monthly bill that is new, or paid, is news to whoever keeps bills in memory.
fn is_news(decision: &Decision) -> bool {
    let pays = decision.movements.iter().any(|movement| !movement.steps.is_empty());
    pays || decision.monthly_bill.is_some() || decision.changes.iter().any(Change::changes_bills)
}

fn movements<'a>(one: &'a Pending<'_>, first: i64) -> impl Iterator<Item = (i64, &'a Movement)> {
    let organization = one.command.organization;
    (first..).map(move |place| id(organization, place)).zip(&one.decision.movements)
}

/// The entry behind `head`, and what came of the command.
fn sealed(one: &Pending<'_>, numbers: &Numbers, head: &Head, now: i64) -> Result<(Entry, Done), StoreError> {
    let Pending { command, decision, .. } = one;
    let done = Done {
        transactions: movements(one, numbers.first).map(|(id, _)| TransactionId::new(id)).collect(),
        paid: decision.paid.clone(),
        stop: decision.stop,
        effects: decision.effects.clone(),
        relation: numbers.relation,
        due_date: decision.monthly_bill.as_ref().and_then(|bill| bill.due_date),
    };
    let (place, outcome, actor) = (head.place + 1, written(&done)?, command.actor.to_string());
    let fields = Fields {
        previous: &head.sha256,
        place,
        at: now,
        actor: &actor,
        act: command.act.name(),
        account: command.account,
        key: &one.key,
        input: &one.input,
        outcome: &outcome,
    };
    let sha256 = seal(&fields, movements(one, numbers.first).map(|(id, movement)| covered(id, movement)));
    let (act, account, previous) = (command.act.name(), Some(command.account), head.sha256.clone());
    let (key, input) = (one.key.clone(), one.input.clone());
    let entry = Entry { place, at: now, actor, act, account, key, input, outcome, previous, sha256 };
    Ok((entry, done))
}

/// A movement as the hash covers it.
fn covered(id: i64, movement: &Movement) -> Sealed<'_> {
    let paid = movement.steps.iter();
    let paid = paid.map(|step| (step.bill.number(), step.source.book().to_string(), step.money.minor()));
    Sealed { id, transaction: &movement.transaction, paid: paid.collect() }
}

/// What a movement pays, if it pays bills.
fn pays(one: &Pending<'_>, revision: i64, (transaction, movement): (i64, &Movement)) -> Option<Paid> {
    let cycle = movement.steps.first()?.cycle;
    let parts = movement.steps.iter().map(|step| (step.bill, step.source, step.money.minor())).collect();
    let (organization, account) = one.command.on();
    Some(Paid { organization, account, revision, transaction, cycle, parts })
}

/// Writes down what a command changes beside its movements.
async fn beside<C: Store>(
    tx: &mut C,
    one: &Pending<'_>,
    numbers: &Numbers,
    place: i64,
    now: i64,
) -> Result<(), StoreError> {
    let Pending { command, decision, .. } = one;
    if let Some((payment, state)) = &decision.received {
        receive::record(tx, payment, state, now).await?;
    }
    let transaction = id(command.organization, numbers.first);
    let at = At { place, now, today: moment(now).1, transaction, revision: numbers.revision };
    for change in &decision.changes {
        change::record(tx, command, at, change).await?;
    }
    if let Some(change) = &decision.owner {
        account::record(tx, command, change, numbers.relation, now).await?;
    }
    Ok(())
}
