//! For tests of rules: what is found in a plan.

use crate::diag::{Finding, Severity};
use crate::document::Document;
use crate::plan::Date;

/// Everything that is found in a plan, whole.
pub(super) fn findings(plan: &str) -> Vec<Finding> {
    let today = Date::parse("2026-11-22").expect("a day");
    Document::new(plan.to_owned(), today).findings()
}

/// Everything that is found in a plan: code, severity and message.
pub(super) fn found(plan: &str) -> Vec<(&'static str, Severity, String)> {
    findings(plan)
        .into_iter()
        .map(|finding| (finding.code, finding.severity, finding.message))
        .collect()
}

/// What one rule finds in a plan, as "severity: message", in the order of the text.
#[track_caller]
pub(super) fn check(code: &str, plan: &str, expected: &[&str]) {
    let plan = format!("trellis: 1\n{plan}");
    let lines: Vec<String> = found(&plan)
        .into_iter()
        .filter(|(other, _, _)| *other == code)
        .map(|(_, severity, message)| format!("{}: {message}", severity.word()))
        .collect();
    assert_eq!(lines, expected, "{code} in\n{plan}");
}

/// Everything that is found in a plan with one shoot, whose fields are given as in a flow mapping.
fn of_shoot(code: &str, fields: &str) -> Vec<Finding> {
    let mut findings = findings(&format!("trellis: 1\nshoots:\n  - {{name: a, {fields}}}\n"));
    findings.retain(|finding| finding.code == code);
    findings
}

/// What one rule finds in such a shoot, as "severity: message".
#[track_caller]
pub(super) fn check_shoot(code: &str, fields: &str, expected: &[&str]) {
    check(
        code,
        &format!("shoots:\n  - {{name: a, {fields}}}\n"),
        expected,
    );
}

/// The words of a component in the only finding of a rule in such a shoot.
#[track_caller]
pub(super) fn check_literal(code: &str, fields: &str, expected: Option<&str>) {
    let found: Vec<Option<String>> = of_shoot(code, fields)
        .into_iter()
        .map(|finding| finding.literal)
        .collect();
    assert_eq!(
        found,
        [expected.map(str::to_owned)],
        "{code} in {{{fields}}}"
    );
}

/// The changes that a rule's only finding in such a shoot offers, as "field = value", one string a fix.
#[track_caller]
pub(super) fn check_fixes(code: &str, fields: &str, expected: &[&str]) {
    let findings = of_shoot(code, fields);
    assert_eq!(findings.len(), 1, "{code} in {{{fields}}}");
    let found: Vec<String> = findings[0]
        .fixes
        .iter()
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
