//! `portal user`.

use super::{Database, Error, say};
use crate::engine::Engine;
use crate::engine::write::Actor;
use clap::{Args, Subcommand};
use contract::id::AccountNumber;
use contract::locale::Locale;
use contract::permission::{AccountScope, Role};
use contract::user::NewUser;
use std::io::{IsTerminal, Read, Write};

#[derive(Debug, Subcommand)]
pub enum User {
    /// Add someone who may sign in; the password is read from standard input.
    Add(Add),
}

#[derive(Debug, Args)]
pub struct Add {
    /// Their organization; made if there is none of this name.
    #[arg(long)]
    organization: String,
    /// Their email address.
    #[arg(long)]
    email: String,
    /// What they may do: super-administrator, settlement-administrator, finance-user or viewer.
    #[arg(long, value_parser = role)]
    role: Role,
    /// Their name; the email address when nobody says.
    #[arg(long)]
    name: Option<String>,
    /// Only this account (by its number); repeat it for several. Without it they see all accounts.
    #[arg(long, value_parser = account)]
    account: Vec<AccountNumber>,
    /// Their language: `en` or `zh-CN`.
    #[arg(long, value_parser = locale, default_value = "en")]
    locale: Locale,
    #[command(flatten)]
    database: Database,
}

impl User {
    pub async fn run(self) -> Result<(), Error> {
        let Self::Add(add) = self;
        let password = password()?;
        let engine = add.database.open().await?;
        let added = add.run(&engine, password).await;
        engine.db.close().await;
        added
    }
}

impl Add {
    async fn run(self, engine: &Engine, password: String) -> Result<(), Error> {
        let accounts =
            if self.account.is_empty() { AccountScope::All } else { AccountScope::Only(self.account) };
        let name = self.name.unwrap_or_else(|| self.email.clone());
        let new = NewUser { email: self.email, name, role: self.role, accounts, password };
        new.check().map_err(crate::engine::Failure::from)?;
        let (organization, made) = engine.organization(&self.organization).await?;
        if made {
            say(&format!("The organization “{}” is new.", organization.name))?;
        }
        let by = Actor::Operator("command line".to_owned());
        let user = engine.add_user(by, organization.id, new, self.locale).await?;
        say(&format!("{} can sign in as {} of “{}”.", user.email, user.role.name(), organization.name))
    }
}

/// The first line of standard input; a person at a terminal is asked, and sees nothing of what they type.
pub(super) fn password() -> Result<String, Error> {
    if std::io::stdin().is_terminal() {
        write!(std::io::stderr(), "Password (12 characters or more): ")?;
        return Ok(rpassword::read_password()?);
    }
    let mut text = String::new();
    std::io::stdin().take(4096).read_to_string(&mut text)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

fn role(text: &str) -> Result<Role, String> {
    let known = Role::parse(text).filter(|role| Role::OF_ORGANIZATION.contains(role));
    known.ok_or_else(|| format!("choose one of {}", Role::OF_ORGANIZATION.map(Role::name).join(", ")))
}

pub(super) fn locale(text: &str) -> Result<Locale, String> {
    let known = Locale::ALL.into_iter().find(|locale| locale.tag() == text);
    known.ok_or_else(|| format!("choose one of {}", Locale::ALL.map(Locale::tag).join(", ")))
}

fn account(text: &str) -> Result<AccountNumber, String> {
    AccountNumber::parse(text).map_err(|error| error.to_string())
}
