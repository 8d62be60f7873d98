//! What a history knows: what was asked, what was acknowledged, and nothing of how it is done.

use crate::acts::{gives, is_refused, may_be_refused};
use crate::begun::Payments;
use crate::paying;
use crate::portal::{Answer, Wish};
use crate::transfer::{self, Transfer};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A sentence that says what is off.
pub type Off = String;

/// Everything that was asked under a key.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Different commands, in the order of their first sending.
    pub wishes: Vec<Wish>,
    /// Which of them was done, and what came of it.
    pub done: Option<(Wish, Value)>,
    /// A command that may be done was sent, and nobody knows what became of it.
    pub unknown: bool,
}

/// What was brought in of a billing account's cycle: minor units by account number.
pub type Delivered = BTreeMap<String, i64>;

#[derive(Debug, Default)]
pub struct Model {
    /// By organization and key.
    pub keys: BTreeMap<(i64, String), Asked>,
    /// The newest delivery that came in, by organization, billing account and cycle.
    pub delivered: BTreeMap<(i64, String, i64), Delivered>,
    /// What people may be called, by their email address: more than one where an answer was lost.
    pub names: BTreeMap<String, BTreeSet<String>>,
    /// How a switch of an account may stand, by its id and the switch: likewise. What it is at first when it was never turned.
    pub switches: BTreeMap<(i64, &'static str), BTreeSet<bool>>,
    /// What was paid through the sandbox.
    pub payments: Payments,
    /// What was transferred at the bank, and whether the portal has said that it heard of it.
    pub transfers: Vec<(Transfer, bool)>,
    /// Payments of which somebody took money back at their bank: of which account, and how much at most.
    pub disputed: BTreeMap<String, (i64, i64)>,
    /// How many transfers without a reference were made at the bank.
    pub strays: u64,
    /// Transfers that were nobody's when the round began.
    pub waiting: Vec<String>,
    /// Why it may be that nobody knows: a fault is, or was, about.
    pub faulty: bool,
}

impl Model {
    pub fn asks(&mut self, wish: &Wish) {
        let asked = self.keys.entry((wish.organization, wish.key.clone())).or_default();
        if !asked.wishes.contains(wish) {
            asked.wishes.push(wish.clone());
        }
    }

    /// Takes an answer in; says what is wrong with it.
    pub fn hears(&mut self, wish: &Wish, answer: &Answer) -> Result<(), Off> {
        let asked = self.keys.entry((wish.organization, wish.key.clone())).or_default();
        match answer {
            Answer::Done(_) if is_refused(wish) => Err(format!("{wish:?} was done: {answer:?}")),
            Answer::Done(outcome) => match &asked.done {
                None => {
                    asked.done = Some((wish.clone(), outcome.clone()));
                    Ok(())
                }
                Some((first, same)) if first == wish && same == outcome => Ok(()),
                Some(other) => {
                    Err(format!("key {}: {other:?} was done, and then {wish:?}: {outcome}", wish.key))
                }
            },
            Answer::Refused(_) if is_refused(wish) => Ok(()),
            Answer::Refused(_) if asked.done.as_ref().is_some_and(|(done, _)| done != wish) => Ok(()),
            // Of several that are under way another one may have been done, unheard of.
            Answer::Refused(why) if why.contains("something else") && asked.wishes.len() > 1 => Ok(()),
            // Whoever asks again under a key is told what was done; who is refused then, was never served.
            Answer::Refused(why) if asked.done.is_none() && may_be_refused(wish, why) => Ok(()),
            Answer::Refused(why) => Err(format!("{wish:?} was refused: {why}")),
            Answer::Unknown(_) => {
                asked.unknown |= !is_refused(wish);
                Ok(())
            }
        }
    }

    /// What nobody knows of: to be asked again under the same key.
    pub fn unknown(&self) -> Vec<(i64, String)> {
        let open = self.keys.iter().filter(|(_, asked)| asked.unknown && asked.done.is_none());
        open.map(|(key, _)| key.clone()).collect()
    }

    /// What was taken back at the bank from an account, at most: so far its cash may stand below nothing.
    pub fn taken_back(&self, account: i64) -> i64 {
        self.disputed.values().filter(|(of, _)| *of == account).map(|(_, cents)| cents).sum()
    }

    /// A payment that somebody was told of and that is not made by transfer, with its account.
    pub fn payment(&self, pick: u64) -> Option<(String, crate::world::Account)> {
        let own = self.payments.values().filter_map(|begun| {
            let pay = begun.pays.first().filter(|pay| pay.channel != "bank_transfer")?;
            Some((begun.served.as_ref()?.0.clone(), pay.account.clone()))
        });
        let own: Vec<_> = own.collect();
        let place = usize::try_from(pick).ok()?.checked_rem(own.len())?;
        own.get(place).cloned()
    }

    /// What was put into an account, in minor units: all that it may have spent.
    pub fn put_in(&self, account: i64) -> i64 {
        let done = self.keys.values().filter_map(|asked| asked.done.as_ref());
        let done = done.filter(|(wish, _)| wish.account == account);
        let given: i64 = done.map(|(wish, outcome)| gives(wish, outcome)).sum();
        given + paying::put_in(&self.payments, account) + transfer::put_in(self, account)
    }
}

/// `{"currency":"USD","value":"12.30"}` in cents.
pub fn minor(money: &Value) -> i64 {
    let text: String = money["value"].as_str().unwrap_or_default().chars().filter(|c| *c != '.').collect();
    text.parse().unwrap_or(0)
}
