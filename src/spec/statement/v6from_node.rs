//! `v6fromNode`: the IPv6 pod range, out of the node's prefix.

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
    base: Base::FromNode,
};

/// What is said of it.
pub(in crate::spec) static STATEMENT: Statement = Statement {
    word: "v6fromNode",
    form: "v6fromNode[/N]",
    kinds: &[RangeKind::Pods],
    meaning: "the IPv6 pod range, out of the node's prefix",
    explain: EXPLAIN,
    example: "v6fromNode/96",
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
            title: "Kubernetes, node IPAM controller",
            url: "https://pkg.go.dev/k8s.io/kubernetes/pkg/controller/nodeipam",
        },
    ],
};

const EXPLAIN: &str = "\
The pods of a node get their IPv6 addresses out of the node's own prefix, in a pod range of at least
/N. It needs `+prefix` on the IPv6 half of nodes. Without N the provider decides: AWS gives the /80
or a longer N, GCP the first /112.

Gardener: AWS (aws-ipam-controller), dual-stack on GCP, and ironcore-metal (`podPrefixSize`), by
leaving the pods unset in an IPv6-only Shoot, or by having only the IPv4 prefix there in a
dual-stack one.

OpenStack and local cut pod ranges out of one pod prefix by kube-controller-manager: write that
prefix, with no more than 16 bits between it and a node's range.";
