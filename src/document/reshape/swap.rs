//! Two levels change places: zones of VPCs become VPCs of zones. What lies in a zone of a VPC lies in the same zone of the
//! same VPC afterwards, in a block of the same size.

use std::collections::BTreeMap;

use super::orders::Row;
use super::{Document, NotReshaped, Reshape, field_of};
use crate::addr::{Family, Length};
use crate::plan::{Draft, Edit, Field, Item, Kind, Meaning, On, Value};
use crate::source::NodeId;

/// So many blocks of the two levels are made at most: each is written by itself.
const PAIRS_MOST: usize = 4096;

/// Two levels that change places, and what each order gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swap {
    /// The change.
    pub reshape: Reshape,
    /// What differs between the orders.
    pub rows: Vec<Row>,
}

/// The blocks of two levels, one in the other.
pub(super) struct Levels {
    /// What they lie in.
    pub(super) parent: NodeId,
    /// The outer level: a list.
    pub(super) outer: Vec<NodeId>,
    /// The inner level by kind and name: where it lies in each outer block that has it.
    pub(super) inner: Vec<Inner>,
    /// The families that they have, each with how much shorter the inner ones become.
    pub(super) families: Vec<Sizes>,
}

pub(super) struct Inner {
    /// Its definitions, each with the place of the outer block in which it lies.
    pub(super) places: Vec<(usize, NodeId)>,
}

/// The lengths of a family above the inner level.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    pub(super) family: Family,
    pub(super) parent: Length,
    pub(super) outer: Length,
}

impl Document {
    /// Lets the level of a block change places with the level below; the innermost one with the level above.
    pub fn swap(&mut self, node: NodeId) -> Result<Swap, NotReshaped> {
        let levels = self.levels_to_swap(self.outer_of(node))?;
        let words = self.words(&levels);
        let edit = self.swap_edit(&levels);
        let mut other = self.clone();
        other.edit(edit.clone()).map_err(NotReshaped::Refused)?;
        let rows = self.rows(&levels, &words, &other);
        let [outer, inner] = &words;
        Ok(Swap {
            reshape: Reshape {
                title: format!("let {outer} and {inner} change places"),
                lines: rows.iter().map(Row::line).collect(),
                edit,
            },
            rows,
        })
    }

    /// The outer of the two levels that are meant.
    fn outer_of(&self, node: NodeId) -> NodeId {
        let plan = &self.plan;
        let mut children = plan.children(node).iter();
        let is_innermost =
            plan.kind(node).is_block() && !children.any(|&child| plan.kind(child).is_block());
        let above = plan.parent(node).filter(|_| is_innermost);
        let has_room = |&above: &NodeId| plan.chain(above).count() > 2;
        above.filter(has_room).unwrap_or(node)
    }

    fn levels_to_swap(&self, node: NodeId) -> Result<Levels, NotReshaped> {
        let plan = &self.plan;
        let kind = plan.kind(node);
        let parent = plan.parent(node).ok_or(NotReshaped::Root)?;
        if kind == Kind::Shoot {
            return Err(NotReshaped::ShootLevel);
        }
        if plan.parent(parent).is_none() {
            return Err(NotReshaped::Root);
        }
        let outer = plan.list(parent, kind).to_vec();
        let mut inner: Vec<Inner> = Vec::new();
        let mut known: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
        for (place, &id) in outer.iter().enumerate() {
            self.holds_anywhere(id)?;
            if plan.children(id).is_empty() {
                return Err(NotReshaped::NothingBelow(plan.name(id).to_owned()));
            }
            for &child in plan.children(id) {
                let (kind, name) = (plan.kind(child), plan.name(child));
                if kind == Kind::Shoot {
                    let (child, name) = (name.to_owned(), plan.name(id).to_owned());
                    return Err(NotReshaped::Beside { child, name });
                }
                self.holds_anywhere(child)?;
                let at = *known.entry((kind, name)).or_insert_with(|| {
                    inner.push(Inner { places: Vec::new() });
                    inner.len() - 1
                });
                inner[at].places.push((place, child));
            }
        }
        for one in &inner {
            self.is_one_block(one)?;
            let name = plan.name(one.places[0].1);
            let others = plan.children(parent).iter();
            let mut others = others.filter(|id| !outer.contains(id));
            if others.any(|&id| plan.name(id) == name) {
                return Err(NotReshaped::SameName {
                    one: plan.name(parent).to_owned(),
                    other: plan.name(outer[one.places[0].0]).to_owned(),
                    child: name.to_owned(),
                });
            }
        }
        let pairs: usize = inner.iter().map(|one| one.places.len()).sum();
        if pairs > PAIRS_MOST {
            return Err(NotReshaped::ManyPairs(pairs));
        }
        let families = self.sizes(parent, &outer, &inner)?;
        Ok(Levels {
            parent,
            outer,
            inner,
            families,
        })
    }

    /// Whether nothing of a block holds for its own place alone.
    fn holds_anywhere(&self, node: NodeId) -> Result<(), NotReshaped> {
        let plan = &self.plan;
        let written =
            |family: &Family| matches!(plan.network(node, *family), Some(Meaning::Prefix(_)));
        if Family::BOTH.iter().any(written) {
            return Err(NotReshaped::InUse(plan.path(node)));
        }
        for field in [Field::Ula, Field::Flat] {
            if plan.entry(node, field).is_some() {
                return Err(NotReshaped::HoldsHere {
                    path: plan.path(node),
                    field: field.key(),
                });
            }
        }
        Ok(())
    }

    /// Whether blocks of one name say the same in all outer blocks.
    fn is_one_block(&self, inner: &Inner) -> Result<(), NotReshaped> {
        let plan = &self.plan;
        let (_, first) = inner.places[0];
        for &(_, other) in &inner.places[1..] {
            let differs = crate::plan::FIELDS
                .iter()
                .find(|info| plan.value(first, info.field) != plan.value(other, info.field));
            if let Some(info) = differs {
                return Err(NotReshaped::Unlike {
                    one: plan.path(first),
                    other: plan.path(other),
                    field: info.key,
                });
            }
        }
        Ok(())
    }

    fn sizes(
        &self,
        parent: NodeId,
        outer: &[NodeId],
        inner: &[Inner],
    ) -> Result<Vec<Sizes>, NotReshaped> {
        let plan = &self.plan;
        let mut families = Vec::new();
        for family in Family::BOTH {
            let length = |id: NodeId| self.plan.length(id, family);
            let all_inner = || inner.iter().map(|one| one.places[0].1);
            let first = length(outer[0]);
            for id in outer.iter().copied().chain(all_inner()) {
                if first.is_some() != length(id).is_some() {
                    return Err(NotReshaped::NoSize {
                        name: plan.path(id),
                    });
                }
            }
            for &id in &outer[1..] {
                if length(id) != first {
                    return Err(NotReshaped::Unlike {
                        one: plan.path(outer[0]),
                        other: plan.path(id),
                        field: field_of(family).key(),
                    });
                }
            }
            let Some(of_outer) = first else { continue };
            let Some(of_parent) = length(parent) else {
                return Err(NotReshaped::NoSize {
                    name: plan.path(parent),
                });
            };
            let fills = |low: NodeId, high: Length| {
                length(low).is_none_or(|length| length.bits() <= high.bits())
            };
            let full = (fills(outer[0], of_parent)).then_some(outer[0]);
            let full = full.or_else(|| all_inner().find(|&id| fills(id, of_outer)));
            if let Some(id) = full {
                return Err(NotReshaped::Fills(plan.path(id)));
            }
            families.push(Sizes {
                family,
                parent: of_parent,
                outer: of_outer,
            });
        }
        if families.is_empty() {
            return Err(NotReshaped::NoSize {
                name: plan.path(outer[0]),
            });
        }
        Ok(families)
    }

    /// The first definition of each inner block moves out and becomes an outer one. Each outer block moves into the first
    /// of them in which it had something; for the others it is copied.
    fn swap_edit(&mut self, levels: &Levels) -> Edit {
        let mut edits = Vec::new();
        let first_place = {
            let kind = self.plan.kind(levels.outer[0]);
            let list = self.plan.list(levels.parent, kind);
            list.iter().position(|id| *id == levels.outer[0])
        };
        let mut numbers: BTreeMap<Kind, usize> = BTreeMap::new();
        for inner in &levels.inner {
            let node = inner.places[0].1;
            let kind = self.plan.kind(node);
            let start = if kind == self.plan.kind(levels.outer[0]) {
                first_place.unwrap_or(0)
            } else {
                self.plan.list(levels.parent, kind).len()
            };
            let number = numbers.entry(kind).or_insert(0);
            edits.push(Edit::Move {
                node,
                parent: levels.parent,
                index: start + *number,
            });
            *number += 1;
        }
        let mut used = vec![false; levels.outer.len()];
        let mut left = Vec::new();
        for inner in &levels.inner {
            let block = inner.places[0].1;
            let mut contents = Vec::new();
            for (index, &(place, old)) in inner.places.iter().enumerate() {
                let outer = levels.outer[place];
                let zone = if std::mem::replace(&mut used[place], true) {
                    let draft = self.inner_draft(levels, outer, block);
                    let new = self.plan.prepare(block, draft);
                    edits.push(Edit::Insert {
                        parent: block,
                        index,
                        item: Item::Again(new),
                    });
                    new
                } else {
                    edits.push(Edit::Move {
                        node: outer,
                        parent: block,
                        index,
                    });
                    left.push((outer, block));
                    outer
                };
                contents.push((old, zone));
            }
            for (old, zone) in contents {
                let inside = self.plan.children(old).to_vec();
                edits.extend(self.moves_to_new(&inside, zone));
                if old != block {
                    edits.push(Edit::Remove { node: old });
                }
            }
        }
        for (outer, block) in left {
            edits.extend(self.inner_fields(levels, outer, block));
        }
        for inner in &levels.inner {
            edits.extend(self.outer_lengths(levels, inner.places[0].1));
        }
        Edit::Many(edits)
    }

    /// The new lengths of a block that becomes an outer one: shorter by the bits of the level above.
    fn outer_lengths(&self, levels: &Levels, block: NodeId) -> Vec<Edit> {
        let sizes = levels.families.iter();
        let new = sizes.filter_map(|sizes| {
            let now = self.plan.length(block, sizes.family)?;
            let new = outer_length(*sizes, now)?;
            Some(Edit::set(
                block,
                field_of(sizes.family),
                Some(Value::text(new.to_string())),
            ))
        });
        new.collect()
    }

    /// What an outer block says otherwise inside of an inner one. It has its size; and what both said, the inner one has
    /// said last.
    fn inner_values(
        &self,
        levels: &Levels,
        outer: NodeId,
        block: NodeId,
    ) -> Vec<(Field, Option<Value>)> {
        let plan = &self.plan;
        let sizes = levels.families.iter();
        let mut values: Vec<(Field, Option<Value>)> = sizes
            .filter_map(|sizes| {
                let length = self.plan.length(block, sizes.family)?;
                let text = Value::text(length.to_string());
                Some((field_of(sizes.family), Some(text)))
            })
            .collect();
        for entry in plan.fields(outer) {
            let field = entry.field;
            let Some(said) = plan
                .value(block, field)
                .filter(|_| field.info().on == On::Setting)
            else {
                continue;
            };
            let both =
                (field == Field::ManifestFields).then(|| over(plan.value_of(entry.value), said));
            values.push((field, both));
        }
        values
    }

    fn inner_fields(&self, levels: &Levels, outer: NodeId, block: NodeId) -> Vec<Edit> {
        let values = self.inner_values(levels, outer, block).into_iter();
        values
            .map(|(field, value)| Edit::set(outer, field, value))
            .collect()
    }

    fn inner_draft(&self, levels: &Levels, outer: NodeId, block: NodeId) -> Draft {
        let plan = &self.plan;
        let mut fields = vec![(Field::Name, Value::text(plan.name(outer)))];
        let own = plan.fields(outer).iter();
        fields.extend(own.map(|entry| (entry.field, plan.value_of(entry.value).clone())));
        for (field, value) in self.inner_values(levels, outer, block) {
            fields.retain(|(other, _)| *other != field);
            fields.extend(value.map(|value| (field, value)));
        }
        Draft {
            kind: plan.kind(outer),
            fields,
            children: Vec::new(),
        }
    }
}

/// The length of an inner block when it becomes an outer one: the bits of the level above it go below.
pub(super) fn outer_length(sizes: Sizes, now: Length) -> Option<Length> {
    let bits = now.bits().checked_sub(sizes.outer.bits())?;
    Length::new(sizes.family, sizes.parent.bits().checked_add(bits)?)
}

/// A mapping over another one: what both say, the upper one says.
fn over(low: &Value, high: &Value) -> Value {
    let (Value::Map(under), Value::Map(above)) = (low, high) else {
        return high.clone();
    };
    let mut pairs = under.to_vec();
    for (key, value) in above {
        match pairs.iter_mut().find(|(name, _)| name == key) {
            Some((_, old)) => *old = over(old, value),
            None => pairs.push((key.clone(), value.clone())),
        }
    }
    Value::Map(pairs.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_last_stays_said() {
        let map = |pairs: &[(&str, Value)]| {
            Value::Map(
                pairs
                    .iter()
                    .map(|(key, value)| ((*key).into(), value.clone()))
                    .collect(),
            )
        };
        let low = map(&[
            ("a", Value::text("1")),
            ("b", map(&[("c", Value::text("2"))])),
        ]);
        let high = map(&[("b", map(&[("d", Value::text("3"))])), ("a", Value::Null)]);
        assert_eq!(over(&low, &high).line(), "{a: null, b: {c: 2, d: 3}}");
    }
}
