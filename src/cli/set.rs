//! `trellis set`: changes fields of a plan, and nothing else of its text.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::args::date;
use super::console::Console;
use super::failure::Failure;
use super::file::{called, is_stdin, read, replace};
use super::moved::Places;
use super::show::plain;
use super::{Outcome, today};
use crate::diag::{Finding, Severity};
use crate::document::Document;
use crate::nearest::nearest;
use crate::plan::{Date, Edit, FIELDS, Field, Found, Meaning, Plan, Sort, Value, name_fault};
use crate::report::{Sheet, look, text};
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
    path: String,
    /// Fields and values, such as max-nodes=200; keys inside follow a dot; an empty value is null
    #[arg(value_name = "FIELD=VALUE")]
    changes: Vec<String>,
    /// Take a field away
    #[arg(long, value_name = "FIELD")]
    unset: Vec<String>,
    /// The day on which waivers are judged, instead of the clock's
    #[arg(long, value_parser = date, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
}

/// Changes a plan.
pub(super) fn run(args: &Args, console: &Console) -> Result<Outcome, Failure> {
    let old = read(&args.plan)?.text(&args.plan)?;
    let mut document = Document::new(old.clone(), today(args.today));
    let found = document.plan().find(plain(&args.path))?;
    if let Some(&(run, _)) = found.members.last() {
        return Err(Failure::Member {
            path: args.path.clone(),
            run: document.plan().path(run),
        });
    }
    let edits = edits(document.plan(), &found, args)?;
    let was_counted = document.plan().is_counted(found.node);
    let (before, places) = (known(&document), Places::of(&document));
    document.apply(Edit::Many(
        edits.iter().map(|(_, edit)| edit.clone()).collect(),
    ))?;
    let new = document.save()?.to_owned();
    let faulty = faulty_fields(document.plan(), found.node, &edits);
    let moved = places.moved(&Places::of(&document), &document);
    let mut gained = document.findings();
    gained.retain(|finding| !before.contains(&key(finding)));
    let refused = !faulty.is_empty()
        || gained
            .iter()
            .any(|finding| finding.severity == Severity::Error && is_of_text(&document, finding));
    if refused {
        gained.retain(|finding| {
            is_of_text(&document, finding)
                || (finding.subject == found.node && faulty.contains(&finding.field))
        });
    }
    let renamed = rename_text(document.plan(), found.node, was_counted);
    let sheet = Sheet::with_findings(called(&args.plan), document, gained);
    if !sheet.findings.is_empty() {
        console.say(&text::findings(&sheet, console.err));
    }
    if refused {
        console.say("nothing was written\n");
        return Ok(Outcome::Found);
    }
    if is_stdin(&args.plan) {
        console.print(&new)?;
    } else if new != old {
        replace(&args.plan, &old, &new)?;
    }
    let hurts = sheet.number(Severity::Error);
    if hurts > 0 {
        console.say(&format!(
            "written all the same, with {}:\n",
            if hurts == 1 {
                "a new error".to_owned()
            } else {
                format!("{hurts} new errors")
            }
        ));
    }
    say_what_changed(&old, &new, &moved, console);
    console.say(&look::clean_lines(&renamed.unwrap_or_default()));
    Ok(Outcome::Fine)
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

/// The fields that were set to what they cannot take.
fn faulty_fields(plan: &Plan, node: NodeId, edits: &[(Field, Edit)]) -> BTreeSet<&'static str> {
    let faulty = |field: Field| {
        if field == Field::Name {
            return name_fault(plan.name(node)).is_some();
        }
        plan.entry(node, field).is_some_and(|entry| {
            let faults = plan.faults_of(entry.meant);
            faults.iter().any(|fault| fault.severity == Severity::Error)
        })
    };
    edits
        .iter()
        .map(|&(field, _)| field)
        .filter(|&field| faulty(field))
        .map(Field::key)
        .collect()
}

/// What makes two findings the same one before and after an edit.
type Key = (&'static str, NodeId, &'static str, String);

fn key(finding: &Finding) -> Key {
    (
        finding.code,
        finding.subject,
        finding.field,
        finding.message.clone(),
    )
}

fn known(document: &Document) -> BTreeSet<Key> {
    document.findings().iter().map(key).collect()
}

/// Whether readers found it in the text.
fn is_of_text(document: &Document, finding: &Finding) -> bool {
    document.reading().contains(finding)
}

/// The lines that differ, and the prefixes that moved.
fn say_what_changed(old: &str, new: &str, moved: &[String], console: &Console) {
    let mut lines = changed_lines(old, new);
    if lines.is_empty() {
        lines.push("nothing changed".to_owned());
    }
    let mut out = shortened(&lines, "");
    if !moved.is_empty() {
        let plural = if moved.len() == 1 { "" } else { "es" };
        out.extend([moved.len().to_string(), format!(" prefix{plural} moved:\n")]);
        out.push_str(&shortened(moved, "  "));
    }
    console.say(&look::clean_lines(&out));
}

/// The first lines, and how many more there are.
fn shortened(lines: &[String], indent: &str) -> String {
    const MOST: usize = 12;
    let shown = lines.iter().take(MOST);
    let mut out: String = shown.flat_map(|line| [indent, line, "\n"]).collect();
    if lines.len() > MOST {
        out.extend([
            indent.to_owned(),
            format!("… and {} more\n", lines.len() - MOST),
        ]);
    }
    out
}

/// Lines that went and lines that came, in order.
fn changed_lines(old: &str, new: &str) -> Vec<String> {
    /// How far ahead an equal line is looked for: an edit of fields changes a line here and a line there.
    const AHEAD: usize = 40;
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let (mut left, mut right) = (old.as_slice(), new.as_slice());
    let mut lines = Vec::new();
    while !left.is_empty() || !right.is_empty() {
        let meeting = (0..=AHEAD).find_map(|distance| {
            (0..=distance).find_map(|skipped| {
                let (one, other) = (skipped, distance - skipped);
                let same = match (left.get(one), right.get(other)) {
                    (Some(one), Some(other)) => one == other,
                    (None, None) => one == left.len() && other == right.len(),
                    _ => false,
                };
                same.then_some((one, other))
            })
        });
        let (gone, come) = meeting.unwrap_or((left.len(), right.len()));
        lines.extend(
            left[..gone]
                .iter()
                .map(|line| format!("- {}", line.trim_end())),
        );
        lines.extend(
            right[..come]
                .iter()
                .map(|line| format!("+ {}", line.trim_end())),
        );
        left = left.get(gone + 1..).unwrap_or(&[]);
        right = right.get(come + 1..).unwrap_or(&[]);
    }
    lines
}

/// What a new count does to the name, where there was none.
fn rename_text(plan: &Plan, node: NodeId, was_counted: bool) -> Option<String> {
    if was_counted == plan.is_counted(node) {
        return None;
    }
    let name = plan.name(node);
    Some(if was_counted {
        format!("`{name}` is one again: this renames its members\n")
    } else {
        format!(
            "`{name}` is {name}-1 … {name}-{} now: a rename\n",
            plan.count(node).decimal()
        )
    })
}
