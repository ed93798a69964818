//! What `kubectl get shoots -A -o yaml` prints of a landscape of any size: one List, with status.

use std::fmt::Write as _;

/// A List of that many Shoots, about 1,300 bytes each, half of them in a hundred shared VPCs.
pub(crate) fn list(shoots: usize) -> String {
    let mut text = String::from("apiVersion: v1\nitems:\n");
    for shoot in 0..shoots {
        let (high, low, region) = (shoot / 250, shoot % 250, shoot % 10);
        let vpc = if shoot % 2 == 0 {
            format!("cidr: 10.{high}.{low}.0/24")
        } else {
            format!("id: vpc-{:03}", shoot % 100)
        };
        write!(
            text,
            "- apiVersion: core.gardener.cloud/v1beta1
  kind: Shoot
  metadata:
    annotations:
      gardener.cloud/created-by: someone@example.org
    name: s{shoot}
    namespace: garden-p{project}
    resourceVersion: \"{shoot}\"
    uid: 0f3c-{shoot}
  spec:
    cloudProfile:
      kind: CloudProfile
      name: aws
    credentialsBindingName: b{project}
    kubernetes:
      version: 1.34.{patch}
    networking:
      ipFamilies:
      - IPv4
      nodes: 10.{high}.{low}.0/24
      pods: 100.96.0.0/11
      providerConfig:
        overlay:
          enabled: false
      services: 100.64.0.0/13
      type: calico
    provider:
      infrastructureConfig:
        apiVersion: aws.provider.extensions.gardener.cloud/v1alpha1
        kind: InfrastructureConfig
        networks:
          vpc:
            {vpc}
          zones:
          - internal: 10.{high}.{low}.96/27
            name: r{region}a
            public: 10.{high}.{low}.64/27
            workers: 10.{high}.{low}.0/26
      type: aws
      workers:
      - machine:
          image:
            name: gardenlinux
            version: 1592.1.0
          type: m5.large
        maximum: 30
        minimum: 1
        name: a
        volume:
          size: 50Gi
          type: gp3
        zones:
        - r{region}a
    region: r{region}
  status:
    networking:
      nodes:
      - 10.{high}.{low}.0/24
      pods:
      - 100.96.0.0/11
      services:
      - 100.64.0.0/13
",
            project = shoot % 40,
            patch = shoot % 3,
        )
        .expect("a string takes all");
    }
    text.push_str("kind: List\n");
    text
}
