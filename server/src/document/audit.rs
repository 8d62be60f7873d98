//! The audit log as CSV: one line an entry, in the reader's language, formulas defused (B8).

use super::csv::push_text;
use chrono::{DateTime, Utc};
use contract::audit::AuditDetails;
use contract::cycle::billing_zone;
use contract::locale::Locale;

const HEADINGS: [(&str, &str); 11] = [
    ("Place", "序号"),
    ("Time (UTC+8)", "时间 (UTC+8)"),
    ("Who", "操作者"),
    ("Who (id)", "操作者 ID"),
    ("Act", "操作"),
    ("Account number", "账号"),
    ("Account name", "账号名称"),
    ("What was asked", "请求内容"),
    ("What came of it", "结果"),
    ("Movements", "资金变动"),
    ("SHA-256", "SHA-256"),
];

/// The first line of the file, behind its byte order mark.
pub fn head(out: &mut Vec<u8>, locale: Locale) {
    out.extend_from_slice("\u{feff}".as_bytes());
    line(
        out,
        HEADINGS.map(|(en, zh)| match locale {
            Locale::En => en,
            Locale::Zh => zh,
        }),
    );
}

/// Adds an entry.
pub fn entry(out: &mut Vec<u8>, details: &AuditDetails, locale: Locale) {
    let entry = &details.entry;
    let (number, name) =
        entry.account.as_ref().map_or(("", ""), |account| (account.number.as_str(), &account.name));
    let movements: Vec<String> = details.movements.iter().map(|movement| movement.id.to_string()).collect();
    line(
        out,
        [
            &entry.place.to_string(),
            &time(entry.at),
            entry.actor.name.of(locale),
            &entry.actor.id,
            entry.title.of(locale),
            number,
            name,
            entry.asked.of(locale),
            entry.outcome.of(locale),
            &movements.join("; "),
            &details.sha256,
        ],
    );
}

fn time(at: DateTime<Utc>) -> String {
    at.with_timezone(&billing_zone()).format("%Y-%m-%d %H:%M:%S").to_string()
}

fn line<const CELLS: usize>(out: &mut Vec<u8>, cells: [&str; CELLS]) {
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        push_text(out, cell);
    }
    out.extend_from_slice(b"\r\n");
}
