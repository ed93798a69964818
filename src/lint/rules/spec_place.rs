//! `spec-place`: a keyword on the wrong range.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "spec-place",
    summary: "a keyword on a range where it says nothing",
    why: "`+prefix` is what every node gets, so it stands on nodes; `v6fromNode` and `v4fromNode` say how pods get \
          their addresses, so they stand on pods. Elsewhere nobody would read them, and what was wished for would \
          not happen.",
    bad: "trellis: 1\nshoots:\n  - {name: a, nodes: v6global/64, pods: v6global/56+prefix/80}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, nodes: v6global/64+prefix/80, pods: v6fromNode}\n",
    covers: &[],
    sources: &[Source {
        title: "IPv6 for Gardener: Gardener Configuration Proposal",
        url: "https://github.com/gardener/enhancements",
    }],
    check: Check::Reader,
};
