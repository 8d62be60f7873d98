//! How each thing that happens is done: as an act behind the door, or as a payment.

use super::{Life, Step, calendar_of};
use crate::demo::DemoError;
use crate::demo::deed::{Basis, Deed, Share, rounded};
use crate::demo::lives::moment;
use crate::demo::world::Account;
use crate::demo::{parties, people, terms};
use crate::engine::write::{Act, Actor, Command, Done, Store};
use crate::store::bulk::Bulk;
use chrono::{DateTime, Days, NaiveDate, Utc};
use contract::cycle::{Cycle, billing_zone};
use contract::id::{AccountNumber, UserId};
use contract::ledger::Book;
use contract::money::Money;
use contract::operator::{Instruction, OperatorAct};
use contract::relation::RelationAction;
use contract::settle::{Products, expires_on};
use contract::tax_profile::NewTaxProfile;

/// The places of the people who do what owners do: finance, super administrator, in Chinese, for one account.
const FINANCE: i64 = 1;
const ADMINISTRATOR: i64 = 2;
const CHINESE: i64 = 5;
const CLERK: i64 = 6;

impl<C: Bulk + Store> Life<'_, C> {
    pub(super) async fn happens(
        &mut self,
        at: DateTime<Utc>,
        account: &Account,
        deed: Deed,
    ) -> Result<(), DemoError> {
        let id = self.organization.id_at(account.place);
        match deed {
            Deed::Accrue(cycle) => {
                let key = format!("accrue/{id}/{cycle}/{}", self.place().await?);
                self.act(at, account, (Actor::Job("accrue"), key), Act::Accrue { cycle }).await?;
            }
            Deed::Issue(cycle) => {
                let Command { actor, key, act, .. } = Command::issue(self.organization.id, id, cycle);
                self.act(at, account, (actor, key), act).await?;
            }
            Deed::Settle => {
                let key = (self.organization.id, id, self.place().await?);
                let Command { actor, key, act, .. } = Command::settle(key);
                self.act(at, account, (actor, key), act).await?;
            }
            Deed::TopUp(channel, share) => self.top_up(at, account, channel, share).await?,
            Deed::Failed(channel, share, reason) => {
                self.failed_top_up(at, account, channel, share, reason).await?;
            }
            Deed::Transfer(share, remits) => self.transfer(at, account, share, remits).await?,
            Deed::Settings(change) => {
                self.owner(at, account, ADMINISTRATOR, Act::ChangeSettings { change }).await?;
            }
            Deed::Invite(member) => {
                self.owner(at, account, ADMINISTRATOR, Act::InviteMember { member }).await?;
            }
            Deed::Answer(member, action) => self.answer(at, &member, action).await?,
            Deed::Move => self.moves(at, account).await?,
            Deed::Lapse(book) => {
                let by = (Actor::Job("lapse"), format!("lapse/{book}"));
                self.act(at, account, by, Act::Lapse { book }).await?;
            }
            Deed::Link(method, default) => self.link(at, account, method, default).await?,
            Deed::Charge(cycle, method) => self.charge(at, account, cycle, method).await?,
            platform => self.operate(at, account, platform).await?,
        }
        Ok(())
    }

    /// Something of the account has changed: what can be paid is paid a moment later.
    pub(in crate::demo) fn settles_after(&mut self, at: DateTime<Utc>, account: &Account) {
        self.later(at + chrono::Duration::seconds(1), account, Deed::Settle);
    }

    pub(in crate::demo) fn later(&mut self, at: DateTime<Utc>, account: &Account, deed: Deed) {
        let index = usize::try_from(account.place - 1).unwrap_or(usize::MAX);
        self.waits(at, Step::Own(index, deed));
    }

    /// How much a share is now.
    pub(in crate::demo) async fn money(
        &mut self,
        account: &Account,
        share: Share,
    ) -> Result<Money, DemoError> {
        let (organization, id) = (self.organization.id, self.organization.id_at(account.place));
        let minor = match share.of {
            Basis::Month(cycle) => {
                let sums = self.tx.sums(organization, id, cycle).await?;
                sums.consumption - sums.prepaid_cover + sums.credited
            }
            Basis::Owed => {
                let owed = self.tx.owed(organization, id, account.currency).await?;
                owed.iter().flat_map(|month| &month.bills).map(|bill| bill.outstanding.minor()).sum()
            }
            Basis::Frozen => {
                let books = self.tx.balances(organization, id).await?;
                let frozen = books.iter().filter(|(book, _)| matches!(book, Book::Frozen(_)));
                frozen.map(|(_, debits)| -debits).sum()
            }
        };
        Ok(rounded(minor, share.per_mille, Money::zero(account.currency)))
    }

    /// Who of the organization pays for an account.
    pub(in crate::demo) fn payer(&self, account: &Account) -> UserId {
        let place = match account.currency.code() {
            _ if account.place == people::LIMITED_TO => CLERK,
            "CNY" => CHINESE,
            _ => FINANCE,
        };
        UserId::new(self.organization.id_at(place))
    }

    async fn owner(
        &mut self,
        at: DateTime<Utc>,
        account: &Account,
        place: i64,
        act: Act,
    ) -> Result<Option<Done>, DemoError> {
        let actor = Actor::User(UserId::new(self.organization.id_at(place)));
        let key = format!("demo/{}", self.place().await?);
        self.act(at, account, (actor, key), act).await
    }

    async fn answer(
        &mut self,
        at: DateTime<Utc>,
        member: &AccountNumber,
        action: RelationAction,
    ) -> Result<(), DemoError> {
        let organization = self.organization;
        let found = organization.accounts.iter().find(|account| account.number == member.as_str());
        let Some(account) = found else { return Ok(()) };
        let relations = self.tx.relations_of(organization.id, organization.id_at(account.place)).await?;
        let Some(newest) = relations.first() else { return Ok(()) };
        let act = Act::AnswerRelation { relation: newest.relation.id, action };
        self.owner(at, account, ADMINISTRATOR, act).await?;
        Ok(())
    }

    /// The account moves: from the first of the month after next another address stands on its bills.
    async fn moves(&mut self, at: DateTime<Utc>, account: &Account) -> Result<(), DemoError> {
        let id = self.organization.id_at(account.place);
        let Some(profile) = self.tx.tax_profiles(self.organization.id, id).await?.into_iter().next() else {
            return Ok(());
        };
        let month = Cycle::of(day(at)).map_err(|error| DemoError::Impossible(error.to_string()))?;
        let profile = NewTaxProfile {
            valid_from: month.next().first_day(),
            legal_name: profile.legal_name,
            tax_number: profile.tax_number,
            address: parties::address(account, 51),
            contact: profile.contact,
        };
        self.owner(at, account, ADMINISTRATOR, Act::SetTaxProfile { profile }).await?;
        Ok(())
    }

    /// What only the platform does.
    async fn operate(&mut self, at: DateTime<Utc>, account: &Account, deed: Deed) -> Result<(), DemoError> {
        let Some((act, reason)) = self.instruction(at, account, &deed).await? else { return Ok(()) };
        let by = (Actor::Operator(people::operator().email), format!("demo/{}", self.place().await?));
        let reason = reason.to_owned();
        let (act, valid) = (Instruction { act: act.clone(), reason }, act);
        let Some(done) = self.act(at, account, by, Act::Operate(act)).await? else { return Ok(()) };
        if let Deed::Note(..) = deed {
            let place = self.place().await?;
            self.notes.insert(account.place, place);
        }
        let over = match valid {
            OperatorAct::GrantCoupon { valid_to, .. } => valid_to.succ_opt(),
            OperatorAct::GrantCard { valid_to, .. } => Some(expires_on(valid_to)),
            _ => None,
        };
        let books = done.effects.map(|effects| effects.books).unwrap_or_default();
        let given = books.into_iter().map(|change| change.book);
        let given = given.filter(|book| matches!(book, Book::Card(_) | Book::Coupon(_)));
        for (book, over) in given.zip(over) {
            self.later(moment(over, 0, 10), account, Deed::Lapse(book));
        }
        Ok(())
    }

    async fn instruction(
        &mut self,
        at: DateTime<Utc>,
        account: &Account,
        deed: &Deed,
    ) -> Result<Option<(OperatorAct, &'static str)>, DemoError> {
        let today = day(at);
        let of_month = |month: Cycle, per_mille: i64| Share { of: Basis::Month(month), per_mille };
        let share = match deed {
            Deed::Terms(share) | Deed::Coupon(share, _) | Deed::Card(share, _) => Some(*share),
            Deed::Refund(month, per_mille) | Deed::Note(month, per_mille) => {
                Some(of_month(*month, *per_mille))
            }
            _ => None,
        };
        let money = match share {
            Some(share) => self.money(account, share).await?,
            None => Money::zero(account.currency),
        };
        if share.is_some() && money.is_zero() {
            return Ok(None);
        }
        Ok(match deed {
            Deed::Terms(_) => terms::of(account).map(|agreed| {
                let agreed =
                    contract::calendar::CreditControl { limit: money, special_agreement: false, ..agreed };
                let calendar = calendar_of(account).to_owned();
                (
                    OperatorAct::SetCreditTerms { valid_from: today, terms: agreed, calendar },
                    "Yearly review of credit limits",
                )
            }),
            Deed::Agreement => Some((
                OperatorAct::SetSpecialAgreement { valid_from: today, special_agreement: true },
                "Paid by framework contract until it is renewed",
            )),
            Deed::Coupon(_, days) => {
                let valid_to = today.checked_add_days(Days::new(*days)).unwrap_or(today);
                let act =
                    OperatorAct::GrantCoupon { money, valid_from: today, valid_to, products: Products::All };
                Some((act, "Thanks for taking part in the beta"))
            }
            Deed::Card(_, (valid_from, valid_to)) => Some((
                OperatorAct::GrantCard {
                    money,
                    valid_from: *valid_from,
                    valid_to: *valid_to,
                    products: Products::All,
                    orders: Vec::new(),
                },
                "Bought with the yearly plan",
            )),
            Deed::Refund(month, _) => {
                Some((OperatorAct::Refund { month: *month, money }, "Service level missed in this month"))
            }
            Deed::Note(month, _) => Some((
                OperatorAct::CreditNote { month: *month, bill: None, money },
                "Messages were counted twice",
            )),
            Deed::Undo => {
                let note = self.notes.remove(&account.place);
                note.map(|entry| (OperatorAct::Reverse { entry }, "The count was right after all"))
            }
            _ => None,
        })
    }
}

/// The day in the billing time zone.
pub(in crate::demo) fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&billing_zone()).date_naive()
}
