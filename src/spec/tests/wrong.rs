//! What is refused, with its columns.

use super::{Nodes, Pods, Services, check, check_list};

#[test]
fn lengths() {
    check(
        Nodes,
        "v4private/16",
        "v4private; spec-length@9-12 ~> v4private",
    );
    check(Nodes, "custom/64", "custom; spec-length@6-9 ~> custom");
    check(Nodes, "nov6/64", "nov6; spec-length@4-7 ~> nov6");
    check(Nodes, "v6private/47", "v6private; spec-length@9-12");
    check(Nodes, "v6private/113", "v6private; spec-length@9-13");
    check(Nodes, "v6private/129", "v6private; spec-length@9-13");
    check(Nodes, "v6global/129", "v6global; spec-length@8-12");
    check(
        Nodes,
        "v6global/99999999999999999999",
        "v6global; spec-length@8-29",
    );
    check(
        Nodes,
        "v6global+prefix/129",
        "v6global+prefix; spec-length@15-19",
    );
    check(
        Nodes,
        "v4private+prefix/80",
        "v4private+prefix; spec-length@16-19",
    );
    check(Pods, "v4fromNode/33", "v4fromNode; spec-length@10-13");
    check(Pods, "v6fromNode/129", "v6fromNode; spec-length@10-14");
    check(Nodes, "/129", "; spec-length@0-4");
    check(Nodes, "v4:/40", "; spec-length@3-6");
    check(Nodes, "v6:/129", "; spec-length@3-7");
    check(Nodes, "10.0.0.0/33", "; spec-length@0-11");
    check(
        Nodes,
        "v4private, v6global/200",
        "v4private, v6global; spec-length@19-23",
    );
}

#[test]
fn text_behind_a_slash() {
    check(Nodes, "v6global/", "v6global; spec-syntax@8-9");
    check(Nodes, "v6global/size", "v6global; spec-syntax@8-13");
    check(
        Nodes,
        "v6global+prefix/size",
        "v6global+prefix; spec-syntax@15-20",
    );
    check(
        Nodes,
        "v6global/064",
        "v6global; spec-syntax@8-12 ~> v6global/64",
    );
    check(
        Nodes,
        "v6global/00",
        "v6global; spec-syntax@8-11 ~> v6global/0",
    );
    check(Nodes, "v6global/64/80", "v6global; spec-syntax@8-14");
    check(Nodes, "v6global/-1", "v6global; spec-syntax@8-11");
    check(Nodes, "/", "; spec-syntax@0-1");
    check(Nodes, "/020", "; spec-syntax@0-4 ~> /20");
    check(Nodes, "v4:/", "; spec-syntax@3-4");
}

#[test]
fn no_spec_at_all() {
    check(Nodes, "", "; spec-syntax@0-0");
    check(Nodes, " ", "; spec-syntax@0-1");
    check(Nodes, ",", "; spec-syntax@0-1");
    check_list(Nodes, &[], "; spec-syntax@0-0");
    check(Nodes, "banana", "; spec-syntax@0-6");
    check(Nodes, "+prefix/80", "; spec-syntax@0-10");
    check(Nodes, "+", "; spec-syntax@0-1");
    check(
        Nodes,
        "v6global64",
        "v6global; spec-syntax@0-10 ~> v6global/64",
    );
    check(Nodes, "64", "; spec-syntax@0-2 ~> /64");
    check(Nodes, "v6global+", "v6global; spec-syntax@8-9");
    check(Nodes, "v6global+banana/3", "v6global; spec-syntax@8-15");
    check(
        Nodes,
        "v6global+prefix/80+prefix/96",
        "v6global+prefix/80; spec-syntax@18-28 ~> v6global+prefix/80",
    );
    check(
        Nodes,
        "v4private,",
        "v4private; spec-syntax@10-10 => v4private",
    );
    check(
        Nodes,
        ", v4private",
        "v4private; spec-syntax@0-0 => v4private",
    );
    check_list(Nodes, &["v4private", ""], "v4private; spec-syntax@1:0-0");
}

#[test]
fn three_values() {
    check(
        Nodes,
        "v4private, v6global, custom",
        "v4private, v6global; spec-syntax@21-27",
    );
    check(
        Nodes,
        "v6global, v6private, v4private",
        "v4private, v6global; spec-syntax@21-30",
    );
    check_list(
        Nodes,
        &["v4private", "v6global", "nov4"],
        "v4private, v6global; spec-syntax@2:0-4",
    );
    check_list(
        Nodes,
        &["v4private, v6global", "nov4"],
        "v4private, v6global; spec-syntax@1:0-4",
    );
}

#[test]
fn families() {
    check(Nodes, "v6global, v6private", "v6global; spec-family@10-19");
    check(
        Nodes,
        "v4private, 10.0.0.0/8",
        "v4private; spec-family@11-21",
    );
    check(Nodes, "nov6, 2001:db8::/56", "nov6; spec-family@6-19");
    check(Nodes, "/64, /48", "/64; spec-family@5-8");
    check(
        Nodes,
        "custom, custom",
        "custom; spec-family@8-14 => custom",
    );
    check(
        Nodes,
        "v4:2001:db8::/32",
        "2001:db8::/32; spec-family@0-16 ~> 2001:db8::/32",
    );
    check(
        Nodes,
        "v6:2001:db8::/32",
        "2001:db8::/32; spec-syntax@0-16 => 2001:db8::/32",
    );
    check(Nodes, "v6:banana", "; spec-syntax@0-9");
    check_list(
        Nodes,
        &["v6global", "v6private"],
        "v6global; spec-family@1:0-9",
    );
}

#[test]
fn places() {
    check(
        Pods,
        "v6global+prefix/80",
        "v6global; spec-place@8-18 ~> v6global",
    );
    check(
        Services,
        "v4private, v6global/64+prefix",
        "v4private, v6global/64; spec-place@22-29 ~> v4private, v6global/64",
    );
    check(Nodes, "custom+prefix", "custom; spec-place@6-13 ~> custom");
    check(Nodes, "nov4+prefix/28", "nov4; spec-place@4-14 ~> nov4");
    check(Nodes, "v6fromNode", "; spec-place@0-10");
    check(Services, "v4fromNode/26", "; spec-place@0-13");
    check(
        Services,
        "v4private, v6fromNode",
        "v4private; spec-place@11-21",
    );
}

#[test]
fn literals() {
    check(
        Nodes,
        "10.0.0.1/16",
        "10.0.0.0/16; host-bits@0-11 ~> 10.0.0.0/16",
    );
    check(
        Nodes,
        "v4private, 2001:db8::1/56+prefix/64",
        "v4private, 2001:db8::/56+prefix/64; host-bits@11-25 ~> v4private, 2001:db8::/56+prefix/64",
    );
    check(Nodes, "10.0.0.0", "; spec-syntax@0-8");
    check(Nodes, "10.00.0.0/8", "; spec-syntax@0-11");
    check(Nodes, "10.0.0.0/08", "; spec-syntax@0-11");
    check(Nodes, "10.0.0/8", "; spec-syntax@0-8");
    check(Nodes, "fe80::%eth0/64", "; spec-syntax@0-14");
    check(Nodes, "::ffff:10.0.0.0/104", "; spec-syntax@0-19");
}

#[test]
fn spaces() {
    check(Nodes, " v6global", "v6global; spec-syntax@0-1 => v6global");
    check(
        Nodes,
        "v6global  ",
        "v6global; spec-syntax@8-10 => v6global",
    );
    check(
        Nodes,
        "v6global /64",
        "v6global/64; spec-syntax@8-9 => v6global/64",
    );
    check(
        Nodes,
        "v6global/ 64 +prefix",
        "v6global/64+prefix; spec-syntax@9-10 => v6global/64+prefix",
    );
    check(
        Nodes,
        "v4private,\tv6global",
        "v4private, v6global; spec-syntax@10-11 => v4private,v6global",
    );
    check(
        Nodes,
        "v6global /129",
        "v6global; spec-syntax@8-9 => v6global/129; spec-length@9-13",
    );
    check(
        Nodes,
        "v4private v6global",
        "v4private, v6global; spec-syntax@0-18 => v4private, v6global",
    );
}
