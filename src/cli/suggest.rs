//! `trellis suggest`: every way to cut a pool into levels that hold what is wanted.

use super::Outcome;
use super::args::{Format, prefix};
use super::console::Console;
use super::failure::{ArgumentError, Failure};
use crate::addr::{Count, Family, Prefix};
use crate::report::sizing::{json, text};
use crate::sizing::{Alignment, Problem, Want, relaxations, search_all};

/// Find every way to cut a pool into levels, the best one first; or say how many bits are missing, and what would help
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The pool
    #[arg(long, value_name = "PREFIX", value_parser = prefix)]
    pool: Prefix,
    /// A level and how many of it there shall be in each block of the level above, outermost first; the last is the leaf
    #[arg(long = "want", value_name = "NAME=N", value_parser = want, required = true)]
    wants: Vec<Want>,
    /// The length of the leaf; /64 for IPv6 and /32 for IPv4, unless said
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    leaf: Option<u8>,
    /// A level whose length is fixed
    #[arg(long = "fix", value_name = "NAME=LENGTH", value_parser = fixed)]
    fixed: Vec<(String, u8)>,
    /// Where borders may lie
    #[arg(long, value_enum, default_value = "nibble")]
    alignment: Borders,
    /// Percent of each level that are to stay free: it ranks, and forbids nothing
    #[arg(long, default_value_t = 25, value_parser = clap::value_parser!(u8).range(0..=100))]
    growth: u8,
    /// Try the levels above the leaf in every order
    #[arg(long)]
    any_order: bool,
    /// For whom the output is
    #[arg(long, value_enum, default_value = "human")]
    format: Format,
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
    let relaxations = if found.schemes.is_empty() {
        relaxations(&problem)
    } else {
        Vec::new()
    };
    console.print(&match args.format {
        Format::Human => text(&problem, &found, &relaxations, console.out),
        Format::Json => json(&problem, &found, &relaxations),
    })?;
    Ok(if found.schemes.is_empty() {
        Outcome::Found
    } else {
        Outcome::Fine
    })
}

fn problem(args: &Args) -> Result<Problem, Failure> {
    let family = args.pool.family();
    let leaf = args.leaf.unwrap_or(match family {
        Family::V6 => 64,
        Family::V4 => 32,
    });
    if leaf > family.width() {
        return Err(ArgumentError::Length.into());
    }
    let mut wants = args.wants.clone();
    for (name, length) in &args.fixed {
        let want = wants.iter_mut().find(|want| want.name == *name);
        let Some(want) = want.filter(|_| *length <= family.width()) else {
            return Err(ArgumentError::Fixed.into());
        };
        want.fixed = Some(*length);
    }
    let names: std::collections::BTreeSet<&str> =
        wants.iter().map(|want| want.name.as_str()).collect();
    if names.len() != wants.len() {
        return Err(ArgumentError::Wants.into());
    }
    let leaf = wants.last().and_then(|want| want.fixed).unwrap_or(leaf);
    Ok(Problem {
        family,
        pool: args.pool.bits(),
        leaf,
        alignment: match args.alignment {
            Borders::Nibble => Alignment::Nibble,
            Borders::Bit => Alignment::Bit,
        },
        growth: args.growth,
        wants,
    })
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
