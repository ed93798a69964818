//! `trellis check`: what is wrong with plans, and with Shoot manifests.

mod against;
mod folder;
mod mend;

use std::path::{Path, PathBuf};

use super::args::{CheckFormat, Fixes, Severity, date, version};
use super::console::Console;
use super::failure::Failure;
use super::file::{Contents, called, is_stdin, read};
use super::{Outcome, today};
use crate::addr::Count;
use crate::diag::{self, Anchor, Finding};
use crate::document::{Document, FileKind, LIMITS, read_tree};
use crate::engine::deciding;
use crate::manifest::{self, CHECKS, Landscape, Manifests, check_all, is_manifest, waive};
use crate::plan::{Date, Field, Kind, Version};
use crate::report::{Checked, ManifestSheet, Sheet, github, json, sarif, text};
use crate::source::{NodeId, Place, Span};
use crate::visible::clean_lines;
use crate::yaml::Tree;
use against::Before;
use folder::Named;
use mend::Mender;

/// Find what cannot work, what will hurt, and what could be better
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Plans, Shoot manifests as they are in git or come from kubectl, or folders of them; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What it was before: adds what an update would be refused for, or what has moved
    #[arg(long, value_name = "OLD")]
    against: Option<PathBuf>,
    /// For whom the output is
    #[arg(long, value_enum, default_value = "human")]
    format: CheckFormat,
    /// Write what mends findings into the files: `safe` what keeps the meaning, `all` what is suggested, too
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "safe", value_name = "WHICH")]
    fix: Option<Fixes>,
    /// The version of Gardener that judges manifests, instead of the newest known
    #[arg(long, value_parser = version, value_name = "VERSION")]
    gardener_version: Option<Version>,
    /// From which severity on findings give exit code 1
    #[arg(long, value_enum, default_value = "error", value_name = "SEVERITY")]
    deny: Severity,
    /// The day on which waivers are judged, instead of the clock's
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// The variant of the plans to check, instead of the plans as they are
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
}

/// What a file was read as, before it is checked.
enum Opened {
    Plan(Box<Sheet>),
    Manifests(String, Box<Manifests>),
}

/// A file with what was read of it.
struct One {
    file: PathBuf,
    opened: Opened,
    /// Whether it was named itself, and not found in a folder.
    itself: bool,
}

impl One {
    /// Whether it is to be told of: what lies in a folder may be for others.
    fn matters(&self) -> bool {
        let ours = match &self.opened {
            Opened::Plan(sheet) => sheet.document.kind() != FileKind::Other,
            Opened::Manifests(_, manifests) => {
                !manifests.shoots.is_empty()
                    || manifests
                        .findings
                        .iter()
                        .any(|finding| finding.code != "file-kind")
            }
        };
        self.itself || ours
    }
}

/// Checks every file that can be read, and complains of the others.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let today = today(args.today);
    let before = match &args.against {
        Some(file) => Some(Before::read(file, today, console.profiles)?),
        None => None,
    };
    let mut opened = Vec::new();
    let (files, mut failures) = folder::files(&args.files);
    if args.fix.is_some() && files.iter().any(|named| is_stdin(&named.file)) {
        return Err(Failure::FixesStdin);
    }
    for Named { file, itself } in files {
        match read(&file) {
            Ok(contents) => opened.push(One {
                opened: as_variant(open(&file, contents, today, console), args)?,
                file,
                itself,
            }),
            Err(error) => failures.push(error),
        }
    }
    if let Some(before) = &before {
        against::same_kind(before, &opened)?;
    }
    let judge = Judge {
        today,
        before: before.as_ref(),
        landscape: landscape(&opened, args.gardener_version),
    };
    let opened = judge.mended(opened, args.fix, console)?;
    let sheets = judge.check(opened);
    print(&sheets, args.format, console)?;
    let worst = sheets.iter().filter_map(Checked::worst).max();
    let last = failures.pop();
    for failure in &failures {
        console.complain(failure);
    }
    match last {
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

/// Seeds and what else matters, of all files together.
fn landscape(opened: &[One], gardener: Option<Version>) -> Landscape {
    let mut landscape = Landscape {
        gardener,
        ..Landscape::default()
    };
    for One { opened, .. } in opened {
        if let Opened::Manifests(_, manifests) = opened {
            landscape.extend(&manifests.landscape);
        }
    }
    landscape
}

/// What files are judged by, beside themselves.
struct Judge<'a> {
    today: Date,
    before: Option<&'a Before>,
    landscape: Landscape,
}

impl Judge<'_> {
    fn mended(
        &self,
        opened: Vec<One>,
        fixes: Option<Fixes>,
        console: &Console,
    ) -> Result<Vec<Opened>, Failure> {
        let matter = opened.into_iter().filter(One::matters);
        let Some(fixes) = fixes else {
            return Ok(matter.map(|one| one.opened).collect());
        };
        let mender = Mender { fixes, judge: self };
        matter
            .map(|one| mender.mend(&one.file, one.opened, console))
            .collect()
    }

    /// What is found in manifests, with what is waived as advice.
    fn findings(&self, manifests: &Manifests) -> Vec<manifest::Finding> {
        let old = self.before.and_then(Before::manifests);
        let mut findings = check_all(manifests, old, &self.landscape);
        waive(manifests, &mut findings, self.today, &codes());
        findings
    }

    fn check(&self, opened: Vec<Opened>) -> Vec<Checked> {
        let checked = |opened| match opened {
            Opened::Plan(mut sheet) => {
                if let Some(before) = self.before.and_then(Before::plan) {
                    sheet.add(against::moves(&sheet, before));
                }
                Checked::Plan(sheet)
            }
            Opened::Manifests(name, manifests) => {
                let findings = self.findings(&manifests);
                let sheet = ManifestSheet::new(name, *manifests, findings);
                Checked::Manifests(Box::new(sheet))
            }
        };
        opened.into_iter().map(checked).collect()
    }
}

/// Every code that a check of manifests gives out.
fn codes() -> Vec<&'static str> {
    let mut codes: Vec<&str> = CHECKS.iter().map(|check| check.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn print(sheets: &[Checked], format: CheckFormat, console: &Console) -> Result<(), Failure> {
    for sheet in sheets {
        let line = match sheet {
            Checked::Plan(sheet) => note(sheet).filter(|_| format == CheckFormat::Human),
            Checked::Manifests(sheet) => sheet
                .left()
                .map(|left| format!("trellis: {}: not checked: {left}\n", sheet.file)),
        };
        if let Some(line) = line {
            console.say(&clean_lines(&line));
        }
    }
    match format {
        CheckFormat::Json => console.print(&json::check(sheets)),
        CheckFormat::Sarif => console.print(&sarif::check(sheets)),
        CheckFormat::Github => console.print(&github::check(sheets)),
        CheckFormat::Human => sheets.iter().enumerate().try_for_each(|(number, sheet)| {
            let gap = if number > 0 { "\n" } else { "" };
            let findings = match sheet {
                Checked::Plan(sheet) => text::findings(sheet.as_ref(), console.out),
                Checked::Manifests(sheet) => text::findings(sheet.as_ref(), console.out),
            };
            console.print(&format!("{gap}{findings}"))
        }),
    }
}

/// A plan as the variant that was named; manifests have none.
fn as_variant(opened: Opened, args: &Args) -> Result<Opened, Failure> {
    Ok(match (opened, &args.variant) {
        (Opened::Plan(sheet), Some(name)) if sheet.document.kind() == FileKind::Plan => {
            let document = sheet.document.variant(name)?;
            Opened::Plan(Box::new(Sheet::new(sheet.file, document)))
        }
        (opened, _) => opened,
    })
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
