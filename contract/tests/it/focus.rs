//! FOCUS files: what is read, what is found, what refuses the file.

use crate::golden::golden;
use contract::file::focus::{
    Column, FindingKind, FocusError, FocusReader, Fold, Folded, Mapping, Progress, RefusalKind, Report,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

pub const DEFECTS: &[u8] = include_bytes!("../fixtures/focus_defects.csv");

/// Reads a file in chunks of `chunk` bytes.
pub fn fold(bytes: &[u8], chunk: usize, mapping: &Mapping) -> (Result<Folded, FocusError>, Report) {
    let (mut report, mut fold) = (Report::default(), Fold::new(mapping));
    let mut reader = FocusReader::new(mapping.clone());
    let mut chunks = bytes.chunks(chunk);
    loop {
        match reader.advance(&mut report) {
            Ok(Progress::Row) => {
                fold.add(&reader.row().unwrap(), &mut report);
            }
            Ok(Progress::Hungry) => match chunks.next() {
                Some(chunk) => reader.feed(chunk),
                None => reader.finish(),
            },
            Ok(Progress::End) => break,
            Err(error) => return (Err(error), report),
        }
    }
    let folded = fold.finish(&mut report);
    (Ok(folded), report)
}

pub const HEADER: &str = "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,ChargeCategory,ServiceName,SubAccountId,Tags";
const GOOD: &str = "1.25,acme,USD,2026-09-01T00:00:00Z,Usage,Servers,web,\n";

fn import(rows: &str) -> (Result<Folded, FocusError>, Report) {
    fold(format!("{HEADER}\n{rows}").as_bytes(), 64, &Mapping::default())
}

/// The one refusal of a file whose third row is `row`.
fn refusal(row: &str) -> (u64, Option<String>, RefusalKind) {
    let (result, report) = import(&format!("{GOOD}{row}\n{GOOD}"));
    assert!(result.is_ok(), "{row}: {result:?}");
    assert_eq!((report.refused_rows(), report.refusals().len()), (1, 1), "{row}: {:?}", report.refusals());
    let refusal = report.refusals()[0].clone();
    (refusal.row, refusal.column, refusal.why)
}

#[test]
fn r3_every_defect_is_found_with_row_and_column() {
    let (folded, report) = fold(DEFECTS, 1000, &Mapping::default());
    folded.unwrap();
    let lines: Vec<String> = report.findings().iter().map(|finding| format!("{finding}\n")).collect();
    golden("focus_findings.txt", include_str!("../golden/focus_findings.txt"), &lines.concat());
    assert_eq!((report.refused_rows(), report.rows()), (0, 28));
    let found = |kind| report.findings().iter().any(|finding| finding.kind == kind);
    let missed: Vec<FindingKind> = FindingKind::ALL.into_iter().filter(|kind| !found(*kind)).collect();
    assert_eq!(missed, [], "the fixture shows every kind of finding");
}

#[test]
fn r3_chunks_change_nothing() {
    let (whole, report) = fold(DEFECTS, usize::MAX, &Mapping::default());
    let (pieces, same) = fold(DEFECTS, 3, &Mapping::default());
    assert_eq!(pieces, whole);
    assert_eq!(same.findings(), report.findings());
}

#[test]
fn r3_a_row_whose_money_account_or_cycle_cannot_be_read_refuses_the_file() {
    let column = |name: &str| Some(name.to_owned());
    for (row, name, why) in [
        ("abc,acme,USD,2026-09-01,Usage,Servers,web,", "BilledCost", RefusalKind::NotANumber),
        ("\"1,234.5\",acme,USD,2026-09-01,Usage,Servers,web,", "BilledCost", RefusalKind::NotANumber),
        ("NULL,acme,USD,2026-09-01,Usage,Servers,web,", "BilledCost", RefusalKind::Missing),
        (",acme,USD,2026-09-01,Usage,Servers,web,", "BilledCost", RefusalKind::Missing),
        (
            "0.00000000000000000000000000001,acme,USD,2026-09-01,Usage,Servers,web,",
            "BilledCost",
            RefusalKind::TooManyDigits,
        ),
        ("1,acme,XYZ,2026-09-01,Usage,Servers,web,", "BillingCurrency", RefusalKind::UnknownCurrency),
        ("1,acme,XAU,2026-09-01,Usage,Servers,web,", "BillingCurrency", RefusalKind::UnknownCurrency),
        ("1,acme,,2026-09-01,Usage,Servers,web,", "BillingCurrency", RefusalKind::Missing),
        ("1,acme,USD,2026-13-01,Usage,Servers,web,", "BillingPeriodStart", RefusalKind::NotATime),
        ("1,acme,USD,9/1/2026,Usage,Servers,web,", "BillingPeriodStart", RefusalKind::NotATime),
        ("1,acme,USD,1969-12-01,Usage,Servers,web,", "BillingPeriodStart", RefusalKind::NotATime),
        ("1,acme,USD,NULL,Usage,Servers,web,", "BillingPeriodStart", RefusalKind::Missing),
        ("1,,USD,2026-09-01,Usage,Servers,,", "BillingAccountId", RefusalKind::Missing),
        ("1,acme,USD,2026-09-01,Usage,Servers,\"a\nb\",", "SubAccountId", RefusalKind::NotAnId),
    ] {
        assert_eq!(refusal(row), (3, column(name), why), "{row}");
    }
    assert_eq!(refusal("1,acme,USD").2, RefusalKind::Columns { found: 3, expected: 8 });
    assert_eq!(refusal(&format!("{},x", GOOD.trim())).2, RefusalKind::Columns { found: 9, expected: 8 });
    let long = format!("1,acme,USD,2026-09-01,Usage,Servers,{},", "x".repeat(197));
    assert_eq!(refusal(&long), (3, column("SubAccountId"), RefusalKind::NotAnId));
}

#[test]
fn r3_a_cut_file_is_told() {
    let (_, report) = import(&format!("{GOOD}1.2,acme,US"));
    assert_eq!(report.refusals()[0].why, RefusalKind::Cut);
    let (error, _) = import(&format!("{GOOD}1.2,\"acme"));
    assert!(matches!(error, Err(FocusError::Csv(_))), "{error:?}");
}

#[test]
fn r3_what_is_no_focus_file_is_refused_clearly() {
    let refuse = |text: &str| fold(text.as_bytes(), 9, &Mapping::default()).0.unwrap_err();
    assert_eq!(refuse(""), FocusError::Empty);
    assert_eq!(refuse(&format!("{HEADER}\n")), FocusError::NoRows);
    assert_eq!(
        refuse("invoice,amount\n1,2\n").to_string(),
        "not a FOCUS file: the header lacks BilledCost, BillingAccountId, BillingCurrency, BillingPeriodStart, \
         ChargeCategory, ServiceName"
    );
    assert_eq!(refuse(&format!("{HEADER},tags\n")), FocusError::ColumnTwice(Column::Tags));
}

#[test]
fn r3_a_currency_carries_its_name_from_row_to_row() {
    let (folded, report) = import(
        "1,acme,usd,2026-09-01,Usage,Servers,web,\n1,acme,USD,2026-09-01,Usage,Servers,web,\n\
         1,acme,jpy,2026-09-01,Usage,Servers,web,\n1,acme,jpy,2026-09-01,Usage,Servers,web,\n",
    );
    let odd = report.findings().into_iter().find(|finding| finding.kind == FindingKind::OddCasing).unwrap();
    assert_eq!((odd.cells, odd.rows), (3, vec![(2, 2), (4, 5)]));
    let numbers: Vec<String> =
        folded.unwrap().accounts.iter().map(|account| account.number.to_string()).collect();
    assert_eq!(numbers, ["web-USD", "web-JPY"]);
}
