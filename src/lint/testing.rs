//! For the cases beside rules: plans as text, findings as text.

use crate::diag::Finding;
use crate::document::Document;
use crate::plan::Date;

/// Everything that is found in a plan with one shoot, whose fields are given as in a flow mapping.
pub(super) fn findings(fields: &str) -> Vec<Finding> {
    let text = format!("trellis: 1\nshoots:\n  - {{name: a, {fields}}}\n");
    let today = Date::parse("2026-11-22").expect("a day");
    Document::new(text, today).findings()
}

/// Expects what a rule finds in such a shoot, as "severity: message".
#[track_caller]
pub(super) fn check(code: &str, fields: &str, expected: &[&str]) {
    let found: Vec<String> = findings(fields)
        .iter()
        .filter(|finding| finding.code == code)
        .map(|finding| format!("{}: {}", finding.severity.word(), finding.message))
        .collect();
    assert_eq!(found, expected, "{code} in {{{fields}}}");
}

/// Expects the words of a component in the only finding of a rule.
#[track_caller]
pub(super) fn check_literal(code: &str, fields: &str, expected: Option<&str>) {
    let found: Vec<Option<String>> = findings(fields)
        .into_iter()
        .filter(|finding| finding.code == code)
        .map(|finding| finding.literal)
        .collect();
    assert_eq!(
        found,
        [expected.map(str::to_owned)],
        "{code} in {{{fields}}}"
    );
}

/// Expects the changes that a rule's only finding offers, as "field = value", one string a fix.
#[track_caller]
pub(super) fn check_fixes(code: &str, fields: &str, expected: &[&str]) {
    let found: Vec<String> = findings(fields)
        .iter()
        .filter(|finding| finding.code == code)
        .flat_map(|finding| &finding.fixes)
        .map(|fix| {
            let changes = fix.changes.iter().map(|change| {
                let to = change.to.as_deref().unwrap_or("nothing");
                format!("{} = {to}", change.field)
            });
            changes.collect::<Vec<_>>().join("; ")
        })
        .collect();
    assert_eq!(found, expected, "{code} in {{{fields}}}");
}
