//! The reader's language, and how figures, dates and counts are written for them.
//!
//! Figures are set from exact decimal texts; nothing here calculates, and nothing becomes a float.

use crate::ui::storage;
use crate::words::Words;
use chrono::{Datelike, NaiveDate};
use contract::locale::Locale;
pub use contract::money::figure;
use leptos::prelude::*;

const KEPT_AS: &str = "portal-locale";

/// The language of the page, as a signal that every word follows.
#[derive(Clone, Copy)]
pub struct Speech(RwSignal<Locale>);

/// Makes the language known to everything below: the one kept from the last visit, else the browser's.
pub fn provide_speech() -> Speech {
    let kept = storage::kept(KEPT_AS);
    let preferred = || window().navigator().language().unwrap_or_default();
    let speech = Speech(RwSignal::new(Locale::from_accept_language(&kept.unwrap_or_else(preferred))));
    speech.mark();
    provide_context(speech);
    speech
}

/// The language of the page.
pub fn use_speech() -> Speech {
    use_context().unwrap_or_else(|| Speech(RwSignal::new(Locale::default())))
}

impl Speech {
    /// The language now; follows a change.
    pub fn locale(self) -> Locale {
        self.0.get()
    }

    /// All words in the language; follows a change.
    pub fn words(self) -> &'static Words {
        Words::of(self.0.get())
    }

    /// All words in the language of this moment.
    pub fn words_now(self) -> &'static Words {
        Words::of(self.0.get_untracked())
    }

    /// A word that follows the language.
    pub fn say(self, pick: fn(&Words) -> &'static str) -> Signal<String> {
        Signal::derive(move || pick(self.words()).to_owned())
    }

    /// A sentence that follows the language and whatever else it reads.
    pub fn tell(self, make: impl Fn(&'static Words) -> String + Send + Sync + 'static) -> Signal<String> {
        Signal::derive(move || make(self.words()))
    }

    /// Changes the language at once, for this and later visits.
    pub fn choose(self, locale: Locale) {
        self.0.set(locale);
        storage::keep(KEPT_AS, Some(locale.tag()));
        self.mark();
    }

    /// Takes the signed-in user's language, unless this browser was told another one.
    pub fn suggest(self, locale: Locale) {
        if storage::kept(KEPT_AS).is_none() && self.0.get_untracked() != locale {
            self.0.set(locale);
            self.mark();
        }
    }

    fn mark(self) {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", self.0.get_untracked().tag());
        }
    }
}

/// A count as people read it: `1,048,576`.
pub fn count(number: u64) -> String {
    figure(&number.to_string())
}

/// A day as the language writes it: `2 Nov 2026`, `2026年11月2日`.
pub fn day(date: NaiveDate, locale: Locale) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or("");
    match locale {
        Locale::En => format!("{} {month} {}", date.day(), date.year()),
        Locale::Zh => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
    }
}

/// A minute in the billing time zone: `2026-11-02 12:00`.
pub fn minute(at: chrono::DateTime<chrono::Utc>) -> String {
    use chrono::Timelike;
    let local = at.with_timezone(&contract::cycle::billing_zone());
    let (year, month, day) = (local.year(), local.month(), local.day());
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", local.hour(), local.minute())
}

/// A size of a file: `412 KB`, `18.2 MB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", count(bytes / 1_000_000), bytes % 1_000_000 / 100_000),
    }
}
