//! What a Shoot manifest says about addresses, each value with its place. What it does not say is absent, never guessed.

use super::cursor::{At, Page};
use crate::source::Span;
use crate::yaml::ItemId;

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The bytes of the text that say it.
    pub span: Span,
}

/// One Shoot.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The number of its document in the text, from 1.
    pub document: usize,
    /// The mapping with `metadata`, `spec` and `status`.
    pub root: ItemId,
    /// What stands before its field paths: a `ManagedSeedSet` holds a Shoot inside.
    pub prefix: &'static str,
    /// Where it begins.
    pub span: Span,
    /// `metadata.namespace`.
    pub namespace: Option<Spanned<String>>,
    /// `metadata.name`.
    pub name: Option<Spanned<String>>,
    /// Whether it came out of a cluster, with what the API server fills in.
    pub live: bool,
    /// `spec.provider.type`.
    pub provider: Option<Spanned<String>>,
    /// `spec.region`.
    pub region: Option<Spanned<String>>,
    /// `spec.kubernetes.version`.
    pub version: Option<Spanned<String>>,
    /// The Gardener that reconciled it last (`status.gardener.version`).
    pub gardener: Option<Spanned<String>>,
    /// The seed that it runs on, as spec or status say.
    pub seed: Option<Spanned<String>>,
    /// The `CloudProfile` that it names.
    pub cloud_profile: Option<Spanned<String>>,
    /// `spec.networking`.
    pub networking: Option<Spanned<Networking>>,
    /// `nodeCIDRMaskSize`.
    pub node_mask: Option<Spanned<i64>>,
    /// `nodeCIDRMaskSizeIPv6`.
    pub node_mask_v6: Option<Spanned<i64>>,
    /// `spec.kubernetes.kubelet.maxPods`.
    pub max_pods: Option<Spanned<i64>>,
    /// `spec.kubernetes.kubeProxy`.
    pub kube_proxy: Option<Spanned<KubeProxy>>,
    /// `spec.provider.workers`.
    pub workers: Vec<Worker>,
    /// `spec.provider.infrastructureConfig`.
    pub infrastructure: Option<Spanned<ItemId>>,
    /// `spec.provider.controlPlaneConfig`.
    pub control_plane: Option<Spanned<ItemId>>,
    /// `status.networking`.
    pub status: Option<StatusNetworking>,
}

/// `spec.networking`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networking {
    /// The network plugin.
    pub plugin: Option<Spanned<String>>,
    /// The address families as written; none is IPv4.
    pub families: Vec<Spanned<String>>,
    /// The range of nodes.
    pub nodes: Option<Spanned<String>>,
    /// The range of pods.
    pub pods: Option<Spanned<String>>,
    /// The range of services.
    pub services: Option<Spanned<String>>,
    /// What the network plugin reads.
    pub config: Option<Spanned<ItemId>>,
}

/// `spec.kubernetes.kubeProxy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KubeProxy {
    /// Whether there is one.
    pub enabled: Option<Spanned<bool>>,
    /// How it works.
    pub mode: Option<Spanned<String>>,
}

/// A worker pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// Its name.
    pub name: Option<Spanned<String>>,
    /// The least number of nodes.
    pub minimum: Option<Spanned<i64>>,
    /// The greatest number of nodes.
    pub maximum: Option<Spanned<i64>>,
    /// Nodes beyond it while it is rolled: a number or a percentage.
    pub max_surge: Option<Spanned<String>>,
    /// Its zones.
    pub zones: Vec<Spanned<String>>,
    /// kubelet's `maxPods` of this pool.
    pub max_pods: Option<Spanned<i64>>,
    /// The type of its machines.
    pub machine: Option<Spanned<String>>,
    /// The size of its volume.
    pub volume: Option<Spanned<String>>,
}

/// `status.networking`: what the infrastructure has assigned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusNetworking {
    /// Ranges of nodes.
    pub nodes: Vec<Spanned<String>>,
    /// Ranges of pods.
    pub pods: Vec<Spanned<String>>,
    /// Ranges of services.
    pub services: Vec<Spanned<String>>,
    /// Where traffic leaves from.
    pub egress: Vec<Spanned<String>>,
}

impl Manifest {
    /// Reads a Shoot out of its mapping.
    pub(super) fn read(
        page: Page<'_>,
        root: ItemId,
        span: Span,
        document: usize,
        prefix: &'static str,
    ) -> Self {
        let at = At::root(page, root, span);
        let metadata = at.key("metadata");
        let spec = at.key("spec");
        let provider = spec.key("provider");
        let kubernetes = spec.key("kubernetes");
        let manager = kubernetes.key("kubeControllerManager");
        let seed = spec.key("seedName");
        let profile = spec.keys(&["cloudProfile", "name"]);
        Self {
            document,
            root,
            prefix,
            span,
            namespace: text(&metadata.key("namespace")),
            name: text(&metadata.key("name")),
            live: metadata.key("uid").exists() || metadata.key("resourceVersion").exists(),
            provider: text(&provider.key("type")),
            region: text(&spec.key("region")),
            version: text(&kubernetes.key("version")),
            gardener: text(&at.keys(&["status", "gardener", "version"])),
            seed: text(&seed).or_else(|| text(&at.keys(&["status", "seedName"]))),
            cloud_profile: text(&profile).or_else(|| text(&spec.key("cloudProfileName"))),
            networking: networking(&spec.key("networking")),
            node_mask: number(&manager.key("nodeCIDRMaskSize")),
            node_mask_v6: number(&manager.key("nodeCIDRMaskSizeIPv6")),
            max_pods: number(&kubernetes.keys(&["kubelet", "maxPods"])),
            kube_proxy: kube_proxy(&kubernetes.key("kubeProxy")),
            workers: provider
                .key("workers")
                .items()
                .map(|at| worker(&at))
                .collect(),
            infrastructure: item(&provider.key("infrastructureConfig")),
            control_plane: item(&provider.key("controlPlaneConfig")),
            status: status(&at.keys(&["status", "networking"])),
        }
    }

    /// `namespace/name`, or the name alone.
    pub fn path(&self) -> String {
        let text = |part: &Option<Spanned<String>>| {
            part.as_ref()
                .map_or_else(String::new, |part| part.value.clone())
        };
        match (text(&self.namespace), text(&self.name)) {
            (namespace, name) if namespace.is_empty() => name,
            (namespace, name) => format!("{namespace}/{name}"),
        }
    }

    /// Whether it has no worker pools.
    pub fn is_workerless(&self) -> bool {
        self.workers.is_empty()
    }
}

fn spanned<T>(at: &At<'_>, value: T) -> Spanned<T> {
    Spanned {
        value,
        span: at.span(),
    }
}

fn text(at: &At<'_>) -> Option<Spanned<String>> {
    at.text().map(|text| spanned(at, text.to_owned()))
}

fn texts(at: &At<'_>) -> Vec<Spanned<String>> {
    at.items().filter_map(|item| text(&item)).collect()
}

fn number(at: &At<'_>) -> Option<Spanned<i64>> {
    at.number().map(|number| spanned(at, number))
}

fn item(at: &At<'_>) -> Option<Spanned<ItemId>> {
    at.id().map(|id| spanned(at, id))
}

fn networking(at: &At<'_>) -> Option<Spanned<Networking>> {
    at.is_map().then(|| {
        let networking = Networking {
            plugin: text(&at.key("type")),
            families: texts(&at.key("ipFamilies")),
            nodes: text(&at.key("nodes")),
            pods: text(&at.key("pods")),
            services: text(&at.key("services")),
            config: item(&at.key("providerConfig")),
        };
        spanned(at, networking)
    })
}

fn kube_proxy(at: &At<'_>) -> Option<Spanned<KubeProxy>> {
    at.is_map().then(|| {
        let enabled = at.key("enabled");
        let proxy = KubeProxy {
            enabled: enabled.flag().map(|flag| spanned(&enabled, flag)),
            mode: text(&at.key("mode")),
        };
        spanned(at, proxy)
    })
}

fn worker(at: &At<'_>) -> Worker {
    Worker {
        name: text(&at.key("name")),
        minimum: number(&at.key("minimum")),
        maximum: number(&at.key("maximum")),
        max_surge: text(&at.key("maxSurge")),
        zones: texts(&at.key("zones")),
        max_pods: number(&at.keys(&["kubernetes", "kubelet", "maxPods"])),
        machine: text(&at.keys(&["machine", "type"])),
        volume: text(&at.keys(&["volume", "size"])),
    }
}

fn status(at: &At<'_>) -> Option<StatusNetworking> {
    at.is_map().then(|| StatusNetworking {
        nodes: texts(&at.key("nodes")),
        pods: texts(&at.key("pods")),
        services: texts(&at.key("services")),
        egress: texts(&at.key("egressCIDRs")),
    })
}
