//! What a pool has, needs and keeps.

use super::{Demand, Outcome, Pool, Sum};
use crate::addr::{Count, Family, Length, Signed};

/// Bits given, needed and spare, room and what is taken of it, in blocks of one length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The length of the blocks that it counts.
    pub length: Length,
    /// Bits between the pool's length and theirs.
    pub given: u8,
    /// Bits that number what is planned and reserved.
    pub needed: u32,
    /// Given − needed.
    pub spare: i32,
    /// How many there can be.
    pub room: Count,
    /// How many are planned.
    pub planned: Count,
    /// How many more must fit.
    pub reserved: Count,
    /// Room − planned − reserved.
    pub free: Signed,
}

impl Budget {
    /// Whether all that is planned has room, and what is reserved beside it has not.
    pub fn reserve_is_too_much(&self) -> bool {
        let taken = self.planned.plus(self.reserved);
        self.planned <= self.room && taken.is_none_or(|taken| taken > self.room)
    }
}

/// One more row of a budget, for children of another length than the largest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherRow {
    /// Their length.
    pub length: Length,
    /// How many are planned.
    pub planned: Count,
    /// How many more must fit.
    pub reserved: Count,
}

impl Pool {
    /// Whether something may have no place only because of what is reserved.
    pub fn is_exhausted_by_reserves(&self) -> bool {
        self.budget()
            .is_some_and(|(budget, _)| budget.reserve_is_too_much())
    }

    /// Whether all that it is asked for would have room by size alone, were one demand of another length.
    pub fn would_hold(&self, demand: &Demand, length: Length) -> bool {
        let width = self.ground.length.family().width();
        let size = |bits: u8| Count::power_of_two(u32::from(width.saturating_sub(bits)));
        let sums = self.sums.iter().map(|&(bits, ref sum)| {
            let all = sum.planned.plus(sum.reserved)?;
            let own = if bits == demand.length.bits() {
                all.minus(demand.span()?)?
            } else {
                all
            };
            own.times(size(bits)?)
        });
        let others = sums.reduce(|one, other| one?.plus(other?)).flatten();
        let own = demand
            .span()
            .and_then(|span| span.times(size(length.bits())?));
        let prefixes = u32::try_from(self.ground.prefixes.len().max(1)).unwrap_or(u32::MAX);
        let room = size(self.ground.length.bits())
            .and_then(|size| size.times(Count::from(prefixes)))
            .unwrap_or(Count::MAX);
        matches!((others, own), (Some(others), Some(own)) if others.plus(own).is_some_and(|all| all <= room))
    }

    /// The length of a pool of one prefix that would hold all that this one is asked for, by size alone.
    pub fn length_for_all(&self) -> Option<Length> {
        let (budget, _) = self.budget()?;
        let taken = budget.planned.plus(budget.reserved)?;
        let bits = u8::try_from(taken.bits_needed()).ok()?;
        Length::new(
            self.ground.length.family(),
            budget.length.bits().checked_sub(bits)?,
        )
    }

    /// The budget of its children, and a row for each further length. Nothing without children.
    pub fn budget(&self) -> Option<(Budget, Vec<OtherRow>)> {
        let (bits, unit) = self
            .sums
            .iter()
            .copied()
            .find(|&(bits, _)| bits >= self.ground.length.bits())?;
        let length = Length::new(self.ground.length.family(), bits)?;
        let inside = bits - self.ground.length.bits();
        let prefixes = u32::try_from(self.ground.prefixes.len().max(1)).unwrap_or(u32::MAX);
        let given = u8::try_from(u32::from(inside) + prefixes.ilog2()).ok()?;
        let room = Count::power_of_two(u32::from(inside))?
            .times(Count::from(prefixes))
            .unwrap_or(Count::MAX);
        let (planned, reserved) = if self.sums.len() == 1 || self.ground.order.is_some() {
            (unit.planned, unit.reserved)
        } else {
            self.mixed(length, room, unit)
        };
        let taken = planned.plus(reserved).unwrap_or(Count::MAX);
        let needed = taken.bits_needed();
        let budget = Budget {
            length,
            given,
            needed,
            spare: i32::from(given) - i32::try_from(needed).unwrap_or(i32::MAX),
            room,
            planned,
            reserved,
            free: Signed::difference(room, taken),
        };
        let others = self
            .sums
            .iter()
            .filter(|&&(other, _)| other > bits)
            .filter_map(|&(bits, ref sum)| {
                Some(OtherRow {
                    length: Length::new(self.ground.length.family(), bits)?,
                    planned: sum.planned,
                    reserved: sum.reserved,
                })
            });
        Some((budget, others.collect()))
    }

    /// Smaller children count as the units that they touch.
    fn mixed(&self, unit: Length, room: Count, sum: Sum) -> (Count, Count) {
        let free = self.free_units(unit);
        let used = room.minus(free).unwrap_or(Count::ZERO);
        let mut planned = sum.planned;
        let mut of_unit = Count::ZERO;
        for demand in &self.demands {
            let placed = matches!(demand.outcome, Outcome::Placed(_));
            if demand.length == unit && placed {
                of_unit = of_unit
                    .plus(demand.span().unwrap_or(Count::MAX))
                    .unwrap_or(Count::MAX);
            } else if demand.length > unit && !placed && demand.outcome != Outcome::Outside {
                let more = units_of(demand, unit);
                planned = planned.plus(more).unwrap_or(Count::MAX);
            }
        }
        let touched = used.minus(of_unit).unwrap_or(Count::ZERO);
        (planned.plus(touched).unwrap_or(Count::MAX), sum.reserved)
    }

    /// How many blocks of a length are planned in it, placed or only counted.
    pub fn planned(&self, length: Length) -> Count {
        self.sums
            .iter()
            .find(|&&(bits, _)| bits == length.bits())
            .map_or(Count::ZERO, |(_, sum)| sum.planned)
    }

    /// How many whole blocks of a length are free.
    pub fn free_units(&self, unit: Length) -> Count {
        self.whole_gaps(unit)
            .map(|(_, count)| count)
            .try_fold(Count::ZERO, Count::plus)
            .unwrap_or(Count::MAX)
    }

    /// How many whole blocks of a length are free side by side.
    pub fn largest_gap(&self, unit: Length) -> Count {
        self.whole_gaps(unit)
            .map(|(_, count)| count)
            .max()
            .unwrap_or(Count::ZERO)
    }

    /// What is free as the fewest blocks, the largest first: how many of each length. Of the lowest `most` gaps.
    pub fn free_by_length(&self, family: Family, most: usize) -> Vec<(Length, Count)> {
        let mut numbers = [0_u128; 129];
        for gap in self.free.gaps().take(most) {
            let mut first = gap.first;
            loop {
                let left = gap.last - first;
                // The largest block that begins here, and ends in the gap.
                let fitting = left.checked_add(1).map_or(128, u128::ilog2);
                let zeros = first.trailing_zeros().min(fitting);
                numbers[128 - usize::try_from(zeros).unwrap_or(128)] += 1;
                let Some(size) = 1_u128.checked_shl(zeros) else {
                    break;
                };
                match first.checked_add(size) {
                    Some(next) if next <= gap.last => first = next,
                    _ => break,
                }
            }
        }
        let numbered = (0_u8..).zip(numbers).filter(|&(_, number)| number > 0);
        numbered
            .filter_map(|(bits, number)| Some((Length::new(family, bits)?, Count::new(number))))
            .collect()
    }

    /// The gaps that hold whole blocks of a length, lowest first: where the first one begins, and how many there are.
    pub fn whole_gaps(&self, unit: Length) -> impl Iterator<Item = (u128, Count)> + '_ {
        self.free.gaps().filter_map(move |gap| {
            let each = Count::power_of_two(128 - u32::from(unit.bits()))?;
            let first = crate::addr::round_up(gap.first, unit.tail())?;
            let size = Count::new(gap.last.checked_sub(first)?).plus(Count::ONE)?;
            let count = size.over(each)?;
            (!count.is_zero()).then_some((first, count))
        })
    }
}

/// How many units hold the blocks of a demand.
fn units_of(demand: &Demand, unit: Length) -> Count {
    let each =
        Count::power_of_two(u32::from(demand.length.bits() - unit.bits())).unwrap_or(Count::MAX);
    demand
        .span()
        .and_then(|span| span.over_up(each))
        .unwrap_or(Count::MAX)
}
