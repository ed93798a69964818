//! Text of a person's inside a message: short, on one line, and without control over a terminal.

/// The most characters of it that are shown.
const LONGEST: usize = 60;

/// The text between backticks, cut if it is long, with invisible characters spelt out.
pub(super) fn quoted(text: &str) -> String {
    let mut shown = String::from("`");
    for (index, char) in text.chars().enumerate() {
        if index >= LONGEST || shown.len() > 2 * LONGEST {
            shown.push('…');
            break;
        }
        match char {
            '\'' | '"' | '\\' => shown.push(char),
            other => shown.extend(other.escape_debug()),
        }
    }
    shown.push('`');
    shown
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn texts() {
        assert_eq!(quoted("v6global"), "`v6global`");
        assert_eq!(quoted("\u{1b}[2J\n"), "`\\u{1b}[2J\\n`");
        assert_eq!(quoted("e\u{301}\u{202e}"), "`e\\u{301}\\u{202e}`");
        assert_eq!(quoted("it's \"\\\""), "`it's \"\\\"`");
        assert_eq!(quoted(&"x".repeat(70)), format!("`{}…`", "x".repeat(60)));
    }
}
