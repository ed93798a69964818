//! A member leaves its run, so that it can differ; and comes back.

use super::{Document, NotReshaped, Reshape, field_of, put};
use crate::addr::{Count, Family, Prefix};
use crate::plan::{Draft, Edit, Field, Item, Meaning, Value};
use crate::source::NodeId;

/// What the name of the members behind the one that left ends with.
const REST: &str = "-rest";

/// Where a run is cut, and how many of its members lie before and behind.
struct Leaving {
    run: NodeId,
    parent: NodeId,
    /// The place of the run in its list.
    at: usize,
    before: u128,
    behind: Count,
}

impl Document {
    /// Makes one member of a run, from 0, a definition of its own between the others.
    pub fn part_with(&self, run: NodeId, index: u128) -> Result<Reshape, NotReshaped> {
        let plan = &self.plan;
        let parent = plan.parent(run).ok_or(NotReshaped::Root)?;
        let count = plan.count(run);
        if count == Count::ONE {
            return Err(NotReshaped::OnlyMember(plan.name(run).to_owned()));
        }
        let list = plan.list(parent, plan.kind(run));
        let before = Count::new(index).plus(Count::ONE);
        let leaving = Leaving {
            run,
            parent,
            at: list.iter().position(|&other| other == run).unwrap_or(0),
            before: index,
            behind: before
                .and_then(|before| count.minus(before))
                .unwrap_or(Count::ZERO),
        };
        let name = plan.name(run);
        let single = format!("{name}-{}", number(index));
        let rest = self.free_name(parent, &format!("{name}{REST}"));
        let mut lines = vec![format!(
            "{single} becomes a definition of its own, which can differ"
        )];
        if !leaving.behind.is_zero() {
            let from = number(index + 1);
            let (to, behind) = (count.decimal(), leaving.behind.decimal());
            lines.push(if leaving.behind == Count::ONE {
                format!("{name}-{from} is called {rest}-1 then; its prefixes stay")
            } else {
                format!("{name}-{from} … {name}-{to} are called {rest}-1 … {rest}-{behind} then; their prefixes stay")
            });
        }
        Ok(Reshape {
            title: format!("take {single} out of its run"),
            lines,
            edit: self.leave(&leaving, &single, &rest),
        })
    }

    fn leave(&self, leaving: &Leaving, single: &str, rest: &str) -> Edit {
        let (plan, run) = (&self.plan, leaving.run);
        let reserve = plan.value(run, Field::Reserve).map(Value::line);
        let at = |steps: u128| {
            let written = Family::BOTH.into_iter();
            written.filter_map(move |family| match plan.network(run, family)? {
                Meaning::Prefix(first) => {
                    let there = first.raw().checked_add(first.length().offset_of(steps))?;
                    let there = Prefix::from_raw(there, first.length())?;
                    Some((field_of(family), there.to_string()))
                }
                _ => None,
            })
        };
        let text = |text: String| Some(Value::text(text));
        let mut alone = self.copy_of(run, single);
        put(&mut alone, Field::Count, None);
        put(
            &mut alone,
            Field::Reserve,
            reserve.clone().filter(|_| leaving.behind.is_zero()),
        );
        at(leaving.before).for_each(|(field, prefix)| put(&mut alone, field, Some(prefix)));
        let insert = |index, draft: Draft| Edit::Insert {
            parent: leaving.parent,
            index,
            item: Item::Draft(Box::new(draft)),
        };
        if leaving.before == 0 {
            // The run goes on behind its first member, under another name: no name means another member.
            let mut edits = vec![
                Edit::set(run, Field::Name, text(rest.to_owned())),
                Edit::set(run, Field::Count, text(leaving.behind.decimal())),
            ];
            edits.extend(at(1).map(|(field, prefix)| Edit::set(run, field, text(prefix))));
            edits.push(insert(leaving.at, alone));
            return Edit::Many(edits);
        }
        let before = Count::new(leaving.before).decimal();
        let mut edits = vec![
            Edit::set(run, Field::Count, text(before)),
            Edit::set(run, Field::Reserve, None),
            insert(leaving.at + 1, alone),
        ];
        if !leaving.behind.is_zero() {
            let mut others = self.copy_of(run, rest);
            put(&mut others, Field::Count, Some(leaving.behind.decimal()));
            put(&mut others, Field::Reserve, reserve);
            at(leaving.before + 1)
                .for_each(|(field, prefix)| put(&mut others, field, Some(prefix)));
            edits.push(insert(leaving.at + 2, others));
        }
        Edit::Many(edits)
    }

    /// Whether a definition and what is beside it are pieces of one run.
    pub fn is_piece(&self, node: NodeId) -> bool {
        self.pieces(node)
            .is_some_and(|(_, pieces)| pieces.len() > 1)
    }

    /// Makes the pieces of a run one again.
    pub fn rejoin(&self, node: NodeId) -> Result<Reshape, NotReshaped> {
        let plan = &self.plan;
        let no_run = || NotReshaped::NoRun(plan.name(node).to_owned());
        let (base, pieces) = self
            .pieces(node)
            .filter(|(_, pieces)| pieces.len() > 1)
            .ok_or_else(no_run)?;
        let mut others = pieces.iter().copied();
        let first = others.next().ok_or_else(no_run)?;
        let sum = |of: &dyn Fn(NodeId) -> Count| {
            let numbers = pieces.iter().map(|&piece| of(piece));
            numbers.fold(Count::ZERO, |sum, number| {
                sum.plus(number).unwrap_or(Count::MAX)
            })
        };
        let count = sum(&|piece| plan.count(piece));
        let reserve = sum(&|piece| plan.reserve(piece));
        let text = |text: String| Some(Value::text(text));
        let mut edits = vec![
            Edit::set(first, Field::Name, text(base.clone())),
            Edit::set(first, Field::Count, text(count.decimal())),
        ];
        let kept = text(reserve.decimal()).filter(|_| !reserve.is_zero());
        edits.push(Edit::set(first, Field::Reserve, kept));
        let mut lines = vec![format!("{base}-1 … {base}-{} are one run", count.decimal())];
        let mut start = plan.count(first);
        for other in others {
            lines.extend(self.renamed(other, &base, start));
            lines.extend(self.left(first, other, start));
            start = start.plus(plan.count(other)).unwrap_or(Count::MAX);
            edits.push(Edit::Remove { node: other });
        }
        Ok(Reshape {
            title: format!("join {} into the run {base} ×{count}", names(self, &pieces)),
            lines,
            edit: Edit::Many(edits),
        })
    }

    /// The pieces of the run that a definition is one of, in order, and what the run is called.
    fn pieces(&self, node: NodeId) -> Option<(String, Vec<NodeId>)> {
        let plan = &self.plan;
        let list = plan.list(plan.parent(node)?, plan.kind(node));
        let at = list.iter().position(|&other| other == node)?;
        let name = plan.name(node);
        let base = if plan.is_counted(node) {
            name.strip_suffix(REST).unwrap_or(name)
        } else {
            let (base, digits) = name.rsplit_once('-')?;
            digits.parse::<u128>().is_ok().then_some(base)?
        };
        let is_piece = |&&other: &&NodeId| {
            let rest = plan.name(other).strip_prefix(base);
            match (plan.is_counted(other), rest) {
                (true, Some(rest)) => rest.is_empty() || rest.starts_with(REST),
                (false, Some(rest)) => rest
                    .strip_prefix('-')
                    .is_some_and(|digits| digits.parse::<u128>().is_ok()),
                (_, None) => false,
            }
        };
        let before = list[..at].iter().rev().take_while(is_piece).count();
        let behind = list[at..].iter().take_while(is_piece).count();
        let pieces = &list[at - before..at + behind];
        let has_run = pieces.iter().any(|&piece| plan.is_counted(piece));
        has_run.then(|| (base.to_owned(), pieces.to_vec()))
    }

    /// What a piece's members are called from then on.
    fn renamed(&self, piece: NodeId, base: &str, start: Count) -> Option<String> {
        let plan = &self.plan;
        let name = plan.name(piece);
        let from = start.plus(Count::ONE)?;
        if !plan.is_counted(piece) {
            let new = format!("{base}-{}", from.decimal());
            return (new != name).then(|| format!("{name} is called {new} then"));
        }
        let (to, count) = (start.plus(plan.count(piece))?, plan.count(piece).decimal());
        let (from, to) = (from.decimal(), to.decimal());
        Some(format!(
            "{name}-1 … {name}-{count} are called {base}-{from} … {base}-{to} then"
        ))
    }

    /// What a piece has that its place in the run has not: prefixes that would be others, and fields that are lost.
    fn left(&self, first: NodeId, piece: NodeId, start: Count) -> Vec<String> {
        let (plan, evaluation) = (&self.plan, &self.evaluation);
        let mut lines = Vec::new();
        for family in Family::BOTH {
            let prefix = |node| evaluation.block_prefix(plan, node, family, &[]);
            let (Some(one), Some(own)) = (prefix(first), prefix(piece)) else {
                continue;
            };
            let there = start
                .low()
                .and_then(|start| one.raw().checked_add(one.length().offset_of(start)));
            let there = there.and_then(|raw| Prefix::from_raw(raw, one.length()));
            if there != Some(own) {
                let there = there.map_or_else(|| "no place".to_owned(), |there| there.to_string());
                lines.push(format!("moves {} {own} → {there}", plan.name(piece)));
            }
        }
        let (mut ours, mut theirs) = (self.copy_of(first, ""), self.copy_of(piece, ""));
        for draft in [&mut ours, &mut theirs] {
            put(draft, Field::Count, None);
            put(draft, Field::Reserve, None);
            draft.fields.sort_by_key(|(field, _)| *field);
        }
        for (field, value) in &theirs.fields {
            let mine = ours.fields.iter().find(|(other, _)| other == field);
            if mine.is_none_or(|(_, mine)| mine != value) {
                lines.push(format!(
                    "lost: {} of {}, {}",
                    field.key(),
                    plan.name(piece),
                    value.line()
                ));
            }
        }
        if ours.children != theirs.children {
            lines.push(format!(
                "lost: what lies in {}, which differs from what lies in {}",
                plan.name(piece),
                plan.name(first)
            ));
        }
        lines
    }
}

fn names(document: &Document, pieces: &[NodeId]) -> String {
    let names: Vec<&str> = pieces
        .iter()
        .map(|&piece| document.plan.name(piece))
        .collect();
    names.join(", ")
}

/// The number of a member that is counted from 0.
fn number(index: u128) -> String {
    Count::new(index)
        .plus(Count::ONE)
        .unwrap_or(Count::MAX)
        .decimal()
}
