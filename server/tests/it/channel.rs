//! What every payment channel has to keep. Another implementation is held against the same function.

use crate::client::Call;
use crate::world::{Base, KEY, World};
use contract::id::{MethodId, PaymentId};
use contract::ledger::Channel;
use contract::locale::Locale;
use contract::money::{Currency, Money};
use contract::payment::{CustomerStep, DeclineReason, Event, RefundEvent, RefundFailure};
use server::channel::wire::{Authorize, Link, Notice, Refund, RefundOf};
use server::channel::{ChannelError, NotSigned, PaymentChannel, SandboxChannel, Signed};
use std::time::Duration;

/// A channel, and someone who does at its pages what a customer would.
struct Bench<'a> {
    channel: &'a dyn PaymentChannel,
    world: &'a World,
    next: std::cell::Cell<i64>,
}

impl Bench<'_> {
    fn intent(&self, capture: bool) -> Authorize {
        self.next.set(self.next.get() + 1);
        Authorize {
            payment: PaymentId::new(self.next.get()),
            channel: Channel::BankCard,
            money: Money::new(10_000, Currency::USD),
            token: None,
            capture,
            return_to: format!("http://{}/funding/top-up", self.world.address),
            locale: Locale::En,
            expires_at_s: i64::MAX,
        }
    }

    async fn begin(&self, intent: &Authorize) -> String {
        match self.channel.authorize(intent).await.unwrap() {
            Event::Await { next: CustomerStep::Page { address } } => address,
            other => panic!("no page: {other:?}"),
        }
    }

    /// How giving back under a key ended.
    async fn refunded(&self, key: &str) -> RefundEvent {
        for _ in 0..300 {
            match self.channel.refunding(key).await.unwrap() {
                Some(RefundEvent::Process) => tokio::time::sleep(Duration::from_millis(10)).await,
                Some(ended) => return ended,
                None => panic!("{key} was never heard of"),
            }
        }
        panic!("{key} never ends");
    }

    async fn until(&self, payment: PaymentId, event: &Event) {
        for _ in 0..300 {
            if self.channel.result(payment).await.unwrap().as_ref() == Some(event) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("never {event:?}");
    }
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn refused<T: std::fmt::Debug>(answer: Result<T, ChannelError>) {
    assert!(matches!(answer, Err(ChannelError::Refused(_))), "{answer:?}");
}

/// The contract.
async fn keeps_the_contract(bench: &Bench<'_>) {
    let channel = bench.channel;
    // The same payment again is the same payment; another amount under its id is refused.
    let intent = bench.intent(true);
    let page = bench.begin(&intent).await;
    assert_eq!(bench.begin(&intent).await, page);
    refused(channel.authorize(&Authorize { money: usd(1), ..intent.clone() }).await);
    refused(channel.authorize(&Authorize { money: usd(0), ..bench.intent(true) }).await);
    assert!(matches!(channel.result(intent.payment).await.unwrap(), Some(Event::Await { .. })));

    // What the customer approves is paid; nothing can be given up any more, and only what was paid is given back.
    let back = |money, key: &str| Refund {
        of: RefundOf::Payment { payment: intent.payment },
        money,
        key: key.to_owned(),
    };
    refused(channel.refund(&back(usd(1), "early")).await);
    bench.world.pick(&page, "approve").await;
    bench.until(intent.payment, &Event::Succeed { paid: usd(10_000) }).await;
    assert_eq!(channel.expire(intent.payment).await.unwrap(), Event::Succeed { paid: usd(10_000) });
    channel.refund(&back(usd(4_000), "one")).await.unwrap();
    channel.refund(&back(usd(4_000), "one")).await.unwrap();
    refused(channel.refund(&back(usd(4_001), "one")).await);
    assert_eq!(bench.refunded("one").await, RefundEvent::Succeed);
    bench.until(intent.payment, &Event::Refund { paid: usd(10_000), refunded: usd(4_000) }).await;
    refused(channel.refund(&back(usd(6_001), "two")).await);
    refused(channel.refund(&back(Money::new(1, Currency::EUR), "three")).await);
    refused(channel.refund(&back(usd(0), "three")).await);
    channel.refund(&back(usd(6_000), "four")).await.unwrap();
    assert_eq!(bench.refunded("four").await, RefundEvent::Succeed);
    assert_eq!(channel.refunding("two").await.unwrap(), None, "what was refused never began");
    bench.until(intent.payment, &Event::Refund { paid: usd(10_000), refunded: usd(10_000) }).await;

    refunds_that_fail(bench).await;

    // What is held ready is taken once, or let go.
    let (taken, let_go) = (bench.intent(false), bench.intent(false));
    for intent in [&taken, &let_go] {
        refused(channel.capture(intent.payment).await);
        let page = bench.begin(intent).await;
        refused(channel.capture(intent.payment).await);
        bench.world.pick(&page, "approve").await;
        bench.until(intent.payment, &Event::Authorize).await;
    }
    channel.capture(taken.payment).await.unwrap();
    channel.capture(taken.payment).await.unwrap();
    bench.until(taken.payment, &Event::Succeed { paid: usd(10_000) }).await;
    assert_eq!(channel.expire(let_go.payment).await.unwrap(), Event::Expire);
    refused(channel.capture(let_go.payment).await);

    // What is declined stays so, and says why.
    let declined = bench.intent(true);
    let page = bench.begin(&declined).await;
    bench.world.pick(&page, "insufficient").await;
    let event = Event::Decline { reason: DeclineReason::InsufficientFunds };
    bench.until(declined.payment, &event).await;
    assert_eq!(channel.expire(declined.payment).await.unwrap(), event);

    // What it never heard of.
    assert_eq!(channel.result(PaymentId::new(1 << 50)).await.unwrap(), None);
    assert_eq!(channel.expire(PaymentId::new(1 << 50)).await.unwrap(), Event::Expire);
    assert_eq!(channel.linked(MethodId::new(1 << 50)).await.unwrap(), None);
    links(bench).await;
}

async fn refunds_that_fail(bench: &Bench<'_>) {
    let (channel, usd) = (bench.channel, |minor| Money::new(minor, Currency::USD));
    // What can't be given back says so, and counts for nothing.
    let closed = bench.intent(true);
    let page = bench.begin(&closed).await;
    bench.world.pick(&page, "no_refund").await;
    bench.until(closed.payment, &Event::Succeed { paid: usd(10_000) }).await;
    for key in ["five", "six"] {
        let of = RefundOf::Payment { payment: closed.payment };
        channel.refund(&Refund { of, money: usd(10_000), key: key.to_owned() }).await.unwrap();
        assert_eq!(bench.refunded(key).await, RefundEvent::Fail { reason: RefundFailure::Closed });
        assert_eq!(channel.result(closed.payment).await.unwrap(), Some(Event::Succeed { paid: usd(10_000) }));
    }
}

async fn links(bench: &Bench<'_>) {
    let return_to = format!("http://{}/funding/payment-methods", bench.world.address);
    let method = MethodId::new(77);
    let link = Link { method, channel: Channel::BankCard, return_to, locale: Locale::Zh };
    let page = bench.channel.link(&link).await.unwrap();
    assert_eq!(bench.channel.link(&link).await.unwrap(), page);
    assert_eq!(bench.channel.linked(method).await.unwrap(), None);
    bench.world.pick(&page, "visa-4242").await;
    let linked = bench.channel.linked(method).await.unwrap().unwrap();
    assert_eq!(linked.kind.to_string(), "Visa ending 4242");
    let intent = Authorize { token: Some(linked.token), ..bench.intent(true) };
    let answer = bench.channel.authorize(&intent).await.unwrap();
    assert!(!matches!(answer, Event::Succeed { .. }), "the answer to a request is never that it is paid");
    bench.until(intent.payment, &Event::Succeed { paid: usd(10_000) }).await;
    let elsewhere = "https://evil.example/".to_owned();
    let away = Link { return_to: elsewhere.clone(), method: MethodId::new(78), ..link };
    refused(bench.channel.link(&away).await);
    refused(bench.channel.authorize(&Authorize { return_to: elsewhere, ..bench.intent(true) }).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sandbox_keeps_the_contract_of_channels() {
    let world = World::on(Base::Sqlite).await.unwrap();
    let address = format!("http://{}", world.sandbox).parse().unwrap();
    let channel = SandboxChannel::new(address, KEY.parse().unwrap());
    let bench = Bench { channel: &channel, world: &world, next: std::cell::Cell::new(0) };
    keeps_the_contract(&bench).await;
    let body = br#"{"notice":"payment","payment":"pay-0000000000001","event":{"event":"succeed","paid":{"currency":"USD","value":"1.00"}}}"#;
    let signature = KEY.parse::<server::channel::Key>().unwrap().sign("100", body);
    let signed = Signed { timestamp: "100", signature: &signature, body };
    assert!(matches!(channel.read(&signed, 100), Ok(Notice::Payment(_))));
    assert_eq!(channel.read(&signed, 1_000), Err(NotSigned::WrongTime));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sandbox_answers_only_who_knows_the_key() {
    let world = World::on(Base::Sqlite).await.unwrap();
    for authorization in
        [None, Some("Bearer "), Some("Bearer wrong"), Some(&*format!("Bearer {KEY}")), Some("Basic x")]
    {
        let mut call = Call::new(world.sandbox, "GET", "/api/payments/pay-0000000000001");
        if let Some(value) = authorization {
            call = call.header("authorization", value);
        }
        assert_eq!(call.send().await.status, 401);
    }
    let other = SandboxChannel::new(
        format!("http://{}", world.sandbox).parse().unwrap(),
        "some other key of 16".parse().unwrap(),
    );
    refused(other.result(PaymentId::new(1)).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_channel_that_is_away_says_so() {
    let address = "http://127.0.0.1:9".parse().unwrap();
    let away = SandboxChannel::new(address, KEY.parse().unwrap());
    assert!(matches!(away.result(PaymentId::new(1)).await, Err(ChannelError::Unreachable(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_the_sandbox_are_guarded() {
    let world = World::on(Base::Sqlite).await.unwrap();
    for target in ["/bank", "/bank?lang=zh-CN&reference=%22%3E%3Cscript%3E", "/pay/guessed", "/style.css"] {
        let reply = Call::new(world.sandbox, "GET", target).send().await;
        let policy = reply.header("content-security-policy").unwrap().to_owned();
        assert!(policy.starts_with("default-src 'none'; style-src 'self';"), "{policy}");
        assert!(!reply.text().contains("\"><script>"));
    }
    assert_eq!(Call::new(world.sandbox, "GET", "/pay/guessed").send().await.status, 404);
}
