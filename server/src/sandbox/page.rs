//! The sandbox's pages as HTML. Every text that comes from outside is escaped.

use super::token::Token;
use super::words::Words;
use contract::ledger::Channel;
use contract::locale::Locale;
use contract::money::Money;
use std::fmt::Write;

/// What is to be paid.
pub struct Shown<'a> {
    /// With what.
    pub channel: Channel,
    /// How much.
    pub money: Money,
    /// Where its form goes.
    pub action: &'a str,
}

/// A text as it may stand in HTML.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(letter),
        }
    }
    safe
}

fn frame(locale: Locale, words: &Words, title: &str, inner: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} · {provider}</title>\
         <link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/style.css\"></head><body>\
         <header><strong>{provider}</strong></header><main><h1>{title}</h1>{inner}</main>\
         <footer>{notice}</footer></body></html>",
        lang = locale.tag(),
        provider = words.provider,
        notice = words.notice,
    )
}

fn amount(money: Money) -> String {
    format!("<span class=\"amount\">{} <small>{}</small></span>", money.value(), money.currency())
}

fn radio(name: &str, label: &str, hint: &str, checked: bool) -> String {
    let (label, hint) = (escaped(label), escaped(hint));
    let checked = if checked { " checked" } else { "" };
    format!(
        "<label class=\"choice\"><input type=\"radio\" name=\"choice\" value=\"{name}\"{checked}>\
         <span><b>{label}</b><small>{hint}</small></span></label>"
    )
}

/// Where a payment is paid.
pub fn pay(locale: Locale, words: &Words, shown: &Shown<'_>) -> String {
    let mut choices = String::new();
    for (place, (name, label, hint)) in words.choices.iter().enumerate() {
        choices.push_str(&radio(name, label, hint, place == 0));
    }
    let inner = format!(
        "<p class=\"sum\">{amount}<span>{with}</span></p><form method=\"post\" action=\"{action}\">\
         <fieldset><legend>{legend}</legend>{choices}</fieldset>\
         <button type=\"submit\">{go}</button></form>\
         <form method=\"post\" action=\"{action}\"><button class=\"quiet\" name=\"choice\" value=\"cancel\">{cancel}\
         </button></form>",
        amount = amount(shown.money),
        with = (words.pay_with)(shown.channel),
        action = escaped(shown.action),
        legend = words.what_happens,
        go = words.go,
        cancel = words.cancel,
    );
    frame(locale, words, words.pay_title, &inner)
}

/// Where somebody proves who they are (3-D Secure).
pub fn challenge(locale: Locale, words: &Words, shown: &Shown<'_>) -> String {
    let inner = format!(
        "<p>{text}</p><p class=\"sum\">{amount}</p><form method=\"post\" action=\"{action}\">\
         <button name=\"choice\" value=\"confirm\">{confirm}</button>\
         <button class=\"quiet\" name=\"choice\" value=\"fail\">{fail}</button></form>",
        text = words.challenge_text,
        amount = amount(shown.money),
        action = escaped(shown.action),
        confirm = words.confirm,
        fail = words.fail,
    );
    frame(locale, words, words.challenge_title, &inner)
}

/// Where a method is linked.
pub fn link(locale: Locale, words: &Words, action: &str, tokens: &[Token]) -> String {
    let mut choices = String::new();
    for (place, token) in tokens.iter().enumerate() {
        let hint = match &token.kind {
            contract::payment::MethodKind::BankCard(card) => card.expires.to_string(),
            contract::payment::MethodKind::Paypal { .. } => String::new(),
        };
        let does = outcome(words, token);
        let hint = if hint.is_empty() { does.to_owned() } else { format!("{hint} · {does}") };
        choices.push_str(&radio(token.name, &token.kind.to_string(), &hint, place == 0));
    }
    let mut inner = String::new();
    let _ = write!(
        inner,
        "<p>{text}</p><form method=\"post\" action=\"{action}\"><fieldset><legend>{legend}</legend>{choices}\
         </fieldset><button type=\"submit\">{go}</button></form>\
         <form method=\"post\" action=\"{action}\"><button class=\"quiet\" name=\"choice\" value=\"cancel\">{cancel}\
         </button></form>",
        text = words.link_text,
        legend = words.link_title,
        go = words.link_go,
        cancel = words.cancel,
    );
    frame(locale, words, words.link_title, &inner)
}

/// What charging a method comes to, in words.
fn outcome(words: &Words, token: &Token) -> &'static str {
    let named = words.choices.iter().find(|(name, ..)| super::book::choice(name) == Some(token.outcome));
    named.map_or("3-D Secure", |(_, label, _)| label)
}

/// Where nothing is left to do.
pub fn over(locale: Locale, words: &Words, return_to: &str) -> String {
    let inner = format!(
        "<p>{}</p><p><a class=\"button\" href=\"{}\">{}</a></p>",
        words.over_text,
        escaped(return_to),
        words.back
    );
    frame(locale, words, words.over_title, &inner)
}

/// Where money is transferred from.
pub fn bank(
    locale: Locale,
    words: &Words,
    reference: &str,
    value: &str,
    currency: &str,
    said: Option<&str>,
) -> String {
    let said = said.map(|said| format!("<p class=\"said\" role=\"status\">{said}</p>")).unwrap_or_default();
    let field = |name: &str, label: &str, value: &str, more: &str| {
        let (value, label) = (escaped(value), escaped(label));
        format!("<label class=\"field\">{label}<input name=\"{name}\" value=\"{value}\" {more}></label>")
    };
    let currency = if currency.is_empty() { "USD" } else { currency };
    let inner = format!(
        "<p>{text}</p>{said}<form method=\"post\" action=\"/bank\">{payer}{reference}<small>{hint}</small>{amount}\
         {currency}<input type=\"hidden\" name=\"lang\" value=\"{lang}\">\
         <button type=\"submit\">{go}</button></form>",
        text = words.bank_text,
        payer = field("payer", words.bank_payer, "Harbour Retail Group", "maxlength=\"140\""),
        reference = field("reference", words.bank_reference, reference, "maxlength=\"140\""),
        hint = words.bank_reference_hint,
        amount = field("amount", words.bank_amount, value, "inputmode=\"decimal\" required"),
        currency = field("currency", words.bank_currency, currency, "maxlength=\"3\" required"),
        lang = locale.tag(),
        go = words.bank_go,
    );
    frame(locale, words, words.bank_title, &inner)
}

/// Where money of a payment is taken back.
pub fn dispute(locale: Locale, words: &Words, (payment, value): (&str, &str), said: Option<&str>) -> String {
    let said = said.map(|said| format!("<p class=\"said\" role=\"status\">{said}</p>")).unwrap_or_default();
    let field = |name: &str, label: &str, value: &str| {
        let (value, label) = (escaped(value), escaped(label));
        format!("<label class=\"field\">{label}<input name=\"{name}\" value=\"{value}\" required></label>")
    };
    let inner = format!(
        "<p>{text}</p>{said}<form method=\"post\" action=\"/dispute\">{payment}{amount}\
         <label class=\"choice\"><input type=\"checkbox\" name=\"lost\"><span><b>{lost}</b></span></label>\
         <input type=\"hidden\" name=\"lang\" value=\"{lang}\"><button type=\"submit\">{go}</button></form>",
        text = words.dispute_text,
        payment = field("payment", words.dispute_payment, payment),
        amount = field("amount", words.bank_amount, value),
        lang = locale.tag(),
        lost = words.dispute_lost,
        go = words.dispute_go,
    );
    frame(locale, words, words.dispute_title, &inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::words::words;

    #[test]
    fn what_comes_from_outside_is_escaped() {
        let page = bank(Locale::En, words(Locale::En), "\"><script>alert(1)</script>", "1", "USD", None);
        assert!(!page.contains("<script>") && page.contains("&quot;&gt;&lt;script&gt;"));
    }
}
