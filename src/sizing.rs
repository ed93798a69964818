//! How levels below a pool can be cut: every scheme that holds what is wanted, the best one first, and what would make
//! room where none does.
//!
//! Arithmetic of lengths alone: it knows no plan and no addresses. A level has bits between the length above it and its
//! own; the last one, the leaf, has a length that is given.

mod relax;
mod remark;
mod search;

pub use relax::{Relaxation, relaxations};
pub use remark::Remark;
pub use search::{Found, search, search_all};

use std::sync::Arc;

use crate::addr::{Count, Family};

/// What one level has to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Want {
    /// What it is called.
    pub name: String,
    /// How many there shall be in each block of the level above.
    pub count: Count,
    /// Its length, where that is fixed.
    pub fixed: Option<u8>,
}

impl Want {
    /// The bits that number that many.
    pub const fn needed(&self) -> u32 {
        self.count.bits_needed()
    }
}

/// Where borders may lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// At multiples of 4, but for the leaf and what is fixed.
    Nibble,
    /// Anywhere.
    Bit,
}

impl Alignment {
    const fn step(self) -> u8 {
        match self {
            Self::Nibble => 4,
            Self::Bit => 1,
        }
    }
}

/// A problem: a pool, and levels in it from the outermost to the leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The family, for its width.
    pub family: Family,
    /// The length of the pool.
    pub pool: u8,
    /// The length of the leaf.
    pub leaf: u8,
    /// Where borders may lie.
    pub alignment: Alignment,
    /// Percent of each level that are to stay free: it ranks schemes, and forbids none.
    pub growth: u8,
    /// Whether the leaf is what a cluster's nodes get: its services want a place beside the range of the nodes.
    pub of_nodes: bool,
    /// The levels. The last one is the leaf.
    pub wants: Vec<Want>,
}

/// One level of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// What it is called; the same in all schemes.
    pub name: Arc<str>,
    /// Its length.
    pub length: u8,
    /// The bits from the level above.
    pub bits: u8,
    /// The bits that what is wanted needs.
    pub needed: u32,
    /// How many there is room for.
    pub capacity: Count,
    /// How many are wanted.
    pub wanted: Count,
}

impl Level {
    /// How many more there is room for.
    pub fn spare(&self) -> Count {
        self.capacity.minus(self.wanted).unwrap_or(Count::ZERO)
    }

    /// The bits beyond those that are needed.
    pub fn spare_bits(&self) -> u32 {
        u32::from(self.bits).saturating_sub(self.needed)
    }

    /// Whether less is free than should be.
    pub fn is_tight(&self, growth: u8) -> bool {
        let hundred = Count::new(100);
        let free = self.spare().times(hundred).unwrap_or(Count::MAX);
        let wished = self.capacity.times(Count::new(u128::from(growth)));
        self.capacity > Count::ONE && free < wished.unwrap_or(Count::MAX)
    }
}

/// One way to cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// The levels, outermost first.
    pub levels: Vec<Level>,
    /// What speaks against it.
    pub remarks: Vec<Remark>,
}

impl Scheme {
    /// Its lengths, outermost first, as a name: `/40 /48 /64`.
    pub fn name(&self) -> String {
        let lengths = self.levels.iter().map(|level| format!("/{}", level.length));
        lengths.collect::<Vec<_>>().join(" ")
    }

    /// The bits that the leaf has beyond those that it needs.
    pub fn spare_bits(&self) -> u32 {
        self.levels.last().map_or(0, Level::spare_bits)
    }

    /// The level with the least room, and the one with the most, by spare bits and then by what is free.
    pub fn extremes(&self) -> Option<(&Level, &Level)> {
        let by_room = |level: &&Level| (level.spare_bits(), level.spare());
        let least = self.levels.iter().min_by_key(by_room)?;
        let most = self.levels.iter().max_by_key(by_room)?;
        Some((least, most))
    }
}

/// What is missing at one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortage<'p> {
    /// The level.
    pub want: &'p Want,
    /// The bits that it lacks.
    pub bits: u32,
}

impl Problem {
    /// Where bits are missing if every level takes as few as it can; nothing where all fits.
    pub fn shortages(&self) -> Vec<Shortage<'_>> {
        let mut shortages = Vec::new();
        let mut above = u32::from(self.pool);
        for (index, want) in self.wants.iter().enumerate() {
            let least = above + want.needed();
            let own = if index + 1 == self.wants.len() {
                Some(self.leaf)
            } else {
                want.fixed
            };
            let Some(own) = own.map(u32::from) else {
                above = least.next_multiple_of(u32::from(self.alignment.step()));
                continue;
            };
            if own < least {
                shortages.push(Shortage {
                    want,
                    bits: least - own,
                });
            }
            above = own;
        }
        shortages
    }

    /// The same with the levels above the leaf in every order, this one first.
    pub fn orders(&self) -> Vec<Self> {
        let Some((leaf, above)) = self.wants.split_last() else {
            return vec![self.clone()];
        };
        let mut orders = Vec::new();
        permute(above, &mut Vec::new(), &mut orders);
        let order = |mut wants: Vec<Want>| {
            wants.push(leaf.clone());
            Self {
                wants,
                ..self.clone()
            }
        };
        orders.into_iter().map(order).collect()
    }

    /// How many bits are missing: 0 where it fits.
    pub fn short_bits(&self) -> u32 {
        self.shortages().iter().map(|shortage| shortage.bits).sum()
    }
}

/// Every order of some levels, those that keep the given one longest first.
fn permute(rest: &[Want], taken: &mut Vec<Want>, orders: &mut Vec<Vec<Want>>) {
    if rest.is_empty() {
        orders.push(taken.clone());
    }
    for (index, want) in rest.iter().enumerate() {
        let mut others = rest.to_vec();
        others.remove(index);
        taken.push(want.clone());
        permute(&others, taken, orders);
        taken.pop();
    }
}
