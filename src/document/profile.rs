//! A text that is a provider's profile: what is wrong with it, as findings.

use crate::diag::{Anchor, Finding, Severity};
use crate::profile::{Profile, ProfileError};
use crate::source::{LineColumn, NodeId, Place, Span};

/// The keys that a profile has at its top and a plan has not.
pub(super) const KEYS: [&str; 5] = ["cluster", "keywords", "like", "sources", "taken"];

/// The first mistake of a profile's text, if it has one.
pub(super) fn findings(text: &str) -> Vec<Finding> {
    Profile::read(text)
        .err()
        .map(|error| finding(text, &error))
        .into_iter()
        .collect()
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
    fn a_sound_profile_has_none() {
        assert_eq!(findings("name: lab\nlike: gom\ntitle: The lab\n"), []);
    }
}
