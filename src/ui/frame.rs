//! The frame of every page: rail, top bar, main. The rail folds to its signs; below 720 px it is a menu over the page.

use leptos::prelude::*;

use super::Words;
use super::button::IconButton;
use super::icon::Icon;
use super::keyboard::{all_inside, listen_keys};
use super::storage::{keep, kept, mark_document};

const RAIL_KEY: &str = "portal-rail";
const FRAME_KEY: &str = "portal-frame";

/// The words of the frame.
#[derive(Clone, Copy)]
pub struct FrameWords {
    /// The link that leads past the rail.
    pub skip: Words,
    /// The name of the rail.
    pub rail: Words,
    /// Opens the rail on a narrow window.
    pub open_menu: Words,
    /// Closes it again.
    pub close_menu: Words,
    /// Folds the rail to its signs.
    pub fold: Words,
    /// Unfolds it.
    pub unfold: Words,
}

fn focus_inside(root: &web_sys::Element, selector: &str) {
    if let Some(first) = all_inside(root, selector).into_iter().next() {
        let _ = first.focus();
    }
}

/// Rail, bar and page. `address` is read only to close the menu when the page changes.
#[component]
pub fn Frame(
    words: FrameWords,
    /// The name of the portal, on top of the rail.
    #[prop(into)]
    brand: ViewFn,
    /// [`super::RailGroup`]s.
    #[prop(into)]
    rail: ViewFn,
    /// What stands at the foot of the rail.
    #[prop(optional, into)]
    foot: ViewFn,
    /// The top bar.
    #[prop(into)]
    bar: ViewFn,
    #[prop(into)] address: Signal<String>,
    children: Children,
) -> impl IntoView {
    let narrow = RwSignal::new(kept(RAIL_KEY).as_deref() == Some("narrow"));
    let menu = RwSignal::new(false);
    keep(FRAME_KEY, Some("yes"));
    on_cleanup(|| keep(FRAME_KEY, None));
    Effect::new(move |_| mark_document("rail", narrow.get().then_some("narrow")));
    Effect::new(move |_| {
        address.track();
        menu.set(false);
    });
    let side = NodeRef::<leptos::html::Nav>::new();
    let opener = NodeRef::<leptos::html::Span>::new();
    // The focus follows the menu: into it when it opens, back to its button when it closes.
    Effect::new(move |before: Option<bool>| {
        let open = menu.get();
        if before.is_some_and(|before| before != open) {
            request_animation_frame(move || {
                if let (true, Some(side)) = (open, side.get_untracked()) {
                    focus_inside(&side, ".rail-close button");
                } else if let Some(opener) = opener.get_untracked() {
                    focus_inside(&opener, "button");
                }
            });
        }
        open
    });
    listen_keys(move |event| {
        if event.key() == "Escape" && menu.get_untracked() {
            event.prevent_default();
            menu.set(false);
        }
    });
    let fold = move |()| {
        narrow.update(|narrow| *narrow = !*narrow);
        keep(RAIL_KEY, narrow.get_untracked().then_some("narrow"));
    };
    let fold_button = move || {
        let (icon, label) =
            if narrow.get() { (Icon::RailOpen, words.unfold) } else { (Icon::RailClose, words.fold) };
        view! { <IconButton icon label on_press=fold /> }
    };
    let page = NodeRef::<leptos::html::Main>::new();
    // The focus moves; the address stays.
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        if let Some(page) = page.get_untracked() {
            let _ = page.focus();
        }
    };
    view! {
        <a class="skip-link" href="#main" on:click=skip>{words.skip}</a>
        <div class="frame" data-menu=move || menu.get().then_some("open")>
            <nav class="rail" aria-label=words.rail node_ref=side>
                <div class="rail-head">
                    <div class="rail-brand">{brand.run()}</div>
                    <span class="rail-fold">{fold_button}</span>
                    <span class="rail-close">
                        <IconButton icon=Icon::Close label=words.close_menu on_press=move |()| menu.set(false) />
                    </span>
                </div>
                <div class="rail-body">{rail.run()}</div>
                <div class="rail-foot">{foot.run()}</div>
            </nav>
            <div class="rail-scrim" on:click=move |_| menu.set(false)></div>
            <header class="bar" inert=move || menu.get()>
                <span class="bar-menu" node_ref=opener>
                    <IconButton icon=Icon::MenuLines label=words.open_menu on_press=move |()| menu.set(true) />
                </span>
                {bar.run()}
            </header>
            <main class="main" id="main" tabindex="-1" node_ref=page inert=move || menu.get()>{children()}</main>
        </div>
    }
    .into_any()
}
