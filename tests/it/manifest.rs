//! Manifests as a whole: the registry of checks, places, and texts that are no manifests.

use std::collections::BTreeSet;
use std::path::Path;

use trellis::diag::Severity;
use trellis::document::LIMITS;
use trellis::lint::rules::rule;
use trellis::manifest::{CHECKS, EXAMPLES, Finding, Landscape, Manifests, check_all, is_manifest};
use trellis::yaml::Tree;

/// A Shoot with much of what is read, and nothing wrong.
const SOUND: &str = r#"apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata:
  name: &name billing
  namespace: garden-dev
spec:
  cloudProfile: {name: aws}
  region: eu-central-1
  kubernetes:
    version: "1.34.2"
    kubeControllerManager: {nodeCIDRMaskSize: 24}
    kubeProxy: {mode: IPTables}
    kubelet: {maxPods: 110}
  networking:
    type: calico
    ipFamilies: [IPv4, IPv6]
    nodes: 10.250.0.0/16
    pods: 100.96.0.0/11
    services: 100.64.0.0/13
    providerConfig:
      apiVersion: calico.networking.extensions.gardener.cloud/v1alpha1
      kind: NetworkConfig
      overlay: {enabled: false}
      ipam: {type: host-local}
  provider:
    type: aws
    infrastructureConfig:
      apiVersion: aws.provider.extensions.gardener.cloud/v1alpha1
      kind: InfrastructureConfig
      networks:
        vpc: {cidr: 10.250.0.0/16}
        zones:
          - {name: eu-central-1a, workers: 10.250.0.0/19, public: 10.250.96.0/22, internal: 10.250.112.0/22}
    workers:
      - name: *name
        minimum: 1
        maximum: 3
        zones: [eu-central-1a]
        volume: {type: gp3, size: 50Gi}
status:
  networking:
    nodes: [10.250.0.0/16, "2001:db8:0:100::/56"]
"#;

fn read(text: &str) -> Manifests {
    let (tree, faults) = Tree::read(text, LIMITS);
    Manifests::new(text.to_owned(), tree, &faults)
}

fn findings(text: &str) -> Vec<Finding> {
    check_all(&read(text), None, &Landscape::default())
}

/// What is found once a piece of the sound manifest is replaced: codes and fields.
#[track_caller]
fn check(from: &str, to: &str, expected: &[(&str, &str)]) {
    assert!(SOUND.contains(from), "{from}");
    let text = SOUND.replacen(from, to, 1);
    let found = findings(&text);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|finding| (finding.code, finding.field.as_str()))
        .collect();
    assert_eq!(found, expected, "{from} → {to}");
}

#[test]
fn a_sound_manifest_has_no_findings() {
    assert_eq!(findings(SOUND), []);
}

#[test]
fn values_keep_their_places() {
    let manifests = read(SOUND);
    let shoot = &manifests.shoots[0];
    assert_eq!(shoot.path(), "garden-dev/billing");
    let networking = &shoot.networking.as_ref().expect("networking").value;
    let pods = networking.pods.as_ref().expect("pods");
    assert_eq!(&SOUND[pods.span.range()], "100.96.0.0/11");
    let worker = &shoot.workers[0];
    assert_eq!(worker.maximum.as_ref().expect("a maximum").value, 3);
    assert_eq!(worker.name.as_ref().expect("a name").value, "billing");
    let status = shoot.status.as_ref().expect("a status");
    assert_eq!(status.nodes[1].value, "2001:db8:0:100::/56");
}

#[test]
fn slips_in_the_configuration_of_the_network_plugin() {
    let place = |key: &str| format!("spec.networking.providerConfig.{key}");
    let check = |from: &str, to: &str, key: &str| {
        check(from, to, &[("unknown-key", place(key).as_str())]);
    };
    check("ipam: {type", "ipma: {type", "ipma");
    check(
        "      ipam:",
        "      snatToUpstreamDns: {enabled: true}\n      ipam:",
        "snatToUpstreamDns",
    );
    let cilium = SOUND
        .replace("type: calico\n", "type: cilium\n")
        .replace("calico.networking", "cilium.networking")
        .replace("ipam: {type: host-local}", "hubbel: {enabled: true}");
    let found = findings(&cilium);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].field, place("hubbel"));
    // A newer extension may know more.
    let newer = SOUND.replace("ipam: {type", "somethingElse: {type");
    assert_eq!(findings(&newer), []);
}

#[test]
fn what_the_components_do_not_compare() {
    let pods = "spec.networking.pods";
    check(
        "aws\n    infra",
        "hcloud\n    infra",
        &[("provider-unknown", "spec.provider.type")],
    );
    check(
        "pods: 100.96.0.0/11",
        "pods: 100.96.0.0/23",
        &[("nodes-exceed-room", "spec.provider.workers")],
    );
    check("[IPv4, IPv6]", "[IPv4]", &[]);
    let only_v4 = SOUND
        .replace("[IPv4, IPv6]", "[IPv4]")
        .replace("100.96.0.0/11", "100.96.0.0/25");
    let codes: Vec<_> = findings(&only_v4)
        .iter()
        .map(|finding| (finding.code, finding.field.clone()))
        .collect();
    assert!(
        codes.contains(&("nodeipam-mask-outside", pods.to_owned())),
        "{codes:?}"
    );
    let one = SOUND
        .replace("[IPv4, IPv6]", "[IPv4]")
        .replace("100.96.0.0/11", "100.96.0.0/24");
    let one = findings(&one);
    assert!(
        one.iter()
            .any(|finding| finding.code == "node-pool-of-one" && finding.refused_by.is_none())
    );
    check(
        "services: 100.64.0.0/13",
        "services: 100.64.0.0/29",
        &[("service-range-too-small", "spec.networking.services")],
    );
}

#[test]
fn values_that_cannot_be_decoded() {
    check(
        "\"1.34.2\"",
        "1.30",
        &[("field-value", "spec.kubernetes.version")],
    );
    check(
        "maximum: 3",
        "maximum: \"3\"",
        &[("field-value", "spec.provider.workers[0].maximum")],
    );
    check(
        "[IPv4, IPv6]",
        "IPv4",
        &[("field-value", "spec.networking.ipFamilies")],
    );
    check(
        "    type: calico\n",
        "    type: calico\n    podz: 10.0.0.0/8\n",
        &[("unknown-key", "spec.networking.podz")],
    );
    check(
        "vpc: {cidr",
        "vpc: {cdir: x, cidr",
        &[(
            "unknown-key",
            "spec.provider.infrastructureConfig.networks.vpc.cdir",
        )],
    );
    check(
        "kind: InfrastructureConfig",
        "kind: Config",
        &[("config-kind", "spec.provider.infrastructureConfig.kind")],
    );
    check("      kind: NetworkConfig\n", "", &[]);
    check(
        "kind: NetworkConfig",
        "kind: NetConfig",
        &[("config-kind", "spec.networking.providerConfig.kind")],
    );
    check(
        "calico.networking.extensions",
        "cilium.networking.extensions",
        &[("config-kind", "spec.networking.providerConfig.apiVersion")],
    );
}

#[test]
fn a_kept_range_can_be_in_a_subnet_outside_the_vpc_that_aws_refuses() {
    check(
        "public: 10.250.96.0/22",
        "public: 10.251.96.0/22",
        &[(
            "provider-containment",
            "spec.provider.infrastructureConfig.networks.zones[0].public",
        )],
    );
}

#[test]
fn what_kubectl_fills_in_may_be_left_out_of_a_new_version() {
    let live = SOUND.replace(
        "  namespace: garden-dev\n",
        "  namespace: garden-dev\n  uid: 0-1\n",
    );
    let short = SOUND.replace("    services: 100.64.0.0/13\n", "");
    let gone = |old: &str, new: &str| {
        let found = check_all(&read(new), Some(&read(old)), &Landscape::default());
        found.iter().any(|finding| finding.code == "immutable")
    };
    assert!(!gone(&live, &short), "git leaves out what the cluster has");
    assert!(gone(SOUND, &short), "git has taken it away");
    assert!(!gone(SOUND, SOUND));
}

#[test]
fn every_piece_of_a_manifest_is_read_without_panic_and_points_into_the_text() {
    for end in 0..=SOUND.len() {
        for text in [&SOUND[..end], &SOUND[end..]] {
            let (tree, faults) = Tree::read(text, LIMITS);
            if !is_manifest(text, &tree) {
                continue;
            }
            let manifests = Manifests::new(text.to_owned(), tree, &faults);
            let found = check_all(&manifests, Some(&read(SOUND)), &Landscape::default());
            for finding in found {
                let labels = finding.labels.iter().map(|(span, _)| *span);
                for span in finding.span.into_iter().chain(labels) {
                    assert!(text.get(span.range()).is_some(), "{finding:?} in {text}");
                }
            }
        }
    }
}

#[test]
fn the_order_of_keys_changes_nothing() {
    let pods = "    pods: 100.96.0.0/11\n";
    let services = "    services: 100.64.0.0/13\n";
    let bad = SOUND
        .replace("100.64.0.0/13", "100.96.0.0/13")
        .replace("10.250.0.0/16\n", "10.250.0.1/16\n");
    let services = services.replace("100.64", "100.96");
    let turned = bad.replace(&format!("{pods}{services}"), &format!("{services}{pods}"));
    assert_ne!(bad, turned);
    let said = |text: &str| -> BTreeSet<(String, String)> {
        let found = findings(text);
        found
            .into_iter()
            .map(|finding| (finding.field, finding.message))
            .collect()
    };
    assert_eq!(said(&bad), said(&turned));
    assert!(!said(&bad).is_empty());
}

#[test]
fn checks_say_what_they_cover_and_where_it_is_written() {
    for check in CHECKS {
        let kebab = check
            .code
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        assert!(kebab, "{}", check.code);
        assert!(
            !check.covers.is_empty(),
            "{}: {}",
            check.code,
            check.summary
        );
        let cited = check
            .sources
            .iter()
            .all(|source| source.url.starts_with("https://"));
        assert!(cited && !check.sources.is_empty(), "{}", check.code);
    }
}

#[test]
fn the_folder_is_the_registry() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/manifest");
    let registry = std::fs::read_to_string(root.join("checks.rs")).expect("the registry");
    for entry in std::fs::read_dir(root.join("checks")).expect("the folder of checks") {
        let path = entry.expect("an entry").path();
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .expect("a name")
            .to_owned();
        let source = std::fs::read_to_string(&path).expect("a file");
        for name in source.split("pub(super) static ").skip(1) {
            let name = name.split(':').next().expect("a name");
            let listed = format!("&{stem}::{name},");
            assert!(registry.contains(&listed), "{listed} is not listed");
        }
    }
}

/// What is found in the text of an example, whose own objects are all that is known.
fn found(text: &str, before: Option<&str>) -> Vec<Finding> {
    let manifests = Manifests::read(text);
    assert_eq!(manifests.shoots.len(), 1, "{text}");
    let before = before.map(Manifests::read);
    check_all(&manifests, before.as_ref(), &manifests.landscape)
}

#[test]
fn codes_of_manifests_alone_have_an_example_that_shows_them() {
    let own: BTreeSet<&str> = CHECKS
        .iter()
        .map(|check| check.code)
        .filter(|code| rule(code).is_none())
        .collect();
    let shown: BTreeSet<&str> = EXAMPLES.iter().map(|example| example.code).collect();
    assert_eq!(shown, own);
    for example in EXAMPLES {
        let code = example.code;
        let bad = found(example.bad, example.before);
        assert!(!bad.is_empty(), "{code} is not found");
        for finding in &bad {
            assert_eq!(finding.code, code, "{finding:#?}");
        }
        let good = found(example.good, example.before);
        assert!(
            good.iter()
                .all(|finding| finding.severity == Severity::Advice),
            "{code}: {good:#?}"
        );
    }
}
