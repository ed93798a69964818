//! A manifest before it is text: values in order, each with the comment that goes above it.

use crate::visible::is_hidden;
use crate::yaml::print_scalar;

/// Comments are wrapped at this column.
const WIDTH: usize = 108;

/// A value to be printed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sheet {
    Text(String),
    Number(u32),
    Flag(bool),
    List(Vec<Self>),
    Map(Vec<Line>),
}

/// A key with its value and what is said above it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    key: &'static str,
    value: Sheet,
    note: String,
}

pub(super) fn text(text: impl Into<String>) -> Sheet {
    Sheet::Text(text.into())
}

pub(super) fn line(key: &'static str, value: Sheet) -> Line {
    Line {
        key,
        value,
        note: String::new(),
    }
}

impl Line {
    /// The same, with a comment above it.
    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

impl Sheet {
    /// As YAML, with a comment at the top.
    pub(super) fn print(&self, head: &str) -> String {
        let mut lines = comment(head, 0);
        lines.extend(self.lines(0));
        lines.push(String::new());
        lines.join("\n")
    }

    /// As data, without comments.
    pub(super) fn data(&self) -> serde_json::Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
            Self::Flag(flag) => (*flag).into(),
            Self::List(items) => items.iter().map(Self::data).collect(),
            Self::Map(lines) => lines
                .iter()
                .map(|line| (line.key.to_owned(), line.value.data()))
                .collect(),
        }
    }

    /// As lines at an indentation, which they do not have yet.
    fn lines(&self, indent: usize) -> Vec<String> {
        match self {
            Self::Text(text) => vec![print_scalar(text, None, false, false)],
            Self::Number(number) => vec![number.to_string()],
            Self::Flag(flag) => vec![flag.to_string()],
            Self::List(items) => items.iter().flat_map(|item| item.item(indent)).collect(),
            Self::Map(lines) => lines.iter().flat_map(|line| line.lines(indent)).collect(),
        }
    }

    fn item(&self, indent: usize) -> Vec<String> {
        let mut dash = "- ";
        let mark = |line: String| {
            if dash == "- " && line.starts_with('#') {
                return line;
            }
            format!("{}{line}", std::mem::replace(&mut dash, "  "))
        };
        self.lines(indent + 2).into_iter().map(mark).collect()
    }
}

impl Line {
    fn lines(&self, indent: usize) -> Vec<String> {
        let mut lines = comment(&self.note, indent);
        match &self.value {
            Sheet::List(items) if items.is_empty() => lines.push(format!("{}: []", self.key)),
            Sheet::Map(inner) if inner.is_empty() => lines.push(format!("{}: {{}}", self.key)),
            Sheet::Text(_) | Sheet::Number(_) | Sheet::Flag(_) => {
                let value = self.value.lines(indent).concat();
                lines.push(format!("{}: {value}", self.key));
            }
            Sheet::List(_) => {
                lines.push(format!("{}:", self.key));
                lines.extend(self.value.lines(indent));
            }
            Sheet::Map(_) => {
                lines.push(format!("{}:", self.key));
                let below = self.value.lines(indent + 2);
                lines.extend(below.into_iter().map(|line| format!("  {line}")));
            }
        }
        lines
    }
}

/// A text as comment lines, wrapped between words; its own line breaks stay.
fn comment(note: &str, indent: usize) -> Vec<String> {
    let width = WIDTH.saturating_sub(indent);
    let mut lines = Vec::new();
    for paragraph in note.split('\n') {
        if paragraph.is_empty() {
            continue;
        }
        // Names of the plan stand in it, and nothing of them may end the comment.
        let paragraph = paragraph.replace(is_hidden, "\u{fffd}");
        let mut line = "#".to_owned();
        for word in paragraph.split(' ') {
            if line.len() > 1 && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::replace(&mut line, "#".to_owned()));
            }
            line.push(' ');
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_comments_above_what_they_speak_of() {
        let zone = |name: &str| {
            Sheet::Map(vec![
                line("name", text(name)).note("a zone"),
                line("workers", text("10.0.0.0/19")).note("unused"),
            ])
        };
        let sheet = Sheet::Map(vec![
            line("version", text("1.34")),
            line("mask", Sheet::Number(80)),
            line(
                "networks",
                Sheet::Map(vec![
                    line("cidr", text("fd00::")).note("quoted"),
                    line("zones", Sheet::List(vec![zone("a"), zone("b")])).note("all"),
                    line("families", Sheet::List(vec![text("IPv6")])),
                ]),
            ),
        ]);
        let expected = "\
# head
version: \"1.34\"
mask: 80
networks:
  # quoted
  cidr: \"fd00::\"
  # all
  zones:
  # a zone
  - name: a
    # unused
    workers: 10.0.0.0/19
  # a zone
  - name: b
    # unused
    workers: 10.0.0.0/19
  families:
  - IPv6
";
        assert_eq!(sheet.print("head"), expected);
    }

    #[test]
    fn comments_are_wrapped_between_words() {
        let lines = comment(&"word ".repeat(40), 60);
        assert!(
            lines.len() > 3 && lines.iter().all(|line| line.len() <= 48),
            "{lines:?}"
        );
        assert_eq!(comment("", 0), Vec::<String>::new());
        assert_eq!(comment("a\u{2028}b: c\nd", 0), ["# a\u{fffd}b: c", "# d"]);
    }
}
