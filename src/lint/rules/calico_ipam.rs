//! `calico-ipam`: Calico's own address management, and what it takes.

use super::super::words::{counted, setting_place};
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::{Count, Family, Length};
use crate::diag::{Finding, Severity};
use crate::engine::{PodAllocator, Shoot};
use crate::plan::{Field, RangeKind};
use crate::source::Source;

const CODE: &str = "calico-ipam";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "Calico's own IPAM where Gardener does not take it, or with fewer blocks than nodes",
    why: "With `allocator: cni` (or `custom` pods) Calico hands out pod addresses itself: blocks of a /26, or of a /122 of \
          IPv6, a node as many as it needs. Gardener takes that for clusters with IPv4 alone; its default, host-local, \
          takes the node's podCIDR. A pool smaller than a block is refused when the pool is made. With fewer blocks than \
          nodes, nodes borrow single addresses out of each other's blocks, and each costs a route; with strict affinity \
          their pods do not start. Block size and pool never change.",
    bad: "trellis: 1\nshoots:\n  - {name: a, allocator: cni, pods: 10.96.0.0/27}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, allocator: cni, pods: 10.96.0.0/16}\n",
    covers: &["g-35", "k-A1", "k-A2", "k-A3"],
    sources: &[
        Source {
            title: "gardener-extension-networking-calico: pkg/apis/calico/validation/networkconfig.go, ValidateNetworkConfig",
            url: "https://github.com/gardener/gardener-extension-networking-calico/blob/master/pkg/apis/calico/validation/networkconfig.go",
        },
        Source {
            title: "calico: api/pkg/apis/projectcalico/v3/ippool.go",
            url: "https://github.com/projectcalico/calico/blob/master/api/pkg/apis/projectcalico/v3/ippool.go",
        },
    ],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let shoot = &subject.shoot;
    if subject.truth.allocator != PodAllocator::Cni || shoot.cni() != "calico" {
        return;
    }
    // `custom` pods with IPv6 are the matter of `not-expressible`.
    let said = shoot.settings.text(shoot.plan, Field::Allocator).is_some();
    if said && shoot.profile.cluster.gardener.value && shoot.has(Family::V6) {
        report.add(Severity::Error, || not_with_v6(context, shoot));
    }
    for family in Family::BOTH {
        let pool = shoot
            .range(RangeKind::Pods, family)
            .and_then(|range| range.length);
        if let Some(pool) = pool {
            check_blocks(context, shoot, pool, report);
        }
    }
}

fn not_with_v6(context: &Context<'_>, shoot: &Shoot<'_>) -> Finding {
    let place = setting_place(context.plan, shoot.node, Field::Allocator);
    let families = if shoot.has(Family::V4) {
        "both families"
    } else {
        "IPv6 alone"
    };
    let message = format!(
        "calico hands out pod addresses itself, and Gardener takes that with IPv4 alone; this cluster has {families}"
    );
    let mut finding = Finding::new(CODE, Severity::Error, place, message)
        .about(shoot.node)
        .help("leave pods to the node's podCIDR (ipam.type host-local), which is the default");
    finding.refused_by =
        Some("gardener-extension-networking-calico (admission), at config.ipam.type");
    finding
}

/// The size of Calico's blocks (k A1).
const fn block_bits(family: Family) -> u8 {
    match family {
        Family::V4 => 26,
        Family::V6 => 122,
    }
}

fn check_blocks(context: &Context<'_>, shoot: &Shoot<'_>, pool: Length, report: &mut Report<'_>) {
    let block = block_bits(pool.family());
    let finding = |severity, message| {
        let place = setting_place(context.plan, shoot.node, Field::Pods);
        Finding::new(CODE, severity, place, message)
            .about(shoot.node)
            .help("give pods a larger range")
    };
    let Some(bits) = block.checked_sub(pool.bits()) else {
        report.add(Severity::Error, || {
            let message = format!("pods {pool} are smaller than one block of Calico's, a /{block}");
            finding(Severity::Error, message).refused(
                "Calico's API, when the IPPool is made",
                "IP pool size is too small for use with Calico IPAM. It must be equal to or greater than the block size.",
            )
        });
        return;
    };
    let blocks = Count::power_of_two(u32::from(bits)).unwrap_or(Count::MAX);
    let Some(nodes) = shoot.needed_nodes().filter(|&nodes| nodes > blocks) else {
        return;
    };
    report.add(Severity::Warning, || {
        let message = format!(
            "pods {pool} are {} of a /{block}, and there will be {}: the last ones borrow single addresses",
            counted(blocks, "block"),
            counted(nodes, "node")
        );
        finding(Severity::Warning, message)
    });
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::check_shoot;

    fn check(fields: &str, expected: &[&str]) {
        check_shoot(super::CODE, fields, expected);
    }

    #[test]
    fn ipv4_alone_in_gardener() {
        check("provider: aws, allocator: cni, pods: v4private", &[]);
        check(
            "provider: aws, allocator: cni, nodes: v6global, pods: v6fromNode",
            &[
                "error: calico hands out pod addresses itself, and Gardener takes that with IPv4 alone; this cluster has IPv6 alone",
            ],
        );
        check(
            "provider: aws, allocator: cni, nodes: [v4private, v6global], pods: v4private",
            &[
                "error: calico hands out pod addresses itself, and Gardener takes that with IPv4 alone; this cluster has both families",
            ],
        );
        check("allocator: cni, pods: \"v6:/64\"", &[]);
        check(
            "provider: aws, allocator: cni, cni: cilium, nodes: v6global",
            &[],
        );
    }

    #[test]
    fn blocks() {
        check(
            "allocator: cni, pods: 10.0.0.0/27",
            &["error: pods /27 are smaller than one block of Calico's, a /26"],
        );
        check("allocator: cni, pods: 10.0.0.0/26", &[]);
        check(
            "allocator: cni, pods: \"2001:db8::/123\"",
            &["error: pods /123 are smaller than one block of Calico's, a /122"],
        );
        check(
            "allocator: cni, pods: \"2001:db8::/120\", max-nodes: 3",
            &[],
        );
        check(
            "allocator: cni, pods: \"2001:db8::/120\", max-nodes: 4",
            &[
                "warning: pods /120 are 4 blocks of a /122, and there will be 5 nodes: the last ones borrow single addresses",
            ],
        );
    }
}
