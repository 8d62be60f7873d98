//! Every word of the portal, in both languages: a struct per page, a static per language.
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
mod shell;
mod sign_in;
mod users;

pub use audit::AuditWords;
pub use bill::BillWords;
pub use bills::BillsWords;
pub use funding::FundingWords;
pub use monthly::MonthlyWords;
pub use operator::OperatorWords;
pub use overview::OverviewWords;
pub use payments::PaymentsWords;
pub use shell::ShellWords;
pub use sign_in::SignInWords;
pub use users::UsersWords;

use contract::locale::Locale;

/// All words of one language.
pub struct Words {
    /// The frame around every page.
    pub shell: ShellWords,
    /// Signing in, and one's own password.
    pub sign_in: SignInWords,
    /// The bill list.
    pub bills: BillsWords,
    /// One bill.
    pub bill: BillWords,
    /// Monthly bills.
    pub monthly: MonthlyWords,
    /// The overview.
    pub overview: OverviewWords,
    /// Users.
    pub users: UsersWords,
    /// The audit log.
    pub audit: AuditWords,
    /// Top-ups and payment methods.
    pub payments: PaymentsWords,
    /// The platform operator.
    pub operator: OperatorWords,
    /// The funding account.
    pub funding: FundingWords,
}

static ENGLISH: Words = Words {
    shell: shell::ENGLISH,
    sign_in: sign_in::ENGLISH,
    bills: bills::ENGLISH,
    bill: bill::ENGLISH,
    monthly: monthly::ENGLISH,
    overview: overview::ENGLISH,
    users: users::ENGLISH,
    audit: audit::ENGLISH,
    payments: payments::ENGLISH,
    operator: operator::ENGLISH,
    funding: funding::ENGLISH,
};

static CHINESE: Words = Words {
    shell: shell::CHINESE,
    sign_in: sign_in::CHINESE,
    bills: bills::CHINESE,
    bill: bill::CHINESE,
    monthly: monthly::CHINESE,
    overview: overview::CHINESE,
    users: users::CHINESE,
    audit: audit::CHINESE,
    payments: payments::CHINESE,
    operator: operator::CHINESE,
    funding: funding::CHINESE,
};

impl Words {
    /// The words of a language.
    pub const fn of(locale: Locale) -> &'static Self {
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
