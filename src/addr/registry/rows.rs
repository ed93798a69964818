//! The rows of the registries, as they are written there.

use super::Purpose;

/// Prefix, purpose, name, document and address of a row.
pub(super) type Row = (
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
pub(super) static ROWS: &[Row] = &[
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
