//! Imported prefixes and seeds beside those that a plan has.

use std::collections::BTreeMap;

use super::merge::{Difference, Merged};
use super::{insert, tree};
use crate::addr::{Family, Prefix, parse_prefix};
use crate::document::Document;
use crate::manifest::Landscape;
use crate::plan::{Draft, Edit, Field, Kind, Value};
use crate::source::NodeId;

/// Adds blocks with their prefixes to a block of the plan, each where its bits lie. A prefix that is there stays as it is
/// but for its state, and what lies in it is looked for inside.
pub fn merge_blocks(document: &Document, under: NodeId, drafts: Vec<Draft>, merged: &mut Merged) {
    let mut fresh: BTreeMap<NodeId, Vec<Draft>> = BTreeMap::new();
    let mut waiting = drafts;
    waiting.reverse();
    while let Some(mut draft) = waiting.pop() {
        let prefix = prefix_of(&draft);
        let (around, there) =
            prefix.map_or((under, None), |prefix| deepest(document, under, prefix));
        let named = || by_name(document, under, &draft);
        let Some(node) = there.or_else(|| named().filter(|_| prefix.is_none())) else {
            merged.added.push(called(&draft));
            fresh.entry(around).or_default().push(draft);
            continue;
        };
        merged.same += 1;
        set_state(document, node, &draft, merged);
        let mut inside = std::mem::take(&mut draft.children);
        inside.reverse();
        waiting.extend(inside);
    }
    for (parent, drafts) in fresh {
        merged.edits.push(insert(document.plan(), parent, drafts));
    }
}

fn text(draft: &Draft, field: Field) -> Option<&str> {
    let said = draft.fields.iter().find(|(other, _)| *other == field);
    said.and_then(|(_, value)| value.as_text())
}

fn called(draft: &Draft) -> String {
    let name = text(draft, Field::Name).unwrap_or("");
    prefix_of(draft).map_or_else(|| name.to_owned(), |prefix| format!("{name} {prefix}"))
}

fn prefix_of(draft: &Draft) -> Option<Prefix> {
    let said = text(draft, Field::V4).or_else(|| text(draft, Field::V6))?;
    parse_prefix(said).ok()
}

/// The deepest block that holds a prefix, and the one that has exactly it.
fn deepest(document: &Document, under: NodeId, prefix: Prefix) -> (NodeId, Option<NodeId>) {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let mut at = under;
    loop {
        let blocks = plan
            .children(at)
            .iter()
            .copied()
            .filter(|&child| plan.kind(child) != Kind::Shoot && !plan.is_counted(child));
        let around = |child: NodeId| -> Option<NodeId> {
            if let Some(own) = evaluation.block_prefix(plan, child, prefix.family(), &[]) {
                return own.covers(prefix).then_some(child);
            }
            // A block without a prefix, such as a region of imported shoots, may hold others that have one.
            let inside = plan.walk_from(child).skip(1);
            let mut inside = inside
                .filter(|&node| plan.kind(node) != Kind::Shoot)
                .filter_map(|node| evaluation.block_prefix(plan, node, prefix.family(), &[]));
            inside.any(|own| own.covers(prefix)).then_some(child)
        };
        let mut around = blocks.filter_map(around);
        let Some(child) = around.next() else {
            return (at, None);
        };
        if evaluation.block_prefix(plan, child, prefix.family(), &[]) == Some(prefix) {
            return (child, Some(child));
        }
        at = child;
    }
}

/// A block without a prefix is known by its name.
fn by_name(document: &Document, under: NodeId, draft: &Draft) -> Option<NodeId> {
    let plan = document.plan();
    let name = text(draft, Field::Name)?;
    let blank = |node: NodeId| {
        Family::BOTH
            .iter()
            .all(|&family| plan.network(node, family).is_none())
    };
    let list = plan.list(under, draft.kind).iter().copied();
    list.filter(|&node| blank(node))
        .find(|&node| plan.name(node) == name)
}

fn set_state(document: &Document, node: NodeId, draft: &Draft, merged: &mut Merged) {
    let plan = document.plan();
    let Some(wanted) = text(draft, Field::State) else {
        return;
    };
    let now = plan
        .value(node, Field::State)
        .and_then(Value::as_text)
        .unwrap_or("");
    if now == wanted {
        return;
    }
    merged.changed.push(Difference {
        path: plan.path(node),
        field: Field::State.key().to_owned(),
        from: now.to_owned(),
        to: wanted.to_owned(),
    });
    merged
        .edits
        .push(Edit::set(node, Field::State, Some(Value::text(wanted))));
}

/// Adds the seeds that stand among the Shoots and not in the plan.
pub fn merge_seeds(document: &Document, landscape: &Landscape, merged: &mut Merged) {
    let Some(Value::List(wanted)) = tree::seeds(landscape) else {
        return;
    };
    let now = document.plan().value(NodeId::ROOT, Field::Seeds);
    let mut all: Vec<Value> = now.map_or(&[][..], Value::items).to_vec();
    let before = all.len();
    for seed in wanted {
        let name = seed.key("name").cloned();
        if !all.iter().any(|other| other.key("name").cloned() == name) {
            merged.added.push(format!(
                "the seed {}",
                name.as_ref().and_then(Value::as_text).unwrap_or("")
            ));
            all.push(seed);
        }
    }
    if all.len() > before {
        merged.edits.push(Edit::set(
            NodeId::ROOT,
            Field::Seeds,
            Some(Value::List(all.into())),
        ));
    }
}
