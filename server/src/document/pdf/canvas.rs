//! A page to draw on: text, hairlines, boxes, and the tags that say what they are.
//!
//! Measures in points from the upper left corner. Every mark is either tagged content or an artifact.

use super::fonts::{Fonts, Style};
use super::shape::{Shaped, shape};
use krilla::color::rgb::Color;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};

/// The ledger's colours, as the screen has them in light mode.
pub(super) mod color {
    use super::Color;

    pub fn ink() -> Color {
        Color::new(21, 33, 39)
    }
    pub fn muted() -> Color {
        Color::new(84, 97, 103)
    }
    pub fn line() -> Color {
        Color::new(207, 213, 217)
    }
    pub fn wash() -> Color {
        Color::new(244, 247, 248)
    }
    pub fn accent() -> Color {
        Color::new(0, 102, 107)
    }
    pub fn amber() -> Color {
        Color::new(124, 75, 17)
    }
    pub fn green() -> Color {
        Color::new(28, 94, 57)
    }
    pub fn seal() -> Color {
        Color::new(193, 60, 59)
    }
}

/// Size, cut and colour of a text.
#[derive(Clone, Copy)]
pub(super) struct Ink {
    pub style: Style,
    pub size: f32,
    pub color: Color,
}

impl Ink {
    pub fn plain(size: f32) -> Self {
        Self { style: Style::Plain, size, color: color::ink() }
    }
    pub fn strong(size: f32) -> Self {
        Self { style: Style::Strong, size, color: color::ink() }
    }
    pub fn mono(size: f32) -> Self {
        Self { style: Style::Mono, size, color: color::ink() }
    }
    pub fn label() -> Self {
        Self { style: Style::Plain, size: 8.0, color: color::muted() }
    }
    pub const fn colored(self, color: Color) -> Self {
        Self { color, ..self }
    }
}

/// A page's surface with the fonts at hand.
pub(super) struct Canvas<'s, 'p, 'f> {
    pub surface: &'s mut Surface<'p>,
    pub fonts: &'f Fonts,
}

impl Canvas<'_, '_, '_> {
    /// Marks what `draw` draws as one piece of content.
    pub fn tagged(&mut self, draw: impl FnOnce(&mut Self)) -> Identifier {
        let identifier = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        draw(self);
        self.surface.end_tagged();
        identifier
    }

    /// Marks what `draw` draws as decoration.
    pub fn artifact(&mut self, kind: ArtifactType, draw: impl FnOnce(&mut Self)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        draw(self);
        self.surface.end_tagged();
    }

    /// Draws `text` from `x` on the baseline `y`; gives its width.
    pub fn text(&mut self, x: f32, y: f32, ink: Ink, text: &str) -> f32 {
        let shaped = shape(self.fonts, ink.style, text);
        self.shaped(x, y, ink, &shaped);
        shaped.width * ink.size
    }

    /// Draws `text` so that it ends at `x`, in a smaller size if it is wider than `room`: never cut.
    pub fn figure(&mut self, x: f32, y: f32, room: f32, ink: Ink, text: &str) {
        let shaped = shape(self.fonts, ink.style, text);
        let size = fitting(ink.size, shaped.width, room);
        let ink = Ink { size, ..ink };
        self.shaped(shaped.width.mul_add(-size, x), y, ink, &shaped);
    }

    /// Draws `text` from `x`, in a smaller size if it is wider than `room`.
    pub fn fitted(&mut self, x: f32, y: f32, room: f32, ink: Ink, text: &str) {
        let shaped = shape(self.fonts, ink.style, text);
        let size = fitting(ink.size, shaped.width, room);
        self.shaped(x, y, Ink { size, ..ink }, &shaped);
    }

    /// Draws a shaped line.
    pub fn shaped(&mut self, x: f32, y: f32, ink: Ink, line: &Shaped) {
        self.fill(ink.color);
        for run in &line.runs {
            let start = Point::from_xy(run.x.mul_add(ink.size, x), y);
            let font = self.fonts.face(run.face).font.clone();
            self.surface.draw_glyphs(start, &run.glyphs, font, &line.text, ink.size, false);
        }
    }

    /// A hairline across.
    pub fn rule(&mut self, x: f32, y: f32, width: f32, weight: f32, color: Color) {
        self.rectangle(x, y - weight / 2.0, width, weight, color);
    }

    /// A filled rectangle.
    pub fn rectangle(&mut self, x: f32, y: f32, width: f32, height: f32, color: Color) {
        let mut path = PathBuilder::new();
        if let Some(rect) = Rect::from_xywh(x, y, width, height) {
            path.push_rect(rect);
        }
        if let Some(path) = path.finish() {
            self.fill(color);
            self.surface.draw_path(&path);
        }
    }

    /// An outline.
    pub fn stroke(&mut self, path: &Path, weight: f32, color: Color) {
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke { paint: color.into(), width: weight, ..Stroke::default() }));
        self.surface.draw_path(path);
        self.surface.set_stroke(None);
    }

    pub fn fill(&mut self, color: Color) {
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(Fill { paint: color.into(), ..Fill::default() }));
    }
}

/// `size`, or what makes `width` ems fit into `room`.
fn fitting(size: f32, width: f32, room: f32) -> f32 {
    if width * size <= room { size } else { room / width }
}

/// A circle as a path.
pub(super) fn circle(x: f32, y: f32, radius: f32) -> Option<Path> {
    /// Where the handles of a quarter circle lie.
    const HANDLE: f32 = 0.552_284_8;
    let handle = radius * HANDLE;
    let mut path = PathBuilder::new();
    path.move_to(x + radius, y);
    path.cubic_to(x + radius, y + handle, x + handle, y + radius, x, y + radius);
    path.cubic_to(x - handle, y + radius, x - radius, y + handle, x - radius, y);
    path.cubic_to(x - radius, y - handle, x - handle, y - radius, x, y - radius);
    path.cubic_to(x + handle, y - radius, x + radius, y - handle, x + radius, y);
    path.close();
    path.finish()
}
