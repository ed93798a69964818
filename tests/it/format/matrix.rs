//! Every provider in every mode that Gardener has for it: what stands in the manifest, and what does not. The expected
//! parts are written by hand from what Gardener and its extensions require and fill in.

use serde_json::Value;
use trellis::addr::Family;
use trellis::document::LIMITS;
use trellis::engine::Origin;
use trellis::import;
use trellis::manifest::Manifests;
use trellis::plan::{Kind, RangeKind};
use trellis::yaml::Tree;

use super::{data, document, write};

const HEAD: &str = "\
trellis: 1
kubernetes: \"1.34\"
manifest-fields: { credentials-binding: c, region: r }
";
const V4: &str = "nodes: v4private, pods: v4private, services: v4private";
const DUAL: &str = "nodes: [v4private, v6global+prefix], pods: [v4private, v6fromNode], services: [v4private, v6global]";
const OPENSTACK: &str = "floating-pool: fp, load-balancer-provider: amphora";
/// The customary private ranges (example/90-shoot.yaml).
const RANGES: &str = "nodes: 10.250.0.0/16, pods: 100.96.0.0/11, services: 100.64.0.0/13";

/// What a shoot of a plan is written as.
struct Case {
    shoot: String,
    /// `spec.kubernetes.kubeControllerManager`; empty where it is not there.
    masks: &'static str,
    /// `spec.networking` without its type and configuration.
    networking: String,
    /// `infrastructureConfig` without its kind; empty where it is not there.
    infrastructure: &'static str,
    /// `controlPlaneConfig` without its kind.
    control_plane: &'static str,
    /// The group of the provider's API.
    group: &'static str,
}

fn map(text: &str) -> Value {
    data(&format!("{{{text}}}"))
}

#[track_caller]
fn check(case: &Case) {
    for cni in ["calico", "cilium"] {
        for version in ["1.33", "1.34", "1.36"] {
            check_one(case, cni, version);
        }
    }
}

#[track_caller]
fn check_one(case: &Case, cni: &str, version: &str) {
    let head = HEAD.replace("1.34", version);
    let document = document(&format!(
        "{head}cni: {cni}\nshoots:\n  - {{name: s, {}}}\n",
        case.shoot
    ));
    let text = write(&document, "s").unwrap_or_else(|error| panic!("{error}: {}", case.shoot));
    let spec = &data(&text)["spec"];
    let masks = match case.masks {
        "" => Value::Null,
        masks => map(masks),
    };
    assert_eq!(spec["kubernetes"]["kubeControllerManager"], masks, "{text}");
    let mut networking = spec["networking"].clone();
    assert_eq!(networking["type"].take(), cni, "{text}");
    let mut config = networking["providerConfig"].take();
    assert_eq!(config["overlay"], map("enabled: false"), "{text}");
    let api = format!("{cni}.networking.extensions.gardener.cloud/v1alpha1");
    assert_eq!(config["apiVersion"].take(), api.as_str(), "{text}");
    let own = |value: &Value| -> Value {
        let pairs = value.as_object().into_iter().flatten();
        let own = pairs.filter(|(key, value)| {
            !value.is_null() && !matches!(key.as_str(), "apiVersion" | "kind")
        });
        own.map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    assert_eq!(own(&networking), map(&case.networking), "{text}");
    comes_back(&text, spec);
    let provider = &spec["provider"];
    for (key, kind, expected) in [
        (
            "infrastructureConfig",
            "InfrastructureConfig",
            case.infrastructure,
        ),
        (
            "controlPlaneConfig",
            "ControlPlaneConfig",
            case.control_plane,
        ),
    ] {
        let config = &provider[key];
        if case.group.is_empty() {
            assert!(config.is_null(), "{text}");
            continue;
        }
        let api = format!("{}.provider.extensions.gardener.cloud/v1alpha1", case.group);
        assert_eq!(config["apiVersion"], api.as_str(), "{text}");
        assert_eq!(config["kind"], kind, "{text}");
        assert_eq!(own(config), map(expected), "{text}");
    }
}

/// The manifest as a plan evaluates to the ranges that it states; the other ones are the infrastructure's.
#[track_caller]
fn comes_back(text: &str, spec: &Value) {
    let (tree, faults) = Tree::read(text, LIMITS);
    let manifests = Manifests::new(text.to_owned(), tree, &faults);
    let (shoots, _) = import::shoots(&manifests);
    let mut plan = document("trellis: 1\n");
    for edit in import::edits(plan.plan(), import::plan(shoots)) {
        plan.apply(edit).expect("an imported plan");
    }
    let node = plan.plan().walk().last().expect("a shoot");
    assert_eq!(plan.plan().kind(node), Kind::Shoot);
    let mut seen = 0;
    let evaluation = plan.evaluation();
    let shoot = evaluation.shoot(plan.plan(), node);
    for kind in RangeKind::ALL {
        for family in Family::BOTH {
            let Some(range) = shoot.range(kind, family) else {
                continue;
            };
            let prefix = evaluation.range_prefix(&shoot, kind, family, &[]);
            let stated = spec["networking"][kind.key()].as_str();
            let stated = stated.filter(|text| text.contains(':') == (family == Family::V6));
            let explicit = &spec["provider"]["infrastructureConfig"]["networks"]["ipv6"];
            match (stated, prefix) {
                (Some(stated), prefix) => {
                    seen += 1;
                    let prefix = prefix.map(|prefix| prefix.to_string());
                    assert_eq!(prefix.as_deref(), Some(stated), "{text}");
                }
                (None, Some(prefix)) if explicit["nodeCIDR"].is_string() => {
                    assert!(text.contains(&prefix.to_string()), "{text}");
                }
                (None, prefix) => {
                    let open =
                        matches!(range.origin, Origin::Assigned | Origin::Node | Origin::None);
                    assert!(
                        open,
                        "{kind:?} {family} {:?} {prefix:?}\n{text}",
                        range.origin
                    );
                }
            }
        }
    }
    let stated = ["nodes", "pods", "services"];
    let stated = stated
        .iter()
        .filter(|key| spec["networking"][**key].is_string());
    assert_eq!(seen, stated.count(), "{text}");
}

/// Gardener's documented cut of 10.250.0.0/16 for three zones.
const AWS_ZONES: &str = "networks: {vpc: {cidr: 10.250.0.0/16}, zones: [\
    {name: a, workers: 10.250.0.0/19, public: 10.250.96.0/22, internal: 10.250.112.0/22}, \
    {name: b, workers: 10.250.32.0/19, public: 10.250.100.0/22, internal: 10.250.116.0/22}, \
    {name: c, workers: 10.250.64.0/19, public: 10.250.104.0/22, internal: 10.250.120.0/22}]}";

#[test]
fn aws() {
    let case = |shoot: &str, masks, networking: &str| Case {
        shoot: format!("provider: aws, node-zones: [a, b, c], {shoot}"),
        masks,
        networking: networking.to_owned(),
        infrastructure: AWS_ZONES,
        control_plane: "",
        group: "aws",
    };
    check(&case(
        V4,
        "nodeCIDRMaskSize: 24",
        &format!("ipFamilies: [IPv4], {RANGES}"),
    ));
    // The cloud gives each node a /24 and a /80, whatever a mask says.
    check(&case(
        DUAL,
        "",
        &format!("ipFamilies: [IPv4, IPv6], {RANGES}"),
    ));
    // A cluster that was one of IPv4 has it already, and Gardener compares: left out, it would be defaulted to 24.
    check(&case(
        &format!("node-mask-v4: 22, {DUAL}"),
        "nodeCIDRMaskSize: 22",
        &format!("ipFamilies: [IPv4, IPv6], {RANGES}"),
    ));
    let v6 = "nodes: v6global+prefix, pods: v6fromNode, services: v6global";
    check(&case(v6, "nodeCIDRMaskSize: 80", "ipFamilies: [IPv6]"));
    check(&case(
        &format!("primary: ipv6, {DUAL}"),
        "",
        &format!("ipFamilies: [IPv6, IPv4], {RANGES}"),
    ));
}

/// A pool of IPv6 is for clusters that have it: blocks hand it down to the others too.
#[test]
fn an_ipam_pool_is_left_out_of_ipv4() {
    check(&Case {
        shoot: format!(
            "provider: aws, manifest-fields: {{ipv6-ipam-pool: ipam-pool-1}}, node-zones: [a, b, c], {V4}"
        ),
        masks: "nodeCIDRMaskSize: 24",
        networking: format!("ipFamilies: [IPv4], {RANGES}"),
        infrastructure: AWS_ZONES,
        control_plane: "",
        group: "aws",
    });
}

#[test]
fn load_balancers_of_both_families_in_front_of_ipv4() {
    let case = Case {
        shoot: format!("provider: aws, ingress: dual-stack, node-zones: [a, b, c], {V4}"),
        masks: "nodeCIDRMaskSize: 24",
        networking: format!("ipFamilies: [IPv4], {RANGES}"),
        infrastructure: Box::leak(
            format!("{AWS_ZONES}, dualStack: {{enabled: true}}").into_boxed_str(),
        ),
        control_plane: "",
        group: "aws",
    };
    check(&case);
}

#[test]
fn google_cloud() {
    let case = |shoot: &str, families: &str| Case {
        shoot: format!("provider: gcp, node-zones: [europe-west1-b, europe-west1-c], {shoot}"),
        masks: "nodeCIDRMaskSize: 24",
        networking: format!("ipFamilies: [{families}], {RANGES}"),
        infrastructure: "networks: {workers: 10.250.0.0/16}",
        control_plane: "zone: europe-west1-b",
        group: "gcp",
    };
    check(&case(V4, "IPv4"));
    check(&case(DUAL, "IPv4, IPv6"));
    let own = case(
        &format!(
            "{V4}, manifest-fields: {{vpc-name: shared, cloud-router: edge, internal-v4: 10.251.0.0/24}}"
        ),
        "IPv4",
    );
    check(&Case {
        infrastructure: "networks: {vpc: {name: shared, cloudRouter: {name: edge}}, workers: 10.250.0.0/16, internal: 10.251.0.0/24}",
        ..own
    });
}

#[test]
fn azure() {
    let case = |shoot: &str, infrastructure| Case {
        shoot: format!("provider: azure, {shoot}"),
        masks: "nodeCIDRMaskSize: 24",
        networking: format!("ipFamilies: [IPv4], {RANGES}"),
        infrastructure,
        control_plane: "",
        group: "azure",
    };
    check(&case(
        V4,
        "networks: {vnet: {cidr: 10.250.0.0/16}, workers: 10.250.0.0/16}, zoned: false",
    ));
    check(&case(
        &format!("node-zones: [\"1\", \"2\"], {V4}"),
        "networks: {vnet: {cidr: 10.250.0.0/16}, workers: 10.250.0.0/16}, zoned: true",
    ));
}

#[test]
fn openstack() {
    let case = |shoot: &str, fields: &str, masks, families: &str, infrastructure| Case {
        shoot: format!(
            "provider: openstack, node-zones: [z], {shoot}, manifest-fields: {{{OPENSTACK}{fields}}}"
        ),
        masks,
        networking: format!("ipFamilies: [{families}], {RANGES}"),
        infrastructure,
        control_plane: "loadBalancerProvider: amphora",
        group: "openstack",
    };
    check(&case(
        V4,
        "",
        "nodeCIDRMaskSize: 24",
        "IPv4",
        "floatingPoolName: fp, networks: {workers: 10.250.0.0/16}",
    ));
    let masks = "nodeCIDRMaskSize: 24, nodeCIDRMaskSizeIPv6: 80";
    let explicit = "node-mask-v6: 80, nodes: [v4private, \"2a00:1450:1::/64\"], pods: [v4private, \"2a00:1450:2::/64\"], services: [v4private, \"2a00:1450:3::/112\"]";
    check(&case(
        explicit,
        "",
        masks,
        "IPv4, IPv6",
        "floatingPoolName: fp, networks: {workers: 10.250.0.0/16, ipv6: {nodeCIDR: \"2a00:1450:1::/64\", podCIDR: \"2a00:1450:2::/64\", serviceCIDR: \"2a00:1450:3::/112\"}}",
    ));
    let pool = "node-mask-v6: 80, nodes: [v4private, v6global], pods: [v4private, v6global], services: [v4private, v6global]";
    check(&case(
        pool,
        ", ipv6-subnet-pool: p",
        masks,
        "IPv4, IPv6",
        "floatingPoolName: fp, networks: {workers: 10.250.0.0/16, ipv6: {subnetPoolID: p}}",
    ));
}

#[test]
fn alibaba_cloud() {
    // 100.64.0.0/10 is the cloud's own, so pods and services lie elsewhere.
    let ranges = "nodes: 10.250.0.0/16, pods: 10.0.0.0/17, services: 10.1.0.0/16";
    check(&Case {
        shoot: format!("provider: alicloud, node-zones: [z1, z2], {ranges}"),
        masks: "nodeCIDRMaskSize: 24",
        networking: format!("ipFamilies: [IPv4], {ranges}"),
        infrastructure: "networks: {vpc: {cidr: 10.250.0.0/16}, zones: [{name: z1, workers: 10.250.0.0/17}, {name: z2, workers: 10.250.128.0/17}]}",
        control_plane: "",
        group: "alicloud",
    });
}

/// Gardener's overview of IPv6: a machine's addresses come from the infrastructure's IPAM. Nobody shall think that a
/// Shoot asks for them.
#[test]
fn what_a_machine_has_of_its_own_is_nothing_that_a_shoot_says() {
    let document = document(&format!(
        "{HEAD}shoots:\n  - {{name: s, provider: ironcore-metal, node-zones: [a], \
         nodes: \"2a00:1450:7::/48+prefix/64\", pods: v6fromNode/80, services: \"fd5a:3c1e:77a0::/112\"}}\n"
    ));
    let text = write(&document, "s").expect("a shoot");
    let words: Vec<&str> = text.split_whitespace().filter(|&it| it != "#").collect();
    let wanted = "A /64 for each machine is set up where the infrastructure gives addresses: no Shoot says it.";
    assert!(words.join(" ").contains(wanted), "{text}");
}

#[test]
fn bare_metal() {
    let v6 = "nodes: \"2a00:1450:7::/48+prefix/64\", pods: v6fromNode/80, services: \"fd5a:3c1e:77a0::/112\"";
    check(&Case {
        shoot: format!("provider: ironcore-metal, node-zones: [a], {v6}"),
        masks: "",
        networking:
            "ipFamilies: [IPv6], nodes: \"2a00:1450:7::/48\", services: \"fd5a:3c1e:77a0::/112\""
                .to_owned(),
        infrastructure: "",
        control_plane: "cloudControllerManager: {podPrefixSize: 80}",
        group: "metal",
    });
    check(&Case {
        shoot: format!("provider: ironcore-metal, node-zones: [a], {V4}"),
        masks: "nodeCIDRMaskSize: 24",
        networking: format!("ipFamilies: [IPv4], {RANGES}"),
        infrastructure: "",
        control_plane: "",
        group: "metal",
    });
    check(&Case {
        shoot: format!(
            "provider: ironcore, node-zones: [a], {V4}, manifest-fields: {{network: shared}}"
        ),
        masks: "nodeCIDRMaskSize: 24",
        networking: format!("ipFamilies: [IPv4], {RANGES}"),
        infrastructure: "networkRef: {name: shared}",
        control_plane: "",
        group: "ironcore",
    });
}

#[test]
fn local() {
    let v6 =
        "nodes: \"fd00:10:1:100::/56\", pods: \"fd00:10:3::/56\", services: \"fd00:10:4::/112\"";
    check(&Case {
        shoot: format!("provider: local, {v6}"),
        masks: "nodeCIDRMaskSize: 64",
        networking: format!("ipFamilies: [IPv6], {v6}"),
        infrastructure: "",
        control_plane: "",
        group: "",
    });
    let v4 = "nodes: 10.0.0.0/20, pods: 10.3.0.0/16, services: 10.4.0.0/16";
    check(&Case {
        shoot: format!("provider: local, {v4}"),
        masks: "nodeCIDRMaskSize: 24",
        networking: format!("ipFamilies: [IPv4], {v4}"),
        infrastructure: "",
        control_plane: "",
        group: "",
    });
}

#[test]
fn what_gardener_has_nowhere_is_refused() {
    let check = |shoot: &str, expected: &str| {
        let text = format!("{HEAD}shoots:\n  - {{name: s, {shoot}}}\n");
        let error = write(&document(&text), "s")
            .expect_err("it is refused")
            .to_string();
        assert!(error.contains(expected), "{shoot}: {error}");
    };
    // Only AWS, bare metal and the local setup have clusters of IPv6 alone (documentation: IPv6 support overview).
    for provider in ["gcp", "azure", "openstack", "alicloud", "ironcore"] {
        let v6 = "nodes: v6global, pods: v6global, services: v6global";
        check(
            &format!("provider: {provider}, node-zones: [a], {v6}"),
            "of IPv6 alone on",
        );
    }
    for provider in ["azure", "alicloud", "ironcore", "local"] {
        check(
            &format!("provider: {provider}, node-zones: [a], {DUAL}"),
            "of both families on",
        );
    }
    check(
        &format!("provider: generic, {V4}"),
        "on generic, which is no provider of Gardener's",
    );
    check(
        &format!("provider: aws, node-zones: [a], overlay: true, {DUAL}"),
        "overlay",
    );
    check(&format!("provider: azure, overlay: true, {V4}"), "overlay");
    check(
        &format!("provider: openstack, node-zones: [z], {V4}"),
        "needs the name of the pool of floating addresses",
    );
}
