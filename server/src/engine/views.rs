//! Saved views: everyone keeps their own.

use super::{Caller, Engine, Failure};
use crate::store::views;
use contract::api::Listing;
use contract::id::ViewId;
use contract::rule::Rule;
use contract::view::{NewView, VIEWS_MAX, View};

impl Engine {
    /// The caller's views.
    pub async fn views(&self, caller: &Caller) -> Result<Listing<View>, Failure> {
        let items = views::list(&self.db, caller.organization_id, caller.user_id).await?;
        Ok(Listing { items, more: false })
    }

    /// Saves a view, over one of the same name.
    pub async fn save_view(&self, caller: &Caller, new: NewView) -> Result<View, Failure> {
        new.check()?;
        let (organization, user, name) = (caller.organization_id, caller.user_id, new.name.trim());
        let saved = views::save(&self.db, organization, user, name, &new.query, VIEWS_MAX).await?;
        saved.ok_or_else(|| Failure::invalid("name", Rule::TooMany { max: VIEWS_MAX }))
    }

    /// Removes a view of the caller's.
    pub async fn delete_view(&self, caller: &Caller, id: ViewId) -> Result<(), Failure> {
        let removed = views::remove(&self.db, caller.organization_id, caller.user_id, id.number()).await?;
        if removed { Ok(()) } else { Err(Failure::NOT_FOUND) }
    }
}
