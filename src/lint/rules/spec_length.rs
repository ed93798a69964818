//! `spec-length`: a length outside what a keyword takes.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "spec-length",
    summary: "a length that the keyword does not take, or that its family does not have",
    why: "`v6private` draws a ULA of /48 to /112; `v4private`, `custom`, `nov4` and `nov6` take no length at all; \
          an IPv4 prefix ends at /32 and an IPv6 one at /128. The keyword counts, as if the length were not there.",
    bad: "trellis: 1\nshoots:\n  - {name: a, nodes: v4private/16}\n",
    good: "trellis: 1\nshoots:\n  - {name: a, nodes: v4private}\n",
    covers: &[],
    sources: &[
        Source {
            title: "IPv6 for Gardener: Gardener Configuration Proposal",
            url: "https://github.com/gardener/enhancements",
        },
        Source {
            title: "RFC 4193, section 3.1: a /48 for each global id",
            url: "https://www.rfc-editor.org/rfc/rfc4193#section-3.1",
        },
    ],
    check: Check::Reader,
};
