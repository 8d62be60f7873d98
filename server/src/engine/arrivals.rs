//! Bank transfers that arrive (A5, S13): with the reference of a payment they go to its account, without one they wait
//! until the platform operator says whose they are, or sends them back.
//!
//! What arrived is what is booked, whatever was announced; a payment succeeds when all of it has arrived, also when
//! somebody else than its reference said so. Where
//! *Automatically pay monthly bills* is on, and automatic settlement does not do it anyway, monthly bills are paid from it in
//! the order in which they were issued.

use super::write::{ARRIVAL, Act, Actor, Command, NotDone, Refusal};
use super::{Engine, Failure};
use crate::channel::wire::Arrived;
use crate::store::arrivals::{self, Arrival};
use crate::store::payments_write::StoredPayment;
use crate::store::{monthly, payments};
use chrono::DateTime;
use contract::api::{OtherAmount, ProblemCode, WaitingArrival, WaitingArrivals};
use contract::id::OrganizationId;
use contract::ledger::Channel;
use contract::payment::{Event, State, arrival, named};

/// How many transfers are listed.
const WAITING_MOST: i64 = 500;
/// How many payments of another amount are listed: the oldest of each organization first, until they are sent back.
const OTHER_MOST: i64 = 100;

impl Engine {
    /// Keeps a transfer that arrived, and books it if it says whose it is.
    pub(super) async fn take_arrival(&self, arrived: Arrived) -> Result<(), Failure> {
        let (reference, payer) = (arrival::reference(&arrived.reference), arrival::payer(&arrived.payer));
        let new = Arrival {
            id: arrived.arrival,
            at: self.clock.now(),
            reference,
            payer,
            money: arrived.money,
            owner: None,
            booked: false,
            remitted: false,
            returning: None,
            return_attempts: 0,
        };
        if new.money.minor() <= 0 || !arrival::is_id(&new.id) {
            return Err(Failure::Refused(ProblemCode::UnreadableBody));
        }
        arrivals::add(&self.db, &new).await?;
        match arrivals::one(&self.db, &new.id).await? {
            Some(known) if known.money != new.money => {
                tracing::error!(arrival = new.id, first = %known.money, now = %new.money,
                    "a transfer was told with another amount; the first one counts");
                Err(Failure::Refused(ProblemCode::KeyReused))
            }
            Some(arrival) => self.move_on(arrival).await,
            None => Ok(()),
        }
    }

    /// Does what is left to do with transfers whose owner is known. What fails with one holds up no other.
    pub async fn run_arrivals(&self) -> Result<u64, Failure> {
        let mut moved = 0;
        let mut last = (i64::MIN, String::new());
        // Those that wait for a hold stay; newer ones come on later pages.
        loop {
            let page = arrivals::owned(&self.db, (last.0, &last.1)).await?;
            let Some(end) = page.last() else { return Ok(moved) };
            last = (end.at, end.id.clone());
            for arrival in page {
                let id = arrival.id.clone();
                match self.move_on(arrival).await {
                    Ok(()) => moved += 1,
                    Err(error) => tracing::error!(arrival = id, %error, "a transfer was not booked"),
                }
            }
        }
    }

    /// Transfers of which nobody knows whose they are, oldest first: for the platform operator.
    pub async fn waiting_arrivals(&self) -> Result<WaitingArrivals, Failure> {
        let mut waiting = arrivals::waiting(&self.db, WAITING_MOST + 1).await?;
        let most = usize::try_from(WAITING_MOST).unwrap_or(usize::MAX);
        let more = waiting.len() > most;
        waiting.truncate(most);
        let now = self.clock.now_utc();
        let shown = |arrival: Arrival| {
            let at = DateTime::from_timestamp_micros(arrival.at).unwrap_or_default();
            let Arrival { id, payer, reference, money, returning, .. } = arrival;
            let waiting_days = u32::try_from((now - at).num_days()).unwrap_or_default();
            WaitingArrival { id, at, waiting_days, payer, reference, money, returning }
        };
        let other_amounts = self.other_amounts().await?;
        Ok(WaitingArrivals { items: waiting.into_iter().map(shown).collect(), more, other_amounts })
    }

    /// Payments of which the channel took another amount, and has not given all of that back.
    async fn other_amounts(&self) -> Result<Vec<OtherAmount>, Failure> {
        let mut listed = Vec::new();
        for payment in payments::other_amounts(&self.db, OTHER_MOST).await? {
            let (State::OtherAmount { at, paid, .. }, Some(left)) =
                (&payment.state, payment.state.left_unbooked())
            else {
                continue;
            };
            listed.push(OtherAmount {
                id: payment.id,
                organization: self.organization_of(OrganizationId::new(payment.organization)).await?,
                account: self.account_name(&payment).await?,
                channel: payment.channel,
                at: *at,
                asked: payment.money,
                paid: *paid,
                left,
            });
        }
        Ok(listed)
    }

    async fn move_on(&self, mut arrival: Arrival) -> Result<(), Failure> {
        if arrival.owner.is_none() {
            if arrival.returning.is_some() {
                return Ok(());
            }
            arrival.owner = self.owner_of(&arrival).await?;
            let Some((organization, account)) = arrival.owner else { return Ok(()) };
            if !arrivals::assign(&self.db, &arrival.id, organization, account).await? {
                // Somebody else has said so in the meantime.
                return Ok(());
            }
        }
        self.book(&arrival).await?;
        self.remit(&arrival).await
    }

    /// Whose a transfer is, by its reference.
    async fn owner_of(&self, arrival: &Arrival) -> Result<Option<(i64, i64)>, Failure> {
        let Some(id) = named(&arrival.reference) else { return Ok(None) };
        let payment = payments::one(&self.db, payments::organization_of(id), id).await?;
        let fits = |payment: &StoredPayment| {
            payment.channel == Channel::BankTransfer && payment.money.currency() == arrival.money.currency()
        };
        Ok(payment.filter(fits).map(|payment| (payment.organization, payment.account)))
    }

    /// The money goes to the account's cash, once.
    async fn book(&self, arrival: &Arrival) -> Result<(), Failure> {
        let Some((organization, account)) = arrival.owner.filter(|_| !arrival.booked) else { return Ok(()) };
        let act = Act::TopUp { channel: Channel::BankTransfer, money: arrival.money };
        let (actor, key) = (Actor::Job("arrival"), format!("{ARRIVAL}{}", arrival.id));
        self.door.write(Command { organization, account, actor, key, act }).await?;
        // Before it counts as booked: what is cut off here is done again. Whoever says whose it is may see more in a
        // reference than it names: a payment of another kind, or account, is none of its business.
        if let Some(id) = named(&arrival.reference)
            && let Some(payment) = payments::one(&self.db, organization, id).await?
            && (payment.channel, payment.account) == (Channel::BankTransfer, account)
        {
            let arrived = arrivals::tie(&self.db, &arrival.id, organization, id).await?;
            if arrived >= payment.money.minor() {
                self.note(&payment, &Event::Succeed { paid: payment.money }, "arrival").await?;
            }
        }
        Ok(arrivals::put(&self.db, &arrival.id, true, arrival.remitted).await?)
    }

    /// Monthly bills are paid from it where its owner wants that (A5). While something holds the account it waits.
    async fn remit(&self, arrival: &Arrival) -> Result<(), Failure> {
        let Some((organization, account)) = arrival.owner.filter(|_| !arrival.remitted) else {
            return Ok(());
        };
        let standing = monthly::standing(&self.db, organization, account, self.today()).await?;
        // The door looks again: it may change until then.
        let wanted = standing.is_some_and(|standing| standing.settings.remits(standing.control.as_ref()));
        if wanted {
            let act = Act::Remit { money: arrival.money };
            let (key, actor) = (format!("remit/{}", arrival.id), Actor::Job("remittance"));
            match self.door.write(Command { organization, account, actor, key, act }).await {
                Err(NotDone::Refused(Refusal::Closed)) => return Ok(()),
                done => drop(done?),
            }
        }
        Ok(arrivals::put(&self.db, &arrival.id, true, true).await?)
    }
}
