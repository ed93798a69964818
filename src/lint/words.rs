//! Phrases that several rules use.

use crate::addr::{Count, Family, Length};
use crate::engine::{Evaluation, PoolKey, PoolKind, Shoot, said_at};
use crate::plan::{Field, Plan};
use crate::source::{NodeId, Place};

/// Who refuses a Shoot first, and when.
pub(super) const BY_API_SERVER: &str = "Gardener's API server, when the Shoot is written";
/// Who refuses it next.
pub(super) const BY_ADMISSION: &str =
    "Gardener's admission (ShootValidator), when the Shoot is written";
/// Who refuses what its provider does not have.
pub(super) const BY_EXTENSION: &str =
    "the provider extension's admission, when the Shoot is written";

/// The place where a setting that is in force for a definition is said.
pub(super) fn setting_place(plan: &Plan, node: NodeId, field: Field) -> Place {
    Place::field(said_at(plan, node, field).unwrap_or(node), field.key())
}

/// "1 node", "65,536 nodes".
pub(super) fn counted(count: Count, one: &str) -> String {
    if count == Count::ONE {
        format!("1 {one}")
    } else {
        format!("{count} {one}s")
    }
}

/// "1 bit", "4 bits".
pub(super) fn bits(number: u32) -> String {
    counted(Count::from(number), "bit")
}

/// What Gardener answers where a node's share of addresses is smaller than its pods, if it is: `2^h - 2 < maxPods` of
/// `nodeCIDRMaskSize` (g 15; `ValidateNodeCIDRMaskWithMaxPod`).
pub(super) fn mask_too_long_for_pods(
    shoot: &Shoot<'_>,
    family: Family,
    mask: u8,
) -> Option<String> {
    let host_bits = family.width().checked_sub(mask)?;
    let all = Count::power_of_two(u32::from(host_bits))?;
    let usable = all.minus(Count::new(2));
    let wanted = shoot.wanted_pods();
    if usable.is_some_and(|usable| usable >= wanted) {
        return None;
    }
    let usable = usable.map_or("-1".to_owned(), |usable| usable.saturating().to_string());
    let wanted = wanted.saturating();
    let default = shoot.default_mask(family);
    Some(format!(
        "kubelet or kube-controller-manager configuration incorrect. Please adjust the nodeCIDRMaskSize to support the \
         highest maxPod on any worker pool. The nodeCIDRMaskSize of {mask} (default: {default}) only supports {usable} IP \
         addresses. The highest maxPod setting is {wanted} (default: 110). Please choose a nodeCIDRMaskSize that at least \
         supports {wanted} IP addresses"
    ))
}

/// How a definition is called in a message: its path, or "the plan".
pub(super) fn called(plan: &Plan, node: NodeId) -> String {
    if node == NodeId::ROOT {
        "the plan".to_owned()
    } else {
        format!("`{}`", plan.path(node))
    }
}

/// A block's prefix where it is known, else its length, such as "/40".
pub(super) fn block_text(
    plan: &Plan,
    evaluation: &Evaluation,
    node: NodeId,
    family: Family,
) -> String {
    match evaluation.block_prefix(plan, node, family, &[]) {
        Some(prefix) => prefix.to_string(),
        None => plan
            .value(node, network_field(family))
            .map_or_else(String::new, crate::plan::Value::line),
    }
}

/// The field of a block's prefix.
pub(super) const fn network_field(family: Family) -> Field {
    match family {
        Family::V4 => Field::V4,
        Family::V6 => Field::V6,
    }
}

/// The field that a pool comes from.
pub(super) const fn pool_field(key: PoolKey) -> Field {
    match key.kind {
        PoolKind::Ula => Field::Ula,
        PoolKind::V6 | PoolKind::V4 => network_field(key.kind.family()),
    }
}

/// A pool by its owner and prefix or length: "`eu10` /36", "the ula of `eu10`".
pub(super) fn pool_text(plan: &Plan, evaluation: &Evaluation, key: PoolKey) -> String {
    let owner = called(plan, key.owner);
    match key.kind {
        PoolKind::Ula => format!("the ula of {owner}"),
        PoolKind::V6 | PoolKind::V4 => {
            let prefix = block_text(plan, evaluation, key.owner, key.kind.family());
            format!("{owner} {prefix}")
        }
    }
}

/// "a /48", "200 × /48", "200 × /48 and 56 reserved".
pub(super) fn wanted(blocks: Count, reserve: Count, length: Length) -> String {
    match (blocks == Count::ONE, reserve.is_zero()) {
        (true, true) => format!("a {length}"),
        (_, true) => format!("{blocks} × {length}"),
        (_, false) => format!("{blocks} × {length} and {reserve} reserved"),
    }
}

/// "nodes", "nodes and pods", "nodes, pods and services".
pub(super) fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
