//! A button that opens a list of actions: arrows move, a letter jumps, Esc closes.

use leptos::context::Provider;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Words;
use super::icon::{Glyph, Icon};
use super::identity::fresh_id;
use super::keyboard::{all_inside, move_focus};
use super::letters::lower_case;
use super::popover::{Align, Popover};

/// How the button of a menu looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MenuLook {
    /// A button with words and an arrow.
    #[default]
    Plain,
    /// Words and an arrow without a frame.
    Quiet,
    /// A sign only; the words are its name.
    Icon,
}

#[derive(Clone, Copy)]
struct InMenu {
    open: RwSignal<bool>,
}

const ITEMS: &str = "[role^=menuitem]:not([aria-disabled=true])";

fn on_menu_key(event: &web_sys::KeyboardEvent) {
    let Some(root) = event.current_target().and_then(|root| root.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    let key = event.key();
    let moved = match key.as_str() {
        "ArrowDown" | "ArrowUp" | "Home" | "End" => move_focus(&root, ITEMS, &key),
        letter if letter.chars().count() == 1 && letter != " " && !event.ctrl_key() && !event.meta_key() => {
            jump(&root, letter)
        }
        _ => false,
    };
    if moved {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// To the next item that begins with the letter.
fn jump(root: &web_sys::Element, letter: &str) -> bool {
    let items = all_inside(root, ITEMS);
    let focused = document().active_element();
    let at = items.iter().position(|item| Some(item.as_ref()) == focused.as_ref()).map_or(0, |at| at + 1);
    let letter = lower_case(letter);
    items
        .iter()
        .cycle()
        .skip(at)
        .take(items.len())
        .find(|item| item.text_content().is_some_and(|text| lower_case(text.trim()).starts_with(&letter)))
        .is_some_and(|item| item.focus().is_ok())
}

/// A menu: its button and its items (as children, [`MenuItem`]).
#[component]
pub fn Menu(
    #[prop(into)] label: Words,
    #[prop(optional)] look: MenuLook,
    #[prop(optional, into)] icon: Option<Icon>,
    #[prop(optional)] align: Align,
    /// Read aloud after the label, where that alone says too little: "EN", "Language: English".
    #[prop(optional, into)]
    spoken: Option<Words>,
    children: ChildrenFn,
) -> impl IntoView {
    let id = fresh_id("menu");
    let open = RwSignal::new(false);
    let class = match look {
        MenuLook::Plain => "button",
        MenuLook::Quiet => "menu-button",
        MenuLook::Icon => "icon-button",
    };
    let in_menu = InMenu { open };
    let children = StoredValue::new(children);
    view! {
        <button
            class=class
            type="button"
            popovertarget=id.clone()
            aria-haspopup="menu"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-label=(look == MenuLook::Icon).then_some(label)
            title=(look == MenuLook::Icon).then_some(label)
        >
            {icon.map(|icon| view! { <Glyph icon /> })}
            {spoken.map(|spoken| view! { <span class="visually-hidden">{spoken} " "</span> })}
            {(look != MenuLook::Icon)
                .then(|| view! { <span class="button-label">{label}</span><Glyph icon=Icon::ChevronDown /> })}
        </button>
        <Popover id label align open role="menu">
            <Provider value=in_menu>
                <div class="menu" on:keydown=move |event| on_menu_key(&event)>
                    {children.with_value(|children| children())}
                </div>
            </Provider>
        </Popover>
    }
    .into_any()
}

/// An action of a menu, or one of its choices when `chosen` is given, or a link when `href` is.
#[component]
pub fn MenuItem(
    #[prop(into)] label: Words,
    #[prop(optional, into)] icon: Option<Icon>,
    #[prop(optional, into)] detail: Option<Words>,
    #[prop(optional, into)] chosen: Option<Signal<bool>>,
    #[prop(optional, into)] href: Option<Signal<String>>,
    #[prop(optional, into)] on_press: Option<Callback<()>>,
) -> impl IntoView {
    let menu = use_context::<InMenu>();
    let press = move |_| {
        if let Some(menu) = menu {
            menu.open.set(false);
        }
        if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    let sign = chosen.map(|chosen| {
        let on = move || if chosen.get() { "yes" } else { "no" };
        view! { <span class="menu-item-tick" data-on=on><Glyph icon=Icon::Check /></span> }
    });
    let content = view! {
        {sign}
        {icon.map(|icon| view! { <Glyph icon /> })}
        <span class="menu-item-label">{label}</span>
        {detail.map(|detail| view! { <span class="menu-item-detail">{detail}</span> })}
    };
    match href {
        Some(href) => view! {
            <a class="menu-item" role="menuitem" tabindex="-1" href=href on:click=press>{content}</a>
        }
        .into_any(),
        None => view! {
            <button
                class="menu-item"
                type="button"
                tabindex="-1"
                role=if chosen.is_some() { "menuitemradio" } else { "menuitem" }
                aria-checked=chosen.map(|chosen| move || if chosen.get() { "true" } else { "false" })
                on:click=press
            >
                {content}
            </button>
        }
        .into_any(),
    }
}
