//! A finding as it is printed, whatever it was found in: a plan, or a manifest.

use crate::diag::Severity;
use crate::source::{LineColumn, LineIndex, Source, Span};

/// A text that findings point into.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// Its name, as it was given; `-` is standard input.
    pub file: &'a str,
    /// The text.
    pub text: &'a str,
    /// Where its lines begin.
    pub lines: &'a LineIndex,
}

impl Page<'_> {
    /// The line and column of a byte, from 1, in characters.
    pub(super) fn place(&self, byte: u32) -> LineColumn {
        self.lines.place(self.text, byte)
    }

    /// The number of the line that a byte lies on.
    pub(super) fn line_of(&self, byte: usize) -> usize {
        let byte = u32::try_from(byte).unwrap_or(u32::MAX);
        self.lines.place("", byte).line
    }
}

/// One finding in words and bytes.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// The code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about, if not the text as a whole: `eu10/live/prod.nodes`.
    pub subject: Option<String>,
    /// The bytes that it points at, if they are in the text.
    pub span: Option<Span>,
    /// The message.
    pub message: &'a str,
    /// Other places that belong to it.
    pub labels: Vec<(Span, &'a str)>,
    /// An imperative that would mend it.
    pub help: Option<&'a str>,
    /// The words of the refusing component.
    pub literal: Option<&'a str>,
    /// Who refuses it, and when.
    pub refused_by: Option<&'a str>,
    /// Why it is waived, where it is.
    pub waived: Option<&'a str>,
    /// Mends, in words.
    pub fixes: Vec<String>,
    /// Where the claim can be read.
    pub sources: Vec<Source>,
}

/// A text with findings.
pub trait Printed {
    /// The text.
    fn page(&self) -> Page<'_>;
    /// Each finding's code and severity, in order.
    fn found(&self) -> Vec<(&'static str, Severity)>;
    /// One finding.
    fn shown(&self, index: usize) -> Shown<'_>;
}
