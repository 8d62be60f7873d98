//! What the account has to pay from: available credit as a sum, refunds by month, cards, coupons; what it agreed to, and what
//! holds it.

use crate::api::load::Load;
use crate::locale::{day, use_speech};
use crate::parts::MoneyText;
use crate::route::{MonthlyAddress, Route};
use crate::ui::{Badge, Note, Tone};
use crate::words::Words;
use contract::account::Product;
use contract::funding::{Available, Funding, HeldCard, HeldCoupon, Validity};
use contract::money::Money;
use contract::monthly_bill::State;
use contract::setting::Setting;
use contract::settle::Lot;
use leptos::prelude::*;

/// So many orders of a card are named at once.
const NAMED: u64 = 2;

/// The part.
#[component]
pub(super) fn Balances(funding: Load<Funding>) -> impl IntoView {
    move || funding.get().map(|funding| content(&funding))
}

fn content(funding: &Funding) -> AnyView {
    let holds = (!funding.holds.is_empty()).then(|| holds(funding));
    view! {
        {holds}
        <div class="funding-cards">
            {credit(funding)}
            {refunds(funding)}
            {owed(funding)}
        </div>
        {cards(funding)}
        {coupons(funding)}
    }
    .into_any()
}

type Word = fn(&Words) -> &'static str;

fn line(word: Word, money: Money) -> AnyView {
    let speech = use_speech();
    view! { <div><dt>{speech.say(word)}</dt><dd><MoneyText money /></dd></div> }.into_any()
}

fn month(lot: Lot) -> AnyView {
    view! { <div><dt>{lot.month.to_string()}</dt><dd><MoneyText money=lot.left /></dd></div> }.into_any()
}

/// Cash + credit limit − frozen amount, as a sum that one can follow.
fn credit(funding: &Funding) -> AnyView {
    let speech = use_speech();
    let Available { cash, credit_limit, frozen, available } = funding.credit;
    let minus = Money::zero(frozen.currency()).checked_sub(frozen).unwrap_or(frozen);
    let by_month = |word: Word, lots: &[Lot]| {
        (!lots.is_empty()).then(|| {
            let lots = lots.iter().copied().map(month).collect_view();
            view! { <h3>{speech.say(word)}</h3><dl class="funding-lots">{lots}</dl> }
        })
    };
    view! {
        <section class="funding-card">
            <h2>{speech.say(|words| words.funding.available)}</h2>
            <p class="funding-figure"><MoneyText money=available /></p>
            <dl class="sum">
                {line(|words| words.funding.cash, cash)}
                {line(|words| words.funding.credit_limit, credit_limit)}
                {line(|words| words.funding.frozen, minus)}
                {line(|words| words.funding.available, available)}
            </dl>
            <p class="caption">{speech.say(|words| words.funding.available_means)}</p>
            {by_month(|words| words.funding.frozen_by_month, &funding.frozen)}
            {by_month(|words| words.funding.prepaid_by_month, &funding.prepaid)}
        </section>
    }
    .into_any()
}

fn refunds(funding: &Funding) -> AnyView {
    let speech = use_speech();
    let lots = funding.refunds.iter().copied().map(month).collect_view();
    let past = funding.settings.works(Setting::SettlePastBills, funding.terms.as_ref());
    let means = speech.tell(move |words| {
        if past { words.funding.refund_past } else { words.funding.refund_later }.to_owned()
    });
    view! {
        <section class="funding-card">
            <h2>{speech.say(|words| words.funding.refund_balance)}</h2>
            <p class="funding-figure"><MoneyText money=funding.refund_balance /></p>
            <dl class="funding-lots">{lots}</dl>
            <p class="caption">{means}</p>
        </section>
    }
    .into_any()
}

/// What is owed, and on which terms.
fn owed(funding: &Funding) -> AnyView {
    let speech = use_speech();
    let unsettled = funding.unsettled;
    let mut address = MonthlyAddress::default();
    address.selection.filter.account = vec![funding.account.number.clone()];
    address.selection.filter.state = vec![State::Unsettled, State::PartlySettled];
    let to_bills = (unsettled > 0).then(|| {
        view! {
            <a class="link" href=Route::MonthlyBills(address).print()>
                {speech.tell(move |words| (words.funding.unsettled)(unsettled))}
            </a>
        }
    });
    let terms = funding.terms;
    let direct = funding.terms.is_some_and(|terms| !terms.directly_contracted);
    let agreement = funding.terms.is_some_and(|terms| terms.special_agreement);
    let remark = |on: bool, word: Word| on.then(|| view! { <p class="caption">{speech.say(word)}</p> });
    view! {
        <section class="funding-card">
            <h2>{speech.say(|words| words.funding.outstanding)}</h2>
            <p class="funding-figure"><MoneyText money=funding.outstanding /></p>
            <p>{to_bills}</p>
            <h3>{speech.say(|words| words.funding.terms)}</h3>
            <p>{speech.tell(move |words| (words.funding.terms_of)(terms.as_ref()))}</p>
            {remark(agreement, |words| words.funding.special_agreement)}
            {remark(direct, |words| words.funding.through_reseller)}
        </section>
    }
    .into_any()
}

fn holds(funding: &Funding) -> AnyView {
    let speech = use_speech();
    let one = |hold: contract::hold::Hold| {
        let words = speech.tell(move |words| (words.funding.hold)(&hold));
        view! { <li>{words}</li> }
    };
    let holds = funding.holds.iter().copied().map(one).collect_view();
    view! {
        <Note tone=Tone::Amber>
            <p>{speech.say(|words| words.funding.held)}</p>
            <ul>{holds}</ul>
        </Note>
    }
    .into_any()
}

fn badge(validity: Validity) -> AnyView {
    let speech = use_speech();
    let tone = match validity {
        Validity::Valid => Tone::Green,
        Validity::NotYet => Tone::Blue,
        Validity::UsedUp | Validity::Expired => Tone::Neutral,
    };
    let label = speech.tell(move |words| (words.funding.validity)(validity).to_owned());
    view! { <Badge tone=Signal::stored(tone) label /> }.into_any()
}

fn products(products: Option<&[Product]>) -> Signal<String> {
    let speech = use_speech();
    let names =
        products.map(|products| products.iter().map(|product| product.name.clone()).collect::<Vec<_>>());
    speech.tell(move |words| match &names {
        None => words.funding.every_product.to_owned(),
        Some(names) => names.join(", "),
    })
}

/// A list that comes whole, or a word that there is nothing.
fn list(title: Word, none: Word, rows: Vec<AnyView>) -> AnyView {
    let speech = use_speech();
    let content = if rows.is_empty() {
        view! { <p class="muted">{speech.say(none)}</p> }.into_any()
    } else {
        view! { <ul class="funding-list">{rows}</ul> }.into_any()
    };
    view! { <section class="funding-section"><h2>{speech.say(title)}</h2>{content}</section> }.into_any()
}

fn cards(funding: &Funding) -> AnyView {
    let row = |card: &HeldCard| {
        let speech = use_speech();
        let (from, to, expires) = (card.valid_from, card.valid_to, card.expires_on);
        let valid =
            speech.tell(move |words| (words.funding.card_valid)(from, to, &day(expires, speech.locale())));
        let orders: Vec<String> =
            card.orders.iter().map(|order| format!("{} · {}", order.product, order.application)).collect();
        let named = orders_named(orders);
        view! {
            <li>
                <span class="mono">{card.id.to_string()}</span>
                <MoneyText money=card.left />
                <span>{products(card.products.as_deref())}</span>
                {badge(card.validity)}
                <span class="muted">{valid}</span>
                {named}
            </li>
        }
        .into_any()
    };
    let rows = funding.cards.iter().map(row).collect();
    list(|words| words.funding.cards, |words| words.funding.no_cards, rows)
}

/// Orders that name a card: one by one, or how many there are, to be opened.
fn orders_named(orders: Vec<String>) -> AnyView {
    let speech = use_speech();
    let count = orders.len() as u64;
    if count <= NAMED {
        let named = speech.tell(move |words| match orders.is_empty() {
            true => words.funding.no_order.to_owned(),
            false => (words.funding.named_by)(&orders.join("; ")),
        });
        return view! { <span class="muted">{named}</span> }.into_any();
    }
    let items = orders.into_iter().map(|order| view! { <li>{order}</li> }).collect_view();
    view! {
        <details class="muted card-orders">
            <summary>{speech.tell(move |words| (words.funding.named_by_many)(count))}</summary>
            <ul>{items}</ul>
        </details>
    }
    .into_any()
}

fn coupons(funding: &Funding) -> AnyView {
    let row = |coupon: &HeldCoupon| {
        let speech = use_speech();
        let (from, to) = (coupon.valid_from, coupon.valid_to);
        let valid = speech.tell(move |words| {
            let locale = speech.locale();
            (words.funding.coupon_valid)(&day(from, locale), &day(to, locale))
        });
        view! {
            <li>
                <span class="mono">{coupon.id.to_string()}</span>
                <MoneyText money=coupon.left />
                <span>{products(coupon.products.as_deref())}</span>
                {badge(coupon.validity)}
                <span class="muted">{valid}</span>
            </li>
        }
        .into_any()
    };
    let rows = funding.coupons.iter().map(row).collect();
    list(|words| words.funding.coupons, |words| words.funding.no_coupons, rows)
}
