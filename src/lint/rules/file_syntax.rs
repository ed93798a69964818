//! `file-syntax`: text that is no YAML.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "file-syntax",
    summary: "text that cannot be read as YAML",
    why: "A plan is YAML. Where the text breaks off or contradicts itself, what stands behind that place is not \
          read, and nothing is known about it.",
    bad: "trellis: 1\nblocks:\n  - {name: lab, v6: /48\n",
    good: "trellis: 1\nblocks:\n  - {name: lab, v6: /48}\n",
    covers: &[],
    sources: &[Source {
        title: "YAML 1.2.2, chapters 5 to 9: characters, structures and styles",
        url: "https://yaml.org/spec/1.2.2/#chapter-5-character-productions",
    }],
    check: Check::Reader,
};
