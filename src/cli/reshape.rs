//! `trellis reshape`: splits, joins, moves, swaps and deletes blocks of a plan, after saying what that moves.

use std::path::PathBuf;

use clap::Subcommand;
use clap_complete::engine::ArgValueCompleter;

use super::Outcome;
use super::args::{Format, today};
use super::change::{definition, known};
use super::completions::blocks;
use super::console::Console;
use super::failure::Failure;
use super::file::{called, is_stdin, read, replace};
use super::show::{is_plan, plain};
use crate::addr::Count;
use crate::document::{Document, OrderRow, Reshape};
use crate::engine::Move;
use crate::plan::Edit;
use crate::report::moves::{would_drop, would_move};
use crate::report::{Sheet, text};
use crate::visible::clean_lines;

/// Split, join, move, swap or delete blocks of a plan, and say what that moves
///
/// Comments and whatever else lies there stay. What rules find in the changed plan is said, and does not hold it up.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A plan; - reads standard input and prints the new text
    plan: PathBuf,
    #[command(subcommand)]
    what: What,
    /// Say what would change, move and be found, and write nothing
    #[arg(long, global = true)]
    dry_run: bool,
    /// For whom the output is
    #[arg(long, value_enum, default_value = "human", global = true)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Let the level of a block and the level below change places: zones of VPCs become VPCs of zones
    Swap {
        /// A block of the outer level, such as eu10/zone
        #[arg(add = ArgValueCompleter::new(blocks))]
        path: String,
    },
    /// Split a block into equal parts
    Split {
        /// The block, such as eu10/live
        #[arg(add = ArgValueCompleter::new(blocks))]
        path: String,
        /// How many: 2, 4, 8 …, or their length, such as /44
        parts: String,
    },
    /// Join a block with the next one in its list, or what has left a run with the run
    Join {
        /// The block, such as eu10/low
        #[arg(add = ArgValueCompleter::new(blocks))]
        path: String,
    },
    /// Take a member out of its run, so that it can differ
    Part {
        /// The member, such as eu10/live/prod-7
        #[arg(add = ArgValueCompleter::new(blocks))]
        path: String,
    },
    /// Move blocks or shoots into another block, behind what lies there
    Move {
        /// What is moved, such as eu10/live/old
        #[arg(add = ArgValueCompleter::new(blocks), required = true)]
        paths: Vec<String>,
        /// The block; . is the plan itself
        #[arg(long, value_name = "PATH", add = ArgValueCompleter::new(blocks))]
        into: String,
    },
    /// Delete a block or shoot with all in it
    Delete {
        /// What is deleted, such as eu10/live/old
        #[arg(add = ArgValueCompleter::new(blocks))]
        path: String,
    },
}

/// Changes the shape of a plan.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let source = read(&args.plan)?.text(&args.plan)?;
    let sheet = Sheet::new(called(&args.plan), console.document(source, today(None)));
    if !is_plan(&sheet, console) {
        return Ok(Outcome::Found);
    }
    let mut document = sheet.document;
    let (reshape, rows) = reshape(&mut document, &args.what)?;
    let before = known(&document);
    let old = document.text().to_owned();
    let asked = reshape.edit.clone();
    let moves = document.moves_of(asked.clone())?;
    let told = would_move(&document, &moves, MOST);
    let json = json(&document, &reshape, &rows, &moves);
    let dropped = match &asked {
        Edit::Remove { node } => would_drop(&document, &[*node]),
        _ => None,
    };
    document.edit(asked)?;
    let new = document.save()?.to_owned();
    match args.format {
        Format::Human => {
            let dropped = dropped.into_iter().collect();
            let lines = [vec![reshape.title], reshape.lines, dropped, told].concat();
            console.say(&clean_lines(&(lines.join("\n") + "\n")));
        }
        Format::Json => {
            let written = !args.dry_run && !is_stdin(&args.plan);
            console.print(&json(written))?;
        }
    }
    let mut gained = document.findings();
    gained.retain(|finding| !before.contains(&finding.identity()));
    let sheet = Sheet::with_findings(called(&args.plan), document, gained);
    if !sheet.findings.is_empty() && args.format == Format::Human {
        console.say(&text::findings(&sheet, console.err));
    }
    if args.dry_run {
        console.say("nothing was written (--dry-run)\n");
    } else if is_stdin(&args.plan) && args.format == Format::Human {
        console.print(&new)?;
    } else if !is_stdin(&args.plan) {
        replace(&args.plan, &old, &new)?;
    }
    Ok(Outcome::Fine)
}

/// So many moves are told.
const MOST: usize = 12;

fn reshape(document: &mut Document, what: &What) -> Result<(Reshape, Vec<OrderRow>), Failure> {
    let node = |document: &Document, path: &str| definition(document, path).map(|found| found.node);
    let reshape = match what {
        What::Swap { path } => {
            let node = node(document, path)?;
            let swap = document.swap(node)?;
            return Ok((swap.reshape, swap.rows));
        }
        What::Split { path, parts } => {
            let node = node(document, path)?;
            document.split(node, parts)?
        }
        What::Join { path } => {
            let node = node(document, path)?;
            if document.is_piece(node) {
                document.rejoin(node)?
            } else {
                document.join(node)?
            }
        }
        What::Part { path } => {
            let found = document.plan().find(plain(path))?;
            let member = found.members.last().copied();
            let member = member.filter(|&(run, _)| run == found.node);
            // Paths count members from 1.
            let index = member.and_then(|(_, number)| number.minus(Count::ONE));
            let index = index.ok_or_else(|| Failure::NoMember { path: path.clone() })?;
            document.part_with(found.node, index.saturating())?
        }
        What::Move { paths, into } => {
            let nodes: Result<Vec<_>, Failure> =
                paths.iter().map(|path| node(document, path)).collect();
            let into = node(document, into)?;
            document.moved_into(&nodes?, into)?
        }
        What::Delete { path } => {
            let node = node(document, path)?;
            Reshape {
                title: format!("delete {}", document.plan().path(node)),
                lines: Vec::new(),
                edit: Edit::Remove { node },
            }
        }
    };
    Ok((reshape, Vec::new()))
}

/// Everything that is told, as JSON; whether it is written is said last.
fn json(
    document: &Document,
    reshape: &Reshape,
    rows: &[OrderRow],
    moves: &[Move],
) -> impl FnOnce(bool) -> String + use<> {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            serde_json::json!({"what": row.what, "now": row.now, "then": row.then, "better": row.better})
        })
        .collect();
    let moves: Vec<_> = moves
        .iter()
        .map(|one| {
            serde_json::json!({
                "path": document.called(one.node, one.what),
                "from": one.from.to_string(),
                "to": one.to.map(|to| to.to_string()),
            })
        })
        .collect();
    let (title, lines) = (reshape.title.clone(), reshape.lines.clone());
    move |written| {
        let all = serde_json::json!({
            "version": 1,
            "title": title,
            "lines": lines,
            "rows": rows,
            "moves": moves,
            "written": written,
        });
        format!("{all:#}\n")
    }
}
