//! `nov4`: no IPv4 here.

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
    takes_prefix: false,
    base: |_| Base::Absent,
};

/// What is said of it.
pub(in crate::spec) static STATEMENT: Statement = Statement {
    word: "nov4",
    form: "nov4",
    kinds: &RangeKind::ALL,
    meaning: "no IPv4 here",
    explain: EXPLAIN,
    example: "nov4, v6global/64",
    sources: &[
        Source {
            title: "Kubernetes, IPv4/IPv6 dual-stack",
            url: "https://kubernetes.io/docs/concepts/services-networking/dual-stack/",
        },
        Source {
            title: "Gardener, validation of Shoots",
            url: "https://github.com/gardener/gardener/blob/master/pkg/api/core/validation/shoot.go",
        },
    ],
};

const EXPLAIN: &str = "\
Says that the range has no IPv4. It asks for nothing; it fills the place, for readers and against
inheritance.

Gardener: families are said for the whole cluster, in `ipFamilies`. Without IPv4 anywhere that is
`[IPv6]`; IPv4 on only some of the three ranges can't be said.";
