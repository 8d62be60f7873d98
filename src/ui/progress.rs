//! How far something long has come, with a way to stop it.

use leptos::prelude::*;

use super::Words;
use super::button::Button;

/// A bar. Without a total it shows that work goes on, not how far.
#[component]
pub fn Progress(
    #[prop(into)] label: Words,
    #[prop(into)] done: Signal<u64>,
    #[prop(into)] total: Signal<Option<u64>>,
    /// Beside the label: "120,000 of 1,000,000 rows".
    #[prop(optional, into)]
    detail: Option<Words>,
    #[prop(optional, into)] cancel: Option<Words>,
    #[prop(optional, into)] on_cancel: Option<Callback<()>>,
) -> impl IntoView {
    let known = move || total.get().filter(|total| *total > 0);
    let button =
        cancel.zip(on_cancel).map(|(label, on_cancel)| view! { <Button label on_press=on_cancel /> });
    view! {
        <div class="progress">
            <div class="progress-words">
                <span class="progress-label">{label}</span>
                {detail.map(|detail| view! { <span class="progress-detail">{detail}</span> })}
            </div>
            <progress
                class="progress-bar"
                aria-label=label
                max=move || known().map(|total| total.to_string())
                value=move || known().map(|total| done.get().min(total).to_string())
            ></progress>
            {button}
        </div>
    }
    .into_any()
}
