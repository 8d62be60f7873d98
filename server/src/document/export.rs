//! What an export consists of: columns, rows, totals (B5). Shared by Excel and CSV, and by every list that is exported.
//!
//! A row only borrows: the caller owns the texts, and nothing is copied on the way into the file.

use chrono::NaiveDate;
use contract::bill::Status;
use contract::cycle::Cycle;
use contract::locale::Locale;
use contract::money::{Currency, Money};

/// A column of the export, in the order of [`Column::ALL`] unless the caller chooses (B2: columns are state).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// The billing cycle, a date.
    Cycle,
    /// The account's number.
    AccountNumber,
    /// The account's name.
    AccountName,
    /// The product.
    Product,
    /// The WhatsApp Business Account, empty for other products.
    WhatsappBusinessAccount,
    /// The application's AppKey.
    AppKey,
    /// The application's id.
    ApplicationId,
    /// The application's name.
    ApplicationName,
    /// The service usage: a number, or several joined by `; ` when the bill has several units.
    Usage,
    /// The unit or units of the usage.
    Unit,
    /// The currency's ISO 4217 code.
    Currency,
    /// The consumption amount.
    Consumption,
    /// Pending or Cleared.
    Status,
    /// The overdraft amount.
    Overdraft,
    /// The bill's number.
    BillNumber,
}

/// A column of an export.
pub trait ExportColumn: Copy + PartialEq + 'static {
    /// What is exported: the name of the sheets.
    fn title(locale: Locale) -> &'static str;
    /// The heading.
    fn heading(self, locale: Locale) -> &'static str;
    /// Width in characters.
    fn width(self) -> u8;
    /// How its cells are written.
    fn kind(self) -> Kind;
}

/// A row of an export. Each column asks for what its kind says; the others are not asked.
pub trait Exported<C> {
    /// The cycle of a [`Kind::Cycle`] column.
    fn cycle(&self, column: C) -> Cycle;
    /// The text of a text or id column.
    fn text(&self, column: C, locale: Locale) -> &str;
    /// The amount of an amount column.
    fn amount(&self, column: C) -> Money;
    /// The day of a [`Kind::Day`] column.
    fn day(&self, _column: C) -> Option<NaiveDate> {
        None
    }
    /// The number of a [`Kind::Count`] column.
    fn count(&self, _column: C) -> u64 {
        0
    }
    /// The quantities of a [`Kind::Quantity`] column, with their units.
    fn usage(&self) -> &[Usage<'_>] {
        &[]
    }
}

/// The totals of one currency (B2: exact), for the last rows of the sheet.
pub trait ExportedTotal<C> {
    /// The currency.
    fn currency(&self) -> Currency;
    /// What is counted: `Total of 12 bills`.
    fn label(&self, locale: Locale) -> String;
    /// The sum of an amount column, in minor units.
    fn amount(&self, column: C) -> Option<i128>;
    /// Whether the column names the currency.
    fn names_currency(&self, column: C) -> bool;
}

/// How a column's cells are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A billing cycle.
    Cycle,
    /// A day; empty where there is none.
    Day,
    /// A whole number.
    Count,
    /// Text with few different values: kept once and pointed to.
    Text,
    /// An id: text, even when it looks like a number.
    Id,
    /// An id that hardly repeats.
    UniqueId,
    /// Service usage: a number, or several.
    Quantity,
    /// The units of a service usage.
    Unit,
    /// An amount.
    Amount,
}

impl Column {
    /// Every column, in order.
    pub const ALL: [Self; 15] = [
        Self::Cycle,
        Self::AccountNumber,
        Self::AccountName,
        Self::Product,
        Self::WhatsappBusinessAccount,
        Self::AppKey,
        Self::ApplicationId,
        Self::ApplicationName,
        Self::Usage,
        Self::Unit,
        Self::Currency,
        Self::Consumption,
        Self::Status,
        Self::Overdraft,
        Self::BillNumber,
    ];
}

impl ExportColumn for Column {
    fn title(locale: Locale) -> &'static str {
        match locale {
            Locale::En => "Bills",
            Locale::Zh => "账单",
        }
    }

    fn heading(self, locale: Locale) -> &'static str {
        let (english, chinese) = match self {
            Self::Cycle => ("Billing cycle", "账期"),
            Self::AccountNumber => ("Account number", "账号"),
            Self::AccountName => ("Account name", "账号名称"),
            Self::Product => ("Product", "产品"),
            Self::WhatsappBusinessAccount => ("WhatsApp Business Account", "WhatsApp 商业账号"),
            Self::AppKey => ("AppKey", "AppKey"),
            Self::ApplicationId => ("Application ID", "应用 ID"),
            Self::ApplicationName => ("Application name", "应用名称"),
            Self::Usage => ("Service usage", "服务用量"),
            Self::Unit => ("Unit", "单位"),
            Self::Currency => ("Currency", "币种"),
            Self::Consumption => ("Consumption amount", "消费金额"),
            Self::Status => ("Payment status", "支付状态"),
            Self::Overdraft => ("Overdraft amount", "欠费金额"),
            Self::BillNumber => ("Bill number", "账单编号"),
        };
        match locale {
            Locale::En => english,
            Locale::Zh => chinese,
        }
    }

    fn width(self) -> u8 {
        match self {
            Self::Currency => 10,
            Self::Cycle | Self::Unit | Self::Status => 14,
            Self::AccountNumber | Self::Usage => 18,
            Self::Consumption | Self::Overdraft => 20,
            Self::Product | Self::ApplicationId | Self::BillNumber => 24,
            Self::AppKey | Self::WhatsappBusinessAccount => 28,
            Self::AccountName | Self::ApplicationName => 32,
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Cycle => Kind::Cycle,
            Self::Unit => Kind::Unit,
            Self::Usage => Kind::Quantity,
            Self::Consumption | Self::Overdraft => Kind::Amount,
            Self::BillNumber => Kind::UniqueId,
            Self::AccountNumber | Self::WhatsappBusinessAccount | Self::AppKey | Self::ApplicationId => {
                Kind::Id
            }
            Self::AccountName | Self::Product | Self::ApplicationName | Self::Currency | Self::Status => {
                Kind::Text
            }
        }
    }
}

/// A quantity in one unit, as canonical decimal text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage<'a> {
    /// Decimal text, as `1234.5`.
    pub quantity: &'a str,
    /// The unit, as the data has it.
    pub unit: &'a str,
}

/// One bill of the export.
#[derive(Clone, Copy, Debug)]
pub struct ExportRow<'a> {
    /// The billing cycle.
    pub cycle: Cycle,
    /// The account's number.
    pub account_number: &'a str,
    /// The account's name.
    pub account_name: &'a str,
    /// The product's name.
    pub product: &'a str,
    /// Empty when the product has none.
    pub whatsapp_business_account: &'a str,
    /// The application's AppKey.
    pub app_key: &'a str,
    /// The application's id.
    pub application_id: &'a str,
    /// The application's name.
    pub application_name: &'a str,
    /// One quantity per unit.
    pub usage: &'a [Usage<'a>],
    /// Consumption amount; its currency is the bill's.
    pub consumption: Money,
    /// Overdraft amount.
    pub overdraft: Money,
    /// Payment status.
    pub status: Status,
    /// The bill's number; empty before it is issued.
    pub bill_number: &'a str,
}

impl Exported<Column> for ExportRow<'_> {
    fn cycle(&self, _column: Column) -> Cycle {
        self.cycle
    }

    fn usage(&self) -> &[Usage<'_>] {
        self.usage
    }

    fn text(&self, column: Column, locale: Locale) -> &str {
        match column {
            Column::AccountNumber => self.account_number,
            Column::AccountName => self.account_name,
            Column::Product => self.product,
            Column::WhatsappBusinessAccount => self.whatsapp_business_account,
            Column::AppKey => self.app_key,
            Column::ApplicationId => self.application_id,
            Column::ApplicationName => self.application_name,
            Column::Currency => self.consumption.currency().code(),
            Column::Status => status_word(self.status, locale),
            Column::BillNumber => self.bill_number,
            Column::Cycle | Column::Usage | Column::Unit | Column::Consumption | Column::Overdraft => "",
        }
    }

    fn amount(&self, column: Column) -> Money {
        match column {
            Column::Overdraft => self.overdraft,
            _ => self.consumption,
        }
    }
}

/// The totals of the bills of one currency.
#[derive(Clone, Copy, Debug)]
pub struct Total {
    /// The currency.
    pub currency: Currency,
    /// Bills in this currency.
    pub bills: u64,
    /// Sum of consumption in minor units.
    pub consumption: i128,
    /// Sum of overdraft in minor units.
    pub overdraft: i128,
}

impl ExportedTotal<Column> for Total {
    fn currency(&self) -> Currency {
        self.currency
    }

    fn label(&self, locale: Locale) -> String {
        match locale {
            Locale::En if self.bills == 1 => "Total of 1 bill".to_owned(),
            Locale::En => format!("Total of {} bills", self.bills),
            Locale::Zh => format!("合计 {} 张账单", self.bills),
        }
    }

    fn amount(&self, column: Column) -> Option<i128> {
        match column {
            Column::Consumption => Some(self.consumption),
            Column::Overdraft => Some(self.overdraft),
            _ => None,
        }
    }

    fn names_currency(&self, column: Column) -> bool {
        column == Column::Currency
    }
}

/// The word for a payment status.
pub(super) const fn status_word(status: Status, locale: Locale) -> &'static str {
    match (locale, status) {
        (Locale::En, Status::Pending) => "Pending",
        (Locale::En, Status::Cleared) => "Cleared",
        (Locale::Zh, Status::Pending) => "待结清",
        (Locale::Zh, Status::Cleared) => "已结清",
    }
}

/// Joins the parts of several usages: `120; 3.5` and `message; GB`.
pub(super) fn join_usage<'a>(out: &mut String, parts: impl Iterator<Item = &'a str>) {
    out.clear();
    for (at, part) in parts.enumerate() {
        if at > 0 {
            out.push_str("; ");
        }
        out.push_str(part);
    }
}

/// Whether a spreadsheet would run `text` as a formula (B8).
#[must_use]
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'])
}
