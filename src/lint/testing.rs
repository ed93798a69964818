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
