//! What is asked for, and what providers give.

use crate::lint::testing::check;

const CODE: &str = "provider-length";

fn vpc(fields: &str, expected: &[&str]) {
    check(
        CODE,
        &format!("provider: aws\nvpcs: [{{name: a, {fields}}}]\n"),
        expected,
    );
}

fn shoot(fields: &str, expected: &[&str]) {
    check(
        CODE,
        &format!("provider: aws\nshoots: [{{name: a, {fields}}}]\n"),
        expected,
    );
}

#[test]
fn vpcs() {
    vpc("v6: /56, v4: /16", &[]);
    vpc(
        "v6: /57",
        &["advice: a VPC of /57 is asked for, and aws gives /56"],
    );
    vpc(
        "v6: /48",
        &["error: a VPC of /48 can't be had on aws: it offers /56 alone"],
    );
    vpc("v6: /48, manifest-fields: {vpc-id: vpc-1}", &[]);
    vpc(
        "v4: /12",
        &["error: a VPC of /12 can't be had on aws: it offers /16 to /28"],
    );
    check(CODE, "vpcs: [{name: a, v6: /57, v4: /12}]\n", &[]);
}

#[test]
fn node_ranges_and_prefixes() {
    shoot("nodes: v6global/64+prefix/80", &[]);
    shoot(
        "nodes: v6global/63+prefix/96",
        &[
            "error: a node range of /63 can't be had on aws: it offers /64 alone",
            "advice: a node prefix of /96 is asked for, and aws gives /80",
        ],
    );
    shoot(
        "nodes: v6global/72+prefix/64",
        &[
            "advice: a node range of /72 is asked for, and aws gives /64",
            "error: a node prefix of /64 can't be had on aws: it offers /80 alone",
        ],
    );
    shoot("nodes: v4private", &[]);
}

#[test]
fn advice_once_and_errors_for_each_shoot() {
    check(
        CODE,
        "provider: aws\nnodes: v6global/62+prefix/96\nshoots: [{name: a}, {name: b}]\n",
        &[
            "advice: a node prefix of /96 is asked for, and aws gives /80",
            "error: a node range of /62 can't be had on aws: it offers /64 alone",
            "error: a node range of /62 can't be had on aws: it offers /64 alone",
        ],
    );
}

#[test]
fn the_subnets_of_zones() {
    let plan = |bits: u8, zones: &str| {
        format!(
            "provider: aws\nvpcs: [{{name: v, v4: 10.0.0.0/{bits}, shoots: [{{name: a, node-zones: [{zones}], nodes: \"v4:/{}\"}}]}}]\n",
            bits + 1
        )
    };
    check(CODE, &plan(16, "x, y, z"), &[]);
    check(CODE, &plan(22, "x, y, z"), &[]);
    check(
        CODE,
        &plan(24, "x, y, z"),
        &[
            "error: the zones (3) cut the VPC's /24 into /30 for public and internal subnets, and aws takes /28 at most",
        ],
    );
}

#[test]
fn the_shares_of_zones() {
    let plan = |nodes: &str, zones: &str| {
        format!(
            "provider: alicloud\nshoots: [{{name: a, node-zones: [{zones}], nodes: {nodes}}}]\n"
        )
    };
    check(CODE, &plan("10.250.0.0/16", "x"), &[]);
    check(CODE, &plan("10.250.0.0/27", "x, y, z"), &[]);
    check(
        CODE,
        &plan("10.250.0.0/28", "x, y, z"),
        &[
            "error: the zones (3) cut the node range's /28 into /30 for each, and alicloud takes /29 at most",
        ],
    );
    check(
        CODE,
        &plan("10.0.0.0/12", "x, y"),
        &[
            "error: the zones (2) cut the node range's /12 into /13 for each, and alicloud takes /16 at least",
        ],
    );
}

#[test]
fn other_clouds() {
    let found = |provider: &str, fields: &str, expected: &[&str]| {
        let plan = format!("provider: {provider}\nshoots: [{{name: a, {fields}}}]\n");
        check(CODE, &plan, expected);
    };
    found(
        "gcp",
        "nodes: [v4private, v6global+prefix/80], pods: [v4private, v6fromNode/120]",
        &[
            "error: a node prefix of /80 can't be had on gcp: it offers /96 alone",
            "advice: a node's pod range of /120 is asked for, and gcp gives /112",
        ],
    );
    found(
        "openstack",
        "nodes: [v4private, v6global/56], services: [v4private, v6global/108]",
        &[
            "error: a node range of /56 can't be had on openstack: it offers /64 alone",
            "warning: a service range of /108 is asked for, and openstack gives /112",
        ],
    );
    found(
        "openstack",
        "nodes: [v4private, v6global], services: [v4private, v6global/116]",
        &[],
    );
    found(
        "azure",
        "nodes: 10.250.0.0/30",
        &["error: a node range of /30 can't be had on azure: it offers /2 to /29"],
    );
}

#[test]
fn pods_and_services() {
    let dual = |more: &str| {
        format!("nodes: [v4private, v6global+prefix], pods: [v4private, v6fromNode], {more}")
    };
    shoot(
        &dual("node-mask-v4: 26"),
        &["advice: a node's pod range of /26 is asked for, and aws gives /24"],
    );
    shoot(
        &dual("node-mask-v4: 22"),
        &["warning: a node's pod range of /22 is asked for, and aws gives /24"],
    );
    shoot(&dual("node-mask-v4: 24"), &[]);
    shoot("nodes: v6global+prefix, pods: v6fromNode/96", &[]);
    shoot(
        "nodes: v6global, services: v6global/64",
        &["warning: a service range of /64 is asked for, and aws gives /108"],
    );
    shoot(
        "nodes: v6global, services: v6global/112",
        &["advice: a service range of /112 is asked for, and aws gives /108"],
    );
}

#[test]
fn what_is_offered_is_told_as_what_to_write() {
    let plan = "trellis: 1\nprovider: aws\nvpcs: [{name: v, v6: /48}]\n";
    let found = crate::lint::testing::findings(plan);
    let found = found.iter().find(|finding| finding.code == CODE);
    let help = found.and_then(|finding| finding.help.as_deref());
    assert_eq!(help, Some("write /56"));
}
