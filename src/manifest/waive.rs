//! Waivers in manifests: annotations that say why somebody can live with a finding.
//!
//! `trellis.allow/CODE: reason`, or `reason (until 2027-06-30)`, under `metadata.annotations`. It covers the Shoot. An
//! annotation and no comment, because it is still there in what kubectl prints.

use super::check::Written;
use super::cursor::At;
use super::finding::Finding;
use super::read::Manifests;
use crate::diag::{Severity, Waived};
use crate::nearest::nearest;
use crate::plan::{Date, cut};
use crate::source::Span;

/// What waiving annotations begin with.
pub const ANNOTATION: &str = "trellis.allow/";

/// One annotation.
struct Waiver<'a> {
    path: String,
    field: String,
    span: Span,
    code: &'a str,
    reason: &'a str,
    until: Until,
}

/// How long a waiver holds.
#[derive(Clone, Copy)]
enum Until {
    Always,
    Day(Date),
    /// What stands there is no day.
    NoDay,
}

/// Findings that are waived become advice; what is wrong with a waiver is found too. `codes` are all that there are.
pub fn waive(
    manifests: &Manifests,
    findings: &mut Vec<Finding>,
    today: Date,
    codes: &[&'static str],
) {
    for manifest in &manifests.shoots {
        let page = manifests.page();
        let at = Written { page, manifest }.at(&["metadata", "annotations"]);
        for waiver in waivers(&at, &manifest.path()) {
            let fault = apply(&waiver, findings, today, codes);
            findings.extend(fault);
        }
    }
    findings.sort_by_key(|finding| finding.span);
}

fn waivers<'a>(annotations: &At<'a>, path: &str) -> Vec<Waiver<'a>> {
    let pairs = annotations.pairs();
    let waiver = |(key, span, at): (&'a str, Span, At<'a>)| {
        let code = key.strip_prefix(ANNOTATION)?;
        let (reason, until) = said(at.text().unwrap_or(""));
        Some(Waiver {
            path: path.to_owned(),
            field: at.path().to_owned(),
            span,
            code,
            reason,
            until,
        })
    };
    pairs.filter_map(waiver).collect()
}

/// The reason, and the day in brackets behind it.
fn said(text: &str) -> (&str, Until) {
    let text = text.trim();
    let ending = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once("(until "));
    match ending {
        Some((reason, day)) => (
            reason.trim(),
            Date::parse(day.trim()).map_or(Until::NoDay, Until::Day),
        ),
        None => (text, Until::Always),
    }
}

/// Waives what the annotation covers; gives what is wrong with it.
fn apply(
    waiver: &Waiver<'_>,
    findings: &mut [Finding],
    today: Date,
    codes: &[&'static str],
) -> Option<Finding> {
    let code = cut(waiver.code);
    let wrong = |code, severity, message: String, help: String| {
        let mut finding = Finding::of_text(code, severity, waiver.span, message).help(help);
        finding.path.clone_from(&waiver.path);
        finding.field.clone_from(&waiver.field);
        Some(finding)
    };
    let unused =
        |message: String, help: String| wrong("allow-unused", Severity::Warning, message, help);
    if !codes.contains(&waiver.code) {
        let near = nearest(waiver.code, codes.iter().copied());
        let help = near.map_or("take the annotation away".to_owned(), |near| {
            format!("write `{ANNOTATION}{near}`")
        });
        return unused(
            format!("`{code}` is waived, and no rule is called so"),
            help,
        );
    }
    if waiver.reason.is_empty() {
        let help = "write why somebody can live with it".to_owned();
        let message = format!("the waiver of {code} says no reason");
        return wrong("field-value", Severity::Error, message, help);
    }
    match waiver.until {
        Until::NoDay => {
            let help = "write a day, such as (until 2027-06-30)".to_owned();
            let message = format!("the waiver of {code} ends on no day that there is");
            return wrong("field-value", Severity::Error, message, help);
        }
        Until::Day(until) if until < today => {
            let help = "mend what it covered and take it away, or give it a later day".to_owned();
            let message = format!("the waiver of {code} ended on {until}");
            return wrong("allow-expired", Severity::Warning, message, help);
        }
        Until::Day(_) | Until::Always => {}
    }
    let mut used = false;
    for finding in findings
        .iter_mut()
        .filter(|finding| finding.path == waiver.path && finding.code == waiver.code)
    {
        used = true;
        finding.waived = Some(Waived {
            reason: waiver.reason.to_owned(),
            severity: finding.severity,
        });
        finding.severity = Severity::Advice;
    }
    if used {
        return None;
    }
    unused(
        format!("the waiver of {code} covers no finding of this Shoot"),
        "take the annotation away".to_owned(),
    )
}
