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
        /// What was asked for.
        bits: u32,
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
    if text.contains('%') {
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
    let bits = digits.parse::<u32>().unwrap_or(u32::MAX);
    u8::try_from(bits)
        .ok()
        .and_then(|bits| Length::new(family, bits))
        .ok_or(AddressError::TooLong { family, bits })
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
