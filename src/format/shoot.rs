//! A Shoot manifest: `core.gardener.cloud/v1beta1`, as Gardener's validation, admission and the provider's extension take it.
//!
//! It knows what not to write. Every network field says why it has its value, who assigns it, and whether it can change.

mod aws;
mod fields;
mod into;
mod name;
mod sheet;
mod target;
mod verify;

use crate::addr::{Count, Family};
use crate::document::Document;
use crate::engine::{Origin, PodAllocator, autoscaler_cap};
use crate::format::ExportError;
use crate::plan::{Field, Found, RangeKind, cut};
use crate::source::NodeId;
use name::{Names, PROJECT};
use sheet::{Line, Sheet, line, text};
use target::Target;

pub use into::{IntoError, Patched, into};

/// The manifest of one shoot.
pub fn export(document: &Document, found: &Found) -> Result<String, ExportError> {
    Exporter::new(document)
        .export(found)
        .map(|manifest| manifest.text)
}

/// A manifest with what its file may be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The namespace.
    pub namespace: String,
    /// The name of the shoot in it.
    pub name: String,
    /// The YAML.
    pub text: String,
}

/// Writes manifests of one plan.
#[derive(Debug)]
pub struct Exporter<'d> {
    document: &'d Document,
    names: Names,
}

impl<'d> Exporter<'d> {
    /// Looks at a plan.
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            names: Names::new(document),
        }
    }

    /// What the manifest of one shoot is called, whether or not it can be written.
    pub fn called(&self, found: &Found) -> Result<String, ExportError> {
        self.names.name(&Target::new(self.document, found)?)
    }

    /// The manifest of one shoot.
    pub fn export(&self, found: &Found) -> Result<Manifest, ExportError> {
        let target = Target::new(self.document, found)?;
        target.check()?;
        let name = self.names.name(&target)?;
        let project = target.said_or(&["project"], PROJECT)?;
        let project = target.label("manifest-fields.project", project)?;
        let namespace = format!("garden-{project}");
        let sheet = manifest(&target, &name, &namespace)?;
        let text = sheet.print(&head(&target));
        verify::verify(&text, &sheet).map_err(|difference| ExportError::SecondReader {
            path: target.path.clone(),
            reader: difference.reader,
            detail: difference.detail,
        })?;
        if let Some(finding) = verify::refusal(&text) {
            return Err(ExportError::Manifest {
                path: target.path.clone(),
                field: finding.field,
                message: finding.message,
            });
        }
        Ok(Manifest {
            namespace,
            name,
            text,
        })
    }
}

fn head(target: &Target<'_>) -> String {
    let plan = target.plan().name(NodeId::ROOT);
    let of = if plan.is_empty() {
        "a plan".to_owned()
    } else {
        format!("the plan `{}`", cut(plan))
    };
    format!(
        "Shoot `{}` of {of}, written by trellis.\n\
         What is said to be immutable can never be changed: another value means another cluster.",
        target.path
    )
}

fn manifest(target: &Target<'_>, name: &str, namespace: &str) -> Result<Sheet, ExportError> {
    let (binding, credentials) = target.binding()?;
    let cloud_profile = target.said_or(&["cloud-profile"], "aws")?;
    let spec = vec![
        line(
            "cloudProfile",
            Sheet::Map(vec![
                line("kind", text("CloudProfile")),
                line(
                    "name",
                    text(target.word("manifest-fields.cloud-profile", cloud_profile)?),
                ),
            ]),
        ),
        line(binding, text(credentials)),
        line("region", text(target.region()?)).note("Immutable."),
        line("kubernetes", kubernetes(target)?),
        line("networking", networking(target)?),
        line("provider", aws::provider(target)?),
    ];
    Ok(Sheet::Map(vec![
        line("apiVersion", text("core.gardener.cloud/v1beta1")),
        line("kind", text("Shoot")),
        line("metadata", metadata(target, name, namespace)?),
        line("spec", Sheet::Map(spec)),
    ]))
}

fn metadata(target: &Target<'_>, name: &str, namespace: &str) -> Result<Sheet, ExportError> {
    let assumed = match target.said(&["project"])? {
        Some(_) => String::new(),
        None => format!("The plan says no `project`: `{PROJECT}` is assumed."),
    };
    Ok(Sheet::Map(vec![
        line("name", text(name)),
        line("namespace", text(namespace)).note(assumed),
    ]))
}

fn kubernetes(target: &Target<'_>) -> Result<Sheet, ExportError> {
    let version = target.version()?;
    let note = match version.patch {
        Some(_) => "The CloudProfile must offer this version.",
        None => "Gardener takes the newest supported patch that the CloudProfile offers.",
    };
    let mut lines = vec![line("version", text(version.to_string())).note(note)];
    let (mask, why) = mask(target)?;
    lines.push(line(
        "kubeControllerManager",
        Sheet::Map(vec![
            line("nodeCIDRMaskSize", Sheet::Number(mask)).note(why),
        ]),
    ));
    if let Some(pods) = target.max_pods()? {
        let kubelet =
            Sheet::Map(vec![line("maxPods", Sheet::Number(pods)).note(
                "max-pods of the plan. It can change while the pod range has room.",
            )]);
        lines.push(line("kubelet", kubelet));
    }
    Ok(Sheet::Map(lines))
}

/// What AWS gives each node, whatever is asked (g d).
const NODE_PREFIX: u8 = 80;

/// `nodeCIDRMaskSize` of IPv6 alone: the length of a node's pod range (g 13, 15, 29).
fn mask(target: &Target<'_>) -> Result<(u32, String), ExportError> {
    const FIELD: &str = "spec.kubernetes.kubeControllerManager.nodeCIDRMaskSize";
    let shoot = &target.shoot;
    let allocator = shoot.allocator();
    let Some(bits) = shoot
        .pod_range_bits(Family::V6)
        .filter(|_| allocator == PodAllocator::Cloud)
    else {
        if shoot
            .range(RangeKind::Pods, Family::V6)
            .is_none_or(|pods| pods.origin == Origin::None)
        {
            let why = "they need a range in the family of the cluster; write `v6fromNode`";
            return Err(target.value("pods", "none", why));
        }
        let why = "with IPv6 on AWS it is the cloud's controller; take `allocator` away";
        return Err(target.value("allocator", allocator.word(), why));
    };
    if !(64..=124).contains(&bits) {
        let words = "must be between 64 and 124 for IPv6 single-stack clusters";
        return Err(target.refused(FIELD, "gardener-apiserver", format!("{bits} {words}")));
    }
    let addresses = Count::power_of_two(u32::from(128 - bits)).unwrap_or(Count::MAX);
    let usable = addresses.minus(Count::new(2)).unwrap_or(Count::ZERO);
    if usable < shoot.wanted_pods() {
        let words = format!(
            "it only supports {usable} IP addresses; the highest maxPod setting is {}",
            shoot.wanted_pods()
        );
        return Err(target.refused(FIELD, "gardener-apiserver", words));
    }
    let cap = autoscaler_cap(shoot).map_or_else(String::new, |cap| format!(" = {cap} nodes"));
    let part = match bits {
        NODE_PREFIX => format!("its whole /{NODE_PREFIX}"),
        _ => format!("a /{bits} out of its /{NODE_PREFIX}"),
    };
    let why = format!(
        "Immutable. The pods of a node get {part}; aws-ipam-controller assigns both. \
         Always written: Gardener stops the autoscaler at 2^({bits} − 56){cap}; with the default of 64 it would be 256. \
         nodeCIDRMaskSizeIPv6 stays out: Gardener takes one of the two for a single family."
    );
    Ok((u32::from(bits), why))
}

fn networking(target: &Target<'_>) -> Result<Sheet, ExportError> {
    if target.shoot.overlay() {
        let words = "overlay is on, and IPv6 needs native routing; set `overlay: false`";
        return Err(target.refused(
            "spec.networking.providerConfig.overlay.enabled",
            "gardener-extension-provider-aws",
            words,
        ));
    }
    let plugin = target.plugin()?;
    let mut config = vec![
        line(
            "apiVersion",
            text(format!("{plugin}.networking.extensions.gardener.cloud/v1alpha1")),
        ),
        line("kind", text("NetworkConfig")),
        line("overlay", Sheet::Map(vec![line("enabled", Sheet::Flag(false))])).note(
            "AWS takes IPv6 with native routing alone, and wants it said: pods are routed, not wrapped. It can change, but not to true.",
        ),
    ];
    config.extend(pod_nat(target, plugin)?);
    let families = "Immutable: Gardener lets no cluster leave IPv6 alone.\n\
         nodes, pods and services are left out on purpose: the infrastructure assigns them (nodes and pods the VPC's /56, \
         services the second /108 of a zone's workers /64), and status.networking tells them.";
    Ok(Sheet::Map(vec![
        line("type", text(plugin)).note("Immutable."),
        line("ipFamilies", Sheet::List(vec![text("IPv6")])).note(families),
        line("providerConfig", Sheet::Map(config)),
    ]))
}

/// `pod-nat`: off by default in both plugins (g 31).
fn pod_nat(target: &Target<'_>, plugin: &str) -> Result<Option<Line>, ExportError> {
    let shoot = &target.shoot;
    match (shoot.settings.flag(shoot.plan, Field::PodNat), plugin) {
        (Some(true), "calico") => Ok(Some(
            line(
                "ipv6",
                Sheet::Map(vec![line("sourceNATEnabled", Sheet::Flag(true))]),
            )
            .note("pod-nat of the plan: pods leave behind their node's address. It can change."),
        )),
        (Some(true), _) => Err(target.value(
            "pod-nat",
            "true",
            "trellis can say it for calico alone so far",
        )),
        (Some(false) | None, _) => Ok(None),
    }
}
