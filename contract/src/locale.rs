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

    /// The first of the two that a tag or an `Accept-Language` list names; English otherwise.
    pub fn from_accept_language(list: &str) -> Self {
        let tags = list.split(',').map(|part| part.split(';').next().unwrap_or("").trim());
        for tag in tags {
            let language = tag.get(..2).unwrap_or("").to_ascii_lowercase();
            match language.as_str() {
                "en" => return Self::En,
                "zh" => return Self::Zh,
                _ => {}
            }
        }
        Self::En
    }
}
