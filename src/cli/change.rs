//! Edits of a plan file from the command line: refused, or written and told.

use std::collections::BTreeSet;
use std::path::Path;

use super::Outcome;
use super::console::Console;
use super::failure::Failure;
use super::file::{called, is_stdin, replace};
use super::moved::Places;
use super::show::plain;
use crate::diag::{Finding, Identity, Severity};
use crate::document::Document;
use crate::plan::{Edit, Field, Found, NoVariant, Plan, VARIANT_PATH, name_fault};
use crate::report::{Sheet, text};
use crate::source::NodeId;
use crate::visible::clean_lines;

/// Edits of one definition, each with the field that it sets.
#[derive(Debug)]
pub(super) struct Change<'a> {
    pub(super) file: &'a Path,
    /// The plan in the file, before the edits.
    pub(super) document: Document,
    /// The variant that is edited, instead of the plan itself.
    pub(super) variant: Option<&'a str>,
    pub(super) node: NodeId,
    pub(super) edits: Vec<(Field, Edit)>,
    /// Whether it is only said what would change.
    pub(super) dry_run: bool,
}

/// The definition that a path leads to. Members of a run are alike, so none of them is changed alone.
pub(super) fn definition(document: &Document, path: &str) -> Result<Found, Failure> {
    let found = document.plan().find(plain(path))?;
    match found.members.last() {
        Some(&(run, _)) => Err(Failure::Member {
            path: path.to_owned(),
            run: document.plan().path(run),
        }),
        None => Ok(found),
    }
}

impl Change<'_> {
    /// Writes the plan with the edits, unless what is set cannot stand there, and says what changed and moved.
    pub(super) fn write(self, console: &Console) -> Result<Outcome, Failure> {
        let Self {
            file,
            mut document,
            variant,
            node,
            edits,
            dry_run,
        } = self;
        let old = document.text().to_owned();
        let edit = Edit::Many(edits.iter().map(|(_, edit)| edit.clone()).collect());
        let (before, places, was_counted) = of_variant(&document, variant, |document| {
            let was_counted = document.plan().is_counted(node);
            (known(document), Places::of(document), was_counted)
        })?;
        document.edit(match variant {
            Some(name) => document.plan().edit_in_variant(name, &edit)?,
            None => edit,
        })?;
        let new = document.save()?.to_owned();
        let document = match variant {
            Some(name) => document.variant(name)?,
            None => document,
        };
        let faulty = faulty_fields(document.plan(), node, &edits);
        let now = Places::of(&document);
        let moved = places.moved(&now, &document);
        let touched = (!moved.is_empty()).then(|| places.touched(&now, &document));
        let mut gained = document.findings();
        gained.retain(|finding| !before.contains(&finding.identity()));
        let refused = !faulty.is_empty()
            || gained.iter().any(|finding| {
                finding.severity == Severity::Error && is_of_text(&document, finding)
            });
        if refused {
            gained.retain(|finding| {
                is_of_text(&document, finding)
                    || (finding.subject == node && faulty.contains(&finding.field))
            });
        }
        let renamed = rename_text(document.plan(), node, was_counted);
        let sheet = Sheet::with_findings(called(file), document, gained);
        if !sheet.findings.is_empty() {
            console.say(&text::findings(&sheet, console.err));
        }
        if refused {
            console.say("nothing was written\n");
            return Ok(Outcome::Found);
        }
        if is_stdin(file) && !dry_run {
            console.print(&new)?;
        } else if new != old && !dry_run {
            replace(file, &old, &new)?;
        }
        let hurts = sheet.number(Severity::Error);
        if hurts > 0 {
            let written = if dry_run {
                "it would be written"
            } else {
                "written"
            };
            console.say(&format!(
                "{written} all the same, with {}:\n",
                if hurts == 1 {
                    "a new error".to_owned()
                } else {
                    format!("{hurts} new errors")
                }
            ));
        }
        say_what_changed(&old, &new, &moved, console);
        if let Some(touched) = touched {
            console.say(&format!("which touches {touched}\n"));
        }
        console.say(&clean_lines(&renamed.unwrap_or_default()));
        if dry_run {
            console.say("nothing was written (--dry-run)\n");
        }
        Ok(Outcome::Fine)
    }
}

/// What is asked of the plan, or of its variant.
fn of_variant<T>(
    document: &Document,
    variant: Option<&str>,
    ask: impl FnOnce(&Document) -> T,
) -> Result<T, NoVariant> {
    Ok(match variant {
        Some(name) => ask(&document.variant(name)?),
        None => ask(document),
    })
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

pub(super) fn known(document: &Document) -> BTreeSet<Identity> {
    document.findings().iter().map(Finding::identity).collect()
}

/// Whether readers found it in the text. A variant that has lost its path holds up no edit.
fn is_of_text(document: &Document, finding: &Finding) -> bool {
    finding.code != VARIANT_PATH && document.reading().contains(finding)
}

/// The lines that differ, and the prefixes that moved.
pub(super) fn say_what_changed(old: &str, new: &str, moved: &[String], console: &Console) {
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
    console.say(&clean_lines(&out));
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
