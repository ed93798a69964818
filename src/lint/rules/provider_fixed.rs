//! `provider-fixed`: a prefix in the plan that the provider will choose otherwise.

use super::super::provider::profile_of;
use super::super::words::{block_text, called};
use super::super::{Check, Context, Report, Rule};
use crate::addr::Family;
use crate::diag::{Finding, Severity};
use crate::engine::manifest_field;
use crate::plan::{Field, Kind, Meaning, Plan};
use crate::profile::HandedOver;
use crate::source::{NodeId, Place, Source};

const CODE: &str = "provider-fixed";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "the plan shows an IPv6 prefix for a VPC, and the provider picks another",
    why: "A plan can say which prefix a VPC has only where the infrastructure takes one: on AWS from an IPAM pool that \
          has it. Otherwise Amazon picks a /56 of its own when the VPC is made, and it stays for good. The lengths of the \
          plan hold all the same; the addresses that it shows never come to be, nor do the ranges cut out of them.",
    bad: "trellis: 1\nprovider: aws\nvpcs:\n  - {name: a, v6: \"2001:db8:1000::/56\"}\n",
    good: "trellis: 1\nprovider: aws\nmanifest-fields: {ipv6-ipam-pool: ipam-pool-0123456789abcdef0}\nvpcs:\n  - {name: a, v6: \"2001:db8:1000::/56\"}\n",
    covers: &["g-A6"],
    sources: &[Source {
        title: "gardener-extension-provider-aws: docs/usage/ipv6.md",
        url: "https://github.com/gardener/gardener-extension-provider-aws/blob/master/docs/usage/ipv6.md",
    }],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let plan = context.plan;
    if plan.kind(node) != Kind::Vpc {
        return;
    }
    let written = match plan.network(node, Family::V6) {
        Some(Meaning::Prefix(_)) => true,
        Some(Meaning::Length(_)) => false,
        _ => return,
    };
    let profile = profile_of(context, node);
    let handed_over = &profile.cluster.handed_over;
    let with_pool = match handed_over.value {
        HandedOver::Always | HandedOver::WithExplicitRanges => return,
        HandedOver::WithIpamPool => true,
        HandedOver::Never => false,
    };
    let said = |key| manifest_field(plan, node, &[key]).is_some();
    // What an infrastructure has given already, and what a person has made, are as they are written.
    let is_there = written && matches!(plan.text(node, Field::State), Some("assigned" | "retired"))
        || said("vpc-id");
    if is_there || with_pool && said("ipv6-ipam-pool") {
        return;
    }
    if !has_address(plan, node) {
        return;
    }
    let severity = if written {
        Severity::Warning
    } else {
        Severity::Advice
    };
    report.add(severity, || {
        let shown = block_text(plan, context.evaluation, node, Family::V6);
        let message = format!(
            "{} has {shown} here, and {} picks another: only the length will be so",
            called(plan, node),
            profile.title
        );
        let place = Place::field(node, Field::V6.key());
        let help = if with_pool {
            "say the IPAM pool that has it (manifest-fields: {ipv6-ipam-pool: …}), or, where the VPC is there already, \
             write what it was given with `state: assigned`"
        } else {
            "count on lengths alone; what the VPC was given can be written once it is there, with `state: assigned`"
        };
        let mut finding = Finding::new(CODE, severity, place, message).help(help);
        finding.sources.push(profile.source(handed_over));
        finding
    });
}

/// Whether a prefix is written there or around it, so that addresses are shown.
fn has_address(plan: &Plan, node: NodeId) -> bool {
    plan.chain(node)
        .any(|id| matches!(plan.network(id, Family::V6), Some(Meaning::Prefix(_))))
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
        check(CODE, &vpc("aws", "v6: /56"), &[&format!("advice: {found}")]);
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
