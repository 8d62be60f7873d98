//! Where rows stand in a list that is taller than a browser can draw.
//!
//! Whole pixels only. Up to [`DRAWN_MAX_PX`] the list is as tall as its rows; beyond, the scrollbar is a scale of
//! the whole: a small scroll moves by exactly its pixels, a jump goes to the same share of the list.

/// The tallest list that every browser draws and scrolls exactly: positions are 32-bit floats inside, exact in whole
/// pixels up to 2²⁴.
pub const DRAWN_MAX_PX: i64 = 15_000_000;
/// Rows that are kept ready above and below what is seen.
pub const SPARE_ROWS: i64 = 6;
/// A scroll of more than this many windows at once is a jump of the scrollbar.
const JUMP_WINDOWS: i64 = 3;

/// The measures of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Measures {
    /// How many rows there are.
    pub rows: i64,
    /// How tall one is.
    pub row_px: i64,
    /// How much of the list is seen at once.
    pub view_px: i64,
}

/// Where the list stands: the scrollbar, and how far rows are drawn below their place by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// The scrollbar.
    pub scroll_px: i64,
    /// Row `n` is drawn at `n × row_px + shift_px`; zero unless the list is scaled.
    pub shift_px: i64,
}

impl Measures {
    /// How tall all rows are.
    pub const fn full_px(self) -> i64 {
        self.rows * self.row_px
    }

    /// How tall the list is drawn.
    pub fn drawn_px(self) -> i64 {
        self.full_px().min(DRAWN_MAX_PX)
    }

    const fn is_scaled(self) -> bool {
        self.full_px() > DRAWN_MAX_PX
    }

    fn last_top_px(self) -> i64 {
        (self.full_px() - self.view_px).max(0)
    }

    fn last_scroll_px(self) -> i64 {
        (self.drawn_px() - self.view_px).max(0)
    }

    /// How far above the window the list begins.
    pub fn top_px(self, at: Position) -> i64 {
        (at.scroll_px - at.shift_px).clamp(0, self.last_top_px())
    }

    /// How many rows have to be ready.
    pub const fn pool(self) -> i64 {
        if self.row_px == 0 { 0 } else { self.view_px / self.row_px + 2 + 2 * SPARE_ROWS }
    }

    /// The first row that has to be ready.
    pub fn first_row(self, at: Position) -> i64 {
        let first = self.top_px(at) / self.row_px.max(1) - SPARE_ROWS;
        first.clamp(0, (self.rows - self.pool()).max(0))
    }

    /// The rows that are seen, the last one included.
    pub fn seen(self, at: Position) -> (i64, i64) {
        let top = self.top_px(at);
        let row_px = self.row_px.max(1);
        let last = (top + self.view_px - 1) / row_px;
        (top / row_px, last.clamp(0, (self.rows - 1).max(0)))
    }

    /// Where the list stands after the scrollbar came to `scroll_px`.
    pub fn scrolled(self, from: Position, scroll_px: i64) -> Position {
        if !self.is_scaled() {
            return Position { scroll_px, shift_px: 0 };
        }
        let step = (scroll_px - from.scroll_px).abs();
        let at_end = scroll_px <= 0 || scroll_px >= self.last_scroll_px();
        if at_end || step > JUMP_WINDOWS * self.view_px {
            let top = mul_div(scroll_px, self.last_top_px(), self.last_scroll_px());
            return Position { scroll_px, shift_px: scroll_px - top };
        }
        let kept = Position { scroll_px, shift_px: from.shift_px };
        // A small scroll past either end of the list stops at the end.
        Position { scroll_px, shift_px: scroll_px - self.top_px(kept) }
    }

    /// Where the list stands with `top_px` of it above the window, the scrollbar at its share of the whole.
    pub fn standing_at(self, top_px: i64) -> Position {
        let top_px = top_px.clamp(0, self.last_top_px());
        if !self.is_scaled() {
            return Position { scroll_px: top_px, shift_px: 0 };
        }
        let scroll_px = mul_div(top_px, self.last_scroll_px(), self.last_top_px());
        Position { scroll_px, shift_px: scroll_px - top_px }
    }

    /// The same rows with the scrollbar at its share of the whole: small scrolls make the two drift apart.
    pub fn settled(self, at: Position) -> Position {
        self.standing_at(self.top_px(at))
    }

    /// Where the list has to stand so that `row` is seen whole.
    pub fn showing(self, at: Position, row: i64) -> Position {
        let top = self.top_px(at);
        let row_top = row * self.row_px;
        let wanted = if row_top < top {
            row_top
        } else if row_top + self.row_px > top + self.view_px {
            row_top + self.row_px - self.view_px
        } else {
            return at;
        };
        if (wanted - top).abs() > JUMP_WINDOWS * self.view_px {
            return self.standing_at(wanted);
        }
        let scroll_px = at.scroll_px + wanted - top;
        let inside = (0..=self.last_scroll_px()).contains(&scroll_px);
        if inside { Position { scroll_px, ..at } } else { self.standing_at(wanted) }
    }
}

fn mul_div(value: i64, by: i64, through: i64) -> i64 {
    if through == 0 {
        return 0;
    }
    let scaled = i128::from(value) * i128::from(by) / i128::from(through);
    i64::try_from(scaled).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLION: Measures = Measures { rows: 1_000_000, row_px: 34, view_px: 700 };

    #[test]
    fn b3_a_short_list_is_drawn_as_it_is() {
        let list = Measures { rows: 1_000, row_px: 34, view_px: 700 };
        assert_eq!(list.drawn_px(), 34_000);
        assert_eq!(list.scrolled(Position::default(), 12_345), Position { scroll_px: 12_345, shift_px: 0 });
    }

    #[test]
    fn b3_the_ends_of_a_million_rows_are_reached() {
        let end = MILLION.scrolled(Position::default(), MILLION.drawn_px() - 700);
        assert_eq!(MILLION.seen(end).1, 999_999);
        assert_eq!(MILLION.seen(MILLION.scrolled(end, 0)).0, 0);
    }

    #[test]
    fn b3_a_small_scroll_moves_by_exactly_its_pixels() {
        let middle = MILLION.scrolled(Position::default(), 7_000_000);
        let next = MILLION.scrolled(middle, 7_000_100);
        assert_eq!(MILLION.top_px(next) - MILLION.top_px(middle), 100);
        assert_eq!(next.shift_px, middle.shift_px);
    }

    #[test]
    fn b3_settling_moves_no_row() {
        let mut at = MILLION.scrolled(Position::default(), 7_000_000);
        for step in 1..500 {
            at = MILLION.scrolled(at, 7_000_000 + step * 120);
        }
        let settled = MILLION.settled(at);
        assert_eq!(MILLION.top_px(settled), MILLION.top_px(at));
        assert_ne!(settled.scroll_px, at.scroll_px);
    }

    #[test]
    fn b3_every_row_can_be_shown() {
        for row in [0, 1, 19, 20, 500_000, 999_998, 999_999] {
            let at = MILLION.showing(Position::default(), row);
            let (first, last) = MILLION.seen(at);
            assert!((first..=last).contains(&row), "row {row} in {first}..={last}");
            let first = MILLION.first_row(at);
            assert!((first..first + MILLION.pool()).contains(&row));
        }
    }
}
