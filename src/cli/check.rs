//! `trellis check`: what is wrong with plans, and with Shoot manifests.

mod against;

use std::path::{Path, PathBuf};

use super::args::{Format, Severity, date};
use super::console::Console;
use super::failure::Failure;
use super::file::{Contents, called, read};
use super::{Outcome, today};
use crate::addr::Count;
use crate::diag::{self, Anchor, Finding};
use crate::document::{Document, LIMITS, read_tree};
use crate::engine::deciding;
use crate::manifest::{Landscape, Manifests, check_all, is_manifest};
use crate::plan::{Date, Field, Kind};
use crate::report::{Checked, ManifestSheet, Sheet, json, look, text};
use crate::source::{NodeId, Place, Span};
use crate::yaml::Tree;
use against::Before;

/// Find what cannot work, what will hurt, and what could be better
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Plans, or Shoot manifests as they are in git or come from kubectl; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What it was before: adds what an update would be refused for, or what has moved
    #[arg(long, value_name = "OLD")]
    against: Option<PathBuf>,
    /// For whom the output is
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// From which severity on findings give exit code 1
    #[arg(long, value_enum, default_value = "error", value_name = "SEVERITY")]
    deny: Severity,
    /// The day on which waivers are judged, instead of the clock's
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
}

/// What a file was read as, before it is checked.
enum Opened {
    Plan(Box<Sheet>),
    Manifests(String, Box<Manifests>),
}

/// Checks every file that can be read, and complains of the others.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let today = today(args.today);
    let before = match &args.against {
        Some(file) => Some(Before::read(file, today, console.profiles)?),
        None => None,
    };
    let mut opened = Vec::new();
    let mut failure = None;
    for file in &args.files {
        match read(file) {
            Ok(contents) => opened.push(open(file, contents, today, console)),
            Err(error) => {
                if let Some(before) = failure.replace(error) {
                    console.complain(&before);
                }
            }
        }
    }
    if let Some(before) = &before {
        against::same_kind(before, &opened)?;
    }
    let sheets = check(opened, before.as_ref());
    print(&sheets, args.format, console)?;
    let worst = sheets.iter().filter_map(Checked::worst).max();
    match failure {
        Some(failure) => Err(failure),
        None if worst >= Some(diag::Severity::from(args.deny)) => Ok(Outcome::Found),
        None => Ok(Outcome::Fine),
    }
}

/// Which Kubernetes decides where a plan says none.
fn note(sheet: &Sheet) -> Option<String> {
    let (plan, evaluation) = (sheet.document.plan(), sheet.document.evaluation());
    let unsaid = plan
        .walk()
        .filter(|&node| plan.kind(node) == Kind::Shoot)
        .filter(|&node| {
            evaluation
                .settings(node)
                .version(plan, Field::Kubernetes)
                .is_none()
        })
        .count();
    let shoots = match unsaid {
        0 => return None,
        1 => "1 shoot says".to_owned(),
        unsaid => format!("{} shoots say", Count::from(u64::try_from(unsaid).ok()?)),
    };
    Some(format!(
        "trellis: {}: {shoots} no `kubernetes`, and the limits of {}, the newest known, were taken\n",
        sheet.file,
        deciding(None)
    ))
}

fn check(opened: Vec<Opened>, before: Option<&Before>) -> Vec<Checked> {
    let mut landscape = Landscape::default();
    for opened in &opened {
        if let Opened::Manifests(_, manifests) = opened {
            landscape.extend(&manifests.landscape);
        }
    }
    let old = before.and_then(Before::manifests);
    let checked = |opened| match opened {
        Opened::Plan(mut sheet) => {
            if let Some(before) = before.and_then(Before::plan) {
                sheet.add(against::moves(&sheet, before));
            }
            Checked::Plan(sheet)
        }
        Opened::Manifests(name, manifests) => {
            let findings = check_all(&manifests, old, &landscape);
            let sheet = ManifestSheet::new(name, *manifests, findings);
            Checked::Manifests(Box::new(sheet))
        }
    };
    opened.into_iter().map(checked).collect()
}

fn print(sheets: &[Checked], format: Format, console: &Console) -> Result<(), Failure> {
    for sheet in sheets {
        let line = match sheet {
            Checked::Plan(sheet) => note(sheet).filter(|_| format == Format::Human),
            Checked::Manifests(sheet) => sheet
                .left()
                .map(|left| format!("trellis: {}: not checked: {left}\n", sheet.file)),
        };
        if let Some(line) = line {
            console.say(&look::clean_lines(&line));
        }
    }
    match format {
        Format::Json => console.print(&json::check(sheets)),
        Format::Human => sheets.iter().enumerate().try_for_each(|(number, sheet)| {
            let gap = if number > 0 { "\n" } else { "" };
            let findings = match sheet {
                Checked::Plan(sheet) => text::findings(sheet.as_ref(), console.out),
                Checked::Manifests(sheet) => text::findings(sheet.as_ref(), console.out),
            };
            console.print(&format!("{gap}{findings}"))
        }),
    }
}

/// What stands in a file. What is no text has one finding, which says so.
fn open(file: &Path, contents: Contents, today: Date, console: &Console) -> Opened {
    let name = called(file);
    let about_text = |code, span: Option<Span>, message: &str, help: &str| {
        let place = Place::node(NodeId::ROOT);
        let mut finding = Finding::new(code, diag::Severity::Error, place, message).help(help);
        if let Some(span) = span {
            finding.at = Anchor::Text(span, NodeId::ROOT);
        }
        finding
    };
    let sheet = match contents {
        Contents::Text(text) => {
            let (tree, faults) = Tree::read(&text, LIMITS);
            if is_manifest(&text, &tree) {
                let manifests = Manifests::new(text, tree, &faults);
                return Opened::Manifests(name, Box::new(manifests));
            }
            let parsed = read_tree(&text, tree, &faults);
            Sheet::new(name, Document::of(text, parsed, today, console.profiles))
        }
        Contents::NotText { before, byte } => {
            let at = before.len();
            let message = format!("byte {} is 0x{byte:02x}, which is not UTF-8", at + 1);
            let span = Span::new(at, at);
            let finding = about_text("file-syntax", Some(span), &message, "write it in UTF-8");
            Sheet::with_findings(name, Document::new(before, today), vec![finding])
        }
        Contents::TooLarge => {
            let message = "this is larger than 256 MiB";
            let help = "split it: one plan a landscape";
            let finding = about_text("file-limit", None, message, help);
            Sheet::with_findings(name, Document::new(String::new(), today), vec![finding])
        }
    };
    Opened::Plan(Box::new(sheet))
}
