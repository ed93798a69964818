//! Mends of what is found in manifests: changes of fields, and the quotes that a text lacks.

use std::collections::BTreeSet;

use super::cursor::At;
use super::finding::Finding;
use super::patch::{Change, Step, patch};
use super::read::Manifests;
use crate::diag::Severity;
use crate::source::Span;
use crate::yaml::{self, Fault, Limits, Node, Splice, Tree};

/// A mend that can be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative.
    pub title: String,
    /// Whether it keeps what the person meant.
    pub safe: bool,
    /// The fields that it changes, all together; none where it mends the text itself (quotes).
    pub changes: Vec<FieldChange>,
}

/// One field changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The change.
    pub change: Change,
    /// What the field says, as text.
    pub from: Option<String>,
    /// What it shall say, as text; `None` takes it away.
    pub to: Option<String>,
}

impl Fix {
    /// Writes another text into a field.
    pub(super) fn text(at: &At<'_>, to: impl Into<String>, safe: bool) -> Self {
        Self::scalar(at, to.into(), false, safe)
    }

    /// Writes a number into a field.
    pub(super) fn plain(at: &At<'_>, to: impl Into<i64>, safe: bool) -> Self {
        Self::scalar(at, to.into().to_string(), true, safe)
    }

    /// Writes `false` into a field.
    pub(super) fn off(at: &At<'_>) -> Self {
        Self::scalar(at, false.to_string(), true, false)
    }

    fn scalar(at: &At<'_>, to: String, numeric: bool, safe: bool) -> Self {
        let node = Node::Scalar {
            text: to.clone(),
            numeric,
        };
        Self {
            title: format!("set `{}` to {to}", last(at.path())),
            safe,
            changes: vec![FieldChange::of(at, Some(node), Some(to))],
        }
    }

    /// Takes a field away.
    pub(super) fn remove(at: &At<'_>) -> Self {
        Self {
            title: format!("take `{}` away", last(at.path())),
            safe: false,
            changes: vec![FieldChange::of(at, None, None)],
        }
    }

    /// Quotes a text.
    pub(super) fn quote(text: &str) -> Self {
        Self {
            title: format!("quote it: \"{text}\""),
            safe: true,
            changes: Vec::new(),
        }
    }
}

impl FieldChange {
    fn of(at: &At<'_>, node: Option<Node>, to: Option<String>) -> Self {
        Self {
            change: Change {
                steps: steps(at.path()),
                value: node,
            },
            from: at.text().map(str::to_owned),
            to,
        }
    }
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// The steps of a Kubernetes field path. Keys that checks know have no dots and no brackets.
fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (key, rest) = part.split_once('[').unwrap_or((part, ""));
        steps.push(Step::Key(key.to_owned()));
        let numbers = rest.split(['[', ']']);
        steps.extend(numbers.filter_map(|number| Some(Step::Item(number.parse().ok()?))));
    }
    steps
}

/// A mend that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The check whose finding is gone.
    pub code: &'static str,
    /// `namespace/name` of the Shoot; empty for the text.
    pub path: String,
    /// The Kubernetes field path; empty for the text.
    pub field: String,
    /// What was done, as an imperative.
    pub title: String,
}

/// What makes two findings the same one before and after a change.
type Key = (&'static str, String, String, String);

/// A text of manifests with mends applied, each of which took its finding away and brought no new error, and what was
/// done. `suggested` allows those that are not safe; `judge` finds what there is to mend. Waived findings are left
/// alone.
pub fn mend(
    text: &str,
    suggested: bool,
    judge: impl Fn(&Manifests) -> Vec<Finding>,
) -> (String, Vec<Mended>) {
    let (mut text, mut done) = quoted(text);
    let find = |text: &str| {
        let (tree, faults) = Tree::read(text, Limits::default());
        judge(&Manifests::new(text.to_owned(), tree, &faults))
    };
    let mut findings = find(&text);
    let mut left: BTreeSet<Key> = BTreeSet::new();
    while let Some((finding, mended)) = findings
        .iter()
        .filter(|finding| finding.waived.is_none() && !left.contains(&key(finding)))
        .find_map(|finding| {
            let fixes = finding.fixes.iter();
            let mut fixes = fixes.filter(|fix| (fix.safe || suggested) && !fix.changes.is_empty());
            Some((finding.clone(), fixes.next()?.clone()))
        })
    {
        let changes: Vec<Change> = mended
            .changes
            .iter()
            .map(|change| change.change.clone())
            .collect();
        let next = patch(&text, &finding.path, &changes)
            .ok()
            .map(|text| (find(&text), text));
        match next.filter(|(after, _)| helps(&finding, &findings, after)) {
            Some((after, changed)) => {
                (text, findings) = (changed, after);
                done.push(Mended {
                    code: finding.code,
                    path: finding.path,
                    field: finding.field,
                    title: mended.title,
                });
            }
            None => drop(left.insert(key(&finding))),
        }
    }
    (text, done)
}

/// Whether a finding is gone, and no error is new.
fn helps(finding: &Finding, before: &[Finding], after: &[Finding]) -> bool {
    let errors = |findings: &[Finding]| {
        let errors = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        errors.count()
    };
    let key = key(finding);
    errors(after) <= errors(before) && !after.iter().any(|other| self::key(other) == key)
}

fn key(finding: &Finding) -> Key {
    (
        finding.code,
        finding.path.clone(),
        finding.field.clone(),
        finding.message.clone(),
    )
}

/// The text with the quotes that it lacks.
fn quoted(text: &str) -> (String, Vec<Mended>) {
    let (_, faults) = Tree::read(text, Limits::default());
    let mut splices = Vec::new();
    let mut done = Vec::new();
    for fault in &faults {
        if let Fault::NeedsQuotes { text, span } = fault {
            splices.push(splice(*span, text));
            done.push(Mended {
                code: "needs-quotes",
                path: String::new(),
                field: String::new(),
                title: Fix::quote(text).title,
            });
        }
    }
    if splices.is_empty() {
        return (text.to_owned(), done);
    }
    (yaml::apply(text, splices), done)
}

fn splice(span: Span, text: &str) -> Splice {
    Splice {
        span,
        text: format!("\"{text}\""),
    }
}
