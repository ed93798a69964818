//! What an IPv4 range is cut into for the zones: the subnets that a provider must offer.

use crate::addr::{Family, Length, Prefix};
use crate::engine::{Shoot, equal_cuts, zone_cuts};
use crate::lint::Context;
use crate::plan::RangeKind;
use crate::profile::ZoneCut;

/// What an IPv4 range is cut into for the zones.
pub(super) struct Cut {
    pub(super) of: &'static str,
    pub(super) length: Length,
    /// The subnets that may be too small, or the shares that may be too large.
    pub(super) smallest: Option<Length>,
    pub(super) purpose: &'static str,
    pub(super) help: &'static str,
}

impl Cut {
    /// Nothing where nothing is cut, or it is not known what.
    pub(super) fn of(context: &Context<'_>, shoot: &Shoot<'_>, zones: u32) -> Option<Self> {
        if !shoot.has(Family::V4) {
            return None;
        }
        match shoot.profile.network.zone_cut_v4.value {
            ZoneCut::Whole => None,
            ZoneCut::Equal => {
                let length = shoot.range(RangeKind::Nodes, Family::V4)?.length?;
                let cuts = equal_cuts(Prefix::from_raw(0, length)?, zones);
                Some(Self {
                    of: "the node range",
                    length,
                    smallest: cuts.and_then(|cuts| Some(cuts.first()?.length())),
                    purpose: "for each",
                    help: "give the node range another length",
                })
            }
            ZoneCut::WorkersThenPublicThenInternal => {
                let length = context.plan.length(shoot.vpc()?, Family::V4)?;
                let cuts = zone_cuts(Prefix::from_raw(0, length)?, zones);
                Some(Self {
                    of: "the VPC",
                    length,
                    smallest: cuts.and_then(|cuts| Some(cuts.first()?.public.length())),
                    purpose: "for public and internal subnets",
                    help: "give the VPC a shorter length, or plan fewer zones",
                })
            }
        }
    }
}
