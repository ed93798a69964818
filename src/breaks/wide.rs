//! Whole numbers without an end, for growth that is compounded: only what that needs.

use crate::addr::Count;

/// A number; the lowest limb first, no zero at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wide(Vec<u32>);

impl Wide {
    /// The same number.
    pub(super) fn of(count: Count) -> Self {
        let mut limbs = Vec::new();
        let mut left = count.low().unwrap_or(0);
        while left > 0 {
            limbs.push(u32::try_from(left & u128::from(u32::MAX)).unwrap_or(u32::MAX));
            left >>= 32;
        }
        if count == Count::MAX {
            limbs = vec![0, 0, 0, 0, 1];
        }
        Self(limbs)
    }

    /// So many times as much.
    pub(super) fn times(&self, factor: u32) -> Self {
        let mut limbs = Vec::with_capacity(self.0.len() + 1);
        let mut carry = 0_u64;
        for &limb in &self.0 {
            let product = u64::from(limb) * u64::from(factor) + carry;
            limbs.push(u32::try_from(product & u64::from(u32::MAX)).unwrap_or(u32::MAX));
            carry = product >> 32;
        }
        limbs.push(u32::try_from(carry).unwrap_or(u32::MAX));
        Self::trimmed(limbs)
    }

    /// The product of two numbers.
    pub(super) fn by(&self, other: &Self) -> Self {
        let mut sum = Self(Vec::new());
        for (place, &limb) in other.0.iter().enumerate() {
            let mut shifted = vec![0; place];
            shifted.extend(self.times(limb).0);
            sum = sum.plus(&Self(shifted));
        }
        sum
    }

    fn plus(&self, other: &Self) -> Self {
        let mut limbs = Vec::new();
        let mut carry = 0_u64;
        for place in 0..self.0.len().max(other.0.len()) {
            let of = |number: &Self| u64::from(number.0.get(place).copied().unwrap_or(0));
            let sum = of(self) + of(other) + carry;
            limbs.push(u32::try_from(sum & u64::from(u32::MAX)).unwrap_or(u32::MAX));
            carry = sum >> 32;
        }
        limbs.push(u32::try_from(carry).unwrap_or(u32::MAX));
        Self::trimmed(limbs)
    }

    fn trimmed(mut limbs: Vec<u32>) -> Self {
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        Self(limbs)
    }
}

impl Ord for Wide {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let lengths = self.0.len().cmp(&other.0.len());
        lengths.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Wide {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_exact_and_ordered() {
        for (left, right) in [(0, 0), (1, 7), (u32::MAX, u32::MAX), (1 << 31, 6)] {
            let exact = Wide::of(Count::new(u128::from(left) * u128::from(right)));
            let of = |number: u32| Wide::of(Count::from(number));
            assert_eq!(of(left).times(right), exact, "{left} × {right}");
            assert_eq!(of(left).by(&of(right)), exact, "{left} × {right}");
        }
        let half = Wide::of(Count::power_of_two(64).expect("a power"));
        assert_eq!(half.by(&half), Wide::of(Count::MAX));
        let most = Wide::of(Count::new(u128::MAX));
        assert!(most < Wide::of(Count::MAX) && most.times(2) > Wide::of(Count::MAX));
        assert!(Wide::of(Count::new(1 << 32)) > Wide::of(Count::from(u32::MAX)));
        assert!(Wide::of(Count::ZERO) < Wide::of(Count::ONE));
    }
}
