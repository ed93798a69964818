//! A CIDR as Go's `net.ParseCIDR` reads it, which all of Gardener's checks are made of.
//!
//! Host bits are kept in mind and not refused, and an IPv4-mapped address counts as IPv4.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::addr::{Family, Length, Prefix};

/// A CIDR that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr {
    prefix: Prefix,
    canonical: bool,
    mapped: bool,
}

impl Cidr {
    /// The CIDR that the text spells.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, digits) = text.split_once('/')?;
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let bits: u8 = digits.parse().ok().filter(|_| plain)?;
        let address = match address.parse::<Ipv4Addr>() {
            Ok(address) => IpAddr::V4(address),
            Err(_) => IpAddr::V6(address.parse::<Ipv6Addr>().ok()?),
        };
        let family = if address.is_ipv4() {
            Family::V4
        } else {
            Family::V6
        };
        let length = Length::new(family, bits)?;
        match address {
            IpAddr::V6(long) => match (long.to_ipv4_mapped(), bits.checked_sub(96)) {
                (Some(short), Some(bits)) => {
                    let length = Length::new(Family::V4, bits)?;
                    Some(Self::new(IpAddr::V4(short), length, true))
                }
                _ => Some(Self::new(address, length, false)),
            },
            IpAddr::V4(_) => Some(Self::new(address, length, false)),
        }
    }

    fn new(address: IpAddr, length: Length, mapped: bool) -> Self {
        let prefix = Prefix::holding(address, length)
            .expect("invariant: the length is of the address's family");
        Self {
            prefix,
            canonical: prefix.first() == address,
            mapped,
        }
    }

    /// The prefix without host bits.
    pub const fn prefix(self) -> Prefix {
        self.prefix
    }

    /// Its family in Go's eyes.
    pub const fn family(self) -> Family {
        self.prefix.family()
    }

    /// Whether no host bits are set.
    pub const fn is_canonical(self) -> bool {
        self.canonical
    }

    /// Whether it is spelt as an IPv4-mapped IPv6 address.
    pub const fn is_mapped(self) -> bool {
        self.mapped
    }

    /// Whether both share an address.
    pub const fn overlaps(self, other: Self) -> bool {
        self.prefix.overlaps(other.prefix)
    }

    /// Whether the other one lies in it.
    pub const fn covers(self, other: Self) -> bool {
        self.prefix.covers(other.prefix)
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.prefix.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(&str, bool)>) {
        let cidr = Cidr::parse(text);
        let found = cidr.map(|cidr| (cidr.to_string(), cidr.is_canonical()));
        let found = found
            .as_ref()
            .map(|(text, canonical)| (text.as_str(), *canonical));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn reads_as_go_does() {
        check("10.0.0.0/8", Some(("10.0.0.0/8", true)));
        check("10.0.0.1/8", Some(("10.0.0.0/8", false)));
        check("10.0.0.0/08", Some(("10.0.0.0/8", true)));
        check("2001:0db8:0000::/48", Some(("2001:db8::/48", true)));
        check("2001:db8::1/48", Some(("2001:db8::/48", false)));
        check("::ffff:10.0.0.0/104", Some(("10.0.0.0/8", true)));
        check("::ffff:10.0.0.0/64", Some(("::/64", false)));
        for text in [
            "",
            "10.0.0.0",
            "10.0.0.0/",
            "10.0.0.0/33",
            "010.0.0.0/8",
            "10.0.0.0/+8",
            " 10.0.0.0/8",
            "10.0.0.0/8 ",
            "fe80::%eth0/64",
            "::/129",
            "10.0.0.0/8,::/0",
            "invalid-cidr",
        ] {
            check(text, None);
        }
    }
}
