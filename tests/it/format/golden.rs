//! Whole manifests, written by hand.

use super::{data, document, plan, write};

/// From the facts: the planned /56 of prod-1, 10.0.0.0/18 cut as Gardener's three-zone example cuts its /16
/// (a /18 for three zones: workers /21, public and internal /24 out of the fourth /21), a /96 for pods.
const BILLING: &str = r#"
apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata: {name: billing-2, namespace: garden-acme}
spec:
  cloudProfile: {kind: CloudProfile, name: aws}
  credentialsBindingName: core-aws
  region: eu-central-1
  kubernetes:
    version: "1.34"
    kubeControllerManager: {nodeCIDRMaskSize: 96}
  networking:
    type: calico
    ipFamilies: [IPv6]
    providerConfig:
      apiVersion: calico.networking.extensions.gardener.cloud/v1alpha1
      kind: NetworkConfig
      overlay: {enabled: false}
  provider:
    type: aws
    infrastructureConfig:
      apiVersion: aws.provider.extensions.gardener.cloud/v1alpha1
      kind: InfrastructureConfig
      networks:
        vpc:
          cidr: 10.0.64.0/18
          ipv6IpamPool: {id: ipam-pool-0123456789abcdef0, cidrBlock: "2001:db8:1000:100::/56"}
        zones:
        - {name: eu-central-1a, workers: 10.0.64.0/21, public: 10.0.88.0/24, internal: 10.0.92.0/24}
        - {name: eu-central-1b, workers: 10.0.72.0/21, public: 10.0.89.0/24, internal: 10.0.93.0/24}
        - {name: eu-central-1c, workers: 10.0.80.0/21, public: 10.0.90.0/24, internal: 10.0.94.0/24}
    controlPlaneConfig:
      apiVersion: aws.provider.extensions.gardener.cloud/v1alpha1
      kind: ControlPlaneConfig
    workers:
    - name: pool-a
      machine: {type: m5.large}
      volume: {type: gp3, size: 50Gi}
      minimum: 1
      maximum: 200
      zones: [eu-central-1a, eu-central-1b, eu-central-1c]
"#;

#[test]
fn the_landscape_exports() {
    let text = include_str!("../../../assets/plans/landscape.yaml");
    let document = document(text);
    let manifest = write(&document, "eu10/live/prod-2/billing").expect("a manifest");
    assert_eq!(data(&manifest), data(BILLING), "{manifest}");
    for line in [
        "# Shoot `eu10/live/prod-2/billing` of the plan `eu landscape`, written by trellis.",
        "        # IPv6 of workers: 2001:db8:1000:100::/64",
        "        # IPv6 of workers: 2001:db8:1000:103::/64",
        "        # IPv6 of workers: 2001:db8:1000:106::/64",
        "            # The plan's /56, pinned: the VPC gets this one or none.",
        "    # Immutable: Gardener lets no cluster leave IPv6 alone.",
        "      # Immutable. The pods of a node get a /96 out of its /80; aws-ipam-controller assigns both. Always",
        "    # Gardener takes the newest supported patch that the CloudProfile offers.",
    ] {
        assert!(
            manifest.lines().any(|other| other == line),
            "{line}\n{manifest}"
        );
    }
}

/// The least that can be said: everything else has a default. The cuts are those of Gardener's example for one zone
/// with the VPC 10.250.0.0/16 (two bits for one zone and its neighbour: workers /18, the others /20).
#[test]
fn the_least_plan_exports() {
    let expected = "
apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata: {name: s, namespace: garden-dev}
spec:
  cloudProfile: {kind: CloudProfile, name: aws}
  secretBindingName: old-secret
  region: eu-west-1
  kubernetes: {version: 1.34.9, kubeControllerManager: {nodeCIDRMaskSize: 80}}
  networking:
    type: cilium
    ipFamilies: [IPv6]
    providerConfig: {apiVersion: cilium.networking.extensions.gardener.cloud/v1alpha1, kind: NetworkConfig, overlay: {enabled: false}}
  provider:
    type: aws
    infrastructureConfig:
      apiVersion: aws.provider.extensions.gardener.cloud/v1alpha1
      kind: InfrastructureConfig
      networks:
        vpc: {cidr: 10.250.0.0/16}
        zones: [{name: eu-west-1a, workers: 10.250.0.0/18, public: 10.250.64.0/20, internal: 10.250.96.0/20}]
    controlPlaneConfig: {apiVersion: aws.provider.extensions.gardener.cloud/v1alpha1, kind: ControlPlaneConfig}
    workers:
    - {name: pool-a, machine: {type: m5.large}, volume: {type: gp3, size: 50Gi}, minimum: 1, maximum: 3, zones: [eu-west-1a]}
";
    let document = document(
        "trellis: 1
shoots:
- name: s
  provider: aws
  cni: cilium
  node-zones: [eu-west-1a]
  nodes: v6global+prefix
  pods: v6fromNode
  services: v6global
  manifest-fields: { secret-binding: old-secret, region: eu-west-1, kubernetes-version: 1.34.9 }
",
    );
    let manifest = write(&document, "s").expect("a manifest");
    assert_eq!(data(&manifest), data(expected), "{manifest}");
    let assumed = "  # The plan says no `project`: `dev` is assumed.";
    assert!(manifest.lines().any(|line| line == assumed), "{manifest}");
}

/// Two clusters of a run and one more in a VPC that is there already: each cuts its own part of the IPv4.
#[test]
fn shared_vpcs_are_named_by_their_id() {
    let document = plan(
        "vpcs:
- name: shared
  v4: 10.8.0.0/16
  v6: 2001:db8:1000::/56
  manifest-fields: { vpc-id: vpc-0a1b2c3d }
  shoots:
  - { name: run, count: 2, manifest-fields: { subnets-v4: 10.8.0.0/17 } }
  - { name: one, max-pods: 50, manifest-fields: { subnets-v4: 10.8.128.0/18, workers: { name: big, machine-type: m6i.large, image: { name: gardenlinux, version: 1592.3.0 }, volume: { type: io1, size: 100Gi }, minimum: 2, maximum: 9 } } }
",
    );
    let zone = |path: &str| {
        let manifest = data(&write(&document, path).expect("a manifest"));
        let networks = &manifest["spec"]["provider"]["infrastructureConfig"]["networks"];
        let vpc = data("{id: vpc-0a1b2c3d}");
        assert_eq!(networks["vpc"], vpc, "{path}");
        networks["zones"][0].clone()
    };
    // The second half of 10.8.0.0/17 is 10.8.64.0/18; for one zone workers are a quarter of it, the others sixteenths.
    assert_eq!(
        zone("shared/run-2"),
        data(
            "{name: eu-central-1a, workers: 10.8.64.0/20, public: 10.8.80.0/22, internal: 10.8.88.0/22}"
        )
    );
    assert_eq!(
        zone("shared/one"),
        data(
            "{name: eu-central-1a, workers: 10.8.128.0/20, public: 10.8.144.0/22, internal: 10.8.152.0/22}"
        )
    );
    let one = data(&write(&document, "shared/one").expect("a manifest"));
    let spec = &one["spec"];
    assert_eq!(spec["kubernetes"]["kubelet"], data("{maxPods: 50}"));
    assert_eq!(
        spec["provider"]["workers"],
        data(
            "[{name: big, machine: {type: m6i.large, image: {name: gardenlinux, version: 1592.3.0}}, \
             volume: {type: io1, size: 100Gi}, minimum: 2, maximum: 9, zones: [eu-central-1a]}]"
        )
    );
}

/// A quarter of 10.8.0.0/17 for workers of one zone, and sixteenths behind it.
#[test]
fn subnets_may_take_a_part_of_the_vpc() {
    let document = plan(
        "vpcs: [{ name: v, v4: 10.8.0.0/16, shoots: [{ name: s, manifest-fields: { subnets-v4: 10.8.128.0/17 } }] }]\n",
    );
    let manifest = data(&write(&document, "v/s").expect("a manifest"));
    assert_eq!(
        manifest["spec"]["provider"]["infrastructureConfig"]["networks"],
        data(
            "{vpc: {cidr: 10.8.0.0/16}, zones: [{name: eu-central-1a, workers: 10.8.128.0/19, \
             public: 10.8.160.0/21, internal: 10.8.176.0/21}]}"
        )
    );
}

#[test]
fn the_pool_may_give_any_56() {
    let document = plan(
        "pod-nat: true
vpcs:
- { name: v, v4: 10.1.0.0/16, manifest-fields: { ipv6-ipam-pool: ipam-1 }, shoots: [{ name: s }] }
",
    );
    let manifest = data(&write(&document, "v/s").expect("a manifest"));
    let networks = &manifest["spec"]["provider"]["infrastructureConfig"]["networks"];
    assert_eq!(
        networks["vpc"],
        data("{cidr: 10.1.0.0/16, ipv6IpamPool: {id: ipam-1}}")
    );
    assert_eq!(
        manifest["spec"]["networking"]["providerConfig"]["ipv6"],
        data("{sourceNATEnabled: true}")
    );
}

#[test]
fn without_a_pool_the_56_is_amazons() {
    let document = plan("vpcs: [{ name: v, v6: 2001:db8:1000::/56, shoots: [{ name: s }] }]\n");
    let text = write(&document, "v/s").expect("a manifest");
    let manifest = data(&text);
    let networks = &manifest["spec"]["provider"]["infrastructureConfig"]["networks"];
    assert_eq!(networks["vpc"], data("{cidr: 10.250.0.0/16}"));
    assert!(text.contains("without `ipv6-ipam-pool`"), "{text}");
    assert!(!text.contains("IPv6 of workers"), "{text}");
}

/// Names stand in comments, where for YAML 1.1 some characters end a line: a name with one makes no manifest.
#[test]
fn a_name_cannot_end_its_comment() {
    let document = plan("blocks: [{ name: \"a\\u2028spec: x\", shoots: [{ name: s }] }]\n");
    let error = write(&document, "a\u{2028}spec: x/s").expect_err("the name is refused");
    assert!(
        matches!(&error, trellis::format::ExportError::Findings { codes, .. } if codes == "field-value"),
        "{error:?}"
    );
}

#[test]
fn names_come_from_templates() {
    let check = |template: &str, path: &str, expected: &str| {
        let document = plan(&format!(
            "vpcs:
- name: prod
  count: 3
  manifest-fields: {{ name: {template} }}
  shoots: [{{ name: web, count: 2 }}, {{ name: db }}]
  v4: /16
"
        ));
        // Shoots that share a VPC of a run cannot be written; their names can be asked for all the same.
        match write(&document, path) {
            Err(trellis::format::ExportError::Name { name, .. }) => assert_eq!(name, expected),
            Err(error) => assert!(
                !matches!(error, trellis::format::ExportError::Value { .. }),
                "{error}"
            ),
            Ok(text) => assert!(text.contains(expected)),
        }
    };
    check("\"{vpc}{n}.{shoot}\"", "prod-3/web-2", "prod3-2.web");
    check("\"{vpc}.{shoot}-{n}\"", "prod-3/db", "prod.db-3");
    check("\"{shoot}.\"", "prod-3/db", "db.");
}
