//! What concerns the platform itself: holiday calendars, and what may be agreed as a threshold.

use super::super::Store;
use super::super::change::Change;
use super::{Decided, Target, agreed};
use chrono::NaiveDate;
use contract::calendar::Day;
use contract::ledger::Channel;
use contract::operator::{DaysChange, Effects, ThresholdRangeChange};
use contract::threshold::ThresholdRange;

pub(super) async fn holidays<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    calendar: &str,
    days: &[(NaiveDate, Day)],
) -> Decided {
    let replaced = tx.calendar(calendar).await?.replaced_by(days, target.moment.today);
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let change = DaysChange {
        set: count(replaced.set.len()),
        removed: count(replaced.removed.len()),
        same: replaced.same,
        past: replaced.past,
    };
    let set = replaced.set.into_iter().map(|(date, day)| (date, Some(day)));
    let days = set.chain(replaced.removed.into_iter().map(|date| (date, None))).collect();
    let changes = vec![Change::Days { calendar: calendar.to_owned(), days }];
    Ok(Ok(agreed(changes, Effects { days: Some(change), ..Effects::default() })))
}

pub(super) async fn threshold_range<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    (channel, range): (Channel, ThresholdRange),
    valid_from: Option<NaiveDate>,
) -> Decided {
    let from = valid_from.unwrap_or(target.moment.today);
    let before = tx.threshold_range(channel, range.least.currency(), from).await?;
    let change = ThresholdRangeChange { valid_from: Some(from), before, after: range };
    let threshold_range = Some(change);
    let effects = Effects { threshold_range, ..Effects::default() };
    Ok(Ok(agreed(vec![Change::ThresholdRange { channel, range, from }], effects)))
}
