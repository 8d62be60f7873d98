//! Money that somebody transfers at the bank: announced over HTTP, told by the bank in a signed message, once or several
//! times at once, and again until it was heard. What arrived is what the account gets, once.

use crate::PATIENCE;
use crate::begun::Pay;
use crate::client::Shared;
use crate::model::{Model, Off};
use crate::sandbox::KEY;
use crate::wire;
use serde_json::json;
use server::channel::{Key, SIGNATURE, TIMESTAMP};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

/// A transfer that is to be made.
#[derive(Debug, Clone)]
pub struct Transfer {
    /// What is announced.
    pub pay: Pay,
    /// What arrives.
    pub cents: i64,
    /// It is told so often, at once.
    pub copies: u64,
}

impl Shared {
    /// Announces a transfer; the bank tells that it arrived.
    pub fn transfer(&self, transfer: &Transfer) -> Result<(), Off> {
        self.model.lock().unwrap().transfers.push((transfer.clone(), false));
        self.begin(&transfer.pay)?;
        scope(|scope| {
            let all: Vec<_> = (0..transfer.copies).map(|_| scope.spawn(|| self.arrive(transfer))).collect();
            all.into_iter().try_for_each(|one| one.join().unwrap())
        })
    }

    /// The bank tells until it is heard.
    pub fn settle_transfers(&self) -> Result<(), Off> {
        let begun = Instant::now();
        loop {
            let left = self.model.lock().unwrap().transfers.clone();
            let left: Vec<_> = left.into_iter().filter(|(_, heard)| !heard).collect();
            let Some((first, _)) = left.first() else { return Ok(()) };
            if begun.elapsed() > PATIENCE {
                return Err(format!("nobody hears of {first:?}"));
            }
            for (transfer, _) in &left {
                self.begin(&transfer.pay)?;
                self.arrive(transfer)?;
            }
            sleep(Duration::from_millis(20));
        }
    }

    /// The bank tells once. Nothing to tell while nobody knows the reference.
    fn arrive(&self, transfer: &Transfer) -> Result<(), Off> {
        let pay = &transfer.pay;
        let place = (pay.account.organization, pay.key.clone());
        let served = self.model.lock().unwrap().payments.get(&place).and_then(|begun| begun.served.clone());
        let Some((id, _)) = served else { return Ok(()) };
        let value = format!("{}.{:02}", transfer.cents / 100, transfer.cents % 100);
        let notice = json!({
            "notice": "arrived", "arrival": format!("arr-{}", pay.key), "payer": "history",
            "reference": id.to_uppercase(), "money": { "currency": "USD", "value": value },
        });
        let at = self.time.now().timestamp().to_string();
        let signature = KEY.parse::<Key>().unwrap().sign(&at, notice.to_string().as_bytes());
        let signed = [(TIMESTAMP, at.as_str()), (SIGNATURE, signature.as_str())];
        let address = self.portal().address;
        let told = wire::call(address, ("POST", "/webhooks/sandbox"), &signed, Some(&notice));
        self.note(&format!("{notice} -> {:?}", told.as_ref().map(|reply| reply.status)));
        match told {
            Ok(reply) if reply.is_done() => {
                let mut model = self.model.lock().unwrap();
                let own = model.transfers.iter_mut().find(|(known, _)| known.pay.key == pay.key);
                own.into_iter().for_each(|(_, heard)| *heard = true);
                Ok(())
            }
            // The clock jumped meanwhile: it is signed anew.
            Ok(reply) if reply.status == 401 => Ok(()),
            Ok(reply) if reply.status < 500 => Err(format!("{notice}: {} {}", reply.status, reply.body)),
            other => self.failed(&format!("{notice}: {other:?}")).map(|_: Option<()>| ()),
        }
    }
}

impl Model {
    /// What arrived, where it is less than was announced under this key.
    pub fn in_part(&self, key: &str) -> Option<i64> {
        let (own, heard) = self.transfers.iter().find(|(known, _)| known.pay.key == key)?;
        (*heard && own.cents < own.pay.cents).then_some(own.cents)
    }
}

/// What arrived at an account that way.
pub fn put_in(model: &Model, account: i64) -> i64 {
    let heard = model.transfers.iter().filter(|(_, heard)| *heard);
    heard.filter(|(transfer, _)| transfer.pay.account.id == account).map(|(transfer, _)| transfer.cents).sum()
}
