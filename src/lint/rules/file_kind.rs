//! `file-kind`: a file that is no plan.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "file-kind",
    summary: "a text that is no plan, or does not say that it is one",
    why: "A plan begins with `trellis: 1`, the version of its form. Without it a later version could not know how \
          to read the file, and any other YAML could be taken for a plan.",
    bad: "blocks:\n  - {name: lab, v6: /48}\n",
    good: "trellis: 1\nblocks:\n  - {name: lab, v6: /48}\n",
    covers: &[],
    sources: &[Source {
        title: "YAML 1.2.2, 9.2: streams of documents",
        url: "https://yaml.org/spec/1.2.2/#92-streams",
    }],
    check: Check::Reader,
};
