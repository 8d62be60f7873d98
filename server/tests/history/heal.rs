//! After a fault: everything is well again, and what nobody knows of is asked for again, until it is known.

use crate::PATIENCE;
use crate::history::{History, Pending, bring_in};
use crate::model::Off;
use crate::portal::Answer;
use chrono::TimeDelta;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long the portal leaves alone what failed, or what another process did, at most.
pub const AFTER_FAILURE: TimeDelta = TimeDelta::minutes(61);
const A_MOMENT: Duration = Duration::from_millis(5);

impl History<'_> {
    /// Waits until everything is known.
    pub fn heal(&mut self, pending: Vec<Pending>) -> Result<(), Off> {
        self.shared.model.lock().unwrap().faulty = false;
        self.shared.time.pass(AFTER_FAILURE);
        let begun = Instant::now();
        while !self.shared.portals().iter().all(|portal| portal.is_well()) {
            if begun.elapsed() > PATIENCE {
                return Err("the server is not well after the fault was gone".to_owned());
            }
            sleep(A_MOMENT);
        }
        self.deliver(pending)?;
        self.shared.time.pass(AFTER_FAILURE);
        let unknown = self.shared.model.lock().unwrap().unknown();
        unknown.iter().try_for_each(|key| self.ask_again(key))?;
        self.shared.settle_transfers()?;
        self.shared.settle_payments(&self.post, &self.shared.time)
    }

    /// What was delivered, and not acknowledged, is delivered again.
    fn deliver(&self, mut pending: Vec<Pending>) -> Result<(), Off> {
        let begun = Instant::now();
        while let Some(first) = pending.first() {
            if begun.elapsed() > PATIENCE {
                return Err(format!("a delivery does not come in: {first:?}"));
            }
            pending = bring_in(&self.shared, &self.program, &self.site.place.path, pending)?;
        }
        Ok(())
    }

    /// Everything that was asked under a key is asked again: it was the first that was done, or another one under the same
    /// key, or none for which a rule says no.
    fn ask_again(&self, key: &(i64, String)) -> Result<(), Off> {
        let asked = self.shared.model.lock().unwrap().keys[key].clone();
        let begun = Instant::now();
        for wish in &asked.wishes {
            while let Answer::Unknown(why) = self.shared.write(wish)? {
                if begun.elapsed() > PATIENCE {
                    return Err(format!(
                        "{asked:?} is asked for again, and nobody says what became of it: {why}"
                    ));
                }
            }
        }
        Ok(())
    }
}
