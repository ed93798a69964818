//! What addresses are set aside for: the special-purpose registries of IANA, and what other documents keep.
//!
//! A prefix belongs to the longest entry that covers it. Whether that is good or bad in a plan is the rules' matter.

mod rows;

use std::sync::LazyLock;

use super::{Prefix, parse_prefix};
use rows::ROWS;

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
    /// Segments of `SRv6`, inside one domain.
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
