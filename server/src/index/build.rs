//! Makes columns of bills as they come, in any order: each becomes cells at once, nothing else of it is kept.

use super::columns::{Columns, USAGE_LIST, UsageList};
use super::encode::{Names, Row, UsageCells, first_unit};
use super::radix;
use super::record::{self, BillRecord};
use crate::store::StoreError;
use std::collections::HashMap;
use std::sync::Arc;

/// Columns in the making.
#[derive(Debug)]
pub struct Builder {
    columns: Columns,
    /// Units by the order in which they came.
    units: HashMap<String, u16>,
    lists: Vec<UsageList>,
    rows: Vec<Row>,
}

impl Builder {
    /// No bills yet, and about so many to come.
    pub fn new(organization: i64, names: record::Names, most: usize) -> Self {
        let issuer = names.issuer.clone();
        let columns = Columns::empty(organization, issuer, Names::new(names));
        Self { columns, units: HashMap::new(), lists: vec![], rows: Vec::with_capacity(most) }
    }

    /// Takes a bill in, unless it is withdrawn.
    pub fn add(&mut self, record: &BillRecord) -> Result<(), StoreError> {
        if record.withdrawn {
            return Ok(());
        }
        let row = Row::new(&mut self.columns, record)?;
        let mut row = row.ok_or_else(|| {
            StoreError::Corrupt(format!("bill {} names something that does not exist", record.id))
        })?;
        let mut coded = UsageList::with_capacity(record.usage.len());
        for (value, unit) in &record.usage {
            coded.push((*value, self.unit(unit)?));
        }
        let cells = UsageCells::new(coded);
        row.set_usage(&cells, self.lists.len());
        if let UsageCells::List(list) = cells {
            self.lists.push(list);
        }
        self.rows.push(row);
        Ok(())
    }

    fn unit(&mut self, unit: &str) -> Result<u16, StoreError> {
        if let Some(&code) = self.units.get(unit) {
            return Ok(code);
        }
        let code = u16::try_from(self.units.len());
        let code = code.map_err(|_| StoreError::Corrupt("too many units of usage".to_owned()))?;
        self.units.insert(unit.to_owned(), code);
        Ok(code)
    }

    /// The columns.
    pub fn finish(mut self) -> Columns {
        self.rank_units();
        let rows = &self.rows;
        let order: Vec<u32> = (0_u32..).take(rows.len()).collect();
        let order = radix::sort(order, |row| rows[row as usize].application.into());
        let order = radix::sort(order, |row| rows[row as usize].product.into());
        let order = radix::sort(order, |row| rows[row as usize].account.into());
        let order = radix::sort(order, |row| !radix::signed(rows[row as usize].cycle.into()));
        self.columns.fill(rows, &order);
        self.columns.usage_lists = Arc::new(self.lists);
        self.columns
    }

    /// Gives units their ranks as codes.
    fn rank_units(&mut self) {
        let mut units: Vec<(String, u16)> = self.units.drain().collect();
        units.sort_unstable();
        let mut ranks = vec![0_u16; units.len()];
        for (rank, (_, code)) in (0_u16..).zip(&units) {
            ranks[usize::from(*code)] = rank;
        }
        for list in &mut self.lists {
            list.iter_mut().for_each(|(_, unit)| *unit = ranks[usize::from(*unit)]);
        }
        for row in &mut self.rows {
            row.usage_unit = match (row.usage_decimals, usize::try_from(row.usage_digits)) {
                (USAGE_LIST, Ok(place)) => first_unit(&self.lists[place]),
                _ => ranks[usize::from(row.usage_unit)],
            };
        }
        self.columns.units = units.into_iter().map(|(unit, _)| unit).collect();
    }
}
