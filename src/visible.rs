//! Characters that are not what they look like: what a terminal obeys, what turns the direction of text, what has no
//! width. A name of a plan may hold any of them, and whoever shows it takes them out here.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a terminal or a reader could be made to see something else: control characters, marks and turns of
/// direction (UAX #9, 2), separators of lines, and characters without width. The joiners U+200C and U+200D are none:
/// words and pictures are spelt with them.
pub fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

/// The text with hidden characters spelt out.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    for char in text.chars() {
        if is_hidden(char) {
            cleaned.extend(char.escape_unicode());
        } else {
            cleaned.push(char);
        }
    }
    Cow::Owned(cleaned)
}

/// The same for a text of several lines, which stay.
pub fn clean_lines(text: &str) -> String {
    text.split('\n').map(clean).collect::<Vec<_>>().join("\n")
}

/// JSON with hidden characters inside its texts escaped (RFC 8259, 7); line breaks between its parts stay.
pub fn clean_json(json: &str) -> String {
    let mut cleaned = String::with_capacity(json.len());
    for char in json.chars() {
        if is_hidden(char) && char != '\n' {
            let _ = write!(cleaned, "\\u{:04x}", u32::from(char));
        } else {
            cleaned.push(char);
        }
    }
    cleaned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_spelt_out() {
        assert_eq!(clean("a\u{1b}[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(clean("a\u{202e}b\u{9b}c"), "a\\u{202e}b\\u{9b}c");
        assert_eq!(
            clean("a\u{200b}b\u{feff}c\u{2028}"),
            "a\\u{200b}b\\u{feff}c\\u{2028}"
        );
        assert_eq!(clean("zürich 🇩🇪 👩\u{200d}💻"), "zürich 🇩🇪 👩\u{200d}💻");
        assert_eq!(clean_lines("a\nb\u{1b}"), "a\nb\\u{1b}");
    }

    #[test]
    fn json_stays_the_same_json() {
        let json = "{\n  \"a\u{202e}\": \"\u{200b}\"\n}";
        let cleaned = clean_json(json);
        assert_eq!(cleaned, "{\n  \"a\\u202e\": \"\\u200b\"\n}");
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        assert_eq!(read(&cleaned), read(json));
    }
}
