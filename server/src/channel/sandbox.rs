//! The built-in sandbox as a channel: a service of its own, spoken to over HTTP like any other.

use super::wire::{Authorize, Link, Linked, Linking, Notice, Refund, Refunding, Standing};
use super::{Answer, ChannelError, Client, Key, NotSigned, PaymentChannel, Signed};
use contract::api::Pairs;
use contract::id::{MethodId, PaymentId};
use contract::ledger::Channel;
use contract::payment::{Event, RefundEvent};
use hyper::{Method, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What the sandbox can be paid with.
const OFFERS: [Channel; 5] =
    [Channel::BankCard, Channel::Paypal, Channel::Alipay, Channel::OnlineBanking, Channel::BankTransfer];

/// The sandbox.
#[derive(Debug, Clone)]
pub struct SandboxChannel {
    client: Client,
    key: Key,
}

impl SandboxChannel {
    /// The sandbox at this address.
    pub fn new(address: super::Address, key: Key) -> Self {
        Self { client: Client::new(address, key.clone()), key }
    }

    /// Asks; none when there is no such thing.
    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<Option<T>, ChannelError> {
        let body = serde_json::to_vec(body).map_err(|error| ChannelError::Refused(error.to_string()))?;
        let reply = self.client.ask(method, path, body).await?;
        match reply.status {
            StatusCode::NOT_FOUND => Ok(None),
            status if status.is_success() => serde_json::from_slice(&reply.body)
                .map(Some)
                .map_err(|error| ChannelError::Unreachable(format!("its answer can't be read: {error}"))),
            status if status.is_server_error() => {
                Err(ChannelError::Unreachable(format!("it answers {status}")))
            }
            status => Err(ChannelError::Refused(format!("it answers {status}"))),
        }
    }

    async fn must<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &(impl Serialize + Sync),
    ) -> Result<T, ChannelError> {
        let found = self.ask(method, path, body).await?;
        found.ok_or_else(|| ChannelError::Refused("it knows nothing of it".to_owned()))
    }
}

impl PaymentChannel for SandboxChannel {
    fn name(&self) -> &'static str {
        "sandbox"
    }

    fn offers(&self) -> &[Channel] {
        &OFFERS
    }

    fn authorize<'a>(&'a self, intent: &'a Authorize) -> Answer<'a, Event> {
        Box::pin(async move {
            let standing: Standing = self.must(Method::POST, "/api/payments", intent).await?;
            Ok(standing.event)
        })
    }

    fn capture(&self, payment: PaymentId) -> Answer<'_, ()> {
        Box::pin(async move {
            let path = format!("/api/payments/{payment}/capture");
            self.must::<Standing>(Method::POST, &path, &()).await.map(drop)
        })
    }

    fn result(&self, payment: PaymentId) -> Answer<'_, Option<Event>> {
        Box::pin(async move {
            let standing: Option<Standing> =
                self.ask(Method::GET, &format!("/api/payments/{payment}"), &()).await?;
            Ok(standing.map(|standing| standing.event))
        })
    }

    fn refund<'a>(&'a self, refund: &'a Refund) -> Answer<'a, RefundEvent> {
        Box::pin(async move {
            let refunding: Refunding = self.must(Method::POST, "/api/refunds", refund).await?;
            Ok(refunding.refund)
        })
    }

    fn refunding<'a>(&'a self, key: &'a str) -> Answer<'a, Option<RefundEvent>> {
        Box::pin(async move {
            let mut pairs = Pairs::default();
            pairs.push("key", &key);
            let path = format!("/api/refunds?{}", pairs.encode());
            let refunding: Option<Refunding> = self.ask(Method::GET, &path, &()).await?;
            Ok(refunding.map(|refunding| refunding.refund))
        })
    }

    fn expire(&self, payment: PaymentId) -> Answer<'_, Event> {
        Box::pin(async move {
            let path = format!("/api/payments/{payment}/expire");
            // Whatever it never heard of can't be paid any more.
            let standing: Option<Standing> = self.ask(Method::POST, &path, &()).await?;
            Ok(standing.map_or(Event::Expire, |standing| standing.event))
        })
    }

    fn link<'a>(&'a self, link: &'a Link) -> Answer<'a, String> {
        Box::pin(async move {
            let linking: Linking = self.must(Method::POST, "/api/methods", link).await?;
            Ok(linking.page)
        })
    }

    fn linked(&self, method: MethodId) -> Answer<'_, Option<Linked>> {
        Box::pin(async move { self.ask(Method::GET, &format!("/api/methods/{method}"), &()).await })
    }

    fn read(&self, signed: &Signed<'_>, now_s: i64) -> Result<Notice, NotSigned> {
        self.key.verify(signed, now_s)?;
        serde_json::from_slice(signed.body).map_err(|_| NotSigned::Unreadable)
    }
}
