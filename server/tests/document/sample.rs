//! Bills to export, with what real data and ill will put into them.

use contract::bill::Status;
use contract::cycle::Cycle;
use contract::money::{Currency, Money};
use server::document::export::{Column, ExportRow, Usage};
use server::document::xlsx::XlsxWriter;
use server::document::{DocumentError, csv::CsvWriter};

/// Texts that a spreadsheet would run (B8), and texts that break a careless writer.
pub const HOSTILE: [&str; 24] = [
    "=cmd|'/C calc'!A0",
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "a,b;c\"d\"",
    "line\r\nbreak",
    " leading and trailing ",
    "<b>&amp;</b>]]>",
    "_x0041_ not an escape",
    "\u{1}\u{8}\u{b}\u{1f}control",
    "\u{fffe}\u{ffff}",
    "汉字 かな 한글 ｆｕｌｌ",
    "😀👩‍👩‍👧 é \u{202e}rtl",
    "0012345",
];

/// A row that owns its texts.
#[derive(Clone, Debug)]
pub struct Sample {
    pub cycle: Cycle,
    pub text: String,
    pub usage: Vec<(String, String)>,
    pub consumption: Money,
    pub overdraft: Money,
    pub status: Status,
}

impl Sample {
    pub fn new(text: &str, minor: i64, currency: Currency) -> Self {
        Self {
            cycle: Cycle::try_new(2026, 10).unwrap(),
            text: text.to_owned(),
            usage: vec![("1200".to_owned(), "message".to_owned())],
            consumption: Money::new(minor, currency),
            overdraft: Money::new(minor / 2, currency),
            status: Status::Pending,
        }
    }

    fn with<T>(&self, then: impl FnOnce(&ExportRow<'_>) -> T) -> T {
        let usage: Vec<_> = self.usage.iter().map(|(quantity, unit)| Usage { quantity, unit }).collect();
        then(&ExportRow {
            cycle: self.cycle,
            account_number: "80012345",
            account_name: &self.text,
            product: "WhatsApp",
            whatsapp_business_account: "104996122399160",
            app_key: "0123456789abcdef01234567",
            application_id: "007",
            application_name: &self.text,
            usage: &usage,
            consumption: self.consumption,
            overdraft: self.overdraft,
            status: self.status,
            bill_number: "HB-2026-000000017",
        })
    }
}

pub fn workbook(rows: &[Sample], limit: u32, finish: &[server::document::export::Total]) -> Vec<u8> {
    let locale = contract::locale::Locale::En;
    let mut writer = XlsxWriter::with_row_limit(Vec::new(), &Column::ALL, locale, limit).unwrap();
    for row in rows {
        row.with(|row| writer.row(row)).unwrap();
    }
    writer.finish(finish).unwrap()
}

pub fn csv(rows: &[Sample]) -> Result<Vec<u8>, DocumentError> {
    let mut writer = CsvWriter::new(Vec::new(), &Column::ALL, contract::locale::Locale::En)?;
    for row in rows {
        row.with(|row| writer.row(row))?;
    }
    writer.finish()
}

/// One row for each hostile text, and one for each awkward amount.
pub fn awkward() -> Vec<Sample> {
    let mut rows: Vec<_> = HOSTILE.iter().map(|text| Sample::new(text, 120_450, Currency::USD)).collect();
    let amounts = [
        (0, Currency::USD),
        (-5, Currency::USD),
        (-123_456_789, Currency::CNY),
        (1_500, Currency::JPY),
        (-1_001, Currency::KWD),
        (999_999_999_999_999, Currency::EUR),
        (1_000_000_000_000_001, Currency::EUR),
        (i64::MIN, Currency::KWD),
        (i64::MAX, Currency::JPY),
    ];
    rows.extend(amounts.map(|(minor, currency)| Sample::new("Harbour", minor, currency)));
    let mut several = Sample::new("several units", 1, Currency::USD);
    several.usage.push(("0.000000000123".to_owned(), "GB-Months".to_owned()));
    rows.push(several);
    let mut none = Sample::new("no usage", 1, Currency::USD);
    none.usage.clear();
    rows.push(none);
    let mut long = Sample::new("long quantity", 1, Currency::USD);
    long.usage = vec![("123456789.12345678901".to_owned(), "h".to_owned())];
    rows.push(long);
    rows
}
