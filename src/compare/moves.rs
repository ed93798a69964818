//! Which prefixes lie elsewhere, and what that costs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Column, Cost, Moved};
use crate::addr::{Count, Family, Prefix};
use crate::document::{Costs, Document};
use crate::engine::{Member, Part, What};
use crate::plan::{Kind, RangeKind};
use crate::source::NodeId;

/// Where each prefix lies, by path and part.
pub(super) type Places = BTreeMap<(String, &'static str, Family), Place>;

/// Where the first of a prefix lies, and the others.
pub(super) struct Place {
    first: Prefix,
    /// How many there are, with all that it lies in.
    members: Count,
    /// Of each run that it lies in: how many these are, and where it lies in the second of them.
    seconds: BTreeMap<String, (Count, Option<Prefix>)>,
}

pub(super) fn places(document: &Document) -> Places {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let mut places = BTreeMap::new();
    for node in plan.walk() {
        let path = plan.path(node);
        let mut put = |field: &'static str, family, lies: &dyn Fn(&[Member]) -> Option<Prefix>| {
            let Some(first) = lies(&[]) else { return };
            let runs = plan.chain(node).filter(|&id| plan.count(id) > Count::ONE);
            let second = |node| lies(&[Member { node, index: 1 }]);
            let seconds = runs.map(|id| (plan.path(id), (plan.count(id), second(id))));
            let place = Place {
                first,
                members: plan.members(node),
                seconds: seconds.collect(),
            };
            places.insert((path.clone(), field, family), place);
        };
        let is_shoot = plan.kind(node) == Kind::Shoot;
        let shoot = is_shoot.then(|| evaluation.shoot(plan, node));
        for family in Family::BOTH {
            let Some(shoot) = &shoot else {
                put(family.key(), family, &|members| {
                    evaluation.block_prefix(plan, node, family, members)
                });
                continue;
            };
            for kind in RangeKind::ALL {
                put(kind.key(), family, &|members| {
                    evaluation.range_prefix(shoot, kind, family, members)
                });
            }
        }
    }
    places
}

impl Place {
    /// How many lie elsewhere now; one that only became larger or smaller lies where it was.
    fn elsewhere(&self, now: Option<&Self>) -> Count {
        let Some(now) = now else { return self.members };
        let members = self.members.min(now.members);
        if self.first.raw() != now.first.raw() {
            return members;
        }
        let mut first = Count::ONE;
        for (path, &(count, then)) in &self.seconds {
            let Some(&(other, lies)) = now.seconds.get(path) else {
                continue;
            };
            if then.map(Prefix::raw) != lies.map(Prefix::raw) {
                first = first.times(count.min(other)).unwrap_or(Count::MAX);
            }
        }
        let stay = members.over(first).unwrap_or(Count::ZERO);
        members.minus(stay).unwrap_or(members)
    }
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
        .filter_map(|(key, place)| {
            let to = now.get(key);
            let members = place.elsewhere(to);
            (members > Count::ZERO).then(|| Moved {
                members,
                column,
                path: key.0.clone(),
                field: key.1,
                from: place.first,
                to: to.map(|to| to.first),
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
