//! Buttons, fields, chips, menus, badges.

use leptos::prelude::*;

use crate::ui::*;

/// The sheet of controls.
#[component]
pub fn Controls() -> impl IntoView {
    view! {
        <div class="page" data-scroll="page">
            <header class="page-head">
                <h1>"Controls"</h1>
                <Button label="Download PDF (2)" />
                <Button label="Export data" kind=ButtonKind::Primary icon=Icon::Download />
            </header>
            <div class="filter-bar"><Chips /></div>
            <div class="page-body">
                <Buttons />
                <Badges />
                <Fields />
                <Icons />
            </div>
        </div>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    let pressed = RwSignal::new(false);
    view! {
        <section class="stack">
            <h2>"Buttons"</h2>
            <div class="row">
                <Button label="Pay bill" kind=ButtonKind::Primary />
                <Button label="Save as draft" />
                <Button label="Save view" kind=ButtonKind::Quiet />
                <Button label="Delete view" kind=ButtonKind::Danger />
                <Button label="Columns" icon=Icon::Columns />
                <IconButton icon=Icon::Bookmark label="Save view" />
                <IconButton
                    icon=Icon::Filter
                    label="Filters"
                    pressed=Signal::derive(move || Some(pressed.get()))
                    on_press=move |()| pressed.update(|on| *on = !*on)
                />
            </div>
            <div class="row">
                <Button label="Pay bill" kind=ButtonKind::Primary blocked="Ask for the role Finance user to pay." />
                <Button label="Save as draft" blocked="Nothing was changed." />
                <Button label="Save view" kind=ButtonKind::Quiet blocked="Set a filter first." />
                <Button label="Pay bill" kind=ButtonKind::Primary pending=true />
                <Button label="Export data" icon=Icon::Download pending=true />
                <a class="button" href="/gallery?show=none">
                    "A link"
                </a>
            </div>
        </section>
    }
}

#[component]
fn Badges() -> impl IntoView {
    view! {
        <section class="stack">
            <h2>"States"</h2>
            <div class="row">
                <Badge tone=Tone::Amber label="Pending" />
                <Badge tone=Tone::Green label="Cleared" />
                <Badge tone=Tone::Blue label="Running" />
                <Badge tone=Tone::Red label="Overdue" />
                <Badge tone=Tone::Neutral label="Draft" />
            </div>
        </section>
    }
}

#[component]
fn Chips() -> impl IntoView {
    let products = RwSignal::new(std::collections::BTreeSet::from(["sms".to_string()]));
    let cycles = RwSignal::new((Some(Month::new(2026, 5)), Some(Month::new(2026, 10))));
    let choices: Vec<Choice> =
        [("sms", "SMS", "182,406"), ("whatsapp", "WhatsApp", "96,020"), ("email", "Email", "44,108")]
            .map(|(value, label, detail)| Choice::new(value, label).with_detail(detail))
            .into_iter()
            .chain((1..=40).map(|n| Choice::new(format!("p{n}"), format!("Cloud product {n}"))))
            .collect();
    let words = MultiChoiceWords {
        label: "Products".into(),
        search: "Find a product".into(),
        none: "No product of that name.".into(),
        more: "More products: narrow the search.".into(),
        clear: "Clear".into(),
    };
    let month_words = MonthRangeWords {
        from: "From".into(),
        to: "To".into(),
        year: "Year".into(),
        month: "Month".into(),
        any: "Any".into(),
        names: Signal::derive(|| {
            [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ]
            .map(String::from)
        }),
    };
    let product_value = Signal::derive(move || {
        let chosen = products.get();
        (!chosen.is_empty()).then(|| chosen.into_iter().collect::<Vec<_>>().join(", "))
    });
    let text = |month: Option<Month>| {
        month.map_or_else(String::new, |month| format!("{}-{:02}", month.year, month.month))
    };
    let cycle_value = Signal::derive(move || {
        let (from, to) = cycles.get();
        (from.is_some() || to.is_some()).then(|| format!("{} – {}", text(from), text(to)))
    });
    view! {
        <FilterChip
            label="Product"
            value=product_value
            remove_label="Remove filter: Product"
            on_remove=move |()| products.set(Default::default())
        >
            <MultiChoice choices=choices.clone() chosen=products on_change=move |next| products.set(next) words />
        </FilterChip>
        <FilterChip
            label="Billing cycle"
            value=cycle_value
            remove_label="Remove filter: Billing cycle"
            on_remove=move |()| cycles.set((None, None))
        >
            <div class="popover-body">
                <MonthRange
                    value=cycles
                    bounds=(Month::new(2023, 11), Month::new(2026, 10))
                    on_change=move |next| cycles.set(next)
                    words=month_words
                >
                    <Button label="Last month" />
                    <Button label="Last 12 months" />
                </MonthRange>
            </div>
        </FilterChip>
        <FilterChip
            label="Account"
            value=Signal::stored(Option::<String>::None)
            remove_label="Remove filter: Account"
            on_remove=|()| ()
        >
            <div class="popover-body">"Accounts"</div>
        </FilterChip>
        <div class="filter-bar-end">
            <span>"3,182 bills"</span>
            <Menu label="Views" look=MenuLook::Quiet align=Align::End>
                <MenuItem label="Save view" icon=Icon::Bookmark />
                <MenuItem label="Columns" icon=Icon::Columns detail="9 of 14" />
                <hr class="menu-line" />
                <MenuItem label="Open as a page" icon=Icon::Link href="/gallery?show=page" />
            </Menu>
        </div>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let text = |value: &str| RwSignal::new(value.to_string());
    let box_state = RwSignal::new(Tick::Mixed);
    let currency = RwSignal::new("usd".to_string());
    view! {
        <section class="stack">
            <h2>"Fields"</h2>
            <div class="gallery-columns">
                <Field label="Repayment amount" hint="Outstanding is 1,204.50. You may pay less.">
                    <TextInput value=text("1,204.50") kind=TextKind::Number suffix="USD" />
                </Field>
                <Field label="Email" error="Write the address with an @, such as finance@harbour.example.">
                    <TextInput value=text("finance.harbour") kind=TextKind::Email autocomplete="username" />
                </Field>
                <Field label="Password">
                    <PasswordInput
                        value=text("portal-demo")
                        autocomplete="current-password"
                        show="Show password"
                        hide="Hide password"
                    />
                </Field>
                <Field label="Currency">
                    <Select
                        value=currency
                        choices=vec![Choice::new("usd", "USD"), Choice::new("jpy", "JPY")]
                        on_change=move |next| currency.set(next)
                    />
                </Field>
                <Field label="AppKey" hint="24 letters and digits.">
                    <TextInput value=text("") kind=TextKind::Mono placeholder="9f2c41d07be8835a6cd01e44" />
                </Field>
                <div class="stack">
                    <Checkbox
                        tick=box_state
                        label="All that is filtered"
                        on_toggle=move |press: Toggled| box_state.set(press.on.into())
                    />
                    <Checkbox tick=Tick::On label="Only overdrafts" on_toggle=|_| () />
                    <Checkbox tick=Tick::Off label="Only mine" on_toggle=|_| () />
                </div>
            </div>
            <ErrorSummary
                title="Two things to mend before the bill can be paid"
                errors=vec![
                    FieldError { id: "amount".into(), message: "Repayment amount: at most 1,204.50.".into() },
                    FieldError { id: "email".into(), message: "Email: write the address with an @.".into() },
                ]
            />
        </section>
    }
}

#[component]
fn Icons() -> impl IntoView {
    view! {
        <section class="stack">
            <h2>"Signs"</h2>
            <div class="row">{Icon::ALL.iter().map(|icon| view! { <Glyph icon=*icon /> }).collect_view()}</div>
        </section>
    }
}
