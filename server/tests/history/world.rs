//! Where a history begins: two organizations with accounts, terms, people, and two months that will be issued at once.

use crate::base::Base;
use crate::delivery::{PAYERS, delivery};
use crate::dice::Dice;
use crate::model::Model;
use crate::portal::Program;
use crate::time::Time;
use std::path::Path;

pub const ORGANIZATIONS: [&str; 2] = ["Quayside", "Harbour"];
pub const PASSWORD: &str = "correct horse battery";

/// Who takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub organization: i64,
    pub id: i64,
    pub number: String,
    /// On credit control.
    pub credit: bool,
}

impl Account {
    /// The place of its organization among [`ORGANIZATIONS`].
    pub fn place(&self) -> usize {
        usize::try_from(self.organization).unwrap() - 1
    }
}

/// The email address of an organization's administrator.
pub fn administrator(organization: usize) -> String {
    format!("admin@org-{organization}.example")
}

/// The email address of somebody whose name is changed.
pub fn person(organization: usize) -> String {
    format!("person@org-{organization}.example")
}

/// Brings in a delivery; gives what the program said.
pub fn import(program: &Program, organization: &str, directory: &Path, file: &str) -> Result<String, String> {
    let path = directory.join("delivery.csv");
    std::fs::write(&path, file).unwrap();
    program.run(&["import", "focus", &path.display().to_string(), "--organization", organization], "")
}

/// Makes the world; gives its accounts.
pub fn make(
    (program, base): (&Program, &Base),
    dice: &mut Dice,
    time: &Time,
    directory: &Path,
    model: &mut Model,
) -> Result<Vec<Account>, String> {
    for (place, organization) in ORGANIZATIONS.into_iter().enumerate() {
        let number = i64::try_from(place).unwrap() + 1;
        for (payer, accounts) in PAYERS {
            for cycle in [time.cycle() - 2, time.cycle() - 1, time.cycle()] {
                let (file, delivered) = delivery(dice, (payer, accounts), cycle);
                if !delivered.is_empty() {
                    import(program, organization, directory, &file)?;
                    model.delivered.insert((number, payer.to_owned(), cycle), delivered);
                }
            }
        }
        for (email, role) in [(administrator(place), "super-administrator"), (person(place), "viewer")] {
            let who = ["user", "add", "--organization", organization, "--email", &email, "--role", role];
            program.run(&who, PASSWORD)?;
            model.names.entry(email.clone()).or_default().insert(email);
        }
    }
    // With the first operator there is an account of the platform itself.
    program.run(&["operator", "add", "--email", "operator@platform.example"], PASSWORD)?;
    let mut reader = base.open();
    let from = "account WHERE organization_id > 0 ORDER BY id";
    let rows = reader.rows(["organization_id", "id", "number"], from);
    let mut accounts: Vec<Account> = rows
        .into_iter()
        .map(|[organization, id, number]| Account {
            organization: organization.parse().unwrap(),
            id: id.parse().unwrap(),
            number,
            credit: false,
        })
        .collect();
    for Account { organization, id, credit, .. } in &mut accounts {
        // Most are on credit control, some of them with little credit.
        *credit = !dice.one_in(4);
        if *credit {
            let limit = if dice.one_in(3) { 5_000 } else { 5_000_000 };
            reader.run(&format!(
                "INSERT INTO credit_control (organization_id, account_id, valid_from, ended, credit_limit, \
                 settlement_cycle, business_days, days, special_agreement) \
                 VALUES ({organization}, {id}, '2020-01-01', FALSE, {limit}, 'monthly', FALSE, 30, FALSE)"
            ));
        }
    }
    Ok(accounts)
}
