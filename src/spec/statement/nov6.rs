//! `nov6`: no IPv6 here.

use crate::addr::Family;
use crate::plan::{Base, RangeKind};
use crate::source::Source;

use super::super::keyword::Keyword;
use super::Statement;

/// What it means to the reader.
pub(in crate::spec) static KEYWORD: Keyword = Keyword {
    statement: &STATEMENT,
    family: Some(Family::V6),
    lengths: None,
    takes_prefix: false,
    base: |_| Base::Absent,
};

/// What is said of it.
pub(in crate::spec) static STATEMENT: Statement = Statement {
    word: "nov6",
    form: "nov6",
    kinds: &RangeKind::ALL,
    meaning: "no IPv6 here",
    explain: EXPLAIN,
    example: "v4private, nov6",
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
Says that the range has no IPv6. It asks for nothing; it fills the place, for readers and against
inheritance.

Gardener: families are said for the whole cluster, in `ipFamilies`. Without IPv6 anywhere that is
`[IPv4]`; IPv6 on only some of the three ranges can't be said.";
