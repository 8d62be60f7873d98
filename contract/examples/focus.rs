//! Reads a FOCUS file and says what is in it: `cargo run -p contract --example focus -- FILE`.

use contract::file::focus::{Column, ExactSum, FocusReader, Fold, Mapping, Progress, Report};
use std::io::Read;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name a file")?;
    let mut file = std::fs::File::open(path)?;
    let mapping = Mapping::default();
    let (mut report, mut fold) = (Report::default(), Fold::new(&mapping));
    let mut reader = FocusReader::new(mapping);
    let mut chunk = vec![0; 256 << 10];
    let mut billed = ExactSum::default();
    loop {
        match reader.advance(&mut report)? {
            Progress::Row => {
                let Some(row) = reader.row() else { continue };
                billed = billed.plus(row.number(Column::BilledCost).unwrap_or_default()).ok_or("too much")?;
                fold.add(&row, &mut report);
            }
            Progress::Hungry => match file.read(&mut chunk)? {
                0 => reader.finish(),
                length => reader.feed(&chunk[..length]),
            },
            Progress::End => break,
        }
    }
    let folded = fold.finish(&mut report);
    for finding in report.findings() {
        println!("{finding}");
    }
    for refusal in report.refusals() {
        println!("refused: {refusal}");
    }
    println!(
        "{} rows, {} refused, {} bills, {} accounts, {} products, {} applications, billed {:?}",
        report.rows(),
        report.refused_rows(),
        folded.bills.len(),
        folded.accounts.len(),
        folded.products.len(),
        folded.applications.len(),
        billed.total(),
    );
    Ok(())
}
