//! `trellis check`: what is wrong with plans.

use std::path::{Path, PathBuf};

use super::args::{Format, Severity, date};
use super::console::Console;
use super::failure::Failure;
use super::file::{Contents, called, read};
use super::{Outcome, today};
use crate::addr::Count;
use crate::diag::{self, Anchor, Finding};
use crate::document::{Document, FileKind};
use crate::engine::deciding;
use crate::plan::{Date, Field, Kind};
use crate::report::{Sheet, json, text};
use crate::source::{NodeId, Place, Span};

/// Find what cannot work, what will hurt, and what could be better
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Plans; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
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

/// Checks every file that can be read, and complains of the others.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let today = today(args.today);
    let mut sheets = Vec::new();
    let mut failure = None;
    let mut worst = None;
    for (number, file) in args.files.iter().enumerate() {
        let sheet = match read(file) {
            Ok(contents) => sheet(file, contents, today, console),
            Err(error) => {
                if let Some(before) = failure.replace(error) {
                    console.complain(&before);
                }
                continue;
            }
        };
        if sheet.document.kind() == FileKind::Manifest {
            let line = format!(
                "trellis: `{}` is a Kubernetes manifest; only plans are checked\n",
                sheet.file
            );
            console.say(&crate::report::look::clean_lines(&line));
        }
        if let Some(note) = note(&sheet).filter(|_| args.format == Format::Human) {
            console.say(&crate::report::look::clean_lines(&note));
        }
        worst = worst.max(sheet.worst());
        match args.format {
            Format::Human => {
                let gap = if number > 0 { "\n" } else { "" };
                console.print(&format!("{gap}{}", text::findings(&sheet, console.out)))?;
            }
            Format::Json => sheets.push(sheet),
        }
    }
    if args.format == Format::Json {
        console.print(&json::check(&sheets))?;
    }
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

/// What stands in a file, with all findings. What is no text has one finding, which says so.
fn sheet(file: &Path, contents: Contents, today: Date, console: &Console) -> Sheet {
    let name = called(file);
    let about_text = |code, span: Option<Span>, message: &str, help: &str| {
        let place = Place::node(NodeId::ROOT);
        let mut finding = Finding::new(code, diag::Severity::Error, place, message).help(help);
        if let Some(span) = span {
            finding.at = Anchor::Text(span, NodeId::ROOT);
        }
        finding
    };
    match contents {
        Contents::Text(text) => Sheet::new(name, console.document(text, today)),
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
    }
}
