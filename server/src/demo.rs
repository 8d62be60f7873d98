//! The demo world.

use crate::store::{Db, StoreError};

/// Makes a demo world of about `bills` bills, the same for the same seed and time.
pub async fn build(_: &Db, _: u64, _: u64, _: i64) -> Result<(), StoreError> {
    Err(StoreError::Corrupt("the demo world is not built yet".to_owned()))
}
