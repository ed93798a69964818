//! What clusters' nodes need of their ranges: a range that is too small for them is counted as large as it has to be.

use crate::addr::{Count, Family, Length};
use crate::document::Document;
use crate::engine::{Demand, NODEIPAM_BITS, Part, Pool, Shoot, node_room, nodeipam_room};
use crate::plan::RangeKind;
use crate::profile::ZoneCut;
use crate::sizing::Alignment;
use crate::source::NodeId;

/// A cluster's nodes, and a range that bounds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nodes {
    /// The cluster.
    pub node: NodeId,
    /// Which of its ranges.
    pub kind: RangeKind,
    /// How many nodes it may have one day.
    pub wanted: Count,
    /// The length that the range has.
    pub length: Length,
    /// How many nodes there is room for.
    pub room: Count,
    /// The length that would hold all of them; the same where they fit, nothing where no length of it would.
    pub needed: Option<Length>,
}

impl Nodes {
    /// Whether the nodes fit.
    pub fn fits(&self) -> bool {
        self.room >= self.wanted
    }

    /// That of a demand, where it is one for nodes, or for pod ranges that are cut.
    fn of(document: &Document, demand: &Demand, alignment: Alignment) -> Option<Self> {
        let Part::Range(kind) = demand.part else {
            return None;
        };
        let shoot = document.evaluation().shoot(document.plan(), demand.node);
        let family = demand.length.family();
        let room = match kind {
            RangeKind::Nodes if shoot.shares_nodes(family) => None,
            RangeKind::Nodes => node_room(&shoot, family),
            RangeKind::Pods => nodeipam_room(&shoot, family),
            RangeKind::Services => None,
        }?;
        let wanted = shoot.wanted_nodes()?;
        let length = demand.length;
        let needed = if room >= wanted {
            Some(length)
        } else {
            widened(&shoot, kind, (room, wanted), length).map(|needed| match kind {
                RangeKind::Nodes => aligned(needed, alignment),
                RangeKind::Pods | RangeKind::Services => needed,
            })
        };
        Some(Self {
            node: demand.node,
            kind,
            wanted,
            length,
            room,
            needed,
        })
    }
}

/// The bound with the least room to spare for its nodes.
pub(super) fn tightest(
    document: &Document,
    pools: &[&Pool],
    alignment: Alignment,
) -> Option<Nodes> {
    let demands = pools.iter().flat_map(|pool| pool.demands());
    let bounds = demands.filter_map(|demand| Nodes::of(document, demand, alignment));
    bounds.min_by_key(|bound| {
        let over = bound.wanted.minus(bound.room).unwrap_or(Count::ZERO);
        let spare = bound.room.minus(bound.wanted).unwrap_or(Count::ZERO);
        (std::cmp::Reverse(over), spare)
    })
}

/// The length that a demand has, or needs for its nodes.
pub(super) fn needed(document: &Document, demand: &Demand, alignment: Alignment) -> Length {
    let bound = Nodes::of(document, demand, alignment);
    let needed = bound.and_then(|bound| bound.needed);
    needed.unwrap_or(demand.length)
}

/// The longest length with room for all. Each bit more is twice the room; a provider's only length stays, and nodeipam
/// counts so many bits of IPv6 and no more.
fn widened(
    shoot: &Shoot<'_>,
    kind: RangeKind,
    (room, wanted): (Count, Count),
    length: Length,
) -> Option<Length> {
    let family = length.family();
    let network = &shoot.profile.network;
    let is_fixed = match family {
        Family::V6 => network.subnet_v6.value.only().is_some(),
        Family::V4 => network.zone_cut_v4.value == ZoneCut::WorkersThenPublicThenInternal,
    };
    if kind == RangeKind::Nodes && is_fixed {
        return None;
    }
    let bits = (1..=length.bits()).find(|&bits| {
        let more = Count::power_of_two(u32::from(bits)).and_then(|factor| room.times(factor));
        more.is_none_or(|more| more >= wanted) && !room.is_zero()
    })?;
    let most = Count::power_of_two(u32::from(NODEIPAM_BITS))?;
    if kind == RangeKind::Pods && family == Family::V6 && wanted > most {
        return None;
    }
    Length::new(family, length.bits() - bits)
}

/// The next length that ends where borders may lie.
fn aligned(length: Length, alignment: Alignment) -> Length {
    if length.family() == Family::V4 || alignment == Alignment::Bit {
        return length;
    }
    length.at_digit()
}
