//! What addresses are set aside for: the special-purpose registries of IANA, and what other documents keep.
//!
//! A prefix belongs to the longest entry that covers it. Whether that is good or bad in a plan is the rules' matter.

use std::sync::LazyLock;

use super::{Prefix, parse_prefix};

/// What an entry is set aside for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Networks of one's own: RFC 1918, and ULA that one has drawn oneself.
    Private,
    /// The space between carriers and their customers (RFC 6598).
    Shared,
    /// Examples in documents.
    Documentation,
    /// Half of the ULA space: nobody has said how its prefixes are given out.
    UndefinedUla,
    /// One link, and no router forwards it.
    LinkLocal,
    /// IPv4 addresses inside IPv6 ones, for translators.
    Translation,
    /// Measurements in a laboratory.
    Benchmark,
    /// Segments of SRv6, inside one domain.
    Segments,
    /// Tunnels that hardly anyone runs any more.
    Tunnel,
    /// A service that others run under the same addresses everywhere.
    Anycast,
    /// Kept for later: many systems refuse it.
    Future,
    /// Nothing that a network could be numbered with.
    Unusable,
}

/// A range that is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The range.
    pub prefix: Prefix,
    /// What it is for.
    pub purpose: Purpose,
    /// What it is set aside for, as a phrase: "loopback".
    pub name: &'static str,
    /// The document that says so, such as "RFC 1122, section 3.2.1.3".
    pub document: &'static str,
    /// Where that can be read.
    pub url: &'static str,
    around: Option<usize>,
}

/// The longest entry that covers all of a prefix.
pub fn registered(prefix: Prefix) -> Option<&'static Registered> {
    let before = REGISTRY.partition_point(|entry| entry.prefix <= prefix);
    let mut index = before.checked_sub(1)?;
    loop {
        let entry = REGISTRY.get(index)?;
        if entry.prefix.covers(prefix) {
            return Some(entry);
        }
        index = entry.around?;
    }
}

/// The entries that lie in a prefix and are smaller than it.
pub fn registered_inside(prefix: Prefix) -> impl Iterator<Item = &'static Registered> {
    let start = REGISTRY.partition_point(|entry| entry.prefix <= prefix);
    REGISTRY[start..]
        .iter()
        .take_while(move |entry| prefix.covers(entry.prefix))
}

/// Every entry, in the order of addresses; of two that begin alike the larger one first.
pub fn registry() -> &'static [Registered] {
    &REGISTRY
}

static REGISTRY: LazyLock<Vec<Registered>> = LazyLock::new(|| {
    let mut entries: Vec<Registered> = ROWS
        .iter()
        .map(|&(prefix, purpose, name, document, url)| Registered {
            prefix: parse(prefix),
            purpose,
            name,
            document,
            url,
            around: None,
        })
        .collect();
    entries.sort_by_key(|entry| entry.prefix);
    for index in 1..entries.len() {
        let mut around = Some(index - 1);
        while let Some(outer) =
            around.filter(|&outer| !entries[outer].prefix.covers(entries[index].prefix))
        {
            around = entries[outer].around;
        }
        entries[index].around = around;
    }
    entries
});

/// The reader of plans refuses IPv4-mapped addresses, and the registry has them.
fn parse(text: &str) -> Prefix {
    if let Some(length) = text.strip_prefix("::ffff:0:0/") {
        let bits = length.parse().expect("invariant: a length of the table");
        let length = super::Length::new(super::Family::V6, bits);
        let length = length.expect("invariant: a length of the table");
        return Prefix::from_raw(0xffff_0000_0000, length).expect("invariant: a prefix");
    }
    parse_prefix(text).expect("invariant: a prefix of the table")
}

/// Prefix, purpose, name, document and address of a row.
type Row = (
    &'static str,
    Purpose,
    &'static str,
    &'static str,
    &'static str,
);

macro_rules! rfc {
    ($prefix:literal, $purpose:ident, $name:literal, $number:literal) => {
        (
            $prefix,
            Purpose::$purpose,
            $name,
            concat!("RFC ", $number),
            concat!("https://www.rfc-editor.org/rfc/rfc", $number),
        )
    };
    ($prefix:literal, $purpose:ident, $name:literal, $number:literal, $section:literal) => {
        (
            $prefix,
            Purpose::$purpose,
            $name,
            concat!("RFC ", $number, ", section ", $section),
            concat!(
                "https://www.rfc-editor.org/rfc/rfc",
                $number,
                "#section-",
                $section
            ),
        )
    };
}

/// IANA's special-purpose registries as of 2025-06-30 (IPv4) and 2025-06-25 (IPv6), and what they leave to other documents.
static ROWS: &[Row] = &[
    rfc!("0.0.0.0/8", Unusable, "this network", 791, "3.2"),
    rfc!(
        "0.0.0.0/32",
        Unusable,
        "this host on this network",
        1122,
        "3.2.1.3"
    ),
    rfc!("10.0.0.0/8", Private, "private use", 1918),
    rfc!("100.64.0.0/10", Shared, "shared address space", 6598),
    rfc!("127.0.0.0/8", Unusable, "loopback", 1122, "3.2.1.3"),
    rfc!("169.254.0.0/16", LinkLocal, "link-local addresses", 3927),
    rfc!("172.16.0.0/12", Private, "private use", 1918),
    rfc!(
        "192.0.0.0/24",
        Unusable,
        "IETF protocol assignments",
        6890,
        "2.1"
    ),
    rfc!(
        "192.0.0.0/29",
        Unusable,
        "IPv4 service continuity (464XLAT)",
        7335
    ),
    rfc!("192.0.0.8/32", Unusable, "the IPv4 dummy address", 7600),
    rfc!(
        "192.0.0.9/32",
        Unusable,
        "Port Control Protocol anycast",
        7723
    ),
    rfc!("192.0.0.10/32", Unusable, "TURN anycast", 8155),
    rfc!(
        "192.0.0.170/32",
        Unusable,
        "NAT64/DNS64 discovery",
        7050,
        "2.2"
    ),
    rfc!(
        "192.0.0.171/32",
        Unusable,
        "NAT64/DNS64 discovery",
        7050,
        "2.2"
    ),
    rfc!(
        "192.0.2.0/24",
        Documentation,
        "documentation (TEST-NET-1)",
        5737
    ),
    rfc!("192.31.196.0/24", Anycast, "AS112", 7535),
    rfc!(
        "192.52.193.0/24",
        Anycast,
        "automatic multicast tunnelling",
        7450
    ),
    rfc!(
        "192.88.99.0/24",
        Tunnel,
        "6to4 relay anycast, deprecated",
        7526
    ),
    rfc!(
        "192.88.99.2/32",
        Tunnel,
        "the 6a44 relay anycast address",
        6751
    ),
    rfc!("192.168.0.0/16", Private, "private use", 1918),
    rfc!("192.175.48.0/24", Anycast, "AS112, direct delegation", 7534),
    rfc!("198.18.0.0/15", Benchmark, "benchmarks", 2544),
    rfc!(
        "198.51.100.0/24",
        Documentation,
        "documentation (TEST-NET-2)",
        5737
    ),
    rfc!(
        "203.0.113.0/24",
        Documentation,
        "documentation (TEST-NET-3)",
        5737
    ),
    rfc!("224.0.0.0/4", Unusable, "multicast", 5771),
    rfc!("240.0.0.0/4", Future, "future use", 1112, "4"),
    rfc!(
        "255.255.255.255/32",
        Unusable,
        "limited broadcast",
        919,
        "7"
    ),
    rfc!(
        "::/96",
        Unusable,
        "IPv4-compatible addresses, deprecated",
        4291,
        "2.5.5.1"
    ),
    rfc!("::/128", Unusable, "the unspecified address", 4291, "2.5.2"),
    rfc!("::1/128", Unusable, "loopback", 4291, "2.5.3"),
    rfc!(
        "::ffff:0:0/96",
        Unusable,
        "IPv4-mapped addresses",
        4291,
        "2.5.5.2"
    ),
    rfc!(
        "64:ff9b::/96",
        Translation,
        "NAT64 as its well-known prefix",
        6052,
        "2.1"
    ),
    rfc!(
        "64:ff9b:1::/48",
        Translation,
        "local IPv4/IPv6 translation",
        8215
    ),
    rfc!("100::/64", Unusable, "discarding packets", 6666),
    rfc!("100:0:0:1::/64", Unusable, "a dummy prefix", 9780),
    rfc!("2001::/23", Unusable, "IETF protocol assignments", 2928),
    rfc!("2001::/32", Unusable, "Teredo", 4380),
    rfc!(
        "2001:1::1/128",
        Unusable,
        "Port Control Protocol anycast",
        7723
    ),
    rfc!("2001:1::2/128", Unusable, "TURN anycast", 8155),
    rfc!(
        "2001:1::3/128",
        Unusable,
        "DNS-SD service registration anycast",
        9665
    ),
    rfc!("2001:2::/48", Benchmark, "benchmarks", 5180),
    rfc!(
        "2001:3::/32",
        Anycast,
        "automatic multicast tunnelling",
        7450
    ),
    rfc!("2001:4:112::/48", Anycast, "AS112", 7535),
    rfc!("2001:10::/28", Unusable, "ORCHID, deprecated", 4843),
    rfc!(
        "2001:20::/28",
        Unusable,
        "ORCHIDv2, identifiers that are not routed",
        7343
    ),
    rfc!("2001:30::/28", Unusable, "entity tags of drones", 9374),
    rfc!("2001:db8::/32", Documentation, "documentation", 3849),
    rfc!("2002::/16", Tunnel, "6to4", 3056),
    rfc!(
        "2620:4f:8000::/48",
        Anycast,
        "AS112, direct delegation",
        7534
    ),
    rfc!("3ffe::/16", Unusable, "the 6bone, returned to IANA", 3701),
    rfc!("3fff::/20", Documentation, "documentation", 9637),
    rfc!("5f00::/16", Segments, "segments of SRv6", 9602),
    rfc!("fc00::/7", Private, "unique local", 4193),
    rfc!(
        "fc00::/8",
        UndefinedUla,
        "unique local addresses with the L bit 0",
        4193,
        "3.1"
    ),
    rfc!("fd00::/8", Private, "unique local", 4193, "3.1"),
    rfc!(
        "fe80::/10",
        LinkLocal,
        "link-local addresses",
        4291,
        "2.5.6"
    ),
    rfc!(
        "fec0::/10",
        Unusable,
        "site-local addresses, deprecated",
        3879,
        "4"
    ),
    rfc!("ff00::/8", Unusable, "multicast", 4291, "2.7"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(prefix: &str, expected: Option<&str>) {
        let found = registered(parse(prefix)).map(|entry| entry.prefix.to_string());
        assert_eq!(found.as_deref(), expected, "{prefix}");
    }

    #[test]
    fn the_longest_entry_covers_it() {
        for (prefix, entry) in [
            ("10.0.0.0/8", Some("10.0.0.0/8")),
            ("10.0.0.0/7", None),
            ("0.0.0.0/0", None),
            ("0.0.0.0/32", Some("0.0.0.0/32")),
            ("0.0.0.0/31", Some("0.0.0.0/8")),
            ("192.0.0.0/24", Some("192.0.0.0/24")),
            ("192.0.0.0/28", Some("192.0.0.0/24")),
            ("192.0.0.4/30", Some("192.0.0.0/29")),
            ("192.0.0.11/32", Some("192.0.0.0/24")),
            ("192.0.1.0/24", None),
            ("11.0.0.0/8", None),
            ("255.255.255.254/31", Some("240.0.0.0/4")),
            ("255.255.255.255/32", Some("255.255.255.255/32")),
            ("::1/128", Some("::1/128")),
            ("::2/128", Some("::/96")),
            ("::/95", None),
            ("2001::/16", None),
            ("2001::/23", Some("2001::/23")),
            ("2001:0:1::/48", Some("2001::/32")),
            ("2001:1::/32", Some("2001::/23")),
            ("2001:1::4/128", Some("2001::/23")),
            ("2001:1::3/128", Some("2001:1::3/128")),
            ("2001:db8:1::/48", Some("2001:db8::/32")),
            ("2001:db9::/32", None),
            ("2000::/3", None),
            ("2a00::/12", None),
            ("3fff:fff::/32", Some("3fff::/20")),
            ("3fff:1000::/20", None),
            ("fc00::/7", Some("fc00::/7")),
            ("fc12::/16", Some("fc00::/8")),
            ("fd12::/16", Some("fd00::/8")),
            ("febf::/16", Some("fe80::/10")),
            ("fec0::/16", Some("fec0::/10")),
            ("ffff::/16", Some("ff00::/8")),
        ] {
            check(prefix, entry);
        }
    }

    #[test]
    fn what_lies_inside() {
        let inside = |prefix: &str| {
            let entries = registered_inside(parse(prefix));
            let texts: Vec<String> = entries.map(|entry| entry.prefix.to_string()).collect();
            texts.join(" ")
        };
        assert_eq!(inside("10.0.0.0/8"), "");
        assert_eq!(inside("169.0.0.0/8"), "169.254.0.0/16");
        assert_eq!(inside("198.0.0.0/8"), "198.18.0.0/15 198.51.100.0/24");
        assert_eq!(inside("3ffe::/15"), "3ffe::/16 3fff::/20");
        assert_eq!(registered_inside(parse("::/0")).count(), 31);
        assert_eq!(registered_inside(parse("0.0.0.0/0")).count(), 27);
    }

    #[test]
    fn no_row_stands_twice() {
        let rows = registry();
        assert_eq!(rows.len(), ROWS.len());
        assert!(rows.is_sorted_by(|left, right| left.prefix < right.prefix));
    }
}
