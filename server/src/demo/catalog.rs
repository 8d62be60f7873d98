//! What the demo world sells: products, the units that they are counted in, and list prices.
//!
//! Prices are billionths of a US dollar; a price in another currency is that, converted at a fixed rate.

use contract::money::Currency;

/// How usage goes through the year, in thousandths of the yearly mean, January first.
pub type Season = [i64; 12];

/// Shopping: up to the end of the year.
const RETAIL: Season = [870, 905, 900, 915, 940, 1035, 960, 950, 1000, 1050, 1290, 1185];
/// Offices: down around the Spring Festival and in summer.
const OFFICE: Season = [960, 860, 1050, 1040, 1035, 1030, 970, 955, 1040, 1020, 1040, 1000];
/// Machines that run all the time: days of the month.
const STEADY: Season = [1019, 920, 1019, 986, 1019, 986, 1019, 1019, 986, 1019, 986, 1022];

/// One way in which a product is charged.
#[derive(Debug)]
pub struct Tier {
    /// What the line says.
    pub description: &'static str,
    /// Where.
    pub region: Option<&'static str>,
    /// What is counted.
    pub unit: &'static str,
    /// Decimals of the count.
    pub decimals: u32,
    /// Billionths of a US dollar for one unit.
    pub price_nano_usd: i64,
}

/// A product.
#[derive(Debug)]
pub struct Product {
    /// Code.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// Sends messages to people, as opposed to running machines.
    pub messaging: bool,
    /// How its usage goes through the year.
    pub season: Season,
    /// How it is charged; a customer uses one or several of these.
    pub tiers: &'static [Tier],
}

const fn tier(
    description: &'static str,
    region: &'static str,
    (unit, decimals): (&'static str, u32),
    price_nano_usd: i64,
) -> Tier {
    Tier { description, region: Some(region), unit, decimals, price_nano_usd }
}

const fn product(
    (code, name): (&'static str, &'static str),
    messaging: bool,
    season: Season,
    tiers: &'static [Tier],
) -> Product {
    Product { code, name, messaging, season, tiers }
}

const PUSHES: (&str, u32) = ("notifications", 0);
const EMAILS: (&str, u32) = ("emails", 0);
const SEGMENTS: (&str, u32) = ("segments", 0);
const CHECKS: (&str, u32) = ("verifications", 0);
const TALKS: (&str, u32) = ("conversations", 0);
const GB: (&str, u32) = ("GB", 3);
const GB_MONTHS: (&str, u32) = ("GB-Months", 3);
const REQUESTS: (&str, u32) = ("requests", 0);
const HOURS: (&str, u32) = ("instance-hours", 2);
const GB_SECONDS: (&str, u32) = ("GB-seconds", 1);
const MINUTES: (&str, u32) = ("minutes", 1);

/// Everything that is sold.
pub static PRODUCTS: [Product; 16] = [
    product(
        ("sms", "SMS"),
        true,
        RETAIL,
        &[
            tier("SMS to mainland China", "cn-east", SEGMENTS, 6_450_000),
            tier("SMS to Hong Kong SAR", "ap-hongkong", SEGMENTS, 48_750_000),
            tier("SMS to Singapore", "ap-southeast", SEGMENTS, 37_215_000),
            tier("SMS to the United States", "us-east", SEGMENTS, 7_905_000),
        ],
    ),
    product(
        ("app-push", "App Push"),
        true,
        RETAIL,
        &[
            tier("Push to Android devices", "global", PUSHES, 9_125),
            tier("Push to iOS devices", "global", PUSHES, 10_750),
            tier("Push through vendor channels", "cn-east", PUSHES, 13_400),
            tier("Live activities", "global", PUSHES, 21_875),
        ],
    ),
    product(
        ("object-storage", "Object Storage"),
        false,
        STEADY,
        &[
            tier("Standard storage", "ap-southeast", GB_MONTHS, 20_325_000),
            tier("Requests", "ap-southeast", REQUESTS, 437),
            tier("Infrequent-access storage", "cn-east", GB_MONTHS, 11_180_000),
            tier("Data retrieval", "cn-east", GB, 9_870_000),
        ],
    ),
    product(
        ("whatsapp", "WhatsApp Business"),
        true,
        RETAIL,
        &[
            tier("Marketing conversations", "ap-southeast", TALKS, 73_200_000),
            tier("Utility conversations", "ap-southeast", TALKS, 19_850_000),
            tier("Authentication conversations", "eu-central", TALKS, 31_745_000),
            tier("Service conversations", "latin-america", TALKS, 8_835_000),
        ],
    ),
    product(
        ("email", "Email"),
        true,
        RETAIL,
        &[
            tier("Transactional email", "global", EMAILS, 118_500),
            tier("Marketing email", "global", EMAILS, 94_250),
            tier("Dedicated address", "global", EMAILS, 152_750),
            tier("Email to mainland China", "cn-east", EMAILS, 171_350),
        ],
    ),
    product(
        ("compute", "Elastic Compute"),
        false,
        STEADY,
        &[
            tier("General purpose, 4 vCPU 16 GB", "cn-east", HOURS, 173_640_000),
            tier("Memory optimised, 4 vCPU 32 GB", "ap-southeast", HOURS, 231_875_000),
            tier("Compute optimised, 8 vCPU 16 GB", "eu-central", HOURS, 304_125_000),
            tier("Spot instances", "us-east", HOURS, 58_316_700),
        ],
    ),
    product(
        ("otp", "OTP Verification"),
        true,
        OFFICE,
        &[
            tier("Verification by SMS", "ap-southeast", CHECKS, 48_515_000),
            tier("Verification by voice", "us-east", CHECKS, 62_375_000),
            tier("Verification by email", "global", CHECKS, 4_915_000),
            tier("Silent network verification", "eu-central", CHECKS, 27_450_000),
        ],
    ),
    product(
        ("cdn", "Content Delivery Network"),
        false,
        RETAIL,
        &[
            tier("Traffic in Asia Pacific", "ap-southeast", GB, 42_815_000),
            tier("Traffic in mainland China", "cn-east", GB, 31_460_000),
            tier("Traffic in Europe", "eu-central", GB, 36_725_000),
            tier("HTTPS requests", "global", REQUESTS, 713),
        ],
    ),
    product(
        ("database", "Relational Database"),
        false,
        STEADY,
        &[
            tier("High-availability instance", "cn-east", HOURS, 348_290_000),
            tier("Database storage", "cn-east", GB_MONTHS, 115_725_000),
            tier("Read replica", "ap-southeast", HOURS, 174_145_000),
            tier("Backup storage", "ap-southeast", GB_MONTHS, 21_390_000),
        ],
    ),
    product(
        ("web-push", "Web Push"),
        true,
        RETAIL,
        &[
            tier("Push to browsers", "global", PUSHES, 7_385),
            tier("Push with images", "global", PUSHES, 11_960),
            tier("Triggered push", "global", PUSHES, 14_215),
            tier("Push to mainland China", "cn-east", PUSHES, 15_870),
        ],
    ),
    product(
        ("functions", "Functions"),
        false,
        OFFICE,
        &[
            tier("Execution", "ap-southeast", GB_SECONDS, 16_667),
            tier("Invocations", "ap-southeast", REQUESTS, 213),
            tier("Provisioned execution", "us-east", GB_SECONDS, 4_168),
            tier("Outbound traffic", "us-east", GB, 84_175_000),
        ],
    ),
    product(
        ("kubernetes", "Kubernetes Service"),
        false,
        STEADY,
        &[
            tier("Managed control plane", "cn-east", HOURS, 96_425_000),
            tier("Managed nodes", "ap-southeast", HOURS, 212_935_000),
            tier("Managed nodes", "eu-central", HOURS, 226_715_000),
            tier("Container registry storage", "cn-east", GB_MONTHS, 98_370_000),
        ],
    ),
    product(
        ("message-queue", "Message Queue"),
        false,
        OFFICE,
        &[
            tier("API requests", "cn-east", REQUESTS, 387),
            tier("API requests", "eu-central", REQUESTS, 412),
            tier("Message storage", "cn-east", GB_MONTHS, 104_615_000),
            tier("Cross-region replication", "global", GB, 61_290_000),
        ],
    ),
    product(
        ("log-service", "Log Service"),
        false,
        OFFICE,
        &[
            tier("Ingestion", "cn-east", GB, 348_175_000),
            tier("Index storage", "cn-east", GB_MONTHS, 58_725_000),
            tier("Query scans", "ap-southeast", GB, 4_865_000),
            tier("Export", "eu-central", GB, 12_415_000),
        ],
    ),
    product(
        ("voice", "Voice"),
        true,
        OFFICE,
        &[
            tier("Outbound calls, mainland China", "cn-east", MINUTES, 11_365_000),
            tier("Outbound calls, Singapore", "ap-southeast", MINUTES, 47_825_000),
            tier("Outbound calls, Germany", "eu-central", MINUTES, 38_940_000),
            tier("Recording", "global", MINUTES, 2_515_000),
        ],
    ),
    product(
        ("video", "Video on Demand"),
        false,
        RETAIL,
        &[
            tier("Transcoding, 1080p", "cn-east", MINUTES, 14_730_000),
            tier("Storage", "cn-east", GB_MONTHS, 23_185_000),
            tier("Streaming traffic", "ap-southeast", GB, 51_460_000),
            tier("Subtitles", "global", MINUTES, 23_975_000),
        ],
    ),
];

/// What a currency unit costs: ten-thousandths of it for a US dollar.
pub fn rate(currency: Currency) -> i64 {
    match currency.code() {
        "EUR" => 9_215,
        "CNY" => 71_340,
        "JPY" => 1_497_500,
        "KRW" => 13_862_000,
        "KWD" => 3_068,
        "SGD" => 13_425,
        _ => 10_000,
    }
}
