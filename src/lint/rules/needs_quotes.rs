//! `needs-quotes`: an address that YAML takes for a key.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "needs-quotes",
    summary: "an address that ends in a colon, and so reads as a key",
    why: "YAML takes a colon at the end of a word for the end of a key: `note: fd5a::` is a syntax error in every \
          parser, and `- fd5a::` is a list of one mapping. The address is read as it was meant, and quotes keep \
          other readers from falling over it.",
    bad: "trellis: 1\nblocks:\n  - {name: lab}\n  - name: hall\n    note: fd5a:3c1e:77a0::\n",
    good: "trellis: 1\nblocks:\n  - {name: lab}\n  - name: hall\n    note: \"fd5a:3c1e:77a0::\"\n",
    covers: &[],
    sources: &[Source {
        title: "YAML 1.2.2, 7.3.3: plain scalars and `: `",
        url: "https://yaml.org/spec/1.2.2/#733-plain-style",
    }],
    check: Check::Reader,
};
