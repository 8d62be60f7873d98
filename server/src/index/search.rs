//! Free text: every word has to be found in the product, the application, the account, or at the start of the
//! bill number.

use super::columns::Columns;
use super::dictionary::Dictionary;

/// One bit per word, so at most this many words are told apart; the rest of a longer text is one last word.
const WORDS_MAX: usize = 32;

/// Which words each name contains, and which numbers start with which word.
#[derive(Debug)]
pub struct Search {
    products: Vec<u32>,
    accounts: Vec<u32>,
    applications: Vec<u32>,
    numbers: Vec<NumberRange>,
    all: u32,
}

/// Bill numbers of one year that start with a word.
#[derive(Debug)]
struct NumberRange {
    year: u8,
    first: u32,
    last: u32,
    word: u32,
}

impl Search {
    /// Looks the words of `text` up in every name once.
    pub fn new(columns: &Columns, text: &str) -> Self {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.splitn(WORDS_MAX, ' ').collect();
        let mut search = Self {
            products: found(&columns.products, &words),
            accounts: found(&columns.accounts, &words),
            applications: found(&columns.applications, &words),
            numbers: vec![],
            all: words.iter().enumerate().fold(0, |all, (place, _)| all | 1 << place),
        };
        for (place, word) in words.iter().enumerate() {
            search.add_numbers(columns, word, 1 << place);
        }
        search
    }

    /// Whether the row contains every word.
    #[inline]
    pub fn finds(&self, columns: &Columns, row: usize) -> bool {
        let names = self.products[usize::from(columns.product[row])]
            | self.accounts[columns.account[row] as usize]
            | self.applications[columns.application[row] as usize];
        names == self.all || (!self.numbers.is_empty() && names | self.number(columns, row) == self.all)
    }

    fn number(&self, columns: &Columns, row: usize) -> u32 {
        let (year, place) = (columns.number_year[row], columns.number_place[row]);
        let inside = |range: &&NumberRange| range.year == year && (range.first..=range.last).contains(&place);
        self.numbers.iter().filter(inside).fold(0, |found, range| found | range.word)
    }

    fn add_numbers(&mut self, columns: &Columns, word: &str, bit: u32) {
        let issuer = format!("{}-", columns.issuer.to_lowercase());
        let rest = match word.strip_prefix(&issuer) {
            Some(rest) => rest,
            None if word.len() >= 2 && issuer.starts_with(word) => "",
            None => return,
        };
        for (code, year) in (1_u8..).zip(&columns.years) {
            let prefix = format!("{year:04}-");
            let places = match rest.strip_prefix(&prefix) {
                Some(digits) => places(digits),
                None if prefix.starts_with(rest) => vec![(0, u32::MAX)],
                None => vec![],
            };
            let ranges = places.into_iter();
            self.numbers.extend(ranges.map(|(first, last)| NumberRange {
                year: code,
                first,
                last,
                word: bit,
            }));
        }
    }
}

/// Places whose text, eight digits or more, starts with `digits`.
fn places(digits: &str) -> Vec<(u32, u32)> {
    if digits.is_empty() {
        return vec![(0, u32::MAX)];
    }
    let Ok(start) = digits.parse::<u64>() else { return vec![] };
    let mut ranges = vec![];
    for width in 8_usize..=10 {
        let Some(open) = width.checked_sub(digits.len()) else { continue };
        if width > 8 && digits.starts_with('0') {
            continue;
        }
        let Some(step) = 10_u64.checked_pow(u32::try_from(open).unwrap_or(u32::MAX)) else { continue };
        let (first, last) = (start * step, start * step + (step - 1));
        if let Ok(first) = u32::try_from(first) {
            ranges.push((first, u32::try_from(last).unwrap_or(u32::MAX)));
        }
    }
    ranges
}

fn found<T>(dictionary: &Dictionary<T>, words: &[&str]) -> Vec<u32> {
    let contains = |code: usize| {
        let bit = |place: usize, word: &str| u32::from(dictionary.contains(code, word)) << place;
        words.iter().enumerate().fold(0, |found, (place, word)| found | bit(place, word))
    };
    (0..dictionary.len()).map(contains).collect()
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn a_prefix_of_a_number_is_a_range_of_places() {
        assert_eq!(places("0000041"), vec![(410, 419)]);
        assert_eq!(places("00000417"), vec![(417, 417)]);
        assert_eq!(
            places("12345678"),
            vec![(12_345_678, 12_345_678), (123_456_780, 123_456_789), (1_234_567_800, 1_234_567_899)]
        );
        assert!(places("x").is_empty());
    }
}
