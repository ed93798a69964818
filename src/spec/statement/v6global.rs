//! `v6global`: a global IPv6 prefix from the provider's IPAM.

use crate::addr::Family;
use crate::plan::{Base, RangeKind};
use crate::source::Source;

use super::super::keyword::Keyword;
use super::Statement;

/// What it means to the reader.
pub(in crate::spec) static KEYWORD: Keyword = Keyword {
    statement: &STATEMENT,
    family: Some(Family::V6),
    lengths: Some((0, 128)),
    takes_prefix: true,
    base: Base::Global,
};

/// What is said of it.
pub(in crate::spec) static STATEMENT: Statement = Statement {
    word: "v6global",
    form: "v6global[/N]",
    kinds: &RangeKind::ALL,
    meaning: "a global IPv6 prefix from the provider's IPAM",
    explain: EXPLAIN,
    example: "v6global/64",
    sources: &[
        Source {
            title: "kube-apiserver, validateClusterIPFlags",
            url: "https://github.com/kubernetes/kubernetes/blob/master/cmd/kube-apiserver/app/options/validation.go",
        },
        Source {
            title: "kube-apiserver, NewIPAllocator",
            url: "https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/service/ipallocator/ipallocator.go",
        },
        Source {
            title: "aws-ipam-controller",
            url: "https://github.com/gardener/aws-ipam-controller",
        },
    ],
};

const EXPLAIN: &str = "\
The provider's IPAM reserves a global prefix of at least /N. Where the enclosing block's prefix can
be handed to the provider, it is placed there; elsewhere the infrastructure chooses, so the length
is known and the address is not.

/N is the range of all nodes, or pods, or services of a cluster together. What each node gets stands
behind it: `v6global/52+prefix/64` is a /52 in which every node has a /64, 4,096 of them; with
`v6global/64+prefix/80` a /64 holds 65,536 nodes with a /80 each.

Default length: /64 for nodes and pods. For services it is what the provider gives, else /112. The
proposal's example asks for a /64 there, which is not taken: kube-apiserver up to 1.33 refuses an
IPv6 service range shorter than /108 and does not start, 1.34.0 to 1.34.7 hand out addresses below a
/64, and up to 1.33 a range shorter than /112 still serves no more than 65,535 addresses. /112 or
/108 is right on every version.

Providers offer certain lengths only. An AWS subnet is a /64 out of the VPC's /56, a subnet of GCP a
/64.

Gardener: IPv6-only on AWS is said by leaving the field out. Dual-stack on AWS and GCP is said by
IPv6 in `ipFamilies` with the IPv4 prefix in the field; on OpenStack a subnet pool or explicit IPv6
prefixes stand in the infrastructureConfig. No field asks for a size; an IPAM pool with a
`cidrBlock` pins the /56 of an AWS VPC.

Complex cases: write the prefix itself, or a length such as `/64` that trellis places.";
