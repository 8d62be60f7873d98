//! The filter of the bill list (B2): one language for the address bar, the list, totals, exports and documents.

use crate::api::{Pairs, Query, Reader};
use crate::bill::Status;
use crate::bill_sort::BillSort;
use crate::cycle::Cycle;
use crate::id::{AccountNumber, ApplicationId, ProductCode};
use crate::rule::{FieldError, Rule};

/// The longest free text, in characters.
pub const TEXT_MAX_CHARS: usize = 200;
/// The most values that one list of a filter may hold.
pub const VALUES_MAX: usize = 200;
/// The most bills on one page.
pub const LIMIT_MAX: u32 = 500;
/// How many bills a page holds when nobody says.
pub const LIMIT_DEFAULT: u32 = 50;

/// Which bills (B2). Empty lists and `None` mean "any"; conditions on different fields all hold, values of one
/// list are alternatives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct BillFilter {
    /// Any of these products.
    pub product: Vec<ProductCode>,
    /// This cycle or a later one.
    pub cycle_from: Option<Cycle>,
    /// This cycle or an earlier one.
    pub cycle_to: Option<Cycle>,
    /// Pending or cleared.
    pub status: Option<Status>,
    /// Any of these accounts.
    pub account: Vec<AccountNumber>,
    /// Any of these applications.
    pub application: Vec<ApplicationId>,
    /// Free text: found, whatever the case, in product, application (name, id, AppKey, WhatsApp account), account
    /// (name, number) or at the start of the bill number. Every word has to be found.
    pub q: Option<String>,
}

/// A page of the bill list: which bills, in which order, from where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BillQuery {
    /// Which bills.
    pub filter: BillFilter,
    /// In which order.
    pub sort: BillSort,
    /// How many at most, 1 to 500; 50 when nobody says.
    pub limit: Option<u32>,
    /// Goes on after the page that gave this cursor.
    pub cursor: Option<String>,
    /// Starts at this place of the order (the first bill is 0); not together with `cursor`. How a scrollbar jumps.
    pub from: Option<u32>,
}

/// Which bills, in which order: what an export or a document archive takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BillSelection {
    /// Which bills.
    pub filter: BillFilter,
    /// In which order.
    pub sort: BillSort,
}

impl BillFilter {
    /// Whether it lets every bill through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn write(&self, pairs: &mut Pairs) {
        pairs.each("product", &self.product);
        pairs.maybe("cycle_from", self.cycle_from.as_ref());
        pairs.maybe("cycle_to", self.cycle_to.as_ref());
        pairs.maybe("status", self.status.map(Status::name).as_ref());
        pairs.each("account", &self.account);
        pairs.each("application", &self.application);
        pairs.maybe("q", self.q.as_ref());
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let filter = Self {
            product: reader.list("product", VALUES_MAX, |text| ProductCode::parse(text).ok()),
            cycle_from: reader.one("cycle_from", |text| text.parse().map_err(|_| Rule::NotACycle)),
            cycle_to: reader.one("cycle_to", |text| text.parse().map_err(|_| Rule::NotACycle)),
            status: reader.one("status", |text| {
                Status::parse(text).ok_or_else(|| Rule::UnknownValue { value: text.to_owned() })
            }),
            account: reader.list("account", VALUES_MAX, |text| AccountNumber::parse(text).ok()),
            application: reader.list("application", VALUES_MAX, |text| ApplicationId::parse(text).ok()),
            q: reader.one("q", free_text).flatten(),
        };
        if let (Some(from), Some(to)) = (filter.cycle_from, filter.cycle_to)
            && to < from
        {
            reader.refuse("cycle_to", Rule::ReversedRange { from: from.to_string(), to: to.to_string() });
        }
        filter
    }
}

/// Words of a search, with one space between them; none when there is none.
pub(crate) fn free_text(text: &str) -> Result<Option<String>, Rule> {
    if text.chars().count() > TEXT_MAX_CHARS {
        return Err(Rule::TooLong { max: TEXT_MAX_CHARS });
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    Ok(if words.is_empty() { None } else { Some(words.join(" ")) })
}

fn read_sort(reader: &mut Reader<'_>) -> BillSort {
    let sort =
        reader.one("sort", |text| text.parse().map_err(|_| Rule::UnknownValue { value: text.to_owned() }));
    sort.unwrap_or_default()
}

fn write_sort(sort: BillSort, pairs: &mut Pairs) {
    pairs.maybe("sort", (sort != BillSort::default()).then_some(sort).as_ref());
}

impl Query for BillSelection {
    const KEYS: &'static [&'static str] =
        &["product", "cycle_from", "cycle_to", "status", "account", "application", "q", "sort"];

    fn write(&self, pairs: &mut Pairs) {
        self.filter.write(pairs);
        write_sort(self.sort, pairs);
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        Self { filter: BillFilter::read(reader), sort: read_sort(reader) }
    }
}

impl Query for BillQuery {
    const KEYS: &'static [&'static str] = &[
        "product",
        "cycle_from",
        "cycle_to",
        "status",
        "account",
        "application",
        "q",
        "sort",
        "limit",
        "cursor",
        "from",
    ];

    fn write(&self, pairs: &mut Pairs) {
        self.filter.write(pairs);
        write_sort(self.sort, pairs);
        pairs.maybe("limit", self.limit.as_ref());
        pairs.maybe("cursor", self.cursor.as_ref());
        pairs.maybe("from", self.from.as_ref());
    }

    fn read(reader: &mut Reader<'_>) -> Self {
        let query = Self {
            filter: BillFilter::read(reader),
            sort: read_sort(reader),
            limit: reader.one("limit", |text| whole_number(text, 1, LIMIT_MAX)),
            cursor: reader.one("cursor", |text| Ok(text.to_owned())),
            from: reader.one("from", |text| whole_number(text, 0, u32::MAX)),
        };
        if query.cursor.is_some() && query.from.is_some() {
            reader.refuse("from", Rule::NotTogether { other: "cursor".to_owned() });
        }
        query
    }
}

/// A whole number between `min` and `max`, both included.
pub fn whole_number(text: &str, min: u32, max: u32) -> Result<u32, Rule> {
    // Rust would also read `+5`.
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits).filter(|number| (min..=max).contains(number));
    number.ok_or(Rule::NotInRange { min: min.into(), max: max.into() })
}

/// Reads a filter and order from the query part of an address; what is wrong with it comes as one list.
pub fn read_selection(query: &str) -> Result<BillSelection, Vec<FieldError>> {
    crate::api::read_query(query)
}
