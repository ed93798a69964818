//! VPCs whose IPv6 prefix the provider picks, by the block whose prefix the plan cuts theirs from.

use std::collections::{BTreeMap, BTreeSet};

use crate::addr::Family;
use crate::engine::settings::Settings;
use crate::engine::shoot::manifest_field;
use crate::plan::{Kind, Meaning, Plan};
use crate::profile::HandedOver;
use crate::source::NodeId;

/// Such VPCs, by that block, and that block by VPC.
#[derive(Clone, Debug, Default)]
pub(super) struct Picked {
    below: BTreeMap<NodeId, BTreeSet<NodeId>>,
    holder: BTreeMap<NodeId, NodeId>,
}

impl Picked {
    /// The VPCs below a block whose prefixes will be others, in no order.
    pub(super) fn below(&self, block: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.below.get(&block).into_iter().flatten().copied()
    }

    /// Looks at a definition anew; gives the block that has another number of them, if one has.
    pub(super) fn update(
        &mut self,
        plan: &Plan,
        node: NodeId,
        settings: &Settings,
    ) -> Option<NodeId> {
        let holder = holder(plan, node, settings)?;
        self.below.entry(holder).or_default().insert(node);
        self.holder.insert(node, holder);
        Some(holder)
    }

    /// Forgets a definition; gives the block that has another number of them, if one has.
    pub(super) fn forget(&mut self, node: NodeId) -> Option<NodeId> {
        let holder = self.holder.remove(&node)?;
        if let Some(below) = self.below.get_mut(&holder) {
            below.remove(&node);
            if below.is_empty() {
                self.below.remove(&holder);
            }
        }
        Some(holder)
    }
}

/// The block whose prefix a VPC's is cut from, where the infrastructure does not take that.
fn holder(plan: &Plan, node: NodeId, settings: &Settings) -> Option<NodeId> {
    if plan.kind(node) != Kind::Vpc {
        return None;
    }
    let Meaning::Length(_) = plan.network(node, Family::V6)? else {
        return None;
    };
    picks(plan, node, settings).then_some(())?;
    plan.chain(node)
        .find(|&id| matches!(plan.network(id, Family::V6), Some(Meaning::Prefix(_))))
}

/// Whether the provider picks the IPv6 prefix of a VPC that it will make.
pub fn picks(plan: &Plan, vpc: NodeId, settings: &Settings) -> bool {
    let profile = settings.profile();
    let said = |key| manifest_field(plan, vpc, &[key]).is_some();
    match profile.cluster.handed_over.value {
        HandedOver::Always | HandedOver::WithExplicitRanges => false,
        HandedOver::WithIpamPool => !said("ipv6-ipam-pool") && !said("vpc-id"),
        HandedOver::Never => !said("vpc-id"),
    }
}
