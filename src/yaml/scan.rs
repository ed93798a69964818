//! Looks at the bytes between values: lines, columns, signs, comments.

/// The first byte of the line that holds `at`.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |found| found + 1)
}

/// The first byte of the next line, or the end of the text.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    text[at..]
        .find('\n')
        .map_or(text.len(), |found| at + found + 1)
}

/// The end of the line that holds `at`, its line break excluded.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
    if end > at && text[..end].ends_with('\r') {
        end - 1
    } else {
        end
    }
}

/// Characters before `at` in its line; a byte order mark has no width.
pub(super) fn column(text: &str, at: usize) -> usize {
    let before = &text[line_start(text, at)..at];
    before.chars().filter(|&char| char != '\u{feff}').count()
}

/// Whether only blanks stand before `at` in its line.
pub(super) fn opens_line(text: &str, at: usize) -> bool {
    text[line_start(text, at)..at]
        .bytes()
        .all(|byte| byte == b' ')
}

/// The line break used around `at`.
pub(super) fn line_break(text: &str, at: usize) -> &'static str {
    let after = text[at..].find('\n').map(|found| at + found);
    match after.or_else(|| text[..at].rfind('\n')) {
        Some(found) if text[..found].ends_with('\r') => "\r\n",
        Some(_) | None => "\n",
    }
}

/// Where the lines start that `wanted` accepts one after another directly above the line at `start`, not above
/// `bound`.
pub(super) fn lines_above(
    text: &str,
    start: usize,
    bound: usize,
    wanted: impl Fn(&str) -> bool,
) -> usize {
    let mut from = start;
    while from > bound {
        let above = line_start(text, from - 1);
        if above < bound || !wanted(&text[above..from]) {
            break;
        }
        from = above;
    }
    from
}

/// Whether the line is a comment at exactly that column.
pub(super) fn is_comment(line: &str, column: usize) -> bool {
    let content = line.trim_start_matches(' ');
    content.starts_with('#') && line.len() - content.len() == column
}

/// Steps over blanks, line breaks and comments.
pub(super) fn skip_space(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => at += 1,
            b'#' => at = next_line(text, at),
            _ => break,
        }
    }
    at
}

fn skip_word(text: &str, from: usize) -> usize {
    let end = text[from..].find([' ', '\t', '\r', '\n']);
    end.map_or(text.len(), |end| from + end)
}

fn blank_at(text: &str, at: usize) -> bool {
    let byte = text.as_bytes().get(at);
    byte.is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// The next `- ` between two values.
pub(super) fn dash(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at = skip_space(text, at);
        match bytes.get(at)? {
            b'-' if blank_at(text, at + 1) => return Some(at),
            b':' | b'?' | b',' | b']' | b'}' => at += 1,
            _ => at = skip_word(text, at),
        }
    }
}

/// Where a value goes that follows the key ending at `from`: after its colon, and after an anchor and a tag that
/// stand before `limit`. Without a colon, nowhere.
pub(super) fn slot(text: &str, from: usize, limit: usize) -> Option<usize> {
    let colon = skip_space(text, from);
    if text.as_bytes().get(colon) != Some(&b':') {
        return None;
    }
    let mut slot = colon + 1;
    loop {
        let rest = text.get(slot..limit).unwrap_or("");
        let word = slot + rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if !matches!(text.as_bytes().get(word), Some(b'&' | b'!')) || word >= limit {
            return Some(slot);
        }
        slot = skip_word(text, word).min(limit);
    }
}

/// The `|` or `>` of a block scalar after the value that ends at `from`, and the end of its marks.
pub(super) fn header(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        at = skip_space(text, at);
        let word = &text[at..skip_word(text, at)];
        let end = at + word.len();
        match word.as_bytes() {
            [] => return None,
            [b'|' | b'>', marks @ ..]
                if marks
                    .iter()
                    .all(|mark| matches!(mark, b'+' | b'-' | b'0'..=b'9')) =>
            {
                return Some((at, end));
            }
            [b':' | b'-' | b'?', b'|' | b'>', ..] => at += 1,
            _ => at = end,
        }
    }
}

/// Where a block scalar ends to a reader: before the line break of its last line that is not blank, or of its very
/// last line when it keeps them (`+`).
pub(super) fn block_scalar_end(text: &str, header_end: usize, raw: usize, keep: bool) -> usize {
    let mut end = raw;
    while end > header_end {
        let broken = text[..end].strip_suffix('\n').map(str::len);
        let cut = broken.map_or(end, |cut| line_end(text, line_start(text, cut)));
        let blank = text[line_start(text, cut)..cut].trim().is_empty();
        if cut <= header_end {
            return header_end;
        }
        end = cut;
        if keep || !blank {
            return end;
        }
        end = line_start(text, cut);
    }
    end.max(header_end)
}
