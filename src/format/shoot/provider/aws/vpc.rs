//! `networks.vpc`: a VPC of its own for a shoot that is alone in it, or the id of one that is there already.

use crate::addr::{Count, Family, Length, Prefix, parse_prefix};
use crate::engine::manifest_field;
use crate::format::ExportError;
use crate::format::shoot::sheet::{Line, Sheet, line, text};
use crate::format::shoot::target::Target;
use crate::plan::{Kind, RangeKind, Value};
use crate::profile::Fit;
use crate::source::NodeId;

/// Where the plan gives the VPC no IPv4: what Gardener's example Shoots have (g c).
const CUSTOMARY_V4: &str = "10.250.0.0/16";
/// A VPC has one of these (g A6).
const VPC_V6: u8 = 56;

/// The VPC as the manifest has it.
pub(super) struct Vpc {
    pub(super) id: Option<String>,
    /// The IPv4 of the whole VPC, where the manifest makes it.
    cidr: Prefix,
    /// Whether the plan says that.
    said: bool,
    /// Whether nodes have IPv4.
    nodes: bool,
    /// What the subnets are cut from.
    pub(super) v4: Prefix,
    pub(super) v6: Option<Prefix>,
    pub(super) pool: Option<String>,
}

pub(super) fn vpc(target: &Target<'_>) -> Result<Vpc, ExportError> {
    let block = target.shoot.vpc();
    let v4 = block.map_or(Ok(None), |block| placed(target, block, Family::V4))?;
    let v6 = block.map_or(Ok(None), |block| placed(target, block, Family::V6))?;
    let pool = target
        .said(&["ipv6-ipam-pool"])?
        .filter(|_| target.shoot.has(Family::V6));
    check_lengths(target, v4, v6.filter(|_| pool.is_some()))?;
    let alone = block.is_none_or(|block| is_alone(target, block));
    let id = vpc_id(target, block, alone)?;
    let said = subnets_v4(target, block, v4)?;
    let nodes = target.range(RangeKind::Nodes, Family::V4)?;
    let part = match (said, nodes) {
        (None, Some(nodes)) => Some(nodes_in(target, v4, nodes)?),
        (said, _) => said,
    };
    if !alone && part.is_none() {
        return Err(target.missing(
            "an IPv4 prefix of its own for its subnets, as the VPC has more than this shoot",
            "manifest-fields: {subnets-v4: 10.250.0.0/18}",
        ));
    }
    let customary = || parse_prefix(CUSTOMARY_V4).expect("invariant: a prefix");
    let cidr = v4.or(part).unwrap_or_else(customary);
    Ok(Vpc {
        nodes: nodes.is_some(),
        said: v4.or(part).is_some(),
        v4: part.unwrap_or(cidr),
        cidr,
        id,
        v6,
        pool,
    })
}

/// What the subnets are cut from where nodes have IPv4: subnets of workers lie in nodes (g A4). The VPC itself where its
/// cut does, so that nodes may be all of it or its lower half.
fn nodes_in(
    target: &Target<'_>,
    vpc: Option<Prefix>,
    nodes: Prefix,
) -> Result<Prefix, ExportError> {
    let Some(vpc) = vpc else { return Ok(nodes) };
    if !vpc.covers(nodes) {
        let why = format!("the VPC has {vpc}, and nodes are a part of it");
        return Err(target.value("nodes", &nodes.to_string(), why));
    }
    let lower = vpc.split().map(|[lower, _]| lower);
    let alone = target
        .shoot
        .vpc()
        .is_none_or(|block| is_alone(target, block));
    Ok(if alone && (nodes == vpc || Some(nodes) == lower) {
        vpc
    } else {
        nodes
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
        let said = manifest_field(plan, id, &["subnets-v4"]);
        let other = said.and_then(Value::as_text);
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
    let length = Length::new(Family::V4, prefix.bits().checked_add(bits)?)?;
    prefix.child(index, length)
}

impl Vpc {
    pub(super) fn sheet(&self) -> Sheet {
        if let Some(id) = &self.id {
            let note = "Immutable. The VPC is there already: it needs an IPv6 block, an egress-only internet gateway \
                        and both DNS attributes. Where its IPv6 comes from is decided there.";
            return Sheet::Map(vec![line("id", text(id)).note(note)]);
        }
        let note = if self.said && self.nodes {
            "Immutable. The IPv4 of the VPC: nodes lie in it, pods and services outside."
        } else if self.said {
            "Immutable. The plan's IPv4 for the VPC. AWS wants one even for IPv6 alone."
        } else {
            "Immutable. The plan gives the VPC no IPv4 and AWS wants one: nothing of IPv6 uses it."
        };
        let mut lines = vec![line("cidr", text(self.cidr.to_string())).note(note)];
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
