//! Dialogs, drawers, toasts, palette, shortcuts, tabs.

use leptos::prelude::*;

use super::asked;
use crate::ui::*;

/// The sheet of overlays.
#[component]
pub fn Overlays() -> impl IntoView {
    let open_first = asked("open");
    let opened = |name: &str| RwSignal::new(open_first.as_deref() == Some(name));
    let (dialog, drawer, shortcuts) = (opened("dialog"), opened("drawer"), opened("shortcuts"));
    let toasts = use_toasts();
    if open_first.as_deref() == Some("toast") {
        some_toasts(toasts);
    }
    view! {
        <div class="page" data-scroll="page">
            <header class="page-head"><h1>"Overlays"</h1></header>
            <div class="page-body">
                <div class="row">
                    <Button label="Dialog" on_press=move |()| dialog.set(true) />
                    <Button label="Drawer" on_press=move |()| drawer.set(true) />
                    <Button label="Toasts" on_press=move |()| some_toasts(toasts) />
                    <Button label="Shortcuts" on_press=move |()| shortcuts.set(true) />
                    <Menu label="Menu">
                        <MenuItem label="Download bill" icon=Icon::Download />
                        <MenuItem label="Copy link" icon=Icon::Copy />
                    </Menu>
                </div>
            </div>
        </div>
        <SomeDialog open=dialog />
        <SomeDrawer open=drawer />
        <SomeShortcuts open=shortcuts />
    }
}

fn some_toasts(toasts: Toasts) {
    toasts.say(Tone::Green, "View “Unpaid SMS” saved.");
    let undo = Callback::new(move |()| toasts.say(Tone::Neutral, "The view is back."));
    toasts.say_with(Tone::Neutral, "View “Old bills” deleted.", "Undo", undo);
    toasts.say(Tone::Red, "The export stopped after 120,000 of 1,048,576 rows: the server went away.");
}

#[component]
fn SomeDialog(open: RwSignal<bool>) -> impl IntoView {
    let close = move |()| open.set(false);
    let footer = move || {
        view! {
            <Button label="Cancel" on_press=close />
            <Button label="Delete view" kind=ButtonKind::Danger on_press=close />
        }
    };
    view! {
        <Dialog open on_close=close title="Delete the view “Unpaid SMS”?" close="Close" footer>
            <p>"Its filters and columns are forgotten. The bills stay as they are."</p>
        </Dialog>
    }
}

#[component]
fn SomeDrawer(open: RwSignal<bool>) -> impl IntoView {
    let tab = RwSignal::new("pay".to_string());
    let close = move |()| open.set(false);
    let footer = move || {
        view! {
            <p>"Pay " <b>"1,204.50 USD"</b> " for 2026-09: 1,000.00 from the account balance, 204.50 from Visa ending 4242."</p>
            <Button label="Cancel" on_press=close />
            <Button label="Pay 1,204.50 USD" kind=ButtonKind::Primary on_press=close />
        }
    };
    let tabs = || {
        vec![
            Tab { name: "pay", label: "Pay bill".into(), figure: None },
            Tab { name: "transfer", label: "Transfer".into(), figure: None },
        ]
    };
    view! {
        <Drawer
            open
            on_close=close
            title="Pay bill"
            subtitle="Harbour Retail Shanghai · 2026-09"
            close="Close"
            footer
        >
            <Tabs label="Ways to settle" tabs=tabs() current=tab on_pick=move |name| tab.set(name)>
                <div class="stack">
                    <dl class="sum">
                        <div><dt>"Consumption"</dt><dd>"4,218.07" <span class="amount-currency">"USD"</span></dd></div>
                        <div><dt>"Account balance"</dt><dd>"−3,013.57" <span class="amount-currency">"USD"</span></dd></div>
                        <div><dt>"Outstanding"</dt><dd>"1,204.50" <span class="amount-currency">"USD"</span></dd></div>
                    </dl>
                    <Field label="Repayment amount" hint="Outstanding is 1,204.50. You may pay less.">
                        <TextInput value=RwSignal::new("1,204.50".to_string()) suffix="USD" />
                    </Field>
                    <Note tone=Tone::Blue>
                        "Automatic settlement of this account is paused until this payment is final, at most 30 minutes."
                    </Note>
                </div>
            </Tabs>
        </Drawer>
    }
}

#[component]
fn SomeShortcuts(open: RwSignal<bool>) -> impl IntoView {
    let shortcut = |keys: &'static [&'static str], label: &str| Shortcut { keys, label: label.into() };
    let groups = vec![
        ShortcutGroup {
            title: "Everywhere".into(),
            shortcuts: vec![
                shortcut(&["Ctrl", "K"], "Open the command palette"),
                shortcut(&["?"], "List the shortcuts"),
                shortcut(&["Esc"], "Close the topmost"),
            ],
        },
        ShortcutGroup {
            title: "In a table".into(),
            shortcuts: vec![
                shortcut(&["/"], "Search"),
                shortcut(&["j", "k"], "Next, previous row"),
                shortcut(&["Space"], "Select"),
                shortcut(&["Enter"], "Open"),
            ],
        },
    ];
    view! { <ShortcutList open on_close=move |()| open.set(false) title="Shortcuts" close="Close" groups /> }
}

/// The command palette with a few entries.
#[component]
pub fn SomePalette(open: RwSignal<bool>) -> impl IntoView {
    let entry = |group: &str, label: &str, detail: &str, icon: Icon| PaletteEntry {
        name: label.into(),
        group: group.into(),
        label: label.into(),
        detail: detail.into(),
        icon,
        found: false,
    };
    let entries = vec![
        entry("Go to", "Bills", "1,048,576", Icon::Bill),
        entry("Go to", "Monthly bills", "14 due", Icon::MonthlyBill),
        entry("Go to", "Audit log", "", Icon::AuditLog),
        entry("Do", "Export what is filtered", "Excel", Icon::Download),
        entry("Do", "Dark theme", "", Icon::Moon),
        entry("Accounts", "Harbour Retail Shanghai", "USD", Icon::Funding),
        entry("Accounts", "Harbour Retail Osaka", "JPY", Icon::Funding),
    ];
    let words = PaletteWords {
        label: "Command palette".into(),
        placeholder: "Go to, do, find".into(),
        none: "Nothing of that name.".into(),
    };
    let toasts = use_toasts();
    view! { <Palette open entries words on_pick=move |name| toasts.say(Tone::Neutral, name) /> }
}
