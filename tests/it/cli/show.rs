//! `trellis show`: expectations are worked out by hand from DESIGN 3 and 5.

use serde_json::{Value, json};

use super::{Folder, LANDSCAPE, run_on};

#[track_caller]
fn shown(path: &str) -> Value {
    let run = run_on(LANDSCAPE, &["show", "plan.yaml", path, "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{path}");
    run.json()
}

#[test]
fn a_block_as_json() {
    let all = shown("");
    assert_eq!(all["version"], 1);
    let paths: Vec<&Value> = all["blocks"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|block| &block["path"])
        .collect();
    assert_eq!(
        paths,
        ["eu10", "eu10/live", "eu10/live/prod", "eu10/live/old"]
    );
    // 40 /56 begin at 0: the last is number 39 = 0x27. Each /18 is 64 /24: 39 × 64 = 9 × 256 + 192.
    // In a /56 there are 2^8 /64; AWS takes three for each of three zones. A /18 holds nothing of IPv4 here.
    assert_eq!(
        all["blocks"][2],
        json!({
            "path": "eu10/live/prod",
            "kind": "vpc",
            "name": "prod",
            "count": "40",
            "v6": {"length": 56, "first": "2001:db8:1000::/56", "last": "2001:db8:1000:2700::/56", "origin": "placed"},
            "v4": {"length": 18, "first": "10.0.0.0/18", "last": "10.9.192.0/18", "origin": "placed"},
            "budget": {
                "v6": {"given": 8, "needed": 4, "spare": 4, "room": "256", "planned": "9", "reserved": "0", "free": "247"},
                "v4": null,
            },
            // Forty VPCs of a cluster of 200 nodes, which have 110 pods each.
            "planned": {"nodes": "8000", "pods": "880000", "open": false},
            // AWS lays the /64 out; what grows is the 200 nodes of the shoot, and 196,608 are 98,204 percent more.
            "breaks_first": billing_breaks(),
            // `old` begins in the first /52 that starts behind 40 /56, at 0x28, and its /16 in the first behind 10.9.
            "in_place": {
                "v6": {"more": "0", "length": null, "meets": "eu10/live/old"},
                "v4": {"more": "0", "length": null, "meets": "eu10/live/old"},
            },
        })
    );
    // The other cluster says no max-nodes.
    assert_eq!(
        all["planned"],
        json!({"nodes": "8000", "pods": "880000", "open": true})
    );
    // In `live` 11 of 16 /16 are used by 40 /18 and one /16 in IPv4: 5 are 45 percent of 11.
    assert_eq!(all["breaks_first"], all["blocks"][0]["breaks_first"]);
    assert_eq!(
        all["breaks_first"],
        json!({
            "path": "eu10/live", "code": "does-not-fit", "grows": "v4", "length": 16, "bound_by": null,
            "planned": "11", "reserved": "0", "room": "16", "more": "5", "percent": "45",
            "growth_per_year": null, "broken": false, "date": null,
        })
    );
    assert_eq!(
        all["blocks"][0]["budget"]["v6"],
        json!({"given": 4, "needed": 4, "spare": 0, "room": "16", "planned": "1", "reserved": "13", "free": "2"})
    );
    assert_eq!(
        all["blocks"][1]["budget"]["v6"],
        json!({"given": 16, "needed": 6, "spare": 10, "room": "65536", "planned": "41", "reserved": "0", "free": "65495"})
    );
}

fn billing_breaks() -> Value {
    json!({
        "path": "eu10/live/prod/billing", "code": "nodes-exceed-room", "grows": "nodes", "length": null,
        "bound_by": "node-range", "planned": "200", "reserved": "0", "room": "196608", "more": "196408",
        "percent": "98204", "growth_per_year": null, "broken": false, "date": null,
    })
}

#[test]
fn a_day_counts_from_the_day_that_is_said() {
    let text = "trellis: 1\ngrowth-per-year: 20\nregions: [{name: a, v6: /36, blocks: [{name: b, v6: /40, count: 12}]}]\n";
    let shown = |today: &str| {
        let run = run_on(
            text,
            &["show", "plan.yaml", "--today", today, "--format", "json"],
        );
        let first = run.json()["breaks_first"].clone();
        (first["date"].clone(), first["growth_per_year"].clone())
    };
    assert_eq!(shown("2026-11-22"), (json!("2028-06-13"), json!(20)));
    assert_eq!(shown("2126-11-22"), (json!("2128-06-13"), json!(20)));
    let run = run_on(text, &["show", "plan.yaml", "a", "--today", "2026-11-22"]);
    let line = "breaks first: a holds 12 of 16 × /40: 4 more, then does-not-fit, on 2028-06-13 at 20 percent a year\n";
    assert!(run.out.contains(line), "{}", run.out);
}

#[test]
fn a_shoot_as_json() {
    let billing = shown("eu10/live/prod/billing")["shoots"][0].clone();
    // Zone i has /64 number 3i. In each, 2^16 /80: 3 × 65,536 = 196,608 nodes. Each node's pods have a /96 of its /80.
    // Gardener's bound is 2^(96 − 56). A /108 has 2^20 addresses but for the first one.
    assert_eq!(
        billing,
        json!({
            "path": "eu10/live/prod/billing",
            "families": ["IPv6"],
            "nodes": {
                "v6": {
                    "spec": "v6global/64+prefix/80",
                    "prefix": "2001:db8:1000::/64",
                    "origin": "placed",
                    "zones": [
                        {"zone": "eu-central-1a", "prefix": "2001:db8:1000::/64"},
                        {"zone": "eu-central-1b", "prefix": "2001:db8:1000:3::/64"},
                        {"zone": "eu-central-1c", "prefix": "2001:db8:1000:6::/64"},
                    ],
                },
                "v4": null,
            },
            "pods": {"v6": {"spec": "v6fromNode/96", "prefix": null, "origin": "node", "zones": []}, "v4": null},
            "services": {"v6": {"spec": "v6global/108", "prefix": null, "origin": "assigned", "zones": []}, "v4": null},
            "node_prefix": {
                "v6": {
                    "length": 80,
                    "first": "2001:db8:1000::/80",
                    "second": "2001:db8:1000:0:1::/80",
                    "last": "2001:db8:1000:6:ffff::/80",
                    "count": "196608",
                },
                "v4": null,
            },
            "pod_range": {
                "v6": {
                    "length": 96,
                    "first": "2001:db8:1000::/96",
                    "second": "2001:db8:1000:0:1::/96",
                    "last": "2001:db8:1000:6:ffff::/96",
                    "count": "196608",
                },
                "v4": null,
            },
            "max_nodes": {"value": "196608", "bound_by": "node-range"},
            "limits": [
                {"value": "196608", "by": "node-range", "hard": true},
                {"value": "1099511627776", "by": "autoscaler", "hard": true},
            ],
            "max_pods": {"value": "110", "bound_by": "max-pods"},
            "service_addresses": {"v6": {"value": "1048575", "static_band": "256"}, "v4": null},
            "allocator": "cloud",
            "breaks_first": billing_breaks(),
        })
    );
}

#[test]
fn a_member_has_its_own_addresses() {
    let member = shown("eu10/live/prod-7");
    assert_eq!(member["blocks"][0]["v6"]["first"], "2001:db8:1000:600::/56");
    assert_eq!(member["blocks"][0]["v6"]["last"], "2001:db8:1000:600::/56");
    assert_eq!(member["blocks"][0]["name"], "prod");
    let zones = &member["shoots"][0]["nodes"]["v6"]["zones"];
    assert_eq!(zones[2]["prefix"], "2001:db8:1000:606::/64");
}

#[test]
fn what_has_no_place_is_null() {
    let text = "trellis: 1\nblocks:\n  - name: a\n    v6: /40\n    shoots: [{name: s, nodes: v6private, pods: custom}]\n";
    let run = run_on(text, &["show", "plan.yaml", "--format", "json"]);
    let shown = run.json();
    assert_eq!(
        shown["blocks"][0]["v6"],
        json!({"length": 40, "first": null, "last": null, "origin": "unplaced"})
    );
    let shoot = &shown["shoots"][0];
    assert_eq!(shoot["nodes"]["v6"]["origin"], "undrawn");
    assert_eq!(shoot["nodes"]["v6"]["prefix"], Value::Null);
    assert_eq!(shoot["pods"]["v6"]["origin"], "custom");
    assert_eq!(shoot["services"], json!({"v6": null, "v4": null}));
    assert_eq!(shoot["allocator"], "cni");
}

#[test]
fn a_tree_for_people() {
    let run = run_on(LANDSCAPE, &["show", "plan.yaml", "eu10/live/prod"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(
        run.out,
        "\
eu10/live/prod
40 VPCs · 40 shoots · 8,000 nodes and 880,000 pods planned · aws · Kubernetes 1.34 · calico

                       prefix                                        holds  bits      used      free
  prod ×40      VPC    2001:db8:1000::/56 … 2001:db8:1000:2700::/56  /64    ████▁▁▁▁  9 of 256  247
  │                    10.0.0.0/18 … 10.9.192.0/18
  └ billing     shoot  200 of 196,608 nodes                          bound by node-range · 110 pods a node
      nodes            2001:db8:1000::/64 … 2001:db8:1000:6::/64     v6global/64+prefix/80 · 3 zones · /80 a node
      pods             from node, /96                                v6fromNode/96 · by the cloud
      services         assigned, /108                                v6global/108 · 1,048,575 addresses

breaks first: eu10/live/prod/billing has 200 of 196,608 nodes (by node-range): 196,408 more, then nodes-exceed-room
no room in place (IPv6): eu10/live/old is next
no room in place (IPv4): eu10/live/old is next
below prod stand the addresses of prod-1; of another: trellis show PLAN eu10/live/prod-40

prod, IPv6, 2001:db8:1000::/56
  2001:0db8:1000:0000:0000:0000:0000:0000
            ab    c  │
  a eu10 /36  b live /40  c prod /56■
  ■ fixed by aws, can't be moved
  │ /64: the host half follows

prod, IPv4, 10.0.0.0/18
  00001010.00000000.00000000.00000000
         a    b      c
  a eu10 /8  b live /12  c prod /18
"
    );
}

#[test]
fn a_path_to_a_range_has_its_ruler_alone() {
    let path = "eu10/live/prod-7/billing.services";
    let run = run_on(LANDSCAPE, &["show", "plan.yaml", path]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    // Member 7 of prod has number 6; 112 bits are 28 digits, and a /108 ends in the 27th.
    let expected = "
services, IPv6, in 2001:db8:1000:600::/56
  2001:0db8:1000:0600:0000:0000:0000:0000
            ab    c  │            d
  a eu10 /36  b live /40  c prod /56■  d services /108■
  ■ fixed by aws, can't be moved
  │ /64: the host half follows
";
    assert!(run.out.ends_with(expected), "{}", run.out);
    assert!(!run.out.contains("nodes, IPv6"), "{}", run.out);
}

#[test]
fn a_member_in_the_tree() {
    let run = run_on(LANDSCAPE, &["show", "plan.yaml", "eu10/live/prod-7"]);
    for line in [
        "  prod-7        VPC    2001:db8:1000:600::/56 ",
        "  │                    10.1.128.0/18\n",
        "      nodes            2001:db8:1000:600::/64 … 2001:db8:1000:606::/64 ",
    ] {
        assert!(run.out.contains(line), "{line:?} is not in\n{}", run.out);
    }
}

#[test]
fn marks_lead_to_what_is_wrong() {
    let text = "trellis: 1\nblocks:\n  - name: a\n    blocks:\n      - name: b\n        shoots: [{name: s, nodes: v6global/64, pods: v6fromNode}]\n  - {name: c}\n  - {name: d, colour: red}\n";
    let run = run_on(text, &["show", "plan.yaml"]);
    for line in [
        "\n● a ",
        "\n● └ b",
        "\n●   └ s",
        "\n  c ",
        "\n● d ",
        "\n● has errors\n",
    ] {
        assert!(run.out.contains(line), "{line:?} is not in\n{}", run.out);
    }
    assert_eq!(run.err, "\n2 errors in plan.yaml\n");
}

#[test]
fn paths_that_lead_nowhere() {
    for (path, words) in [
        (
            "eu11",
            "there is no `eu11` in the plan; the nearest name there is `eu10`",
        ),
        ("eu10/live/prod-41", "`prod` has members 1 to 40, and no 41"),
        ("eu10//live", "a path is empty between two slashes"),
    ] {
        let run = run_on(LANDSCAPE, &["show", "plan.yaml", path]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{path}");
        assert_eq!(run.err, format!("trellis: {words}\n"));
    }
}

#[test]
fn what_is_no_plan_is_not_shown() {
    let run = run_on("- a\n", &["show", "plan.yaml"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("error[file-kind]"), "{}", run.err);
}

#[test]
fn without_a_command() {
    let folder = Folder::new();
    let run = folder.run(&[]);
    assert_eq!(run.code, 0);
    assert!(run.out.starts_with("eu landscape\n"), "{}", run.out);
    assert!(run.err.contains("built-in example"), "{}", run.err);
    folder.write("trellis.yaml", "trellis: 1\nname: mine\ncolour: red\n");
    let run = folder.run(&[]);
    assert!(run.out.starts_with("mine\n"), "{}", run.out);
    assert!(run.out.contains("error[unknown-key]"), "{}", run.out);
    assert!(
        run.out.ends_with("1 error in trellis.yaml\n"),
        "{}",
        run.out
    );
    let run = folder.run_with(&["-"], "trellis: 1\nname: piped\n");
    assert!(run.out.starts_with("piped\n"), "{}", run.out);
}

#[test]
fn nodes_of_a_flat_block_are_shared_and_have_no_numbers_of_their_own() {
    let plan = "trellis: 1\nprovider: gom\nzones:\n- name: z\n  v6: 2001:db8::/56\n  flat: true\n  shoots:\n  \
                - {name: s, count: 3, nodes: v6global+prefix, pods: v6fromNode/80, max-nodes: 50}\n  \
                - {name: own, nodes: \"2001:db8:0:80::/60+prefix\", max-nodes: 9}\n";
    let run = run_on(plan, &["show", "plan.yaml"]);
    let spec = "v6global+prefix · /64 a node · shared with all nodes in z\n";
    assert!(run.out.contains(spec), "{}", run.out);
    // A written prefix is the shoot's own, out of the block: 16 /64s beside 3 × 50.
    assert!(
        run.out.contains("2001:db8:0:80::/60+prefix · /64 a node\n"),
        "{}",
        run.out
    );
    let shown = run_on(plan, &["show", "plan.yaml", "--format", "json"]).json();
    let unknown =
        json!({"length": 64, "first": null, "second": null, "last": null, "count": "256"});
    assert_eq!(shown["shoots"][0]["node_prefix"]["v6"], unknown);
    assert_eq!(shown["shoots"][0]["nodes"]["v6"]["prefix"], "2001:db8::/56");
    assert_eq!(
        shown["shoots"][1]["node_prefix"]["v6"]["first"],
        "2001:db8:0:80::/64"
    );
}

#[test]
fn what_is_not_drawn_says_how_to() {
    let plan = "trellis: 1\nshoots:\n- {name: s, services: v6private}\n";
    let run = run_on(plan, &["show", "plan.yaml"]);
    assert!(
        run.out
            .ends_with("\nwhat is not drawn yet: trellis pin PLAN\n"),
        "{}",
        run.out
    );
}

/// Gardener's documented cut of a /16 for three zones, in the plan before any manifest.
#[test]
fn zones_have_their_subnets() {
    let plan = "trellis: 1\nprovider: aws\nnode-zones: [a, b, c]\nvpcs:\n  - name: v\n    v4: 10.250.0.0/16\n    shoots:\n      \
                - {name: s, nodes: 10.250.0.0/16, pods: v4private, services: v4private}\n";
    let run = run_on(plan, &["show", "plan.yaml", "v/s"]);
    for line in [
        "IPv4 subnets             a: workers 10.250.0.0/19, public 10.250.96.0/22, internal 10.250.112.0/22\n",
        "                         c: workers 10.250.64.0/19, public 10.250.104.0/22, internal 10.250.120.0/22\n",
    ] {
        assert!(run.out.contains(line), "{line}\n{}", run.out);
    }
    let shown = run_on(plan, &["show", "plan.yaml", "--format", "json"]).json();
    let zone = &shown["shoots"][0]["nodes"]["v4"]["zones"][1];
    assert_eq!(
        *zone,
        serde_json::json!({"zone": "b", "prefix": "10.250.32.0/19", "public": "10.250.100.0/22", "internal": "10.250.116.0/22"})
    );
}

#[test]
fn every_field_with_where_it_comes_from_and_whether_it_can_change() {
    let path = "eu10/live/prod/billing";
    let run = run_on(LANDSCAPE, &["show", "plan.yaml", path, "--fields"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let line = |key: &str| {
        let mut lines = run.out.lines();
        lines
            .find(|line| line.starts_with(key))
            .unwrap_or("")
            .to_owned()
    };
    let max_nodes = line("max-nodes");
    assert!(
        max_nodes.contains("200 ") && max_nodes.contains("said here · may change"),
        "{run:?}"
    );
    assert!(
        line("provider").contains("from the plan · for life"),
        "{run:?}"
    );
    assert!(line("not said: ").contains("gardener-version"), "{run:?}");
    // Zone i has the /64 number 3i.
    let nodes = "IPv6 2001:db8:1000::/64 … 2001:db8:1000:6::/64, one for each zone, placed in eu10/live/prod\n";
    assert!(run.out.contains(nodes), "{run:?}");
    let run = run_on(
        LANDSCAPE,
        &["show", "plan.yaml", path, "--fields", "--format", "json"],
    );
    let json = run.json();
    assert_eq!((&json["version"], &json["path"]), (&json!(1), &json!(path)));
    let fields = json["fields"].as_array().expect("a list");
    let pods = fields
        .iter()
        .find(|one| one["field"] == "pods")
        .expect("it is there");
    assert_eq!(
        pods,
        &json!({
            "field": "pods",
            "value": "v6fromNode/96",
            "origin": "own",
            "path": null,
            "comes_to": ["IPv6 out of each node's prefix"],
            "change": "for life",
            "why": "once it is set (spec.networking.pods)",
        })
    );
    let provider = fields.iter().find(|one| one["field"] == "provider");
    assert_eq!(provider.expect("it is there")["path"], "");
}

#[test]
fn the_ruler_in_bits() {
    let run = run_on(LANDSCAPE, &["show", "plan.yaml", "eu10/live", "--bits"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    // 0x1000, of which eu10 has the first nibble of what follows and live two.
    assert!(run.out.contains(":0001 0000 0000 0000:"), "{run:?}");
    let run = run_on(LANDSCAPE, &["show", "plan.yaml", "eu10/live"]);
    assert!(run.out.contains("2001:0db8:1000:0000"), "{run:?}");
}
