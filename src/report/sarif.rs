//! SARIF 2.1.0 of `check`, which code hosts and editors show beside the lines.
//!
//! Columns count characters (`unicodeCodePoints`), from 1.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::shown::{Page, Printed, Shown};
use super::{Checked, json};
use crate::diag::Severity;
use crate::lint::rules::rule;
use crate::manifest::checks_of;
use crate::source::Span;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
const VERSION: &str = "2.1.0";

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Value; 1],
}

/// What `check` says of some texts, as SARIF.
pub fn check(sheets: &[Checked]) -> String {
    let mut rules: BTreeMap<&'static str, Value> = BTreeMap::new();
    let mut results = Vec::new();
    for sheet in sheets {
        match sheet {
            Checked::Plan(sheet) => collect(sheet.as_ref(), &mut rules, &mut results),
            Checked::Manifests(sheet) => collect(sheet.as_ref(), &mut rules, &mut results),
        }
    }
    let rules: Vec<Value> = rules.into_values().collect();
    let run = json!({
        "tool": {"driver": {
            "name": "trellis",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        }},
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    json::print(&Log {
        schema: SCHEMA,
        version: VERSION,
        runs: [run],
    })
}

fn collect(
    sheet: &impl Printed,
    rules: &mut BTreeMap<&'static str, Value>,
    results: &mut Vec<Value>,
) {
    for index in 0..sheet.found().len() {
        let shown = sheet.shown(index);
        rules.entry(shown.code).or_insert_with(|| described(&shown));
        results.push(result(sheet.page(), &shown));
    }
}

/// What a code means, where it can be read.
fn described(shown: &Shown<'_>) -> Value {
    let code = shown.code;
    let summary = rule(code)
        .map(|rule| rule.summary)
        .or_else(|| checks_of(code).map(|check| check.summary).next())
        .unwrap_or(code);
    let why = rule(code).map_or(summary, |rule| rule.why);
    let mut described = json!({
        "id": code,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": why},
        "help": {"text": format!("trellis explain {code}")},
    });
    if let Some(source) = shown.sources.first() {
        described["helpUri"] = json!(source.url);
    }
    described
}

fn result(page: Page<'_>, shown: &Shown<'_>) -> Value {
    let mut result = json!({
        "ruleId": shown.code,
        "level": level(shown.severity),
        "message": {"text": text(shown)},
        "locations": [location(page, shown.span, shown.subject.as_deref())],
    });
    if !shown.labels.is_empty() {
        let related = shown.labels.iter().map(|&(span, label)| {
            let mut location = location(page, Some(span), None);
            location["message"] = json!({"text": label});
            location
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(reason) = shown.waived {
        result["suppressions"] = json!([{"kind": "inSource", "justification": reason}]);
    }
    result
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// The message with who refuses it, and what mends it.
pub(super) fn text(shown: &Shown<'_>) -> String {
    let mut text = shown.message.to_owned();
    match (shown.refused_by, shown.literal) {
        (Some(by), Some(literal)) => text.extend(["\n", by, " prints: ", literal]),
        (Some(by), None) => text.extend(["\nrefused by ", by]),
        (None, _) => {}
    }
    if let Some(help) = shown.help {
        text.extend(["\nhelp: ", help]);
    }
    text
}

fn location(page: Page<'_>, span: Option<Span>, subject: Option<&str>) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(page.file)}});
    if let Some(span) = span {
        let (start, end) = (page.place(span.start), page.place(span.end));
        physical["region"] = json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        });
    }
    let mut location = json!({"physicalLocation": physical});
    if let Some(subject) = subject {
        location["logicalLocations"] = json!([{"fullyQualifiedName": subject}]);
    }
    location
}

/// A file's name as a relative or absolute reference of RFC 3986: what is no path character is escaped.
fn uri(file: &str) -> String {
    let mut uri = String::with_capacity(file.len());
    for byte in file.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        if plain {
            uri.push(char::from(byte));
        } else {
            uri.extend(["%", &format!("{byte:02X}")]);
        }
    }
    uri
}
