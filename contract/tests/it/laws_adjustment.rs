//! Laws of adjustments and credit notes over random deliveries (M2).

use contract::adjustment::{Billed, BilledPart, taken};
use contract::money::{Currency, Money};
use proptest::prelude::*;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

proptest! {
    #[test]
    fn m2_no_more_is_given_back_than_was_billed(
        first in 1_i64..200,
        steps in prop::collection::vec((0_i64..300, 0_i64..100), 0..8),
    ) {
        // Bills of a month as deliveries make them, with credit notes in between as far as the bills go.
        let mut bills = vec![BilledPart { consumption: usd(first), credited: usd(0) }];
        for (delivered, note) in steps {
            let mut all = Billed::nothing(Currency::USD);
            for bill in &bills {
                all.add(bill.consumption, bill.credited, &[]).unwrap();
            }
            bills.push(BilledPart { consumption: all.due(usd(delivered)).unwrap(), credited: usd(0) });
            let gone = taken(&bills).unwrap();
            let mut note = note;
            for (bill, gone) in bills.iter_mut().zip(gone) {
                let left = bill.consumption.minor() - gone.minor() - bill.credited.minor();
                let part = note.min(left.max(0));
                bill.credited = usd(bill.credited.minor() + part);
                note -= part;
            }
            let (billed, credited) = bills.iter().fold((0, 0), |(billed, credited), bill| {
                (billed + bill.consumption.minor(), credited + bill.credited.minor())
            });
            prop_assert!(billed >= credited, "{bills:?}");
        }
    }
}
