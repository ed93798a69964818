//! `trellis take`: the next free prefix of a block becomes a block of its own.

use std::borrow::Cow;
use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;

use super::args::today;
use super::change::definition;
use super::completions::blocks;
use super::console::Console;
use super::failure::Failure;
use super::file::{called, is_stdin, read, replace};
use super::free::length;
use super::show::is_plan;
use super::{Outcome, moved};
use crate::addr::{Family, Prefix};
use crate::document::Document;
use crate::plan::{Draft, Edit, Field, Found, Item, Kind, Plan, Value, name_fault};
use crate::report::Sheet;
use crate::source::NodeId;
use crate::visible::clean_lines;

/// Give the next free prefix of a length in a block to a new block, and write it
///
/// The prefix is pinned; nothing else moves. It is printed, for scripts.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A plan; - reads standard input and prints the new text
    plan: PathBuf,
    /// The block that it is taken from, such as eu10/live
    #[arg(add = ArgValueCompleter::new(blocks))]
    path: String,
    /// The length, such as /56; where the block has both families a length up to 32 is IPv4, unless `v6:/24` is written
    length: String,
    /// What the new block is called
    name: String,
    /// What it is
    #[arg(long, value_enum, default_value = "block")]
    kind: Taken,
    /// The variant that has the prefix; the plan itself gets the block without one, as blocks are the same in all variants
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
    /// Print what would be taken, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What a new block may be.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Taken {
    Region,
    Zone,
    Vpc,
    Block,
}

impl Taken {
    const fn kind(self) -> Kind {
        match self {
            Self::Region => Kind::Region,
            Self::Zone => Kind::Zone,
            Self::Vpc => Kind::Vpc,
            Self::Block => Kind::Block,
        }
    }
}

/// Takes it.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let source = read(&args.plan)?.text(&args.plan)?;
    let sheet = Sheet::new(called(&args.plan), console.document(source, today(None)));
    if !is_plan(&sheet, console) {
        return Ok(Outcome::Found);
    }
    let mut document = sheet.document;
    let found = definition(&document, &args.path)?;
    if let Some(fault) = name_fault(&args.name) {
        return Err(Failure::Name {
            name: args.name.clone(),
            why: fault.message,
        });
    }
    let (plan, node) = (document.plan(), found.node);
    if plan
        .children(node)
        .iter()
        .any(|&id| plan.name(id) == args.name)
    {
        return Err(Failure::NameTaken {
            name: args.name.clone(),
            path: args.path.clone(),
        });
    }
    let seen = seen(&document, args)?;
    let prefix = next(&seen, &found, args)?;
    let places = moved::Places::of(&seen);
    let edit = insert(plan, node, args, prefix);
    document.edit(edit)?;
    if let Some(variant) = &args.variant {
        let plan = document.plan();
        let taken = plan.child(node, &args.name);
        let taken = taken.expect("invariant: it was put in");
        let edit = Edit::set(taken, field(prefix), Some(Value::text(prefix.to_string())));
        document.edit(plan.edit_in_variant(variant, &edit)?)?;
    }
    let old = document.text().to_owned();
    let new = document.save()?.to_owned();
    let seen = self::seen(&document, args)?;
    for line in places.moved(&moved::Places::of(&seen), &seen) {
        console.say(&clean_lines(&format!("moves {line}\n")));
    }
    if args.dry_run {
        console.print(&format!("{prefix}\n"))?;
    } else if is_stdin(&args.plan) {
        console.print(&new)?;
    } else {
        replace(&args.plan, &old, &new)?;
        console.print(&format!("{prefix}\n"))?;
    }
    Ok(Outcome::Fine)
}

/// The plan, or its variant, in which there is to be room.
fn seen<'a>(document: &'a Document, args: &Args) -> Result<Cow<'a, Document>, Failure> {
    Ok(match &args.variant {
        Some(name) => Cow::Owned(document.variant(name)?),
        None => Cow::Borrowed(document),
    })
}

/// The lowest free prefix of that length.
fn next(document: &Document, found: &Found, args: &Args) -> Result<Prefix, Failure> {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let length = length(plan, found, &args.length)?;
    let mut free = evaluation
        .free_prefixes(plan, (found.node, &[]), length)
        .map_err(|why| Failure::NotFree {
            path: args.path.clone(),
            why,
        })?;
    free.next().ok_or_else(|| Failure::NothingFree {
        path: args.path.clone(),
        length,
    })
}

fn insert(plan: &Plan, node: NodeId, args: &Args, prefix: Prefix) -> Edit {
    let kind = args.kind.kind();
    let mut fields = vec![(Field::Name, Value::text(args.name.as_str()))];
    if args.variant.is_none() {
        fields.push((field(prefix), Value::text(prefix.to_string())));
    }
    Edit::Insert {
        parent: node,
        index: plan.list(node, kind).len(),
        item: Item::Draft(Box::new(Draft {
            kind,
            fields,
            children: Vec::new(),
        })),
    }
}

const fn field(prefix: Prefix) -> Field {
    match prefix.family() {
        Family::V6 => Field::V6,
        Family::V4 => Field::V4,
    }
}
