//! What the tree says of a shoot and its ranges, in words.

use crate::addr::Family;
use crate::engine::{OfFamily, Origin, PodAllocator, Shoot, Truth};
use crate::inventory::RangePrefix;
use crate::plan::RangeKind;
use crate::visible::clean;

/// "200 of 65,536 nodes".
pub(super) fn nodes_text(shoot: &Shoot<'_>, truth: &Truth) -> String {
    let most = truth
        .max_nodes
        .value
        .map_or_else(|| "any number of".to_owned(), |count| count.to_string());
    match shoot.wanted_nodes() {
        Some(wanted) if truth.max_nodes.value.is_some() => format!("{wanted} of {most} nodes"),
        Some(wanted) => format!("{wanted} nodes, no bound"),
        None => format!("{most} nodes"),
    }
}

/// "bound by node-range · 110 pods a node".
pub(super) fn bounds_text(truth: &Truth) -> String {
    let mut parts = Vec::new();
    parts.extend(truth.max_nodes.by.map(|by| format!("bound by {by}")));
    if let Some(pods) = truth.max_pods.value {
        let by = match truth.max_pods.by {
            Some("max-pods") | None => String::new(),
            Some(by) => format!(" (bound by {by})"),
        };
        parts.push(format!("{pods} pods a node{by}"));
    }
    parts.join(" · ")
}

/// The prefix, or how it comes to be.
pub(super) fn range_text(range: &RangePrefix<'_>, truth: &OfFamily) -> String {
    let of_node = truth.pod_range.map(|node| node.length);
    let length = range
        .length
        .or(of_node)
        .map_or_else(String::new, |length| format!(", {length}"));
    if let Some(prefix) = range.prefix {
        let last = range.zones.last().and_then(|&(_, last)| last);
        return match (last, range.origin) {
            (Some(last), _) if last != prefix && last.length() == prefix.length() => {
                format!("{prefix} … {last}")
            }
            (_, Origin::Default) => format!("{prefix} (default)"),
            _ => prefix.to_string(),
        };
    }
    match range.origin {
        Origin::Node => format!("from node{length}"),
        Origin::Assigned => format!("assigned{length}"),
        Origin::Undrawn => format!("not drawn yet{length}"),
        Origin::Unplaced => format!("unplaced{length}"),
        Origin::Custom => "custom".to_owned(),
        Origin::None => "none".to_owned(),
        Origin::Pinned | Origin::Literal | Origin::Placed | Origin::Default => {
            format!("unknown{length}")
        }
    }
}

/// What nodes or services get of the range, and the spec that asks for it.
pub(super) fn detail_text(
    range: &RangePrefix<'_>,
    truth: &Truth,
    part: (RangeKind, Family),
) -> String {
    let (kind, family) = part;
    let of_family = truth.of(family);
    let mut parts = Vec::new();
    parts.extend(range.spec.as_deref().map(|spec| clean(spec).into_owned()));
    if range.zones.len() > 1 {
        parts.push(format!("{} zones", range.zones.len()));
    }
    match kind {
        RangeKind::Nodes => {
            parts.extend(
                of_family
                    .node_prefix
                    .map(|node| format!("{} a node", node.length)),
            );
        }
        RangeKind::Pods => {
            let each = of_family.pod_range.filter(|_| range.origin != Origin::Node);
            let each = each.map_or_else(String::new, |node| format!("{} a node ", node.length));
            let by = allocator_text(truth.allocator);
            parts.extend(by.map(|by| format!("{each}by {by}")));
        }
        RangeKind::Services => {
            let addresses = of_family.service_addresses;
            parts.extend(addresses.map(|count| format!("{count} addresses")));
        }
    }
    parts.join(" · ")
}

/// Who gives nodes their pod ranges, if anyone does.
const fn allocator_text(allocator: PodAllocator) -> Option<&'static str> {
    match allocator {
        PodAllocator::Range => Some("kube nodeipam"),
        PodAllocator::Cloud => Some("the cloud"),
        PodAllocator::Cni => Some("the CNI"),
        PodAllocator::External => Some("something outside"),
        PodAllocator::None => None,
    }
}
