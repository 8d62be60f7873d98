//! A FOCUS file of any size, the same every time: one month of a cloud's charges, all 43 columns of FOCUS 1.0.
//!
//! Amounts are whole numbers of the eleventh decimal; their exact sum comes along, so that an import can be checked
//! before its time counts.

use std::fmt::Write as _;
use std::io::{self, Write};

/// Decimals of an amount.
const DECIMALS: usize = 11;
const UNIT: u64 = 100_000_000_000;
const ACCOUNTS: u64 = 160;

const HEADER: &str = "AvailabilityZone,BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,\
BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,\
ChargePeriodEnd,ChargePeriodStart,CommitmentDiscountCategory,CommitmentDiscountId,CommitmentDiscountName,\
CommitmentDiscountStatus,CommitmentDiscountType,ConsumedQuantity,ConsumedUnit,ContractedCost,\
ContractedUnitPrice,EffectiveCost,InvoiceIssuerName,ListCost,ListUnitPrice,PricingCategory,PricingQuantity,\
PricingUnit,ProviderName,PublisherName,RegionId,RegionName,ResourceId,ResourceName,ResourceType,\
ServiceCategory,ServiceName,SkuId,SkuPriceId,SubAccountId,SubAccountName,Tags\n";

/// Name, category, unit, kind of resource, price of a unit in the eleventh decimal.
type Service = (&'static str, &'static str, &'static str, &'static str, u64);

const SERVICES: [Service; 14] = [
    ("Amazon Elastic Compute Cloud", "Compute", "Hours", "instance", 9_600_000_000),
    ("Amazon Simple Storage Service", "Storage", "GB-Months", "bucket", 2_300_000_000),
    ("Amazon Simple Queue Service", "Integration", "Requests", "queue", 40_000),
    ("Elastic Load Balancing", "Networking", "LCU-Hours", "loadbalancer/app", 800_000_000),
    ("Amazon Relational Database Service", "Databases", "Hours", "db", 17_100_000_000),
    ("AWS Lambda", "Compute", "GB-Seconds", "function", 1_666_670),
    ("Amazon CloudFront", "Networking", "GB", "distribution", 8_500_000_000),
    ("Amazon DynamoDB", "Databases", "Requests", "table", 125_000),
    ("AWS Key Management Service", "Security", "Requests", "key", 300_000),
    ("AmazonCloudWatch", "Management and Governance", "Metrics", "metric", 30_000_000_000),
    ("Amazon Simple Notification Service", "Integration", "Notifications", "topic", 50_000),
    ("Amazon Elastic Container Registry", "Compute", "GB-Months", "repository", 10_000_000_000),
    ("AWS Cost Explorer", "Management and Governance", "Requests", "report", 1_000_000_000),
    ("Amazon Kinesis", "Analytics", "Shard-Hours", "stream", 1_500_000_000),
];

const REGIONS: [(&str, &str); 6] = [
    ("us-west-2", "US West (Oregon)"),
    ("us-east-1", "US East (N. Virginia)"),
    ("eu-central-1", "Europe (Frankfurt)"),
    ("ap-southeast-1", "Asia Pacific (Singapore)"),
    ("ap-northeast-1", "Asia Pacific (Tokyo)"),
    ("eu-west-1", "Europe (Ireland)"),
];

const APPLICATIONS: [&str; 12] = [
    "BrightLensMatrix",
    "HarbourLoyalty",
    "QuietRiver",
    "NorthGate",
    "OrderDesk",
    "PaperLantern",
    "RouteFinder",
    "StoreFront",
    "TallyBoard",
    "UmbraSearch",
    "VelvetMail",
    "WinterGarden",
];

/// A fixed sequence of numbers.
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 24
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let place = usize::try_from(self.below(of.len() as u64)).unwrap_or(0);
        &of[place]
    }
}

/// Writes a file of so many rows; returns the exact sum of `BilledCost` as a decimal.
pub fn write(rows: u64, sink: &mut impl Write) -> io::Result<String> {
    let mut sequence = Sequence(2026);
    let mut line = String::with_capacity(1_024);
    let mut sum = 0_u128;
    sink.write_all(HEADER.as_bytes())?;
    for _ in 0..rows {
        line.clear();
        sum += u128::from(row(&mut sequence, &mut line));
        sink.write_all(line.as_bytes())?;
    }
    let text = decimal(sum);
    Ok(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// Adds a row to the line; returns its cost in the eleventh decimal.
fn row(sequence: &mut Sequence, line: &mut String) -> u64 {
    let &(service, category, unit, kind, price) = sequence.pick(&SERVICES);
    let &(region, region_name) = sequence.pick(&REGIONS);
    let account = sequence.below(ACCOUNTS);
    let thousandths = sequence.below(4_000_000) + 1;
    let cost = price * thousandths / 1_000;
    let quantity = decimal(u128::from(thousandths) * u128::from(UNIT / 1_000));
    let (day, hour, sku) = (sequence.below(30) + 1, sequence.below(23), sequence.below(90_000));
    let tags = match sequence.below(5) {
        0 => String::new(),
        environment => {
            let application = sequence.pick(&APPLICATIONS);
            let environment = ["dev", "test", "prod", "prod"][usize::try_from(environment - 1).unwrap_or(0)];
            format!(
                "\"{{\"\"application\"\": \"\"{application}\"\", \"\"environment\"\": \"\"{environment}\"\"}}\""
            )
        }
    };
    let (amount, unit_price) = (decimal(u128::from(cost)), decimal(u128::from(price)));
    // Writing into a text does not fail.
    let _ = writeln!(
        line,
        "{region}a,{amount},1234567890123,Sun Bird,USD,2026-10-01T00:00:00Z,2026-09-01T00:00:00Z,Usage,,\
         \"${unit_price} per {unit} of {service}, {region_name}\",Usage-Based,\
         2026-09-{day:02}T{next:02}:00:00Z,2026-09-{day:02}T{hour:02}:00:00Z,,,,,,{quantity},{unit},{amount},\
         {unit_price},{amount},\"Amazon Web Services, Inc.\",{amount},{unit_price},Standard,{quantity},{unit},\
         AWS,\"Amazon Web Services, Inc.\",{region},{region_name},\
         arn:aws:{kind}:{region}:{number:012}:{kind}/{resource:016x},,{kind},{category},{service},\
         SKU{sku:08},SKU{sku:08}.JRTCKXETXF.6YS6EN2CT7,{number:012},Account {account:03},{tags}",
        next = hour + 1,
        number = 51_738_928_782 + account * 7_919,
        resource = sequence.next(),
    );
    cost
}

fn decimal(value: u128) -> String {
    let unit = u128::from(UNIT);
    format!("{}.{:0width$}", value / unit, value % unit, width = DECIMALS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_cell_for_every_column() {
        let mut file = Vec::new();
        let sum = write(50, &mut file).unwrap();
        let text = String::from_utf8(file).unwrap();
        // Outside quotes only: every second part.
        let commas =
            |line: &str| line.split('"').step_by(2).map(|part| part.matches(',').count()).sum::<usize>();
        assert_eq!(text.lines().count(), 51);
        assert!(text.lines().all(|line| commas(line) == 42));
        assert!(sum.parse::<f64>().is_ok());
    }

    #[test]
    fn the_same_file_comes_every_time() {
        let (mut one, mut other) = (Vec::new(), Vec::new());
        assert_eq!(write(20, &mut one).unwrap(), write(20, &mut other).unwrap());
        assert_eq!(one, other);
    }
}
