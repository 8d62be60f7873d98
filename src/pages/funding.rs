//! The funding account: what an account has to pay from and what it agreed to, its movements, settings, relationships and
//! tax profile (A1).

mod account_list;
mod address;
mod balances;
mod movement;
mod relations;
mod settings;
mod statement;
mod statement_filters;
mod tax;
mod tax_form;

use crate::api::load::{Load, load};
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::ProblemText;
use crate::route::{FundingTab, MethodsAddress, Route, TopUpAddress};
use crate::ui::{Empty, FilterChip, Icon, Loaded, Note, Skeleton, Tab, Tabs, Tone};
use account_list::AccountList;
use address::{PageAddress, use_funding_address};
use balances::Balances;
use contract::account::AccountKind;
use contract::api::{AccountPath, ChoiceQuery, GetFunding, ListAccounts, Problem};
use contract::funding::Funding;
use contract::id::AccountNumber;
use leptos::prelude::*;
use relations::Relations;
use settings::Settings;
use statement::StatementSection;
use tax::TaxProfiles;

/// How many accounts are looked at for the one to begin with.
const LOOKED_AT: u32 = 100;

/// The page.
#[component]
pub fn FundingPage() -> impl IntoView {
    let address = use_funding_address();
    let first = load::<ListAccounts>(use_api(), move || {
        let query = ChoiceQuery { q: None, limit: Some(LOOKED_AT) };
        address.account.get().is_none().then_some(((), query))
    });
    // Whose it is: the address says, else the main account, else the first one.
    let whose = Memo::new(move |_| {
        let main = || {
            let listing = first.get()?;
            let main = listing.items.iter().find(|account| account.kind == AccountKind::Main);
            main.or(listing.items.first()).map(|account| account.number.clone())
        };
        address.account.get().or_else(main)
    });
    let funding =
        load::<GetFunding>(use_api(), move || whose.get().map(|account| (AccountPath { account }, ())));
    let none = Memo::new(move |_| first.get().is_some_and(|listing| listing.items.is_empty()));
    view! {
        <div class="page funding-page">
            <header class="page-head">
                <h1>{use_speech().say(|words| words.titles.funding)}</h1>
                <Picker address funding />
                {ways(whose)}
            </header>
            {move || none.get().then(no_account)}
            {move || address.problem().map(bad_address)}
            <Parts address funding whose=whose.into() />
        </div>
    }
    .into_any()
}

/// The ways to put money in, and what is charged.
fn ways(whose: Memo<Option<AccountNumber>>) -> AnyView {
    let speech = use_speech();
    let methods = move || {
        Route::PaymentMethods(MethodsAddress { account: whose.get(), ..MethodsAddress::default() }).print()
    };
    let top_up =
        move || Route::TopUp(TopUpAddress { account: whose.get(), ..TopUpAddress::default() }).print();
    view! {
        <a class="button" data-kind="plain" href=methods>{speech.say(|words| words.titles.methods)}</a>
        <a class="button" data-kind="primary" href=top_up>{speech.say(|words| words.titles.top_up)}</a>
    }
    .into_any()
}

fn no_account() -> AnyView {
    let speech = use_speech();
    view! {
        <Empty
            icon=Icon::Funding
            title=speech.say(|words| words.funding.no_account)
            text=speech.say(|words| words.funding.no_account_text)
        />
    }
    .into_any()
}

fn bad_address(errors: Vec<contract::rule::FieldError>) -> AnyView {
    let problem = Signal::stored(Some(Problem::invalid(errors)));
    view! { <div class="funding-note"><Note tone=Tone::Red><ProblemText problem /></Note></div> }.into_any()
}

/// Which account it is, and the way to another one.
#[component]
fn Picker(address: PageAddress, funding: Load<Funding>) -> impl IntoView {
    let speech = use_speech();
    let name = Signal::derive(move || {
        funding.get().map(|funding| format!("{} · {}", funding.account.name, funding.account.number))
    });
    let open = RwSignal::new(false);
    view! {
        <span class="funding-picker">
            <FilterChip
                label=speech.say(|words| words.funding.account)
                value=name
                remove_label=speech.say(|words| words.funding.first_account)
                on_remove=move |()| address.choose(None)
                open
            >
                <AccountList on_pick=move |number: AccountNumber| {
                    address.choose(Some(number));
                    open.set(false);
                } />
            </FilterChip>
        </span>
    }
    .into_any()
}

/// The parts, one of them open.
#[component]
fn Parts(
    address: PageAddress,
    funding: Load<Funding>,
    whose: Signal<Option<AccountNumber>>,
) -> impl IntoView {
    let speech = use_speech();
    let problem: Signal<Option<Problem>> = funding.problem.into();
    let tabs = FundingTab::ALL.map(|tab| Tab {
        name: tab.name(),
        label: speech.tell(move |words| (words.funding.tab)(tab).to_owned()),
        figure: None,
    });
    let content = move || match address.tab.get() {
        FundingTab::Balances => view! { <Balances funding /> }.into_any(),
        FundingTab::Statement => view! { <StatementSection address whose /> }.into_any(),
        FundingTab::Settings => view! { <Settings funding /> }.into_any(),
        FundingTab::Relations => view! { <Relations funding /> }.into_any(),
        FundingTab::Tax => view! { <TaxProfiles whose /> }.into_any(),
    };
    view! {
        <Loaded
            state=funding.state()
            skeleton=|| view! { <div class="funding-note"><Skeleton lines=10 /></div> }
            problem=move || view! { <ProblemText problem /> }
            retry=speech.say(|words| words.shell.try_again)
            on_retry=funding.retry()
        >
            <div class="funding-parts">
                <Tabs
                    label=speech.say(|words| words.titles.funding)
                    tabs=tabs.to_vec()
                    current=Signal::derive(move || address.tab.get().name().to_owned())
                    on_pick=move |name: String| address.show(FundingTab::parse(&name).unwrap_or_default())
                >
                    {content}
                </Tabs>
            </div>
        </Loaded>
    }
    .into_any()
}
