//! Endpoints of saved views.

use super::endpoint::endpoints;
use super::{Listing, ViewPath};
use crate::permission::{Access, Permission};
use crate::view::{NewView, View};

const VIEW: Access = Access::Allowed(Permission::ViewBills);

endpoints! {
    /// One's own saved views, by name.
    ListViews = Get "/api/v1/bill-views", VIEW, { response: Listing<View>, }

    /// Saves a view under a name; the same name again overwrites it.
    SaveView = Post "/api/v1/bill-views", VIEW, { body: NewView, response: View, }

    /// Removes a saved view.
    DeleteView = Delete "/api/v1/bill-views/{id}", VIEW, { path: ViewPath, }
}
