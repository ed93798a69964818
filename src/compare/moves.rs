//! Which prefixes lie elsewhere, and what that costs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Column, Cost, Moved};
use crate::addr::{Count, Family, Prefix};
use crate::document::{Costs, Document};
use crate::engine::{Part, What};
use crate::plan::{Kind, Plan, RangeKind};
use crate::source::NodeId;

/// Where the first of each prefix lies, and how many of it there are, by path and part.
pub(super) type Places = BTreeMap<(String, &'static str, Family), (Prefix, Count)>;

pub(super) fn places(document: &Document) -> Places {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let mut places = BTreeMap::new();
    for node in plan.walk() {
        let path = plan.path(node);
        for family in Family::BOTH {
            let mut put = |field: &'static str, prefix: Option<Prefix>| {
                let all = members(plan, node);
                places.extend(prefix.map(|prefix| ((path.clone(), field, family), (prefix, all))));
            };
            if plan.kind(node) == Kind::Shoot {
                let shoot = evaluation.shoot(plan, node);
                for kind in RangeKind::ALL {
                    put(
                        kind.key(),
                        evaluation.range_prefix(&shoot, kind, family, &[]),
                    );
                }
            } else {
                put(
                    family.key(),
                    evaluation.block_prefix(plan, node, family, &[]),
                );
            }
        }
    }
    places
}

/// How many a definition stands for, with all that it lies in.
pub(super) fn members(plan: &Plan, node: NodeId) -> Count {
    let mut counts = plan.chain(node).map(|id| plan.count(id));
    counts
        .try_fold(Count::ONE, Count::times)
        .unwrap_or(Count::MAX)
}

pub(super) fn sum_of(counts: impl IntoIterator<Item = Count>) -> Count {
    let sum = counts.into_iter().try_fold(Count::ZERO, Count::plus);
    sum.unwrap_or(Count::MAX)
}

pub(super) fn moved(before: &Places, now: &Places, column: usize) -> Vec<Moved> {
    let paths: BTreeSet<&String> = now.keys().map(|(path, ..)| path).collect();
    before
        .iter()
        .filter(|((path, ..), _)| paths.contains(path))
        .filter_map(|(key, &(from, members))| {
            let to = now.get(key).map(|&(to, _)| to);
            (to != Some(from)).then(|| Moved {
                members,
                column,
                path: key.0.clone(),
                field: key.1,
                from,
                to,
            })
        })
        .collect()
}

pub(super) fn cost(moves: &[Moved], columns: &[Column<'_>], index: usize) -> Cost {
    let own: Vec<&Moved> = moves.iter().filter(|one| one.column == index).collect();
    let by_path = |document: &Document| -> BTreeMap<String, NodeId> {
        let plan = document.plan();
        plan.walk().map(|node| (plan.path(node), node)).collect()
    };
    let documents = [columns[0].document, columns[index].document];
    let nodes = documents.map(by_path);
    let mut costs = Costs::default();
    for one in &own {
        let range = RangeKind::ALL
            .into_iter()
            .find(|kind| kind.key() == one.field);
        let what = What::Part(range.map_or(Part::Block, Part::Range));
        let sides = documents.into_iter().zip(&nodes);
        for ((document, nodes), prefix) in sides.zip([Some(one.from), one.to]) {
            if let (Some(prefix), Some(&node)) = (prefix, nodes.get(&one.path)) {
                let seen = (document.plan(), document.evaluation());
                costs.zones(seen, (node, what), prefix);
            }
        }
        costs.touch(nodes[1].get(&one.path).copied());
    }
    let sum = costs.sum(documents[1].plan(), usize::MAX);
    Cost {
        column: index,
        prefixes: sum_of(own.iter().map(|one| one.members)),
        shoots: sum.shoots,
        zones: sum.zones,
    }
}
