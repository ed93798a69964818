//! `nodes-exceed-room`: more nodes than there is room for.

use super::super::mends::{fitting_mask, set_mask};
use super::super::words::{counted, setting_place};
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::{Count, Family};
use crate::diag::{Finding, Severity};
use crate::engine::{Limit, Shoot, nodeipam_room};
use crate::plan::{Field, RangeKind};
use crate::profile::Overlay;
use crate::source::Source;

const CODE: &str = "nodes-exceed-room";
/// Percent of the room to keep free, where nothing is said.
const GROWTH: u128 = 25;

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "more nodes than there is room for, or hardly more room than nodes",
    why: "Several numbers bound the nodes of a cluster: the pod ranges that kube nodeipam can cut, the addresses or \
          prefixes in the node range, what Gardener tells the cluster autoscaler, and routes that a provider gives. The \
          least one binds. A node beyond the pod ranges joins and stays without a podCIDR; one beyond the node range \
          never starts. While machines are replaced there is one more in each zone. None of the ranges can grow later, \
          so a plan that uses up all of its room is a plan for a second cluster; quotas can be raised by asking.",
    bad: "trellis: 1\nshoots:\n  - {name: a, pods: \"v6:/56\", max-nodes: 300}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, pods: \"v6:/52\", max-nodes: 300}\n",
    covers: &["g-29", "k-N6"],
    sources: &[
        Source {
            title: "kubernetes: pkg/controller/nodeipam/ipam/range_allocator.go, AllocateOrOccupyCIDR",
            url: "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/nodeipam/ipam/range_allocator.go",
        },
        Source {
            title: "gardener: pkg/gardenlet/operation/botanist/clusterautoscaler.go, CalculateMaxNodesForShootNetworks",
            url: "https://github.com/gardener/gardener/blob/master/pkg/gardenlet/operation/botanist/clusterautoscaler.go",
        },
        Source {
            title: "Amazon VPC user guide: Amazon VPC quotas",
            url: "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
        },
    ],
    check: Check::Shoot(check),
};

/// What a machine gets where its hardware wants that (a 2.1, `IronCore`).
const NODE_64: u8 = 64;

/// How a limit is passed, the mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Passed {
    /// The nodes fit, and less stays free than is to be kept.
    Margin,
    /// A quota that can be raised.
    Quota,
    /// The nodes fit, and not those beside them while machines are replaced.
    Surge,
    /// The nodes do not fit.
    Nodes,
}

/// The nodes that are asked for.
#[derive(Clone, Copy)]
struct Wanted {
    nodes: Count,
    surge: Count,
    growth: u128,
}

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let shoot = &subject.shoot;
    let Some(nodes) = shoot.wanted_nodes() else {
        return;
    };
    let wanted = Wanted {
        nodes,
        surge: Count::from(shoot.zone_count()),
        growth: shoot
            .settings
            .number(shoot.plan, Field::Growth)
            .map_or(GROWTH, Count::saturating),
    };
    let cut = is_cut(shoot);
    let mut worst: Option<(Passed, &Limit)> = None;
    for limit in &subject.truth.limits {
        if !cut && matches!(limit.by, "nodeipam" | "autoscaler") {
            continue;
        }
        if let Some(passed) = passed(wanted, limit)
            && worst.is_none_or(|(other, _)| other < passed)
        {
            worst = Some((passed, limit));
        }
    }
    let Some((passed, limit)) = worst else {
        return;
    };
    let severity = match passed {
        Passed::Nodes => Severity::Error,
        Passed::Surge | Passed::Quota | Passed::Margin => Severity::Warning,
    };
    report.add(severity, || {
        let message = message(shoot, wanted, passed, limit);
        let place = setting_place(context.plan, shoot.node, Field::MaxNodes);
        let mut finding = Finding::new(CODE, severity, place, message).about(shoot.node);
        let quotas = &shoot.profile.quotas;
        let quota = quotas.iter().find(|(limited, _)| limited.key() == limit.by);
        finding
            .sources
            .extend(quota.map(|(_, fact)| shoot.profile.source(fact)));
        refuse(passed, limit, mend(shoot, limit, finding))
    });
}

/// Whether nodeipam cuts more than one pod range; where it does not, other rules say so.
fn is_cut(shoot: &Shoot<'_>) -> bool {
    shoot
        .families
        .iter()
        .filter_map(|&family| nodeipam_room(shoot, family))
        .all(|room| room > Count::ONE)
}

fn passed(wanted: Wanted, limit: &Limit) -> Option<Passed> {
    let with_surge = wanted.nodes.plus(wanted.surge);
    let beyond = with_surge.is_none_or(|nodes| nodes > limit.value);
    if !limit.hard {
        return beyond.then_some(Passed::Quota);
    }
    let Some(free) = limit.value.minus(wanted.nodes) else {
        return Some(Passed::Nodes);
    };
    if beyond {
        return Some(Passed::Surge);
    }
    let kept = limit.value.times(Count::new(wanted.growth));
    let free = free.times(Count::new(100));
    matches!((free, kept), (Some(free), Some(kept)) if free < kept).then_some(Passed::Margin)
}

fn message(shoot: &Shoot<'_>, wanted: Wanted, passed: Passed, limit: &Limit) -> String {
    let Wanted {
        nodes,
        surge,
        growth,
    } = wanted;
    let room = room_text(shoot, limit);
    match passed {
        Passed::Nodes => format!("max-nodes is {nodes}, and {room}"),
        Passed::Surge | Passed::Quota => format!(
            "max-nodes is {nodes}, with {surge} more while machines are replaced, and {room}"
        ),
        Passed::Margin => {
            let free = limit.value.minus(nodes).unwrap_or(Count::ZERO);
            let percent = free
                .times(Count::new(100))
                .and_then(Count::low)
                .and_then(|free| free.checked_div(limit.value.saturating()))
                .unwrap_or(0);
            format!(
                "max-nodes is {nodes}, and {room}: {percent} % stay free, and `growth` keeps {growth} %"
            )
        }
    }
}

/// What binds, in words, with its number.
fn room_text(shoot: &Shoot<'_>, limit: &Limit) -> String {
    let value = limit.value;
    let provider = &shoot.profile.title;
    let family = limit
        .family
        .map_or(String::new(), |family| format!("{family} "));
    match limit.by {
        "nodeipam" => {
            let pool = limit
                .family
                .and_then(|family| shoot.range(RangeKind::Pods, family)?.length);
            let pool = pool.map_or(String::new(), |pool| format!(" {pool}"));
            format!(
                "kube nodeipam has {} for the {family}pods{pool}",
                counted(value, "pod range")
            )
        }
        "node-range" => format!(
            "the {family}node range has room for {}",
            counted(value, "node")
        ),
        "autoscaler" => format!(
            "Gardener stops its autoscaler at {}",
            counted(value, "node")
        ),
        "routes-per-table" => format!(
            "a route table of {provider} takes {}, one a node, until someone asks",
            counted(value, "route")
        ),
        "routes-per-network" => format!(
            "a network of {provider} takes {}, one a node, until someone asks",
            counted(value, "route")
        ),
        other => format!("{other} of {provider} is {value}"),
    }
}

fn mend(shoot: &Shoot<'_>, limit: &Limit, finding: Finding) -> Finding {
    match limit.by {
        "nodeipam" => {
            let longer = limit.family.and_then(|family| {
                let pool = shoot.range(RangeKind::Pods, family)?.length?;
                let mask = fitting_mask(shoot, family, pool)?;
                (mask > shoot.mask(family)).then(|| set_mask(shoot, family, mask))
            });
            match longer {
                Some(fix) => finding
                    .help("cut the pods into longer ranges, or give them a larger one")
                    .fix(fix),
                None => finding.help("give pods a larger range"),
            }
        }
        "node-range" => {
            let prefix = limit.family.and_then(|family| shoot.node_prefix(family));
            let usual = shoot.profile.nodes.default_node_prefix_v6.value;
            finding.help(match prefix {
                Some(prefix) if prefix == usual && prefix.bits() == NODE_64 && shoot.flat.is_none() => {
                    "give nodes a larger range, or share that of the block around (`flat: true` on it)"
                        .to_owned()
                }
                Some(prefix) => {
                    format!("give nodes a larger range, or less than a {prefix} each")
                }
                None => "give nodes a larger range".to_owned(),
            })
        }
        "autoscaler" => {
            finding.help("give pods and nodes larger ranges, or cut the pods into longer ones")
        }
        _ if shoot.has(Family::V6)
            && shoot.profile.cluster.overlay_v6.value == Overlay::Refused =>
        {
            finding.help("ask the provider for more, or plan fewer nodes")
        }
        _ => finding.help("ask the provider for more, or wrap pod traffic (`overlay: true`)"),
    }
}

/// A node too many for the pod ranges is there, and not ready (k N6).
fn refuse(passed: Passed, limit: &Limit, finding: Finding) -> Finding {
    if passed != Passed::Nodes || limit.by != "nodeipam" {
        return finding;
    }
    finding.refused(
        "kube-controller-manager (node IPAM), for the first node too many",
        "CIDR allocation failed; there are no remaining CIDRs left to allocate in the accepted range",
    )
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;
    use super::CODE;

    fn check(fields: &str, expected: &[&str]) {
        testing::check_shoot(CODE, fields, expected);
    }

    #[test]
    fn nodeipam() {
        let pods = "pods: \"v6:/56\", max-nodes";
        check("pods: \"v6:/56\"", &[]);
        check(&format!("{pods}: 192"), &[]);
        check(
            &format!("{pods}: 193"),
            &[
                "warning: max-nodes is 193, and kube nodeipam has 256 pod ranges for the IPv6 pods /56: 24 % stay free, and \
               `growth` keeps 25 %",
            ],
        );
        check(&format!("{pods}: 193, growth: 24"), &[]);
        check(&format!("{pods}: 255, growth: 0"), &[]);
        check(
            &format!("{pods}: 255, growth: 0, node-zones: [x, y]"),
            &[
                "warning: max-nodes is 255, with 2 more while machines are replaced, and kube nodeipam has 256 pod ranges \
               for the IPv6 pods /56",
            ],
        );
        check(
            &format!("{pods}: 257"),
            &[
                "error: max-nodes is 257, and kube nodeipam has 256 pod ranges for the IPv6 pods /56",
            ],
        );
        check("pods: \"v6:/64\", max-nodes: 5", &[]);
        check("pods: \"v6:/40\", max-nodes: 5", &[]);
    }

    #[test]
    fn the_node_range() {
        check(
            "nodes: \"v6:/72+prefix/80\", pods: v6fromNode, max-nodes: 300",
            &["error: max-nodes is 300, and the IPv6 node range has room for 256 nodes"],
        );
        check(
            "nodes: 10.0.0.0/24, pods: v4private, max-nodes: 255",
            &["error: max-nodes is 255, and the IPv4 node range has room for 254 nodes"],
        );
        check(
            "nodes: 10.0.0.0/24, pods: \"v6:/56\", max-nodes: 300",
            &["error: max-nodes is 300, and the IPv4 node range has room for 254 nodes"],
        );
    }

    #[test]
    fn a_provider() {
        let aws = "provider: aws, nodes: 10.0.0.0/16, pods: v4private, max-nodes";
        check(&format!("{aws}: 40"), &[]);
        check(
            &format!("{aws}: 50"),
            &[
                "warning: max-nodes is 50, with 1 more while machines are replaced, and a route table of Gardener on AWS \
               takes 50 routes, one a node, until someone asks",
            ],
        );
        check(&format!("{aws}: 50, overlay: true"), &[]);
    }

    #[test]
    fn no_overlay_is_proposed_where_it_is_refused() {
        let help = |nodes: &str| {
            let plan = format!(
                "trellis: 1\nshoots: [{{name: a, provider: aws, nodes: {nodes}, max-nodes: 60}}]\n"
            );
            testing::findings(&plan)
                .into_iter()
                .find(|finding| finding.code == CODE)
                .and_then(|finding| finding.help)
                .expect("more nodes than routes")
        };
        assert!(help("10.0.0.0/16, pods: v4private").contains("overlay"));
        let both = "[10.0.0.0/16, v6global], pods: [v4private, v6fromNode]";
        assert_eq!(help(both), "ask the provider for more, or plan fewer nodes");
    }

    #[test]
    fn words_and_mends() {
        testing::check_literal(
            CODE,
            "pods: \"v6:/56\", max-nodes: 300",
            Some(
                "CIDR allocation failed; there are no remaining CIDRs left to allocate in the accepted range",
            ),
        );
        testing::check_fixes(
            CODE,
            "pods: \"v6:/56\", max-nodes: 300",
            &["node-mask-v6 = 68"],
        );
        testing::check_fixes(CODE, "pods: 10.0.0.0/17, max-nodes: 200", &[]);
    }
}
