//! AWS (g d, A1 to A8): a VPC, and in each zone a subnet for workers, one for public and one for internal load balancers.

mod vpc;

use super::super::sheet::{Line, Sheet, line, text};
use super::super::target::Target;
use super::{Writer, nothing};
use crate::addr::{Family, Prefix};
use crate::engine::{Origin, ZoneCuts, zone_cuts};
use crate::format::ExportError;
use crate::plan::RangeKind;

use vpc::Vpc;

/// AWS makes no smaller IPv4 subnet (a 2.1).
const LONGEST_SUBNET_V4: u8 = 28;
/// Three /64s a zone out of a /56 (g d, AWS).
const MOST_ZONES: usize = 85;

pub(super) static WRITER: Writer = Writer {
    name: "aws",
    group: Some("aws"),
    cloud_profile: "aws",
    machine: Some("m5.large"),
    volume: Some("gp3"),
    infrastructure,
    control_plane: nothing,
};

fn infrastructure(target: &Target<'_>) -> Result<Vec<Line>, ExportError> {
    let zones = target.zones()?;
    if zones.len() > MOST_ZONES {
        let words = format!("{} zones, and a /56 has /64s for {MOST_ZONES}", zones.len());
        return Err(target.refused("networks.zones", "gardener-extension-provider-aws", words));
    }
    let count = u32::try_from(zones.len()).unwrap_or(u32::MAX);
    let vpc = vpc::vpc(target)?;
    let cuts = zone_cuts(vpc.v4, count)
        .filter(|cuts| cuts.iter().all(|cut| cut.internal.bits() <= LONGEST_SUBNET_V4))
        .ok_or_else(|| {
            let words = format!("{} is too small for three subnets in each zone ({count}); none may be smaller than a /28", vpc.v4);
            target.refused("networks.zones", "AWS", words)
        })?;
    let networks = vec![
        line("vpc", vpc.sheet()),
        line("zones", zones_sheet(target, &vpc, &zones, &cuts)).note(zones_note(target, &vpc)),
    ];
    let mut lines = vec![line("networks", Sheet::Map(networks))];
    lines.extend(target.dual_stack_ingress());
    Ok(lines)
}

fn zones_note(target: &Target<'_>, vpc: &Vpc) -> String {
    if !target.shoot.has(Family::V6) {
        return "Names and prefixes are immutable, and a zone can only be added at the end."
            .to_owned();
    }
    let from = match (&vpc.id, &vpc.pool, vpc.v6) {
        (Some(_), ..) => "the next free ones where other clusters have taken these".to_owned(),
        (None, Some(_), Some(_)) => "as planned".to_owned(),
        (None, Some(_), None) => "of whatever /56 the pool gives".to_owned(),
        (None, None, None) => "of whatever /56 Amazon gives".to_owned(),
        (None, None, Some(v6)) => {
            format!(
                "of whatever /56 Amazon gives, for without `ipv6-ipam-pool` the planned {v6} cannot be asked for"
            )
        }
    };
    format!(
        "Names and prefixes are immutable, and a zone can only be added at the end. Only IPv4 is written: \
         of the VPC's /56 zone i takes /64 number 3i for workers, 3i+1 for internal and 3i+2 for public, {from}."
    )
}

fn zones_sheet(target: &Target<'_>, vpc: &Vpc, zones: &[String], cuts: &[ZoneCuts]) -> Sheet {
    let items = zones
        .iter()
        .zip(cuts)
        .zip(0_u32..)
        .map(|((name, cut), number)| {
            let note = planned(target, vpc, number)
                .map_or_else(String::new, |prefix| format!("IPv6 of workers: {prefix}"));
            let unused = if number == 0 && !target.shoot.has(Family::V4) {
                "Nodes have no IPv4 here, but provider-aws wants the prefix from v1.73.0 on."
            } else {
                ""
            };
            Sheet::Map(vec![
                line("name", text(name)).note(note),
                line("workers", text(cut.workers.to_string())).note(unused),
                line("public", text(cut.public.to_string())),
                line("internal", text(cut.internal.to_string())),
            ])
        });
    Sheet::List(items.collect())
}

/// The /64 of a zone's workers, where the plan decides it.
fn planned(target: &Target<'_>, vpc: &Vpc, zone: u32) -> Option<Prefix> {
    let shoot = &target.shoot;
    let range = shoot.range(RangeKind::Nodes, Family::V6)?;
    if vpc.id.is_some() || vpc.pool.is_none() || range.origin != Origin::Placed {
        return None;
    }
    let evaluation = target.document.evaluation();
    let first = evaluation.range_prefix(shoot, RangeKind::Nodes, Family::V6, &target.members)?;
    evaluation.zone_prefix(shoot, range, first, zone)
}
