//! Payments, linked methods, charges and arrived transfers as rows to be written in bulk.

use super::StoreError;
use super::arrivals::Arrival;
use super::bulk::{Rows, Table};
use super::ids::PORTAL;
use super::payments_write::{ChargeEnd, Heard, StoredPayment};
use contract::id::{MethodId, PaymentId};
use contract::ledger::Channel;
use contract::payment::{MethodKind, Purpose};
use contract::settle::ChargeFailure;

static PAYMENT: Table = Table {
    name: "payment",
    columns: &[
        "organization_id",
        "id",
        "account_id",
        "channel",
        "purpose",
        "cycle",
        "crossing",
        "attempt",
        "amount",
        "currency",
        "state",
        "is_final",
        "idempotency_key",
        "input",
        "method_id",
        "method",
        "created_by",
        "locale",
        "created_at",
        "sent_at",
        "expires_at",
        "poll_at",
        "polls",
    ],
};

static EVENT: Table = Table {
    name: "payment_event",
    columns: &["organization_id", "payment_id", "place", "at", "source", "event", "outcome"],
};

static METHOD: Table = Table {
    name: "payment_method",
    columns: &[
        "organization_id",
        "id",
        "account_id",
        "channel",
        "idempotency_key",
        "kind",
        "token",
        "is_default",
        "checked_at",
        "created_at",
        "removed_at",
    ],
};

static CHARGE: Table = Table {
    name: "charge",
    columns: &[
        "organization_id",
        "account_id",
        "cycle",
        "crossing",
        "amount",
        "state",
        "failed_attempts",
        "first_failed",
        "last_failed",
        "retry_on",
        "reason",
        "method",
    ],
};

static ARRIVAL: Table = Table {
    name: "arrival",
    columns: &[
        "organization_id",
        "id",
        "at",
        "reference",
        "payer",
        "amount",
        "currency",
        "owner_id",
        "account_id",
        "booked",
        "remitted",
    ],
};

/// No payments yet.
pub fn payments() -> Rows {
    Rows::new(&PAYMENT)
}

/// No events of payments yet.
pub fn events() -> Rows {
    Rows::new(&EVENT)
}

/// No linked methods yet.
pub fn methods() -> Rows {
    Rows::new(&METHOD)
}

/// No charges yet.
pub fn charges() -> Rows {
    Rows::new(&CHARGE)
}

/// No arrived transfers yet.
pub fn arrivals() -> Rows {
    Rows::new(&ARRIVAL)
}

fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}

impl StoredPayment {
    /// Adds it as a row, begun under `key`.
    ///
    /// # Errors
    /// A state that can't be written.
    pub fn add_to(&self, rows: &mut Rows, key: &str) -> Result<(), StoreError> {
        let (cycle, crossing, attempt) = match self.purpose {
            Purpose::Charge { cycle, crossing, attempt } => {
                (Some(i64::from(cycle.index())), Some(i64::from(crossing)), Some(i64::from(attempt)))
            }
            Purpose::TopUp | Purpose::Check => (None, None, None),
        };
        rows.whole(self.organization)
            .whole(self.id.number())
            .whole(self.account)
            .text(self.channel.name())
            .text(self.purpose.name())
            .maybe_whole(cycle)
            .maybe_whole(crossing)
            .maybe_whole(attempt)
            .whole(self.money.minor())
            .text(self.money.currency().code())
            .text(&json(&self.state)?)
            .flag(self.state.is_final())
            .text(key)
            .text(&self.input)
            .maybe_whole(self.method)
            .maybe_text(self.method_name.as_deref())
            .maybe_whole(self.created_by)
            .text(&self.locale)
            .whole(self.created_at)
            .maybe_whole(self.sent_at)
            .whole(self.expires_at)
            // Nobody asks for what is final.
            .whole(self.expires_at)
            .whole(self.polls);
        Ok(())
    }
}

/// Adds what was heard of a payment as a row, at its place from 1.
pub fn add_event(rows: &mut Rows, organization: i64, id: PaymentId, place: i64, heard: &Heard<'_>) {
    rows.whole(organization).whole(id.number()).whole(place).whole(heard.at);
    rows.text(heard.source).text(heard.event).text(heard.outcome);
}

/// A linked method.
#[derive(Debug, Clone)]
pub struct MethodRow<'a> {
    /// Organization and account.
    pub of: (i64, i64),
    /// Id.
    pub id: MethodId,
    /// The channel that it is linked at.
    pub channel: Channel,
    /// What is linked.
    pub kind: &'a MethodKind,
    /// The channel's token for it.
    pub token: &'a str,
    /// Whether it is charged when nobody says otherwise.
    pub default: bool,
    /// When it was linked, and shown that it can be charged.
    pub at: i64,
}

impl MethodRow<'_> {
    /// Adds it as a row.
    ///
    /// # Errors
    /// A kind that can't be written.
    pub fn add_to(&self, rows: &mut Rows) -> Result<(), StoreError> {
        let (organization, account) = self.of;
        rows.whole(organization)
            .whole(self.id.number())
            .whole(account)
            .text(self.channel.name())
            .shown(format_args!("link/{}", self.id))
            .text(&json(self.kind)?)
            .text(self.token)
            .flag(self.default)
            .whole(self.at)
            .whole(self.at)
            .maybe_whole(None);
        Ok(())
    }
}

/// A charge of a cycle, and what came of it.
#[derive(Debug, Clone)]
pub struct ChargeRow<'a> {
    /// Organization and account.
    pub of: (i64, i64),
    /// How much, in minor units.
    pub amount: i64,
    /// Where it stands.
    pub end: &'a ChargeEnd,
}

impl ChargeRow<'_> {
    /// Adds it as a row.
    pub fn add_to(&self, rows: &mut Rows) {
        let ((organization, account), end) = (self.of, self.end);
        rows.whole(organization)
            .whole(account)
            .whole(end.place.0)
            .whole(end.place.1)
            .whole(self.amount)
            .text(end.state)
            .whole(end.failed_attempts)
            .maybe_text(end.first_failed.as_deref())
            .maybe_text(end.last_failed.as_deref())
            .maybe_text(end.retry_on.as_deref())
            .maybe_text(end.reason.map(ChargeFailure::name))
            .maybe_text(end.method.as_deref());
    }
}

impl Arrival {
    /// Adds it as a row.
    pub fn add_to(&self, rows: &mut Rows) {
        let (owner, account) = self.owner.unwrap_or_default();
        rows.whole(PORTAL)
            .text(&self.id)
            .whole(self.at)
            .text(&self.reference)
            .text(&self.payer)
            .whole(self.money.minor())
            .text(self.money.currency().code())
            .whole(owner)
            .whole(account)
            .flag(self.booked)
            .flag(self.remitted);
    }
}
