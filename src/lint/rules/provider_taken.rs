//! `provider-taken`: addresses that the provider uses itself.

use super::super::prefixes::has_role;
use super::super::provider::profile_of;
use super::super::words::{called, network_field, setting_place};
use super::super::{Check, Context, Report, Rule};
use crate::addr::{Family, Prefix};
use crate::diag::{Finding, Severity};
use crate::engine::{Origin, Shoot, range_field};
use crate::plan::{Kind, Meaning, RangeKind};
use crate::profile::{Fact, Profile, Taken, Touching};
use crate::source::{NodeId, Place, Source};

pub(super) static RULE: Rule = Rule {
    code: "provider-taken",
    summary: "a range has addresses that the provider uses itself",
    why: "Some addresses are a cloud's own: Alibaba's services have 100.64.0.0/10, where clusters elsewhere have their pods and \
          services; Google's health checks and Azure's DNS come from fixed addresses. Where the extension knows, it refuses \
          the manifest. Where nobody checks, packets for the cloud stay in the cluster, and that is hard to find.",
    bad: "trellis: 1\nprovider: alicloud\nnode-zones: [cn-hangzhou-b]\nshoots:\n  - {name: a, nodes: v4private, pods: 100.96.0.0/11, services: v4private}\n",
    good: "trellis: 1\nprovider: alicloud\nnode-zones: [cn-hangzhou-b]\nshoots:\n  - {name: a, nodes: v4private, pods: v4private, services: v4private}\n",
    covers: &["g-L1", "a-2.1"],
    sources: &[Source {
        title: "gardener-extension-provider-alicloud: pkg/apis/alicloud/validation/shoot.go, ValidateNetworking",
        url: "https://github.com/gardener/gardener-extension-provider-alicloud/blob/master/pkg/apis/alicloud/validation/shoot.go",
    }],
    check: Check::Node(check),
};

/// What is written is compared: a shoot's range that touches, and a block that lies in what is taken, so that everything
/// in it would.
fn check(context: &Context<'_>, node: NodeId, report: &mut Report<'_>) {
    let profile = profile_of(context, node);
    if profile.taken.is_empty() {
        return;
    }
    match context.plan.kind(node) {
        Kind::Plan => {}
        Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => {
            check_block(context, node, profile, report);
        }
        Kind::Shoot => check_shoot(context, node, profile, report),
    }
}

fn check_block(
    context: &Context<'_>,
    node: NodeId,
    profile: &'static Profile,
    report: &mut Report<'_>,
) {
    // A translator's prefix is what the provider means: `nat64-prefix` judges it.
    if has_role(context.plan, node, &["nat64"]) {
        return;
    }
    for family in Family::BOTH {
        let Some(Meaning::Prefix(prefix)) = context.plan.network(node, family) else {
            continue;
        };
        let Some(fact) = first(profile, |taken| taken.covers(*prefix)) else {
            continue;
        };
        report.add(severity(fact), || {
            let block = called(context.plan, node);
            let message = format!(
                "{block} {prefix} lies in {}, which {} {}",
                fact.value.prefix,
                profile.name,
                refusal(fact)
            );
            let place = Place::field(node, network_field(family).key());
            let finding = Finding::new("provider-taken", severity(fact), place, message);
            because(finding, profile, fact).help("choose a prefix elsewhere")
        });
    }
}

fn check_shoot(
    context: &Context<'_>,
    node: NodeId,
    profile: &'static Profile,
    report: &mut Report<'_>,
) {
    let shoot = context.shoot(node);
    for kind in RangeKind::ALL {
        for family in Family::BOTH {
            let Some(range) = shoot.range(kind, family) else {
                continue;
            };
            let Some(prefix) = range.written else {
                continue;
            };
            let Some(fact) = first(profile, |taken| taken.overlaps(prefix)) else {
                continue;
            };
            report.add(severity(fact), || {
                let default = match range.origin {
                    Origin::Default => " (v4private)",
                    _ => "",
                };
                let message = format!(
                    "{} {prefix}{default} touch {}, which {} {}",
                    kind.key(),
                    fact.value.prefix,
                    profile.name,
                    refusal(fact)
                );
                let place = setting_place(context.plan, node, range_field(kind));
                let finding = Finding::new("provider-taken", severity(fact), place, message);
                because(finding.about(node), profile, fact).help(elsewhere(&shoot, kind, family))
            });
        }
    }
}

fn first(
    profile: &'static Profile,
    meets: impl Fn(Prefix) -> bool,
) -> Option<&'static Fact<Taken>> {
    profile.taken.iter().find(|fact| meets(fact.value.prefix))
}

const fn severity(fact: &Fact<Taken>) -> Severity {
    match fact.value.touching {
        Touching::Refused => Severity::Error,
        Touching::Hurts => Severity::Warning,
    }
}

const fn refusal(fact: &Fact<Taken>) -> &'static str {
    match fact.value.touching {
        Touching::Refused => "uses itself and refuses in a cluster",
        Touching::Hurts => "uses itself",
    }
}

fn because(mut finding: Finding, profile: &'static Profile, fact: &'static Fact<Taken>) -> Finding {
    finding.sources.push(profile.source(fact));
    finding
}

fn elsewhere(shoot: &Shoot<'_>, kind: RangeKind, family: Family) -> String {
    match family {
        Family::V4 => {
            let private = shoot.profile.cluster.private_v4.value.of(kind);
            format!("choose a prefix elsewhere, such as {private} (v4private)")
        }
        Family::V6 => "choose a prefix elsewhere".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check;

    const CODE: &str = "provider-taken";

    #[test]
    fn a_translator_has_its_own_prefix() {
        let block = |role: &str| {
            format!("provider: aws\nblocks: [{{name: nat, v6: \"64:ff9b::/96\"{role}}}]\n")
        };
        let taken = "warning: `nat` 64:ff9b::/96 lies in 64:ff9b::/96, which aws uses itself";
        check(CODE, &block(""), &[taken]);
        check(CODE, &block(", role: nat64"), &[]);
    }

    #[test]
    fn what_is_refused_and_what_hurts() {
        let shoot = |provider: &str, fields: &str| {
            format!("provider: {provider}\nshoots: [{{name: a, {fields}}}]\n")
        };
        check(
            CODE,
            &shoot("alicloud", "pods: 100.96.0.0/11, services: 100.64.0.0/13"),
            &[
                "error: pods 100.96.0.0/11 touch 100.64.0.0/10, which alicloud uses itself and refuses in a cluster",
                "error: services 100.64.0.0/13 touch 100.64.0.0/10, which alicloud uses itself and refuses in a cluster",
            ],
        );
        check(CODE, &shoot("alicloud", "pods: v4private"), &[]);
        check(CODE, &shoot("aws", "pods: 100.96.0.0/11"), &[]);
        check(
            CODE,
            &shoot("gcp", "nodes: 35.190.0.0/15"),
            &["warning: nodes 35.190.0.0/15 touch 35.191.0.0/16, which gcp uses itself"],
        );
        check(
            CODE,
            &shoot("local", "pods: \"fd00:10:1::/48\""),
            &[
                "error: pods fd00:10:1::/48 touch fd00:10:1::/56, which local uses itself and refuses in a cluster",
            ],
        );
    }

    #[test]
    fn a_block_that_lies_in_it() {
        let plan = |v4: &str| format!("provider: alicloud\nvpcs: [{{name: a, v4: {v4}}}]\n");
        check(
            CODE,
            &plan("100.100.0.0/16"),
            &[
                "error: `a` 100.100.0.0/16 lies in 100.64.0.0/10, which alicloud uses itself and refuses in a cluster",
            ],
        );
        check(CODE, &plan("100.0.0.0/8"), &[]);
        check(CODE, &plan("10.0.0.0/8"), &[]);
    }
}
