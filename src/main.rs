//! The portal. It mounts [`app::App`] and nothing else.

mod api;
mod app;
mod locale;
mod pages;
mod parts;
mod route;
mod session;
#[allow(dead_code, unused_imports, reason = "a kit: the gallery shows all of it, pages take what they need")]
mod ui;
mod words;

fn main() {
    if let Some(boot) = leptos::prelude::document().get_element_by_id("boot") {
        boot.remove();
    }
    leptos::mount::mount_to_body(app::App);
}
