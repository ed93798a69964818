//! `provider-quota`: more of something than the provider gives until someone asks.

use super::super::words::called;
use super::super::{Check, Context, Report, Rule};
use crate::addr::Count;
use crate::diag::{Finding, Severity};
use crate::engine::Usage;
use crate::plan::{Kind, Plan};
use crate::profile::{Fact, Limited, Profile, Quota};
use crate::source::{NodeId, Place, Source};

const CODE: &str = "provider-quota";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "more VPCs, subnets, addresses or routes than the provider gives until someone asks",
    why: "Clouds limit what an account has: VPCs of a region, subnets of a VPC, addresses in it, routes. Most limits go up \
          on request, and an answer takes days, so it is better to have asked before the sixth VPC fails to appear; a few \
          end somewhere for good. What is planned is counted with every `count`, and the quota with one account in mind: \
          several accounts, or projects, have as many quotas. What reserves would need on top is advice.",
    bad: "trellis: 1\nprovider: aws\nvpcs:\n  - {name: a, count: 6, v4: /16}\n",
    good: "trellis: 1\nprovider: aws\nvpcs:\n  - {name: a, count: 5, v4: /16}\n",
    covers: &["a-2.1", "a-2.1"],
    sources: &[Source {
        title: "Gardener: what its clusters need of a cloud account",
        url: "https://github.com/gardener/gardener-extension-provider-aws/blob/master/docs/usage/usage.md",
    }],
    check: Check::Node(check),
};

fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let facts = context.evaluation.facts();
    for (provider, limited, usage) in facts.usage(node) {
        let Some(profile) = context.evaluation.profiles().find(provider) else {
            continue;
        };
        if let Some(quota) = profile.quota(limited) {
            let about = About {
                plan: context.plan,
                node,
                profile,
                limited,
                quota,
            };
            about.check(usage, report);
        }
    }
}

/// A quota, and where it is taken from.
struct About<'p> {
    plan: &'p Plan,
    node: NodeId,
    profile: &'static Profile,
    limited: Limited,
    quota: &'static Fact<Quota>,
}

impl About<'_> {
    fn check(&self, usage: Usage, report: &mut Report<'_>) {
        // One cluster alone is compared with its routes by `nodes-exceed-room`.
        if self.limited == Limited::RoutesPerNetwork && usage.takers <= Count::ONE {
            return;
        }
        let limit = Count::from(self.quota.value.limit);
        let most = self.quota.value.most().map(Count::from);
        let severity = if most.is_some_and(|most| usage.planned > most) {
            Severity::Error
        } else if usage.planned > limit {
            Severity::Warning
        } else if usage.reserved > limit {
            Severity::Advice
        } else {
            return;
        };
        report.add(severity, || self.finding(usage, severity));
    }

    fn finding(&self, usage: Usage, severity: Severity) -> Finding {
        let quota = self.quota.value;
        let title = &self.profile.title;
        let limit = Count::from(quota.limit);
        let what = |count: Count| format!("{count} {}", self.word(count == Count::ONE));
        let place = self.place();
        let takes = match severity {
            Severity::Advice => format!(
                "{} with what is reserved, {} without",
                what(usage.reserved),
                usage.planned
            ),
            Severity::Warning | Severity::Error => what(usage.planned),
        };
        let gives = match quota.most() {
            Some(most) if most == quota.limit => format!("{title} gives {limit}, for good"),
            Some(most) => format!(
                "{title} gives {limit}, and {} on request at most",
                Count::from(most)
            ),
            None => format!("{title} gives {limit} until someone asks"),
        };
        let message = format!("{takes} {place}, and {gives}");
        let mut finding =
            Finding::new(CODE, severity, Place::node(self.node), message).help(match severity {
                Severity::Error => "spread it over more of them, or over several accounts",
                Severity::Warning | Severity::Advice => {
                    "ask for more before they are needed, or spread it over several accounts"
                }
            });
        finding.sources.push(self.profile.source(self.quota));
        finding
    }

    const fn word(&self, one: bool) -> &'static str {
        match (self.limited, one) {
            (Limited::VpcsPerRegion, true) => "VPC",
            (Limited::VpcsPerRegion, false) => "VPCs",
            (Limited::SubnetsPerVpc, true) => "subnet",
            (Limited::SubnetsPerVpc, false) => "subnets",
            (Limited::AddressesPerVpc, true) => "address",
            (Limited::AddressesPerVpc, false) => "addresses",
            (Limited::RoutesPerTable | Limited::RoutesPerNetwork, true) => "route",
            (Limited::RoutesPerTable | Limited::RoutesPerNetwork, false) => "routes",
            (Limited::NodesPerCluster, true) => "node",
            (Limited::NodesPerCluster, false) => "nodes",
        }
    }

    /// "in a region", "in the VPC `a`".
    fn place(&self) -> String {
        let name = called(self.plan, self.node);
        match self.plan.kind(self.node) {
            Kind::Plan => "outside of any region".to_owned(),
            Kind::Region => format!("in the region {name}"),
            Kind::Vpc => format!("in the VPC {name}"),
            Kind::Zone | Kind::Block | Kind::Shoot => format!("in {name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    const CODE: &str = super::CODE;

    #[test]
    fn vpcs_of_a_region_with_every_count() {
        let plan = |count: u32, reserve: u32, provider: &str| {
            format!(
                "provider: {provider}\nregions:\n- name: r\n  blocks: [{{name: b, count: 2, vpcs: [{{name: v, count: {count}, reserve: {reserve}}}]}}]\n  vpcs: [{{name: one}}]\n"
            )
        };
        check(CODE, &plan(2, 0, "aws"), &[]);
        check(
            CODE,
            &plan(3, 0, "aws"),
            &["warning: 7 VPCs in the region `r`, and Gardener on AWS gives 5 until someone asks"],
        );
        check(
            CODE,
            &plan(2, 1, "aws"),
            &[
                "advice: 7 VPCs with what is reserved, 5 without in the region `r`, and Gardener on AWS gives 5 until someone asks",
            ],
        );
        check(CODE, &plan(3, 0, "generic"), &[]);
    }

    #[test]
    fn subnets_and_addresses_of_a_vpc() {
        let plan = |count: u32, fields: &str| {
            format!(
                "provider: aws\nvpcs: [{{name: v, shoots: [{{name: a, count: {count}, node-zones: [x, y, z], {fields}}}]}}]\n"
            )
        };
        check(CODE, &plan(22, "note: x"), &[]);
        check(
            CODE,
            &plan(23, "note: x"),
            &[
                "warning: 207 subnets in the VPC `v`, and Gardener on AWS gives 200 until someone asks",
            ],
        );
        // A node has an address of each family and a /80: three of 64,000.
        let both = "nodes: [10.0.0.0/8, v6global/64+prefix/80], max-nodes";
        check(CODE, &plan(1, &format!("{both}: 21330")), &[]);
        check(
            CODE,
            &plan(1, &format!("{both}: 21331")),
            &[
                "warning: 64,002 addresses in the VPC `v`, and Gardener on AWS gives 64,000, and 256,000 on request at most",
            ],
        );
        check(
            CODE,
            &plan(1, &format!("{both}: 90000")),
            &[
                "error: 270,009 addresses in the VPC `v`, and Gardener on AWS gives 64,000, and 256,000 on request at most",
            ],
        );
    }
}
