//! Tax profiles: what stands on bills about their payer, from when to when (B4).

use super::tax_form::TaxDrawer;
use crate::api::load::load;
use crate::api::use_api;
use crate::locale::{day, use_speech};
use crate::parts::ProblemText;
use crate::session::use_reader;
use crate::ui::{Button, ButtonKind, Empty, Icon, Loaded, Skeleton};
use contract::api::{AccountPath, ListTaxProfiles, Problem};
use contract::id::AccountNumber;
use contract::permission::Permission;
use contract::tax_profile::TaxProfile;
use leptos::prelude::*;

/// The part.
#[component]
pub(super) fn TaxProfiles(whose: Signal<Option<AccountNumber>>) -> impl IntoView {
    let speech = use_speech();
    let reader = use_reader();
    let profiles =
        load::<ListTaxProfiles>(use_api(), move || Some((AccountPath { account: whose.get()? }, ())));
    let problem: Signal<Option<Problem>> = profiles.problem.into();
    let open = RwSignal::new(false);
    let known = Signal::derive(move || profiles.get());
    let blocked = Signal::derive(move || {
        (!reader.may(Permission::ManageAccounts)).then(|| speech.words().funding.not_administrator.to_owned())
    });
    let content = move || {
        let items = profiles.get().map(|listing| listing.items.clone()).unwrap_or_default();
        if items.is_empty() {
            return view! {
                <Empty
                    icon=Icon::File
                    title=speech.say(|words| words.tax.no_profile)
                    text=speech.say(|words| words.tax.no_profile_text)
                />
            }
            .into_any();
        }
        let items = items.into_iter().map(profile).collect_view();
        view! { <ul class="funding-list tax-list">{items}</ul> }.into_any()
    };
    view! {
        <div class="relations">
            <div class="relations-head">
                <p class="muted">{speech.say(|words| words.tax.tax_means)}</p>
                <Button
                    label=speech.say(|words| words.tax.new_profile)
                    kind=ButtonKind::Primary
                    icon=Icon::Plus
                    blocked
                    on_press=move |()| open.set(true)
                />
            </div>
            <Loaded
                state=profiles.state()
                skeleton=|| view! { <Skeleton lines=6 /> }
                problem=move || view! { <ProblemText problem /> }
                retry=speech.say(|words| words.shell.try_again)
                on_retry=profiles.retry()
            >
                {content}
            </Loaded>
        </div>
        <TaxDrawer whose known open saved=profiles.retry() />
    }
    .into_any()
}

fn profile(profile: TaxProfile) -> AnyView {
    let speech = use_speech();
    let (from, to) = (profile.valid_from, profile.valid_to);
    let valid = speech.tell(move |words| {
        let locale = speech.locale();
        let to = to.map(|to| day(to, locale));
        (words.tax.profile_valid)(&day(from, locale), to.as_deref())
    });
    view! {
        <li>
            <h2>{valid}</h2>
            <dl class="terms">
                <dt>{speech.say(|words| words.tax.legal_name)}</dt>
                <dd>{profile.legal_name}</dd>
                <dt>{speech.say(|words| words.tax.tax_number)}</dt>
                <dd class="mono">{profile.tax_number}</dd>
                <dt>{speech.say(|words| words.tax.address)}</dt>
                <dd>{profile.address}</dd>
                <dt>{speech.say(|words| words.tax.contact)}</dt>
                <dd>{profile.contact}</dd>
            </dl>
        </li>
    }
    .into_any()
}
