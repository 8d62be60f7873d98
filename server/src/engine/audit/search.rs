//! Going through the log, newest entry first: what the database can tell apart it does, what people read is searched here.

use super::people::People;
use super::say;
use crate::engine::{Caller, Failure};
use crate::store::audit_log::{self, LogRow, MovedRow, Wanted};
use crate::store::{Db, StoreError, accounts};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use contract::account::AccountName;
use contract::audit::{AuditDetails, AuditEntry, AuditFilter};
use contract::cycle::billing_zone;
use contract::id::{AccountNumber, NotAnId};
use contract::permission::Permission;
use std::collections::BTreeMap;

/// How much of the beginning of a hash finds its entry: fewer characters stand in many hashes by chance.
const HASH_BEGINS: usize = 8;

/// A way through the log that stops wherever one likes and goes on from there.
#[derive(Debug)]
pub struct AuditSearch {
    db: Db,
    organization: i64,
    wanted: Wanted,
    /// In lower case; each has to be found.
    words: Vec<String>,
    people: People,
    /// The oldest entry that was looked at.
    stands_at: Option<(i64, DateTime<Utc>)>,
    is_over: bool,
}

/// The names of an organization's people, by id.
pub(in crate::engine) async fn people(db: &Db, organization: i64) -> Result<People, StoreError> {
    let people = audit_log::people(db, organization).await?;
    Ok(people.into_iter().map(|person| (person.id, person.name)).collect())
}

/// Whether the caller sees only what was done to accounts: what was done to people is for those who manage them.
pub(super) const fn on_an_account(caller: &Caller) -> bool {
    !caller.role.may(Permission::ManageUsers)
}

impl AuditSearch {
    /// At the newest entry.
    pub(super) async fn begin(db: &Db, caller: &Caller, filter: AuditFilter) -> Result<Self, Failure> {
        let organization = caller.organization_id;
        let accounts = match filter.account.as_slice() {
            [] => caller.scope.account_ids().map(<[i64]>::to_vec),
            numbers => {
                let (ids, _) = accounts::ids(db, organization, numbers).await?;
                Some(ids.into_iter().filter(|id| caller.scope.holds(*id)).collect())
            }
        };
        let words = filter.q.unwrap_or_default().to_lowercase();
        let wanted = Wanted {
            accounts,
            on_an_account: on_an_account(caller),
            actors: filter.actor.iter().map(ToString::to_string).collect(),
            acts: filter.act.iter().map(|act| act.name()).collect(),
            from: filter.day_from.map(begins_at),
            until: filter.day_to.and_then(|day| day.succ_opt()).map(begins_at),
            ..Wanted::default()
        };
        Ok(Self {
            db: db.clone(),
            organization,
            wanted,
            words: words.split_whitespace().map(str::to_owned).collect(),
            people: people(db, organization).await?,
            stands_at: None,
            is_over: false,
        })
    }

    /// Passes over everything from this place on.
    pub(super) const fn go_on_before(&mut self, place: i64) {
        self.wanted.before = Some(place);
    }

    /// Looks at this place only.
    pub(super) const fn only(&mut self, place: i64) {
        self.wanted.place = Some(place);
    }

    /// Whether entries are searched for words.
    pub(super) const fn has_words(&self) -> bool {
        !self.words.is_empty()
    }

    /// Place and time of the oldest entry that was looked at.
    pub(super) const fn stands_at(&self) -> Option<(i64, DateTime<Utc>)> {
        self.stands_at
    }

    /// Whether there is nothing older.
    pub const fn is_over(&self) -> bool {
        self.is_over
    }

    /// Looks at the next `most` entries, and gives those that are found.
    pub async fn next(&mut self, most: usize) -> Result<Vec<AuditDetails>, StoreError> {
        let limit = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = audit_log::entries(&self.db, self.organization, &self.wanted, limit).await?;
        self.is_over = rows.len() < most;
        if let Some(last) = rows.last() {
            self.wanted.before = Some(last.place);
            self.stands_at = Some((last.place, moment(last.at)));
        }
        let places: Vec<i64> = rows.iter().map(|row| row.place).collect();
        let mut moved: BTreeMap<i64, Vec<MovedRow>> = BTreeMap::new();
        for row in audit_log::movements(&self.db, self.organization, &places).await? {
            moved.entry(row.audit_place).or_default().push(row);
        }
        let mut found = Vec::new();
        for row in rows {
            let moved = moved.remove(&row.place).unwrap_or_default();
            let details = self.details(row, moved)?;
            if self.finds(&details) {
                found.push(details);
            }
        }
        Ok(found)
    }

    fn details(&self, row: LogRow, moved: Vec<MovedRow>) -> Result<AuditDetails, StoreError> {
        let movements = say::movements(&moved);
        let said = say::act(&row, &movements, &self.people);
        let account = row.number.zip(row.name).map(|(number, name)| {
            let number = AccountNumber::parse(&number)?;
            Ok(AccountName { number, name })
        });
        let account =
            account.transpose().map_err(|NotAnId| StoreError::Corrupt("an account number".into()))?;
        let entry = AuditEntry {
            place: u64::try_from(row.place).unwrap_or_default(),
            at: moment(row.at),
            actor: say::actor(row.actor, &self.people),
            account,
            act: row.act,
            title: said.title,
            asked: said.asked,
            outcome: said.outcome,
        };
        let (key, previous_sha256, sha256) = (row.idempotency_key, row.previous_sha256, row.sha256);
        Ok(AuditDetails { entry, movements, key, previous_sha256, sha256 })
    }

    /// Whether every word stands somewhere in what people read of it, or begins its hash.
    fn finds(&self, details: &AuditDetails) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let entry = &details.entry;
        let mut text = format!("#{} {} {}", entry.place, entry.actor.id, details.key);
        for said in [&entry.actor.name, &entry.title, &entry.asked, &entry.outcome] {
            for part in [&said.en, &said.zh] {
                text.push(' ');
                text.push_str(part);
            }
        }
        if let Some(account) = &entry.account {
            text.push_str(&format!(" {} {}", account.name, account.number));
        }
        for movement in &details.movements {
            text.push_str(&format!(" {}", movement.id));
        }
        let text = text.to_lowercase();
        let begins_hash = |word: &str| word.len() >= HASH_BEGINS && details.sha256.starts_with(word);
        self.words.iter().all(|word| text.contains(word) || begins_hash(word))
    }
}

fn moment(at: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at).unwrap_or_default()
}

/// When a day begins in the billing time zone, in microseconds.
fn begins_at(day: NaiveDate) -> i64 {
    let local = day.and_time(NaiveTime::MIN).and_local_timezone(billing_zone());
    local.single().map_or(0, |start| start.timestamp_micros())
}
