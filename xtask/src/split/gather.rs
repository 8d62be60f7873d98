//! What several pages share comes out of the cut as a part for every set of pages, many of them tiny. Here they are put
//! together into a few files, so that no page loads much that it does not need, or many files.

use std::collections::BTreeSet;

/// What a file more costs a page, in bytes of code: a request, and what is worse compressed by itself.
const FILE: i64 = 20_000;

/// The pages that people open first count more.
const OPENED_FIRST: [&str; 2] = ["bills", "overview"];
const FIRST_COUNTS: i64 = 12;

/// Parts that come in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The parts, by stem.
    pub stems: Vec<String>,
    /// The pages that need any of them.
    pub pages: BTreeSet<String>,
    /// Bytes of code and data.
    pub bytes: i64,
}

impl Shared {
    fn with(&self, other: &Self) -> Self {
        Self {
            stems: self.stems.iter().chain(&other.stems).cloned().collect(),
            pages: self.pages.union(&other.pages).cloned().collect(),
            bytes: self.bytes + other.bytes,
        }
    }

    /// What all pages together lose (or, negative, win) when the two come in one file.
    fn loss(&self, other: &Self) -> i64 {
        let of_page = |page: &String| {
            let (first, second) = (self.pages.contains(page), other.pages.contains(page));
            let loss = match (first, second) {
                (true, true) => -FILE,
                (true, false) => other.bytes,
                (false, _) => self.bytes,
            };
            if OPENED_FIRST.contains(&page.as_str()) { FIRST_COUNTS * loss } else { loss }
        };
        self.pages.union(&other.pages).map(of_page).sum()
    }
}

/// Puts together, pair by pair, what wins most, until nothing wins any more.
pub fn gather(mut parts: Vec<Shared>) -> Vec<Shared> {
    while let Some((first, second)) = best_pair(&parts) {
        let other = parts.swap_remove(second);
        parts[first] = parts[first].with(&other);
    }
    parts.sort_by(|one, other| one.stems.cmp(&other.stems));
    parts
}

/// The pair that wins most, the lower place first.
fn best_pair(parts: &[Shared]) -> Option<(usize, usize)> {
    let pairs = (0..parts.len()).flat_map(|second| (0..second).map(move |first| (first, second)));
    let best = pairs.map(|(first, second)| (parts[first].loss(&parts[second]), (first, second))).min()?;
    (best.0 < 0).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(stem: &str, pages: &[&str], bytes: i64) -> Shared {
        Shared { stems: vec![stem.into()], pages: pages.iter().map(|page| (*page).into()).collect(), bytes }
    }

    #[test]
    fn parts_of_the_same_pages_come_together() {
        let gathered = gather(vec![
            part("a", &["x", "y"], 50_000),
            part("b", &["x", "y"], 90_000),
            part("c", &["y", "z"], 70_000),
        ]);
        let stems: Vec<&[String]> = gathered.iter().map(|shared| &*shared.stems).collect();
        assert_eq!(stems, [["a", "b"].map(String::from).as_slice(), &["c".to_owned()]]);
    }

    #[test]
    fn a_tiny_part_goes_along_and_a_large_one_does_not() {
        let large = part("a", &["x", "y"], 90_000);
        assert_eq!(gather(vec![large.clone(), part("b", &["x", "y", "z"], 500)]).len(), 2);
        assert_eq!(gather(vec![large.clone(), part("b", &["x"], 500)]).len(), 1);
        assert_eq!(gather(vec![large, part("b", &["x"], 50_000)]).len(), 2);
    }

    #[test]
    fn nothing_is_lost_or_doubled() {
        let pages = ["overview", "bills", "x", "y", "z"];
        let parts: Vec<Shared> = (3_u32..32)
            .filter(|set| set.count_ones() > 1)
            .map(|set| {
                let of_set: Vec<&str> =
                    (0..5).filter(|bit| set >> bit & 1 == 1).map(|bit| pages[bit]).collect();
                part(&format!("{set}"), &of_set, i64::from(set * 7919 % 30_000))
            })
            .collect();
        let gathered = gather(parts.clone());
        assert!(gathered.len() < parts.len() / 2);
        assert_eq!(
            gathered.iter().map(|shared| shared.bytes).sum::<i64>(),
            parts.iter().map(|part| part.bytes).sum::<i64>()
        );
        for part in parts {
            let home: Vec<_> =
                gathered.iter().filter(|shared| shared.stems.contains(&part.stems[0])).collect();
            assert!(home.len() == 1 && home[0].pages.is_superset(&part.pages));
        }
    }
}
