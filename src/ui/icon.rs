//! The drawn signs of the portal: 16 px, strokes of one width, in the colour of the text beside them.
//!
//! A sign never stands for a word alone: it is hidden from screen readers, whoever uses it brings the word.

use leptos::prelude::*;

macro_rules! icons {
    ($($name:ident,)+) => {
        /// Every sign there is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the names say it")]
        pub enum Icon {
            $($name,)+
        }

        impl Icon {
            /// All of them, in the order above.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];
        }
    };
}

icons! {
    Overview,
    Bill,
    MonthlyBill,
    Settlement,
    Payment,
    Funding,
    Reseller,
    Report,
    AuditLog,
    People,
    Person,
    Support,
    Search,
    Filter,
    Columns,
    Bookmark,
    Download,
    Upload,
    File,
    Plus,
    Check,
    Close,
    ChevronDown,
    ChevronRight,
    ChevronLeft,
    SortUp,
    SortDown,
    More,
    MenuLines,
    RailClose,
    RailOpen,
    Sun,
    Moon,
    Screen,
    Language,
    Keyboard,
    Eye,
    EyeOff,
    Info,
    Warning,
    Failure,
    Success,
    Undo,
    Retry,
    Copy,
    Edit,
    Trash,
    Lock,
    SignOut,
    Calendar,
    Link,
    Dot,
    HalfDot,
    Ring,
    Dashes,
    Square,
}

impl Icon {
    /// What is stroked, and what is filled.
    const fn drawing(self) -> (&'static str, &'static str) {
        match self {
            Self::Overview => ("M2.5 2.5h4.5v5h-4.5zM9 2.5h4.5v3H9zM9 8.5h4.5v5H9zM2.5 10.5h4.5v3h-4.5z", ""),
            Self::Bill => ("M3.5 1.5h9v13l-2.25-1.5L8 14.5 5.75 13 3.5 14.5zM6 5h4M6 8h4", ""),
            Self::MonthlyBill => ("M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 1.5v3M10.5 1.5v3M5.5 9.5h5", ""),
            Self::Settlement => ("M2 4.5h9M8.5 2 11 4.5 8.5 7M14 11.5H5M7.5 9 5 11.5 7.5 14", ""),
            Self::Payment => ("M1.5 3.5h13v9h-13zM1.5 6.5h13M4 10h3", ""),
            Self::Funding => {
                ("M2 5.5 8 2l6 3.5zM3.5 5.5v6M6.5 5.5v6M9.5 5.5v6M12.5 5.5v6M2 13.5h12M2.5 11.5h11", "")
            }
            Self::Reseller => (
                "M8 1.5v4M8 5.5H3.5v3M8 5.5h4.5v3M6.5 1.5h3M2 8.5h3v4H2zM11 8.5h3v4h-3zM6.5 8.5h3v4h-3zM8 5.5v3",
                "",
            ),
            Self::Report => ("M2.5 1.5v12h12M5.5 11V8M8.5 11V4.5M11.5 11V6.5", ""),
            Self::AuditLog => {
                ("M8 1.5 13.5 3.5v4c0 3.5-2.5 5.75-5.5 7-3-1.25-5.5-3.5-5.5-7v-4zM5.5 8l2 2 3-3.5", "")
            }
            Self::People => (
                "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 2.75a2.5 2.5 0 0 1 0 4.5M12 9.75c1.5.5 2.5 1.75 2.5 3.75",
                "",
            ),
            Self::Person => {
                ("M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14c0-2.75 2.5-4 5.5-4s5.5 1.25 5.5 4", "")
            }
            Self::Support => (
                "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM6.25 6.25a1.75 1.75 0 1 1 2.5 1.6c-.5.25-.75.6-.75 1.15v.25",
                "M8 10.75a.75.75 0 1 1 0 1.5.75.75 0 0 1 0-1.5z",
            ),
            Self::Search => ("M7 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM10.75 10.75 14 14", ""),
            Self::Filter => ("M2 4h12M4.5 8h7M6.5 12h3", ""),
            Self::Columns => ("M2 2.5h12v11H2zM6 2.5v11M10 2.5v11", ""),
            Self::Bookmark => ("M4 2h8v12l-4-3-4 3z", ""),
            Self::Download => ("M8 2v8.5M4.5 7 8 10.5 11.5 7M2.5 13.5h11", ""),
            Self::Upload => ("M8 10.5V2M4.5 5.5 8 2l3.5 3.5M2.5 13.5h11", ""),
            Self::File => ("M3.5 1.5H9l3.5 3.5v9.5h-9zM9 1.5V5h3.5", ""),
            Self::Plus => ("M8 3v10M3 8h10", ""),
            Self::Check => ("M3 8.5 6.5 12 13 4.5", ""),
            Self::Close => ("M4 4l8 8M12 4l-8 8", ""),
            Self::ChevronDown => ("M4.5 6.5 8 10l3.5-3.5", ""),
            Self::ChevronRight => ("M6.5 4.5 10 8l-3.5 3.5", ""),
            Self::ChevronLeft => ("M9.5 4.5 6 8l3.5 3.5", ""),
            Self::SortUp => ("M8 13V3.5M4.5 7 8 3.5 11.5 7", ""),
            Self::SortDown => ("M8 3v9.5M4.5 9 8 12.5 11.5 9", ""),
            Self::More => (
                "",
                "M3.5 6.75a1.25 1.25 0 1 1 0 2.5 1.25 1.25 0 0 1 0-2.5zM8 6.75a1.25 1.25 0 1 1 0 2.5 1.25 1.25 0 0 1 0-2.5zM12.5 6.75a1.25 1.25 0 1 1 0 2.5 1.25 1.25 0 0 1 0-2.5z",
            ),
            Self::MenuLines => ("M2 4h12M2 8h12M2 12h12", ""),
            Self::RailClose => ("M2 2.5h12v11H2zM6 2.5v11M11.5 6 9.5 8l2 2", ""),
            Self::RailOpen => ("M2 2.5h12v11H2zM6 2.5v11M9.5 6l2 2-2 2", ""),
            Self::Sun => (
                "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
                "",
            ),
            Self::Moon => ("M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z", ""),
            Self::Screen => ("M1.5 2.5h13v8.5h-13zM5.5 14h5M8 11v3", ""),
            Self::Language => (
                "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM1.5 8h13M8 1.5c2 2 2.75 4 2.75 6.5S10 12.5 8 14.5C6 12.5 5.25 10.5 5.25 8S6 3.5 8 1.5z",
                "",
            ),
            Self::Keyboard => {
                ("M1.5 4h13v8.5h-13zM4 6.75h.5M6.75 6.75h.5M9.5 6.75h.5M12 6.75h.25M4.5 9.75h7", "")
            }
            Self::Eye => (
                "M1.5 8C3 5 5.25 3.5 8 3.5S13 5 14.5 8C13 11 10.75 12.5 8 12.5S3 11 1.5 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
                "",
            ),
            Self::EyeOff => (
                "M2.5 2.5l11 11M6.5 3.75C7 3.6 7.5 3.5 8 3.5c2.75 0 5 1.5 6.5 4.5-.5 1-1.1 1.85-1.85 2.5M10 11.95c-.6.35-1.3.55-2 .55-2.75 0-5-1.5-6.5-4.5.75-1.4 1.6-2.5 2.6-3.2",
                "",
            ),
            Self::Info => (
                "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 7.25v4",
                "M8 4.25a.8.8 0 1 1 0 1.6.8.8 0 0 1 0-1.6z",
            ),
            Self::Warning => {
                ("M8 2 14.75 13.5H1.25zM8 6.5v3", "M8 10.75a.75.75 0 1 1 0 1.5.75.75 0 0 1 0-1.5z")
            }
            Self::Failure => (
                "M5.25 1.5h5.5l3.75 3.75v5.5l-3.75 3.75h-5.5L1.5 10.75v-5.5zM8 4.75v4",
                "M8 10a.8.8 0 1 1 0 1.6.8.8 0 0 1 0-1.6z",
            ),
            Self::Success => ("M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM5 8.25l2.25 2.25L11 6", ""),
            Self::Undo => ("M5.5 2.5 2.5 5.5l3 3M2.5 5.5h7a4 4 0 0 1 0 8h-3", ""),
            Self::Retry => ("M13.5 8A5.5 5.5 0 1 1 11.75 4M11.75 1.5V4.25H9", ""),
            Self::Copy => ("M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3", ""),
            Self::Edit => ("M2.5 13.5v-3l8-8 3 3-8 8zM9 4l3 3", ""),
            Self::Trash => ("M2.5 4.5h11M6 4.5V2.5h4v2M4 4.5l.5 9h7l.5-9M6.75 7v4M9.25 7v4", ""),
            Self::Lock => ("M3.5 7h9v6.5h-9zM5.5 7V4.75a2.5 2.5 0 0 1 5 0V7", ""),
            Self::SignOut => ("M6.5 2.5h-4v11h4M6.5 8h7.5M11 5l3 3-3 3", ""),
            Self::Calendar => ("M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 1.5v3M10.5 1.5v3", ""),
            Self::Link => ("M6.5 3.5h-4v10h10v-4M9 2.5h4.5V7M13.5 2.5 7.5 8.5", ""),
            Self::Dot => ("", "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11z"),
            Self::HalfDot => ("M8 13a5 5 0 1 0 0-10 5 5 0 0 0 0 10z", "M8 3a5 5 0 0 0 0 10z"),
            Self::Ring => ("M8 13a5 5 0 1 0 0-10 5 5 0 0 0 0 10z", ""),
            Self::Dashes => (
                "M9.5 3.25a5 5 0 0 1 3.25 3.25M12.75 9.5a5 5 0 0 1-3.25 3.25M6.5 12.75A5 5 0 0 1 3.25 9.5M3.25 6.5A5 5 0 0 1 6.5 3.25",
                "",
            ),
            Self::Square => {
                ("", "M3.5 2.5h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z")
            }
        }
    }
}

/// Draws a sign.
#[component]
pub fn Glyph(icon: Icon) -> impl IntoView {
    let (stroked, filled) = icon.drawing();
    view! {
        <svg class="glyph" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path class="glyph-line" d=stroked />
            {(!filled.is_empty()).then(|| view! { <path class="glyph-fill" d=filled /> })}
        </svg>
    }
    .into_any()
}
