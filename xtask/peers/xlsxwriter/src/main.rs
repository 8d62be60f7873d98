//! `xlsxwriter-peer read|write ROWS.csv WORKBOOK.xlsx`: the portal's CSV export as a workbook, written by
//! rust_xlsxwriter in constant memory. `read` does all but the writing, so that it can be taken off.

use csv_core::{ReadRecordResult, Reader};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};

/// Hands every record on as its fields.
fn records(
    file: &str,
    mut take: impl FnMut(u32, &[&str]) -> Result<(), XlsxError>,
) -> Result<u32, Box<dyn Error>> {
    let mut input = BufReader::with_capacity(1 << 20, File::open(file)?);
    let (mut reader, mut output, mut ends) = (Reader::new(), vec![0; 1 << 16], vec![0; 64]);
    let (mut written, mut ended, mut row) = (0, 0, 0);
    loop {
        let bytes = input.fill_buf()?;
        let (result, read, out, end) =
            reader.read_record(bytes, &mut output[written..], &mut ends[ended..]);
        input.consume(read);
        (written, ended) = (written + out, ended + end);
        match result {
            ReadRecordResult::InputEmpty => continue,
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                return Err("a record is too long".into());
            }
            ReadRecordResult::Record => {
                let text = std::str::from_utf8(&output[..written])?;
                let starts = std::iter::once(0).chain(ends[..ended].iter().copied());
                let fields: Vec<&str> =
                    starts.zip(&ends[..ended]).map(|(start, &end)| &text[start..end]).collect();
                take(row, &fields)?;
                (written, ended, row) = (0, 0, row + 1);
            }
            ReadRecordResult::End => return Ok(row),
        }
    }
}

/// Columns that hold amounts, by their heads.
fn amounts(head: &[&str]) -> Vec<bool> {
    head.iter().map(|name| name.contains("Consumption") || name.contains("Overdraft")).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, what, rows, file] = arguments.as_slice() else { return Err("read|write ROWS.csv FILE.xlsx".into()) };
    let mut workbook = Workbook::new();
    let sheet: &mut Worksheet = workbook.add_worksheet_with_constant_memory()?;
    let amount = Format::new().set_num_format("#,##0.00");
    sheet.set_freeze_panes(1, 0)?;
    let is_writing = what == "write";
    let mut is_amount = Vec::new();
    let count = records(rows, |row, fields| {
        if row == 0 {
            is_amount = amounts(fields);
        }
        if !is_writing {
            std::hint::black_box(fields);
            return Ok(());
        }
        for (column, field) in (0_u16..).zip(fields) {
            let number = row > 0 && is_amount[usize::from(column)];
            match field.parse::<f64>().ok().filter(|_| number) {
                Some(value) => sheet.write_number_with_format(row, column, value, &amount)?,
                None => sheet.write_string(row, column, *field)?,
            };
        }
        Ok(())
    })?;
    if is_writing {
        workbook.save(file)?;
    }
    println!("{count} rows");
    Ok(())
}
