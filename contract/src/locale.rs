//! The languages that the portal speaks.

use serde::{Deserialize, Serialize};

/// A language of the portal (E4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Locale {
    /// English.
    #[default]
    #[serde(rename = "en")]
    En,
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    Zh,
}

impl Locale {
    /// Both.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// Its BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-CN",
        }
    }

    /// The one of the two that a tag or an `Accept-Language` list likes best: the highest weight (`q`), the first
    /// among equals. English when it names neither.
    pub fn from_accept_language(list: &str) -> Self {
        let mut best = (0, Self::En);
        for part in list.split(',') {
            let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
            let Some(locale) = Self::of_tag(tag.trim()) else { continue };
            let weight = thousandths(parameters);
            if weight > best.0 {
                best = (weight, locale);
            }
        }
        best.1
    }

    fn of_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or(tag);
        if language.eq_ignore_ascii_case("zh") {
            Some(Self::Zh)
        } else if language.eq_ignore_ascii_case("en") {
            Some(Self::En)
        } else {
            None
        }
    }
}

/// The weight in the parameters of a language range, in thousandths: `q=0.8` is 800, without one it is 1000. What is
/// no weight counts as 0: not wanted.
fn thousandths(parameters: &str) -> u16 {
    let weight = parameters.split(';').map(str::trim).find_map(|one| one.strip_prefix(['q', 'Q']));
    let Some(weight) = weight else { return 1000 };
    let weight = weight.trim_start().strip_prefix('=').unwrap_or_default().trim();
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    let well_formed = decimals.len() <= 3 && decimals.bytes().all(|digit| digit.is_ascii_digit());
    match whole {
        "1" if well_formed => 1000,
        "0" if well_formed => format!("{decimals:0<3}").parse().unwrap_or(0),
        _ => 0,
    }
}
