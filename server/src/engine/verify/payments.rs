//! What came in through channels, against the ledger: a payment that succeeded is booked once, on its account, in its
//! amount; nothing else is booked as a payment; charges stand where their attempts leave them; a bank transfer is booked
//! as it arrived (P3, A4, A5).
//!
//! Of each booking a few dozen bytes are held.

use super::charges::Attempts;
use super::receipts::{Receipt, Receipts, booked_once};
use crate::store::StoreError;
use crate::store::payments_audit::{AuditPayments, LoggedArrival, LoggedPayment};
use contract::cycle::Cycle;
use contract::id::PaymentId;
use contract::ledger::{Channel, NotATransaction, Transaction};
use contract::money::{Currency, Money};
use contract::payment::{Purpose, State, named};
use std::collections::BTreeMap;

/// How many payments are read at once.
const PAGE: i64 = 1_000;

/// Says what is off with what came in to an organization; `arrivals` are everybody's.
pub(super) async fn look<C: AuditPayments + Send>(
    tx: &mut C,
    organization: i64,
    arrivals: &[LoggedArrival],
) -> Result<Vec<String>, StoreError> {
    let mut off = Vec::new();
    let mut receipts = Receipts::read(tx, organization).await?;
    let own: Vec<&LoggedArrival> =
        arrivals.iter().filter(|arrival| arrival.owner_id == organization).collect();
    let arrived = arrived(&own);
    let mut attempts = Attempts::default();
    let mut last = 0;
    loop {
        let page = tx.logged_payments(organization, last, PAGE).await?;
        let Some(newest) = page.last().map(|payment| payment.id) else { break };
        for logged in &page {
            let id = PaymentId::new(logged.id);
            let booked = receipts.of_payment(id);
            let judged = Seen::of(logged).and_then(|payment| {
                attempts.add(id, logged, &payment.state);
                payment.judge(logged, &booked, arrived.get(&id))
            });
            off.extend(judged.err().map(|why| format!("payment {id}: {why}")));
        }
        last = newest;
    }
    off.extend(attempts.judge(&tx.logged_charges(organization).await?));
    for arrival in own {
        let booked = receipts.of_arrival(&arrival.id);
        let judged = transfer(arrival, &booked);
        off.extend(judged.err().map(|why| format!("transfer {}: {why}", arrival.id)));
    }
    off.extend(receipts.left());
    let strays = tx.strays(organization).await?.into_iter();
    off.extend(strays.map(|(movement, place, act)| {
        format!("audit entry {place}: movement {movement} brings money, but “{act}” is no payment")
    }));
    Ok(off)
}

/// What the transfers of a payment come to.
#[derive(Debug, Clone, Copy, Default)]
struct Arrived {
    /// Of those that are tied to it, in minor units.
    sum: i64,
    /// Whether one of these is yet to be booked.
    unbooked: bool,
}

/// What arrived, by the payment that it is of, or that its reference names.
fn arrived(own: &[&LoggedArrival]) -> BTreeMap<PaymentId, Arrived> {
    let mut arrived: BTreeMap<PaymentId, Arrived> = BTreeMap::new();
    for arrival in own {
        match arrival.payment_id {
            Some(id) => {
                let tied = arrived.entry(PaymentId::new(id)).or_default();
                tied.sum = tied.sum.saturating_add(arrival.amount);
                tied.unbooked |= !arrival.booked;
            }
            None => drop(named(&arrival.reference).map(|id| arrived.entry(id).or_default())),
        }
    }
    arrived
}

/// A transfer is booked once, as it arrived. It says so a moment after it is.
fn transfer(arrival: &LoggedArrival, booked: &[Receipt]) -> Result<(), String> {
    if booked.is_empty() && !arrival.booked {
        return Ok(());
    }
    let currency: Currency = arrival.currency.parse().map_err(|_| "an unknown currency".to_owned())?;
    let money = Money::new(arrival.amount, currency);
    let movement = Transaction::top_up(Channel::BankTransfer, money).map_err(|error| error.to_string())?;
    booked_once(booked, arrival.account_id, &[movement], None)
}

/// A payment that can be read.
struct Seen {
    channel: Channel,
    purpose: Purpose,
    money: Money,
    state: State,
}

impl Seen {
    fn of(logged: &LoggedPayment) -> Result<Self, String> {
        let off = |what: &str| format!("its {what} can't be read");
        let currency: Currency = logged.currency.parse().map_err(|_| off("currency"))?;
        let purpose = match logged.purpose.as_str() {
            "top_up" => Purpose::TopUp,
            "check" => Purpose::Check,
            "charge" => charge(logged).ok_or_else(|| off("charge"))?,
            _ => return Err(off("purpose")),
        };
        Ok(Self {
            channel: Channel::parse(&logged.channel).ok_or_else(|| off("channel"))?,
            purpose,
            money: Money::new(logged.amount, currency),
            state: serde_json::from_str(&logged.state).map_err(|_| off("state"))?,
        })
    }

    /// Whether it is booked as it stands; `arrived`: what its transfers come to, if there are any.
    fn judge(
        &self,
        logged: &LoggedPayment,
        booked: &[Receipt],
        arrived: Option<&Arrived>,
    ) -> Result<(), String> {
        let name = self.state.name();
        if self.state.is_final() != logged.is_final {
            return Err(format!("it is {name}, but is kept as if it were not"));
        }
        let left = self.state.left_unbooked().map_or(0, Money::minor);
        if left != logged.unbooked {
            return Err(format!(
                "it is {name}, and {left} of it is nobody's, but it says {}",
                logged.unbooked
            ));
        }
        let transfers = self.channel == Channel::BankTransfer;
        if !self.state.is_paid() || transfers || self.purpose == Purpose::Check {
            if let Some(receipt) = booked.first() {
                return Err(format!("it is {name}, but audit entry {} books it", receipt.place));
            }
            return if transfers { self.judge_transfers(logged, arrived) } else { Ok(()) };
        }
        let allowed = self.movements().map_err(|error| error.to_string())?;
        let month = match self.purpose {
            Purpose::Charge { cycle, .. } => Some(cycle),
            Purpose::TopUp | Purpose::Check => None,
        };
        booked_once(booked, logged.account_id, &allowed, month)
            .map_err(|why| format!("it is {name}, but {why}"))
    }

    /// A payment by bank transfer succeeds when all of it has arrived, and not before.
    fn judge_transfers(&self, logged: &LoggedPayment, arrived: Option<&Arrived>) -> Result<(), String> {
        let (name, paid) = (self.state.name(), self.state.is_paid());
        let Some(Arrived { sum, unbooked }) = arrived.copied() else {
            return if paid { Err(format!("it is {name}, but no transfer arrived")) } else { Ok(()) };
        };
        if sum != 0 && sum != logged.arrived {
            return Err(format!("{sum} arrived for it, but it says {}", logged.arrived));
        }
        // It says so a moment after the money is there.
        if !paid && !unbooked && sum >= self.money.minor() {
            return Err(format!("it is {name}, but all of it has arrived"));
        }
        Ok(())
    }

    /// How it may be booked. A charge goes to its cycle; to cash when it came late, or after the cycle was issued: then it
    /// pays the bill of that.
    fn movements(&self) -> Result<Vec<Transaction>, NotATransaction> {
        let mut allowed = vec![Transaction::top_up(self.channel, self.money)?];
        let late = matches!(self.state, State::Succeeded { late: true, .. });
        if let (Purpose::Charge { cycle, .. }, false) = (self.purpose, late) {
            allowed.push(Transaction::prepay(self.channel, cycle, self.money)?);
        }
        Ok(allowed)
    }
}

fn charge(logged: &LoggedPayment) -> Option<Purpose> {
    let number = |number: Option<i64>| u32::try_from(number?).ok();
    Some(Purpose::Charge {
        cycle: Cycle::from_index(i32::try_from(logged.cycle?).ok()?).ok()?,
        crossing: number(logged.crossing)?,
        attempt: number(logged.attempt)?,
    })
}
