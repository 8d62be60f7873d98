//! The acts as they are typed on the command line: each becomes a form, and `contract` reads it.

use super::{Error, How, Whose};
use clap::Args;
use contract::id::{ApplicationId, ProductCode};
use contract::operator::{ActForm, ActKind, OrderKey};

#[derive(Debug, Args)]
pub struct CreditTerms {
    #[command(flatten)]
    whose: Whose,
    /// First day, as 2026-12-01; today or later.
    #[arg(long)]
    from: String,
    /// From that day on the account is not on credit control any more.
    #[arg(long, conflicts_with_all = ["limit", "days"])]
    end: bool,
    /// Credit limit in the account's currency, as 20000 or 1234.50.
    #[arg(long, required_unless_present = "end")]
    limit: Option<String>,
    /// `monthly` or `quarterly`.
    #[arg(long, default_value = "monthly")]
    settlement_cycle: String,
    /// So many days after the end of the settlement cycle bills are due.
    #[arg(long, required_unless_present = "end")]
    days: Option<String>,
    /// The days are business days.
    #[arg(long)]
    business_days: bool,
    /// Holiday calendar that business days are counted by.
    #[arg(long, default_value = "default")]
    calendar: String,
    /// A special agreement excludes the account from automatic settlement.
    #[arg(long)]
    special_agreement: bool,
    /// The account is contracted through a reseller.
    #[arg(long)]
    through_reseller: bool,
    #[command(flatten)]
    how: How,
}

impl CreditTerms {
    pub async fn run(self) -> Result<(), Error> {
        let act = if self.end { ActKind::EndCreditTerms } else { ActKind::SetCreditTerms };
        let form = ActForm {
            valid_from: self.from,
            amount: self.limit.unwrap_or_default(),
            settlement_cycle: self.settlement_cycle,
            days: self.days.unwrap_or_default(),
            business_days: self.business_days,
            calendar: self.calendar,
            special_agreement: self.special_agreement,
            through_reseller: self.through_reseller,
            ..ActForm::new(act)
        };
        self.how.on_account(self.whose, form).await
    }
}

#[derive(Debug, Args)]
pub struct SpecialAgreement {
    #[command(flatten)]
    whose: Whose,
    /// First day, as 2026-12-01; today or later.
    #[arg(long)]
    from: String,
    /// It does not exclude the account any more.
    #[arg(long)]
    end: bool,
    #[command(flatten)]
    how: How,
}

impl SpecialAgreement {
    pub async fn run(self) -> Result<(), Error> {
        let form = ActForm {
            valid_from: self.from,
            special_agreement: !self.end,
            ..ActForm::new(ActKind::SetSpecialAgreement)
        };
        self.how.on_account(self.whose, form).await
    }
}

#[derive(Debug, Args)]
pub struct Threshold {
    #[command(flatten)]
    whose: Whose,
    /// The amount in the account's currency; of PayPal 8 to 500 USD.
    #[arg(long)]
    amount: String,
    /// `paypal` or `bank_card`.
    #[arg(long, default_value = "paypal")]
    channel: String,
    /// First day, as 2026-12-01; without it, today.
    #[arg(long, default_value = "")]
    from: String,
    #[command(flatten)]
    how: How,
}

impl Threshold {
    pub async fn run(self) -> Result<(), Error> {
        let form = ActForm {
            amount: self.amount,
            channel: self.channel,
            valid_from: self.from,
            ..ActForm::new(ActKind::SetThreshold)
        };
        self.how.on_account(self.whose, form).await
    }
}

#[derive(Debug, Args)]
pub struct Card {
    #[command(flatten)]
    whose: Whose,
    /// How much, in the account's currency.
    #[arg(long)]
    amount: String,
    /// First month whose bills it pays, as 2026-11.
    #[arg(long)]
    from: String,
    /// Last month whose bills it pays.
    #[arg(long)]
    to: String,
    /// Only for this product (by its code); repeat it for several. Without it for all.
    #[arg(long)]
    product: Vec<String>,
    /// Only this order names it, as PRODUCT/APPLICATION; repeat it for several. Without it every order that the account
    /// has now.
    #[arg(long, value_parser = order)]
    order: Vec<OrderKey>,
    #[command(flatten)]
    how: How,
}

fn order(text: &str) -> Result<OrderKey, String> {
    let parts = text.split_once('/').and_then(|(product, application)| {
        let (product, application) = (ProductCode::parse(product), ApplicationId::parse(application));
        Some(OrderKey { product: product.ok()?, application: application.ok()? })
    });
    parts.ok_or_else(|| "write it as PRODUCT/APPLICATION".to_owned())
}

impl Card {
    pub async fn run(self) -> Result<(), Error> {
        let form = ActForm {
            amount: self.amount,
            valid_from: self.from,
            valid_to: self.to,
            products: self.product,
            orders: self.order,
            ..ActForm::new(ActKind::GrantCard)
        };
        self.how.on_account(self.whose, form).await
    }
}

#[derive(Debug, Args)]
pub struct Coupon {
    #[command(flatten)]
    whose: Whose,
    /// How much, in the account's currency.
    #[arg(long)]
    amount: String,
    /// First day on which it deducts, as 2026-12-01.
    #[arg(long)]
    from: String,
    /// Last day on which it deducts.
    #[arg(long)]
    to: String,
    /// Only from bills of this product (by its code); repeat it for several. Without it from all.
    #[arg(long)]
    product: Vec<String>,
    #[command(flatten)]
    how: How,
}

impl Coupon {
    pub async fn run(self) -> Result<(), Error> {
        let form = ActForm {
            amount: self.amount,
            valid_from: self.from,
            valid_to: self.to,
            products: self.product,
            ..ActForm::new(ActKind::GrantCoupon)
        };
        self.how.on_account(self.whose, form).await
    }
}

#[derive(Debug, Args)]
pub struct Refund {
    #[command(flatten)]
    whose: Whose,
    /// The month that was charged, as 2026-10.
    #[arg(long)]
    month: String,
    /// How much, in the account's currency; never more than was charged and not given back yet.
    #[arg(long)]
    amount: String,
    #[command(flatten)]
    how: How,
}

impl Refund {
    pub async fn run(self) -> Result<(), Error> {
        let form = ActForm { month: self.month, amount: self.amount, ..ActForm::new(ActKind::Refund) };
        self.how.on_account(self.whose, form).await
    }
}

#[derive(Debug, Args)]
pub struct RefundPayment {
    #[command(flatten)]
    whose: Whose,
    /// The payment, as pay-….
    #[arg(long)]
    payment: String,
    /// How much, in the account's currency; never more than was paid and not sent back yet, nor than the free cash.
    #[arg(long)]
    amount: String,
    #[command(flatten)]
    how: How,
}

impl RefundPayment {
    pub async fn run(self) -> Result<(), Error> {
        let form =
            ActForm { payment: self.payment, amount: self.amount, ..ActForm::new(ActKind::RefundPayment) };
        self.how.on_account(self.whose, form).await
    }
}

#[derive(Debug, Args)]
pub struct CreditNote {
    #[command(flatten)]
    whose: Whose,
    /// The month, as 2026-10.
    #[arg(long)]
    month: String,
    /// Only this bill, by its number, as HRB-2026-00000001. Without it all bills of the month, in bill-number order.
    #[arg(long)]
    bill: Option<String>,
    /// How much, in the account's currency; never more than the bills still hold.
    #[arg(long)]
    amount: String,
    #[command(flatten)]
    how: How,
}

impl CreditNote {
    pub async fn run(self) -> Result<(), Error> {
        let form = ActForm { month: self.month, amount: self.amount, ..ActForm::new(ActKind::CreditNote) };
        self.how.with_bill(self.whose, form, self.bill).await
    }
}

#[derive(Debug, Args)]
pub struct Reverse {
    #[command(flatten)]
    whose: Whose,
    /// The place of what is undone in the organization's audit log, as it was printed when it was done.
    #[arg(long)]
    entry: String,
    #[command(flatten)]
    how: How,
}

impl Reverse {
    pub async fn run(self) -> Result<(), Error> {
        let form = ActForm { entry: self.entry, ..ActForm::new(ActKind::Reverse) };
        self.how.on_account(self.whose, form).await
    }
}

#[derive(Debug, Args)]
pub struct ThresholdRange {
    /// `paypal` or `bank_card`.
    #[arg(long, default_value = "paypal")]
    channel: String,
    /// First day, as 2026-12-01; without it, today.
    #[arg(long, default_value = "")]
    from: String,
    /// The currency, as EUR.
    #[arg(long)]
    currency: String,
    /// The least that a threshold may be.
    #[arg(long)]
    least: String,
    /// The most.
    #[arg(long)]
    most: String,
    /// What it is where nothing is agreed with an account.
    #[arg(long)]
    standard: String,
    #[command(flatten)]
    how: How,
}

impl ThresholdRange {
    pub async fn run(self) -> Result<(), Error> {
        let form = ActForm {
            channel: self.channel,
            valid_from: self.from,
            currency: self.currency,
            least: self.least,
            most: self.most,
            standard: self.standard,
            ..ActForm::new(ActKind::SetThresholdRange)
        };
        self.how.on_platform(form).await
    }
}
