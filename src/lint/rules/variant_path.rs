//! `variant-path`: a variant that sets fields of what is not in the plan.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "variant-path",
    summary: "a path in a variant's `set` that leads to no definition of the plan",
    why: "A variant is the plan with some fields set otherwise, found by their paths. What was renamed, moved or deleted \
          in the plan meanwhile is no longer found, and the variant would be compared, and perhaps taken over, without \
          it. Paths name definitions, not members of a run; `*` stands for any one name.",
    bad: "trellis: 1\nblocks:\n  - {name: live, v6: /40}\nvariants:\n  - name: wide\n    set: {lives: {v6: /36}}\n",
    good: "trellis: 1\nblocks:\n  - {name: live, v6: /40}\nvariants:\n  - name: wide\n    set: {live: {v6: /36}}\n",
    covers: &[],
    sources: &[Source {
        title: "YAML 1.2.2, mappings: an unordered set of keys, each of them once",
        url: "https://yaml.org/spec/1.2.2/#mapping",
    }],
    check: Check::Reader,
};
