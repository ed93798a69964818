//! A prefix: an address and a length, never with host bits.

use std::cmp::Ordering;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Count, Family, Length, push_prefix};

/// A prefix of either family without host bits.
///
/// The address is kept at the left end of 128 bits for both families, so that the arithmetic exists once.
/// Prefixes sort by family, then address, then length: a parent comes before its children.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Prefix {
    length: Length,
    raw: u128,
}

/// The longest text of a prefix: 39 characters, a slash, three digits.
const LONGEST: usize = 43;

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

    /// The fewest prefixes that hold a run of so many blocks, this one being the first, as far as the family goes.
    pub fn run(self, count: Count) -> Vec<Self> {
        let (family, bits) = (self.family(), self.bits());
        let mut pieces = Vec::new();
        let mut left = count.saturating();
        let mut raw = Some(self.raw());
        while let Some(start) = raw.filter(|_| left > 0) {
            let number = start.checked_shr(128 - u32::from(bits)).unwrap_or(0);
            let most = number.trailing_zeros().min(left.ilog2());
            let wider = u8::try_from(most).map_or(bits, |most| most.min(bits));
            let piece =
                Length::new(family, bits - wider).and_then(|length| Self::from_raw(start, length));
            let Some(piece) = piece else {
                break;
            };
            pieces.push(piece);
            left -= 1_u128.checked_shl(u32::from(wider)).unwrap_or(left);
            raw = piece.raw_last().checked_add(1);
        }
        pieces
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
        let offset = length.offset_of(index);
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
        Some(self.length.index_at(inside))
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
        let mut text = Vec::with_capacity(LONGEST);
        push_prefix(*self, &mut text);
        formatter.pad(std::str::from_utf8(&text).expect("invariant: addresses are ASCII"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::addr::parse_prefix;

    fn prefix(text: &str) -> Prefix {
        parse_prefix(text).expect("a prefix")
    }

    fn length(prefix: Prefix, bits: u8) -> Length {
        Length::new(prefix.family(), bits).expect("a length")
    }

    #[test]
    fn children_end_where_the_parent_ends() {
        for (parent, bits, index, child) in [
            ("::/0", 0, 0, Some("::/0")),
            ("::/0", 0, 1, None),
            ("::/0", 1, 1, Some("8000::/1")),
            ("::/0", 1, 2, None),
            ("::/0", 128, 1, Some("::1/128")),
            (
                "::/0",
                128,
                u128::MAX,
                Some("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"),
            ),
            ("2001:db8::/32", 31, 0, None),
            ("2001:db8::1/128", 128, 0, Some("2001:db8::1/128")),
            ("2001:db8::1/128", 128, 1, None),
            ("0.0.0.0/0", 0, 0, Some("0.0.0.0/0")),
            (
                "0.0.0.0/0",
                32,
                u128::from(u32::MAX),
                Some("255.255.255.255/32"),
            ),
            ("0.0.0.0/0", 32, 1 << 32, None),
            ("0.0.0.0/0", 32, u128::MAX, None),
            ("10.0.0.0/8", 24, 65_535, Some("10.255.255.0/24")),
        ] {
            let parent = prefix(parent);
            let found = parent.child(index, length(parent, bits));
            assert_eq!(
                found,
                child.map(prefix),
                "/{bits} number {index} in {parent}"
            );
            if let Some(found) = found {
                assert_eq!(found.index_in(parent), Some(index), "{found} in {parent}");
            }
        }
    }

    #[test]
    fn counts_reach_all_of_a_family() {
        for (text, bits, addresses, room) in [
            (
                "::/0",
                128,
                Count::power_of_two(128),
                Count::power_of_two(128),
            ),
            ("::/0", 0, Count::power_of_two(128), Some(Count::ONE)),
            (
                "::/1",
                128,
                Count::power_of_two(127),
                Count::power_of_two(127),
            ),
            ("::/128", 128, Some(Count::ONE), Some(Count::ONE)),
            ("::/64", 63, Count::power_of_two(64), None),
            (
                "0.0.0.0/0",
                32,
                Count::power_of_two(32),
                Count::power_of_two(32),
            ),
            ("10.0.0.0/32", 32, Some(Count::ONE), Some(Count::ONE)),
        ] {
            let prefix = prefix(text);
            assert_eq!(Some(prefix.addresses()), addresses, "addresses of {text}");
            assert_eq!(prefix.room(length(prefix, bits)), room, "/{bits} in {text}");
        }
    }

    #[test]
    fn the_ends_have_no_parent_and_no_halves() {
        assert_eq!(prefix("::/0").parent(), None);
        assert_eq!(prefix("0.0.0.0/0").parent(), None);
        assert_eq!(prefix("::/128").split(), None);
        assert_eq!(prefix("10.0.0.0/32").split(), None);
        assert_eq!(
            prefix("::/0").split(),
            Some([prefix("::/1"), prefix("8000::/1")])
        );
        assert_eq!(
            prefix("10.0.0.0/31").split(),
            Some([prefix("10.0.0.0/32"), prefix("10.0.0.1/32")])
        );
    }

    #[test]
    fn families_do_not_mix() {
        let (v4, v6) = (prefix("0.0.0.0/0"), prefix("::/0"));
        assert!(!v4.overlaps(v6) && !v6.overlaps(v4));
        assert_eq!((v4.index_in(v6), v6.index_in(v4)), (None, None));
        assert_eq!(v4.room(Length::host(Family::V6)), None);
        assert_eq!(v6.child(0, Length::host(Family::V4)), None);
        assert_eq!(prefix("::/64").at(Length::host(Family::V4)), None);
        assert!(!v4.contains(v6.first()) && !v6.contains(v4.first()));
        assert_eq!(Prefix::new(v4.first(), v6.length()), None);
        assert_eq!(Prefix::holding(v6.first(), v4.length()), None);
    }

    #[test]
    fn host_bits_make_no_prefix() {
        let length = length(prefix("10.0.0.0/8"), 8);
        assert_eq!(
            Prefix::from_raw(10 << 120, length),
            Some(prefix("10.0.0.0/8"))
        );
        assert_eq!(Prefix::from_raw(10 << 120 | 1 << 96, length), None);
        // Behind an IPv4 address there are 96 bits that it does not have.
        assert_eq!(Prefix::from_raw(1, Length::host(Family::V4)), None);
    }

    #[test]
    fn a_parent_sorts_before_its_children_and_ipv4_before_ipv6() {
        let sorted = [
            "0.0.0.0/0",
            "10.0.0.0/8",
            "10.0.0.0/9",
            "10.128.0.0/9",
            "::/0",
            "::/128",
            "::1/128",
            "2001:db8::/32",
        ]
        .map(prefix);
        assert!(sorted.is_sorted_by(|left, right| left < right));
    }

    fn check_run(first: &str, count: u128, expected: &[&str]) {
        let pieces = prefix(first).run(Count::new(count));
        let texts: Vec<String> = pieces.iter().map(Prefix::to_string).collect();
        assert_eq!(texts, expected, "{count} from {first} on");
    }

    #[test]
    fn runs_as_prefixes() {
        check_run("2001:db8::/48", 1, &["2001:db8::/48"]);
        check_run("2001:db8::/48", 3, &["2001:db8::/47", "2001:db8:2::/48"]);
        check_run(
            "2001:db8:1::/48",
            4,
            &["2001:db8:1::/48", "2001:db8:2::/47", "2001:db8:4::/48"],
        );
        check_run("8.0.0.0/8", 16, &["8.0.0.0/5", "16.0.0.0/5"]);
        check_run("255.0.0.0/8", 2, &["255.0.0.0/8"]);
        check_run("::/0", 5, &["::/0"]);
    }

    #[test]
    fn runs_are_named_by_the_fewest_prefixes() {
        // 3 units from 0 are a pair and one; 3 from 1 are one and a pair; 6 from 1 are 1, 2, 2 and 1.
        for (first, count, expected) in [(0, 3, 2), (1, 3, 2), (1, 6, 4), (0, 256, 1), (8, 8, 1)] {
            let length = Length::new(Family::V6, 16).expect("a length");
            let first = Prefix::from_raw(first << 112, length).expect("a prefix");
            assert_eq!(first.run(Count::new(count)).len(), expected);
        }
    }
}
