//! Payments through the sandbox: begun over HTTP, decided by customers, told by the post. What the sandbox has taken is
//! what the account gets, once.

use crate::PATIENCE;
use crate::base::Reader;
use crate::begun::{Begun, Pay, Payments, Told};
use crate::check::Charged;
use crate::client::Shared;
use crate::model::{Model, Off, minor};
use crate::post::Post;
use crate::time::Time;
use chrono::TimeDelta;
use serde_json::json;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// The portal asks for a payment again after so long, at most.
const BETWEEN_QUESTIONS: TimeDelta = TimeDelta::minutes(6);
/// A payment whose customer does nothing is given up after so long; here we wait less than that.
const GIVEN_UP_AFTER: TimeDelta = TimeDelta::hours(25);
const LEFT: Duration = Duration::from_millis(700);
const FINAL: [&str; 6] = ["succeeded", "declined", "expired", "canceled", "refunded", "other_amount"];

impl Shared {
    /// Begins a payment, perhaps several times at once, some of them over another amount; and goes on at the sandbox's page.
    pub fn pay(&self, pay: &Pay) -> Result<(), Off> {
        let other = Pay { cents: pay.cents + 1, ..pay.clone() };
        std::thread::scope(|scope| {
            let rivals = pay.copies / 3;
            let all = (0..pay.copies).map(|copy| if copy < rivals { &other } else { pay });
            let all: Vec<_> = all.map(|one| scope.spawn(|| self.begin(one))).collect();
            all.into_iter().try_for_each(|one| one.join().unwrap())
        })?;
        if pay.copies > 1 {
            self.begin(&other)?;
        }
        Ok(())
    }

    /// Begins it once, takes in what the answer says, and goes on at the sandbox's page.
    pub fn begin(&self, pay: &Pay) -> Result<(), Off> {
        let place = (pay.account.organization, pay.key.clone());
        self.model.lock().unwrap().payments.entry(place.clone()).or_default().asks(pay);
        let value = format!("{}.{:02}", pay.cents / 100, pay.cents % 100);
        let body = json!({
            "key": pay.key, "account": pay.account.number, "channel": pay.channel,
            "amount": { "currency": "USD", "value": value },
        });
        let answer = match self.ask(pay.account.place(), ("POST", "/api/v1/payments"), Some(&body)) {
            Err(off) if off.contains("key_reused") => Err(Told::Reused),
            told => told?.ok_or(Told::Nothing),
        };
        let told = match &answer {
            Ok(payment) => Told::payment(payment).ok_or_else(|| format!("{pay:?}: {payment}"))?,
            Err(told) => told.clone(),
        };
        self.note(&format!("{pay:?} -> {told:?}"));
        self.model.lock().unwrap().payments.entry(place).or_default().hears(pay, &told)?;
        let next = answer.unwrap_or_default()["state"]["next"].take();
        if let (Some(page), Some(choice)) = (next["address"].as_str(), pay.choice) {
            self.sandbox.choose(page, choice);
        }
        Ok(())
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
                if one.served.is_none() {
                    one.pays.iter().try_for_each(|pay| self.begin(pay))?;
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
        let Some(pay) = one.pays.first() else { return Ok(None) };
        let place = (pay.account.organization, pay.key.clone());
        let served = self.model.lock().unwrap().payments[&place].served.clone();
        let Some((id, _)) = served else { return Ok(Some(format!("{pay:?} does not begin"))) };
        let target = format!("/api/v1/payments/{id}");
        let payment = self.ask(pay.account.place(), ("GET", &target), None)?.unwrap_or_default();
        let state = payment["state"]["is"].as_str().unwrap_or_default();
        let in_part = self.model.lock().unwrap().in_part(&pay.key);
        if let Some(cents) = in_part {
            // The rest never comes: it ends when its time is over, and not before.
            if state == "succeeded" || minor(&payment["arrived"]) != cents {
                return Ok(Some(format!("{id} ({pay:?}) of which {cents} arrived: {payment}")));
            }
            self.model.lock().unwrap().payments.entry(place).and_modify(|begun| begun.taken = Some(false));
            return Ok(None);
        }
        if !FINAL.contains(&state) {
            return Ok(Some(format!("{id} ({pay:?}) is not final: {payment}")));
        }
        let succeeded = ["succeeded", "refunded"].contains(&state);
        // A transfer is told by the bank alone.
        let taken = pay.channel == "bank_transfer" || self.sandbox.has_taken(&id).unwrap_or(false);
        // Another amount is taken, and is nobody's.
        let short = taken && pay.choice == Some("short");
        if short != (state == "other_amount") {
            return Ok(Some(format!("{id} ({pay:?}) is {state}, but another amount was taken: {short}")));
        }
        let taken = taken && !short;
        if taken != succeeded {
            // The sandbox may have taken it late: then the portal learns of it.
            return Ok(Some(format!("{id} ({pay:?}) is {state}, but the sandbox says taken = {taken}")));
        }
        let mut model = self.model.lock().unwrap();
        model.payments.entry(place).and_modify(|begun| begun.taken = Some(taken));
        Ok(None)
    }
}

/// Ids of the payments that brought money by themselves: those of transfers do not.
fn taken(payments: &Payments) -> impl Iterator<Item = (&Pay, &str, i64)> {
    let taken = payments.values().filter(|begun| begun.taken == Some(true));
    let own = taken.filter_map(|begun| {
        let (id, cents) = begun.served.as_ref()?;
        Some((begun.pays.first()?, id.as_str(), *cents))
    });
    own.filter(|(pay, ..)| pay.channel != "bank_transfer")
}

/// What was taken is booked once, and nothing else: what customers paid, and what was charged by itself.
pub fn booked(reader: &mut Reader, (model, charged): (&Model, &[Charged])) -> Result<(), Off> {
    let rows = reader.rows(["idempotency_key"], "audit_entry WHERE act = 'receive' ORDER BY idempotency_key");
    let mut there = BTreeSet::new();
    for [key] in &rows {
        let id = key.rsplit('/').next().unwrap_or_default();
        if !there.insert(id) {
            return Err(format!("{id} is booked twice"));
        }
    }
    let wanted = taken(&model.payments).map(|(_, id, _)| id);
    let wanted: BTreeSet<&str> = wanted.chain(charged.iter().map(|charged| charged.id.as_str())).collect();
    match there.symmetric_difference(&wanted).next() {
        None => Ok(()),
        Some(id) if there.contains(id) => Err(format!("{id} is booked, but the sandbox has not taken it")),
        Some(id) => Err(format!("{id} is taken, but not booked")),
    }
}

/// What came into an account that way.
pub fn put_in(payments: &Payments, account: i64) -> i64 {
    taken(payments).filter(|(pay, ..)| pay.account.id == account).map(|(.., cents)| cents).sum()
}
