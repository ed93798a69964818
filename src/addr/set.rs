//! Free space inside a block, and first fit in it.

use std::collections::BTreeMap;

/// First and last offset, both included, in left-aligned bits from the start of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// The first offset.
    pub first: u128,
    /// The last offset. Below the first there is nothing to take or give back, and both are refused.
    pub last: u128,
}

/// What is free in a pool: disjoint gaps, lowest first.
///
/// Offsets are left-aligned bits relative to the pool, so that moving a pool moves nothing in it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FreeSpace {
    /// The first offset of each gap, by its last one: what is taken is taken from the start of a gap most often.
    gaps: BTreeMap<u128, u128>,
}

impl FreeSpace {
    /// All of a pool whose last offset this is.
    pub fn whole(last: u128) -> Self {
        Self {
            gaps: BTreeMap::from([(last, 0)]),
        }
    }

    /// The gaps, lowest first.
    pub fn gaps(&self) -> impl DoubleEndedIterator<Item = Interval> {
        self.gaps
            .iter()
            .map(|(&last, &first)| Interval { first, last })
    }

    /// How many gaps there are.
    pub fn pieces(&self) -> usize {
        self.gaps.len()
    }

    /// Whether all of it is free.
    pub fn holds(&self, wanted: Interval) -> bool {
        self.gap_around(wanted).is_some()
    }

    /// Takes an interval out; false, and nothing taken, if a part of it is not free.
    pub fn take(&mut self, wanted: Interval) -> bool {
        let Some((&last, first)) = self.gaps.range_mut(wanted.first..).next() else {
            return false;
        };
        if wanted.last < wanted.first || wanted.first < *first || last < wanted.last {
            return false;
        }
        let before = (*first < wanted.first).then_some(*first);
        if wanted.last < last {
            *first = wanted.last + 1;
        } else {
            self.gaps.remove(&last);
        }
        if let Some(first) = before {
            self.gaps.insert(wanted.first - 1, first);
        }
        true
    }

    /// Frees an interval that was taken; false, and nothing freed, if a part of it is free already.
    ///
    /// The end of the pool is not known here: only what was taken may be given back.
    pub fn give_back(&mut self, freed: Interval) -> bool {
        let Interval { mut first, last } = freed;
        let behind = self.gaps.range(first..).next();
        if last < first || behind.is_some_and(|(_, &start)| start <= last) {
            return false;
        }
        let joined = behind.filter(|&(_, &start)| last.checked_add(1) == Some(start));
        let joined = joined.map(|(&end, _)| end);
        if let Some(start) = first
            .checked_sub(1)
            .and_then(|before| self.gaps.remove(&before))
        {
            first = start;
        }
        self.gaps.insert(joined.unwrap_or(last), first);
        true
    }

    /// The lowest place at or after `from` for a span of `size` (its bits minus one) that starts at a multiple of
    /// `step` (its bits minus one).
    ///
    /// Both are given minus one, as the tails of lengths are, so that all of IPv6 can be spoken of.
    pub fn first_fit(&self, from: u128, size: u128, step: u128) -> Option<u128> {
        self.gaps.range(from..).find_map(|(&last, &first)| {
            let start = round_up(first.max(from), step)?;
            let end = start.checked_add(size)?;
            (end <= last).then_some(start)
        })
    }

    fn gap_around(&self, wanted: Interval) -> Option<Interval> {
        self.gap_at(wanted.first)
            .filter(|gap| wanted.first <= wanted.last && wanted.last <= gap.last)
    }

    /// The gap that an offset lies in, if it is free.
    pub fn gap_at(&self, offset: u128) -> Option<Interval> {
        let (&last, &first) = self.gaps.range(offset..).next()?;
        (first <= offset).then_some(Interval { first, last })
    }
}

/// The next multiple of `step` + 1, which is a power of two; `None` past the end.
pub(crate) const fn round_up(offset: u128, step: u128) -> Option<u128> {
    match offset.checked_add(step) {
        Some(sum) => Some(sum & !step),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(whole: u128, taken: &[(u128, u128)]) -> FreeSpace {
        let mut space = FreeSpace::whole(whole);
        for &(first, last) in taken {
            assert!(space.take(Interval { first, last }), "{first}–{last}");
        }
        space
    }

    fn gaps(space: &FreeSpace) -> Vec<(u128, u128)> {
        space.gaps().map(|gap| (gap.first, gap.last)).collect()
    }

    #[test]
    fn taking_leaves_what_is_around() {
        const END: u128 = u128::MAX;
        for (taken, left) in [
            (&[][..], &[(0, END)][..]),
            (&[(0, END)], &[]),
            (&[(0, 0)], &[(1, END)]),
            (&[(END, END)], &[(0, END - 1)]),
            (&[(5, 9)], &[(0, 4), (10, END)]),
            (&[(5, 9), (0, 4)], &[(10, END)]),
            (&[(5, 9), (20, END), (10, 19)], &[(0, 4)]),
        ] {
            assert_eq!(gaps(&free(END, taken)), left, "after taking {taken:?}");
        }
    }

    #[test]
    fn what_is_not_free_or_is_nothing_is_not_taken() {
        let mut space = free(99, &[(5, 9)]);
        for (first, last) in [(9, 9), (4, 5), (0, 99), (90, 100), (100, 100), (50, 40)] {
            let wanted = Interval { first, last };
            assert!(!space.holds(wanted), "{wanted:?}");
            assert!(!space.take(wanted), "{wanted:?}");
        }
        assert_eq!(gaps(&space), [(0, 4), (10, 99)]);
    }

    #[test]
    fn giving_back_joins_its_neighbours() {
        const END: u128 = u128::MAX;
        for (taken, back, left) in [
            (&[(0, END)][..], (0, END), &[(0, END)][..]),
            (&[(0, END)], (5, 9), &[(5, 9)]),
            (&[(5, 9)], (5, 9), &[(0, END)]),
            (&[(5, 9)], (5, 6), &[(0, 6), (10, END)]),
            (&[(5, 9)], (8, 9), &[(0, 4), (8, END)]),
            (&[(5, 9)], (7, 7), &[(0, 4), (7, 7), (10, END)]),
            (&[(5, END)], (END, END), &[(0, 4), (END, END)]),
        ] {
            let mut space = free(END, taken);
            let (first, last) = back;
            assert!(space.give_back(Interval { first, last }), "{back:?}");
            assert_eq!(gaps(&space), left, "{taken:?} taken, {back:?} given back");
        }
    }

    #[test]
    fn what_is_free_or_nothing_is_not_given_back() {
        let mut space = free(99, &[(5, 9)]);
        for (first, last) in [(0, 0), (4, 5), (9, 10), (0, 99), (9, 5)] {
            let freed = Interval { first, last };
            assert!(!space.give_back(freed), "{freed:?}");
        }
        assert_eq!(gaps(&space), [(0, 4), (10, 99)]);
    }

    #[test]
    fn first_fit_stays_in_the_pool() {
        const END: u128 = u128::MAX;
        for (taken, from, size, step, place) in [
            (&[][..], 0, END, END, Some(0)),
            (&[], 1, END, END, None),
            (&[(0, 0)], 0, END, END, None),
            (&[(0, 0)], 0, 15, 15, Some(16)),
            (&[(0, 0)], 0, 15, 0, Some(1)),
            (&[], 17, 15, 15, Some(32)),
            (&[], END - 15, 15, 15, Some(END - 15)),
            (&[], END - 14, 15, 15, None),
            (&[], END, 0, 0, Some(END)),
            (&[(END, END)], END, 0, 0, None),
            (&[(16, 31)], 20, 15, 15, Some(32)),
            (&[(0, END)], 0, 0, 0, None),
        ] {
            assert_eq!(
                free(END, taken).first_fit(from, size, step),
                place,
                "{taken:?} taken, from {from}, {size} + 1 in steps of {step} + 1"
            );
        }
        assert_eq!(FreeSpace::default().first_fit(0, 0, 0), None);
        assert_eq!(free(99, &[]).first_fit(90, 15, 0), None);
    }
}
