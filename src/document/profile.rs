//! A text that is a provider's profile: what is wrong with it, as findings.

use crate::diag::{Anchor, Finding, Severity};
use crate::profile::{Profile, ProfileError};
use crate::source::{LineColumn, NodeId, Place, Span};
use crate::yaml::{ItemId, Tree};

use super::LIMITS;

/// The keys that a profile has at its top and a plan has not.
pub(super) const KEYS: [&str; 5] = ["cluster", "keywords", "like", "sources", "taken"];

/// So many mistakes are told at the most.
const MOST: usize = 64;

/// The mistakes of a profile's text, in its order. Behind each one the text is read without the fact that it is in;
/// what is only missing then is no mistake of its own.
pub(super) fn findings(text: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut rest = text.to_owned();
    while let Err(error) = Profile::read(&rest) {
        if error.at.is_none() && !findings.is_empty() {
            break;
        }
        findings.push(finding(&rest, &error));
        let without = error.at.and_then(|at| without(&rest, offset(&rest, at)));
        match without.filter(|_| findings.len() < MOST) {
            Some(less) => rest = less,
            None => break,
        }
    }
    findings.sort_by_key(|finding| match finding.at {
        Anchor::Text(span, _) => Some(span),
        Anchor::Place(_) => None,
    });
    findings
}

/// The text without the fact that a byte lies in; what went leaves its bytes blank, so that all else stays in its place.
fn without(text: &str, byte: usize) -> Option<String> {
    let (tree, _) = Tree::read(text, LIMITS);
    let top = tree.roots().first().copied()?;
    let (span, inside) = entry(&tree, top, byte)?;
    // A section with nothing in it would be one more mistake.
    let several = tree.pairs(inside).count() > 1;
    let span = match entry(&tree, inside, byte) {
        Some((inner, _)) if several => inner,
        Some(_) | None => span,
    };
    let blank = text[span.range()].chars().map(|char| match char {
        '\n' => "\n".to_owned(),
        char => " ".repeat(char.len_utf8()),
    });
    let blank: String = blank.collect();
    let mut less = text.to_owned();
    less.replace_range(span.range(), &blank);
    (less != text).then_some(less)
}

/// The entry of a mapping, or the item of a list, that a byte lies in; and its value.
fn entry(tree: &Tree, around: ItemId, byte: usize) -> Option<(Span, ItemId)> {
    let holds = |span: &Span| span.range().start <= byte && byte < span.range().end.max(1);
    let whole = |key: ItemId, value: ItemId| {
        let (key, value) = (tree.span(key).range(), tree.span(value).range());
        Span::new(key.start, value.end.max(key.end))
    };
    let pairs = tree.pairs(around);
    let mut pairs = pairs.map(|(key, value)| (whole(key, value), value));
    pairs.find(|(span, _)| holds(span))
}

fn finding(text: &str, error: &ProfileError) -> Finding {
    let place = Place::node(NodeId::ROOT);
    let mut finding = Finding::new(
        "profile-fault",
        Severity::Error,
        place,
        error.message.as_str(),
    );
    let start = error.at.map_or(0, |at| offset(text, at));
    finding.at = Anchor::Text(Span::new(start, word_end(text, start)), NodeId::ROOT);
    finding.help.clone_from(&error.help);
    finding
}

/// The byte at a line and column.
fn offset(text: &str, at: LineColumn) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(at.line.saturating_sub(1))
        .map(str::len)
        .sum();
    let line = text[before..].lines().next().unwrap_or("");
    let column = line
        .char_indices()
        .nth(at.column.saturating_sub(1))
        .map_or(line.len(), |(byte, _)| byte);
    before + column
}

/// The byte behind the word that begins there: a key, or a value.
fn word_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let end = rest.find(|char: char| char.is_whitespace() || ",}]#".contains(char));
    let word = &rest[..end.unwrap_or(rest.len())];
    start + word.trim_end_matches(':').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marked characters, and the message.
    fn check(text: &str, marked: &str, message: &str, help: Option<&str>) {
        let findings = findings(text);
        let [finding] = findings.as_slice() else {
            panic!("one mistake is told: {findings:?}");
        };
        let Anchor::Text(span, _) = finding.at else {
            panic!("it points into the text");
        };
        assert_eq!(&text[span.range()], marked, "{text}");
        assert_eq!(finding.message, message);
        assert_eq!(finding.help.as_deref(), help);
    }

    #[test]
    fn points_at_the_word() {
        check(
            "name: lab\nlike: generic\nqotas: {}\n",
            "qotas",
            "there is no key `qotas` here",
            Some("write `quotas`"),
        );
        check(
            "name: lab\nlike: genric # the free one\n",
            "genric",
            "`genric` is no built-in profile",
            Some("write `generic`"),
        );
        check(
            "name: lab\nlike: aws\nsources: {x: {title: Ä, url: https://example.org, as-of: 2026-01-01}}\n\
             quotas:\n  subnets-per-vpc: {value: {limit: 9, raise: newer}, says: Few., source: x}\n",
            "newer",
            "`newer` is no value of this fact",
            Some("write `never`"),
        );
        check(
            "name: lab\nlike: aws\nquotas:\n  subnets-per-vpc: {value: {limit: 9, raise: never}, says: Few., source: ours}\n",
            "ours",
            "`ours` is none of the sources here",
            Some(
                "write one of `autoscaler`, `calico`, `example-shoot`, `flags`, `infrastructure`, `ipam-controller`, \
                 `ipv6-doc`, `networking`, `quotas`, `reconcile`, `rfc4193`, `shoot-api`, `subnet-sizes`, `usage`, \
                 `vpc-guide`, `vpc-sizes`",
            ),
        );
    }

    #[test]
    fn what_is_missing_has_no_place_and_is_told_at_the_top() {
        check(
            "name: lab\nsources: {}\ntitle: Lab\nsummary: Ours.\n",
            "name",
            "`gardener` is missing in `cluster`",
            Some("add it, or say which profile has it: `like: generic`"),
        );
    }

    #[test]
    fn every_mistake_is_told() {
        let text = "name: lab\nlike: aws\nqotas: {}\n\
                    sources: {x: {title: X, url: https://example.org, as-of: 2026-01-01}}\n\
                    quotas:\n  subnets-per-vpc: {value: {limit: 9, raise: newer}, says: Few., source: x}\n  \
                    vpcs-per-region: {value: {limit: 9, raise: never}, says: Few., source: ours}\n\
                    cluster:\n  zonel:\n    value: yes\n";
        let findings = findings(text);
        let messages: Vec<&str> = findings
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(
            messages,
            [
                "there is no key `qotas` here",
                "`newer` is no value of this fact",
                "`ours` is none of the sources here",
                "there is no key `zonel` here",
            ]
        );
    }

    #[test]
    fn a_sound_profile_has_none() {
        assert_eq!(findings("name: lab\nlike: gom\ntitle: The lab\n"), []);
    }
}
