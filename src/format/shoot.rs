//! A Shoot manifest: `core.gardener.cloud/v1beta1`, as Gardener's validation, admission and the provider's extension take it.
//!
//! It knows what not to write. Every network field says why it has its value, who assigns it, and whether it can change.

mod fields;
mod into;
mod kubernetes;
mod name;
mod networking;
mod provider;
mod sheet;
mod target;
mod verify;
mod workers;

use crate::document::Document;
use crate::format::ExportError;
use crate::plan::{Found, cut};
use crate::source::NodeId;
use name::{Names, PROJECT};
use sheet::{Sheet, line, text};
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
    /// What the plan does not say and customary values stand in for, each with where to say it.
    pub assumed: Vec<String>,
    /// What the plan does not say and the manifest lacks, each with what to write.
    pub lacking: Vec<String>,
}

impl Manifest {
    /// The YAML without comments. Only whole lines are comments here.
    pub fn bare(&self) -> String {
        let lines = self.text.lines();
        let lines = lines.filter(|line| !line.trim_start().starts_with('#'));
        lines.flat_map(|line| [line, "\n"]).collect()
    }
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
        let namespace = namespace(&target)?;
        let sheet = manifest(&target, &name, &namespace)?;
        let (assumed, lacking) = target.take_notes();
        let text = sheet.print(&head(&target, &assumed, &lacking));
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
            assumed,
            lacking,
        })
    }
}

/// `garden-PROJECT`, unless the plan says another one.
fn namespace(target: &Target<'_>) -> Result<String, ExportError> {
    if let Some(namespace) = target.said(&["namespace"])? {
        return target.label("manifest-fields.namespace", namespace);
    }
    let project = target.said_or_assumed(&["project"], PROJECT)?;
    let project = target.label("manifest-fields.project", project)?;
    Ok(format!("garden-{project}"))
}

fn head(target: &Target<'_>, assumed: &[String], lacking: &[String]) -> String {
    let plan = target.plan().name(NodeId::ROOT);
    let of = if plan.is_empty() {
        "a plan".to_owned()
    } else {
        format!("the plan `{}`", cut(plan))
    };
    let told = |words: &str, what: &[String]| match what {
        [] => String::new(),
        some => format!("\n{words}: {}.", some.join(", ")),
    };
    let lacking = told("To be added, as the plan does not say it", lacking);
    let assumed = told(
        "The plan does not say, and customary values stand in for",
        assumed,
    );
    format!(
        "Shoot `{}` of {of}, written by trellis.\n\
         What is said to be immutable can never be changed: another value means another cluster.{lacking}{assumed}",
        target.path
    )
}

fn manifest(target: &Target<'_>, name: &str, namespace: &str) -> Result<Sheet, ExportError> {
    let writer = provider::writer(target).expect("invariant: it was asked for");
    let binding = target.binding()?;
    let region = target.region()?;
    let cloud_profile = target.said_or_assumed(&["cloud-profile"], writer.cloud_profile)?;
    let cloud_profile = vec![
        line("kind", text(profile_kind(target)?)),
        line(
            "name",
            text(target.word("manifest-fields.cloud-profile", cloud_profile)?),
        ),
    ];
    let mut spec = vec![line("cloudProfile", Sheet::Map(cloud_profile))];
    spec.extend(binding.map(|(key, name)| line(key, text(name))));
    spec.extend(region.map(|region| line("region", text(region)).note("Immutable.")));
    spec.extend([
        line("kubernetes", kubernetes::kubernetes(target, writer.name)?),
        line("networking", networking::networking(target, writer.name)?),
        line("provider", provider::provider(target, writer)?),
    ]);
    Ok(Sheet::Map(vec![
        line("apiVersion", text("core.gardener.cloud/v1beta1")),
        line("kind", text("Shoot")),
        line("metadata", metadata(target, name, namespace)?),
        line("spec", Sheet::Map(spec)),
    ]))
}

fn metadata(target: &Target<'_>, name: &str, namespace: &str) -> Result<Sheet, ExportError> {
    let said = target.said(&["project"])?.or(target.said(&["namespace"])?);
    let assumed = match said {
        Some(_) => String::new(),
        None => format!("The plan says no `project`: `{PROJECT}` is assumed."),
    };
    Ok(Sheet::Map(vec![
        line("name", text(name)),
        line("namespace", text(namespace)).note(assumed),
    ]))
}

/// A `CloudProfile`, or one of the project's own.
fn profile_kind(target: &Target<'_>) -> Result<String, ExportError> {
    let kind = target.said_or(&["cloud-profile-kind"], "CloudProfile")?;
    if matches!(kind.as_str(), "CloudProfile" | "NamespacedCloudProfile") {
        return Ok(kind);
    }
    let why = "write CloudProfile or NamespacedCloudProfile";
    Err(target.value("manifest-fields.cloud-profile-kind", &kind, why))
}
