//! Bank transfers that are nobody's, inside the transaction of whoever decides about one: taken hold of, given to an
//! account, or sent back.
//!
//! It decides nothing.

use super::StoreError;
use super::arrivals::{Arrival, Row, columns};
use super::ids::PORTAL;
use contract::id::PaymentId;
use contract::payment::RefundState;
use sqlx::{PgConnection, SqliteConnection};
use std::future::Future;

/// A transaction on transfers that arrived.
pub trait WriteArrivals {
    /// Takes hold of a transfer until the transaction ends.
    fn hold_arrival(&mut self, id: &str) -> impl Future<Output = Result<Option<Arrival>, StoreError>> + Send;

    /// It is this account's, in its cash, and of this payment if it is of one.
    fn give_arrival(
        &mut self,
        id: &str,
        account: (i64, i64),
        payment: Option<PaymentId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// It goes back, for the how-manieth time; it can be sent at once.
    fn return_arrival(
        &mut self,
        id: &str,
        attempt: i64,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// How going back ended.
    fn put_return(
        &mut self,
        id: &str,
        state: RefundState,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

const HOLD: &str =
    concat!("UPDATE arrival SET polls = polls WHERE organization_id = $1 AND id = $2 RETURNING ", columns!());

const GIVE: &str = "UPDATE arrival SET owner_id = $3, account_id = $4, payment_id = $5, booked = TRUE \
     WHERE organization_id = $1 AND id = $2 AND owner_id = 0";

const RETURN: &str = "UPDATE arrival SET return_state = $3, return_attempts = $4, poll_at = 0, polls = 0 \
     WHERE organization_id = $1 AND id = $2";

const PUT_RETURN: &str =
    "UPDATE arrival SET return_state = $3, is_returned = $4 WHERE organization_id = $1 AND id = $2";

fn written(state: RefundState) -> Result<String, StoreError> {
    serde_json::to_string(&state).map_err(|error| StoreError::Corrupt(error.to_string()))
}

macro_rules! write_arrivals {
    ($connection:ty) => {
        impl WriteArrivals for $connection {
            async fn hold_arrival(&mut self, id: &str) -> Result<Option<Arrival>, StoreError> {
                let row = sqlx::query_as::<_, Row>(HOLD).bind(PORTAL).bind(id);
                row.fetch_optional(&mut *self).await?.map(TryInto::try_into).transpose()
            }

            async fn give_arrival(
                &mut self,
                id: &str,
                (organization, account): (i64, i64),
                payment: Option<PaymentId>,
            ) -> Result<(), StoreError> {
                let give = sqlx::query(GIVE).bind(PORTAL).bind(id).bind(organization).bind(account);
                give.bind(payment.map(PaymentId::number)).execute(&mut *self).await?;
                Ok(())
            }

            async fn return_arrival(&mut self, id: &str, attempt: i64) -> Result<(), StoreError> {
                let state = written(RefundState::UnderWay)?;
                let back = sqlx::query(RETURN).bind(PORTAL).bind(id).bind(state).bind(attempt);
                back.execute(&mut *self).await?;
                Ok(())
            }

            async fn put_return(&mut self, id: &str, state: RefundState) -> Result<(), StoreError> {
                let over = matches!(state, RefundState::Succeeded { .. });
                let put = sqlx::query(PUT_RETURN).bind(PORTAL).bind(id).bind(written(state)?).bind(over);
                put.execute(&mut *self).await?;
                Ok(())
            }
        }
    };
}

write_arrivals!(SqliteConnection);
write_arrivals!(PgConnection);
