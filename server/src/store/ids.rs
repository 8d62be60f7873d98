//! Numbers that are given out: ids, unique in the whole portal, and gapless places in a series.
//!
//! An id is the organization's number and a place in it, so two organizations never share one.

/// How many bits of an id count inside its organization.
const PLACE_BITS: u32 = 40;

/// The organization under whose number the portal counts its own things.
pub const PORTAL: i64 = 0;

/// The id at `place` of `organization`.
pub const fn id(organization: i64, place: i64) -> i64 {
    (organization << PLACE_BITS) | place
}

/// The place of an id in its organization.
pub const fn place(id: i64) -> i64 {
    id & ((1 << PLACE_BITS) - 1)
}

/// The organization that an id belongs to.
pub const fn organization(id: i64) -> i64 {
    id >> PLACE_BITS
}

/// `take!(tx, organization, series, count)`: takes `count` consecutive numbers of a series, and gives the first. They are
/// gone when the transaction commits, and free again when it does not.
macro_rules! take {
    ($transaction:ident, $organization:expr, $series:expr, $count:expr) => {
        sqlx::query_scalar::<_, i64>(
            "INSERT INTO counter (organization_id, series, next) VALUES ($1, $2, $3 + 1) \
             ON CONFLICT (organization_id, series) DO UPDATE SET next = counter.next + $3 \
             RETURNING next - $3",
        )
        .bind($organization)
        .bind($series)
        .bind($count)
        .fetch_one(&mut *$transaction)
        .await
        .map_err($crate::store::StoreError::from)
    };
}
pub(crate) use take;

/// The series that ids are taken from.
pub mod series {
    /// Organizations; counted by organization 0, the portal itself.
    pub const ORGANIZATION: &str = "organization";
    /// Accounts.
    pub const ACCOUNT: &str = "account";
    /// Products.
    pub const PRODUCT: &str = "product";
    /// Applications.
    pub const APPLICATION: &str = "application";
    /// Deliveries of billing data.
    pub const DELIVERY: &str = "delivery";
    /// Bills.
    pub const BILL: &str = "bill";
    /// Users.
    pub const USER: &str = "user";
    /// Saved views.
    pub const VIEW: &str = "bill_view";

    /// Movements of money.
    pub const TRANSACTION: &str = "transaction";
    /// Coupons.
    pub const COUPON: &str = "coupon";
    /// Stored value cards.
    pub const CARD: &str = "stored_value_card";

    /// Payments through channels.
    pub const PAYMENT: &str = "payment";

    /// Money of payments that goes back.
    pub const REFUND: &str = "payment_refund";

    /// Linked payment methods.
    pub const PAYMENT_METHOD: &str = "payment_method";
    /// Billing relationships.
    pub const RELATION: &str = "relation";

    /// The bill numbers of a year: the places are gapless (B4).
    pub fn bill_number(year: i32) -> String {
        format!("{BILL_NUMBER}{year}")
    }

    /// What the name of every series of bill numbers starts with.
    pub const BILL_NUMBER: &str = "bill-number-";
}
