//! `trellis completions`, and what the shell asks back: words, and the paths and fields of the plan on the line.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap_complete::CompletionCandidate;
use clap_complete::env::{CompleteEnv, Shells};

use super::Outcome;
use super::args::today;
use super::config;
use super::console::Console;
use super::explain;
use super::failure::Failure;
use super::file::read;
use super::show::plain;
use crate::document::{Document, FileKind};
use crate::lint::rules::RULES;
use crate::plan::{FIELDS, Plan, RangeKind};
use crate::source::NodeId;

/// Print what makes a shell complete commands, paths and fields
///
/// bash: source <(trellis completions bash) in ~/.bashrc. zsh: the same in ~/.zshrc, behind compinit.
/// fish: trellis completions fish | source in config.fish. elvish: eval (trellis completions elvish | slurp).
/// powershell: trellis completions powershell | Out-String | Invoke-Expression.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// The shells that can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Elvish,
    Powershell,
}

/// The variable in which a shell says its name when it asks.
const VARIABLE: &str = "TRELLIS_COMPLETE";
const PROGRAM: &str = "trellis";
/// A plan that is longer than this is not read while someone waits for a word.
const MOST: u64 = 64 << 20;

impl Shell {
    const fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Elvish => "elvish",
            Self::Powershell => "powershell",
        }
    }
}

/// Prints the words that a shell keeps in its configuration.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let shells = Shells::builtins();
    let shell = shells
        .completer(args.shell.name())
        .expect("invariant: each of our shells is one of the library's");
    let mut script = Vec::new();
    shell
        .write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut script)
        .map_err(Failure::of_output)?;
    console.print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Fine)
}

/// Answers a shell that asks; true if one did.
pub(super) fn answer() -> Result<bool, clap::Error> {
    let folder = std::env::current_dir().ok();
    CompleteEnv::with_factory(super::command)
        .var(VARIABLE)
        .bin(PROGRAM)
        .completer(PROGRAM)
        .try_complete(std::env::args_os(), folder.as_deref())
}

/// Paths of blocks and shoots, one level at a time.
pub(super) fn blocks(current: &OsStr) -> Vec<CompletionCandidate> {
    paths(current, false)
}

/// Paths, with the ranges of shoots.
pub(super) fn ranges(current: &OsStr) -> Vec<CompletionCandidate> {
    paths(current, true)
}

/// `FIELD=` for each field of what the path on the line leads to.
pub(super) fn assignments(current: &OsStr) -> Vec<CompletionCandidate> {
    keys(current, "=")
}

/// Fields of what the path on the line leads to.
pub(super) fn fields(current: &OsStr) -> Vec<CompletionCandidate> {
    keys(current, "")
}

/// Rules by their codes.
pub(super) fn rules(current: &OsStr) -> Vec<CompletionCandidate> {
    let said = current.to_string_lossy();
    RULES
        .iter()
        .filter(|rule| rule.code.starts_with(&*said))
        .map(|rule| CompletionCandidate::new(rule.code).help(Some(rule.summary.into())))
        .collect()
}

/// Everything that has a page.
pub(super) fn subjects(current: &OsStr) -> Vec<CompletionCandidate> {
    let said = current.to_string_lossy();
    explain::chapters(config::load().profiles)
        .into_iter()
        .flat_map(|(_, entries)| entries)
        .filter_map(|(form, about)| Some((form.split('[').next()?, about)))
        .filter(|(word, _)| word.starts_with(&*said))
        .map(|(word, about)| CompletionCandidate::new(word).help(Some(about.to_owned().into())))
        .collect()
}

fn paths(current: &OsStr, with_ranges: bool) -> Vec<CompletionCandidate> {
    let said = current.to_string_lossy();
    let Some((_, document)) = plan_on_the_line() else {
        return Vec::new();
    };
    let plan = document.plan();
    let (parent, start) = said.rsplit_once('/').unwrap_or(("", &said));
    let Ok(found) = plan.find(parent) else {
        return Vec::new();
    };
    let before = &said[..said.len() - start.len()];
    plan.children(found.node)
        .iter()
        .filter(|&&child| plan.name(child).starts_with(start))
        .flat_map(|&child| steps(plan, child, with_ranges))
        .map(|(step, about)| {
            CompletionCandidate::new(format!("{before}{step}")).help(Some(about.into()))
        })
        .collect()
}

/// How a path may go on at a definition: into it, where there is anything, or to the ranges of a shoot.
fn steps(plan: &Plan, node: NodeId, with_ranges: bool) -> Vec<(String, String)> {
    let name = plan.name(node);
    let kind = plan.kind(node);
    let many = if plan.is_counted(node) {
        format!(" ×{}", plan.count(node))
    } else {
        String::new()
    };
    let about = format!("{}{many}", kind.word());
    if !plan.children(node).is_empty() {
        return vec![(format!("{name}/"), about)];
    }
    let mut steps = vec![(name.to_owned(), about)];
    if with_ranges && !kind.is_block() {
        let ranges = RangeKind::ALL.map(RangeKind::key);
        steps.extend(ranges.map(|range| (format!("{name}.{range}"), format!("its {range}"))));
    }
    steps
}

fn keys(current: &OsStr, behind: &str) -> Vec<CompletionCandidate> {
    let said = current.to_string_lossy();
    let kind = plan_on_the_line().and_then(|(words, document)| {
        let plan = document.plan();
        let path = words.iter().find_map(|word| plan.find(plain(word)).ok())?;
        Some(plan.kind(path.node))
    });
    FIELDS
        .iter()
        .filter(|info| info.key.starts_with(&*said))
        .filter(|info| kind.is_none_or(|kind| info.field.fits(kind)))
        .map(|info| {
            CompletionCandidate::new(format!("{}{behind}", info.key)).help(Some(info.doc.into()))
        })
        .collect()
}

/// The first word on the line that is a plan's file, read, with the words behind it.
fn plan_on_the_line() -> Option<(Vec<String>, Document)> {
    let words: Vec<OsString> = std::env::args_os()
        .skip_while(|word| word != "--")
        .skip(2)
        .collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let file = Path::new(word);
        let metadata = file.metadata().ok()?;
        if !metadata.is_file() || metadata.len() > MOST {
            return None;
        }
        let text = read(file).ok()?.text(file).ok()?;
        let document = Document::new(text, today(None));
        let behind = words[at + 1..].iter();
        let behind = behind.map(|word| word.to_string_lossy().into_owned());
        (document.kind() == FileKind::Plan).then(|| (behind.collect(), document))
    })
}
