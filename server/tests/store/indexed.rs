//! The index and the database: what is read when, and that it is the newest state.

use crate::base::story;
use crate::file::{NOVEMBER, Row, SEPTEMBER, csv};
use contract::bill::Status;
use contract::bill_filter::BillQuery;
use server::index::{BillIndex, Scope};

/// The list as a text a bill: application, amount, status.
async fn listed(index: &BillIndex) -> Vec<String> {
    let snapshot = index.snapshot(1).await.unwrap();
    let page = snapshot.page(&Scope::All, &BillQuery::default()).unwrap();
    let status = |status| if status == Status::Pending { "pending" } else { "cleared" };
    let items = page.items.iter();
    items
        .map(|bill| {
            let usage: Vec<String> =
                bill.usage.iter().map(|part| format!("{} {}", part.value, part.unit)).collect();
            let (name, amount) = (&bill.application.name, bill.consumption.minor());
            format!("{name} {amount} {} {}", status(bill.status), usage.join(" + "))
        })
        .collect()
}

const CLEAR: &str = "UPDATE bill SET settled = outstanding, outstanding = 0";

story! {
    async fn b2_after_a_change_only_the_bills_that_changed_are_read(base: Base) {
        let rows = [NOVEMBER, Row { application: "b", cost: "2", ..NOVEMBER }, SEPTEMBER];
        base.import("1.csv", &csv(&rows)).await.unwrap();
        let index = BillIndex::new(base.db.clone());
        assert_eq!(listed(&index).await, ["b 200 pending 2.5 GB", "shop 100 pending 2.5 GB", "shop 100 pending 2.5 GB"]);
        // Two bills are settled, but only one of them says so: the other one is not read again.
        base.tamper(&format!("{CLEAR} WHERE cycle = 24322")).await;
        base.tamper("UPDATE bill SET revision = 2 WHERE consumption = 200").await;
        assert_eq!(listed(&index).await[0], "b 200 pending 2.5 GB");
        base.tamper("UPDATE organization SET bills_revision = 2").await;
        assert_eq!(listed(&index).await, ["b 200 cleared 2.5 GB", "shop 100 pending 2.5 GB", "shop 100 pending 2.5 GB"]);
        // Withdrawn, and back with other amounts and usage.
        base.tamper("UPDATE bill SET withdrawn = (1 = 1), revision = 3 WHERE consumption = 200").await;
        base.tamper("UPDATE organization SET bills_revision = 3").await;
        assert_eq!(listed(&index).await, ["shop 100 pending 2.5 GB", "shop 100 pending 2.5 GB"]);
        base.tamper("UPDATE bill SET withdrawn = (1 = 0), revision = 4, consumption = 300, settled = 300, \
            usage = '[[\"1.5\",\"GB\"],[\"2\",\"GB\"]]' WHERE consumption = 200").await;
        base.tamper("UPDATE organization SET bills_revision = 4").await;
        assert_eq!(listed(&index).await[0], "b 300 cleared 1.5 GB + 2 GB");
        // A name that changed has everything read anew.
        base.tamper("UPDATE application SET name = 'Aloe' WHERE code = 'shop'").await;
        base.tamper("UPDATE organization SET bills_revision = 5, names_revision = 5").await;
        assert_eq!(listed(&index).await, ["Aloe 100 cleared 2.5 GB", "b 300 cleared 1.5 GB + 2 GB", "Aloe 100 pending 2.5 GB"]);
    }
}

story! {
    async fn b2_an_import_is_listed_whatever_it_brings(base: Base) {
        let index = BillIndex::new(base.db.clone());
        base.import("1.csv", &csv(&[NOVEMBER, SEPTEMBER])).await.unwrap();
        assert_eq!(listed(&index).await, ["shop 100 pending 2.5 GB", "shop 100 pending 2.5 GB"]);
        // Other amounts, a bill of a known application in another cycle, then a new application.
        let december = Row { cycle: ("2026-12", "2027-01"), cost: "7", ..NOVEMBER };
        base.import("2.csv", &csv(&[Row { cost: "3", ..NOVEMBER }, december])).await.unwrap();
        assert_eq!(listed(&index).await, ["shop 700 pending 2.5 GB", "shop 300 pending 2.5 GB", "shop 100 pending 2.5 GB"]);
        base.import("3.csv", &csv(&[Row { application: "new", ..december }])).await.unwrap();
        let anew = listed(&BillIndex::new(base.db.clone())).await;
        assert_eq!(listed(&index).await, anew);
        assert_eq!(anew, ["new 700 pending 2.5 GB", "shop 300 pending 2.5 GB", "shop 100 pending 2.5 GB"]);
    }
}

story! {
    async fn bills_are_read_ahead(base: Base) {
        let index = BillIndex::new(base.db.clone());
        index.read_ahead().await.unwrap();
        base.import("1.csv", &csv(&[NOVEMBER])).await.unwrap();
        index.read_ahead().await.unwrap();
        assert_eq!(listed(&index).await.len(), 1);
    }
}
