//! `ipv4-preferred-over-ula`: with both families, hosts take IPv4 where the IPv6 address is unique local.

use super::super::words::setting_place;
use super::super::{Check, Context, Report, Rule};
use crate::diag::{Finding, Severity};
use crate::engine::{Once, UlaBeside, range_field, ula_beside_v4};
use crate::plan::Field;
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "ipv4-preferred-over-ula",
    summary: "a range has IPv4 and a unique local prefix: hosts will take IPv4",
    why: "A host that can reach a name over both families sorts the addresses by a table. In the default one unique \
          local destinations stand behind IPv4. So with both families the unique local half is set up, filtered and \
          watched, and hardly used, and nobody notices when it is broken. It is told once for the whole plan. Take \
          IPv6 alone, or a global prefix beside the IPv4.",
    bad: "trellis: 1\nshoots:\n  - {name: a, services: 100.64.0.0/13, pinned: {services: \"fd5a:3c1e:77a0::/112\"}}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, services: \"fd5a:3c1e:77a0::/112\"}\n",
    covers: &["a-1.2", "a-1.2"],
    sources: &[
        Source {
            title: "RFC 6724, section 2.1: default policy table",
            url: "https://www.rfc-editor.org/rfc/rfc6724#section-2.1",
        },
        Source {
            title: "RFC 6724, section 10.6: preferring unique local addresses",
            url: "https://www.rfc-editor.org/rfc/rfc6724#section-10.6",
        },
    ],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    if context.evaluation.facts().first(Once::UlaBesideIpv4) != Some(node) {
        return;
    }
    let settings = context.evaluation.settings(node);
    if let Some(UlaBeside { kind, pinned }) = ula_beside_v4(plan, node, settings) {
        report.add(Severity::Advice, || {
            let place = if pinned {
                Place::field(node, Field::Pinned.key())
            } else {
                setting_place(plan, node, range_field(kind))
            };
            let message = format!(
                "{} have IPv4 and a unique local prefix: hosts with both take IPv4 (RFC 6724)",
                kind.key()
            );
            Finding::new("ipv4-preferred-over-ula", Severity::Advice, place, message)
                .about(node)
                .help("use IPv6 alone, or a global prefix beside the IPv4")
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{check, check_shoot};

    const CODE: &str = "ipv4-preferred-over-ula";

    fn message(kind: &str) -> String {
        format!(
            "advice: {kind} have IPv4 and a unique local prefix: hosts with both take IPv4 (RFC 6724)"
        )
    }

    #[test]
    fn both_in_one_range() {
        check_shoot(
            CODE,
            "services: [v4private, v6private/112]",
            &[&message("services")],
        );
        check_shoot(
            CODE,
            "nodes: [v4private, \"fd5a:3c1e:77a0::/64\"]",
            &[&message("nodes")],
        );
        check_shoot(
            CODE,
            "nodes: [nov4, v6private/64+prefix/80], pods: [v4private, v6fromNode]",
            &[&message("pods")],
        );
        for fields in [
            "services: v6private/112",
            "nodes: v4private, pods: v4private, services: v6private/112",
            "services: [v4private, v6global/112]",
            "nodes: [nov4, v6private]",
            "nodes: [custom, v6private]",
            "nodes: [v4private, v6global+prefix/80], pods: [v4private, v6fromNode]",
        ] {
            check_shoot(CODE, fields, &[]);
        }
    }

    #[test]
    fn once_where_it_is_said() {
        check(
            CODE,
            "services: [v4private, v6private/112]\nregions: [{name: r, shoots: [{name: a}, {name: b}]}]\nshoots: [{name: c}]\n",
            &[&message("services")],
        );
    }
}
