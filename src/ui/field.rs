//! A form's field: label, control, hint and error, tied together for screen readers; and the summary of a form.
//!
//! The control inside asks [`Control`] for its name and what describes it; a field never reads the control's value.

use leptos::context::Provider;
use leptos::prelude::*;

use super::Words;
use super::icon::{Glyph, Icon};
use super::identity::fresh_id;

/// What a field tells the control inside it.
#[derive(Clone, Copy)]
pub struct Control {
    id: StoredValue<String>,
    described_by: Signal<Option<String>>,
    invalid: Signal<bool>,
}

impl Control {
    /// The field around this control; a control that stands alone gets a name of its own.
    #[must_use]
    pub fn around() -> Self {
        use_context::<Self>().unwrap_or_else(|| Self {
            id: StoredValue::new(fresh_id("control")),
            described_by: Signal::stored(None),
            invalid: Signal::stored(false),
        })
    }

    /// The `id` of the control.
    #[must_use]
    pub fn id(self) -> String {
        self.id.get_value()
    }

    /// Its `aria-describedby`.
    #[must_use]
    pub fn described_by(self) -> Signal<Option<String>> {
        self.described_by
    }

    /// Its `aria-invalid`.
    #[must_use]
    pub fn invalid(self) -> Signal<Option<&'static str>> {
        let invalid = self.invalid;
        Signal::derive(move || invalid.get().then_some("true"))
    }
}

/// Label above, control, then the error or the hint.
#[component]
pub fn Field(
    #[prop(into)] label: Words,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// A fixed `id` for the control, so that an [`ErrorSummary`] can link to it.
    #[prop(optional, into)]
    id: Option<String>,
    children: Children,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| fresh_id("field"));
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let invalid = Memo::new(move |_| error.with(Option::is_some));
    let hinted = Memo::new(move |_| hint.with(Option::is_some));
    let described_by = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        Signal::derive(move || match (invalid.get(), hinted.get()) {
            (true, true) => Some(format!("{error_id} {hint_id}")),
            (true, false) => Some(error_id.clone()),
            (false, true) => Some(hint_id.clone()),
            (false, false) => None,
        })
    };
    let control = Control { id: StoredValue::new(id.clone()), described_by, invalid: invalid.into() };
    view! {
        <div class="field" data-invalid=move || invalid.get().then_some("yes")>
            <label class="field-label" for=id>{label}</label>
            <Provider value=control>{children()}</Provider>
            <div class="field-error" id=error_id aria-live="polite">
                {move || {
                    error.get().map(|error| view! { <Glyph icon=Icon::Failure /><span>{error}</span> })
                }}
            </div>
            {move || {
                let hint_id = hint_id.clone();
                hint.get().map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })
            }}
        </div>
    }
    .into_any()
}

/// One mistake of a form and the control where it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The `id` given to the [`Field`].
    pub id: String,
    /// What to do, in words.
    pub message: String,
}

/// The mistakes of a long form, each a link to its field. Says nothing while there are none.
#[component]
pub fn ErrorSummary(
    #[prop(into)] title: Words,
    #[prop(into)] errors: Signal<Vec<FieldError>>,
) -> impl IntoView {
    let entry = |error: FieldError| {
        view! { <li><a href=format!("#{}", error.id)>{error.message}</a></li> }
    };
    move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            view! {
                <div class="error-summary" role="alert">
                    <strong>{title}</strong>
                    <ul>{errors.into_iter().map(entry).collect_view()}</ul>
                </div>
            }
            .into_any()
        })
    }
}
