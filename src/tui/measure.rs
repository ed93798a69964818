//! What the tree measures, and what each of its rows comes to.

use std::collections::BTreeSet;

use super::model::Model;
use super::outline::{Row, gap_prefix};
use crate::addr::{Count, Family, Length};
use crate::engine::Budget;
use crate::inventory::{Planned, block_prefix, plan_again, planned};
use crate::source::NodeId;

/// What the last column of the tree measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Bits given and needed.
    Bits,
    /// Children: planned of room.
    Children,
    /// How many more children fit.
    Free,
    /// Blocks of /64.
    Blocks,
    /// Nodes that are planned.
    Nodes,
    /// Pods that are planned.
    Pods,
    /// Addresses.
    Addresses,
}

impl Measure {
    /// All of them, in the order in which they follow.
    pub const ALL: [Self; 7] = [
        Self::Bits,
        Self::Children,
        Self::Free,
        Self::Blocks,
        Self::Nodes,
        Self::Pods,
        Self::Addresses,
    ];

    /// What stands above the column.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Bits => "bits",
            Self::Children => "children",
            Self::Free => "free",
            Self::Blocks => "/64s",
            Self::Nodes => "nodes",
            Self::Pods => "pods",
            Self::Addresses => "addresses",
        }
    }

    /// What it shows, for people.
    pub const fn says(self) -> &'static str {
        match self {
            Self::Bits => "bits: a cell for each, full where it is needed, low where it is spare",
            Self::Children => {
                "children: how many there are of how many that fit, with their length"
            }
            Self::Free => "free: how many more of the largest children fit",
            Self::Blocks => "/64s: how many each has, all of a run together",
            Self::Nodes => "nodes: max-nodes of all clusters together; + where some say none",
            Self::Pods => "pods: max-nodes times max-pods of all clusters together",
            Self::Addresses => "addresses: how many each has, all of a run together",
        }
    }

    /// The next one.
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|&one| one == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// Whether it is summed up over all that lies below.
    pub const fn is_sum(self) -> bool {
        match self {
            Self::Nodes | Self::Pods => true,
            Self::Bits | Self::Children | Self::Free | Self::Blocks | Self::Addresses => false,
        }
    }
}

impl Model {
    /// Sums up what is planned, where the tree shows that.
    pub fn sum_up(&mut self) {
        self.planned = if self.measure.is_sum() {
            planned(self.document.plan(), self.document.evaluation())
        } else {
            Vec::new()
        };
    }

    /// Sums up again what an edit has reached, and all that this lies in.
    pub fn sum_up_again(&mut self, reached: &BTreeSet<NodeId>) {
        if !self.measure.is_sum() || self.planned.is_empty() {
            return self.sum_up();
        }
        let (plan, evaluation) = (self.document.plan(), self.document.evaluation());
        let alive = reached.iter().filter(|&&node| plan.is_alive(node));
        let nodes = alive.flat_map(|&node| plan.chain(node)).collect();
        plan_again(plan, evaluation, nodes, &mut self.planned);
    }

    /// What a row comes to in the measure that is shown, in at most so many columns; of bits, a bar of cells.
    pub fn measured(&self, row: Row, room: usize) -> String {
        match self.measure {
            Measure::Bits => self
                .budget(row)
                .map_or_else(String::new, |budget| bar(&budget)),
            Measure::Children => self.budget(row).map_or_else(String::new, |budget| {
                let taken = budget.planned.plus(budget.reserved).unwrap_or(Count::MAX);
                format!("{taken} of {} {}", budget.room, budget.length)
            }),
            Measure::Free => self.budget(row).map_or_else(String::new, |budget| {
                format!("{} × {}", budget.free, budget.length)
            }),
            Measure::Blocks => self.blocks(row, room).unwrap_or_default(),
            Measure::Nodes => self.sum(row, |sum| sum.nodes, room),
            Measure::Pods => self.sum(row, |sum| sum.pods, room),
            Measure::Addresses => {
                let of = |family| self.addresses(row, family, room);
                let texts: Vec<String> = Family::BOTH.into_iter().filter_map(of).collect();
                texts.join("  ")
            }
        }
    }

    /// The budget of a block, of the family that has one.
    fn budget(&self, row: Row) -> Option<Budget> {
        let Row::Definition(node) = row else {
            return None;
        };
        let evaluation = self.document.evaluation();
        let of = |family| Some(evaluation.block_pool(node, family)?.budget()?.0);
        Family::BOTH.into_iter().find_map(of)
    }

    fn sum(&self, row: Row, of: impl Fn(Planned) -> Count, room: usize) -> String {
        let (node, many) = match row {
            Row::Definition(node) => (node, self.document.plan().count(node)),
            Row::Member(node, _) => (node, Count::ONE),
            Row::Range(..) | Row::Free(..) | Row::Members(_) => return String::new(),
        };
        let Some(sum) = self.planned.get(node.index()) else {
            return String::new();
        };
        let sum = sum.times(many);
        match (of(sum).is_zero(), sum.is_open) {
            (true, true) => "open".to_owned(),
            (true, false) => String::new(),
            (false, true) => format!("{}+", short(of(sum), room.saturating_sub(1))),
            (false, false) => short(of(sum), room),
        }
    }

    /// The prefix of a row in a family: its length, and how many of these it has.
    fn prefix_of(&self, row: Row, family: Family) -> Option<(Length, Count)> {
        let (plan, evaluation) = (self.document.plan(), self.document.evaluation());
        let block = |node| {
            let block = block_prefix(plan, evaluation, node, family, [&[], &[]])?;
            Some(block.length)
        };
        match row {
            Row::Definition(node) => Some((block(node)?, plan.count(node))),
            Row::Member(node, _) => Some((block(node)?, Count::ONE)),
            Row::Free(_, of, _) if of == family => {
                let (prefix, count) = gap_prefix((plan, evaluation), row, &[])?;
                Some((prefix.length(), count))
            }
            Row::Range(node, kind) => {
                let shoot = evaluation.shoot(plan, node);
                let range = shoot.range(kind, family)?;
                Some((range.length?, Count::from(range.zones)))
            }
            Row::Free(..) | Row::Members(_) => None,
        }
    }

    /// The addresses of a row in a family, in so many columns.
    fn addresses(&self, row: Row, family: Family, room: usize) -> Option<String> {
        let (length, many) = self.prefix_of(row, family)?;
        let bits = u32::from(family.width() - length.bits());
        Some(power(many, bits, room))
    }

    /// The /64s of a row: words where it has none of its own, and nothing where it has no IPv6.
    fn blocks(&self, row: Row, room: usize) -> Option<String> {
        let (length, many) = self.prefix_of(row, Family::V6)?;
        let bits = 64_u32.checked_sub(u32::from(length.bits()));
        Some(bits.map_or_else(|| "in one".to_owned(), |bits| power(many, bits, room)))
    }
}

/// So many times a power of two: as one number in so many columns, else as what it is made of. Both are exact.
fn power(many: Count, bits: u32, room: usize) -> String {
    const WIDEST: usize = 16;
    let whole = Count::power_of_two(bits).and_then(|each| each.times(many));
    let room = room.min(WIDEST);
    let whole = whole.map(|whole| short(whole, room));
    match whole.filter(|text| text.len() <= room) {
        Some(text) => text,
        None => format!("{many} × 2^{bits}"),
    }
}

/// A number in so many columns, where there is a short way to say it.
fn short(count: Count, room: usize) -> String {
    let text = count.to_string();
    match count.exponent() {
        Some(bits) if text.len() > room => format!("2^{bits}"),
        Some(_) | None => text,
    }
}

/// One cell a bit, at most sixteen.
pub fn bar(budget: &Budget) -> String {
    const MOST: usize = 16;
    let given = usize::from(budget.given);
    let needed = usize::try_from(budget.needed).unwrap_or(usize::MAX);
    let full = needed.min(given);
    let mut bar = "█".repeat(full.min(MOST));
    bar.push_str(&"▁".repeat(given.saturating_sub(full).min(MOST - full.min(MOST))));
    if needed > given {
        bar = format!("{bar}▒{}", needed - given);
    }
    if given > MOST {
        bar.push('…');
    }
    bar
}
