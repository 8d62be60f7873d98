//! A filter that holds several of many: products, accounts, applications.

use crate::locale::use_speech;
use crate::ui::{Choice, FilterChip, MultiChoice, MultiChoiceWords};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A filter's name of a value.
pub type NameOf = Arc<dyn Fn(&str) -> String + Send + Sync>;

/// Where a filter's choices come from.
#[derive(Clone, Copy)]
pub struct Choices {
    /// What can be chosen.
    pub choices: Signal<Vec<Choice>>,
    /// What is searched for.
    pub query: RwSignal<String>,
    /// The name of a chosen value.
    pub name: StoredValue<NameOf>,
}

impl Choices {
    /// What was found last, and the names of everything that was ever found: a chosen value keeps its name while
    /// somebody searches for another.
    pub fn searched(choices: Signal<Vec<Choice>>, query: RwSignal<String>) -> Self {
        let names = RwSignal::new(BTreeMap::<String, String>::new());
        Effect::new(move |_| {
            let found = choices.get();
            names.update(|names| names.extend(found.into_iter().map(|choice| (choice.value, choice.label))));
        });
        let name: NameOf = Arc::new(move |value| {
            names.with(|names| names.get(value).cloned()).unwrap_or_else(|| value.to_owned())
        });
        Self { choices, query, name: StoredValue::new(name) }
    }
}

/// The chip and its list.
#[component]
pub fn ChoiceFilter(
    #[prop(into)] label: Signal<String>,
    source: Choices,
    #[prop(into)] chosen: Signal<BTreeSet<String>>,
    #[prop(into)] on_change: Callback<BTreeSet<String>>,
) -> impl IntoView {
    let speech = use_speech();
    let value = Signal::derive(move || {
        let chosen = chosen.get();
        let first = chosen.first()?;
        let name = (source.name.get_value())(first);
        Some(match chosen.len() {
            1 => name,
            all => (speech.words().bills.and_more)(&name, all - 1),
        })
    });
    let words = MultiChoiceWords {
        label,
        search: speech.say(|words| words.bills.choices_search),
        none: speech.say(|words| words.bills.choices_none),
        more: speech.say(|words| words.bills.choices_more),
        clear: speech.say(|words| words.bills.choices_clear),
    };
    view! {
        <FilterChip
            label
            value
            remove_label=speech.tell(move |words| (words.bills.remove_filter)(&label.get()))
            on_remove=move |()| on_change.run(BTreeSet::new())
        >
            <MultiChoice choices=source.choices chosen on_change words query=source.query />
        </FilterChip>
    }
    .into_any()
}
