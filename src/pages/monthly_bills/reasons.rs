//! Why a monthly bill is, or is not, paid by itself (M5): every condition with its figures, what to do about it, and when
//! it can clear.

use super::list::use_list;
use crate::api::load::Load;
use crate::locale::use_speech;
use crate::parts::ProblemText;
use crate::route::{FundingTab, MethodsAddress, Route, Tab, TopUpAddress, funding, top_up_for};
use crate::ui::{Glyph, Icon, Loaded, Note, Skeleton, Tone};
use crate::words::Words;
use contract::api::{MonthlyBillPath, Problem};
use contract::hold::Hold;
use contract::id::AccountNumber;
use contract::money::Money;
use contract::settle::{Condition, Earliest, Explanation, Finding};
use leptos::prelude::*;

/// The reasons.
#[component]
pub fn Reasons(why: Load<Explanation>) -> impl IntoView {
    let speech = use_speech();
    let problem: Signal<Option<Problem>> = why.problem.into();
    let heading = move || {
        let words = speech.words();
        match why.get() {
            Some(why) if why.reasons().next().is_none() => words.monthly.why_settles,
            _ => words.monthly.why,
        }
    };
    view! {
        <section class="came why" aria-label=heading>
            <h3>{heading}</h3>
            <Loaded
                state=why.state()
                skeleton=|| view! { <Skeleton lines=5 /> }
                problem=move || view! { <ProblemText problem /> }
                retry=speech.say(|words| words.shell.try_again)
                on_retry=why.retry()
            >
                {move || Some(explanation(&*why.get()?, &use_list().address.open.get()?))}
            </Loaded>
        </section>
    }
    .into_any()
}

/// The smallest top-up after which it is paid whole, if that is what is missing.
pub fn needed(why: &Explanation) -> Option<Money> {
    match &why.earliest {
        Earliest::AfterTopUp { money } => Some(*money),
        _ => None,
    }
}

fn explanation(why: &Explanation, path: &MonthlyBillPath) -> AnyView {
    let speech = use_speech();
    let earliest = why.earliest.clone();
    let clear = why.reasons().next().is_none();
    let tone = if clear { Tone::Green } else { Tone::Amber };
    // What stands in the way comes first.
    let (met, unmet): (Vec<_>, Vec<_>) = why.conditions.iter().cloned().partition(|condition| condition.met);
    let money = needed(why);
    let rows = unmet.into_iter().chain(met).map(|condition| reason(condition, path, money)).collect_view();
    let help = clear.then(|| further(path));
    view! {
        <Note tone>{speech.tell(move |words| (words.monthly.earliest)(&earliest))}</Note>
        <ul class="reasons">{rows}</ul>
        {help}
    }
    .into_any()
}

/// When no reason holds: the records, and support (M5).
fn further(path: &MonthlyBillPath) -> AnyView {
    let speech = use_speech();
    let address = use_list().address;
    let path = path.clone();
    view! {
        <p class="row">
            <button class="link" type="button" on:click=move |_| address.show(Some(path.clone()), Tab::Cash)>
                {speech.say(|words| words.monthly.view_details)}
            </button>
            <a class="link" href=speech.say(|words| words.shell.support_address)>
                {speech.say(|words| words.shell.support)}
            </a>
        </p>
    }
    .into_any()
}

fn reason(condition: Condition, path: &MonthlyBillPath, money: Option<Money>) -> AnyView {
    let speech = use_speech();
    let met = condition.met;
    let icon = if met { Icon::Check } else { Icon::Warning };
    let label = speech.say(if met { |words| words.monthly.met } else { |words| words.monthly.unmet });
    let to_do = (!met).then(|| to_do(&condition.finding, path, money)).flatten();
    let link = to_do.map(|(label, href)| {
        view! { <a class="link" href=href>{speech.tell(move |words| label(words, money))}</a> }
    });
    view! {
        <li data-met=if met { "yes" } else { "no" }>
            <Glyph icon />
            <div>
                <span class="visually-hidden">{label} ": "</span>
                <span>{speech.tell(move |words| (words.monthly.finding)(&condition))}</span>
                {link}
            </div>
        </li>
    }
    .into_any()
}

type ToDo = (fn(&Words, Option<Money>) -> String, String);

/// What a person can do about it, and where.
fn to_do(finding: &Finding, path: &MonthlyBillPath, money: Option<Money>) -> Option<ToDo> {
    let account = &path.account;
    match finding {
        Finding::Credit { .. } | Finding::Enough { .. } => {
            money.map(|_| (top_up_label as fn(&Words, Option<Money>) -> String, top_up_for(path)))
        }
        Finding::Automatic | Finding::Refund { .. } => {
            let href = funding(account, FundingTab::Settings);
            Some((|words, _| words.monthly.to_settings.to_owned(), href))
        }
        Finding::Charged { .. } => {
            let address = MethodsAddress { account: Some(account.clone()), ..MethodsAddress::default() };
            let href = Route::PaymentMethods(address).print();
            Some((|words, _| words.titles.methods.to_owned(), href))
        }
        Finding::Agreement | Finding::Card { .. } => {
            let href = funding(account, FundingTab::Balances);
            Some((|words, _| words.monthly.to_funding.to_owned(), href))
        }
        Finding::Free { holds } => Some(held(account, holds)),
        // What is not issued can only be waited for.
        Finding::Issued { .. } => None,
    }
}

/// The payment that holds the account; where a settlement task does, the account that it holds.
fn held(account: &AccountNumber, holds: &[Hold]) -> ToDo {
    let payment = holds.iter().find_map(|hold| match hold {
        Hold::Payment(id) => Some(*id),
        Hold::SettlementTask(_) => None,
    });
    match payment {
        Some(id) => {
            let address = TopUpAddress { payment: Some(id), ..TopUpAddress::default() };
            (|words, _| words.monthly.to_payment.to_owned(), Route::TopUp(address).print())
        }
        None => (|words, _| words.monthly.to_funding.to_owned(), funding(account, FundingTab::Balances)),
    }
}

fn top_up_label(words: &Words, money: Option<Money>) -> String {
    money.map(|money| (words.monthly.top_up)(&money)).unwrap_or_default()
}
