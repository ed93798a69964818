//! `v6private`: a random unique local IPv6 prefix (RFC 4193).

use crate::addr::Family;
use crate::plan::{Base, RangeKind};
use crate::source::Source;

use super::super::keyword::Keyword;
use super::Statement;

/// What it means to the reader.
pub(in crate::spec) static KEYWORD: Keyword = Keyword {
    statement: &STATEMENT,
    family: Some(Family::V6),
    lengths: Some((48, 112)),
    takes_prefix: true,
    base: Base::Private6,
};

/// What is said of it.
pub(in crate::spec) static STATEMENT: Statement = Statement {
    word: "v6private",
    form: "v6private[/N]",
    kinds: &RangeKind::ALL,
    meaning: "a random unique local IPv6 prefix (RFC 4193)",
    explain: EXPLAIN,
    example: "v6private/64",
    sources: &[Source {
        title: "RFC 4193, unique local IPv6 unicast addresses",
        url: "https://datatracker.ietf.org/doc/html/rfc4193",
    }],
};

const EXPLAIN: &str = "\
A unique local prefix with 40 random bits behind fd00::/8, of at least /N. RFC 4193 draws a /48, and
no range is useful below /112, so N lies from 48 to 112. Default: /64, for services /112.

Nothing is drawn while a plan is looked at. The /48 is drawn once, on request, and written as
`ula:`, so that the same plan always has the same addresses. Ranges are then placed in the nearest
`ula:`.

Gardener: IPv6-only on ironcore-metal and local has it in the Shoot's fields, dual-stack on
OpenStack in the explicit IPv6 prefixes of the infrastructureConfig. AWS and GCP can't say it;
`v6global` is what they have. Gardener keeps fd8f:6d53:b97a:1::/96 for itself.

Unique local addresses are not routed in the Internet, and a host with IPv4 prefers that for
reaching others. For nodes and pods that talk to the world, `v6global` is simpler.";
