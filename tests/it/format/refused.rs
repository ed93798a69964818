//! What is refused, with its words.

use trellis::format::{ExportError, Exporter};

use super::{HEAD, data, document, plan, write};

/// The one line that a refusal says.
fn check(lines: &str, path: &str, expected: &str) {
    refused(&format!("{HEAD}{lines}"), path, expected);
}

fn refused(text: &str, path: &str, expected: &str) {
    let error = write(&document(text), path).expect_err(text);
    assert_eq!(error.to_string(), expected, "{text}");
}

/// The one line that a refusal says, unless a rule has found the same before.
fn stopped(lines: &str, path: &str, expected: &str) {
    match write(&plan(lines), path).expect_err(lines) {
        ExportError::Findings { .. } => {}
        error => assert_eq!(error.to_string(), expected, "{lines}"),
    }
}

/// With the head's line that begins so written otherwise, or taken away.
fn changed(line: &str, new: &str, lines: &str) -> String {
    let old = HEAD
        .lines()
        .find(|other| other.starts_with(line))
        .expect("a line of the head");
    format!("{}{lines}", HEAD.replace(&format!("{old}\n"), new))
}

#[test]
fn what_is_not_one_shoot() {
    let lines = "vpcs: [{ name: v, count: 40, shoots: [{ name: s, count: 3 }] }]\n";
    check(lines, "v-1", "`v` is a VPC; name a shoot, such as v-1/s-1");
    check(
        lines,
        "v-1/s-1.nodes",
        "`v/s` is a range; name a shoot, such as v-1/s-1",
    );
    check(lines, "v-7", "`v` is a VPC; name a shoot, such as v-7/s-1");
    check(lines, "v/s-1", "`v` stands for 40; name one of v-1 … v-40");
    check(
        lines,
        "v-7/s",
        "`v-7/s` stands for 3; name one of v-7/s-1 … v-7/s-3",
    );
}

#[test]
fn what_no_shoot_can_be() {
    let families = |nodes: &str, pods: &str, services: &str, expected: &str| {
        let lines = format!(
            "shoots: [{{ name: s, nodes: {nodes}, pods: {pods}, services: {services} }}]\n"
        );
        let expected = format!("trellis writes no Shoot {expected}, for `s`");
        check(&lines, "s", &expected);
    };
    families(
        "custom",
        "custom",
        "custom",
        "without any range: set its ranges",
    );
    refused(
        &changed("provider", "", "shoots: [{ name: s }]\n"),
        "s",
        "trellis writes no Shoot on generic, which is no provider of Gardener's: set `provider` aws, ironcore-metal or \
         local, which have IPv6 alone, for `s`",
    );
    refused(
        &changed("provider", "provider: gcp\n", "shoots: [{ name: s }]\n"),
        "s",
        "trellis writes no Shoot of IPv6 alone on gcp, which has IPv4 alone and both families: set other ranges, or \
         `provider` aws, ironcore-metal or local, which have IPv6 alone, for `s`",
    );
}

#[test]
fn what_has_errors() {
    // The first of them is told with what would mend it.
    let expected = "`v/s` has errors (host-bits): 10.0.0.1 has bits set behind /16; the prefix there is 10.0.0.0/16 (write 10.0.0.0/16, or a longer length); `trellis check` shows them";
    check(
        "vpcs: [{ name: v, v4: 10.0.0.1/16, shoots: [{ name: s }] }]\n",
        "v/s",
        expected,
    );
    let text = "vpcs: [{ name: v, shoots: [{ name: s, color: red }] }]\n";
    let expected = "`v/s` has errors (unknown-key): a shoot has no key `color` (take it away; `note` keeps a remark); `trellis check` shows them";
    check(text, "v/s", expected);
    // Gardener refuses it in so many words, so that no waiver helps.
    let lines = "shoots: [{ name: s, pods: v6fromNode/126, allow: [{ rule: node-mask-range, reason: x }, { rule: pods-exceed-room, reason: x }] }]\n";
    let error = write(&plan(lines), "s").expect_err(lines).to_string();
    let expected = "`s` has errors (node-mask-range, pods-exceed-room): ";
    assert!(error.starts_with(expected), "{error}");
    // An error beside it is not its own.
    let lines = "vpcs: [{ name: v, shoots: [{ name: s }] }, { name: w, v4: 10.0.0.1/16 }]\n";
    assert!(write(&plan(lines), "v/s").is_ok());
}

#[test]
fn what_is_not_drawn_or_not_expressible() {
    check(
        "shoots: [{ name: s, services: v6private }]\n",
        "s",
        "nothing has been drawn for the services of `s`; draw it with `trellis pin`",
    );
    check(
        "shoots: [{ name: s, services: v6private, ula: \"fd5a:3c1e:77a0::/48\" }]\n",
        "s",
        "no manifest for Gardener on AWS can say v6private for the services of `s`; \
         instead: v6global, with an IPAM pool where the prefix must be yours",
    );
    check(
        "shoots: [{ name: s, pods: custom }]\n",
        "s",
        "no manifest for Gardener on AWS can say custom for the pods of `s`; \
         instead: v6fromNode: there is no equivalent with IPv6",
    );
}

#[test]
fn what_has_no_place() {
    stopped(
        "blocks: [{ name: b, v4: /24, vpcs: [{ name: v, v4: /16, shoots: [{ name: s }] }] }]\n",
        "b/v/s",
        "the IPv4 prefix of the VPC of `b/v/s` has no place; make room, or write the prefix",
    );
}

#[test]
fn what_is_missing() {
    let shoot = "shoots: [{ name: s }]\n";
    // What Gardener would ask for, and what the plan cannot be wrong about, is left out and told.
    let lacks = |text: &str, field: &str, expected: &str| {
        let document = document(text);
        let found = document.plan().find("s").expect("a shoot");
        let manifest = Exporter::new(&document).export(&found).expect("a manifest");
        assert_eq!(manifest.lacking, [expected]);
        assert!(
            manifest
                .text
                .contains("# To be added, as the plan does not say it: ")
        );
        assert!(
            data(&manifest.text)["spec"][field].is_null(),
            "{}",
            manifest.text
        );
    };
    let fields = |said: &str, field: &str, expected: &str| {
        let head = format!("manifest-fields: {{ {said} }}\n");
        lacks(&changed("manifest-fields", &head, shoot), field, expected);
    };
    fields(
        "credentials-binding: b",
        "region",
        "the region (manifest-fields: {region: …})",
    );
    fields(
        "region: eu-central-1",
        "credentialsBindingName",
        "the binding to credentials (manifest-fields: {credentials-binding: …})",
    );
    let unversioned = document(&changed("kubernetes", "", shoot));
    let found = unversioned.plan().find("s").expect("a shoot");
    let manifest = Exporter::new(&unversioned)
        .export(&found)
        .expect("a manifest");
    assert_eq!(
        manifest.lacking,
        ["the version of Kubernetes (kubernetes: \"1.34\")"]
    );
    refused(
        &changed("node-zones", "", shoot),
        "s",
        "the manifest of `s` needs the zones of its nodes; add `node-zones: [eu-central-1a]`",
    );
    let two = "vpcs: [{ name: v, v4: 10.1.0.0/16, shoots: [{ name: s }, { name: t }] }]\n";
    check(
        two,
        "v/s",
        "the manifest of `v/s` needs the id of its VPC, as shoots that share a VPC live in one that is there before them; \
         add `manifest-fields: {vpc-id: vpc-0123456789abcdef0}`",
    );
    check(
        &two.replace("v4:", "manifest-fields: { vpc-id: vpc-1 }, v4:"),
        "v/s",
        "the manifest of `v/s` needs an IPv4 prefix of its own for its subnets, as the VPC has more than this shoot; \
         add `manifest-fields: {subnets-v4: 10.250.0.0/18}`",
    );
}

#[test]
fn values_that_cannot_stand_there() {
    let shoot = |fields: &str, expected: &str| {
        let lines =
            format!("vpcs: [{{ name: v, v4: 10.1.0.0/16, shoots: [{{ name: s, {fields} }}] }}]\n");
        check(&lines, "v/s", expected);
    };
    let field = |fields: &str, expected: &str| {
        shoot(&format!("manifest-fields: {{ {fields} }}"), expected);
    };
    field(
        "vpc-id: 17",
        "manifest-fields.vpc-id of `v/s` is `17`; write it as vpc-0123456789abcdef0",
    );
    field(
        "region: [a, b]",
        "manifest-fields.region of `v/s` is `a, b`; write one text",
    );
    field(
        "region: EU",
        "manifest-fields.region of `v/s` is `EU`; use lower-case letters, digits, `-` and `.`",
    );
    field(
        "kubernetes-version: 1.33.1",
        "manifest-fields.kubernetes-version of `v/s` is `1.33.1`; the plan is checked for `kubernetes: \"1.34\"`; say one version",
    );
    field(
        "workers: { maximun: 3 }",
        "a key of manifest-fields.workers of `v/s` is `maximun`; write `maximum`",
    );
    field(
        "workers: { minimum: 4, maximum: 3 }",
        "manifest-fields.workers.minimum of `v/s` is `4`; the maximum is 3",
    );
    field(
        "workers: { volume: { size: 50G } }",
        "manifest-fields.workers.volume.size of `v/s` is `50G`; write it as 50Gi",
    );
    field(
        "subnets-v4: 10.2.0.0/18",
        "manifest-fields.subnets-v4 of `v/s` is `10.2.0.0/18`; the VPC has 10.1.0.0/16; take a part of that",
    );
    field(
        "name: \"{cluster}\"",
        "manifest-fields.name of `v/s` is `{cluster}`; a template has {region}, {zone}, {vpc}, {block}, {shoot}, {n} of what is around the shoot",
    );
    shoot(
        "cni: flannel",
        "cni of `v/s` is `flannel`; Gardener has calico and cilium",
    );
    shoot(
        "allocator: range",
        "allocator of `v/s` is `range`; with IPv6 on AWS it is the cloud's controller; take `allocator` away",
    );
    field(
        "project: a.b",
        "manifest-fields.project of `v/s` is `a.b`; use lower-case letters, digits and `-`",
    );
    shoot(
        "max-nodes: 2, node-zones: [a, b, c]",
        "max-nodes of `v/s` is `2`; Gardener wants room for a node in each of the 3 zones",
    );
    field(
        "workers: { maximum: 4294967296 }",
        "manifest-fields.workers.maximum of `v/s` is `4294967296`; the manifest holds up to 2,147,483,647",
    );
    check(
        "vpcs: [{ name: v, count: 2, manifest-fields: { vpc-id: vpc-1 }, shoots: [{ name: s }] }]\n",
        "v-1/s",
        "manifest-fields.vpc-id of `v-1/s` is `vpc-1`; the VPC block stands for more than one VPC; write each as a block of its own",
    );
    check(
        "vpcs: [{ name: v, manifest-fields: { vpc-id: vpc-1, subnets-v4: 10.0.0.0/16 }, shoots: [{ name: s }, { name: t }] }]\n",
        "v/s",
        "manifest-fields.subnets-v4 of `v/s` is `10.0.0.0/16`; `v/t` has a part of it too; give each its own",
    );
}

#[test]
fn what_the_checks_of_manifests_find() {
    let shoot = "vpcs: [{ name: v, v4: 10.1.0.0/16, shoots: [{ name: s }] }]\n";
    refused(
        &changed("node-zones", "node-zones: [eu.central-1a]\n", shoot),
        "v/s",
        "the manifest of `v/s` would be refused at spec.provider.infrastructureConfig.networks.zones[0].name: \
         `eu.central-1a` is no name of a zone",
    );
}

#[test]
fn names_that_gardener_refuses() {
    let name = |name: &str, why: &str| {
        let text = format!("blocks: [{{ name: b, shoots: [{{ name: \"{name}\" }}] }}]\n");
        let expected = format!(
            "the manifest of `b/{name}` would be called `{name}`, {why}; say another `name` in manifest-fields"
        );
        check(&text, &format!("b/{name}"), &expected);
    };
    name(
        "Billing",
        "which is no DNS label of lower-case letters, digits and `-`",
    );
    name("a--b", "which has two hyphens in a row");
    // acme has 4 characters: 17 are left.
    assert!(
        write(
            &plan("shoots: [{ name: abcdefghijklmnopq }]\n"),
            "abcdefghijklmnopq"
        )
        .is_ok()
    );
    name(
        "abcdefghijklmnopqr",
        "which is 22 characters with the project `acme`, and Gardener takes 21",
    );
    check(
        "vpcs: [{ name: v, shoots: [{ name: s }] }, { name: w, shoots: [{ name: s }] }]\n",
        "v/s",
        "the manifest of `v/s` would be called `s`, as one of `w/s` would be; say another `name` in manifest-fields",
    );
    check(
        "vpcs: [{ name: v, count: 12, shoots: [{ name: s }] }, { name: w, shoots: [{ name: s-7 }] }]\n",
        "w/s-7",
        "the manifest of `w/s-7` would be called `s-7`, as one of `v/s` would be; say another `name` in manifest-fields",
    );
    check(
        "vpcs: [{ name: v, count: 2, shoots: [{ name: s, manifest-fields: { name: \"{shoot}\" } }] }]\n",
        "v-1/s",
        "the manifest of `v-1/s` would be called `s`, as every other member would be: put {n} into the template; \
         say another `name` in manifest-fields",
    );
    // Another project is another name.
    let text = "vpcs: [{ name: v, shoots: [{ name: s }] }, { name: w, manifest-fields: { project: b }, shoots: [{ name: s }] }]\n";
    assert!(write(&plan(text), "v/s").is_ok());
}

#[test]
fn what_components_refuse() {
    stopped(
        "shoots: [{ name: s, overlay: true }]\n",
        "s",
        "gardener-extension-provider-aws refuses spec.networking.providerConfig.overlay.enabled of `s`: \
         overlay is on, and IPv6 needs native routing; set `overlay: false`",
    );
    stopped(
        "shoots: [{ name: s, pods: v6fromNode/124 }]\n",
        "s",
        "gardener-apiserver refuses spec.kubernetes.kubeControllerManager.nodeCIDRMaskSize of `s`: \
         it only supports 14 IP addresses; the highest maxPod setting is 110",
    );
    stopped(
        "shoots: [{ name: s, pods: v6fromNode/126 }]\n",
        "s",
        "gardener-apiserver refuses spec.kubernetes.kubeControllerManager.nodeCIDRMaskSize of `s`: \
         126 must be between 64 and 124 for IPv6 single-stack clusters",
    );
    stopped(
        "vpcs: [{ name: v, v4: 10.0.0.0/15, shoots: [{ name: s }] }]\n",
        "v/s",
        "AWS refuses networks.vpc.cidr of `v/s`: 10.0.0.0/15, and a VPC has a /16 to /28 of IPv4",
    );
    stopped(
        "vpcs: [{ name: v, v4: 10.0.0.0/25, shoots: [{ name: s }] }]\n",
        "v/s",
        "AWS refuses networks.zones of `v/s`: 10.0.0.0/25 is too small for three subnets in each zone (1); \
         none may be smaller than a /28",
    );
    stopped(
        "vpcs: [{ name: v, v6: 2001:db8::/48, manifest-fields: { ipv6-ipam-pool: p }, shoots: [{ name: s }] }]\n",
        "v/s",
        "gardener-extension-provider-aws refuses networks.vpc.ipv6IpamPool.cidrBlock of `v/s`: \
         2001:db8::/48, and a VPC has exactly a /56",
    );
}
