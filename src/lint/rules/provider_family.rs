//! `provider-family`: a cluster with families that its provider does not run.

use super::super::words::setting_place;
use super::super::{Check, Context, Report, Rule, Subject};
use crate::diag::{Finding, Severity};
use crate::engine::range_field;
use crate::plan::{Base, RangeKind};
use crate::profile::{ClusterFacts, Fact, Families};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "provider-family",
    summary: "the cluster has address families that its provider does not run, or none at all",
    why: "A cluster's families are chosen when it is made, in `ipFamilies`, and Gardener lets it go from IPv4 to both and \
          back, and nowhere else. Not every cloud runs every kind: IPv6 alone runs on AWS, both families run on AWS, GCP \
          and OpenStack. A cluster whose ranges all say `nov4` or `nov6` has no family to begin with.",
    bad: "trellis: 1\nshoots:\n  - {name: a, nodes: nov4, pods: nov4, services: nov4}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, nodes: \"nov4, v6global\", pods: \"nov4, v6global/52\", services: \"nov4, v6private/112\"}\n",
    covers: &["g-G2", "g-Z1", "g-O1", "a-2.1"],
    sources: &[
        Source {
            title: "Gardener: guides/networking, IPv6 support overview",
            url: "https://github.com/gardener/documentation/blob/master/website/documentation/guides/networking/ipv6-support-overview.md",
        },
        Source {
            title: "gardener: pkg/api/core/validation/shoot.go, validateIPFamiliesUpdate",
            url: "https://github.com/gardener/gardener/blob/master/pkg/api/core/validation/shoot.go",
        },
    ],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let profile = subject.shoot.profile;
    let finding = |kind: RangeKind, message: String| {
        let place = setting_place(context.plan, subject.shoot.node, range_field(kind));
        let mut finding = Finding::new("provider-family", Severity::Error, place, message);
        finding.subject = subject.shoot.node;
        finding
    };
    let Some(mode) = subject.shoot.mode() else {
        if let Some(kind) = says_none(subject) {
            report.add(Severity::Error, || {
                let message = "no range says a family that the cluster has".to_owned();
                finding(kind, message).help("write a range of IPv4 or of IPv6")
            });
        }
        return;
    };
    if let Some((refusal, fact)) = refusal(&profile.cluster, mode) {
        report.add(Severity::Error, || {
            let kind = first_said(subject);
            let message = format!("{} {refusal} clusters with {}", profile.name, words(mode));
            let offered: Vec<String> = fact
                .value
                .iter()
                .map(|&mode| words(mode).to_owned())
                .collect();
            let mut finding =
                finding(kind, message).help(format!("plan {}", offered.join(", or ")));
            finding.sources.push(profile.source(fact));
            finding
        });
    }
}

/// What the provider does not do with clusters of these families, and the fact that says so.
fn refusal(cluster: &ClusterFacts, mode: Families) -> Option<(&'static str, &Fact<Vec<Families>>)> {
    if !cluster.families.value.contains(&mode) {
        Some(("runs no", &cluster.families))
    } else if !cluster.exported.value.contains(&mode) {
        Some(("takes no manifest of", &cluster.exported))
    } else {
        None
    }
}

/// The first range, where all that is said is that there is no family.
fn says_none(subject: &Subject<'_>) -> Option<RangeKind> {
    let mut said = RangeKind::ALL.into_iter().flat_map(|kind| {
        crate::addr::Family::BOTH
            .into_iter()
            .filter_map(move |family| Some((kind, subject.shoot.ask(kind, family)?.base)))
    });
    let (first, base) = said.next()?;
    let none = base == Base::Absent && said.all(|(_, base)| base == Base::Absent);
    none.then_some(first)
}

fn first_said(subject: &Subject<'_>) -> RangeKind {
    let (plan, shoot) = (subject.shoot.plan, &subject.shoot);
    RangeKind::ALL
        .into_iter()
        .find(|&kind| shoot.settings.spec(plan, range_field(kind)).is_some())
        .unwrap_or(RangeKind::Nodes)
}

const fn words(mode: Families) -> &'static str {
    match mode {
        Families::Ipv4Only => "IPv4 alone",
        Families::Ipv6Only => "IPv6 alone",
        Families::DualStack => "both families",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::check;
    use crate::profile::generic;

    #[test]
    fn what_a_provider_runs_and_takes() {
        let mut cluster = generic().cluster.clone();
        cluster.families.value = vec![Families::Ipv4Only, Families::DualStack];
        cluster.exported.value = vec![Families::Ipv4Only];
        for (mode, expected) in [
            (Families::Ipv4Only, None),
            (Families::DualStack, Some("takes no manifest of")),
            (Families::Ipv6Only, Some("runs no")),
        ] {
            let found = refusal(&cluster, mode).map(|(words, _)| words);
            assert_eq!(found, expected, "{}", words(mode));
        }
    }

    #[test]
    fn the_clouds() {
        for (provider, nodes, expected) in [
            (
                "gcp",
                "v6global",
                "error: gcp runs no clusters with IPv6 alone",
            ),
            (
                "openstack",
                "v6global",
                "error: openstack runs no clusters with IPv6 alone",
            ),
            (
                "azure",
                "\"v4private, v6global\"",
                "error: azure runs no clusters with both families",
            ),
            (
                "alicloud",
                "\"v4private, v6global\"",
                "error: alicloud runs no clusters with both families",
            ),
            (
                "ironcore",
                "v6global",
                "error: ironcore runs no clusters with IPv6 alone",
            ),
            (
                "local",
                "\"v4private, v6global\"",
                "error: local runs no clusters with both families",
            ),
        ] {
            let plan = format!("provider: {provider}\nshoots: [{{name: a, nodes: {nodes}}}]\n");
            check("provider-family", &plan, &[expected]);
            let plan = format!("provider: {provider}\nshoots: [{{name: a, nodes: v4private}}]\n");
            check("provider-family", &plan, &[]);
        }
    }

    #[test]
    fn none_at_all() {
        let none = "error: no range says a family that the cluster has";
        check(
            "provider-family",
            "nodes: [nov4, nov6]\nshoots: [{name: a}]\n",
            &[none],
        );
        check("provider-family", "shoots: [{name: a}]\n", &[]);
        check(
            "provider-family",
            "shoots: [{name: a, nodes: custom, pods: nov4}]\n",
            &[],
        );
    }
}
