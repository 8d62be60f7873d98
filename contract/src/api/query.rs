//! Query strings: written by the client, read by the server and by the address bar. Reading is the inverse of
//! writing; lists repeat the key; a parameter nobody knows is an error, not noise.

use crate::rule::{FieldError, Rule};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::fmt::Display;

/// What stays readable in a query: the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as one segment of a path, percent-encoded.
pub(super) fn encode_segment(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// The parameters of one endpoint's query.
pub trait Query: Sized {
    /// The parameters that it knows.
    const KEYS: &'static [&'static str];
    /// Adds its parameters; what has its default value is left out.
    fn write(&self, pairs: &mut Pairs);
    /// Reads its parameters; what is wrong is noted in the reader.
    fn read(reader: &mut Reader<'_>) -> Self;
}

impl Query for () {
    const KEYS: &'static [&'static str] = &[];
    fn write(&self, _: &mut Pairs) {}
    fn read(_: &mut Reader<'_>) {}
}

/// Names and values, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Adds one.
    pub fn push(&mut self, name: &str, value: &impl Display) {
        self.0.push((name.to_owned(), value.to_string()));
    }

    /// Adds one, if there is a value.
    pub fn maybe(&mut self, name: &str, value: Option<&impl Display>) {
        if let Some(value) = value {
            self.push(name, value);
        }
    }

    /// Adds one for each value.
    pub fn each(&mut self, name: &str, values: &[impl Display]) {
        for value in values {
            self.push(name, value);
        }
    }

    /// `name=value&name=value`, percent-encoded.
    pub fn encode(&self) -> String {
        let encode = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
        let parts: Vec<String> =
            self.0.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        parts.join("&")
    }

    /// Reads `name=value&name=value`, with or without a leading `?`; `+` is a space. `None` when a value is no
    /// UTF-8.
    pub fn decode(query: &str) -> Option<Self> {
        let decode = |text: &str| {
            let spaced = text.replace('+', " ");
            percent_decode_str(&spaced).decode_utf8().ok().map(std::borrow::Cow::into_owned)
        };
        let parts = query.strip_prefix('?').unwrap_or(query).split('&').filter(|part| !part.is_empty());
        let pairs: Option<Vec<(String, String)>> = parts
            .map(|part| {
                let (name, value) = part.split_once('=').unwrap_or((part, ""));
                Some((decode(name)?, decode(value)?))
            })
            .collect();
        pairs.map(Self)
    }

    /// The values of a name, in order.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Every name and value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Reads parameters, and keeps what is wrong with them.
#[derive(Debug)]
pub struct Reader<'a> {
    pairs: &'a Pairs,
    errors: Vec<FieldError>,
}

impl<'a> Reader<'a> {
    /// Reads from these pairs.
    pub const fn new(pairs: &'a Pairs) -> Self {
        Self { pairs, errors: Vec::new() }
    }

    /// The one value of `name`; an empty one counts as none.
    pub fn one<T>(&mut self, name: &str, parse: impl Fn(&str) -> Result<T, Rule>) -> Option<T> {
        let values: Vec<&str> = self.pairs.values(name).filter(|value| !value.is_empty()).collect();
        match values.as_slice() {
            [] => None,
            [value] => match parse(value) {
                Ok(parsed) => Some(parsed),
                Err(rule) => {
                    self.refuse(name, rule);
                    None
                }
            },
            _ => {
                self.refuse(name, Rule::GivenTwice);
                None
            }
        }
    }

    /// All values of `name`, without repetitions; empty ones count as none.
    pub fn list<T: PartialEq>(
        &mut self,
        name: &str,
        max: usize,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut list = Vec::new();
        for value in self.pairs.values(name).filter(|value| !value.is_empty()) {
            match parse(value) {
                Some(parsed) if !list.contains(&parsed) => list.push(parsed),
                Some(_) => {}
                None => {
                    self.errors.push(FieldError::new(name, Rule::UnknownValue { value: value.to_owned() }));
                }
            }
            if list.len() > max {
                self.refuse(name, Rule::TooMany { max });
                break;
            }
        }
        list
    }

    /// Notes that `name` breaks `rule`.
    pub fn refuse(&mut self, name: &str, rule: Rule) {
        self.errors.push(FieldError::new(name, rule));
    }

    fn finish(mut self, known: &[&str]) -> Vec<FieldError> {
        let mut unknown: Vec<&str> = self.pairs.iter().map(|(name, _)| name).collect();
        unknown.retain(|name| !known.contains(name));
        unknown.sort_unstable();
        unknown.dedup();
        for name in unknown.into_iter().take(20) {
            self.refuse(name, Rule::UnknownParameter);
        }
        self.errors
    }
}

/// Reads the query part of an address: the inverse of [`Query::write`]. All that is wrong comes at once.
pub fn read_query<Q: Query>(query: &str) -> Result<Q, Vec<FieldError>> {
    let pairs = Pairs::decode(query).ok_or_else(|| vec![FieldError::new("", Rule::Unreadable)])?;
    let mut reader = Reader::new(&pairs);
    let parsed = Q::read(&mut reader);
    let errors = reader.finish(Q::KEYS);
    if errors.is_empty() { Ok(parsed) } else { Err(errors) }
}
