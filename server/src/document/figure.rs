//! Figures as text: minor units to decimal text by integer arithmetic, and what a spreadsheet can hold of them.
//!
//! Must never round and never use a float: a figure that a spreadsheet would round stays text (B5).

/// Most digits that a spreadsheet keeps of a number; what has more is written as text (B5).
pub const SPREADSHEET_DIGITS: usize = 15;

const TEN_TO_15: u128 = 1_000_000_000_000_000;

/// Appends `minor` units as decimal text with `exponent` decimals: `-5`, 2 → `-0.05`.
pub fn push_amount(out: &mut Vec<u8>, minor: i128, exponent: u8) {
    let mut digits = [b'0'; 40];
    let mut at = digits.len();
    let mut rest = minor.unsigned_abs();
    while rest > 0 {
        at -= 1;
        digits[at] = digit(rest);
        rest /= 10;
    }
    let decimals = usize::from(exponent);
    if minor < 0 {
        out.push(b'-');
    }
    let whole = digits.len() - at;
    if decimals == 0 {
        out.extend_from_slice(if whole == 0 { b"0" } else { &digits[at..] });
    } else if whole > decimals {
        let point = digits.len() - decimals;
        out.extend_from_slice(&digits[at..point]);
        out.push(b'.');
        out.extend_from_slice(&digits[point..]);
    } else {
        out.extend_from_slice(b"0.");
        out.extend(std::iter::repeat_n(b'0', decimals - whole));
        out.extend_from_slice(&digits[at..]);
    }
}

/// The last decimal digit of `value`, as ASCII.
fn digit(value: u128) -> u8 {
    b'0' + u8::try_from(value % 10).unwrap_or(0)
}

/// `minor` units as decimal text; see [`push_amount`].
#[must_use]
pub fn amount(minor: i128, exponent: u8) -> String {
    let mut out = Vec::with_capacity(24);
    push_amount(&mut out, minor, exponent);
    String::from_utf8_lossy(&out).into_owned()
}

/// Appends a whole number.
pub fn push_integer(out: &mut Vec<u8>, value: u64) {
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    let mut rest = value;
    loop {
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// Whether a spreadsheet keeps every digit of this amount (B5).
#[must_use]
pub fn amount_fits_a_cell(minor: i128) -> bool {
    minor.unsigned_abs() < TEN_TO_15
}

/// Whether `text` is plain decimal text: an optional `-`, digits, optionally a point and digits.
#[must_use]
pub fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(decimals)
}

/// Whether `text` is a decimal of which a spreadsheet keeps every digit (B5).
#[must_use]
pub fn decimal_fits_a_cell(text: &str) -> bool {
    let significant = text.bytes().filter(u8::is_ascii_digit).skip_while(|&b| b == b'0').count();
    // A double's exponent ends near 1e-308; nothing that long is a quantity.
    is_decimal(text) && significant <= SPREADSHEET_DIGITS && text.len() <= 64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_keep_their_currencys_decimals() {
        let cases: [(i128, u8, &str); 10] = [
            (0, 0, "0"),
            (0, 2, "0.00"),
            (5, 2, "0.05"),
            (-5, 2, "-0.05"),
            (120_450, 2, "1204.50"),
            (-1_000, 3, "-1.000"),
            (7, 4, "0.0007"),
            (1234, 0, "1234"),
            (i128::from(i64::MIN), 2, "-92233720368547758.08"),
            (i128::MAX, 0, "170141183460469231731687303715884105727"),
        ];
        for (minor, exponent, text) in cases {
            assert_eq!(amount(minor, exponent), text);
        }
    }

    #[test]
    fn b5_more_than_fifteen_digits_do_not_fit_a_cell() {
        assert!(amount_fits_a_cell(999_999_999_999_999));
        assert!(!amount_fits_a_cell(1_000_000_000_000_000));
        assert!(!amount_fits_a_cell(i128::from(i64::MIN)));
        assert!(decimal_fits_a_cell("-0.000123456789012345"));
        assert!(!decimal_fits_a_cell("0.1234567890123456"));
        for junk in ["", "-", ".5", "5.", "1e5", "1,000", "NaN", "+1", "１"] {
            assert!(!decimal_fits_a_cell(junk), "{junk}");
        }
    }

    proptest! {
        /// Removing the point gives the minor units back.
        #[test]
        fn amount_text_is_exact(minor: i128, exponent in 0u8..=6) {
            let text = amount(minor, exponent);
            prop_assert!(is_decimal(&text));
            prop_assert_eq!(text.replace('.', "").parse::<i128>().ok(), Some(minor));
            let decimals = text.split_once('.').map_or(0, |(_, d)| d.len());
            prop_assert_eq!(decimals, usize::from(exponent));
        }

        #[test]
        fn whole_numbers_are_exact(value: u64) {
            let mut out = Vec::new();
            push_integer(&mut out, value);
            prop_assert_eq!(out, value.to_string().into_bytes());
        }
    }
}
