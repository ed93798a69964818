//! `provider-fixed`: a prefix in the plan that the provider will choose otherwise.

use super::super::provider::profile_of;
use super::super::words::{block_text, called};
use super::super::{Check, Context, Report, Rule};
use crate::addr::Family;
use crate::diag::{Finding, Severity};
use crate::engine::picks;
use crate::plan::{Field, Kind, Meaning};
use crate::profile::{HandedOver, Profile};
use crate::source::{NodeId, Place, Source};

const CODE: &str = "provider-fixed";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "the plan shows an IPv6 prefix for a VPC, and the provider picks another",
    why: "A plan can say which prefix a VPC has only where the infrastructure takes one: on AWS from an IPAM pool that \
          has it. Otherwise Amazon picks a /56 of its own when the VPC is made, and it stays for good. The lengths of the \
          plan hold all the same; the addresses that it shows never come to be, nor do the ranges cut out of them.",
    bad: "trellis: 1\nprovider: aws\nvpcs:\n  - {name: a, v6: \"2a00:1000::/56\"}\n",
    good: "trellis: 1\nprovider: aws\nmanifest-fields: {ipv6-ipam-pool: ipam-pool-0123456789abcdef0}\nvpcs:\n  - {name: a, v6: \"2a00:1000::/56\"}\n",
    covers: &["g-A6", "a-2.2"],
    sources: &[Source {
        title: "gardener-extension-provider-aws: docs/usage/ipv6.md",
        url: "https://github.com/gardener/gardener-extension-provider-aws/blob/master/docs/usage/ipv6.md",
    }],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    check_below(context, node, report);
    let plan = context.plan;
    let written = matches!(plan.network(node, Family::V6), Some(Meaning::Prefix(_)));
    if plan.kind(node) != Kind::Vpc || !written {
        return;
    }
    // What an infrastructure has given already is as it is written.
    let is_there = matches!(plan.text(node, Field::State), Some("assigned" | "retired"));
    if is_there || !picks(plan, node, context.evaluation.settings(node)) {
        return;
    }
    report.add(Severity::Warning, || {
        let profile = profile_of(context, node);
        let message = format!(
            "{} has {} here, and {} picks another: only the length will be so",
            called(plan, node),
            block_text(plan, context.evaluation, node, Family::V6),
            profile.title
        );
        finding(profile, (node, Severity::Warning), message)
    });
}

/// VPCs that get their prefix out of a block's are told once, there.
fn check_below(context: &Context<'_>, block: NodeId, report: &mut Report<'_>) {
    let facts = context.evaluation.facts();
    if facts.picked(block).next().is_none() {
        return;
    }
    report.add(Severity::Advice, || {
        let plan = context.plan;
        let order = |node: &NodeId| context.evaluation.order(*node);
        let first = facts
            .picked(block)
            .min_by_key(order)
            .expect("invariant: there is one");
        let profile = profile_of(context, first);
        let more = match facts.picked(block).count() {
            1 => String::new(),
            number => format!(" and {} more", number - 1),
        };
        let message = format!(
            "{}{more} have prefixes out of {} {} here, and {} picks others: only their lengths will be so",
            called(plan, first),
            called(plan, block),
            block_text(plan, context.evaluation, block, Family::V6),
            profile.title
        );
        finding(profile, (block, Severity::Advice), message)
    });
}

fn finding(
    profile: &'static Profile,
    (node, severity): (NodeId, Severity),
    message: String,
) -> Finding {
    let handed_over = &profile.cluster.handed_over;
    let help = match handed_over.value {
        HandedOver::WithIpamPool => {
            "say the IPAM pool that has it (manifest-fields: {ipv6-ipam-pool: …}), or, where the VPC is there already, \
             write what it was given with `state: assigned`"
        }
        HandedOver::Never | HandedOver::Always | HandedOver::WithExplicitRanges => {
            "count on lengths alone; what the VPC was given can be written once it is there, with `state: assigned`"
        }
    };
    let place = Place::field(node, Field::V6.key());
    let mut finding = Finding::new(CODE, severity, place, message).help(help);
    finding.sources.push(profile.source(handed_over));
    finding
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    const CODE: &str = super::CODE;

    #[test]
    fn what_amazon_picks() {
        let vpc = |provider: &str, fields: &str| {
            format!(
                "provider: {provider}\nregions: [{{name: r, v6: \"2001:db8::/36\", vpcs: [{{name: v, {fields}}}]}}]\n"
            )
        };
        let found = "`r/v` has 2001:db8::/56 here, and Gardener on AWS picks another: only the length will be so";
        let below = "have prefixes out of `r` 2001:db8::/36 here, and Gardener on AWS picks others: only their lengths will be so";
        check(
            CODE,
            &vpc("aws", "v6: /56"),
            &[&format!("advice: `r/v` {below}")],
        );
        check(
            CODE,
            &vpc("aws", "v6: /56}, {name: w, v6: /56"),
            &[&format!("advice: `r/v` and 1 more {below}")],
        );
        check(
            CODE,
            &vpc("aws", "v6: \"2001:db8::/56\""),
            &[&format!("warning: {found}")],
        );
        check(
            CODE,
            &vpc("aws", "v6: \"2001:db8::/56\", state: assigned"),
            &[],
        );
        check(
            CODE,
            &vpc("aws", "v6: /56, manifest-fields: {vpc-id: vpc-1}"),
            &[],
        );
        check(
            CODE,
            &vpc(
                "aws",
                "v6: /56, manifest-fields: {ipv6-ipam-pool: ipam-pool-1}",
            ),
            &[],
        );
        check(CODE, &vpc("generic", "v6: /56"), &[]);
        check(CODE, "provider: aws\nvpcs: [{name: v, v6: /56}]\n", &[]);
    }
}
