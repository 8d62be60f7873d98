//! Coupons and stored value cards are given (A6).

use super::super::Store;
use super::super::change::Change;
use super::{Decided, Target, allowed, moved};
use crate::store::StoreError;
use crate::store::ids::{id, series};
use crate::store::operator_write::{NewCard, NewCoupon};
use chrono::NaiveDate;
use contract::cycle::Cycle;
use contract::id::{CardId, CouponId};
use contract::ledger::{Book, Transaction};
use contract::money::Money;
use contract::operator::{Denied, OrderKey};
use contract::settle::Products;

/// Whether the organization has every product.
async fn known<C: Store>(
    tx: &mut C,
    organization: i64,
    products: &Products,
) -> Result<Result<(), Denied>, StoreError> {
    let Products::Only(codes) = products else { return Ok(Ok(())) };
    let there = tx.products(organization).await?;
    let unknown = codes.iter().find(|code| !there.contains(code));
    Ok(unknown.map_or(Ok(()), |code| Err(Denied::UnknownProduct(code.clone()))))
}

pub(super) async fn coupon<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    money: Money,
    valid: (NaiveDate, NaiveDate),
    products: &Products,
) -> Decided {
    allowed!(known(tx, target.organization, products).await?);
    let place = tx.take(target.organization, series::COUPON, 1).await?;
    let id = CouponId::new(id(target.organization, place));
    let transaction = allowed!(Transaction::grant(Book::Coupon(id), money));
    let new = NewCoupon { id, granted: money.minor(), valid, products: products.clone() };
    Ok(Ok(moved(transaction, vec![Change::Coupon(new)])))
}

pub(super) async fn card<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    money: Money,
    valid: (Cycle, Cycle),
    (products, named): (&Products, &[OrderKey]),
) -> Decided {
    allowed!(known(tx, target.organization, products).await?);
    let there = tx.orders(target.organization, target.account).await?;
    let there: Vec<_> = there.into_iter().filter(|order| products.contain(&order.name.product)).collect();
    let unknown = named.iter().find(|name| !there.iter().any(|order| order.name == **name));
    if let Some(name) = unknown {
        return Ok(Err(Denied::UnknownOrder(name.clone()).into()));
    }
    let orders = there.into_iter().filter(|order| named.is_empty() || named.contains(&order.name));
    let orders: Vec<(i64, i64)> = orders.map(|order| order.ids).collect();
    if orders.is_empty() {
        return Ok(Err(Denied::NoOrder.into()));
    }
    let place = tx.take(target.organization, series::CARD, 1).await?;
    let id = CardId::new(id(target.organization, place));
    let transaction = allowed!(Transaction::grant(Book::Card(id), money));
    let new = NewCard { id, granted: money.minor(), valid, products: products.clone(), orders };
    Ok(Ok(moved(transaction, vec![Change::Card(new)])))
}
