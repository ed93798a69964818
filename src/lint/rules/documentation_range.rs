//! `documentation-range`: a prefix that is kept for examples in documents.

use super::super::prefixes::written_place;
use super::super::{Check, Context, Report, Rule};
use crate::addr::{Purpose, registered};
use crate::diag::{Finding, Severity};
use crate::engine::Once;
use crate::source::{NodeId, Source};

pub(in crate::lint) static RULE: Rule = Rule {
    code: "documentation-range",
    summary: "a prefix is kept for examples in documents",
    why: "2001:db8::/32, 3fff::/20 and three small IPv4 ranges are kept for examples, so that nobody's network is \
          mistaken for one. Networks drop them at their edge, and nobody can ever be given one. In a plan that is an \
          example itself that is as it should be, so it is advice, told once, where the plan first writes such a \
          prefix. An export warns of it: what it writes is meant to run.",
    bad: "trellis: 1\nregions:\n  - {name: eu, v6: \"2001:db8:1000::/36\"}\n",
    good: "trellis: 1\nregions:\n  - {name: eu, v6: /36}\n",
    covers: &["a-1.5", "a-1.5"],
    sources: &[
        Source {
            title: "RFC 3849: IPv6 address prefix reserved for documentation",
            url: "https://www.rfc-editor.org/rfc/rfc3849",
        },
        Source {
            title: "RFC 9637: expanding the IPv6 documentation space",
            url: "https://www.rfc-editor.org/rfc/rfc9637",
        },
        Source {
            title: "RFC 5737: IPv4 address blocks reserved for documentation",
            url: "https://www.rfc-editor.org/rfc/rfc5737",
        },
    ],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    if context.evaluation.facts().first(Once::Documentation) == Some(node) {
        report.add(Severity::Advice, || {
            documented(context, node, Severity::Advice)
                .expect("invariant: the first one has such a prefix")
        });
    }
}

/// The finding of the first prefix for documentation that a definition writes.
pub(in crate::lint) fn documented(
    context: &Context<'_>,
    node: NodeId,
    severity: Severity,
) -> Option<Finding> {
    let written = context.evaluation.facts().written_by(node);
    let (written, entry) = written.iter().find_map(|written| {
        let entry = registered(written.prefix)?;
        (entry.purpose == Purpose::Documentation).then_some((written, entry))
    })?;
    let place = written_place(context.plan, (node, written.range), written.prefix);
    let said = match written.range {
        Some(kind) => format!("{} {} are", kind.key(), written.prefix),
        None => format!("{} is", written.prefix),
    };
    let message = format!(
        "{said} for documentation alone ({}): nobody can be given it, and networks drop it",
        entry.document
    );
    Some(
        Finding::new("documentation-range", severity, place, message)
            .about(node)
            .help(match severity {
                Severity::Advice => {
                    "write the prefix that you were given, or its length until you know it; an export warns of it"
                }
                Severity::Warning | Severity::Error => {
                    "write the prefix that you were given before this is built: in a plan it is advice, for a plan may be an example"
                }
            }),
    )
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{check, check_shoot};

    const CODE: &str = "documentation-range";

    #[test]
    fn every_such_range() {
        for (field, prefix, rfc) in [
            ("v6", "2001:db8::/32", 3849),
            ("v6", "2001:db8:1000::/36", 3849),
            ("v6", "3fff:100::/24", 9637),
            ("v4", "192.0.2.0/25", 5737),
            ("v4", "198.51.100.0/24", 5737),
            ("v4", "203.0.113.0/24", 5737),
        ] {
            check(
                CODE,
                &format!("blocks: [{{name: a, {field}: \"{prefix}\"}}]\n"),
                &[&format!(
                    "advice: {prefix} is for documentation alone (RFC {rfc}): nobody can be given it, and networks drop it"
                )],
            );
        }
        for prefix in ["2001:db9::/32", "2001:d00::/24", "3fff:1000::/24"] {
            check(
                CODE,
                &format!("blocks: [{{name: a, v6: \"{prefix}\"}}]\n"),
                &[],
            );
        }
    }

    #[test]
    fn once_at_the_first_that_writes_one() {
        check(
            CODE,
            "regions:\n- {name: a, v4: 10.0.0.0/8}\n- {name: b, v6: \"2001:db8:1000::/36\", shoots: [{name: s, nodes: \"2001:db8:1000::/64\"}]}\n- {name: c, v6: \"2001:db8:2000::/36\"}\n",
            &[
                "advice: 2001:db8:1000::/36 is for documentation alone (RFC 3849): nobody can be given it, and networks drop it",
            ],
        );
        check_shoot(
            CODE,
            "nodes: \"2001:db8::/64\", pods: \"2001:db8:1::/64\"",
            &[
                "advice: nodes 2001:db8::/64 are for documentation alone (RFC 3849): nobody can be given it, and networks drop it",
            ],
        );
    }
}
