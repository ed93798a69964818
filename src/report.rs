//! What people and scripts read: findings, trees, pages and JSON, each made of data and given back as text.
//!
//! Nothing here prints, or looks at a file, a terminal or the environment: the caller says how it shall look.

pub mod explain;
pub mod json;
pub mod locate;
pub mod look;
mod paragraph;
mod range;
mod row;
mod snippet;
pub mod text;
pub mod tree;

use crate::diag::{Finding, Severity};
use crate::document::Document;
use crate::source::{LineColumn, LineIndex};

pub use look::Look;

/// One text with what has been found in it.
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
    fn place(&self, finding: &Finding) -> Option<LineColumn> {
        self.document.line_column(&self.lines, &finding.at)
    }
}
