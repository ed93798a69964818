//! What already runs, as a plan: manifests and tables in, definitions out, and nothing dropped silently.

use trellis::addr::{Family, parse_prefix};
use trellis::document::{Document, LIMITS};
use trellis::import::{self, Imported, Remark};
use trellis::manifest::Manifests;
use trellis::plan::{Date, Edit, RangeKind};
use trellis::source::NodeId;
use trellis::yaml::Tree;

fn today() -> Date {
    Date::parse("2026-11-22").expect("a day")
}

fn read(text: &str) -> (Vec<Imported>, Vec<Remark>) {
    let (tree, faults) = Tree::read(text, LIMITS);
    import::shoots(&Manifests::new(text.to_owned(), tree, &faults))
}

fn planned(shoots: &[Imported]) -> Document {
    let mut document = Document::new("trellis: 1\n".to_owned(), today());
    for edit in import::edits(document.plan(), import::plan(shoots.to_vec())) {
        document.apply(edit).expect("an empty plan takes all");
        document.save().expect("a plan that reads back");
    }
    document
}

/// The plan of some manifests, without its first line.
fn plan(text: &str) -> String {
    let document = planned(&read(text).0);
    assert_eq!(document.reading(), [], "{}", document.text());
    document
        .text()
        .trim_start_matches("trellis: 1\n")
        .to_owned()
}

fn said(text: &str) -> Vec<String> {
    read(text).1.iter().map(ToString::to_string).collect()
}

/// A Shoot of one provider with what is added to its networking, its infrastructure, and below it.
fn shoot(name: &str, provider: &str, networking: &str, infrastructure: &str, more: &str) -> String {
    format!(
        "apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nmetadata: {{name: {name}, namespace: garden-dev}}\n\
         spec:\n  region: r1\n  kubernetes: {{version: 1.34.2}}\n  networking: {{type: calico{networking}}}\n\
         \x20 provider:\n    type: {provider}\n    infrastructureConfig: {{networks: {{{infrastructure}}}}}\n\
         \x20   workers:\n    - {{name: a, maximum: 3, minimum: 1, zones: [z1, z2]}}\n    - {{name: b, maximum: 4}}\n{more}"
    )
}

/// The lines of the only shoot's own fields that name one of these keys.
fn fields(text: &str, keys: &[&str]) -> Vec<String> {
    let plan = plan(text);
    let inside = plan.split("shoots:").nth(1).expect(&plan).to_owned();
    let lines = inside.lines().map(str::trim);
    lines
        .filter(|line| keys.iter().any(|key| line.starts_with(&format!("{key}:"))))
        .map(str::to_owned)
        .collect()
}

const RANGES: [&str; 4] = ["nodes", "pods", "services", "pinned"];

#[test]
fn each_provider_and_mode_says_its_ranges() {
    let v4 = ", nodes: 10.250.0.0/16, pods: 100.96.0.0/11, services: 100.64.0.0/13";
    let dual = format!("{v4}, ipFamilies: [IPv4, IPv6]");
    let six = ", ipFamilies: [IPv6]";
    for (provider, networking, infrastructure, expected) in [
        (
            "aws",
            v4,
            "vpc: {cidr: 10.250.0.0/16}",
            [
                "nodes: 10.250.0.0/16",
                "pods: 100.96.0.0/11",
                "services: 100.64.0.0/13",
            ],
        ),
        (
            "aws",
            &dual,
            "",
            [
                "nodes: [10.250.0.0/16, v6global+prefix]",
                "pods: [100.96.0.0/11, v6fromNode]",
                "services: [100.64.0.0/13, v6global]",
            ],
        ),
        (
            "aws",
            six,
            "",
            [
                "nodes: v6global+prefix",
                "pods: v6fromNode",
                "services: v6global",
            ],
        ),
        (
            "gcp",
            &dual,
            "",
            [
                "nodes: [10.250.0.0/16, v6global+prefix]",
                "pods: [100.96.0.0/11, v6fromNode]",
                "services: [100.64.0.0/13, v6global]",
            ],
        ),
        (
            "openstack",
            &dual,
            "ipv6: {subnetPoolID: x}",
            [
                "nodes: [10.250.0.0/16, v6global]",
                "pods: [100.96.0.0/11, v6global]",
                "services: [100.64.0.0/13, v6global]",
            ],
        ),
        (
            "openstack",
            &dual,
            "ipv6: {nodeCIDR: \"fd12:1::/64\", podCIDR: \"fd12:2::/64\", serviceCIDR: \"fd12:3::/112\"}",
            [
                "nodes: [10.250.0.0/16, \"fd12:1::/64\"]",
                "pods: [100.96.0.0/11, \"fd12:2::/64\"]",
                "services: [100.64.0.0/13, \"fd12:3::/112\"]",
            ],
        ),
        (
            "local",
            ", ipFamilies: [IPv6], nodes: \"fd00:10:1:100::/56\", pods: \"fd00:10:3::/56\", services: \"fd00:10:4::/112\"",
            "",
            [
                "nodes: fd00:10:1:100::/56",
                "pods: fd00:10:3::/56",
                "services: fd00:10:4::/112",
            ],
        ),
    ] {
        let text = shoot("a", provider, networking, infrastructure, "");
        let plain = |line: String| line.replace('"', "");
        let found: Vec<String> = fields(&text, &RANGES).into_iter().map(plain).collect();
        assert_eq!(found, expected.map(|line| line.replace('"', "")), "{text}");
        assert_eq!(said(&text), [""; 0]);
    }
}

#[test]
fn a_node_gets_its_prefix_as_on_metal() {
    let text = shoot(
        "a",
        "ironcore-metal",
        ", ipFamilies: [IPv6], nodes: \"2a05::/48\"",
        "",
        "",
    )
    .replace(
        "    workers:",
        "    controlPlaneConfig: {cloudControllerManager: {podPrefixSize: 80}}\n    workers:",
    );
    assert_eq!(
        fields(&text, &RANGES),
        ["nodes: 2a05::/48+prefix/80", "pods: v6fromNode/80"]
    );
}

#[test]
fn what_was_assigned_is_pinned() {
    let status = "status:\n  networking:\n    nodes: [10.250.0.0/16, \"2a05:d018:1::/56\"]\n    pods: [100.96.0.0/11, \"2a05:d018:1::/56\"]\n    services: [100.64.0.0/13, \"2a05:d018:1:0:1::/108\"]\n";
    let text = shoot(
        "a",
        "aws",
        ", ipFamilies: [IPv4, IPv6], nodes: 10.250.0.0/16, pods: 100.96.0.0/11, services: 100.64.0.0/13",
        "",
        status,
    );
    let document = planned(&read(&text).0);
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let node = plan.find("r1/a/a").expect("the shoot").node;
    let shoot = evaluation.shoot(plan, node);
    let prefix = |kind, family| {
        evaluation
            .range_prefix(&shoot, kind, family, &[])
            .map(|prefix| prefix.to_string())
    };
    for (kind, family, expected) in [
        (RangeKind::Nodes, Family::V4, Some("10.250.0.0/16")),
        (RangeKind::Nodes, Family::V6, Some("2a05:d018:1::/56")),
        (RangeKind::Pods, Family::V4, Some("100.96.0.0/11")),
        (RangeKind::Pods, Family::V6, None),
        (
            RangeKind::Services,
            Family::V6,
            Some("2a05:d018:1:0:1::/108"),
        ),
    ] {
        assert_eq!(
            prefix(kind, family).as_deref(),
            expected,
            "{kind:?} {family:?}\n{}",
            document.text()
        );
    }
    assert_eq!(
        document
            .findings()
            .iter()
            .filter(|finding| finding.severity == trellis::diag::Severity::Error)
            .count(),
        0
    );
}

#[test]
fn what_is_left_to_the_seed_stays_unsaid_but_is_known_from_the_status() {
    let networking = ", ipFamilies: [IPv4, IPv6], nodes: 10.250.0.0/16";
    let text = shoot("a", "metal", networking, "", "");
    assert_eq!(
        fields(&text, &RANGES),
        ["nodes: [10.250.0.0/16, v6global+prefix]"],
        "both families are said, for an export would else take one away"
    );
    let status = "status: {networking: {pods: [100.96.0.0/11]}}\n";
    let text = shoot("a", "aws", ", nodes: 10.250.0.0/16", "", status);
    assert_eq!(
        fields(&text, &RANGES),
        ["pinned:", "pods: 100.96.0.0/11", "nodes: 10.250.0.0/16"]
    );
    let document = planned(&read(&text).0);
    let node = document.plan().find("r1/a/a").expect("the shoot").node;
    let shoot = document.evaluation().shoot(document.plan(), node);
    let pods = document
        .evaluation()
        .range_prefix(&shoot, RangeKind::Pods, Family::V4, &[]);
    assert_eq!(pods, parse_prefix("100.96.0.0/11").ok());
}

#[test]
fn regions_and_networks_become_blocks() {
    let shared = "vpc: {id: vpc-1}";
    let text = [
        shoot("a", "aws", ", nodes: 10.1.0.0/24", shared, ""),
        shoot("b", "aws", ", nodes: 10.1.1.0/24", shared, ""),
        shoot(
            "c",
            "aws",
            ", nodes: 10.2.0.0/16",
            "vpc: {cidr: 10.2.0.0/16}",
            "",
        ),
        shoot("a", "local", ", nodes: 10.0.0.0/16", "", "").replace("garden-dev", "garden-other"),
    ]
    .join("---\n");
    let document = planned(&read(&text).0);
    let plan = document.plan();
    let mut paths: Vec<String> = plan.walk().skip(1).map(|node| plan.path(node)).collect();
    paths.sort();
    assert_eq!(
        paths,
        [
            "r1-aws",
            "r1-aws/c",
            "r1-aws/c/c",
            "r1-aws/vpc-1",
            "r1-aws/vpc-1/a",
            "r1-aws/vpc-1/b",
            "r1-local",
            "r1-local/a"
        ]
    );
}

#[test]
fn what_all_have_in_common_is_said_once() {
    let text = [
        shoot(
            "a",
            "aws",
            ", nodes: 10.1.0.0/16, pods: 100.96.0.0/11",
            "",
            "",
        ),
        shoot(
            "b",
            "aws",
            ", nodes: 10.2.0.0/16, pods: 100.96.0.0/11",
            "",
            "",
        ),
        shoot(
            "c",
            "aws",
            ", nodes: 10.3.0.0/16, pods: 100.64.0.0/11",
            "",
            "",
        )
        .replace("1.34.2", "1.33.1"),
    ]
    .join("---\n");
    let plan = plan(&text);
    assert_eq!(plan.matches("cni: calico").count(), 1, "{plan}");
    assert_eq!(plan.matches("pods: 100.96.0.0/11").count(), 1, "{plan}");
    assert_eq!(plan.matches("kubernetes: 1.34.2").count(), 1, "{plan}");
    assert_eq!(plan.matches("kubernetes: 1.33.1").count(), 1, "{plan}");
    let document = planned(&read(&text).0);
    for (path, pods) in [("r1/a/a", "100.96.0.0/11"), ("r1/c/c", "100.64.0.0/11")] {
        let node = document.plan().find(path).expect(path).node;
        let shoot = document.evaluation().shoot(document.plan(), node);
        let prefix = document
            .evaluation()
            .range_prefix(&shoot, RangeKind::Pods, Family::V4, &[]);
        assert_eq!(prefix, parse_prefix(pods).ok(), "{plan}");
    }
}

#[test]
fn what_is_not_understood_is_named_and_noted() {
    let text = shoot(
        "a",
        "aws",
        ", nodes: 10.250.0.1/16, pods: \"::ffff:100.96.0.0/107\", services: later",
        "",
        "",
    );
    let text = text.replace("1.34.2", "newest");
    let said = said(&text);
    for (line, words) in [
        (
            6,
            "garden-dev/a: spec.kubernetes.version: `newest` is no version",
        ),
        (
            7,
            "garden-dev/a: spec.networking.nodes: `10.250.0.1/16` has host bits; it is imported as 10.250.0.0/16",
        ),
        (
            7,
            "garden-dev/a: spec.networking.pods: `::ffff:100.96.0.0/107` is IPv4 in IPv6's spelling; it is imported as 100.96.0.0/11",
        ),
        (
            7,
            "garden-dev/a: spec.networking.services: `later` is no CIDR; it is left out",
        ),
    ] {
        assert!(
            said.iter()
                .any(|told| told.starts_with(&format!("{line}: {words}"))),
            "{words}\n{said:#?}"
        );
    }
    let plan = plan(&text);
    let note = plan
        .lines()
        .find(|line| line.trim().starts_with("note:"))
        .expect(&plan);
    assert!(
        note.contains("host bits") && note.contains("`later` is no CIDR"),
        "{note}"
    );
}

#[test]
fn hostile_names_are_left_out_and_said() {
    let good = shoot("good", "aws", ", nodes: 10.1.0.0/16", "", "");
    for (name, words) in [
        ("\"../../etc\"", "has a `/`"),
        ("\"a\\e[2Jb\"", "control character"),
        ("\"a\\u202Eb\"", "control character"),
    ] {
        let text = format!("{}---\n{good}", shoot(name, "aws", "", "", ""));
        let (shoots, remarks) = read(&text);
        assert_eq!(shoots.len(), 1, "{name}");
        assert!(
            remarks
                .iter()
                .any(|remark| remark.line == 1 && remark.message.contains(words)),
            "{remarks:?}"
        );
    }
    let twice = format!("{good}---\n{}", good.replace("10.1.0.0", "10.2.0.0"));
    let (shoots, remarks) = read(&twice);
    assert_eq!((shoots.len(), shoots[0].line), (1, 15));
    assert!(
        remarks
            .iter()
            .any(|remark| remark.message.contains("twice, first in line 1")),
        "{remarks:?}"
    );
}

/// A plan after shoots were merged into it, and what was said.
fn merged(plan: &str, under: &str, manifests: &str) -> (String, Vec<String>) {
    let mut document = Document::new(plan.to_owned(), today());
    let under = document.plan().find(under).expect("a block").node;
    let merged = import::merge(&document, under, &read(manifests).0);
    let mut said: Vec<String> = merged
        .added
        .iter()
        .map(|path| format!("added {path}"))
        .collect();
    said.extend(
        merged
            .changed
            .iter()
            .map(|one| format!("{} {}: {} -> {}", one.path, one.field, one.from, one.to)),
    );
    said.extend(merged.gone.iter().map(|path| format!("gone {path}")));
    document
        .apply(Edit::Many(merged.edits))
        .expect("edits that a plan takes");
    document.save().expect("a plan that reads back");
    (document.text().to_owned(), said)
}

#[test]
fn what_was_imported_once_is_merged_without_a_change() {
    let text = [
        shoot(
            "a",
            "aws",
            ", nodes: 10.1.0.0/16, pods: 100.96.0.0/11",
            "vpc: {cidr: 10.1.0.0/16}",
            "",
        ),
        shoot(
            "b",
            "gcp",
            ", ipFamilies: [IPv4, IPv6], nodes: 10.2.0.0/16, pods: 100.96.0.0/11",
            "",
            "",
        ),
    ]
    .join("---\n");
    let plan = planned(&read(&text).0).text().to_owned();
    assert_eq!(merged(&plan, "", &text), (plan.clone(), Vec::new()));
}

#[test]
fn only_what_differs_is_merged() {
    let plan = "trellis: 1
pods: 100.64.0.0/11 # for all that come
regions:
  - name: r1 # the first
    vpcs:
      - name: a
        v4: 10.1.0.0/16
        shoots:
          - name: a   # the oldest
            provider: aws
            kubernetes: \"1.34\"
            cni: calico
            nodes: v4:/16
            max-nodes: 7
            node-zones: [z1, z2]
            manifest-fields: {project: dev, region: r1, workers: {name: a}}
      - name: old
        shoots:
          - name: old
            manifest-fields: {project: dev}
";
    let manifests = [
        shoot(
            "a",
            "aws",
            ", nodes: 10.1.0.0/16, pods: 100.96.0.0/11",
            "vpc: {cidr: 10.1.0.0/16}",
            "",
        ),
        shoot(
            "new",
            "aws",
            ", nodes: 10.7.0.0/16",
            "vpc: {cidr: 10.7.0.0/16}",
            "",
        ),
    ]
    .join("---\n");
    let (text, said) = merged(plan, "", &manifests);
    assert_eq!(
        said,
        [
            "added garden-dev/new",
            "r1/a/a pods: 100.64.0.0/11 -> 100.96.0.0/11",
            "gone r1/old/old"
        ],
        "{text}"
    );
    for line in plan.lines() {
        assert!(
            text.lines().any(|other| other == line),
            "{line} is gone\n{text}"
        );
    }
    let document = Document::new(text.clone(), today());
    let node = document.plan().find("r1/new/new").expect(&text).node;
    let shoot = document.evaluation().shoot(document.plan(), node);
    assert!(
        shoot.range(RangeKind::Pods, Family::V4).is_none(),
        "what its manifest leaves out is not inherited\n{text}"
    );
    assert_eq!(document.plan().parent(NodeId::ROOT), None);
}

/// The plan of a table, without its first line, and what was said.
fn table(text: &str) -> (String, Vec<String>) {
    assert!(import::is_csv(text), "{text}");
    let (blocks, remarks) = import::read_csv(text);
    let mut document = Document::new("trellis: 1\n".to_owned(), today());
    let edit = import::insert(document.plan(), NodeId::ROOT, blocks);
    document.apply(edit).expect("an empty plan takes all");
    document.save().expect("a plan that reads back");
    assert_eq!(document.reading(), [], "{}", document.text());
    let text = document
        .text()
        .trim_start_matches("trellis: 1\n")
        .to_owned();
    (text, remarks.iter().map(ToString::to_string).collect())
}

#[test]
fn prefixes_nest_by_their_bits() {
    let nested = "blocks:\n  - name: all\n    v4: 10.0.0.0/8\n    blocks:\n      - name: live\n        v4: 10.1.0.0/16\n        state: assigned\n        blocks:\n          - name: 10.1.2.0-24\n            v4: 10.1.2.0/24\n            state: reserved\n";
    for text in [
        "prefix,name,status\n10.1.2.0/24,,Reserved\n10.0.0.0/8,all,Container\n10.1.0.0/16,live,active\n",
        "\u{feff}\"IP prefix\";\"Name\";\"State\"\r\n\"10.0.0.0/8\";\"all\";\"\"\r\n10.1.0.0/16; live ;In use\r\n\r\n10.1.2.0/24;;reserved\r\n",
        "Subnet\tMask\tDescription\tStatus\n10.0.0.0\t255.0.0.0\tall\t\n10.1.0.0\t16\tlive\tUsed\n10.1.2.0\t/24\t\tReserved",
        "name|parent|cidr|status\nall||10.0.0.0/8|\nlive|all|10.1.0.0/16|allocated\n|live|10.1.2.0/24|reserved\n",
    ] {
        assert_eq!(table(text), (nested.to_owned(), Vec::new()), "{text}");
    }
}

#[test]
fn rows_that_are_not_understood_are_named() {
    let (plan, said) = table(
        "prefix,name,status,parent,site\n10.0.0.9/8,\"a, b\",odd,,x\nlater,c,active,,x\n,d,active,,x\n192.168.0.0/16,e,active,10.0.0.0/8,x\n::ffff:10.9.0.0/112,f,,nowhere,x\n10.9.0.0/16,f,,,x\n",
    );
    let expected = [
        "1: the column `site` is not read",
        "2: `10.0.0.9/8` has host bits; it is imported as 10.0.0.0/8",
        "2: name: `a, b` cannot stand in a path; it is imported as `a- b`",
        "2: status: `odd` is no state that is known; it is kept as a note",
        "3: `later` is no prefix; the row is left out",
        "4: there is no prefix in this row; the row is left out",
        "5: parent: 192.168.0.0/16 does not lie in `10.0.0.0/8`; it lies where its bits say",
        "6: `::ffff:10.9.0.0/112` is IPv4 in IPv6's spelling; it is imported as 10.9.0.0/16",
        "6: parent: `nowhere` is in no row; 10.9.0.0/16 lies where its bits say",
        "7: 10.9.0.0/16 is there twice; both are imported",
    ];
    let mut said = said;
    said.sort();
    assert_eq!(said, expected);
    assert!(
        plan.contains("note: \"status: odd\"") && plan.contains("name: f 10.9.0.0-16"),
        "{plan}"
    );
}

#[test]
fn other_texts_are_no_tables() {
    for text in [
        "",
        "apiVersion: v1\nkind: List\n",
        "name,status\na,b\n",
        "prefix: 10.0.0.0/8\n",
        "{\"prefix\": 1}",
    ] {
        assert!(!import::is_csv(text), "{text}");
    }
    assert!(import::is_csv("prefix\n10.0.0.0/8\n"));
}

#[test]
fn a_table_is_merged_where_its_bits_lie() {
    let plan = "trellis: 1
regions:
  - name: r1 # ours
    blocks:
      - name: all
        v4: 10.0.0.0/8
        blocks:
          - {name: live, v4: 10.1.0.0/16, state: planned} # soon
";
    let table = "prefix,name,status\n10.0.0.0/8,everything,container\n10.1.0.0/16,live,active\n10.1.2.0/24,new,active\n192.168.0.0/16,lan,\n";
    let mut document = Document::new(plan.to_owned(), today());
    let mut merged = import::Merged::default();
    import::merge_blocks(
        &document,
        NodeId::ROOT,
        import::read_csv(table).0,
        &mut merged,
    );
    assert_eq!(merged.added, ["new 10.1.2.0/24", "lan 192.168.0.0/16"]);
    assert_eq!((merged.same, merged.changed.len()), (2, 1));
    assert_eq!(
        (
            merged.changed[0].path.as_str(),
            merged.changed[0].to.as_str()
        ),
        ("r1/all/live", "assigned")
    );
    document
        .apply(Edit::Many(merged.edits))
        .expect("edits that a plan takes");
    document.save().expect("a plan that reads back");
    let found = document
        .plan()
        .find("r1/all/live/new")
        .map(|found| found.node);
    assert!(
        found.is_ok() && document.text().contains("- name: r1 # ours"),
        "{}",
        document.text()
    );
    let mut again = import::Merged::default();
    import::merge_blocks(
        &document,
        NodeId::ROOT,
        import::read_csv(table).0,
        &mut again,
    );
    assert_eq!(
        (again.added.len(), again.changed.len(), again.same),
        (0, 0, 4)
    );
}

#[test]
fn seeds_are_kept() {
    let seed = "apiVersion: core.gardener.cloud/v1beta1\nkind: Seed\nmetadata: {name: s1}\nspec: {networks: {nodes: 10.240.0.0/16, pods: 10.241.128.0/17, services: 10.241.0.0/17, shootDefaults: {pods: 100.96.0.0/11}}}\n";
    let (tree, faults) = Tree::read(seed, LIMITS);
    let landscape = Manifests::new(seed.to_owned(), tree, &faults).landscape;
    let mut document = Document::new("trellis: 1\n".to_owned(), today());
    let mut merged = import::Merged::default();
    import::merge_seeds(&document, &landscape, &mut merged);
    document.apply(Edit::Many(merged.edits)).expect("an edit");
    document.save().expect("a plan that reads back");
    assert_eq!(document.reading(), [], "{}", document.text());
    let seeds = document.plan().seeds();
    assert_eq!(
        (seeds.len(), merged.added.as_slice()),
        (1, &["the seed s1".to_owned()][..])
    );
    let mut again = import::Merged::default();
    import::merge_seeds(&document, &landscape, &mut again);
    assert_eq!(again.edits, []);
}

#[test]
fn a_member_of_a_run_is_no_new_shoot() {
    let plan = "trellis: 1
manifest-fields: {project: dev}
vpcs:
  - name: prod
    count: 3
    shoots:
      - {name: shop, count: 2}
";
    for (name, added) in [
        ("shop-3-2", false),
        ("shop-4-1", true),
        ("shop-1", true),
        ("shop", true),
    ] {
        let manifest = shoot(name, "local", ", nodes: 10.0.0.0/16", "", "");
        let document = Document::new(plan.to_owned(), today());
        let merged = import::merge(&document, NodeId::ROOT, &read(&manifest).0);
        assert_eq!(
            (merged.added.len(), merged.members.len()),
            (usize::from(added), usize::from(!added)),
            "{name}"
        );
    }
}
