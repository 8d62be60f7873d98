//! Every component in every state, for development and for the screenshot tests. Not part of a release.
//!
//! `/gallery?show=controls|overlays|states|page|rows` picks a sheet, `&open=dialog|drawer|palette|shortcuts` opens
//! an overlay at once. The words and figures are made up and stand here only.

mod controls;
mod overlays;
mod rows;
mod sheet;
mod states;

use leptos::prelude::*;

use crate::ui::*;

/// One of the words of the gallery's address.
fn asked(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

fn frame_words() -> FrameWords {
    FrameWords {
        skip: "Skip to the page".into(),
        rail: "Places".into(),
        open_menu: "Open the menu".into(),
        close_menu: "Close the menu".into(),
        fold: "Fold the rail".into(),
        unfold: "Unfold the rail".into(),
    }
}

fn rail() -> impl IntoView {
    let here = |name: &'static str| asked("show").unwrap_or_else(|| "controls".into()) == name;
    view! {
        <RailGroup>
            <RailLink href="/gallery?show=controls" icon=Icon::Edit label="Controls" current=here("controls") />
            <RailLink href="/gallery?show=overlays" icon=Icon::Screen label="Overlays" current=here("overlays") />
            <RailLink
                href="/gallery?show=states"
                icon=Icon::AuditLog
                label="States"
                count="14 due"
                current=here("states")
            />
            <RailLink
                href="/gallery?show=page"
                icon=Icon::Bill
                label="Page"
                count="1,048,576"
                current=here("page")
            />
            <RailLink
                href="/gallery?show=rows"
                icon=Icon::Report
                label="Rows"
                count="1,000,000"
                current=here("rows")
            />
        </RailGroup>
        <RailGroup title="Reseller">
            <RailLink href="/gallery?show=none" icon=Icon::Reseller label="Exceptions" count="7" current=false />
            <RailLink href="/gallery?show=none" icon=Icon::Report label="Statements" current=false />
        </RailGroup>
    }
}

fn bar(palette: RwSignal<bool>) -> impl IntoView {
    let theme = use_theme();
    view! {
        <div class="bar-path">
            <b>"Harbour Retail Group"</b>
            <span aria-hidden="true">"/"</span>
            <Menu label="All accounts" look=MenuLook::Quiet>
                <MenuItem label="All accounts" chosen=Signal::stored(true) />
                <MenuItem label="Harbour Retail HQ" detail="USD" chosen=Signal::stored(false) />
                <MenuItem label="Harbour Retail Osaka" detail="JPY" chosen=Signal::stored(false) />
            </Menu>
        </div>
        <div class="bar-end">
            <button
                class="bar-search"
                type="button"
                on:click=move |_| palette.set(true)
            >
                <Glyph icon=Icon::Search />
                <span>"Search bills, accounts, tasks"</span>
                <Keys keys=&["Ctrl", "K"] />
            </button>
            <Menu label="EN" look=MenuLook::Quiet align=Align::End spoken="Language: English">
                <MenuItem label="English" chosen=Signal::stored(true) />
                <MenuItem label="简体中文" chosen=Signal::stored(false) />
            </Menu>
            <Menu label="Theme" look=MenuLook::Icon icon=Icon::Moon align=Align::End>
                {[
                    (Theme::System, "As the system", Icon::Screen),
                    (Theme::Light, "Light", Icon::Sun),
                    (Theme::Dark, "Dark", Icon::Moon),
                ]
                    .map(|(each, label, icon)| {
                        let chosen = Signal::derive(move || theme.get() == each);
                        view! { <MenuItem label icon chosen on_press=move |()| theme.set(each) /> }
                    })
                    .collect_view()}
            </Menu>
            <span class="avatar">"MF"</span>
        </div>
    }
}

fn brand() -> impl IntoView {
    view! {
        <span class="rail-mark"><Glyph icon=Icon::Bill /></span>
        <span>"Billing portal"</span>
    }
}

/// The page at `/gallery`.
#[component]
pub fn Gallery() -> impl IntoView {
    let palette = RwSignal::new(asked("open").as_deref() == Some("palette"));
    let shown = match asked("show").as_deref() {
        Some("overlays") => overlays::Overlays().into_any(),
        Some("states") => states::States().into_any(),
        Some("rows") => rows::Rows().into_any(),
        Some("page") => sheet::Sheet().into_any(),
        _ => controls::Controls().into_any(),
    };
    listen_keys(move |event| {
        if event.key() == "k" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            palette.update(|open| *open = !*open);
        }
    });
    view! {
        <Frame
            words=frame_words()
            brand
            rail
            foot=|| {
                view! {
                    <ul>
                        <RailLink
                            href="/gallery?show=none"
                            icon=Icon::Support
                            label="Contact support"
                            current=false
                        />
                    </ul>
                }
            }
            bar=move || bar(palette)
            address=Signal::stored(String::new())
        >
            {shown}
        </Frame>
        <overlays::SomePalette open=palette />
    }
}
