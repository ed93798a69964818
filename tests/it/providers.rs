//! Providers: what small plans come to at each, and what Gardener's extensions say of them.

mod facts;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_yaml::Value;

use trellis::addr::Family;
use trellis::diag::Severity;
use trellis::document::Document;
use trellis::plan::{Date, RangeKind};
use trellis::source::NodeId;

const EVALUATED: &str = include_str!("../cases/providers/evaluated.yaml");
const GARDENER: &str = include_str!("../cases/providers/gardener.yaml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ByFamily<T> {
    v4: Option<T>,
    v6: Option<T>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Evaluated {
    from: String,
    plan: Value,
    allocator: Option<String>,
    node_prefix: Option<ByFamily<u8>>,
    pods: Option<ByFamily<u8>>,
    max_nodes: Option<(u128, String)>,
    #[serde(default)]
    limits: BTreeMap<String, Option<u128>>,
    services: Option<u128>,
    #[serde(default)]
    origins: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verdict {
    id: String,
    says: String,
    plan: Value,
    errors: Option<Vec<String>>,
    refused: Option<String>,
    literal: Option<String>,
    autoscaler: Option<u128>,
}

/// A plan in YAML, with a block around its shoots where the case gives it a prefix.
fn document(plan: &Value) -> Document {
    let mut plan = plan.clone();
    let fields = plan.as_mapping_mut().expect("a plan is a mapping");
    if let Some(prefix) = fields.remove("v6") {
        let shoots = fields.remove("shoots").expect("a shoot");
        let mut block = serde_yaml::Mapping::new();
        block.insert("name".into(), "around".into());
        block.insert("v6".into(), prefix);
        block.insert("shoots".into(), shoots);
        fields.insert(
            "blocks".into(),
            Value::Sequence(vec![Value::Mapping(block)]),
        );
    }
    fields.insert("trellis".into(), 1.into());
    let text = serde_yaml::to_string(&plan).expect("it is YAML");
    Document::new(text, Date::parse("2026-11-22").expect("a day"))
}

/// The shoot of a case.
fn shoot(document: &Document) -> NodeId {
    let plan = document.plan();
    plan.walk()
        .find(|&node| plan.kind(node) == trellis::plan::Kind::Shoot)
        .expect("a shoot")
}

fn check_evaluated(case: &Evaluated) {
    let from = &case.from;
    let document = document(&case.plan);
    let evaluation = document.evaluation();
    let shoot = evaluation.shoot(document.plan(), shoot(&document));
    let truth = evaluation.numbers(&shoot);
    if let Some(allocator) = &case.allocator {
        assert_eq!(truth.allocator.word(), allocator, "{from}: allocator");
    }
    for family in Family::BOTH {
        let of = |wanted: &Option<ByFamily<u8>>| {
            let wanted = wanted.as_ref()?;
            Some(match family {
                Family::V4 => wanted.v4,
                Family::V6 => wanted.v6,
            })
        };
        if let Some(bits) = of(&case.pods) {
            assert_eq!(shoot.pod_range_bits(family), bits, "{from}: pods {family}");
        }
        if let Some(bits) = of(&case.node_prefix) {
            let prefix = shoot.node_prefix(family).map(trellis::addr::Length::bits);
            assert_eq!(prefix, bits, "{from}: node prefix {family}");
        }
    }
    if let Some((nodes, by)) = &case.max_nodes {
        let found = truth.max_nodes.value.and_then(trellis::addr::Count::low);
        assert_eq!(
            (found, truth.max_nodes.by),
            (Some(*nodes), Some(by.as_str())),
            "{from}: nodes"
        );
    }
    for (by, nodes) in &case.limits {
        let limit = truth.limits.iter().find(|limit| limit.by == by);
        let value = limit.and_then(|limit| limit.value.low());
        assert_eq!(value, *nodes, "{from}: {by}");
    }
    if let Some(addresses) = case.services {
        let found = shoot
            .service_addresses(Family::V6)
            .and_then(trellis::addr::Count::low);
        assert_eq!(found, Some(addresses), "{from}: services");
    }
    for (range, origin) in &case.origins {
        let kind = RangeKind::ALL.into_iter().find(|kind| kind.key() == range);
        let found = shoot.range(kind.expect("a range"), Family::V6);
        assert_eq!(
            found.map(|range| range.origin.word()),
            Some(origin.as_str()),
            "{from}: {range}"
        );
    }
}

fn check_verdict(case: &Verdict) {
    let name = format!("{} ({})", case.id, case.says);
    let document = document(&case.plan);
    let errors: Vec<_> = document
        .findings()
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    let codes: Vec<&str> = errors.iter().map(|finding| finding.code).collect();
    if let Some(expected) = &case.errors {
        assert_eq!(&codes, expected, "{name}");
    }
    if let Some(code) = &case.refused {
        assert!(codes.contains(&code.as_str()), "{name}: {codes:?}");
    }
    if let Some(literal) = &case.literal {
        let said = errors
            .iter()
            .any(|error| error.literal.as_ref() == Some(literal));
        assert!(said, "{name}: {literal}");
    }
    if let Some(nodes) = case.autoscaler {
        let shoot = document
            .evaluation()
            .shoot(document.plan(), shoot(&document));
        let cap = trellis::engine::autoscaler_cap(&shoot).and_then(trellis::addr::Count::low);
        assert_eq!(cap, Some(nodes), "{name}");
    }
}

#[test]
fn plans_come_to_what_the_facts_say() {
    let cases: Vec<Evaluated> = serde_yaml::from_str(EVALUATED).expect("cases");
    for case in &cases {
        check_evaluated(case);
    }
    let providers: std::collections::BTreeSet<&str> = cases
        .iter()
        .filter_map(|case| case.plan["provider"].as_str())
        .collect();
    for name in trellis::profile::names().filter(|name| *name != "generic") {
        assert!(providers.contains(name), "{name} has a case");
    }
}

#[test]
fn verdicts_are_those_of_the_extensions() {
    let cases: Vec<Verdict> = serde_yaml::from_str(GARDENER).expect("cases");
    assert!(cases.len() > 20);
    for case in &cases {
        check_verdict(case);
    }
}

/// Who cuts pod ranges is a flag of kube-controller-manager (g 30).
#[test]
fn kube_controller_manager_is_told_whether_it_allocates() {
    let check = |plan: &str, expected: &str| {
        let text = format!("trellis: 1\nshoots:\n  - {{name: a, {plan}}}\n");
        let today = Date::parse("2026-11-22").expect("a day");
        let document = Document::new(text.clone(), today);
        let plan = document.plan();
        let shoot = plan.walk().last().expect("a shoot");
        let evaluation = document.evaluation();
        let shoot = evaluation.shoot(plan, shoot);
        let said = evaluation.component_settings(&shoot, &[]);
        let flag = said
            .iter()
            .find_map(|one| one.text.strip_prefix("--allocate-node-cidrs="));
        assert_eq!(flag, Some(expected), "{text}");
    };
    let v4 = "nodes: v4private, pods: v4private, services: v4private";
    let dual = "nodes: [v4private, v6global], pods: [v4private, v6global], services: [v4private, v6global]";
    let v6 = "nodes: v6global, pods: v6global, services: v6global";
    check(&format!("provider: aws, {v4}"), "true");
    check(&format!("provider: aws, {dual}"), "false");
    check(&format!("provider: aws, {v6}"), "false");
    check(&format!("provider: gcp, {v4}"), "false");
    check(&format!("provider: gcp, {dual}"), "false");
    check(&format!("provider: openstack, {dual}"), "true");
    check(&format!("provider: azure, {v4}"), "true");
    check(&format!("provider: alicloud, {v4}"), "true");
    check(
        "provider: ironcore-metal, nodes: v6global+prefix/80, pods: v6fromNode, services: v6private/112",
        "false",
    );
}
