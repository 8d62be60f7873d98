//! Exact decimal texts as people read them: grouped digits, a true minus. No digit is added or lost.

use super::Money;

/// A true minus sign: as wide as a digit, and read as "minus".
const MINUS: char = '−';

/// A decimal text as people read it: `-1234.50` becomes `−1,234.50`. No digit is added or lost.
pub fn figure(plain: &str) -> String {
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => (Some(MINUS), digits),
        None => (None, plain),
    };
    let whole = digits.split('.').next().unwrap_or(digits);
    let mut text = String::with_capacity(plain.len() + whole.len() / 3 + 3);
    text.extend(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text.push_str(&digits[whole.len()..]);
    text
}

impl Money {
    /// As people read it in a sentence: `−1,234.50 USD`.
    pub fn spoken(self) -> String {
        format!("{} {}", figure(&self.value()), self.currency.code())
    }
}
