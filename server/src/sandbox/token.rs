//! Tokens of linked methods: they say themselves what they are, so that they outlive the sandbox that gave them.

use super::book::{Manner, Outcome};
use contract::ledger::Channel;
use contract::payment::{Card, DeclineReason, MethodKind};

/// A method that can be linked, and what charging it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its name in tokens and forms.
    pub name: &'static str,
    /// What people recognise it by.
    pub kind: MethodKind,
    /// What charging it comes to.
    pub outcome: Outcome,
}

fn card(brand: &str, last_four: &str, expires: &str) -> Option<MethodKind> {
    let expires = expires.parse().ok()?;
    Some(MethodKind::BankCard(Card { brand: brand.to_owned(), last_four: last_four.to_owned(), expires }))
}

fn paypal(payer: &str) -> Option<MethodKind> {
    Some(MethodKind::Paypal { payer: payer.to_owned() })
}

/// Every method that can be linked.
pub fn all() -> Vec<Token> {
    let approve = Outcome::Approve(Manner::Plain);
    let decline = Outcome::Decline;
    [
        ("visa-4242", card("Visa", "4242", "2031-12"), approve),
        ("mastercard-4444", card("Mastercard", "4444", "2030-06"), Outcome::Approve(Manner::Late)),
        ("visa-0002", card("Visa", "0002", "2031-12"), decline(DeclineReason::Declined)),
        ("visa-9995", card("Visa", "9995", "2031-12"), decline(DeclineReason::InsufficientFunds)),
        ("visa-0069", card("Visa", "0069", "2026-01"), decline(DeclineReason::ExpiredCard)),
        ("visa-3220", card("Visa", "3220", "2031-12"), decline(DeclineReason::NotAuthenticated)),
        ("paypal-finance", paypal("f…@harbour.example"), approve),
        ("paypal-empty", paypal("e…@harbour.example"), decline(DeclineReason::InsufficientFunds)),
    ]
    .into_iter()
    .filter_map(|(name, kind, outcome)| Some(Token { name, kind: kind?, outcome }))
    .collect()
}

/// The methods of a channel.
pub fn of(channel: Channel) -> Vec<Token> {
    all().into_iter().filter(|token| token.kind.channel() == channel).collect()
}

/// The text of a token, for one payment method of the portal.
pub fn print(token: &Token, method: contract::id::MethodId) -> String {
    format!("tok-{}-{method}", token.name)
}

/// What a token stands for.
pub fn parse(text: &str) -> Option<Token> {
    let rest = text.strip_prefix("tok-")?;
    all()
        .into_iter()
        .find(|token| rest.strip_prefix(token.name).is_some_and(|rest| rest.starts_with("-met-")))
}
