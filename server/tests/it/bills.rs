//! The bill list, its exports and documents over HTTP, on a small demo world.

use crate::client::Reply;
use crate::world::{World, story};
use calamine::{Data, Reader, Xlsx};
use contract::api::{BillPage, Problem, ProblemCode};
use contract::bill::{Bill, BillLine};
use contract::money::{Amount, Money};
use contract::rule::Rule;
use serde_json::json;
use std::io::Cursor;

const BILLS: u64 = 600;

/// The token of the demo world's finance user, who sees every account of the larger organization.
async fn finance(world: &World) -> String {
    server::demo::build(&world.engine.db, BILLS, 7, world.engine.clock.now_utc()).await.unwrap();
    world.try_sign_in("finance@harbour.example", "portal-demo").await.done().token()
}

async fn get(world: &World, token: &str, target: &str) -> Reply {
    world.call("GET", target).cookie(token).send().await
}

async fn page(world: &World, token: &str, query: &str) -> BillPage {
    let reply = get(world, token, &format!("/api/v1/bills?{query}")).await.done();
    serde_json::from_slice(&reply.body).unwrap()
}

/// Every page, cursor by cursor.
async fn everything(world: &World, token: &str, query: &str) -> BillPage {
    let mut whole = page(world, token, &format!("{query}&limit=100")).await;
    while let Some(cursor) = whole.next_cursor.take() {
        let next = page(world, token, &format!("{query}&limit=100&cursor={cursor}")).await;
        assert_eq!((next.count, next.snapshot), (whole.count, whole.snapshot));
        assert_eq!((next.from as usize, &next.totals), (whole.items.len(), &whole.totals));
        whole.items.extend(next.items);
        whole.next_cursor = next.next_cursor;
    }
    whole
}

fn sum(page: &BillPage, of: Money) -> Money {
    let same = page.items.iter().map(|bill| bill.consumption).filter(|m| m.currency() == of.currency());
    Money::sum(of.currency(), same).unwrap()
}

story! {
    async fn b2_list_totals_and_exports_speak_of_the_same_bills(world: World) {
        let token = finance(&world).await;
        for query in ["", "status=pending&sort=-consumption", "product=sms&product=email", "q=harbour&sort=usage"] {
            let listed = everything(&world, &token, query).await;
            assert_eq!(listed.items.len() as u64, listed.count, "{query}");
            assert!(listed.count > 0, "{query}");
            for total in &listed.totals {
                assert_eq!(sum(&listed, total.consumption), total.consumption, "{query}");
            }
            let csv = get(&world, &token, &format!("/api/v1/bills/export.csv?{query}")).await.done();
            assert_eq!(csv.header("x-rows"), Some(listed.count.to_string().as_str()));
            let text = csv.text();
            let numbers: Vec<&str> = text.lines().skip(1).filter_map(|line| line.rsplit(',').next()).collect();
            let expected: Vec<String> =
                listed.items.iter().map(|bill| bill.number.clone().unwrap_or_default()).collect();
            assert_eq!(numbers, expected, "{query}");
        }
    }
}

story! {
    async fn b5_the_workbook_holds_the_amounts_as_numbers_and_their_totals(world: World) {
        let token = finance(&world).await;
        let listed = everything(&world, &token, "cycle_from=2026-09").await;
        let reply = get(&world, &token, "/api/v1/bills/export.xlsx?cycle_from=2026-09").await.done();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(reply.body)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let rows: Vec<&[Data]> = sheet.rows().collect();
        let place = rows[0].iter().position(|cell| cell == "Consumption amount").unwrap();
        for (bill, row) in listed.items.iter().zip(&rows[1..]) {
            assert!(matches!(row[place], Data::Float(_) | Data::Int(_)), "{:?}", row[place]);
            let read: Amount = row[place].to_string().parse().unwrap();
            assert_eq!(read, bill.consumption.amount());
        }
        assert_eq!(rows.len(), 1 + listed.items.len() + listed.totals.len());
    }
}

story! {
    async fn b2_what_is_asked_wrongly_is_said_field_by_field(world: World) {
        let token = finance(&world).await;
        let unknown = |value: &str| Rule::UnknownValue { value: value.to_owned() };
        let cases = [
            ("status=paid", "status", unknown("paid")),
            ("product=nothing", "product", unknown("nothing")),
            ("account=MDF-0002", "account", unknown("MDF-0002")),
            ("application=none", "application", unknown("none")),
            ("cycle_from=2026-13", "cycle_from", Rule::NotACycle),
            ("cycle_from=2026-05&cycle_to=2026-04", "cycle_to", Rule::ReversedRange {
                from: "2026-05".to_owned(),
                to: "2026-04".to_owned(),
            }),
            ("sort=colour", "sort", unknown("colour")),
            ("limit=0", "limit", Rule::NotInRange { min: 1, max: 500 }),
            ("cursor=00", "cursor", Rule::BrokenCursor),
            ("colour=red", "colour", Rule::UnknownParameter),
            ("q=%ff", "", Rule::Unreadable),
        ];
        for (query, field, rule) in cases {
            let reply = get(&world, &token, &format!("/api/v1/bills?{query}")).await;
            let problem = reply.refused(ProblemCode::InvalidInput);
            let errors: Vec<_> = problem.errors.iter().map(|error| (error.field.as_str(), &error.rule)).collect();
            assert_eq!(errors, [(field, &rule)], "{query}");
        }
        let first = page(&world, &token, "limit=5").await;
        let cursor = first.next_cursor.unwrap();
        let other_list = get(&world, &token, &format!("/api/v1/bills?status=pending&cursor={cursor}")).await;
        assert_eq!(other_list.refused(ProblemCode::InvalidInput).errors[0].rule, Rule::BrokenCursor);
    }
}

story! {
    async fn b4_a_bill_says_how_it_came_about_and_its_pdf_stays_the_same(world: World) {
        let token = finance(&world).await;
        for row in page(&world, &token, "limit=20&sort=-consumption").await.items {
            let reply = get(&world, &token, &format!("/api/v1/bills/{}", row.id)).await.done();
            let bill: Bill = serde_json::from_slice(&reply.body).unwrap();
            assert_eq!(bill.summary, row);
            let settled = bill.derivation.exact.settle(row.consumption.currency(), bill.derivation.rounding).unwrap();
            assert_eq!((settled.money, settled.residue), (row.consumption, bill.derivation.residue));
            let reply = get(&world, &token, &format!("/api/v1/bills/{}/lines", row.id)).await.done();
            let lines: Vec<BillLine> = serde_json::from_value(reply.json()["items"].clone()).unwrap();
            assert_eq!(lines.len() as u64, bill.derivation.lines);
            assert_eq!(Amount::sum(lines.iter().map(|line| line.amount)).unwrap(), bill.derivation.exact);
        }
        let id = page(&world, &token, "limit=1").await.items[0].id;
        let once = get(&world, &token, &format!("/api/v1/bills/{id}/document.pdf")).await.done();
        let twice = get(&world, &token, &format!("/api/v1/bills/{id}/document.pdf")).await.done();
        assert!(once.body.starts_with(b"%PDF-"));
        assert_eq!(once.body, twice.body);
    }
}

story! {
    async fn b4_several_bills_come_as_one_pdf_or_a_zip(world: World) {
        let token = finance(&world).await;
        let ids: Vec<_> = page(&world, &token, "limit=3").await.items.iter().map(|bill| bill.id).collect();
        let post = |path: &'static str, body: serde_json::Value| {
            world.call("POST", path).cookie(&token).json(&body).send()
        };
        let pdf = post("/api/v1/bills/documents.pdf", json!({ "only": ids })).await.done();
        assert!(pdf.body.starts_with(b"%PDF-"));
        let zip = post("/api/v1/bills/documents.zip", json!({ "only": ids })).await.done();
        let entries = zip.body.windows(4).filter(|four| four == b"PK\x01\x02").count();
        assert_eq!(entries, 3);
        let nothing = post("/api/v1/bills/documents.pdf", json!({ "query": "cycle_to=2000-01" })).await;
        nothing.refused(ProblemCode::NotFound);
        let wrong: Problem =
            post("/api/v1/bills/export.csv", json!({ "query": "status=x" })).await.refused(ProblemCode::InvalidInput);
        assert_eq!(wrong.errors[0].field, "query.status");
    }
}
