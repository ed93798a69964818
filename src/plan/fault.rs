//! What is wrong with a value, seen alone.

use crate::diag::Severity;

/// One thing that is wrong with the value of a field, whatever plan it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule's code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Which item of a list, from 0; 0 for a plain value.
    pub item: u16,
    /// Characters inside that item's text, from 0, the end excluded.
    pub chars: (u16, u16),
    /// One lower-case line without a period.
    pub message: String,
    /// An imperative that would mend it.
    pub help: Option<String>,
    /// A mended text for that item alone, and what the mend is called.
    pub mend: Option<Mend>,
}

/// A text to put in place of an item's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// What it does, as an imperative: "write `v6global/64`".
    pub title: String,
    /// The whole new text of the item.
    pub text: String,
    /// Whether it keeps what the person meant.
    pub safe: bool,
}

impl Fault {
    /// A fault of an item's whole text.
    pub fn new(
        code: &'static str,
        severity: Severity,
        item: usize,
        text: &str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity,
            item: u16::try_from(item).unwrap_or(u16::MAX),
            chars: (0, column(text.chars().count())),
            message: message.into(),
            help: None,
            mend: None,
        }
    }

    /// The same, pointing at some characters of the item alone.
    #[must_use]
    pub fn at(mut self, start: usize, end: usize) -> Self {
        self.chars = (column(start), column(end));
        self
    }

    /// The same, with an imperative.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, with a mend that writes another text.
    #[must_use]
    pub fn mend(mut self, safe: bool, text: impl Into<String>) -> Self {
        let text = text.into();
        self.mend = Some(Mend {
            title: format!("write `{text}`"),
            text,
            safe,
        });
        self
    }
}

fn column(chars: usize) -> u16 {
    u16::try_from(chars).unwrap_or(u16::MAX)
}
