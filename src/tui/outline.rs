//! The rows of the tree, virtual: how many there are is counted, and only those on the screen are ever made.
//!
//! A pure function of plan, evaluation and folding. A run of 2^64 members costs what one member costs.

use std::collections::{BTreeMap, BTreeSet};

use crate::addr::{Count, Family, Prefix};
use crate::engine::{Evaluation, Member, PoolKey, PoolKind};
use crate::plan::{Kind, Plan, RangeKind};
use crate::source::NodeId;

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// A definition.
    Definition(NodeId),
    /// One range of a shoot.
    Range(NodeId, RangeKind),
    /// What is free in a block, by the number of the gap from the lowest.
    Free(NodeId, Family, u8),
    /// All members of a run, folded or not.
    Members(NodeId),
    /// One member of a run, from 0.
    Member(NodeId, u128),
}

impl Row {
    /// The definition that it belongs to.
    pub const fn node(self) -> NodeId {
        match self {
            Self::Definition(node)
            | Self::Range(node, _)
            | Self::Free(node, ..)
            | Self::Members(node)
            | Self::Member(node, _) => node,
        }
    }
}

/// The most gaps of a block that have a row of their own.
pub const GAPS: usize = 3;

/// Which rows are open, and how many rows each definition takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    closed: BTreeSet<NodeId>,
    members: BTreeSet<NodeId>,
    heights: Vec<u128>,
    /// Of definitions with many children: the rows of all children up to each, so that one is found at once.
    sums: BTreeMap<NodeId, Vec<u128>>,
    /// What a filter has left, if there is one: whether it is meant itself, or only what leads to it.
    kept: Option<BTreeMap<NodeId, bool>>,
}

/// With fewer children than these the rows before one of them are summed up.
const MANY: usize = 64;

impl Outline {
    /// Counts the rows of a plan. What is closed stays closed.
    pub fn count(&mut self, plan: &Plan, evaluation: &Evaluation) {
        self.heights.clear();
        self.heights.resize(plan.ids(), 0);
        self.sums.clear();
        let order: Vec<NodeId> = plan.walk().collect();
        for &node in order.iter().rev() {
            self.set_height(plan, evaluation, node);
        }
    }

    fn set_height(&mut self, plan: &Plan, evaluation: &Evaluation, node: NodeId) {
        let children = plan.children(node);
        if children.len() > MANY && !self.closed.contains(&node) {
            let mut sums = Vec::with_capacity(children.len());
            let mut sum = 0_u128;
            for &child in children {
                sum = sum.saturating_add(self.height(child));
                sums.push(sum);
            }
            self.sums.insert(node, sums);
        } else {
            self.sums.remove(&node);
        }
        self.heights[node.index()] = self.height_of(plan, evaluation, node);
    }

    /// Counts the rows again of what an edit has reached, and of all that this lies in.
    pub fn update(&mut self, plan: &Plan, evaluation: &Evaluation, touched: &BTreeSet<NodeId>) {
        self.heights.resize(plan.ids(), 0);
        for node in touched.iter().filter(|&&node| !plan.is_alive(node)) {
            self.heights[node.index()] = 0;
            self.sums.remove(node);
        }
        let alive = touched.iter().filter(|&&node| plan.is_alive(node));
        let mut reached: Vec<NodeId> = alive.flat_map(|&node| plan.chain(node)).collect();
        reached.sort_unstable_by_key(|&node| std::cmp::Reverse(evaluation.order(node)));
        reached.dedup();
        for node in reached {
            self.set_height(plan, evaluation, node);
        }
    }

    /// Counts the rows of one definition again, and of all that it lies in.
    fn recount(&mut self, plan: &Plan, evaluation: &Evaluation, node: NodeId) {
        for id in plan.chain(node) {
            self.set_height(plan, evaluation, id);
        }
    }

    fn height_of(&self, plan: &Plan, evaluation: &Evaluation, node: NodeId) -> u128 {
        if !self.is_kept(node) {
            return 0;
        }
        if self.closed.contains(&node) {
            return 1;
        }
        let below = self.before(plan, node, plan.children(node).len());
        let own = u128::from(node != NodeId::ROOT);
        below.saturating_add(own).saturating_add(
            self.extra(plan, evaluation, node)
                .map(|(_, rows)| rows)
                .fold(0, u128::saturating_add),
        )
    }

    /// How many rows the first children take, so many of them.
    fn before(&self, plan: &Plan, node: NodeId, number: usize) -> u128 {
        if let Some(sums) = self.sums.get(&node) {
            let last = number.checked_sub(1).and_then(|last| sums.get(last));
            return last.copied().unwrap_or(0);
        }
        let first = plan.children(node).iter().take(number);
        first
            .map(|&child| self.height(child))
            .fold(0, u128::saturating_add)
    }

    /// The child in which a row lies, counted from the first one's first, and how many rows lie before that child.
    fn child_at(&self, plan: &Plan, node: NodeId, row: u128) -> Option<(NodeId, u128)> {
        let children = plan.children(node);
        if let Some(sums) = self.sums.get(&node) {
            let at = sums.partition_point(|&sum| sum <= row);
            let before = at.checked_sub(1).map_or(0, |last| sums[last]);
            return children.get(at).map(|&child| (child, before));
        }
        let mut before = 0;
        for &child in children {
            let height = self.height(child);
            if row - before < height {
                return Some((child, before));
            }
            before += height;
        }
        None
    }

    /// Whether a filter leaves it, or there is none.
    fn is_kept(&self, node: NodeId) -> bool {
        let kept = self.kept.as_ref();
        node == NodeId::ROOT || kept.is_none_or(|kept| kept.contains_key(&node))
    }

    /// The rows of a definition that are no definitions themselves, in groups that follow its children.
    fn extra<'o>(
        &'o self,
        plan: &'o Plan,
        evaluation: &'o Evaluation,
        node: NodeId,
    ) -> impl Iterator<Item = (Extra, u128)> + 'o {
        let kept = self.kept.as_ref();
        let is_meant = kept.is_none_or(|kept| kept.get(&node).is_some_and(|&meant| meant));
        let ranges = if plan.kind(node) == Kind::Shoot && is_meant {
            3
        } else {
            0
        };
        // What is free is no answer to what was looked for.
        let has_free = kept.is_none();
        let free = |family| {
            if !has_free {
                return 0;
            }
            let gaps = gaps(evaluation, node, family).len();
            u128::try_from(gaps).unwrap_or(0)
        };
        let counted = node != NodeId::ROOT && plan.is_counted(node) && is_meant;
        let members = if self.members.contains(&node) {
            plan.count(node).saturating()
        } else {
            0
        };
        [
            (Extra::Ranges, ranges),
            (Extra::Free(Family::V6), free(Family::V6)),
            (Extra::Free(Family::V4), free(Family::V4)),
            (Extra::Members, u128::from(counted)),
            (Extra::Member, if counted { members } else { 0 }),
        ]
        .into_iter()
    }

    /// How many rows a definition takes with all below it.
    pub fn height(&self, node: NodeId) -> u128 {
        self.heights.get(node.index()).copied().unwrap_or(1)
    }

    /// How many rows there are.
    pub fn rows(&self) -> u128 {
        self.height(NodeId::ROOT)
    }

    /// Whether what is below a row is shown.
    pub fn is_open(&self, row: Row) -> bool {
        match row {
            Row::Definition(node) => !self.closed.contains(&node),
            Row::Members(node) => self.members.contains(&node),
            Row::Range(..) | Row::Free(..) | Row::Member(..) => false,
        }
    }

    /// Whether there is anything below a row.
    pub fn has_below(plan: &Plan, row: Row) -> bool {
        match row {
            Row::Definition(node) => {
                plan.kind(node) == Kind::Shoot
                    || plan.is_counted(node)
                    || !plan.children(node).is_empty()
            }
            Row::Members(_) => true,
            Row::Range(..) | Row::Free(..) | Row::Member(..) => false,
        }
    }

    /// What is closed.
    pub fn closed(&self) -> impl Iterator<Item = NodeId> {
        self.closed.iter().copied()
    }

    /// The runs whose members are shown.
    pub fn opened_runs(&self) -> impl Iterator<Item = NodeId> {
        self.members.iter().copied()
    }

    /// Opens or closes a row.
    pub fn set_open(&mut self, plan: &Plan, evaluation: &Evaluation, row: Row, open: bool) {
        match row {
            Row::Definition(node) if open => drop(self.closed.remove(&node)),
            Row::Definition(node) => drop(self.closed.insert(node)),
            Row::Members(node) if open => drop(self.members.insert(node)),
            Row::Members(node) => drop(self.members.remove(&node)),
            Row::Range(..) | Row::Free(..) | Row::Member(..) => return,
        }
        self.recount(plan, evaluation, row.node());
    }

    /// Shows the definitions down to a level, from 1 for what lies in the plan itself, and nothing below them.
    pub fn show_levels(&mut self, plan: &Plan, evaluation: &Evaluation, level: usize) {
        self.closed.clear();
        let mut depths = vec![0_usize; plan.ids()];
        for node in plan.walk() {
            let above = plan.parent(node).map_or(0, |id| depths[id.index()] + 1);
            depths[node.index()] = above;
            if above >= level {
                self.closed.insert(node);
            }
        }
        self.count(plan, evaluation);
    }

    /// Opens everything that a row lies in.
    pub fn reveal(&mut self, plan: &Plan, evaluation: &Evaluation, row: Row) {
        let inside = match row {
            Row::Definition(_) => 1,
            Row::Range(..) | Row::Free(..) | Row::Members(_) | Row::Member(..) => 0,
        };
        if let Row::Member(node, _) = row {
            self.members.insert(node);
        }
        if let Some(kept) = &mut self.kept {
            // What someone goes to is shown, whatever was looked for before.
            for id in plan.chain(row.node()).filter(|&id| id != NodeId::ROOT) {
                kept.entry(id).or_insert(false);
            }
            kept.insert(row.node(), true);
        }
        for id in plan.chain(row.node()).skip(inside) {
            self.closed.remove(&id);
        }
        self.recount(plan, evaluation, row.node());
    }

    /// Shows only what is meant and what leads there; everything again for nothing.
    pub fn filter(&mut self, plan: &Plan, evaluation: &Evaluation, meant: Option<&[NodeId]>) {
        self.kept = meant.map(|meant| {
            let mut kept = BTreeMap::new();
            for &node in meant {
                for id in plan.chain(node).skip(1) {
                    // Whoever leads to one thing that is meant has been noted with all above it.
                    if id == NodeId::ROOT || kept.contains_key(&id) {
                        break;
                    }
                    kept.insert(id, false);
                }
                kept.insert(node, true);
            }
            kept
        });
        self.count(plan, evaluation);
    }

    /// How many are meant by the filter, if there is one.
    pub fn filtered(&self) -> Option<usize> {
        let kept = self.kept.as_ref()?;
        Some(kept.values().filter(|&&meant| meant).count())
    }

    /// The row at a place, from 0.
    pub fn row_at(&self, plan: &Plan, evaluation: &Evaluation, index: u128) -> Option<Row> {
        if index >= self.rows() {
            return None;
        }
        let mut node = NodeId::ROOT;
        let mut left = index;
        'down: loop {
            if node != NodeId::ROOT {
                if left == 0 {
                    return Some(Row::Definition(node));
                }
                left -= 1;
            }
            if let Some((child, before)) = self.child_at(plan, node, left) {
                left -= before;
                node = child;
                continue 'down;
            }
            left -= self.before(plan, node, plan.children(node).len());
            for (extra, rows) in self.extra(plan, evaluation, node) {
                if left < rows {
                    return Some(extra.row(node, left));
                }
                left -= rows;
            }
            return None;
        }
    }

    /// The place of a row, from 0; nothing if it is hidden.
    pub fn index_of(&self, plan: &Plan, evaluation: &Evaluation, row: Row) -> Option<u128> {
        let node = row.node();
        let mut index = 0_u128;
        for id in plan.chain(node) {
            let Some(parent) = plan.parent(id) else {
                break;
            };
            if self.closed.contains(&parent) || !self.is_kept(id) {
                return None;
            }
            let order = evaluation.order(id);
            let children = plan.children(parent);
            let before = children.partition_point(|&child| evaluation.order(child) < order);
            index += self.before(plan, parent, before);
            index += u128::from(parent != NodeId::ROOT);
        }
        if row == Row::Definition(node) {
            return Some(index);
        }
        if self.closed.contains(&node) {
            return None;
        }
        index += u128::from(node != NodeId::ROOT);
        index += self.before(plan, node, plan.children(node).len());
        for (extra, rows) in self.extra(plan, evaluation, node) {
            if let Some(inside) = extra.index(row) {
                return (inside < rows).then(|| index + inside);
            }
            index += rows;
        }
        None
    }

    /// The row that a row lies below.
    pub fn parent(plan: &Plan, row: Row) -> Option<Row> {
        match row {
            // What lies at the top lies in the plan, which has no row of its own.
            Row::Definition(node) => plan.parent(node).map(Row::Definition),
            Row::Range(node, _) | Row::Free(node, ..) | Row::Members(node) => {
                (node != NodeId::ROOT).then_some(Row::Definition(node))
            }
            Row::Member(node, _) => Some(Row::Members(node)),
        }
    }
}

/// A group of rows that are no definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extra {
    Ranges,
    Free(Family),
    Members,
    Member,
}

impl Extra {
    fn row(self, node: NodeId, index: u128) -> Row {
        let small = usize::try_from(index).unwrap_or(0);
        match self {
            Self::Ranges => Row::Range(node, RangeKind::ALL[small.min(2)]),
            Self::Free(family) => Row::Free(node, family, u8::try_from(small).unwrap_or(u8::MAX)),
            Self::Members => Row::Members(node),
            Self::Member => Row::Member(node, index),
        }
    }

    fn index(self, row: Row) -> Option<u128> {
        match (self, row) {
            (Self::Ranges, Row::Range(_, kind)) => RangeKind::ALL
                .iter()
                .position(|&each| each == kind)
                .and_then(|at| u128::try_from(at).ok()),
            (Self::Free(family), Row::Free(_, other, gap)) if family == other => {
                Some(u128::from(gap))
            }
            (Self::Members, Row::Members(_)) => Some(0),
            (Self::Member, Row::Member(_, index)) => Some(index),
            _ => None,
        }
    }
}

/// The lowest gaps of a block that hold at least one more block like its largest children: first prefix and how many.
pub fn gaps(evaluation: &Evaluation, node: NodeId, family: Family) -> Vec<(u128, Count)> {
    let key = PoolKey {
        owner: node,
        kind: PoolKind::of(family),
    };
    let Some(pool) = evaluation.pool(key) else {
        return Vec::new();
    };
    let Some((budget, _)) = pool.budget().filter(|_| !pool.has_counted()) else {
        return Vec::new();
    };
    pool.whole_gaps(budget.length).take(GAPS).collect()
}

/// The first free block of a gap, absolute where the block's own prefix is known: in the members whose addresses are
/// shown.
pub fn gap_prefix(
    (plan, evaluation): (&Plan, &Evaluation),
    row: Row,
    members: &[Member],
) -> Option<(Prefix, Count)> {
    let Row::Free(node, family, number) = row else {
        return None;
    };
    let (offset, count) = *gaps(evaluation, node, family).get(usize::from(number))?;
    let base = evaluation.block_prefix(plan, node, family, members)?;
    let (budget, _) = evaluation.block_pool(node, family)?.budget()?;
    Some((Prefix::from_raw(base.raw() | offset, budget.length)?, count))
}
