//! A shoot as it is asked for: its ranges, who allocates pod ranges, what a node gets.
//!
//! All of it follows from the settings, the profile and the blocks around; nothing of it from where things are placed.

mod ranges;
mod widths;

use super::pool::{PoolKey, PoolKind};
use super::settings::{Settings, enclosing_kind};
use crate::addr::{Count, Family, Length, Prefix};
use crate::plan::{Ask, Base, Field, Kind, Meaning, Plan, RangeKind, Spec, Value, Version};
use crate::profile::{Allocates, Families, NodesWithin, Profile, SubnetRole};
use crate::source::NodeId;

/// Where a prefix comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Written on a block, or under `pinned`.
    Pinned,
    /// A literal prefix as a spec.
    Literal,
    /// Placed by trellis.
    Placed,
    /// The default private network.
    Default,
    /// Out of the node's prefix.
    Node,
    /// The infrastructure chooses: only the length is known.
    Assigned,
    /// Nothing has been drawn for it yet.
    Undrawn,
    /// There is nothing to place it in, or no room.
    Unplaced,
    /// The network plugin configures it.
    Custom,
    /// There is none.
    None,
}

impl Origin {
    /// The word in JSON and on screens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pinned => "pinned",
            Self::Literal => "literal",
            Self::Placed => "placed",
            Self::Default => "default",
            Self::Node => "node",
            Self::Assigned => "assigned",
            Self::Undrawn => "undrawn",
            Self::Unplaced => "unplaced",
            Self::Custom => "custom",
            Self::None => "none",
        }
    }
}

/// Who gives nodes their pod ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PodAllocator {
    /// The `RangeAllocator` of kube nodeipam.
    Range,
    /// The cloud's controller.
    Cloud,
    /// The network plugin.
    Cni,
    /// Something outside.
    External,
    /// Nobody: there are no pods.
    None,
}

impl PodAllocator {
    /// The word in plans and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Range => "range",
            Self::Cloud => "cloud",
            Self::Cni => "cni",
            Self::External => "external",
            Self::None => "none",
        }
    }
}

/// One range of a shoot in one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// Where its prefix comes from, if there is room.
    pub origin: Origin,
    /// What the spec asks for.
    pub ask: Option<Ask>,
    /// The length of the range, or of each zone's where it is zonal.
    pub length: Option<Length>,
    /// The prefix that a person wrote, or that is the default.
    pub written: Option<Prefix>,
    /// What it is placed in.
    pub pool: Option<PoolKey>,
    /// How many blocks one member takes: more than one where zones have some each.
    pub blocks: u32,
    /// How many zones share it, each with a block of its own.
    pub zones: u32,
    /// How many blocks lie between one zone's and the next.
    pub stride: u32,
}

impl Range {
    const fn of(origin: Origin, ask: Option<Ask>, length: Option<Length>) -> Self {
        Self {
            origin,
            ask,
            length,
            written: None,
            pool: None,
            blocks: 1,
            zones: 1,
            stride: 1,
        }
    }

    const fn written(origin: Origin, ask: Option<Ask>, prefix: Prefix) -> Self {
        let mut range = Self::of(origin, ask, Some(prefix.length()));
        range.written = Some(prefix);
        range
    }
}

/// A shoot with everything that decides about its numbers.
#[derive(Clone, Debug)]
pub struct Shoot<'a> {
    /// The plan it is in.
    pub plan: &'a Plan,
    /// Its definition.
    pub node: NodeId,
    /// What is in force for it.
    pub settings: &'a Settings,
    /// Its provider.
    pub profile: &'static Profile,
    /// Its families, the primary one first.
    pub families: Vec<Family>,
    /// The flat block whose prefix is its node range.
    pub flat: Option<NodeId>,
    specs: [Option<&'a Spec>; 3],
    pinned: &'a [(RangeKind, Prefix)],
    ranges: [[Option<Range>; 2]; 3],
    allocator: PodAllocator,
}

/// `RangeAllocator` reads these where nothing else is said (k N4).
const DEFAULT_MASK_V6: u8 = 64;
/// The kubelet's default (k K1).
pub const DEFAULT_MAX_PODS: u128 = 110;

impl<'a> Shoot<'a> {
    /// Looks at a shoot.
    pub fn new(plan: &'a Plan, node: NodeId, settings: &'a Settings) -> Self {
        let mut shoot = Self {
            plan,
            node,
            settings,
            profile: settings.profile(),
            families: Vec::new(),
            flat: flat_block(plan, node),
            specs: RangeKind::ALL.map(|kind| settings.spec(plan, range_field(kind))),
            pinned: match plan.meaning(node, Field::Pinned) {
                Some(Meaning::Pinned(pinned)) => pinned,
                _ => &[],
            },
            ranges: [[None; 2]; 3],
            allocator: PodAllocator::None,
        };
        shoot.families = shoot.find_families();
        for kind in RangeKind::ALL {
            for family in Family::BOTH {
                shoot.ranges[range_index(kind)][family_index(family)] =
                    shoot.find_range(kind, family);
            }
        }
        shoot.allocator = shoot.find_allocator();
        shoot
    }

    /// One of its ranges in one family, if it is asked for.
    pub const fn range(&self, kind: RangeKind, family: Family) -> Option<&Range> {
        self.ranges[range_index(kind)][family_index(family)].as_ref()
    }

    /// What the spec of a range says in a family.
    pub fn ask(&self, kind: RangeKind, family: Family) -> Option<&'a Ask> {
        self.specs[range_index(kind)]?.of(family)
    }

    /// The families as the profile knows them; nothing for a shoot that asks for none.
    pub fn mode(&self) -> Option<Families> {
        Families::of(self.has(Family::V4), self.has(Family::V6))
    }

    /// Whether it has a family.
    pub fn has(&self, family: Family) -> bool {
        self.families.contains(&family)
    }

    /// The zones that its nodes are spread over.
    pub fn zones(&self) -> &'a [Box<str>] {
        self.settings.names(self.plan, Field::NodeZones)
    }

    /// How many zones there are, at least one.
    pub fn zone_count(&self) -> u32 {
        u32::try_from(self.zones().len()).unwrap_or(u32::MAX).max(1)
    }

    /// The Kubernetes version, where one is said.
    pub fn version(&self) -> Option<Version> {
        self.settings.version(self.plan, Field::Kubernetes)
    }

    /// How many nodes it may have one day, where that is said.
    pub fn wanted_nodes(&self) -> Option<Count> {
        self.settings.number(self.plan, Field::MaxNodes)
    }

    /// The nodes that are there while a machine a zone is being replaced.
    pub fn needed_nodes(&self) -> Option<Count> {
        self.wanted_nodes()?.plus(Count::from(self.zone_count()))
    }

    /// How many pods a node may run.
    pub fn wanted_pods(&self) -> Count {
        self.settings
            .number(self.plan, Field::MaxPods)
            .unwrap_or(Count::new(DEFAULT_MAX_PODS))
    }

    /// The network plugin: calico where nothing is said.
    pub fn cni(&self) -> &'a str {
        self.settings
            .text(self.plan, Field::Cni)
            .unwrap_or("calico")
    }

    /// Whether pod traffic is wrapped: as said, else as the provider's defaults are (none, at Gardener's providers).
    pub fn overlay(&self) -> bool {
        self.settings
            .flag(self.plan, Field::Overlay)
            .unwrap_or(!self.profile.cluster.gardener.value)
    }

    /// The VPC that it lies in.
    pub fn vpc(&self) -> Option<NodeId> {
        enclosing_kind(self.plan, self.node, Kind::Vpc)
    }

    /// A text of the manifest fields that are in force: the nearest block that says it wins.
    pub fn manifest_field(&self, keys: &[&str]) -> Option<&'a Value> {
        manifest_field(self.plan, self.node, keys)
    }

    /// Whether its nodes of a family lie in a flat block's prefix, together with those of all other shoots there.
    pub fn shares_nodes(&self, family: Family) -> bool {
        self.flat_pool(family).is_some()
            && self.range(RangeKind::Nodes, family).is_some_and(|range| {
                range.written.is_none() && !matches!(range.origin, Origin::Custom | Origin::None)
            })
    }

    /// The pool of a flat block that its nodes of a family share. A flat block says nothing of a family that it has no
    /// prefix of.
    pub fn flat_pool(&self, family: Family) -> Option<PoolKey> {
        flat_pool(self.plan, self.flat?, family)
    }

    /// Who gives nodes their pod ranges.
    pub const fn allocator(&self) -> PodAllocator {
        self.allocator
    }

    fn find_allocator(&self) -> PodAllocator {
        match self.settings.text(self.plan, Field::Allocator) {
            Some("range") => return PodAllocator::Range,
            Some("cloud") => return PodAllocator::Cloud,
            Some("cni") => return PodAllocator::Cni,
            Some("external") => return PodAllocator::External,
            Some("none") => return PodAllocator::None,
            Some(_) | None => {}
        }
        let mut from_node = false;
        let mut custom = false;
        let mut any = false;
        for family in Family::BOTH {
            match self
                .range(RangeKind::Pods, family)
                .map(|range| range.origin)
            {
                None | Some(Origin::None) => {}
                Some(Origin::Custom) => custom = true,
                Some(Origin::Node) => (from_node, any) = (true, true),
                Some(_) => any = true,
            }
        }
        if custom {
            return PodAllocator::Cni;
        }
        match self.mode().filter(|_| any) {
            None => PodAllocator::None,
            Some(mode) => match self.profile.pods.allocator.value.of(mode, from_node) {
                Allocates::Range => PodAllocator::Range,
                Allocates::Cloud => PodAllocator::Cloud,
            },
        }
    }

    fn find_families(&self) -> Vec<Family> {
        let asks = |family| {
            let said = RangeKind::ALL.iter().any(|&kind| {
                self.ask(kind, family)
                    .is_some_and(|ask| !matches!(ask.base, Base::Custom | Base::Absent))
            });
            said || self
                .pinned
                .iter()
                .any(|(_, prefix)| prefix.family() == family)
        };
        let first = match self.settings.text(self.plan, Field::Primary) {
            Some("ipv6") => Family::V6,
            _ => Family::V4,
        };
        [first, first.other()]
            .into_iter()
            .filter(|&family| asks(family))
            .collect()
    }

    /// The number of a zone's worker block among those that a member takes.
    pub fn zone_block(&self, range: &Range, zone: u32) -> u32 {
        let worker = self
            .profile
            .network
            .zone_subnets_v6
            .value
            .number(zone, SubnetRole::Workers);
        worker.unwrap_or_else(|| zone.saturating_mul(range.stride))
    }
}

/// What a node gets of IPv4 where `+prefix` says no length: the 16 addresses of a cloud's smallest prefix (a 2.1, AWS).
const DEFAULT_NODE_PREFIX_V4: Length = match Length::new(Family::V4, 28) {
    Some(length) => length,
    None => unreachable!(),
};

/// The field of a range.
pub const fn range_field(kind: RangeKind) -> Field {
    match kind {
        RangeKind::Nodes => Field::Nodes,
        RangeKind::Pods => Field::Pods,
        RangeKind::Services => Field::Services,
    }
}

/// Whether a shoot has a range that is written, or a default: what is only placed meets nobody.
pub fn writes(plan: &Plan, node: NodeId, settings: &Settings) -> bool {
    let writes = |kind| {
        settings.spec(plan, range_field(kind)).is_some_and(|spec| {
            Family::BOTH.into_iter().any(|family| {
                let base = spec.of(family).map(|ask| ask.base);
                matches!(base, Some(Base::Literal(_) | Base::Private4))
            })
        })
    };
    plan.entry(node, Field::Pinned).is_some() || RangeKind::ALL.into_iter().any(writes)
}

/// Whether absolute addresses of a shoot are compared with others: what it writes, what it takes from a `ula`, which may
/// be the very prefix that a block around it has, any IPv6 where there are seeds, and nodes that have one place in the
/// world.
pub(super) fn compares(plan: &Plan, node: NodeId, settings: &Settings) -> bool {
    let draws = |kind| {
        let spec = settings.spec(plan, range_field(kind));
        let base = spec.and_then(|spec| spec.v6).map(|ask| ask.base);
        let placed = matches!(base, Some(Base::Global(_) | Base::Place(_)));
        matches!(base, Some(Base::Private6(_))) || placed && !plan.seeds().is_empty()
    };
    let is_bound = settings.profile().network.nodes_within.value != NodesWithin::Anywhere;
    is_bound || writes(plan, node, settings) || RangeKind::ALL.into_iter().any(draws)
}

const fn range_index(kind: RangeKind) -> usize {
    match kind {
        RangeKind::Nodes => 0,
        RangeKind::Pods => 1,
        RangeKind::Services => 2,
    }
}

const fn family_index(family: Family) -> usize {
    match family {
        Family::V4 => 0,
        Family::V6 => 1,
    }
}

/// The flat block that a definition lies in.
pub(super) fn flat_block(plan: &Plan, node: NodeId) -> Option<NodeId> {
    plan.chain(node)
        .skip(1)
        .find(|&id| plan.flag(id, Field::Flat))
}

/// The pool of a flat block in a family, where it has one.
pub(super) fn flat_pool(plan: &Plan, flat: NodeId, family: Family) -> Option<PoolKey> {
    plan.network(flat, family)?;
    Some(PoolKey {
        owner: flat,
        kind: PoolKind::of(family),
    })
}

/// The nearest pool of a kind around a definition. A `ula` may be its own.
pub fn enclosing_pool(plan: &Plan, node: NodeId, kind: PoolKind) -> Option<PoolKey> {
    let owner = match kind {
        PoolKind::V6 | PoolKind::V4 => plan
            .chain(node)
            .skip(1)
            .find(|&id| plan.network(id, kind.family()).is_some()),
        PoolKind::Ula => plan
            .chain(node)
            .find(|&id| plan.entry(id, Field::Ula).is_some())
            .filter(|&id| matches!(plan.meaning(id, Field::Ula), Some(Meaning::Prefixes(_)))),
    };
    owner.map(|owner| PoolKey { owner, kind })
}

/// A value of the manifest fields that are in force: the nearest block that says it wins.
pub fn manifest_field<'p>(plan: &'p Plan, node: NodeId, keys: &[&str]) -> Option<&'p Value> {
    plan.chain(node).find_map(|id| {
        let value = plan.value(id, Field::ManifestFields)?;
        keys.iter().try_fold(value, |value, key| value.key(key))
    })
}
