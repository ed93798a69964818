//! What a node gets, and what its pods get their addresses from.

use super::{DEFAULT_MASK_V6, DEFAULT_NODE_PREFIX_V4, Origin, PodAllocator, Range, Shoot};
use crate::addr::{Count, Family, Length};
use crate::plan::{Base, Field, RangeKind};
use crate::profile::{Families, Fit, FromNode};

impl Shoot<'_> {
    /// The length of what every node gets in a family, where it gets a prefix.
    pub fn node_prefix(&self, family: Family) -> Option<Length> {
        let asked = self.ask(RangeKind::Nodes, family)?.node_prefix?;
        Some(match family {
            Family::V4 => asked
                .length
                .or_else(|| self.alias_range(family))
                .unwrap_or(DEFAULT_NODE_PREFIX_V4),
            Family::V6 => {
                let nodes = &self.profile.nodes;
                let length = asked.length.unwrap_or(nodes.default_node_prefix_v6.value);
                match nodes.node_prefix_v6.value.fit(length) {
                    Fit::Rounded(rounded) => rounded,
                    Fit::Exact | Fit::Refused => length,
                }
            }
        })
    }

    /// The node mask that a setting says, in bits: it may be longer than the family.
    pub fn said_mask(&self, family: Family) -> Option<u8> {
        let field = match family {
            Family::V4 => Field::NodeMaskV4,
            Family::V6 => Field::NodeMaskV6,
        };
        let number = self.settings.number(self.plan, field)?.low()?;
        u8::try_from(number).ok()
    }

    /// The node mask that `RangeAllocator` is given: said, or Gardener's default (g a). It may be longer than the family.
    pub fn mask(&self, family: Family) -> u8 {
        self.said_mask(family)
            .unwrap_or_else(|| self.default_mask(family))
    }

    /// The node mask where none is said.
    pub fn default_mask(&self, family: Family) -> u8 {
        match family {
            Family::V6 => DEFAULT_MASK_V6,
            Family::V4 => {
                let twice = self
                    .wanted_pods()
                    .times(Count::new(2))
                    .unwrap_or(Count::MAX);
                32_u8.saturating_sub(u8::try_from(twice.bits_needed()).unwrap_or(u8::MAX))
            }
        }
    }

    /// The length of one node's pod range in a family, in bits. It may be longer than the family where a mask says so.
    pub fn pod_range_bits(&self, family: Family) -> Option<u8> {
        let range = self.range(RangeKind::Pods, family)?;
        if matches!(range.origin, Origin::None | Origin::Custom) {
            return None;
        }
        let dual = self.mode() == Some(Families::DualStack);
        let fixed = self
            .profile
            .pods
            .dual_stack
            .value
            .fixed(family)
            .filter(|_| dual);
        match self.allocator() {
            PodAllocator::Range => Some(fixed.map_or_else(|| self.mask(family), Length::bits)),
            PodAllocator::Cloud => fixed
                .or_else(|| self.cloud_pod_range(range, family))
                .map(Length::bits),
            PodAllocator::External => match range.ask?.base {
                Base::FromNode(length) => length
                    .or_else(|| self.node_prefix(family))
                    .map(Length::bits),
                _ => self.said_mask(family),
            },
            PodAllocator::Cni | PodAllocator::None => None,
        }
    }

    /// The length of one node's pod range, where the family has it.
    pub fn pod_range(&self, family: Family) -> Option<Length> {
        Length::new(family, self.pod_range_bits(family)?)
    }

    /// Whether the manifest says the length of a node's pod range as a node mask; `podPrefixSize` is another field, which
    /// Gardener's bounds of masks do not hold for.
    pub fn pod_range_is_mask(&self) -> bool {
        self.allocator() != PodAllocator::Cloud
            || self.profile.pods.from_node.value != FromNode::AsAskedAroundAddress
    }

    /// Whether machines have their IPv4 pods as alias ranges.
    pub(in crate::engine) fn has_alias_ranges(&self) -> bool {
        self.mode() == Some(Families::DualStack) && self.profile.pods.dual_stack.value.is_alias()
    }

    /// The alias range of a machine, which is as long as the node mask says.
    fn alias_range(&self, family: Family) -> Option<Length> {
        let mask = self.has_alias_ranges().then(|| self.mask(family))?;
        Length::new(family, mask)
    }

    fn cloud_pod_range(&self, range: &Range, family: Family) -> Option<Length> {
        let said = self
            .said_mask(family)
            .and_then(|bits| Length::new(family, bits));
        let base = range.ask?.base;
        if family == Family::V4 && self.has_alias_ranges() {
            return match base {
                Base::FromNode(asked) => asked.or_else(|| self.node_prefix(family)),
                Base::Custom | Base::Absent => None,
                Base::Private4
                | Base::Global(_)
                | Base::Private6(_)
                | Base::Literal(_)
                | Base::Place(_) => self.alias_range(family),
            };
        }
        let rule = self.profile.pods.from_node.value;
        match base {
            Base::FromNode(asked) => rule.pod_range(self.node_prefix(family)?, asked.max(said)),
            Base::Private4
            | Base::Global(_)
            | Base::Private6(_)
            | Base::Literal(_)
            | Base::Place(_) => {
                let node = self.node_prefix(family).or_else(|| {
                    (family == Family::V6)
                        .then_some(self.profile.nodes.default_node_prefix_v6.value)
                })?;
                rule.pod_range(node, said)
            }
            Base::Custom | Base::Absent => None,
        }
    }
}
