//! `profile-fault`: a provider's profile that cannot be read.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "profile-fault",
    summary: "a provider's profile that cannot be read",
    why: "A file `providers/NAME.yaml` in the folder of the configuration is a profile of your own: it adds a provider, or \
          stands in front of the built-in one of that name. With `like:` it says only what differs. Every fact has a value, a \
          sentence (says) and a source. A profile with a mistake is left out, and the built-in one is used; only the first \
          mistake is told. `trellis explain aws` shows which facts there are.",
    bad: "name: lab\nlike: generic\nsumary: Our own machines.\n",
    good: "name: lab\nlike: generic\nsummary: Our own machines.\n",
    covers: &[],
    sources: &[Source {
        title: "YAML 1.2.2",
        url: "https://yaml.org/spec/1.2.2/",
    }],
    check: Check::Reader,
};
