//! `/N`: a prefix of this length, placed in the enclosing block.

use crate::plan::RangeKind;
use crate::source::Source;

use super::Statement;

/// What is said of it.
pub(in crate::spec) static STATEMENT: Statement = Statement {
    word: "/N",
    form: "[v4:|v6:]/N",
    kinds: &RangeKind::ALL,
    meaning: "a prefix of this length, placed in the enclosing block",
    explain: EXPLAIN,
    example: "v4:/20",
    sources: &[Source {
        title: "Gardener, validation of Shoots",
        url: "https://github.com/gardener/gardener/blob/master/pkg/api/core/validation/shoot.go",
    }],
};

const EXPLAIN: &str = "\
A length alone: trellis places a prefix of it in the nearest enclosing block that has a prefix of
that family. The address is a result, so the plan need not name it, and siblings never overlap.

Over 32 it is IPv6. Up to 32 it is IPv4, unless the other value is IPv4. `v4:/20` and `v6:/24` say
the family.

This form is trellis's own: an export writes the prefix that was placed.";
