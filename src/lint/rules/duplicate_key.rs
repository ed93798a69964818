//! `duplicate-key`: a key twice in one mapping.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "duplicate-key",
    summary: "a key that stands twice in one mapping",
    why: "YAML asks for unique keys, and readers differ over what to do without: some take the first, some the \
          last, some refuse the file. So two people would see two plans.",
    bad: "trellis: 1\nblocks:\n  - {name: lab, v6: /48, v6: /56}\n",
    good: "trellis: 1\nblocks:\n  - {name: lab, v6: /48}\n",
    covers: &[],
    sources: &[Source {
        title: "YAML 1.2.2, 3.2.1.1: keys of a mapping are unique",
        url: "https://yaml.org/spec/1.2.2/#3211-nodes",
    }],
    check: Check::Reader,
};
