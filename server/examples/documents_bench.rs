//! Measures the document writers: rows a second, CPU seconds, peak memory, PDFs a CPU second.
//!
//! `cargo run --release -p server --example documents_bench -- xlsx|csv|pdf|pdf-mixed|pdf-zh [count] [file]`
//! One measurement a process, because the peak of memory is the process's.

use chrono::NaiveDate;
use contract::bill::{Status, UncheckedBalances};
use contract::cycle::Cycle;
use contract::locale::Locale;
use contract::money::{Amount, Currency, Money, Rounding};
use server::document::export::{Column, ExportRow, Total, Usage};
use server::document::pdf::{BillDocument, Fonts, Issuer, Payer, UsageLine};
use server::document::xlsx::XlsxWriter;
use server::document::{DocumentError, csv::CsvWriter};
use std::io::Write;

/// Texts of a made-up world, drawn by a fixed sequence.
struct World {
    applications: Vec<[String; 4]>,
    accounts: Vec<[String; 2]>,
    quantities: Vec<String>,
}

const PRODUCTS: [&str; 8] =
    ["App push", "Web push", "Email", "SMS", "OTP", "WhatsApp", "Object storage", "云服务器"];
const CURRENCIES: [Currency; 4] = [Currency::USD, Currency::CNY, Currency::JPY, Currency::KWD];

fn world() -> World {
    World {
        applications: (0..20_000u64)
            .map(|n| {
                [
                    format!("{:024x}", n.wrapping_mul(0x9E37_79B9_7F4A_7C15)),
                    format!("app-{n:06}"),
                    format!("Harbour application {n} 应用"),
                    if n % 6 == 0 { format!("{}", 100_000_000_000 + n) } else { String::new() },
                ]
            })
            .collect(),
        accounts: (0..400u64)
            .map(|n| [format!("{}", 80_000_000 + n), format!("Harbour Trading {n} Ltd")])
            .collect(),
        quantities: (0..5_000u64).map(|n| format!("{}", n * 7919 % 1_000_003)).collect(),
    }
}

fn rows(
    count: u64,
    mut each: impl FnMut(&ExportRow<'_>) -> Result<(), DocumentError>,
) -> Result<(), DocumentError> {
    let world = world();
    let mut state = 1u64;
    let mut number = String::new();
    for n in 0..count {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let pick = |from: usize, shift: u32| usize::try_from(state >> shift).unwrap_or(0) % from;
        // Default order: cycle, account, product, application.
        let cycle = 2026 * 12 + 9 - i32::try_from(n * 36 / count).unwrap_or(0);
        let account = &world.accounts[usize::try_from(n * 36 % count * 400 / count).unwrap_or(0) % 400];
        let application = &world.applications[pick(20_000, 33)];
        let currency = CURRENCIES[pick(4, 40)];
        let product = PRODUCTS[pick(8, 45)];
        let usage = [
            Usage { quantity: &world.quantities[pick(5_000, 20)], unit: "message" },
            Usage { quantity: "3.5", unit: "GB" },
        ];
        number.clear();
        let _ = std::fmt::Write::write_fmt(&mut number, format_args!("HB-2026-{n:09}"));
        let consumption = i64::try_from(state >> 36).unwrap_or(0);
        each(&ExportRow {
            cycle: Cycle::from_index(cycle).map_err(|_| std::io::Error::other("cycle"))?,
            account_number: &account[0],
            account_name: &account[1],
            product,
            whatsapp_business_account: &application[3],
            app_key: &application[0],
            application_id: &application[1],
            application_name: &application[2],
            usage: if n % 50 == 0 { &usage } else { &usage[..1] },
            consumption: Money::new(consumption, currency),
            overdraft: Money::new(if n % 3 == 0 { consumption / 2 } else { 0 }, currency),
            status: if n % 3 == 0 { Status::Pending } else { Status::Cleared },
            bill_number: &number,
        })?;
    }
    Ok(())
}

/// Counts what is written, and keeps it when a file was named.
struct Counting {
    bytes: u64,
    file: Option<std::fs::File>,
}

impl Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.bytes += bytes.len() as u64;
        if let Some(file) = &mut self.file {
            file.write_all(bytes)?;
        }
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// User and system time of this process in milliseconds, from the kernel's counters.
fn cpu_ms() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or("");
    let ticks: u64 = after.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<u64>().ok()).sum();
    ticks * 10
}

fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

/// A bill with names of both scripts, like most of a Chinese company's.
fn bill(n: u64, locale: Locale, plain: bool) -> Result<BillDocument, DocumentError> {
    let odd = |_| DocumentError::Pdf("the sample's amounts".to_owned());
    let consumption = i64::try_from(n * 7919 % 10_000_000).unwrap_or(0);
    let usd = |minor| Money::new(minor, Currency::USD);
    let text = |latin: &str, other: &str| if plain { latin } else { other }.to_owned();
    Ok(BillDocument {
        locale,
        issuer: Issuer {
            name: text("Example Cloud Services Pte. Ltd.", "示例云计算有限公司"),
            address: "18 Harbour Road, #12-03, Singapore 018956".to_owned(),
            tax_number: "UEN 201912345K".to_owned(),
            support: "support@cloud.example, +65 6000 0000".to_owned(),
        },
        payer: Some(Payer {
            legal_name: text(
                &format!("Harbour Trading {n} Limited"),
                &format!("深圳市海港贸易有限公司第{n}分公司"),
            ),
            tax_number: format!("91440300{n:010}"),
            address: text(
                "8 Quay Street, Level 30, Hong Kong",
                "广东省深圳市南山区粤海街道科技园路 18 号 30 楼",
            ),
            contact: text("Wendy Lau, finance@harbour.example", "刘文慧，finance@harbour.example"),
        }),
        number: Some(format!("HB-2026-{n:09}")),
        bill_date: NaiveDate::from_ymd_opt(2026, 11, 2),
        cycle: Cycle::try_new(2026, 10).map_err(|_| odd(()))?,
        organization: "Harbour Group".to_owned(),
        account_name: text("Harbour Trading", "海港贸易（深圳）"),
        account_number: "80012345".to_owned(),
        product: "WhatsApp".to_owned(),
        application_name: text("Harbour Loyalty", "海港会员中心"),
        application_id: format!("app-{n:06}"),
        app_key: format!("{:024x}", n.wrapping_mul(0x9E37_79B9_7F4A_7C15)),
        whatsapp_business_account: "104996122399160".to_owned(),
        usage: ["conversations", "template messages", "GB"]
            .iter()
            .zip([182_406, 9_120_554, 12])
            .map(|(unit, quantity)| UsageLine {
                quantity: format!("{}", quantity + n),
                unit: (*unit).to_owned(),
            })
            .collect(),
        balances: UncheckedBalances {
            consumption: usd(consumption),
            prepaid_cover: usd(consumption / 5),
            outstanding: usd(consumption - consumption / 2),
            processing: usd(0),
            settled: usd(consumption / 2),
            canceled: usd(0),
        }
        .try_into()
        .map_err(|_| odd(()))?,
        lines: 31,
        exact: Amount::from_minor(consumption * 1000 + 4, 5),
        rounding: Rounding::HalfUp,
        residue: Amount::from_minor(4, 5),
    })
}

fn pdfs(kind: &str, count: u64, file: Option<String>) -> Result<(), DocumentError> {
    let start = cpu_ms();
    let fonts = Fonts::load()?;
    let loaded = cpu_ms();
    let (locale, plain) = match kind {
        "pdf-zh" => (Locale::Zh, false),
        "pdf-mixed" => (Locale::En, false),
        _ => (Locale::En, true),
    };
    let mut bytes = 0;
    for n in 0..count {
        let pdf = server::document::pdf::bill(&bill(n + 1_000, locale, plain)?, &fonts)?;
        bytes += pdf.len();
        if let Some(file) = file.as_ref().filter(|_| n == 0) {
            std::fs::write(file, &pdf)?;
        }
    }
    let spent = (cpu_ms() - loaded).max(1);
    println!(
        "{kind}: {count} documents, {spent} CPU ms, {} documents a CPU second, {} bytes each, fonts {} ms, peak {} kB",
        count * 1000 / spent,
        bytes as u64 / count.max(1),
        loaded - start,
        peak_kb()
    );
    Ok(())
}

fn main() -> Result<(), DocumentError> {
    let mut arguments = std::env::args().skip(1);
    let kind = arguments.next().unwrap_or_else(|| "xlsx".to_owned());
    let count: u64 = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let name = arguments.next();
    if kind.starts_with("pdf") {
        return pdfs(&kind, count, name);
    }
    let file = name.map(std::fs::File::create).transpose()?;
    let sink = Counting { bytes: 0, file };
    let before = cpu_ms();
    let sink = match kind.as_str() {
        "none" => {
            rows(count, |row| {
                std::hint::black_box(row);
                Ok(())
            })?;
            sink
        }
        "csv" => {
            let mut writer = CsvWriter::new(sink, &Column::ALL, Locale::En)?;
            rows(count, |row| writer.row(row))?;
            writer.finish()?
        }
        _ => {
            let mut writer = XlsxWriter::new(sink, &Column::ALL, Locale::En)?;
            rows(count, |row| writer.row(row))?;
            writer.finish(&[] as &[Total])?
        }
    };
    let spent = (cpu_ms() - before).max(1);
    println!(
        "{kind}: {count} rows, {spent} CPU ms, {} rows a CPU second, {} bytes, peak {} kB",
        count * 1000 / spent,
        sink.bytes,
        peak_kb()
    );
    Ok(())
}
