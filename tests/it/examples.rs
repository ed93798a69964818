//! The plans that come with the program: they read, print back as they are, and come to what was computed by hand.

use std::fs;
use std::path::{Path, PathBuf};

use trellis::addr::Family;
use trellis::diag::Severity;
use trellis::document::{Document, FileKind};
use trellis::engine::{Evaluation, Pool, member_at};
use trellis::plan::{Date, Found};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/plans")
}

fn read(name: &str) -> Document {
    let text = fs::read_to_string(folder().join(name)).expect("an example");
    let today = Date::parse("2026-11-22").expect("a day");
    Document::new(text, today)
}

fn all() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .expect("the folder of examples")
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.into_string().expect("a plain name"))
        .collect();
    names.sort();
    names
}

/// The prefixes that paths lead to; `last` in front of a path is its last member.
fn check(name: &str, expected: &[(&str, Family, &str)]) {
    let document = read(name);
    for &(path, family, prefix) in expected {
        let found = document.plan().find(path.trim_start_matches("last "));
        let found = found.expect("a path of the example");
        let found = prefix_of(&document, &found, family, path.starts_with("last "));
        assert_eq!(found.as_deref(), Some(prefix), "{name}: {path}");
    }
}

fn prefix_of(document: &Document, found: &Found, family: Family, last: bool) -> Option<String> {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let members = if last {
        Evaluation::last_members(plan, found.node)
    } else {
        member_at(found)
    };
    let prefix = match found.range {
        None => evaluation.block_prefix(plan, found.node, family, &members),
        Some(kind) => {
            let shoot = evaluation.shoot(plan, found.node);
            evaluation.range_prefix(&shoot, kind, family, &members)
        }
    };
    prefix.map(|prefix| prefix.to_string())
}

#[test]
fn every_example_is_a_plan_without_errors() {
    assert!(all().len() >= 4);
    for name in all() {
        let document = read(&name);
        assert_eq!(document.kind(), FileKind::Plan, "{name}");
        let errors: Vec<String> = document
            .findings()
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| {
                let path = document.plan().path(finding.subject);
                format!("{path}: {}: {}", finding.code, finding.message)
            })
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn every_example_prints_back_as_it_is() {
    for name in all() {
        let text = fs::read_to_string(folder().join(&name)).expect("an example");
        let mut document = read(&name);
        assert_eq!(document.save().expect("it saves"), text, "{name}");
        assert!(
            text.lines().any(|line| line.starts_with('#')),
            "{name} teaches"
        );
    }
}

#[test]
fn landscape_comes_to_these_prefixes() {
    use Family::{V4, V6};
    check(
        "landscape.yaml",
        &[
            ("eu10/live", V6, "2001:db8:1000::/40"),
            ("eu10/live", V4, "10.0.0.0/12"),
            ("eu10/live/prod-1", V6, "2001:db8:1000::/56"),
            // The seventh /56 begins 6 × 256 /64s behind the first, 0x600.
            ("eu10/live/prod-7", V6, "2001:db8:1000:600::/56"),
            // Four /18s are a /16: the seventh begins at 10.1.128.0.
            ("eu10/live/prod-7", V4, "10.1.128.0/18"),
            ("last eu10/live/prod", V6, "2001:db8:1000:2700::/56"),
            ("last eu10/live/prod", V4, "10.9.192.0/18"),
            (
                "eu10/live/prod-40/billing.nodes",
                V6,
                "2001:db8:1000:2700::/64",
            ),
            // Behind forty /56s; and forty /18s are ten /16s.
            ("eu10/live/old", V6, "2001:db8:1000:2800::/56"),
            ("eu10/live/old", V4, "10.10.0.0/16"),
            ("eu10/live/old/legacy.nodes", V4, "10.10.0.0/17"),
            ("eu10/live/old/legacy.pods", V4, "100.96.0.0/11"),
        ],
    );
}

#[test]
fn proposal_comes_to_these_prefixes() {
    check(
        "proposal.yaml",
        &[
            ("poc/example.nodes", Family::V6, "2001:db8:1000::/64"),
            ("poc/example.services", Family::V6, "2001:db8:1000:1::/64"),
        ],
    );
}

#[test]
fn a_64_a_machine_comes_to_these_prefixes() {
    use Family::V6;
    check(
        "slash-64-per-vm.yaml",
        &[
            ("last nibbles/zone", V6, "2001:db8:1200::/40"),
            // 300 is 0x12c: the last /52 has the number 0x12b in its zone.
            ("last nibbles/zone/vpc", V6, "2001:db8:1212:b000::/52"),
            // A /38 is four /40s: the third begins at 0x2800. 299 /47s are 598 /48s, 0x256.
            ("last bits/zone", V6, "2001:db8:2800::/38"),
            ("last bits/zone/vpc", V6, "2001:db8:2a56::/47"),
            ("last flat/zone/machines.nodes", V6, "2001:db8:3200::/40"),
            (
                "nibbles/zone-1/vpc-1/machines.services",
                V6,
                "fd5a:3c1e:77a0::/112",
            ),
        ],
    );
    let document = read("slash-64-per-vm.yaml");
    // 12, 17 and 24 bits down to a /64.
    for (path, machines) in [
        ("nibbles/zone/vpc/machines", 4_096),
        ("bits/zone/vpc/machines", 131_072),
        ("flat/zone/machines", 16_777_216),
    ] {
        let node = document.plan().find(path).expect("a path").node;
        let shoot = document.evaluation().shoot(document.plan(), node);
        let truth = document.evaluation().truth(&shoot, &[]);
        let value = truth.max_nodes.value.and_then(trellis::addr::Count::low);
        assert_eq!(value, Some(machines), "{path}");
    }
}

#[test]
fn gardener_on_metal_comes_to_these_prefixes() {
    use Family::V6;
    check(
        "metal-flat.yaml",
        &[
            ("eu-metal/zone-1", V6, "2001:db8:1000::/40"),
            ("last eu-metal/zone", V6, "2001:db8:1200::/40"),
            // Behind three zones and the five that are reserved.
            ("eu-metal/fabric", V6, "2001:db8:1800::/40"),
            // Every cluster of a zone has the zone's prefix for its machines.
            ("eu-metal/zone-2/team-7.nodes", V6, "2001:db8:1100::/40"),
            ("eu-metal/zone-2/compute.nodes", V6, "2001:db8:1100::/40"),
            // 3 × 1,000 /112s are kept as 4,096, 3 × 200 behind them as 1,024: 0x1000 and 0x1400.
            (
                "eu-metal/zone-1/team-1.services",
                V6,
                "fd03:83b1:c6af::/112",
            ),
            (
                "last eu-metal/zone/team.services",
                V6,
                "fd03:83b1:c6af::bb7:0/112",
            ),
            // 4,096 + 2 × 200 + 6 = 4,502, which is 0x1196.
            (
                "eu-metal/zone-3/prod-7.services",
                V6,
                "fd03:83b1:c6af::1196:0/112",
            ),
            (
                "eu-metal/zone-3/compute.services",
                V6,
                "fd03:83b1:c6af::1402:0/112",
            ),
        ],
    );
    let document = read("metal-flat.yaml");
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let node = |path| plan.find(path).expect("a path").node;
    // 1,000 × 50 + 200 × 500 + 5,000 of 2^24; 2^17 is 131,072, so that is 18 bits.
    let pool = evaluation.block_pool(node("eu-metal/zone"), V6);
    let (budget, _) = pool.and_then(Pool::budget).expect("a budget");
    assert_eq!(
        (budget.given, budget.needed, budget.spare),
        (24, 18, 6),
        "{budget:?}"
    );
    assert_eq!(budget.room.low(), Some(16_777_216));
    assert_eq!(budget.planned.low(), Some(155_000));
    for path in ["eu-metal/zone/team", "eu-metal/zone/compute"] {
        let shoot = evaluation.shoot(plan, node(path));
        let truth = evaluation.truth(&shoot, &[]);
        let value = truth.max_nodes.value.and_then(trellis::addr::Count::low);
        assert_eq!(value, Some(16_777_216), "{path}");
        let machines = truth.v6.node_prefix.expect("a /64 a machine");
        assert_eq!((machines.length.bits(), machines.first), (64, None));
        let pods = truth.v6.pod_range.expect("a /80 a machine");
        assert_eq!((pods.length.bits(), pods.first), (80, None));
    }
    let found: Vec<&str> = document
        .findings()
        .iter()
        .map(|finding| finding.code)
        .collect();
    assert_eq!(
        found,
        ["documentation-range", "node-64"],
        "advice, and nothing else"
    );
}

/// How many nodes a shoot of an example can have, and what binds.
fn max_nodes(document: &Document, path: &str) -> (Option<u128>, Option<&'static str>) {
    let node = document.plan().find(path).expect("a path").node;
    let shoot = document.evaluation().shoot(document.plan(), node);
    let bound = document.evaluation().numbers(&shoot).max_nodes;
    (bound.value.and_then(trellis::addr::Count::low), bound.by)
}

#[test]
fn google_cloud_comes_to_these_prefixes() {
    use Family::{V4, V6};
    check(
        "gcp-dual.yaml",
        &[
            ("europe-west1/shared", V4, "10.64.0.0/11"),
            ("europe-west1/shared/shop.nodes", V4, "10.64.0.0/20"),
            // The first /15 behind the one that the node ranges are in.
            ("europe-west1/shared/shop.pods", V4, "10.66.0.0/15"),
            ("europe-west1/shared/stage-4.nodes", V4, "10.64.64.0/20"),
            // Four /17s are a /15.
            ("europe-west1/shared/stage-4.pods", V4, "10.69.128.0/17"),
            ("europe-west1/shared/batch.pods", V4, "10.70.0.0/15"),
        ],
    );
    let document = read("gcp-dual.yaml");
    // Google assigns whatever is IPv6.
    let found = document.plan().find("europe-west1/shared/shop.nodes");
    let found = found.expect("a path");
    assert_eq!(prefix_of(&document, &found, V6, false), None);
    // 9, 7 and 10 bits between a /15 or /17 and the alias ranges.
    for (path, nodes) in [("shop", 512), ("stage", 128), ("batch", 1024)] {
        let path = format!("europe-west1/shared/{path}");
        assert_eq!(
            max_nodes(&document, &path),
            (Some(nodes), Some("autoscaler")),
            "{path}"
        );
    }
    let severe = document.worst();
    assert_eq!(severe, Some(Severity::Advice), "dual stack is advice");
}

#[test]
fn openstack_comes_to_these_prefixes() {
    use Family::V6;
    check(
        "openstack-dual.yaml",
        &[
            ("eu-de-1/project-1", V6, "2001:db8:2000::/56"),
            (
                "eu-de-1/project-12/prod.nodes",
                V6,
                "2001:db8:2000:b00::/64",
            ),
            ("eu-de-1/project-12/prod.pods", V6, "2001:db8:2000:b01::/64"),
            (
                "eu-de-1/project-12/prod.services",
                V6,
                "2001:db8:2000:b02::/112",
            ),
            // Behind twelve /56s and the 52 that are reserved: 64 is 0x40.
            ("eu-de-1/shared", V6, "2001:db8:2000:4000::/56"),
            // Twenty node ranges, twenty pod ranges, and a /64 that has all twenty /112s.
            (
                "eu-de-1/shared/team-20.nodes",
                V6,
                "2001:db8:2000:4013::/64",
            ),
            ("eu-de-1/shared/team-20.pods", V6, "2001:db8:2000:4027::/64"),
            (
                "eu-de-1/shared/team-20.services",
                V6,
                "2001:db8:2000:4028::13:0/112",
            ),
        ],
    );
    let document = read("openstack-dual.yaml");
    // 65,536 /80s of IPv6; 8,192 /24s of 100.96.0.0/11 bind.
    let bound = max_nodes(&document, "eu-de-1/project/prod");
    assert_eq!(bound, (Some(8192), Some("nodeipam")));
    assert_eq!(document.worst(), Some(Severity::Advice));
}

#[test]
fn brownfield_comes_to_these_prefixes() {
    use Family::V4;
    check(
        "brownfield-ipv4.yaml",
        &[
            ("eu-central-1/production/prod.nodes", V4, "10.250.0.0/16"),
            ("eu-central-1/production/prod.pods", V4, "100.96.0.0/11"),
            ("eu-central-1/staging/stage-a.services", V4, "100.64.0.0/13"),
            ("eu-central-1/staging/stage-b.nodes", V4, "10.249.128.0/17"),
            ("eu-central-1/staging/stage-b.services", V4, "100.80.0.0/12"),
            // The lowest /16 of 10.0.0.0/8 that nothing is written in.
            ("eu-central-1/next", V4, "10.0.0.0/16"),
            ("eu-central-1/next/shop.nodes", V4, "10.0.0.0/16"),
        ],
    );
}
