//! Pages about a matter that is neither a rule nor a field: texts in `assets/topics`, one file each.
//!
//! The first line says what it is about. A line that begins with `# ` is a heading; lines that begin with a number or a
//! dash are items; the rest is paragraphs.

use super::super::Look;
use super::super::paragraph::wrap;
use super::{heading, page, title};

/// A page.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// The word that it is asked for by.
    pub word: &'static str,
    text: &'static str,
}

/// All of them.
pub static TOPICS: &[Topic] = &[
    Topic {
        word: "breaks-first",
        text: include_str!("../../../assets/topics/breaks-first.txt"),
    },
    Topic {
        word: "migration",
        text: include_str!("../../../assets/topics/migration.txt"),
    },
    Topic {
        word: "renumbered",
        text: include_str!("../../../assets/topics/renumbered.txt"),
    },
    Topic {
        word: "variants",
        text: include_str!("../../../assets/topics/variants.txt"),
    },
];

impl Topic {
    /// What it is about, in a line.
    pub fn about(&self) -> &'static str {
        self.text.lines().next().unwrap_or("")
    }
}

/// The topic of that word.
pub fn topic(word: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.word == word)
}

/// Its page.
pub fn page_of(topic: &Topic, look: Look) -> String {
    let mut out = String::new();
    title(&mut out, topic.word, topic.about(), look);
    let mut paragraph = String::new();
    let flush = |out: &mut String, paragraph: &mut String| {
        let text = std::mem::take(paragraph);
        if text.is_empty() {
            return;
        }
        let item = text.starts_with("- ") || text.starts_with(|char: char| char.is_ascii_digit());
        wrap(out, &text, if item { "  " } else { "" }, page(look));
    };
    for line in topic.text.lines().skip(1) {
        let starts = line.starts_with("- ")
            || line.starts_with("https://")
            || line
                .split_once(". ")
                .is_some_and(|(number, _)| number.parse::<u8>().is_ok());
        if line.is_empty() || starts || line.starts_with("# ") {
            flush(&mut out, &mut paragraph);
        }
        match line.strip_prefix("# ") {
            Some(text) => heading(&mut out, text, look),
            None if line.is_empty() => {
                if !out.ends_with("\n\n") {
                    out.push('\n');
                }
            }
            None => {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(line.trim_start());
                if line.starts_with("https://") {
                    flush(&mut out, &mut paragraph);
                }
            }
        }
    }
    flush(&mut out, &mut paragraph);
    look.spell(out.replace("\n\n\n", "\n\n"))
}
