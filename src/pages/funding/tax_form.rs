//! A tax profile that is to follow. What is typed stays until it is sent or put away; the contract's check speaks first, then
//! the server's, both at the field (E1).

use crate::api::submit::Submit;
use crate::api::use_api;
use crate::locale::use_speech;
use crate::parts::{ProblemText, error_of};
use crate::ui::{Button, ButtonKind, Drawer, Field, Note, TextInput, TextKind, Tone, use_toasts};
use chrono::NaiveDate;
use contract::api::{AccountPath, Problem, SetTaxProfile};
use contract::audit::{day_text, parse_day};
use contract::id::AccountNumber;
use contract::rule::{FieldError, Rule};
use contract::tax_profile::{NewTaxProfile, TaxProfile, TaxProfiles};
use leptos::prelude::*;
use std::sync::Arc;

/// What is typed.
#[derive(Clone, Copy)]
struct Form {
    valid_from: RwSignal<String>,
    legal_name: RwSignal<String>,
    tax_number: RwSignal<String>,
    address: RwSignal<String>,
    contact: RwSignal<String>,
}

impl Form {
    fn empty() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            valid_from: empty(),
            legal_name: empty(),
            tax_number: empty(),
            address: empty(),
            contact: empty(),
        }
    }

    /// Begins with what holds now, from tomorrow on.
    fn fill(self, known: Option<&TaxProfiles>) {
        self.valid_from.set(known.map(|known| day_text(known.earliest)).unwrap_or_default());
        let profile = known.and_then(|known| known.items.first());
        let text = |part: fn(&TaxProfile) -> &String| profile.map(part).cloned().unwrap_or_default();
        self.legal_name.set(text(|profile| &profile.legal_name));
        self.tax_number.set(text(|profile| &profile.tax_number));
        self.address.set(text(|profile| &profile.address));
        self.contact.set(text(|profile| &profile.contact));
    }

    fn read(self, earliest: NaiveDate) -> Result<NewTaxProfile, Vec<FieldError>> {
        let typed = self.valid_from.get_untracked();
        let unreadable = || vec![FieldError::new("valid_from", Rule::Unreadable)];
        let profile = NewTaxProfile {
            valid_from: parse_day(&typed).ok_or_else(unreadable)?,
            legal_name: self.legal_name.get_untracked(),
            tax_number: self.tax_number.get_untracked(),
            address: self.address.get_untracked(),
            contact: self.contact.get_untracked(),
        };
        let profile = profile.trimmed();
        // The day before the earliest is the server's today.
        profile.check(earliest.pred_opt().unwrap_or(NaiveDate::MIN))?;
        Ok(profile)
    }
}

/// The drawer.
#[component]
pub(super) fn TaxDrawer(
    whose: Signal<Option<AccountNumber>>,
    known: Signal<Option<Arc<TaxProfiles>>>,
    open: RwSignal<bool>,
    saved: Callback<()>,
) -> impl IntoView {
    let speech = use_speech();
    let toasts = use_toasts();
    let submit = Submit::new(use_api());
    let form = Form::empty();
    Effect::new(move |_| {
        if open.get() {
            submit.problem.set(None);
            form.fill(known.get_untracked().as_deref());
        }
    });
    let send = move || {
        let Some(account) = whose.get_untracked() else { return };
        let earliest = known.get_untracked().map_or(NaiveDate::MIN, |known| known.earliest);
        match form.read(earliest) {
            Err(errors) => submit.problem.set(Some(Problem::invalid(errors))),
            Ok(profile) => submit.send::<SetTaxProfile>(AccountPath { account }, profile, move |_| {
                open.set(false);
                saved.run(());
                toasts.say(Tone::Green, speech.words_now().tax.profile_saved);
            }),
        }
    };
    let submitted = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        send();
    };
    view! {
        <Drawer
            open
            on_close=move |()| open.set(false)
            title=speech.say(|words| words.tax.new_profile)
            close=speech.say(|words| words.shell.close)
            footer=move || {
                view! {
                    <Button
                        label=speech.say(|words| words.shell.save)
                        kind=ButtonKind::Primary
                        pending=submit.pending
                        on_press=move |()| send()
                    />
                    <Button label=speech.say(|words| words.shell.cancel) on_press=move |()| open.set(false) />
                }
            }
        >
            <form class="stack" novalidate on:submit=submitted>
                {fields(form, submit)}
                // Enter sends the form.
                <input type="submit" hidden />
            </form>
        </Drawer>
    }
    .into_any()
}

fn fields(form: Form, submit: Submit) -> AnyView {
    let speech = use_speech();
    let problem = submit.problem;
    let general = Signal::derive(move || problem.get().filter(|problem| problem.errors.is_empty()));
    view! {
        {move || general.with(Option::is_some).then(|| view! {
            <Note tone=Tone::Red><ProblemText problem=general /></Note>
        })}
        <Field
            label=speech.say(|words| words.tax.valid_from)
            hint=Signal::derive(move || Some(speech.words().tax.valid_from_hint.to_owned()))
            error=error_of(problem, "valid_from")
        >
            <TextInput value=form.valid_from kind=TextKind::Date name="valid_from" />
        </Field>
        <Field label=speech.say(|words| words.tax.legal_name) error=error_of(problem, "legal_name")>
            <TextInput value=form.legal_name name="legal_name" autocomplete="organization" />
        </Field>
        <Field label=speech.say(|words| words.tax.tax_number) error=error_of(problem, "tax_number")>
            <TextInput value=form.tax_number kind=TextKind::Mono name="tax_number" autocomplete="off" />
        </Field>
        <Field label=speech.say(|words| words.tax.address) error=error_of(problem, "address")>
            <TextInput value=form.address name="address" autocomplete="street-address" />
        </Field>
        <Field label=speech.say(|words| words.tax.contact) error=error_of(problem, "contact")>
            <TextInput value=form.contact name="contact" autocomplete="off" />
        </Field>
    }
    .into_any()
}
