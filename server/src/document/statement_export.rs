//! What an export of an account's statement consists of (A1): its movements, and how the balance came about.

use super::export::{ExportColumn, Exported, ExportedTotal, Kind};
use chrono::{DateTime, Timelike, Utc};
use contract::account::Account;
use contract::cycle::{Cycle, billing_zone};
use contract::locale::Locale;
use contract::money::{Currency, Money};
use contract::statement::{StatementRow, StatementTotals};

/// A column of the export, in the order of [`StatementColumn::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementColumn {
    /// When, in the billing time zone.
    Time,
    /// The account's number.
    AccountNumber,
    /// The account's name.
    AccountName,
    /// What kind of movement.
    Movement,
    /// Its id.
    Transaction,
    /// Its postings: debits above nothing, credits below.
    Postings,
    /// The currency's ISO 4217 code.
    Currency,
    /// By how much it changed the balance, or how much moved.
    Change,
    /// The balance after it; only where the statement is of a book.
    Balance,
    /// Who did it.
    DoneBy,
    /// The entry of the audit log.
    Entry,
}

impl StatementColumn {
    /// Every column, in order.
    pub const ALL: [Self; 11] = [
        Self::Time,
        Self::AccountNumber,
        Self::AccountName,
        Self::Movement,
        Self::Transaction,
        Self::Postings,
        Self::Currency,
        Self::Change,
        Self::Balance,
        Self::DoneBy,
        Self::Entry,
    ];

    /// The columns of a statement of all books: no balance.
    pub const WITHOUT_BALANCE: [Self; 10] = [
        Self::Time,
        Self::AccountNumber,
        Self::AccountName,
        Self::Movement,
        Self::Transaction,
        Self::Postings,
        Self::Currency,
        Self::Change,
        Self::DoneBy,
        Self::Entry,
    ];
}

impl ExportColumn for StatementColumn {
    fn title(locale: Locale) -> &'static str {
        match locale {
            Locale::En => "Statement",
            Locale::Zh => "对账单",
        }
    }

    fn heading(self, locale: Locale) -> &'static str {
        let (english, chinese) = match self {
            Self::Time => ("Time (UTC+8)", "时间（UTC+8）"),
            Self::AccountNumber => ("Account number", "账号"),
            Self::AccountName => ("Account name", "账号名称"),
            Self::Movement => ("Movement", "类型"),
            Self::Transaction => ("Transaction", "交易编号"),
            Self::Postings => ("Postings (debit +, credit −)", "分录（借 +，贷 −）"),
            Self::Currency => ("Currency", "币种"),
            Self::Change => ("Change", "变动金额"),
            Self::Balance => ("Balance", "余额"),
            Self::DoneBy => ("Done by", "操作者"),
            Self::Entry => ("Audit entry", "审计序号"),
        };
        match locale {
            Locale::En => english,
            Locale::Zh => chinese,
        }
    }

    fn width(self) -> u8 {
        match self {
            Self::Currency => 10,
            Self::Entry => 12,
            Self::AccountNumber | Self::Movement => 18,
            Self::Time | Self::Transaction | Self::Change | Self::Balance => 20,
            Self::DoneBy => 26,
            Self::AccountName => 32,
            Self::Postings => 48,
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Time | Self::Transaction | Self::Postings => Kind::UniqueId,
            Self::AccountNumber => Kind::Id,
            Self::AccountName | Self::Movement | Self::Currency | Self::DoneBy => Kind::Text,
            Self::Change | Self::Balance => Kind::Amount,
            Self::Entry => Kind::Count,
        }
    }
}

/// A row with the texts that it is written from.
#[derive(Debug)]
pub struct StatementLine<'a> {
    account: &'a Account,
    row: &'a StatementRow,
    time: String,
    transaction: String,
    postings: String,
}

impl<'a> StatementLine<'a> {
    /// The line of a movement.
    pub fn new(account: &'a Account, row: &'a StatementRow, locale: Locale) -> Self {
        let movement = &row.moved.movement;
        let lines = movement.postings.iter();
        let postings: Vec<String> =
            lines.map(|line| format!("{} {}", line.name.of(locale), line.debit.value())).collect();
        Self {
            account,
            row,
            time: local(row.moved.at),
            transaction: movement.id.to_string(),
            postings: postings.join("; "),
        }
    }
}

/// `2026-11-02 12:00:00`.
fn local(at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&billing_zone()).naive_local();
    local.with_nanosecond(0).unwrap_or(local).to_string()
}

impl Exported<StatementColumn> for StatementLine<'_> {
    fn cycle(&self, _column: StatementColumn) -> Cycle {
        Cycle::FIRST
    }

    fn text(&self, column: StatementColumn, locale: Locale) -> &str {
        let moved = &self.row.moved;
        match column {
            StatementColumn::Time => &self.time,
            StatementColumn::AccountNumber => self.account.number.as_str(),
            StatementColumn::AccountName => &self.account.name,
            StatementColumn::Movement => moved.movement.title.of(locale),
            StatementColumn::Transaction => &self.transaction,
            StatementColumn::Postings => &self.postings,
            StatementColumn::Currency => self.account.currency.code(),
            StatementColumn::DoneBy => moved.by.name.of(locale),
            StatementColumn::Change | StatementColumn::Balance | StatementColumn::Entry => "",
        }
    }

    fn amount(&self, column: StatementColumn) -> Money {
        match column {
            StatementColumn::Balance => self.row.balance.unwrap_or(self.row.change),
            _ => self.row.change,
        }
    }

    fn count(&self, _column: StatementColumn) -> u64 {
        self.row.moved.entry
    }
}

/// A line of how the balance came about.
#[derive(Debug, Clone, Copy)]
pub struct StatementSum {
    english: &'static str,
    chinese: &'static str,
    money: Money,
}

/// Opening + came in − went out + left out = closing.
pub fn sums(totals: &StatementTotals) -> Vec<StatementSum> {
    let minus = |money: Money| Money::zero(money.currency()).checked_sub(money).unwrap_or(money);
    let sum = |english, chinese, money| StatementSum { english, chinese, money };
    let mut sums = vec![
        sum("Opening balance", "期初余额", totals.opening),
        sum("Came in", "收入", totals.came_in),
        sum("Went out", "支出", minus(totals.went_out)),
    ];
    if !totals.left_out.is_zero() {
        sums.push(sum("Left out by the filter", "筛选未含部分", totals.left_out));
    }
    sums.push(sum("Closing balance", "期末余额", totals.closing));
    sums
}

impl ExportedTotal<StatementColumn> for StatementSum {
    fn currency(&self) -> Currency {
        self.money.currency()
    }

    fn label(&self, locale: Locale) -> String {
        match locale {
            Locale::En => self.english.to_owned(),
            Locale::Zh => self.chinese.to_owned(),
        }
    }

    fn amount(&self, column: StatementColumn) -> Option<i128> {
        (column == StatementColumn::Balance).then(|| self.money.minor().into())
    }

    fn names_currency(&self, column: StatementColumn) -> bool {
        column == StatementColumn::Currency
    }
}
