//! The member of a shoot whose range meets a prefix.

use super::super::super::Context;
use crate::addr::{Count, Family, Prefix};
use crate::engine::{Member, Origin, Shoot};
use crate::plan::RangeKind;

/// The range of a member that overlaps a prefix, if one does. What lies in the nodes' range is compared with that.
pub(super) fn overlapping(
    context: &Context<'_>,
    shoot: &Shoot<'_>,
    kind: RangeKind,
    prefix: Prefix,
) -> Option<Prefix> {
    let range = shoot.range(kind, Family::V6)?;
    if range.origin == Origin::Node {
        return None;
    }
    if let Some(written) = range.written {
        return Some(written).filter(|written| written.overlaps(prefix));
    }
    let evaluation = context.evaluation;
    let members = members(context, shoot, kind, prefix);
    let first = evaluation.range_prefix(shoot, kind, Family::V6, &members)?;
    (0..range.zones)
        .filter_map(|zone| evaluation.zone_prefix(shoot, range, first, zone))
        .find(|zone| zone.overlaps(prefix))
}

/// The members of everything counted around a shoot, and of itself, that lie nearest to a prefix.
fn members(
    context: &Context<'_>,
    shoot: &Shoot<'_>,
    kind: RangeKind,
    prefix: Prefix,
) -> Vec<Member> {
    let (plan, evaluation) = (context.plan, context.evaluation);
    let mut around: Vec<_> = plan.chain(shoot.node).collect();
    around.reverse();
    let mut members = Vec::new();
    for node in around.into_iter().filter(|&node| plan.is_counted(node)) {
        let of = |members: &[Member]| {
            if node == shoot.node {
                evaluation.range_prefix(shoot, kind, Family::V6, members)
            } else {
                evaluation.block_prefix(plan, node, Family::V6, members)
            }
        };
        let Some(first) = of(&members) else {
            continue;
        };
        let mut next = members.clone();
        next.push(Member { node, index: 1 });
        let last = plan
            .count(node)
            .minus(Count::ONE)
            .map_or(0, Count::saturating);
        let step = of(&next).and_then(|next| next.raw().checked_sub(first.raw()));
        let index = match (step, prefix.raw().checked_sub(first.raw())) {
            (Some(step), Some(distance)) if step > 0 && last > 0 => (distance / step).min(last),
            _ => 0,
        };
        members.push(Member { node, index });
    }
    members
}
