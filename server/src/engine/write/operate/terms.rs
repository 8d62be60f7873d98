//! Terms of credit, special agreements and thresholds: each from a day on that is not past.

use super::super::Store;
use super::super::change::Change;
use super::super::decide::Decision;
use super::{Decided, Target, agreed};
use crate::store::StoreError;
use crate::store::operator_write::NewTerms;
use chrono::NaiveDate;
use contract::calendar::{CreditControl, HolidayCalendar};
use contract::ledger::Channel;
use contract::money::Money;
use contract::operator::{DEFAULT_CALENDAR, Denied, Effects, TermsChange, ThresholdChange};
use contract::threshold::ThresholdRange;

/// What is agreed for a day, with its calendar.
async fn standing<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    on: NaiveDate,
) -> Result<Option<(CreditControl, String)>, StoreError> {
    let (organization, account) = target.ids();
    let terms = tx.credit_control(organization, account, target.moment.currency, on).await?;
    let calendar = tx.calendar_of_terms(organization, account, on).await?;
    Ok(terms.map(|terms| (terms, calendar.unwrap_or_else(|| DEFAULT_CALENDAR.to_owned()))))
}

fn change(new: &NewTerms, before: Option<CreditControl>) -> TermsChange {
    TermsChange {
        valid_from: new.valid_from,
        before,
        after: (!new.ended).then_some(new.terms),
        calendar: new.calendar.clone(),
    }
}

fn changed(new: NewTerms, before: Option<CreditControl>) -> Decision {
    let terms = Some(change(&new, before));
    agreed(vec![Change::Terms(new)], Effects { terms, ..Effects::default() })
}

/// The same, and what was agreed for later days follows: else it would bring back what is given up.
async fn changed_from_then<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    (new, before): (NewTerms, CreditControl),
    follow: impl Fn(&NewTerms) -> NewTerms,
) -> Result<Decision, StoreError> {
    let (organization, account) = target.ids();
    let currency = target.moment.currency;
    let mut effects = Effects { terms: Some(change(&new, Some(before))), ..Effects::default() };
    let later = tx.terms_after(organization, account, currency, new.valid_from).await?;
    let mut changes = vec![Change::Terms(new)];
    for old in later.into_iter().filter(|old| !old.ended) {
        let new = follow(&old);
        if new != old {
            effects.later_terms.push(change(&new, Some(old.terms)));
            changes.push(Change::Terms(new));
        }
    }
    Ok(agreed(changes, effects))
}

pub(super) async fn set<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    valid_from: NaiveDate,
    terms: CreditControl,
    calendar: &str,
) -> Decided {
    if calendar != DEFAULT_CALENDAR && tx.calendar(calendar).await? == HolidayCalendar::default() {
        return Ok(Err(Denied::UnknownCalendar(calendar.to_owned()).into()));
    }
    let before = standing(tx, target, valid_from).await?.map(|(terms, _)| terms);
    let new = NewTerms { valid_from, ended: false, terms, calendar: calendar.to_owned() };
    Ok(Ok(changed(new, before)))
}

pub(super) async fn end<C: Store>(tx: &mut C, target: Target<'_>, valid_from: NaiveDate) -> Decided {
    let Some((terms, calendar)) = standing(tx, target, valid_from).await? else {
        return Ok(Err(Denied::NoTerms.into()));
    };
    let new = NewTerms { valid_from, ended: true, terms, calendar };
    let ended = |old: &NewTerms| NewTerms { ended: true, ..old.clone() };
    Ok(Ok(changed_from_then(tx, target, (new, terms), ended).await?))
}

pub(super) async fn agree<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    valid_from: NaiveDate,
    special_agreement: bool,
) -> Decided {
    let Some((before, calendar)) = standing(tx, target, valid_from).await? else {
        return Ok(Err(Denied::NoTerms.into()));
    };
    let terms = CreditControl { special_agreement, ..before };
    let new = NewTerms { valid_from, ended: false, terms, calendar };
    let agreed = |old: &NewTerms| {
        let terms = CreditControl { special_agreement, ..old.terms };
        NewTerms { terms, ..old.clone() }
    };
    Ok(Ok(changed_from_then(tx, target, (new, before), agreed).await?))
}

pub(super) async fn threshold<C: Store>(
    tx: &mut C,
    target: Target<'_>,
    (channel, money): (Channel, Money),
    valid_from: Option<NaiveDate>,
) -> Decided {
    let currency = target.moment.currency;
    let from = valid_from.unwrap_or(target.moment.today);
    let Some(range) = tx.threshold_range(channel, currency, from).await? else {
        return Ok(Err(Denied::NoThreshold { currency }.into()));
    };
    if !range.admits(money) {
        let (least, most) = (range.least, range.most);
        return Ok(Err(Denied::OutsideThreshold { least, most }.into()));
    }
    let before = tx.threshold(target.ids(), channel, currency, from).await?.unwrap_or(range.standard);
    let change = ThresholdChange { valid_from: Some(from), before, after: money };
    let effects = Effects { threshold: Some(change), ..Effects::default() };
    let range = ThresholdRange { standard: money, ..range };
    Ok(Ok(agreed(vec![Change::Threshold { channel, range, from }], effects)))
}
