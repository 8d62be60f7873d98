//! One command inside a transaction: held, looked up, decided, recorded.

use super::account::{self, OwnerChange};
use super::act::{Command, Done};
use super::chain::{Fields, Sealed, seal};
use super::change::{self, At, Change};
use super::decide::{Decision, Movement, decide, moment};
use super::{Books, Store, receive};
use crate::store::StoreError;
use crate::store::ids::{id, series};
use crate::store::ledger_write::{Entry, Posted};
use crate::store::monthly_write::Paid;
use contract::id::TransactionId;
use contract::ledger::NotATransaction;
use contract::money::MoneyError;
use contract::operator::Denied;
use contract::relation::RelationBlock;
use contract::setting::{Setting, SettingBlock};

/// A rule says no. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The key stands for something else that was done.
    #[error("the key was used for something else")]
    KeyReused,
    /// The organization has no such account.
    #[error("there is no such account")]
    NoAccount,
    /// The amount is not above nothing.
    #[error("the amount is not above nothing")]
    NotAboveNothing,
    /// The amount is in another currency than the account, or too large.
    #[error("{0}")]
    Money(#[from] MoneyError),
    /// The movement does not balance: a defect.
    #[error("{0}")]
    Unbalanced(#[from] NotATransaction),
    /// The cycle is not due to be issued (M2).
    #[error("the cycle is not issued before 12:00 on the 2nd of the following month")]
    NotDue,
    /// The monthly bill is there already (M2).
    #[error("the monthly bill is issued already")]
    AlreadyIssued,
    /// The account has no bill with a number in this cycle.
    #[error("the account has no official bill in this cycle")]
    NothingToIssue,
    /// The organization has no such payment.
    #[error("there is no such payment")]
    NoPayment,
    /// The payment can't succeed as it stands.
    #[error("{0}")]
    Payment(#[from] contract::payment::Refused),
    /// A gate of automatic settlement is closed: see the explanation of the monthly bill (M5).
    #[error("automatic settlement leaves the account alone")]
    Closed,
    /// The account's terms stand against this switch (S14).
    #[error("the terms of the account stand against this setting")]
    Blocked(Setting, SettingBlock),
    /// The card or the coupon has not expired, or was ended already.
    #[error("it has not expired, or is over already")]
    NotExpired,
    /// An act of the platform that a rule stands against.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The tax profile is not valid, or begins too early.
    #[error("the tax profile is not valid")]
    InvalidProfile,
    /// The two accounts can't be tied.
    #[error("the accounts can't be related")]
    NotRelated(RelationBlock),
    /// What it is done to does not allow it now.
    #[error("its state does not allow this")]
    NotInThisState,
}

/// Does a command inside the transaction: `Ok(Err(…))` when a rule says no, and then nothing was written.
pub(super) async fn perform<C: Store>(
    tx: &mut C,
    command: &Command,
    now: i64,
) -> Result<Result<Done, Refusal>, StoreError> {
    let organization = command.organization;
    if command.act.reads_bills() {
        // First of all: an import may take its time, and whoever reads no bills need not wait for it.
        tx.hold_bills(organization).await?;
    }
    let head = tx.hold_chain(organization).await?;
    let (key, input) = (command.kept_key(), written(&command.act)?);
    if let Some(kept) = tx.done(organization, &key).await? {
        let same =
            kept.input == input && kept.act == command.act.name() && kept.account_id == command.account;
        if !same {
            return Ok(Err(Refusal::KeyReused));
        }
        let done = serde_json::from_str(&kept.outcome);
        return done.map(Ok).map_err(|_| StoreError::Corrupt("the outcome of an act".to_owned()));
    }
    let books: Books = tx.balances(organization, command.account).await?.into_iter().collect();
    let decision = match decide(tx, command, &books, now).await? {
        Ok(decision) => decision,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if decision.is_empty() {
        // Nothing happened: there is nothing to keep.
        return Ok(Ok(Done { stop: decision.stop, ..Done::default() }));
    }
    let first = match i64::try_from(decision.movements.len()).unwrap_or(i64::MAX) {
        0 => 0,
        count => tx.take(organization, series::TRANSACTION, count).await?,
    };
    let ids = (first..).map(|place| id(organization, place));
    let numbered: Vec<_> = ids.zip(&decision.movements).collect();
    let transactions = numbered.iter().map(|(id, _)| TransactionId::new(*id)).collect();
    let relation = match &decision.owner {
        Some(OwnerChange::Invited(_)) => Some(tx.next_relation(organization).await?),
        _ => None,
    };
    let done = Done {
        transactions,
        paid: decision.paid.clone(),
        stop: decision.stop,
        effects: decision.effects.clone(),
        relation,
    };
    let place = head.place + 1;
    let outcome = written(&done)?;
    let actor = command.actor.to_string();
    let fields = Fields {
        previous: &head.sha256,
        place,
        at: now,
        actor: &actor,
        act: command.act.name(),
        account: command.account,
        key: &key,
        input: &input,
        outcome: &outcome,
    };
    let sha256 = seal(&fields, numbered.iter().map(|(id, movement)| sealed(*id, movement)));
    let (act, account) = (command.act.name(), Some(command.account));
    let entry =
        Entry { place, at: now, actor, act, account, key, input, outcome, previous: head.sha256, sha256 };
    tx.add_entry(organization, &entry).await?;
    record(tx, command, place, now, &decision, first).await?;
    if let Some(change) = &decision.owner {
        account::record(tx, command, change, relation, now).await?;
    }
    Ok(Ok(done))
}

/// Writes down what was decided.
async fn record<C: Store>(
    tx: &mut C,
    command: &Command,
    place: i64,
    now: i64,
    decision: &Decision,
    first: i64,
) -> Result<(), StoreError> {
    let (organization, account) = (command.organization, command.account);
    if let Some(new) = &decision.monthly_bill {
        tx.add_monthly(organization, account, new).await?;
    }
    // A monthly bill that is new, or paid, is news to whoever keeps bills in memory.
    let pays = decision.movements.iter().any(|movement| !movement.steps.is_empty());
    let news = pays || decision.monthly_bill.is_some() || decision.changes.iter().any(Change::changes_bills);
    let revision = if news { tx.next_revision(organization).await? } else { 0 };
    if let Some((payment, state)) = &decision.received {
        receive::record(tx, payment, state, now).await?;
    }
    for (number, movement) in (first..).zip(&decision.movements) {
        let transaction = id(organization, number);
        let posted = Posted { id: transaction, account, place, at: now, transaction: &movement.transaction };
        tx.post(organization, posted).await?;
        if let Some(cycle) = movement.steps.first().map(|step| step.cycle) {
            let paid =
                movement.steps.iter().map(|step| (step.bill, step.source, step.money.minor())).collect();
            let paid = Paid { transaction, cycle, parts: paid };
            tx.add_repayments(organization, account, revision, &paid).await?;
        }
    }
    let at = At { place, today: moment(now).1, transaction: id(organization, first), revision };
    for change in &decision.changes {
        change::record(tx, command, at, change).await?;
    }
    Ok(())
}

/// A movement as the hash covers it.
fn sealed(id: i64, movement: &Movement) -> Sealed<'_> {
    let paid = movement.steps.iter();
    let paid = paid.map(|step| (step.bill.number(), step.source.book().to_string(), step.money.minor()));
    Sealed { id, transaction: &movement.transaction, paid: paid.collect() }
}

fn written<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}
