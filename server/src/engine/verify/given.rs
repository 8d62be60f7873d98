//! What was given and given back, against the ledger: coupons and cards have left what was granted less what they paid,
//! and nothing when they are over (A6); credit notes are what their movements say, and together with refunds what the
//! book of them comes to.

use super::ledger::Sums;
use crate::store::StoreError;
use crate::store::given_audit::{AuditGiven, LoggedGrant};
use crate::store::ledger_audit::LoggedMonthly;
use contract::id::{CardId, CouponId};
use contract::ledger::Book;
use std::collections::{BTreeMap, BTreeSet};

/// Says what is off.
pub(super) async fn look<C: AuditGiven + Send>(
    tx: &mut C,
    organization: i64,
    monthly: &[LoggedMonthly],
    sums: &Sums,
) -> Result<Vec<String>, StoreError> {
    let mut off = Vec::new();
    let repaid = tx.repaid_from(organization).await?;
    let repaid: BTreeMap<(i64, String), i64> =
        repaid.into_iter().map(|(account, source, amount)| ((account, source), amount)).collect();
    let coupons = tx.logged_coupons(organization).await?;
    let cards = tx.logged_cards(organization).await?;
    let coupons = coupons.into_iter().map(|grant| (Book::Coupon(CouponId::new(grant.id)), grant));
    let cards = cards.into_iter().map(|grant| (Book::Card(CardId::new(grant.id)), grant));
    let mut known = BTreeSet::new();
    for (book, grant) in coupons.chain(cards) {
        let debits = sums.get(&(grant.account_id, book)).map_or(0, |(debits, _)| *debits);
        let paid = repaid.get(&(grant.account_id, book.to_string())).copied().unwrap_or(0);
        off.extend(grant_off(book, &grant, debits.saturating_neg(), paid));
        known.insert((grant.account_id, book));
    }
    let strangers = sums.iter().filter(|((account, book), (debits, _))| {
        matches!(book, Book::Coupon(_) | Book::Card(_)) && *debits != 0 && !known.contains(&(*account, *book))
    });
    off.extend(
        strangers.map(|((account, book), _)| format!("account {account}, {book}: nobody was given it")),
    );
    for credit in tx.credits(organization).await? {
        if (credit.open, credit.paid) != (credit.receivable, credit.refunded) {
            off.push(format!(
                "credit note {}: its records take {} and {}, its movement {} and {}",
                credit.transaction_id, credit.open, credit.paid, credit.receivable, credit.refunded
            ));
        }
    }
    off.extend(books_off(tx.given_back_by_account(organization).await?, monthly, sums));
    Ok(off)
}

fn grant_off(book: Book, grant: &LoggedGrant, left: i64, paid: i64) -> Option<String> {
    let account = grant.account_id;
    match &grant.ended_on {
        Some(day) if left != 0 => {
            Some(format!("account {account}, {book}: over since {day}, but {left} is left"))
        }
        None if grant.granted - paid != left => Some(format!(
            "account {account}, {book}: {} was given and {paid} paid, but {left} is left",
            grant.granted
        )),
        _ => None,
    }
}

/// What credit notes and refunds gave up, by account: canceled of monthly bills, and what was given back.
fn books_off(given_back: Vec<(i64, i64)>, monthly: &[LoggedMonthly], sums: &Sums) -> Vec<String> {
    let mut given_up: BTreeMap<i64, i64> = given_back.into_iter().collect();
    for bill in monthly {
        *given_up.entry(bill.account_id).or_insert(0) += bill.canceled;
    }
    for (account, book) in sums.keys() {
        if *book == Book::CreditNote {
            given_up.entry(*account).or_insert(0);
        }
    }
    let off = given_up.into_iter().filter_map(|(account, given_up)| {
        let debits = sums.get(&(account, Book::CreditNote)).map_or(0, |(debits, _)| *debits);
        (debits != given_up).then(|| {
            format!("account {account}: {given_up} was canceled or given back, but the ledger says {debits}")
        })
    });
    off.collect()
}
