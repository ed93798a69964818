//! How many pods a node can run.

use super::Bound;
use crate::addr::{Count, Family, Length};
use crate::engine::shoot::Shoot;

/// How many pods one node's range serves, by who hands out its addresses (k K2).
pub fn usable_pods(shoot: &Shoot<'_>, length: Length) -> Count {
    let all = Count::power_of_two(u32::from(length.host_bits())).unwrap_or(Count::MAX);
    let (all, lost) = match (shoot.cni(), length.family()) {
        ("cilium", Family::V6) => (all.min(Count::new(65_536)), 4),
        ("cilium", Family::V4) => (all, 4),
        (_, Family::V4) => (all, 3),
        (_, Family::V6) => (all, 2),
    };
    all.minus(Count::new(lost)).unwrap_or(Count::ZERO)
}

pub(super) fn max_pods(shoot: &Shoot<'_>) -> Bound {
    let wanted = shoot.wanted_pods();
    let usable = shoot
        .families
        .iter()
        .filter_map(|&family| shoot.pod_range(family))
        .map(|length| usable_pods(shoot, length))
        .min();
    match usable {
        Some(usable) if usable < wanted => Bound {
            value: Some(usable),
            by: Some("pod-range"),
        },
        Some(_) | None => Bound {
            value: Some(wanted),
            by: Some("max-pods"),
        },
    }
}
