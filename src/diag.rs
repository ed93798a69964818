//! Findings: what is wrong or could be better, with the place, the words and the mends.
//!
//! A finding is a value. Who made it (a reader or a rule) does not show; how it is printed is the report's matter.

use crate::source::{NodeId, Place, Source, Span};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Could be better.
    Advice,
    /// Works, and will hurt.
    Warning,
    /// Cannot work.
    Error,
}

impl Severity {
    /// The word that people and JSON see.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Where a finding points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// A place in the plan; it has a span only once someone looks the text up.
    Place(Place),
    /// Bytes of the text, for what never became a part of the plan; with the definition around it.
    Text(Span, NodeId),
}

impl Anchor {
    /// The definition it is about.
    pub const fn node(&self) -> NodeId {
        match self {
            Self::Place(place) => place.node,
            Self::Text(_, node) => *node,
        }
    }
}

/// A second place, and what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub at: Anchor,
    /// What is there: a short phrase.
    pub text: String,
}

/// One case of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's code: a kebab-case name, kept for ever.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it is about: the definition whose path is named, which an inherited setting's place is not.
    pub subject: NodeId,
    /// The field of the subject, as the file spells it; empty for the definition itself.
    pub field: &'static str,
    /// Where the text to change stands.
    pub at: Anchor,
    /// One lower-case line without a period that names the values and says what is.
    pub message: String,
    /// An imperative that would mend it.
    pub help: Option<String>,
    /// The words that the refusing component prints.
    pub literal: Option<String>,
    /// Who refuses it, and when.
    pub refused_by: Option<&'static str>,
    /// Other places that belong to it.
    pub labels: Vec<Label>,
    /// Mends, the smallest first.
    pub fixes: Vec<Fix>,
    /// Why it is waived, where it is.
    pub waived: Option<Waived>,
    /// Sources beyond those of the rule.
    pub sources: Vec<Source>,
}

/// What makes two findings the same one before and after an edit.
pub type Identity = (&'static str, NodeId, &'static str, String);

impl Finding {
    /// What makes it the same one before and after an edit.
    pub fn identity(&self) -> Identity {
        (self.code, self.subject, self.field, self.message.clone())
    }

    /// A finding about a field of a definition, pointing there, with nothing else said yet.
    pub fn new(
        code: &'static str,
        severity: Severity,
        place: Place,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity,
            subject: place.node,
            field: place.field,
            at: Anchor::Place(place),
            message: message.into(),
            help: None,
            literal: None,
            refused_by: None,
            labels: Vec::new(),
            fixes: Vec::new(),
            waived: None,
            sources: Vec::new(),
        }
    }

    /// The same, about another definition than the one whose text is pointed at.
    #[must_use]
    pub fn about(mut self, subject: NodeId) -> Self {
        self.subject = subject;
        self
    }

    /// The same, with an imperative that would mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, with the refusing component and its words.
    #[must_use]
    pub fn refused(mut self, by: &'static str, literal: impl Into<String>) -> Self {
        self.refused_by = Some(by);
        self.literal = Some(literal.into());
        self
    }

    /// The same, refused by a component whose words are not known.
    #[must_use]
    pub const fn refused_by(mut self, by: &'static str) -> Self {
        self.refused_by = Some(by);
        self
    }

    /// The same, with one more mend.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// The same, with a second place.
    #[must_use]
    pub fn label(mut self, at: Anchor, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            at,
            text: text.into(),
        });
        self
    }
}

/// That a person has waived it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// The reason given.
    pub reason: String,
    /// How bad it would be otherwise.
    pub severity: Severity,
}

/// A mend that can be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative.
    pub title: String,
    /// Whether it keeps what the person meant.
    pub safe: bool,
    /// The changes, all together.
    pub changes: Vec<Change>,
}

/// One value put in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The definition.
    pub node: NodeId,
    /// Its field, as the file spells it.
    pub field: &'static str,
    /// The new value as text; `None` takes the field away.
    pub to: Option<String>,
}
