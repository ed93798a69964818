//! `provider-containment`: nodes outside the only place that their provider has for them.

use super::super::words::setting_place;
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::{Family, Prefix};
use crate::diag::{Finding, Severity};
use crate::engine::Evaluation;
use crate::plan::{Field, RangeKind};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "provider-containment",
    summary: "nodes lie outside the one range that their provider has for them",
    why: "The machines of a local Gardener are pods of a kind cluster, and so have addresses of its pods: \
          10.0.0.0/16 or fd00:10:1:100::/56, whatever a manifest says. Another range is refused by admission.",
    bad: "trellis: 1\nprovider: local\nshoots:\n  - {name: a, nodes: 10.250.0.0/16, pods: v4private, services: v4private}\n",
    good: "trellis: 1\nprovider: local\nshoots:\n  - {name: a, nodes: 10.0.0.0/16, pods: v4private, services: v4private}\n",
    covers: &[],
    sources: &[Source {
        title: "gardener: pkg/provider-local/admission/validator/shoot.go",
        url: "https://github.com/gardener/gardener/blob/master/pkg/provider-local/admission/validator/shoot.go",
    }],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let shoot = &subject.shoot;
    let fact = &shoot.profile.network.nodes_within;
    for family in Family::BOTH {
        // Where nothing is fixed, nobody has to know where the nodes are.
        let Some(place) = fact.value.of(family) else {
            continue;
        };
        let Some(nodes) = ends(context, subject, family) else {
            continue;
        };
        let Some(&stray) = nodes.iter().find(|&&nodes| !place.covers(nodes)) else {
            continue;
        };
        report.add(Severity::Error, || {
            let message = format!(
                "nodes {stray} lie outside {place}, where {} has its machines",
                shoot.profile.name
            );
            let at = setting_place(context.plan, shoot.node, Field::Nodes);
            let mut finding = Finding::new("provider-containment", Severity::Error, at, message)
                .about(shoot.node)
                .help(format!("write {place}, or a part of it"))
                .refused(
                    "provider-local's admission",
                    format!("nodes CIDR must be a subnet of {place}"),
                );
            finding.sources.push(shoot.profile.source(fact));
            finding
        });
    }
}

/// The nodes of the first member and of the last, as far as addresses are known.
fn ends(context: &Context<'_>, subject: &Subject<'_>, family: Family) -> Option<Vec<Prefix>> {
    let shoot = &subject.shoot;
    let range = shoot.range(RangeKind::Nodes, family)?;
    if let Some(prefix) = range.written {
        return Some(vec![prefix]);
    }
    let last = Evaluation::last_members(context.plan, shoot.node);
    let at = |members| {
        context
            .evaluation
            .range_prefix(shoot, RangeKind::Nodes, family, members)
    };
    Some([at(&[]), at(&last)].into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{check, check_literal};

    const CODE: &str = "provider-containment";

    #[test]
    fn written_drawn_and_placed() {
        let shoot =
            |nodes: &str| format!("provider: local\nshoots: [{{name: a, nodes: {nodes}}}]\n");
        check(CODE, &shoot("v4private"), &[]);
        check(CODE, &shoot("\"fd00:10:1:100::/56\""), &[]);
        check(
            CODE,
            "provider: local\nula: \"fd5a:3c1e:77a0::/48\"\nshoots: [{name: a, nodes: v6private}]\n",
            &[
                "error: nodes fd5a:3c1e:77a0::/64 lie outside fd00:10:1:100::/56, where local has its machines",
            ],
        );
        let placed = |v4: &str| {
            format!(
                "provider: local\nblocks: [{{name: b, v4: {v4}, shoots: [{{name: a, count: 3, nodes: \"v4:/17\"}}]}}]\n"
            )
        };
        check(
            CODE,
            &placed("10.0.0.0/14"),
            &["error: nodes 10.1.0.0/17 lie outside 10.0.0.0/16, where local has its machines"],
        );
        check(CODE, &shoot("v4private").replace("local", "generic"), &[]);
    }

    #[test]
    fn says_what_admission_says() {
        check_literal(
            CODE,
            "provider: local, nodes: 10.0.0.0/15",
            Some("nodes CIDR must be a subnet of 10.0.0.0/16"),
        );
        check_literal(
            CODE,
            "provider: local, nodes: \"fd00:20:1:100::/64\"",
            Some("nodes CIDR must be a subnet of fd00:10:1:100::/56"),
        );
    }
}
