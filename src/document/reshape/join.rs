//! Two halves become one block; a run with nothing in it becomes one.

use super::{Document, NotReshaped, Reshape, field_of};
use crate::addr::{Family, Length, Prefix};
use crate::engine::{Outcome, Part};
use crate::plan::{Edit, Field, Kind, Meaning, Value};
use crate::source::NodeId;

impl Document {
    /// Joins a block with the one behind it, or the members of a run with nothing in it.
    pub fn join(&self, node: NodeId) -> Result<Reshape, NotReshaped> {
        match self.plan.kind(node) {
            Kind::Plan => return Err(NotReshaped::Root),
            Kind::Shoot => return Err(NotReshaped::Shoot),
            Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => {}
        }
        if self.plan.is_counted(node) {
            return self.join_run(node);
        }
        self.join_halves(node)
    }

    fn join_run(&self, node: NodeId) -> Result<Reshape, NotReshaped> {
        let plan = &self.plan;
        let name = plan.name(node);
        let no_block = || NotReshaped::NoBlock(name.to_owned());
        let bits = plan.count(node).exponent().filter(|&bits| bits > 0);
        let bits = bits.filter(|_| plan.children(node).is_empty() && plan.reserve(node).is_zero());
        let bits = bits.ok_or_else(no_block)?;
        let mut edits = Vec::new();
        let mut sizes = Vec::new();
        for family in Family::BOTH {
            let Some(old) = self.plan.length(node, family) else {
                continue;
            };
            let new = u32::from(old.bits()).checked_sub(bits);
            let new = new.and_then(|new| u8::try_from(new).ok());
            let new = new
                .and_then(|new| Length::new(family, new))
                .ok_or_else(no_block)?;
            let whole = self.whole(node, family, new)?;
            sizes.push(new.to_string());
            edits.push(Edit::set(node, field_of(family), Some(Value::text(whole))));
        }
        edits.push(Edit::set(node, Field::Count, None));
        let sizes = sizes.join(" and ");
        Ok(Reshape {
            title: format!("join the members of {name} into one {sizes}"),
            lines: vec![format!(
                "{name}-1 … become one block, which is called {name}"
            )],
            edit: Edit::Many(edits),
        })
    }

    /// What is written for the whole of which a block is the first part: its prefix, or the length.
    fn whole(&self, node: NodeId, family: Family, new: Length) -> Result<String, NotReshaped> {
        let plan = &self.plan;
        let apart = || NotReshaped::NoBlock(plan.name(node).to_owned());
        if let Some(Meaning::Prefix(prefix)) = plan.network(node, family) {
            let whole = Prefix::from_raw(prefix.raw(), new);
            return whole.map(|whole| whole.to_string()).ok_or_else(apart);
        }
        Ok(new.to_string())
    }

    fn join_halves(&self, node: NodeId) -> Result<Reshape, NotReshaped> {
        let plan = &self.plan;
        let parent = plan.parent(node).ok_or(NotReshaped::Root)?;
        let list = plan.list(parent, plan.kind(node));
        let name = plan.name(node).to_owned();
        let at = list.iter().position(|&other| other == node).unwrap_or(0);
        let other = *list
            .get(at + 1)
            .ok_or_else(|| NotReshaped::Alone(name.clone()))?;
        let second = plan.name(other).to_owned();
        if plan.is_counted(other) {
            return Err(NotReshaped::NoBlock(second));
        }
        let mut edits = Vec::new();
        let mut sizes = Vec::new();
        for family in Family::BOTH {
            let (mine, theirs) = (
                self.plan.length(node, family),
                self.plan.length(other, family),
            );
            let Some(old) = mine.filter(|_| mine == theirs) else {
                let says = |length: Option<Length>| {
                    length.map_or_else(|| "none".to_owned(), |length| length.to_string())
                };
                if mine == theirs {
                    continue;
                }
                return Err(NotReshaped::Unequal {
                    one: name,
                    other: second,
                    why: format!("{} and {} in {family}", says(mine), says(theirs)),
                });
            };
            let apart = || NotReshaped::Apart {
                one: name.clone(),
                other: second.clone(),
                family,
            };
            let new = old
                .bits()
                .checked_sub(1)
                .and_then(|bits| Length::new(family, bits))
                .ok_or_else(apart)?;
            if !self.are_halves((node, other), family, old) {
                return Err(apart());
            }
            sizes.push(new.to_string());
            let whole = match plan.network(node, family) {
                Some(Meaning::Prefix(prefix)) => Prefix::from_raw(prefix.raw(), new)
                    .ok_or_else(apart)?
                    .to_string(),
                _ => new.to_string(),
            };
            edits.push(Edit::set(node, field_of(family), Some(Value::text(whole))));
        }
        if sizes.is_empty() {
            return Err(NotReshaped::NoSize { name });
        }
        let (moved, mut lines) = self.taken_in(node, other)?;
        edits.extend(moved);
        let (kept, lost) = self.told_of(node, other);
        edits.extend(kept);
        lines.extend(lost);
        edits.push(Edit::Remove { node: other });
        lines.insert(
            0,
            format!(
                "{name} becomes {}, and {second} is gone",
                sizes.join(" and ")
            ),
        );
        Ok(Reshape {
            title: format!("join {name} and {second}"),
            lines,
            edit: Edit::Many(edits),
        })
    }

    /// Whether two blocks are the halves of one: what has no place yet can be.
    fn are_halves(&self, of: (NodeId, NodeId), family: Family, length: Length) -> bool {
        let place = |node| {
            let demand = self
                .evaluation
                .demand(&self.plan, node, Part::Block, family);
            match (
                self.evaluation.block_prefix(&self.plan, node, family, &[]),
                demand,
            ) {
                (Some(prefix), _) => Some(prefix.raw()),
                (None, Some((_, demand))) => match demand.outcome {
                    Outcome::Placed(offset) => Some(offset),
                    _ => None,
                },
                (None, None) => None,
            }
        };
        match (place(of.0), place(of.1)) {
            (Some(first), Some(second)) => {
                let (first, second) = (length.index_at(first), length.index_at(second));
                first % 2 == 0 && second == first + 1
            }
            _ => true,
        }
    }

    /// The edits that move what lies in a block behind what lies in another, and what they do.
    fn taken_in(
        &self,
        node: NodeId,
        other: NodeId,
    ) -> Result<(Vec<Edit>, Vec<String>), NotReshaped> {
        let plan = &self.plan;
        let mut edits = Vec::new();
        let mut names = Vec::new();
        for &child in plan.children(other) {
            let name = plan.name(child);
            let mut mine = plan.children(node).iter();
            if mine.any(|&own| plan.name(own) == name) {
                return Err(NotReshaped::SameName {
                    one: plan.name(node).to_owned(),
                    other: plan.name(other).to_owned(),
                    child: name.to_owned(),
                });
            }
            let kind = plan.kind(child);
            let before = plan
                .list(other, kind)
                .iter()
                .take_while(|&&id| id != child)
                .count();
            edits.push(Edit::Move {
                node: child,
                parent: node,
                index: plan.list(node, kind).len() + before,
            });
            names.push(name);
        }
        let lines = if names.is_empty() {
            Vec::new()
        } else {
            vec![format!("{} takes in {}", plan.name(node), names.join(", "))]
        };
        Ok((edits, lines))
    }

    /// What a block says that is about to go: its note is kept, what else differs is told.
    fn told_of(&self, node: NodeId, other: NodeId) -> (Vec<Edit>, Vec<String>) {
        let plan = &self.plan;
        let mut edits = Vec::new();
        let mut lines = Vec::new();
        for entry in plan.fields(other) {
            let (field, value) = (entry.field, plan.value_of(entry.value));
            let mine = plan.value(node, field);
            if matches!(field, Field::V6 | Field::V4) || mine == Some(value) {
                continue;
            }
            if field == Field::Note {
                let note = mine.map_or_else(String::new, |mine| format!("{}; ", mine.line()));
                let note = Value::text(format!("{note}{}", value.line()));
                edits.push(Edit::set(node, field, Some(note)));
                continue;
            }
            let said = mine.map_or_else(|| "nothing".to_owned(), Value::line);
            let (key, name) = (field.key(), plan.name(other));
            lines.push(format!(
                "lost: {key} of {name}, {}; it is {said} then",
                value.line()
            ));
        }
        (edits, lines)
    }
}
