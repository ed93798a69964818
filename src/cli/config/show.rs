//! `trellis config` and `trellis keys`: what is in force, and from where.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::{Config, VARIABLE, folder};
use crate::cli::Outcome;
use crate::cli::args::Format;
use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::file::called;
use crate::tui::keymap::{Keymap, TYPING, id};
use crate::tui::settings::{Choice, SETTINGS};
use crate::tui::theme::Scheme;
use crate::visible::clean;

/// Show what is configured, and from where; mistakes in it are told
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// For people or for scripts
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

/// Print the keys of the screen that are in force
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct KeysArgs {
    /// For people or for scripts
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
}

/// One setting in force.
struct Row {
    key: &'static str,
    value: String,
    from: String,
    does: &'static str,
}

/// Shows the settings.
pub(in crate::cli) fn run(
    args: &Args,
    config: &Config,
    console: &Console,
) -> Result<Outcome, Failure> {
    let text = match args.format {
        Format::Human => settings(config),
        Format::Json => settings_json(config),
    };
    console.print(&text)?;
    Ok(outcome(config))
}

/// Shows the keys.
pub(in crate::cli) fn run_keys(
    args: &KeysArgs,
    config: &Config,
    console: &Console,
) -> Result<Outcome, Failure> {
    let keys = config.keys();
    let text = match args.format {
        Format::Human => table(&key_rows(config, keys)),
        Format::Json => keys_json(config, keys),
    };
    console.print(&text)?;
    Ok(outcome(config))
}

/// Mistakes have been told on standard error already.
fn outcome(config: &Config) -> Outcome {
    if config.is_wrong() {
        Outcome::Found
    } else {
        Outcome::Fine
    }
}

fn rows(config: &Config) -> Vec<Row> {
    let settings = &config.settings;
    let word = |choice: Choice| match choice {
        Choice::Auto => None,
        Choice::Yes => Some("yes".to_owned()),
        Choice::No => Some("no".to_owned()),
    };
    let row = |setting: &crate::tui::settings::Setting| {
        let (said, usual) = match setting.key {
            "ascii" => (word(settings.ascii), "auto"),
            "mouse" => (word(settings.mouse), "yes"),
            "keymap" => (settings.keymap.clone(), "standard"),
            _ => (settings.theme.clone(), "auto"),
        };
        Row {
            key: setting.key,
            from: if said.is_some() {
                "config.yaml"
            } else {
                "built in"
            }
            .to_owned(),
            value: said.unwrap_or_else(|| usual.to_owned()),
            does: setting.does,
        }
    };
    SETTINGS.iter().map(row).collect()
}

fn settings(config: &Config) -> String {
    let mut out = String::new();
    let place = match folder() {
        Some(folder) if folder.is_dir() => called(&folder),
        Some(folder) => format!("{} (not there; {VARIABLE} names another)", called(&folder)),
        None => format!("none ({VARIABLE} names one)"),
    };
    writeln!(out, "folder  {}\n", clean(&place)).expect("a string takes all");
    let rows = rows(config);
    let lines: Vec<Vec<String>> = rows
        .into_iter()
        .map(|row| vec![row.key.to_owned(), row.value, row.from, row.does.to_owned()])
        .collect();
    out.push_str(&table(&lines));
    out.push_str("\nthemes\n");
    let own = config.themes.iter().copied();
    let own = own.map(|scheme| (scheme, "themes/"));
    let all = own.chain(Scheme::builtin().map(|scheme| (scheme, "built in")));
    let lines: Vec<Vec<String>> = all
        .map(|(scheme, from)| {
            vec![
                format!("  {}", scheme.name),
                from.to_owned(),
                scheme.title.clone(),
            ]
        })
        .collect();
    out.push_str(&table(&lines));
    out
}

fn settings_json(config: &Config) -> String {
    let rows = rows(config).into_iter();
    let rows: Vec<serde_json::Value> = rows
        .map(|row| serde_json::json!({"key": row.key, "value": row.value, "from": row.from}))
        .collect();
    let folder = folder().map(|folder| folder.to_string_lossy().into_owned());
    let own = config.themes.iter().copied();
    let themes: Vec<&str> = own
        .chain(Scheme::builtin())
        .map(|scheme| scheme.name.as_str())
        .collect();
    let value = serde_json::json!({
        "version": 1, "folder": folder, "settings": rows, "themes": themes,
    });
    format!("{value:#}\n")
}

/// Where a command's keys come from.
fn origin(config: &Config, keys: Keymap, row: &crate::tui::keymap::Binding) -> String {
    let base = config.base();
    if keys.binding(row.command).keys != base.binding(row.command).keys {
        return "keymap.yaml".to_owned();
    }
    if base.binding(row.command).keys == Keymap::standard().binding(row.command).keys {
        return "standard".to_owned();
    }
    config.settings.keymap.clone().unwrap_or_default()
}

fn key_rows(config: &Config, keys: Keymap) -> Vec<Vec<String>> {
    let row = |row: &crate::tui::keymap::Binding| {
        let keys_of = match row.keys {
            [] => "no key".to_owned(),
            keys => keys.join(" "),
        };
        vec![
            id(row.command),
            keys_of,
            origin(config, keys, row),
            row.does.to_owned(),
        ]
    };
    let typing = TYPING.iter().map(|row| {
        vec![
            "in a field".to_owned(),
            row.keys.join(" "),
            "standard".to_owned(),
            row.does.to_owned(),
        ]
    });
    keys.rows().iter().map(row).chain(typing).collect()
}

fn keys_json(config: &Config, keys: Keymap) -> String {
    let rows: Vec<serde_json::Value> = keys
        .rows()
        .iter()
        .map(|row| {
            serde_json::json!({
                "command": id(row.command), "keys": row.keys, "from": origin(config, keys, row), "does": row.does,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::json!({"version": 1, "keys": rows}))
}

/// Columns beside one another.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        rows.iter()
            .map(|row| row[column].width())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
