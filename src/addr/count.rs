//! How many of something there are: exact from 0 to 2^128, both included.

use std::fmt;

/// A number of addresses or blocks, 0 to 2^128 inclusive. Arithmetic that leaves this range gives `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count {
    /// True for 2^128 alone; the rest is 0 then.
    all: bool,
    /// The first byte counts most, so that it sorts as a number does. A plan keeps many of these, and what is made of
    /// bytes needs no room around it.
    bytes: [u8; 16],
}

impl Count {
    /// None.
    pub const ZERO: Self = Self::new(0);
    /// One.
    pub const ONE: Self = Self::new(1);
    /// 2^128, the number of IPv6 addresses.
    pub const MAX: Self = Self {
        all: true,
        bytes: [0; 16],
    };

    /// A number below 2^128.
    pub const fn new(low: u128) -> Self {
        Self {
            all: false,
            bytes: low.to_be_bytes(),
        }
    }

    /// 2 to the power of `bits`; more than 128 bits are beyond a count.
    pub const fn power_of_two(bits: u32) -> Option<Self> {
        match bits {
            0..=127 => Some(Self::new(1 << bits)),
            128 => Some(Self::MAX),
            _ => None,
        }
    }

    const fn whole(self) -> u128 {
        u128::from_be_bytes(self.bytes)
    }

    /// The number, if it is below 2^128.
    pub const fn low(self) -> Option<u128> {
        if self.all { None } else { Some(self.whole()) }
    }

    /// The number, or 2^128 − 1 for 2^128.
    pub const fn saturating(self) -> u128 {
        if self.all { u128::MAX } else { self.whole() }
    }

    /// Whether there are none.
    pub const fn is_zero(self) -> bool {
        !self.all && self.whole() == 0
    }

    /// The sum, if it is at most 2^128.
    pub const fn plus(self, other: Self) -> Option<Self> {
        if self.is_zero() {
            return Some(other);
        }
        if other.is_zero() {
            return Some(self);
        }
        if self.all || other.all {
            return None;
        }
        match self.whole().overflowing_add(other.whole()) {
            (low, false) => Some(Self::new(low)),
            (0, true) => Some(Self::MAX),
            (_, true) => None,
        }
    }

    /// The difference, if it is not negative.
    pub const fn minus(self, other: Self) -> Option<Self> {
        match (self.all, other.all) {
            (true, true) => Some(Self::ZERO),
            (false, true) => None,
            (true, false) if other.whole() == 0 => Some(Self::MAX),
            (true, false) => Some(Self::new(u128::MAX - other.whole() + 1)),
            (false, false) => match self.whole().checked_sub(other.whole()) {
                Some(low) => Some(Self::new(low)),
                None => None,
            },
        }
    }

    /// The product, if it is at most 2^128.
    pub const fn times(self, other: Self) -> Option<Self> {
        if self.is_zero() || other.is_zero() {
            return Some(Self::ZERO);
        }
        if self.all {
            return if other.whole() == 1 {
                Some(Self::MAX)
            } else {
                None
            };
        }
        if other.all {
            return if self.whole() == 1 {
                Some(Self::MAX)
            } else {
                None
            };
        }
        match self.whole().checked_mul(other.whole()) {
            Some(low) => Some(Self::new(low)),
            None if self.whole().is_power_of_two()
                && other.whole().is_power_of_two()
                && self.whole().trailing_zeros() + other.whole().trailing_zeros() == 128 =>
            {
                Some(Self::MAX)
            }
            None => None,
        }
    }

    /// How many bits number that many things: ⌈log2⌉, and 0 for none or one.
    pub const fn bits_needed(self) -> u32 {
        if self.all {
            return 128;
        }
        if self.whole() <= 1 {
            return 0;
        }
        128 - (self.whole() - 1).leading_zeros()
    }

    /// The smallest power of two that is not smaller; none stays none.
    pub const fn round_up(self) -> Self {
        if self.is_zero() {
            return self;
        }
        match Self::power_of_two(self.bits_needed()) {
            Some(count) => count,
            None => Self::MAX,
        }
    }

    /// The exponent, if this is a power of two.
    pub const fn exponent(self) -> Option<u32> {
        if self.all {
            Some(128)
        } else if self.whole().is_power_of_two() {
            Some(self.whole().trailing_zeros())
        } else {
            None
        }
    }

    /// The quotient, rounded down; `None` for a division by none.
    pub const fn over(self, other: Self) -> Option<Self> {
        match (self.all, other.all) {
            (_, false) if other.whole() == 0 => None,
            (true, true) => Some(Self::ONE),
            (false, true) => Some(Self::ZERO),
            (false, false) => Some(Self::new(self.whole() / other.whole())),
            (true, false) if other.whole() == 1 => Some(Self::MAX),
            (true, false) => {
                let quotient = u128::MAX / other.whole();
                let rest = u128::MAX % other.whole();
                Some(Self::new(if rest + 1 == other.whole() {
                    quotient + 1
                } else {
                    quotient
                }))
            }
        }
    }

    /// The quotient, rounded up; `None` for a division by none.
    pub const fn over_up(self, other: Self) -> Option<Self> {
        match self.over(other) {
            None => None,
            Some(quotient) => match quotient.times(other) {
                Some(product) => match self.minus(product) {
                    Some(rest) if rest.is_zero() => Some(quotient),
                    _ => quotient.plus(Self::ONE),
                },
                None => Some(quotient),
            },
        }
    }

    /// All digits, without separators: what JSON carries.
    pub fn decimal(self) -> String {
        if self.all {
            "340282366920938463463374607431768211456".to_owned()
        } else {
            self.whole().to_string()
        }
    }
}

impl From<u64> for Count {
    fn from(number: u64) -> Self {
        Self::new(u128::from(number))
    }
}

impl From<u32> for Count {
    fn from(number: u32) -> Self {
        Self::new(u128::from(number))
    }
}

/// From 2^33 on, a power of two is easier to read as one.
const FIRST_EXPONENT: u32 = 33;

impl fmt::Display for Count {
    /// Exact: `65,536`, `4,294,967,296`, `2^92`, `2^64` − 1 as all its digits.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(exponent) = self.exponent().filter(|&bits| bits >= FIRST_EXPONENT) {
            return formatter.pad(&format!("2^{exponent}"));
        }
        let digits = self.decimal();
        let mut text = String::with_capacity(digits.len() * 4 / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        formatter.pad(&text)
    }
}

/// A difference of two counts: what is free can be less than nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// That many are left.
    Left(Count),
    /// That many are missing; never none.
    Missing(Count),
}

impl Signed {
    /// `have` − `need`.
    pub fn difference(have: Count, need: Count) -> Self {
        match (have.minus(need), need.minus(have)) {
            (Some(left), _) => Self::Left(left),
            (None, missing) => Self::Missing(missing.unwrap_or(Count::MAX)),
        }
    }

    /// All digits with a minus sign where one is due.
    pub fn decimal(self) -> String {
        match self {
            Self::Left(count) => count.decimal(),
            Self::Missing(count) => format!("-{}", count.decimal()),
        }
    }
}

impl fmt::Display for Signed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Left(count) => formatter.pad(&count.to_string()),
            Self::Missing(count) => formatter.pad(&format!("-{count}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_products_stop_at_two_to_the_128() {
        let half = Count::power_of_two(127).expect("127 bits are a count");
        assert_eq!(half.plus(half), Some(Count::MAX));
        assert_eq!(Count::MAX.plus(Count::ONE), None);
        assert_eq!(half.times(Count::new(2)), Some(Count::MAX));
        assert_eq!(half.times(Count::new(3)), None);
        assert_eq!(Count::MAX.minus(half), Some(half));
        assert_eq!(Count::MAX.over(Count::new(2)), Some(half));
        assert_eq!(Count::power_of_two(129), None);
    }

    #[test]
    fn divides_all_of_two_to_the_128() {
        for (divisor, down, up) in [
            (Count::ZERO, None, None),
            (Count::ONE, Some(Count::MAX), Some(Count::MAX)),
            // 2^128 = 3 × 113427455640312821154458202477256070485 + 1
            (
                Count::new(3),
                Some(Count::new(
                    113_427_455_640_312_821_154_458_202_477_256_070_485,
                )),
                Some(Count::new(
                    113_427_455_640_312_821_154_458_202_477_256_070_486,
                )),
            ),
            (Count::new(u128::MAX), Some(Count::ONE), Some(Count::new(2))),
            (Count::MAX, Some(Count::ONE), Some(Count::ONE)),
        ] {
            assert_eq!(Count::MAX.over(divisor), down, "2^128 / {divisor}");
            assert_eq!(Count::MAX.over_up(divisor), up, "2^128 / {divisor} up");
        }
        assert_eq!(Count::MAX.minus(Count::ONE), Some(Count::new(u128::MAX)));
        assert_eq!(Count::ZERO.over_up(Count::MAX), Some(Count::ZERO));
        assert_eq!(Count::ONE.over_up(Count::MAX), Some(Count::ONE));
    }

    #[test]
    fn rounds_up_to_two_to_the_128() {
        for (count, rounded) in [
            (Count::ZERO, Count::ZERO),
            (Count::ONE, Count::ONE),
            (Count::new(3), Count::new(4)),
            (Count::new(1 << 127), Count::new(1 << 127)),
            (Count::new((1 << 127) + 1), Count::MAX),
            (Count::MAX, Count::MAX),
        ] {
            assert_eq!(count.round_up(), rounded, "{count}");
        }
    }

    #[test]
    fn needs_the_bits_that_number_all_of_them() {
        for (count, bits) in [
            (0, 0),
            (1, 0),
            (2, 1),
            (3, 2),
            (4, 2),
            (5, 3),
            (65_536, 16),
            (65_537, 17),
        ] {
            assert_eq!(Count::new(count).bits_needed(), bits, "{count} things");
        }
        assert_eq!(Count::MAX.bits_needed(), 128);
    }

    #[test]
    fn prints_every_digit_or_the_power() {
        assert_eq!(Count::new(65_536).to_string(), "65,536");
        assert_eq!(Count::new(100).to_string(), "100");
        assert_eq!(Count::ZERO.to_string(), "0");
        assert_eq!(Count::new(1_000).to_string(), "1,000");
        assert_eq!(Count::new(1 << 32).to_string(), "4,294,967,296");
        assert_eq!(Count::new(1 << 33).to_string(), "2^33");
        assert_eq!(
            Count::MAX.decimal(),
            "340282366920938463463374607431768211456"
        );
        assert_eq!(Count::new(1 << 92).to_string(), "2^92");
        assert_eq!(Count::MAX.to_string(), "2^128");
        assert_eq!(
            Count::new((1 << 64) - 1).to_string(),
            "18,446,744,073,709,551,615"
        );
        assert_eq!(
            Signed::difference(Count::new(3), Count::new(5)).to_string(),
            "-2"
        );
        assert_eq!(
            Signed::difference(Count::ZERO, Count::MAX).to_string(),
            "-2^128"
        );
        assert_eq!(Signed::difference(Count::MAX, Count::MAX).decimal(), "0");
    }
}
