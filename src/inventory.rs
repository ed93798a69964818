//! Every prefix of a plan: definition by definition, or member by member.
//!
//! What a definition or a range comes to for a member, and lists of these. It writes nothing.

mod planned;
mod range;
mod subnets;

use crate::addr::{Count, Family, Length, Prefix};
use crate::document::Document;
use crate::engine::{Member, Origin, member_at};
use crate::plan::{Found, Kind, Meaning, Plan, RangeKind};
use crate::source::NodeId;

pub use planned::{Planned, plan_again, planned};
pub use range::{BlockPrefix, RangePrefix, block_prefix, last_members, range_prefix};
pub use subnets::zone_subnets;

/// A prefix of a definition, for all of its members: from that of the first to that of the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The definition.
    pub node: NodeId,
    /// Its path, behind a dot the range of a shoot.
    pub path: String,
    /// Which range of a shoot it is.
    pub range: Option<RangeKind>,
    /// Its family.
    pub family: Family,
    /// Its length, where one is known.
    pub length: Option<Length>,
    /// The prefix of the first member, where it has a place that is known.
    pub first: Option<Prefix>,
    /// That of the last member.
    pub last: Option<Prefix>,
    /// How many members there are.
    pub count: Count,
    /// Where the prefix comes from.
    pub origin: Origin,
}

/// A prefix of one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Single {
    /// The definition.
    pub node: NodeId,
    /// The member's path, behind a dot the range of a shoot.
    pub path: String,
    /// Which range of a shoot it is.
    pub range: Option<RangeKind>,
    /// The zone, where every zone has its own.
    pub zone: Option<String>,
    /// The prefix.
    pub prefix: Prefix,
    /// Where it comes from.
    pub origin: Origin,
}

/// What can't be listed one by one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{total} prefixes are too many to be listed one by one, {most} at most; name a part of the plan"
)]
pub struct TooMany {
    /// How many there are.
    pub total: Count,
    /// How many are listed at most.
    pub most: Count,
}

/// Every prefix below something, definition by definition, in the order of the plan.
pub fn holdings(document: &Document, found: &Found) -> Vec<Holding> {
    let plan = document.plan();
    let named = member_at(found);
    let mut list = Vec::new();
    for node in plan.walk_from(found.node) {
        let members = [named.clone(), last_members(plan, node, &named)];
        let count = total(plan, node, &named);
        match plan.kind(node) {
            Kind::Plan => {}
            Kind::Shoot => ranges(document, node, &members, count, &mut list),
            Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => {
                blocks(document, node, &members, count, &mut list);
            }
        }
    }
    list
}

fn blocks(
    document: &Document,
    node: NodeId,
    members: &[Vec<Member>; 2],
    count: Count,
    list: &mut Vec<Holding>,
) {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let members = [members[0].as_slice(), members[1].as_slice()];
    for family in [Family::V6, Family::V4] {
        let Some(block) = block_prefix(plan, evaluation, node, family, members) else {
            continue;
        };
        list.push(Holding {
            node,
            path: plan.path(node),
            range: None,
            family,
            length: Some(block.length),
            first: block.first,
            last: block.last,
            count,
            origin: block.origin,
        });
    }
}

fn ranges(
    document: &Document,
    node: NodeId,
    members: &[Vec<Member>; 2],
    count: Count,
    list: &mut Vec<Holding>,
) {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let shoot = evaluation.shoot(plan, node);
    for kind in RangeKind::ALL {
        for family in [Family::V6, Family::V4] {
            let of = |members| range_prefix(evaluation, &shoot, (kind, family), members);
            let Some(first) = of(&members[0]) else {
                continue;
            };
            let last = of(&members[1]).and_then(|last| last.prefix);
            list.push(Holding {
                node,
                path: format!("{}.{}", plan.path(node), kind.key()),
                range: Some(kind),
                family,
                length: first.length,
                first: first.prefix,
                last,
                count,
                origin: first.origin,
            });
        }
    }
}

/// How many members a definition stands for, but for those that are named.
fn total(plan: &Plan, node: NodeId, named: &[Member]) -> Count {
    plan.chain(node)
        .filter(|&id| plan.is_counted(id) && named.iter().all(|member| member.node != id))
        .try_fold(Count::ONE, |product, id| product.times(plan.count(id)))
        .unwrap_or(Count::MAX)
}

/// Every prefix below something whose place is known, member by member, in the order of the plan.
pub fn singles(document: &Document, found: &Found, most: Count) -> Result<Vec<Single>, TooMany> {
    let plan = document.plan();
    let named = member_at(found);
    let total = plan
        .walk_from(found.node)
        .filter(|&node| plan.kind(node) != Kind::Plan)
        .try_fold(Count::ZERO, |sum, node| sum.plus(total(plan, node, &named)))
        .unwrap_or(Count::MAX);
    if total > most {
        return Err(TooMany { total, most });
    }
    let mut list = Vec::new();
    below(document, found.node, &named, &mut list);
    Ok(list)
}

/// A definition's members and what lies in each, member by member.
fn below(document: &Document, node: NodeId, members: &[Member], list: &mut Vec<Single>) {
    let plan = document.plan();
    let named = members.iter().any(|member| member.node == node);
    if !plan.is_counted(node) || named {
        return member(document, node, members, list);
    }
    for index in 0..plan.count(node).low().unwrap_or(0) {
        let mut members = members.to_vec();
        members.push(Member { node, index });
        member(document, node, &members, list);
    }
}

fn member(document: &Document, node: NodeId, members: &[Member], list: &mut Vec<Single>) {
    let plan = document.plan();
    match plan.kind(node) {
        Kind::Plan => {}
        Kind::Shoot => member_ranges(document, node, members, list),
        Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => {
            let prefix = |family| {
                document
                    .evaluation()
                    .block_prefix(plan, node, family, members)
            };
            let origin = |family| match plan.network(node, family) {
                Some(Meaning::Prefix(_)) => Origin::Pinned,
                _ => Origin::Placed,
            };
            for family in [Family::V6, Family::V4] {
                list.extend(prefix(family).map(|prefix| Single {
                    node,
                    path: member_path(plan, node, members),
                    range: None,
                    zone: None,
                    prefix,
                    origin: origin(family),
                }));
            }
        }
    }
    for &child in plan.children(node) {
        below(document, child, members, list);
    }
}

fn member_ranges(document: &Document, node: NodeId, members: &[Member], list: &mut Vec<Single>) {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let shoot = evaluation.shoot(plan, node);
    let path = member_path(plan, node, members);
    for kind in RangeKind::ALL {
        for family in [Family::V6, Family::V4] {
            let Some(range) = range_prefix(evaluation, &shoot, (kind, family), members) else {
                continue;
            };
            let single = |zone: Option<&str>, prefix| Single {
                node,
                path: format!("{path}.{}", kind.key()),
                range: Some(kind),
                zone: zone.map(str::to_owned),
                prefix,
                origin: range.origin,
            };
            if family == Family::V6 && range.zones.len() > 1 {
                let zones = range.zones.iter();
                list.extend(zones.filter_map(|&(zone, prefix)| Some(single(Some(zone), prefix?))));
            } else {
                list.extend(range.prefix.map(|prefix| single(None, prefix)));
            }
        }
    }
}

/// The path of a definition, with the numbers of the members that are known: `eu10/live/prod-7/billing`.
pub fn member_path(plan: &Plan, node: NodeId, members: &[Member]) -> String {
    let mut steps: Vec<String> = plan
        .chain(node)
        .filter(|&id| id != NodeId::ROOT)
        .map(|id| step_name(plan, id, members))
        .collect();
    steps.reverse();
    steps.join("/")
}

/// One step of such a path: `prod-7`, or `prod` where the member is not known.
pub fn step_name(plan: &Plan, id: NodeId, members: &[Member]) -> String {
    let name = match plan.name(id) {
        "" => "(unnamed)",
        name => name,
    };
    match members.iter().find(|member| member.node == id) {
        Some(member) => {
            let number = Count::new(member.index).plus(Count::ONE);
            format!("{name}-{}", number.unwrap_or(Count::MAX).decimal())
        }
        None => name.to_owned(),
    }
}
