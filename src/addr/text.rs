//! Strict reading of addresses, lengths and prefixes, with errors that say what is there.
//!
//! Leading zeros are refused: some readers take them as octal, so the same text would be two prefixes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::prefix::family_of;
use super::{Family, Length, Prefix};

/// Why a text is no prefix.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Neither an IPv4 nor an IPv6 address stands there.
    #[error("`{0}` is neither an IPv4 nor an IPv6 address")]
    Address(String),
    /// Leading zeros in an IPv4 octet or in a length.
    #[error("`{0}` has leading zeros, which some readers take as octal")]
    LeadingZeros(String),
    /// A zone such as `%eth0`.
    #[error("`{0}` has a zone; a prefix has none")]
    Zone(String),
    /// No length after the address.
    #[error("`{0}` has no length; write it as `{0}/N`")]
    NoLength(String),
    /// What stands behind the slash is not a number.
    #[error("`/{0}` is not a length: decimal digits are expected after the slash")]
    Length(String),
    /// A length longer than the family is wide.
    #[error("/{bits} is longer than an {family} address, which has {width} bits", width = family.width())]
    TooLong {
        /// The family of the address.
        family: Family,
        /// The digits that ask for it, however many.
        bits: String,
    },
    /// An IPv4 address inside an IPv6 one (`::ffff:10.0.0.0/104`): Kubernetes takes it as IPv4.
    #[error(
        "`{0}` is an IPv4-mapped address, which Kubernetes reads as IPv4; write the IPv4 prefix"
    )]
    Mapped(String),
    /// Bits behind the length are set.
    #[error("{address} has bits set behind {length}; the prefix there is {prefix}")]
    HostBits {
        /// The address as it was understood.
        address: IpAddr,
        /// The length that was asked for.
        length: Length,
        /// The prefix without those bits.
        prefix: Prefix,
    },
}

/// The address that the text spells.
pub fn parse_address(text: &str) -> Result<IpAddr, AddressError> {
    if text
        .split_once('%')
        .is_some_and(|(address, _)| address.parse::<Ipv6Addr>().is_ok())
    {
        return Err(AddressError::Zone(text.to_owned()));
    }
    if let Ok(address) = text.parse::<Ipv6Addr>() {
        if address.to_ipv4_mapped().is_some() {
            return Err(AddressError::Mapped(text.to_owned()));
        }
        return Ok(IpAddr::V6(address));
    }
    if let Ok(address) = text.parse::<Ipv4Addr>() {
        return Ok(IpAddr::V4(address));
    }
    let octets: Vec<&str> = text.split('.').collect();
    let digits =
        |octet: &&str| !octet.is_empty() && octet.bytes().all(|byte| byte.is_ascii_digit());
    if octets.len() == 4
        && octets.iter().all(digits)
        && octets
            .iter()
            .any(|octet| octet.len() > 1 && octet.starts_with('0'))
    {
        return Err(AddressError::LeadingZeros(text.to_owned()));
    }
    Err(AddressError::Address(text.to_owned()))
}

/// The length that the digits behind a slash spell.
pub fn parse_length(family: Family, digits: &str) -> Result<Length, AddressError> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(AddressError::Length(digits.to_owned()));
    }
    if digits.len() > 1 && digits.starts_with('0') {
        return Err(AddressError::LeadingZeros(format!("/{digits}")));
    }
    digits
        .parse::<u8>()
        .ok()
        .and_then(|bits| Length::new(family, bits))
        .ok_or_else(|| AddressError::TooLong {
            family,
            bits: digits.to_owned(),
        })
}

/// The prefix that the text spells: address, slash, length, no host bits.
pub fn parse_prefix(text: &str) -> Result<Prefix, AddressError> {
    let Some((address, digits)) = text.split_once('/') else {
        parse_address(text)?;
        return Err(AddressError::NoLength(text.to_owned()));
    };
    let address = parse_address(address)?;
    let length = parse_length(family_of(address), digits)?;
    Prefix::new(address, length).ok_or_else(|| AddressError::HostBits {
        address,
        length,
        prefix: Prefix::holding(address, length)
            .expect("invariant: the length is of the address's family"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let said = match parse_prefix(text) {
            Ok(prefix) => prefix.to_string(),
            Err(error) => error.to_string(),
        };
        assert_eq!(said, expected, "of `{text}`");
    }

    #[test]
    fn reads_both_families_to_their_last_length() {
        for text in [
            "0.0.0.0/0",
            "10.0.0.0/8",
            "255.255.255.255/32",
            "::/0",
            "2001:db8::/32",
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn says_what_is_wrong_with_an_address() {
        let neither = "is neither an IPv4 nor an IPv6 address";
        for address in [
            "",
            "lab",
            "10.0.0",
            "10.0.0.0.0",
            "10.0.0.256",
            "10.0..0",
            "1e.0.0.0",
            "10.0.0.0 ",
            "100%",
            "10.0.0.0%eth0",
        ] {
            check(&format!("{address}/8"), &format!("`{address}` {neither}"));
        }
        let octal = "has leading zeros, which some readers take as octal";
        for address in ["010.0.0.0", "10.00.0.0", "10.0.0.08"] {
            check(&format!("{address}/8"), &format!("`{address}` {octal}"));
        }
        check(
            "fe80::%eth0/64",
            "`fe80::%eth0` has a zone; a prefix has none",
        );
        let mapped =
            "is an IPv4-mapped address, which Kubernetes reads as IPv4; write the IPv4 prefix";
        for address in ["::ffff:10.0.0.0", "::ffff:a00:0", "0:0:0:0:0:FFFF:0:0"] {
            check(&format!("{address}/104"), &format!("`{address}` {mapped}"));
        }
    }

    #[test]
    fn an_ipv4_address_behind_another_start_is_ipv6() {
        check("64:ff9b::10.0.0.0/104", "64:ff9b::a00:0/104");
        check("::fffe:0:0/95", "::fffe:0:0/95");
    }

    #[test]
    fn says_what_is_wrong_with_a_length() {
        check(
            "10.0.0.0",
            "`10.0.0.0` has no length; write it as `10.0.0.0/N`",
        );
        for digits in ["", "-1", "+8", "8 ", "8/8", "0x8", "255.0.0.0", "٨"] {
            check(
                &format!("10.0.0.0/{digits}"),
                &format!(
                    "`/{digits}` is not a length: decimal digits are expected after the slash"
                ),
            );
        }
        for digits in ["00", "08", "033"] {
            check(
                &format!("10.0.0.0/{digits}"),
                &format!("`/{digits}` has leading zeros, which some readers take as octal"),
            );
        }
        for digits in ["33", "128", "256", "4294967296", "99999999999999999999999"] {
            check(
                &format!("10.0.0.0/{digits}"),
                &format!("/{digits} is longer than an IPv4 address, which has 32 bits"),
            );
        }
        check(
            "::/129",
            "/129 is longer than an IPv6 address, which has 128 bits",
        );
    }

    #[test]
    fn host_bits_name_the_prefix_that_is_there() {
        for (text, address, length, prefix) in [
            ("10.0.0.1/8", "10.0.0.1", "/8", "10.0.0.0/8"),
            ("0.0.0.1/0", "0.0.0.1", "/0", "0.0.0.0/0"),
            ("10.0.0.1/31", "10.0.0.1", "/31", "10.0.0.0/31"),
            ("::1/0", "::1", "/0", "::/0"),
            ("FE80::1/127", "fe80::1", "/127", "fe80::/127"),
        ] {
            check(
                text,
                &format!("{address} has bits set behind {length}; the prefix there is {prefix}"),
            );
        }
    }
}
