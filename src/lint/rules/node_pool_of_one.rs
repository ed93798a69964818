//! `node-pool-of-one`: a pod range that is as large as one node's.

use super::super::mends::{fitting_mask, mask_field, set_mask};
use super::super::words::{counted, setting_place};
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::{Count, Family, Length};
use crate::diag::{Finding, Severity};
use crate::engine::{PodAllocator, Shoot};
use crate::plan::{Field, RangeKind};
use crate::source::Source;

const CODE: &str = "node-pool-of-one";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "the pods of the whole cluster have room for one node",
    why: "Where the pod range of the cluster and that of a node have one length, the first node takes all of it. Every \
          other node joins and never gets a podCIDR. It is an easy mistake with IPv6: a /64 for pods looks endless, and \
          the node mask is 64 where nothing is said. Both numbers stay for the life of a cluster.",
    bad: "trellis: 1\nshoots:\n  - {name: a, pods: \"v6:/64\"}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, pods: \"v6:/64\", node-mask-v6: 76}\n",
    covers: &["g-K4", "k-N11", "k-C2"],
    sources: &[
        Source {
            title: "kubernetes: pkg/controller/nodeipam/ipam/cidrset/cidr_set.go, NewCIDRSet",
            url: "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/nodeipam/ipam/cidrset/cidr_set.go",
        },
        Source {
            title: "kubernetes: cmd/kube-controller-manager/app/core.go, setNodeCIDRMaskSizes: 24 and 64 by default",
            url: "https://github.com/kubernetes/kubernetes/blob/master/cmd/kube-controller-manager/app/core.go",
        },
    ],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    for family in Family::BOTH {
        if let Some(pool) = pool_of_one(&subject.shoot, subject.truth.allocator, family) {
            check_pool(context, &subject.shoot, pool, report);
        }
    }
}

/// The pod range of a family, if it is as long as a node's.
fn pool_of_one(shoot: &Shoot<'_>, allocator: PodAllocator, family: Family) -> Option<Length> {
    let mask = match allocator {
        PodAllocator::Range => shoot.pod_range_bits(family)?,
        PodAllocator::Cni if shoot.cni() == "cilium" => shoot.said_mask(family)?,
        PodAllocator::Cni | PodAllocator::Cloud | PodAllocator::External | PodAllocator::None => {
            return None;
        }
    };
    let pool = shoot.range(RangeKind::Pods, family)?.length?;
    (pool.bits() == mask).then_some(pool)
}

fn check_pool(context: &Context<'_>, shoot: &Shoot<'_>, pool: Length, report: &mut Report<'_>) {
    let family = pool.family();
    let wanted = shoot.wanted_nodes().filter(|&nodes| nodes > Count::ONE);
    let severity = match wanted {
        Some(_) => Severity::Error,
        None => Severity::Warning,
    };
    report.add(severity, || {
        let room = format!("pods {pool} are one node's pod range, so there is room for 1 node");
        let message = match wanted {
            Some(wanted) => format!("{room}, and {} are to come", counted(wanted, "node")),
            None => room,
        };
        let place = setting_place(context.plan, shoot.node, Field::Pods);
        let finding = Finding::new(CODE, severity, place, message).about(shoot.node);
        let field = mask_field(family).key();
        match fitting_mask(shoot, family, pool) {
            Some(mask) => {
                let room = Count::power_of_two(u32::from(mask - pool.bits())).unwrap_or(Count::MAX);
                finding
                    .help(format!(
                        "set `{field}` to {mask} for {}, or give pods a larger range",
                        counted(room, "node")
                    ))
                    .fix(set_mask(shoot, family, mask))
            }
            None => finding.help("give pods a larger range"),
        }
    });
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;
    use super::CODE;

    fn check(fields: &str, expected: &[&str]) {
        testing::check_shoot(CODE, fields, expected);
    }

    #[test]
    fn room_for_one() {
        check(
            "pods: \"v6:/64\"",
            &["warning: pods /64 are one node's pod range, so there is room for 1 node"],
        );
        check(
            "pods: \"v6:/64\", max-nodes: 1",
            &["warning: pods /64 are one node's pod range, so there is room for 1 node"],
        );
        check(
            "pods: \"v6:/64\", max-nodes: 5",
            &[
                "error: pods /64 are one node's pod range, so there is room for 1 node, and 5 nodes are to come",
            ],
        );
        check(
            "pods: 10.0.0.0/24, max-nodes: 2",
            &[
                "error: pods /24 are one node's pod range, so there is room for 1 node, and 2 nodes are to come",
            ],
        );
        check("pods: \"v6:/64\", node-mask-v6: 80", &[]);
        check("pods: \"v6:/63\"", &[]);
    }

    #[test]
    fn other_allocators() {
        check("pods: \"v6:/64\", allocator: cloud", &[]);
        check("pods: \"v6:/64\", node-mask-v6: 64, allocator: cni", &[]);
        check(
            "pods: \"v6:/64\", node-mask-v6: 64, allocator: cni, cni: cilium",
            &["warning: pods /64 are one node's pod range, so there is room for 1 node"],
        );
        check(
            "provider: aws, nodes: v6global/64+prefix/80, pods: v6fromNode",
            &[],
        );
    }

    #[test]
    fn mends() {
        testing::check_fixes(CODE, "pods: \"v6:/64\"", &["node-mask-v6 = 72"]);
        testing::check_fixes(
            CODE,
            "pods: \"v6:/64\", max-nodes: 5000",
            &["node-mask-v6 = 80"],
        );
        testing::check_fixes(CODE, "pods: 10.0.0.0/24", &[]);
    }
}
