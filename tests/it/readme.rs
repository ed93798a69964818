//! The tables of the README are those of the registries. `UPDATE=1 cargo test readme` writes them.

use std::fmt::Write as _;

use trellis::format::FORMATS;
use trellis::lint::rules::RULES;
use trellis::spec::STATEMENTS;

fn keywords() -> String {
    let mut table = String::from("| keyword | meaning |\n| --- | --- |\n");
    for statement in STATEMENTS {
        writeln!(
            table,
            "| `{}` | {} |",
            statement.form.replace('|', "\\|"),
            statement.meaning
        )
        .expect("a string takes all");
    }
    table
}

fn rules() -> String {
    let mut table = String::from("| code | what is found |\n| --- | --- |\n");
    for rule in RULES {
        writeln!(
            table,
            "| `{}` | {} |",
            rule.code,
            rule.summary.replace('|', "\\|")
        )
        .expect("a string takes all");
    }
    table
}

fn formats() -> String {
    let mut table = String::from("| format | what it writes |\n| --- | --- |\n");
    for format in FORMATS {
        writeln!(table, "| `{}` | {} |", format.id, format.summary).expect("a string takes all");
    }
    table
}

/// The text with the table between its marks replaced.
fn with_table(text: &str, name: &str, table: &str) -> String {
    let start = format!("<!-- {name} -->\n");
    let (before, rest) = text.split_once(&start).expect("the mark of the table");
    let (_, after) = rest
        .split_once("<!-- end -->")
        .expect("the end of the table");
    format!("{before}{start}\n{table}\n<!-- end -->{after}")
}

#[test]
fn tables_are_those_of_the_registries() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(&path).expect("the README");
    let tables = [
        ("formats", formats()),
        ("keywords", keywords()),
        ("rules", rules()),
    ];
    let expected = tables.iter().fold(text.clone(), |text, (name, table)| {
        with_table(&text, name, table)
    });
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).expect("the README can be written");
        return;
    }
    assert_eq!(text, expected, "run UPDATE=1 cargo test readme");
}
