//! What each profile must say, from the pages of facts: gardener (c, d, g30), addressing (2.1) and kubernetes (N9).

use trellis::addr::Family;
use trellis::plan::RangeKind;
use trellis::profile::{
    Allocates, Families, HandedOver, Limited, Overlay, Profile, Side, Touching, builtin, unplanned,
};

use Families::{DualStack, Ipv4Only, Ipv6Only};
use Side::{Either, Inside, Outside};

const FAMILIES: [Family; 2] = [Family::V4, Family::V6];

struct Expected {
    name: &'static str,
    families: &'static [Families],
    handed_over: HandedOver,
    overlay_v6: Overlay,
    /// Of IPv4 nodes, pods and services, seen from the VPC.
    sides: [Side; 3],
    zonal: bool,
    reserved: [u32; 2],
    /// Where a subnet has one IPv6 length.
    subnet_v6: Option<u8>,
    /// Where a node prefix has one length.
    node_prefix: Option<u8>,
    /// Who allocates pods in clusters with these families.
    allocates: &'static [(Families, Allocates)],
    quotas: &'static [(Limited, u64)],
    refused: &'static [&'static str],
    hurts: usize,
}

const PROVIDERS: &[Expected] = &[
    Expected {
        name: "gcp",
        families: &[Ipv4Only, DualStack],
        handed_over: HandedOver::Never,
        overlay_v6: Overlay::Refused,
        sides: [Inside, Either, Either],
        zonal: false,
        reserved: [4, 0],
        subnet_v6: Some(64),
        node_prefix: Some(96),
        allocates: &[(Ipv4Only, Allocates::Range), (DualStack, Allocates::Cloud)],
        quotas: &[(Limited::RoutesPerNetwork, 200)],
        refused: &[],
        hurts: 7,
    },
    Expected {
        name: "azure",
        families: &[Ipv4Only],
        handed_over: HandedOver::Never,
        overlay_v6: Overlay::Refused,
        sides: [Inside, Outside, Outside],
        zonal: false,
        reserved: [5, 5],
        subnet_v6: Some(64),
        node_prefix: None,
        allocates: &[(Ipv4Only, Allocates::Range)],
        quotas: &[
            (Limited::VpcsPerRegion, 1000),
            (Limited::SubnetsPerVpc, 3000),
            (Limited::AddressesPerVpc, 65_536),
        ],
        refused: &["168.63.129.16/32", "169.254.0.0/16"],
        hurts: 0,
    },
    Expected {
        name: "openstack",
        families: &[Ipv4Only, DualStack],
        handed_over: HandedOver::WithExplicitRanges,
        overlay_v6: Overlay::Refused,
        sides: [Inside, Either, Either],
        zonal: false,
        reserved: [4, 3],
        subnet_v6: Some(64),
        node_prefix: None,
        allocates: &[(Ipv4Only, Allocates::Range), (DualStack, Allocates::Range)],
        quotas: &[],
        refused: &[],
        hurts: 0,
    },
    Expected {
        name: "alicloud",
        families: &[Ipv4Only],
        handed_over: HandedOver::Never,
        overlay_v6: Overlay::Refused,
        sides: [Inside, Outside, Outside],
        zonal: true,
        reserved: [4, 0],
        subnet_v6: Some(64),
        node_prefix: None,
        allocates: &[(Ipv4Only, Allocates::Range)],
        quotas: &[],
        refused: &["100.64.0.0/10"],
        hurts: 0,
    },
    Expected {
        name: "ironcore",
        families: &[Ipv4Only],
        handed_over: HandedOver::Never,
        overlay_v6: Overlay::Refused,
        sides: [Inside, Either, Either],
        zonal: false,
        reserved: [0, 0],
        subnet_v6: None,
        node_prefix: None,
        allocates: &[(Ipv4Only, Allocates::Range)],
        quotas: &[],
        refused: &[],
        hurts: 0,
    },
    Expected {
        name: "local",
        families: &[Ipv4Only, Ipv6Only],
        handed_over: HandedOver::Always,
        overlay_v6: Overlay::Allowed,
        sides: [Inside, Either, Either],
        zonal: false,
        reserved: [0, 0],
        subnet_v6: None,
        node_prefix: None,
        allocates: &[(Ipv4Only, Allocates::Range), (Ipv6Only, Allocates::Range)],
        quotas: &[],
        refused: &["fd00:10::/64", "fd00:10:1::/56", "fd00:10:2::/112"],
        hurts: 0,
    },
];

fn profile(name: &str) -> &'static Profile {
    builtin(name).unwrap_or_else(|| panic!("{name} is built in"))
}

#[test]
fn profiles_say_what_the_facts_say() {
    for expected in PROVIDERS {
        let name = expected.name;
        let profile = profile(name);
        assert!(profile.cluster.gardener.value, "{name}");
        assert_eq!(profile.cluster.families.value, expected.families, "{name}");
        assert_eq!(profile.cluster.exported.value, expected.families, "{name}");
        assert_eq!(
            profile.cluster.handed_over.value, expected.handed_over,
            "{name}"
        );
        assert_eq!(
            profile.cluster.overlay_v6.value, expected.overlay_v6,
            "{name}"
        );
        let sides = RangeKind::ALL.map(|kind| profile.network.containment_v4.value.of(kind));
        assert_eq!(sides, expected.sides, "{name}");
        assert_eq!(profile.network.zonal.value, expected.zonal, "{name}");
        let reserved = FAMILIES.map(|family| profile.network.reserved_addresses.value.of(family));
        assert_eq!(reserved, expected.reserved, "{name}");
        let only = |offer: trellis::profile::Offer| offer.only().map(trellis::addr::Length::bits);
        assert_eq!(
            only(profile.network.subnet_v6.value),
            expected.subnet_v6,
            "{name}"
        );
        assert_eq!(
            only(profile.nodes.node_prefix_v6.value),
            expected.node_prefix,
            "{name}"
        );
        for &(families, who) in expected.allocates {
            assert_eq!(
                profile.pods.allocator.value.of(families, false),
                who,
                "{name} {families:?}"
            );
        }
        for &(limited, limit) in expected.quotas {
            let quota = profile.quota(limited).map(|fact| fact.value.limit);
            assert_eq!(quota, Some(limit), "{name} {limited:?}");
        }
        let touching = |wanted| {
            let facts = profile
                .taken
                .iter()
                .filter(move |fact| fact.value.touching == wanted);
            facts
                .map(|fact| fact.value.prefix.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(touching(Touching::Refused), expected.refused, "{name}");
        assert_eq!(touching(Touching::Hurts).len(), expected.hurts, "{name}");
    }
}

/// The default ranges of a provider are ones that it takes.
#[test]
fn no_default_is_refused() {
    for name in trellis::profile::names() {
        let profile = profile(name);
        for kind in RangeKind::ALL {
            let prefix = profile.cluster.private_v4.value.of(kind);
            for fact in &profile.taken {
                assert!(!fact.value.prefix.overlaps(prefix), "{name}: {prefix}");
            }
            let within = profile.network.nodes_within.value.of(Family::V4);
            if kind == RangeKind::Nodes {
                assert!(
                    within.is_none_or(|place| place.covers(prefix)),
                    "{name}: {prefix}"
                );
            }
            for other in RangeKind::ALL.into_iter().filter(|&other| other != kind) {
                let other = profile.cluster.private_v4.value.of(other);
                assert!(!other.overlaps(prefix), "{name}: {prefix} and {other}");
            }
        }
    }
}

#[test]
fn local_nodes_have_one_place() {
    let within = profile("local").network.nodes_within.value;
    let places = FAMILIES.map(|family| within.of(family).map(|prefix| prefix.to_string()));
    assert_eq!(
        places,
        [
            Some("10.0.0.0/16".to_owned()),
            Some("fd00:10:1:100::/56".to_owned())
        ]
    );
}

#[test]
fn what_is_named_and_not_planned_for_has_no_profile() {
    for name in ["metal", "hcloud", "equinixmetal"] {
        assert!(
            unplanned(name).is_some() && builtin(name).is_none(),
            "{name}"
        );
    }
    assert_eq!(
        builtin("gom").map(|profile| profile.name.as_str()),
        Some("ironcore-metal")
    );
}
