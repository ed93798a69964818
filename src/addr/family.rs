//! The two address families, and lengths that fit them.

use std::fmt;

/// An address family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// IPv4: 32 bits.
    V4,
    /// IPv6: 128 bits.
    V6,
}

impl Family {
    /// Both families, in the order in which they are shown: IPv6 first.
    pub const BOTH: [Self; 2] = [Self::V6, Self::V4];

    /// The width of an address in bits.
    pub const fn width(self) -> u8 {
        match self {
            Self::V4 => 32,
            Self::V6 => 128,
        }
    }

    /// The other family.
    pub const fn other(self) -> Self {
        match self {
            Self::V4 => Self::V6,
            Self::V6 => Self::V4,
        }
    }

    /// The key that plan files use for it: `v4` or `v6`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::V4 => "v4",
            Self::V6 => "v6",
        }
    }
}

impl fmt::Display for Family {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::V4 => "IPv4",
            Self::V6 => "IPv6",
        })
    }
}

/// A prefix length that fits its family: 0 to 32, or 0 to 128.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length {
    family: Family,
    bits: u8,
}

impl Length {
    /// The length of that many bits, if the family has as many.
    pub const fn new(family: Family, bits: u8) -> Option<Self> {
        if bits <= family.width() {
            Some(Self { family, bits })
        } else {
            None
        }
    }

    /// The longest length of a family: one address.
    pub const fn host(family: Family) -> Self {
        Self {
            family,
            bits: family.width(),
        }
    }

    /// The family.
    pub const fn family(self) -> Family {
        self.family
    }

    /// The number after the slash.
    pub const fn bits(self) -> u8 {
        self.bits
    }

    /// The longest length up to this one that ends with a hexadecimal digit.
    pub const fn at_digit(self) -> Self {
        Self {
            bits: self.bits - self.bits % 4,
            ..self
        }
    }

    /// How many bits are left for what lies in such a prefix.
    pub const fn host_bits(self) -> u8 {
        self.family.width() - self.bits
    }

    /// The bits that stay the same, in an address moved to the left end of 128 bits.
    pub(crate) const fn mask(self) -> u128 {
        if self.bits == 0 {
            0
        } else {
            u128::MAX << (128 - self.bits)
        }
    }

    /// Where block number `index` of this length begins, in left-aligned bits. The index has to be one that fits.
    pub(crate) const fn offset_of(self, index: u128) -> u128 {
        if self.bits == 0 {
            0
        } else {
            index << (128 - self.bits)
        }
    }

    /// The number of the block of this length in which a left-aligned offset lies.
    pub(crate) const fn index_at(self, offset: u128) -> u128 {
        if self.bits == 0 {
            0
        } else {
            offset >> (128 - self.bits)
        }
    }

    /// The distance from a block of this length to the next, minus one, in left-aligned bits.
    pub(crate) const fn tail(self) -> u128 {
        !self.mask()
    }
}

impl fmt::Display for Length {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "/{}", self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_fits_its_family() {
        for (family, bits, fits) in [
            (Family::V4, 0, true),
            (Family::V4, 32, true),
            (Family::V4, 33, false),
            (Family::V6, 128, true),
            (Family::V6, 129, false),
            (Family::V6, 255, false),
        ] {
            let length = Length::new(family, bits);
            assert_eq!(length.is_some(), fits, "{family} /{bits}");
        }
    }

    #[test]
    fn masks_are_left_aligned() {
        for (family, bits, mask) in [
            (Family::V4, 0, 0),
            (Family::V4, 8, 0xff << 120),
            (Family::V4, 32, 0xffff_ffff << 96),
            (Family::V6, 0, 0),
            (Family::V6, 128, u128::MAX),
        ] {
            let length = Length::new(family, bits).expect("a length");
            assert_eq!(length.mask(), mask, "{family} {length}");
            assert_eq!(length.tail(), u128::MAX - mask, "{family} {length}");
        }
    }
}
