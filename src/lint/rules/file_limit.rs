//! `file-limit`: a file beyond the limits.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "file-limit",
    summary: "a file that is too large, too deep, or larger than it looks",
    why: "A plan has at most 256 MiB and 16 levels of blocks, and aliases may not make a small file a large plan. \
          No landscape comes near that; a file that does is broken or hostile, and reading it would eat the memory \
          of whoever looks at it. What lies beyond the limit is not read.",
    bad: "trellis: 1\nblocks: [\
          {name: a, blocks: [{name: b, blocks: [{name: c, blocks: [{name: d, blocks: [\n\
          {name: e, blocks: [{name: f, blocks: [{name: g, blocks: [{name: h, blocks: [\n\
          {name: i, blocks: [{name: j, blocks: [{name: k, blocks: [{name: l, blocks: [\n\
          {name: m, blocks: [{name: n, blocks: [{name: o, blocks: [{name: p, blocks: [\n\
          {name: q}\n\
          ]}]}]}]}\n\
          ]}]}]}]}\n\
          ]}]}]}]}\n\
          ]}]}]}]}\n\
          ]\n",
    good: "trellis: 1\nblocks: [\
          {name: a, blocks: [{name: b, blocks: [{name: c, blocks: [{name: d, blocks: [\n\
          {name: e}\n\
          ]}]}]}]}\n\
          ]\n",
    covers: &[],
    sources: &[
        Source {
            title: "CWE-400: uncontrolled resource consumption",
            url: "https://cwe.mitre.org/data/definitions/400.html",
        },
        Source {
            title: "YAML 1.2.2, 7.1: alias nodes, which stand for all that their anchor holds",
            url: "https://yaml.org/spec/1.2.2/#71-alias-nodes",
        },
    ],
    check: Check::Reader,
};
