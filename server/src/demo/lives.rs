//! The lives: what happens to an account of a role, month after month, in the order of time.
//!
//! Months are counted from the first lived one; days are those of the month after, in which it is issued on the 2nd.

use super::cast::Role;
use super::deed::{Basis, Deed, Linked, Share};
use super::terms;
use chrono::{DateTime, Duration, NaiveDate, TimeZone, Utc};
use contract::cycle::{Cycle, billing_zone};
use contract::ledger::Channel;
use contract::payment::DeclineReason;
use contract::relation::RelationAction;
use contract::setting::Setting;

/// Something at its time.
pub type Event = (DateTime<Utc>, Deed);

/// The months that are lived through, and when the world ends.
#[derive(Debug, Clone)]
pub struct Span {
    /// Issued months, oldest first.
    pub months: Vec<Cycle>,
    /// Months after them that are not issued.
    pub running: Vec<Cycle>,
    /// Nothing happens later but the last invitation.
    pub end: DateTime<Utc>,
    /// When the main account invites its last member: short enough ago that it can still be accepted.
    pub invites_last: DateTime<Utc>,
}

/// A day of the billing time zone, by hours and minutes after midnight.
pub fn moment(day: NaiveDate, hour: i64, minute: i64) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    let local = billing_zone().from_local_datetime(&midnight).single();
    local.map_or(DateTime::<Utc>::UNIX_EPOCH, |local| local.with_timezone(&Utc))
        + Duration::minutes(hour * 60 + minute)
}

/// A life that is written down.
struct Diary {
    months: Vec<Cycle>,
    events: Vec<Event>,
}

impl Diary {
    /// Something in the month after the one at `place`.
    fn add(&mut self, place: usize, (day, hour, minute): (u32, i64, i64), deed: Deed) {
        let Some(month) = self.months.get(place) else { return };
        let first = month.next().first_day();
        let day = first.checked_add_days(chrono::Days::new(u64::from(day - 1))).unwrap_or(first);
        self.events.push((moment(day, hour, minute), deed));
    }

    /// The same deed of every month, on a day of the month after it.
    fn monthly(&mut self, day: (u32, i64, i64), deed: impl Fn(Cycle) -> Deed) {
        for (place, month) in self.months.clone().into_iter().enumerate() {
            self.add(place, day, deed(month));
        }
    }

    /// What a month comes to, before the next one is issued: so much of it is topped up.
    fn prepay(&mut self, channel: Channel, per_mille: i64) {
        self.add(0, (5, 10, 20), Deed::TopUp(channel, owed(1_000)));
        self.monthly((26, 10, 20), |month| Deed::TopUp(channel, of(month, per_mille)));
    }
}

const fn of(month: Cycle, per_mille: i64) -> Share {
    Share { of: Basis::Month(month), per_mille }
}

const fn owed(per_mille: i64) -> Share {
    Share { of: Basis::Owed, per_mille }
}

/// Everything that happens to the account at `place` by its role; `invited` are the members that it invites.
pub fn of_role(role: Role, place: i64, span: &Span, invited: Vec<contract::id::AccountNumber>) -> Vec<Event> {
    let mut diary = Diary { months: span.months.clone(), events: Vec::new() };
    usual(&mut diary, span);
    if !terms::is_charged(place) {
        let limit = if role == Role::Closed { 200 } else { 3_000 };
        diary.add(0, (10, 15, 30), Deed::Terms(of(span.months[0], limit)));
    }
    match role {
        Role::Prepaid if place == 1 => {
            diary.prepay(Channel::OnlineBanking, 1_300);
            main(&mut diary, invited);
        }
        Role::Prepaid => {
            diary.prepay(if place % 2 == 0 { Channel::Alipay } else { Channel::BankCard }, 1_300)
        }
        Role::Ordinary => diary.monthly((u32::try_from(place % 17 + 5).unwrap_or(5), 14, 5), |_| {
            Deed::TopUp(if place % 2 == 0 { Channel::Paypal } else { Channel::OnlineBanking }, owed(1_000))
        }),
        Role::Short => short(&mut diary, span),
        Role::Closed => diary.monthly((12, 9, 40), |_| Deed::TopUp(Channel::Alipay, owed(1_000))),
        Role::Special => special(&mut diary),
        Role::Manual => manual(&mut diary),
        Role::Locked => locked(&mut diary, span),
        Role::Granted => granted(&mut diary, span),
        Role::Credited => credited(&mut diary),
        Role::Remitting => remitting(&mut diary),
        Role::Declined => charged(&mut diary, span, (Linked::Visa, Linked::Empty)),
        Role::Expired => charged(&mut diary, span, (Linked::Visa, Linked::Expired)),
        Role::Charged if place % 2 == 0 => charged(&mut diary, span, (Linked::Visa, Linked::Visa)),
        Role::Charged => charged(&mut diary, span, (Linked::Paypal, Linked::Paypal)),
    }
    diary.events
}

/// What happens by itself: usage is delivered, months are issued and settled.
fn usual(diary: &mut Diary, span: &Span) {
    diary.monthly((1, 0, 1), Deed::Accrue);
    diary.monthly((2, 12, 0), Deed::Issue);
    diary.monthly((2, 12, 1), |_| Deed::Settle);
    for month in &span.running {
        // A finished month's usage is there when it is over, the running one's as it begins.
        let day =
            if Some(month) == span.running.last() { month.first_day() } else { month.next().first_day() };
        diary.events.push((moment(day, 0, 2), Deed::Accrue(*month)));
    }
}

fn main(diary: &mut Diary, invited: Vec<contract::id::AccountNumber>) {
    let answers =
        [Some(RelationAction::Accept), None, Some(RelationAction::Decline), Some(RelationAction::Accept)];
    for (place, (member, answer)) in invited.into_iter().zip(answers).enumerate() {
        let day = u32::try_from(place).unwrap_or(0) * 2 + 4;
        diary.add(1, (day, 11, 0), Deed::Invite(member.clone()));
        if let Some(answer) = answer {
            diary.add(1, (day + 1, 16, 45), Deed::Answer(member.clone(), answer));
        }
        if place == 3 {
            diary.add(3, (20, 17, 10), Deed::Answer(member, RelationAction::End));
        }
    }
    diary.add(0, (18, 9, 15), Deed::Link(Linked::Paypal, true));
    let declined = Some(DeclineReason::NotAuthenticated);
    diary.add(2, (26, 9, 50), Deed::Failed(Channel::BankCard, of(diary.months[2], 1_300), declined));
    diary.add(3, (7, 13, 25), Deed::Coupon(of(diary.months[2], 60), 120));
    diary.add(4, (9, 10, 10), Deed::Move);
}

/// As the newest month is issued, cash is there for what is frozen, and a part of the month more: that part is paid.
fn short(diary: &mut Diary, span: &Span) {
    for place in 0..4 {
        diary.add(place, (9, 11, 15), Deed::TopUp(Channel::Paypal, owed(1_000)));
    }
    let declined = Some(DeclineReason::InsufficientFunds);
    diary.add(4, (8, 10, 5), Deed::Failed(Channel::BankCard, owed(1_000), declined));
    diary.add(4, (9, 11, 15), Deed::TopUp(Channel::BankCard, owed(1_000)));
    let Some((newest, last)) = span.months.last().zip(span.months.len().checked_sub(1)) else { return };
    let frozen = Share { of: Basis::Frozen, per_mille: 1_000 };
    diary.add(last, (2, 12, 0), Deed::TopUp(Channel::BankCard, frozen));
    diary.add(last, (2, 12, 0), Deed::TopUp(Channel::BankCard, of(*newest, 450)));
}

fn special(diary: &mut Diary) {
    for place in 0..3 {
        diary.add(place, (10, 16, 0), Deed::Transfer(owed(1_000), false));
    }
    diary.add(3, (15, 14, 0), Deed::Agreement);
    diary.add(3, (24, 16, 0), Deed::Transfer(of(diary.months[3], 2_500), false));
}

fn manual(diary: &mut Diary) {
    for place in 0..4 {
        diary.add(place, (6, 10, 30), Deed::TopUp(Channel::OnlineBanking, owed(1_000)));
    }
    diary.add(4, (1, 9, 5), Deed::Settings(Setting::Automatic.turned(false)));
    diary.add(4, (20, 15, 20), Deed::TopUp(Channel::OnlineBanking, owed(1_500)));
}

/// An older month is open again, because its credit note was undone; what was refunded of the month after it can't pay it.
/// The newest is paid by a card of its own.
fn locked(diary: &mut Diary, span: &Span) {
    for place in 0..5 {
        diary.add(place, (11, 12, 30), Deed::TopUp(Channel::Alipay, owed(1_000)));
    }
    let months = diary.months.clone();
    diary.add(2, (6, 11, 20), Deed::Note(months[2], 120));
    diary.add(3, (6, 11, 20), Deed::Note(months[3], 500));
    diary.add(4, (20, 9, 10), Deed::Undo);
    diary.add(4, (22, 10, 0), Deed::Refund(months[4], 300));
    let Some(&newest) = span.months.last() else { return };
    diary.add(4, (21, 10, 0), Deed::Card(of(months[4], 2_000), (newest, newest)));
}

fn granted(diary: &mut Diary, span: &Span) {
    diary.prepay(Channel::BankCard, 900);
    let next = |cycle: Cycle| cycle.next();
    let [first, .., newest] = span.months.as_slice() else { return };
    diary.add(0, (4, 9, 30), Deed::Coupon(of(*first, 150), 12));
    diary.add(0, (5, 9, 30), Deed::Card(of(*first, 2_800), (next(*first), next(next(*first)))));
    diary.add(1, (10, 9, 30), Deed::Coupon(of(*first, 100), 45));
    diary.add(3, (12, 9, 30), Deed::Card(of(*first, 4_000), (span.months[4], next(*newest))));
    diary.add(4, (14, 9, 30), Deed::Coupon(of(*first, 80), 45));
    diary.add(
        4,
        (16, 9, 30),
        Deed::Card(of(*first, 1_000), (next(next(*newest)), next(next(next(*newest))))),
    );
    diary.add(5, (2, 12, 2), Deed::Coupon(of(*first, 120), 60));
}

fn credited(diary: &mut Diary) {
    let months = diary.months.clone();
    diary.monthly((8, 13, 45), |_| Deed::TopUp(Channel::Alipay, owed(1_000)));
    diary.add(2, (15, 11, 20), Deed::Note(months[2], 180));
    diary.add(2, (16, 9, 10), Deed::Undo);
    diary.add(3, (14, 11, 20), Deed::Note(months[3], 90));
}

fn remitting(diary: &mut Diary) {
    let mut change = Setting::Remittance.turned(true);
    change.automatic = Some(false);
    diary.add(0, (3, 9, 0), Deed::Settings(change));
    diary.monthly((12, 15, 0), |_| Deed::Transfer(owed(1_000), true));
    // The newest month was paid in part before it was due.
    diary.add(4, (28, 15, 0), Deed::Transfer(of(diary.months[4], 200), true));
}

/// Charged at the end of each month by one method; of the newest one by another.
fn charged(diary: &mut Diary, span: &Span, (method, newest): (Linked, Linked)) {
    diary.add(0, (1, 0, 0), Deed::Link(method, method == newest));
    let last = span.months.len().saturating_sub(1);
    for (place, month) in span.months.iter().enumerate() {
        let by = if place == last { newest } else { method };
        diary.add(place, (1, 0, 3), Deed::Charge(*month, by));
    }
    if newest != method {
        diary.add(last.saturating_sub(1), (15, 10, 0), Deed::Link(newest, true));
    }
}
