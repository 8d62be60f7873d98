//! The platform operator: finds accounts, looks at how one stands, and acts on it through the door.
//!
//! The page and the command line call the same functions; every act is typed as a form and read by `contract`.

mod standing;

use super::write::{Act, Actor, Command};
use super::{Engine, Failure};
use crate::chance::hex;
use crate::store::{accounts, operators, organizations};
use contract::account::Account;
use contract::id::{AccountNumber, BillId};
use contract::operator::{ActForm, ActKind, ActOutcome, Instruction};
use contract::rule::{FieldError, Rule};
use sha2::{Digest, Sha256};

/// The longest key, in characters.
const KEY_MAX_CHARS: usize = 120;

/// An account to act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its organization.
    pub organization: i64,
    /// Its id.
    pub id: i64,
    /// The account.
    pub account: Account,
}

/// What is to be done to an account.
#[derive(Debug, Clone)]
pub struct Order {
    /// By whom, as the audit log says.
    pub by: String,
    /// What, as it is typed.
    pub form: ActForm,
    /// Under which key; none: one that is made of the act and the day, so that the same words do it once a day.
    pub key: Option<String>,
    /// Only say what would happen.
    pub dry_run: bool,
}

impl Engine {
    /// The account with this number of an organization.
    pub async fn target(&self, organization: i64, number: &AccountNumber) -> Result<Target, Failure> {
        let found = accounts::find(&self.db, organization, number).await?;
        let (id, account) = found.ok_or(Failure::NOT_FOUND)?;
        Ok(Target { organization, id, account })
    }

    /// The account of the platform itself: what concerns no organization's is done to it.
    pub async fn platform(&self) -> Result<Target, Failure> {
        organizations::add_platform(&self.db, self.clock.now()).await?;
        let number = AccountNumber::parse(organizations::PLATFORM);
        let number = number.map_err(|error| Failure::Internal(error.to_string()))?;
        self.target(crate::store::ids::PORTAL, &number).await
    }

    /// Does an act, once, or says what it would do.
    pub async fn operate(&self, target: &Target, order: Order) -> Result<ActOutcome, Failure> {
        let instruction = order.form.read(target.account.currency)?;
        let key = match order.key {
            Some(key) => checked(key)?,
            None => self.made_of(target, &instruction)?,
        };
        let command = Command {
            organization: target.organization,
            account: target.id,
            actor: Actor::Operator(order.by),
            key: key.clone(),
            act: Act::Operate(instruction),
        };
        let kept = command.kept_key();
        let before = operators::place_of(&self.db, target.organization, &kept).await?;
        let done =
            if order.dry_run { self.door.try_out(&command).await? } else { self.door.write(command).await? };
        let entry = match before {
            None if !order.dry_run => operators::place_of(&self.db, target.organization, &kept).await?,
            before => before,
        };
        if !order.dry_run
            && let Err(error) = self.follow_act(order.form.act).await
        {
            tracing::warn!(%error, "what follows an act is done later");
        }
        let effects = done.effects.unwrap_or_default();
        Ok(ActOutcome { dry_run: order.dry_run, already: before.is_some(), key, entry, effects })
    }

    /// What is to be done after an act that was recorded. What fails now is done later.
    async fn follow_act(&self, act: ActKind) -> Result<(), Failure> {
        match act {
            ActKind::RefundPayment => self.run_refunds().await.map(drop),
            ActKind::ReturnArrival => self.run_returns().await.map(drop),
            ActKind::AssignArrival => self.run_arrivals().await.map(drop),
            _ => Ok(()),
        }
    }

    /// A key for an act that is done when it is pressed.
    pub fn fresh_key(&self, act: ActKind) -> Result<String, Failure> {
        Ok(format!("{}/{}", act.name(), hex(&self.chance.bytes::<8>()?)))
    }

    /// A key that the same words on the same day make again.
    fn made_of(&self, target: &Target, instruction: &Instruction) -> Result<String, Failure> {
        let words =
            serde_json::to_string(instruction).map_err(|error| Failure::Internal(error.to_string()))?;
        let today = self.today();
        let digest = hex(&Sha256::digest(format!("{} {today} {words}", target.id)));
        let digest = digest.get(..16).unwrap_or(&digest);
        Ok(format!("{}/{today}/{digest}", instruction.act.kind().name()))
    }

    /// The bill of an account with this number.
    pub async fn bill_numbered(&self, target: &Target, number: &str) -> Result<BillId, Failure> {
        let unknown = || Failure::invalid("bill", Rule::UnknownValue { value: number.to_owned() });
        let mut parts = number.rsplitn(3, '-');
        let place: Option<i64> = parts.next().and_then(|place| place.parse().ok());
        let year: Option<i64> = parts.next().and_then(|year| year.parse().ok());
        let issuer = organizations::issuer(&self.db, target.organization).await?;
        let (Some(place), Some(year), true) = (place, year, parts.next() == Some(issuer.as_str())) else {
            return Err(unknown());
        };
        let of = (target.organization, target.id);
        let found = operators::bill_of_number(&self.db, of, (year, place)).await?;
        found.map(BillId::new).ok_or_else(unknown)
    }
}

/// A key that can stand in the audit log.
fn checked(key: String) -> Result<String, Failure> {
    let wrong = |rule: Rule| Failure::Invalid(vec![FieldError::new("key", rule)]);
    if key.trim().is_empty() {
        return Err(wrong(Rule::Required));
    }
    if key.chars().count() > KEY_MAX_CHARS {
        return Err(wrong(Rule::TooLong { max: KEY_MAX_CHARS }));
    }
    if key.chars().any(char::is_control) {
        return Err(wrong(Rule::ControlCharacters));
    }
    Ok(key)
}
