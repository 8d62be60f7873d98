//! The columns of FOCUS 1.0 to 1.2: what each holds, and whether it may be without a value.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Any text.
    Text,
    /// Words for a reader: a cell that is a bare number belongs to another column.
    Words,
    /// A unit of measure.
    Unit,
    /// A decimal number.
    Number,
    /// A date with a time.
    Time,
    /// One of these values, cased so.
    OneOf(&'static [&'static str]),
    /// A JSON object with a text for each key.
    Tags,
    /// A JSON object.
    Json,
}

/// Whether FOCUS lets a cell be without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Null {
    /// It may be null.
    May,
    /// It must have a value.
    Never,
}

macro_rules! columns {
    ($($name:ident, $since:literal, $holds:expr, $null:ident;)*) => {
        /// A column of FOCUS.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "FOCUS documents its columns")]
        pub enum Column { $($name),* }

        impl Column {
            /// Every column, in the order of their names inside a version.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name in the header.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }

            /// What it holds.
            pub const fn holds(self) -> Holds {
                match self { $(Self::$name => $holds),* }
            }

            /// Whether a cell may be without a value.
            pub const fn null(self) -> Null {
                match self { $(Self::$name => Null::$null),* }
            }

            /// The minor version of FOCUS 1 that brought it.
            pub const fn since(self) -> u8 {
                match self { $(Self::$name => $since),* }
            }
        }
    };
}

use Holds::{Json, Number, OneOf, Tags, Text, Time, Unit, Words};

columns! {
    AvailabilityZone, 0, Words, May;
    BilledCost, 0, Number, Never;
    BillingAccountId, 0, Text, Never;
    BillingAccountName, 0, Text, May;
    BillingCurrency, 0, Text, Never;
    BillingPeriodEnd, 0, Time, Never;
    BillingPeriodStart, 0, Time, Never;
    ChargeCategory, 0, OneOf(&["Usage", "Purchase", "Tax", "Credit", "Adjustment"]), Never;
    ChargeClass, 0, OneOf(&["Correction"]), May;
    ChargeDescription, 0, Text, May;
    ChargeFrequency, 0, OneOf(&["One-Time", "Recurring", "Usage-Based"]), Never;
    ChargePeriodEnd, 0, Time, Never;
    ChargePeriodStart, 0, Time, Never;
    CommitmentDiscountCategory, 0, OneOf(&["Spend", "Usage"]), May;
    CommitmentDiscountId, 0, Text, May;
    CommitmentDiscountName, 0, Text, May;
    CommitmentDiscountStatus, 0, OneOf(&["Used", "Unused"]), May;
    CommitmentDiscountType, 0, Words, May;
    ConsumedQuantity, 0, Number, May;
    ConsumedUnit, 0, Unit, May;
    ContractedCost, 0, Number, Never;
    ContractedUnitPrice, 0, Number, May;
    EffectiveCost, 0, Number, Never;
    InvoiceIssuerName, 0, Words, Never;
    ListCost, 0, Number, Never;
    ListUnitPrice, 0, Number, May;
    PricingCategory, 0, OneOf(&["Standard", "Dynamic", "Committed", "Other"]), May;
    PricingQuantity, 0, Number, May;
    PricingUnit, 0, Unit, May;
    ProviderName, 0, Words, Never;
    PublisherName, 0, Words, Never;
    RegionId, 0, Words, May;
    RegionName, 0, Words, May;
    ResourceId, 0, Text, May;
    ResourceName, 0, Text, May;
    ResourceType, 0, Words, May;
    ServiceCategory, 0, OneOf(SERVICE_CATEGORIES), Never;
    ServiceName, 0, Words, Never;
    SkuId, 0, Text, May;
    SkuPriceId, 0, Text, May;
    SubAccountId, 0, Text, May;
    SubAccountName, 0, Text, May;
    Tags, 0, Tags, May;
    CapacityReservationId, 1, Text, May;
    CapacityReservationStatus, 1, OneOf(&["Used", "Unused"]), May;
    CommitmentDiscountQuantity, 1, Number, May;
    CommitmentDiscountUnit, 1, Unit, May;
    ServiceSubcategory, 1, Words, May;
    SkuMeter, 1, Text, May;
    SkuPriceDetails, 1, Json, May;
    BillingAccountType, 2, Words, May;
    InvoiceId, 2, Text, May;
    PricingCurrency, 2, Text, May;
    PricingCurrencyContractedUnitPrice, 2, Number, May;
    PricingCurrencyEffectiveCost, 2, Number, May;
    PricingCurrencyListUnitPrice, 2, Number, May;
    SubAccountType, 2, Words, May;
}

const SERVICE_CATEGORIES: &[&str] = &[
    "AI and Machine Learning",
    "Analytics",
    "Business Applications",
    "Compute",
    "Databases",
    "Developer Tools",
    "Identity",
    "Integration",
    "Internet of Things",
    "Management and Governance",
    "Media",
    "Migration",
    "Mobile",
    "Multicloud",
    "Networking",
    "Other",
    "Security",
    "Storage",
    "Web",
];

impl Column {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Those without which no bill can be made of a row.
    pub const NEEDED: [Self; 6] = [
        Self::BilledCost,
        Self::BillingAccountId,
        Self::BillingCurrency,
        Self::BillingPeriodStart,
        Self::ChargeCategory,
        Self::ServiceName,
    ];

    /// The column of a header cell, whatever its case.
    pub fn of(header: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| column.name().eq_ignore_ascii_case(header.trim()))
    }

    /// Its place in [`Column::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}
