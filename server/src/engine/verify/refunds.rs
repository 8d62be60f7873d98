//! Money on its way back, against the ledger: what is under way is what its book holds, what arrived is what its payment
//! says, and never more than was paid (item 8); cash is below nothing by no more than channels took back.

use super::ledger::Sums;
use crate::store::StoreError;
use crate::store::refund_audit::{AuditRefunds, LoggedRefunds};
use contract::id::PaymentId;
use contract::ledger::{Book, Channel};
use contract::payment::State;
use std::collections::BTreeMap;

/// Says what is off.
pub(super) async fn look<C: AuditRefunds + Send>(
    tx: &mut C,
    organization: i64,
    sums: &Sums,
) -> Result<Vec<String>, StoreError> {
    let refunds = tx.logged_refunds(organization).await?;
    let mut off: Vec<String> = refunds.iter().filter_map(payment_off).collect();
    let mut under_way: BTreeMap<(i64, Channel), i64> = BTreeMap::new();
    for refund in &refunds {
        if let Some(channel) = Channel::parse(&refund.channel) {
            *under_way.entry((refund.account_id, channel)).or_insert(0) += refund.under_way;
        }
    }
    for (account, book) in sums.keys() {
        if let Book::Refunding(channel) = book {
            under_way.entry((*account, *channel)).or_insert(0);
        }
    }
    let books = under_way.into_iter().filter_map(|((account, channel), asked)| {
        let debits = sums.get(&(account, Book::Refunding(channel))).map_or(0, |(debits, _)| *debits);
        let held = debits.saturating_neg();
        (held != asked).then(|| {
            format!(
                "account {account}: {asked} is on its way back by {}, but the ledger says {held}",
                channel.name()
            )
        })
    });
    off.extend(books);
    off.extend(below_nothing(&tx.taken_back(organization).await?, sums));
    Ok(off)
}

/// Cash that stands below nothing by more than channels took back.
fn below_nothing(taken: &[(i64, i64)], sums: &Sums) -> Vec<String> {
    let taken: BTreeMap<i64, i64> = taken.iter().copied().collect();
    let cash = sums.iter().filter(|((_, book), _)| *book == Book::Cash);
    let off = cash.filter(|((account, _), (debits, _))| *debits > taken.get(account).copied().unwrap_or(0));
    let off = off.map(|((account, book), (debits, _))| {
        format!("account {account}, {book}: below nothing, debits come to {debits}")
    });
    off.collect()
}

fn payment_off(refunds: &LoggedRefunds) -> Option<String> {
    let LoggedRefunds { payment_id, amount, under_way, arrived, .. } = refunds;
    let payment = PaymentId::new(*payment_id);
    if under_way.checked_add(*arrived).is_none_or(|sum| sum > *amount) {
        return Some(format!("{payment}: {arrived} went back and {under_way} is on its way, of {amount}"));
    }
    let said = match serde_json::from_str(&refunds.state) {
        Ok(State::Refunded { refunded, .. }) => refunded.minor(),
        // What goes back of another amount was never booked.
        Ok(State::Succeeded { .. } | State::OtherAmount { .. }) => 0,
        _ => return Some(format!("{payment}: money goes back that never came")),
    };
    (said != *arrived).then(|| format!("{payment}: {arrived} went back, but it says {said}"))
}
