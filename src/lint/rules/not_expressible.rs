//! `not-expressible`: what a Shoot manifest has no words for.

use super::super::words::{listed, setting_place};
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::Family;
use crate::diag::{Finding, Severity};
use crate::engine::range_field;
use crate::plan::{Base, RangeKind};
use crate::profile::{Answer, Families, Keyword};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "not-expressible",
    summary: "today's Gardener can't say this in a Shoot; something else comes nearest",
    why: "The keywords are the proposal's, and a Shoot has one CIDR for each range, `ipFamilies` for the whole cluster, \
          and what each provider adds. What has no words there can be planned and not be ordered: an export refuses it. \
          The finding names what comes nearest, and that is what trellis's numbers are worth.",
    bad: "trellis: 1\nprovider: aws\nnode-zones: [eu-central-1a]\nshoots:\n  - {name: a, nodes: v6private/64}\n",
    good: "trellis: 1\nprovider: aws\nnode-zones: [eu-central-1a]\nshoots:\n  - {name: a, nodes: v6global/64}\n",
    covers: &["g-6", "k-S10"],
    sources: &[Source {
        title: "gardener: pkg/api/core/validation/shoot.go, validateNetworking",
        url: "https://github.com/gardener/gardener/blob/master/pkg/api/core/validation/shoot.go",
    }],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let Some(mode) = subject.shoot.mode() else {
        return;
    };
    for kind in RangeKind::ALL {
        for family in Family::BOTH {
            let Some(ask) = subject.shoot.ask(kind, family) else {
                continue;
            };
            let twice = family != Family::BOTH[0]
                && ask.base == Base::Custom
                && subject.shoot.ask(kind, family.other()) == Some(ask);
            if twice {
                continue;
            }
            check_keyword(
                context,
                subject,
                (Keyword::of(ask.base, family), kind, mode),
                report,
            );
            if ask.node_prefix.is_some() {
                let keyword = Keyword::node_prefix(family);
                check_keyword(context, subject, (keyword, kind, mode), report);
            }
        }
    }
    check_mix(context, subject, report);
}

fn check_keyword(
    context: &Context<'_>,
    subject: &Subject<'_>,
    (keyword, kind, mode): (Keyword, RangeKind, Families),
    report: &mut Report<'_>,
) {
    let profile = subject.shoot.profile;
    let Some(fact) = profile.expression(keyword, kind, mode) else {
        return;
    };
    let Answer::Instead(substitute) = &fact.value.answer else {
        return;
    };
    report.add(Severity::Warning, || {
        let message = format!(
            "{}: a manifest for {} has no words for {}; nearest is {substitute}",
            kind.key(),
            profile.name,
            keyword.key(),
        );
        let place = setting_place(context.plan, subject.shoot.node, range_field(kind));
        let mut finding = Finding::new("not-expressible", Severity::Warning, place, message)
            .help(fact.says.clone());
        finding.subject = subject.shoot.node;
        finding.sources.push(profile.source(fact));
        finding
    });
}

/// `ipFamilies` is the cluster's: the ranges that are said must agree.
fn check_mix(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let shoot = &subject.shoot;
    if !shoot.profile.cluster.gardener.value {
        return;
    }
    let families = RangeKind::ALL.map(|kind| families_of(subject, kind));
    let mut known = families.into_iter().flatten();
    let Some(first) = known.next() else {
        return;
    };
    if known.all(|families| families == first) {
        return;
    }
    report.add(Severity::Warning, || {
        let words: Vec<String> = RangeKind::ALL
            .into_iter()
            .zip(families)
            .filter_map(|(kind, families)| {
                Some(format!("{} have {}", kind.key(), words(families?)))
            })
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let message = format!(
            "{}, and ipFamilies is the same for all ranges of a Shoot",
            listed(&words)
        );
        let differs = RangeKind::ALL
            .into_iter()
            .zip(families)
            .find(|(_, families)| families.is_some_and(|families| families != first))
            .map_or(RangeKind::Nodes, |(kind, _)| kind);
        let place = setting_place(context.plan, shoot.node, range_field(differs));
        let mut finding = Finding::new("not-expressible", Severity::Warning, place, message)
            .help("give all three ranges the same families");
        finding.subject = shoot.node;
        finding
    });
}

/// The families that a range asks for; nothing where it asks for none.
fn families_of(subject: &Subject<'_>, kind: RangeKind) -> Option<Families> {
    let asks = |family| {
        subject
            .shoot
            .ask(kind, family)
            .is_some_and(|ask| !matches!(ask.base, Base::Custom | Base::Absent))
    };
    let custom = Family::BOTH.into_iter().any(|family| {
        let ask = subject.shoot.ask(kind, family);
        ask.is_some_and(|ask| ask.base == Base::Custom)
    });
    Families::of(asks(Family::V4), asks(Family::V6)).filter(|_| !custom)
}

const fn words(mode: Families) -> &'static str {
    match mode {
        Families::Ipv4Only => "IPv4",
        Families::Ipv6Only => "IPv6",
        Families::DualStack => "both families",
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    const CODE: &str = "not-expressible";

    #[test]
    fn keywords_with_their_substitutes() {
        check(
            CODE,
            "provider: aws\nshoots: [{name: a, nodes: v6private/64, pods: \"2001:db8::/64\", services: custom}]\n",
            &[
                "warning: nodes: a manifest for aws has no words for v6private; nearest is v6global, with an IPAM pool where the prefix must be yours",
                "warning: pods: a manifest for aws has no words for an IPv6 prefix; nearest is v6global in a VPC block that has the /56 and an ipv6-ipam-pool",
                "warning: services: a manifest for aws has no words for custom; nearest is v6fromNode: there is no equivalent with IPv6",
            ],
        );
        check(
            CODE,
            "shoots: [{name: a, nodes: v6private/64, pods: custom}]\n",
            &[],
        );
    }

    #[test]
    fn ranges_with_different_families() {
        let plan = |provider: &str, pods: &str| {
            format!("provider: {provider}\nshoots: [{{name: a, nodes: v6global, pods: {pods}}}]\n")
        };
        check(
            CODE,
            &plan("aws", "[v4private, v6fromNode]"),
            &[
                "warning: nodes have IPv6 and pods have both families, and ipFamilies is the same for all ranges of a Shoot",
            ],
        );
        check(CODE, &plan("aws", "[nov4, v6global]"), &[]);
        check(CODE, &plan("generic", "[v4private, v6global]"), &[]);
    }
}
