//! `host-bits`: an address where a prefix belongs.

use super::super::{Check, Rule};
use crate::source::Source;

pub(super) static RULE: Rule = Rule {
    code: "host-bits",
    summary: "a prefix has bits set behind its length",
    why: "An address such as 2001:db8::1/64 names one host, not a block. Gardener refuses such a range \
          (`must be valid canonical CIDR`), Kubernetes cuts the bits off in silence, and two spellings of one block \
          would count as two.",
    bad: "trellis: 1\nblocks:\n  - {name: lab, v6: \"fd5a:3c1e:77a0::1/48\"}\n",
    good: "trellis: 1\nblocks:\n  - {name: lab, v6: \"fd5a:3c1e:77a0::/48\"}\n",
    covers: &["g-7", "a-1.1"],
    sources: &[
        Source {
            title: "RFC 4291, section 2.3: text representation of prefixes",
            url: "https://www.rfc-editor.org/rfc/rfc4291#section-2.3",
        },
        Source {
            title: "gardener: pkg/api/core/helper/cidr.go, ValidateCIDRIsCanonical",
            url: "https://github.com/gardener/gardener/tree/master/pkg/api/core",
        },
    ],
    check: Check::Reader,
};
