//! The frame around every page: rail, top bar, the page of the address.

use super::bar::Bar;
use super::chunk::{code, fetch_others};
use super::palette::CommandPalette;
use super::shortcuts::ShortcutDialog;
use super::transfer::Transfer;
use crate::api::download::Download;
use crate::api::load::{Load, load};
use crate::api::use_api;
use crate::locale::{count, use_speech};
use crate::pages::not_found::NotFound;
use crate::pages::password::PasswordDialog;
use crate::parts::late::Late;
use crate::parts::provide_commands;
use crate::route::{
    AddressBar, AuditAddress, BillsAddress, FundingAddress, MonthlyAddress, OperatorAddress, Page, Route,
    Step, use_address_bar,
};
use crate::session::{Reader, use_reader};
use crate::ui::{Frame, FrameWords, Glyph, Icon, RailGroup, RailLink, listen_keys, typing};
use contract::api::{BillChoices, GetBillChoices};
use contract::bill::Status;
use contract::permission::Permission;
use leptos::prelude::*;

/// What stands over every page.
#[derive(Clone, Copy)]
pub(super) struct Overlays {
    pub palette: RwSignal<bool>,
    pub shortcuts: RwSignal<bool>,
    pub password: RwSignal<bool>,
}

/// The frame, and inside it the page of the address.
#[component]
pub(super) fn Shell() -> impl IntoView {
    let speech = use_speech();
    provide_commands();
    let reader = use_reader();
    let reads_bills = Memo::new(move |_| reader.may(Permission::ViewBills));
    let choices = load::<GetBillChoices>(use_api(), move || reads_bills.get().then_some(((), ())));
    provide_context(choices);
    // A file goes on coming while one looks at another page.
    let download = Download::new(use_api());
    provide_context(download);
    let overlays = Overlays {
        palette: RwSignal::new(false),
        shortcuts: RwSignal::new(false),
        password: RwSignal::new(false),
    };
    listen(overlays);
    fetch_others(reader);
    let bar = use_address_bar();
    let page = Memo::new(move |_| bar.page());
    name_window(page);
    let words = FrameWords {
        skip: speech.say(|words| words.shell.skip),
        rail: speech.say(|words| words.shell.rail),
        open_menu: speech.say(|words| words.shell.open_menu),
        close_menu: speech.say(|words| words.shell.close_menu),
        fold: speech.say(|words| words.shell.fold),
        unfold: speech.say(|words| words.shell.unfold),
    };
    let address = Signal::derive(move || format!("{}?{}", bar.path(), bar.query()));
    view! {
        <Frame
            words
            brand=move || view! { <Brand /> }
            rail=move || rail(page, bar, choices)
            foot=move || view! { <Support /> }
            bar=move || view! { <Bar overlays /> }
            address
        >
            {move || show(page.get(), bar, reader)}
            <Transfer download />
        </Frame>
        <CommandPalette open=overlays.palette overlays />
        <ShortcutDialog open=overlays.shortcuts />
        <PasswordDialog open=overlays.password />
    }
}

fn show(page: Page, bar: AddressBar, reader: Reader) -> AnyView {
    let home = Route::home(untrack(|| reader.role()));
    match page {
        // The bare address opens the overview; an operator has none.
        Page::Overview if home != Route::overview() => {
            bar.go(&home, Step::Replace);
            ().into_any()
        }
        Page::SignIn => {
            // Signed in already.
            bar.go(&home, Step::Replace);
            ().into_any()
        }
        late => match code(late) {
            Some(fetch) => view! { <Late fetch frame="page" /> }.into_any(),
            None => view! { <NotFound /> }.into_any(),
        },
    }
}

/// Ctrl K and `?`.
fn listen(overlays: Overlays) {
    listen_keys(move |event| {
        let key = event.key();
        let control = event.ctrl_key() || event.meta_key();
        if control && key.eq_ignore_ascii_case("k") {
            event.prevent_default();
            overlays.palette.update(|open| *open = !*open);
        } else if key == "?" && !control && !typing(&event) && !crate::ui::keyboard::overlay_open() {
            event.prevent_default();
            overlays.shortcuts.set(true);
        }
    });
}

/// The title of the window follows page and language.
fn name_window(page: Memo<Page>) {
    let speech = use_speech();
    Effect::new(move |_| {
        let words = speech.words();
        let title = match page.get() {
            Page::Overview => words.titles.overview,
            Page::Bills => words.titles.bills,
            Page::MonthlyBills => words.titles.monthly,
            Page::Users => words.titles.users,
            Page::Audit => words.titles.audit,
            Page::TopUp => words.titles.top_up,
            Page::PaymentMethods => words.titles.methods,
            Page::Operator => words.titles.operator,
            Page::Funding => words.titles.funding,
            Page::SignIn => words.titles.sign_in,
            Page::NotFound => words.shell.not_found,
        };
        document().set_title(&format!("{title} · {}", words.shell.brand));
    });
}

#[component]
fn Brand() -> impl IntoView {
    let (speech, reader) = (use_speech(), use_reader());
    view! {
        <a class="brand" href=move || Route::home(reader.role()).print()>
            <span class="rail-mark"><Glyph icon=Icon::Bill /></span>
            <span class="rail-label">{speech.say(|words| words.shell.brand)}</span>
        </a>
    }
}

/// Contact support stands on every page (B7).
#[component]
fn Support() -> impl IntoView {
    let speech = use_speech();
    view! {
        <ul>
            <RailLink
                href=speech.say(|words| words.shell.support_address)
                icon=Icon::Support
                label=speech.say(|words| words.shell.support)
                current=Signal::stored(false)
            />
        </ul>
    }
}

/// What exists, and nothing that does not.
fn rail(page: Memo<Page>, bar: AddressBar, choices: Load<BillChoices>) -> AnyView {
    let speech = use_speech();
    let reader = use_reader();
    let pending = Memo::new(move |_| {
        let address = BillsAddress::parse(&bar.query());
        address.is_ok_and(|address| address.selection.filter.status == Some(Status::Pending))
    });
    let on_bills = move || page.get() == Page::Bills;
    let bills = Signal::derive(move || choices.get().map(|known| count(known.bills)));
    let manages = Memo::new(move |_| reader.may(Permission::ManageUsers));
    let audits = Memo::new(move |_| reader.may(Permission::ViewAudit));
    let log = move || {
        view! {
            <RailLink
                href=Route::Audit(AuditAddress::default()).print()
                icon=Icon::AuditLog
                label=speech.say(|words| words.titles.audit)
                current=Signal::derive(move || page.get() == Page::Audit)
            />
        }
    };
    let users = move || {
        view! {
            <RailLink
                href=Route::Users.print()
                icon=Icon::People
                label=speech.say(|words| words.titles.users)
                current=Signal::derive(move || page.get() == Page::Users)
            />
        }
    };
    if untrack(|| reader.may(Permission::Operate)) {
        return operator_rail(page);
    }
    view! {
        <RailGroup>
            <RailLink
                href=Route::overview().print()
                icon=Icon::Overview
                label=speech.say(|words| words.titles.overview)
                current=Signal::derive(move || page.get() == Page::Overview)
            />
        </RailGroup>
        <RailGroup title=speech.say(|words| words.shell.orders_and_bills)>
            <RailLink
                href=Route::bills().print()
                icon=Icon::Bill
                label=speech.say(|words| words.titles.bills)
                count=bills
                current=Signal::derive(move || on_bills() && !pending.get())
            />
            <RailLink
                href=Route::Bills(BillsAddress::to_be_paid()).print()
                icon=Icon::Payment
                label=speech.say(|words| words.shell.to_be_paid)
                current=Signal::derive(move || on_bills() && pending.get())
            />
            <RailLink
                href=Route::MonthlyBills(MonthlyAddress::default()).print()
                icon=Icon::MonthlyBill
                label=speech.say(|words| words.titles.monthly)
                current=Signal::derive(move || page.get() == Page::MonthlyBills)
            />
            <RailLink
                href=Route::Funding(FundingAddress::default()).print()
                icon=Icon::Funding
                label=speech.say(|words| words.titles.funding)
                current=Signal::derive(move || page.get() == Page::Funding)
            />
        </RailGroup>
        {move || {
            (manages.get() || audits.get())
                .then(|| {
                    view! {
                        <RailGroup title=speech.say(|words| words.shell.organization)>
                            {move || audits.get().then(log)}
                            {move || manages.get().then(users)}
                        </RailGroup>
                    }
                })
        }}
    }
    .into_any()
}

/// What an operator sees: no page of any organization.
fn operator_rail(page: Memo<Page>) -> AnyView {
    let speech = use_speech();
    view! {
        <RailGroup title=speech.say(|words| words.shell.platform)>
            <RailLink
                href=Route::Operator(OperatorAddress::default()).print()
                icon=Icon::Settlement
                label=speech.say(|words| words.titles.operator)
                current=Signal::derive(move || page.get() == Page::Operator)
            />
        </RailGroup>
    }
    .into_any()
}
