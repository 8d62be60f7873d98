//! Small FOCUS files, made by chance.

use crate::dice::Dice;
use crate::model::Delivered;
use crate::time::cycle_text;

/// A billing account and the sub-accounts that it is delivered for.
pub const PAYERS: [(&str, &[&str]); 2] = [("PAYER-1", &["acc-1", "acc-2"]), ("PAYER-2", &["acc-3"])];

const HEADER: &str = "BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodEnd,\
    BillingPeriodStart,ChargeCategory,ChargeDescription,ChargePeriodEnd,ChargePeriodStart,ConsumedQuantity,\
    ConsumedUnit,ListUnitPrice,PricingQuantity,PricingUnit,RegionId,RegionName,ResourceId,ServiceCategory,\
    ServiceName,SubAccountId,SubAccountName,Tags\n";

/// A delivery of a billing account's cycle: the file, and what it comes to by account.
pub fn delivery(dice: &mut Dice, (payer, accounts): (&str, &[&str]), cycle: i64) -> (String, Delivered) {
    let (mut file, mut delivered) = (HEADER.to_owned(), Delivered::new());
    let (month, next) = (cycle_text(cycle), cycle_text(cycle + 1));
    for account in accounts {
        for product in ["Storage", "Messages", "Voice"] {
            if dice.one_in(3) {
                continue;
            }
            let cents = dice.between(0, 60_000);
            // A line in two, so that sums and roundings have something to do.
            let part = dice.between(0, cents + 1);
            for cents in [part, cents - part] {
                let cost = format!("{}.{:02}", cents / 100, cents % 100);
                file.push_str(&format!(
                    "{cost},{payer},Payer,USD,{next}-01T00:00:00Z,{month}-01T00:00:00Z,Usage,use,\
                     {month}-03T00:00:00Z,{month}-02T00:00:00Z,2.5,GB,0.5,2.5,GB,eu-1,Europe 1,r-1,Storage,{product},\
                     {account},Account {account},\"{{\"\"app\"\":\"\"shop\"\"}}\"\n"
                ));
            }
            *delivered.entry(format!("{account}-USD")).or_default() += i64::try_from(cents).unwrap();
        }
    }
    (file, delivered)
}
