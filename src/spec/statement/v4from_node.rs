//! `v4fromNode`: the IPv4 pod range, out of the node's prefix.

use crate::addr::Family;
use crate::plan::{Base, RangeKind};
use crate::source::Source;

use super::super::keyword::Keyword;
use super::Statement;

/// What it means to the reader.
pub(in crate::spec) static KEYWORD: Keyword = Keyword {
    statement: &STATEMENT,
    family: Some(Family::V4),
    lengths: Some((0, 32)),
    takes_prefix: true,
    base: Base::FromNode,
};

/// What is said of it.
pub(in crate::spec) static STATEMENT: Statement = Statement {
    word: "v4fromNode",
    form: "v4fromNode[/N]",
    kinds: &[RangeKind::Pods],
    meaning: "the IPv4 pod range, out of the node's prefix",
    explain: EXPLAIN,
    example: "v4fromNode/24",
    sources: &[Source {
        title: "Gardener, validation of Shoots",
        url: "https://github.com/gardener/gardener/blob/master/pkg/api/core/validation/shoot.go",
    }],
};

const EXPLAIN: &str = "\
The pods of a node get their IPv4 addresses out of the node's own prefix, in a pod range of at least
/N. It needs `+prefix` on the IPv4 half of nodes. Without N the provider decides.

The proposal prints `v6fromNode/v6fromNode` where it introduces the two; the first is a slip for
this one.

Gardener: only dual-stack on GCP has it, as alias ranges that are implied and not written.

Elsewhere write `v4private` or an IPv4 prefix, and set the pods of a node by `nodeCIDRMaskSize`.";
