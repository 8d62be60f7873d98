//! Endpoints of the platform operator: accounts of every organization, and acts on them. Nobody of an organization may
//! call any of them.

mod unbooked;

use super::endpoint::endpoints;
use super::{OperatorAccountPath, Pairs, Query, Reader};
use crate::account::Account;
use crate::calendar::{CreditControl, Day};
use crate::cycle::Cycle;
use crate::funding::Funding;
use crate::id::{BillId, OrganizationId};
use crate::ledger::Channel;
use crate::money::Money;
use crate::monthly_bill::State;
use crate::operator::{ActForm, ActKind, ActOutcome, OrderKey};
use crate::payment::Payment;
use crate::permission::{Access, Permission};
use crate::rule::Rule;
use crate::threshold::ThresholdRange;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
pub use unbooked::{OtherAmount, WaitingArrival, WaitingArrivals};

const OPERATE: Access = Access::Allowed(Permission::Operate);

/// The longest text that is searched for, in characters.
const TEXT_MAX_CHARS: usize = 100;

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganizationName {
    /// Id.
    pub id: OrganizationId,
    /// Name.
    pub name: String,
}

/// An account of an organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OperatorAccount {
    /// Whose it is.
    pub organization: OrganizationName,
    /// The account.
    pub account: Account,
}

/// Which accounts are searched for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountQuery {
    /// Part of a number, a name or an organization's name.
    pub q: Option<String>,
}

impl Query for AccountQuery {
    const KEYS: &'static [&'static str] = &["q"];
    fn write(&self, pairs: &mut Pairs) {
        pairs.maybe("q", self.q.as_ref());
    }
    fn read(reader: &mut Reader<'_>) -> Self {
        let short = |text: &str| match text.chars().count() <= TEXT_MAX_CHARS {
            true => Ok(text.to_owned()),
            false => Err(Rule::TooLong { max: TEXT_MAX_CHARS }),
        };
        Self { q: reader.one("q", short) }
    }
}

/// Terms of credit from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatedTerms {
    /// First day.
    pub valid_from: NaiveDate,
    /// The terms; none: not on credit control from then on.
    pub terms: Option<CreditControl>,
    /// Holidays that business days are counted by.
    pub calendar: String,
}

/// The threshold of a channel (A4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChannelThreshold {
    /// The channel.
    pub channel: Channel,
    /// What holds today.
    pub money: Money,
    /// What may be agreed.
    pub range: ThresholdRange,
    /// What is agreed for days to come, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<DatedThreshold>,
}

/// A threshold from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatedThreshold {
    /// First day.
    pub valid_from: NaiveDate,
    /// The amount.
    pub money: Money,
}

/// An issued monthly bill, and what can still be given back of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GivableMonth {
    /// The month.
    pub cycle: Cycle,
    /// How far it is paid.
    pub state: State,
    /// What was consumed.
    pub consumption: Money,
    /// What is outstanding: the open part of a credit note.
    pub outstanding: Money,
    /// What was paid in money and not given back yet: the most that can be refunded.
    pub refundable: Money,
}

/// A bill of a month that a credit note can name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreditableBill {
    /// Id.
    pub id: BillId,
    /// Number.
    pub number: String,
    /// Name of the product.
    pub product: String,
    /// Name of the application.
    pub application: String,
    /// What is outstanding.
    pub open: Money,
    /// What was paid and not given back yet.
    pub paid: Money,
}

/// A payment by which money came in, and what can be sent back of it (item 8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefundablePayment {
    /// The payment, with what was sent back of it.
    pub payment: Payment,
    /// The most that can still be sent back, as far as there is cash.
    pub refundable: Money,
}

/// Something that an operator did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PastAct {
    /// Its place in the organization's audit log.
    pub entry: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// What.
    pub act: ActKind,
    /// Why.
    pub reason: String,
    /// How much, if it moved money.
    pub money: Option<Money>,
    /// Whether it was undone.
    pub reversed: bool,
}

/// How an account stands, for whoever acts on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OperatorStanding {
    /// Whose it is.
    pub organization: OrganizationName,
    /// The day it is, in the billing time zone.
    pub today: NaiveDate,
    /// What it has to pay from, and what it agreed to.
    pub funding: Funding,
    /// Terms of credit, newest first.
    pub terms: Vec<DatedTerms>,
    /// Thresholds, where the currency has any.
    pub thresholds: Vec<ChannelThreshold>,
    /// Issued months, newest first.
    pub months: Vec<GivableMonth>,
    /// Payments by which money came in, newest first.
    pub payments: Vec<RefundablePayment>,
    /// Products × applications that it was ever billed for.
    pub orders: Vec<OrderKey>,
    /// Names of the holiday calendars.
    pub calendars: Vec<String>,
    /// What operators did to it, newest first.
    pub acts: Vec<PastAct>,
}

/// Which month's bills are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MonthQuery {
    /// The month.
    pub month: Option<Cycle>,
}

impl Query for MonthQuery {
    const KEYS: &'static [&'static str] = &["month"];
    fn write(&self, pairs: &mut Pairs) {
        pairs.maybe("month", self.month.as_ref());
    }
    fn read(reader: &mut Reader<'_>) -> Self {
        Self { month: reader.one("month", |text| text.parse().map_err(|_| Rule::NotACycle)) }
    }
}

/// An act that is to be done, or tried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OperatorOrder {
    /// The act as it is typed.
    pub form: ActForm,
    /// Under which it is done once. A try-out without one gives a fresh one.
    #[serde(default)]
    pub key: String,
    /// Only say what would happen.
    #[serde(default)]
    pub dry_run: bool,
}

/// A holiday calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NamedCalendar {
    /// Its name.
    pub name: String,
    /// Days that differ from Monday to Friday, in order.
    pub days: Vec<CalendarDay>,
}

/// A day of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarDay {
    /// The day.
    pub date: NaiveDate,
    /// What it is.
    pub kind: Day,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundAccounts {
    /// The accounts, by organization and number.
    pub items: Vec<OperatorAccount>,
    /// Whether there are more than are listed: narrow the search.
    pub more: bool,
}

/// The bills of an issued month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreditableBills {
    /// In bill-number order.
    pub items: Vec<CreditableBill>,
}

/// The holiday calendars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolidayCalendars {
    /// By name, the default one first.
    pub items: Vec<NamedCalendar>,
}

endpoints! {
    /// Accounts of every organization, by part of a number or a name.
    FindOperatorAccounts = Get "/api/v1/operator/accounts", OPERATE, {
        query: AccountQuery, response: FoundAccounts,
    }

    /// How an account stands: balances, terms, cards, coupons, months, and what was done to it.
    GetOperatorAccount = Get "/api/v1/operator/organizations/{organization}/accounts/{account}", OPERATE, {
        path: OperatorAccountPath, response: OperatorStanding,
    }

    /// The bills of an issued month, and what each still holds.
    ListCreditableBills = Get "/api/v1/operator/organizations/{organization}/accounts/{account}/bills", OPERATE, {
        path: OperatorAccountPath, query: MonthQuery, response: CreditableBills,
    }

    /// Acts on an account, once under its key; or says what the act would do.
    ActOnAccount = Post "/api/v1/operator/organizations/{organization}/accounts/{account}/acts", OPERATE, {
        path: OperatorAccountPath, body: OperatorOrder, response: ActOutcome,
    }

    /// Bank transfers that arrived and are nobody's, oldest first.
    ListWaitingArrivals = Get "/api/v1/operator/arrivals", OPERATE, { response: WaitingArrivals, }

    /// The holiday calendars.
    ListHolidayCalendars = Get "/api/v1/operator/calendars", OPERATE, { response: HolidayCalendars, }

    /// Sets a holiday calendar or a range of thresholds, or sends a bank transfer back; or says what that would do.
    ActOnPlatform = Post "/api/v1/operator/acts", OPERATE, { body: OperatorOrder, response: ActOutcome, }
}
