//! Who is the first in a plan of whom something is so: what holds for the whole plan is said once, there.

use std::collections::BTreeSet;

use super::facts::Written;
use super::settings::Settings;
use super::shoot::range_field;
use crate::addr::{Family, Prefix, Purpose, registered};
use crate::plan::{Base, Field, Kind, Meaning, Plan, RangeKind};
use crate::profile::Services;
use crate::source::NodeId;

/// What is said once in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Once {
    /// It writes a prefix that is kept for documentation.
    Documentation,
    /// A range of its has IPv4 and a unique local prefix.
    UlaBesideIpv4,
    /// It has a global service range that the plan chose.
    GlobalServices,
}

impl Once {
    const ALL: [Self; 3] = [
        Self::Documentation,
        Self::UlaBesideIpv4,
        Self::GlobalServices,
    ];

    const fn index(self) -> usize {
        match self {
            Self::Documentation => 0,
            Self::UlaBesideIpv4 => 1,
            Self::GlobalServices => 2,
        }
    }
}

/// The definitions of whom something is so, in the order of the plan.
#[derive(Clone, Debug, Default)]
pub(super) struct Firsts {
    holders: [BTreeSet<(u32, NodeId)>; Once::ALL.len()],
    /// The number under which each definition is among the holders, if it is.
    orders: Vec<Option<u32>>,
    /// The first ones when someone asked last.
    told: [Option<NodeId>; Once::ALL.len()],
}

impl Firsts {
    /// Those of so many definitions, each noted with its place in the plan, in that order.
    pub(super) fn of(definitions: usize, all: &[(Once, u32, NodeId)]) -> Self {
        let mut orders = vec![None; definitions];
        for &(_, order, node) in all {
            orders[node.index()] = Some(order);
        }
        let holders = Once::ALL.map(|once| {
            let noted = all.iter().filter(|(noted, ..)| *noted == once);
            noted.map(|&(_, order, node)| (order, node)).collect()
        });
        Self {
            holders,
            orders,
            told: Default::default(),
        }
    }

    /// The first definition of which it is so.
    pub(super) fn first(&self, once: Once) -> Option<NodeId> {
        self.holders[once.index()].first().map(|&(_, node)| node)
    }

    /// Notes what is so of a definition. What was noted of it is forgotten before.
    pub(super) fn note(&mut self, node: NodeId, order: u32, all: &[Once]) {
        if all.is_empty() {
            return;
        }
        if self.orders.len() <= node.index() {
            self.orders.resize(node.index() + 1, None);
        }
        self.orders[node.index()] = Some(order);
        for once in all {
            self.holders[once.index()].insert((order, node));
        }
    }

    /// Forgets a definition.
    pub(super) fn forget(&mut self, node: NodeId) {
        if let Some(order) = self.orders.get_mut(node.index()).and_then(Option::take) {
            for holders in &mut self.holders {
                holders.remove(&(order, node));
            }
        }
    }

    /// Takes over other numbers in the order of the plan.
    pub(super) fn renumber(&mut self, order_of: impl Fn(NodeId) -> u32) {
        for holders in &mut self.holders {
            let all = std::mem::take(holders);
            holders.extend(all.into_iter().map(|(_, node)| (order_of(node), node)));
        }
        for (index, order) in self.orders.iter_mut().enumerate() {
            if let Some(order) = order {
                *order = order_of(NodeId::from_index(index));
            }
        }
    }

    /// Those that have become the first ones since this was asked last, and those that were.
    pub(super) fn take_changed(&mut self) -> Vec<NodeId> {
        let mut changed = Vec::new();
        for once in Once::ALL {
            let first = self.first(once);
            let told = std::mem::replace(&mut self.told[once.index()], first);
            if first != told {
                changed.extend(first.into_iter().chain(told));
            }
        }
        changed
    }
}

/// What is so of a definition.
pub(super) fn all_of(
    plan: &Plan,
    node: NodeId,
    settings: &Settings,
    written: &[Written],
) -> Vec<Once> {
    let mut all = Vec::new();
    if written
        .iter()
        .any(|written| is_documentation(written.prefix))
    {
        all.push(Once::Documentation);
    }
    if plan.kind(node) == Kind::Shoot {
        let six = Six {
            plan,
            node,
            settings,
        };
        if six.beside_v4().is_some() {
            all.push(Once::UlaBesideIpv4);
        }
        if six.has_global_services() {
            all.push(Once::GlobalServices);
        }
    }
    all
}

/// A range with a unique local prefix and IPv4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UlaBeside {
    /// Which one.
    pub kind: RangeKind,
    /// Whether its IPv6 prefix is pinned, not asked for.
    pub pinned: bool,
}

/// The first range of a shoot that has both.
pub fn ula_beside_v4(plan: &Plan, node: NodeId, settings: &Settings) -> Option<UlaBeside> {
    let six = Six {
        plan,
        node,
        settings,
    };
    six.beside_v4()
}

fn is_documentation(prefix: Prefix) -> bool {
    registered(prefix).is_some_and(|entry| entry.purpose == Purpose::Documentation)
}

/// Whether it is unique local, be it drawn or not.
pub fn is_ula(prefix: Prefix) -> bool {
    prefix.family() == Family::V6 && prefix.raw() >> 121 == 0xfc >> 1 && prefix.bits() >= 7
}

/// The IPv6 half of a shoot's ranges, as far as it follows from what is written.
#[derive(Clone, Copy)]
struct Six<'a> {
    plan: &'a Plan,
    node: NodeId,
    settings: &'a Settings,
}

impl Six<'_> {
    fn pinned(&self, kind: RangeKind, family: Family) -> Option<Prefix> {
        let Some(Meaning::Pinned(pinned)) = self.plan.meaning(self.node, Field::Pinned) else {
            return None;
        };
        let mut of_kind = pinned.iter().filter(|(pinned, _)| *pinned == kind);
        of_kind
            .find(|(_, prefix)| prefix.family() == family)
            .map(|&(_, prefix)| prefix)
    }

    fn base(&self, kind: RangeKind, family: Family) -> Option<Base> {
        let spec = self.settings.spec(self.plan, range_field(kind))?;
        spec.of(family).map(|ask| ask.base)
    }

    fn is_ula(&self, kind: RangeKind) -> bool {
        if let Some(prefix) = self.pinned(kind, Family::V6) {
            return is_ula(prefix);
        }
        match self.base(kind, Family::V6) {
            Some(Base::Private6(_)) => true,
            Some(Base::Literal(prefix)) => is_ula(prefix),
            Some(Base::FromNode(_)) => kind != RangeKind::Nodes && self.is_ula(RangeKind::Nodes),
            Some(
                Base::Private4 | Base::Global(_) | Base::Place(_) | Base::Custom | Base::Absent,
            )
            | None => false,
        }
    }

    fn beside_v4(&self) -> Option<UlaBeside> {
        let kind = RangeKind::ALL
            .into_iter()
            .find(|&kind| self.is_beside_v4(kind))?;
        let pinned = self.pinned(kind, Family::V6).is_some();
        Some(UlaBeside { kind, pinned })
    }

    /// Whether a range has a unique local prefix and an IPv4 one.
    fn is_beside_v4(&self, kind: RangeKind) -> bool {
        let v4 = self.pinned(kind, Family::V4).is_some()
            || self
                .base(kind, Family::V4)
                .is_some_and(|base| !matches!(base, Base::Custom | Base::Absent));
        v4 && self.is_ula(kind)
    }

    /// Whether the plan chose a global range for services: what a provider assigns was nobody's choice.
    fn has_global_services(&self) -> bool {
        let kind = RangeKind::Services;
        if self.pinned(kind, Family::V6).is_some() {
            return false;
        }
        match self.base(kind, Family::V6) {
            Some(Base::Global(_)) => {
                let profile = self.settings.profile();
                !matches!(profile.services.source_v6.value, Services::Assigned { .. })
            }
            Some(Base::Literal(prefix)) => {
                registered(prefix).is_none_or(|entry| entry.purpose == Purpose::Documentation)
            }
            Some(
                Base::Private4
                | Base::Private6(_)
                | Base::FromNode(_)
                | Base::Place(_)
                | Base::Custom
                | Base::Absent,
            )
            | None => false,
        }
    }
}
