//! One bill against its lines and against itself. Says the first thing that is off.

use crate::store::audit::{AuditBill, AuditLine, AuditOrganization};
use contract::bill::{Balances, UncheckedBalances};
use contract::file::focus::ExactSum;
use contract::id::BillId;
use contract::money::{Amount, Currency, Money, Rounding};
use std::collections::{BTreeMap, BTreeSet};

/// What a bill has to fit into.
#[derive(Debug)]
pub struct Surroundings {
    /// Whose it is.
    pub organization: AuditOrganization,
    /// Currencies of the accounts.
    pub accounts: BTreeMap<i64, String>,
    /// Every delivery.
    pub deliveries: BTreeSet<i64>,
    /// The delivery on which each billing account's cycles stand.
    pub scopes: BTreeMap<String, BTreeMap<i64, i64>>,
}

impl Surroundings {
    /// How a bill is called in a finding.
    pub fn name(&self, bill: &AuditBill) -> String {
        let id = BillId::new(bill.id);
        let name = &self.organization.name;
        match (bill.number_year, bill.number_place) {
            (Some(year), Some(place)) => {
                format!("{name}, bill {}-{year}-{place:08} ({id})", self.organization.issuer)
            }
            _ => format!("{name}, bill {id}"),
        }
    }

    /// The delivery on which the bill stands; none for what the portal billed itself.
    fn delivery(&self, bill: &AuditBill) -> Option<Option<i64>> {
        let billing_account = bill.billing_account.as_ref()?;
        Some(self.scopes.get(billing_account).and_then(|cycles| cycles.get(&bill.usage_cycle)).copied())
    }
}

/// What the lines of a bill come to.
#[derive(Debug, Default)]
pub struct Tally {
    lines: i64,
    sum: ExactSum,
    /// The first thing that is off with a line.
    off: Option<String>,
}

impl Tally {
    /// Adds a line; they come by position.
    pub fn add(&mut self, bill: &AuditBill, line: &AuditLine, around: &Surroundings) {
        self.lines += 1;
        if self.off.is_some() {
            return;
        }
        if let Err(why) = self.take(bill, line, around) {
            self.off = Some(format!("line {}: {why}", line.position));
        }
    }

    fn take(&mut self, bill: &AuditBill, line: &AuditLine, around: &Surroundings) -> Result<(), String> {
        if line.position != self.lines {
            return Err(format!("it should be line {}", self.lines));
        }
        if !around.deliveries.contains(&line.delivery_id) {
            return Err(format!("its delivery {} does not exist", line.delivery_id));
        }
        // What is issued stays as it was delivered (M2).
        if let Some(Some(delivery)) = around.delivery(bill)
            && delivery != line.delivery_id
            && !bill.issued
        {
            return Err("it is of a delivery that was replaced".to_owned());
        }
        let takes_off = line.source_row == 0 && bill.usage_cycle < bill.cycle;
        if line.source_row < 2 && !takes_off {
            return Err(format!("row {} is no row of a file", line.source_row));
        }
        let amount: Amount = line.amount.parse().map_err(|error| format!("{:?}: {error}", line.amount))?;
        self.sum = self.sum.plus(amount).ok_or("the sum has too many digits")?;
        Ok(())
    }

    /// Whether the bill is what its lines make of it.
    pub fn judge(&self, bill: &AuditBill, around: &Surroundings) -> Result<(), String> {
        if let Some(off) = &self.off {
            return Err(off.clone());
        }
        if self.lines != bill.lines {
            return Err(format!("it has {} lines and says {}", self.lines, bill.lines));
        }
        let exact: Amount =
            bill.exact.parse().map_err(|error| format!("exact sum {:?}: {error}", bill.exact))?;
        let sum = self.sum.total().ok_or("the sum of its lines has too many digits")?;
        if sum != exact {
            return Err(format!("its lines add up to {sum} and it says {exact}"));
        }
        let currency: Currency = bill.currency.parse().map_err(|error| format!("currency: {error}"))?;
        if around.accounts.get(&bill.account_id).is_some_and(|known| *known != bill.currency) {
            return Err("its currency is not its account's".to_owned());
        }
        rounding(bill, exact, currency)?;
        balances(bill, currency)?;
        if serde_json::from_str::<Vec<(Amount, String)>>(&bill.usage).is_err() {
            return Err(format!("its usage can't be read: {:?}", bill.usage));
        }
        place(bill, around)
    }
}

fn rounding(bill: &AuditBill, exact: Amount, currency: Currency) -> Result<(), String> {
    let rounding = Rounding::parse(&bill.rounding)
        .ok_or_else(|| format!("no rounding is called {:?}", bill.rounding))?;
    let settled = exact.settle(currency, rounding).map_err(|error| error.to_string())?;
    let consumption = Money::new(bill.consumption, currency);
    if settled.money != consumption {
        let name = rounding.name();
        return Err(format!(
            "{exact} rounded {name} is {} and its consumption says {consumption}",
            settled.money
        ));
    }
    if bill.residue.parse() != Ok(settled.residue) {
        return Err(format!("its residue is {} and it says {:?}", settled.residue, bill.residue));
    }
    Ok(())
}

fn balances(bill: &AuditBill, currency: Currency) -> Result<(), String> {
    let money = |minor| Money::new(minor, currency);
    let claimed = UncheckedBalances {
        consumption: money(bill.consumption),
        prepaid_cover: money(bill.prepaid_cover),
        outstanding: money(bill.outstanding),
        processing: money(bill.processing),
        settled: money(bill.settled),
        canceled: money(bill.canceled),
    };
    Balances::try_from(claimed).map(|_| ()).map_err(|error| error.to_string())
}

fn place(bill: &AuditBill, around: &Surroundings) -> Result<(), String> {
    let cycle = bill.cycle().ok_or_else(|| format!("{} is no cycle", bill.cycle))?;
    if bill.number_year.is_some() != bill.number_place.is_some() {
        return Err("it has half a number".to_owned());
    }
    let numbered = bill.number_year.is_some();
    let date = numbered.then(|| cycle.issue_date().to_string());
    if bill.bill_date != date {
        let (said, right) = (bill.bill_date.as_deref().unwrap_or("none"), date.as_deref().unwrap_or("none"));
        return Err(format!("its bill date is {said} and should be {right}"));
    }
    if numbered && bill.number_year != Some(cycle.next().year().into()) {
        return Err(format!("its number is not of the year in which {cycle} is issued"));
    }
    if around.delivery(bill) == Some(None) && bill.lines > 0 {
        return Err("no delivery stands for its billing account and cycle".to_owned());
    }
    if bill.withdrawn && (numbered || bill.lines > 0) {
        return Err("it is withdrawn, yet has a number or lines".to_owned());
    }
    if bill.revision > around.organization.bills_revision {
        return Err("its revision is newer than the organization's".to_owned());
    }
    Ok(())
}
