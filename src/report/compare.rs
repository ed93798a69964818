//! What-ifs side by side: as a table, as Markdown, as JSON.

use std::fmt::Write as _;

use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::Look;
use super::json::print;
use super::look::Role;
use crate::addr::Count;
use crate::compare::{Compared, Told};
use crate::visible::clean;

/// The title of the verdicts, which come first among the notes.
pub const VERDICTS: &str = "in a word";

/// So many moves, findings and the like are shown to people.
const SHOWN: usize = 12;

#[derive(Serialize)]
struct Comparison<'a> {
    version: u8,
    columns: &'a [String],
    rows: Vec<OneRow<'a>>,
    findings: Findings<'a>,
    moves: Vec<OneMove<'a>>,
    anew: Vec<OneAnew<'a>>,
    renumbering: Vec<OneCost>,
    verdicts: &'a [String],
}

#[derive(Serialize)]
struct OneCost {
    column: usize,
    prefixes: String,
    shoots: String,
    reverse_zones: String,
}

#[derive(Serialize)]
struct OneRow<'a> {
    path: &'a str,
    field: &'a str,
    unit: &'a str,
    values: &'a [Option<String>],
    better: Option<usize>,
}

#[derive(Serialize)]
struct Findings<'a> {
    gained: Vec<OneFinding<'a>>,
    lost: Vec<OneFinding<'a>>,
}

#[derive(Serialize)]
struct OneFinding<'a> {
    column: usize,
    code: &'a str,
    severity: &'a str,
    path: &'a str,
    field: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct OneMove<'a> {
    column: usize,
    path: &'a str,
    field: &'a str,
    members: String,
    from: String,
    to: Option<String>,
}

#[derive(Serialize)]
struct OneAnew<'a> {
    column: usize,
    path: &'a str,
    members: String,
    fields: &'a [&'static str],
}

/// The JSON of `compare`. Columns are numbered from 0; `better` is the number of the best one.
pub fn json(compared: &Compared) -> String {
    print(&Comparison {
        version: 1,
        columns: &compared.columns,
        rows: compared
            .rows
            .iter()
            .map(|row| OneRow {
                path: &row.path,
                field: row.field,
                unit: row.unit,
                values: &row.values,
                better: row.better,
            })
            .collect(),
        findings: Findings {
            gained: compared.gained.iter().map(one_finding).collect(),
            lost: compared.lost.iter().map(one_finding).collect(),
        },
        moves: compared
            .moves
            .iter()
            .map(|one| OneMove {
                column: one.column,
                path: &one.path,
                field: one.field,
                members: one.members.decimal(),
                from: one.from.to_string(),
                to: one.to.map(|to| to.to_string()),
            })
            .collect(),
        anew: compared
            .anew
            .iter()
            .map(|one| OneAnew {
                column: one.column,
                path: &one.path,
                members: one.members.decimal(),
                fields: &one.fields,
            })
            .collect(),
        renumbering: compared
            .costs
            .iter()
            .map(|cost| OneCost {
                column: cost.column,
                prefixes: cost.prefixes.decimal(),
                shoots: cost.shoots.decimal(),
                reverse_zones: cost.zones.decimal(),
            })
            .collect(),
        verdicts: &compared.verdicts,
    })
}

fn one_finding(told: &Told) -> OneFinding<'_> {
    OneFinding {
        column: told.column,
        code: told.finding.code,
        severity: told.finding.severity.word(),
        path: &told.path,
        field: told.finding.field,
        message: &told.finding.message,
    }
}

/// The cells of a table: a heading line, then a line a row. The best value of a row has a mark.
fn cells(compared: &Compared) -> Vec<Vec<String>> {
    let mut lines = vec![vec![String::new(), String::new()]];
    lines[0].extend(compared.columns.iter().map(|name| clean(name).into_owned()));
    let mut before = None;
    for row in &compared.rows {
        let path = match row.path.as_str() {
            path if before == Some(path) => "",
            "" => "the plan",
            path => path,
        };
        before = Some(row.path.as_str());
        let mut line = vec![
            clean(path).into_owned(),
            format!("{} ({})", row.field, row.unit),
        ];
        line.extend(row.shown.iter().enumerate().map(|(index, value)| {
            let mark = if row.better == Some(index) {
                " ✓"
            } else {
                ""
            };
            format!("{}{mark}", value.as_deref().unwrap_or("—"))
        }));
        lines.push(line);
    }
    lines
}

/// The same for people.
pub fn text(compared: &Compared, look: Look) -> String {
    let mut out = String::new();
    if compared.is_empty() {
        return "nothing differs\n".to_owned();
    }
    let lines = cells(compared);
    let widths: Vec<usize> = (0..compared.columns.len() + 2)
        .map(|index| {
            lines
                .iter()
                .map(|line| line[index].width())
                .max()
                .unwrap_or(0)
        })
        .collect();
    if lines.len() == 1 {
        say(&mut out, "no measure differs");
    }
    for (number, line) in lines.iter().enumerate().filter(|_| lines.len() > 1) {
        let padded: Vec<String> = line
            .iter()
            .zip(&widths)
            .map(|(cell, width)| {
                format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
            })
            .collect();
        let line = padded.join("  ");
        let line = line.trim_end();
        if number == 0 {
            say(&mut out, &look.paint(Role::Heading, line));
        } else {
            say(&mut out, line);
        }
    }
    rest(compared, "", &mut out);
    look.spell(out)
}

/// The same as Markdown.
pub fn markdown(compared: &Compared) -> String {
    let mut out = String::new();
    if compared.is_empty() {
        return "Nothing differs.\n".to_owned();
    }
    let lines = cells(compared);
    if lines.len() > 1 {
        for (number, line) in lines.iter().enumerate() {
            let escaped: Vec<String> = line.iter().map(|cell| cell.replace('|', "\\|")).collect();
            say(&mut out, &format!("| {} |", escaped.join(" | ")));
            if number == 0 {
                say(&mut out, &format!("|{}", " --- |".repeat(line.len())));
            }
        }
    } else {
        say(&mut out, "No measure differs.");
    }
    rest(compared, "- ", &mut out);
    out
}

/// What stands below the table.
fn rest(compared: &Compared, dash: &str, out: &mut String) {
    let (colon, indent) = if dash.is_empty() {
        (":", "  ")
    } else {
        (":\n", dash)
    };
    for (title, lines, more) in notes(compared, SHOWN) {
        say(out, &format!("\n{title}{colon}"));
        for line in lines {
            say(out, &format!("{indent}{line}"));
        }
        if more > 0 {
            say(
                out,
                &format!("  … and {more} more (use --format json for all)"),
            );
        }
    }
}

/// What differs beside the measures: a title, at most so many lines, and how many there are beside those.
pub fn notes(compared: &Compared, most: usize) -> Vec<(String, Vec<String>, usize)> {
    let mut notes = Vec::new();
    let name = |column: usize| clean(&compared.columns[column]).into_owned();
    let mut list = |title: &str, lines: Vec<String>| {
        if lines.is_empty() {
            return;
        }
        let more = lines.len().saturating_sub(most);
        let lines = lines.into_iter().take(most);
        let lines = lines.map(|line| clean(&line).into_owned()).collect();
        notes.push((title.to_owned(), lines, more));
    };
    let verdicts = compared.verdicts.iter().enumerate();
    list(
        VERDICTS,
        verdicts
            .map(|(index, verdict)| format!("{}: {verdict}", name(index)))
            .collect(),
    );
    let told = |one: &Told| {
        let finding = &one.finding;
        let place = if one.path.is_empty() {
            "the plan"
        } else {
            one.path.as_str()
        };
        format!(
            "{}: {} {} {place}: {}",
            name(one.column),
            finding.severity.word(),
            finding.code,
            finding.message
        )
    };
    list("gained", compared.gained.iter().map(told).collect());
    list("lost", compared.lost.iter().map(told).collect());
    let moves = compared.moves.iter().map(|one| {
        let to = one
            .to
            .map_or_else(|| "nowhere".to_owned(), |to| to.to_string());
        format!(
            "{}: {}{}.{} {} → {to}",
            name(one.column),
            one.path,
            times(one.members),
            one.field,
            one.from
        )
    });
    list(&format!("moves ({})", compared.moved()), moves.collect());
    let costs = compared
        .costs
        .iter()
        .filter(|cost| !cost.prefixes.is_zero());
    let costs = costs.map(|cost| {
        let prefixes = match cost.prefixes {
            Count::ONE => "1 prefix moves".to_owned(),
            number => format!("{number} prefixes move"),
        };
        let shoots = match cost.shoots {
            Count::ONE => "1 shoot lies in what moves".to_owned(),
            number => format!("{number} shoots lie in what moves"),
        };
        let zones = match cost.zones {
            Count::ONE => "1 reverse zone changes".to_owned(),
            number => format!("{number} reverse zones change"),
        };
        format!("{}: {prefixes}, {shoots}, {zones}", name(cost.column))
    });
    list("renumbering", costs.collect());
    let anew = compared.anew.iter().map(|one| {
        format!(
            "{}: {}{} ({})",
            name(one.column),
            one.path,
            times(one.members),
            one.fields.join(", ")
        )
    });
    list(
        "to be made anew, as Gardener changes these for no cluster",
        anew.collect(),
    );
    notes
}

fn say(out: &mut String, line: &str) {
    writeln!(out, "{line}").expect("invariant: writing to a string does not fail");
}

/// ` ×200` behind what stands for as many.
fn times(members: Count) -> String {
    if members == Count::ONE {
        return String::new();
    }
    format!(" ×{members}")
}
