//! Bill numbers are gapless per issuer and year (B4): each one that was given out is on one bill, and no other is.

use crate::store::audit::AuditBill;
use crate::store::ids::series::BILL_NUMBER;
use std::collections::BTreeMap;

/// One bit a number.
#[derive(Debug)]
struct Year {
    given: i64,
    seen: Vec<u64>,
}

/// The numbers of an organization.
#[derive(Debug)]
pub struct Numbers(BTreeMap<i64, Year>);

impl Numbers {
    /// None seen yet of those that the counters have given out.
    pub fn of(counters: &BTreeMap<String, i64>) -> Self {
        let years = counters.iter().filter_map(|(series, next)| {
            let year = series.strip_prefix(BILL_NUMBER)?.parse().ok()?;
            let given = next - 1;
            let words = usize::try_from(given / 64 + 1).unwrap_or(0);
            Some((year, Year { given, seen: vec![0; words] }))
        });
        Self(years.collect())
    }

    /// Notes the number of a bill.
    pub fn see(&mut self, bill: &AuditBill) -> Result<(), String> {
        let (Some(year), Some(place)) = (bill.number_year, bill.number_place) else { return Ok(()) };
        let known = self.0.get_mut(&year).filter(|known| (1..=known.given).contains(&place));
        let known = known.ok_or("its number was never given out")?;
        let word = usize::try_from(place / 64).ok().and_then(|word| known.seen.get_mut(word));
        let (word, bit) = (word.ok_or("its number was never given out")?, 1 << (place % 64));
        if *word & bit != 0 {
            return Err("another bill has the same number".to_owned());
        }
        *word |= bit;
        Ok(())
    }

    /// The first number of each year that no bill has.
    pub fn missing(&self) -> impl Iterator<Item = String> {
        self.0.iter().filter_map(|(year, known)| {
            let seen = |place: &i64| {
                let word = usize::try_from(place / 64).ok().and_then(|word| known.seen.get(word));
                word.is_some_and(|word| word & (1 << (place % 64)) != 0)
            };
            let gap = (1..=known.given).find(|place| !seen(place))?;
            Some(format!("no bill has number {gap} of {year}, though {} were given out", known.given))
        })
    }
}
