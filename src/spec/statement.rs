//! Everything that can be said, one file each. The reader, the completions and `explain` all read these.

mod custom;
mod literal;
mod nov4;
mod nov6;
mod place;
mod prefix;
mod v4from_node;
mod v4private;
mod v6from_node;
mod v6global;
mod v6private;

use crate::addr::parse_prefix;
use crate::plan::RangeKind;
use crate::source::Source;

use super::keyword::Keyword;

/// A word of the language, or another form a value can have.
#[derive(Debug)]
pub struct Statement {
    /// The word: `v6global`.
    pub word: &'static str,
    /// The word with what can follow it: `v6global[/N]`.
    pub form: &'static str,
    /// The ranges that it can stand on.
    pub kinds: &'static [RangeKind],
    /// What it means, in one line.
    pub meaning: &'static str,
    /// What it means in full: defaults, where real Gardener can say it, and what to write instead.
    pub explain: &'static str,
    /// A text with it that can be read.
    pub example: &'static str,
    /// Where its numbers are from.
    pub sources: &'static [Source],
}

/// `+prefix`, which follows a base.
pub(super) use prefix::STATEMENT as PREFIX;

/// A length to place.
pub(super) use place::STATEMENT as PLACE;

/// All of them, in reading order.
pub static STATEMENTS: &[&Statement] = &[
    &v4private::STATEMENT,
    &v6global::STATEMENT,
    &v6private::STATEMENT,
    &custom::STATEMENT,
    &prefix::STATEMENT,
    &v4from_node::STATEMENT,
    &v6from_node::STATEMENT,
    &nov4::STATEMENT,
    &nov6::STATEMENT,
    &literal::STATEMENT,
    &place::STATEMENT,
];

/// Those that are words for a base, in reading order.
pub(super) static KEYWORDS: &[&Keyword] = &[
    &v4private::KEYWORD,
    &v6global::KEYWORD,
    &v6private::KEYWORD,
    &custom::KEYWORD,
    &v4from_node::KEYWORD,
    &v6from_node::KEYWORD,
    &nov4::KEYWORD,
    &nov6::KEYWORD,
];

/// The statement of that word or form, exactly: `v6global`, `v6global/64`, `+prefix`, `/20`, `2001:db8::/56`.
pub fn statement(word: &str) -> Option<&'static Statement> {
    let head = word.split('/').next().unwrap_or(word);
    let exact = STATEMENTS.iter().copied().find(|statement| {
        statement.word == word || statement.form == word || statement.word == head
    });
    if exact.is_some() {
        return exact;
    }
    if matches!(head, "" | "v4:" | "v6:") && !word.is_empty() {
        return Some(&place::STATEMENT);
    }
    parse_prefix(word).is_ok().then_some(&literal::STATEMENT)
}

#[cfg(test)]
mod tests {
    use super::{KEYWORDS, STATEMENTS, statement};

    #[test]
    fn lists_every_file() {
        let files = include_str!("statement.rs")
            .lines()
            .filter(|line| line.starts_with("mod ") && line.ends_with(';'))
            .count();
        assert_eq!(STATEMENTS.len(), files);
        assert!(
            KEYWORDS
                .iter()
                .all(|keyword| statement(keyword.word()).is_some())
        );
    }

    #[test]
    fn one_line_meanings_and_sources() {
        for statement in STATEMENTS {
            let word = statement.word;
            assert!(!statement.meaning.contains('\n'), "{word}");
            assert!(!statement.explain.is_empty(), "{word}");
            assert!(!statement.sources.is_empty(), "{word}");
            for line in statement.explain.lines() {
                assert!(line.chars().count() <= 100, "{word}: {line}");
            }
        }
    }

    #[track_caller]
    fn check(word: &str, expected: Option<&str>) {
        assert_eq!(
            statement(word).map(|statement| statement.word),
            expected,
            "`{word}`"
        );
    }

    #[test]
    fn found_by_word_and_form() {
        check("v6global", Some("v6global"));
        check("v6global[/N]", Some("v6global"));
        check("v6global/64", Some("v6global"));
        check("V6global", None);
        check("+prefix", Some("+prefix"));
        check("+prefix/80", Some("+prefix"));
        check("/N", Some("/N"));
        check("/20", Some("/N"));
        check("v4:/20", Some("/N"));
        check("10.0.0.0/8", Some("literal"));
        check("2001:db8::/56", Some("literal"));
        check("", None);
        check("prefix", None);
    }
}
