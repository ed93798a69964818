//! `trellis set`: changes fields of a plan, and nothing else of its text.

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;

use super::args::date;
use super::change::{Change, definition};
use super::completions::{assignments, fields, ranges};
use super::console::Console;
use super::failure::Failure;
use super::file::read;
use super::{Outcome, today};
use crate::document::{is_flow, read_flow};
use crate::nearest::nearest;
use crate::plan::{Date, Edit, FIELDS, Field, Found, Meaning, Plan, Sort, Value};
use crate::source::NodeId;

/// Change fields of a plan; comments, order and quoting of the file stay as they are
///
/// A raised count is taken from the reserve. A value that the field cannot take is refused, and nothing is written;
/// what rules find in the changed plan is said, and does not hold it up.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A plan; - reads standard input and prints the new text
    plan: PathBuf,
    /// What to change: eu10/live/prod, or . for the plan itself
    #[arg(add = ArgValueCompleter::new(ranges))]
    path: String,
    /// Fields and values, such as max-nodes=200; keys inside follow a dot; an empty value is null
    #[arg(value_name = "FIELD=VALUE", add = ArgValueCompleter::new(assignments))]
    changes: Vec<String>,
    /// Take a field away
    #[arg(long, value_name = "FIELD", add = ArgValueCompleter::new(fields))]
    unset: Vec<String>,
    /// Say what would change, move and be found, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The day on which waivers are judged, instead of the clock's
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// The variant of the plan to take, instead of the plan as it is
    #[arg(long, value_name = "NAME")]
    variant: Option<String>,
}

/// Changes a plan.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let document = console.document(read(&args.plan)?.text(&args.plan)?, today(args.today));
    let variant = args.variant.as_deref();
    let found = definition(&document, &args.path)?;
    let edits = match variant {
        Some(name) => edits(document.variant(name)?.plan(), &found, args)?,
        None => edits(document.plan(), &found, args)?,
    };
    Change {
        file: &args.plan,
        variant,
        document,
        node: found.node,
        edits,
        dry_run: args.dry_run,
    }
    .write(console)
}

/// The edits, each with its field.
fn edits(plan: &Plan, found: &Found, args: &Args) -> Result<Vec<(Field, Edit)>, Failure> {
    let node = found.node;
    let mut edits = Vec::new();
    let mut wanted = Vec::new();
    for change in &args.changes {
        wanted.push(match (change.split_once('='), found.range) {
            (Some((field, value)), _) => (field.trim(), value),
            (None, Some(range)) => (range.key(), change.as_str()),
            (None, None) => {
                return Err(Failure::NoAssignment {
                    text: change.clone(),
                });
            }
        });
    }
    let keeps_reserve = wanted.iter().all(|&(name, _)| name != Field::Reserve.key());
    for &(name, text) in &wanted {
        let (field, keys) = field_of(plan, node, name)?;
        let edit = if field == Field::Count && keeps_reserve {
            count_edit(plan, node, text)
        } else {
            Edit::Set {
                node,
                field,
                value: Some(value_of(plan, node, field, &keys, text)),
                keys,
            }
        };
        edits.push((field, edit));
    }
    for name in &args.unset {
        let (field, keys) = field_of(plan, node, name)?;
        let value = None;
        let edit = Edit::Set {
            node,
            field,
            keys,
            value,
        };
        edits.push((field, edit));
    }
    if edits.is_empty() {
        return Err(Failure::NothingToSet);
    }
    Ok(edits)
}

/// The field that a name stands for, and the keys inside its value.
fn field_of(plan: &Plan, node: NodeId, name: &str) -> Result<(Field, Vec<String>), Failure> {
    let kind = plan.kind(node);
    let mut steps = name.split('.');
    let key = steps.next().unwrap_or("");
    let keys: Vec<String> = steps.map(str::to_owned).collect();
    let Some(field) = Field::of_key(key).filter(|field| field.fits(kind)) else {
        let known = FIELDS.iter().filter(|info| info.field.fits(kind));
        return Err(Failure::NoField {
            kind,
            field: key.to_owned(),
            near: nearest(key, known.map(|info| info.key)).map(str::to_owned),
        });
    };
    let has_keys = matches!(field.info().sort, Sort::Mapping | Sort::Pinned);
    if !keys.is_empty() && !has_keys {
        return Err(Failure::NoKeys { field: field.key() });
    }
    Ok((field, keys))
}

fn value_of(plan: &Plan, node: NodeId, field: Field, keys: &[String], text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() || text == "null" {
        return Value::Null;
    }
    if keys.is_empty() && is_flow(field) {
        let read = read_flow(field, text, plan.value(node, field));
        return read.unwrap_or_else(|_| Value::text(text));
    }
    if keys.is_empty() {
        return plan.value_from_line(node, field, text);
    }
    if field == Field::Pinned && text.contains(',') {
        let items = text.split(',').map(|item| Value::text(item.trim()));
        return Value::List(items.collect());
    }
    Value::text(text)
}

/// A count that is raised takes from the reserve; what is no count is set as it is, and found fault with.
fn count_edit(plan: &Plan, node: NodeId, text: &str) -> Edit {
    let value = value_of(plan, node, Field::Count, &[], text);
    let set = Edit::set(node, Field::Count, Some(value.clone()));
    let mut probe = Plan::new(crate::spec::parse);
    let item = probe.add(NodeId::ROOT, plan.kind(node));
    probe.put(item, Field::Count, Some(value));
    match probe.meaning(item, Field::Count) {
        Some(Meaning::Number(count)) => plan.set_count(node, *count),
        _ => set,
    }
}
