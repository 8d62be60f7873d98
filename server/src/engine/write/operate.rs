//! What the platform operator does: load what `contract` needs, and let it decide. Nothing is written here but the numbers
//! that new cards and coupons take.

pub(super) mod arrival;
mod back;
mod credit;
mod grant;
mod platform;
mod terms;

use super::act::Command;
use super::decide::{Decision, Moment};
use super::refusal::Refusal;
use super::{Books, Store};
use crate::store::StoreError;
use crate::store::ids::PORTAL;
use contract::ledger::Transaction;
use contract::money::{Money, MoneyError};
use contract::operator::{BookChange, Denied, Effects, Instruction, OperatorAct};
use std::collections::BTreeMap;

/// What is decided, or why not; a database that fails is neither.
type Decided = Result<Result<Decision, Refusal>, StoreError>;

/// The account that an act is done to, and what its books stand at.
#[derive(Debug, Clone, Copy)]
struct Target<'a> {
    organization: i64,
    account: i64,
    moment: Moment,
    books: &'a Books,
}

impl Target<'_> {
    fn ids(&self) -> (i64, i64) {
        (self.organization, self.account)
    }

    /// The balance of a book, with the sign that people expect.
    fn balance(&self, book: contract::ledger::Book) -> Result<Money, MoneyError> {
        let debits = self.books.get(&book).copied().unwrap_or(0);
        book.balance(Money::new(debits, self.moment.currency))
    }
}

/// `allowed!(result)`: the value, or the refusal as what was decided.
macro_rules! allowed {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(refusal) => return Ok(Err(refusal.into())),
        }
    };
}
use allowed;

pub(super) async fn decide<C: Store>(
    tx: &mut C,
    command: &Command,
    moment: Moment,
    books: &Books,
    instruction: &Instruction,
) -> Decided {
    let target = Target { organization: command.organization, account: command.account, moment, books };
    if instruction.act.kind().is_of_platform() != (command.organization == PORTAL) {
        return Ok(Err(Denied::OtherAccount.into()));
    }
    allowed!(instruction.check(moment.currency, moment.today));
    let decided = match &instruction.act {
        OperatorAct::SetCreditTerms { valid_from, terms, calendar } => {
            terms::set(tx, target, *valid_from, *terms, calendar).await?
        }
        OperatorAct::EndCreditTerms { valid_from } => terms::end(tx, target, *valid_from).await?,
        OperatorAct::SetSpecialAgreement { valid_from, special_agreement } => {
            terms::agree(tx, target, *valid_from, *special_agreement).await?
        }
        OperatorAct::SetThreshold { channel, money, valid_from } => {
            terms::threshold(tx, target, (*channel, *money), *valid_from).await?
        }
        OperatorAct::GrantCoupon { money, valid_from, valid_to, products } => {
            grant::coupon(tx, target, *money, (*valid_from, *valid_to), products).await?
        }
        OperatorAct::GrantCard { money, valid_from, valid_to, products, orders } => {
            grant::card(tx, target, *money, (*valid_from, *valid_to), (products, orders)).await?
        }
        OperatorAct::Refund { month, money } => credit::refund(tx, target, *month, *money).await?,
        OperatorAct::RefundPayment { payment, money } => {
            back::refund_payment(tx, target, *payment, *money).await?
        }
        OperatorAct::AssignArrival { arrival, payment } => {
            arrival::assign(tx, target, arrival, *payment).await?
        }
        OperatorAct::ReturnArrival { arrival } => arrival::send_back(tx, arrival).await?,
        OperatorAct::CreditNote { month, bill, money } => {
            credit::note(tx, target, *month, *bill, *money).await?
        }
        OperatorAct::Reverse { entry } => credit::reverse(tx, target, *entry).await?,
        OperatorAct::SetHolidays { calendar, days } => platform::holidays(tx, target, calendar, days).await?,
        OperatorAct::SetThresholdRange { channel, range, valid_from } => {
            platform::threshold_range(tx, target, (*channel, *range), *valid_from).await?
        }
    };
    let mut decision = allowed!(decided);
    let changed = allowed!(book_changes(&decision, target));
    decision.effects.get_or_insert_default().books = changed;
    Ok(Ok(decision))
}

/// A movement, and what is recorded beside it.
fn moved(transaction: Transaction, changes: Vec<super::change::Change>) -> Decision {
    Decision { movements: vec![transaction.into()], changes, ..Decision::default() }
}

/// What is recorded without any movement.
fn agreed(changes: Vec<super::change::Change>, effects: Effects) -> Decision {
    Decision { changes, effects: Some(effects), ..Decision::default() }
}

/// The books that the movements touch, before and after.
fn book_changes(decision: &Decision, target: Target<'_>) -> Result<Vec<BookChange>, MoneyError> {
    let currency = target.moment.currency;
    let mut debits: BTreeMap<contract::ledger::Book, Money> = BTreeMap::new();
    for posting in decision.movements.iter().flat_map(|movement| movement.transaction.postings()) {
        let sum = debits.entry(posting.book).or_insert(Money::zero(currency));
        *sum = sum.checked_add(posting.debit)?;
    }
    let change = |(book, more): (contract::ledger::Book, Money)| {
        let before = target.balance(book)?;
        Ok(BookChange { book, before, after: before.checked_add(book.balance(more)?)? })
    };
    debits.into_iter().map(change).collect()
}
