//! `ula-not-random`: a unique local prefix that somebody made up.

mod digits;

use super::super::prefixes::{Said, each_said, is_caused_above};
use super::super::{Check, Context, Report, Rule};
use crate::addr::{Family, Length, Prefix};
use crate::diag::{Change, Finding, Fix, Severity};
use crate::engine::is_ula;
use crate::plan::Field;
use crate::source::{NodeId, Source};
use digits::pattern;

pub(super) static RULE: Rule = Rule {
    code: "ula-not-random",
    summary: "a unique local prefix was made up, not drawn, or is shorter than what one draw gives",
    why: "Unique local prefixes are unique because 40 bits of them are drawn by chance: two of a hundred networks draw \
          the same with a probability of one in 200 million. One that somebody made up (fd00::/48, fd12:3456:789a::/48, \
          one counted on from another) is what others make up too, and the day two such networks are joined, one of \
          them is renumbered. A draw gives a /48. Nobody draws sixteen that lie side by side, so there is no honest \
          /44: take several /48s, or one for several sites. Gardener checks none of this.",
    bad: "trellis: 1\nula: \"fd00::/48\"\n",
    good: "trellis: 1\nula: \"fd5a:3c1e:77a0::/48\"\n",
    covers: &["a-1.2", "a-1.2"],
    sources: &[
        Source {
            title: "RFC 4193, section 3.2: global ids must not be sequential or well known",
            url: "https://www.rfc-editor.org/rfc/rfc4193#section-3.2",
        },
        Source {
            title: "RFC 5375, section 2.2: unique local prefixes do not aggregate",
            url: "https://www.rfc-editor.org/rfc/rfc5375#section-2.2",
        },
    ],
    check: Check::Node(check),
};

/// What one draw gives.
const SITE: Length = match Length::new(Family::V6, 48) {
    Some(length) => length,
    None => unreachable!(),
};

/// The pool out of which Google's VPCs have their internal /48s, be they chosen or drawn (a-2.1).
const GOOGLE: Prefix = ula(0xfd20, 20);
/// What Gardener's own setup on one machine is numbered with (g c).
const LOCAL: Prefix = match Prefix::from_raw(0xfd00_0010 << 96, width(32)) {
    Some(prefix) => prefix,
    None => unreachable!(),
};

const fn width(bits: u8) -> Length {
    match Length::new(Family::V6, bits) {
        Some(length) => length,
        None => unreachable!(),
    }
}

const fn ula(first: u128, bits: u8) -> Prefix {
    match Prefix::from_raw(first << 112, width(bits)) {
        Some(prefix) => prefix,
        None => unreachable!(),
    }
}

/// Why a prefix was not drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Why {
    Short,
    Pattern(String),
    After(Prefix),
}

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let mut told: Option<Prefix> = None;
    each_said(context.plan, node, |said| {
        let around = said.prefix.at(SITE).unwrap_or(said.prefix);
        let Some(why) = why(context, &said) else {
            return;
        };
        if told.replace(around) != Some(around) && !is_caused_above(context.plan, node, around) {
            report.add(Severity::Warning, || finding(&said, why));
        }
    });
}

fn why(context: &Context<'_>, said: &Said) -> Option<Why> {
    let prefix = said.prefix;
    let drawn = is_ula(prefix) && (prefix.raw() >> 120 == 0xfd || prefix.bits() == 7);
    if !drawn || said.field == Field::Seeds || is_given(context, said) {
        return None;
    }
    let Some(site) = prefix.at(SITE) else {
        return Some(Why::Short);
    };
    if let Some(pattern) = pattern(site) {
        return Some(Why::Pattern(pattern));
    }
    context.evaluation.facts().ula_below(prefix).map(Why::After)
}

/// Whether the provider gave it: then nobody could have drawn another.
fn is_given(context: &Context<'_>, said: &Said) -> bool {
    let settings = context.evaluation.settings(said.node);
    let provider = settings.text(context.plan, Field::Provider);
    GOOGLE.covers(said.prefix) || LOCAL.covers(said.prefix) && provider == Some("local")
}

fn finding(said: &Said, why: Why) -> Finding {
    let text = said.text();
    let (message, help) = match why {
        Why::Short => (
            format!(
                "{text} {} wider than /48, and one draw gives a /48 (RFC 4193)",
                said.verb("are", "is")
            ),
            "draw one /48 for each that you need, or use one /48 for several sites",
        ),
        Why::Pattern(pattern) => (
            format!("the global id of {text} was not drawn: {pattern}"),
            "draw one by chance: `trellis pin` does",
        ),
        Why::After(below) => (
            format!(
                "{text} {} close behind {below}: global ids are drawn, not counted",
                said.verb("lie", "lies")
            ),
            "draw each one by chance: `trellis pin` does",
        ),
    };
    let mut finding =
        Finding::new("ula-not-random", Severity::Warning, said.place(), message).help(help);
    finding.fixes.extend(fix(said));
    finding
}

/// What is taken away is drawn anew.
fn fix(said: &Said) -> Option<Fix> {
    (said.field == Field::Ula).then(|| Fix {
        title: "take `ula` away, for another to be drawn".to_owned(),
        safe: false,
        changes: vec![Change {
            node: said.node,
            field: Field::Ula.key(),
            to: None,
        }],
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{check, check_shoot};

    const CODE: &str = "ula-not-random";

    #[track_caller]
    fn check_block(prefix: &str, expected: &[&str]) {
        check(
            CODE,
            &format!("blocks: [{{name: a, v6: \"{prefix}\"}}]\n"),
            expected,
        );
    }

    #[test]
    fn made_up() {
        for (prefix, why) in [
            ("fd00::/48", "10 of its 10 digits are 0"),
            ("fd12:3456:789a::/48", "its digits count up"),
        ] {
            check_block(
                prefix,
                &[&format!(
                    "warning: the global id of {prefix} was not drawn: {why}"
                )],
            );
        }
        check_block("fd5a:3c1e:77a0::/48", &[]);
        check_block("2001:db8::/48", &[]);
        check_block("fc00::/48", &[]);
    }

    #[test]
    fn wider_than_a_draw() {
        for prefix in ["fd5a:3c1e:77a0::/44", "fd00::/8", "fc00::/7"] {
            check_block(
                prefix,
                &[&format!(
                    "warning: {prefix} is wider than /48, and one draw gives a /48 (RFC 4193)"
                )],
            );
        }
        check_block("fd20::/20", &[]);
        check_block("fd20:0:1::/48", &[]);
        let local = |provider: &str| {
            format!("provider: {provider}\nshoots: [{{name: a, nodes: \"fd00:10:1:100::/56\"}}]\n")
        };
        check(CODE, &local("local"), &[]);
        check(
            CODE,
            &local("generic"),
            &[
                "warning: the global id of nodes fd00:10:1:100::/56 was not drawn: 8 of its 10 digits are 0",
            ],
        );
    }

    #[test]
    fn counted_on() {
        check(
            CODE,
            "blocks: [{name: a, v6: \"fd5a:3c1e:77a0::/48\"}, {name: b, v6: \"fd5a:3c1e:77a1::/48\"}, {name: c, v6: \"fd9b:214e:5d03::/48\"}]\n",
            &[
                "warning: fd5a:3c1e:77a1::/48 lies close behind fd5a:3c1e:77a0::/48: global ids are drawn, not counted",
            ],
        );
        check(
            CODE,
            "ula: [\"fd5a:3c1e:77a0::/48\", \"fd5a:3c1e:77b0::/48\", \"fd5a:3c1e:77c1::/48\"]\n",
            &[
                "warning: fd5a:3c1e:77b0::/48 lies close behind fd5a:3c1e:77a0::/48: global ids are drawn, not counted",
            ],
        );
    }

    #[test]
    fn once_for_what_lies_in_it() {
        check(
            CODE,
            "blocks: [{name: a, v6: \"fd00::/48\", shoots: [{name: b, nodes: \"fd00::/64\"}]}]\n",
            &["warning: the global id of fd00::/48 was not drawn: 10 of its 10 digits are 0"],
        );
        check_shoot(
            CODE,
            "nodes: \"fd00::/64\", pods: \"fd00:0:0:1::/64\"",
            &["warning: the global id of nodes fd00::/64 was not drawn: 10 of its 10 digits are 0"],
        );
        check(
            CODE,
            "ula: \"fd00::/48\"\nshoots: [{name: a, services: v6private/112}]\n",
            &["warning: the global id of fd00::/48 was not drawn: 10 of its 10 digits are 0"],
        );
    }
}
