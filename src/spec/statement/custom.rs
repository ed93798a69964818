//! `custom`: neither Gardener nor kube-controller-manager configures it.

use crate::plan::{Base, RangeKind};
use crate::source::Source;

use super::super::keyword::Keyword;
use super::Statement;

/// What it means to the reader.
pub(in crate::spec) static KEYWORD: Keyword = Keyword {
    statement: &STATEMENT,
    family: None,
    lengths: None,
    takes_prefix: false,
    base: |_| Base::Custom,
};

/// What is said of it.
pub(in crate::spec) static STATEMENT: Statement = Statement {
    word: "custom",
    form: "custom",
    kinds: &RangeKind::ALL,
    meaning: "neither Gardener nor kube-controller-manager configures it",
    explain: EXPLAIN,
    example: "custom",
    sources: &[Source {
        title: "Gardener, command line of kube-controller-manager",
        url: "https://github.com/gardener/gardener/blob/master/pkg/component/kubernetes/controllermanager/controllermanager.go",
    }],
};

const EXPLAIN: &str = "\
The network plugin is configured by hand, and neither Gardener nor kube-controller-manager allocates
anything. It takes the families that the other value leaves: alone both, beside `v4private` IPv6. It
takes no length and no `+prefix`.

Gardener: can't be said as such, because a Shoot has no setting for `--allocate-node-cidrs`. The
nearest is calico with `ipam.type: calico-ipam` in the providerConfig of an IPv4-only Shoot.

Complex cases belong here on purpose: what the keywords don't offer is configured in the plugin's
own pools.";
