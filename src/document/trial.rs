//! What an edit would do, found by doing it and taking it back: nothing of it is left.

use std::collections::BTreeMap;

use super::Document;
use crate::addr::Family;
use crate::diag::{Fix, Severity};
use crate::engine::{Outcome, Part, PoolKind, enclosing_pool};
use crate::lint::{Check, Tag, check_node, find_node, rules};
use crate::plan::{Changed, Edit, Field, RangeKind, Refusal};
use crate::source::NodeId;

/// What an edit would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consequence {
    /// What would be found that is not found now, the worst first.
    pub gained: Vec<Difference>,
    /// What is found now and would not be.
    pub lost: Vec<Difference>,
    /// What the worst of what is gained would say.
    pub words: Option<String>,
    /// Definitions of which something would be placed elsewhere, in the order of the plan. What lies in them moves along.
    pub moved: Vec<NodeId>,
    /// Those of them that are locked.
    pub locked: Vec<NodeId>,
}

impl Consequence {
    /// How many errors there would be that are not there now.
    pub fn errors(&self) -> usize {
        let errors = self.gained.iter();
        let errors = errors.filter(|gained| gained.severity == Severity::Error);
        errors.map(|gained| gained.number).sum()
    }
}

/// A number of findings of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// How bad they are.
    pub severity: Severity,
    /// The rule.
    pub code: &'static str,
    /// How many.
    pub number: usize,
}

/// More definitions than these are not looked at within a frame.
const MOST: u32 = 3000;

/// Where the parts of a definition are placed in their pools.
type Places = Vec<(Part, Family, Outcome)>;

impl Document {
    /// What an edit would do. Nothing is known of an edit that reaches more than can be looked at within a
    /// frame, and while rules have still to look at what is there.
    pub fn try_out(&mut self, edit: Edit) -> Result<Option<Consequence>, Refusal> {
        if self.outstanding() > 0 || self.reaches(&edit) > MOST {
            return Ok(None);
        }
        let applied = self.plan.apply(edit)?;
        let after = self.look(&applied.changes);
        let words = self.worst_words(&after);
        let back = self
            .plan
            .apply(applied.inverse)
            .expect("invariant: what was just done can be taken back");
        self.evaluation.apply(&self.plan, &back.changes);
        self.evaluation.finish(&self.plan);
        drop(self.evaluation.take_touched());
        drop(self.evaluation.take_judged());
        Ok(Some(self.compare(&after, words)))
    }

    /// The first of some mends that brings no error, and what it would do; the first of all where each brings one, or
    /// where nobody can know within a frame.
    pub fn soundest<'f>(&mut self, fixes: &'f [Fix]) -> Option<(&'f Fix, Option<Consequence>)> {
        let mut first = None;
        for fix in fixes {
            let edit = self.edit_of(fix);
            let consequence = self.try_out(edit).ok().flatten();
            let is_sound = consequence.as_ref().is_none_or(|done| done.errors() == 0);
            if is_sound {
                return Some((fix, consequence));
            }
            first.get_or_insert((fix, consequence));
        }
        first
    }

    /// Computes what changes have reached, and looks at it: findings and places.
    fn look(&mut self, changes: &[Changed]) -> BTreeMap<NodeId, (Vec<Tag>, Places)> {
        self.evaluation.apply(&self.plan, changes);
        self.evaluation.finish(&self.plan);
        let mut touched = self.evaluation.take_touched();
        touched.extend(self.evaluation.take_judged());
        touched.insert(NodeId::ROOT);
        let context = self.context();
        touched
            .into_iter()
            .filter(|&node| self.plan.is_alive(node))
            .map(|node| (node, (check_node(&context, node), self.places(node))))
            .collect()
    }

    fn places(&self, node: NodeId) -> Places {
        let parts = [Part::Block]
            .into_iter()
            .chain(RangeKind::ALL.map(Part::Range));
        let mut places = Places::new();
        for part in parts {
            for family in Family::BOTH {
                let demand = self.evaluation.demand(&self.plan, node, part, family);
                if let Some((_, demand)) = demand {
                    places.push((part, family, demand.outcome));
                }
            }
        }
        places
    }

    /// The tags of a definition as they are kept, but for those about waivers, which a trial does not look at.
    fn kept(&self, node: NodeId) -> Vec<Tag> {
        let tags = self.board.tags(node).iter().copied();
        tags.filter(|tag| !matches!(rules::RULES[usize::from(tag.rule)].check, Check::Waivers(_)))
            .collect()
    }

    fn worst_words(&self, after: &BTreeMap<NodeId, (Vec<Tag>, Places)>) -> Option<String> {
        let worst = after
            .iter()
            .flat_map(|(&node, (tags, _))| {
                let kept = self.kept(node);
                let worse: Vec<_> = more(tags, &kept)
                    .map(|(tag, _)| (tag.severity, node, tag))
                    .collect();
                worse
            })
            .max_by_key(|&(severity, node, _)| (severity, std::cmp::Reverse(node)))?;
        let (severity, node, tag) = worst;
        let code = rules::RULES[usize::from(tag.rule)].code;
        find_node(&self.context(), node)
            .into_iter()
            .find(|finding| finding.code == code && finding.severity == severity)
            .map(|finding| finding.message)
    }

    fn compare(
        &self,
        after: &BTreeMap<NodeId, (Vec<Tag>, Places)>,
        words: Option<String>,
    ) -> Consequence {
        let (mut gained, mut lost) = (BTreeMap::new(), BTreeMap::new());
        let mut moved = Vec::new();
        for (&node, (tags, places)) in after {
            let before = &self.kept(node);
            for (tag, number) in more(tags, before) {
                *gained.entry(tag).or_insert(0) += number;
            }
            for (tag, number) in more(before, tags) {
                *lost.entry(tag).or_insert(0) += number;
            }
            let was = self.places(node);
            let elsewhere = places.iter().any(|(part, family, outcome)| {
                was.iter().any(|(other, of, old)| {
                    (part, family) == (other, of) && is_elsewhere(*old, *outcome)
                })
            });
            if elsewhere {
                moved.push(node);
            }
        }
        moved.sort_by_key(|&node| self.evaluation.order(node));
        let is_locked = |node: &NodeId| self.plan.flag(*node, Field::Lock);
        Consequence {
            gained: differences(gained),
            lost: differences(lost),
            words,
            locked: moved.iter().copied().filter(is_locked).collect(),
            moved,
        }
    }

    /// How many definitions an edit can reach at most: what stands behind the definition in the pools around it.
    fn reaches(&self, edit: &Edit) -> u32 {
        let node = match edit {
            Edit::Set { node, .. } => node,
            Edit::Many(edits) => {
                let reaches = edits.iter().map(|edit| self.reaches(edit));
                return reaches.fold(0, u32::saturating_add);
            }
            Edit::Insert { .. } | Edit::Remove { .. } | Edit::Move { .. } => return u32::MAX,
        };
        if node.index() >= self.plan.ids() || !self.plan.is_alive(*node) {
            return 0;
        }
        PoolKind::ALL
            .into_iter()
            .map(|kind| enclosing_pool(&self.plan, *node, kind).map_or(*node, |key| key.owner))
            .map(|owner| self.end(owner).saturating_sub(self.evaluation.order(*node)))
            .max()
            .unwrap_or(u32::MAX)
    }

    /// The number, in the order of the plan, of what follows a definition and all in it.
    fn end(&self, node: NodeId) -> u32 {
        let mut last = node;
        while let Some(&child) = self.plan.children(last).last() {
            last = child;
        }
        self.evaluation.order(last).saturating_add(1)
    }
}

/// Whether something lies at another place, having had one.
fn is_elsewhere(before: Outcome, after: Outcome) -> bool {
    matches!((before, after), (Outcome::Placed(old), Outcome::Placed(new)) if old != new)
}

/// The tags of which there are more than there were, and how many more.
fn more<'t>(tags: &'t [Tag], before: &'t [Tag]) -> impl Iterator<Item = (Tag, usize)> + 't {
    let number = |tags: &[Tag], tag: Tag| tags.iter().filter(|&&other| other == tag).count();
    tags.iter()
        .enumerate()
        .filter(|&(index, tag)| !tags[..index].contains(tag))
        .filter_map(move |(_, &tag)| {
            let more = number(tags, tag).checked_sub(number(before, tag))?;
            (more > 0).then_some((tag, more))
        })
}

fn differences(numbers: BTreeMap<Tag, usize>) -> Vec<Difference> {
    let mut differences: Vec<Difference> = numbers
        .into_iter()
        .map(|(tag, number)| Difference {
            severity: tag.severity,
            code: rules::RULES[usize::from(tag.rule)].code,
            number,
        })
        .collect();
    differences.sort_by_key(|difference| std::cmp::Reverse(difference.severity));
    differences
}
