//! The built-in typefaces: Inter for words and figures, JetBrains Mono for ids, Noto Sans CJK for what both lack.
//!
//! Read once at start and shared by every document. Nothing is read from the machine: a bill looks the same
//! everywhere. A character that no face has is drawn as a box and stays selectable; it never stops a document.

use crate::document::DocumentError;
use harfrust::{FontRef, ShapePlan, ShaperData};
use krilla::text::Font;
use std::sync::OnceLock;

/// A typeface and cut that a text asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Style {
    /// Words and figures.
    Plain,
    /// Headings, names, sums.
    Strong,
    /// Ids.
    Mono,
    /// The seal: a strong face whose outlines have round coordinates, which keeps the page small.
    Seal,
}

/// Index into [`Fonts`]: the order of the built-in faces.
const PLAIN: usize = 0;
const STRONG: usize = 1;
const MONO: usize = 2;
const CJK: usize = 3;
const CJK_STRONG: usize = 4;
const HANGUL: usize = 5;

const FACES: [(&str, &[u8]); 6] = [
    ("Inter-Regular", include_bytes!("../../../assets/fonts/Inter-Regular.ttf")),
    ("Inter-SemiBold", include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf")),
    ("JetBrainsMono-Regular", include_bytes!("../../../assets/fonts/JetBrainsMono-Regular.ttf")),
    ("NotoSansCJKsc-Regular", include_bytes!("../../../assets/fonts/NotoSansCJKsc-Regular.otf")),
    ("NotoSansCJKsc-Bold-words", include_bytes!("../../../assets/fonts/NotoSansCJKsc-Bold-words.otf")),
    ("NotoSansCJKkr-Regular", include_bytes!("../../../assets/fonts/NotoSansCJKkr-Regular.otf")),
];

/// A face, ready to shape and to draw.
pub(super) struct Face {
    pub font: Font,
    pub reference: FontRef<'static>,
    pub shaper: ShaperData,
    pub plan: ShapePlan,
    pub units: f32,
    /// One bit per character of the basic plane.
    covered: Box<[u64; 1024]>,
}

impl Face {
    fn covers(&self, character: char) -> bool {
        let code = u32::from(character) as usize;
        self.covered.get(code / 64).is_some_and(|word| word >> (code % 64) & 1 == 1)
    }
}

/// Every built-in face.
pub struct Fonts {
    faces: Vec<Face>,
}

impl Fonts {
    /// Reads the built-in faces; takes some milliseconds, so do it once.
    ///
    /// # Errors
    /// When a built-in face is broken.
    pub fn load() -> Result<Self, DocumentError> {
        let faces = FACES.iter().map(|&(name, data)| read(name, data)).collect::<Result<_, _>>()?;
        Ok(Self { faces })
    }

    /// The built-in faces, read when the first page is set.
    ///
    /// # Errors
    /// When a built-in face is broken.
    pub fn built_in() -> Result<&'static Self, DocumentError> {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        match FONTS.get() {
            Some(fonts) => Ok(fonts),
            None => {
                let loaded = Self::load()?;
                Ok(FONTS.get_or_init(|| loaded))
            }
        }
    }

    pub(super) fn face(&self, index: usize) -> &Face {
        &self.faces[index]
    }

    /// `style`, or plain where a strong text has ideographs that only the plain cut has: no word in two weights.
    pub(super) fn evenly(&self, style: Style, text: &str) -> Style {
        let strong =
            |character| [STRONG, CJK_STRONG].iter().any(|&index| self.faces[index].covers(character));
        let plain = |character| self.faces[CJK].covers(character) || self.faces[HANGUL].covers(character);
        let uneven = |character: char| !strong(character) && plain(character);
        match style {
            Style::Strong | Style::Seal if text.chars().any(uneven) => Style::Plain,
            _ => style,
        }
    }

    /// The first face that has `character`, of those that serve `style`.
    pub(super) fn face_for(&self, style: Style, character: char) -> Option<usize> {
        let order: [usize; 4] = match style {
            Style::Plain => [PLAIN, CJK, HANGUL, PLAIN],
            Style::Strong => [STRONG, CJK_STRONG, CJK, HANGUL],
            Style::Mono => [MONO, PLAIN, CJK, HANGUL],
            Style::Seal => [CJK_STRONG, STRONG, CJK, HANGUL],
        };
        order.into_iter().find(|&index| self.faces[index].covers(character))
    }

    /// The face of the box that stands for a character that no face has.
    pub(super) const fn face_of_box() -> usize {
        PLAIN
    }
}

fn read(name: &'static str, data: &'static [u8]) -> Result<Face, DocumentError> {
    let broken = || DocumentError::Font(name);
    let font = Font::new(data.into(), 0).ok_or_else(broken)?;
    let reference = FontRef::new(data).map_err(|_| broken())?;
    let shaper = ShaperData::new(&reference);
    let plan = super::shape::plan(&shaper, &reference);
    let mut covered = Box::new([0u64; 1024]);
    for (code, _) in skrifa::MetadataProvider::charmap(&reference).mappings() {
        let code = code as usize;
        if let Some(word) = covered.get_mut(code / 64) {
            *word |= 1 << (code % 64);
        }
    }
    let units = font.units_per_em();
    Ok(Face { font, reference, shaper, plan, units, covered })
}
