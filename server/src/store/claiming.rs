//! Whose turn it is to be asked for is taken by one server: its next turn is put off in the statement that takes it.

/// `claiming!(db, now, claim, turns)`: takes each of `turns` (organization, id, its next turn) by the statement `claim`, unless
/// another server was quicker; gives what was taken. The module's `Row` is what a row is read as.
macro_rules! claiming {
    ($db:expr, $now:expr, $claim:expr, $turns:expr) => {{
        let mut claimed = Vec::new();
        for (organization, id, next) in $turns {
            let row: Option<Row> = $crate::store::writing!($db, |tx| {
                let claim = sqlx::query_as($claim).bind($now).bind(next).bind(organization).bind(id);
                Ok::<_, $crate::store::StoreError>(claim.fetch_optional(&mut *tx).await?)
            })?;
            claimed.extend(row.map(TryInto::try_into).transpose()?);
        }
        Ok(claimed)
    }};
}
pub(super) use claiming;
