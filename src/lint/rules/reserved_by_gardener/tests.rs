//! Cases of the rule.

use crate::lint::testing::{check, check_fixes, check_literal, check_shoot};

const CODE: &str = "reserved-by-gardener";

#[track_caller]
fn check_aws(fields: &str, expected: &[&str]) {
    check_shoot(CODE, &format!("provider: aws, {fields}"), expected);
}

#[test]
fn what_the_vpn_maps_into() {
    for (fields, message) in [
        (
            "pods: 240.100.0.0/16",
            "pods 240.100.0.0/16 touch 240.0.0.0/8, Gardener's reserved kube-apiserver mapping range",
        ),
        (
            "nodes: 241.0.0.0/16",
            "nodes 241.0.0.0/16 touch 241.0.0.0/8, Gardener's reserved seed pod network mapping range",
        ),
        (
            "nodes: 242.0.0.0/16",
            "nodes 242.0.0.0/16 touch 242.0.0.0/8, Gardener's reserved shoot node network mapping range",
        ),
        (
            "nodes: 243.0.0.0/16",
            "nodes 243.0.0.0/16 touch 243.0.0.0/8, Gardener's reserved shoot service network mapping range",
        ),
        (
            "pods: 244.242.128.0/17",
            "pods 244.242.128.0/17 touch 244.0.0.0/8, Gardener's reserved shoot pod network mapping range",
        ),
        (
            "pods: 128.0.0.0/1",
            "pods 128.0.0.0/1 touch 240.0.0.0/8, Gardener's reserved kube-apiserver mapping range",
        ),
        (
            "pods: \"fd8f:6d53:b97a:1::/120\"",
            "pods fd8f:6d53:b97a:1::/120 touch fd8f:6d53:b97a:1::/96, Gardener's default vpn network",
        ),
    ] {
        check_aws(fields, &[&format!("error: {message}")]);
    }
    check_aws("nodes: 10.250.0.0/16, pods: 245.0.0.0/16", &[]);
    check_aws("nodes: \"fd8f:6d53:b97a:2::/64\"", &[]);
    check_shoot(CODE, "nodes: 240.0.0.0/16", &[]);
}

#[test]
fn in_the_words_of_admission() {
    for (fields, words) in [
        (
            "provider: aws, pods: 240.100.0.0/16",
            "pod network intersects with reserved kube-apiserver mapping range (240.0.0.0/8)",
        ),
        (
            "provider: aws, services: 244.0.0.0/16",
            "service network intersects with reserved shoot pod network mapping range (244.0.0.0/8)",
        ),
        (
            "provider: aws, nodes: \"fd8f:6d53:b97a:1::/120\"",
            "node network intersects with default vpn network (fd8f:6d53:b97a:1::/96)",
        ),
    ] {
        check_literal(CODE, fields, Some(words));
    }
}

#[test]
fn by_version_of_gardener() {
    let at = |version: &str, fields: &str, expected: &[&str]| {
        check_aws(
            &format!("gardener-version: \"{version}\", {fields}"),
            expected,
        );
    };
    let old = "nodes: 192.168.123.0/25";
    let message =
        "error: nodes 192.168.123.0/25 touch 192.168.123.0/24, Gardener's default vpn network";
    at("1.115", old, &[message]);
    at("1.116", old, &[]);
    check_aws(old, &[]);
    at("1.110.3", "nodes: 240.0.0.0/16", &[]);
    at("1.116", "nodes: 242.0.0.0/16", &[]);
    at("1.84", "pods: \"fd8f:6d53:b97a:1:0:0:1:0/112\"", &[]);
    at(
        "1.84",
        "pods: \"fd8f:6d53:b97a:1::/112\"",
        &[
            "error: pods fd8f:6d53:b97a:1::/112 touch fd8f:6d53:b97a:1::/120, Gardener's default vpn network",
        ],
    );
}

#[test]
fn blocks_that_lie_in_it() {
    let plan = |provider: &str, prefix: &str| {
        format!(
            "provider: {provider}\nregions: [{{name: a, v4: {prefix}, vpcs: [{{name: b, v4: {prefix}}}]}}]\n"
        )
    };
    check(
        CODE,
        &plan("aws", "240.0.0.0/16"),
        &[
            "error: 240.0.0.0/16 lies in Gardener's reserved kube-apiserver mapping range (240.0.0.0/8): it refuses every range there",
        ],
    );
    check(CODE, &plan("aws", "240.0.0.0/4"), &[]);
    check(CODE, &plan("generic", "240.0.0.0/16"), &[]);
}

#[test]
fn what_a_provider_has_taken() {
    // The NAT64 of AWS: a plan may say that it is there, and may not number anything with it.
    let plan = |fields: &str| {
        format!("provider: aws\nblocks: [{{name: a, v6: \"64:ff9b::/96\"{fields}}}]\n")
    };
    check(CODE, &plan(", role: nat64"), &[]);
    check(CODE, &plan(""), &[]);
    check(
        "special-range",
        &plan(""),
        &[
            "warning: 64:ff9b::/96 is set aside for NAT64 as its well-known prefix (RFC 6052, section 2.1)",
        ],
    );
}

#[test]
fn mends() {
    check_fixes(
        CODE,
        "provider: aws, nodes: 242.0.0.0/16",
        &["nodes = v4private"],
    );
}
