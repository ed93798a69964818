//! What the codes that only checks of manifests give out mean: why, and an example that goes wrong and one that does not.

/// A code with its reason and manifests that show it.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The code.
    pub code: &'static str,
    /// Why it is refused, or will hurt.
    pub why: &'static str,
    /// What was there before, where an update is refused.
    pub before: Option<&'static str>,
    /// A text in which it is found.
    pub bad: &'static str,
    /// The same, mended.
    pub good: &'static str,
}

/// A Shoot: what its `spec` says besides the `CloudProfile`, and objects that stand beside it.
macro_rules! shoot {
    ($spec:literal) => {
        concat!(
            "apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\n",
            "metadata: {name: billing, namespace: garden-shop}\n",
            "spec:\n  cloudProfile: {kind: CloudProfile, name: local}\n",
            $spec
        )
    };
    ($spec:literal, $beside:literal) => {
        concat!(shoot!($spec), "---\n", $beside)
    };
}

/// The examples, in the order of the checks.
pub static EXAMPLES: &[Example] = &[
    Example {
        code: "workerless-field",
        why: "A Shoot without worker pools is a control plane alone: nothing runs pods, so there are no nodes, no pod \
              range, no network plugin and no infrastructure to configure. Gardener refuses the fields rather than \
              keep values that nothing uses. Services stay: the API server has one itself.",
        before: None,
        bad: shoot!(
            "  networking: {pods: 100.96.0.0/11, services: 100.64.0.0/13}\n  provider: {type: local}\n"
        ),
        good: shoot!("  networking: {services: 100.64.0.0/13}\n  provider: {type: local}\n"),
    },
    Example {
        code: "required-field",
        why: "Gardener fills in much, and these it can't: which provider builds the machines, which network plugin \
              gives pods their addresses, and what each provider's extension must be told before it can make a \
              network, such as a size for the VPC.",
        before: None,
        bad: shoot!(
            "  networking: {pods: 10.96.0.0/11, services: 10.64.0.0/13, nodes: 10.0.0.0/16}\n  \
             provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 3}]}\n"
        ),
        good: shoot!(
            "  networking: {type: calico, pods: 10.96.0.0/11, services: 10.64.0.0/13, nodes: 10.0.0.0/16}\n  \
             provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 3}]}\n"
        ),
    },
    Example {
        code: "ip-families",
        why: "ipFamilies is a list of at most two words, IPv4 and IPv6, each once and spelt so. The first is what \
              services get that ask for nothing.",
        before: None,
        bad: shoot!(
            "  networking: {type: calico, ipFamilies: [IPv4, IPv4], pods: 10.96.0.0/11, services: 10.64.0.0/13, nodes: 10.0.0.0/16}\n  \
             provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 3}]}\n"
        ),
        good: shoot!(
            "  networking: {type: calico, ipFamilies: [IPv4], pods: 10.96.0.0/11, services: 10.64.0.0/13, nodes: 10.0.0.0/16}\n  \
             provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 3}]}\n"
        ),
    },
    Example {
        code: "max-nodes-total",
        why: "A CloudProfile may limit how many nodes one cluster has (spec.limits.maxNodesTotal). Worker pools whose \
              minimums add up to more could never be started, so the Shoot is refused. Their maximums may add up to \
              more: the autoscaler stops at the limit.",
        before: None,
        bad: shoot!(
            "  networking: {type: calico, pods: 10.96.0.0/11, services: 10.64.0.0/13, nodes: 10.0.0.0/16}\n  \
             provider:\n    type: local\n    workers:\n    - {name: a, minimum: 30, maximum: 60}\n    - {name: b, minimum: 30, maximum: 60}\n",
            "apiVersion: core.gardener.cloud/v1beta1\nkind: CloudProfile\nmetadata: {name: local}\nspec: {limits: {maxNodesTotal: 50}}\n"
        ),
        good: shoot!(
            "  networking: {type: calico, pods: 10.96.0.0/11, services: 10.64.0.0/13, nodes: 10.0.0.0/16}\n  \
             provider:\n    type: local\n    workers:\n    - {name: a, minimum: 20, maximum: 60}\n    - {name: b, minimum: 20, maximum: 60}\n",
            "apiVersion: core.gardener.cloud/v1beta1\nkind: CloudProfile\nmetadata: {name: local}\nspec: {limits: {maxNodesTotal: 50}}\n"
        ),
    },
    Example {
        code: "managed-seed-networks",
        why: "A ManagedSeed makes a Shoot a seed. What the seed says of its networks is what other Shoots are kept \
              away from, so it has to be what the Shoot really has.",
        before: None,
        bad: shoot!(
            "  networking: {type: calico, pods: 10.96.0.0/11, services: 10.64.0.0/13, nodes: 10.0.0.0/16}\n  \
             provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 3}]}\n",
            "apiVersion: seedmanagement.gardener.cloud/v1alpha1\nkind: ManagedSeed\nmetadata: {name: soil, namespace: garden-shop}\n\
             spec:\n  shoot: {name: billing}\n  gardenlet:\n    config:\n      seedConfig:\n        spec:\n          \
             networks: {pods: 10.128.0.0/11, services: 10.64.0.0/13, nodes: 10.0.0.0/16}\n"
        ),
        good: shoot!(
            "  networking: {type: calico, pods: 10.96.0.0/11, services: 10.64.0.0/13, nodes: 10.0.0.0/16}\n  \
             provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 3}]}\n",
            "apiVersion: seedmanagement.gardener.cloud/v1alpha1\nkind: ManagedSeed\nmetadata: {name: soil, namespace: garden-shop}\n\
             spec:\n  shoot: {name: billing}\n  gardenlet:\n    config:\n      seedConfig:\n        spec:\n          \
             networks: {pods: 10.96.0.0/11, services: 10.64.0.0/13, nodes: 10.0.0.0/16}\n"
        ),
    },
    Example {
        code: "config-kind",
        why: "The configuration of an extension is an object inside the Shoot, and its extension reads it by \
              apiVersion and kind. Where they are another's, or are not said to a provider's extension, it can't tell \
              what it has before it, and refuses all of it.",
        before: None,
        bad: shoot!(
            "  networking:\n    type: calico\n    pods: 10.96.0.0/11\n    services: 10.64.0.0/13\n    nodes: 10.0.0.0/16\n    \
             providerConfig:\n      apiVersion: cilium.networking.extensions.gardener.cloud/v1alpha1\n      kind: NetworkConfig\n  \
             provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 3}]}\n"
        ),
        good: shoot!(
            "  networking:\n    type: calico\n    pods: 10.96.0.0/11\n    services: 10.64.0.0/13\n    nodes: 10.0.0.0/16\n    \
             providerConfig:\n      apiVersion: calico.networking.extensions.gardener.cloud/v1alpha1\n      kind: NetworkConfig\n  \
             provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 3}]}\n"
        ),
    },
    Example {
        code: "cni-config",
        why: "The extension of the network plugin takes a few words for each of its settings, and settings of a family \
              only where the cluster has it. Some of them it refuses when the Shoot is written, some only when the \
              plugin is rolled out, which leaves a cluster without a network.",
        before: None,
        bad: shoot!(
            "  networking:\n    type: calico\n    pods: 10.96.0.0/11\n    services: 10.64.0.0/13\n    nodes: 10.0.0.0/16\n    \
             providerConfig:\n      apiVersion: calico.networking.extensions.gardener.cloud/v1alpha1\n      kind: NetworkConfig\n      \
             backend: ipip\n  provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 3}]}\n"
        ),
        good: shoot!(
            "  networking:\n    type: calico\n    pods: 10.96.0.0/11\n    services: 10.64.0.0/13\n    nodes: 10.0.0.0/16\n    \
             providerConfig:\n      apiVersion: calico.networking.extensions.gardener.cloud/v1alpha1\n      kind: NetworkConfig\n      \
             backend: bird\n  provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 3}]}\n"
        ),
    },
    Example {
        code: "provider-zones",
        why: "The infrastructureConfig says which subnets are made in which zones, and a worker pool needs a subnet \
              in each zone that it names.",
        before: None,
        bad: shoot!(
            "  networking: {type: calico, pods: 100.96.0.0/11, services: 100.64.0.0/13, nodes: 10.0.0.0/16}\n  provider:\n    type: aws\n    \
             infrastructureConfig:\n      apiVersion: aws.provider.extensions.gardener.cloud/v1alpha1\n      kind: InfrastructureConfig\n      \
             networks:\n        vpc: {cidr: 10.0.0.0/16}\n        zones:\n        \
             - {name: eu-central-1a, workers: 10.0.0.0/19, public: 10.0.32.0/20, internal: 10.0.48.0/20}\n    \
             workers:\n    - {name: pool, minimum: 1, maximum: 3, volume: {type: gp3, size: 50Gi}, zones: [eu-central-1b]}\n"
        ),
        good: shoot!(
            "  networking: {type: calico, pods: 100.96.0.0/11, services: 100.64.0.0/13, nodes: 10.0.0.0/16}\n  provider:\n    type: aws\n    \
             infrastructureConfig:\n      apiVersion: aws.provider.extensions.gardener.cloud/v1alpha1\n      kind: InfrastructureConfig\n      \
             networks:\n        vpc: {cidr: 10.0.0.0/16}\n        zones:\n        \
             - {name: eu-central-1a, workers: 10.0.0.0/19, public: 10.0.32.0/20, internal: 10.0.48.0/20}\n    \
             workers:\n    - {name: pool, minimum: 1, maximum: 3, volume: {type: gp3, size: 50Gi}, zones: [eu-central-1a]}\n"
        ),
    },
    Example {
        code: "immutable",
        why: "Nodes and routes hold addresses of these ranges, and nothing renumbers a running cluster. Gardener lets \
              a few of them be added to and most never change; a new value means a new cluster. That is why they are \
              planned.",
        before: Some(shoot!(
            "  networking: {type: calico, pods: 10.96.0.0/11, services: 10.64.0.0/13, nodes: 10.0.0.0/16}\n  \
             provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 3}]}\n"
        )),
        bad: shoot!(
            "  networking: {type: calico, pods: 10.128.0.0/11, services: 10.64.0.0/13, nodes: 10.0.0.0/16}\n  \
             provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 3}]}\n"
        ),
        good: shoot!(
            "  networking: {type: calico, pods: 10.96.0.0/11, services: 10.64.0.0/13, nodes: 10.0.0.0/16}\n  \
             provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 9}]}\n"
        ),
    },
    Example {
        code: "missing-range",
        why: "A Shoot may leave pods and services to the defaults of the seed on which it lands, which the manifest \
              does not tell. Those are for the life of the cluster too, and two clusters on one seed get the same: \
              fine until they are to reach each other.",
        before: None,
        bad: shoot!(
            "  networking: {type: calico, nodes: 10.0.0.0/16}\n  \
             provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 3}]}\n"
        ),
        good: shoot!(
            "  networking: {type: calico, pods: 10.96.0.0/11, services: 10.64.0.0/13, nodes: 10.0.0.0/16}\n  \
             provider: {type: local, workers: [{name: pool, minimum: 1, maximum: 3}]}\n"
        ),
    },
];

/// The example of a code.
pub fn example_of(code: &str) -> Option<&'static Example> {
    EXAMPLES.iter().find(|example| example.code == code)
}
