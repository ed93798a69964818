//! `spec-syntax`: text that is no spec.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "spec-syntax",
    summary: "the words of a range that cannot be read as a spec",
    why: "A range is one value, or two with a comma between them: a keyword, a prefix or a length. Text that is \
          neither asks for nothing, so the shoot would be without that range. Gardener's own field takes one prefix \
          and answers `invalid CIDR address` to anything else.",
    bad: "trellis: 1\nshoots:\n  - {name: a, nodes: v6global/size}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, nodes: v6global/64}\n",
    covers: &["g-5"],
    sources: &[
        Source {
            title: "IPv6 for Gardener: Gardener Configuration Proposal",
            url: "https://github.com/gardener/enhancements",
        },
        Source {
            title: "gardener: pkg/api/core/validation/shoot.go, validateNetworking",
            url: "https://github.com/gardener/gardener/blob/master/pkg/api/core/validation/shoot.go",
        },
    ],
    check: Check::Reader,
};
