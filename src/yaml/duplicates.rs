//! Keys that a mapping holds twice.

use super::tree::{ItemId, Tree};
use super::{Fault, View};

/// Below this many keys comparing all pairs is cheaper than sorting.
const FEW: usize = 12;

/// Reports every key that stood in the mapping before.
pub(super) fn find(tree: &Tree, text: &str, map: ItemId, faults: &mut Vec<Fault>) {
    let mut few = [("", map); FEW];
    let mut count = 0;
    let before = faults.len();
    for (name, key) in keys(tree, text, map) {
        if count == FEW {
            faults.truncate(before);
            return find_sorted(tree, text, map, faults);
        }
        let earlier = few[..count].iter().find(|(other, _)| *other == name);
        if let Some(&(_, first)) = earlier {
            faults.push(fault(tree, name, first, key));
        } else {
            few[count] = (name, key);
            count += 1;
        }
    }
}

fn find_sorted(tree: &Tree, text: &str, map: ItemId, faults: &mut Vec<Fault>) {
    let mut keys: Vec<_> = keys(tree, text, map).collect();
    keys.sort_unstable();
    for same in keys.chunk_by(|left, right| left.0 == right.0) {
        for &(name, key) in &same[1..] {
            faults.push(fault(tree, name, same[0].1, key));
        }
    }
}

fn keys<'a>(tree: &'a Tree, text: &'a str, map: ItemId) -> impl Iterator<Item = (&'a str, ItemId)> {
    tree.pairs(map)
        .filter_map(move |(key, _)| match tree.view(text, key) {
            View::Scalar(name, _) => Some((name, key)),
            View::Null | View::List | View::Map | View::Alias(_) => None,
        })
}

fn fault(tree: &Tree, name: &str, first: ItemId, again: ItemId) -> Fault {
    Fault::DuplicateKey {
        key: name.to_owned(),
        first: tree.span(first),
        span: tree.span(again),
    }
}
