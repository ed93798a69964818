//! `nodeipam-pool-too-large`: more bits between a pool and what is cut out of it than kube nodeipam counts.

use super::super::mends::{mask_bounds, mask_field, set_length, set_mask};
use super::super::words::{bits, counted, setting_place};
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::{Count, Family, Length};
use crate::diag::{Anchor, Finding, Severity};
use crate::engine::{NODEIPAM_BITS, Origin, PodAllocator, Shoot};
use crate::plan::{Field, RangeKind};
use crate::source::Source;

const CODE: &str = "nodeipam-pool-too-large";
/// What `NewCIDRSet` answers (k N2).
const WORDS: &str = "New CIDR set failed; the node CIDR size is too big";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "an IPv6 pool with more than 16 bits for kube nodeipam to count",
    why: "kube-controller-manager keeps a bitmap with one bit for each pod range that it can hand out, and takes 16 \
          bits of IPv6 at most: a /48 for /64s, a /64 for /80s. With more it does not start, in every version. Cilium \
          has the same code in its operator. IPv4 is exempt, and so is a cloud that gives each node its prefix, as \
          long as nobody puts the RangeAllocator in its place. Exactly 16 bits work and make 65,536 nodes; the \
          proposal asks to stay under that. Gardener checks none of this, and neither pods nor node masks can be \
          changed later.",
    bad: "trellis: 1\nshoots:\n  - {name: a, pods: \"v6:/44\", node-mask-v6: 64}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, pods: \"v6:/52\", node-mask-v6: 64}\n",
    covers: &["g-K1", "k-N2", "k-C1", "a-2.2"],
    sources: &[
        Source {
            title: "kubernetes: pkg/controller/nodeipam/ipam/cidrset/cidr_set.go, NewCIDRSet and clusterSubnetMaxDiff",
            url: "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/nodeipam/ipam/cidrset/cidr_set.go",
        },
        Source {
            title: "cilium: pkg/ipam/cidrset/cidr_set.go, NewCIDRSet",
            url: "https://github.com/cilium/cilium/blob/main/pkg/ipam/cidrset/cidr_set.go",
        },
        Source {
            title: "cilium#20756: cluster-pool with an IPv6 /64",
            url: "https://github.com/cilium/cilium/issues/20756",
        },
        Source {
            title: "IPv6 for Gardener: limit all pool sizes to 16 bits",
            url: "https://github.com/gardener/enhancements",
        },
    ],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let shoot = &subject.shoot;
    match subject.truth.allocator {
        PodAllocator::Range => check_range(context, shoot, report),
        PodAllocator::Cni => check_cilium(context, shoot, report),
        PodAllocator::Cloud => check_cloud(context, shoot, report),
        PodAllocator::External | PodAllocator::None => {}
    }
}

/// The IPv6 pod range with a pod range of that many bits in it: pool, and how many bits are between.
fn cut(shoot: &Shoot<'_>, mask: Option<u8>) -> Option<(Length, u8, u8)> {
    let pool = shoot.range(RangeKind::Pods, Family::V6)?.length?;
    let mask = mask.filter(|&mask| mask <= Family::V6.width())?;
    Some((pool, mask, mask.checked_sub(pool.bits())?))
}

fn check_range(context: &Context<'_>, shoot: &Shoot<'_>, report: &mut Report<'_>) {
    let Some((pool, mask, between)) = cut(shoot, shoot.pod_range_bits(Family::V6)) else {
        return;
    };
    if between == NODEIPAM_BITS {
        report.add(Severity::Advice, || {
            let nodes = Count::power_of_two(u32::from(between)).unwrap_or(Count::MAX);
            let message = format!(
                "pods {pool} cut into /{mask} is exactly {}: {} work, and the proposal asks to stay under 16 (\"make \
                 sure that $clusterCidrMask - NodeCidrMaskSize < 16$\")",
                bits(u32::from(between)),
                counted(nodes, "node")
            );
            pods_finding(context, shoot, Severity::Advice, message)
                .help("leave it; no node beyond these can be added later")
        });
    }
    if between > NODEIPAM_BITS {
        report.add(Severity::Error, || {
            let message = too_many(
                &format!("pods {pool} cut into /{mask}"),
                between,
                "kube nodeipam",
            );
            let finding = pods_finding(context, shoot, Severity::Error, message)
                .refused("kube-controller-manager (node IPAM), at start", WORDS);
            mend(shoot, (pool, mask), finding)
        });
    }
}

fn check_cilium(context: &Context<'_>, shoot: &Shoot<'_>, report: &mut Report<'_>) {
    if shoot.cni() != "cilium" {
        return;
    }
    let Some((pool, mask, between)) = cut(shoot, shoot.said_mask(Family::V6)) else {
        return;
    };
    if between > NODEIPAM_BITS {
        report.add(Severity::Error, || {
            let message = too_many(
                &format!("pods {pool} cut into /{mask}"),
                between,
                "Cilium's cluster pool",
            );
            let finding = pods_finding(context, shoot, Severity::Error, message).refused(
                "Cilium's operator (cluster-pool and multi-pool), at start",
                format!("unable to initialize IPv6 allocator: {WORDS}"),
            );
            mend(shoot, (pool, mask), finding)
        });
    }
}

/// A cloud that nobody has described may be left to its controller, and to nothing that counts like nodeipam.
fn check_cloud(context: &Context<'_>, shoot: &Shoot<'_>, report: &mut Report<'_>) {
    if shoot.profile.cluster.gardener.value {
        return;
    }
    let pods = shoot.range(RangeKind::Pods, Family::V6);
    if pods.is_none_or(|pods| matches!(pods.origin, Origin::None | Origin::Custom)) {
        return;
    }
    let (Some(node), Some(pool)) = (
        shoot.node_prefix(Family::V6),
        shoot
            .range(RangeKind::Nodes, Family::V6)
            .and_then(|range| range.length),
    ) else {
        return;
    };
    let Some(between) = node.bits().checked_sub(pool.bits()) else {
        return;
    };
    if between > NODEIPAM_BITS {
        report.add(Severity::Warning, || {
            let message = format!(
                "nodes {pool} cut into {node} is {}, and a RangeAllocator takes {NODEIPAM_BITS}, so this \
                 pool is none for it",
                bits(u32::from(between))
            );
            let place = setting_place(context.plan, shoot.node, Field::Nodes);
            let longest = pool.bits().saturating_add(NODEIPAM_BITS);
            Finding::new(CODE, Severity::Warning, place, message)
                .about(shoot.node)
                .help(format!(
                    "keep it with the cloud's controller, which has no such limit, and waive this with `allow`; or give nodes a prefix of /{longest} or shorter"
                ))
        });
    }
}

fn too_many(what: &str, between: u8, who: &str) -> String {
    format!(
        "{what} is {}, and {who} takes {NODEIPAM_BITS}",
        bits(u32::from(between))
    )
}

fn pods_finding(
    context: &Context<'_>,
    shoot: &Shoot<'_>,
    severity: Severity,
    message: String,
) -> Finding {
    let place = setting_place(context.plan, shoot.node, Field::Pods);
    let finding = Finding::new(CODE, severity, place, message).about(shoot.node);
    match shoot.said_mask(Family::V6) {
        Some(mask) => {
            let place = setting_place(context.plan, shoot.node, mask_field(Family::V6));
            finding.label(Anchor::Place(place), format!("each node gets a /{mask}"))
        }
        None => finding,
    }
}

/// A shorter node mask first, for it keeps the pool; then a longer pool.
fn mend(shoot: &Shoot<'_>, (pool, mask): (Length, u8), finding: Finding) -> Finding {
    let shorter = pool.bits().saturating_add(NODEIPAM_BITS);
    let longer = mask.saturating_sub(NODEIPAM_BITS);
    let (shortest, longest) = mask_bounds(shoot, Family::V6);
    let mut finding = finding.help(format!(
        "give each node a /{shorter}, or pods a /{longer} or longer"
    ));
    if (shortest..=longest).contains(&shorter) {
        finding.fixes.push(set_mask(shoot, Family::V6, shorter));
    }
    let longer = Length::new(Family::V6, longer);
    finding
        .fixes
        .extend(longer.and_then(|longer| set_length(shoot, RangeKind::Pods, Family::V6, longer)));
    finding
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;
    use super::{CODE, WORDS};

    fn check(fields: &str, expected: &[&str]) {
        testing::check_shoot(CODE, fields, expected);
    }

    const EXACTLY: &str = "advice: pods /48 cut into /64 is exactly 16 bits: 65,536 nodes work, and the proposal asks to \
                           stay under 16 (\"make sure that $clusterCidrMask - NodeCidrMaskSize < 16$\")";

    #[test]
    fn the_range_allocator() {
        check("pods: \"v6:/49\"", &[]);
        check("pods: \"v6:/48\"", &[EXACTLY]);
        check(
            "pods: \"v6:/47\"",
            &["error: pods /47 cut into /64 is 17 bits, and kube nodeipam takes 16"],
        );
        check(
            "pods: v6private/64, node-mask-v6: 96",
            &["error: pods /64 cut into /96 is 32 bits, and kube nodeipam takes 16"],
        );
        check("pods: 10.0.0.0/8, node-mask-v4: 28", &[]);
        check("pods: \"v6:/32\", node-mask-v6: 129", &[]);
        check("pods: \"v6:/72\", node-mask-v6: 64", &[]);
        check("pods: [10.0.0.0/8, \"v6:/48\"]", &[EXACTLY]);
    }

    #[test]
    fn other_allocators() {
        let pods = "pods: \"v6:/44\", node-mask-v6: 64";
        for allocator in ["cloud", "external", "none", "cni"] {
            check(&format!("{pods}, allocator: {allocator}"), &[]);
        }
        check(
            &format!("{pods}, allocator: cni, cni: cilium"),
            &["error: pods /44 cut into /64 is 20 bits, and Cilium's cluster pool takes 16"],
        );
        check("pods: \"v6:/44\", allocator: cni, cni: cilium", &[]);
    }

    #[test]
    fn a_cloud() {
        check(
            "nodes: v6global/64+prefix/96, pods: v6fromNode",
            &[
                "warning: nodes /64 cut into /96 is 32 bits, and a RangeAllocator takes 16, so this pool is none for it",
            ],
        );
        check("nodes: v6global/64+prefix/80, pods: v6fromNode", &[]);
        check(
            "nodes: v6global/64+prefix/96, pods: v6fromNode, provider: aws",
            &[],
        );
        check("nodes: v6global/64+prefix/96, services: v6global/112", &[]);
    }

    #[test]
    fn words_and_mends() {
        testing::check_literal(CODE, "pods: \"v6:/44\"", Some(WORDS));
        testing::check_literal(
            CODE,
            "pods: \"v6:/44\", node-mask-v6: 64, allocator: cni, cni: cilium",
            Some(
                "unable to initialize IPv6 allocator: New CIDR set failed; the node CIDR size is too big",
            ),
        );
        testing::check_literal(CODE, "pods: \"v6:/48\"", None);
        testing::check_fixes(
            CODE,
            "pods: \"v6:/44\"",
            &["node-mask-v6 = 60", "pods = v6:/48"],
        );
        testing::check_fixes(
            CODE,
            "pods: \"fd5a:3c1e:7000::/36\", node-mask-v6: 80",
            &["node-mask-v6 = 52", "pods = fd5a:3c1e:7000::/64"],
        );
        testing::check_fixes(
            CODE,
            "pods: \"v4private, v6global/40\"",
            &["node-mask-v6 = 56"],
        );
    }
}
