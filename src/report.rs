//! What people and scripts read: findings, trees, pages and JSON, each made of data and given back as text.
//!
//! Nothing here prints, or looks at a file, a terminal or the environment: the caller says how it shall look.

pub mod breaks;
pub mod compare;
pub mod diff;
pub mod explain;
pub mod fields;
pub mod github;
pub mod json;
pub mod locate;
pub mod look;
mod manifest;
pub mod moves;
mod paragraph;
mod row;
pub mod ruler;
pub mod sarif;
pub mod schema;
mod shown;
pub mod sizing;
mod slip;
mod snippet;
pub mod text;
pub mod tree;
mod truth;
pub mod variants;

use crate::diag::{Finding, Fix, Severity};
use crate::document::Document;
use crate::lint::rules::rule;
use crate::plan::Field;
use crate::source::{LineColumn, LineIndex, NodeId, Source};
use crate::visible::clean;

pub use look::Look;
pub use manifest::ManifestSheet;
pub use shown::{Page, Printed, Shown};
pub use slip::{Slip, SlipSheet};

/// A text that was checked.
#[derive(Debug)]
pub enum Checked {
    /// A plan, or what should have been one.
    Plan(Box<Sheet>),
    /// Manifests.
    Manifests(Box<ManifestSheet>),
}

impl Checked {
    /// The worst that has been found.
    pub fn worst(&self) -> Option<Severity> {
        match self {
            Self::Plan(sheet) => sheet.worst(),
            Self::Manifests(sheet) => sheet.worst(),
        }
    }
}

/// One plan with what has been found in it.
#[derive(Debug)]
pub struct Sheet {
    /// Its name, as it was given; `-` is standard input.
    pub file: String,
    /// What was read of it.
    pub document: Document,
    /// What has been found, in the order of the text.
    pub findings: Vec<Finding>,
    lines: LineIndex,
}

impl Sheet {
    /// A document with all its findings.
    pub fn new(file: impl Into<String>, document: Document) -> Self {
        let findings = document.findings();
        Self::with_findings(file, document, findings)
    }

    /// A document with some findings.
    pub fn with_findings(
        file: impl Into<String>,
        document: Document,
        findings: Vec<Finding>,
    ) -> Self {
        Self {
            file: file.into(),
            lines: LineIndex::new(document.text()),
            document,
            findings,
        }
    }

    /// Adds findings where they belong in the text.
    pub fn add(&mut self, findings: Vec<Finding>) {
        let document = &self.document;
        let place = |finding: &Finding| document.span(&finding.at).map(|span| span.start);
        self.findings.extend(findings);
        self.findings.sort_by_cached_key(place);
    }

    /// The worst that has been found.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }

    /// How many findings there are of a severity.
    pub fn number(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// Where a finding points, if it points into the text.
    pub fn place(&self, finding: &Finding) -> Option<LineColumn> {
        self.document.line_column(&self.lines, &finding.at)
    }
}

impl Printed for Sheet {
    fn page(&self) -> Page<'_> {
        Page {
            file: &self.file,
            text: self.document.text(),
            lines: &self.lines,
        }
    }

    fn found(&self) -> Vec<(&'static str, Severity)> {
        let findings = self.findings.iter();
        findings
            .map(|finding| (finding.code, finding.severity))
            .collect()
    }

    fn shown(&self, index: usize) -> Shown<'_> {
        let finding = &self.findings[index];
        let labels = finding.labels.iter().filter_map(|label| {
            let span = self.document.span(&label.at)?;
            Some((span, label.text.as_str()))
        });
        Shown {
            code: finding.code,
            severity: finding.severity,
            subject: self.place_text(finding.subject, finding.field),
            span: self.document.span(&finding.at),
            message: &finding.message,
            labels: labels.collect(),
            help: finding.help.as_deref(),
            literal: finding.literal.as_deref(),
            refused_by: finding.refused_by,
            waived: finding.waived.as_ref().map(|waived| waived.reason.as_str()),
            fixes: finding
                .fixes
                .iter()
                .map(|fix| self.fix_text(finding, fix))
                .collect(),
            sources: sources(finding).collect(),
        }
    }
}

impl Sheet {
    /// Where a finding points, in words: `eu10/live/prod.nodes`. Nothing for the plan itself.
    fn place_text(&self, node: NodeId, field: &str) -> Option<String> {
        let path = self.document.plan().path(node);
        let path = clean(&path);
        match (path.is_empty(), field.is_empty()) {
            (true, true) => None,
            (true, false) => Some(field.to_owned()),
            (false, true) => Some(path.into_owned()),
            (false, false) => Some(format!("{path}.{field}")),
        }
    }

    fn fix_text(&self, finding: &Finding, fix: &Fix) -> String {
        let word = if fix.safe { "safe" } else { "suggested" };
        let at = finding.at.node();
        let elsewhere = fix.changes.iter().filter(|change| {
            change.node != at
                && Field::of_key(change.field).is_some()
                && change.node != finding.subject
        });
        let places: Vec<String> = elsewhere
            .filter_map(|change| self.place_text(change.node, change.field))
            .collect();
        let title = clean(&fix.title);
        if places.is_empty() {
            format!("{title} ({word})")
        } else {
            format!("{title}, at {} ({word})", places.join(", "))
        }
    }
}

/// Where the claims of a finding can be read: its own sources, else the first one of its rule.
fn sources(finding: &Finding) -> impl Iterator<Item = Source> {
    let own = finding.sources.iter().copied();
    let of_rule = rule(finding.code)
        .and_then(|rule| rule.sources.first().copied())
        .filter(|_| finding.sources.is_empty());
    own.chain(of_rule)
}
