//! Query strings: what can be read is written back and read as the same.
#![no_main]

use contract::api::{Pairs, Query, read_query};
use contract::bill_filter::BillQuery;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(query) = read_query::<BillQuery>(text) {
        let mut pairs = Pairs::default();
        query.write(&mut pairs);
        assert_eq!(read_query(&pairs.encode()), Ok(query));
    }
});
