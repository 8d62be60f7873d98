//! Every word of the portal, in both languages: a struct per page, a constant per language.
//!
//! A word that one language lacks does not compile. What is wrong with an input, and what a problem means, is not
//! here but in the contract, where the server says the same.

mod audit;
mod bill;
mod bills;
mod funding;
mod monthly;
mod operator;
mod overview;
mod payments;
mod relations;
mod shell;
mod sign_in;
mod tax;
mod titles;
mod users;

pub use audit::AuditWords;
pub use bill::BillWords;
pub use bills::BillsWords;
pub use funding::FundingWords;
pub use monthly::MonthlyWords;
pub use operator::OperatorWords;
pub use overview::OverviewWords;
pub use payments::PaymentsWords;
pub use relations::RelationsWords;
pub use shell::ShellWords;
pub use sign_in::SignInWords;
pub use tax::TaxWords;
pub use titles::TitleWords;
pub use users::UsersWords;

use contract::locale::Locale;
use std::marker::PhantomData;
use std::ops::Deref;

/// The words of a page in each language.
pub trait Spoken: 'static {
    /// English.
    const ENGLISH: &'static Self;
    /// Simplified Chinese.
    const CHINESE: &'static Self;
}

/// The words of one page, looked up where they are used: what nobody on a page says is not loaded with it.
pub struct Part<T>(Locale, PhantomData<fn() -> T>);

impl<T: Spoken> Deref for Part<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self.0 {
            Locale::En => T::ENGLISH,
            Locale::Zh => T::CHINESE,
        }
    }
}

/// Declares [`Words`]: a part a page, from the module of the same name.
macro_rules! words {
    ($($(#[$doc:meta])* $page:ident: $words:ident,)*) => {
        /// All words of one language.
        pub struct Words {
            $($(#[$doc])* pub $page: Part<$words>,)*
        }

        impl Words {
            const fn new(locale: Locale) -> Self {
                Self { $($page: Part(locale, PhantomData),)* }
            }
        }

        $(impl Spoken for $words {
            const ENGLISH: &'static Self = &$page::ENGLISH;
            const CHINESE: &'static Self = &$page::CHINESE;
        })*
    };
}

words! {
    /// What the pages are called.
    titles: TitleWords,
    /// The frame around every page.
    shell: ShellWords,
    /// Signing in, and one's own password.
    sign_in: SignInWords,
    /// The bill list.
    bills: BillsWords,
    /// One bill.
    bill: BillWords,
    /// Monthly bills.
    monthly: MonthlyWords,
    /// The overview.
    overview: OverviewWords,
    /// Users.
    users: UsersWords,
    /// The audit log.
    audit: AuditWords,
    /// Top-ups and payment methods.
    payments: PaymentsWords,
    /// The platform operator.
    operator: OperatorWords,
    /// The funding account.
    funding: FundingWords,
    /// Billing relationships.
    relations: RelationsWords,
    /// Tax profiles.
    tax: TaxWords,
}

impl Words {
    /// The words of a language.
    pub const fn of(locale: Locale) -> &'static Self {
        static ENGLISH: Words = Words::new(Locale::En);
        static CHINESE: Words = Words::new(Locale::Zh);
        match locale {
            Locale::En => &ENGLISH,
            Locale::Zh => &CHINESE,
        }
    }
}

/// `1 bill`, `2 bills`: English has two forms; Chinese has one.
fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", crate::locale::count(number), if number == 1 { one } else { many })
}
