//! Who is signed in, and what they may do.
//!
//! It decides nothing: what a role may do stands in the contract, and the server checks it again.

use contract::permission::{Permission, Role};
use contract::session::Session;
use leptos::prelude::*;
use std::sync::Arc;

/// What is known of the reader.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Who {
    /// The server has not been asked yet.
    #[default]
    Unknown,
    /// Nobody is signed in.
    Nobody,
    /// Signed in.
    SignedIn(Arc<Session>),
    /// Was signed in until the session ended; what they were doing still stands on the page.
    Ended(Arc<Session>),
}

/// The reader, as a signal.
#[derive(Clone, Copy)]
pub struct Reader(RwSignal<Who>);

/// Makes the reader known to everything below.
pub fn provide_reader() -> Reader {
    let reader = Reader(RwSignal::new(Who::Unknown));
    provide_context(reader);
    reader
}

/// The reader.
pub fn use_reader() -> Reader {
    use_context().unwrap_or_else(|| Reader(RwSignal::new(Who::Unknown)))
}

impl Reader {
    /// What is known; follows a change.
    pub fn who(self) -> Who {
        self.0.get()
    }

    /// The session on which the page stands, also when it has just ended.
    pub fn session(self) -> Option<Arc<Session>> {
        self.0.with(|who| match who {
            Who::SignedIn(session) | Who::Ended(session) => Some(Arc::clone(session)),
            Who::Unknown | Who::Nobody => None,
        })
    }

    /// Whether the reader's role has the permission.
    pub fn may(self, permission: Permission) -> bool {
        self.session().is_some_and(|session| session.role.may(permission))
    }

    /// The reader's role.
    pub fn role(self) -> Option<Role> {
        self.session().map(|session| session.role)
    }

    /// Somebody signed in.
    pub fn begin(self, session: Session) {
        self.0.set(Who::SignedIn(Arc::new(session)));
    }

    /// The reader signed out, or nobody was signed in from the start.
    pub fn leave(self) {
        self.0.set(Who::Nobody);
    }

    /// The server says that nobody is signed in (any more); whether a page stands that waits for the next sign-in.
    pub fn end(self) -> bool {
        let next = match self.0.get_untracked() {
            Who::SignedIn(session) | Who::Ended(session) => Who::Ended(session),
            Who::Unknown | Who::Nobody => Who::Nobody,
        };
        let waits = matches!(next, Who::Ended(_));
        if self.0.get_untracked() != next {
            self.0.set(next);
        }
        waits
    }
}
