//! An export into a manifest that is there: only the plan's network fields differ, and what Gardener refuses is refused.

use trellis::document::{Document, LIMITS};
use trellis::format::{IntoError, into};
use trellis::import;
use trellis::manifest::Manifests;
use trellis::plan::{Date, Edit, Field, Value};
use trellis::yaml::Tree;

const MANIFEST: &str = "# ours
apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata:
  name: six
  namespace: garden-dev
  annotations: {team: 'x'}
spec:
  cloudProfile:
    name: aws
  region: eu-central-1
  credentialsBindingName: core-aws
  provider:
    type: aws
    infrastructureConfig:
      apiVersion: aws.provider.extensions.gardener.cloud/v1alpha1
      kind: InfrastructureConfig
      networks:
        vpc:
          cidr: 10.250.0.0/16
        zones:
        - name: eu-central-1a
          workers: 10.250.0.0/20   # small
          public: 10.250.96.0/22
          internal: 10.250.112.0/22
    workers:
    - name: a
      minimum: 1
      maximum: 3
      machine: {type: m5.large, image: {name: gardenlinux, version: 1.2.3}}
      volume: {size: 50Gi, type: gp3}
      zones: [eu-central-1a]
  networking:
    ipFamilies: [ IPv6 ]
    type: calico
    providerConfig:
      overlay: {enabled: false}
  kubernetes:
    version: 1.33.3
    kubeControllerManager: {nodeCIDRMaskSize: 80}
";

fn manifests(text: &str) -> Manifests {
    let (tree, faults) = Tree::read(text, LIMITS);
    Manifests::new(text.to_owned(), tree, &faults)
}

/// The plan of a manifest with some fields of its only shoot set.
fn planned(text: &str, fields: &[(Field, &str)]) -> Document {
    let today = Date::parse("2026-11-22").expect("a day");
    let mut document = Document::new("trellis: 1\n".to_owned(), today);
    let shoots = import::shoots(&manifests(text)).0;
    for edit in import::edits(document.plan(), import::plan(shoots)) {
        document.apply(edit).expect("an empty plan takes all");
    }
    let node = document.plan().walk().last().expect("the shoot");
    for (field, value) in fields {
        let value = document.plan().value_from_line(node, *field, value);
        document
            .apply(Edit::set(node, *field, Some(value)))
            .expect("an edit");
    }
    document
}

fn patched(document: &Document, path: &str, text: &str) -> Result<String, IntoError> {
    let found = document.plan().find(path).expect(path);
    into(document, &found, text).map(|patched| patched.text)
}

const PATH: &str = "eu-central-1/six/six";

fn check(fields: &[(Field, &str)], changed: &[(&str, &str)]) {
    let expected = changed
        .iter()
        .fold(MANIFEST.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        });
    let text =
        patched(&planned(MANIFEST, fields), PATH, MANIFEST).map_err(|error| error.to_string());
    assert_eq!(text, Ok(expected), "{fields:?}");
}

#[test]
fn what_was_imported_changes_nothing() {
    check(&[], &[]);
    let without = MANIFEST
        .replace("    kubeControllerManager: {nodeCIDRMaskSize: 80}\n", "")
        .replace("    providerConfig:\n      overlay: {enabled: false}\n", "");
    assert_eq!(
        patched(&planned(&without, &[]), PATH, &without).ok(),
        Some(without)
    );
    let crlf = MANIFEST.replace('\n', "\r\n");
    assert_eq!(patched(&planned(&crlf, &[]), PATH, &crlf).ok(), Some(crlf));
}

#[test]
fn only_the_fields_of_the_plan_differ() {
    check(
        &[(Field::MaxPods, "60")],
        &[(
            "nodeCIDRMaskSize: 80}\n",
            "nodeCIDRMaskSize: 80}\n    kubelet:\n      maxPods: 60\n",
        )],
    );
    check(
        &[(Field::NodeZones, "eu-central-1a, eu-central-1b")],
        &[(
            "internal: 10.250.112.0/22\n",
            "internal: 10.250.112.0/22\n        - name: eu-central-1b\n          workers: 10.250.32.0/19\n          public: 10.250.68.0/22\n          internal: 10.250.84.0/22\n",
        )],
    );
    // Machines and their number are no network.
    check(&[(Field::MaxNodes, "900"), (Field::Note, "more")], &[]);
}

#[test]
fn what_the_plan_does_not_say_comes_from_the_manifest() {
    let today = Date::parse("2026-11-22").expect("a day");
    let text = "trellis: 1\nprovider: aws\nvpcs:\n  - name: v\n    v4: 10.250.0.0/16\n    shoots:\n      - {name: six, nodes: v6global+prefix, pods: v6fromNode, services: v6global}\n";
    let document = Document::new(text.to_owned(), today);
    assert_eq!(
        patched(&document, "v/six", MANIFEST).map_err(|error| error.to_string()),
        Ok(MANIFEST.to_owned())
    );
}

#[test]
fn the_range_of_a_network_stays_where_the_plan_says_none() {
    let today = Date::parse("2026-11-22").expect("a day");
    let text = "trellis: 1\nprovider: aws\nvpcs:\n  - name: v\n    shoots:\n      - {name: six, nodes: v6global+prefix, pods: v6fromNode, services: v6global, max-pods: 60}\n";
    let manifest = MANIFEST.replace("10.250.", "10.17.");
    let document = Document::new(text.to_owned(), today);
    let expected = format!("{manifest}    kubelet:\n      maxPods: 60\n");
    assert_eq!(
        patched(&document, "v/six", &manifest).map_err(|error| error.to_string()),
        Ok(expected)
    );
}

#[test]
fn what_gardener_keeps_for_life_is_refused() {
    let refused = |fields: &[(Field, &str)], field: &str, help: &str| {
        let document = planned(MANIFEST, fields);
        match patched(&document, PATH, MANIFEST) {
            Err(IntoError::Refused { findings, .. }) => {
                let finding = findings.iter().find(|finding| finding.field == field);
                let finding = finding.unwrap_or_else(|| panic!("{findings:?}"));
                assert!(
                    finding.help.as_deref().unwrap_or("").contains(help),
                    "{finding:?}"
                );
            }
            other => panic!("{other:?}"),
        }
    };
    refused(
        &[(Field::Pods, "v6fromNode/96")],
        "spec.kubernetes.kubeControllerManager.nodeCIDRMaskSize",
        "write 80; another mask means a new cluster",
    );
    refused(
        &[(Field::Cni, "cilium")],
        "spec.networking.type",
        "another network plugin means a new cluster",
    );
    let mut document = planned(MANIFEST, &[]);
    let vpc = document
        .plan()
        .find("eu-central-1/six")
        .expect("the VPC")
        .node;
    document
        .apply(Edit::set(
            vpc,
            Field::V4,
            Some(Value::text("10.251.0.0/16")),
        ))
        .expect("an edit");
    let error = patched(&document, PATH, MANIFEST).expect_err("another VPC");
    let IntoError::Refused { findings, .. } = error else {
        panic!("{error:?}")
    };
    assert!(
        findings
            .iter()
            .any(|finding| finding.field.ends_with("networks.vpc.cidr")),
        "{findings:?}"
    );
}

#[test]
fn the_shoot_is_found_by_its_name() {
    let document = planned(MANIFEST, &[(Field::MaxPods, "60")]);
    let other = MANIFEST.replace("name: six", "name: seven");
    let both = format!("{other}---\n{MANIFEST}");
    let text = patched(&document, PATH, &both).expect("a patch");
    assert!(
        text.starts_with(&format!("{other}---\n")) && text.ends_with("maxPods: 60\n"),
        "{text}"
    );
    for (text, words) in [
        (
            other.as_str(),
            "there is no Shoot garden-dev/six in it, but garden-dev/seven",
        ),
        ("a: b\n", "it holds no Shoot manifest"),
        (
            &MANIFEST.replace("garden-dev", "garden-live"),
            "there is no Shoot garden-dev/six in it, but garden-live/six",
        ),
        (&format!("{MANIFEST}---\n{MANIFEST}"), "is there twice"),
    ] {
        let error = patched(&document, PATH, text).expect_err(words).to_string();
        assert!(error.contains(words), "{error}");
    }
}

/// Where no whole manifest can be written, ranges, families and masks are compared all the same.
#[test]
fn a_provider_without_an_exporter_keeps_its_manifest() {
    let manifest = |networking: &str, kubernetes: &str| {
        format!(
            "apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nmetadata: {{name: a}}\nspec:\n  networking: {{type: calico, {networking}}} # ours\n\
             \x20 kubernetes: {{version: 1.34.2{kubernetes}}}\n  provider: {{type: hcloud, workers: [{{name: a, minimum: 1, maximum: 2}}]}}\n"
        )
    };
    let v4 = "nodes: 10.0.0.0/16, pods: 100.96.0.0/11, services: 100.64.0.0/13";
    for (networking, kubernetes) in [
        (v4.to_owned(), ""),
        (format!("{v4}, ipFamilies: [IPv4, IPv6]"), ", kubeControllerManager: {nodeCIDRMaskSize: 24, nodeCIDRMaskSizeIPv6: 80}"),
        (format!("{v4}, ipFamilies: [IPv6, IPv4]"), ", kubelet: {maxPods: 60}"),
        ("nodes: \"2a05::/64\", pods: \"2a05:0:1::/64\", services: \"2a05:0:2::/112\", ipFamilies: [IPv6]".to_owned(), ", kubeControllerManager: {nodeCIDRMaskSize: 80}"),
        ("nodes: 10.0.0.0/16".to_owned(), ""),
    ] {
        let text = manifest(&networking, kubernetes);
        let same = patched(&planned(&text, &[]), "a", &text).map_err(|error| error.to_string());
        assert_eq!(same, Ok(text));
    }
    let text = manifest(v4, "");
    let nodes = patched(
        &planned(&text, &[(Field::Nodes, "10.0.0.0/15")]),
        "a",
        &text,
    )
    .map_err(|error| error.to_string());
    assert_eq!(nodes, Ok(text.replace("10.0.0.0/16", "10.0.0.0/15")));
    let dual = planned(
        &text,
        &[
            (Field::Nodes, "10.0.0.0/16, v6global"),
            (Field::Overlay, "false"),
        ],
    );
    let found = dual.plan().find("a").expect("the shoot");
    let refused = into(&dual, &found, &text).map(|patched| patched.text);
    let both = refused.expect("IPv4 alone can become both");
    assert!(
        both.contains("ipFamilies: [IPv4, IPv6]")
            && both.contains("kind: NetworkConfig, overlay: { enabled: false }"),
        "{both}"
    );
}
