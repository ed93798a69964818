//! What fits where, and what would.

use crate::lint::testing::{check, findings};

const CODE: &str = "does-not-fit";

#[test]
fn subnets_that_the_cloud_assigns_still_count() {
    let plan = |count: u8| {
        format!(
            "provider: aws\nvpcs: [{{name: v, v6: \"2001:db8:0:100::/56\", shoots: [{{name: s, count: {count}, \
             node-zones: [a, b, c], nodes: v6global/64+prefix, pods: v6fromNode, services: v6global}}]}}]\n"
        )
    };
    check(CODE, &plan(28), &[]);
    check(
        CODE,
        &plan(29),
        &[
            "error: 261 × /64 for the nodes in it need 9 bits; `v` 2001:db8:0:100::/56 has 8: 1 bit short",
        ],
    );
}

#[test]
fn blocks() {
    let plan = |children: &str| format!("regions: [{{name: a, v6: /44, blocks: [{children}]}}]\n");
    check(
        CODE,
        &plan("{name: b, v6: /48, count: 200, reserve: 56}"),
        &["error: 200 × /48 and 56 reserved need 8 bits; `a` /44 has 4: 4 bits short"],
    );
    check(
        CODE,
        &plan("{name: b, v6: /40}"),
        &["error: a /40 is larger than `a` /44: 4 bits short"],
    );
    check(
        CODE,
        &plan("{name: b, v6: /48, count: 16}, {name: c, v6: /48}"),
        &["error: a /48 has no place: `a` /44 has no /48 left"],
    );
    check(
        CODE,
        &plan("{name: b, v6: /48, count: 13}, {name: c, v6: /48, count: 4}"),
        &["error: 4 × /48 have no place: `a` /44 has 3 × /48 left side by side"],
    );
    check(CODE, "blocks: [{name: a, v6: /48, count: 1000}]\n", &[]);
}

#[test]
fn an_order_has_its_own_reasons() {
    let plan = |children: &str| {
        format!(
            "regions: [{{name: a, v6: \"2001:db8::/44\", place: sparse, blocks: [{children}]}}]\n"
        )
    };
    check(
        CODE,
        &plan("{name: b, v6: /48}, {name: c, v6: /52}"),
        &[
            "error: a /52 has no place: `a` 2001:db8::/44 orders its children by RFC 3531, and the first is a /48",
        ],
    );
    check(
        CODE,
        &plan("{name: b, v6: \"2001:db8::/48\"}"),
        &[
            "error: 2001:db8::/48 is written, and `a` 2001:db8::/44 orders its children by RFC 3531, where only lengths have a place",
        ],
    );
}

#[test]
fn ranges_of_shoots_at_the_line_that_says_them() {
    check(
        CODE,
        "nodes: v6global/64\nvpcs: [{name: a, v6: /64, shoots: [{name: b, count: 2}, {name: c}]}]\n",
        &["error: nodes: 2 × /64 need 1 bit; `a` /64 has 0: 1 bit short"],
    );
    check(
        CODE,
        "blocks: [{name: a, v4: /24, shoots: [{name: b, pods: \"v4:/20\"}]}]\n",
        &["error: pods: a /20 is larger than `a` /24: 4 bits short"],
    );
}

#[test]
fn a_block_between_takes_no_nodes_out_of_a_flat_one() {
    let plan = |nodes: u32| {
        format!(
            "nodes: v6global+prefix/64\nzones: [{{name: z, v6: /56, flat: true, vpcs: [{{name: v, v6: /60, count: 2, shoots: [{{name: s, max-nodes: {nodes}}}]}}]}}]\n"
        )
    };
    check(CODE, &plan(100), &[]);
    check(
        CODE,
        &plan(200),
        &["error: 27 × /60 for the nodes in it need 5 bits; `z` /56 has 4: 1 bit short"],
    );
}

#[test]
fn a_flat_block_says_nothing_of_a_family_that_it_has_none_of() {
    check(
        CODE,
        "zones: [{name: z, v6: /56, flat: true, shoots: [{name: s, nodes: [v4private, v6global+prefix/64], max-nodes: 200}]}]\n",
        &[],
    );
}

#[test]
fn nodes_of_a_flat_block_add_up() {
    check(
        CODE,
        "nodes: v6global+prefix/64\nmax-nodes: 200\nzones: [{name: a, v6: /56, flat: true, shoots: [{name: b}, {name: c}]}]\n",
        &["error: 400 × /64 for the nodes in it need 9 bits; `a` /56 has 8: 1 bit short"],
    );
}

/// The /48 holds either the nodes or the services; a /47 both, and a /44 on whole digits.
#[test]
fn what_takes_all_of_it_is_named_with_what_would_be_enough() {
    let plan = |alignment: &str| {
        format!(
            "trellis: 1\nalignment: {alignment}\nregions: [{{name: r, v6: /36, vpcs: [{{name: v, v6: /48, count: 9, \
             shoots: [{{name: s, nodes: v6global/48+prefix/64, services: v6global/112}}]}}]}}]\n"
        )
    };
    for (alignment, titles) in [
        ("nibble", vec!["give `r/v` a /44", "give `r/v` a /47"]),
        ("bit", vec!["give `r/v` a /47"]),
    ] {
        let found = findings(&plan(alignment));
        let found: Vec<_> = found
            .iter()
            .filter(|finding| finding.code == CODE)
            .collect();
        assert_eq!(found.len(), 1, "{found:?}");
        let fixes = found[0].fixes.iter().map(|fix| fix.title.as_str());
        assert_eq!(fixes.collect::<Vec<_>>(), titles);
        let help = found[0].help.clone().unwrap_or_default();
        let expected = format!(
            "the nodes of `r/v/s` take all of that /48: make that range smaller, or {}",
            titles[0]
        );
        assert_eq!(help, expected);
    }
}

#[test]
fn offers_a_larger_block_around() {
    let plan =
        "trellis: 1\nregions: [{name: a, v6: /44, blocks: [{name: b, v6: /48, count: 17}]}]\n";
    let found = findings(plan);
    assert_eq!(found[0].fixes[0].title, "give `a` a /43");
}
