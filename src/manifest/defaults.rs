//! What Gardener fills in before it looks at a Shoot (g a), and what follows from it.

use super::check::{Range, Written};
use super::cidr::Cidr;
use super::shoot::Spanned;
use crate::addr::{Count, Family};

/// kubelet's own `maxPods`.
const MAX_PODS: i64 = 110;
/// The pod range of a node in IPv6, where nothing is said.
const MASK_V6: i64 = 64;

/// Values that nobody has to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// The families.
    pub families: Vec<Family>,
    /// `nodeCIDRMaskSize`.
    pub node_mask: Option<i64>,
    /// `nodeCIDRMaskSizeIPv6`.
    pub node_mask_v6: Option<i64>,
    /// The highest `maxPods` of cluster and worker pools, as the check of the mask sees it.
    pub max_pods: i64,
}

impl Defaults {
    /// The values of a Shoot. What an update leaves out and nobody has to write stays as it was.
    pub fn of(new: Written<'_>, old: Option<Written<'_>>) -> Self {
        let families = new.families();
        let manifest = new.manifest;
        let said = |number: &Option<Spanned<i64>>| number.as_ref().map(|number| number.value);
        let (v4, v6) = (said(&manifest.node_mask), said(&manifest.node_mask_v6));
        let (v4, v6) = if manifest.is_workerless() {
            (v4, v6)
        } else {
            match families.as_slice() {
                [Family::V6] if v4.is_none() && v6.is_none() => (Some(MASK_V6), None),
                [Family::V6] => (v4, v6),
                [_, _] => (v4.or_else(|| mask_v4(new)), v6.or(Some(MASK_V6))),
                _ => (v4.or_else(|| mask_v4(new)), v6),
            }
        };
        let kept = old
            .filter(|old| manifest.node_mask.is_none() && old.manifest.node_mask.is_none())
            .filter(|old| old.families() == families)
            .and_then(|old| Self::of(old, None).node_mask);
        Self {
            node_mask: kept.or(v4),
            node_mask_v6: v6,
            max_pods: highest(new).unwrap_or(MAX_PODS),
            families,
        }
    }

    /// Whether the only family is that one.
    pub fn is_only(&self, family: Family) -> bool {
        self.families == [family]
    }

    /// The length of a node's pod range in a family: the flag that kube-controller-manager gets (g 30).
    pub fn mask(&self, family: Family) -> Option<i64> {
        match (family, self.families.len()) {
            (Family::V4, _) => self.node_mask,
            (Family::V6, 2) => self.node_mask_v6,
            (Family::V6, _) => self.node_mask_v6.or(self.node_mask),
        }
    }
}

/// Twice as many addresses as pods (`32 - ceil(log2(2 * maxPods))`).
fn mask_v4(shoot: Written<'_>) -> Option<i64> {
    let of_cluster = shoot.manifest.max_pods.as_ref().map(|pods| pods.value);
    let pods = of_pools(shoot)
        .chain([of_cluster.unwrap_or(MAX_PODS)])
        .max()?;
    let pods = u128::try_from(pods).ok().filter(|&pods| pods > 0)?;
    let needed = Count::new(pods).times(Count::new(2))?.bits_needed();
    Some(32 - i64::from(needed))
}

/// The highest `maxPods` that is said.
fn highest(shoot: Written<'_>) -> Option<i64> {
    let of_cluster = shoot.manifest.max_pods.as_ref().map(|pods| pods.value);
    of_pools(shoot).chain(of_cluster).max()
}

fn of_pools(shoot: Written<'_>) -> impl Iterator<Item = i64> {
    let pools = shoot.manifest.workers.iter();
    pools.filter_map(|pool| pool.max_pods.as_ref().map(|pods| pods.value))
}

/// The number of nodes at which Gardener stops the cluster autoscaler (g 29); nothing where there is no bound.
///
/// Pods count what the node mask cuts out of the ranges, in IPv4 alone where there are two families; nodes count the
/// addresses of their ranges, two fewer for each of IPv4. Ranges of the status stand beside those of the spec.
pub fn autoscaler_cap(shoot: Written<'_>, defaults: &Defaults) -> Option<Count> {
    let pods = ranges(shoot, Range::Pods);
    let nodes = ranges(shoot, Range::Nodes);
    let of_pods = |family: Family| {
        let mask = u8::try_from(defaults.mask(family)?).ok()?;
        let bits = |cidr: &Cidr| Some((mask.checked_sub(cidr.prefix().bits())?, Count::ZERO));
        sum(of_family(&pods, family).filter_map(bits))
    };
    let of_nodes = |family: Family| {
        let lost = match family {
            Family::V4 => Count::new(2),
            Family::V6 => Count::ZERO,
        };
        let bits = |cidr: &Cidr| Some((cidr.prefix().length().host_bits(), lost));
        sum(of_family(&nodes, family).filter_map(bits))
    };
    let dual = defaults.families.len() > 1;
    let least = |of: &dyn Fn(Family) -> Option<Count>, families: &[Family]| {
        let counts = families.iter().filter_map(|&family| of(family));
        counts.filter(|count| !count.is_zero()).min()
    };
    let pod_families = if dual {
        &[Family::V4][..]
    } else {
        &Family::BOTH
    };
    let bounds = [
        least(&of_pods, pod_families),
        least(&of_nodes, &Family::BOTH),
    ];
    bounds.into_iter().flatten().min()
}

/// The sum of powers of two, each less what is lost; nothing where one of them is beyond 2^62, which is no bound.
fn sum(powers: impl Iterator<Item = (u8, Count)>) -> Option<Count> {
    let mut total = None;
    for (bits, lost) in powers {
        let power = Count::power_of_two(u32::from(bits)).filter(|_| bits <= 62)?;
        let count = power.minus(lost).unwrap_or(Count::ZERO);
        total = Some(total.unwrap_or(Count::ZERO).plus(count)?);
    }
    total
}

fn of_family(ranges: &[Cidr], family: Family) -> impl Iterator<Item = &Cidr> {
    ranges.iter().filter(move |cidr| cidr.family() == family)
}

/// The ranges of spec and status, each once.
pub fn ranges(shoot: Written<'_>, range: Range) -> Vec<Cidr> {
    let status = shoot.manifest.status.as_ref();
    let assigned = status.map_or(&[][..], |status| match range {
        Range::Nodes => &status.nodes,
        Range::Pods => &status.pods,
        Range::Services => &status.services,
    });
    let mut found: Vec<Cidr> = Vec::new();
    for said in shoot.range(range).into_iter().chain(assigned) {
        match Cidr::parse(&said.value) {
            Some(cidr) if !found.contains(&cidr) => found.push(cidr),
            Some(_) | None => {}
        }
    }
    found
}
