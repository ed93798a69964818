//! One finding as rustc prints one: message, source with the place marked, notes and fixes.
//!
//! Only a window of lines round the place is given on: files may have 18 MB, and so may a line.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::Look;
use super::shown::{Page, Printed, Shown};
use crate::diag::Severity;
use crate::visible::clean;
use crate::visible::is_hidden;

/// Places closer than this many lines are shown in one piece.
const NEAR: usize = 12;
/// Of a longer line only the part round the place is shown.
const LONGEST_LINE: usize = 2_000;

/// Renders a finding. The source of its rule is named where it is the first of its code.
pub(super) fn render(sheet: &impl Printed, index: usize, first: bool, look: Look) -> String {
    let (page, finding) = (sheet.page(), sheet.shown(index));
    let title = level(finding.severity)
        .primary_title(finding.message)
        .id(finding.code);
    let group = places(page, &finding, Group::with_title(title));
    let group = notes(&finding, first, group);
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

struct Mark {
    bytes: Range<usize>,
    kind: AnnotationKind,
    label: Option<String>,
}

fn places<'a>(page: Page<'a>, finding: &'a Shown<'a>, mut group: Group<'a>) -> Group<'a> {
    let Some(primary) = finding.span else {
        let place = finding.subject.as_ref().map_or_else(
            || page.file.to_owned(),
            |subject| format!("{}: {subject}", page.file),
        );
        return group.element(Origin::path(clean(&place).into_owned()));
    };
    let mut marks = vec![Mark {
        bytes: primary.range(),
        kind: AnnotationKind::Primary,
        label: finding.subject.clone(),
    }];
    let mut elsewhere = Vec::new();
    let line = page.line_of(primary.range().start);
    for (span, text) in &finding.labels {
        let mark = Mark {
            bytes: span.range(),
            kind: AnnotationKind::Context,
            label: Some(clean(text).into_owned()),
        };
        if page.line_of(span.range().start).abs_diff(line) <= NEAR {
            marks.push(mark);
        } else {
            elsewhere.push(mark);
        }
    }
    group = group.element(window(page, marks));
    for mark in elsewhere {
        group = group.element(window(page, vec![mark]));
    }
    group
}

/// The lines that some marks stand on, with the marks.
fn window(page: Page<'_>, marks: Vec<Mark>) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let text = page.text;
    let first = marks.iter().map(|mark| mark.bytes.start).min().unwrap_or(0);
    let last = marks.iter().map(|mark| mark.bytes.start).max().unwrap_or(0);
    let start = line_start(text, first).max(near(text, first.saturating_sub(LONGEST_LINE)));
    let end = line_end(text, last).min(near(text, last.saturating_add(LONGEST_LINE)));
    let shown = text.get(start..end).unwrap_or("");
    let mut snippet = Snippet::source(visible(shown))
        .line_start(page.line_of(start))
        .path(clean(page.file).into_owned());
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

fn notes<'a>(finding: &'a Shown<'a>, first: bool, mut group: Group<'a>) -> Group<'a> {
    if let Some(help) = finding.help {
        group = group.element(Level::HELP.message(clean(help)));
    }
    if let Some(literal) = finding.literal {
        let who = finding.refused_by.unwrap_or("the component");
        group = group.element(Level::NOTE.message(format!("{who} prints: {}", clean(literal))));
    } else if let Some(who) = finding.refused_by {
        group = group.element(Level::NOTE.message(format!("refused by {who}")));
    }
    if let Some(reason) = finding.waived {
        group = group.element(Level::NOTE.message(format!("waived: {}", clean(reason))));
    }
    for fix in &finding.fixes {
        group = group.element(Level::HELP.with_name("fix").message(fix.as_str()));
    }
    for source in finding.sources.iter().filter(|_| first) {
        let message = format!("{}\n{}", source.title, source.url);
        group = group.element(Level::NOTE.with_name("source").message(message));
    }
    group
}
