//! Cursors: where a page ended, in an order over a filter.
//!
//! A cursor names the last bill of its page. On the snapshot that gave it the place is known at once; on a later
//! one the bill is looked up and the list goes on after it.

use contract::bill_filter::BillFilter;
use contract::bill_sort::BillSort;
use sha2::{Digest, Sha256};

/// Where a page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The snapshot's revision.
    pub revision: u64,
    /// Place after the last bill of the page.
    pub place: u32,
    /// The last bill of the page: the place of its id in the organization.
    pub bill: u32,
}

const BYTES: usize = 24;

impl Cursor {
    /// As text: 48 hexadecimal digits, the last 16 a check over the list that it belongs to.
    pub fn text(&self, organization: i64, filter: &BillFilter, sort: BillSort) -> String {
        let mut bytes = [0_u8; BYTES];
        bytes[..8].copy_from_slice(&self.revision.to_be_bytes());
        bytes[8..12].copy_from_slice(&self.place.to_be_bytes());
        bytes[12..16].copy_from_slice(&self.bill.to_be_bytes());
        let check = check(&bytes[..16], organization, filter, sort);
        bytes[16..].copy_from_slice(&check);
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads a cursor of this list; `None` for anything else.
    pub fn parse(text: &str, organization: i64, filter: &BillFilter, sort: BillSort) -> Option<Self> {
        if text.len() != BYTES * 2 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0_u8; BYTES];
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
        }
        if check(&bytes[..16], organization, filter, sort) != bytes[16..] {
            return None;
        }
        Some(Self {
            revision: u64::from_be_bytes(bytes[..8].try_into().ok()?),
            place: u32::from_be_bytes(bytes[8..12].try_into().ok()?),
            bill: u32::from_be_bytes(bytes[12..16].try_into().ok()?),
        })
    }
}

fn check(head: &[u8], organization: i64, filter: &BillFilter, sort: BillSort) -> [u8; 8] {
    let mut digest = Sha256::new();
    digest.update(head);
    digest.update(organization.to_be_bytes());
    let selection = contract::bill_filter::BillSelection { filter: filter.clone(), sort };
    let mut pairs = contract::api::Pairs::default();
    contract::api::Query::write(&selection, &mut pairs);
    digest.update(pairs.encode());
    let digest = digest.finalize();
    let mut check = [0_u8; 8];
    check.copy_from_slice(&digest[..8]);
    check
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_reads_back_and_belongs_to_its_list(revision: u64, place: u32, bill: u32) {
            let cursor = Cursor { revision, place, bill };
            let (filter, sort) = (BillFilter::default(), BillSort::default());
            let text = cursor.text(1, &filter, sort);
            prop_assert_eq!(Cursor::parse(&text, 1, &filter, sort), Some(cursor));
            prop_assert_eq!(Cursor::parse(&text, 2, &filter, sort), None);
            let other = BillFilter { q: Some("x".to_owned()), ..BillFilter::default() };
            prop_assert_eq!(Cursor::parse(&text, 1, &other, sort), None);
        }

        #[test]
        fn no_text_is_a_cursor_by_chance(text in ".*") {
            prop_assert_eq!(Cursor::parse(&text, 1, &BillFilter::default(), BillSort::default()), None);
        }
    }
}
