//! Payment channels: where money comes in. One trait, held against one contract test by every implementation.
//!
//! A channel is never believed when it answers a request to pay: only a signed message of its own, or its answer to the
//! question how the payment stands, says that money arrived. Keys are configuration, and never logged.

mod client;
mod sandbox;
mod signature;
pub mod wire;

pub use client::{Address, Client, send_to};
pub use sandbox::SandboxChannel;
pub use signature::{Key, NotSigned, SIGNATURE, Signed, TIMESTAMP, TOLERANCE_S};

use contract::id::{MethodId, PaymentId};
use contract::ledger::Channel;
use contract::payment::{Event, RefundEvent};
use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;
use wire::{Authorize, Link, Linked, Notice, Refund};

/// What a channel answers.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, ChannelError>> + Send + 'a>>;

/// Why a channel did not do it.
#[derive(Debug, thiserror::Error)]
pub enum ChannelError {
    /// No answer, or none that can be read: whether it did it is known only by asking.
    #[error("the channel does not answer: {0}")]
    Unreachable(String),
    /// It says no: it did not do it.
    #[error("the channel refuses: {0}")]
    Refused(String),
}

/// A way for money to come in. Everything is asked under the payment's id and may be asked again.
pub trait PaymentChannel: Debug + Send + Sync {
    /// Its name in the address of its webhook.
    fn name(&self) -> &'static str;

    /// What customers can pay with, in the order in which it is offered.
    fn offers(&self) -> &[Channel];

    /// Begins a payment. What it answers is how the payment stands, never that it is paid.
    fn authorize<'a>(&'a self, intent: &'a Authorize) -> Answer<'a, Event>;

    /// Takes the money that is held ready.
    fn capture(&self, payment: PaymentId) -> Answer<'_, ()>;

    /// How a payment stands; none when the channel never heard of it.
    fn result(&self, payment: PaymentId) -> Answer<'_, Option<Event>>;

    /// Gives so much back; under the same key only once. More than what is left is refused. Whether it was given back
    /// may be known only later.
    fn refund<'a>(&'a self, refund: &'a Refund) -> Answer<'a, RefundEvent>;

    /// How giving back under a key stands; none when the channel never heard of it.
    fn refunding<'a>(&'a self, key: &'a str) -> Answer<'a, Option<RefundEvent>>;

    /// Gives a payment up, and what is held ready for it; then tells how it stands. What is paid stays paid.
    fn expire(&self, payment: PaymentId) -> Answer<'_, Event>;

    /// Begins linking a payment method; gives the page where the customer goes on.
    fn link<'a>(&'a self, link: &'a Link) -> Answer<'a, String>;

    /// What was linked; none as long as the customer has not done their part.
    fn linked(&self, method: MethodId) -> Answer<'_, Option<Linked>>;

    /// Reads a message that says it comes from the channel, at a time in seconds.
    ///
    /// # Errors
    /// It does not come from there, or is too old.
    fn read(&self, signed: &Signed<'_>, now_s: i64) -> Result<Notice, NotSigned>;
}

/// The channels that the server was started with.
#[derive(Debug, Clone, Default)]
pub struct Channels(Vec<Arc<dyn PaymentChannel>>);

impl Channels {
    /// One channel.
    pub fn one(channel: impl PaymentChannel + 'static) -> Self {
        Self(vec![Arc::new(channel)])
    }

    /// What customers can pay with.
    pub fn offers(&self) -> Vec<Channel> {
        self.0.iter().flat_map(|channel| channel.offers().iter().copied()).collect()
    }

    /// Whoever takes payments of this kind.
    pub fn of(&self, kind: Channel) -> Option<&Arc<dyn PaymentChannel>> {
        self.0.iter().find(|channel| channel.offers().contains(&kind))
    }

    /// The channel of a webhook's address.
    pub fn named(&self, name: &str) -> Option<&Arc<dyn PaymentChannel>> {
        self.0.iter().find(|channel| channel.name() == name)
    }
}
