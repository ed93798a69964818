//! `spec.provider`: what each provider's extension reads, one file each (g d).

mod alicloud;
mod aws;
mod azure;
mod gcp;
mod ironcore;
mod ironcore_metal;
mod local;
mod openstack;

use super::sheet::{Line, Sheet, line, text};
use super::target::Target;
use crate::addr::{Family, Prefix};
use crate::format::ExportError;
use crate::plan::{Field, RangeKind};

/// What a provider's part of a manifest is made by.
pub(super) struct Writer {
    /// `spec.provider.type`.
    pub(super) name: &'static str,
    /// The group of its API: `NAME.provider.extensions.gardener.cloud`; nothing where it reads no configuration.
    group: Option<&'static str>,
    /// What a `CloudProfile` of it is called in Gardener's examples.
    pub(super) cloud_profile: &'static str,
    /// The machine of its examples; nothing where every landscape has machines of its own.
    pub(super) machine: Option<&'static str>,
    /// The kind of volume of its examples; nothing where machines need none.
    pub(super) volume: Option<&'static str>,
    /// `networks` and what stands beside it in the infrastructureConfig.
    infrastructure: fn(&Target<'_>) -> Result<Vec<Line>, ExportError>,
    /// What stands in the controlPlaneConfig beside its kind.
    control_plane: fn(&Target<'_>) -> Result<Vec<Line>, ExportError>,
}

/// The registry. Machines and volumes are those of the extensions' documented Shoots (docs/usage/usage.md of each).
static WRITERS: &[&Writer] = &[
    &alicloud::WRITER,
    &aws::WRITER,
    &azure::WRITER,
    &gcp::WRITER,
    &ironcore::WRITER,
    &ironcore_metal::WRITER,
    &local::WRITER,
    &openstack::WRITER,
];

/// What writes for the provider of a shoot. `Target::check` has asked whether there is one.
pub(super) fn writer(target: &Target<'_>) -> Option<&'static Writer> {
    let said = target.shoot.settings.text(target.plan(), Field::Provider)?;
    WRITERS.iter().copied().find(|writer| writer.name == said)
}

/// `spec.provider`.
pub(super) fn provider(target: &Target<'_>, writer: &Writer) -> Result<Sheet, ExportError> {
    let must = target.shoot.profile.zone_example.is_some();
    let zones = if must || !target.shoot.zones().is_empty() {
        target.zones()?
    } else {
        Vec::new()
    };
    let mut lines = vec![line("type", text(writer.name)).note("Immutable.")];
    if let Some(group) = writer.group {
        let config = |kind, more: Vec<Line>| {
            let api = format!("{group}.provider.extensions.gardener.cloud/v1alpha1");
            let mut lines = vec![line("apiVersion", text(api)), line("kind", text(kind))];
            lines.extend(more);
            Sheet::Map(lines)
        };
        let infrastructure = (writer.infrastructure)(target)?;
        lines.push(line(
            "infrastructureConfig",
            config("InfrastructureConfig", infrastructure),
        ));
        let control_plane = (writer.control_plane)(target)?;
        lines.push(line(
            "controlPlaneConfig",
            config("ControlPlaneConfig", control_plane),
        ));
    }
    let workers = target.workers(writer, &zones)?;
    lines.push(line("workers", Sheet::List(vec![workers])));
    Ok(Sheet::Map(lines))
}

/// Nothing beside the kind.
#[expect(
    clippy::unnecessary_wraps,
    reason = "the table holds functions that may refuse"
)]
const fn nothing(_: &Target<'_>) -> Result<Vec<Line>, ExportError> {
    Ok(Vec::new())
}

/// The IPv4 of the nodes, which every extension but that of AWS wants.
fn nodes_v4(target: &Target<'_>) -> Result<Prefix, ExportError> {
    target
        .range(RangeKind::Nodes, Family::V4)?
        .ok_or_else(|| target.missing("IPv4 for its nodes", "nodes: v4private"))
}

/// The IPv4 of the VPC block around a shoot, where the plan says one.
fn vpc_v4(target: &Target<'_>) -> Result<Option<Prefix>, ExportError> {
    let Some(block) = target.shoot.vpc() else {
        return Ok(None);
    };
    let plan = target.plan();
    if plan.network(block, Family::V4).is_none() {
        return Ok(None);
    }
    let evaluation = target.document.evaluation();
    evaluation
        .block_prefix(plan, block, Family::V4, &target.members)
        .map(Some)
        .ok_or_else(|| target.unplaced("the IPv4 prefix of the VPC"))
}

/// The IPv4 network that a manifest makes for the shoot: that of its VPC block, which must hold the nodes, else the
/// nodes themselves.
fn network_v4(target: &Target<'_>, nodes: Prefix) -> Result<Prefix, ExportError> {
    match vpc_v4(target)? {
        Some(vpc) if !vpc.covers(nodes) => {
            let why = format!("the VPC has {vpc}; nodes are a part of it");
            Err(target.value("nodes", &nodes.to_string(), why))
        }
        Some(vpc) => Ok(vpc),
        None => Ok(nodes),
    }
}

/// A text that the manifest needs and only the person knows.
fn needed(
    target: &Target<'_>,
    key: &'static str,
    what: &'static str,
    add: &'static str,
) -> Result<String, ExportError> {
    target
        .said(&[key])?
        .ok_or_else(|| target.missing(what, add))
}
