//! Numbers that are given out: ids, unique in the whole portal, and gapless places in a series.
//!
//! An id is the organization's number and a place in it, so two organizations never share one.

/// How many bits of an id count inside its organization.
const PLACE_BITS: u32 = 40;

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
