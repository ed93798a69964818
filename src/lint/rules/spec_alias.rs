//! `spec-alias`: another spelling of a keyword.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "spec-alias",
    summary: "a keyword in another spelling, which is understood",
    why: "The proposal itself spells some keywords in two ways (`globalIPv6/64` in its example, `+nodeCidr` in its \
          text), and people write what they remember. It is evaluated as it was meant, and reported, so that one \
          thing keeps one name in a file that many people search.",
    bad: "trellis: 1\nshoots:\n  - {name: a, nodes: globalIPv6/64}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, nodes: v6global/64}\n",
    covers: &[],
    sources: &[Source {
        title: "IPv6 for Gardener: Gardener Configuration Proposal",
        url: "https://github.com/gardener/enhancements",
    }],
    check: Check::Reader,
};
