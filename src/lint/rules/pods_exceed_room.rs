//! `pods-exceed-room`: more pods on a node than its pod range has addresses for.

use super::super::mends::{longest_for_pods, mask_bounds, mask_field, set_length, set_mask};
use super::super::words::{BY_API_SERVER, mask_too_long_for_pods, setting_place};
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::{Count, Family, Length};
use crate::diag::{Finding, Severity};
use crate::engine::{PodAllocator, Shoot, usable_pods};
use crate::plan::{Base, Field, RangeKind};
use crate::profile::Families;
use crate::source::Source;

const CODE: &str = "pods-exceed-room";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "a node runs more pods than its pod range has addresses for",
    why: "A node's pods take their addresses out of its pod range, less what the network plugin keeps: two or three with \
          host-local, four with Cilium, which also uses no more than 65,536 addresses of an IPv6 range. Pods beyond that \
          wait in ContainerCreating; Gardener refuses such a nodeCIDRMaskSize at once. With fewer than twice as many \
          addresses as pods, an address is used again as soon as a pod is gone, while others still hold its old entry; \
          Gardener's own default leaves twice as many. The mask can never be changed.",
    bad: "trellis: 1\nshoots:\n  - {name: a, pods: \"v6:/112\", node-mask-v6: 124}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, pods: \"v6:/108\", node-mask-v6: 120}\n",
    covers: &["g-15", "k-K3", "k-K4", "k-K6", "k-K1", "k-K2"],
    sources: &[
        Source {
            title: "kubernetes: pkg/kubelet/apis/config/v1beta1/defaults.go: maxPods is 110",
            url: "https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/apis/config/v1beta1/defaults.go",
        },
        Source {
            title: "cni: plugins/ipam/host-local/backend/allocator/range.go, Canonicalize",
            url: "https://github.com/containernetworking/plugins/blob/main/plugins/ipam/host-local/backend/allocator/range.go",
        },
        Source {
            title: "gardener: pkg/api/core/validation/shoot.go, ValidateNodeCIDRMaskWithMaxPod",
            url: "https://github.com/gardener/gardener/blob/master/pkg/api/core/validation/shoot.go",
        },
    ],
    check: Check::Shoot(check),
};

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let shoot = &subject.shoot;
    let wanted = shoot.wanted_pods();
    let twice = wanted.times(Count::new(2)).unwrap_or(Count::MAX);
    for family in Family::BOTH {
        let Some(length) = shoot.pod_range(family) else {
            continue;
        };
        let usable = usable_pods(shoot, length);
        let all = Count::power_of_two(u32::from(length.host_bits())).unwrap_or(Count::MAX);
        if usable < wanted {
            report.add(Severity::Error, || {
                let message = format!(
                    "max-pods is {wanted}, and a node's pod range of {length} has {usable} {} for pods",
                    addresses(usable)
                );
                refuse(shoot, length, finding(context, shoot, (length, Severity::Error), message))
            });
        } else if all < twice {
            report.add(Severity::Warning, || {
                let message = format!(
                    "max-pods is {wanted}, and a node's pod range of {length} has {all} {}, fewer than twice as many: \
                     each is used again at once",
                    addresses(all)
                );
                finding(context, shoot, (length, Severity::Warning), message)
            });
        }
    }
}

fn addresses(count: Count) -> &'static str {
    if count == Count::ONE {
        "address"
    } else {
        "addresses"
    }
}

/// Adds who refuses it: Gardener where it looks at this length, else nobody until a pod waits.
fn refuse(shoot: &Shoot<'_>, length: Length, finding: Finding) -> Finding {
    let family = length.family();
    let looks = shoot.profile.cluster.gardener.value
        && shoot.pod_range_is_mask()
        && match (shoot.mode(), family) {
            (Some(Families::Ipv6Only), Family::V6) => true,
            (_, Family::V4) => shoot.mask(family) == length.bits(),
            (_, Family::V6) => false,
        };
    match mask_too_long_for_pods(shoot, family, length.bits()).filter(|_| looks) {
        Some(words) => finding.refused(BY_API_SERVER, words),
        None => finding,
    }
}

fn finding(
    context: &Context<'_>,
    shoot: &Shoot<'_>,
    (length, severity): (Length, Severity),
    message: String,
) -> Finding {
    let family = length.family();
    let from_node = match shoot.ask(RangeKind::Pods, family).map(|ask| ask.base) {
        Some(Base::FromNode(asked)) => Some(asked.is_some()),
        _ => None,
    };
    let field = match from_node {
        _ if shoot.said_mask(family) == Some(length.bits()) => mask_field(family),
        Some(true) => Field::Pods,
        Some(false) => Field::Nodes,
        None => Field::MaxPods,
    };
    let place = setting_place(context.plan, shoot.node, field);
    let mut finding = Finding::new(CODE, severity, place, message).about(shoot.node);
    let longest = longest_for_pods(shoot, family);
    finding.help = Some(format!(
        "give each node a /{longest} or shorter, or run fewer pods on it"
    ));
    finding.fixes.extend(match field {
        Field::Pods => shoot
            .node_prefix(family)
            .filter(|node| node.bits() <= longest)
            .and_then(|_| {
                set_length(
                    shoot,
                    RangeKind::Pods,
                    family,
                    Length::new(family, longest)?,
                )
            }),
        _ => mask_that_fits(shoot, family, longest).map(|mask| set_mask(shoot, family, mask)),
    });
    finding
}

/// The longest mask that leaves room for the pods, where `RangeAllocator` reads one and the pool has room for it.
fn mask_that_fits(shoot: &Shoot<'_>, family: Family, longest: u8) -> Option<u8> {
    let pool = shoot.range(RangeKind::Pods, family)?.length?;
    let (lower, upper) = mask_bounds(shoot, family);
    let mask = longest.min(upper);
    (shoot.allocator() == PodAllocator::Range && mask > pool.bits() && mask >= lower)
        .then_some(mask)
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;
    use super::CODE;

    fn check(fields: &str, expected: &[&str]) {
        testing::check_shoot(CODE, fields, expected);
    }

    #[test]
    fn by_network_plugin() {
        let error = |pods: u32, length: u8, usable: &str| {
            format!(
                "error: max-pods is {pods}, and a node's pod range of /{length} has {usable} for pods"
            )
        };
        let reused = |pods: u32, length: u8, all: u32| {
            format!(
                "warning: max-pods is {pods}, and a node's pod range of /{length} has {all} addresses, fewer than twice \
                 as many: each is used again at once"
            )
        };
        let v4 = "pods: 10.0.0.0/16, node-mask-v4: 26, max-pods";
        check(&format!("{v4}: 32"), &[]);
        check(&format!("{v4}: 33"), &[&reused(33, 26, 64)]);
        check(&format!("{v4}: 61"), &[&reused(61, 26, 64)]);
        check(&format!("{v4}: 62"), &[&error(62, 26, "61 addresses")]);
        check(
            &format!("{v4}: 61, cni: cilium"),
            &[&error(61, 26, "60 addresses")],
        );
        let v6 = "pods: \"v6:/112\", node-mask-v6: 122, max-pods";
        check(&format!("{v6}: 62"), &[&reused(62, 122, 64)]);
        check(&format!("{v6}: 63"), &[&error(63, 122, "62 addresses")]);
        check(
            "pods: \"v6:/120\", node-mask-v6: 128",
            &[&error(110, 128, "0 addresses")],
        );
        check("pods: \"v6:/112\", node-mask-v6: 120", &[]);
        check("pods: 10.0.0.0/16, max-pods: 5000", &[]);
    }

    #[test]
    fn from_node() {
        check(
            "nodes: v6global/64+prefix/80, pods: v6fromNode/124",
            &["error: max-pods is 110, and a node's pod range of /124 has 14 addresses for pods"],
        );
        testing::check_fixes(
            CODE,
            "nodes: v6global/64+prefix/80, pods: v6fromNode/124",
            &["pods = v6fromNode/120"],
        );
        check("nodes: v6global/64+prefix/80, pods: v6fromNode", &[]);
    }

    #[test]
    fn words_and_mends() {
        let words = "kubelet or kube-controller-manager configuration incorrect. Please adjust the nodeCIDRMaskSize to \
                     support the highest maxPod on any worker pool. The nodeCIDRMaskSize of 26 (default: 24) only \
                     supports 62 IP addresses. The highest maxPod setting is 110 (default: 110). Please choose a \
                     nodeCIDRMaskSize that at least supports 110 IP addresses";
        let fields = "pods: v4private, node-mask-v4: 26";
        testing::check_literal(CODE, &format!("provider: aws, {fields}"), Some(words));
        testing::check_literal(CODE, fields, None);
        testing::check_fixes(CODE, fields, &["node-mask-v4 = 24"]);
        testing::check_fixes(CODE, "pods: 10.0.0.0/25, node-mask-v4: 26", &[]);
    }
}
