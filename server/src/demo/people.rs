//! Who signs in to the demo world. All of them have one password, which is no secret.

use super::random::Random;
use super::world::{Company, Organization};
use crate::store::ids::PORTAL;
use crate::store::organizations::PLATFORM;
use crate::store::people_write::{People, UserRow};
use argon2::password_hash::{PasswordHasher, SaltString};
use contract::locale::Locale;
use contract::permission::Role;

/// The password of everyone in the demo world.
pub const PASSWORD: &str = "portal-demo";

/// The account of those who see only one: the first member.
pub(super) const LIMITED_TO: i64 = 2;

/// Someone who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Email address.
    pub email: String,
    /// Password.
    pub password: &'static str,
    /// Organization.
    pub organization: &'static str,
    /// Role.
    pub role: Role,
    /// The one account that they see; none: all.
    pub account: Option<String>,
}

struct Person {
    mailbox: &'static str,
    name: &'static str,
    role: Role,
    locale: Locale,
    /// Sees only the second account.
    limited: bool,
}

const fn person(mailbox: &'static str, name: &'static str, role: Role, locale: Locale) -> Person {
    Person { mailbox, name, role, locale, limited: false }
}

static PEOPLE: [Person; 6] = [
    person("finance", "Fiona Tan", Role::FinanceUser, Locale::En),
    person("admin", "Adam Clarke", Role::SuperAdministrator, Locale::En),
    person("settlement", "Sophie Martin", Role::SettlementAdministrator, Locale::En),
    person("viewer", "Victor Lim", Role::Viewer, Locale::En),
    person("caiwu", "周敏", Role::FinanceUser, Locale::Zh),
    Person {
        mailbox: "clerk",
        name: "Clara Ong",
        role: Role::FinanceUser,
        locale: Locale::En,
        limited: true,
    },
];

/// Everyone who signs in to an organization, in the order of their ids.
pub fn sign_ins(company: &'static Company) -> Vec<SignIn> {
    let one = |person: &Person| SignIn {
        email: format!("{}@{}", person.mailbox, company.domain),
        password: PASSWORD,
        organization: company.name,
        role: person.role,
        account: person.limited.then(|| company.account_number(LIMITED_TO)),
    };
    PEOPLE.iter().map(one).collect()
}

/// The platform operator, who belongs to no organization of the demo world.
pub fn operator() -> SignIn {
    SignIn {
        email: "operator@portal.example".to_owned(),
        password: PASSWORD,
        organization: PLATFORM,
        role: Role::PlatformOperator,
        account: None,
    }
}

/// The platform operator as rows.
pub fn operator_rows(id: i64, created_at: i64, seed: u64) -> Result<People, argon2::password_hash::Error> {
    let mut people = People::new();
    let hash = hashed(&mut Random::at(seed, &[4, 0, id.unsigned_abs()]))?;
    people.add(&UserRow {
        organization: PORTAL,
        id,
        email: &operator().email,
        name: "Olga Park",
        role: Role::PlatformOperator,
        locale: Locale::En,
        only: None,
        password_hash: &hash,
        created_at,
    });
    Ok(people)
}

/// The password as it is kept. The salt is the seed's: the same world has the same bytes.
fn hashed(random: &mut Random) -> Result<String, argon2::password_hash::Error> {
    let salt = [random.next().to_be_bytes(), random.next().to_be_bytes()].concat();
    let salt = SaltString::encode_b64(&salt)?;
    Ok(argon2::Argon2::default().hash_password(PASSWORD.as_bytes(), &salt)?.to_string())
}

/// The people of `organization` as rows, and how many they are.
pub fn rows(
    organization: &Organization,
    created_at: i64,
    seed: u64,
) -> Result<(People, i64), argon2::password_hash::Error> {
    let mut people = People::new();
    let mut place = 0_i64;
    for (person, sign_in) in PEOPLE.iter().zip(sign_ins(organization.company)) {
        place += 1;
        let hash = hashed(&mut Random::at(seed, &[4, organization.company.share, place.unsigned_abs()]))?;
        let only = person.limited.then(|| organization.id_at(LIMITED_TO));
        people.add(&UserRow {
            organization: organization.id,
            id: organization.id_at(place),
            email: &sign_in.email,
            name: person.name,
            role: person.role,
            locale: person.locale,
            only: only.as_ref().map(std::slice::from_ref),
            password_hash: &hash,
            created_at,
        });
    }
    Ok((people, place))
}
