//! Prose broken into lines.

use unicode_width::UnicodeWidthStr as _;

/// Adds words to the text, wrapped at a width, every line behind an indent. Empty lines and indented ones stay.
pub(super) fn wrap(out: &mut String, text: &str, indent: &str, width: usize) {
    let mut pending: Vec<&str> = Vec::new();
    for line in text.lines() {
        if line.trim().is_empty() || line.starts_with(' ') {
            fill(out, &pending, indent, width);
            pending.clear();
            if line.trim().is_empty() {
                out.push('\n');
            } else {
                out.push_str(indent);
                out.push_str(line);
                out.push('\n');
            }
        } else {
            pending.extend(line.split_whitespace());
        }
    }
    fill(out, &pending, indent, width);
}

fn fill(out: &mut String, words: &[&str], indent: &str, width: usize) {
    let mut column = 0;
    for word in words {
        let long = word.width();
        if column > 0 && column + 1 + long > width {
            out.push('\n');
            column = 0;
        }
        if column == 0 {
            out.push_str(indent);
            column = indent.width();
        } else {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += long;
    }
    if column > 0 {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[track_caller]
    fn check(text: &str, width: usize, expected: &str) {
        let mut out = String::new();
        wrap(&mut out, text, "  ", width);
        assert_eq!(out, expected, "{text:?} at {width}");
    }

    #[test]
    fn words_go_on_the_next_line() {
        check("one two three", 9, "  one two\n  three\n");
        check("one\ntwo", 80, "  one two\n");
        check("one\n\ntwo", 80, "  one\n\n  two\n");
        check("see:\n    a: b\nend", 80, "  see:\n      a: b\n  end\n");
        check("enormously", 4, "  enormously\n");
        check("", 80, "");
    }
}
