//! What an act records beside its movements: terms, grants, credit notes, calendars.

use super::act::Command;
use super::{Store, written};
use crate::store::StoreError;
use crate::store::credit_write::Noted;
use crate::store::operator_write::{NewCard, NewCoupon, NewTerms};
use crate::store::payments_write::Heard;
use crate::store::refunds::StoredRefund;
use chrono::NaiveDate;
use contract::calendar::Day;
use contract::cycle::Cycle;
use contract::id::{PaymentId, RefundId};
use contract::ledger::{Book, Channel};
use contract::money::Money;
use contract::operator::CreditStep;
use contract::payment::{Event, RefundState, State};
use contract::threshold::ThresholdRange;

/// Something that is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// Terms of credit.
    Terms(NewTerms),
    /// The threshold of the account, with what it may be.
    Threshold { channel: Channel, range: ThresholdRange, from: NaiveDate },
    /// What a threshold may be.
    ThresholdRange { channel: Channel, range: ThresholdRange, from: NaiveDate },
    /// A coupon comes into being.
    Coupon(NewCoupon),
    /// A card comes into being.
    Card(NewCard),
    /// Nothing is left of a card or a coupon.
    Ended(Book),
    /// The first movement takes something off bills of a month.
    Credited { cycle: Cycle, steps: Vec<CreditStep> },
    /// What an earlier movement took off bills of a month is put back.
    PutBack { cycle: Cycle, transaction: i64 },
    /// An earlier entry is undone.
    Reversed { entry: i64 },
    /// Money is on its way back.
    RefundAsked(StoredRefund),
    /// The channel gave it back, or did not; what is paid of its payment from now on.
    RefundEnded { id: RefundId, state: RefundState, payment: Option<(PaymentId, State)> },
    /// The channel gave money back without being asked; the state of its payment from now on.
    TakenBack { refund: StoredRefund, next: State },
    /// A bank transfer is the account's, and of a payment.
    ArrivalGiven { id: String, tied: Option<Tied> },
    /// A bank transfer goes back, for the how-manieth time.
    ArrivalReturning { id: String, attempt: i64 },
    /// The bank sent it back, or did not.
    ArrivalReturned { id: String, state: RefundState },
    /// Days of a calendar; none: an ordinary day.
    Days { calendar: String, days: Vec<(NaiveDate, Option<Day>)> },
}

/// What has arrived of a payment by bank transfers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tied {
    /// The payment.
    pub(super) payment: PaymentId,
    /// How much it is.
    pub(super) money: Money,
    /// What has arrived, in all.
    pub(super) arrived: Money,
    /// Its state from now on, if that is all of it.
    pub(super) state: Option<State>,
}

impl Change {
    /// Whether it changes bills: then they get a new revision.
    pub(super) const fn changes_bills(&self) -> bool {
        matches!(self, Self::Credited { .. } | Self::PutBack { .. })
    }
}

/// Where the changes of an act belong.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    /// The entry of the audit log.
    pub(super) place: i64,
    /// When, in microseconds.
    pub(super) now: i64,
    /// The day, in the billing time zone.
    pub(super) today: NaiveDate,
    /// The act's first movement.
    pub(super) transaction: i64,
    /// The revision that changed bills get.
    pub(super) revision: i64,
}

/// Records a change.
pub(super) async fn record<C: Store>(
    tx: &mut C,
    command: &Command,
    at: At,
    change: &Change,
) -> Result<(), StoreError> {
    let (organization, account) = (command.organization, command.account);
    let noted = |cycle: Cycle, transaction: i64| Noted {
        organization,
        account,
        cycle,
        transaction,
        revision: at.revision,
    };
    match change {
        Change::Terms(new) => tx.put_terms(organization, account, new).await,
        Change::Threshold { channel, range, from } | Change::ThresholdRange { channel, range, from } => {
            // The platform's own account stands for every account.
            tx.put_threshold((organization, account), *channel, *range, *from).await
        }
        Change::Coupon(new) => tx.add_coupon(organization, account, new).await,
        Change::Card(new) => tx.add_card(organization, account, new).await,
        Change::Ended(book) => tx.end_grant(organization, *book, at.today).await,
        Change::Credited { cycle, steps } => {
            for step in steps {
                tx.add_credit(noted(*cycle, at.transaction), step).await?;
            }
            Ok(())
        }
        Change::PutBack { cycle, transaction } => tx.put_back(noted(*cycle, *transaction)).await,
        Change::Reversed { entry } => tx.add_reversal(organization, *entry, at.place).await,
        Change::RefundAsked(new) => tx.add_refund(new).await,
        Change::RefundEnded { id, state, payment } => {
            if let Some((payment, state)) = payment {
                tx.put_payment(organization, *payment, state, None).await?;
            }
            tx.put_refund(organization, *id, *state).await
        }
        Change::TakenBack { refund, next } => {
            tx.add_refund(refund).await?;
            tx.put_payment(organization, refund.payment, next, None).await
        }
        Change::ArrivalGiven { id, tied } => {
            let payment = tied.as_ref().map(|tied| tied.payment);
            tx.give_arrival(id, (organization, account), payment).await?;
            match tied {
                Some(tied) => arrived(tx, organization, tied, at).await,
                None => Ok(()),
            }
        }
        Change::ArrivalReturning { id, attempt } => tx.return_arrival(id, *attempt).await,
        Change::ArrivalReturned { id, state } => tx.put_return(id, *state).await,
        Change::Days { calendar, days } => {
            for (date, day) in days {
                tx.put_day(calendar, *date, *day).await?;
            }
            Ok(())
        }
    }
}

/// Keeps what has arrived of a payment, and that it succeeded if that is all.
async fn arrived<C: Store>(tx: &mut C, organization: i64, tied: &Tied, at: At) -> Result<(), StoreError> {
    tx.put_arrived(organization, tied.payment, tied.arrived).await?;
    let Some(state) = &tied.state else { return Ok(()) };
    tx.put_payment(organization, tied.payment, state, None).await?;
    let event = written(&Event::Succeed { paid: tied.money })?;
    let heard = Heard { at: at.now, source: "operator", event: &event, outcome: "applied" };
    tx.add_heard(organization, tied.payment, &heard).await
}
