//! Prefixes that are numbered from 0, one a node, and those that services take away.

use crate::addr::{Count, Length, Prefix};
use crate::engine::shoot::Shoot;
use crate::plan::RangeKind;

/// Prefixes that are numbered from 0: one a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The length of each.
    pub length: Length,
    /// The first, if addresses are known.
    pub first: Option<Prefix>,
    /// The one after it.
    pub second: Option<Prefix>,
    /// The last one.
    pub last: Option<Prefix>,
    /// How many there are.
    pub count: Option<Count>,
}

impl Numbered {
    pub(super) const fn unknown(length: Length, count: Option<Count>) -> Self {
        Self {
            length,
            first: None,
            second: None,
            last: None,
            count,
        }
    }

    /// All blocks of a length in a prefix but those that are lost.
    pub(super) fn of(pool: Prefix, length: Length, lost: Option<Lost>) -> Self {
        let room = pool.room(length).unwrap_or(Count::ZERO);
        let lost_count = lost.map_or(Count::ZERO, Lost::count);
        let count = room.minus(lost_count).unwrap_or(Count::ZERO);
        let end = room.minus(Count::ONE).map_or(0, Count::saturating);
        let skip = |index: u128| match lost {
            Some(lost) if (lost.first..=lost.last).contains(&index) => lost.last.saturating_add(1),
            _ => index,
        };
        let first = skip(0);
        let second = skip(first.saturating_add(1));
        let final_one = match lost {
            Some(lost) if lost.last == end => lost.first.checked_sub(1),
            _ => Some(end),
        };
        let at = |index: u128, least: u128| {
            (count >= Count::new(least))
                .then(|| pool.child(index, length))
                .flatten()
        };
        Self {
            length,
            first: at(first, 1),
            second: at(second, 2),
            last: final_one.and_then(|index| at(index, 1)),
            count: Some(count),
        }
    }
}

/// Blocks of the pod range that a service range inside it takes away, by their numbers (k O1).
#[derive(Clone, Copy, Debug)]
pub(super) struct Lost {
    first: u128,
    last: u128,
}

impl Lost {
    pub(super) fn count(self) -> Count {
        Count::new(self.last - self.first)
            .plus(Count::ONE)
            .unwrap_or(Count::MAX)
    }
}

pub(super) fn lost_blocks(shoot: &Shoot<'_>, pool: Prefix, length: Length) -> Option<Lost> {
    let services = shoot.range(RangeKind::Services, pool.family())?.written?;
    let end = pool.room(length)?.minus(Count::ONE)?.low()?;
    if services.covers(pool) {
        return Some(Lost {
            first: 0,
            last: end,
        });
    }
    if !pool.covers(services) {
        return None;
    }
    let first = services
        .at(length)
        .map_or_else(|| services.child(0, length), Some)?
        .index_in(pool)?;
    let blocks = services.room(length).and_then(Count::low).unwrap_or(1);
    Some(Lost {
        first,
        last: first.checked_add(blocks)?.checked_sub(1)?,
    })
}

/// The last block of a length in a range.
pub(super) fn last_child(range: Prefix, length: Length) -> Option<Prefix> {
    let end = range.room(length)?.minus(Count::ONE)?.low()?;
    range.child(end, length)
}
