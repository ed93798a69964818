//! `trellis import`: what already runs, as a plan, or merged into one.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::args::date;
use super::console::Console;
use super::export::write;
use super::failure::Failure;
use super::file::{called, is_stdin, read, replace};
use super::show::plain;
use super::{Outcome, today};
use crate::diag::Severity;
use crate::document::{FileKind, LIMITS};
use crate::import::{self, Imported, Merged, Remark};
use crate::manifest::{Finding, Landscape, Manifests};
use crate::plan::{Date, Draft, Edit, Field, Kind};
use crate::report::{ManifestSheet, Sheet, diff, text};
use crate::visible::clean_lines;
use crate::yaml::Tree;

/// Read Shoot manifests, or a table of prefixes, and write them as a plan
///
/// Manifests may stand in many files, many documents, or a List as `kubectl get shoots -A -o yaml` prints it; what their
/// status says is kept too. A table (CSV) has a column of prefixes, and may have others for names, parents and status.
/// What cannot be understood is told and kept as a note; other objects are left out.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Shoot manifests or tables; - is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The plan to write instead of standard output
    #[arg(short, long, value_name = "PLAN", conflicts_with = "into")]
    output: Option<PathBuf>,
    /// A plan to merge into, by namespace and name; its comments stay
    #[arg(long, value_name = "PLAN")]
    into: Option<PathBuf>,
    /// The block of that plan to look in and to add to: eu10/live; . is the plan itself
    #[arg(long, value_name = "PATH", requires = "into", default_value = ".")]
    under: String,
    /// Print what would differ in the plan, and write nothing
    #[arg(long, requires = "into")]
    dry_run: bool,
    /// The day on which waivers are judged, instead of the clock's
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
}

/// What was read of all files.
#[derive(Debug, Default)]
struct Gathered {
    shoots: Vec<Imported>,
    known: HashMap<String, usize>,
    blocks: Vec<Draft>,
    landscape: Landscape,
    /// Whether something was left out.
    lost: bool,
}

/// Imports every file that can be read, and complains of the others.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let mut gathered = Gathered::default();
    let mut failure = None;
    for file in &args.files {
        let contents = read(file).and_then(|contents| contents.text(file));
        match contents {
            Ok(contents) => gathered.read(file, contents, console),
            Err(error) => {
                if let Some(before) = failure.replace(error) {
                    console.complain(&before);
                }
            }
        }
    }
    let nothing = gathered.shoots.is_empty() && gathered.blocks.is_empty();
    if nothing {
        return match failure {
            Some(failure) => Err(failure),
            None => Err(Failure::NothingToImport),
        };
    }
    gathered.tell_pools(console);
    let lost = gathered.lost;
    match &args.into {
        Some(plan) => into(args, plan, gathered, console)?,
        None => alone(args, gathered, console)?,
    }
    match failure {
        Some(failure) => Err(failure),
        None if lost => Ok(Outcome::Found),
        None => Ok(Outcome::Fine),
    }
}

impl Gathered {
    fn read(&mut self, file: &Path, contents: String, console: &Console) {
        if import::is_csv(&contents) {
            let (blocks, remarks) = import::read_csv(&contents);
            self.lost |= blocks.is_empty();
            self.blocks.extend(blocks);
            return tell(file, &remarks, console);
        }
        let (tree, faults) = Tree::read(&contents, LIMITS);
        let is_plan = tree
            .roots()
            .iter()
            .any(|&root| tree.value(&contents, root, "trellis").is_some());
        if is_plan {
            self.lost = true;
            let line = format!(
                "trellis: {}: this is a plan already, and is not imported\n",
                called(file)
            );
            return console.say(&clean_lines(&line));
        }
        let manifests = Manifests::new(contents, tree, &faults);
        self.landscape.extend(&manifests.landscape);
        let (shoots, remarks) = import::shoots(&manifests);
        let before = self.shoots.len();
        for shoot in shoots {
            self.add(file, shoot, console);
        }
        let read = self.shoots.len() > before;
        self.complain(file, manifests, read, console);
        tell(file, &remarks, console);
    }

    fn add(&mut self, file: &Path, shoot: Imported, console: &Console) {
        let path = shoot.path();
        let next = self.shoots.len();
        let index = *self.known.entry(path.clone()).or_insert(next);
        if index == next {
            self.shoots.push(shoot);
            return;
        }
        let line = format!(
            "trellis: {}:{}: {path}: another file has it too; this one is imported\n",
            called(file),
            shoot.line
        );
        console.say(&clean_lines(&line));
        self.shoots[index] = shoot;
    }

    /// How much was read.
    fn what(&self) -> String {
        match (self.shoots.len(), self.blocks.len()) {
            (shoots, 0) => several(shoots, "shoot"),
            (0, blocks) => several(blocks, "outermost block"),
            (shoots, blocks) => format!(
                "{} and {}",
                several(shoots, "shoot"),
                several(blocks, "outermost block")
            ),
        }
    }

    /// What holds for many Shoots is said once.
    fn tell_pools(&self, console: &Console) {
        let several = self.shoots.iter().filter(|shoot| shoot.pools > 1).count();
        let who = match several {
            0 => return,
            1 => "1 shoot has".to_owned(),
            several => format!("{several} shoots have"),
        };
        console.say(&format!(
            "trellis: {who} several pools of workers: max-nodes is the sum of their maxima, and manifest-fields keep the first pool\n"
        ));
    }

    /// Tells what is wrong with the text itself, and which other objects it has.
    fn complain(&mut self, file: &Path, manifests: Manifests, read: bool, console: &Console) {
        let wrong = |finding: &&Finding| {
            finding.code != "duplicate-name"
                && (finding.code != "file-kind" || !read || finding.severity == Severity::Error)
        };
        let findings: Vec<Finding> = manifests.findings.iter().filter(wrong).cloned().collect();
        self.lost |= findings
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        let sheet = ManifestSheet::new(called(file), manifests, findings);
        if !sheet.findings.is_empty() {
            console.say(&text::findings(&sheet, console.err));
        }
        if let Some(left) = sheet.left() {
            console.say(&clean_lines(&format!(
                "trellis: {}: not imported: {left}\n",
                sheet.file
            )));
        }
    }
}

/// Says what was made of single values.
fn tell(file: &Path, remarks: &[Remark], console: &Console) {
    let lines: Vec<String> = remarks
        .iter()
        .map(|remark| format!("trellis: {}:{remark}\n", called(file)))
        .collect();
    console.say(&clean_lines(&lines.concat()));
}

/// Writes a plan of what was read.
fn alone(args: &Args, gathered: Gathered, console: &Console) -> Result<(), Failure> {
    let mut document =
        console.document("trellis: 1\nname: imported\n".to_owned(), today(args.today));
    let what = gathered.what();
    let mut root = import::plan(gathered.shoots);
    if let Some(seeds) = import::seeds(&gathered.landscape) {
        root.fields.push((Field::Seeds, seeds));
    }
    root.children.extend(gathered.blocks);
    for edit in import::edits(document.plan(), root) {
        document.apply(edit)?;
        document.save()?;
    }
    let text = document.text();
    match args.output.as_deref().filter(|file| !is_stdin(file)) {
        Some(file) => {
            write(file, text)?;
            console.say(&clean_lines(&format!("{what} in {}\n", called(file))));
        }
        None => console.print(text)?,
    }
    Ok(())
}

/// A number of things, in words.
fn several(number: usize, word: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {word}{plural}")
}

/// Merges what was read into a plan.
fn into(args: &Args, file: &Path, gathered: Gathered, console: &Console) -> Result<(), Failure> {
    let old = read(file)?.text(file)?;
    let mut document = console.document(old.clone(), today(args.today));
    if document.kind() != FileKind::Plan {
        let sheet = Sheet::new(called(file), document);
        console.say(&text::findings(&sheet, console.err));
        return Err(Failure::NoPlan { file: called(file) });
    }
    let found = super::change::definition(&document, &args.under)?;
    let under = found.node;
    if found.range.is_some() || document.plan().kind(under) == Kind::Shoot {
        return Err(Failure::NoBlock {
            path: plain(&args.under).to_owned(),
        });
    }
    let mut merged = import::merge(&document, under, &gathered.shoots);
    import::merge_blocks(&document, under, gathered.blocks, &mut merged);
    import::merge_seeds(&document, &gathered.landscape, &mut merged);
    report(&merged, console);
    document.apply(Edit::Many(merged.edits))?;
    document.save()?;
    let new = document.text();
    if args.dry_run {
        return console.print(&diff::unified(&called(file), &old, new));
    }
    if is_stdin(file) {
        return console.print(new);
    }
    if new == old {
        return Ok(());
    }
    replace(file, &old, new)
}

/// Says what was added, changed and gone.
fn report(merged: &Merged, console: &Console) {
    let mut lines = Vec::new();
    lines.extend(merged.added.iter().map(|path| format!("added: {path}")));
    for one in &merged.changed {
        let from = if one.from.is_empty() {
            "nothing"
        } else {
            &one.from
        };
        lines.push(format!(
            "changed: {}: {} was {from}, and is {}",
            one.path, one.field, one.to
        ));
    }
    lines.extend(
        merged
            .gone
            .iter()
            .map(|path| format!("gone: {path} is in no manifest; it stays in the plan")),
    );
    lines.extend(merged.members.iter().map(|(path, run)| {
        format!("member: {path} is one of {run}, and a run is changed as a whole, by hand")
    }));
    lines.push(format!(
        "{} added, {} changed in a field, {} gone, {} the same",
        merged.added.len(),
        merged.changed.len(),
        merged.gone.len(),
        merged.same
    ));
    console.say(&clean_lines(&format!("{}\n", lines.join("\n"))));
}
