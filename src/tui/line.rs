//! One line of text with a caret, as it is typed into a prompt.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation as _;

/// The most bytes that a line takes.
const LONGEST: usize = 1024;

/// A line that is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// In bytes, between two graphemes.
    caret: usize,
}

impl Line {
    /// What has been typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the caret, and what from it on.
    pub fn parts(&self) -> (&str, &str) {
        self.text.split_at(self.caret)
    }

    /// Puts another text there, with the caret behind it.
    pub fn set(&mut self, text: &str) {
        self.text.clear();
        self.caret = 0;
        self.insert(text);
    }

    /// Puts text in at the caret; what no terminal should be shown is left out.
    pub fn insert(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.text.len());
        let shown = text
            .chars()
            .filter(|&char| !crate::visible::is_hidden(char));
        let mut clean = String::new();
        for char in shown {
            if clean.len() + char.len_utf8() > room {
                break;
            }
            clean.push(char);
        }
        self.text.insert_str(self.caret, &clean);
        self.caret += clean.len();
        // A mark that joins the letter before it makes one grapheme of both.
        let mut ends = self.text.grapheme_indices(true).map(|(at, _)| at);
        self.caret = ends.find(|&at| at >= self.caret).unwrap_or(self.text.len());
    }

    /// Does what a key means while one types; gives whether it means anything.
    pub fn on_key(&mut self, key: KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Backspace => {
                let start = self.before();
                self.text.replace_range(start..self.caret, "");
                self.caret = start;
            }
            KeyCode::Delete => {
                let end = self.behind();
                self.text.replace_range(self.caret..end, "");
            }
            KeyCode::Left => self.caret = self.before(),
            KeyCode::Right => self.caret = self.behind(),
            KeyCode::Char('u') if control => self.set(""),
            KeyCode::Char('a') if control => self.caret = 0,
            KeyCode::Char('e') if control => self.caret = self.text.len(),
            KeyCode::Char(char) if !control && !key.modifiers.contains(KeyModifiers::ALT) => {
                self.insert(char.encode_utf8(&mut [0; 4]));
            }
            _ => return false,
        }
        true
    }

    fn before(&self) -> usize {
        let mut graphemes = self.text[..self.caret].grapheme_indices(true);
        graphemes.next_back().map_or(0, |(at, _)| at)
    }

    fn behind(&self) -> usize {
        let grapheme = self.text[self.caret..].graphemes(true).next();
        self.caret + grapheme.map_or(0, str::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::parse_keys;

    fn check(keys: &str, before: &str, after: &str) {
        let mut line = Line::default();
        for key in parse_keys(keys).expect("keys") {
            line.on_key(key);
        }
        assert_eq!(line.parts(), (before, after), "{keys}");
    }

    #[test]
    fn is_typed_by_grapheme() {
        check("ab<left>c", "ac", "b");
        check("🇩🇪x<backspace><backspace>y", "y", "");
        check("e\u{301}<left>a", "a", "e\u{301}");
        check("abc<ctrl-a><delete>", "", "bc");
        check("abc<ctrl-u>d", "d", "");
        check("ab<ctrl-a>c<ctrl-e>d", "cabd", "");
        let mut line = Line::default();
        line.insert("a\u{1b}[2J\r\nb");
        assert_eq!(line.text(), "a[2Jb");
        line.set(&"x".repeat(5000));
        assert_eq!(line.text().len(), LONGEST);
    }
}
