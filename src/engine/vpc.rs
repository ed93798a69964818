//! What a provider gives a VPC, whatever is asked for.

use super::Evaluation;
use super::shoot::manifest_field;
use crate::addr::{Family, Length};
use crate::plan::{Field, Kind, Plan};
use crate::profile::{Fact, Offer, Profile};
use crate::source::NodeId;

impl Evaluation {
    /// The only length that a VPC can have there, and whose profile says so. Nothing for other blocks, and where it can be
    /// chosen.
    pub fn vpc_length(
        &self,
        plan: &Plan,
        node: NodeId,
        family: Family,
    ) -> Option<(&'static Profile, Length)> {
        let (profile, offer) = self.vpc_offer(plan, node, family)?;
        Some((profile, offer.value.only()?))
    }

    /// The lengths that a VPC can have there, and whose profile says so. Nothing for other blocks.
    pub fn vpc_offer(
        &self,
        plan: &Plan,
        node: NodeId,
        family: Family,
    ) -> Option<(&'static Profile, &'static Fact<Offer>)> {
        if plan.kind(node) != Kind::Vpc {
            return None;
        }
        let provider = self.settings(node).text(plan, Field::Provider);
        let profile = self
            .profiles()
            .find_or_generic(provider.unwrap_or("generic"));
        let network = &profile.network;
        let offer = match family {
            Family::V4 => &network.vpc_v4,
            Family::V6 if manifest_field(plan, node, &["vpc-id"]).is_some() => &network.own_vpc_v6,
            Family::V6 => &network.vpc_v6,
        };
        Some((profile, offer))
    }
}
