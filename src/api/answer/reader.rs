//! The tokens of JSON.

use super::Unreadable;
use std::borrow::Cow;

/// How deep arrays and objects may stand in each other.
const DEPTH: u8 = 100;

/// What of the text has not been read yet.
pub(super) struct Reader<'a> {
    rest: &'a str,
    depth: u8,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { rest: text, depth: DEPTH }
    }

    pub fn end(&mut self) -> Result<(), Unreadable> {
        self.peek();
        if self.rest.is_empty() { Ok(()) } else { Err(Unreadable) }
    }

    /// The next byte that is no white space; 0 at the end.
    pub fn peek(&mut self) -> u8 {
        self.rest = self.rest.trim_ascii_start();
        self.rest.as_bytes().first().copied().unwrap_or(0)
    }

    pub fn take(&mut self, token: &str) -> Result<(), Unreadable> {
        self.peek();
        self.rest = self.rest.strip_prefix(token).ok_or(Unreadable)?;
        Ok(())
    }

    pub fn takes(&mut self, token: &str) -> bool {
        self.take(token).is_ok()
    }

    pub fn open(&mut self, bracket: &str) -> Result<(), Unreadable> {
        self.depth = self.depth.checked_sub(1).ok_or(Unreadable)?;
        self.take(bracket)
    }

    pub fn close(&mut self, bracket: &str) -> Result<(), Unreadable> {
        self.depth += 1;
        self.take(bracket)
    }

    /// Whether another item comes before the bracket that ends them. The bracket stays.
    pub fn more(&mut self, is_first: &mut bool, bracket: u8) -> Result<bool, Unreadable> {
        if self.peek() == bracket {
            return Ok(false);
        }
        if !std::mem::take(is_first) {
            self.take(",")?;
        }
        Ok(true)
    }

    pub fn text(&mut self) -> Result<Cow<'a, str>, Unreadable> {
        self.take("\"")?;
        let mut text = Cow::Borrowed("");
        loop {
            let stops = |byte: u8| matches!(byte, b'"' | b'\\' | 0..0x20);
            let stop = self.rest.bytes().position(stops).ok_or(Unreadable)?;
            let (plain, rest) = self.rest.split_at(stop);
            text += plain;
            self.rest = rest;
            if self.takes_now("\"") {
                return Ok(text);
            }
            let char = self.escaped()?;
            text.to_mut().push(char);
        }
    }

    /// Without white space before it.
    fn takes_now(&mut self, token: &str) -> bool {
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn escaped(&mut self) -> Result<char, Unreadable> {
        let mut chars = self.rest.chars();
        let (slash, kind) = (chars.next(), chars.next());
        self.rest = chars.as_str();
        if slash != Some('\\') {
            return Err(Unreadable);
        }
        Ok(match kind {
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some(same @ ('"' | '\\' | '/')) => same,
            Some('u') => return self.unit_pair(),
            _ => return Err(Unreadable),
        })
    }

    /// A character as one or two units of UTF-16.
    fn unit_pair(&mut self) -> Result<char, Unreadable> {
        let first = self.unit()?;
        let second = if matches!(first, 0xD800..0xDC00) && self.takes_now("\\u") { self.unit()? } else { 0 };
        let units = [first, second];
        let units = if second == 0 { &units[..1] } else { &units[..] };
        let mut chars = char::decode_utf16(units.iter().copied());
        match (chars.next(), chars.next()) {
            (Some(Ok(char)), None) => Ok(char),
            _ => Err(Unreadable),
        }
    }

    fn unit(&mut self) -> Result<u16, Unreadable> {
        let (digits, rest) = self.rest.split_at_checked(4).ok_or(Unreadable)?;
        self.rest = rest;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Unreadable);
        }
        u16::from_str_radix(digits, 16).map_err(|_| Unreadable)
    }

    /// The text of a number of any kind; empty when there is none.
    pub fn number(&mut self) -> &'a str {
        self.peek();
        let of_number = |char: char| matches!(char, '0'..='9' | '-' | '+' | '.' | 'e' | 'E');
        let end = self.rest.find(|char| !of_number(char)).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        number
    }

    /// A number without sign, fraction or exponent.
    pub fn unsigned(&mut self) -> Result<u64, Unreadable> {
        whole(self.number())?.parse().map_err(|_| Unreadable)
    }

    /// A number without fraction or exponent.
    pub fn signed(&mut self) -> Result<i64, Unreadable> {
        whole(self.number())?.parse().map_err(|_| Unreadable)
    }

    /// Passes over a value of any kind.
    pub fn skip(&mut self) -> Result<(), Unreadable> {
        match self.peek() {
            b'{' | b'[' => {
                let is_object = self.takes_now("{");
                let (bracket, end) = if is_object { ("}", b'}') } else { ("]", b']') };
                self.open(if is_object { "" } else { "[" })?;
                let mut is_first = true;
                while self.more(&mut is_first, end)? {
                    if is_object {
                        self.text()?;
                        self.take(":")?;
                    }
                    self.skip()?;
                }
                self.close(bracket)
            }
            b'"' => self.text().map(drop),
            b't' => self.take("true"),
            b'f' => self.take("false"),
            b'n' => self.take("null"),
            _ if self.number().is_empty() => Err(Unreadable),
            _ => Ok(()),
        }
    }
}

/// The number, if it is written as whole numbers are: no plus sign, no zeros before it.
fn whole(number: &str) -> Result<&str, Unreadable> {
    let digits = number.strip_prefix('-').unwrap_or(number);
    let starts = digits == "0" || matches!(digits.as_bytes().first(), Some(b'1'..=b'9'));
    if starts { Ok(number) } else { Err(Unreadable) }
}
