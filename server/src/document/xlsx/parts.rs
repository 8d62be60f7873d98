//! The fixed parts of a workbook: styles, relations, content types, a sheet's head and tail.
//!
//! Holds no date, no user and no random id, so that the same rows give the same bytes.

use super::{ExportColumn, Locale, cell};
use std::fmt::Write;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Indices of the cell styles in [`styles`].
pub(super) mod style {
    pub const PLAIN: u8 = 0;
    pub const HEADING: u8 = 1;
    pub const HEADING_RIGHT: u8 = 2;
    pub const CYCLE: u8 = 3;
    /// Stays text when a person edits it, though it looks like a formula (B8).
    pub const QUOTED: u8 = 4;
    /// A figure too long for a number (B5).
    pub const FIGURE_TEXT: u8 = 5;
    pub const ID: u8 = 6;
    pub const TOTAL: u8 = 7;
    pub const TOTAL_TEXT: u8 = 8;
    pub const DAY: u8 = 9;
    const AMOUNT: u8 = 10;
    /// One number format per currency exponent, 0 to this.
    pub const EXPONENTS: u8 = 4;

    /// An amount with `exponent` decimals; more than four have no format of their own.
    pub const fn amount(exponent: u8) -> u8 {
        if exponent > EXPONENTS { PLAIN } else { AMOUNT + exponent }
    }

    /// The same in a totals row.
    pub const fn total_amount(exponent: u8) -> u8 {
        if exponent > EXPONENTS { TOTAL } else { AMOUNT + EXPONENTS + 1 + exponent }
    }
}

pub(super) const PACKAGE_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";

pub(super) fn core(title: &str, locale: Locale) -> String {
    let tag = locale.tag();
    format!(
        "{XML}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title><dc:creator>Billing portal</dc:creator><dc:language>{tag}</dc:language></cp:coreProperties>"
    )
}

/// The number of the format of days; behind those of the amounts.
const DAY_FORMAT: u32 = 170;

pub(super) fn styles() -> String {
    let mut formats = String::new();
    let mut cells = String::new();
    let mut xf = |format: u32, font: u8, fill: u8, border: u8, align: &str, quote: bool| {
        let quote = if quote { " quotePrefix=\"1\"" } else { "" };
        let open = format!(
            "<xf numFmtId=\"{format}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\"{quote}"
        );
        cells.push_str(&open);
        if align.is_empty() {
            cells.push_str("/>");
        } else {
            cells.push_str(" applyAlignment=\"1\"><alignment horizontal=\"");
            cells.push_str(align);
            // A figure ends where its column ends: what stands beside it begins a little later.
            cells.push_str(if align == "left" { "\" indent=\"1\"/></xf>" } else { "\"/></xf>" });
        }
    };
    xf(0, 0, 0, 0, "", false);
    xf(0, 1, 2, 1, "left", false);
    xf(0, 1, 2, 1, "right", false);
    xf(164, 0, 0, 0, "left", false);
    xf(49, 0, 0, 0, "left", true);
    xf(49, 0, 0, 0, "right", false);
    xf(49, 0, 0, 0, "left", false);
    xf(0, 1, 0, 2, "left", false);
    xf(49, 1, 0, 2, "right", false);
    xf(DAY_FORMAT, 0, 0, 0, "left", false);
    for exponent in 0..=u32::from(style::EXPONENTS) {
        xf(165 + exponent, 0, 0, 0, "right", false);
    }
    for exponent in 0..=u32::from(style::EXPONENTS) {
        xf(165 + exponent, 1, 0, 2, "right", false);
    }
    for exponent in 0..=usize::from(style::EXPONENTS) {
        let point = if exponent == 0 { "" } else { "." };
        let decimals = "0".repeat(exponent);
        let id = 165 + exponent;
        let _ = write!(formats, "<numFmt numFmtId=\"{id}\" formatCode=\"#,##0{point}{decimals}\"/>");
    }
    let count = 10 + 2 * (usize::from(style::EXPONENTS) + 1);
    let number_formats = 3 + usize::from(style::EXPONENTS);
    format!(
        "{XML}<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"{number_formats}\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\"/><numFmt numFmtId=\"{DAY_FORMAT}\" formatCode=\"yyyy\\-mm\\-dd\"/>{formats}</numFmts><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts><fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFEDF1F2\"/><bgColor indexed=\"64\"/></patternFill></fill></fills><borders count=\"3\"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/><bottom style=\"thin\"><color rgb=\"FF8A979B\"/></bottom><diagonal/></border><border><left/><right/><top style=\"thin\"><color rgb=\"FF8A979B\"/></top><bottom/><diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"{count}\">{cells}</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"
    )
}

/// All of a sheet before its first row. The first sheet is the one shown.
pub(super) fn sheet_head<C: ExportColumn>(columns: &[C], first: bool) -> String {
    let selected = if first { " tabSelected=\"1\"" } else { "" };
    let mut out = format!(
        "{XML}<worksheet xmlns=\"{MAIN}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView{selected} workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\" activeCell=\"A2\" sqref=\"A2\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>"
    );
    if !columns.is_empty() {
        out.push_str("<cols>");
        for (at, column) in columns.iter().enumerate() {
            let number = at + 1;
            let width = column.width();
            let _ =
                write!(out, "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>");
        }
        out.push_str("</cols>");
    }
    out.push_str("<sheetData>");
    out
}

/// All of a sheet after its last row.
pub(super) fn sheet_tail(columns: usize, last_row: u32) -> String {
    let last = cell::letters(columns.saturating_sub(1));
    format!(
        "</sheetData><autoFilter ref=\"A1:{last}{last_row}\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>"
    )
}

/// `xl/workbook.xml`, for sheets with these last data rows.
pub(super) fn workbook(last_rows: &[u32], columns: usize, title: &str) -> String {
    let last = cell::letters(columns.saturating_sub(1));
    let (mut sheets, mut names) = (String::new(), [String::new(), String::new()]);
    for (at, row) in last_rows.iter().enumerate() {
        let number = at + 1;
        let name = match at {
            0 => title.to_owned(),
            _ => format!("{title} {number}"),
        };
        let _ = write!(sheets, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        let _ = write!(
            names[0],
            "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{at}\" hidden=\"1\">'{name}'!$A$1:${last}${row}</definedName>"
        );
        let _ = write!(
            names[1],
            "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{at}\">'{name}'!$1:$1</definedName>"
        );
    }
    let [filters, titles] = names;
    format!(
        "{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><bookViews><workbookView activeTab=\"0\"/></bookViews><sheets>{sheets}</sheets><definedNames>{filters}{titles}</definedNames></workbook>"
    )
}

pub(super) fn workbook_relations(sheets: usize) -> String {
    let mut out = format!("{XML}<Relationships xmlns=\"{RELATIONS}\">");
    for number in 1..=sheets {
        let _ = write!(
            out,
            "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    for (after, part) in ["styles", "sharedStrings"].into_iter().enumerate() {
        let number = sheets + 1 + after;
        let _ =
            write!(out, "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/{part}\" Target=\"{part}.xml\"/>");
    }
    out.push_str("</Relationships>");
    out
}

pub(super) fn content_types(sheets: usize) -> String {
    let mut out = format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{SHEET}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{SHEET}.styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{SHEET}.sharedStrings+xml\"/><Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    );
    for number in 1..=sheets {
        let _ = write!(
            out,
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{SHEET}.worksheet+xml\"/>"
        );
    }
    out.push_str("</Types>");
    out
}
