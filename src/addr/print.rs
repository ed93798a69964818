//! Addresses as text, as RFC 5952 and std's own printing have it, quick enough for millions of lines.

use super::prefix::address_of;
use super::{Family, Prefix};

const HEX: [u8; 16] = *b"0123456789abcdef";
/// The first 96 bits of an IPv4-mapped address (RFC 4291 2.5.5.2), whose rest is written in dots.
const MAPPED: u128 = 0xffff << 32;

/// Appends a prefix: its first address, a slash, its length.
pub fn push_prefix(prefix: Prefix, out: &mut Vec<u8>) {
    push_first(prefix, out);
    out.push(b'/');
    push_decimal(prefix.bits(), out);
}

/// Appends the first address of a prefix.
pub fn push_first(prefix: Prefix, out: &mut Vec<u8>) {
    let bytes = prefix.raw().to_be_bytes();
    match prefix.family() {
        Family::V4 => {
            for (index, &byte) in bytes[..4].iter().enumerate() {
                if index > 0 {
                    out.push(b'.');
                }
                push_decimal(byte, out);
            }
        }
        Family::V6 if prefix.raw() >> 32 == MAPPED >> 32 => {
            out.extend_from_slice(address_of(Family::V6, prefix.raw()).to_string().as_bytes());
        }
        Family::V6 => push_v6(bytes, out),
    }
}

fn push_v6(bytes: [u8; 16], out: &mut Vec<u8>) {
    let (zeros, end) = longest_zeros(bytes);
    let mut group = 0;
    while group < 8 {
        if group == zeros && end > zeros {
            out.extend_from_slice(b"::");
            group = end;
            continue;
        }
        if group > 0 && group != end {
            out.push(b':');
        }
        push_group(bytes[2 * group], bytes[2 * group + 1], out);
        group += 1;
    }
}

/// The longest run of two or more groups of zeros, the first of them if several are as long; else an empty run.
fn longest_zeros(bytes: [u8; 16]) -> (usize, usize) {
    let is_zero = |group: usize| bytes[2 * group] == 0 && bytes[2 * group + 1] == 0;
    let (mut best, mut start) = ((8, 8), 0);
    while start < 8 {
        let end = (start..8).find(|&group| !is_zero(group)).unwrap_or(8);
        if end - start > 1 && end - start > best.1 - best.0 {
            best = (start, end);
        }
        start = end + 1;
    }
    best
}

/// Four hexadecimal digits without leading zeros.
fn push_group(high: u8, low: u8, out: &mut Vec<u8>) {
    let digits = [high >> 4, high & 15, low >> 4, low & 15].map(|digit| HEX[usize::from(digit)]);
    let first = match (high, low) {
        (0x10.., _) => 0,
        (1.., _) => 1,
        (0, 0x10..) => 2,
        (0, _) => 3,
    };
    out.extend_from_slice(&digits[first..]);
}

fn push_decimal(number: u8, out: &mut Vec<u8>) {
    if number >= 100 {
        out.push(b'0' + number / 100);
    }
    if number >= 10 {
        out.push(b'0' + number / 10 % 10);
    }
    out.push(b'0' + number % 10);
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

    use super::*;
    use crate::addr::Length;

    #[track_caller]
    fn check(address: IpAddr, family: Family) {
        let prefix = Prefix::new(address, Length::host(family)).expect("an address");
        let mut out = Vec::new();
        push_prefix(prefix, &mut out);
        let expected = format!("{address}/{}", family.width());
        assert_eq!(String::from_utf8(out), Ok(expected));
    }

    /// Every arrangement of groups that are zero, of one digit, and of four: std prints what we print.
    #[test]
    fn groups_in_every_arrangement() {
        let values = [0, 0, 0, 0x1, 0xabcd, 0x10, 0xfff];
        for pattern in 0..4_u32.pow(8) {
            let mut rest = pattern;
            let groups: [u16; 8] = std::array::from_fn(|group| {
                let value = usize::try_from(rest % 4).expect("small");
                rest /= 4;
                values[if value < 3 { value } else { 3 + group % 4 }]
            });
            if pattern % 7 == 0 || groups[..5].iter().all(|&group| group == 0) {
                check(Ipv6Addr::from(groups).into(), Family::V6);
            }
        }
        for mapped in [
            "::ffff:1.2.3.4",
            "::ffff:0:0",
            "::1.2.3.4",
            "::1",
            "::",
            "1::",
            "64:ff9b::",
        ] {
            check(mapped.parse().expect("an address"), Family::V6);
        }
    }

    #[test]
    fn every_octet() {
        for octet in 0..=255 {
            check(Ipv4Addr::new(octet, 0, 255 - octet, 7).into(), Family::V4);
        }
    }
}
