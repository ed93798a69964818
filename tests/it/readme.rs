//! The tables of the README are those of the registries. `UPDATE=1 cargo test readme` writes them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Mutex;

use trellis::format::FORMATS;
use trellis::lint::numbers::{GROUPS, UNFOUND};
use trellis::lint::rules::RULES;
use trellis::manifest::{CHECKS, checks_of};
use trellis::plan::MANIFEST_KEYS;
use trellis::profile::{Profile, Text, UNPLANNED, builtin, names};
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

fn manifest_keys() -> String {
    let mut table = String::from("| key | providers | what it says |\n| --- | --- | --- |\n");
    for key in MANIFEST_KEYS {
        writeln!(
            table,
            "| `{}` | {} | {} |",
            key.key, key.providers, key.says
        )
        .expect("a string takes all");
    }
    table
}

fn providers() -> String {
    let mut table = String::from("| provider | families | what it is |\n| --- | --- | --- |\n");
    for name in names() {
        let profile = builtin(name).expect("a built-in profile");
        let families: Vec<String> = profile
            .cluster
            .families
            .value
            .iter()
            .map(Text::text)
            .collect();
        let families = families.join(", ");
        writeln!(table, "| `{name}` | {families} | {} |", profile.title)
            .expect("a string takes all");
    }
    for other in UNPLANNED {
        writeln!(
            table,
            "| `{}` | | {}: named and not planned for, `generic` is used |",
            other.name, other.title
        )
        .expect("a string takes all");
    }
    table
}

/// One row a code: what its checks find, and the facts that they keep.
fn checks() -> String {
    let mut table = String::from("| code | what is found | facts |\n| --- | --- | --- |\n");
    let mut seen: Vec<&str> = Vec::new();
    for check in CHECKS {
        if seen.contains(&check.code) {
            continue;
        }
        seen.push(check.code);
        let all: Vec<_> = checks_of(check.code).collect();
        let found: Vec<&str> = all.iter().map(|check| check.summary).collect();
        let facts: BTreeSet<&str> = all.iter().flat_map(|check| check.covers).copied().collect();
        let facts: Vec<&str> = facts.into_iter().collect();
        writeln!(
            table,
            "| `{}` | {} | {} |",
            check.code,
            found.join("; ").replace('|', "\\|"),
            facts.join(" ")
        )
        .expect("a string takes all");
    }
    table
}

/// The README's own example of a profile.
#[test]
fn the_profile_in_the_readme_is_one() {
    let text = include_str!("../../README.md");
    let (_, rest) = text
        .split_once("```yaml\nname: lab\n")
        .expect("the example");
    let (profile, _) = rest.split_once("```").expect("its end");
    let profile = Profile::read(&format!("name: lab\n{profile}")).expect("a profile");
    assert_eq!(profile.title, "The lab");
}

/// One row a numbered fact: the codes that tell of it, else why none does.
fn facts() -> String {
    let mut table = String::from("| fact | told by |\n| --- | --- |\n");
    for group in GROUPS {
        writeln!(table, "| **{}** | |", group.about).expect("a string takes all");
        for number in 1..=group.last {
            let fact = format!("{}{number}", group.prefix);
            let rules = RULES.iter().map(|rule| (rule.code, rule.covers));
            let checks = CHECKS.iter().map(|check| (check.code, check.covers));
            let codes: BTreeSet<String> = rules
                .chain(checks)
                .filter(|(_, covers)| covers.contains(&fact.as_str()))
                .map(|(code, _)| format!("`{code}`"))
                .collect();
            let why = UNFOUND.iter().find(|(unfound, _)| *unfound == fact);
            let told = match (codes.is_empty(), why) {
                (false, None) => codes.into_iter().collect::<Vec<_>>().join(" "),
                (true, Some((_, why))) => (*why).to_owned(),
                (true, None) => panic!("nothing tells of {fact}, and nothing says why"),
                (false, Some(_)) => {
                    panic!("{fact} is told by {codes:?}, and said to be told by none")
                }
            };
            writeln!(table, "| {fact} | {told} |").expect("a string takes all");
        }
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

/// Two tests write parts of the README when they are asked to: one after the other.
static WRITING: Mutex<()> = Mutex::new(());

#[test]
fn tables_are_those_of_the_registries() {
    let _one = WRITING.lock();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(&path).expect("the README");
    let tables = [
        ("checks", checks()),
        ("facts", facts()),
        ("formats", formats()),
        ("keywords", keywords()),
        ("manifest-keys", manifest_keys()),
        ("providers", providers()),
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
        let row = format!("| `trellis {name}");
        let has = |end: &str| text.contains(&format!("{row}{end}"));
        assert!(has(" ") || has("`"), "the README has no row {row}");
    }
    assert!(number > 5, "{help}");
}

/// The ten minutes: what stands behind `$ ` is run, in one folder with the plans of `assets/plans`, and the lines below are
/// what it says.
#[test]
fn examples_say_what_the_program_says() {
    let _one = WRITING.lock();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("README.md");
    let text = std::fs::read_to_string(&path).expect("the README");
    let folder = tempfile::tempdir().expect("a folder");
    for plan in std::fs::read_dir(root.join("assets/plans")).expect("plans") {
        let plan = plan.expect("an entry").path();
        let name = plan.file_name().expect("a name");
        std::fs::copy(&plan, folder.path().join(name)).expect("a copy");
    }
    let (before, rest) = text.split_once("## Ten minutes\n").expect("the story");
    let (story, after) = rest.split_once("\n## ").expect("its end");
    let mut pieces = story.split("```console\n");
    let start = pieces.next().expect("a start");
    let mut expected = format!("{before}## Ten minutes\n{start}");
    for piece in pieces {
        let (block, rest) = piece.split_once("```").expect("the end of a block");
        expected.push_str("```console\n");
        for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
            writeln!(expected, "$ {command}").expect("a string takes all");
            expected.push_str(&said(command, folder.path()));
        }
        write!(expected, "```{rest}").expect("a string takes all");
    }
    write!(expected, "\n## {after}").expect("a string takes all");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).expect("the README can be written");
        return;
    }
    assert!(expected.contains("$ trellis "), "there are no examples");
    assert_eq!(text, expected, "run UPDATE=1 cargo test examples_say");
}

/// What a line of shell says when the program is on the path.
fn said(command: &str, folder: &std::path::Path) -> String {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_trellis"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let own = program.parent().expect("a folder").to_owned();
    let paths = std::iter::once(own).chain(std::env::split_paths(&path));
    let output = std::process::Command::new("/bin/sh")
        .args(["-c", &format!("{command} 2>&1")])
        .current_dir(folder)
        .env("PATH", std::env::join_paths(paths).expect("a path"))
        .env("LANG", "C.UTF-8")
        .env("TRELLIS_CONFIG", folder.join("config"))
        .env_remove("NO_COLOR")
        .output()
        .expect("a shell");
    String::from_utf8(output.stdout).expect("text")
}
