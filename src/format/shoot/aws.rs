//! `spec.provider` on AWS: the infrastructureConfig with the VPC and its zones, and the workers (g d, A1–A8).

use super::fields::Workers;
use super::sheet::{Line, Sheet, line, text};
use super::target::Target;
use crate::addr::{Count, Family, Prefix, parse_prefix};
use crate::engine::{Origin, ZoneCuts, zone_cuts};
use crate::format::ExportError;
use crate::plan::{Kind, RangeKind};
use crate::profile::Fit;
use crate::source::NodeId;

const API: &str = "aws.provider.extensions.gardener.cloud/v1alpha1";
/// Where the plan gives the VPC no IPv4: what Gardener's example Shoots have (g c).
const CUSTOMARY_V4: &str = "10.250.0.0/16";
/// AWS makes no smaller IPv4 subnet (a 2.1).
const LONGEST_SUBNET_V4: u8 = 28;
/// A VPC has one of these (g A6).
const VPC_V6: u8 = 56;
/// Three /64s a zone out of a /56 (g d, AWS).
const MOST_ZONES: usize = 85;

/// The VPC as the manifest has it.
struct Vpc {
    id: Option<String>,
    /// What the subnets are cut from.
    v4: Prefix,
    /// Whether the plan says it.
    said: bool,
    v6: Option<Prefix>,
    pool: Option<String>,
}

pub(super) fn provider(target: &Target<'_>) -> Result<Sheet, ExportError> {
    let zones = target.zones()?;
    if zones.len() > MOST_ZONES {
        let words = format!("{} zones, and a /56 has /64s for {MOST_ZONES}", zones.len());
        return Err(target.refused("networks.zones", "gardener-extension-provider-aws", words));
    }
    let count = u32::try_from(zones.len()).unwrap_or(u32::MAX);
    let vpc = vpc(target)?;
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

fn vpc(target: &Target<'_>) -> Result<Vpc, ExportError> {
    let block = target.shoot.vpc();
    let v4 = block.map_or(Ok(None), |block| placed(target, block, Family::V4))?;
    let v6 = block.map_or(Ok(None), |block| placed(target, block, Family::V6))?;
    let pool = target.said(&["ipv6-ipam-pool"])?;
    check_lengths(target, v4, v6.filter(|_| pool.is_some()))?;
    let alone = block.is_none_or(|block| is_alone(target, block));
    let id = vpc_id(target, block, alone)?;
    let part = subnets_v4(target, block, v4)?;
    if !alone && part.is_none() {
        return Err(target.missing(
            "an IPv4 prefix of its own for its subnets, as the VPC has more than this shoot",
            "manifest-fields: {subnets-v4: 10.250.0.0/18}",
        ));
    }
    Ok(Vpc {
        v4: part
            .or(v4)
            .unwrap_or_else(|| parse_prefix(CUSTOMARY_V4).expect("invariant: a prefix")),
        said: part.or(v4).is_some(),
        id,
        v6,
        pool,
    })
}

/// A block's prefix; an error where it has one and that has no place.
fn placed(
    target: &Target<'_>,
    block: NodeId,
    family: Family,
) -> Result<Option<Prefix>, ExportError> {
    let plan = target.plan();
    if plan.network(block, family).is_none() {
        return Ok(None);
    }
    let evaluation = target.document.evaluation();
    evaluation
        .block_prefix(plan, block, family, &target.members)
        .map(Some)
        .ok_or_else(|| target.unplaced(format!("the {family} prefix of the VPC")))
}

fn check_lengths(
    target: &Target<'_>,
    v4: Option<Prefix>,
    pinned: Option<Prefix>,
) -> Result<(), ExportError> {
    if let Some(v4) = v4
        && target.shoot.profile.network.vpc_v4.value.fit(v4.length()) == Fit::Refused
    {
        let words = format!("{v4}, and a VPC has a /16 to /28 of IPv4");
        return Err(target.refused("networks.vpc.cidr", "AWS", words));
    }
    match pinned {
        Some(v6) if v6.bits() != VPC_V6 => {
            let words = format!("{v6}, and a VPC has exactly a /{VPC_V6}");
            let field = "networks.vpc.ipv6IpamPool.cidrBlock";
            Err(target.refused(field, "gardener-extension-provider-aws", words))
        }
        Some(_) | None => Ok(()),
    }
}

/// Whether the VPC holds one shoot of one member.
fn is_alone(target: &Target<'_>, block: NodeId) -> bool {
    let plan = target.plan();
    let one = plan
        .chain(target.shoot.node)
        .take_while(|&id| id != block)
        .all(|id| plan.count(id) == Count::ONE);
    let shoots = plan
        .walk_from(block)
        .filter(|&id| plan.kind(id) == Kind::Shoot);
    one && shoots.take(2).count() == 1
}

fn vpc_id(
    target: &Target<'_>,
    block: Option<NodeId>,
    alone: bool,
) -> Result<Option<String>, ExportError> {
    const FIELD: &str = "manifest-fields.vpc-id";
    let plan = target.plan();
    let Some(id) = target.said(&["vpc-id"])? else {
        return if alone {
            Ok(None)
        } else {
            Err(target.missing(
                "the id of its VPC, as shoots that share a VPC live in one that is there before them",
                "manifest-fields: {vpc-id: vpc-0123456789abcdef0}",
            ))
        };
    };
    let tail = id.strip_prefix("vpc-").unwrap_or("");
    if tail.is_empty()
        || !tail
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    {
        return Err(target.value(FIELD, &id, "write it as vpc-0123456789abcdef0"));
    }
    let Some(block) = block else {
        return Err(target.value(
            FIELD,
            &id,
            "the shoot lies in no VPC block; put it into one",
        ));
    };
    if plan.chain(block).any(|id| plan.count(id) > Count::ONE) {
        let why = "the VPC block stands for more than one VPC; write each as a block of its own";
        return Err(target.value(FIELD, &id, why));
    }
    Ok(Some(id))
}

/// `subnets-v4`: what the IPv4 subnets of the shoot are cut from, where it is not the whole VPC. Members of a run
/// get equal parts of it.
fn subnets_v4(
    target: &Target<'_>,
    block: Option<NodeId>,
    vpc: Option<Prefix>,
) -> Result<Option<Prefix>, ExportError> {
    const FIELD: &str = "manifest-fields.subnets-v4";
    let Some(said) = target.said(&["subnets-v4"])? else {
        return Ok(None);
    };
    let wrong = |why: String| target.value(FIELD, &said, why);
    let prefix = parse_prefix(&said).map_err(|error| wrong(error.to_string()))?;
    if prefix.family() != Family::V4 {
        return Err(wrong("write an IPv4 prefix".to_owned()));
    }
    if let Some(vpc) = vpc
        && !vpc.covers(prefix)
    {
        return Err(wrong(format!("the VPC has {vpc}; take a part of that")));
    }
    if let Some(other) = block.and_then(|block| neighbour(target, block, prefix)) {
        let path = target.plan().path(other);
        return Err(wrong(format!(
            "`{path}` has a part of it too; give each its own"
        )));
    }
    part(target, block, prefix)
        .map(Some)
        .ok_or_else(|| wrong("it is too small for every member".to_owned()))
}

/// Another shoot of the VPC whose subnets would lie in the same prefix.
fn neighbour(target: &Target<'_>, block: NodeId, prefix: Prefix) -> Option<NodeId> {
    let plan = target.plan();
    let overlaps = |&id: &NodeId| {
        let said = crate::engine::manifest_field(plan, id, &["subnets-v4"]);
        let other = said.and_then(crate::plan::Value::as_text);
        other
            .and_then(|text| parse_prefix(text).ok())
            .is_some_and(|other| other.overlaps(prefix))
    };
    plan.walk_from(block)
        .filter(|&id| plan.kind(id) == Kind::Shoot && id != target.shoot.node)
        .find(overlaps)
}

/// The part of a prefix that belongs to this member of those in the VPC.
fn part(target: &Target<'_>, block: Option<NodeId>, prefix: Prefix) -> Option<Prefix> {
    let plan = target.plan();
    let (mut index, mut weight) = (0_u128, 1_u128);
    for id in plan
        .chain(target.shoot.node)
        .take_while(|&id| Some(id) != block)
    {
        let member = target.members.iter().find(|member| member.node == id);
        index = index.checked_add(
            member
                .map_or(0, |member| member.index)
                .checked_mul(weight)?,
        )?;
        weight = weight.checked_mul(plan.count(id).low()?)?;
    }
    let bits = u8::try_from(Count::new(weight).bits_needed()).ok()?;
    let length = crate::addr::Length::new(Family::V4, prefix.bits().checked_add(bits)?)?;
    prefix.child(index, length)
}

impl Vpc {
    fn sheet(&self) -> Sheet {
        if let Some(id) = &self.id {
            let note = "Immutable. The VPC is there already: it needs an IPv6 block, an egress-only internet gateway \
                        and both DNS attributes. Where its IPv6 comes from is decided there.";
            return Sheet::Map(vec![line("id", text(id)).note(note)]);
        }
        let note = if self.said {
            "Immutable. The plan's IPv4 for the VPC. AWS wants one even for IPv6 alone."
        } else {
            "Immutable. The plan gives the VPC no IPv4 and AWS wants one: nothing of IPv6 uses it."
        };
        let mut lines = vec![line("cidr", text(self.v4.to_string())).note(note)];
        lines.extend(self.pool());
        Sheet::Map(lines)
    }

    fn pool(&self) -> Option<Line> {
        let mut lines = vec![line("id", text(self.pool.clone()?))];
        if let Some(v6) = self.v6 {
            let note = "The plan's /56, pinned: the VPC gets this one or none.";
            lines.push(line("cidrBlock", text(v6.to_string())).note(note));
        }
        let note = "Immutable. The VPC's IPv6 comes out of this IPAM pool.";
        Some(line("ipv6IpamPool", Sheet::Map(lines)).note(note))
    }
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
