//! `nodeipam-mask-outside`: a pod range that its pool cannot hold, or that its family does not have.

use super::super::mends::{fitting_mask, mask_field, set_mask};
use super::super::words::setting_place;
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::Family;
use crate::diag::{Finding, Severity};
use crate::engine::{NODEIPAM_BITS, PodAllocator, Shoot};
use crate::plan::{Field, RangeKind};
use crate::source::Source;

const CODE: &str = "nodeipam-mask-outside";
/// What `NewNodeIpamController` answers (k N1).
const SHORTER: &str = "Controller: Invalid --cluster-cidr, mask size of cluster CIDR must be less than or equal to \
                       --node-cidr-mask-size configured for CIDR family";
/// What `NewCIDRSet` answers where the mask is beyond the family and more than 16 bits beyond the pool (k N2).
const TOO_BIG: &str = "New CIDR set failed; the node CIDR size is too big";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "a node's pod range is larger than the pool, or longer than an address",
    why: "kube-controller-manager cuts one pod range a node out of the pod range of the cluster, so it does not start \
          where a node's is the larger one. That happens by itself: the IPv6 mask is 64 where nothing is said, and pods \
          may have a /72. A mask beyond 32 or 128 is taken, and nodes get `<nil>` as their podCIDR, which the API \
          refuses; they stay without pods. Gardener compares the two numbers nowhere.",
    bad: "trellis: 1\nshoots:\n  - {name: a, pods: \"v6:/72\"}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, pods: \"v6:/72\", node-mask-v6: 84}\n",
    covers: &["g-K2", "k-N1", "k-N3", "k-C2"],
    sources: &[
        Source {
            title: "kubernetes: pkg/controller/nodeipam/node_ipam_controller.go, NewNodeIpamController",
            url: "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/nodeipam/node_ipam_controller.go",
        },
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
    if subject.truth.allocator != PodAllocator::Range {
        return;
    }
    for family in Family::BOTH {
        check_family(context, &subject.shoot, family, report);
    }
}

fn check_family(context: &Context<'_>, shoot: &Shoot<'_>, family: Family, report: &mut Report<'_>) {
    let pool = shoot
        .range(RangeKind::Pods, family)
        .and_then(|range| range.length);
    let Some(mask) = shoot.pod_range_bits(family) else {
        return;
    };
    if mask > family.width() {
        report.add(Severity::Error, || {
            let message = format!(
                "a node's pod range is a /{mask}, and an {family} address has {} bits",
                family.width()
            );
            let finding = Finding::new(
                CODE,
                Severity::Error,
                place(context, shoot, family),
                message,
            )
            .about(shoot.node);
            let too_big = pool.is_some_and(|pool| mask - pool.bits() > NODEIPAM_BITS);
            let finding = if too_big && family == Family::V6 {
                finding.refused("kube-controller-manager (node IPAM), at start", TOO_BIG)
            } else {
                finding
            };
            mend(shoot, family, finding)
        });
    } else if let Some(pool) = pool.filter(|pool| mask < pool.bits()) {
        report.add(Severity::Error, || {
            let why = if shoot.said_mask(family).is_some() {
                ""
            } else {
                ", the default,"
            };
            let message = format!("a node's pod range of /{mask}{why} is larger than pods {pool}");
            let finding = Finding::new(
                CODE,
                Severity::Error,
                place(context, shoot, family),
                message,
            )
            .about(shoot.node)
            .refused("kube-controller-manager (node IPAM), at start", SHORTER);
            mend(shoot, family, finding)
        });
    }
}

/// The mask where one is said, else the pods.
fn place(context: &Context<'_>, shoot: &Shoot<'_>, family: Family) -> crate::source::Place {
    let field = match shoot.said_mask(family) {
        Some(_) => mask_field(family),
        None => Field::Pods,
    };
    setting_place(context.plan, shoot.node, field)
}

fn mend(shoot: &Shoot<'_>, family: Family, finding: Finding) -> Finding {
    let field = mask_field(family).key();
    let pool = shoot
        .range(RangeKind::Pods, family)
        .and_then(|range| range.length);
    match pool.and_then(|pool| fitting_mask(shoot, family, pool)) {
        Some(mask) => finding
            .help(format!(
                "set `{field}` to {mask}, or give pods a larger range"
            ))
            .fix(set_mask(shoot, family, mask)),
        None => finding.help(format!(
            "set `{field}` to a length between those of the pods and of an address"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;
    use super::{CODE, SHORTER, TOO_BIG};

    fn check(fields: &str, expected: &[&str]) {
        testing::check_shoot(CODE, fields, expected);
    }

    #[test]
    fn shorter_than_the_pool() {
        check(
            "pods: \"v6:/72\"",
            &["error: a node's pod range of /64, the default, is larger than pods /72"],
        );
        check(
            "pods: \"v6:/72\", node-mask-v6: 71",
            &["error: a node's pod range of /71 is larger than pods /72"],
        );
        check("pods: \"v6:/72\", node-mask-v6: 72", &[]);
        check(
            "pods: 10.0.0.0/25",
            &["error: a node's pod range of /24, the default, is larger than pods /25"],
        );
        check("pods: 10.0.0.0/25, node-mask-v4: 28", &[]);
        check("pods: \"v6:/72\", allocator: cni", &[]);
        check("nodes: v6global/64+prefix/80, pods: v6fromNode", &[]);
    }

    #[test]
    fn longer_than_the_family() {
        check(
            "pods: \"v6:/120\", node-mask-v6: 129",
            &["error: a node's pod range is a /129, and an IPv6 address has 128 bits"],
        );
        check(
            "pods: 10.0.0.0/16, node-mask-v4: 33",
            &["error: a node's pod range is a /33, and an IPv4 address has 32 bits"],
        );
    }

    #[test]
    fn words_and_mends() {
        testing::check_literal(CODE, "pods: \"v6:/72\"", Some(SHORTER));
        testing::check_literal(CODE, "pods: \"v6:/120\", node-mask-v6: 129", None);
        testing::check_literal(CODE, "pods: \"v6:/64\", node-mask-v6: 129", Some(TOO_BIG));
        testing::check_literal(CODE, "pods: 10.0.0.0/8, node-mask-v4: 33", None);
        testing::check_fixes(CODE, "pods: \"v6:/72\"", &["node-mask-v6 = 80"]);
        testing::check_fixes(
            CODE,
            "pods: \"v6:/72\", max-nodes: 5000",
            &["node-mask-v6 = 88"],
        );
        testing::check_fixes(CODE, "pods: \"v6:/124\"", &[]);
        testing::check_fixes(
            CODE,
            "pods: 10.0.0.0/20, node-mask-v4: 16",
            &["node-mask-v4 = 24"],
        );
    }
}
