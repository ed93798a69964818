//! Edits that a person asks for: they say what they move, never move what is locked, and can keep the rest in place.

use super::Document;
use crate::addr::{Count, Family, Length, Prefix};
use crate::engine::{Move, Outcome, Part, What, is_single, range_field};
use crate::plan::{
    Edit, Field, Followed, Meaning, NotChanged, Plan, RangeKind, Refusal, Value, may_rename,
    only_deletes,
};
use crate::source::NodeId;

/// An edit that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The edit that takes it back.
    pub inverse: Edit,
    /// What it has moved, in the order of the plan.
    pub moves: Vec<Move>,
    /// How what variants say has followed it.
    pub followed: Followed,
}

/// Why what an edit moves cannot be kept in its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPinned {
    /// The edit itself is refused.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The variant that is shown can't say it.
    #[error("{0}")]
    NotChanged(#[from] NotChanged),
    /// Nothing else moves.
    #[error("nothing would move but what is edited itself, so there is nothing to pin")]
    Nothing,
    /// Several have it.
    #[error(
        "`{name}` can't be pinned: `{run}` is counted, and a prefix written below it would be the same for all its members"
    )]
    Counted {
        /// What would have to be pinned.
        name: String,
        /// The counted block that it lies in.
        run: String,
    },
    /// The run is not a prefix.
    #[error("`{name}` can't be pinned: the whole run at {from} is no prefix of its own")]
    Run {
        /// What would have to be pinned.
        name: String,
        /// Where its first member lies.
        from: Prefix,
    },
    /// The pool places its children in an order that has no place for written ones.
    #[error(
        "`{name}` can't be pinned: `{pool}` says `place: {order}`, where no written prefix has a place"
    )]
    Ordered {
        /// What would have to be pinned.
        name: String,
        /// The block that it lies in.
        pool: String,
        /// `sparse` or `center`.
        order: String,
    },
    /// The old place lies elsewhere now, or is taken by what is edited.
    #[error(
        "`{name}` can't be pinned: {from} is taken, or lies outside what it is in, after this change"
    )]
    Taken {
        /// What would have to be pinned.
        name: String,
        /// Where it lies.
        from: Prefix,
    },
    /// Something else would move.
    #[error("with the others pinned `{name}` would move instead")]
    Other {
        /// What would move.
        name: String,
    },
    /// Then there is no room for what is edited.
    #[error("with the others pinned there would be no room for `{name}`")]
    NoRoom {
        /// What is edited.
        name: String,
    },
}

impl Document {
    /// Applies an edit that a person asks for, and says what it moves. Refused, with nothing changed, if it would move
    /// what is locked.
    pub fn edit(&mut self, edit: Edit) -> Result<Edited, Refusal> {
        let mut edited = Vec::new();
        let mut unlocked = Vec::new();
        named(&edit, &mut |node, field| {
            edited.push(node);
            if field == Some(Field::Lock) {
                unlocked.push(node);
            }
        });
        edited.retain(|&node| node.index() < self.plan.ids() && self.plan.is_alive(node));
        edited.sort_unstable();
        edited.dedup();
        self.evaluation.watch(&self.plan, &edited);
        let ways = may_rename(&edit).then(|| self.plan.variant_ways());
        let drops = only_deletes(&edit);
        let applied = self.apply(edit);
        let moves = self.evaluation.take_moves(&self.plan);
        let mut inverse = applied?;
        if let Some(refusal) = self.moves_locked(&moves, &unlocked) {
            self.apply(inverse)
                .expect("invariant: what was just done can be taken back");
            return Err(refusal);
        }
        let mut followed = Followed::default();
        if let Some(ways) = ways {
            let (edit, how) = self.plan.follow(&ways, drops);
            followed = how;
            if let Some(edit) = edit {
                let back = self
                    .apply(edit)
                    .expect("invariant: what variants say can be changed wherever names can");
                inverse = Edit::Many(vec![back, inverse]);
            }
        }
        Ok(Edited {
            inverse,
            moves,
            followed,
        })
    }

    /// What an edit would move. The plan is as before.
    pub fn moves_of(&mut self, edit: Edit) -> Result<Vec<Move>, Refusal> {
        let Edited { inverse, moves, .. } = self.edit(edit)?;
        self.apply(inverse)
            .expect("invariant: what was just done can be taken back");
        Ok(moves)
    }

    /// Applies an edit and writes down the places of all that it would move, so that only what is edited moves; gives
    /// how many were pinned. Refused, with nothing changed, if one of them cannot be.
    pub fn edit_pinned(&mut self, edit: Edit) -> Result<(Edited, usize), NotPinned> {
        let mut fields = Vec::new();
        named(&edit, &mut |node, field| fields.push((node, field)));
        let Edited { inverse, moves, .. } = self.edit(edit.clone())?;
        let lost = |moves: &[Move]| -> Vec<(NodeId, What)> {
            let lost = moves.iter().filter(|one| one.asked && one.to.is_none());
            lost.map(|one| (one.node, one.what)).collect()
        };
        let lost_before = lost(&moves);
        let mut pinned: Vec<Move> = moves;
        pinned.retain(|one| !is_edited(one, &fields));
        // Where the pool of something lies now is seen with the edit done.
        let pins: Result<Vec<Edit>, NotPinned> = pinned.iter().map(|one| self.pin(one)).collect();
        self.apply(inverse)
            .expect("invariant: what was just done can be taken back");
        let mut edits = vec![edit];
        edits.extend(merged(pins?));
        if pinned.is_empty() {
            return Err(NotPinned::Nothing);
        }
        let done = self.edit(Edit::Many(edits))?;
        let stuck = self.not_kept(&pinned, &done.moves, &fields).or_else(|| {
            let lost = lost(&done.moves);
            let lost = lost.into_iter().find(|one| !lost_before.contains(one))?;
            let name = self.called(lost.0, lost.1);
            fields
                .iter()
                .any(|&(node, _)| node == lost.0)
                .then_some(NotPinned::NoRoom { name })
        });
        if let Some(stuck) = stuck {
            self.apply(done.inverse)
                .expect("invariant: what was just done can be taken back");
            return Err(stuck);
        }
        Ok((done, pinned.len()))
    }

    /// What a moved thing is called: its path, with the range behind a dot.
    pub fn called(&self, node: NodeId, what: What) -> String {
        let path = self.plan.path(node);
        match what {
            What::Part(Part::Block) => path,
            What::Part(Part::Range(kind)) => format!("{path}.{}", kind.key()),
            What::Ula => format!("{path}.{}", Field::Ula.key()),
        }
    }

    /// The first of the moves that is not allowed: it moves what is locked.
    pub(super) fn moves_locked(&self, moves: &[Move], unlocked: &[NodeId]) -> Option<Refusal> {
        if !self.plan.has_locks() {
            return None;
        }
        let blocks = moves
            .iter()
            .filter(|one| one.what == What::Part(Part::Block));
        for one in blocks {
            let inside = self.plan.walk_from(one.node);
            let locked = inside
                .into_iter()
                .filter(|node| !unlocked.contains(node))
                .find(|&node| self.plan.flag(node, Field::Lock));
            if let Some(locked) = locked {
                let path = self.plan.path(locked);
                let (block, from) = (self.plan.path(one.node), one.from);
                return Some(match one.to {
                    Some(to) => Refusal::LockedMove {
                        path,
                        block,
                        from,
                        to,
                    },
                    None => Refusal::LockedLoss { path, block, from },
                });
            }
        }
        None
    }

    /// The first of those that were to stay and did not.
    fn not_kept(&self, pinned: &[Move], moves: &[Move], fields: &Fields) -> Option<NotPinned> {
        let family = |one: &Move| one.from.family();
        let same = |one: &Move, other: &Move| {
            (one.node, one.what, family(one)) == (other.node, other.what, family(other))
        };
        let in_place = |one: &Move| match one.what {
            What::Part(part) => self
                .evaluation
                .demand(&self.plan, one.node, part, family(one))
                .is_some_and(|(_, demand)| matches!(demand.outcome, Outcome::Placed(_))),
            What::Ula => true,
        };
        if let Some(stuck) = pinned.iter().find(|one| !in_place(one)) {
            return Some(NotPinned::Taken {
                name: self.called(stuck.node, stuck.what),
                from: stuck.from,
            });
        }
        let other = moves
            .iter()
            .find(|one| !is_edited(one, fields) && pinned.iter().all(|other| !same(one, other)))?;
        Some(NotPinned::Other {
            name: self.called(other.node, other.what),
        })
    }

    /// The edit that writes down where something was.
    fn pin(&self, one: &Move) -> Result<Edit, NotPinned> {
        let (plan, node, from) = (&self.plan, one.node, one.from);
        let name = || self.called(node, one.what);
        let family = from.family();
        let outside = plan.chain(node).skip(1);
        if let Some(run) = outside.into_iter().find(|&id| plan.count(id) > Count::ONE) {
            return Err(NotPinned::Counted {
                name: name(),
                run: plan.path(run),
            });
        }
        let part = match one.what {
            What::Part(part) => part,
            What::Ula => return Err(NotPinned::Nothing),
        };
        let demand = self.evaluation.demand(plan, node, part, family);
        if let Some((pool, _)) = demand
            && let Some(order) = plan.text(pool.owner, Field::Place)
            && order != "first"
        {
            return Err(NotPinned::Ordered {
                name: name(),
                pool: plan.path(pool.owner),
                order: order.to_owned(),
            });
        }
        match part {
            Part::Block => {
                let field = match family {
                    Family::V4 => Field::V4,
                    Family::V6 => Field::V6,
                };
                Ok(Edit::set(node, field, Some(Value::text(from.to_string()))))
            }
            Part::Range(kind) => {
                let whole = self
                    .run_prefix(one, kind)
                    .ok_or_else(|| NotPinned::Run { name: name(), from })?;
                Ok(pin_range(plan, node, kind, whole))
            }
        }
    }

    /// The prefix of a whole run of ranges, if it is one. What is cut for zones is none.
    fn run_prefix(&self, one: &Move, kind: RangeKind) -> Option<Prefix> {
        let shoot = self.evaluation.shoot(&self.plan, one.node);
        let range = shoot.range(kind, one.from.family());
        if range.is_some_and(|range| range.blocks > 1) {
            return None;
        }
        if is_single(&self.plan, one.node) {
            return Some(one.from);
        }
        let bits = u32::from(one.from.bits()).checked_sub(shoot.total().bits_needed())?;
        let length = Length::new(one.from.family(), u8::try_from(bits).ok()?)?;
        Prefix::from_raw(one.from.raw(), length)
    }
}

/// The definitions that an edit names, with the fields that it sets.
type Fields = [(NodeId, Option<Field>)];

/// Calls for each definition that an edit names, with the field that it sets.
fn named(edit: &Edit, call: &mut impl FnMut(NodeId, Option<Field>)) {
    match edit {
        Edit::Set { node, field, .. } => call(*node, Some(*field)),
        Edit::Move { node, .. } => call(*node, None),
        Edit::Insert { .. } | Edit::Remove { .. } => {}
        Edit::Many(edits) => edits.iter().for_each(|edit| named(edit, call)),
    }
}

/// Whether an edit is about that very prefix.
fn is_edited(one: &Move, fields: &Fields) -> bool {
    let own = |field: Option<Field>| match (one.what, field) {
        (What::Part(Part::Block) | What::Ula, _) | (_, None) => true,
        (What::Part(Part::Range(kind)), Some(field)) => {
            field == range_field(kind)
                || matches!(field, Field::Pinned | Field::Count | Field::Reserve)
        }
    };
    fields
        .iter()
        .any(|&(node, field)| node == one.node && own(field))
}

fn pin_range(plan: &Plan, node: NodeId, kind: RangeKind, prefix: Prefix) -> Edit {
    let mut texts: Vec<Value> = match plan.meaning(node, Field::Pinned) {
        Some(Meaning::Pinned(pinned)) => pinned
            .iter()
            .filter(|(other, old)| *other == kind && old.family() != prefix.family())
            .map(|(_, old)| Value::text(old.to_string()))
            .collect(),
        _ => Vec::new(),
    };
    texts.push(Value::text(prefix.to_string()));
    let value = match <[Value; 1]>::try_from(texts) {
        Ok([value]) => value,
        Err(texts) => Value::List(texts.into()),
    };
    Edit::Set {
        node,
        field: Field::Pinned,
        keys: vec![kind.key().to_owned()],
        value: Some(value),
    }
}

/// Two families of one range are pinned as a list.
fn merged(edits: Vec<Edit>) -> Vec<Edit> {
    let mut all: Vec<Edit> = Vec::new();
    for edit in edits {
        let same = match (all.last_mut(), &edit) {
            (
                Some(Edit::Set {
                    node,
                    field: Field::Pinned,
                    keys,
                    value: Some(value),
                }),
                Edit::Set {
                    node: other,
                    field: Field::Pinned,
                    keys: others,
                    value: Some(new),
                },
            ) if node == other && keys == others => Some((value, new.clone())),
            _ => None,
        };
        match same {
            Some((value, new)) => {
                let mut items = value.items().to_vec();
                items.extend(
                    new.items()
                        .iter()
                        .filter(|item| !value.items().contains(item))
                        .cloned(),
                );
                *value = Value::List(items.into());
            }
            None => all.push(edit),
        }
    }
    all
}
