//! Organizations: found by name, made when they are new.

use super::{Engine, Failure};
use crate::store::StoreError;
use crate::store::organizations::{self, Organization};
use contract::rule::{Check, FieldError, Rule};

/// The longest name, in characters.
const NAME_MAX_CHARS: usize = 120;
/// How many letters of a name make the code of its bill numbers.
const ISSUER_LETTERS: usize = 3;

impl Engine {
    /// The organization of this name, and whether it was made just now.
    pub async fn organization(&self, name: &str) -> Result<(Organization, bool), Failure> {
        let name = name.trim();
        check(name)?;
        if let Some(found) = organizations::find(&self.db, name).await? {
            return Ok((found, false));
        }
        for place in 1..1000 {
            match organizations::add(&self.db, name, &issuer(name, place), self.clock.now()).await {
                Err(StoreError::Exists) => {}
                other => return Ok((other?, true)),
            }
            if let Some(found) = organizations::find(&self.db, name).await? {
                return Ok((found, false));
            }
        }
        Err(Failure::Internal(format!("no code for the bill numbers of {name} is free")))
    }
}

/// Whether an organization can have this name.
pub fn check(name: &str) -> Result<(), Vec<FieldError>> {
    let name = name.trim();
    let mut check = Check::default();
    check.require("organization", name);
    check.at_most("organization", name, NAME_MAX_CHARS);
    if name.eq_ignore_ascii_case(organizations::PLATFORM) {
        check.refuse("organization", Rule::NotUnique);
    }
    if name.chars().any(char::is_control) {
        check.refuse("organization", Rule::ControlCharacters);
    }
    check.done()
}

/// The code at the start of an organization's bill numbers: `HRB` for Harbour, `HRB2` when that is taken.
pub fn issuer(name: &str, place: u32) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase());
    let first: Vec<char> = letters.collect();
    let vowel = |c: &char| "AEIOU".contains(*c);
    let spare = first.iter().skip(1).filter(|c| !vowel(c));
    let mut code: String = first.first().into_iter().chain(spare).take(ISSUER_LETTERS).collect();
    if code.len() < ISSUER_LETTERS {
        code = first.into_iter().chain("ORG".chars()).take(ISSUER_LETTERS).collect();
    }
    if place == 1 { code } else { format!("{code}{place}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b4_every_organization_gets_a_code_for_its_bill_numbers() {
        assert_eq!(issuer("Harbour Trading", 1), "HRB");
        assert_eq!(issuer("Harbour Trading", 2), "HRB2");
        assert_eq!(issuer("海港贸易", 1), "ORG");
        assert_eq!(issuer("Io", 1), "IOO");
    }
}
