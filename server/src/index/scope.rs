//! What a caller may see of an organization: which accounts, and so which rows, products and applications.

use super::columns::Columns;
use std::sync::Arc;

/// The accounts that a caller sees, by database id. Anything else does not exist for them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every account of the organization.
    All,
    /// Only these, ascending.
    Only(Arc<[i64]>),
}

impl Scope {
    /// Only these accounts.
    pub fn only(mut accounts: Vec<i64>) -> Self {
        accounts.sort_unstable();
        accounts.dedup();
        Self::Only(accounts.into())
    }

    /// Whether it holds this account.
    pub fn holds(&self, account_id: i64) -> bool {
        match self {
            Self::All => true,
            Self::Only(ids) => ids.binary_search(&account_id).is_ok(),
        }
    }

    /// The ids; none when it is not limited.
    pub fn account_ids(&self) -> Option<&[i64]> {
        match self {
            Self::All => None,
            Self::Only(ids) => Some(ids),
        }
    }
}

/// A scope resolved against columns: what exists for the caller.
#[derive(Debug)]
pub struct Sight {
    /// For each account code whether it is seen; `None`: all are.
    pub accounts: Option<Vec<bool>>,
    /// For each product code whether a bill that is seen names it.
    pub products: Vec<bool>,
    /// For each application code whether a bill that is seen names it.
    pub applications: Vec<bool>,
    /// Oldest and newest cycle that is seen.
    pub cycles: Option<(i32, i32)>,
    /// How many bills are seen.
    pub bills: u64,
}

impl Sight {
    /// Looks over all rows once.
    pub fn new(columns: &Columns, scope: &Scope) -> Self {
        let accounts = match scope {
            Scope::All => None,
            Scope::Only(ids) => {
                let mut seen = vec![false; columns.accounts.len()];
                for code in ids.iter().filter_map(|&id| columns.accounts.code(id)) {
                    seen[code as usize] = true;
                }
                Some(seen)
            }
        };
        let mut sight = Self {
            accounts,
            products: vec![false; columns.products.len()],
            applications: vec![false; columns.applications.len()],
            cycles: None,
            bills: 0,
        };
        for row in 0..columns.rows() {
            if !sight.account(columns.account[row] as usize) {
                continue;
            }
            sight.products[usize::from(columns.product[row])] = true;
            sight.applications[columns.application[row] as usize] = true;
            let cycle = columns.cycle[row];
            let (oldest, newest) = sight.cycles.unwrap_or((cycle, cycle));
            sight.cycles = Some((oldest.min(cycle), newest.max(cycle)));
            sight.bills += 1;
        }
        sight
    }

    /// Whether the account is seen.
    #[inline]
    pub fn account(&self, code: usize) -> bool {
        self.accounts.as_ref().is_none_or(|seen| seen.get(code).copied().unwrap_or(false))
    }
}
