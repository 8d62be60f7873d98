//! Who calls, as the session says. The organization comes from nowhere else: no address, no body, no header.

use crate::index::Scope;
use contract::locale::Locale;
use contract::permission::Role;

/// Who calls.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Their organization: the first condition of every query.
    pub organization_id: i64,
    /// The user.
    pub user_id: i64,
    /// What they may do.
    pub role: Role,
    /// Which accounts they see.
    pub scope: Scope,
    /// Their language.
    pub locale: Locale,
    /// The session that they call with, as the database names it.
    pub session: String,
}
