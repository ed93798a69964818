//! Cases of the rule.

use crate::lint::testing::{check, check_fixes, check_shoot};

const CODE: &str = "special-range";

#[track_caller]
fn check_block(fields: &str, expected: &[&str]) {
    check(
        CODE,
        &format!("blocks: [{{name: a, {fields}}}]\n"),
        expected,
    );
}

#[test]
fn what_no_network_can_be() {
    for (field, prefix, rest) in [
        (
            "v4",
            "127.0.0.0/8",
            "is set aside for loopback (RFC 1122, section 3.2.1.3)",
        ),
        (
            "v4",
            "169.254.0.0/20",
            "lies in 169.254.0.0/16, set aside for link-local addresses (RFC 3927)",
        ),
        (
            "v4",
            "224.1.0.0/16",
            "lies in 224.0.0.0/4, set aside for multicast (RFC 5771)",
        ),
        (
            "v4",
            "0.1.0.0/16",
            "lies in 0.0.0.0/8, set aside for this network (RFC 791, section 3.2)",
        ),
        (
            "v6",
            "fe80::/64",
            "lies in fe80::/10, set aside for link-local addresses (RFC 4291, section 2.5.6)",
        ),
        (
            "v6",
            "fec0::/10",
            "is set aside for site-local addresses, deprecated (RFC 3879, section 4)",
        ),
        (
            "v6",
            "ff00::/16",
            "lies in ff00::/8, set aside for multicast (RFC 4291, section 2.7)",
        ),
        (
            "v6",
            "3ffe:1::/32",
            "lies in 3ffe::/16, set aside for the 6bone, returned to IANA (RFC 3701)",
        ),
        (
            "v6",
            "2001:0:1::/48",
            "lies in 2001::/32, set aside for Teredo (RFC 4380)",
        ),
        (
            "v6",
            "100::/64",
            "is set aside for discarding packets (RFC 6666)",
        ),
    ] {
        check_block(
            &format!("{field}: \"{prefix}\""),
            &[&format!("error: {prefix} {rest}")],
        );
    }
}

#[test]
fn what_works_and_hurts() {
    for (field, prefix, rest) in [
        (
            "v6",
            "2002:a00::/24",
            "lies in 2002::/16, set aside for 6to4 (RFC 3056)",
        ),
        (
            "v6",
            "5f00::/16",
            "is set aside for segments of SRv6 (RFC 9602)",
        ),
        (
            "v6",
            "2001:2::/48",
            "is set aside for benchmarks (RFC 5180)",
        ),
        (
            "v4",
            "198.18.0.0/16",
            "lies in 198.18.0.0/15, set aside for benchmarks (RFC 2544)",
        ),
        (
            "v4",
            "250.0.0.0/8",
            "lies in 240.0.0.0/4, set aside for future use (RFC 1112, section 4)",
        ),
        (
            "v6",
            "64:ff9b::/96",
            "is set aside for NAT64 as its well-known prefix (RFC 6052, section 2.1)",
        ),
    ] {
        check_block(
            &format!("{field}: \"{prefix}\""),
            &[&format!("warning: {prefix} {rest}")],
        );
    }
}

#[test]
fn what_is_normal_or_told_by_others() {
    for fields in [
        "v4: 10.0.0.0/8",
        "v4: 172.16.0.0/12",
        "v4: 100.64.0.0/10",
        "v4: 192.0.2.0/24",
        "v4: 8.8.8.0/24",
        "v6: \"fd5a:3c1e:77a0::/48\"",
        "v6: \"fc12:3c1e:77a0::/48\"",
        "v6: \"2001:db8::/32\"",
        "v6: \"2a00:1234::/32\"",
        "v6: \"64:ff9b::/96\", role: nat64",
        "v4: 169.254.10.0/24, role: link",
    ] {
        check_block(fields, &[]);
    }
}

#[test]
fn what_holds_a_special_one_is_not_in_it() {
    for fields in [
        "v6: \"2000::/3\"",
        "v6: \"2001::/16\"",
        "v6: \"::/0\"",
        "v4: 0.0.0.0/0",
        "v4: 168.0.0.0/5",
    ] {
        check_block(fields, &[]);
    }
    check_shoot(
        CODE,
        "nodes: 169.0.0.0/8",
        &[
            "advice: nodes 169.0.0.0/8 hold 169.254.0.0/16, link-local addresses (RFC 3927), which no host can have",
        ],
    );
    check_shoot(CODE, "nodes: 198.0.0.0/8", &[]);
}

#[test]
fn runs_reach_what_lies_behind_them() {
    check_block("v4: 125.0.0.0/8, count: 2", &[]);
    check_block(
        "v4: 125.0.0.0/8, count: 3",
        &[
            "error: the run from 125.0.0.0/8 on reaches 127.0.0.0/8, set aside for loopback (RFC 1122, section 3.2.1.3)",
        ],
    );
}

#[test]
fn the_line_that_causes_it() {
    check(
        CODE,
        "blocks: [{name: a, v6: \"fec0::/16\", blocks: [{name: b, v6: \"fec0:1::/32\"}]}]\n",
        &[
            "error: fec0::/16 lies in fec0::/10, set aside for site-local addresses, deprecated (RFC 3879, section 4)",
        ],
    );
    check(
        CODE,
        "nodes: \"fe80::/64\"\nshoots: [{name: a}, {name: b}]\n",
        &[
            "error: nodes fe80::/64 lie in fe80::/10, set aside for link-local addresses (RFC 4291, section 2.5.6)",
        ],
    );
    check(
        CODE,
        "seeds: [{name: s, pods: [\"127.0.0.0/9\"]}]\n",
        &[
            "error: 127.0.0.0/9 lies in 127.0.0.0/8, set aside for loopback (RFC 1122, section 3.2.1.3)",
        ],
    );
    check_shoot(
        CODE,
        "pinned: {pods: \"ff02::/16\"}",
        &["error: pods ff02::/16 lie in ff00::/8, set aside for multicast (RFC 4291, section 2.7)"],
    );
}

#[test]
fn mends() {
    check_fixes(
        CODE,
        "nodes: \"127.0.0.0/16, v6global\"",
        &["nodes = v4private, v6global"],
    );
    check_fixes(
        CODE,
        "nodes: \"fe80::/64+prefix/80\"",
        &["nodes = v6global/64+prefix/80"],
    );
}
