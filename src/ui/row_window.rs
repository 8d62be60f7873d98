//! Which rows of a very long table stand in the document, and how much empty room stands for the others.
//!
//! Browsers draw nothing beyond some 16 million pixels, a million rows need twice that. So the room is at most
//! [`TALLEST_PX`]: small steps move row by row, a drag of the scrollbar moves in proportion, and where both
//! disagree near an end the scrollbar is set right. It never reads rows: it only counts them.

use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;

/// The tallest room that every browser can scroll through, in CSS pixels.
pub const TALLEST_PX: i64 = 12_000_000;

/// Rows above and below what is seen, so that a quick hand finds them there.
const SPARE_ROWS: i64 = 12;

/// How much there is, and how much is seen of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// All rows.
    pub rows: i64,
    /// The height of one.
    pub row_px: i64,
    /// The height that rows are seen in.
    pub view_px: i64,
}

impl Extent {
    fn full_px(self) -> i64 {
        self.rows.saturating_mul(self.row_px)
    }

    fn room_px(self) -> i64 {
        self.full_px().min(TALLEST_PX)
    }

    fn last_top_px(self) -> i64 {
        (self.full_px() - self.view_px).max(0)
    }

    fn last_scroll_px(self) -> i64 {
        (self.room_px() - self.view_px).max(0)
    }

    /// How near an end small steps must be exact.
    fn near_px(self) -> i64 {
        4 * self.view_px
    }

    /// `value` of `of` as its share of `to`; both sides fit into 64 bits by far.
    fn share(value: i64, of: i64, to: i64) -> i64 {
        if of == 0 {
            0
        } else {
            i64::try_from(i128::from(value) * i128::from(to) / i128::from(of)).unwrap_or(to)
        }
    }
}

/// What is seen: `top_px` of all the rows, while the scrollbar stands at `scroll_px`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// How far down the rows.
    pub top_px: i64,
    /// How far down the room.
    pub scroll_px: i64,
}

impl Position {
    /// Where a scrollbar that was moved to `scroll_px` shows.
    #[must_use]
    pub fn scrolled(self, extent: Extent, scroll_px: i64) -> Self {
        let step = scroll_px - self.scroll_px;
        let squeezed = extent.full_px() > extent.room_px();
        let top_px = if squeezed && step.abs() <= 2 * extent.view_px {
            self.top_px + step
        } else {
            Extent::share(scroll_px, extent.last_scroll_px(), extent.last_top_px())
        };
        Self { top_px: top_px.clamp(0, extent.last_top_px()), scroll_px }
    }

    /// The same sight with the scrollbar set right, where it would otherwise meet an end too early or too late.
    #[must_use]
    pub fn settled(self, extent: Extent) -> Self {
        let near = extent.near_px();
        let at_an_end = self.scroll_px < near
            || self.scroll_px > extent.last_scroll_px() - near
            || self.top_px < near
            || self.top_px > extent.last_top_px() - near;
        if at_an_end { Self::at(extent, self.top_px) } else { self }
    }

    /// The sight that begins `top_px` down the rows. Near the ends a pixel is a pixel, between them it is a share.
    #[must_use]
    pub fn at(extent: Extent, top_px: i64) -> Self {
        let (last_top, last_scroll) = (extent.last_top_px(), extent.last_scroll_px());
        let top_px = top_px.clamp(0, last_top);
        let scroll_px = if top_px < extent.near_px() {
            top_px.min(last_scroll)
        } else if last_top - top_px < extent.near_px() {
            (last_scroll - (last_top - top_px)).max(0)
        } else {
            Extent::share(top_px, last_top, last_scroll)
        };
        Self { top_px, scroll_px }
    }

    /// The sight nearest to this one that holds the whole row.
    #[must_use]
    pub fn showing(self, extent: Extent, row: i64) -> Self {
        let (begin, end) = (row * extent.row_px, (row + 1) * extent.row_px);
        if begin < self.top_px {
            Self::at(extent, begin)
        } else if end > self.top_px + extent.view_px {
            Self::at(extent, end - extent.view_px)
        } else {
            self
        }
    }
}

/// The rows that stand in the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    /// The first of them.
    pub first: u64,
    /// One past the last of them.
    pub end: u64,
    /// Empty room above.
    pub before_px: i64,
    /// Empty room below.
    pub after_px: i64,
}

/// The rows of a sight, with some to spare.
#[must_use]
pub fn slice(extent: Extent, position: Position) -> Slice {
    if extent.rows <= 0 || extent.row_px <= 0 {
        return Slice::default();
    }
    let shift = position.top_px - position.scroll_px;
    let room_begin = -(-shift).div_euclid(extent.row_px);
    let room_end = (extent.room_px() + shift).div_euclid(extent.row_px);
    let first = (position.top_px / extent.row_px - SPARE_ROWS).max(room_begin).max(0);
    let end = ((position.top_px + extent.view_px) / extent.row_px + 1 + SPARE_ROWS)
        .min(room_end)
        .min(extent.rows)
        .max(first);
    let before_px = first * extent.row_px - shift;
    let after_px = (extent.room_px() - before_px - (end - first) * extent.row_px).max(0);
    Slice { first: first.unsigned_abs(), end: end.unsigned_abs(), before_px: before_px.max(0), after_px }
}

/// A window over the rows of a table, moved by its scrolling element. Cheap to copy.
#[derive(Clone, Copy)]
pub struct RowWindow {
    /// The rows to draw, and the room around them.
    pub slice: Memo<Slice>,
    /// The element that scrolls.
    pub scroller: NodeRef<Div>,
    extent: Memo<Extent>,
    position: RwSignal<Position>,
    height_px: RwSignal<i64>,
}

/// A window over `rows` rows of `row_px` each; `frame_px` is the height of the header and the footer that lie over
/// them. Hand it to the [`super::Table`], and draw the rows of its slice between two [`super::SpacerRow`]s.
#[must_use]
pub fn use_row_window(rows: Signal<u64>, row_px: Signal<i64>, frame_px: Signal<i64>) -> RowWindow {
    let scroller = NodeRef::new();
    let height_px = RwSignal::new(0_i64);
    let position = RwSignal::new(Position::default());
    let extent = Memo::new(move |_| Extent {
        rows: i64::try_from(rows.get()).unwrap_or(i64::MAX),
        row_px: row_px.get(),
        view_px: (height_px.get() - frame_px.get()).max(1),
    });
    let window = RowWindow {
        slice: Memo::new(move |_| slice(extent.get(), position.get())),
        scroller,
        extent,
        position,
        height_px,
    };
    let resized = window_event_listener(ev::resize, move |_| window.measure());
    on_cleanup(move || resized.remove());
    Effect::new(move |_| {
        if scroller.get().is_some() {
            window.measure();
        }
    });
    // Fewer rows, or other heights: what is seen stays inside.
    Effect::new(move |_| {
        let extent = extent.get();
        let now = position.get_untracked();
        if now.top_px > extent.last_top_px() {
            window.go(Position::at(extent, now.top_px));
        }
    });
    window
}

impl RowWindow {
    fn measure(self) {
        if let Some(element) = self.scroller.get_untracked() {
            let height = i64::from(element.client_height());
            if self.height_px.get_untracked() != height {
                self.height_px.set(height);
            }
        }
    }

    /// The scrolling element has moved.
    pub(super) fn follow(self) {
        let Some(element) = self.scroller.get_untracked() else {
            return;
        };
        self.measure();
        let before = self.position.get_untracked();
        let scroll_px = i64::from(element.scroll_top());
        if scroll_px == before.scroll_px {
            return;
        }
        let extent = self.extent.get_untracked();
        let moved = before.scrolled(extent, scroll_px);
        let settled = moved.settled(extent);
        if settled.scroll_px == scroll_px { self.position.set(settled) } else { self.go(settled) }
    }

    fn go(self, position: Position) {
        self.position.set(position);
        if let (Some(element), Ok(scroll)) =
            (self.scroller.get_untracked(), i32::try_from(position.scroll_px))
        {
            element.set_scroll_top(scroll);
        }
    }

    /// Scrolls so that the row is seen.
    pub fn show(self, row: u64) {
        let extent = self.extent.get_untracked();
        let now = self.position.get_untracked();
        let row = i64::try_from(row).unwrap_or(i64::MAX).min(extent.rows - 1).max(0);
        let next = now.showing(extent, row);
        if next != now {
            self.go(next);
        }
    }

    /// Back to the first row: other rows begin.
    pub fn rewind(self) {
        self.go(Position::default());
    }

    /// How many whole rows are seen at once.
    #[must_use]
    pub fn page_rows(self) -> u64 {
        let extent = self.extent.get_untracked();
        (extent.view_px / extent.row_px.max(1)).max(1).unsigned_abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MILLION: Extent = Extent { rows: 1_000_000, row_px: 34, view_px: 600 };

    fn seen(extent: Extent, position: Position) {
        let slice = slice(extent, position);
        let row = |at: i64| at.unsigned_abs() / extent.row_px.unsigned_abs();
        assert!(slice.first <= row(position.top_px), "{position:?} {slice:?}");
        let last = row((position.top_px + extent.view_px - 1).min(extent.full_px() - 1));
        assert!(slice.end > last, "{position:?} {slice:?}");
        let drawn = i64::try_from(slice.end - slice.first).unwrap_or(0) * extent.row_px;
        assert_eq!(slice.before_px + drawn + slice.after_px, extent.room_px());
        let first_px = i64::try_from(slice.first).unwrap_or(0) * extent.row_px;
        assert_eq!(
            first_px - position.top_px,
            slice.before_px - position.scroll_px,
            "rows stand where they are seen"
        );
    }

    #[test]
    fn what_is_seen_is_drawn_wherever_one_scrolls() {
        let mut position = Position::default();
        for step in 0..5_000_i64 {
            let to = match step % 7 {
                0 => (step * 7_919_993) % MILLION.last_scroll_px(),
                1..4 => position.scroll_px + 120,
                _ => position.scroll_px - 90,
            };
            position = position.scrolled(MILLION, to.clamp(0, MILLION.last_scroll_px())).settled(MILLION);
            seen(MILLION, position);
        }
    }

    #[test]
    fn small_steps_move_row_by_row_to_both_ends() {
        let mut position = Position::at(MILLION, 3_000);
        for _ in 0..200 {
            position = position.scrolled(MILLION, (position.scroll_px - 100).max(0)).settled(MILLION);
            seen(MILLION, position);
        }
        assert_eq!(position, Position::default());
        position = Position::at(MILLION, MILLION.last_top_px() - 3_000);
        for _ in 0..200 {
            let to = (position.scroll_px + 100).min(MILLION.last_scroll_px());
            position = position.scrolled(MILLION, to).settled(MILLION);
            seen(MILLION, position);
        }
        assert_eq!(position.top_px, MILLION.last_top_px());
        assert_eq!(slice(MILLION, position).end, 1_000_000);
    }

    #[test]
    fn the_ends_of_the_scrollbar_are_the_ends_of_the_rows() {
        let end = Position::default().scrolled(MILLION, MILLION.last_scroll_px());
        assert_eq!(end.top_px, MILLION.last_top_px());
        assert_eq!(end.scrolled(MILLION, 0).top_px, 0);
    }

    #[test]
    fn few_rows_scroll_as_they_are() {
        let few = Extent { rows: 100, row_px: 34, view_px: 600 };
        let position = Position::default().scrolled(few, 340);
        assert_eq!(position, Position { top_px: 340, scroll_px: 340 });
        seen(few, position);
        assert_eq!(slice(Extent { rows: 0, ..few }, Position::default()), Slice::default());
    }

    #[test]
    fn a_row_is_brought_into_sight_by_the_shortest_way() {
        let position = Position::at(MILLION, 34_000);
        assert_eq!(position.showing(MILLION, 1_005), position);
        assert_eq!(position.showing(MILLION, 10).top_px, 340);
        assert_eq!(position.showing(MILLION, 2_000).top_px, 2_001 * 34 - 600);
    }
}
