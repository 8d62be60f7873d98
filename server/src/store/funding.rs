//! Names of what an account's stored value cards and coupons are for.

use super::names::product;
use super::{Db, StoreError, reading};
use contract::account::Product;
use contract::funding::OrderName;
use contract::id::{CardId, ProductCode};
use std::collections::BTreeMap;

/// The orders that name a card, by card.
pub type Orders = BTreeMap<CardId, Vec<OrderName>>;

const ORDERS: &str = "SELECT o.card_id, p.name, a.name FROM order_card o \
     JOIN product p ON p.organization_id = o.organization_id AND p.id = o.product_id \
     JOIN application a ON a.organization_id = o.organization_id AND a.id = o.application_id \
     WHERE o.organization_id = $1 AND o.account_id = $2 ORDER BY o.card_id, p.name, a.name";

/// The orders of an account that name cards.
pub async fn orders(db: &Db, organization: i64, account: i64) -> Result<Orders, StoreError> {
    let rows: Vec<(i64, String, String)> = reading!(db, |connection| {
        let found = sqlx::query_as(ORDERS).bind(organization).bind(account);
        found.fetch_all(&mut *connection).await?
    });
    let mut orders = Orders::new();
    for (card, product, application) in rows {
        orders.entry(CardId::new(card)).or_default().push(OrderName { product, application });
    }
    Ok(orders)
}

/// The products of an organization by code.
pub async fn products(db: &Db, organization: i64) -> Result<BTreeMap<ProductCode, Product>, StoreError> {
    let rows: Vec<(i64, String, String)> = reading!(db, |connection| {
        sqlx::query_as("SELECT id, code, name FROM product WHERE organization_id = $1")
            .bind(organization)
            .fetch_all(&mut *connection)
            .await?
    });
    rows.into_iter().map(|row| product(row).map(|(_, product)| (product.code.clone(), product))).collect()
}
