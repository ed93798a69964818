//! Cases of the rule.

use crate::lint::testing::{check, findings};

const CODE: &str = "overlap";

#[test]
fn the_ranges_of_one_shoot() {
    check(
        CODE,
        "shoots: [{name: a, nodes: 10.0.0.0/16, pods: 10.0.0.0/17, services: 10.0.0.0/24}]\n",
        &[
            "error: pods 10.0.0.0/17 overlap nodes 10.0.0.0/16",
            "error: services 10.0.0.0/24 overlap pods 10.0.0.0/17, and 1 more",
        ],
    );
    check(
        CODE,
        "shoots: [{name: a, nodes: \"fd5a:3c1e:77a0::/64\", pods: \"fd5a:3c1e:77a0::/80\"}]\n",
        &[
            "error: pods fd5a:3c1e:77a0::/80 overlap nodes fd5a:3c1e:77a0::/64; this check is trellis's own, for Gardener does not compare the ranges of clusters with IPv6 alone",
        ],
    );
    check(
        CODE,
        "vpcs: [{name: v, v4: 10.0.0.0/16, shoots: [{name: a, nodes: \"v4:/17\", services: 10.0.0.0/8}]}]\n",
        &["error: services 10.0.0.0/8 overlap nodes 10.0.0.0/17"],
    );
    let found =
        findings("trellis: 1\nshoots: [{name: a, nodes: 10.0.0.0/16, services: 10.0.0.0/24}]\n");
    assert_eq!(
        found[0].literal.as_deref(),
        Some("shoot service network intersects with shoot node network")
    );
}

#[test]
fn a_block_and_a_ula_of_the_same_prefix() {
    let plan = |nodes: &str| {
        format!(
            "ula: \"fd5a:3c1e:77a0::/48\"\nblocks: [{{name: b, v6: \"fd5a:3c1e:77a0::/48\", shoots: [{{name: a, nodes: {nodes}, pods: v6private/64, services: v6private/112}}]}}]\n"
        )
    };
    check(CODE, &plan("v6private/64"), &[]);
    check(
        CODE,
        &plan("\"v6:/64\""),
        &[
            "error: pods fd5a:3c1e:77a0::/64 overlap nodes fd5a:3c1e:77a0::/64; this check is trellis's own, for Gardener does not compare the ranges of clusters with IPv6 alone",
        ],
    );
}

#[test]
fn one_ula_drawn_for_two() {
    check(
        CODE,
        "vpcs: [{name: a, ula: \"fd5a:3c1e:77a0::/48\"}, {name: b, ula: \"fd5a:3c1e:77a0::/48\"}]\n",
        &["error: fd5a:3c1e:77a0::/48 overlaps fd5a:3c1e:77a0::/48 of `a`"],
    );
    check(
        CODE,
        "ula: \"fd5a:3c1e:77a0::/48\"\nvpcs: [{name: a, v6: \"fd5a:3c1e:77a0::/56\"}]\n",
        &[],
    );
}

#[test]
fn what_a_provider_lays_over_itself() {
    let plan = |provider: &str| {
        format!(
            "provider: {provider}\nshoots:\n  - name: a\n    nodes: v6global\n    pods: v6global\n    services: v6global/108\n    pinned: {{nodes: \"2600:1f18:a:b00::/56\", pods: \"2600:1f18:a:b00::/56\", services: \"2600:1f18:a:b00::10:0/108\"}}\n"
        )
    };
    check(CODE, &plan("aws"), &[]);
    assert!(
        findings(&format!("trellis: 1\n{}", plan("generic")))
            .iter()
            .any(|finding| finding.code == CODE)
    );
}

#[test]
fn global_prefixes_in_the_whole_plan() {
    check(
        CODE,
        "regions: [{name: a, v6: \"2001:db8::/32\"}, {name: b, v6: \"2001:db8:1::/48\"}]\nshoots: [{name: c, services: \"2001:db8:1::/112\"}]\n",
        &[
            "error: 2001:db8:1::/48 overlaps 2001:db8::/32 of `a`",
            "error: services 2001:db8:1::/112 overlap 2001:db8:1::/48 of `b`, and 1 more",
        ],
    );
    check(
        CODE,
        "regions: [{name: a, v6: \"2001:db8::/32\", blocks: [{name: b, v6: \"2001:db8:1::/48\", shoots: [{name: c, services: \"2001:db8:1::/112\"}]}]}]\n",
        &[],
    );
}

#[test]
fn every_member_of_a_written_run() {
    check(
        CODE,
        "blocks: [{name: a, v6: \"2001:db8::/48\", count: 3}, {name: b, v6: \"2001:db8:2::/48\"}, {name: c, v6: \"2001:db8:3::/48\"}]\n",
        &["error: 2001:db8:2::/48 overlaps 2001:db8:2::/48 of `a`"],
    );
}

#[test]
fn siblings_in_a_private_block() {
    check(
        CODE,
        "blocks: [{name: a, v4: 10.0.0.0/8, blocks: [{name: b, v4: 10.1.0.0/16}, {name: c, v4: 10.1.128.0/17}]}]\n",
        &["error: 10.1.128.0/17 overlaps `a/b`, which is in `a` 10.0.0.0/8 too"],
    );
}

#[test]
fn private_ranges_where_they_meet() {
    let plan = |provider: &str, spread: &str| {
        let shoot = |name| {
            format!(
                "{{name: {name}, nodes: 10.250.0.0/16, pods: 100.96.0.0/11, services: 100.64.0.0/13}}"
            )
        };
        match spread {
            "one" => format!(
                "provider: {provider}\nvpcs: [{{name: v, shoots: [{}, {}]}}]\n",
                shoot("a"),
                shoot("b")
            ),
            _ => format!(
                "provider: {provider}\nvpcs: [{{name: v, shoots: [{}]}}, {{name: w, shoots: [{}]}}]\n",
                shoot("a"),
                shoot("b")
            ),
        }
    };
    let nodes = "error: nodes 10.250.0.0/16 overlap nodes 10.250.0.0/16 of `v/a`";
    let pods = "error: pods 100.96.0.0/11 overlap pods 100.96.0.0/11 of `v/a`";
    check(CODE, &plan("aws", "one"), &[nodes, pods]);
    check(CODE, &plan("generic", "one"), &[nodes]);
    check(CODE, &plan("aws", "two"), &[]);
}

#[test]
fn members_that_share_what_is_written_once() {
    check(
        CODE,
        "vpcs: [{name: v, count: 9, shoots: [{name: a, count: 3, nodes: 10.250.0.0/16}]}]\n",
        &["error: nodes 10.250.0.0/16 would be the same in 3 members of `v/a` in the VPC `v`"],
    );
    check(
        CODE,
        "shoots: [{name: a, count: 2, nodes: \"2001:db8::/64\"}]\n",
        &["error: nodes 2001:db8::/64 would be the same in 2 members of `a` in the plan"],
    );
    check(
        CODE,
        "shoots: [{name: a, count: 2, nodes: v6global, pinned: {nodes: \"2001:db8::/60\"}}]\n",
        &[],
    );
}

#[test]
fn one_advice_for_default_ranges() {
    check(
        CODE,
        "provider: aws\nvpcs: [{name: v, count: 3, shoots: [{name: a, nodes: v4private, pods: v4private}]}, {name: w, shoots: [{name: b, nodes: v4private}]}]\n",
        &[
            "advice: the default nodes 10.250.0.0/16 and pods 100.96.0.0/11 are in use in 4 VPCs: fine until two of them are peered",
        ],
    );
    check(
        CODE,
        "vpcs: [{name: v, shoots: [{name: a, nodes: v4private, pods: v4private}]}]\n",
        &[],
    );
}
