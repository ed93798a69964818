//! The built-in profiles, and what a mistake in one looks like.

mod mistakes;
mod versions;

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::addr::{Family, Length};

fn v6(bits: u8) -> Length {
    Length::new(Family::V6, bits).expect("the test asks for IPv6 lengths")
}

fn v4(bits: u8) -> Length {
    Length::new(Family::V4, bits).expect("the test asks for IPv4 lengths")
}

fn aws() -> &'static Profile {
    builtin("aws").expect("AWS is built in")
}

fn aws_text() -> &'static str {
    let (_, text) = PROFILES
        .iter()
        .find(|(name, _)| *name == "aws")
        .expect("AWS is built in");
    text
}

#[test]
fn the_folder_and_the_registry_agree() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/providers");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("its entries can be read").file_name())
        .map(|name| name.into_string().expect("names are text"))
        .collect();
    let registry: BTreeSet<String> = names().map(|name| format!("{name}.yaml")).collect();
    assert_eq!(files, registry);
    assert!(names().is_sorted());
}

#[test]
fn every_built_in_profile_reads_and_bears_its_name() {
    for &(name, text) in PROFILES {
        match Profile::read(text) {
            Ok(profile) => assert_eq!(profile.name, name),
            Err(error) => panic!("assets/providers/{name}.yaml: {error}"),
        }
    }
}

#[test]
fn every_fact_says_something_and_where_it_was_read() {
    for name in names() {
        let profile = builtin(name).expect("registered");
        let entries: Vec<Entry<'_>> = profile
            .page()
            .into_iter()
            .flat_map(|chapter| chapter.entries)
            .collect();
        assert!(entries.len() > 30, "{name} has {} facts", entries.len());
        for entry in entries {
            let place = format!("{name}: {}", entry.key);
            assert!(entry.source.url.as_str().starts_with("https://"), "{place}");
            assert!(entry.source.as_of.as_str() >= "2023", "{place}");
            assert!(!entry.source.title.is_empty(), "{place}");
            assert!(!entry.value.is_empty(), "{place}");
            assert!(
                entry.says.ends_with('.') && entry.says.len() > 15,
                "{place}: {}",
                entry.says
            );
        }
    }
}

#[test]
fn every_keyword_has_one_answer_wherever_it_belongs() {
    for name in names() {
        let profile = builtin(name).expect("registered");
        for &families in &profile.cluster.families.value {
            for range in RangeKind::ALL {
                for keyword in Keyword::ALL {
                    let answers = profile
                        .keywords
                        .iter()
                        .filter(|fact| fact.value.covers(keyword, range, families))
                        .count();
                    assert_eq!(
                        answers,
                        usize::from(keyword.belongs(range, families)),
                        "{name}: {} on {} of {families:?}",
                        keyword.key(),
                        range.key()
                    );
                }
            }
        }
    }
}

#[test]
fn quotas_are_keyed_by_the_names_they_print() {
    for limited in Limited::ALL {
        let key: Limited = serde_saphyr::from_str(limited.key()).expect("the name is a key");
        assert_eq!(key, limited);
    }
}

#[test]
fn aws_offers_what_the_facts_say() {
    let aws = aws();
    assert!(aws.cluster.gardener.value);
    assert_eq!(aws.cluster.families.value, Families::ALL);
    assert_eq!(aws.cluster.overlay_v6.value, Overlay::Refused);
    assert_eq!(aws.cluster.handed_over.value, HandedOver::WithIpamPool);
    assert_eq!(aws.cluster.global_v6.value.services, v6(108));
    assert_eq!(aws.network.vpc_v6.value.fit(v6(57)), Fit::Rounded(v6(56)));
    assert_eq!(aws.network.vpc_v6.value.fit(v6(48)), Fit::Refused);
    let own: Vec<u8> = aws
        .network
        .own_vpc_v6
        .value
        .lengths()
        .map(Length::bits)
        .collect();
    assert_eq!(own, [44, 48, 52, 56, 60]);
    assert_eq!(aws.network.vpc_v4.value.fit(v4(15)), Fit::Refused);
    assert_eq!(aws.network.subnet_v6.value.only(), Some(v6(64)));
    assert!(aws.network.zonal.value);
    let containment = aws.network.containment_v4.value;
    assert_eq!(
        RangeKind::ALL.map(|range| containment.of(range)),
        [Side::Inside, Side::Outside, Side::Outside]
    );
    assert_eq!(aws.network.reserved_addresses.value.of(Family::V6), 5);
    assert_eq!(aws.nodes.node_prefix_v6.value.only(), Some(v6(80)));
    assert!(aws.nodes.nodes_and_pods_are_the_vpc.value);
    assert_eq!(aws.pods.dual_stack.value.fixed(Family::V4), Some(v4(24)));
    assert_eq!(aws.pods.dual_stack.value.fixed(Family::V6), Some(v6(80)));
    assert_eq!(
        aws.services.source_v6.value,
        Services::Assigned {
            length: v6(108),
            index: 1,
            subnet: SubnetRole::Workers
        }
    );
}

#[test]
fn aws_numbers_three_subnets_a_zone() {
    let subnets = &aws().network.zone_subnets_v6.value;
    for (zone, role, number) in [
        (0, SubnetRole::Workers, Some(0)),
        (1, SubnetRole::Workers, Some(3)),
        (1, SubnetRole::Internal, Some(4)),
        (2, SubnetRole::Public, Some(8)),
        (84, SubnetRole::Public, Some(254)),
        (85, SubnetRole::Workers, None),
        (0, SubnetRole::Services, None),
    ] {
        assert_eq!(
            subnets.number(zone, role),
            number,
            "{role:?} of zone {zone}"
        );
    }
}

#[test]
fn aws_pods_use_their_nodes_80_or_less() {
    let from_node = aws().pods.from_node.value;
    for (asked, range) in [(None, 80), (Some(64), 80), (Some(80), 80), (Some(96), 96)] {
        assert_eq!(
            from_node.pod_range(v6(80), asked.map(v6)),
            Some(v6(range)),
            "{asked:?}"
        );
    }
    assert_eq!(from_node.pod_range(v4(24), None), None);
}

#[test]
fn allocators_depend_on_families_or_on_the_spec() {
    let aws = aws().pods.allocator.value;
    assert_eq!(aws.of(Families::Ipv4Only, false), Allocates::Range);
    assert_eq!(aws.of(Families::Ipv6Only, false), Allocates::Cloud);
    assert_eq!(aws.of(Families::DualStack, true), Allocates::Cloud);
    let generic = generic().pods.allocator.value;
    assert_eq!(generic.of(Families::Ipv6Only, true), Allocates::Cloud);
    assert_eq!(generic.of(Families::Ipv6Only, false), Allocates::Range);
}

#[test]
fn aws_quotas_are_soft() {
    let aws = aws();
    for (limited, limit, most) in [
        (Limited::VpcsPerRegion, 5, None),
        (Limited::SubnetsPerVpc, 200, None),
        (Limited::RoutesPerTable, 50, Some(1000)),
    ] {
        let quota = aws.quota(limited).expect("AWS has that quota").value;
        assert_eq!(
            (quota.limit, quota.most(), quota.is_hard()),
            (limit, most, false),
            "{limited:?}"
        );
    }
    assert!(aws.quota(Limited::RoutesPerNetwork).is_none());
}

#[test]
fn aws_answers_keywords_by_families() {
    let aws = aws();
    for (keyword, range, families, expressible) in [
        (
            Keyword::V6Global,
            RangeKind::Services,
            Families::Ipv6Only,
            true,
        ),
        (
            Keyword::V6Private,
            RangeKind::Services,
            Families::Ipv6Only,
            false,
        ),
        (
            Keyword::V6FromNode,
            RangeKind::Pods,
            Families::DualStack,
            true,
        ),
        (
            Keyword::V4FromNode,
            RangeKind::Pods,
            Families::DualStack,
            false,
        ),
        (
            Keyword::V4Prefix,
            RangeKind::Nodes,
            Families::Ipv4Only,
            true,
        ),
        (
            Keyword::V4Prefix,
            RangeKind::Nodes,
            Families::DualStack,
            false,
        ),
        (Keyword::Custom, RangeKind::Pods, Families::Ipv6Only, false),
    ] {
        let fact = aws.expression(keyword, range, families).expect("answered");
        assert_eq!(fact.value.expressible(), expressible, "{}", fact.says);
    }
}

#[test]
fn generic_offers_everything() {
    let generic = generic();
    assert!(!generic.cluster.gardener.value);
    assert_eq!(generic.cluster.handed_over.value, HandedOver::Always);
    assert_eq!(generic.cluster.global_v6.value.services, v6(112));
    assert_eq!(generic.cluster.private_v6.value.services, v6(112));
    assert_eq!(generic.nodes.default_node_prefix_v6.value, v6(80));
    assert_eq!(
        generic.pods.from_node.value.pod_range(v6(80), None),
        Some(v6(80))
    );
    assert_eq!(
        generic.pods.from_node.value.pod_range(v6(80), Some(v6(96))),
        Some(v6(96))
    );
    assert_eq!(generic.network.vpc_v6.value.fit(v6(57)), Fit::Exact);
    assert!(generic.quotas.is_empty() && generic.taken.is_empty());
    assert!(generic.keywords.iter().all(|fact| fact.value.expressible()));
    let private = generic.cluster.private_v4.value;
    assert_eq!(
        RangeKind::ALL.map(|range| private.of(range).to_string()),
        ["10.250.0.0/16", "100.96.0.0/11", "100.64.0.0/13"]
    );
}

#[test]
fn gardener_on_metal_gives_a_64_a_machine() {
    let metal = builtin("ironcore-metal").expect("built in");
    assert_eq!(builtin("gom"), Some(metal), "it is called so, too");
    assert_eq!(builtin("metal"), None, "that is metal-stack's");
    assert!(metal.cluster.gardener.value);
    assert_eq!(metal.cluster.families.value, Families::ALL);
    assert_eq!(metal.cluster.handed_over.value, HandedOver::Always);
    assert_eq!(metal.nodes.default_node_prefix_v6.value, v6(64));
    let allocator = metal.pods.allocator.value;
    assert_eq!(allocator.of(Families::Ipv4Only, false), Allocates::Range);
    assert_eq!(allocator.of(Families::Ipv6Only, true), Allocates::Cloud);
    assert_eq!(allocator.of(Families::DualStack, false), Allocates::Cloud);
    let from_node = metal.pods.from_node.value;
    assert_eq!(from_node, FromNode::AsAskedAroundAddress);
    for (asked, range) in [(None, 64), (Some(80), 80), (Some(112), 112)] {
        let pods = from_node.pod_range(v6(64), asked.map(v6));
        assert_eq!(pods, Some(v6(range)), "{asked:?}");
    }
    for (keyword, range, families, expressible) in [
        (
            Keyword::V6Global,
            RangeKind::Nodes,
            Families::Ipv6Only,
            true,
        ),
        (
            Keyword::V6Private,
            RangeKind::Services,
            Families::Ipv6Only,
            true,
        ),
        (
            Keyword::V6Global,
            RangeKind::Nodes,
            Families::DualStack,
            true,
        ),
        (
            Keyword::V6Private,
            RangeKind::Services,
            Families::DualStack,
            false,
        ),
        (
            Keyword::V6FromNode,
            RangeKind::Pods,
            Families::Ipv6Only,
            true,
        ),
        (
            Keyword::V4FromNode,
            RangeKind::Pods,
            Families::Ipv4Only,
            false,
        ),
    ] {
        let fact = metal
            .expression(keyword, range, families)
            .expect("answered");
        assert_eq!(fact.value.expressible(), expressible, "{}", fact.says);
    }
}

#[test]
fn names_and_aliases_are_unique() {
    let aliases = PROFILES
        .iter()
        .filter_map(|&(name, _)| builtin(name))
        .flat_map(|profile| profile.aliases.iter().map(String::as_str));
    let all: Vec<&str> = names().chain(aliases).collect();
    let unique: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(unique.len(), all.len(), "{all:?}");
}

#[test]
fn a_fact_of_a_built_in_profile_gives_a_source_for_findings() {
    let aws = aws();
    let source = aws.source(&aws.cluster.families);
    assert_eq!(
        source.title,
        "gardener-extension-provider-aws: docs/usage/ipv6.md"
    );
    assert_eq!(
        aws.cited(&aws.cluster.families).as_of.as_str(),
        "2026-08-21"
    );
}

#[test]
fn values_are_said_in_words() {
    let page = aws().page();
    let value = |key: &str| {
        page.iter()
            .flat_map(|chapter| &chapter.entries)
            .find(|entry| entry.key == key)
            .map(|entry| entry.value.as_str())
    };
    for (key, expected) in [
        ("families", "IPv4 only, IPv6 only, dual stack"),
        ("vpc-v6", "exactly /56; smaller ones are rounded up"),
        (
            "own-vpc-v6",
            "/44 to /60 in steps of 4; smaller ones are rounded up",
        ),
        ("vpc-v4", "/16 to /28"),
        (
            "containment-v4",
            "nodes inside, pods outside, services outside",
        ),
        (
            "zone-subnets-v6",
            "3 a zone (workers, internal, public), 85 zones",
        ),
        (
            "allocator",
            "IPv4 only: RangeAllocator; IPv6 only: the cloud; dual stack: the cloud",
        ),
        ("source-v6", "/108 number 1 (from 0) of a workers subnet"),
        ("routes-per-table", "50, up to 1000 on request"),
        ("taken", "64:ff9b::/96; touching it hurts"),
    ] {
        assert_eq!(value(key), Some(expected), "{key}");
    }
}
