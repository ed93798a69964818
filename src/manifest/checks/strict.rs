//! What is decoded strictly (g 32, 33): the configurations of extensions, and the networking of a Shoot.

use super::super::check::{Check, Report, Subject};
use super::super::cursor::At;
use super::super::finding::By;
use super::sources;
use crate::nearest::nearest;

pub(super) static CONFIG: Check = Check {
    code: "config-kind",
    covers: &["g-32"],
    summary: "the configuration of an extension without its apiVersion and kind",
    sources: sources::EXTENSIONS,
    check: config,
};

pub(super) static UNKNOWN: Check = Check {
    code: "unknown-key",
    covers: &["g-32"],
    summary: "a field that the extension does not know, which makes it refuse the whole configuration",
    sources: sources::EXTENSIONS,
    check: unknown,
};

pub(super) static PLUGIN: Check = Check {
    code: "unknown-key",
    covers: &["g-32", "g-35"],
    summary: "a slip in a key of the network plugin's configuration, which makes it refuse the whole",
    sources: sources::EXTENSIONS,
    check: plugin,
};

pub(super) static NETWORKING: Check = Check {
    code: "unknown-key",
    covers: &["g-33"],
    summary: "a field that `spec.networking` does not have",
    sources: sources::STRICT,
    check: networking,
};

/// Keys of a mapping, and those of the mappings in it. What has no entry may hold anything.
struct Shape {
    provider: &'static str,
    path: &'static [&'static str],
    keys: &'static [&'static str],
}

const fn shape(
    provider: &'static str,
    path: &'static [&'static str],
    keys: &'static [&'static str],
) -> Shape {
    Shape {
        provider,
        path,
        keys,
    }
}

/// A list in a path is named like a mapping: each of its items has the keys.
const SHAPES: &[Shape] = &[
    shape(
        "aws",
        &[],
        &[
            "apiVersion",
            "kind",
            "enableECRAccess",
            "dualStack",
            "networks",
            "ignoreTags",
            "elasticFileSystem",
        ],
    ),
    shape("aws", &["dualStack"], &["enabled"]),
    shape(
        "aws",
        &["networks", "vpc"],
        &["id", "cidr", "gatewayEndpoints", "ipv6IpamPool"],
    ),
    shape(
        "aws",
        &["networks", "vpc", "ipv6IpamPool"],
        &["id", "cidrBlock"],
    ),
    shape(
        "aws",
        &["networks", "zones"],
        &[
            "name",
            "internal",
            "public",
            "workers",
            "elasticIPAllocationID",
            "workersSubnetID",
            "publicSubnetID",
            "internalSubnetID",
        ],
    ),
    shape("gcp", &[], &["apiVersion", "kind", "networks"]),
    shape(
        "gcp",
        &["networks"],
        &[
            "vpc", "cloudNAT", "internal", "worker", "workers", "flowLogs", "mtu",
        ],
    ),
    shape(
        "gcp",
        &["networks", "vpc"],
        &["name", "cloudRouter", "enablePrivateGoogleAccess"],
    ),
    shape(
        "azure",
        &[],
        &[
            "apiVersion",
            "kind",
            "resourceGroup",
            "networks",
            "identity",
            "zoned",
        ],
    ),
    shape(
        "azure",
        &["networks"],
        &["vnet", "workers", "natGateway", "serviceEndpoints", "zones"],
    ),
    shape(
        "azure",
        &["networks", "vnet"],
        &["name", "resourceGroup", "cidr", "ddosProtectionPlanID"],
    ),
    shape(
        "azure",
        &["networks", "zones"],
        &["name", "cidr", "serviceEndpoints", "natGateway"],
    ),
    shape(
        "openstack",
        &["networks", "subnetPool"],
        &["id", "prefixLength"],
    ),
    shape(
        "openstack",
        &["networks", "ipv6"],
        &[
            "subnetPoolID",
            "nodeCIDR",
            "podCIDR",
            "serviceCIDR",
            "nodeSubnetId",
        ],
    ),
    shape(
        "alicloud",
        &[],
        &["apiVersion", "kind", "networks", "dualStack"],
    ),
    shape("alicloud", &["networks"], &["vpc", "zones"]),
    shape(
        "alicloud",
        &["networks", "zones"],
        &["name", "worker", "workers", "natGateway", "ipv6CidrBlock"],
    ),
];

/// Providers whose configurations must say what they are, with the group of their API.
const GROUPS: &[(&str, &str)] = &[
    ("aws", "aws"),
    ("gcp", "gcp"),
    ("azure", "azure"),
    ("openstack", "openstack"),
    ("alicloud", "alicloud"),
    ("ironcore-metal", "metal"),
];

fn config(subject: &Subject<'_>, report: &mut Report<'_>) {
    let plugin = subject.new.at(&["spec", "networking", "type"]);
    let networks = subject.new.network_config();
    readable(&networks, By::Cni, report);
    if let Some(plugin @ ("calico" | "cilium")) = plugin.text()
        && networks.is_map()
    {
        plugin_identity(&networks, plugin, report);
    }
    for key in ["infrastructureConfig", "controlPlaneConfig"] {
        readable(
            &subject.new.at(&["spec", "provider", key]),
            By::Provider,
            report,
        );
    }
    let mut groups = GROUPS.iter();
    let Some((_, group)) = groups.find(|(name, _)| *name == subject.new.provider()) else {
        return;
    };
    let wanted = format!("{group}.provider.extensions.gardener.cloud/");
    let provider = subject.new.at(&["spec", "provider"]);
    for (key, kind) in [
        ("infrastructureConfig", "InfrastructureConfig"),
        ("controlPlaneConfig", "ControlPlaneConfig"),
    ] {
        let at = provider.key(key);
        if at.is_map() {
            identity(&at, (&wanted, kind), report);
        }
    }
}

/// The API server takes anything here; the extension reads a mapping.
fn readable(at: &At<'_>, by: By, report: &mut Report<'_>) {
    if at.exists() && !at.is_map() {
        let finding = report
            .error(at, "the extension cannot read this: it is no mapping")
            .help("write `key: value` lines")
            .refused_by(by);
        report.add(finding);
    }
}

fn identity(at: &At<'_>, (group, kind): (&str, &str), report: &mut Report<'_>) {
    let (api, said) = (at.key("apiVersion"), at.key("kind"));
    let (place, message) = match (api.said(), said.said()) {
        (None, _) => (&api, "it does not say its apiVersion".to_owned()),
        (_, None) => (&said, "it does not say its kind".to_owned()),
        (Some(text), _) if !text.starts_with(group) => (&api, format!("`{text}` is not its API")),
        (_, Some(text)) if text != kind => (&said, format!("`{text}` is not its kind")),
        (Some(_), Some(_)) => return,
    };
    let finding = report
        .error(place, format!("the extension cannot read this: {message}"))
        .help(format!(
            "write `apiVersion: {group}v1alpha1` and `kind: {kind}`"
        ))
        .refused_by(By::Provider);
    report.add(finding);
}

/// The plugins' extensions read into a `NetworkConfig` of v1alpha1, whose apiVersion and kind may be left unsaid, and not
/// be others (gardener-extension-networking-calico, `pkg/admission/validator/shoot.go`: `decodeNetworkingConfig`).
fn plugin_identity(at: &At<'_>, plugin: &str, report: &mut Report<'_>) {
    let group = format!("{plugin}.networking.extensions.gardener.cloud/");
    let (api, kind) = (at.key("apiVersion"), at.key("kind"));
    let place = match (api.said(), kind.said()) {
        (Some(text), _) if !text.starts_with(&group) => &api,
        (_, Some(text)) if text != "NetworkConfig" => &kind,
        _ => return,
    };
    let said = place.said().unwrap_or("");
    let finding = report
        .error(
            place,
            format!("the extension cannot read this: `{said}` is not its own"),
        )
        .help(format!(
            "write `apiVersion: {group}v1alpha1` and `kind: NetworkConfig`"
        ))
        .refused_by(By::Cni);
    report.add(finding);
}

fn unknown(subject: &Subject<'_>, report: &mut Report<'_>) {
    let provider = subject.new.provider();
    for shape in SHAPES.iter().filter(|shape| shape.provider == provider) {
        let at = subject.new.infrastructure().keys(shape.path);
        let items: Vec<_> = at.items().collect();
        for map in std::iter::once(at).chain(items) {
            keys(&map, shape.keys, By::Provider, report);
        }
    }
}

/// The keys of a network plugin's `NetworkConfig`, of all its versions together. Only a slip of one of them is told,
/// for a newer extension may know more.
const PLUGINS: &[(&str, &[&str])] = &[
    (
        "calico",
        &[
            "apiVersion",
            "kind",
            "backend",
            "ipam",
            "ipv4",
            "ipv6",
            "typha",
            "vethMTU",
            "ebpfDataplane",
            "overlay",
            "snatToUpstreamDNS",
            "autoScaling",
            "vxlan",
            "wireguardEncryption",
            "multus",
            "ipip",
            "ipAutodetectionMethod",
        ],
    ),
    (
        "cilium",
        &[
            "apiVersion",
            "kind",
            "debug",
            "kubeproxy",
            "hubble",
            "tunnel",
            "store",
            "ipv4",
            "ipv6",
            "bpfSocketLBHostnsOnly",
            "cni",
            "egressGateway",
            "mtu",
            "devices",
            "directRoutingDevice",
            "loadBalancingMode",
            "l2Announcements",
            "ipv4NativeRoutingCIDREnabled",
            "ipv6NativeRoutingCIDREnabled",
            "overlay",
            "snatToUpstreamDNS",
            "snatOutOfCluster",
            "enableIpv4Masquerade",
            "enableIpv6Masquerade",
            "enableBPFMasquerade",
            "bgpControlPlane",
            "policyAuditMode",
            "encryption",
        ],
    ),
];

fn plugin(subject: &Subject<'_>, report: &mut Report<'_>) {
    let plugin = subject.new.at(&["spec", "networking", "type"]);
    let mut plugins = PLUGINS.iter();
    let Some((_, known)) = plugins.find(|(name, _)| plugin.text() == Some(name)) else {
        return;
    };
    let slip = |name: &str| nearest(name, known.iter().copied()).is_some();
    unknown_keys(&subject.new.network_config(), known, By::Cni, report, slip);
}

fn keys(map: &At<'_>, known: &[&str], by: By, report: &mut Report<'_>) {
    unknown_keys(map, known, by, report, |_| true);
}

fn unknown_keys(
    map: &At<'_>,
    known: &[&str],
    by: By,
    report: &mut Report<'_>,
    told: impl Fn(&str) -> bool,
) {
    for (name, place, value) in map.pairs() {
        if known.contains(&name) || !told(name) {
            continue;
        }
        let shown = crate::plan::cut(name);
        let mut finding = report
            .at(
                value.path(),
                place,
                format!("there is no field `{shown}` here"),
            )
            .refused_by(by);
        finding.help = Some(match nearest(name, known.iter().copied()) {
            Some(near) => format!("write `{near}`"),
            None => "take it away; a comment or an annotation keeps a remark".to_owned(),
        });
        report.add(finding);
    }
}

fn networking(subject: &Subject<'_>, report: &mut Report<'_>) {
    const KEYS: &[&str] = &[
        "type",
        "providerConfig",
        "pods",
        "nodes",
        "services",
        "ipFamilies",
    ];
    let at = subject.new.at(&["spec", "networking"]);
    keys(&at, KEYS, By::Kubectl, report);
}
