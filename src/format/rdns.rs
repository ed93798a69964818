//! The reverse zones that have to be delegated for each prefix: ip6.arpa by nibbles, in-addr.arpa by octets.

use std::fmt::Write as _;
use std::net::IpAddr;

use super::{ExportError, MOST};
use crate::addr::{Family, Length, Prefix};
use crate::document::Document;
use crate::inventory::singles;
use crate::plan::{Found, RangeKind};
use crate::visible::clean;

/// A line a zone: the zone, the prefix, the path. Services have no addresses that anybody resolves backward.
pub(super) fn export(document: &Document, found: &Found) -> Result<String, ExportError> {
    let mut out = "; zone\tprefix\tpath\n".to_owned();
    for single in singles(document, found, MOST)? {
        if single.range == Some(RangeKind::Services) {
            continue;
        }
        for zone in zones(single.prefix) {
            let _ = writeln!(out, "{zone}.\t{}\t{}", single.prefix, clean(&single.path));
        }
    }
    Ok(out)
}

/// The zones of a prefix: one where its length is a multiple of 4 (IPv6; RFC 3596, 2.5) or 8 (IPv4), else as many as it
/// has blocks of the next such length. A longer IPv4 prefix than a /24 lies in the zone of its /24 (RFC 2317).
pub fn zones(prefix: Prefix) -> Vec<String> {
    let step = match prefix.family() {
        Family::V4 => 8,
        Family::V6 => 4,
    };
    let longest = match prefix.family() {
        Family::V4 => 24,
        Family::V6 => 128,
    };
    let bits = prefix
        .bits()
        .div_ceil(step)
        .saturating_mul(step)
        .min(longest);
    let length = Length::new(prefix.family(), bits).expect("invariant: no longer than an address");
    if bits < prefix.bits() {
        return prefix.at(length).map(zone).into_iter().collect();
    }
    let number = 1_u128 << (bits - prefix.bits());
    (0..number)
        .filter_map(|index| prefix.child(index, length).map(zone))
        .collect()
}

/// The zone of a prefix whose length is a multiple of the family's step.
fn zone(prefix: Prefix) -> String {
    let labels = |digits: String, kept: u8| {
        let mut labels: Vec<String> = digits
            .chars()
            .take(usize::from(kept))
            .map(String::from)
            .collect();
        labels.reverse();
        labels
    };
    match prefix.first() {
        IpAddr::V4(address) => {
            let octets = address.octets();
            let kept = usize::from(prefix.bits() / 8);
            let mut labels: Vec<String> = octets.iter().take(kept).map(u8::to_string).collect();
            labels.reverse();
            labels.push("in-addr.arpa".to_owned());
            labels.join(".")
        }
        IpAddr::V6(address) => {
            let digits = format!("{:032x}", address.to_bits());
            let mut labels = labels(digits, prefix.bits() / 4);
            labels.push("ip6.arpa".to_owned());
            labels.join(".")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::zones;
    use crate::addr::parse_prefix;

    fn check(prefix: &str, expected: &[&str]) {
        let prefix = parse_prefix(prefix).expect("the test writes prefixes");
        assert_eq!(zones(prefix), expected, "{prefix}");
    }

    /// RFC 3596, section 2.5, and an independent computation.
    #[test]
    fn nibbles_and_octets() {
        check("2001:db8::/32", &["8.b.d.0.1.0.0.2.ip6.arpa"]);
        check("2001:db8:1000::/36", &["1.8.b.d.0.1.0.0.2.ip6.arpa"]);
        check(
            "2001:db8:1000::/38",
            &[
                "0.1.8.b.d.0.1.0.0.2.ip6.arpa",
                "1.1.8.b.d.0.1.0.0.2.ip6.arpa",
                "2.1.8.b.d.0.1.0.0.2.ip6.arpa",
                "3.1.8.b.d.0.1.0.0.2.ip6.arpa",
            ],
        );
        check("10.0.0.0/8", &["10.in-addr.arpa"]);
        check("192.0.2.128/25", &["2.0.192.in-addr.arpa"]);
        check(
            "172.16.0.0/15",
            &["16.172.in-addr.arpa", "17.172.in-addr.arpa"],
        );
    }
}
