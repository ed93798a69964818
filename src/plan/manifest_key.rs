//! What `manifest-fields` may say: what a Shoot manifest needs and a plan of addresses does not know.

/// A key of `manifest-fields`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ManifestKey {
    /// The key; keys inside it follow a dot.
    pub key: &'static str,
    /// The providers that have it; nothing where all do.
    pub providers: &'static str,
    /// What it says, in a line.
    pub says: &'static str,
}

const fn key(key: &'static str, providers: &'static str, says: &'static str) -> ManifestKey {
    ManifestKey {
        key,
        providers,
        says,
    }
}

/// All of them, in the order of the manifest.
pub static MANIFEST_KEYS: &[ManifestKey] = &[
    key(
        "name",
        "",
        "the Shoot's name, a template of {region} {zone} {vpc} {block} {shoot} {n}; else the shoot's, with its member numbers",
    ),
    key(
        "project",
        "",
        "the project: the namespace is garden-PROJECT",
    ),
    key("namespace", "", "the namespace, where it is another"),
    key("cloud-profile", "", "the name of the CloudProfile"),
    key(
        "cloud-profile-kind",
        "",
        "CloudProfile or NamespacedCloudProfile",
    ),
    key(
        "credentials-binding",
        "",
        "the name of the CredentialsBinding",
    ),
    key(
        "secret-binding",
        "",
        "the name of the SecretBinding, where it is an old one",
    ),
    key("region", "", "the region as the cloud calls it"),
    key(
        "kubernetes-version",
        "",
        "the version with its patch, where `kubernetes` says none",
    ),
    key(
        "workers.name",
        "",
        "the name of the pool of workers, up to 15 characters",
    ),
    key("workers.machine-type", "", "the type of its machines"),
    key(
        "workers.image",
        "",
        "the image of its machines: a name, or name and version",
    ),
    key(
        "workers.volume",
        "",
        "type and size of its volumes: {type: gp3, size: 50Gi}",
    ),
    key("workers.minimum", "", "nodes at least"),
    key("workers.maximum", "", "nodes at most; else max-nodes"),
    key(
        "vpc-id",
        "aws, alicloud",
        "the VPC, where it is there already",
    ),
    key(
        "ipv6-ipam-pool",
        "aws",
        "the IPAM pool that gives the VPC its /56",
    ),
    key(
        "subnets-v4",
        "aws",
        "what the IPv4 subnets are cut from, where it is not the whole VPC",
    ),
    key("vpc-name", "gcp", "the VPC, where it is there already"),
    key("cloud-router", "gcp", "the router of that VPC"),
    key(
        "internal-v4",
        "gcp",
        "the subnet of internal load balancers",
    ),
    key(
        "control-plane-zone",
        "gcp",
        "the zone of the control plane; else the first of node-zones",
    ),
    key("vnet-name", "azure", "the VNet, where it is there already"),
    key("vnet-resource-group", "azure", "its resource group"),
    key(
        "floating-pool",
        "openstack",
        "the pool of floating addresses",
    ),
    key(
        "load-balancer-provider",
        "openstack",
        "the provider of load balancers",
    ),
    key(
        "router-id",
        "openstack",
        "the router, where it is there already",
    ),
    key(
        "network-id",
        "openstack",
        "the network, where it is there already",
    ),
    key(
        "ipv6-subnet-pool",
        "openstack",
        "the subnet pool that gives IPv6, where the plan places none",
    ),
    key(
        "network",
        "ironcore",
        "the network, where it is there already",
    ),
];
