//! Measures the document writers: rows a second, CPU seconds, peak memory, PDFs a CPU second.
//!
//! `cargo run --release -p server --example documents_bench -- xlsx|csv [rows] [file]`
//! One measurement a process, because the peak of memory is the process's.

use contract::bill::Status;
use contract::cycle::Cycle;
use contract::locale::Locale;
use contract::money::{Currency, Money};
use server::document::export::{Column, ExportRow, Usage};
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

fn main() -> Result<(), DocumentError> {
    let mut arguments = std::env::args().skip(1);
    let kind = arguments.next().unwrap_or_else(|| "xlsx".to_owned());
    let count: u64 = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let file = arguments.next().map(std::fs::File::create).transpose()?;
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
            writer.finish(&[])?
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
