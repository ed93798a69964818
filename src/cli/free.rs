//! `trellis free`: what is left of a block, for pipes.

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;

use super::args::today;
use super::completions::blocks;
use super::console::Console;
use super::failure::Failure;
use super::file::{called, read};
use super::show::{is_plan, plain};
use super::{Outcome, stream};
use crate::addr::{AddressError, Family, Length, parse_length};
use crate::engine::member_at;
use crate::plan::{Found, Plan};
use crate::report::Sheet;

/// Write every free prefix of a length in a block, one a line: what nothing has and no reserve keeps
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A plan; - is standard input
    plan: PathBuf,
    /// A block, such as eu10/live, or one member: eu10/live/prod-7
    #[arg(add = ArgValueCompleter::new(blocks))]
    path: String,
    /// The length, such as /56; where the block has both families a length up to 32 is IPv4, unless `v6:/24` is written
    length: String,
    /// The variant of the plan to take, instead of the plan as it is
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
}

/// Streams the free prefixes, lowest first.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let source = read(&args.plan)?.text(&args.plan)?;
    let document = console.variant(source, today(None), args.variant.as_deref())?;
    let sheet = Sheet::new(called(&args.plan), document);
    if !is_plan(&sheet, console) {
        return Ok(Outcome::Found);
    }
    let (plan, evaluation) = (sheet.document.plan(), sheet.document.evaluation());
    let found = plan.find(plain(&args.path))?;
    if let Some(range) = found.range {
        let shoot = plan.path(found.node);
        return Err(Failure::FreeOfRange {
            range: range.key(),
            shoot,
        });
    }
    let length = length(plan, &found, &args.length)?;
    let members = member_at(&found);
    let free = evaluation
        .free_prefixes(plan, (found.node, &members), length)
        .map_err(|why| Failure::NotFree {
            path: args.path.clone(),
            why,
        })?;
    stream::lines(free)?;
    Ok(Outcome::Fine)
}

/// The length that a text means there: of the family that it says, or the block has, or that has such lengths.
pub(super) fn length(plan: &Plan, found: &Found, text: &str) -> Result<Length, AddressError> {
    let has = |family| plan.network(found.node, family).is_some();
    for family in [Family::V4, Family::V6] {
        if let Some(rest) = text
            .strip_prefix(family.key())
            .and_then(|rest| rest.strip_prefix(':'))
        {
            return parse_length(family, rest.strip_prefix('/').unwrap_or(rest));
        }
    }
    let digits = text.strip_prefix('/').unwrap_or(text);
    let family = match (has(Family::V4), has(Family::V6)) {
        (true, false) => Family::V4,
        (false, true) => Family::V6,
        (true, true) | (false, false) => match parse_length(Family::V4, digits) {
            Err(AddressError::TooLong { .. }) => Family::V6,
            Ok(_) | Err(_) => Family::V4,
        },
    };
    parse_length(family, digits)
}
