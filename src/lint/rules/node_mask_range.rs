//! `node-mask-range`: node masks that Gardener's validation refuses.

use super::super::mends::{mask_bounds, mask_field};
use super::super::words::{BY_API_SERVER, mask_too_long_for_pods, setting_place};
use super::super::{Check, Context, Report, Rule, Subject};
use crate::addr::Family;
use crate::diag::{Change, Finding, Fix, Severity};
use crate::engine::Shoot;
use crate::plan::Field;
use crate::profile::Families;
use crate::source::Source;

const CODE: &str = "node-mask-range";

pub(super) static RULE: Rule = Rule {
    code: CODE,
    summary: "a node mask that Gardener does not take",
    why: "`nodeCIDRMaskSize` goes from 16 to 28 with IPv4 alone and from 64 to 124 with IPv6 alone; with both families it \
          is unchecked, and `nodeCIDRMaskSizeIPv6` goes from 64 to 124. IPv6 alone takes one of the two, IPv4 alone only \
          the first, and that one must leave a node as many addresses as pods. A Shoot with another mask is refused, and \
          a mask that was taken can never be changed.",
    bad: "trellis: 1\nprovider: aws\nnode-zones: [eu-central-1a]\nshoots:\n  - {name: a, nodes: v6global/64+prefix/80, pods: v6fromNode, node-mask-v6: 60}\n",
    good: "trellis: 1\nprovider: aws\nnode-zones: [eu-central-1a]\nshoots:\n  - {name: a, nodes: v6global/64+prefix/80, pods: v6fromNode, node-mask-v6: 96}\n",
    covers: &["g-13", "g-14", "k-K5", "g-12", "k-N4"],
    sources: &[Source {
        title: "gardener: pkg/api/core/validation/shoot.go, ValidateKubeControllerManager and ValidateNodeCIDRMaskWithMaxPod",
        url: "https://github.com/gardener/gardener/blob/master/pkg/api/core/validation/shoot.go",
    }],
    check: Check::Shoot(check),
};

/// A mask that is refused.
enum Refused {
    /// Outside the bounds; whether the setting says it, or only the pod range comes to it.
    Outside {
        family: Family,
        bits: u8,
        said: bool,
    },
    /// For a family that the cluster does not have.
    NoFamily(u8),
    /// Both, where there is one family.
    Both,
    /// Too long for the pods of a node, in Gardener's arithmetic.
    Pods { bits: u8, words: String },
}

fn check(context: &Context<'_>, subject: &Subject<'_>, report: &mut Report<'_>) {
    let shoot = &subject.shoot;
    if !shoot.profile.cluster.gardener.value {
        return;
    }
    let Some(mode) = shoot.mode() else {
        return;
    };
    for refused in refused(shoot, mode) {
        report.add(Severity::Error, || finding(context, shoot, mode, refused));
    }
}

fn refused(shoot: &Shoot<'_>, mode: Families) -> Vec<Refused> {
    let v4 = shoot.said_mask(Family::V4);
    let v6 = shoot.said_mask(Family::V6);
    let mut refused = Vec::new();
    match (mode, v4, v6) {
        (Families::Ipv4Only, _, Some(bits)) => refused.push(Refused::NoFamily(bits)),
        (Families::Ipv6Only, Some(_), Some(_)) => refused.push(Refused::Both),
        _ => {}
    }
    match mode {
        Families::Ipv4Only => refused.extend(outside(shoot, Family::V4, v4, true)),
        Families::Ipv6Only | Families::DualStack => {
            refused.extend(outside(shoot, Family::V6, v6, true));
        }
    }
    let written = shoot
        .pod_range_bits(Family::V6)
        .filter(|_| v6.is_none() && shoot.pod_range_is_mask());
    match mode {
        Families::Ipv6Only => refused.extend(outside(shoot, Family::V6, written, false)),
        Families::Ipv4Only | Families::DualStack => refused.extend(unused_mask(shoot, v4)),
    }
    refused
}

fn outside(shoot: &Shoot<'_>, family: Family, bits: Option<u8>, said: bool) -> Option<Refused> {
    let (shortest, longest) = mask_bounds(shoot, family);
    bits.filter(|bits| !(shortest..=longest).contains(bits))
        .map(|bits| Refused::Outside { family, bits, said })
}

/// A mask that nobody reads, and Gardener checks all the same. Where it is the pod range, `pods-exceed-room` tells.
fn unused_mask(shoot: &Shoot<'_>, v4: Option<u8>) -> Option<Refused> {
    let bits = v4.filter(|&bits| shoot.pod_range_bits(Family::V4) != Some(bits))?;
    let words = mask_too_long_for_pods(shoot, Family::V4, bits)?;
    Some(Refused::Pods { bits, words })
}

fn finding(context: &Context<'_>, shoot: &Shoot<'_>, mode: Families, refused: Refused) -> Finding {
    let at = |field: Field, message: String| {
        let place = setting_place(context.plan, shoot.node, field);
        Finding::new(CODE, Severity::Error, place, message).about(shoot.node)
    };
    match refused {
        Refused::Outside { family, bits, said } => {
            let (shortest, longest) = mask_bounds(shoot, family);
            let bounds = format!("Gardener takes {shortest} to {longest}");
            let finding = if said {
                let field = mask_field(family);
                at(field, format!("`{}` is {bits}, and {bounds}", field.key()))
            } else {
                let message = format!(
                    "a node's pod range is a /{bits}, which is written as nodeCIDRMaskSize, and {bounds}"
                );
                at(Field::Pods, message)
            };
            finding
                .help(format!("use a length from {shortest} to {longest}"))
                .refused(BY_API_SERVER, bounds_words(family, mode, said))
        }
        Refused::NoFamily(bits) => {
            let message = format!("`node-mask-v6` is {bits}, and the cluster has IPv4 alone");
            take_away(shoot, Field::NodeMaskV6, at(Field::NodeMaskV6, message)).refused(
                BY_API_SERVER,
                "nodeCIDRMaskSizeIPv6 cannot be set for IPv4 single-stack clusters",
            )
        }
        Refused::Both => {
            let message =
                "both node masks are said, and a cluster of IPv6 alone takes one".to_owned();
            take_away(shoot, Field::NodeMaskV4, at(Field::NodeMaskV4, message)).refused(
                BY_API_SERVER,
                "only one of nodeCIDRMaskSize or nodeCIDRMaskSizeIPv6 can be set for single-stack clusters",
            )
        }
        Refused::Pods { bits, words } => {
            let message = format!(
                "`node-mask-v4` is {bits}, too long for max-pods of {}; nothing reads it here, and Gardener checks it",
                shoot.wanted_pods()
            );
            take_away(shoot, Field::NodeMaskV4, at(Field::NodeMaskV4, message))
                .refused(BY_API_SERVER, words)
        }
    }
}

fn bounds_words(family: Family, mode: Families, said: bool) -> &'static str {
    match (family, mode) {
        (Family::V4, _) => "nodeCIDRMaskSize must be between 16 and 28",
        (Family::V6, Families::Ipv6Only) if !said => {
            "nodeCIDRMaskSize must be between 64 and 124 for IPv6 single-stack clusters"
        }
        (Family::V6, _) => "nodeCIDRMaskSizeIPv6 must be between 64 and 124",
    }
}

/// Offers to take a mask away where the shoot itself says it; an inherited one can only be said to be none here.
fn take_away(shoot: &Shoot<'_>, field: Field, finding: Finding) -> Finding {
    let key = field.key();
    if shoot.plan.entry(shoot.node, field).is_none() {
        return finding.help(format!("write `{key}: null` here"));
    }
    finding.help(format!("take `{key}` away")).fix(Fix {
        title: format!("take `{key}` away"),
        safe: false,
        changes: vec![Change {
            node: shoot.node,
            field: key,
            to: None,
        }],
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::testing;
    use super::CODE;

    const V4: &str = "provider: aws, nodes: v4private, pods: v4private";
    const V6: &str = "provider: aws, nodes: v6global/64+prefix/80";
    const DUAL: &str =
        "provider: aws, nodes: [v4private, v6global/64+prefix/80], pods: [v4private, v6fromNode]";

    fn check(fields: &str, expected: &[&str]) {
        testing::check_shoot(CODE, fields, expected);
    }

    #[test]
    fn a_pod_prefix_size_is_no_mask() {
        let metal = "nodes: v6global/40+prefix, pods: v6fromNode/126, max-pods: 1";
        check(&format!("provider: ironcore-metal, {metal}"), &[]);
        check(
            &format!("provider: aws, {metal}"),
            &[
                "error: a node's pod range is a /126, which is written as nodeCIDRMaskSize, and Gardener takes 64 to 124",
            ],
        );
    }

    #[test]
    fn ipv4_alone() {
        check(&format!("{V4}, node-mask-v4: 16"), &[]);
        check(&format!("{V4}, node-mask-v4: 28, max-pods: 5"), &[]);
        check(
            &format!("{V4}, node-mask-v4: 29"),
            &["error: `node-mask-v4` is 29, and Gardener takes 16 to 28"],
        );
        check(
            &format!("{V4}, node-mask-v6: 80"),
            &["error: `node-mask-v6` is 80, and the cluster has IPv4 alone"],
        );
        check("pods: v4private, node-mask-v4: 29", &[]);
    }

    #[test]
    fn ipv6_alone() {
        check(&format!("{V6}, pods: v6fromNode"), &[]);
        check(&format!("{V6}, pods: v6fromNode/124"), &[]);
        check(
            &format!("{V6}, pods: v6fromNode/125"),
            &[
                "error: a node's pod range is a /125, which is written as nodeCIDRMaskSize, and Gardener takes 64 to 124",
            ],
        );
        check(
            &format!("{V6}, pods: v6fromNode, node-mask-v6: 129"),
            &["error: `node-mask-v6` is 129, and Gardener takes 64 to 124"],
        );
        check(
            &format!("{V6}, pods: v6fromNode, node-mask-v6: 96, node-mask-v4: 24"),
            &["error: both node masks are said, and a cluster of IPv6 alone takes one"],
        );
        check(&format!("{V6}, pods: v6fromNode, node-mask-v4: 24"), &[]);
    }

    #[test]
    fn both_families() {
        check(DUAL, &[]);
        check(&format!("{DUAL}, node-mask-v4: 12, node-mask-v6: 80"), &[]);
        check(
            &format!("{DUAL}, node-mask-v6: 63"),
            &["error: `node-mask-v6` is 63, and Gardener takes 64 to 124"],
        );
        check(
            &format!("{DUAL}, node-mask-v4: 26"),
            &[
                "error: `node-mask-v4` is 26, too long for max-pods of 110; nothing reads it here, and Gardener checks it",
            ],
        );
    }

    #[test]
    fn words() {
        for (fields, words) in [
            (
                format!("{V4}, node-mask-v4: 15"),
                "nodeCIDRMaskSize must be between 16 and 28",
            ),
            (
                format!("{V4}, node-mask-v6: 80"),
                "nodeCIDRMaskSizeIPv6 cannot be set for IPv4 single-stack clusters",
            ),
            (
                format!("{V6}, pods: v6fromNode/126"),
                "nodeCIDRMaskSize must be between 64 and 124 for IPv6 single-stack clusters",
            ),
            (
                format!("{DUAL}, node-mask-v6: 129"),
                "nodeCIDRMaskSizeIPv6 must be between 64 and 124",
            ),
            (
                format!("{DUAL}, node-mask-v4: 26"),
                "kubelet or kube-controller-manager configuration incorrect. Please adjust the nodeCIDRMaskSize to support \
                 the highest maxPod on any worker pool. The nodeCIDRMaskSize of 26 (default: 24) only supports 62 IP \
                 addresses. The highest maxPod setting is 110 (default: 110). Please choose a nodeCIDRMaskSize that at \
                 least supports 110 IP addresses",
            ),
        ] {
            testing::check_literal(CODE, &fields, Some(words));
        }
        testing::check_fixes(
            CODE,
            &format!("{V4}, node-mask-v6: 80"),
            &["node-mask-v6 = nothing"],
        );
    }
}
