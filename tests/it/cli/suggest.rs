//! `trellis suggest`.

use super::Folder;
use serde_json::json;

fn suggest(args: &[&str]) -> super::Run {
    let pool = ["suggest", "--pool", "2001:db8:1000::/36"];
    Folder::new().run(&[&pool[..], args].concat())
}

#[test]
fn json_is_as_designed() {
    let run = suggest(&[
        "--want",
        "zones=3",
        "--want",
        "vpcs=200",
        "--want",
        "nodes=5000",
        "--leaf",
        "64",
        "--format",
        "json",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    let mut found = run.json();
    let sentence = found["schemes"][0]["gives_up"].take();
    assert!(
        sentence
            .as_str()
            .is_some_and(|text| text.contains("vpcs (200 of 256"))
    );
    assert_eq!(
        found,
        json!({
            "version": 1,
            "total": "1",
            "schemes": [{
                "levels": [
                    {"name": "zones", "length": 40, "bits": 4, "needed": 2, "capacity": "16", "spare": "13"},
                    {"name": "vpcs", "length": 48, "bits": 8, "needed": 8, "capacity": "256", "spare": "56"},
                    {"name": "nodes", "length": 64, "bits": 16, "needed": 13, "capacity": "65536", "spare": "60536"},
                ],
                "spare_bits": 3,
                "findings": [{
                    "code": "growth-margin",
                    "level": "vpcs",
                    "message": "56 of 256 vpcs are free, and 25 percent should be",
                }, {
                    "code": "does-not-fit",
                    "level": "nodes",
                    // 13 bits end at /51; the nibble before it is the /48 itself.
                    "message": "at nibbles the range of 5,000 nodes is all of the /48 around it, and services have no \
                                place beside it; a range of /51 leaves room",
                }],
                "gives_up": null,
            }],
            "short_bits": 0,
            "short_at": [],
            "relaxations": [],
        })
    );
}

#[test]
fn what_is_short_says_what_would_help() {
    let run = suggest(&[
        "--want",
        "zones=3",
        "--want",
        "vpcs=300",
        "--want",
        "nodes=5,000",
    ]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(
        run.out.starts_with("1 bit short, at nodes\n"),
        "{}",
        run.out
    );
    for part in [
        "   it fits if you let borders lie between nibbles (nibble → bit)\n",
        "   it fits if you want vpcs=256 instead of 300 (300 → 256)\n",
        "   it fits if you ask for a /34 (/36 → /34)\n",
    ] {
        assert!(run.out.contains(part), "{}", run.out);
    }
    let bits = suggest(&[
        "--want",
        "zones=3",
        "--want",
        "vpcs=300",
        "--want",
        "nodes=5000",
        "--alignment",
        "bit",
    ]);
    assert_eq!(bits.code, 0, "{bits:?}");
}

#[test]
fn what_lies_beside_nodes_is_not_passed_over() {
    let suggest = |pool: &str, rest: &[&str]| {
        let args = [&["suggest", "--pool", pool], rest].concat();
        Folder::new().run(&args).out
    };
    let out = suggest("2001:db8::/48", &["--want", "nodes=5000"]);
    assert!(
        out.contains("▲ does-not-fit: at nibbles the range of 5,000 nodes is all of the /48"),
        "{out}"
    );
    assert!(
        out.contains("counted is what is named, nodes, and nothing else"),
        "{out}"
    );
    // On bits a /51 holds 8,192.
    let out = suggest(
        "2001:db8::/48",
        &["--want", "nodes=5000", "--alignment", "bit"],
    );
    assert!(!out.contains("does-not-fit"), "{out}");
    let out = suggest(
        "2001:db8::/51",
        &["--want", "nodes=5000", "--alignment", "bit"],
    );
    assert!(
        out.contains("the range of 5,000 nodes is all of the /51 around it"),
        "{out}"
    );
    let out = suggest("2001:db8::/44", &["--want", "nodes=5000"]);
    assert!(!out.contains("does-not-fit"), "{out}");
    // Subnets of a network are no nodes.
    let out = suggest("2001:db8::/48", &["--want", "subnets=5000"]);
    assert!(
        !out.contains("does-not-fit") && !out.contains("counted is"),
        "{out}"
    );
}

#[test]
fn wanted_nodes_count_where_their_range_is_too_small() {
    let plan = |range: &str| {
        format!(
            "trellis: 1\nprovider: generic\nalignment: bit\nregions:\n  - name: eu\n    v6: /36\n    vpcs:\n      \
             - name: vpc\n        count: 200\n        v6: /50\n        shoots:\n          - name: s\n            \
             nodes: v6global{range}+prefix/64\n            pods: v6fromNode/80\n            services: v6global/112\n            \
             max-nodes: 5000\n"
        )
    };
    let folder = Folder::new();
    let suggest = |range: &str, rest: &[&str]| {
        folder.write("plan.yaml", plan(range));
        folder.run(&[&["suggest", "plan.yaml", "eu"], rest].concat())
    };
    // A /56 has 2^8 prefixes of /64; 5,000 need 2^13, a /51; with the services that is two of them, a /50.
    let run = suggest("/56", &["--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let json = run.json();
    assert_eq!(
        json["nodes"],
        json!({
            "path": "eu/vpc/s", "field": "nodes", "wanted": "5000", "room": "256", "length": 56, "needed": 51,
        })
    );
    assert_eq!(
        json["wants"][1],
        json!({"name": "ranges", "count": "2", "fixed": 51})
    );
    let run = suggest("/56", &[]);
    assert!(
        run.out.contains(
            "▲ `eu/vpc/s` wants 5,000 nodes, and its nodes have a /56 with room for 256: counted as the /51 that they need"
        ),
        "{}",
        run.out
    );
    let run = suggest("/51", &[]);
    assert!(
        run.out.contains(
            "\n`eu/vpc/s` wants 5,000 nodes, and its nodes have a /51 with room for 8,192\n"
        ),
        "{}",
        run.out
    );
}

#[test]
fn arguments_that_cannot_be_meant() {
    for args in [
        &["--want", "zones"][..],
        &["--want", "zones=0"],
        &["--want", "=3"],
        &["--want", "a=1", "--want", "a=2"],
        &["--want", "a=1", "--leaf", "129"],
        &["--want", "a=1", "--fix", "b=/40"],
        &[],
    ] {
        assert_eq!(suggest(args).code, 2, "{args:?}");
    }
}

const PLAN: &str = "\
trellis: 1
provider: generic
alignment: nibble
regions:
  - name: eu
    v6: 2001:db8:1000::/36
    zones:
      - name: zone   # one of three
        count: 3
        v6: /40
        vpcs:
          - {name: vpc, count: 200, v6: /48, reserve: 20}
";

#[test]
fn a_scheme_becomes_a_variant() {
    let folder = Folder::new();
    folder.write("plan.yaml", PLAN);
    let suggest = |rest: &[&str]| folder.run(&[&["suggest", "plan.yaml", "eu"], rest].concat());
    let run = suggest(&["--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let json = run.json();
    assert_eq!(
        json["wants"],
        serde_json::json!([
            {"name": "zone", "count": "3", "fixed": null},
            {"name": "vpc", "count": "220", "fixed": null},
        ])
    );
    // Where nothing takes addresses of the VPCs they are the leaf, whose length stays: 12 bits below a /36, of which 220
    // VPCs need 8 and 3 zones 2, so that the border lies at /40 on nibbles.
    let schemes = json["schemes"].as_array().expect("a list");
    let lengths = |scheme: &serde_json::Value| {
        let levels = scheme["levels"].as_array().expect("levels").iter();
        levels
            .map(|level| level["length"].as_u64().expect("a length"))
            .collect::<Vec<_>>()
    };
    assert_eq!(schemes.iter().map(lengths).collect::<Vec<_>>(), [[40, 48]]);
    assert_eq!(schemes[0]["current"], true);

    let run = suggest(&["--alignment", "bit", "--format", "json"]);
    let json = run.json();
    let schemes = json["schemes"].as_array().expect("a list");
    let mut all: Vec<_> = schemes.iter().map(lengths).collect();
    all.sort();
    assert_eq!(all, [[38, 48], [39, 48], [40, 48]]);
    let number = schemes
        .iter()
        .position(|scheme| lengths(scheme) == [38, 48])
        .expect("it is there");
    let number = (number + 1).to_string();
    let run = suggest(&[
        "--alignment",
        "bit",
        "--take",
        &number,
        "--as",
        "wide zones",
    ]);
    assert_eq!(run.code, 0, "{run:?}");
    let expected = format!(
        "{PLAN}variants:\n  - name: wide zones\n    set:\n      eu/zone:\n        v6: /38\n"
    );
    assert_eq!(folder.read("plan.yaml"), expected);
    let run = folder.run(&["show", "plan.yaml", "eu/zone", "--variant", "wide zones"]);
    assert!(run.out.contains("2001:db8:1000::/38"), "{run:?}");
    let run = suggest(&["--variant", "wide zones"]);
    assert!(run.out.contains("/36 → /40 → /48"), "{run:?}");

    let run = suggest(&["--take", "9"]);
    assert_eq!(run.code, 2, "{run:?}");
    let run = suggest(&["--want", "vpcs=300"]);
    assert_eq!(
        run.err,
        "trellis: no level is called `vpcs`; there are zone, vpc\n"
    );
    let run = suggest(&["--want", "vpc=300", "--format", "json"]);
    assert_eq!(
        (run.code, run.json()["short_bits"].as_u64()),
        (1, Some(1)),
        "{run:?}"
    );
}
