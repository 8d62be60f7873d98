//! The months that accounts live through with money, in the order of time: what happens to them goes through the door's own
//! path, what happens to all others is written in bulk, into one audit log.

mod doing;

pub(super) use doing::day;

use super::DemoError;
use super::books::Books;
use super::calendar::Calendar;
use super::cast;
use super::deed::Deed;
use super::lives::{self, Span};
use super::people;
use super::world::{Account, Organization};
use crate::engine::write::{Act, Actor, Command, Done, Refusal, Store, within};
use crate::store::bulk::Bulk;
use crate::store::ids::{PORTAL, series};
use crate::store::ledger_write::Head;
use chrono::{DateTime, NaiveDate, Utc};
use contract::account::AccountKind;
use contract::calendar::Day;
use contract::cycle::Cycle;
use contract::id::{AccountNumber, MethodId};
use contract::operator::{Instruction, OperatorAct};
use std::collections::BTreeMap;

/// Something that waits for its time.
enum Step {
    /// A month is issued to everyone who only has bills.
    Others(Cycle),
    /// Something happens to an account, by its index.
    Own(usize, Deed),
}

/// An organization that lives.
pub(super) struct Life<'a, C> {
    pub(super) tx: &'a mut C,
    pub(super) organization: &'a Organization,
    pub(super) span: Span,
    pub(super) seed: u64,
    books: Books,
    /// By time, and for the same time in the order in which they were written down.
    waiting: BTreeMap<(DateTime<Utc>, usize), Step>,
    written: usize,
    /// Place of each account's newest credit note in the audit log.
    notes: BTreeMap<i64, i64>,
    /// Linked methods by the place of their account and the name of their token.
    pub(super) linked: BTreeMap<(i64, &'static str), MethodId>,
}

/// Lets an organization live through its last months.
pub async fn live<C: Bulk + Store>(
    tx: &mut C,
    organization: &Organization,
    books: Books,
    calendar: &Calendar,
    seed: u64,
) -> Result<(), DemoError> {
    let (span, waiting) = (calendar.span(), BTreeMap::new());
    let mut life = Life {
        tx,
        organization,
        span,
        seed,
        books,
        waiting,
        written: 0,
        notes: BTreeMap::new(),
        linked: BTreeMap::new(),
    };
    life.write_down();
    while let Some(((at, _), step)) = life.waiting.pop_first() {
        match step {
            Step::Others(cycle) => life.issue_to_others(cycle).await?,
            Step::Own(index, deed) => life.happens(at, &organization.accounts[index], deed).await?,
        }
    }
    let rest = life.books.balances(|_| true);
    Ok(life.tx.write(&rest).await?)
}

impl<C: Bulk + Store> Life<'_, C> {
    fn write_down(&mut self) {
        for cycle in self.span.months.clone() {
            self.waits(cycle.issued_at(), Step::Others(cycle));
        }
        let accounts = self.organization.accounts.iter().enumerate();
        for (index, account) in accounts {
            let Some(role) = cast::role(account.place) else { continue };
            let mut invited = if account.place == 1 { self.members() } else { Vec::new() };
            // It is not answered yet.
            if let Some(last) = invited.pop() {
                self.put(self.span.invites_last, Step::Own(index, Deed::Invite(last)));
            }
            for (at, deed) in lives::of_role(role, account.place, &self.span, invited) {
                self.waits(at, Step::Own(index, deed));
            }
        }
    }

    /// Lets a step wait for its time, if the world comes to it.
    fn waits(&mut self, at: DateTime<Utc>, step: Step) {
        if at <= self.span.end {
            self.put(at, step);
        }
    }

    fn put(&mut self, at: DateTime<Utc>, step: Step) {
        self.written += 1;
        self.waiting.insert((at, self.written), step);
    }

    /// Members that the main account can pay for.
    fn members(&self) -> Vec<AccountNumber> {
        let accounts = &self.organization.accounts;
        let currency = accounts.first().map(|main| main.currency);
        let fits =
            |account: &&Account| account.kind == AccountKind::Member && Some(account.currency) == currency;
        let numbers = accounts.iter().filter(fits).map(|account| AccountNumber::parse(&account.number));
        numbers.filter_map(Result::ok).take(5).collect()
    }

    async fn issue_to_others(&mut self, cycle: Cycle) -> Result<(), DemoError> {
        let id = self.organization.id;
        let head = self.tx.hold_chain(id).await?;
        let next = self.tx.take(id, series::TRANSACTION, 0).await?;
        self.books.go_on(cycle, (head.place, head.sha256), next - 1)?;
        self.tx.take(id, series::TRANSACTION, self.books.transactions() - (next - 1)).await?;
        for rows in self.books.take() {
            self.tx.write(&rows).await?;
        }
        let (place, hash) = self.books.head();
        let head = Head { place, sha256: hash.to_owned() };
        Ok(self.tx.move_head(id, &head).await?)
    }

    /// Does an act; none when a rule stood against it, as it does in life.
    pub(super) async fn act(
        &mut self,
        at: DateTime<Utc>,
        account: &Account,
        (actor, key): (Actor, String),
        act: Act,
    ) -> Result<Option<Done>, DemoError> {
        let organization = self.organization.id;
        let account = self.organization.id_at(account.place);
        let command = Command { organization, account, actor, key, act };
        done(&command, within(self.tx, &command, at.timestamp_micros()).await?)
    }

    /// The newest place of the audit log.
    pub(super) async fn place(&mut self) -> Result<i64, DemoError> {
        Ok(self.tx.hold_chain(self.organization.id).await?.place)
    }
}

fn done(command: &Command, answer: Result<Done, Refusal>) -> Result<Option<Done>, DemoError> {
    match answer {
        Ok(done) => Ok(Some(done)),
        // A closed gate, a month without bills, a month that holds less than was thought.
        Err(Refusal::Closed | Refusal::NothingToIssue | Refusal::Denied(_)) => Ok(None),
        Err(refusal) => Err(DemoError::Impossible(format!("{refusal}: {command:?}"))),
    }
}

/// Holidays on fixed dates, by calendar.
const HOLIDAYS: [(&str, &[(u32, u32)]); 2] = [
    ("china", &[(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)]),
    ("singapore", &[(1, 1), (5, 1), (8, 9), (12, 25)]),
];

/// The platform's holiday calendars, imported as the lived months begin.
pub async fn calendars<C: Bulk + Store>(tx: &mut C, calendar: &Calendar) -> Result<(), DemoError> {
    let span = calendar.span();
    let Some(first) = span.months.first() else { return Ok(()) };
    let begun = lives::moment(first.next().first_day(), 8, 0);
    for (place, (name, dates)) in HOLIDAYS.iter().enumerate() {
        let year = |year: i32| {
            dates.iter().filter_map(move |&(month, day)| NaiveDate::from_ymd_opt(year, month, day))
        };
        let days =
            year(first.year()).chain(year(first.year() + 1)).map(|date| (date, Day::Holiday)).collect();
        let act = OperatorAct::SetHolidays { calendar: (*name).to_owned(), days };
        let reason = "Public holidays of this year and the next".to_owned();
        let command = Command {
            organization: PORTAL,
            account: 0,
            actor: Actor::Operator(people::operator().email),
            key: format!("demo/calendar/{place}"),
            act: Act::Operate(Instruction { act, reason }),
        };
        done(&command, within(tx, &command, begun.timestamp_micros()).await?)?;
    }
    Ok(())
}

/// Whose terms go by a calendar of their own.
pub(super) fn calendar_of(account: &Account) -> &'static str {
    match account.currency.code() {
        "CNY" => HOLIDAYS[0].0,
        "SGD" => HOLIDAYS[1].0,
        _ => contract::operator::DEFAULT_CALENDAR,
    }
}
