//! Ctrl K: every page and everything that can be done now.

use super::shell::Overlays;
use crate::locale::use_speech;
use crate::parts::use_commands;
use crate::route::{
    AuditAddress, BillsAddress, FundingAddress, MethodsAddress, MonthlyAddress, OperatorAddress, Route, Step,
    TopUpAddress, use_address_bar,
};
use crate::session::use_reader;
use crate::ui::{Icon, Palette, PaletteEntry, PaletteWords, Theme, use_theme};
use contract::bill_filter::{BillFilter, BillSelection};
use contract::locale::Locale;
use contract::permission::Permission;
use leptos::prelude::*;

/// The command palette.
#[component]
pub(super) fn CommandPalette(open: RwSignal<bool>, overlays: Overlays) -> impl IntoView {
    let speech = use_speech();
    let reader = use_reader();
    let commands = use_commands();
    let query = RwSignal::new(String::new());
    let entries = Signal::derive(move || {
        let words = &speech.words().shell;
        let titles = &speech.words().titles;
        let entry = |name: &str, group: &str, label: &str, icon: Icon| PaletteEntry {
            name: name.to_owned(),
            group: group.to_owned(),
            label: label.to_owned(),
            detail: String::new(),
            icon,
            found: false,
        };
        let operates = reader.may(Permission::Operate);
        let of_organization = [
            entry("overview", words.palette_go, titles.overview, Icon::Overview),
            entry("bills", words.palette_go, titles.bills, Icon::Bill),
            entry("to-be-paid", words.palette_go, words.to_be_paid, Icon::Payment),
            entry("monthly-bills", words.palette_go, titles.monthly, Icon::MonthlyBill),
            entry("funding", words.palette_go, titles.funding, Icon::Funding),
        ];
        let of_platform = [entry("operator", words.palette_go, titles.operator, Icon::Settlement)];
        let mut entries = if operates { of_platform.to_vec() } else { of_organization.to_vec() };
        if reader.may(Permission::ViewAudit) {
            entries.push(entry("audit", words.palette_go, titles.audit, Icon::AuditLog));
        }
        if reader.may(Permission::MakePayments) {
            entries.push(entry("top-up", words.palette_go, titles.top_up, Icon::Funding));
            entries.push(entry("payment-methods", words.palette_go, titles.methods, Icon::Payment));
        }
        if reader.may(Permission::ManageUsers) {
            entries.push(entry("users", words.palette_go, titles.users, Icon::People));
        }
        let text = query.get();
        if !text.trim().is_empty() && !operates {
            let label = (words.search_bills_for)(text.trim());
            let search = entry("search", words.palette_go, &label, Icon::Search);
            entries.push(PaletteEntry { found: true, ..search });
        }
        let of_page = commands.all();
        entries.extend(
            of_page
                .iter()
                .map(|command| entry(command.name, words.palette_do, &command.label.get(), command.icon)),
        );
        entries.push(entry("theme-light", words.palette_do, words.theme_light, Icon::Sun));
        entries.push(entry("theme-dark", words.palette_do, words.theme_dark, Icon::Moon));
        entries.push(entry("language", words.palette_do, "English · 简体中文", Icon::Language));
        entries.push(entry("password", words.palette_do, words.change_password, Icon::Lock));
        entries.push(entry("shortcuts", words.palette_do, words.shortcuts, Icon::Keyboard));
        entries
    });
    let bar = use_address_bar();
    let go = move |route: Route| bar.go(&route, Step::Push);
    let theme = use_theme();
    let pick = move |name: String| match name.as_str() {
        "overview" => go(Route::overview()),
        "bills" => go(Route::bills()),
        "to-be-paid" => go(Route::Bills(BillsAddress::to_be_paid())),
        "monthly-bills" => go(Route::MonthlyBills(MonthlyAddress::default())),
        "users" => go(Route::Users),
        "funding" => go(Route::Funding(FundingAddress::default())),
        "audit" => go(Route::Audit(AuditAddress::default())),
        "top-up" => go(Route::TopUp(TopUpAddress::default())),
        "payment-methods" => go(Route::PaymentMethods(MethodsAddress::default())),
        "operator" => go(Route::Operator(OperatorAddress::default())),
        "search" => go(search_for(&query.get_untracked())),
        "theme-light" => theme.set(Theme::Light),
        "theme-dark" => theme.set(Theme::Dark),
        "language" => speech.choose(match speech.locale() {
            Locale::En => Locale::Zh,
            Locale::Zh => Locale::En,
        }),
        "password" => overlays.password.set(true),
        "shortcuts" => overlays.shortcuts.set(true),
        of_page => {
            let command = commands.all().into_iter().find(|command| command.name == of_page);
            if let Some(command) = command {
                command.run.run(());
            }
        }
    };
    let words = PaletteWords {
        label: speech.say(|words| words.shell.search),
        placeholder: speech.say(|words| words.shell.palette_placeholder),
        none: speech.say(|words| words.shell.palette_none),
    };
    view! { <Palette open query entries words on_pick=pick /> }
}

fn search_for(text: &str) -> Route {
    let filter = BillFilter { q: Some(text.trim().to_owned()), ..BillFilter::default() };
    Route::Bills(BillsAddress {
        selection: BillSelection { filter, ..BillSelection::default() },
        ..BillsAddress::default()
    })
}
