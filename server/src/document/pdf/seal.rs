//! The issuer's round seal, drawn as outlines: two rings, the issuer's name along the upper arc, a star, and what
//! the seal is for.
//!
//! Outlines, not text: the name stands on the page once already, and curved letters would only garble a selection.

use super::canvas::{Canvas, circle, color};
use super::fonts::Style;
use super::shape::{Shaped, shape};
use krilla::geom::{PathBuilder, Point, Transform};
use std::f32::consts::{FRAC_PI_2, PI};

/// Radius of the outer ring in points.
pub(super) const RADIUS: f32 = 47.0;

/// The part of the circle that the name may take.
const ARC: f32 = PI * 1.32;

/// Draws the seal of `issuer` around (`x`, `y`).
pub(super) fn draw(
    canvas: &mut Canvas<'_, '_, '_>,
    (x, y): (f32, f32),
    issuer: &str,
    purpose: &str,
    date: Option<&str>,
) {
    canvas.surface.push_transform(&Transform::from_rotate_at(-9.0, x, y));
    for (radius, weight) in [(RADIUS, 2.0), (RADIUS - 3.4, 0.6)] {
        if let Some(ring) = circle(x, y, radius) {
            canvas.stroke(&ring, weight, color::seal());
        }
    }
    star(canvas, x, y, 10.5);
    let name = shape(canvas.fonts, Style::Seal, issuer);
    around(canvas, x, y, &name);
    let purpose = shape(canvas.fonts, Style::Seal, purpose);
    let size = (52.0 / purpose.width).min(9.0);
    let below = if date.is_some() { 22.0 } else { 26.0 };
    outlined(canvas, x - purpose.width * size / 2.0, y + below, size, &purpose);
    if let Some(date) = date {
        let date = shape(canvas.fonts, Style::Seal, date);
        outlined(canvas, x - date.width * 7.0 / 2.0, y + 32.0, 7.0, &date);
    }
    canvas.surface.pop();
}

fn star(canvas: &mut Canvas<'_, '_, '_>, x: f32, y: f32, radius: f32) {
    let mut path = PathBuilder::new();
    for point in 0..10u8 {
        let reach = if point % 2 == 0 { radius } else { radius * 0.382 };
        let angle = PI / 5.0 * f32::from(point) - FRAC_PI_2;
        let (px, py) = (x + reach * angle.cos(), y + reach * angle.sin());
        if point == 0 {
            path.move_to(px, py);
        } else {
            path.line_to(px, py);
        }
    }
    path.close();
    if let Some(path) = path.finish() {
        canvas.fill(color::seal());
        canvas.surface.draw_path(&path);
    }
}

/// Sets `name` along the upper arc, letter by letter, spaced to fill it or shrunk to fit it.
fn around(canvas: &mut Canvas<'_, '_, '_>, x: f32, y: f32, name: &Shaped) {
    let glyphs: u16 = name.runs.iter().map(|run| u16::try_from(run.glyphs.len()).unwrap_or(0)).sum();
    if glyphs == 0 || name.width <= 0.0 {
        return;
    }
    let largest = if name.text.is_ascii() { 9.5 } else { 11.0 };
    let baseline = RADIUS - 15.5;
    let size = (ARC * baseline / name.width).min(largest);
    let free = ARC * baseline - name.width * size;
    let spacing = (free / f32::from(glyphs)).min(size * 0.34);
    let length = name.width * size + spacing * f32::from(glyphs);
    let mut at = -length / 2.0;
    canvas.fill(color::seal());
    for run in &name.runs {
        let font = canvas.fonts.face(run.face).font.clone();
        for glyph in &run.glyphs {
            let advance = glyph.x_advance * size + spacing;
            let angle = (at + advance / 2.0) / baseline;
            canvas.surface.push_transform(&Transform::from_rotate_at(angle.to_degrees(), x, y));
            let start = Point::from_xy(x - glyph.x_advance * size / 2.0, y - baseline);
            let one = std::slice::from_ref(glyph);
            canvas.surface.draw_glyphs(start, one, font.clone(), &name.text, size, true);
            canvas.surface.pop();
            at += advance;
        }
    }
}

fn outlined(canvas: &mut Canvas<'_, '_, '_>, x: f32, y: f32, size: f32, line: &Shaped) {
    canvas.fill(color::seal());
    for run in &line.runs {
        let start = Point::from_xy(run.x.mul_add(size, x), y);
        let font = canvas.fonts.face(run.face).font.clone();
        canvas.surface.draw_glyphs(start, &run.glyphs, font, &line.text, size, true);
    }
}
