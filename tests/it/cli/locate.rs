//! `trellis locate`: numbers come from Python's ipaddress, RFC 3531 and DESIGN 5.

use serde_json::{Value, json};

use super::{LANDSCAPE, run_on};

#[track_caller]
fn located(plan: &str, place: &str) -> Value {
    let run = run_on(plan, &["locate", "plan.yaml", place, "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{place}");
    run.json()
}

/// Path, kind, index and prefix of every link of a chain; `-` is null.
#[track_caller]
fn chain(answer: &Value, number: usize) -> Vec<String> {
    let links = answer["chains"][number].as_array().expect("a chain");
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    links
        .iter()
        .map(|link| {
            ["path", "kind", "index", "prefix"]
                .map(|key| word(&link[key]))
                .join(" ")
        })
        .collect()
}

#[test]
fn an_address_leads_to_region_vpc_shoot_zone_and_node() {
    // 2001:db8:1000:: + 22 × 2^72 + 3 × 2^64 + 40000 × 2^48: VPC 23, the second zone's workers, node 0x9c40. Its pods
    // have the first /96 of its /80, and this address is behind that.
    let answer = located(LANDSCAPE, "2001:db8:1000:1603:9c40:100:0:5");
    assert_eq!(answer["version"], 1);
    assert_eq!(answer["address"], "2001:db8:1000:1603:9c40:100:0:5");
    assert_eq!(answer["gap"], Value::Null);
    assert_eq!(
        chain(&answer, 0),
        [
            "eu10 region - 2001:db8:1000::/36",
            "eu10/live block - 2001:db8:1000::/40",
            "eu10/live/prod-23 vpc 23 2001:db8:1000:1600::/56",
            "eu10/live/prod-23/billing shoot - -",
            "eu10/live/prod-23/billing.nodes nodes - -",
            "eu10/live/prod-23/billing.nodes node-zone 1 2001:db8:1000:1603::/64",
            "eu10/live/prod-23/billing.nodes node 40000 2001:db8:1000:1603:9c40::/80",
        ]
    );
    let pod = located(LANDSCAPE, "2001:db8:1000:1603:9c40:0:ffff:5");
    assert_eq!(
        chain(&pod, 0).last().map(String::as_str),
        Some("eu10/live/prod-23/billing.nodes pod-range - 2001:db8:1000:1603:9c40::/96")
    );
}

#[test]
fn what_is_not_held_is_free_or_kept() {
    // Thirteen /40 behind the first are kept: numbers 1 to 13 (0xd). Free are 0xe and 0xf.
    let kept = located(LANDSCAPE, "2001:db8:1100::7");
    assert_eq!(
        kept["gap"],
        json!({
            "path": "eu10",
            "first": "2001:db8:1100::",
            "last": "2001:db8:1dff:ffff:ffff:ffff:ffff:ffff",
            "kept_for": "eu10/live",
        })
    );
    let free = located(LANDSCAPE, "2001:db8:1e00::7");
    assert_eq!(
        free["gap"],
        json!({
            "path": "eu10",
            "first": "2001:db8:1e00::",
            "last": "2001:db8:1fff:ffff:ffff:ffff:ffff:ffff",
            "kept_for": null,
        })
    );
    assert_eq!(chain(&free, 0), ["eu10 region - 2001:db8:1000::/36"]);
    let nowhere = located(LANDSCAPE, "2001:db8:2000::");
    assert_eq!(
        (&nowhere["chains"], &nowhere["gap"]),
        (&json!([]), &Value::Null)
    );
}

/// Three zones without a prefix, two VPCs in each and one kept: nine /56 in definition-major order, sixteen as a span.
const OUTSIDE: &str = "trellis: 1\nregions:\n- name: r\n  v6: 2001:db8:5::/48\n  zones:\n  - name: z\n    count: 3\n    \
                       vpcs: [{name: v, count: 2, reserve: 1, v6: /56}]\n";

#[test]
fn members_of_runs_round_a_run_are_divided_out_of_the_address() {
    let last = located(OUTSIDE, "2001:db8:5:7ff::");
    assert_eq!(
        chain(&last, 0),
        [
            "r region - 2001:db8:5::/48",
            "r/z-3 zone 3 -",
            "r/z-3/v-2 vpc 2 2001:db8:5:700::/56",
        ]
    );
    let kept = located(OUTSIDE, "2001:db8:5:5aa::");
    assert_eq!(chain(&kept, 0), ["r region - 2001:db8:5::/48"]);
    assert_eq!(kept["gap"]["kept_for"], "r/z/v");
    assert_eq!(kept["gap"]["first"], "2001:db8:5:500::");
}

#[test]
fn sparse_members_are_where_rfc_3531_puts_them() {
    // In four bits: 0, 8, 4, 12, 2, 10. Number 10 is the sixth.
    let plan = "trellis: 1\nblocks:\n- name: b\n  v6: 2001:db8:6::/48\n  place: sparse\n  blocks: [{name: c, count: 6, v6: /52}]\n";
    let answer = located(plan, "2001:db8:6:a123::");
    assert_eq!(
        chain(&answer, 0),
        [
            "b block - 2001:db8:6::/48",
            "b/c-6 block 6 2001:db8:6:a000::/52"
        ]
    );
    let free = located(plan, "2001:db8:6:e000::");
    assert_eq!(chain(&free, 0), ["b block - 2001:db8:6::/48"]);
    assert_eq!(free["gap"]["path"], "b");
}

#[test]
fn a_run_of_2_to_the_64_is_not_walked() {
    // 2^64 /96 in a /32: the last one ends where the /32 does.
    let plan = "trellis: 1\nblocks:\n- name: all\n  v6: 2001:db8::/32\n  blocks: [{name: run, count: 18446744073709551616, v6: /96}]\n";
    let answer = located(plan, "2001:db8:ffff:ffff:ffff:ffff:0:4d");
    assert_eq!(
        chain(&answer, 0)[1],
        "all/run-18446744073709551616 block 18446744073709551616 2001:db8:ffff:ffff:ffff:ffff::/96"
    );
}

/// Two VPC definitions whose shoots have the default private networks, one of them a run.
const DEFAULTS: &str = "trellis: 1\nkubernetes: \"1.34\"\nvpcs:\n- name: a\n  shoots: [{name: s, nodes: v4private, pods: v4private, services: v4private}]\n\
                        - name: b\n  count: 40\n  shoots: [{name: s, nodes: v4private, pods: v4private, services: v4private}]\n";

#[test]
fn what_many_have_is_told_of_each_definition() {
    let nodes = located(DEFAULTS, "10.250.3.7");
    assert_eq!(
        chain(&nodes, 0),
        [
            "a vpc - -",
            "a/s shoot - -",
            "a/s.nodes nodes - 10.250.0.0/16"
        ]
    );
    assert_eq!(
        chain(&nodes, 1),
        [
            "b vpc - -",
            "b/s shoot - -",
            "b/s.nodes nodes - 10.250.0.0/16"
        ]
    );
    assert_eq!(nodes["chains"].as_array().map(Vec::len), Some(2));
    // 100.97.5.0 is 256 + 5 /24 behind 100.96.0.0.
    let pods = located(DEFAULTS, "100.97.5.9");
    assert_eq!(chain(&pods, 1)[3], "b/s.pods pod-range 261 100.97.5.0/24");
}

#[test]
fn a_path_leads_to_its_prefixes() {
    let answer = located(LANDSCAPE, "eu10/live/prod-7");
    assert_eq!(answer["address"], Value::Null);
    assert_eq!(answer["path"], "eu10/live/prod-7");
    assert_eq!(
        answer["prefixes"][1],
        json!({
            "path": "eu10/live/prod-7",
            "family": "IPv4",
            "zone": null,
            "length": 18,
            "first": "10.1.128.0/18",
            "last": "10.1.128.0/18",
            "first_address": "10.1.128.0",
            "last_address": "10.1.191.255",
            "origin": "placed",
        })
    );
    assert_eq!(
        chain(&answer, 0)[2],
        "eu10/live/prod-7 vpc 7 2001:db8:1000:600::/56"
    );
    let run = located(LANDSCAPE, "eu10/live/prod");
    assert_eq!(run["prefixes"][0]["last"], "2001:db8:1000:2700::/56");
    let assigned = located(LANDSCAPE, "eu10/live/prod/billing.services");
    assert_eq!(assigned["prefixes"][0]["origin"], "assigned");
    assert_eq!(assigned["prefixes"][0]["first"], Value::Null);
}

#[test]
fn for_people() {
    let run = run_on(
        LANDSCAPE,
        &["locate", "plan.yaml", "2001:db8:1000:603:5::9"],
    );
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(
        run.out,
        "\
2001:db8:1000:603:5::9 is in eu10/live/prod-7/billing.nodes, zone eu-central-1b, pods of node 5

  eu10                region  2001:db8:1000::/36
  live                block   2001:db8:1000::/40
  prod-7              VPC     2001:db8:1000:600::/56
  billing             shoot
  nodes
  zone eu-central-1b          2001:db8:1000:603::/64
  node 5                      2001:db8:1000:603:5::/80
  its pods                    2001:db8:1000:603:5::/96
"
    );
    let run = run_on(DEFAULTS, &["locate", "plan.yaml", "100.64.0.1"]);
    assert_eq!(
        run.out,
        "\
100.64.0.1 is in 2 places

a/s.services
  a         VPC
  s         shoot
  services         100.64.0.0/13

b/s.services
  b         VPC    each of 40
  s         shoot
  services         100.64.0.0/13
"
    );
    let run = run_on(LANDSCAPE, &["locate", "plan.yaml", "eu10/live/prod-7"]);
    assert_eq!(
        run.out,
        "\
eu10/live/prod-7

  prefix  IPv6  2001:db8:1000:600::/56  2001:db8:1000:600:: … 2001:db8:1000:6ff:ffff:ffff:ffff:ffff
  prefix  IPv4  10.1.128.0/18  10.1.128.0 … 10.1.191.255

in

  eu10  region  2001:db8:1000::/36  10.0.0.0/8
  live  block   2001:db8:1000::/40  10.0.0.0/12
"
    );
}

#[test]
fn what_is_neither_an_address_nor_a_path() {
    for (place, words) in [
        (
            "eu11",
            "there is no `eu11` in the plan; the nearest name there is `eu10`",
        ),
        (
            "2001:db8:zz::",
            "`2001:db8:zz::` is neither an IPv4 nor an IPv6 address",
        ),
        (
            "10.0.0.300",
            "`10.0.0.300` is neither an IPv4 nor an IPv6 address",
        ),
        (
            "2001:db8::1/64",
            "2001:db8::1 has bits set behind /64; the prefix there is 2001:db8::/64",
        ),
        ("eu10/live/prod-41", "`prod` has members 1 to 40, and no 41"),
    ] {
        let run = run_on(LANDSCAPE, &["locate", "plan.yaml", place]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{place}");
        assert_eq!(run.err, format!("trellis: {words}\n"));
    }
}
