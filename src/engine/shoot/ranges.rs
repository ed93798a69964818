//! Where each range of a shoot comes from.

use super::{Origin, Range, Shoot, enclosing_pool};
use crate::addr::{Count, Family, Length, Prefix};
use crate::engine::pool::{PoolKey, PoolKind};
use crate::plan::{Ask, Base, Kind, Meaning, RangeKind};
use crate::profile::{Fit, HandedOver, Services, ZoneSubnets};

impl Shoot<'_> {
    pub(super) fn find_range(&self, kind: RangeKind, family: Family) -> Option<Range> {
        let ask = self.ask(kind, family).copied();
        let pinned = self
            .pinned
            .iter()
            .find(|(pinned, prefix)| *pinned == kind && prefix.family() == family);
        if let Some(&(_, prefix)) = pinned {
            return Some(self.pinned_range(ask, prefix));
        }
        let ask = ask?;
        if kind == RangeKind::Nodes
            && self.flat_pool(family).is_some()
            && !matches!(ask.base, Base::Custom | Base::Absent | Base::Literal(_))
        {
            return Some(self.flat_range(ask, family));
        }
        Some(match ask.base {
            Base::Absent => Range::of(Origin::None, Some(ask), None),
            Base::Custom => Range::of(Origin::Custom, Some(ask), None),
            Base::Literal(prefix) => Range::written(Origin::Literal, Some(ask), prefix),
            Base::Private4 => Range::written(
                Origin::Default,
                Some(ask),
                self.profile.cluster.private_v4.value.of(kind),
            ),
            Base::FromNode(_) => Range::of(Origin::Node, Some(ask), None),
            Base::Place(length) => self.placed(kind, ask, length, PoolKind::of(family)),
            Base::Global(asked) => self.global(kind, ask, asked),
            Base::Private6(asked) => {
                let length = asked.unwrap_or(self.profile.cluster.private_v6.value.of(kind));
                self.placed(kind, ask, length, PoolKind::Ula)
            }
        })
    }

    /// What is pinned is the whole run's prefix: a member has its share of it.
    fn pinned_range(&self, ask: Option<Ask>, prefix: Prefix) -> Range {
        let mut range = Range::written(Origin::Pinned, ask, prefix);
        let total = self.total();
        let bits = u32::from(prefix.bits()) + total.bits_needed();
        range.length = u8::try_from(bits)
            .ok()
            .and_then(|bits| Length::new(prefix.family(), bits));
        range
    }

    /// All members of it, over everything counted that it lies in.
    pub fn total(&self) -> Count {
        self.plan.members(self.node)
    }

    fn flat_range(&self, ask: Ask, family: Family) -> Range {
        let network = self.flat.and_then(|flat| self.plan.network(flat, family));
        let (origin, length) = match network {
            Some(Meaning::Prefix(prefix)) => (Origin::Pinned, Some(prefix.length())),
            Some(Meaning::Length(length)) => (Origin::Placed, Some(*length)),
            _ => (Origin::Unplaced, None),
        };
        Range::of(origin, Some(ask), length)
    }

    fn global(&self, kind: RangeKind, ask: Ask, asked: Option<Length>) -> Range {
        let length = asked.unwrap_or(self.profile.cluster.global_v6.value.of(kind));
        if kind == RangeKind::Services
            && let Services::Assigned { length, .. } = self.profile.services.source_v6.value
        {
            return Range::of(Origin::Assigned, Some(ask), Some(length));
        }
        let range = self.placed(kind, ask, length, PoolKind::V6);
        if range.pool.is_none() || !self.handed_over(kind, range.pool) {
            return Range {
                origin: Origin::Assigned,
                pool: None,
                ..range
            };
        }
        range
    }

    /// Whether the IPv6 prefix that the plan gives its VPC is the one that the infrastructure will give it.
    pub fn vpc_is_handed_over(&self) -> bool {
        match self.profile.cluster.handed_over.value {
            HandedOver::Always | HandedOver::WithExplicitRanges => true,
            HandedOver::Never => false,
            HandedOver::WithIpamPool => self.manifest_field(&["ipv6-ipam-pool"]).is_some(),
        }
    }

    /// Whether a global prefix of the plan becomes the shoot's.
    fn handed_over(&self, kind: RangeKind, pool: Option<PoolKey>) -> bool {
        match self.profile.cluster.handed_over.value {
            HandedOver::Always | HandedOver::WithExplicitRanges => true,
            HandedOver::Never => false,
            HandedOver::WithIpamPool => {
                let vpc = pool.is_some_and(|pool| self.plan.kind(pool.owner) == Kind::Vpc);
                kind == RangeKind::Nodes && vpc && self.vpc_is_handed_over()
            }
        }
    }

    fn placed(&self, kind: RangeKind, ask: Ask, length: Length, pool: PoolKind) -> Range {
        let mut range = Range::of(Origin::Placed, Some(ask), Some(length));
        range.pool = enclosing_pool(self.plan, self.node, pool);
        if range.pool.is_none() {
            range.origin = match pool {
                PoolKind::Ula => Origin::Undrawn,
                PoolKind::V6 | PoolKind::V4 => Origin::Unplaced,
            };
        }
        let network = &self.profile.network;
        if kind == RangeKind::Nodes && length.family() == Family::V6 && network.zonal.value {
            if let Fit::Rounded(rounded) = network.subnet_v6.value.fit(length) {
                range.length = Some(rounded);
            }
            let each = match &network.zone_subnets_v6.value {
                ZoneSubnets::Numbered { order, .. } => u32::try_from(order.len()).unwrap_or(1),
                ZoneSubnets::Free => 1,
            };
            range.zones = self.zone_count();
            range.stride = each;
            range.blocks = range.zones.saturating_mul(each);
        }
        range
    }
}
