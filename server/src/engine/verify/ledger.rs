//! Adds the ledger up again and follows the audit log from its first entry (A7).
//!
//! Movements balance, balances are what the postings come to and never below their floor, every entry's hash covers
//! what is there, and monthly bills are what their bills, their repayments and the ledger say.

use super::acts::{self, Acts};
use super::{given, refunds};
use crate::engine::write::{Fields, Sealed, seal};
use crate::store::StoreError;
use crate::store::acts_audit::AuditActs;
use crate::store::audit::AuditOrganization;
use crate::store::given_audit::AuditGiven;
use crate::store::late::ReadLate;
use crate::store::ledger_audit::{AuditLedger, Billed, LoggedEntry, LoggedMonthly, LoggedPosting};
use crate::store::refund_audit::AuditRefunds;
use contract::audit::Said;
use contract::cycle::Cycle;
use contract::ledger::{Book, Kind, Posting, Transaction};
use contract::money::{Currency, Money};
use std::collections::{BTreeMap, BTreeSet};

/// How many entries are read at once.
const PAGE: i64 = 1_000;

/// What movements pay: bill, source and minor units, by movement.
type Payments = BTreeMap<i64, Vec<(i64, String, i64)>>;

fn payments(rows: Vec<(i64, i64, String, i64)>) -> Payments {
    let mut payments = Payments::new();
    for (transaction, bill, source, amount) in rows {
        payments.entry(transaction).or_default().push((bill, source, amount));
    }
    payments
}

/// An entry of an audit log: its place, and its hash.
pub type Head = (i64, String);

/// What the postings come to: debits by account and book, with the currency.
pub(in crate::engine) type Sums = BTreeMap<(i64, Book), (i64, Currency)>;

/// What a log comes to, as far as it was followed.
#[derive(Debug, Default)]
pub(in crate::engine) struct Followed {
    sums: Sums,
    /// How many movements.
    movements: u64,
    acts: Acts,
}

/// Looks at everything of the organization; says what is off, first things first. Gives how many movements there are,
/// and where the chain ends. What it goes through is taken off `expected`.
pub(super) async fn look<C: AuditLedger + AuditActs + AuditGiven + ReadLate + AuditRefunds + Send>(
    tx: &mut C,
    organization: &AuditOrganization,
    expected: &mut BTreeSet<Head>,
    note: &mut (dyn FnMut(String) + Send),
) -> Result<(u64, Head), StoreError> {
    let (id, name) = (organization.id, organization.name.as_str());
    let mut followed = Followed::default();
    let mut head: Head = (0, String::new());
    let mut off = |_: &(i64, String), place: i64, why: Said| {
        note(format!("{name}, audit entry {place}: {}", why.en));
    };
    while next_entries(tx, id, &mut head, &mut followed, &mut off).await? {}
    let Followed { sums, movements, acts } = followed;
    for (place, sha256) in expected.clone() {
        let there = tx.entries(id, place - 1, 1).await?;
        if there.iter().any(|entry| (entry.place, &entry.sha256) == (place, &sha256)) {
            expected.remove(&(place, sha256));
        }
    }
    let kept = tx.head(id).await?.unwrap_or_default();
    if kept != head {
        note(format!("{name}: {}", another_end(&head, &kept).en));
    }
    let there = u64::try_from(tx.movements(id).await?).unwrap_or_default();
    if there != movements {
        note(format!("{name}: {there} movements are there, {movements} belong to sound entries"));
    }
    cached(tx.cached(id).await?, &sums).for_each(|why| note(format!("{name}, {why}")));
    let monthly = tx.monthly(id).await?;
    unbilled(&monthly, &sums).for_each(|why| note(format!("{name}, {why}")));
    let given = given::look(tx, id, &monthly, &sums).await?;
    given.into_iter().for_each(|why| note(format!("{name}, {why}")));
    let refunds = refunds::look(tx, id, &sums).await?;
    refunds.into_iter().for_each(|why| note(format!("{name}, {why}")));
    let acts = acts::look(tx, id, &acts, &monthly).await?;
    acts.into_iter().for_each(|why| note(format!("{name}, {why}")));
    let billed = tx.billed(id).await?.into_iter().map(|month| ((month.account_id, month.cycle), month));
    let repaid = tx.repaid(id).await?.into_iter().map(|(account, cycle, sum)| ((account, cycle), sum));
    let months = Months { billed: billed.collect(), repaid: repaid.collect() };
    for monthly in monthly {
        if let Err(why) = months.agree(&monthly, &sums) {
            note(format!("{name}, account {}, cycle {}: {why}", monthly.account_id, monthly.cycle));
        }
    }
    Ok((movements, head))
}

/// Is told of an entry that is off: the head before it, its place, and why.
pub(in crate::engine) type Off<'a> = &'a mut (dyn FnMut(&(i64, String), i64, Said) + Send);

/// Follows the log a page further: checks each entry, adds its movements up and counts them, and moves the head on.
/// Whether there was anything to follow.
pub(in crate::engine) async fn next_entries<C: AuditLedger + Send>(
    tx: &mut C,
    organization: i64,
    head: &mut (i64, String),
    followed: &mut Followed,
    off: Off<'_>,
) -> Result<bool, StoreError> {
    let entries = tx.entries(organization, head.0, PAGE).await?;
    let Some(last) = entries.last().map(|entry| entry.place) else { return Ok(false) };
    let postings = tx.postings(organization, (head.0, last)).await?;
    let mut postings = postings.as_slice();
    let paid = payments(tx.payments(organization, (head.0, last)).await?);
    for entry in &entries {
        let until = postings.partition_point(|posting| posting.audit_place <= entry.place);
        let (own, rest) = postings.split_at(until);
        postings = rest;
        match follow(entry, own, &paid, head, &mut followed.sums) {
            Ok(count) => {
                followed.movements += count;
                followed.acts.see(entry);
            }
            Err(why) => off(head, entry.place, why),
        }
        *head = (entry.place, entry.sha256.clone());
    }
    Ok(true)
}

/// The log ends elsewhere than its head says.
pub(in crate::engine) fn another_end(head: &(i64, String), kept: &(i64, String)) -> Said {
    let (end, last) = (head.0, kept.0);
    Said::new(
        format!("the audit log ends at entry {end}, but entry {last} was the last"),
        format!("审计日志止于第 {end} 条，但最后一条应为第 {last} 条"),
    )
}

/// Checks an entry against the one before and against its movements; adds these up and gives how many they are.
fn follow(
    entry: &LoggedEntry,
    postings: &[LoggedPosting],
    paid: &Payments,
    head: &(i64, String),
    sums: &mut Sums,
) -> Result<u64, Said> {
    if entry.place != head.0 + 1 {
        let missing = head.0 + 1;
        return Err(Said::new(
            format!("entry {missing} is missing before it"),
            format!("其前缺少第 {missing} 条"),
        ));
    }
    if entry.previous_sha256 != head.1 {
        return Err(Said::new("it does not follow the entry before", "与上一条不相连"));
    }
    let mut movements = Vec::new();
    for group in postings.chunk_by(|one, other| one.id == other.id) {
        let transaction = movement(group, entry)?;
        movements.push((group.first().map_or(0, |posting| posting.id), transaction));
    }
    let fields = Fields {
        previous: &entry.previous_sha256,
        place: entry.place,
        at: entry.at,
        actor: &entry.actor,
        act: &entry.act,
        account: entry.account_id,
        key: &entry.idempotency_key,
        input: &entry.input,
        outcome: &entry.outcome,
    };
    let sealed = movements.iter().map(|(id, transaction)| {
        let paid = paid.get(id).cloned().unwrap_or_default();
        Sealed { id: *id, transaction, paid }
    });
    if seal(&fields, sealed) != entry.sha256 {
        return Err(Said::new(
            "its hash does not fit: it, one of its movements, or what that pays, was changed",
            "哈希不符：该条、其资金变动或所付账单被改动过",
        ));
    }
    for (_, movement) in &movements {
        for posting in movement.postings() {
            let sum = sums.entry((entry.account_id, posting.book)).or_insert((0, movement.currency()));
            sum.0 = sum
                .0
                .checked_add(posting.debit.minor())
                .ok_or_else(|| Said::new("a balance past 63 bits", "余额超出范围"))?;
        }
    }
    Ok(movements.len() as u64)
}

/// The movement that these postings are.
fn movement(postings: &[LoggedPosting], entry: &LoggedEntry) -> Result<Transaction, Said> {
    let Some(first) = postings.first() else {
        return Err(Said::new("a movement of nothing", "空的变动"));
    };
    let off = |en: &str, zh: &str| {
        Said::new(format!("movement {}: {en}", first.id), format!("变动 {}：{zh}", first.id))
    };
    let currency: Currency = first.currency.parse().map_err(|_| off("an unknown currency", "未知币种"))?;
    let kind = Kind::parse(&first.kind).ok_or_else(|| off("an unknown kind", "未知类型"))?;
    if first.account_id != entry.account_id || first.posted_at != entry.at {
        return Err(off("another account or time than its entry", "账户或时间与该条不符"));
    }
    let postings = postings.iter().map(|posting| {
        let (Some(book), Some(debit)) = (&posting.book, posting.debit) else {
            return Err(off("it has no postings", "没有分录"));
        };
        let book: Book = book.parse().map_err(|_| off("an unknown book", "未知账簿"))?;
        Ok(Posting { book, debit: Money::new(debit, currency) })
    });
    let mut postings = postings.collect::<Result<Vec<_>, _>>()?;
    postings.sort_by_key(|posting| posting.book);
    Transaction::try_new(kind, currency, postings).map_err(|error| off(&error.to_string(), "借贷不平衡"))
}

/// Compares the cached balances with what the postings come to.
fn cached(cached: Vec<(i64, String, i64)>, sums: &Sums) -> impl Iterator<Item = String> {
    let mut left: BTreeMap<(i64, String), i64> =
        sums.iter().map(|((account, book), (debits, _))| ((*account, book.to_string()), *debits)).collect();
    let mut off = Vec::new();
    for (account, book, debits) in cached {
        let added_up = left.remove(&(account, book.clone())).unwrap_or(0);
        if added_up != debits {
            off.push(format!(
                "account {account}, {book}: kept as {debits}, but the postings come to {added_up}"
            ));
        }
    }
    let missing = left.into_iter().filter(|(_, debits)| *debits != 0);
    off.extend(missing.map(|((account, book), debits)| {
        format!("account {account}, {book}: nothing kept, but the postings come to {debits}")
    }));
    let floors = sums.iter().filter(|((_, book), (debits, currency))| {
        let balance = book.balance(Money::new(*debits, *currency));
        book.has_floor() && !balance.is_ok_and(|balance| !balance.is_negative())
    });
    off.extend(floors.map(|((account, book), (debits, _))| {
        format!("account {account}, {book}: below nothing, debits come to {debits}")
    }));
    off.into_iter()
}

/// What the ledger says is owed for a month that has no monthly bill, or frozen or charged in advance for one that has.
fn unbilled(monthly: &[LoggedMonthly], sums: &Sums) -> impl Iterator<Item = String> {
    let known: BTreeSet<(i64, i64)> =
        monthly.iter().map(|monthly| (monthly.account_id, monthly.cycle)).collect();
    let off = sums.iter().filter_map(move |((account, book), (debits, _))| match book {
        Book::Frozen(month) | Book::Prepayment(month)
            if *debits != 0 && known.contains(&(*account, month.index().into())) =>
        {
            Some(format!("account {account}, {book}: {debits}, but that month is issued"))
        }
        Book::Receivable(month) | Book::Processing(month)
            if *debits != 0 && !known.contains(&(*account, month.index().into())) =>
        {
            Some(format!("account {account}, {book}: {debits}, but there is no such monthly bill"))
        }
        _ => None,
    });
    off.collect::<Vec<_>>().into_iter()
}

/// What months come to, by account and month as it is stored.
struct Months {
    billed: BTreeMap<(i64, i64), Billed>,
    repaid: BTreeMap<(i64, i64), i64>,
}

impl Months {
    /// Whether a monthly bill is what its bills, its repayments and the ledger say.
    fn agree(&self, monthly: &LoggedMonthly, sums: &Sums) -> Result<(), String> {
        let LoggedMonthly { account_id, cycle, .. } = *monthly;
        let billed = self.billed.get(&(account_id, cycle)).map_or_else(Default::default, |month| month.sums);
        let repaid = self.repaid.get(&(account_id, cycle)).copied().unwrap_or(0);
        let Some(month) = i32::try_from(cycle).ok().and_then(|index| Cycle::from_index(index).ok()) else {
            return Err("no cycle".to_owned());
        };
        let book = |book: Book| sums.get(&(account_id, book)).map_or(0, |(debits, _)| *debits);
        let pairs = [
            ("bills", monthly.bills, billed.bills),
            ("consumption", monthly.consumption, billed.consumption),
            ("prepaid cover", monthly.prepaid_cover, billed.prepaid_cover),
            ("outstanding", monthly.outstanding, billed.outstanding),
            ("processing", monthly.processing, billed.processing),
            ("settled", monthly.settled, billed.settled),
            ("canceled", monthly.canceled, billed.canceled),
            ("credited", monthly.credited, billed.credited),
        ];
        if let Some((what, kept, added_up)) = pairs.into_iter().find(|(_, kept, added_up)| kept != added_up) {
            return Err(format!("{what} is kept as {kept}, but its bills come to {added_up}"));
        }
        let settled = billed.settled + billed.credited - billed.prepaid_cover - monthly.taken_over;
        if repaid != settled {
            return Err(format!("{settled} was repaid, but its repayments come to {repaid}"));
        }
        for (what, balance, debits) in [
            ("outstanding", monthly.outstanding, book(Book::Receivable(month))),
            ("processing", monthly.processing, book(Book::Processing(month))),
        ] {
            if balance != debits {
                return Err(format!("{what} is {balance}, but the ledger says {debits}"));
            }
        }
        Ok(())
    }
}
