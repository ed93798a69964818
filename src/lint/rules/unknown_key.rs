//! `unknown-key`: a key that means nothing.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "unknown-key",
    summary: "a key that no definition of that kind has",
    why: "A misspelt key would be skipped in silence, and the plan would be computed without what it says. Gardener \
          is as strict with provider sections: one unknown field and the shoot is refused.",
    bad: "trellis: 1\nregions:\n  - {name: eu, shots: [{name: a}]}\n",
    good: "trellis: 1\nregions:\n  - {name: eu, shoots: [{name: a}]}\n",
    covers: &[],
    sources: &[Source {
        title: "Kubernetes API concepts: field validation",
        url: "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
    }],
    check: Check::Reader,
};
