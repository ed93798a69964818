//! Prints a text as a YAML value.
//!
//! What YAML 1.1 readers (go-yaml, `PyYAML`) or 1.2 readers would take for something else is quoted.

use super::Style;
use crate::visible::is_hidden;

/// The text as a value that every reader reads back as this very text, quoted only where it must be or was before.
///
/// `flow` is true between brackets or braces. With `numeric` the text is printed as it is: a number, or a word that is
/// meant as what it looks like.
pub fn print_scalar(text: &str, old: Option<Style>, flow: bool, numeric: bool) -> String {
    if numeric {
        return text.to_owned();
    }
    let escapes = text.chars().any(needs_escape);
    match old {
        _ if escapes => double(text),
        Some(Style::Single) => single(text),
        Some(Style::Double) => double(text),
        Some(Style::Plain | Style::Literal | Style::Folded) | None if is_plain(text, flow) => {
            text.to_owned()
        }
        Some(Style::Plain | Style::Literal | Style::Folded) | None => {
            if text.contains(['"', '\\']) {
                single(text)
            } else {
                double(text)
            }
        }
    }
}

fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn double(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            _ if needs_escape(char) => out.push_str(&escape(u32::from(char))),
            _ => out.push(char),
        }
    }
    out.push('"');
    out
}

fn escape(code: u32) -> String {
    match code {
        0..=0xff => format!("\\x{code:02X}"),
        0x100..=0xffff => format!("\\u{code:04X}"),
        _ => format!("\\U{code:08X}"),
    }
}

/// What would hide or reorder other characters, or isn't one.
fn needs_escape(char: char) -> bool {
    is_hidden(char) || matches!(char, '\u{fffe}' | '\u{ffff}')
}

/// Whether the text means itself without quotes.
fn is_plain(text: &str, flow: bool) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let marks = "-?:,[]{}#&*!|>'\"%@`=~<";
    let dash = first == '-' && text[1..].starts_with(|char: char| char.is_ascii_alphanumeric());
    let breaks = text.ends_with(':')
        || text.contains(": ")
        || text.contains(" #")
        || text.starts_with("...")
        || text.trim() != text;
    let flow_breaks = text.contains([',', '[', ']', '{', '}', '?']);
    let marked = !dash && marks.contains(first) || flow && flow_breaks;
    !(marked || breaks || is_word(text) || is_number(text))
}

/// Words that some reader takes for a boolean, nothing, or a number (YAML 1.1 types bool, null, float).
fn is_word(text: &str) -> bool {
    let words = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", ".inf", "+.inf", "-.inf",
        ".nan",
    ];
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether some reader takes it for a number or a date: any base, `_` between digits, exponents, base 60, and
/// `2001-12-14`.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|char: char| char.is_ascii_digit() || char == '.') {
        return false;
    }
    let all = |text: &str, more: &str| {
        text.chars()
            .all(|char| char.is_ascii_digit() || more.contains(char))
    };
    let based = ["0x", "0X", "0o", "0O", "0b", "0B"]
        .iter()
        .find_map(|base| digits.strip_prefix(base))
        .is_some_and(|rest| {
            rest.chars()
                .all(|char| char.is_ascii_hexdigit() || char == '_')
        });
    let decimal = |text: &str| all(text, "_.") && text.matches('.').count() < 2;
    let float = digits.split_once(['e', 'E']).is_some_and(|(left, right)| {
        decimal(left) && all(right.strip_prefix(['-', '+']).unwrap_or(right), "_")
    });
    let sixty = digits.contains(':') && all(digits, "_.:") && !digits.contains("::");
    let date = digits.len() > 7
        && digits.as_bytes()[4] == b'-'
        && all(&digits[..4], "")
        && all(digits.get(5..7).unwrap_or("x"), "-");
    based || decimal(digits) || float || sixty || date
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{Limits, Tree, View};

    #[test]
    fn plain_where_every_reader_agrees() {
        for text in [
            "eu10",
            "/40",
            "2001:db8::/32",
            "2001:db8::1",
            "fd00::1",
            "v6global/64+prefix/80",
            "10.0.0.1",
            "10.0.0.0/8",
            "a b",
            "v4:/17",
            "é",
            "-x",
            "yes sir",
            "1.34.2",
            "a,b",
            "x#y",
        ] {
            assert_eq!(print_scalar(text, None, false, false), text);
        }
    }

    #[test]
    fn quoted_where_some_reader_differs() {
        for text in [
            "fd00::",
            "::",
            "::1",
            "1:2:3:4:5:6:7:8",
            "12:30:45",
            "no",
            "on",
            "Y",
            "0777",
            "1_000",
            "2001-12-14",
            "=",
            "<<",
            "*a",
            "- x",
            "",
            "null",
            "~",
            "1.34",
            "1e5",
            "0x1F",
            ".5",
            "-1",
            "+.inf",
            " a",
            "a ",
            "a: b",
            "a #b",
            "#",
            "@x",
            "%x",
            "`x",
            "---",
            "...",
            "-",
            "?",
            "true",
        ] {
            assert_eq!(
                print_scalar(text, None, false, false),
                format!("\"{text}\"")
            );
        }
        assert_eq!(print_scalar("a,b", None, true, false), "\"a,b\"");
    }

    #[test]
    fn old_quotes_stay_where_they_can() {
        let check = |text, old, expected| {
            assert_eq!(print_scalar(text, Some(old), false, false), expected);
        };
        check("a", Style::Single, "'a'");
        check("a", Style::Double, "\"a\"");
        check("it's", Style::Single, "'it''s'");
        check("a\nb", Style::Single, "\"a\\nb\"");
        check("a\"b", Style::Plain, "a\"b");
        check("\"b", Style::Plain, "'\"b'");
        check("\u{202e}", Style::Plain, "\"\\u202E\"");
        check("a", Style::Literal, "a");
        assert_eq!(print_scalar("12", Some(Style::Double), false, true), "12");
    }

    #[test]
    fn reads_back_in_block_and_flow() {
        for text in [
            "fd00::",
            "a\\\"'b",
            "\u{1}\u{7f}\u{85}\u{feff}\u{e000}",
            "[x",
            "x]",
            "😀",
            "a\u{a0}",
        ] {
            for (flow, around) in [(false, ("a: ", "\n")), (true, ("a: [", "]\n"))] {
                let printed = print_scalar(text, None, flow, false);
                let source = format!("{}{printed}{}", around.0, around.1);
                let (tree, faults) = Tree::read(&source, Limits::default());
                assert_eq!(faults, [], "{source}");
                let value = tree.value(&source, tree.roots()[0], "a").expect("a value");
                let value = tree.items(value).next().unwrap_or(value);
                assert!(matches!(tree.view(&source, value), View::Scalar(read, _) if read == text));
            }
        }
    }
}
