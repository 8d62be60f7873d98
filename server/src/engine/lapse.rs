//! What is left of coupons and stored value cards lapses when they have expired (A6).

use super::settlement::through;
use super::write::{Act, Actor, Command};
use super::{Engine, Failure};
use crate::store::operators;
use contract::cycle::Cycle;
use contract::settle::expires_on;

impl Engine {
    /// Lets lapse what has expired, through the door; gives how many coupons and cards, and what failed. Doing it twice is
    /// normal: what is over stays so.
    pub async fn lapse(&self) -> Result<(u64, u64), Failure> {
        let today = self.today();
        let Ok(month) = Cycle::of(today) else { return Ok((0, 0)) };
        let expired = operators::expired(&self.db, today, month).await?;
        let expired =
            expired.into_iter().filter(|(.., last)| last.is_none_or(|last| expires_on(last) <= today));
        let commands = expired.map(|(organization, account, book, _)| Command {
            organization,
            account,
            actor: Actor::Job("lapse"),
            key: format!("lapse/{book}"),
            act: Act::Lapse { book },
        });
        let done = through(&self.door, commands).await;
        Ok((done.done, done.failed.len() as u64))
    }
}
