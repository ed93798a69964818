//! A prefix: an address and a length, never with host bits.

use std::cmp::Ordering;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Count, Family, Length};

/// A prefix of either family without host bits.
///
/// The address is kept at the left end of 128 bits for both families, so that the arithmetic exists once.
/// Prefixes sort by family, then address, then length: a parent comes before its children.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Prefix {
    length: Length,
    raw: u128,
}

impl Prefix {
    /// The prefix of that length which begins at the left-aligned address `raw`; `None` with host bits.
    pub const fn from_raw(raw: u128, length: Length) -> Option<Self> {
        if raw & length.tail() == 0 {
            Some(Self { length, raw })
        } else {
            None
        }
    }

    /// The prefix that begins at `address`; `None` with host bits, or where family and length differ.
    pub fn new(address: IpAddr, length: Length) -> Option<Self> {
        (family_of(address) == length.family())
            .then(|| Self::from_raw(raw_of(address), length))
            .flatten()
    }

    /// The prefix of that length which holds `address`; `None` where the families differ.
    pub fn holding(address: IpAddr, length: Length) -> Option<Self> {
        (family_of(address) == length.family()).then(|| Self {
            length,
            raw: raw_of(address) & length.mask(),
        })
    }

    /// All addresses of a family.
    pub const fn all(family: Family) -> Self {
        match Length::new(family, 0) {
            Some(length) => Self { length, raw: 0 },
            None => unreachable!(),
        }
    }

    /// The family.
    pub const fn family(self) -> Family {
        self.length.family()
    }

    /// The length.
    pub const fn length(self) -> Length {
        self.length
    }

    /// The number after the slash.
    pub const fn bits(self) -> u8 {
        self.length.bits()
    }

    /// The first address, moved to the left end of 128 bits.
    pub const fn raw(self) -> u128 {
        self.raw
    }

    /// The last address, moved to the left end of 128 bits, with ones behind it.
    pub const fn raw_last(self) -> u128 {
        self.raw | self.length.tail()
    }

    /// The first address.
    pub fn first(self) -> IpAddr {
        address_of(self.family(), self.raw)
    }

    /// The last address.
    pub fn last(self) -> IpAddr {
        address_of(self.family(), self.raw_last())
    }

    /// How many addresses it holds.
    pub fn addresses(self) -> Count {
        Count::power_of_two(u32::from(self.length.host_bits()))
            .expect("invariant: at most 128 host bits")
    }

    /// How many blocks of that length it holds; `None` if they are larger than it, or of the other family.
    pub fn room(self, length: Length) -> Option<Count> {
        let bits = length.bits().checked_sub(self.bits())?;
        (length.family() == self.family())
            .then(|| Count::power_of_two(u32::from(bits)))
            .flatten()
    }

    /// Block number `index`, from 0, of those of that length in it.
    pub fn child(self, index: u128, length: Length) -> Option<Self> {
        let room = self.room(length)?;
        if room.low().is_some_and(|room| index >= room) {
            return None;
        }
        let offset = if length.bits() == 0 {
            0
        } else {
            index << (128 - u32::from(length.bits()))
        };
        Some(Self {
            length,
            raw: self.raw | offset,
        })
    }

    /// Which of the blocks of its own length in `parent` it is; `None` if it does not lie there.
    pub const fn index_in(self, parent: Self) -> Option<u128> {
        if !parent.covers(self) {
            return None;
        }
        let inside = self.raw & parent.length.tail();
        Some(if self.length.bits() == 0 {
            0
        } else {
            inside >> (128 - self.length.bits())
        })
    }

    /// The two halves; a single address has none.
    pub fn split(self) -> Option<[Self; 2]> {
        let length = Length::new(self.family(), self.bits() + 1)?;
        Some([self.child(0, length)?, self.child(1, length)?])
    }

    /// The prefix that is one bit shorter.
    pub fn parent(self) -> Option<Self> {
        self.at(Length::new(self.family(), self.bits().checked_sub(1)?)?)
    }

    /// The prefix of that length which covers this one; `None` if it would be longer, or of the other family.
    pub fn at(self, length: Length) -> Option<Self> {
        (length.family() == self.family() && length.bits() <= self.bits()).then(|| Self {
            length,
            raw: self.raw & length.mask(),
        })
    }

    /// Whether all of `other` lies in it.
    pub const fn covers(self, other: Self) -> bool {
        self.family().width() == other.family().width()
            && self.length.bits() <= other.length.bits()
            && other.raw & self.length.mask() == self.raw
    }

    /// Whether the two share an address.
    pub const fn overlaps(self, other: Self) -> bool {
        self.covers(other) || other.covers(self)
    }

    /// Whether the address lies in it.
    pub fn contains(self, address: IpAddr) -> bool {
        Self::holding(address, self.length) == Some(self)
    }
}

impl Ord for Prefix {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.family(), self.raw, self.bits()).cmp(&(other.family(), other.raw, other.bits()))
    }
}

impl PartialOrd for Prefix {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Prefix {
    /// RFC 5952 text of the address, a slash, the length.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&format!("{}{}", self.first(), self.length))
    }
}

impl fmt::Debug for Prefix {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl From<Prefix> for ipnet::IpNet {
    fn from(prefix: Prefix) -> Self {
        Self::new(prefix.first(), prefix.bits()).expect("invariant: a length fits its family")
    }
}

impl TryFrom<ipnet::IpNet> for Prefix {
    type Error = ipnet::PrefixLenError;

    /// Fails where the net has host bits.
    fn try_from(net: ipnet::IpNet) -> Result<Self, Self::Error> {
        Length::new(family_of(net.addr()), net.prefix_len())
            .and_then(|length| Self::new(net.addr(), length))
            .ok_or(ipnet::PrefixLenError)
    }
}

/// The family of an address.
pub(crate) const fn family_of(address: IpAddr) -> Family {
    match address {
        IpAddr::V4(_) => Family::V4,
        IpAddr::V6(_) => Family::V6,
    }
}

/// The address at the left end of 128 bits.
pub(crate) fn raw_of(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()) << 96,
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// The address whose left-aligned bits these are; what is behind an IPv4 address is dropped.
pub(crate) fn address_of(family: Family, raw: u128) -> IpAddr {
    match family {
        Family::V4 => {
            let bits =
                u32::try_from(raw >> 96).expect("invariant: 32 bits are left after the shift");
            IpAddr::V4(Ipv4Addr::from_bits(bits))
        }
        Family::V6 => IpAddr::V6(Ipv6Addr::from_bits(raw)),
    }
}
