//! FOCUS files: never a panic, never a row that is lost between report and bills.
#![no_main]

use contract::file::focus::{FocusReader, Fold, Mapping, Progress, Report};
use libfuzzer_sys::fuzz_target;

const HEADER: &[u8] = b"BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,\
    ChargeCategory,ServiceName,SubAccountId,ChargePeriodStart,ChargePeriodEnd,ListCost,ListUnitPrice,PricingQuantity,\
    ConsumedQuantity,ConsumedUnit,Tags\n";

fuzz_target!(|bytes: &[u8]| {
    let mapping = Mapping::default();
    let (mut report, mut fold) = (Report::default(), Fold::new(&mapping));
    let mut reader = FocusReader::new(mapping);
    if bytes.first() == Some(&b'1') {
        reader.feed(HEADER);
    }
    let mut chunks = bytes.chunks(97);
    let mut blank = 0;
    loop {
        match reader.advance(&mut report) {
            Ok(Progress::Row) => {
                let row = reader.row().expect("a row");
                let line = row.bill_line(1, "file.csv");
                assert_eq!(line.amount, row.amount());
                if fold.add(&row, &mut report).is_none() {
                    blank += 1;
                }
            }
            Ok(Progress::Hungry) => match chunks.next() {
                Some(chunk) => reader.feed(chunk),
                None => reader.finish(),
            },
            Ok(Progress::End) => break,
            Err(_) => return,
        }
    }
    assert!(blank <= report.refused_rows());
    let refused = report.refused_rows();
    let folded = fold.finish(&mut report);
    let lines: u64 = folded.bills.iter().map(|bill| bill.lines).sum();
    assert!(lines + refused == report.rows() || report.refused_rows() > refused);
});
