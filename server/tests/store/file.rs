//! Small FOCUS files.

use crate::base::Base;
use chrono::{DateTime, Utc};
use contract::file::focus::Mapping;
use server::clock::Clock;
use server::engine::import::{self, FileReport, ImportError, Order};
use std::io::Write;
use std::path::PathBuf;

pub const ORGANIZATION: &str = "Quay Works";

pub const HEADER: &str = "BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodEnd,\
    BillingPeriodStart,ChargeCategory,ChargeDescription,ChargePeriodEnd,ChargePeriodStart,ConsumedQuantity,\
    ConsumedUnit,ListUnitPrice,PricingQuantity,PricingUnit,RegionId,RegionName,ResourceId,ServiceCategory,\
    ServiceName,SubAccountId,SubAccountName,Tags\n";

/// A row.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub cost: &'static str,
    /// As `2026-09`; the cycle after it has to be given, too.
    pub cycle: (&'static str, &'static str),
    pub payer: &'static str,
    pub account: &'static str,
    pub currency: &'static str,
    pub product: &'static str,
    pub application: &'static str,
}

/// A row of 2026-09, which is issued.
pub const SEPTEMBER: Row = Row {
    cost: "1",
    cycle: ("2026-09", "2026-10"),
    payer: "PAYER-1",
    account: "acc-1",
    currency: "USD",
    product: "Object Storage",
    application: "shop",
};

/// A row of 2026-11, which is running.
pub const NOVEMBER: Row = Row { cycle: ("2026-11", "2026-12"), ..SEPTEMBER };

impl Row {
    pub fn text(&self) -> String {
        let Self { cost, cycle: (cycle, next), payer, account, currency, product, application } = self;
        format!(
            "{cost},{payer},Payer,{currency},{next}-01T00:00:00Z,{cycle}-01T00:00:00Z,Usage,\"A \\ b, \"\"c\"\"\",\
             {cycle}-03T00:00:00Z,{cycle}-02T00:00:00Z,2.5,GB,0.5,2.5,GB,eu-1,Europe 1,r-1,Storage,{product},\
             {account},Account {account},\"{{\"\"app\"\":\"\"{application}\"\"}}\"\n"
        )
    }
}

/// A file of these rows.
pub fn csv(rows: &[Row]) -> Vec<u8> {
    let rows: String = rows.iter().map(Row::text).collect();
    format!("{HEADER}{rows}").into_bytes()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

impl Base {
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.directory.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Imports at noon of 2026-11-15, UTC.
    pub async fn import(&self, name: &str, bytes: &[u8]) -> Result<FileReport, ImportError> {
        let path = self.file(name, bytes);
        import::focus(&self.db, &order("2026-11-15T12:00:00Z"), &path).await
    }
}

pub fn order(now: &str) -> Order {
    let now: DateTime<Utc> = now.parse().unwrap();
    let clock = Clock::standing(now.timestamp_micros());
    Order { organization: ORGANIZATION.to_owned(), mapping: Mapping::default(), clock }
}
