//! One state of an organization's bills, and every question about it.

use super::build::Builder;
use super::columns::Columns;
use super::filter;
use super::order::Orders;
use super::patch::{Patched, patched};
use super::recent::Recent;
use super::record::{BillRecord, Names};
use super::scope::{Scope, Sight};
use super::selection::{Rows, Selection};
use crate::store::StoreError;
use contract::account::AccountName;
use contract::bill::{BillSummary, Status};
use contract::bill_filter::BillFilter;
use contract::bill_sort::{BillSort, SortColumn};
use contract::cycle::Cycle;
use contract::id::BillId;
use contract::money::{Currency, Money};
use contract::rule::{FieldError, Rule};
use contract::usage::Quantity;
use std::sync::Arc;

const SIGHTS_KEPT: usize = 32;
const SELECTIONS_KEPT: usize = 32;
const ARRANGED_KEPT: usize = 8;

type SelectionKey = (Scope, BillFilter);

/// One state of an organization's bills. It never changes; a newer state is another snapshot.
#[derive(Debug)]
pub struct Snapshot {
    pub(super) columns: Columns,
    /// The organization's revision that it was read at.
    pub revision: u64,
    orders: Orders,
    sights: Recent<Scope, Arc<Sight>>,
    selections: Recent<SelectionKey, Arc<Selection>>,
    arranged: Recent<(SelectionKey, BillSort), Rows>,
}

/// What the caller sees of one row, for exports: borrowed, so that a million rows cost no copies.
#[derive(Debug, Clone, Copy)]
pub struct RowView<'a> {
    columns: &'a Columns,
    row: usize,
}

impl Snapshot {
    /// Makes a snapshot of records as they were at `revision`.
    pub fn of(
        organization: i64,
        revision: u64,
        names: Names,
        bills: Vec<BillRecord>,
    ) -> Result<Self, StoreError> {
        let mut builder = Builder::new(organization, names, bills.len());
        for bill in bills {
            builder.add(&bill)?;
        }
        Ok(Self::new(builder.finish(), revision))
    }

    /// Makes a snapshot of columns as they were at `revision`.
    pub(super) const fn new(columns: Columns, revision: u64) -> Self {
        Self {
            columns,
            revision,
            orders: Orders::new(),
            sights: Recent::new(SIGHTS_KEPT),
            selections: Recent::new(SELECTIONS_KEPT),
            arranged: Recent::new(ARRANGED_KEPT),
        }
    }

    /// The state at a later revision, when only `bills` are other ones than in this state; they are given as they
    /// stand then. What they do not concern is shared, answers that are kept included. `None` when the organization
    /// has to be read anew.
    pub fn changed(&self, revision: u64, bills: &[BillRecord]) -> Result<Option<Self>, StoreError> {
        let Some(patched) = patched(&self.columns, bills)? else { return Ok(None) };
        let orders = self.orders.repaired(&self.columns, &patched);
        let Patched { columns, touched, moves, .. } = patched;
        let mut snapshot = Self { orders, ..Self::new(columns, revision) };
        if moves.is_some() {
            return Ok(Some(snapshot));
        }
        snapshot.sights = self.sights.kept(|_| true);
        let selects = |(_, filter): &SelectionKey| {
            (!touched.status || filter.status.is_none()) && (!touched.number || filter.q.is_none())
        };
        if !touched.consumption && !touched.overdraft {
            snapshot.selections = self.selections.kept(selects);
        }
        let arranges = |sort: BillSort| match sort.column {
            SortColumn::Status => !touched.status,
            SortColumn::Usage => !touched.usage,
            SortColumn::Consumption => !touched.consumption,
            SortColumn::Overdraft => !touched.overdraft,
            SortColumn::Product | SortColumn::Application | SortColumn::Account | SortColumn::Cycle => true,
        };
        snapshot.arranged = self.arranged.kept(|(key, sort)| selects(key) && arranges(*sort));
        Ok(Some(snapshot))
    }

    /// Makes every order now.
    pub fn prepare(&self) {
        self.orders.prepare(&self.columns);
    }

    /// How many bills the organization has.
    pub fn bills(&self) -> usize {
        self.columns.rows()
    }

    pub(super) fn sight(&self, scope: &Scope) -> Arc<Sight> {
        let made: Result<_, std::convert::Infallible> =
            self.sights.get_or_make(scope.clone(), |scope| Ok(Arc::new(Sight::new(&self.columns, scope))));
        match made {
            Ok(sight) => sight,
            Err(never) => match never {},
        }
    }

    /// The bills that `filter` lets through for `scope`, with totals.
    pub fn select(&self, scope: &Scope, filter: &BillFilter) -> Result<Arc<Selection>, Vec<FieldError>> {
        self.selections.get_or_make((scope.clone(), filter.clone()), |(scope, filter)| {
            let bits = filter::rows(&self.columns, &self.sight(scope), filter)?;
            let selection = Selection::new(&self.columns, bits);
            selection.map(Arc::new).ok_or_else(|| vec![FieldError::new("", Rule::Unreadable)])
        })
    }

    /// The same bills in an order.
    pub fn arrange(
        &self,
        scope: &Scope,
        filter: &BillFilter,
        sort: BillSort,
    ) -> Result<Rows, Vec<FieldError>> {
        self.arranged.get_or_make(((scope.clone(), filter.clone()), sort), |((scope, filter), sort)| {
            let selection = self.select(scope, filter)?;
            Ok(self.orders.arrange(&self.columns, &selection.bits, *sort).into())
        })
    }

    /// What was picked of a selection, in an order. Not kept.
    pub fn arrange_picked(&self, picked: &Selection, sort: BillSort) -> Rows {
        self.orders.arrange(&self.columns, &picked.bits, sort).into()
    }

    /// Narrows a selection to what was picked by hand; ids of other organizations or accounts pick nothing.
    pub fn pick(&self, from: &Selection, only: &[BillId], except: &[BillId]) -> Option<Selection> {
        let places = |ids: &[BillId]| {
            let own = ids.iter().map(|id| id.number());
            let own = own.filter(|&id| crate::store::ids::organization(id) == self.columns.organization);
            own.filter_map(|id| u32::try_from(crate::store::ids::place(id)).ok()).collect()
        };
        let (wanted, unwanted): (std::collections::HashSet<u32>, _) = (places(only), places(except));
        if !only.is_empty() && wanted.is_empty() {
            let nothing = super::bits::Bits::range(self.columns.rows(), 0, 0);
            return Selection::new(&self.columns, nothing);
        }
        from.pick(&self.columns, &wanted, &unwanted)
    }

    /// The row of one bill, if there is one that `scope` sees.
    pub fn find(&self, scope: &Scope, id: BillId) -> Option<RowView<'_>> {
        if crate::store::ids::organization(id.number()) != self.columns.organization {
            return None;
        }
        let place = u32::try_from(crate::store::ids::place(id.number())).ok()?;
        let row = self.columns.place.iter().position(|&known| known == place)?;
        let account = self.columns.accounts.id(self.columns.account[row] as usize)?;
        scope.holds(account).then_some(RowView { columns: &self.columns, row })
    }

    /// The row at a place of an order.
    pub fn row(&self, row: u32) -> RowView<'_> {
        RowView { columns: &self.columns, row: row as usize }
    }
}

impl<'a> RowView<'a> {
    /// Bill id.
    pub fn id(&self) -> BillId {
        let place = i64::from(self.columns.place[self.row]);
        BillId::new(crate::store::ids::id(self.columns.organization, place))
    }

    /// Bill number, if it is issued.
    pub fn number(&self) -> Option<String> {
        self.columns.number(self.row)
    }

    /// The month.
    pub fn cycle(&self) -> Option<Cycle> {
        Cycle::from_index(self.columns.cycle[self.row]).ok()
    }

    /// Who is billed.
    pub fn account(&self) -> Option<&'a contract::account::Account> {
        self.columns.accounts.get(self.columns.account[self.row] as usize)
    }

    /// The product.
    pub fn product(&self) -> Option<&'a contract::account::Product> {
        self.columns.products.get(usize::from(self.columns.product[self.row]))
    }

    /// What used it.
    pub fn application(&self) -> Option<&'a contract::account::Application> {
        self.columns.applications.get(self.columns.application[self.row] as usize)
    }

    /// One quantity per unit.
    pub fn usage(&self) -> Vec<(contract::money::Amount, &'a str)> {
        let unit = |code: u16| self.columns.units.get(usize::from(code)).map_or("", String::as_str);
        self.columns.usage(self.row).into_iter().map(|(value, code)| (value, unit(code))).collect()
    }

    /// The currency of both amounts.
    pub fn currency(&self) -> Currency {
        self.columns.currencies[usize::from(self.columns.currency_code(self.row))]
    }

    /// Consumption amount.
    pub fn consumption(&self) -> Money {
        Money::new(self.columns.consumption[self.row], self.currency())
    }

    /// Overdraft amount.
    pub fn overdraft(&self) -> Money {
        Money::new(self.columns.overdraft[self.row], self.currency())
    }

    /// Pending or cleared.
    pub fn status(&self) -> Status {
        if self.columns.pending[self.row] { Status::Pending } else { Status::Cleared }
    }

    /// The whole row, owned; `None` only if a code leads nowhere.
    pub fn summary(&self) -> Option<BillSummary> {
        let account = self.account()?;
        let usage = self.usage().into_iter();
        Some(BillSummary {
            id: self.id(),
            number: self.number(),
            product: self.product()?.clone(),
            application: self.application()?.clone(),
            account: AccountName { number: account.number.clone(), name: account.name.clone() },
            cycle: self.cycle()?,
            usage: usage.map(|(value, unit)| Quantity { value, unit: unit.to_owned() }).collect(),
            consumption: self.consumption(),
            overdraft: self.overdraft(),
            status: self.status(),
        })
    }
}
