//! `trellis allow`: waives a rule in a plan, with a reason, or takes a waiver away.

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;

use super::args::date;
use super::change::{Change, definition};
use super::completions::{blocks, rules};
use super::console::Console;
use super::failure::Failure;
use super::file::read;
use super::{Outcome, today};
use crate::document::Document;
use crate::lint::{NotWaived, covering};
use crate::plan::{Date, Edit, Field, Found};

/// Waive what a rule finds: in a block or shoot and all below, with a reason
///
/// What is waived becomes advice, and is told with its reason. A waiver whose last day is over, or that covers nothing,
/// is a finding itself. What a component refuses in literal words stays refused by an export.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A plan; - reads standard input and prints the new text
    plan: PathBuf,
    /// Where to waive it: eu10/live/prod, or . for the whole plan
    #[arg(add = ArgValueCompleter::new(blocks))]
    path: String,
    /// The rule, such as nibble-boundary
    #[arg(add = ArgValueCompleter::new(rules))]
    rule: String,
    /// Why one can live with it
    #[arg(long, value_name = "TEXT", required_unless_present = "remove")]
    reason: Option<String>,
    /// The last day on which the waiver holds
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    until: Option<Date>,
    /// Take the waiver away
    #[arg(long, conflicts_with_all = ["reason", "until"])]
    remove: bool,
    /// Say what would change and be found, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The day on which waivers are judged, instead of the clock's
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// The variant of the plan to take, instead of the plan as it is
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
}

/// Waives a rule, or takes a waiver away.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let document = console.document(read(&args.plan)?.text(&args.plan)?, today(args.today));
    let variant = args.variant.as_deref();
    let found = definition(&document, &args.path)?;
    if let Some(range) = found.range {
        return Err(Failure::AllowOfRange {
            range: range.key(),
            shoot: document.plan().path(found.node),
        });
    }
    let edit = match variant {
        Some(name) => edit(&document.variant(name)?, &found, args)?,
        None => edit(&document, &found, args)?,
    };
    Change {
        file: &args.plan,
        variant,
        document,
        node: found.node,
        edits: vec![(Field::Allow, edit)],
        dry_run: args.dry_run,
    }
    .write(console)
}

fn edit(document: &Document, found: &Found, args: &Args) -> Result<Edit, Failure> {
    let (plan, node) = (document.plan(), found.node);
    if args.remove {
        return plan.unwaive(node, &args.rule).ok_or_else(|| {
            let nearest = covering(&document.context(), node, &args.rule);
            Failure::NoWaiver {
                rule: args.rule.clone(),
                path: plan.path(node),
                at: nearest.map(|(node, _)| plan.path(node)),
            }
        });
    }
    document.may_waive(node, &args.rule)?;
    let reason = args.reason.as_deref().unwrap_or("").trim();
    if reason.is_empty() {
        return Err(Failure::NotWaived(NotWaived::NoReason));
    }
    if let Some(until) = args.until.filter(|&until| until < document.today()) {
        return Err(Failure::NotWaived(NotWaived::Over { until }));
    }
    Ok(plan.waive(node, &args.rule, reason, args.until))
}
