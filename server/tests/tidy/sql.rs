//! What SQL says: every statement names the organization; the schema stays runnable on both engines and on distributed
//! PostgreSQL.

use crate::tree::{names, nothing, root, sources};
use std::fs;
use std::path::PathBuf;

/// Tables that lead to an organization: they are searched by a secret or an address, and tell whose it is.
const LEADS: [&str; 2] = ["session", "user_email"];
/// What only the statement for PostgreSQL ends with.
const OF_POSTGRES: &str = " FOR UPDATE OF c SKIP LOCKED";
/// Tables without an organization.
const NOBODYS: [&str; 2] = ["organization", "sign_in_failure"];

/// A table of the migrations.
struct Table {
    name: String,
    body: String,
}

/// Every migration's text, without comments.
fn migrations() -> Vec<(String, String)> {
    let folders = ["server/migrations", "server/migrations/sqlite", "server/migrations/postgres"];
    let files = folders.iter().flat_map(|folder| fs::read_dir(root().join(folder)).unwrap());
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort_by_key(|path| path.file_name().map(ToOwned::to_owned));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let plain = text.lines().map(|line| line.split("--").next().unwrap_or_default());
        (path.file_name().unwrap().to_string_lossy().into_owned(), plain.collect::<Vec<_>>().join("\n"))
    };
    files.into_iter().map(read).collect()
}

fn tables() -> Vec<Table> {
    let mut tables = Vec::new();
    for (_, text) in migrations() {
        for part in text.split("CREATE TABLE ").skip(1) {
            let (name, rest) = part.split_once('(').unwrap();
            let body = rest.split(';').next().unwrap_or_default();
            tables.push(Table { name: name.trim().to_owned(), body: body.to_owned() });
        }
    }
    tables
}

#[test]
fn every_table_begins_its_key_with_the_organization() {
    let mut found = Vec::new();
    for table in tables() {
        if LEADS.contains(&table.name.as_str()) || NOBODYS.contains(&table.name.as_str()) {
            continue;
        }
        let name = &table.name;
        if !table.body.contains("PRIMARY KEY (organization_id") {
            found.push(format!("table {name}: its primary key has to begin with organization_id."));
        }
        let off = table.body.split("UNIQUE (").skip(1).filter(|key| !key.starts_with("organization_id"));
        found.extend(off.map(|_| format!("table {name}: every UNIQUE has to begin with organization_id.")));
        let off = table.body.split("FOREIGN KEY (").skip(1).filter(|key| !key.starts_with("organization_id"));
        found.extend(
            off.map(|_| format!("table {name}: every FOREIGN KEY has to begin with organization_id.")),
        );
    }
    nothing(&found);
}

#[test]
fn the_schema_is_written_in_what_every_engine_understands() {
    let words = [
        ("SERIAL", "take a number from the counter table"),
        ("BIGSERIAL", "take a number from the counter table"),
        ("AUTOINCREMENT", "take a number from the counter table"),
        ("IDENTITY", "take a number from the counter table"),
        ("SEQUENCE", "take a number from the counter table"),
        ("TRIGGER", "do it in the engine"),
        ("FUNCTION", "do it in the engine"),
        ("REAL", "keep amounts as BIGINT minor units or decimal TEXT"),
        ("DOUBLE", "keep amounts as BIGINT minor units or decimal TEXT"),
        ("FLOAT", "keep amounts as BIGINT minor units or decimal TEXT"),
        ("NUMERIC", "keep amounts as BIGINT minor units or decimal TEXT"),
        ("DECIMAL", "keep amounts as BIGINT minor units or decimal TEXT"),
        ("INTEGER", "write BIGINT: INTEGER has 32 bits in PostgreSQL"),
        ("TIMESTAMP", "keep times as BIGINT microseconds"),
        ("JSONB", "keep JSON as TEXT"),
        ("MATERIALIZED", "keep read models in the server"),
        ("TEMP", "there are no temporary tables everywhere"),
    ];
    let mut found = Vec::new();
    for (file, text) in migrations() {
        let upper = text.to_uppercase();
        let said = words.iter().filter(|(word, _)| upper.lines().any(|line| names(line, word)));
        found.extend(said.map(|(word, instead)| format!("server/migrations/{file} says {word}: {instead}.")));
    }
    nothing(&found);
}

#[test]
fn every_statement_names_the_organization() {
    let tables = tables();
    let bearing: Vec<&str> = tables
        .iter()
        .filter(|table| table.body.contains("organization_id") && !LEADS.contains(&table.name.as_str()))
        .map(|table| table.name.as_str())
        .collect();
    assert!(bearing.contains(&"bill") && bearing.contains(&"portal_user"), "{bearing:?}");
    let mut found = Vec::new();
    for source in sources(&["server/src"]) {
        for (line, text) in &source.strings {
            let touches = |table: &&&str| {
                ["FROM", "JOIN", "INTO", "UPDATE"].iter().any(|verb| names(text, &format!("{verb} {table}")))
            };
            let Some(table) = bearing.iter().find(touches) else { continue };
            if !text.contains("organization_id") {
                let place = format!("{}:{line}", source.path);
                found.push(format!(
                    "{place} touches {table}: name organization_id in its condition or columns."
                ));
            }
        }
    }
    nothing(&found);
}

#[test]
fn statements_mean_the_same_on_both_engines() {
    let words = [
        ("FOR UPDATE", "SQLite does not know it: queue at a counter row (ids::take!)"),
        ("ILIKE", "SQLite does not know it: compare in lower case in Rust"),
        ("RETURNING *", "name the columns"),
        ("SELECT *", "name the columns"),
        ("INSERT OR", "PostgreSQL does not know it: write ON CONFLICT"),
        ("DATETIME(", "keep times as BIGINT microseconds, and pass them in"),
        ("NOW()", "take the time as a parameter"),
        ("RANDOM()", "take chance as a parameter"),
    ];
    let mut found = Vec::new();
    for source in sources(&["server/src/store"]) {
        for (line, text) in source.strings.iter().filter(|(_, text)| text != OF_POSTGRES) {
            let said = words.iter().filter(|(word, _)| text.contains(word));
            found.extend(
                said.map(|(word, instead)| format!("{}:{line} says {word}: {instead}.", source.path)),
            );
            if text.contains("SUM(") && !text.contains("CAST(") {
                let place = format!("{}:{line}", source.path);
                found.push(format!("{place}: SUM is NUMERIC in PostgreSQL: write CAST(SUM(…) AS BIGINT)."));
            }
        }
    }
    nothing(&found);
}
