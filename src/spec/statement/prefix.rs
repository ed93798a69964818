//! `+prefix`: a prefix for every node, out of the node range.

use crate::plan::RangeKind;
use crate::source::Source;

use super::Statement;

/// What is said of it.
pub(in crate::spec) static STATEMENT: Statement = Statement {
    word: "+prefix",
    form: "+prefix[/N]",
    kinds: &[RangeKind::Nodes],
    meaning: "a prefix for every node, out of the node range",
    explain: EXPLAIN,
    example: "v6global/64+prefix/80",
    sources: &[
        Source {
            title: "aws-ipam-controller",
            url: "https://github.com/gardener/aws-ipam-controller",
        },
        Source {
            title: "cloud-provider-metal, node controller",
            url: "https://github.com/ironcore-dev/cloud-provider-metal",
        },
        Source {
            title: "Gardener, validation of Shoots",
            url: "https://github.com/gardener/gardener/blob/master/pkg/api/core/validation/shoot.go",
        },
    ],
};

const EXPLAIN: &str = "\
Every node gets a prefix of at least /N out of the node range, and not just an address. It follows a
base, as in `v6global/64+prefix/80`. Without N the provider's length is taken, else /80. N is a
length of the family of its base.

Pods that take their addresses from it (`v6fromNode`) need neither routes of their own nor NAT in
the cluster.

Gardener: AWS delegates a /80 whatever is asked, GCP gives a VM a /96 and the node's pods the first
/112 of it, ironcore-metal has `podPrefixSize`. OpenStack and local have a pod range for each node
instead, by `nodeCIDRMaskSize` and `nodeCIDRMaskSizeIPv6`.

A /64 for every node costs the levels above 16 bits that a /80 leaves them; hardware may want it all
the same.";
