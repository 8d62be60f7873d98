//! An order after a point change: the rows concerned are taken out and put in where they belong now; all others stay
//! in their places.

use super::columns::Columns;
use super::keys::Key;
use super::order::{Order, row};
use super::patch::Patched;
use contract::bill_sort::SortColumn;

/// What has to happen to the order of a column.
#[derive(Debug)]
pub struct Repair<'a> {
    old: &'a Columns,
    new: &'a Columns,
    column: SortColumn,
    /// For each old row its new number; nothing: the same.
    to: Option<&'a [u32]>,
    /// Old numbers of rows that leave their places.
    out: Vec<u32>,
    /// New numbers of rows that are put in.
    into: Vec<u32>,
}

/// Something that happens before a place of the old order, or to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Put(Key, u32),
    Drop,
}

impl<'a> Repair<'a> {
    /// `None` when the order stays as it is.
    pub fn new(old: &'a Columns, patched: &'a Patched, column: SortColumn) -> Option<Self> {
        let touched = match column {
            SortColumn::Consumption => patched.touched.consumption,
            SortColumn::Overdraft => patched.touched.overdraft,
            SortColumn::Usage => patched.touched.usage,
            SortColumn::Status => patched.touched.status,
            SortColumn::Product | SortColumn::Application | SortColumn::Account | SortColumn::Cycle => false,
        };
        let to = patched.moves.as_ref().map(|moves| moves.to.as_slice());
        let mut repair = Self { old, new: &patched.columns, column, to, out: vec![], into: vec![] };
        if let Some(moves) = &patched.moves {
            repair.out.extend(&moves.gone);
            repair.into.extend(&moves.come);
        }
        if touched {
            repair.out.extend(&patched.changed);
            let changed: Vec<u32> = patched.changed.iter().map(|&row| repair.to(row)).collect();
            repair.into.extend(changed);
        }
        (!repair.out.is_empty() || !repair.into.is_empty()).then_some(repair)
    }

    fn to(&self, row: u32) -> u32 {
        self.to.map_or(row, |to| to[row as usize])
    }

    /// The order as it is now; `None` when `order` is not of the old columns.
    pub fn order(&self, order: &Order) -> Option<Order> {
        let entries = order.entries();
        let events = self.events(entries)?;
        let mut rows = Vec::with_capacity(entries.len() + self.into.len() - self.out.len());
        let mut seams = Vec::with_capacity(events.len() * 2);
        let mut from = 0;
        for (place, event) in events {
            self.copy(&mut rows, &entries[from..place]);
            from = place;
            seams.push(rows.len());
            match event {
                Event::Drop => from += 1,
                Event::Put(_, row) => {
                    rows.push(row);
                    seams.push(rows.len());
                }
            }
        }
        self.copy(&mut rows, &entries[from..]);
        let starts: Vec<(usize, bool)> =
            seams.into_iter().map(|place| (place, self.starts(&rows, place))).collect();
        Some(Order::of(rows, starts.into_iter()))
    }

    /// What happens where in the old order, in its order.
    fn events(&self, entries: &[u32]) -> Option<Vec<(usize, Event)>> {
        let mut events = Vec::with_capacity(self.out.len() + self.into.len());
        let before = |entry: u32| Key::of(self.old, self.column, row(entry));
        for &gone in &self.out {
            let wanted = (before(gone), gone);
            let place = entries.partition_point(|&entry| (before(entry), row(entry)) < wanted);
            if entries.get(place).is_none_or(|&entry| row(entry) != gone) {
                return None;
            }
            events.push((place, Event::Drop));
        }
        for &come in &self.into {
            let wanted = (Key::of(self.new, self.column, come), come);
            let place = entries.partition_point(|&entry| (before(entry), self.to(row(entry))) < wanted);
            events.push((place, Event::Put(wanted.0, come)));
        }
        events.sort_unstable();
        Some(events)
    }

    fn copy(&self, rows: &mut Vec<u32>, entries: &[u32]) {
        match self.to {
            None => rows.extend_from_slice(entries),
            Some(to) => {
                rows.extend(entries.iter().map(|&entry| to[row(entry) as usize] | (entry ^ row(entry))))
            }
        }
    }

    fn starts(&self, rows: &[u32], place: usize) -> bool {
        let key = |place: usize| rows.get(place).map(|&entry| Key::of(self.new, self.column, row(entry)));
        place == 0 || key(place - 1) != key(place)
    }
}
