//! Rows that come and go between two snapshots, and where the others stand afterwards.

/// A row that comes or goes. Edits stand in the order of the rows that they speak of; what comes before a row stands
/// before the row's own going.
#[derive(Debug, Clone, Copy)]
pub enum Edit<R> {
    /// A new row before one of the old ones, or behind the last.
    Put {
        /// The old row.
        before: usize,
        /// The new one.
        row: R,
    },
    /// An old row goes.
    Take {
        /// Which.
        row: usize,
    },
}

impl<R> Edit<R> {
    /// What edits are ordered by: the old row, comings first.
    pub const fn place(&self) -> (usize, bool) {
        match self {
            Self::Put { before, .. } => (*before, false),
            Self::Take { row } => (*row, true),
        }
    }
}

/// Where rows stand after edits.
#[derive(Debug)]
pub struct Moves {
    /// For each old row its new number; one that went has the number of the next one that stayed.
    pub to: Vec<u32>,
    /// Old numbers of what went, ascending.
    pub gone: Vec<u32>,
    /// New numbers of what came, ascending.
    pub come: Vec<u32>,
}

impl Moves {
    /// Follows `edits` over so many old rows.
    pub fn new<R>(rows: usize, edits: &[Edit<R>]) -> Self {
        let mut moves = Self { to: Vec::with_capacity(rows), gone: vec![], come: vec![] };
        let mut next = 0_u32;
        for edit in edits {
            moves.stay(edit.place().0, &mut next);
            match edit {
                Edit::Put { .. } => {
                    moves.come.push(next);
                    next += 1;
                }
                Edit::Take { .. } => {
                    moves.gone.extend(u32::try_from(moves.to.len()));
                    moves.to.push(next);
                }
            }
        }
        moves.stay(rows, &mut next);
        moves
    }

    /// Every old row before `end` that was not spoken of moves by what came and went before it.
    fn stay(&mut self, end: usize, next: &mut u32) {
        while self.to.len() < end {
            self.to.push(*next);
            *next += 1;
        }
    }
}
