//! `v4private`: the default private IPv4 networks.

use crate::addr::Family;
use crate::plan::{Base, RangeKind};
use crate::source::Source;

use super::super::keyword::Keyword;
use super::Statement;

/// What it means to the reader.
pub(in crate::spec) static KEYWORD: Keyword = Keyword {
    statement: &STATEMENT,
    family: Some(Family::V4),
    lengths: None,
    takes_prefix: true,
    base: |_| Base::Private4,
};

/// What is said of it.
pub(in crate::spec) static STATEMENT: Statement = Statement {
    word: "v4private",
    form: "v4private",
    kinds: &RangeKind::ALL,
    meaning: "the default private IPv4 networks",
    explain: EXPLAIN,
    example: "v4private",
    sources: &[
        Source {
            title: "Gardener, example of a Shoot",
            url: "https://github.com/gardener/gardener/blob/master/example/90-shoot.yaml",
        },
        Source {
            title: "RFC 1918, address allocation for private internets",
            url: "https://datatracker.ietf.org/doc/html/rfc1918",
        },
        Source {
            title: "RFC 6598, shared address space",
            url: "https://datatracker.ietf.org/doc/html/rfc6598",
        },
    ],
};

const EXPLAIN: &str = "\
The private IPv4 network that Gardener landscapes customarily use: nodes 10.250.0.0/16, pods
100.96.0.0/11, services 100.64.0.0/13. A provider may have others: Alicloud holds 100.64.0.0/10
itself, so nothing of a cluster may lie there.

It takes no length, because the networks are fixed. To choose a size, write `v4:/18` and have it
placed in the enclosing block; to choose the addresses, write the prefix.

Gardener: can be said everywhere. The prefix is written into the Shoot, since Gardener has no
default of its own; pods and services may be left to the seed's defaults.

Many clusters can use the same default networks as long as their VPCs are never joined. Where
peering, a VPN or native routing may come one day, place the ranges instead.";
