//! The transaction that takes in one delivery: all of it, or nothing.

use super::adjust::Issued;
use super::bills::Bills;
use super::lines::{self, Target};
use super::parties::{self, Parties};
use super::report::Imported;
use super::survey::Survey;
use super::{ImportError, Order, Stop, Store};
use crate::engine::organization::issuer;
use crate::store::deliveries::{self, DeliveryRow, add_finding};
use crate::store::ids::{self, series};
use crate::store::organizations_write::NewOrganization;
use chrono::{DateTime, Utc};
use contract::cycle::Cycle;
use contract::money::Amount;
use std::sync::Arc;

/// How many issuers are tried for a new organization.
const ISSUERS: u32 = 1_000;

/// What is known inside the transaction.
pub struct Job<'a> {
    /// What is in the file.
    pub survey: &'a Survey,
    /// Ids of what it speaks of.
    pub parties: Parties,
    /// Whose it is.
    pub organization: i64,
    /// Id of this delivery.
    pub delivery: i64,
    /// The revision that it makes.
    pub revision: i64,
    /// What time it is.
    pub now: DateTime<Utc>,
}

/// Records the file, and says what that did.
pub async fn record<C: Store>(tx: &mut C, order: &Order, survey: &Arc<Survey>) -> Result<Imported, Stop> {
    let (organization, organization_is_new) = organization(tx, order).await?;
    // From here on, whoever else imports into the organization waits.
    let revision = tx.next_revision(organization).await?;
    let now = order.clock.now_utc();
    if let Some(known) = tx.known(organization, &survey.sha256).await? {
        return Err(Stop::Known(known));
    }
    let parties = parties::settle(tx, organization, &survey.folded).await?;
    if parties.changed() {
        tx.names_changed(organization, revision).await?;
    }
    tx.usage_changed(organization).await?;
    let delivery = ids::id(organization, tx.take(organization, series::DELIVERY, 1).await?);
    let job = Job { survey, parties, organization, delivery, revision, now };
    job.deliver(tx).await?;
    let mut imported = Imported {
        organization: order.organization.trim().to_owned(),
        organization_is_new,
        rows: survey.report.rows(),
        bills: survey.folded.bills.len(),
        new: job.parties.new,
        findings: survey.report.findings(),
        ..Imported::default()
    };
    for bill in &survey.folded.bills {
        let sum = imported.sums.entry(bill.settled.money.currency()).or_insert(Amount::ZERO);
        *sum = sum.checked_add(bill.exact).map_err(|error| ImportError::Defect(error.to_string()))?;
    }
    let oldest = survey.folded.bills.iter().map(|bill| bill.cycle).min().unwrap_or(Cycle::FIRST);
    let issued = Issued::of(tx.issued(organization, oldest).await?, now);
    let bills;
    (imported.scopes, bills) = Bills::of(&job, issued).write(tx).await?;
    lines::write(tx, survey, Target { organization, delivery, bills }).await?;
    Ok(imported)
}

/// The organization, and whether it is new.
async fn organization<C: Store>(tx: &mut C, order: &Order) -> Result<(i64, bool), ImportError> {
    let name = order.organization.trim();
    if let Some(id) = tx.find_organization(name).await? {
        return Ok((id, false));
    }
    for place in 1..ISSUERS {
        let issuer = issuer(name, place);
        if tx.issuer_is_taken(&issuer).await? {
            continue;
        }
        let created_at = order.clock.now();
        let new = NewOrganization { name, issuer: &issuer, bills_revision: 0, created_at };
        return Ok((tx.add_organization(&new).await?, true));
    }
    Err(ImportError::Defect(format!("no issuer of bill numbers is free for {name}")))
}

/// A count as the database keeps it.
pub fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Job<'_> {
    /// Whether the official bills of a cycle are issued (M2): then they have numbers.
    pub fn is_issued(&self, cycle: Cycle) -> bool {
        cycle.issued_at() <= self.now
    }

    async fn deliver<C: Store>(&self, tx: &mut C) -> Result<(), ImportError> {
        let findings = self.survey.report.findings();
        let mut rows = deliveries::deliveries();
        let cells: u64 = findings.iter().map(|finding| finding.cells).sum();
        DeliveryRow {
            organization: self.organization,
            id: self.delivery,
            file: &self.survey.file,
            sha256: &self.survey.sha256,
            format: "focus",
            data_rows: i64::try_from(self.survey.report.rows()).unwrap_or(i64::MAX),
            findings: i64::try_from(cells).unwrap_or(i64::MAX),
            imported_at: self.now.timestamp_micros(),
        }
        .add_to(&mut rows);
        tx.write(&rows).await?;
        let mut rows = deliveries::findings();
        for (place, finding) in findings.iter().enumerate() {
            add_finding(&mut rows, (self.organization, self.delivery, whole(place + 1)), finding)?;
        }
        Ok(tx.write(&rows).await?)
    }
}
