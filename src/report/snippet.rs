//! One finding as rustc prints one: message, source with the place marked, notes and fixes.
//!
//! Only a window of lines round the place is given on: files may have 18 MB, and so may a line.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::look::clean;
use super::{Look, Sheet};
use crate::diag::{Anchor, Finding, Fix, Severity, Waived};
use crate::lint::rules::rule;
use crate::plan::{Field, is_hidden};
use crate::source::{NodeId, Source};

/// Places closer than this many lines are shown in one piece.
const NEAR: usize = 12;
/// Of a longer line only the part round the place is shown.
const LONGEST_LINE: usize = 2_000;

/// Renders a finding. The source of its rule is named where it is the first of its code.
pub(super) fn render(sheet: &Sheet, finding: &Finding, first: bool, look: Look) -> String {
    let title = level(finding.severity)
        .primary_title(&finding.message)
        .id(finding.code);
    let group = places(sheet, finding, Group::with_title(title));
    let group = notes(sheet, finding, first, group);
    let renderer = if look.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let decor = if look.ascii {
        DecorStyle::Ascii
    } else {
        DecorStyle::Unicode
    };
    renderer
        .decor_style(decor)
        .term_width(look.width.max(40))
        .render(&[group])
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::INFO.with_name(severity.word()),
    }
}

/// Where a finding points, in words: `eu10/live/prod.nodes`. Nothing for the plan itself.
pub(super) fn place_text(sheet: &Sheet, node: NodeId, field: &str) -> Option<String> {
    let path = sheet.document.plan().path(node);
    let path = clean(&path);
    match (path.is_empty(), field.is_empty()) {
        (true, true) => None,
        (true, false) => Some(field.to_owned()),
        (false, true) => Some(path.into_owned()),
        (false, false) => Some(format!("{path}.{field}")),
    }
}

struct Mark {
    bytes: Range<usize>,
    kind: AnnotationKind,
    label: Option<String>,
}

fn places<'a>(sheet: &'a Sheet, finding: &'a Finding, mut group: Group<'a>) -> Group<'a> {
    let subject = place_text(sheet, finding.subject, finding.field);
    let Some(primary) = sheet.document.span(&finding.at) else {
        let place = subject.map_or_else(
            || sheet.file.clone(),
            |subject| format!("{}: {subject}", sheet.file),
        );
        return group.element(Origin::path(clean(&place).into_owned()));
    };
    let mut marks = vec![Mark {
        bytes: primary.range(),
        kind: AnnotationKind::Primary,
        label: subject,
    }];
    let mut elsewhere = Vec::new();
    let line = sheet.line_of(primary.range().start);
    for label in &finding.labels {
        let Some(span) = sheet.document.span(&label.at) else {
            continue;
        };
        let mark = Mark {
            bytes: span.range(),
            kind: AnnotationKind::Context,
            label: Some(clean(&label.text).into_owned()),
        };
        if sheet.line_of(span.range().start).abs_diff(line) <= NEAR {
            marks.push(mark);
        } else {
            elsewhere.push(mark);
        }
    }
    group = group.element(window(sheet, marks));
    for mark in elsewhere {
        group = group.element(window(sheet, vec![mark]));
    }
    group
}

/// The lines that some marks stand on, with the marks.
fn window(sheet: &Sheet, marks: Vec<Mark>) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let text = sheet.document.text();
    let first = marks.iter().map(|mark| mark.bytes.start).min().unwrap_or(0);
    let last = marks.iter().map(|mark| mark.bytes.start).max().unwrap_or(0);
    let start = line_start(text, first).max(near(text, first.saturating_sub(LONGEST_LINE)));
    let end = line_end(text, last).min(near(text, last.saturating_add(LONGEST_LINE)));
    let shown = text.get(start..end).unwrap_or("");
    let mut snippet = Snippet::source(visible(shown))
        .line_start(sheet.line_of(start))
        .path(clean(&sheet.file).into_owned());
    for mark in marks {
        let from = mark.bytes.start.clamp(start, end) - start;
        let to = mark.bytes.end.clamp(start, end) - start;
        let to = shown[from..]
            .find('\n')
            .map_or(to, |length| to.min(from + length));
        snippet = snippet.annotation(mark.kind.span(from..to.max(from)).label(mark.label));
    }
    snippet
}

impl Sheet {
    /// The number of the line that a byte lies on.
    fn line_of(&self, byte: usize) -> usize {
        let byte = u32::try_from(byte).unwrap_or(u32::MAX);
        self.lines.place("", byte).line
    }
}

fn line_start(text: &str, byte: usize) -> usize {
    let before = text.as_bytes().get(..byte).unwrap_or(text.as_bytes());
    let start = before
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |at| at + 1);
    if start == 0 && text.starts_with('\u{feff}') {
        3
    } else {
        start
    }
}

fn line_end(text: &str, byte: usize) -> usize {
    let after = text.as_bytes().get(byte..).unwrap_or(&[]);
    let end = after
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(text.len(), |at| byte + at);
    if text.as_bytes()[..end].ends_with(b"\r") {
        (end - 1).max(byte)
    } else {
        end
    }
}

/// The character border at or before a byte.
fn near(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

/// The text with what must not reach a terminal replaced by something of as many bytes.
fn visible(text: &str) -> Cow<'_, str> {
    let obeyed = |char: char| is_hidden(char) && !matches!(char, '\n' | '\t');
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let shown = |char: char| match char.len_utf8() {
        _ if !obeyed(char) => char,
        1 => '?',
        2 => '¿',
        _ => '\u{fffd}',
    };
    Cow::Owned(text.chars().map(shown).collect())
}

fn notes<'a>(
    sheet: &'a Sheet,
    finding: &'a Finding,
    first: bool,
    mut group: Group<'a>,
) -> Group<'a> {
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(clean(help)));
    }
    if let Some(literal) = &finding.literal {
        let who = finding.refused_by.unwrap_or("the component");
        group = group.element(Level::NOTE.message(format!("{who} prints: {}", clean(literal))));
    } else if let Some(who) = finding.refused_by {
        group = group.element(Level::NOTE.message(format!("refused by {who}")));
    }
    if let Some(Waived { reason, .. }) = &finding.waived {
        group = group.element(Level::NOTE.message(format!("waived: {}", clean(reason))));
    }
    for fix in &finding.fixes {
        let message = fix_text(sheet, finding, fix);
        group = group.element(Level::HELP.with_name("fix").message(message));
    }
    for source in sources(finding).filter(|_| first) {
        let message = format!("{}\n{}", source.title, source.url);
        group = group.element(Level::NOTE.with_name("source").message(message));
    }
    group
}

/// Where the claims of a finding can be read: its own sources, else the first one of its rule.
fn sources(finding: &Finding) -> impl Iterator<Item = Source> {
    let own = finding.sources.iter().copied();
    let of_rule = rule(finding.code)
        .and_then(|rule| rule.sources.first().copied())
        .filter(|_| finding.sources.is_empty());
    own.chain(of_rule)
}

fn fix_text(sheet: &Sheet, finding: &Finding, fix: &Fix) -> String {
    let word = if fix.safe { "safe" } else { "suggested" };
    let at = match finding.at {
        Anchor::Place(place) => place.node,
        Anchor::Text(_, node) => node,
    };
    let elsewhere = fix.changes.iter().filter(|change| {
        change.node != at && Field::of_key(change.field).is_some() && change.node != finding.subject
    });
    let places: Vec<String> = elsewhere
        .filter_map(|change| place_text(sheet, change.node, change.field))
        .collect();
    let title = clean(&fix.title);
    if places.is_empty() {
        format!("{title} ({word})")
    } else {
        format!("{title}, at {} ({word})", places.join(", "))
    }
}
