//! What was consumed in one currency, month by month, by product and by account: exact sums over the columns.

use super::scope::Scope;
use super::snapshot::Snapshot;
use contract::account::{Account, Product};
use contract::cycle::Cycle;
use contract::money::Currency;

/// Consumption of one currency, in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spend {
    /// The currency.
    pub currency: Currency,
    /// The months, oldest first.
    pub months: Vec<Cycle>,
    /// By product that has bills in these months, by name: the sums of the months.
    pub products: Vec<(Product, Vec<i128>)>,
    /// By account that has bills in these months, by name: the sum of all months.
    pub accounts: Vec<(Account, i128)>,
}

impl Snapshot {
    /// The currencies of the bills that are seen, in the order of the codes, each with how many bills there are.
    pub fn currencies(&self, scope: &Scope) -> Vec<(Currency, u64)> {
        let columns = &self.columns;
        let sight = self.sight(scope);
        let mut by_account = vec![0_u64; columns.accounts.len()];
        for &account in columns.account.iter() {
            by_account[account as usize] += 1;
        }
        let mut counts = vec![0_u64; columns.currencies.len()];
        for (account, bills) in
            by_account.into_iter().enumerate().filter(|(account, _)| sight.account(*account))
        {
            counts[usize::from(columns.account_currency[account])] += bills;
        }
        let counts = columns.currencies.iter().copied().zip(counts);
        counts.filter(|(_, bills)| *bills > 0).collect()
    }

    /// What was consumed in `currency` in the `months` up to the newest one with a bill that is seen.
    pub fn spend(&self, scope: &Scope, currency: Currency, months: usize) -> Spend {
        let sight = self.sight(scope);
        let newest = sight.cycles.map(|(_, newest)| newest).and_then(|index| Cycle::from_index(index).ok());
        let back = |newest| std::iter::successors(Some(newest), |cycle: &Cycle| Some(cycle.previous()));
        let mut cycles: Vec<Cycle> =
            newest.into_iter().flat_map(|newest| back(newest).take(months)).collect();
        cycles.reverse();
        let columns = &self.columns;
        let place = columns.currencies.iter().position(|known| *known == currency);
        let of_currency = |account: usize| place == Some(usize::from(columns.account_currency[account]));
        let wanted: Vec<bool> = (0..columns.accounts.len())
            .map(|account| of_currency(account) && sight.account(account))
            .collect();
        let mut products = vec![Sum::default(); columns.products.len() * cycles.len()];
        let mut accounts = vec![Sum::default(); columns.accounts.len()];
        for (month, cycle) in cycles.iter().enumerate() {
            let (start, end) = columns.cycle_rows(Some(cycle.index()), Some(cycle.index()));
            for row in start..end {
                let account = columns.account[row] as usize;
                if wanted[account] {
                    accounts[account].add(columns.consumption[row]);
                    products[usize::from(columns.product[row]) * cycles.len() + month]
                        .add(columns.consumption[row]);
                }
            }
        }
        let product = |(code, product): (usize, &Product)| {
            let sums = products.get(code * cycles.len()..(code + 1) * cycles.len())?;
            let months = sums.iter().map(|sum| sum.minor).collect();
            sums.iter().any(|sum| sum.bills > 0).then(|| (product.clone(), months))
        };
        let account = |(code, account): (usize, &Account)| {
            let sum = accounts[code];
            (sum.bills > 0).then(|| (account.clone(), sum.minor))
        };
        Spend {
            currency,
            products: columns.products.iter().filter_map(product).collect(),
            accounts: columns.accounts.iter().filter_map(account).collect(),
            months: cycles,
        }
    }
}

/// How many bills, and what they come to.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    bills: u64,
    minor: i128,
}

impl Sum {
    fn add(&mut self, minor: i64) {
        self.bills += 1;
        self.minor += i128::from(minor);
    }
}
