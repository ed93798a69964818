//! What Gardener keeps for its VPN, by version (g c, g 22).

use std::sync::LazyLock;

use crate::addr::{Prefix, parse_prefix};
use crate::plan::Version;

/// A range that Shoots must not touch.
#[derive(Clone, Copy, Debug)]
pub struct Reserved {
    /// The range.
    pub prefix: Prefix,
    /// What Gardener's refusal calls it.
    pub name: &'static str,
    /// What it is for, in words.
    pub purpose: &'static str,
    since: u16,
    /// The last version that reserved it; nothing for what still is.
    until: Option<u16>,
}

/// The ranges that a version has reserved; where none is said, the newest.
pub fn reserved(version: Option<Version>) -> impl Iterator<Item = &'static Reserved> {
    RESERVED.iter().filter(move |range| match version {
        Some(version) => {
            version.minor >= range.since && range.until.is_none_or(|until| version.minor <= until)
        }
        None => range.until.is_none(),
    })
}

/// Prefix, name, purpose, and the first and last minor version (g c, g 22; `ValidateNetworkDisjointedness`).
const ROWS: &[(&str, &str, &str, u16, Option<u16>)] = &[
    (
        "fd8f:6d53:b97a:1::/96",
        "default vpn network",
        "the VPN between seed and Shoot",
        85,
        None,
    ),
    (
        "fd8f:6d53:b97a:1::/120",
        "default vpn network",
        "the VPN between seed and Shoot",
        0,
        Some(84),
    ),
    (
        "192.168.123.0/24",
        "default vpn network",
        "the VPN between seed and Shoot",
        21,
        Some(115),
    ),
    (
        "240.0.0.0/8",
        "reserved kube-apiserver mapping range",
        "the way to kube-apiserver",
        111,
        None,
    ),
    (
        "241.0.0.0/8",
        "reserved seed pod network mapping range",
        "pods of the seed as Shoots see them",
        117,
        None,
    ),
    (
        "242.0.0.0/8",
        "reserved shoot node network mapping range",
        "nodes of Shoots as the seed sees them",
        117,
        None,
    ),
    (
        "243.0.0.0/8",
        "reserved shoot service network mapping range",
        "services of Shoots as the seed sees them",
        117,
        None,
    ),
    (
        "244.0.0.0/8",
        "reserved shoot pod network mapping range",
        "pods of Shoots as the seed sees them",
        117,
        None,
    ),
];

static RESERVED: LazyLock<Vec<Reserved>> = LazyLock::new(|| {
    ROWS.iter()
        .map(|&(prefix, name, purpose, since, until)| Reserved {
            prefix: parse_prefix(prefix).expect("invariant: a prefix of the table"),
            name,
            purpose,
            since,
            until,
        })
        .collect()
});
