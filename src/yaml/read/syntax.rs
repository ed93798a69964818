//! The parser's errors in readable words.

use granit_parser::{ErrorKind, ScanError};

use crate::source::Span;
use crate::yaml::{Fault, scan};

/// The error as a fault at that place of the text as given.
pub(super) fn fault(text: &str, error: &ScanError, at: usize) -> Fault {
    if let Some(span) = tab(text, error.kind(), at) {
        return Fault::Tab { span };
    }
    let width = text[at..]
        .chars()
        .next()
        .filter(|char| !char.is_whitespace());
    let span = Span::new(at, at + width.map_or(0, char::len_utf8));
    let message = words(error.kind());
    Fault::Syntax { message, span }
}

/// The tabs that indent the line with the error or the next ones.
fn tab(text: &str, kind: &ErrorKind, at: usize) -> Option<Span> {
    let tabs = matches!(
        kind,
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabAtBlockScalarStart
    );
    let mut start = scan::line_start(text, at);
    while tabs && start < text.len() {
        let line = &text[start..scan::line_end(text, start)];
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        if let Some(first) = indent.find('\t') {
            return Some(Span::new(start + first, start + indent.len()));
        }
        start = scan::next_line(text, start);
    }
    None
}

fn words(kind: &ErrorKind) -> String {
    let words = match kind {
        ErrorKind::MappingValueNotAllowed => {
            "a second `: ` in one value; a text with `: ` needs quotes, and a nested key its own line"
        }
        ErrorKind::ExpectedBlockMappingKey => "expected a key at the column of the keys above",
        ErrorKind::ExpectedBlockSequenceEntry => "expected `- ` at the column of the items above",
        ErrorKind::SimpleKeyExpected => "expected `:` after a key; an item starts with `- `",
        ErrorKind::ExpectedFlowMappingSeparator => "expected `,` or `}`",
        ErrorKind::ExpectedFlowSequenceSeparator => "expected `,` or `]`",
        ErrorKind::UnclosedQuotedScalar => "this quote is never closed",
        ErrorKind::UnclosedFlowCollection { open: '[' } => "this `[` is never closed",
        ErrorKind::UnclosedFlowCollection { .. } => "this `{` is never closed",
        ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar => "text after a closing quote",
        ErrorKind::RecursionLimitExceeded => "nested too deeply to read",
        ErrorKind::UnexpectedCharacter { character } => {
            return format!(
                "a value cannot start with `{}` without quotes",
                character.escape_default()
            );
        }
        _ => return lower(&kind.to_string()),
    };
    words.to_owned()
}

fn lower(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut chars = message.chars();
    let first = chars.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}
