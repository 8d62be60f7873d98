//! What was given and given back, against the ledger: coupons and cards have left what was granted less what they paid,
//! and nothing when they are over (A6); credit notes are what their movements say, and together with refunds what the
//! book of them comes to, and never more than was charged in money for the month and not taken off by adjustments.

use super::late::{self, Month};
use super::ledger::Sums;
use crate::store::StoreError;
use crate::store::given_audit::{AuditGiven, LoggedGrant};
use crate::store::late::ReadLate;
use crate::store::ledger_audit::LoggedMonthly;
use contract::id::{CardId, CouponId};
use contract::ledger::Book;
use std::collections::{BTreeMap, BTreeSet};

/// Says what is off.
pub(super) async fn look<C: AuditGiven + ReadLate + Send>(
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
    let given_back = tx.given_back(organization).await?;
    let by_grants = tx.paid_by_grants(organization).await?.into_iter();
    let charged = Charged {
        by_grants: by_grants.map(|(account, cycle, paid)| ((account, cycle), paid)).collect(),
        adjusted: late::look(tx, organization, &mut off).await?,
        monthly: monthly.iter().map(|bill| ((bill.account_id, bill.cycle), bill)).collect(),
    };
    off.extend(
        by_month(given_back.clone()).into_iter().filter_map(|(month, given)| charged.off(month, given)),
    );
    off.extend(books_off(given_back, monthly, sums));
    Ok(off)
}

/// Sums by account and month; the books are those of months.
fn by_month(sums: Vec<(i64, String, i64)>) -> BTreeMap<Month, i64> {
    let month = |(account, book, sum): (i64, String, i64)| match book.parse() {
        Ok(Book::Refund(cycle)) => Some(((account, i64::from(cycle.index())), sum)),
        _ => None,
    };
    sums.into_iter().filter_map(month).collect()
}

/// What was charged in money.
struct Charged<'a> {
    by_grants: BTreeMap<Month, i64>,
    /// What adjustments took off.
    adjusted: BTreeMap<Month, i64>,
    monthly: BTreeMap<Month, &'a LoggedMonthly>,
}

impl Charged<'_> {
    /// No more is given back of a month than was billed for it and paid in money: nothing before it is issued (M2), and not
    /// what cards and coupons paid (A6). What adjustments took off is given back already; it is taken from what is open and
    /// from what was not paid in money first, so that whatever comes first is no finding.
    fn off(&self, month: Month, given: i64) -> Option<String> {
        let sum = |sums: &BTreeMap<Month, i64>| sums.get(&month).copied().unwrap_or(0);
        let most = self.monthly.get(&month).map_or(0, |bill| {
            let free = bill.prepaid_cover + sum(&self.by_grants);
            let adjusted = sum(&self.adjusted) - bill.outstanding - free;
            bill.settled + bill.credited - free - adjusted.max(0)
        });
        let most = most.max(0);
        (given > most).then(|| {
            let (account, cycle) = month;
            format!(
                "account {account}, cycle {cycle}: {given} was given back, but {most} was charged in money"
            )
        })
    }
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
fn books_off(given_back: Vec<(i64, String, i64)>, monthly: &[LoggedMonthly], sums: &Sums) -> Vec<String> {
    let mut given_up: BTreeMap<i64, i64> = BTreeMap::new();
    for (account, _, given) in given_back {
        *given_up.entry(account).or_insert(0) += given;
    }
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
