//! `trellis show`, and `trellis` alone: the plan as a tree.

use std::path::{Path, PathBuf};

use clap_complete::engine::ArgValueCompleter;

use super::args::{Format, date};
use super::completions::blocks;
use super::console::Console;
use super::failure::Failure;
use super::file::{called, read};
use super::{Outcome, nearest_command, today};
use crate::document::FileKind;
use crate::engine::member_at;
use crate::plan::Date;
use crate::report::ruler::{self, Scale};
use crate::report::{Sheet, fields, json, text, tree};
use crate::source::NodeId;

/// Show where every prefix lands, what each level has, needs and keeps
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A plan; - is standard input
    plan: PathBuf,
    /// What to show of it: eu10/live, or one member: eu10/live/prod-7
    #[arg(add = ArgValueCompleter::new(blocks))]
    path: Option<String>,
    /// Show the ruler in bits
    #[arg(long, conflicts_with = "fields")]
    bits: bool,
    /// Every field of it instead: its value, where that comes from, and whether it can change once there are clusters
    #[arg(long)]
    fields: bool,
    /// For whom the output is
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
    /// The day on which waivers are judged, instead of the clock's
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// The variant of the plan to take, instead of the plan as it is
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
}

/// The plan that is shown where there is none.
pub(super) const EXAMPLE: &str = include_str!("../../assets/plans/landscape.yaml");
/// The plan that is shown where none is named.
pub(super) const USUAL: &str = "trellis.yaml";

/// Shows a plan or a part of it.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let source = read(&args.plan)?.text(&args.plan)?;
    let document = console.variant(source, today(args.today), args.variant.as_deref())?;
    let sheet = Sheet::new(called(&args.plan), document);
    if !is_plan(&sheet, console) {
        return Ok(Outcome::Found);
    }
    let path = args.path.as_deref().unwrap_or("");
    let found = sheet.document.plan().find(plain(path))?;
    let members = member_at(&found);
    let output = match args.format {
        Format::Human if args.fields => {
            fields::print(&sheet.document, found.node, &members, console.out)
        }
        Format::Json if args.fields => fields::json(&sheet.document, found.node, &members),
        Format::Human => {
            let tree = tree::tree(&sheet, found.node, &members, console.out);
            let scale = if args.bits {
                Scale::Bits
            } else {
                Scale::Digits
            };
            let look = (scale, console.out);
            tree + &ruler::print(&sheet.document, &found, &members, look)
        }
        Format::Json => json::show(&sheet.document, found.node, &members),
    };
    console.print(&output)?;
    if args.format == Format::Human
        && !args.fields
        && !sheet.findings.is_empty()
        && found.node == NodeId::ROOT
    {
        let summary = text::summary(&sheet, console.err);
        console.say(&format!("\n{summary}"));
    }
    Ok(Outcome::Fine)
}

/// A path as people write it: `.` and `/` are the plan, and slashes round it do not matter.
pub(super) fn plain(path: &str) -> &str {
    match path.trim_matches('/') {
        "." => "",
        path => path,
    }
}

/// Shows a whole plan with all findings: the one that is named, the usual one, or the example.
pub(super) fn overview(plan: Option<&Path>, console: &Console) -> Result<Outcome, Failure> {
    let usual = Path::new(USUAL);
    let named = plan.or_else(|| usual.is_file().then_some(usual));
    let (name, text) = if let Some(plan) = named {
        let contents = read(plan).map_err(|failure| meant(failure, plan))?;
        (called(plan), contents.text(plan)?)
    } else {
        console.say("There is no trellis.yaml in this folder; this is the built-in example.\n\n");
        ("landscape.yaml".to_owned(), EXAMPLE.to_owned())
    };
    let sheet = Sheet::new(name, console.document(text, today(None)));
    if !is_plan(&sheet, console) {
        return Ok(Outcome::Found);
    }
    let mut output = tree::tree(&sheet, NodeId::ROOT, &[], console.out);
    output.push('\n');
    output.push_str(&text::findings(&sheet, console.out));
    console.print(&output)?;
    Ok(Outcome::Fine)
}

/// A file that is not there may have been meant as a command.
pub(super) fn meant(failure: Failure, plan: &Path) -> Failure {
    match failure {
        Failure::Missing { file, .. } => Failure::Missing {
            file,
            command: nearest_command(&called(plan)),
        },
        other => other,
    }
}

/// Whether there is a plan to show; if not, what is wrong is said.
pub(super) fn is_plan(sheet: &Sheet, console: &Console) -> bool {
    if sheet.document.kind() == FileKind::Plan {
        return true;
    }
    let output = text::findings(sheet, console.err);
    match sheet.document.kind() {
        FileKind::Manifest => console.say("trellis: this is a Kubernetes manifest, and no plan\n"),
        FileKind::Profile => console.say("trellis: this is a profile of a provider, and no plan\n"),
        FileKind::Plan | FileKind::Other => console.say(&output),
    }
    false
}
