//! Shoot manifests with what has been found in them.

use super::shown::{Page, Printed, Shown};
use crate::diag::Severity;
use crate::manifest::{By, Finding, Fix, Manifests};
use crate::source::{LineColumn, LineIndex};
use crate::visible::clean;

/// A text of manifests with findings.
#[derive(Debug)]
pub struct ManifestSheet {
    /// Its name, as it was given; `-` is standard input.
    pub file: String,
    /// What was read of it.
    pub manifests: Manifests,
    /// What has been found, in the order of the text.
    pub findings: Vec<Finding>,
    lines: LineIndex,
}

impl ManifestSheet {
    /// Manifests with their findings.
    pub fn new(file: impl Into<String>, manifests: Manifests, findings: Vec<Finding>) -> Self {
        Self {
            file: file.into(),
            lines: LineIndex::new(&manifests.text),
            manifests,
            findings,
        }
    }

    /// The worst that has been found.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }

    /// Where a finding points, if it points into the text.
    pub(super) fn place(&self, finding: &Finding) -> Option<LineColumn> {
        let span = finding.span?;
        Some(self.lines.place(&self.manifests.text, span.start))
    }

    /// The objects that are left as they are, in a line; nothing where there are none.
    pub fn left(&self) -> Option<String> {
        const SHOWN: usize = 4;
        let others = &self.manifests.others;
        if others.is_empty() || self.manifests.shoots.is_empty() {
            return None;
        }
        let mut named: Vec<String> = others
            .iter()
            .take(SHOWN)
            .map(|other| clean(other).into_owned())
            .collect();
        if let Some(more @ 1..) = others.len().checked_sub(SHOWN) {
            named.push(format!("and {more} more"));
        }
        Some(named.join(", "))
    }
}

impl Printed for ManifestSheet {
    fn page(&self) -> Page<'_> {
        Page {
            file: &self.file,
            text: &self.manifests.text,
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
        let labels = finding.labels.iter();
        Shown {
            code: finding.code,
            severity: finding.severity,
            subject: subject(finding),
            span: finding.span,
            message: &finding.message,
            labels: labels.map(|(span, text)| (*span, text.as_str())).collect(),
            help: finding.help.as_deref(),
            literal: finding.literal.as_deref(),
            refused_by: finding.refused_by.map(By::words),
            waived: finding.waived.as_ref().map(|waived| waived.reason.as_str()),
            fixes: finding.fixes.iter().map(fix_text).collect(),
            sources: finding.sources.iter().take(1).copied().collect(),
        }
    }
}

/// `garden-dev/plan-a spec.networking.pods`.
fn subject(finding: &Finding) -> Option<String> {
    let parts = [finding.path.as_str(), finding.field.as_str()];
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (!said.is_empty()).then(|| clean(&said.join(" ")).into_owned())
}

fn fix_text(fix: &Fix) -> String {
    let word = if fix.safe { "safe" } else { "suggested" };
    format!("{} ({word})", clean(&fix.title))
}
