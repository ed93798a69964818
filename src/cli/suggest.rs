//! `trellis suggest`: every way to cut a pool into levels that hold what is wanted.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap_complete::engine::ArgValueCompleter;

use super::args::{Format, prefix};
use super::change::{definition, say_what_changed};
use super::completions::blocks;
use super::console::Console;
use super::failure::{ArgumentError, Failure};
use super::file::{called, is_stdin, read, replace};
use super::moved::Places;
use super::show::is_plan;
use super::{Outcome, today};
use crate::addr::{Count, Family, Prefix};
use crate::document::FileKind;
use crate::levels::Levels;
use crate::report::Sheet;
use crate::report::sizing::{OfPlan, Suggested, json, text};
use crate::sizing::{Alignment, Found, Problem, Want, relaxations, search_all};

/// Find every way to cut a pool into levels, the best one first; or say how many bits are missing, and what would help
///
/// Of a plan: what a block has in it is what has to fit, and a scheme becomes a variant.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A plan, whose block PATH is to be cut; - is standard input
    #[arg(requires = "path")]
    plan: Option<PathBuf>,
    /// The block: eu10, or eu10/live
    #[arg(add = ArgValueCompleter::new(blocks))]
    path: Option<String>,
    /// The pool, where no plan says it
    #[arg(long, value_name = "PREFIX", value_parser = prefix, conflicts_with = "plan", required_unless_present = "plan")]
    pool: Option<Prefix>,
    /// A level and how many of it there shall be in each block of the level above, outermost first; the last is the leaf.
    /// Of a plan: how many there shall be instead
    #[arg(long = "want", value_name = "NAME=N", value_parser = want, required_unless_present = "plan")]
    wants: Vec<Want>,
    /// The length of the leaf; /64 for IPv6 and /32 for IPv4, unless said
    #[arg(long, value_name = "LENGTH", value_parser = length, conflicts_with = "plan")]
    leaf: Option<u8>,
    /// A level whose length is fixed
    #[arg(long = "fix", value_name = "NAME=LENGTH", value_parser = fixed)]
    fixed: Vec<(String, u8)>,
    /// Where borders may lie; nibble, unless the plan says otherwise
    #[arg(long, value_enum)]
    alignment: Option<Borders>,
    /// Percent of each level that are to stay free: it ranks, and forbids nothing; 25, unless the plan says otherwise
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..=100))]
    growth: Option<u8>,
    /// Try the levels above the leaf in every order
    #[arg(long, conflicts_with = "plan")]
    any_order: bool,
    /// The family of the plan's block, where it has both; IPv6, unless said
    #[arg(long, value_enum, requires = "plan")]
    family: Option<InFamily>,
    /// The variant of the plan to take, instead of the plan as it is
    #[arg(long, value_name = "NAME", requires = "plan")]
    variant: Option<String>,
    /// Write the scheme of that number into the plan, as a variant
    #[arg(long, value_name = "N", requires = "plan", value_parser = clap::value_parser!(u16).range(1..))]
    take: Option<u16>,
    /// What the variant is called; the scheme's lengths, unless said
    #[arg(long = "as", value_name = "NAME", requires = "take")]
    name: Option<String>,
    /// For whom the output is
    #[arg(long, value_enum, default_value = "human", conflicts_with = "take")]
    format: Format,
}

/// A family.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum InFamily {
    V4,
    V6,
}

/// Where borders may lie.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Borders {
    /// At multiples of 4.
    Nibble,
    /// Anywhere.
    Bit,
}

/// Levels above the leaf that are tried in every order, at the most: 6! are 720 orders.
const MOST_ORDERED: usize = 6;

/// Suggests schemes.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    match (&args.plan, &args.path) {
        (Some(plan), Some(path)) => of_plan(args, plan, path, console),
        _ => of_pool(args, console),
    }
}

/// From what is said alone.
fn of_pool(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let problem = problem(args)?;
    let problems = if args.any_order {
        if problem.wants.len() > MOST_ORDERED + 1 {
            return Err(ArgumentError::Orders.into());
        }
        problem.orders()
    } else {
        vec![problem.clone()]
    };
    let found = search_all(&problems);
    print((&problem, &found), None, args.format, console)
}

/// From what a block of a plan has in it.
fn of_plan(args: &Args, file: &Path, path: &str, console: &Console) -> Result<Outcome, Failure> {
    let document = console.document(read(file)?.text(file)?, today(None));
    if document.kind() != FileKind::Plan {
        is_plan(&Sheet::new(called(file), document), console);
        return Ok(Outcome::Found);
    }
    let seen = match &args.variant {
        Some(name) => Cow::Owned(document.variant(name)?),
        None => Cow::Borrowed(&document),
    };
    let node = definition(&seen, path)?.node;
    let has = |family| seen.plan().network(node, family).is_some();
    let family = match args.family {
        Some(InFamily::V4) => Family::V4,
        None if has(Family::V4) && !has(Family::V6) => Family::V4,
        Some(InFamily::V6) | None => Family::V6,
    };
    let mut levels = Levels::of(&seen, node, family)?;
    said(args, &mut levels.problem)?;
    let nodes = levels.of_nodes(seen.plan());
    let found = search_all(std::slice::from_ref(&levels.problem));
    let Some(number) = args.take else {
        let now = levels.lengths(&seen);
        let path = seen.plan().path(node);
        let plan = OfPlan {
            path: &path,
            now: now.as_deref(),
            nodes: nodes.as_ref(),
        };
        return print((&levels.problem, &found), Some(plan), args.format, console);
    };
    let Some(scheme) = found.schemes.get(usize::from(number) - 1) else {
        return Err(Failure::NoScheme {
            number,
            total: found.schemes.len(),
        });
    };
    let edit = levels.edit_of(&seen, scheme);
    let name = args.name.clone().unwrap_or_else(|| scheme.name());
    let of = args.variant.as_deref();
    let places = Places::of(&seen);
    drop(seen);
    let mut document = document;
    document.edit(document.plan().new_variant_with(&name, of, &edit)?)?;
    let varied = document.variant(&name)?;
    let moved = places.moved(&Places::of(&varied), &varied);
    let old = document.text().to_owned();
    let new = document.save()?.to_owned();
    if is_stdin(file) {
        console.print(&new)?;
    } else {
        replace(file, &old, &new)?;
    }
    say_what_changed(&old, &new, &moved, console);
    Ok(Outcome::Fine)
}

fn print(
    (problem, found): (&Problem, &Found),
    plan: Option<OfPlan<'_>>,
    format: Format,
    console: &Console,
) -> Result<Outcome, Failure> {
    let relaxations = if found.schemes.is_empty() {
        relaxations(problem)
    } else {
        Vec::new()
    };
    let suggested = Suggested {
        problem,
        found,
        relaxations: &relaxations,
        plan,
    };
    console.print(&match format {
        Format::Human => text(&suggested, console.out),
        Format::Json => json(&suggested),
    })?;
    Ok(if found.schemes.is_empty() {
        Outcome::Found
    } else {
        Outcome::Fine
    })
}

/// What is said otherwise than the plan has it.
fn said(args: &Args, problem: &mut Problem) -> Result<(), Failure> {
    for said in &args.wants {
        let names: Vec<String> = problem.wants.iter().map(|want| want.name.clone()).collect();
        let want = problem.wants.iter_mut().find(|want| want.name == said.name);
        let Some(want) = want else {
            return Err(Failure::NoLevel {
                name: said.name.clone(),
                known: names.join(", "),
            });
        };
        want.count = said.count;
    }
    fix(args, problem.family, &mut problem.wants)?;
    if let Some(alignment) = args.alignment {
        problem.alignment = alignment.into();
    }
    problem.growth = args.growth.unwrap_or(problem.growth);
    Ok(())
}

fn fix(args: &Args, family: Family, wants: &mut [Want]) -> Result<(), ArgumentError> {
    for (name, length) in &args.fixed {
        let want = wants.iter_mut().find(|want| want.name == *name);
        let Some(want) = want.filter(|_| *length <= family.width()) else {
            return Err(ArgumentError::Fixed);
        };
        want.fixed = Some(*length);
    }
    Ok(())
}

fn problem(args: &Args) -> Result<Problem, Failure> {
    let pool = args.pool.expect("invariant: clap asks for it");
    let family = pool.family();
    let leaf = args.leaf.unwrap_or(match family {
        Family::V6 => 64,
        Family::V4 => 32,
    });
    if leaf > family.width() {
        return Err(ArgumentError::Length.into());
    }
    let mut wants = args.wants.clone();
    fix(args, family, &mut wants)?;
    let names: BTreeSet<&str> = wants.iter().map(|want| want.name.as_str()).collect();
    if names.len() != wants.len() {
        return Err(ArgumentError::Wants.into());
    }
    let leaf = wants.last().and_then(|want| want.fixed).unwrap_or(leaf);
    Ok(Problem {
        family,
        pool: pool.bits(),
        leaf,
        alignment: args.alignment.unwrap_or(Borders::Nibble).into(),
        growth: args.growth.unwrap_or(25),
        of_nodes: wants.last().is_some_and(|want| are_nodes(&want.name)),
        wants,
    })
}

/// Whether a level of that name is the nodes of a cluster.
fn are_nodes(name: &str) -> bool {
    let one = name.to_lowercase();
    let one = one.strip_suffix('s').unwrap_or(&one);
    ["node", "vm", "machine", "host", "worker"].contains(&one)
}

impl From<Borders> for Alignment {
    fn from(borders: Borders) -> Self {
        match borders {
            Borders::Nibble => Self::Nibble,
            Borders::Bit => Self::Bit,
        }
    }
}

/// `zones=3`, for clap. Thousands may be grouped by `_` or `,`.
fn want(text: &str) -> Result<Want, ArgumentError> {
    let (name, count) = text.split_once('=').ok_or(ArgumentError::Want)?;
    let name = name.trim();
    let digits: String = count.trim().replace([',', '_'], "");
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let count = digits
        .parse()
        .ok()
        .filter(|&count: &u128| plain && count > 0);
    let count = count.ok_or(ArgumentError::Want)?;
    if name.is_empty() {
        return Err(ArgumentError::Want);
    }
    Ok(Want {
        name: name.to_owned(),
        count: Count::new(count),
        fixed: None,
    })
}

/// `/56` or `56`, for clap.
fn length(text: &str) -> Result<u8, ArgumentError> {
    let digits = text.strip_prefix('/').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let length = digits.parse().ok().filter(|&length| plain && length <= 128);
    length.ok_or(ArgumentError::Length)
}

/// `vpcs=/56`, for clap.
fn fixed(text: &str) -> Result<(String, u8), ArgumentError> {
    let (name, bits) = text.split_once('=').ok_or(ArgumentError::Fixed)?;
    let bits = length(bits.trim()).ok().ok_or(ArgumentError::Fixed)?;
    Ok((name.trim().to_owned(), bits))
}
