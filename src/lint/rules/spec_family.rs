//! `spec-family`: two values of one family.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "spec-family",
    summary: "a range with two values of one family, or a prefix of the wrong one",
    why: "A range has one IPv4 half and one IPv6 half at most. Gardener and Kubernetes take no second prefix of a \
          family for nodes, pods or services (`CheckDualStackForKubeComponents`), so the second value would go \
          nowhere.",
    bad: "trellis: 1\nshoots:\n  - {name: a, nodes: [v6global, v6private]}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, nodes: v6global}\n",
    covers: &["k-N5", "k-S9", "g-6", "g-28"],
    sources: &[
        Source {
            title: "IPv6 for Gardener: Gardener Configuration Proposal",
            url: "https://github.com/gardener/enhancements",
        },
        Source {
            title: "Kubernetes: IPv4/IPv6 dual-stack",
            url: "https://kubernetes.io/docs/concepts/services-networking/dual-stack/",
        },
    ],
    check: Check::Reader,
};
