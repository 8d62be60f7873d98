//! What an account has and agreed to, as `contract` needs it: the same for a decision and for the answer to "why".

use crate::store::terms::Standing;
use chrono::{DateTime, NaiveDate, Utc};
use contract::ledger::Book;
use contract::money::{Currency, Money};
use contract::setting::Setting;
use contract::settle::{self, Gate, Lot, Policy, Purse, Terms};
use std::collections::BTreeMap;

/// Everything that decides what is paid by itself, at this moment.
pub fn standing(stored: Standing, now: DateTime<Utc>, today: NaiveDate) -> settle::Standing {
    let (purse, policy, terms) = (purse(&stored), policy(&stored, today), terms(&stored));
    let Standing { owed, holds, failed_charge, .. } = stored;
    let failed_charge = failed_charge.filter(|_| settle::charge_stands(terms, &purse));
    settle::Standing { now, purse, owed, numbers: Vec::new(), policy, terms, holds, failed_charge }
}

/// What the account can pay from: coupons and cards with what the ledger says is left on them.
pub fn purse(standing: &Standing) -> Purse {
    let currency = standing.currency;
    let books = &standing.books;
    let held =
        |book: Book| Money::new(books.get(&book).map_or(0, |debits| debits.saturating_neg()), currency);
    let limit = standing.control.map_or(Money::zero(currency), |control| control.limit);
    let mut purse = Purse::of_cash(held(Book::Cash), frozen(books, currency), limit);
    for mut coupon in standing.coupons.iter().cloned() {
        coupon.left = held(Book::Coupon(coupon.id));
        purse.coupons.extend((!coupon.left.is_zero()).then_some(coupon));
    }
    for mut card in standing.cards.iter().cloned() {
        card.left = held(Book::Card(card.id));
        purse.cards.extend((!card.left.is_zero()).then_some(card));
    }
    let refunds = books.keys().filter_map(|book| match book {
        Book::Refund(month) => Some(Lot { month: *month, left: held(*book) }),
        _ => None,
    });
    purse.refunds = refunds.filter(|lot| !lot.left.is_zero()).collect();
    purse
}

/// The terms of automatic settlement (A2).
pub fn terms(standing: &Standing) -> Terms {
    Terms {
        credit_control: standing.control.is_some(),
        automatic: standing.settings.automatic,
        special_agreement: standing.control.is_some_and(|control| control.special_agreement),
    }
}

/// How it is paid by itself on this day.
pub fn policy(standing: &Standing, today: NaiveDate) -> Policy {
    let settle_past_bills = standing.settings.works(Setting::SettlePastBills, standing.control.as_ref());
    Policy { today, settle_past_bills, gate: Gate::AvailableCredit }
}

/// What is frozen for all running cycles.
pub fn frozen(books: &BTreeMap<Book, i64>, currency: Currency) -> Money {
    let credits = books.iter().filter(|(book, _)| matches!(book, Book::Frozen(_))).map(|(_, debits)| debits);
    Money::new(credits.fold(0_i64, |sum, debits| sum.saturating_sub(*debits)), currency)
}
