//! `portal operator transfer`: bank transfers that are nobody's (S13).

use super::{Database, Error, How, Whose, say};
use clap::{Args, Subcommand};
use contract::api::{OtherAmount, WaitingArrivals};
use contract::operator::{ActForm, ActKind};

#[derive(Debug, Subcommand)]
pub enum Transfer {
    /// Print those that wait, oldest first: id, day, days waited, amount, payer, reference. Then payments of another amount
    /// than was asked for, until they are sent back: id, day, what is left of what was taken, account, organization.
    List(List),
    /// Say whose one is: it goes to the account's cash.
    Assign(Assign),
    /// Send one back to whoever sent it; a server that knows the bank does it.
    Return(Return),
}

#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    database: Database,
}

#[derive(Debug, Args)]
pub struct Assign {
    /// The bank's id of it, as the list prints it.
    arrival: String,
    /// The payment that it is of; otherwise the one that its reference names, or the only one that waits for so much.
    #[arg(long)]
    payment: Option<String>,
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, Args)]
pub struct Return {
    /// The bank's id of it, as the list prints it.
    arrival: String,
    #[command(flatten)]
    how: How,
}

impl Transfer {
    pub async fn run(self) -> Result<(), Error> {
        match self {
            Self::List(list) => list.run().await,
            Self::Assign(Assign { arrival, payment, whose, how }) => {
                let payment = payment.unwrap_or_default();
                let form = ActForm { arrival, payment, ..ActForm::new(ActKind::AssignArrival) };
                how.on_account(whose, form).await
            }
            Self::Return(Return { arrival, how }) => {
                how.on_platform(ActForm { arrival, ..ActForm::new(ActKind::ReturnArrival) }).await
            }
        }
    }
}

impl List {
    async fn run(self) -> Result<(), Error> {
        let engine = self.database.open_existing().await?;
        let waiting = engine.waiting_arrivals().await;
        engine.db.close().await;
        let WaitingArrivals { items, other_amounts, .. } = waiting?;
        for arrival in items {
            let day = arrival.at.date_naive();
            let (id, days, money) = (arrival.id, arrival.waiting_days, arrival.money);
            say(&format!("{id}  {day}  {days}  {money}  {}  {}", arrival.payer, arrival.reference))?;
        }
        for OtherAmount { id, at, left, account, organization, .. } in other_amounts {
            say(&format!("{id}  {}  {left}  {}  {}", at.date_naive(), account.number, organization.name))?;
        }
        Ok(())
    }
}
