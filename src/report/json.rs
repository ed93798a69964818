//! The JSON of `check` and `show`: an interface, versioned and tested.
//!
//! Counts are decimal strings; lengths, bits, lines and columns are numbers; what is not there is null.

mod show;

use std::borrow::Cow;

use serde::Serialize;

use super::{Checked, ManifestSheet, Printed as _, Sheet};
use crate::diag::{Finding, Severity};
use crate::lint::rules::rule;
use crate::plan::{Field, Plan, Value};
use crate::source::Source;
use crate::visible::clean_json;

pub use show::show;

const VERSION: u8 = 1;

#[derive(Serialize)]
struct Check<'a> {
    version: u8,
    findings: Vec<Found<'a>>,
    summary: Summary,
}

#[derive(Default, Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    advice: usize,
}

#[derive(Serialize)]
struct Found<'a> {
    code: &'a str,
    severity: &'a str,
    path: String,
    field: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
    literal: Option<&'a str>,
    refused_by: Option<&'a str>,
    waived: Option<&'a str>,
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    fixes: Vec<Fix<'a>>,
    sources: Vec<Cited>,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    path: String,
    field: Cow<'a, str>,
    from: Option<String>,
    to: Option<&'a str>,
}

#[derive(Serialize)]
struct Cited {
    title: &'static str,
    url: &'static str,
}

/// What `check` says of some texts.
pub fn check(sheets: &[Checked]) -> String {
    let mut summary = Summary::default();
    let mut findings = Vec::new();
    for sheet in sheets {
        let severities = match sheet {
            Checked::Plan(sheet) => {
                findings.extend(sheet.findings.iter().map(|finding| found(sheet, finding)));
                sheet.found()
            }
            Checked::Manifests(sheet) => {
                let of_manifests = sheet.findings.iter();
                findings.extend(of_manifests.map(|finding| found_in_manifest(sheet, finding)));
                sheet.found()
            }
        };
        for (_, severity) in severities {
            match severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Advice => summary.advice += 1,
            }
        }
    }
    print(&Check {
        version: VERSION,
        findings,
        summary,
    })
}

fn found<'a>(sheet: &'a Sheet, finding: &'a Finding) -> Found<'a> {
    let place = sheet.place(finding);
    Found {
        code: finding.code,
        severity: finding.severity.word(),
        path: sheet.document.plan().path(finding.subject),
        field: (!finding.field.is_empty()).then_some(finding.field),
        message: &finding.message,
        help: finding.help.as_deref(),
        literal: finding.literal.as_deref(),
        refused_by: finding.refused_by,
        waived: finding.waived.as_ref().map(|waived| &*waived.reason),
        file: &sheet.file,
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        fixes: finding
            .fixes
            .iter()
            .map(|fix| self::fix(sheet.document.plan(), fix))
            .collect(),
        sources: sources(finding),
    }
}

fn found_in_manifest<'a>(
    sheet: &'a ManifestSheet,
    finding: &'a crate::manifest::Finding,
) -> Found<'a> {
    let place = sheet.place(finding);
    let cited = |source: &Source| Cited {
        title: source.title,
        url: source.url,
    };
    Found {
        code: finding.code,
        severity: finding.severity.word(),
        path: finding.path.clone(),
        field: Some(finding.field.as_str()).filter(|field| !field.is_empty()),
        message: &finding.message,
        help: finding.help.as_deref(),
        literal: finding.literal.as_deref(),
        refused_by: finding.refused_by.map(crate::manifest::By::words),
        waived: finding.waived.as_ref().map(|waived| &*waived.reason),
        file: &sheet.file,
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        fixes: finding
            .fixes
            .iter()
            .map(|fix| fix_of_manifest(finding, fix))
            .collect(),
        sources: finding.sources.iter().map(cited).collect(),
    }
}

/// The finding's own, which say it of this very case, and those of the rule.
fn sources(finding: &Finding) -> Vec<Cited> {
    let of_rule = rule(finding.code).map_or(&[][..], |rule| rule.sources);
    let others = of_rule
        .iter()
        .filter(|source| !finding.sources.contains(source));
    let cited = |source: &Source| Cited {
        title: source.title,
        url: source.url,
    };
    finding.sources.iter().chain(others).map(cited).collect()
}

/// A mend of the text itself (quotes) has no field, and so no edit.
fn fix<'a>(plan: &Plan, fix: &'a crate::diag::Fix) -> Fix<'a> {
    let edits = fix
        .changes
        .iter()
        .filter(|change| !change.field.is_empty())
        .map(|change| Edit {
            path: plan.path(change.node),
            field: Cow::Borrowed(change.field),
            from: Field::of_key(change.field)
                .and_then(|field| plan.value(change.node, field))
                .map(Value::line),
            to: change.to.as_deref(),
        });
    Fix {
        title: &fix.title,
        safe: fix.safe,
        edits: edits.collect(),
    }
}

fn fix_of_manifest<'a>(
    finding: &crate::manifest::Finding,
    fix: &'a crate::manifest::Fix,
) -> Fix<'a> {
    let edits = fix.changes.iter().map(|change| Edit {
        path: finding.path.clone(),
        field: Cow::Owned(change.change.field()),
        from: change.from.clone(),
        to: change.to.as_deref(),
    });
    Fix {
        title: &fix.title,
        safe: fix.safe,
        edits: edits.collect(),
    }
}

/// JSON, a line an entry deep; what a terminal would obey is escaped.
pub(super) fn print(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value)
        .expect("invariant: keys are texts, and nothing of it refuses");
    let mut out = clean_json(&text);
    out.push('\n');
    out
}
