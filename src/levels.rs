//! The levels of a block: what a plan has in it, as a problem of how the block can be cut, and the edit that cuts it so.
//!
//! A level is all blocks at one depth below the block; the last one, the leaf, is what clusters take out of the innermost
//! blocks. Levels stay in the order in which they lie: another order is another plan.

mod nodes;

pub use nodes::Nodes;

use std::collections::BTreeSet;

use crate::addr::{Count, Family, Length};
use crate::document::Document;
use crate::engine::{DEFAULT_GROWTH, Demand, Part, Pool, PoolKind, enclosing_pool};
use crate::plan::{Edit, Field, Kind, Meaning, Plan, Value};
use crate::sizing::{Alignment, Problem, Scheme, Want};
use crate::source::NodeId;

/// What the leaf is called.
const LEAF: &str = "ranges";

/// A block's levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels {
    /// The block.
    pub node: NodeId,
    /// How it can be cut, and what has to fit.
    pub problem: Problem,
    /// The nodes that have the least room in their range, where a number of them is said.
    pub nodes: Option<Nodes>,
    /// The blocks at each depth, the outermost first. The leaf has none.
    blocks: Vec<Vec<NodeId>>,
}

/// Why a block has no levels.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoLevels {
    /// It has no prefix or length of that family.
    #[error("`{path}` has no {family}, so there is nothing to cut")]
    NoPool {
        /// The block.
        path: String,
        /// The family.
        family: Family,
    },
    /// It is a cluster, which takes its ranges out of a block.
    #[error(
        "`{path}` is a cluster and takes its {family} out of `{block}`: that is what can be cut"
    )]
    Cluster {
        /// The cluster.
        path: String,
        /// The nearest block around it that has that family.
        block: String,
        /// The family.
        family: Family,
    },
    /// Nothing in it takes addresses.
    #[error("nothing in `{path}` takes {family} out of it, so there is nothing to cut it for")]
    Empty {
        /// The block.
        path: String,
        /// The family.
        family: Family,
    },
}

impl NoLevels {
    fn without_pool(document: &Document, node: NodeId, family: Family) -> Self {
        let plan = document.plan();
        let path = plan.path(node);
        match enclosing_pool(plan, node, PoolKind::of(family)) {
            Some(pool) if plan.kind(node) == Kind::Shoot => Self::Cluster {
                path,
                block: plan.path(pool.owner),
                family,
            },
            _ => Self::NoPool { path, family },
        }
    }
}

impl Levels {
    /// The nodes that have the least room in their range, with the path of their cluster.
    pub fn of_nodes(&self, plan: &Plan) -> Option<(String, &Nodes)> {
        let nodes = self.nodes.as_ref()?;
        Some((plan.path(nodes.node), nodes))
    }

    /// Those of a block, with what the plan and its settings ask for.
    pub fn of(document: &Document, node: NodeId, family: Family) -> Result<Self, NoLevels> {
        let (plan, evaluation) = (document.plan(), document.evaluation());
        let path = || plan.path(node);
        let Some(length) = plan.length(node, family) else {
            return Err(NoLevels::without_pool(document, node, family));
        };
        let mut levels = Self {
            node,
            nodes: None,
            blocks: Vec::new(),
            problem: Problem {
                family,
                pool: length.bits(),
                leaf: length.bits(),
                alignment: alignment(document, node),
                growth: growth(document, node),
                of_nodes: false,
                wants: Vec::new(),
            },
        };
        let mut above = vec![node];
        loop {
            let pools: Vec<&Pool> = above
                .iter()
                .filter_map(|&id| evaluation.block_pool(id, family))
                .collect();
            let inside: Vec<NodeId> = pools.iter().flat_map(|pool| blocks_of(pool)).collect();
            if inside.is_empty() {
                levels.leaf(document, &pools);
                break;
            }
            levels.level(document, &pools, &inside);
            above.clone_from(&inside);
            levels.blocks.push(inside);
        }
        if levels.problem.wants.is_empty() {
            return Err(NoLevels::Empty {
                path: path(),
                family,
            });
        }
        Ok(levels)
    }

    /// A level of blocks: as many as the fullest block above has, with what is reserved, and one for all ranges beside
    /// them.
    fn level(&mut self, document: &Document, pools: &[&Pool], inside: &[NodeId]) {
        let family = self.problem.family;
        let count = pools.iter().map(|pool| {
            let (blocks, ranges): (Vec<&Demand>, Vec<&Demand>) = pool
                .demands()
                .iter()
                .partition(|demand| demand.part == Part::Block);
            let beside = if ranges.is_empty() {
                Count::ZERO
            } else {
                Count::ONE
            };
            let all = blocks
                .iter()
                .map(|demand| both(demand.blocks, demand.reserve));
            all.fold(beside, both)
        });
        let count = count.max().unwrap_or(Count::ONE);
        self.problem.wants.push(Want {
            name: self.name(document, inside),
            count,
            fixed: fixed(document, inside, family),
        });
        if let Some(length) = longest(document, inside, family) {
            self.problem.leaf = length.bits();
        }
    }

    /// What clusters take out of the innermost blocks, in units of the largest of it; a range that is too small for its
    /// nodes as large as they need it. Where clusters take nothing the innermost blocks are the leaf themselves.
    fn leaf(&mut self, document: &Document, pools: &[&Pool]) {
        let alignment = self.problem.alignment;
        let length = |demand: &Demand| nodes::needed(document, demand, alignment);
        let demands = || pools.iter().flat_map(|pool| pool.demands());
        let Some(unit) = demands().map(length).min() else {
            return;
        };
        let size = size(unit);
        let need = pools.iter().map(|pool| {
            let each = pool.demands().iter().map(|demand| {
                let span = both(demand.blocks, demand.reserve);
                span.times(self::size(length(demand))).unwrap_or(Count::MAX)
            });
            let all = each.fold(Count::ZERO, both);
            all.over_up(size).unwrap_or(Count::ONE)
        });
        self.nodes = nodes::tightest(document, pools, alignment);
        self.problem.leaf = unit.bits();
        self.problem.wants.push(Want {
            name: LEAF.to_owned(),
            count: need.max().unwrap_or(Count::ONE),
            fixed: demands()
                .any(|demand| length(demand) < demand.length)
                .then_some(unit.bits()),
        });
    }

    /// The name of the only block of a level, or what they are; with a number where that is taken.
    fn name(&self, document: &Document, inside: &[NodeId]) -> String {
        let plan = document.plan();
        let kinds: BTreeSet<&str> = inside.iter().map(|&id| plan.kind(id).list()).collect();
        let name = match (inside, kinds.first()) {
            ([only], _) => plan.name(*only),
            (_, Some(kind)) if kinds.len() == 1 => kind,
            _ => Kind::Block.list(),
        };
        let taken = |name: &str| self.problem.wants.iter().any(|want| want.name == name);
        let mut free = name.to_owned();
        let mut number = 2;
        while taken(&free) || free == LEAF {
            free = format!("{name} {number}");
            number += 1;
        }
        free
    }

    /// The lengths that the levels have in the plan, where all blocks of each have the same; the leaf's own last.
    pub fn lengths(&self, document: &Document) -> Option<Vec<u8>> {
        let family = self.problem.family;
        let of_level = |blocks: &Vec<NodeId>| {
            let mut lengths = blocks.iter().map(|&id| document.plan().length(id, family));
            let first = lengths.next()??;
            lengths
                .all(|other| other == Some(first))
                .then_some(first.bits())
        };
        let mut lengths = self
            .blocks
            .iter()
            .map(of_level)
            .collect::<Option<Vec<u8>>>()?;
        if lengths.len() < self.problem.wants.len() {
            lengths.push(self.problem.leaf);
        }
        Some(lengths)
    }

    /// The edit that gives every block of the levels the length that a scheme has for it. What has it already stays as it
    /// is written.
    pub fn edit_of(&self, document: &Document, scheme: &Scheme) -> Edit {
        let family = self.problem.family;
        let field = match family {
            Family::V4 => Field::V4,
            Family::V6 => Field::V6,
        };
        let mut edits = Vec::new();
        for (level, blocks) in scheme.levels.iter().zip(&self.blocks) {
            for &node in blocks {
                if document.plan().length(node, family).map(Length::bits) != Some(level.length) {
                    let text = Value::text(format!("/{}", level.length));
                    edits.push(Edit::set(node, field, Some(text)));
                }
            }
        }
        Edit::Many(edits)
    }
}

fn blocks_of(pool: &Pool) -> impl Iterator<Item = NodeId> {
    let blocks = pool.demands().iter();
    blocks
        .filter(|demand| demand.part == Part::Block)
        .map(|demand| demand.node)
}

/// The sum; what is beyond 2^128 stays there.
fn both(one: Count, other: Count) -> Count {
    one.plus(other).unwrap_or(Count::MAX)
}

/// The addresses of a prefix.
fn size(length: Length) -> Count {
    let bits = u32::from(length.family().width() - length.bits());
    Count::power_of_two(bits).unwrap_or(Count::MAX)
}

fn longest(document: &Document, nodes: &[NodeId], family: Family) -> Option<Length> {
    let lengths = nodes
        .iter()
        .filter_map(|&id| document.plan().length(id, family));
    lengths.max()
}

/// The length of a level that can't be chosen: what the provider gives a VPC, what is locked, and what is written as a
/// prefix, for that is in use.
fn fixed(document: &Document, nodes: &[NodeId], family: Family) -> Option<u8> {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    nodes.iter().find_map(|&node| {
        if let Some((_, length)) = evaluation.vpc_length(plan, node, family) {
            return Some(length.bits());
        }
        match plan.network(node, family)? {
            Meaning::Prefix(prefix) => Some(prefix.bits()),
            Meaning::Length(length) if plan.flag(node, Field::Lock) => Some(length.bits()),
            _ => None,
        }
    })
}

fn alignment(document: &Document, node: NodeId) -> Alignment {
    let settings = document.evaluation().settings(node);
    match settings.text(document.plan(), Field::Alignment) {
        Some("bit") => Alignment::Bit,
        _ => Alignment::Nibble,
    }
}

fn growth(document: &Document, node: NodeId) -> u8 {
    let settings = document.evaluation().settings(node);
    let growth = settings.number(document.plan(), Field::Growth);
    let growth = growth.unwrap_or(DEFAULT_GROWTH).saturating();
    u8::try_from(growth).unwrap_or(100).min(100)
}
