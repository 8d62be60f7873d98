//! The funding account: what an account has to pay from, as the ledger says (A1), and its owner's switches.

use super::write::{Act, situation};
use super::{Caller, Engine, Failure};
use crate::store::funding::Orders;
use crate::store::terms::Standing;
use crate::store::{StoreError, funding, monthly};
use chrono::NaiveDate;
use contract::account::{Account, Product};
use contract::funding::{Available, Funding, HeldCard, HeldCoupon, Validity};
use contract::id::{AccountNumber, ProductCode};
use contract::ledger::Book;
use contract::money::{Money, MoneyError};
use contract::setting::SettingsChange;
use contract::settle::{Coupon, Lot, Products, StoredValueCard};
use std::collections::BTreeMap;

impl Engine {
    /// The funding account of an account (A1).
    pub async fn funding(&self, caller: &Caller, number: &AccountNumber) -> Result<Funding, Failure> {
        let (id, account) = self.account(caller, number).await?;
        let today = self.today();
        let organization = caller.organization_id;
        let standing = monthly::standing(&self.db, organization, id, today).await?;
        let standing = standing.ok_or(Failure::NOT_FOUND)?;
        let orders = funding::orders(&self.db, organization, id).await?;
        let products = funding::products(&self.db, organization).await?;
        let made = Maker { standing: &standing, orders: &orders, products: &products, today }.make(account);
        made.map_err(|error| Failure::Store(StoreError::Corrupt(error.to_string())))
    }

    /// Turns switches of an account (A2, A5, S14); gives how it stands then.
    pub async fn change_settings(
        &self,
        caller: &Caller,
        number: &AccountNumber,
        change: SettingsChange,
    ) -> Result<Funding, Failure> {
        let (id, _) = self.account(caller, number).await?;
        self.act(caller, id, Act::ChangeSettings { change }).await?;
        self.funding(caller, number).await
    }
}

/// What a funding account is made from.
struct Maker<'a> {
    standing: &'a Standing,
    orders: &'a Orders,
    products: &'a BTreeMap<ProductCode, Product>,
    today: NaiveDate,
}

impl Maker<'_> {
    fn make(&self, account: Account) -> Result<Funding, MoneyError> {
        let standing = self.standing;
        let currency = account.currency;
        let purse = situation::purse(standing);
        let credit = Available::of(purse.cash, purse.credit_limit, purse.frozen)?;
        let mut cards: Vec<HeldCard> = standing.cards.iter().map(|card| self.card(card)).collect();
        cards.sort_by_key(|card| (card.validity, card.expires_on, card.id));
        let mut coupons: Vec<HeldCoupon> =
            standing.coupons.iter().map(|coupon| self.coupon(coupon)).collect();
        coupons.sort_by_key(|coupon| (coupon.validity, coupon.valid_to, coupon.id));
        let bills = standing.owed.iter().flat_map(|owed| &owed.bills);
        Ok(Funding {
            credit,
            frozen: self.lots(|book| matches!(book, Book::Frozen(_))),
            prepaid: self.lots(|book| matches!(book, Book::Prepayment(_))),
            refund_balance: Money::sum(currency, purse.refunds.iter().map(|lot| lot.left))?,
            refunds: purse.refunds,
            cards,
            coupons,
            outstanding: Money::sum(currency, bills.map(|bill| bill.outstanding))?,
            unsettled: standing.owed.len() as u64,
            terms: standing.control,
            settings: standing.settings,
            holds: standing.holds.clone(),
            account,
        })
    }

    fn left(&self, book: Book) -> Money {
        let debits = self.standing.books.get(&book).copied().unwrap_or(0);
        Money::new(debits.saturating_neg(), self.standing.currency)
    }

    /// What the books of these months hold, oldest first.
    fn lots(&self, wanted: fn(&Book) -> bool) -> Vec<Lot> {
        let books = self.standing.books.keys().filter(|book| wanted(book));
        let lots = books.filter_map(|book| match book {
            Book::Frozen(month) | Book::Prepayment(month) => {
                Some(Lot { month: *month, left: self.left(*book) })
            }
            _ => None,
        });
        lots.filter(|lot| !lot.left.is_zero()).collect()
    }

    fn card(&self, card: &StoredValueCard) -> HeldCard {
        let left = self.left(Book::Card(card.id));
        let expires_on = card.expires_on(self.today);
        HeldCard {
            id: card.id,
            valid_from: card.valid_from,
            valid_to: card.valid_to,
            expires_on,
            products: self.named(&card.products),
            left,
            validity: Validity::on(self.today, card.valid_from.first_day(), expires_on, left),
            orders: self.orders.get(&card.id).cloned().unwrap_or_default(),
        }
    }

    fn coupon(&self, coupon: &Coupon) -> HeldCoupon {
        let left = self.left(Book::Coupon(coupon.id));
        let until = coupon.valid_to.succ_opt().unwrap_or(NaiveDate::MAX);
        HeldCoupon {
            id: coupon.id,
            valid_from: coupon.valid_from,
            valid_to: coupon.valid_to,
            products: self.named(&coupon.products),
            left,
            validity: Validity::on(self.today, coupon.valid_from, until, left),
        }
    }

    /// The products with their names; a code that nothing is billed under yet is its own name.
    fn named(&self, products: &Products) -> Option<Vec<Product>> {
        let Products::Only(codes) = products else { return None };
        let named = codes.iter().map(|code| match self.products.get(code) {
            Some(product) => product.clone(),
            None => Product { code: code.clone(), name: code.to_string() },
        });
        Some(named.collect())
    }
}
