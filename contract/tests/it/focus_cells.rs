//! Single cells of FOCUS files: times, and what a row means.

use contract::cycle::Cycle;
use contract::file::focus::{Column, FocusReader, Mapping, Moment, Progress, Report, Zone};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn r2_times_are_read_as_files_write_them() {
    for (text, utc, zone) in [
        ("2026-09-01T00:00:00Z", "2026-09-01T00:00:00Z", Zone::Utc),
        ("2026-09-01 00:00:00", "2026-09-01T00:00:00Z", Zone::Unsaid),
        ("2026-09-01", "2026-09-01T00:00:00Z", Zone::Unsaid),
        ("2026-09-01T07:30Z", "2026-09-01T07:30:00Z", Zone::Utc),
        ("2026-09-01T07:30:15.123456Z", "2026-09-01T07:30:15Z", Zone::Utc),
        ("2026-09-01 07:30:15 UTC", "2026-09-01T07:30:15Z", Zone::Utc),
        ("2026-09-01T00:00:00+00:00", "2026-09-01T00:00:00Z", Zone::Utc),
        ("2026-09-01T00:00:00+08:00", "2026-08-31T16:00:00Z", Zone::Ahead(480)),
        ("2026-08-31T20:30:00-0330", "2026-09-01T00:00:00Z", Zone::Ahead(-210)),
        ("2024-02-29T00:00:00+01", "2024-02-28T23:00:00Z", Zone::Ahead(60)),
    ] {
        let moment = Moment::parse(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(moment.zone, zone, "{text}");
        assert_eq!(moment.utc().unwrap().format("%Y-%m-%dT%H:%M:%SZ").to_string(), utc, "{text}");
    }
}

#[test]
fn r2_what_could_be_read_in_two_ways_is_no_time() {
    for text in [
        "",
        "2026-9-1",
        "9/1/2026",
        "01.09.2026",
        "2026-02-29",
        "2026-13-01",
        "2026-09-01T",
        "2026-09-01T24:00:00Z",
        "2026-09-01T00:60:00Z",
        "2026-09-01T00:00:00.Z",
        "2026-09-01T00:00:00+19:00",
        "2026-09-01T00:00:00 PST",
        "2026-09-01x",
        "２026-09-01",
        "2026-09-01T0\u{e9}:00:00Z",
        "20260901T000000Z",
    ] {
        assert_eq!(Moment::parse(text), None, "{text}");
    }
}

fn line(cells: &[(&str, &str)]) -> contract::bill::BillLine {
    let needed = [
        ("BilledCost", "1.00000000001"),
        ("BillingAccountId", "acme"),
        ("BillingCurrency", "USD"),
        ("BillingPeriodStart", "2026-09-01T00:00:00Z"),
        ("ChargeCategory", "Usage"),
        ("ServiceName", "Servers"),
    ];
    let cells: Vec<&(&str, &str)> = needed.iter().chain(cells).collect();
    let header: Vec<&str> = cells.iter().map(|(name, _)| *name).collect();
    let row: Vec<&str> = cells.iter().map(|(_, text)| *text).collect();
    let mut reader = FocusReader::new(Mapping::default());
    reader.feed(format!("{}\n{}\n", header.join(","), row.join(",")).as_bytes());
    reader.finish();
    assert_eq!(reader.advance(&mut Report::default()), Ok(Progress::Row));
    let row = reader.row().unwrap();
    assert_eq!(row.cycle(), "2026-09".parse::<Cycle>().unwrap());
    row.bill_line(7, "september.csv")
}

#[test]
fn r2_a_line_says_where_it_came_from() {
    let line = line(&[
        ("ChargeDescription", "a server"),
        ("ChargePeriodStart", "2026-09-10 04:00:00"),
        ("ChargePeriodEnd", "2026-09-10 06:00:00"),
        ("ConsumedQuantity", "2.500"),
        ("ConsumedUnit", "Hours"),
        ("ListUnitPrice", "0.4"),
        ("ResourceId", "srv-1"),
        ("RegionName", "Oslo"),
    ]);
    assert_eq!((line.position, line.file.as_str(), line.row), (7, "september.csv", Some(2)));
    assert_eq!(line.amount.to_string(), "1.00000000001");
    assert_eq!((line.description.as_str(), line.category.as_str()), ("a server", "Usage"));
    assert_eq!(line.charged_from.unwrap().to_string(), "2026-09-10");
    assert_eq!(line.charged_to.unwrap().to_string(), "2026-09-11", "the day behind the end");
    let quantity = line.quantity.unwrap();
    assert_eq!((quantity.value.to_string(), quantity.unit), ("2.5".to_owned(), "Hours".to_owned()));
    assert_eq!(line.unit_price.unwrap().to_string(), "0.4");
    assert_eq!((line.resource.as_deref(), line.region.as_deref()), (Some("srv-1"), Some("Oslo")));
}

#[test]
fn r2_a_period_in_another_zone_is_counted_in_utc() {
    let line = line(&[
        ("ChargePeriodStart", "2026-09-10T04:00:00+08:00"),
        ("ChargePeriodEnd", "2026-09-10T08:00:00+08:00"),
    ]);
    assert_eq!(line.charged_from.unwrap().to_string(), "2026-09-09");
    assert_eq!(line.charged_to.unwrap().to_string(), "2026-09-10");
}

#[test]
fn r2_what_was_priced_stands_in_for_what_was_consumed() {
    let quantity = line(&[("PricingQuantity", "3"), ("PricingUnit", "Requests")]).quantity.unwrap();
    assert_eq!((quantity.value.to_string(), quantity.unit), ("3".to_owned(), "Requests".to_owned()));
    let quantity =
        line(&[("ConsumedQuantity", "3"), ("ConsumedUnit", ""), ("PricingUnit", "GB")]).quantity.unwrap();
    assert_eq!(quantity.unit, "GB");
    assert_eq!(line(&[]).quantity, None);
    assert_eq!(line(&[("ChargeDescription", "")]).description, "Servers");
}

#[test]
fn every_column_of_focus_is_known_once() {
    assert_eq!(Column::ALL.len(), 57);
    for column in Column::ALL {
        assert_eq!(Column::of(column.name()), Some(*column));
        assert_eq!(Column::of(&column.name().to_lowercase()), Some(*column));
        assert_eq!(Column::ALL[column.index()], *column);
    }
    assert!(Column::NEEDED.iter().all(|column| column.since() == 0));
}
