//! `portal operator`: what the platform does to accounts. The same functions as behind the operator's page.

mod acts;
mod shown;
mod transfers;

use super::user::{locale, password};
use super::{Database, Error, say};
use crate::engine::Engine;
use crate::engine::operator::{Order, Target};
use crate::engine::write::Actor;
use crate::store::{operators, organizations};
use clap::{Args, Subcommand};
use contract::id::AccountNumber;
use contract::locale::Locale;
use contract::operator::{ActForm, ActKind};
use contract::permission::{AccountScope, Role};
use contract::user::NewUser;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum Operator {
    /// Add someone who acts for the platform; the password is read from standard input.
    Add(Add),
    /// Find accounts by number, name or organization.
    Find(Find),
    /// Set the terms of credit of an account, or end them.
    CreditTerms(acts::CreditTerms),
    /// Exclude an account from automatic settlement by a special agreement, or include it again.
    SpecialAgreement(acts::SpecialAgreement),
    /// Set from which accrued amount an account's PayPal is charged.
    Threshold(acts::Threshold),
    /// Grant a stored value card: it pays bills of the months that it is valid for, whose orders name it.
    Card(acts::Card),
    /// Grant a coupon: it deducts before anything else pays.
    Coupon(acts::Coupon),
    /// Give back what was charged for a month, into its refund balance.
    Refund(acts::Refund),
    /// Send money of a payment back to where it came from, through its channel.
    RefundPayment(acts::RefundPayment),
    /// Bank transfers that arrived and are nobody's: list them, assign one to an account, send one back.
    #[command(subcommand)]
    Transfer(transfers::Transfer),
    /// Reduce a monthly bill, or one bill of it: first what is open, then what was paid.
    CreditNote(acts::CreditNote),
    /// Undo a grant, a refund or a credit note, by its place in the audit log.
    Reverse(acts::Reverse),
    /// Holiday calendars, that business days are counted by.
    #[command(subcommand)]
    Calendar(Calendar),
    /// Configure between which amounts the threshold of a channel may lie, in a currency.
    ThresholdRange(acts::ThresholdRange),
}

#[derive(Debug, Args)]
pub struct Add {
    /// Their email address.
    #[arg(long)]
    email: String,
    /// Their name; the email address when nobody says.
    #[arg(long)]
    name: Option<String>,
    /// Their language: `en` or `zh-CN`.
    #[arg(long, value_parser = locale, default_value = "en")]
    locale: Locale,
    #[command(flatten)]
    database: Database,
}

#[derive(Debug, Args)]
pub struct Find {
    /// Part of a number or a name; without it, all of them.
    #[arg(default_value = "")]
    text: String,
    #[command(flatten)]
    database: Database,
}

#[derive(Debug, Subcommand)]
pub enum Calendar {
    /// Read a calendar from a CSV file of `date,kind` (holiday or workday). It is the whole of the years that it speaks of;
    /// what is past never changes.
    Import(CalendarImport),
    /// Print the calendars, or the days of one.
    List(CalendarList),
}

#[derive(Debug, Args)]
pub struct CalendarImport {
    /// Its name; terms that name none are counted by `default`.
    name: String,
    /// The file.
    file: PathBuf,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, Args)]
pub struct CalendarList {
    /// Its name; without it, all of them.
    name: Option<String>,
    #[command(flatten)]
    database: Database,
}

/// Whose account.
#[derive(Debug, Args)]
struct Whose {
    /// The organization's name.
    #[arg(long)]
    organization: String,
    /// The account's number.
    #[arg(long, value_parser = number)]
    account: AccountNumber,
}

/// How an act is done.
#[derive(Debug, Args)]
struct How {
    /// Why: it stands in the audit log.
    #[arg(long)]
    reason: String,
    /// Only print what would happen.
    #[arg(long)]
    dry_run: bool,
    /// Under which key it is done once. Without it, the same words on the same day do it once.
    #[arg(long)]
    key: Option<String>,
    /// Who does it, as the audit log says.
    #[arg(long = "by", env = "USER", default_value = "command-line", hide_env_values = true)]
    by: String,
    #[command(flatten)]
    database: Database,
}

fn number(text: &str) -> Result<AccountNumber, String> {
    AccountNumber::parse(text).map_err(|error| error.to_string())
}

impl Operator {
    pub async fn run(self) -> Result<(), Error> {
        match self {
            Self::Add(add) => add.run().await,
            Self::Find(find) => find.run().await,
            Self::CreditTerms(terms) => terms.run().await,
            Self::SpecialAgreement(agreement) => agreement.run().await,
            Self::Threshold(threshold) => threshold.run().await,
            Self::Card(card) => card.run().await,
            Self::Coupon(coupon) => coupon.run().await,
            Self::Refund(refund) => refund.run().await,
            Self::RefundPayment(refund) => refund.run().await,
            Self::Transfer(transfer) => transfer.run().await,
            Self::CreditNote(note) => note.run().await,
            Self::Reverse(reverse) => reverse.run().await,
            Self::Calendar(Calendar::Import(import)) => import.run().await,
            Self::Calendar(Calendar::List(list)) => list.run().await,
            Self::ThresholdRange(range) => range.run().await,
        }
    }
}

impl Add {
    async fn run(self) -> Result<(), Error> {
        let password = password()?;
        let engine = self.database.open().await?;
        let name = self.name.unwrap_or_else(|| self.email.clone());
        let (role, accounts) = (Role::PlatformOperator, AccountScope::All);
        let new = NewUser { email: self.email, name, role, accounts, password };
        let by = Actor::Operator("command line".to_owned());
        let added = engine.add_operator(by, new, self.locale).await;
        engine.db.close().await;
        say(&format!("{} can sign in as platform operator.", added?.email))
    }
}

impl Find {
    async fn run(self) -> Result<(), Error> {
        /// How many are printed at most.
        const MOST: i64 = 1_000;
        let engine = self.database.open_existing().await?;
        let found = operators::search(&engine.db, self.text.trim(), MOST).await;
        engine.db.close().await;
        for found in found? {
            let account = found.account;
            say(&format!(
                "{}  {}  {}  {}",
                found.organization, account.number, account.currency, account.name
            ))?;
        }
        Ok(())
    }
}

impl CalendarImport {
    async fn run(self) -> Result<(), Error> {
        let holidays = std::fs::read_to_string(&self.file)
            .map_err(|error| Error::Said(format!("{}: {error}", self.file.display())))?;
        let form = ActForm { calendar: self.name, holidays, ..ActForm::new(ActKind::SetHolidays) };
        self.how.on_platform(form).await
    }
}

impl CalendarList {
    async fn run(self) -> Result<(), Error> {
        let engine = self.database.open_existing().await?;
        let days = operators::calendars(&engine.db).await;
        engine.db.close().await;
        let days = days?;
        let Some(name) = self.name else {
            for of_one in days.chunk_by(|one, other| one.0 == other.0) {
                let name = of_one.first().map(|(name, ..)| name.as_str()).unwrap_or_default();
                say(&format!("{name}  {} days", of_one.len()))?;
            }
            return Ok(());
        };
        for (_, date, day) in days.iter().filter(|(known, ..)| *known == name) {
            say(&format!("{date},{}", day.name()))?;
        }
        Ok(())
    }
}

impl How {
    /// Does the act on an account, and prints what came of it.
    async fn on_account(self, whose: Whose, form: ActForm) -> Result<(), Error> {
        self.with_bill(whose, form, None).await
    }

    /// The same, for an act that may name a bill by its number.
    async fn with_bill(self, whose: Whose, mut form: ActForm, bill: Option<String>) -> Result<(), Error> {
        let engine = self.database.open_existing().await?;
        let done = async {
            let found = organizations::find(&engine.db, &whose.organization).await?;
            let organization = found
                .ok_or_else(|| Error::Said(format!("there is no organization “{}”", whose.organization)))?;
            let target = engine.target(organization.id, &whose.account).await.map_err(|_| {
                Error::Said(format!("{} has no account “{}”", organization.name, whose.account))
            })?;
            if let Some(bill) = bill {
                form.bill = engine.bill_numbered(&target, &bill).await?.to_string();
            }
            self.act(&engine, &target, form).await
        };
        let done = done.await;
        engine.db.close().await;
        done
    }

    /// Does an act that concerns no organization.
    async fn on_platform(self, form: ActForm) -> Result<(), Error> {
        let engine = self.database.open_existing().await?;
        let done = async {
            let target = engine.platform().await?;
            self.act(&engine, &target, form).await
        };
        let done = done.await;
        engine.db.close().await;
        done
    }

    async fn act(&self, engine: &Engine, target: &Target, form: ActForm) -> Result<(), Error> {
        let form = ActForm { reason: self.reason.clone(), ..form };
        let (by, key, dry_run) = (self.by.clone(), self.key.clone(), self.dry_run);
        let outcome = engine.operate(target, Order { by, form, key, dry_run }).await?;
        for line in shown::lines(&outcome) {
            say(&line)?;
        }
        if !dry_run {
            // The server hears nothing of what another process did: what can be paid now is paid here.
            engine.settle([(target.organization, target.id)]).await?;
        }
        Ok(())
    }
}
