//! Where the rules of the checks can be read.

use crate::source::Source;

pub(super) const SHOOT: &[Source] = &[Source {
    title: "gardener: pkg/api/core/validation/shoot.go",
    url: "https://github.com/gardener/gardener/blob/master/pkg/api/core/validation/shoot.go",
}];
pub(super) const CIDR: &[Source] = &[Source {
    title: "gardener: pkg/utils/validation/cidr, which every network of a Shoot goes through",
    url: "https://github.com/gardener/gardener/tree/master/pkg/utils/validation/cidr",
}];
pub(super) const ADMISSION: &[Source] = &[Source {
    title: "gardener: plugin/pkg/shoot/validator/admission.go, validateShootNetworks",
    url: "https://github.com/gardener/gardener/blob/master/plugin/pkg/shoot/validator/admission.go",
}];
pub(super) const DISJOINT: &[Source] = &[
    Source {
        title: "gardener: pkg/utils/validation/cidr/disjoint.go, ValidateNetworkDisjointedness",
        url: "https://github.com/gardener/gardener/blob/master/pkg/utils/validation/cidr/disjoint.go",
    },
    Source {
        title: "gardener: pkg/scheduler/controller/shoot/reconciler.go, networksAreDisjointed",
        url: "https://github.com/gardener/gardener/blob/master/pkg/scheduler/controller/shoot/reconciler.go",
    },
];
pub(super) const MANAGED_SEED: &[Source] = &[Source {
    title: "gardener: plugin/pkg/shoot/managedseed/admission.go",
    url: "https://github.com/gardener/gardener/blob/master/plugin/pkg/shoot/managedseed/admission.go",
}];
pub(super) const NETWORKS: &[Source] = &[Source {
    title: "gardener: pkg/gardenlet/operation/shoot/shoot.go, ToNetworks",
    url: "https://github.com/gardener/gardener/blob/master/pkg/gardenlet/operation/shoot/shoot.go",
}];
pub(super) const AUTOSCALER: &[Source] = &[Source {
    title: "gardener: pkg/gardenlet/operation/botanist/clusterautoscaler.go, CalculateMaxNodesForShootNetworks",
    url: "https://github.com/gardener/gardener/blob/master/pkg/gardenlet/operation/botanist/clusterautoscaler.go",
}];
pub(super) const STRICT: &[Source] = &[Source {
    title: "Kubernetes: field validation, on by default in kubectl since 1.27",
    url: "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
}];
pub(super) const EXTENSIONS: &[Source] = &[Source {
    title: "gardener: the extensions that there are, each with rules of its own",
    url: "https://github.com/gardener/gardener/blob/master/extensions/README.md",
}];
pub(super) const CALICO: &[Source] = &[Source {
    title: "gardener-extension-networking-calico: pkg/apis/calico/validation",
    url: "https://github.com/gardener/gardener-extension-networking-calico/tree/master/pkg/apis/calico/validation",
}];
pub(super) const AWS: &[Source] = &[Source {
    title: "gardener-extension-provider-aws: pkg/apis/aws/validation",
    url: "https://github.com/gardener/gardener-extension-provider-aws/tree/master/pkg/apis/aws/validation",
}];
pub(super) const GCP: &[Source] = &[Source {
    title: "gardener-extension-provider-gcp: pkg/apis/gcp/validation",
    url: "https://github.com/gardener/gardener-extension-provider-gcp/tree/master/pkg/apis/gcp/validation",
}];
pub(super) const AZURE: &[Source] = &[Source {
    title: "gardener-extension-provider-azure: pkg/apis/azure/validation",
    url: "https://github.com/gardener/gardener-extension-provider-azure/tree/master/pkg/apis/azure/validation",
}];
pub(super) const OPENSTACK: &[Source] = &[Source {
    title: "gardener-extension-provider-openstack: pkg/apis/openstack/validation",
    url: "https://github.com/gardener/gardener-extension-provider-openstack/tree/master/pkg/apis/openstack/validation",
}];
pub(super) const ALICLOUD: &[Source] = &[Source {
    title: "gardener-extension-provider-alicloud: pkg/apis/alicloud/validation",
    url: "https://github.com/gardener/gardener-extension-provider-alicloud/tree/master/pkg/apis/alicloud/validation",
}];
pub(super) const LOCAL: &[Source] = &[Source {
    title: "gardener: pkg/provider-local/admission/validator/shoot.go",
    url: "https://github.com/gardener/gardener/blob/master/pkg/provider-local/admission/validator/shoot.go",
}];
pub(super) const PROVIDERS: &[Source] = &[
    AWS[0],
    GCP[0],
    AZURE[0],
    OPENSTACK[0],
    ALICLOUD[0],
    Source {
        title: "gardener-extension-provider-ironcore-metal: pkg/apis/metal/validation",
        url: "https://github.com/ironcore-dev/gardener-extension-provider-ironcore-metal/tree/main/pkg/apis/metal/validation",
    },
];
pub(super) const NODEIPAM: &[Source] = &[
    Source {
        title: "kubernetes: pkg/controller/nodeipam/ipam/cidrset/cidr_set.go, NewCIDRSet",
        url: "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/nodeipam/ipam/cidrset/cidr_set.go",
    },
    Source {
        title: "kubernetes: pkg/controller/nodeipam/node_ipam_controller.go, NewNodeIpamController",
        url: "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/nodeipam/node_ipam_controller.go",
    },
];
pub(super) const SERVICES: &[Source] = &[Source {
    title: "kubernetes: cmd/kube-apiserver/app/options/validation.go, validateClusterIPFlags",
    url: "https://github.com/kubernetes/kubernetes/blob/v1.33.0/cmd/kube-apiserver/app/options/validation.go",
}];

pub(super) const RELEASES: &[Source] = &[
    Source {
        title: "Gardener: supported Kubernetes versions",
        url: "https://github.com/gardener/gardener/blob/master/docs/usage/shoot-operations/supported_k8s_versions.md",
    },
    Source {
        title: "gardener/gardener: releases",
        url: "https://github.com/gardener/gardener/releases",
    },
];
