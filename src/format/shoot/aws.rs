//! `spec.provider` on AWS: the infrastructureConfig with the VPC and its zones, and the workers (g d, A1–A8).

mod vpc;

use super::fields::Workers;
use super::sheet::{Sheet, line, text};
use super::target::Target;
use crate::addr::{Family, Prefix};
use crate::engine::{Origin, ZoneCuts, zone_cuts};
use crate::format::ExportError;
use crate::plan::RangeKind;

use vpc::Vpc;

const API: &str = "aws.provider.extensions.gardener.cloud/v1alpha1";
/// AWS makes no smaller IPv4 subnet (a 2.1).
const LONGEST_SUBNET_V4: u8 = 28;
/// Three /64s a zone out of a /56 (g d, AWS).
const MOST_ZONES: usize = 85;

pub(super) fn provider(target: &Target<'_>) -> Result<Sheet, ExportError> {
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
    let workers = target.workers(count)?;
    Ok(Sheet::Map(vec![
        line("type", text("aws")),
        line(
            "infrastructureConfig",
            Sheet::Map(vec![
                line("apiVersion", text(API)),
                line("kind", text("InfrastructureConfig")),
                line(
                    "networks",
                    Sheet::Map(vec![
                        line("vpc", vpc.sheet()),
                        line("zones", zones_sheet(target, &vpc, &zones, &cuts))
                            .note(zones_note(&vpc)),
                    ]),
                ),
            ]),
        ),
        line(
            "controlPlaneConfig",
            Sheet::Map(vec![
                line("apiVersion", text(API)),
                line("kind", text("ControlPlaneConfig")),
            ]),
        ),
        line("workers", Sheet::List(vec![workers_sheet(workers, &zones)])),
    ]))
}

fn zones_note(vpc: &Vpc) -> String {
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
            let unused = if number == 0 {
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

fn workers_sheet(workers: Workers, zones: &[String]) -> Sheet {
    let mut machine =
        vec![line("type", text(workers.machine)).note("A node gets its /80 on Nitro types only.")];
    if let Some((name, version)) = workers.image {
        let mut image = vec![line("name", text(name))];
        image.extend(version.map(|version| line("version", text(version))));
        machine.push(line("image", Sheet::Map(image)));
    }
    let (volume, size) = workers.volume;
    Sheet::Map(vec![
        line("name", text(workers.name)),
        line("machine", Sheet::Map(machine)),
        line(
            "volume",
            Sheet::Map(vec![line("type", text(volume)), line("size", text(size))]),
        ),
        line("minimum", Sheet::Number(workers.minimum)),
        line("maximum", Sheet::Number(workers.maximum))
            .note(format!("Nodes at most: {}.", workers.bound)),
        line("zones", Sheet::List(zones.iter().map(text).collect()))
            .note("Zones can be added to a pool, and never taken away."),
    ])
}
