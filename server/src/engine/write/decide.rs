//! What an act comes to: load what `contract` needs, and let it decide. Nothing is written here.

use super::account::OwnerChange;
use super::act::{Act, Command};
use super::change::Change;
use super::method::{self, MethodStep};
use super::refusal::Refusal;
use super::{Store, account, accrue, end_refund, issue, lapse, operate, receive, settle, take_back};
use crate::store::StoreError;
use crate::store::ledger_write::AccountBooks;
use crate::store::monthly_write::NewMonthlyBill;
use crate::store::payments_write::StoredPayment;
use crate::store::terms::Standing;
use chrono::{DateTime, NaiveDate, Utc};
use contract::cycle::{Cycle, billing_date};
use contract::ledger::Transaction;
use contract::money::{Currency, Money};
use contract::operator::Effects;
use contract::payment::State;
use contract::settle::{Step, Stop};

/// A movement, and the bills that it pays.
#[derive(Debug, Clone)]
pub(super) struct Movement {
    /// The postings.
    pub(super) transaction: Transaction,
    /// What goes to which bill; nothing when it pays none.
    pub(super) steps: Vec<Step>,
}

impl From<Transaction> for Movement {
    fn from(transaction: Transaction) -> Self {
        Self { transaction, steps: Vec::new() }
    }
}

/// What is to be recorded.
#[derive(Debug, Clone, Default)]
pub(super) struct Decision {
    /// In order.
    pub(super) movements: Vec<Movement>,
    /// A monthly bill comes into being.
    pub(super) monthly_bill: Option<NewMonthlyBill>,
    /// What is paid of monthly bills, by month.
    pub(super) paid: Vec<(Cycle, Money)>,
    /// Where paying runs out.
    pub(super) stop: Option<Stop>,
    /// The payment that succeeded, and its state from now on.
    pub(super) received: Option<(StoredPayment, State)>,
    /// What is recorded beside the movements.
    pub(super) changes: Vec<Change>,
    /// What the platform operator is told of it.
    pub(super) effects: Option<Effects>,
    /// What the owner of the account decided about it.
    pub(super) owner: Option<OwnerChange>,
}

impl Decision {
    /// Whether there is nothing to record.
    pub(super) fn is_empty(&self) -> bool {
        let nothing_recorded = self.monthly_bill.is_none() && self.owner.is_none();
        self.movements.is_empty() && nothing_recorded && self.changes.is_empty()
    }
}

/// When and in which currency an act takes place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) now: DateTime<Utc>,
    pub(super) today: NaiveDate,
    pub(super) currency: Currency,
}

/// A time of the database as a moment, and as a day of the billing time zone.
pub(super) fn moment(micros: i64) -> (DateTime<Utc>, NaiveDate) {
    let now = DateTime::from_timestamp_micros(micros).unwrap_or_default();
    (now, billing_date(now))
}

/// Decides an act. Of an account that is settled the standing may be read already.
pub(super) async fn decide<C: Store>(
    tx: &mut C,
    command: &Command,
    account: &AccountBooks,
    standing: Option<Standing>,
    now: i64,
) -> Result<Result<Decision, Refusal>, StoreError> {
    let AccountBooks { currency, debits: books } = account;
    let currency = *currency;
    let (now, today) = moment(now);
    let moment = Moment { now, today, currency };
    match &command.act {
        Act::TopUp { channel, money } => {
            Ok(plain(*money, currency, |money| Ok(Transaction::top_up(*channel, money)?)))
        }
        Act::Issue { cycle } => issue::decide(tx, command, moment, books, *cycle).await,
        Act::Settle => settle::decide(tx, command, moment, books, standing).await,
        Act::ChangeSettings { change } => account::change_settings(tx, command, moment, *change).await,
        Act::Accrue { cycle } => accrue::decide(tx, command, moment, books, *cycle).await,
        Act::Remit { money } => settle::remit(tx, command, moment, books, *money).await,
        Act::Receive { payment, .. } => receive::decide(tx, command, moment, books, *payment).await,
        Act::EndRefund { refund, event, .. } => {
            end_refund::decide(tx, command, moment, *refund, *event).await
        }
        Act::TakeBack { payment, money, told, .. } => {
            take_back::decide(tx, command, moment, books, (*payment, *money, *told)).await
        }
        Act::EndReturn { arrival, attempt, event, .. } => {
            operate::arrival::end(tx, moment, (arrival, *attempt), *event).await
        }
        Act::Lapse { book } => lapse::decide(tx, command, moment, books, *book).await,
        Act::Operate(instruction) => operate::decide(tx, command, moment, books, instruction).await,
        Act::LinkMethod { method, kind, token } => {
            method::decide(tx, command, *method, MethodStep::Linked(kind.clone(), token.clone())).await
        }
        Act::PreferMethod { method, .. } => method::decide(tx, command, *method, MethodStep::Preferred).await,
        Act::RemoveMethod { method, .. } => method::decide(tx, command, *method, MethodStep::Removed).await,
        Act::SetTaxProfile { profile } => account::set_tax_profile(tx, command, moment, profile).await,
        Act::InviteMember { member } => account::invite(tx, command, moment, member).await,
        Act::AnswerRelation { relation, action } => {
            account::answer(tx, command, moment, *relation, *action).await
        }
    }
}

/// One movement of so much.
fn plain(
    money: Money,
    currency: Currency,
    make: impl FnOnce(Money) -> Result<Transaction, Refusal>,
) -> Result<Decision, Refusal> {
    if money.currency() != currency {
        return Err(contract::money::MoneyError::DifferentCurrencies.into());
    }
    if money.minor() <= 0 {
        return Err(Refusal::NotAboveNothing);
    }
    Ok(Decision { movements: vec![make(money)?.into()], ..Decision::default() })
}
