//! Bill numbers for what is issued now: gapless per issuer and year, in the order of issue (B4).

use crate::store::StoreError;
use crate::store::bills_write::Number;
use crate::store::ids::series;
use crate::store::organizations_write::WriteOrganizations;
use contract::cycle::Cycle;
use std::collections::BTreeMap;

/// Numbers that are taken and not given out yet, by cycle.
#[derive(Debug)]
pub struct Numbers(BTreeMap<Cycle, Number>);

impl Numbers {
    /// Takes so many for each cycle: within a year, earlier cycles come first.
    pub async fn take<C: WriteOrganizations>(
        tx: &mut C,
        organization: i64,
        wanted: BTreeMap<Cycle, i64>,
    ) -> Result<Self, StoreError> {
        let mut years: BTreeMap<i32, i64> = BTreeMap::new();
        for (cycle, count) in &wanted {
            *years.entry(year(*cycle)).or_default() += count;
        }
        let mut next = BTreeMap::new();
        for (year, count) in years {
            next.insert(year, tx.take(organization, &series::bill_number(year), count).await?);
        }
        let mut numbers = BTreeMap::new();
        for (cycle, count) in wanted {
            let year = year(cycle);
            if let Some(place) = next.get_mut(&year) {
                numbers.insert(cycle, Number { year, place: *place });
                *place += count;
            }
        }
        Ok(Self(numbers))
    }

    /// The next number of a cycle; none if it is not issued.
    pub fn next(&mut self, cycle: Cycle) -> Option<Number> {
        let number = self.0.get_mut(&cycle)?;
        let given = *number;
        number.place += 1;
        Some(given)
    }
}

/// The year in which a cycle is issued.
fn year(cycle: Cycle) -> i32 {
    cycle.next().year()
}
