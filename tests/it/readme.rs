//! The tables of the README are those of the registries. `UPDATE=1 cargo test readme` writes them.

use std::fmt::Write as _;

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
    let expected = with_table(
        &with_table(&text, "keywords", &keywords()),
        "rules",
        &rules(),
    );
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).expect("the README can be written");
        return;
    }
    assert_eq!(text, expected, "run UPDATE=1 cargo test readme");
}

#[test]
fn every_command_has_a_row() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(&path).expect("the README");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_trellis"))
        .arg("--help")
        .output()
        .expect("it starts");
    let help = String::from_utf8(output.stdout).expect("text");
    let (_, commands) = help.split_once("Commands:\n").expect("commands");
    let names = commands
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help");
    let mut number = 0;
    for name in names {
        number += 1;
        let row = format!("| `trellis {name} ");
        assert!(text.contains(&row), "the README has no row {row}");
    }
    assert!(number > 5, "{help}");
}
