//! `dual-stack`: both families inside a cluster.

use super::super::words::listed;
use super::super::{Check, Context, Report, Rule};
use crate::addr::Family;
use crate::diag::{Finding, Severity};
use crate::engine::range_field;
use crate::plan::{Base, Meaning, RangeKind, Spec};
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "dual-stack",
    summary: "a range asks for both families inside a cluster",
    why: "With both families everything is configured, watched and debugged twice, and a fallback from one to the other \
          hides that one is broken. Clients with IPv6 alone reach IPv4 servers by NAT64 and DNS64, programs that know \
          no IPv6 socket by 464XLAT, and IPv4 clients reach services by load balancers with both families. Inside a \
          cluster both are needed only on the way from IPv4 to IPv6. Gardener can go from IPv4 to both and back, and \
          not on to IPv6 alone.",
    bad: "trellis: 1\nshoots:\n  - {name: a, nodes: \"v4private, v6global\"}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, nodes: v6global}\n",
    covers: &[],
    sources: &[
        Source {
            title: "IPv6 for Gardener: dual-stack considered harmful",
            url: "https://github.com/gardener/enhancements",
        },
        Source {
            title: "RFC 6877: 464XLAT, combination of stateful and stateless translation",
            url: "https://www.rfc-editor.org/rfc/rfc6877",
        },
    ],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    let mut both = RangeKind::ALL.into_iter().filter(|&kind| {
        matches!(plan.meaning(node, range_field(kind)), Some(Meaning::Spec(spec)) if is_dual(spec))
    });
    let Some(first) = both.next() else {
        return;
    };
    report.add(Severity::Advice, || {
        let kinds: Vec<&str> = std::iter::once(first)
            .chain(both)
            .map(RangeKind::key)
            .collect();
        Finding::new(
            "dual-stack",
            Severity::Advice,
            Place::field(node, range_field(first).key()),
            format!(
                "{} have both families: two networks to configure, watch and debug in each cluster",
                listed(&kinds)
            ),
        )
        .help("use IPv6 alone inside, NAT64 and DNS64 (464XLAT for old programs) outward, and load balancers with both families inward")
    });
}

fn is_dual(spec: &Spec) -> bool {
    Family::BOTH.into_iter().all(|family| {
        spec.of(family)
            .is_some_and(|ask| !matches!(ask.base, Base::Custom | Base::Absent))
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    #[test]
    fn once_where_it_is_said() {
        let message = "advice: nodes and services have both families: two networks to configure, watch and debug in each cluster";
        check(
            "dual-stack",
            "nodes: [v4private, v6global]\nservices: \"v6global/112, v4private\"\nshoots: [{name: a}, {name: b}]\n",
            &[message],
        );
        check(
            "dual-stack",
            "nodes: [nov4, v6global]\npods: [custom, v6global]\n",
            &[],
        );
    }
}
