//! What the portal charged by itself (A4), against what the sandbox says that it took.

use super::number;
use crate::base::Reader;
use crate::model::Off;
use crate::sandbox::Sandbox;
use contract::id::PaymentId;

/// A charge that was taken.
#[derive(Debug, Clone)]
pub struct Charged {
    pub id: String,
    pub account: i64,
    pub cents: i64,
}

/// Every charge that is final is what the sandbox says; gives those that were taken. No charge is taken twice.
pub fn look(reader: &mut Reader, sandbox: &Sandbox) -> Result<Vec<Charged>, Off> {
    let columns = ["id", "account_id", "amount", "state", "cycle", "crossing"];
    let rows = reader.rows(columns, "payment WHERE purpose = 'charge' AND is_final ORDER BY id");
    let mut taken: Vec<Charged> = Vec::new();
    let mut places = std::collections::BTreeSet::new();
    for [id, account, cents, state, cycle, crossing] in rows {
        let id = PaymentId::new(number(&id)).to_string();
        let succeeded = ["\"succeeded\"", "\"refunded\""].iter().any(|word| state.contains(word));
        let says = sandbox.has_taken(&id).unwrap_or(false);
        if succeeded != says {
            return Err(format!("charge {id} is {state}, but the sandbox says taken = {says}"));
        }
        if !succeeded {
            continue;
        }
        // What came late is cash; the charge was tried again.
        if state.contains("\"late\":false")
            && !places.insert((account.clone(), cycle.clone(), crossing.clone()))
        {
            return Err(format!("charge {crossing} of account {account}, cycle {cycle}, was taken twice"));
        }
        taken.push(Charged { id, account: number(&account), cents: number(&cents) });
    }
    Ok(taken)
}
