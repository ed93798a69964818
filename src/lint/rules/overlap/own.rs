//! The three ranges of one shoot.

use super::super::super::Context;
use crate::addr::{Family, Prefix};
use crate::diag::Finding;
use crate::engine::{Origin, Shoot};
use crate::plan::RangeKind;

/// A range of a shoot that overlaps an earlier one of its own.
pub(super) struct Own {
    /// The nearest earlier one.
    pub(super) kind: RangeKind,
    /// Its prefix.
    pub(super) prefix: Prefix,
    /// The prefix of the later one.
    pub(super) mine: Prefix,
    /// How many more there are.
    pub(super) more: usize,
    later: RangeKind,
}

/// The ranges before one of a shoot, in the order nodes, pods, services, that it overlaps.
pub(super) fn earlier(
    context: &Context<'_>,
    shoot: &Shoot<'_>,
    later: RangeKind,
    family: Family,
) -> Option<Own> {
    let mine = prefix_of(context, shoot, later, family)?;
    let before: Vec<(RangeKind, Prefix)> = RangeKind::ALL
        .into_iter()
        .filter(|&kind| kind < later)
        .filter_map(|kind| Some((kind, prefix_of(context, shoot, kind, family)?)))
        .filter(|&(_, prefix)| prefix.overlaps(mine))
        .filter(|&(kind, _)| !by_design(shoot, kind, later, family))
        .collect();
    let &(kind, prefix) = before.last()?;
    Some(Own {
        kind,
        prefix,
        mine,
        more: before.len() - 1,
        later,
    })
}

/// A written range is the same for all members, or the whole run's; of a placed one the first member's stands for all.
fn prefix_of(
    context: &Context<'_>,
    shoot: &Shoot<'_>,
    kind: RangeKind,
    family: Family,
) -> Option<Prefix> {
    let range = shoot.range(kind, family)?;
    range
        .written
        .or_else(|| context.evaluation.range_prefix(shoot, kind, family, &[]))
}

/// Services in a node subnet and the VPC as range of nodes and of pods, where the profile has it so; and what is placed
/// in a flat block, whose budget counts both.
fn by_design(shoot: &Shoot<'_>, earlier: RangeKind, later: RangeKind, family: Family) -> bool {
    let origin = |kind| shoot.range(kind, family).map(|range| range.origin);
    let given = |kind| matches!(origin(kind), Some(Origin::Pinned | Origin::Assigned));
    let in_subnet = later == RangeKind::Services
        && shoot.profile.services.in_node_subnet.value
        && given(earlier)
        && given(later);
    let the_vpc = (earlier, later) == (RangeKind::Nodes, RangeKind::Pods)
        && shoot.profile.nodes.nodes_and_pods_are_the_vpc.value
        && given(earlier)
        && given(later);
    let flat = earlier == RangeKind::Nodes
        && shoot.flat.is_some()
        && shoot
            .range(later, family)
            .and_then(|range| range.pool)
            .is_some_and(|pool| Some(pool.owner) == shoot.flat);
    in_subnet || the_vpc || flat
}

impl Own {
    /// The finding with what Gardener says to it: that it refuses the shoot, or that it does not look.
    pub(super) fn refused(&self, shoot: &Shoot<'_>, mut finding: Finding) -> Finding {
        const ADMISSION: &str = "gardener-apiserver, when the shoot is made or changed";
        if self.mine.family() == Family::V4 {
            return finding.refused(ADMISSION, self.literal());
        }
        let with = if shoot.has(Family::V4) {
            "IPv6 ranges"
        } else {
            "clusters with IPv6 alone"
        };
        finding.message += &format!(
            "; this check is trellis's own, for Gardener does not compare the ranges of {with}"
        );
        finding
    }

    const fn literal(&self) -> &'static str {
        match (self.kind, self.later) {
            (RangeKind::Pods, _) => "shoot pod network intersects with shoot service network",
            (_, RangeKind::Services) => "shoot service network intersects with shoot node network",
            (_, RangeKind::Nodes | RangeKind::Pods) => {
                "shoot pod network intersects with shoot node network"
            }
        }
    }
}
