//! What is known of a payment's key: what was asked under it, which of that is served, and what came of it.

use crate::model::Off;
use crate::world::Account;
use serde_json::Value;
use std::collections::BTreeMap;

/// A payment that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// What a request to begin one was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// This payment, over so many cents.
    Served { id: String, cents: i64 },
    /// The key stands for another payment.
    Reused,
    /// Nobody knows.
    Nothing,
}

/// What is known of a key.
#[derive(Debug, Clone, Default)]
pub struct Begun {
    /// What was asked under it, in the order of the first sending. Only the amounts differ.
    pub pays: Vec<Pay>,
    /// Which payment it stands for and over what, once somebody was told.
    pub served: Option<(String, i64)>,
    /// What came of it, once it is final.
    pub taken: Option<bool>,
}

/// Payments by organization and key.
pub type Payments = BTreeMap<(i64, String), Begun>;

impl Told {
    /// Of an answer that holds a payment.
    pub fn payment(payment: &Value) -> Option<Self> {
        let id = payment["id"].as_str()?.to_owned();
        Some(Self::Served { id, cents: crate::model::minor(&payment["money"]) })
    }
}

impl Begun {
    pub fn asks(&mut self, pay: &Pay) {
        if !self.pays.contains(pay) {
            self.pays.push(pay.clone());
        }
    }

    /// Takes an answer in; says what is wrong with it. Of several amounts that were asked under the key any may be the one
    /// that is served, also one whose answer was lost; from the first answer on it is always the same.
    pub fn hears(&mut self, pay: &Pay, told: &Told) -> Result<(), Off> {
        match (told, &self.served) {
            (Told::Nothing, _) => Ok(()),
            (Told::Served { cents, .. }, _) if *cents != pay.cents => {
                Err(format!("key {}: {} was asked, and {told:?} was served", pay.key, pay.cents))
            }
            (Told::Served { id, cents }, None) => {
                self.served = Some((id.clone(), *cents));
                Ok(())
            }
            (Told::Served { id, cents }, Some((first, of))) if (id, cents) == (first, of) => Ok(()),
            (Told::Served { .. }, Some(first)) => {
                Err(format!("key {} served {first:?}, and then {told:?}", pay.key))
            }
            (Told::Reused, Some((_, cents))) if *cents == pay.cents => {
                Err(format!("key {} serves {cents} cents, and is refused for them", pay.key))
            }
            (Told::Reused, Some(_)) => Ok(()),
            (Told::Reused, None) if self.pays.iter().any(|other| other.cents != pay.cents) => Ok(()),
            (Told::Reused, None) => Err(format!("key {} is refused, but was used for nothing else", pay.key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pay(cents: i64) -> Pay {
        let account = Account { organization: 1, id: 1, number: "acc-1-USD".to_owned(), credit: true };
        Pay { account, key: "key".to_owned(), cents, channel: "bank_card", choice: None, copies: 2 }
    }

    fn served(id: &str, cents: i64) -> Told {
        Told::Served { id: id.to_owned(), cents }
    }

    /// Asks one after the other, and gives the first thing that is wrong.
    fn off(asked: &[(i64, Told)]) -> Option<Off> {
        let mut begun = Begun::default();
        asked.iter().for_each(|(cents, _)| begun.asks(&pay(*cents)));
        asked.iter().find_map(|(cents, told)| begun.hears(&pay(*cents), told).err())
    }

    #[test]
    fn e6_a_key_may_serve_another_amount_when_the_first_was_not_heard_of() {
        assert_eq!(off(&[(100, Told::Nothing), (101, served("a", 101)), (101, served("a", 101))]), None);
        assert_eq!(off(&[(100, Told::Nothing), (101, served("a", 101)), (100, Told::Reused)]), None);
        assert_eq!(off(&[(100, Told::Nothing), (101, Told::Reused), (100, served("a", 100))]), None);
    }

    #[test]
    fn e6_a_key_serves_one_payment() {
        for asked in [
            [(100, served("a", 100)), (100, served("b", 100))],
            [(100, served("a", 100)), (101, served("a", 101))],
            [(100, served("a", 100)), (101, served("b", 101))],
            [(100, served("a", 100)), (101, served("a", 100))],
            [(100, served("a", 100)), (100, Told::Reused)],
            [(100, Told::Reused), (100, served("a", 100))],
        ] {
            assert!(off(&asked).is_some(), "{asked:?}");
        }
    }
}
