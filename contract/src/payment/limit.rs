//! The most that one payment may come to: about as much everywhere, whatever a currency's unit is worth.

use crate::money::{Currency, Money};

/// The most in whole units of a currency of which few make a US dollar.
const MOST_UNITS: i64 = 10_000_000;

/// Currencies of which about ten, a hundred, … make a US dollar. These are orders of magnitude for a limit, and no rates:
/// nothing is ever converted by them.
const MAGNITUDES: [(i64, &[&str]); 5] = [
    (
        10,
        &[
            "CUP", "CZK", "DOP", "EGP", "ERN", "HNL", "LSL", "MDL", "MRU", "MUR", "MVR", "MXN", "NAD", "NIO",
            "PHP", "SCR", "SLE", "SRD", "STN", "SZL", "THB", "TRY", "TWD", "UAH", "UYU", "ZAR",
        ],
    ),
    (
        100,
        &[
            "AFN", "ALL", "BDT", "BTN", "CVE", "DJF", "DZD", "ETB", "GMD", "GYD", "HTG", "HUF", "INR", "ISK",
            "JMD", "JPY", "KES", "KGS", "LKR", "LRD", "MKD", "MZN", "NPR", "PKR", "RSD", "RUB", "VUV", "XPF",
            "YER",
        ],
    ),
    (
        1_000,
        &[
            "AMD", "AOA", "ARS", "BIF", "CDF", "CLP", "COP", "CRC", "IQD", "KMF", "KRW", "KZT", "MMK", "MNT",
            "MWK", "NGN", "RWF", "SDG", "SOS", "SSP", "TZS", "UGX", "XAF", "XOF",
        ],
    ),
    (10_000, &["GNF", "IDR", "KHR", "LAK", "MGA", "PYG", "SYP", "UZS", "VND"]),
    (100_000, &["IRR", "LBP"]),
];

/// The most that one payment may come to: 10,000,000.00 USD, 1,000,000,000 JPY, 100,000,000,000 VND.
pub fn limit(currency: Currency) -> Money {
    let known = MAGNITUDES.iter().find(|(_, codes)| codes.contains(&currency.code()));
    let magnitude = known.map_or(1, |(magnitude, _)| *magnitude);
    Money::new(MOST_UNITS * magnitude * 10_i64.pow(currency.exponent().into()), currency)
}
