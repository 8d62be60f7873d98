//! Ring 1: the components that every page is made of. Buttons, fields, tables, overlays, the frame.
//!
//! They know no product, no address and no request: every word comes in as a property, every decision goes out
//! as a callback. They must never use `contract`, the router, the API or the session.

pub mod badge;
pub mod button;
pub mod chart;
pub mod checkbox;
pub mod chip;
pub mod dialog;
pub mod drawer;
pub mod empty;
pub mod field;
pub mod frame;
pub mod icon;
pub mod identity;
pub mod keyboard;
pub mod letters;
pub mod loaded;
pub mod menu;
pub mod modal;
pub mod month_range;
pub mod multi_choice;
pub mod note;
pub mod palette;
pub mod password_input;
pub mod popover;
pub mod progress;
pub mod rail;
pub mod row_window;
pub mod select;
pub mod shortcuts;
pub mod side_panel;
pub mod skeleton;
pub mod storage;
pub mod table;
pub mod tabs;
pub mod text_area;
pub mod text_input;
pub mod theme;
pub mod toast;

pub use badge::{Badge, Tone};
pub use button::{Button, ButtonKind, IconButton};
pub use chart::{Bar, Column, Line, Part, StackedColumns, Swatch};
pub use checkbox::{Checkbox, LabelPlace, Tick, Toggled};
pub use chip::FilterChip;
pub use dialog::Dialog;
pub use drawer::Drawer;
pub use empty::Empty;
pub use field::{Control, ErrorSummary, Field, FieldError};
pub use frame::{Frame, FrameWords};
pub use icon::{Glyph, Icon};
pub use keyboard::{Keys, listen_keys, typing};
pub use loaded::{LoadState, Loaded};
pub use menu::{Menu, MenuItem, MenuLook};
pub use month_range::{Month, MonthRange, MonthRangeWords};
pub use multi_choice::{MultiChoice, MultiChoiceWords};
pub use note::Note;
pub use palette::{Palette, PaletteEntry, PaletteWords};
pub use password_input::PasswordInput;
pub use popover::{Align, Popover};
pub use progress::Progress;
pub use rail::{RailGroup, RailLink};
pub use row_window::{RowWindow, Slice, use_row_window};
pub use select::{Choice, Select};
pub use shortcuts::{Shortcut, ShortcutGroup, ShortcutList};
pub use side_panel::SidePanel;
pub use skeleton::{Skeleton, SkeletonRows};
pub use table::{Direction, HeaderCell, SpacerRow, Table};
pub use tabs::{Tab, Tabs};
pub use text_area::TextArea;
pub use text_input::{TextInput, TextKind};
pub use theme::{Theme, provide_theme, use_theme};
pub use toast::{ToastRegion, Toasts, provide_toasts, use_toasts};

/// Words on the screen: they change when the reader changes the language.
pub type Words = leptos::prelude::Signal<String>;
