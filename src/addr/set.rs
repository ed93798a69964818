//! Free space inside a block, and first fit in it.

use std::collections::BTreeMap;

/// First and last offset, both included, in left-aligned bits from the start of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// The first offset.
    pub first: u128,
    /// The last offset; never below the first.
    pub last: u128,
}

/// What is free in a pool: disjoint gaps, lowest first.
///
/// Offsets are left-aligned bits relative to the pool, so that moving a pool moves nothing in it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FreeSpace {
    gaps: BTreeMap<u128, u128>,
}

impl FreeSpace {
    /// All of a pool whose last offset this is.
    pub fn whole(last: u128) -> Self {
        Self {
            gaps: BTreeMap::from([(0, last)]),
        }
    }

    /// The gaps, lowest first.
    pub fn gaps(&self) -> impl DoubleEndedIterator<Item = Interval> {
        self.gaps
            .iter()
            .map(|(&first, &last)| Interval { first, last })
    }

    /// How many gaps there are.
    pub fn pieces(&self) -> usize {
        self.gaps.len()
    }

    /// Whether all of it is free.
    pub fn holds(&self, wanted: Interval) -> bool {
        self.gap_at(wanted.first)
            .is_some_and(|gap| gap.last >= wanted.last)
    }

    /// Takes an interval out; false, and nothing taken, if a part of it is not free.
    pub fn take(&mut self, wanted: Interval) -> bool {
        let Some(gap) = self
            .gap_at(wanted.first)
            .filter(|gap| gap.last >= wanted.last)
        else {
            return false;
        };
        self.gaps.remove(&gap.first);
        if gap.first < wanted.first {
            self.gaps.insert(gap.first, wanted.first - 1);
        }
        if wanted.last < gap.last {
            self.gaps.insert(wanted.last + 1, gap.last);
        }
        true
    }

    /// The lowest place at or after `from` for a span of `size` (its bits minus one) that starts at a multiple of
    /// `step` (its bits minus one).
    ///
    /// Both are given minus one, as the tails of lengths are, so that all of IPv6 can be spoken of.
    pub fn first_fit(&self, from: u128, size: u128, step: u128) -> Option<u128> {
        let before = self.gap_at(from).map_or(from, |gap| gap.first);
        self.gaps.range(before..).find_map(|(&first, &last)| {
            let start = round_up(first.max(from), step)?;
            let end = start.checked_add(size)?;
            (end <= last).then_some(start)
        })
    }

    fn gap_at(&self, offset: u128) -> Option<Interval> {
        let (&first, &last) = self.gaps.range(..=offset).next_back()?;
        (last >= offset).then_some(Interval { first, last })
    }
}

/// The next multiple of `step` + 1, which is a power of two; `None` past the end.
pub(crate) const fn round_up(offset: u128, step: u128) -> Option<u128> {
    match offset.checked_add(step) {
        Some(sum) => Some(sum & !step),
        None => None,
    }
}
