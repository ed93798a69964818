//! A file of settings with what is wrong in it, printed as a plan's findings are.

use super::shown::{Page, Printed, Shown};
use crate::diag::Severity;
use crate::source::{LineColumn, LineIndex, Span};

/// One mistake in a file of settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The bytes that it is about.
    pub span: Span,
    /// What is, in one lower-case line.
    pub message: String,
    /// What to do about it, as an imperative.
    pub help: Option<String>,
}

/// A text of settings with its mistakes.
#[derive(Debug)]
pub struct SlipSheet {
    /// What the file is called.
    pub file: String,
    /// What is wrong, in the order of the text.
    pub slips: Vec<Slip>,
    text: String,
    lines: LineIndex,
}

impl SlipSheet {
    /// A text with its mistakes.
    pub fn new(file: String, text: String, slips: Vec<Slip>) -> Self {
        Self {
            file,
            slips,
            lines: LineIndex::new(&text),
            text,
        }
    }

    /// Where a mistake is.
    pub fn place(&self, slip: &Slip) -> LineColumn {
        self.lines.place(&self.text, slip.span.start)
    }
}

impl Printed for SlipSheet {
    fn page(&self) -> Page<'_> {
        Page {
            file: &self.file,
            text: &self.text,
            lines: &self.lines,
        }
    }

    fn found(&self) -> Vec<(&'static str, Severity)> {
        vec![("setting", Severity::Error); self.slips.len()]
    }

    fn shown(&self, index: usize) -> Shown<'_> {
        let slip = &self.slips[index];
        Shown {
            code: "setting",
            severity: Severity::Error,
            subject: None,
            span: Some(slip.span),
            message: &slip.message,
            labels: Vec::new(),
            help: slip.help.as_deref(),
            literal: None,
            refused_by: None,
            waived: None,
            fixes: Vec::new(),
            sources: Vec::new(),
        }
    }
}
