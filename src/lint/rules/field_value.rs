//! `field-value`: a value that its field does not take.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "field-value",
    summary: "a value that its field does not take",
    why: "Every field has one form: a number within bounds, a word out of a list, a prefix, a name. A value of \
          another form counts as not said, so the plan would be computed without it.",
    bad: "trellis: 1\nblocks:\n  - {name: lab, count: many}\n",
    good: "trellis: 1\nblocks:\n  - {name: lab, count: 4}\n",
    covers: &[],
    sources: &[Source {
        title: "YAML 1.2.2, 10.3: core schema",
        url: "https://yaml.org/spec/1.2.2/#103-core-schema",
    }],
    check: Check::Reader,
};
