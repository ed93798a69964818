//! `trellis export`: one thing as others read it, or every shoot as a file of its own. All or nothing is written.

mod patched;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap_complete::engine::ArgValueCompleter;

use super::args::date;
use super::completions::ranges;
use super::console::Console;
use super::failure::Failure;
use super::file::{called, is_stdin, read, replace};
use super::show::plain;
use super::{Outcome, today};
use crate::addr::Count;
use crate::document::{Document, FileKind};
use crate::format::{ExportError, Exporter, FORMATS, Manifest, format};
use crate::lint::export_warning;
use crate::plan::{Date, Found, Kind, Plan};
use crate::report::{Sheet, text};
use crate::source::NodeId;
use crate::visible::clean_lines;

/// Write a Shoot manifest that Gardener accepts, of one member or of all; or the plan in another form
///
/// A Shoot that has an error is refused, and nothing is written. Other forms take any path, or the whole plan.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A plan; - is standard input
    plan: PathBuf,
    /// Which shoot: eu10/live/prod-7/billing; not needed where there is one. With --all or another format, what to write of
    #[arg(add = ArgValueCompleter::new(ranges))]
    path: Option<String>,
    /// What to write
    #[arg(long, default_value = FORMATS[0].id, value_parser = PossibleValuesParser::new(FORMATS.iter().map(|format| format.id)))]
    format: String,
    /// The file to write instead of standard output; with --all, a new folder
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// An existing manifest to write the shoot's network fields into, and nothing else; - reads it and prints the new text.
    /// Without it, the file that `manifest` of the shoot names
    #[arg(long, value_name = "FILE", conflicts_with_all = ["all", "format"])]
    into: Option<PathBuf>,
    /// Print what would differ in that manifest, and write nothing
    #[arg(long, conflicts_with_all = ["all", "output"])]
    dry_run: bool,
    /// Leave the comments out that say why each value is as it is
    #[arg(long, conflicts_with = "into")]
    no_comments: bool,
    /// Write every shoot, each into a file of its own
    #[arg(long, requires = "output", conflicts_with = "format")]
    all: bool,
    /// The day on which waivers are judged, instead of the clock's
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// The variant of the plan to take, instead of the plan as it is
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
}

/// As many files are written at once and no more.
const MOST: Count = Count::new(10_000);

/// Exports one thing or all.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let source = read(&args.plan)?.text(&args.plan)?;
    let document = console.variant(source, today(args.today), args.variant.as_deref())?;
    if document.kind() != FileKind::Plan {
        let sheet = Sheet::new(called(&args.plan), document);
        console.say(&text::findings(&sheet, console.err));
        return Ok(Outcome::Found);
    }
    let plan = document.plan();
    let found = match &args.path {
        None if !args.all && args.format == FORMATS[0].id => only_shoot(plan),
        _ => None,
    };
    let found = match found {
        Some(only) => only,
        None => plan.find(plain(args.path.as_deref().unwrap_or("")))?,
    };
    let output = args.output.as_deref();
    if let Some(file) = patched::target(args, &document, &found) {
        return patched::run(args, &file, document, &found, console);
    }
    if args.dry_run {
        return Err(Failure::NoManifest);
    }
    match output {
        Some(folder) if args.all => export_all((args, &document), &found, folder, console)?,
        _ => {
            let text = one(args, &document, &found, console)?;
            match output.filter(|file| !is_stdin(file)) {
                None => console.print(&text)?,
                Some(file) => {
                    write(file, &text)?;
                    console.say(&format!("trellis: {} is written\n", called(file)));
                }
            }
        }
    }
    warn(&args.plan, document, &found, console);
    Ok(Outcome::Fine)
}

/// The one shoot of a plan that has no more.
fn only_shoot(plan: &Plan) -> Option<Found> {
    let mut shoots = plan.walk().filter(|&node| plan.kind(node) == Kind::Shoot);
    let shoot = shoots.next().filter(|_| shoots.next().is_none())?;
    let runs = plan.chain(shoot).filter(|&node| plan.is_counted(node));
    let mut members: Vec<(NodeId, Count)> = runs.map(|run| (run, plan.count(run))).collect();
    members.reverse();
    let is_one = members.iter().all(|&(_, count)| count == Count::ONE);
    is_one.then_some(Found {
        node: shoot,
        members,
        range: None,
    })
}

/// Tells what is advice in a plan and a warning in what was written.
fn warn(plan: &Path, document: Document, found: &Found, console: &Console) {
    let shoots = document.plan().walk_from(found.node);
    let shoots = shoots.filter(|&node| document.plan().kind(node) == Kind::Shoot);
    if let Some(finding) = export_warning(&document.context(), shoots) {
        let sheet = Sheet::with_findings(called(plan), document, vec![finding]);
        console.say(&text::findings(&sheet, console.err));
    }
}

/// One thing in the format that was asked for; of a Shoot it is told what the plan did not say.
fn one(
    args: &Args,
    document: &Document,
    found: &Found,
    console: &Console,
) -> Result<String, Failure> {
    let format = format(&args.format).expect("invariant: clap lets known formats through");
    if format.id != FORMATS[0].id {
        return Ok((format.export)(document, found)?);
    }
    let manifest = match Exporter::new(document).export(found) {
        Err(ExportError::NotAShoot { such, .. }) if args.path.is_none() => {
            return Err(Failure::WhichShoot { such });
        }
        exported => exported?,
    };
    say_unsaid(std::slice::from_ref(&manifest), console);
    Ok(printed(args, manifest).text)
}

fn printed(args: &Args, manifest: Manifest) -> Manifest {
    if args.no_comments {
        let text = manifest.bare();
        return Manifest { text, ..manifest };
    }
    manifest
}

/// What the plan does not say: what is lacking, and what customary values stand in for.
fn say_unsaid(manifests: &[Manifest], console: &Console) {
    let say = |words: &str, of: fn(&Manifest) -> &Vec<String>| {
        let all: BTreeSet<&str> = manifests.iter().flat_map(of).map(String::as_str).collect();
        if !all.is_empty() {
            let all: Vec<&str> = all.into_iter().collect();
            let line = format!("trellis: {words}: {}\n", all.join(", "));
            console.say(&clean_lines(&line));
        }
    };
    say("to be added", |manifest| &manifest.lacking);
    say("assumed", |manifest| &manifest.assumed);
}

fn export_all(
    (args, document): (&Args, &Document),
    found: &Found,
    folder: &Path,
    console: &Console,
) -> Result<(), Failure> {
    let plan = document.plan();
    let shoots: Vec<NodeId> = plan
        .walk_from(found.node)
        .filter(|&node| plan.kind(node) == Kind::Shoot)
        .collect();
    let total = shoots
        .iter()
        .try_fold(Count::ZERO, |sum, &shoot| {
            sum.plus(
                open_runs(plan, shoot, found)
                    .try_fold(Count::ONE, |product, run| product.times(plan.count(run)))?,
            )
        })
        .unwrap_or(Count::MAX);
    if total > MOST {
        return Err(Failure::TooMany { total, most: MOST });
    }
    if total.is_zero() {
        let path = plan.path(found.node);
        return Err(Failure::NoShoots { path });
    }
    let exporter = Exporter::new(document);
    let mut manifests = Vec::new();
    for &shoot in &shoots {
        for member in members(plan, shoot, found) {
            manifests.push(printed(args, exporter.export(&member)?));
        }
    }
    write_folder(folder, &manifests)?;
    say_unsaid(&manifests, console);
    console.say(&format!(
        "{} in {}\n",
        files(manifests.len()),
        called(folder)
    ));
    Ok(())
}

fn files(number: usize) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} file{plural}")
}

/// The counted things on a shoot's path that the path did not number, innermost first.
fn open_runs<'p>(
    plan: &'p Plan,
    shoot: NodeId,
    found: &'p Found,
) -> impl Iterator<Item = NodeId> + 'p {
    let named = |node: NodeId| found.members.iter().any(|&(run, _)| run == node);
    plan.chain(shoot)
        .filter(move |&node| plan.is_counted(node) && !named(node))
}

/// Every member of a shoot, in order.
fn members(plan: &Plan, shoot: NodeId, found: &Found) -> Vec<Found> {
    let mut all = vec![found.members.clone()];
    let mut runs: Vec<NodeId> = open_runs(plan, shoot, found).collect();
    runs.reverse();
    for run in runs {
        let count = plan.count(run).low().unwrap_or(0);
        all = all
            .into_iter()
            .flat_map(|outer| {
                (1..=count).map(move |number| {
                    let mut members = outer.clone();
                    members.push((run, Count::new(number)));
                    members
                })
            })
            .collect();
    }
    let of = |members| Found {
        node: shoot,
        members,
        range: None,
    };
    all.into_iter().map(of).collect()
}

/// Puts a text into a file as a whole.
pub(super) fn write(file: &Path, text: &str) -> Result<(), Failure> {
    if file.is_dir() {
        return Err(Failure::OutputFolder {
            folder: called(file),
        });
    }
    if file.exists() {
        let old = read(file)?.text(file)?;
        return replace(file, &old, text);
    }
    let failed = failed(file);
    let beside = builder().tempdir_in(around(file)).map_err(&failed)?;
    let inside = beside.path().join("file");
    write_new(&inside, text).map_err(&failed)?;
    fs::rename(&inside, file).map_err(failed)
}

fn write_new(file: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Makes a folder with a file for each manifest, or leaves everything as it is. Namespaces and names are DNS labels,
/// so they are harmless as names of files, and the two together are unique.
fn write_folder(folder: &Path, manifests: &[Manifest]) -> Result<(), Failure> {
    let failed = failed(folder);
    if folder.is_symlink() {
        return Err(Failure::Link {
            folder: called(folder),
        });
    }
    let taken = folder.symlink_metadata().is_ok_and(|metadata| {
        let empty = || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
        !metadata.is_dir() || !empty()
    });
    if taken {
        return Err(Failure::Taken {
            folder: called(folder),
        });
    }
    let beside = builder().tempdir_in(around(folder)).map_err(&failed)?;
    let inside = beside.path().join("all");
    fs::create_dir(&inside).map_err(&failed)?;
    for manifest in manifests {
        let name = format!("{}.{}.yaml", manifest.namespace, manifest.name);
        write_new(&inside.join(name), &manifest.text).map_err(&failed)?;
    }
    fs::rename(&inside, folder).map_err(failed)
}

fn failed(file: &Path) -> impl Fn(io::Error) -> Failure {
    let file = called(file);
    move |source| Failure::Write {
        file: file.clone(),
        source,
    }
}

/// The folder that a file lies in.
fn around(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        Some(_) | None => Path::new("."),
    }
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".trellis-").suffix(".tmp");
    builder
}
