//! The native `<dialog>` that dialogs, drawers and the palette stand in.
//!
//! The browser keeps the focus inside and gives it back; Esc and a click beside it ask to close, the owner of
//! `open` decides. The content exists only while it is open.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Words;
use super::button::IconButton;
use super::icon::Icon;
use super::identity::fresh_id;
use super::keyboard::all_inside;

/// A modal element of the given class.
#[component]
pub fn Modal(
    #[prop(into)] open: Signal<bool>,
    #[prop(into)] on_close: Callback<()>,
    class: &'static str,
    /// The `id` of its title.
    #[prop(optional, into)]
    labelled_by: Option<String>,
    #[prop(optional, into)] label: Option<Words>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(dialog) = dialog.get() else { return };
        if wanted && !dialog.open() {
            // After the content stands, so that the focus goes to it.
            request_animation_frame(move || {
                if open.get_untracked() && !dialog.open() {
                    let _ = dialog.show_modal();
                    focus_first(&dialog);
                }
            });
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    let beside = move |event: ev::MouseEvent| {
        let on_itself =
            event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if on_itself.is_some_and(|target| Some(target) == dialog.get_untracked()) {
            on_close.run(());
        }
    };
    view! {
        <dialog
            class=class
            aria-labelledby=labelled_by
            aria-label=label
            node_ref=dialog
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                on_close.run(());
            }
            on:mousedown=beside
        >
            {move || open.get().then(|| children())}
        </dialog>
    }
    .into_any()
}

/// The first thing to work with gets the focus, not the cross: what is marked `autofocus`, else the first control of
/// the content, else of the footer.
fn focus_first(dialog: &web_sys::HtmlDialogElement) {
    const CONTROLS: [&str; 3] = [
        "[autofocus]",
        ".overlay-body :is(button, input, select, a[href]):not([tabindex='-1'])",
        ".overlay-foot button",
    ];
    let first = CONTROLS.iter().find_map(|selector| all_inside(dialog, selector).into_iter().next());
    if let Some(first) = first {
        let _ = first.focus();
    }
}

/// Title, optional second line and cross on top of an overlay; content; footer.
pub(super) fn framed(
    open: Signal<bool>,
    on_close: Callback<()>,
    class: &'static str,
    words: Heading,
    footer: ViewFn,
    children: ChildrenFn,
) -> AnyView {
    let title_id = fresh_id("title");
    let labelled_by = title_id.clone();
    view! {
        <Modal open on_close class labelled_by>
            <header class="overlay-head">
                <div class="overlay-title">
                    <h2 id=title_id.clone()>{words.title}</h2>
                    {words.subtitle.map(|subtitle| view! { <p class="muted">{subtitle}</p> })}
                </div>
                <IconButton icon=Icon::Close label=words.close on_press=on_close />
            </header>
            <div class="overlay-body">{children()}</div>
            {
                let footer = footer.clone();
                view! { <footer class="overlay-foot">{footer.run()}</footer> }
            }
        </Modal>
    }
    .into_any()
}

/// The words on top of an overlay.
#[derive(Clone, Copy)]
pub(super) struct Heading {
    pub title: Words,
    pub subtitle: Option<Words>,
    pub close: Words,
}
