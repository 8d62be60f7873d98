//! What a bill's page is made of (B4): plain data, owned, so that it can leave the database behind.

use super::words::Words;
use crate::document::figure;
use chrono::NaiveDate;
use contract::bill::Balances;
use contract::cycle::Cycle;
use contract::locale::Locale;
use contract::money::{Amount, Money, Rounding};

/// Who issues the bill.
#[derive(Clone, Debug, Default)]
pub struct Issuer {
    /// Legal name; also on the seal.
    pub name: String,
    /// One line; may be empty.
    pub address: String,
    /// May be empty.
    pub tax_number: String,
    /// Where questions go: mail address, phone, web address, as text.
    pub support: String,
}

/// The payer's tax profile that was valid on the bill date.
#[derive(Clone, Debug, Default)]
pub struct Payer {
    /// Legal name.
    pub legal_name: String,
    /// Tax number.
    pub tax_number: String,
    /// Address, one text.
    pub address: String,
    /// Contact, one text.
    pub contact: String,
}

/// A quantity in one unit.
#[derive(Clone, Debug)]
pub struct UsageLine {
    /// Canonical decimal text.
    pub quantity: String,
    /// The unit, as the data has it.
    pub unit: String,
}

/// Everything that stands on the page (B4). Empty texts leave their line out.
#[derive(Clone, Debug)]
pub struct BillDocument {
    /// The language of the labels.
    pub locale: Locale,
    /// Who issues the bill.
    pub issuer: Issuer,
    /// The payer; none when no tax profile was valid on the bill date.
    pub payer: Option<Payer>,
    /// Bill number; none before the bill is issued, and the page then says that it is a preview.
    pub number: Option<String>,
    /// The issue date.
    pub bill_date: Option<NaiveDate>,
    /// Billing cycle.
    pub cycle: Cycle,
    /// Name of the organization.
    pub organization: String,
    /// Name of the account.
    pub account_name: String,
    /// Number of the account.
    pub account_number: String,
    /// Name of the product.
    pub product: String,
    /// Name of the application.
    pub application_name: String,
    /// Id of the application.
    pub application_id: String,
    /// AppKey.
    pub app_key: String,
    /// WhatsApp Business Account, empty for other products.
    pub whatsapp_business_account: String,
    /// One quantity per unit.
    pub usage: Vec<UsageLine>,
    /// The four balances.
    pub balances: Balances,
    /// How many lines the bill has.
    pub lines: u64,
    /// Their exact sum.
    pub exact: Amount,
    /// The one rounding.
    pub rounding: Rounding,
    /// Exact sum less money.
    pub residue: Amount,
}

impl BillDocument {
    pub(super) fn words(&self) -> &'static Words {
        Words::of(self.locale)
    }

    /// What the document is called: in the title bar, the bookmarks and the tag tree.
    pub(super) fn title(&self) -> String {
        let words = self.words();
        let number = self.number.as_deref().unwrap_or(words.not_issued);
        format!("{} {number} · {} · {}", words.title, self.cycle, self.account_name)
    }
}

/// Money for a reader: grouped, with a true minus sign: `−1,204.50`.
pub(super) fn money(money: Money) -> String {
    grouped(&money.value())
}

/// An exact decimal for a reader.
pub(super) fn grouped(decimal: &str) -> String {
    if !figure::is_decimal(decimal) {
        return decimal.to_owned();
    }
    let (sign, digits) = decimal.strip_prefix('-').map_or(("", decimal), |rest| ("\u{2212}", rest));
    let (whole, decimals) =
        digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::with_capacity(decimal.len() + whole.len() / 3 + 2);
    out.push_str(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_and_have_a_true_minus() {
        let cases = [
            ("0", "0"),
            ("999", "999"),
            ("-1204.50", "\u{2212}1,204.50"),
            ("1234567", "1,234,567"),
            ("0.000000000123", "0.000000000123"),
            ("n/a", "n/a"),
        ];
        for (decimal, text) in cases {
            assert_eq!(grouped(decimal), text);
        }
    }
}
