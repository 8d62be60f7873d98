//! Saved views: a name for a filter, an order and a choice of columns of the bill list.

use crate::id::ViewId;
use crate::rule::{Check, FieldError};
use serde::{Deserialize, Serialize};

/// The longest name of a view, in characters.
pub const NAME_MAX_CHARS: usize = 80;
/// The longest address of a view, in characters.
pub const QUERY_MAX_CHARS: usize = 8000;
/// The most views that one user may keep.
pub const VIEWS_MAX: usize = 100;

/// A saved view; it belongs to the user who saved it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct View {
    /// Id.
    pub id: ViewId,
    /// Name, unique for the user.
    pub name: String,
    /// The query part of the list's address: filter, order, columns.
    pub query: String,
}

/// A view to save; a name that the user has already is overwritten.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewView {
    /// Name.
    pub name: String,
    /// The query part of the list's address.
    pub query: String,
}

impl NewView {
    /// Everything that is wrong with it.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut check = Check::default();
        check.require("name", self.name.trim());
        check.at_most("name", &self.name, NAME_MAX_CHARS);
        check.at_most("query", &self.query, QUERY_MAX_CHARS);
        check.done()
    }
}
