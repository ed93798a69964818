//! The registry of rules: every example is run, and every file is listed.

use std::collections::BTreeSet;

use trellis::diag::{Finding, Fix, Severity};
use trellis::document::Document;
use trellis::lint::rules::RULES;
use trellis::plan::Date;

fn today() -> Date {
    Date::parse("2026-11-22").expect("a day")
}

fn codes(text: &str) -> Vec<String> {
    let document = Document::new(text.to_owned(), today());
    document
        .findings()
        .iter()
        .map(|finding| finding.code.to_owned())
        .collect()
}

/// Rules whose examples are wrong before any component could see them.
const OWN_ERRORS: &[&str] = &[
    "bits-exhausted",
    "does-not-fit",
    "duplicate-key",
    "duplicate-name",
    "field-value",
    "file-kind",
    "file-limit",
    "file-syntax",
    "from-node-needs-prefix",
    "host-bits",
    "nat64-prefix",
    "needs-quotes",
    "outside-parent",
    "outside-vpc",
    "pods-exceed-room",
    "profile-fault",
    "provider-family",
    "provider-taken",
    "spec-family",
    "spec-length",
    "spec-place",
    "spec-syntax",
    "special-range",
    "ula-l-bit",
    "unknown-key",
    "variant-path",
];

#[test]
fn bad_examples_give_exactly_their_code() {
    for rule in RULES {
        let found: BTreeSet<String> = codes(rule.bad).into_iter().collect();
        assert_eq!(
            found,
            BTreeSet::from([rule.code.to_owned()]),
            "{}:\n{}",
            rule.code,
            rule.bad
        );
    }
}

#[test]
fn good_examples_give_nothing() {
    for rule in RULES {
        assert_eq!(
            codes(rule.good),
            Vec::<String>::new(),
            "{}:\n{}",
            rule.code,
            rule.good
        );
    }
}

#[test]
fn codes_are_unique_words_with_sources() {
    let mut seen = BTreeSet::new();
    for rule in RULES {
        assert!(seen.insert(rule.code), "{} is there twice", rule.code);
        assert!(
            rule.code
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
            "{}",
            rule.code
        );
        assert!(!rule.sources.is_empty(), "{} has no source", rule.code);
        assert!(
            rule.sources
                .iter()
                .all(|source| source.url.starts_with("https://")),
            "{}",
            rule.code
        );
    }
}

#[test]
fn the_folder_is_the_registry() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/rules");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder of rules")
        .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.replace('_', "-")))
        .collect();
    let listed: BTreeSet<String> = RULES.iter().map(|rule| rule.code.to_owned()).collect();
    assert_eq!(files, listed);
}

/// Each fix of each finding of a bad example, on an example of its own.
#[test]
fn every_fix_of_a_bad_example_mends_it() {
    for rule in RULES {
        let findings = Document::new(rule.bad.to_owned(), today()).findings();
        for finding in &findings {
            for fix in &finding.fixes {
                if fix.changes.iter().all(|change| !change.field.is_empty()) {
                    mends(rule.bad, finding, fix);
                }
            }
        }
    }
}

/// What was found is gone at its severity, and no new error came.
#[track_caller]
fn mends(text: &str, finding: &Finding, fix: &Fix) {
    let mut document = Document::new(text.to_owned(), today());
    let errors = |findings: &[Finding]| {
        let errors = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        errors.count()
    };
    let number = |findings: &[Finding]| {
        let same = findings
            .iter()
            .filter(|other| other.code == finding.code && other.severity == finding.severity);
        same.count()
    };
    let before = document.findings();
    let edit = document.edit_of(fix);
    document.apply(edit).expect("a fix is no refusal");
    let after = document.findings();
    // Exactly 16 bits work for nodeipam, and are told as advice: what was found is gone at its own severity.
    assert!(
        number(&after) < number(&before),
        "{}: {} is no mend\n{text}",
        finding.code,
        fix.title
    );
    assert!(
        errors(&after) <= errors(&before),
        "{}: {} brings an error\n{text}\n{:?}",
        finding.code,
        fix.title,
        after.iter().map(|other| &other.message).collect::<Vec<_>>()
    );
}

/// An error that a real component makes names it, and the moment. The others are arithmetic, or text that no component
/// ever sees.
#[test]
fn errors_that_components_make_say_who_refuses_and_when() {
    let own: BTreeSet<&str> = OWN_ERRORS.iter().copied().collect();
    let mut unsaid = BTreeSet::new();
    for rule in RULES {
        let document = Document::new(rule.bad.to_owned(), today());
        let findings = document.findings();
        let errors = findings
            .iter()
            .filter(|finding| finding.code == rule.code && finding.severity == Severity::Error);
        let silent = |finding: &Finding| finding.refused_by.is_none();
        if errors.into_iter().any(silent) {
            unsaid.insert(rule.code);
        }
    }
    assert_eq!(unsaid, own);
}
