//! What is understood and reported.

use super::{Nodes, Pods, Services, check, check_list};

#[test]
fn wrong_case() {
    check(Nodes, "V6Global", "v6global; spec-alias@0-8 => v6global");
    check(
        Nodes,
        "V6Global/64",
        "v6global/64; spec-alias@0-8 => v6global/64",
    );
    check(Nodes, "V4PRIVATE", "v4private; spec-alias@0-9 => v4private");
    check(
        Nodes,
        "v6Private/48",
        "v6private/48; spec-alias@0-9 => v6private/48",
    );
    check(
        Pods,
        "v6fromnode/96",
        "v6fromNode/96; spec-alias@0-10 => v6fromNode/96",
    );
    check(
        Pods,
        "v4FromNode",
        "v4fromNode; spec-alias@0-10 => v4fromNode",
    );
    check(Pods, "Custom", "custom; spec-alias@0-6 => custom");
    check(Pods, "noV4", "nov4; spec-alias@0-4 => nov4");
    check(Pods, "NOV6", "nov6; spec-alias@0-4 => nov6");
    check(
        Nodes,
        "v6global+Prefix/80",
        "v6global+prefix/80; spec-alias@8-15 => v6global+prefix/80",
    );
}

#[test]
fn other_names() {
    check(
        Services,
        "globalIPv6/64",
        "v6global/64; spec-alias@0-10 => v6global/64",
    );
    check(
        Services,
        "ipv6global",
        "v6global; spec-alias@0-10 => v6global",
    );
    check(
        Services,
        "v6-global",
        "v6global; spec-alias@0-9 => v6global",
    );
    check(
        Services,
        "privateIPv4",
        "v4private; spec-alias@0-11 => v4private",
    );
    check(
        Services,
        "privateIPv6/112",
        "v6private/112; spec-alias@0-11 => v6private/112",
    );
    check(
        Services,
        "ula/112",
        "v6private/112; spec-alias@0-3 => v6private/112",
    );
    check(Services, "noIPv4", "nov4; spec-alias@0-6 => nov4");
    check(Services, "noipv6", "nov6; spec-alias@0-6 => nov6");
    check(
        Nodes,
        "v6global+nodeCidr",
        "v6global+prefix; spec-alias@8-17 => v6global+prefix",
    );
    check(
        Nodes,
        "v6global+nodeCIDR/80",
        "v6global+prefix/80; spec-alias@8-17 => v6global+prefix/80",
    );
    check(
        Nodes,
        "v4private, globalIPv6/64+nodeCidr/80",
        "v4private, v6global/64+prefix/80; \
         spec-alias@11-21 => v4private, v6global/64+nodeCidr/80; \
         spec-alias@24-33 => v4private, globalIPv6/64+prefix/80",
    );
    check_list(
        Services,
        &["v4private", "globalIPv6/64"],
        "v4private, v6global/64; spec-alias@1:0-10 => v6global/64",
    );
}

#[test]
fn near_misses() {
    check(Nodes, "v6globl", "v6global; spec-alias@0-7 ~> v6global");
    check(
        Nodes,
        "v6globbal/64",
        "v6global/64; spec-alias@0-9 ~> v6global/64",
    );
    check(Nodes, "v6glboal", "v6global; spec-alias@0-8 ~> v6global");
    check(Nodes, "v4privat", "v4private; spec-alias@0-8 ~> v4private");
    check(Pods, "costum", "custom; spec-alias@0-6 ~> custom");
    check(
        Nodes,
        "v6global+prefx/80",
        "v6global+prefix/80; spec-alias@8-14 ~> v6global+prefix/80",
    );
}

#[test]
fn a_misspelling_never_changes_the_family() {
    check(Nodes, "v4global", "; spec-syntax@0-8");
    check(Nodes, "globalIPv4/16", "; spec-syntax@0-10");
    check(Nodes, "vprivate", "; spec-syntax@0-8");
    check(Nodes, "nov", "; spec-syntax@0-3");
    check(Nodes, "v4globl", "; spec-syntax@0-7");
}

#[test]
fn the_misprint_of_the_proposal() {
    let both = "v4fromNode, v6fromNode";
    check(
        Pods,
        "v6fromNode/v6fromNode",
        &format!("{both}; spec-alias@0-21 => {both}"),
    );
    check(
        Pods,
        "v4fromNode/v6fromNode",
        &format!("{both}; spec-alias@0-21 => {both}"),
    );
    check_list(
        Pods,
        &["v6fromNode/v6fromNode"],
        &format!("{both}; spec-alias@0-21 => {both}"),
    );
    check(
        Pods,
        "nov4/nov6",
        "nov4, nov6; spec-alias@0-9 => nov4, nov6",
    );
    check(
        Pods,
        "v6fromNode, v6fromNode",
        "v6fromNode; spec-family@12-22 ~> v6fromNode, v4fromNode",
    );
    check_list(
        Pods,
        &["v6fromNode", "v6fromNode"],
        "v6fromNode; spec-family@1:0-10 ~> v4fromNode",
    );
}
