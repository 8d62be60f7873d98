//! What goes back, and what belongs to nobody: money that operators send back through its channel, money that is taken back at
//! a bank, transfers without a reference that are assigned or sent back; and the method that is charged by default.

use crate::acts;
use crate::base::Reader;
use crate::client::Shared;
use crate::model::Off;
use crate::portal::Wish;
use crate::world::Account;
use serde_json::{Value, json};

/// What transfers without a reference are paid by.
pub const PAYER: &str = "stray";

/// Transfers that are nobody's and may be decided about.
pub fn waiting(reader: &mut Reader) -> Vec<String> {
    let from = "arrival WHERE owner_id = 0 AND NOT is_returned ORDER BY id";
    reader.rows(["id"], from).into_iter().map(|[id]| id).collect()
}

/// The platform's own account.
pub fn platform(reader: &mut Reader) -> i64 {
    let rows = reader.rows(["id"], "account WHERE organization_id = 0");
    rows.first().map(|[id]| id.parse().unwrap()).expect("the platform has an account")
}

impl Shared {
    /// An operator sends money of a payment back, whether or not it is paid, spent, or sent back already.
    pub fn send_back(&self, (pick, cents): (u64, u64), key: &str, copies: u64) -> Result<(), Off> {
        let Some((payment, account)) = self.model.lock().unwrap().payment(pick) else { return Ok(()) };
        let act = acts::send_back(&payment, cents);
        let wish = Wish { organization: account.organization, account: account.id, key: key.to_owned(), act };
        self.write_at_once(&wish, copies)
    }

    /// Somebody takes money of a payment back. The bank says no when there is less.
    pub fn dispute(&self, pick: u64, cents: i64) -> Result<(), Off> {
        let Some((payment, account)) = self.model.lock().unwrap().payment(pick) else { return Ok(()) };
        // Before it is done: the portal may hear of it before we do.
        let add = |cents: i64| {
            let mut model = self.model.lock().unwrap();
            model.disputed.entry(payment.clone()).or_insert((account.id, 0)).1 += cents;
        };
        add(cents);
        let status = self.sandbox.dispute(&payment, cents);
        self.note(&format!("{cents} cents of {payment} are taken back -> {status:?}"));
        match status {
            Some(200) | None => Ok(()),
            Some(422) => {
                add(-cents);
                Ok(())
            }
            Some(other) => Err(format!("taking {cents} cents of {payment} back: {other}")),
        }
    }

    /// Somebody transfers money and writes nothing on it.
    pub fn stray(&self, key: &str, cents: i64) -> Result<(), Off> {
        match self.sandbox.transfer(&format!("{PAYER} {key}"), cents) {
            Some(200) => {
                self.model.lock().unwrap().strays += 1;
                Ok(())
            }
            other => Err(format!("a transfer of {cents} cents: {other:?}")),
        }
    }

    /// An operator decides about a transfer that was nobody's when the round began; others decide otherwise.
    pub fn decide(
        &self,
        pick: u64,
        key: &str,
        (account, back): (&Account, bool),
        copies: u64,
    ) -> Result<(), Off> {
        let waiting = self.model.lock().unwrap().waiting.clone();
        let place = usize::try_from(pick).unwrap_or(0).checked_rem(waiting.len());
        let Some(arrival) = place.and_then(|place| waiting.get(place)) else { return Ok(()) };
        let wish = if back {
            Wish { organization: 0, account: self.platform, key: key.to_owned(), act: acts::give_up(arrival) }
        } else {
            let (organization, account) = (account.organization, account.id);
            Wish { organization, account, key: key.to_owned(), act: acts::assign(arrival) }
        };
        self.write_at_once(&wish, copies)
    }

    /// Another method of an account is charged by default.
    pub fn prefer(&self, account: &Account, pick: u64) -> Result<(), Off> {
        let listed = self.ask(account.place(), ("GET", "/api/v1/payment-methods"), None)?;
        let Some(methods) = listed else { return Ok(()) };
        let methods = methods["items"].as_array().into_iter().flatten();
        let own = |method: &&Value| method["account"]["number"] == account.number.as_str();
        let methods: Vec<&Value> = methods.filter(own).collect();
        let place = usize::try_from(pick).unwrap_or(0).checked_rem(methods.len());
        let Some(id) = place.and_then(|place| methods.get(place)?["id"].as_str()) else { return Ok(()) };
        let target = format!("/api/v1/payment-methods/{id}");
        self.ask(account.place(), ("PATCH", &target), Some(&json!({ "default": true }))).map(drop)
    }
}
