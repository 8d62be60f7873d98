//! Text to glyphs: cleaning, choosing faces, shaping, breaking into lines.
//!
//! Widths are in ems of the text's size. Must never drop a visible character of the data, and never let a control
//! or a direction override through: what is selected and copied is what is seen.

use super::fonts::{Fonts, Style};
use harfrust::{Direction, FontRef, ShapeOptions, ShapePlan, ShaperData, Tag, UnicodeBuffer, script};
use krilla::text::{GlyphId, KrillaGlyph};

/// Tabular figures wherever figures stand.
const FEATURES: [(&[u8; 4], u32); 1] = [(b"tnum", 1)];

/// Stands for a character that no face has.
const BOX: char = '\u{25A1}';

fn features() -> Vec<harfrust::Feature> {
    FEATURES.iter().map(|(tag, value)| harfrust::Feature::new(Tag::new(tag), *value, ..)).collect()
}

/// The shaping plan of a face.
pub(super) fn plan(data: &ShaperData, font: &FontRef<'_>) -> ShapePlan {
    let shaper = data.shaper(font).build();
    ShapePlan::new(&shaper, Direction::LeftToRight, Some(script::LATIN), None, &features())
}

/// Glyphs of one face.
#[derive(Clone)]
pub(super) struct Run {
    pub face: usize,
    /// Where it starts, in ems.
    pub x: f32,
    pub glyphs: Vec<KrillaGlyph>,
}

/// A line of text, shaped.
#[derive(Clone)]
pub(super) struct Shaped {
    pub text: String,
    pub runs: Vec<Run>,
    /// In ems.
    pub width: f32,
}

/// Shapes `text` as one line.
pub(super) fn shape(fonts: &Fonts, style: Style, text: &str) -> Shaped {
    let text = clean(text);
    let style = fonts.evenly(style, &text);
    let mut runs: Vec<Run> = Vec::new();
    let mut width = 0.0;
    let mut start = 0;
    while start < text.len() {
        let (face, end) = next_run(fonts, style, &text, start);
        let run = match face {
            Some(face) => shape_run(fonts, face, &text[start..end], start, width),
            None => box_run(fonts, &text[start..end], start, width),
        };
        width += run.glyphs.iter().map(|glyph| glyph.x_advance).sum::<f32>();
        runs.push(run);
        start = end;
    }
    Shaped { text, runs, width }
}

/// The face of the character at `start`, and where its run ends.
fn next_run(fonts: &Fonts, style: Style, text: &str, start: usize) -> (Option<usize>, usize) {
    let mut characters = text[start..].char_indices();
    let Some((_, first)) = characters.next() else {
        return (None, text.len());
    };
    let face = fonts.face_for(style, first);
    for (at, character) in characters {
        if fonts.face_for(style, character) != face {
            return (face, start + at);
        }
    }
    (face, text.len())
}

fn shape_run(fonts: &Fonts, face: usize, text: &str, start: usize, x: f32) -> Run {
    let face_data = fonts.face(face);
    let shaper = face_data.shaper.shaper(&face_data.reference).build();
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_direction(Direction::LeftToRight);
    buffer.set_script(script::LATIN);
    let options = ShapeOptions::new().plan(Some(&face_data.plan));
    let shaped = shaper.shape(buffer, options);
    let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
    let em = |units: i32| units_to_f32(units) / face_data.units;
    let glyphs = infos
        .iter()
        .zip(positions)
        .enumerate()
        .map(|(at, (info, position))| {
            let from = info.cluster as usize;
            let next = infos[at + 1..].iter().find(|other| other.cluster != info.cluster);
            let to = next.map_or(text.len(), |other| other.cluster as usize);
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                em(position.x_advance),
                em(position.x_offset),
                em(position.y_offset),
                0.0,
                start + from..start + to.max(from),
                None,
            )
        })
        .collect();
    Run { face, x, glyphs }
}

/// Font units are small: exact in an `f32`.
fn units_to_f32(units: i32) -> f32 {
    i16::try_from(units).map_or(0.0, f32::from)
}

/// A box for each character, which keeps the character as its text.
fn box_run(fonts: &Fonts, text: &str, start: usize, x: f32) -> Run {
    let face = Fonts::face_of_box();
    let mut buffer = [0; 4];
    let drawn = shape_run(fonts, face, BOX.encode_utf8(&mut buffer), 0, x);
    let mut glyphs = Vec::new();
    for (at, character) in text.char_indices() {
        for glyph in &drawn.glyphs {
            let mut glyph = glyph.clone();
            glyph.text_range = start + at..start + at + character.len_utf8();
            glyphs.push(glyph);
        }
    }
    Run { face, x, glyphs }
}

/// What is set: controls and line ends as spaces, invisible and direction characters left out, characters that mean
/// nothing outside one font as U+FFFD.
fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|character| match character {
            '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}' => None,
            '\u{2028}' | '\u{2029}' => Some(' '),
            '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => Some('\u{fffd}'),
            _ if u32::from(character) & 0xFFFE == 0xFFFE => Some('\u{fffd}'),
            _ if character.is_control() => Some(' '),
            _ => Some(character),
        })
        .collect()
}

/// Breaks `text` into lines of at most `width` ems, after spaces, hyphens and ideographs, else anywhere.
pub(super) fn wrap(fonts: &Fonts, style: Style, text: &str, width: f32) -> Vec<Shaped> {
    let whole = shape(fonts, style, text.trim());
    let style = fonts.evenly(style, &whole.text);
    if whole.width <= width {
        return vec![whole];
    }
    let mut lines = Vec::new();
    let (mut line_start, mut line_x, mut x, mut break_at) = (0, 0.0, 0.0, 0);
    let mut break_x = 0.0;
    for glyph in whole.runs.iter().flat_map(|run| &run.glyphs) {
        let next = x + glyph.x_advance;
        if next - line_x > width && glyph.text_range.start > line_start {
            let (at, at_x) =
                if break_at > line_start { (break_at, break_x) } else { (glyph.text_range.start, x) };
            lines.push(shape(fonts, style, whole.text[line_start..at].trim()));
            (line_start, line_x) = (at, at_x);
        }
        x = next;
        let breaks = whole.text[..glyph.text_range.end].ends_with(may_break_after);
        if breaks {
            (break_at, break_x) = (glyph.text_range.end, x);
        }
    }
    lines.push(shape(fonts, style, whole.text[line_start..].trim()));
    lines
}

fn may_break_after(character: char) -> bool {
    matches!(character, ' ' | '-' | '/' | '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff00}'..='\u{ff0c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_every_character_and_their_width() -> Result<(), crate::document::DocumentError> {
        let fonts = Fonts::load()?;
        let texts = [
            "Harbour Trading and Shipping (Far East) Company Limited, Hong Kong branch",
            "深圳市前海港湾国际供应链管理有限公司第三分公司",
            "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
            "混合 mixed 文本 text 한국어",
        ];
        for text in texts {
            let lines = wrap(&fonts, Style::Plain, text, 12.0);
            assert!(lines.len() > 1);
            assert!(lines.iter().all(|line| line.width <= 12.0));
            let joined: String = lines.iter().map(|line| line.text.as_str()).collect();
            assert_eq!(joined.replace(' ', ""), text.replace(' ', ""));
        }
        Ok(())
    }

    #[test]
    fn figures_are_as_wide_as_each_other() -> Result<(), crate::document::DocumentError> {
        let fonts = Fonts::load()?;
        for style in [Style::Plain, Style::Strong, Style::Mono] {
            assert_eq!(shape(&fonts, style, "1117.11").width, shape(&fonts, style, "9080.64").width);
        }
        Ok(())
    }

    #[test]
    fn unknown_characters_are_boxes_and_invisible_ones_are_gone() -> Result<(), crate::document::DocumentError>
    {
        let fonts = Fonts::load()?;
        let line = shape(&fonts, Style::Plain, "a\u{202e}😀\0\u{e000}𒀀\u{ffff}");
        assert_eq!(line.text, "a😀 \u{fffd}𒀀\u{fffd}");
        assert_eq!(line.runs.iter().map(|run| run.glyphs.len()).sum::<usize>(), 6);
        assert!(line.runs.iter().flat_map(|run| &run.glyphs).all(|glyph| glyph.glyph_id.to_u32() != 0));
        Ok(())
    }
}
