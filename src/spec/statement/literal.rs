//! A literal prefix.

use crate::plan::RangeKind;
use crate::source::Source;

use super::Statement;

/// What is said of it.
pub(in crate::spec) static STATEMENT: Statement = Statement {
    word: "literal",
    form: "10.0.0.0/16, 2001:db8::/56",
    kinds: &RangeKind::ALL,
    meaning: "a prefix in full",
    explain: EXPLAIN,
    example: "2001:db8::/56",
    sources: &[
        Source {
            title: "Gardener, validation of Shoots",
            url: "https://github.com/gardener/gardener/blob/master/pkg/api/core/validation/shoot.go",
        },
        Source {
            title: "RFC 4291, IP version 6 addressing architecture",
            url: "https://datatracker.ietf.org/doc/html/rfc4291",
        },
    ],
};

const EXPLAIN: &str = "\
The prefix itself, with every bit behind the length zero. Nothing moves it.

Gardener: a Shoot's `nodes`, `pods` and `services` hold one prefix each. In a dual-stack cluster
that is the IPv4 one; OpenStack takes the IPv6 ones in its infrastructureConfig, other clouds choose
them.

To have trellis choose the place, write the length alone: `/56`.";
