//! Tags: a JSON object in a cell, of which the name of the application is wanted.

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// What one cell of tags says. It is kept for the next row, which often has the same.
#[derive(Debug, Default)]
pub(super) struct Tags {
    text: String,
    /// Not a JSON object.
    pub(super) broken: bool,
    /// A key with spaces around it.
    pub(super) spaced: bool,
    /// A key twice.
    pub(super) duplicate: bool,
    /// A value that is no text.
    pub(super) not_text: bool,
    application: Option<String>,
}

impl Tags {
    /// Reads a cell; `wanted` are the keys that name the application, best first.
    pub(super) fn read(&mut self, text: &str, wanted: &[String]) {
        if self.text == text {
            return;
        }
        text.clone_into(&mut self.text);
        (self.broken, self.spaced, self.duplicate, self.not_text) = (false, false, false, false);
        let mut reader = serde_json::Deserializer::from_str(text);
        let pairs = reader.deserialize_map(Pairs).and_then(|pairs| reader.end().map(|()| pairs));
        let Ok(pairs) = pairs else {
            (self.broken, self.application) = (true, None);
            return;
        };
        let mut best: Option<(usize, String)> = None;
        for (place, (key, value)) in pairs.iter().enumerate() {
            let name = key.trim();
            self.spaced |= name.len() != key.len();
            self.duplicate |= pairs.iter().take(place).any(|(former, _)| former.trim() == name);
            let text = serde_json::from_str::<Text<'_>>(value.get()).ok();
            self.not_text |= text.is_none();
            let rank = wanted.iter().position(|wanted| wanted.eq_ignore_ascii_case(name));
            if let (Some(rank), Some(Text(value))) = (rank, text)
                && best.as_ref().is_none_or(|(known, _)| rank < *known)
                && !value.trim().is_empty()
            {
                best = Some((rank, value.trim().to_owned()));
            }
        }
        self.application = best.map(|(_, value)| value);
    }

    /// The application that the cell read last names.
    pub(super) fn application(&self) -> Option<&str> {
        self.application.as_deref()
    }
}

/// A text without a copy where JSON has it as it is.
#[derive(serde::Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// Keys and values in their order, with repetitions.
struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::with_capacity(8);
        while let Some((Text(key), value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
            pairs.push((key, value));
        }
        Ok(pairs)
    }
}
