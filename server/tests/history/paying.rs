//! Payments through the sandbox: begun over HTTP, decided by customers, told by the post. What the sandbox has taken is
//! what the account gets, once.

use crate::base::Reader;
use crate::client::Shared;
use crate::model::Off;
use crate::post::Post;
use crate::time::Time;
use crate::world::Account;
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// How long the portal and the sandbox may take until they agree, once everything is well.
const PATIENCE: Duration = Duration::from_secs(20);
/// The portal asks for a payment again after so long, at most.
const BETWEEN_QUESTIONS: TimeDelta = TimeDelta::minutes(6);
/// A payment whose customer does nothing is given up after so long; here we wait less than that.
const GIVEN_UP_AFTER: TimeDelta = TimeDelta::hours(25);
const LEFT: Duration = Duration::from_millis(700);
const FINAL: [&str; 5] = ["succeeded", "declined", "expired", "canceled", "refunded"];

/// A payment that is to be made.
#[derive(Debug, Clone)]
pub struct Pay {
    pub account: Account,
    pub key: String,
    pub cents: i64,
    pub channel: &'static str,
    /// What the customer does at the sandbox's page; none: they go away.
    pub choice: Option<&'static str>,
    /// It is begun so often, at once.
    pub copies: u64,
}

/// What is known of one.
#[derive(Debug, Clone)]
pub struct Begun {
    pub pay: Pay,
    /// Its id, once somebody was told.
    pub id: Option<String>,
    /// What came of it, once it is final.
    pub taken: Option<bool>,
}

/// Payments by organization and key.
pub type Payments = BTreeMap<(i64, String), Begun>;

impl Shared {
    /// Begins a payment, perhaps several times at once, and goes on at the sandbox's page.
    pub fn pay(&self, pay: &Pay) -> Result<(), Off> {
        let place = (pay.account.organization, pay.key.clone());
        let begun = Begun { pay: pay.clone(), id: None, taken: None };
        self.model.lock().unwrap().payments.insert(place.clone(), begun);
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..pay.copies).map(|_| scope.spawn(|| self.begin(pay))).collect();
            all.into_iter().try_for_each(|one| one.join().unwrap().map(drop))
        })?;
        // The same key for another amount is refused, or nobody heard.
        let known = self.model.lock().unwrap().payments.get(&place).is_some_and(|begun| begun.id.is_some());
        if known && pay.copies > 1 {
            let other = Pay { cents: pay.cents + 1, ..pay.clone() };
            if let Some(done) = self.send(&other)?.filter(|reply| reply.get("id").is_some()) {
                return Err(format!("key {} was used for {pay:?}, and then {other:?}: {done}", pay.key));
            }
        }
        Ok(())
    }

    /// Begins it once; the same key is the same payment.
    fn begin(&self, pay: &Pay) -> Result<(), Off> {
        let Some(payment) = self.send(pay)? else { return Ok(()) };
        let id = payment["id"].as_str().ok_or_else(|| format!("{pay:?}: {payment}"))?.to_owned();
        let place = (pay.account.organization, pay.key.clone());
        let known = {
            let mut model = self.model.lock().unwrap();
            let begun = model.payments.get_mut(&place).ok_or("a payment of nobody's")?;
            begun.id.get_or_insert_with(|| id.clone()).clone()
        };
        if known != id {
            return Err(format!("key {} began {known} and {id}", pay.key));
        }
        if let (Some(page), Some(choice)) = (payment["state"]["next"]["address"].as_str(), pay.choice) {
            self.sandbox.choose(page, choice);
        }
        Ok(())
    }

    fn send(&self, pay: &Pay) -> Result<Option<Value>, Off> {
        let value = format!("{}.{:02}", pay.cents / 100, pay.cents % 100);
        let body = json!({
            "key": pay.key, "account": pay.account.number, "channel": pay.channel,
            "amount": { "currency": "USD", "value": value },
        });
        match self.ask(pay.account.place(), ("POST", "/api/v1/payments"), Some(&body)) {
            Err(off) if off.contains("key_reused") => Ok(None),
            told => told,
        }
    }

    /// Waits until every payment is final and the sandbox agrees; what was never answered is begun again under its key.
    pub fn settle_payments(&self, post: &Post, time: &Time) -> Result<(), Off> {
        let begun = Instant::now();
        let mut given_up = false;
        loop {
            let open: Vec<Begun> = {
                let model = self.model.lock().unwrap();
                model.payments.values().filter(|begun| begun.taken.is_none()).cloned().collect()
            };
            let mut waiting = None;
            for one in open {
                if one.id.is_none() {
                    self.begin(&one.pay)?;
                }
                waiting = self.is_final(&one)?.or(waiting);
            }
            let Some(why) = waiting else { return Ok(()) };
            if begun.elapsed() > PATIENCE {
                return Err(why);
            }
            // What is told comes first; what is not is asked for; what customers left is given up.
            let given_up_now = begun.elapsed() > LEFT && !given_up;
            given_up |= given_up_now;
            if given_up_now {
                time.pass(GIVEN_UP_AFTER);
            } else if post.is_empty() {
                time.pass(BETWEEN_QUESTIONS);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Says why a payment is not final yet; notes what came of it when it is.
    fn is_final(&self, one: &Begun) -> Result<Option<Off>, Off> {
        let place = (one.pay.account.organization, one.pay.key.clone());
        let id = self.model.lock().unwrap().payments[&place].id.clone();
        let Some(id) = id else { return Ok(Some(format!("{:?} does not begin", one.pay))) };
        let target = format!("/api/v1/payments/{id}");
        let payment = self.ask(one.pay.account.place(), ("GET", &target), None)?.unwrap_or_default();
        let state = payment["state"]["is"].as_str().unwrap_or_default();
        if !FINAL.contains(&state) {
            return Ok(Some(format!("{id} ({:?}) is not final: {payment}", one.pay)));
        }
        let taken = self.sandbox.has_taken(&id).unwrap_or(false);
        if taken != (state == "succeeded") {
            // The sandbox may have taken it late: then the portal learns of it.
            return Ok(Some(format!("{id} is {state}, but the sandbox says taken = {taken}")));
        }
        let mut model = self.model.lock().unwrap();
        model.payments.entry(place).and_modify(|begun| begun.taken = Some(taken));
        Ok(None)
    }
}

/// What was taken is booked once, and nothing else.
pub fn booked(reader: &mut Reader, payments: &Payments) -> Result<(), Off> {
    let rows = reader.rows(["idempotency_key"], "audit_entry WHERE act = 'receive' ORDER BY idempotency_key");
    let there: Vec<&str> = rows.iter().filter_map(|[key]| key.rsplit('/').next()).collect();
    let mut wanted: Vec<&str> = payments
        .values()
        .filter(|begun| begun.taken == Some(true))
        .filter_map(|begun| begun.id.as_deref())
        .collect();
    wanted.sort_unstable();
    let mut sorted = there.clone();
    sorted.sort_unstable();
    if sorted == wanted { Ok(()) } else { Err(format!("booked are {sorted:?}, but taken are {wanted:?}")) }
}

/// What came into an account that way.
pub fn put_in(payments: &Payments, account: i64) -> i64 {
    let taken = payments.values().filter(|begun| begun.taken == Some(true));
    taken.filter(|begun| begun.pay.account.id == account).map(|begun| begun.pay.cents).sum()
}
