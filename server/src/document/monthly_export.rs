//! What an export of the overview of monthly bills consists of (M1).

use super::export::{ExportColumn, Exported, ExportedTotal, Kind};
use chrono::NaiveDate;
use contract::api::MonthlyTotal;
use contract::cycle::Cycle;
use contract::locale::Locale;
use contract::money::{Currency, Money};
use contract::monthly_bill::{MonthlyBill, State};

/// A column of the export, in the order of [`MonthlyColumn::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthlyColumn {
    /// The billing cycle.
    Cycle,
    /// The account's number.
    AccountNumber,
    /// The account's name.
    AccountName,
    /// How many bills.
    Bills,
    /// The currency's ISO 4217 code.
    Currency,
    /// Consumption.
    Consumption,
    /// Amount paid, with what prepaid balances covered.
    Paid,
    /// In payments that are not final.
    Processing,
    /// Canceled by credit notes.
    Canceled,
    /// Outstanding.
    Outstanding,
    /// Until when it is to be paid; empty where it is charged automatically.
    Due,
    /// How far it is paid.
    State,
    /// Whether it is overdue.
    Overdue,
}

impl MonthlyColumn {
    /// Every column, in order.
    pub const ALL: [Self; 13] = [
        Self::Cycle,
        Self::AccountNumber,
        Self::AccountName,
        Self::Bills,
        Self::Currency,
        Self::Consumption,
        Self::Paid,
        Self::Processing,
        Self::Canceled,
        Self::Outstanding,
        Self::Due,
        Self::State,
        Self::Overdue,
    ];
}

impl ExportColumn for MonthlyColumn {
    fn title(locale: Locale) -> &'static str {
        match locale {
            Locale::En => "Monthly bills",
            Locale::Zh => "月账单",
        }
    }

    fn heading(self, locale: Locale) -> &'static str {
        let (english, chinese) = match self {
            Self::Cycle => ("Billing cycle", "账期"),
            Self::AccountNumber => ("Account number", "账号"),
            Self::AccountName => ("Account name", "账号名称"),
            Self::Bills => ("Bills", "账单数"),
            Self::Currency => ("Currency", "币种"),
            Self::Consumption => ("Consumption", "消费金额"),
            Self::Paid => ("Amount paid", "已付金额"),
            Self::Processing => ("Payment in progress", "付款处理中"),
            Self::Canceled => ("Canceled by credit notes", "贷记通知冲减"),
            Self::Outstanding => ("Outstanding", "待付金额"),
            Self::Due => ("Due date", "到期日"),
            Self::State => ("Status", "状态"),
            Self::Overdue => ("Overdue", "逾期"),
        };
        match locale {
            Locale::En => english,
            Locale::Zh => chinese,
        }
    }

    fn width(self) -> u8 {
        match self {
            Self::Bills | Self::Currency | Self::Overdue => 10,
            Self::Cycle | Self::Due => 14,
            Self::AccountNumber | Self::State => 18,
            Self::AccountName => 32,
            Self::Consumption | Self::Paid | Self::Outstanding => 22,
            Self::Processing | Self::Canceled => 28,
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Cycle => Kind::Cycle,
            Self::AccountNumber => Kind::Id,
            Self::AccountName | Self::Currency | Self::State | Self::Overdue => Kind::Text,
            Self::Bills => Kind::Count,
            Self::Due => Kind::Day,
            Self::Consumption | Self::Paid | Self::Processing | Self::Canceled | Self::Outstanding => {
                Kind::Amount
            }
        }
    }
}

impl Exported<MonthlyColumn> for MonthlyBill {
    fn cycle(&self, _column: MonthlyColumn) -> Cycle {
        self.cycle
    }

    fn text(&self, column: MonthlyColumn, locale: Locale) -> &str {
        match column {
            MonthlyColumn::AccountNumber => self.account.number.as_str(),
            MonthlyColumn::AccountName => &self.account.name,
            MonthlyColumn::Currency => self.balances.consumption().currency().code(),
            MonthlyColumn::State => state_word(self.state, locale),
            MonthlyColumn::Overdue => overdue_word(self.overdue, locale),
            _ => "",
        }
    }

    fn amount(&self, column: MonthlyColumn) -> Money {
        let balances = &self.balances;
        match column {
            MonthlyColumn::Paid => balances.paid().unwrap_or(balances.consumption()),
            MonthlyColumn::Processing => balances.processing(),
            MonthlyColumn::Canceled => balances.canceled(),
            MonthlyColumn::Outstanding => balances.outstanding(),
            _ => balances.consumption(),
        }
    }

    fn day(&self, _column: MonthlyColumn) -> Option<NaiveDate> {
        self.due_date
    }

    fn count(&self, _column: MonthlyColumn) -> u64 {
        self.bills
    }
}

impl ExportedTotal<MonthlyColumn> for MonthlyTotal {
    fn currency(&self) -> Currency {
        self.outstanding.currency()
    }

    fn label(&self, locale: Locale) -> String {
        match locale {
            Locale::En if self.monthly_bills == 1 => "Total of 1 monthly bill".to_owned(),
            Locale::En => format!("Total of {} monthly bills", self.monthly_bills),
            Locale::Zh => format!("合计 {} 张月账单", self.monthly_bills),
        }
    }

    fn amount(&self, column: MonthlyColumn) -> Option<i128> {
        let money = match column {
            MonthlyColumn::Consumption => self.consumption,
            MonthlyColumn::Paid => self.paid,
            MonthlyColumn::Processing => self.processing,
            MonthlyColumn::Outstanding => self.outstanding,
            _ => return None,
        };
        Some(money.minor().into())
    }

    fn names_currency(&self, column: MonthlyColumn) -> bool {
        column == MonthlyColumn::Currency
    }
}

/// The word for how far a monthly bill is paid.
pub(super) const fn state_word(state: State, locale: Locale) -> &'static str {
    match (locale, state) {
        (Locale::En, State::NotIssued) => "Not issued",
        (Locale::En, State::Unsettled) => "Unsettled",
        (Locale::En, State::PartlySettled) => "Partly settled",
        (Locale::En, State::Settled) => "Settled",
        (Locale::Zh, State::NotIssued) => "未出账",
        (Locale::Zh, State::Unsettled) => "未结清",
        (Locale::Zh, State::PartlySettled) => "部分结清",
        (Locale::Zh, State::Settled) => "已结清",
    }
}

const fn overdue_word(overdue: bool, locale: Locale) -> &'static str {
    match (locale, overdue) {
        (Locale::En, true) => "Overdue",
        (Locale::Zh, true) => "逾期",
        (_, false) => "",
    }
}
