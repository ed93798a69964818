//! `spec.kubernetes`: the version, the node masks, and how many pods a node may run (g a, g 12 to 15).

use super::sheet::{Line, Sheet, line, text};
use super::target::Target;
use crate::addr::{Count, Family};
use crate::engine::{Origin, PodAllocator, autoscaler_cap};
use crate::format::ExportError;
use crate::plan::RangeKind;
use crate::profile::Families;

const MASK: &str = "nodeCIDRMaskSize";
const MASK_V6: &str = "nodeCIDRMaskSizeIPv6";
/// What AWS gives each node, whatever is asked (g d).
const NODE_PREFIX: u8 = 80;

pub(super) fn kubernetes(target: &Target<'_>, provider: &str) -> Result<Sheet, ExportError> {
    let mut lines = Vec::new();
    if let Some(version) = target.version()? {
        let note = match version.patch {
            Some(_) => "The CloudProfile must offer this version.",
            None => "Gardener takes the newest supported patch that the CloudProfile offers.",
        };
        lines.push(line("version", text(version.to_string())).note(note));
    }
    let masks = masks(target, provider)?;
    if !masks.is_empty() {
        lines.push(line("kubeControllerManager", Sheet::Map(masks)));
    }
    if let Some(pods) = target.max_pods()? {
        let kubelet =
            Sheet::Map(vec![line("maxPods", Sheet::Number(pods)).note(
                "max-pods of the plan. It can change while the pod range has room.",
            )]);
        lines.push(line("kubelet", kubelet));
    }
    Ok(Sheet::Map(lines))
}

fn masks(target: &Target<'_>, provider: &str) -> Result<Vec<Line>, ExportError> {
    let shoot = &target.shoot;
    let range = shoot.allocator() == PodAllocator::Range;
    match shoot.mode() {
        Some(Families::Ipv6Only) if provider == "aws" => Ok(vec![mask_of_aws(target)?]),
        Some(Families::Ipv6Only) if range => {
            let bits = bounded(target, MASK, (Family::V6, 64, 124))?;
            Ok(vec![mask(
                target,
                (MASK, Family::V6, bits),
                "for IPv6 alone this field holds it",
            )])
        }
        Some(Families::DualStack) if provider == "aws" => mask_of_dual_aws(target),
        Some(Families::DualStack) if provider == "gcp" => {
            let bits = bounded(target, MASK, (Family::V4, 16, 28))?;
            Ok(vec![mask(
                target,
                (MASK, Family::V4, bits),
                "it is the alias range of each machine; IPv6 is the first /112 of its /96",
            )])
        }
        Some(Families::DualStack) if range => {
            let v4 = bounded(target, MASK, (Family::V4, 16, 28))?;
            let v6 = bounded(target, MASK_V6, (Family::V6, 64, 124))?;
            Ok(vec![
                mask(
                    target,
                    (MASK, Family::V4, v4),
                    "kube-controller-manager cuts it out of pods",
                ),
                mask(
                    target,
                    (MASK_V6, Family::V6, v6),
                    "kube-controller-manager cuts it out of the IPv6 of pods; with the default of 64 a /64 would be one node",
                ),
            ])
        }
        Some(Families::Ipv4Only) if range => {
            let bits = bounded(target, MASK, (Family::V4, 16, 28))?;
            Ok(vec![mask(
                target,
                (MASK, Family::V4, bits),
                "it is cut out of pods",
            )])
        }
        // Whoever else allocates reads no mask, and Gardener's default passes every check.
        Some(_) | None => Ok(Vec::new()),
    }
}

/// The mask of a family as Gardener takes it: within its bounds, with room for the pods (g 13 to 15).
fn bounded(
    target: &Target<'_>,
    field: &'static str,
    (family, shortest, longest): (Family, u8, u8),
) -> Result<u8, ExportError> {
    let bits = target.shoot.mask(family);
    if !(shortest..=longest).contains(&bits) {
        let words = format!("{field} is {bits}, and it must be between {shortest} and {longest}");
        return Err(target.refused(
            "spec.kubernetes.kubeControllerManager",
            "gardener-apiserver",
            words,
        ));
    }
    Ok(bits)
}

fn mask(target: &Target<'_>, (field, family, bits): (&'static str, Family, u8), how: &str) -> Line {
    let said = match target.shoot.said_mask(family) {
        Some(_) => "as the plan says",
        None => "Gardener's default, written out because it can't be changed later",
    };
    let nodes = target
        .range(RangeKind::Pods, family)
        .ok()
        .flatten()
        .and_then(|pods| Count::power_of_two(u32::from(bits.checked_sub(pods.bits())?)))
        .map_or_else(String::new, |nodes| format!(" {nodes} nodes have room."));
    line(field, Sheet::Number(u32::from(bits))).note(format!(
        "Immutable: {said}. Each node gets a /{bits}: {how}.{nodes}"
    ))
}

/// aws-ipam-controller gives each node a /24 and a /80, whatever is said (g d); but a cluster that was one of IPv4
/// keeps what it has, for Gardener compares what the field says and would fill in (g 16).
fn mask_of_dual_aws(target: &Target<'_>) -> Result<Vec<Line>, ExportError> {
    if target.shoot.said_mask(Family::V4).is_none() {
        return Ok(Vec::new());
    }
    let bits = bounded(target, MASK, (Family::V4, 16, 28))?;
    let why = "Immutable: as the plan says. aws-ipam-controller gives each node a /24 and a /80, whatever stands here.";
    Ok(vec![line(MASK, Sheet::Number(u32::from(bits))).note(why)])
}

/// `nodeCIDRMaskSize` of IPv6 alone on AWS: the length of a node's pod range (g 13, 15, 29).
fn mask_of_aws(target: &Target<'_>) -> Result<Line, ExportError> {
    const FIELD: &str = "spec.kubernetes.kubeControllerManager.nodeCIDRMaskSize";
    let shoot = &target.shoot;
    let allocator = shoot.allocator();
    let Some(bits) = shoot
        .pod_range_bits(Family::V6)
        .filter(|_| allocator == PodAllocator::Cloud)
    else {
        if shoot
            .range(RangeKind::Pods, Family::V6)
            .is_none_or(|pods| pods.origin == Origin::None)
        {
            let why = "they need a range in the family of the cluster; write `v6fromNode`";
            return Err(target.value("pods", "none", why));
        }
        let why = "with IPv6 on AWS it is the cloud's controller; take `allocator` away";
        return Err(target.value("allocator", allocator.word(), why));
    };
    if !(64..=124).contains(&bits) {
        let words = "must be between 64 and 124 for IPv6 single-stack clusters";
        return Err(target.refused(FIELD, "gardener-apiserver", format!("{bits} {words}")));
    }
    let addresses = Count::power_of_two(u32::from(128 - bits)).unwrap_or(Count::MAX);
    let usable = addresses.minus(Count::new(2)).unwrap_or(Count::ZERO);
    if usable < shoot.wanted_pods() {
        let words = format!(
            "it only supports {usable} IP addresses; the highest maxPod setting is {}",
            shoot.wanted_pods()
        );
        return Err(target.refused(FIELD, "gardener-apiserver", words));
    }
    let cap = autoscaler_cap(shoot).map_or_else(String::new, |cap| format!(" = {cap} nodes"));
    let part = match bits {
        NODE_PREFIX => format!("its whole /{NODE_PREFIX}"),
        _ => format!("a /{bits} out of its /{NODE_PREFIX}"),
    };
    let why = format!(
        "Immutable. The pods of a node get {part}; aws-ipam-controller assigns both. \
         Always written: Gardener stops the autoscaler at 2^({bits} − 56){cap}; with the default of 64 it would be 256. \
         nodeCIDRMaskSizeIPv6 stays out: Gardener takes one of the two for a single family."
    );
    Ok(line(MASK, Sheet::Number(u32::from(bits))).note(why))
}
