//! An export into a manifest that is there: which of its network fields the plan says otherwise, and the text with those
//! changed.
//!
//! The exporter's own manifest is where the values come from, so what holds for an export holds here. What the plan does not
//! say stays as the manifest has it, and so does everything that is not about the network.

mod bare;
mod fields;

use crate::diag::Severity;
use crate::document::Document;
use crate::format::{ExportError, Exporter};
use crate::import::{self, Imported};
use crate::manifest::{
    self, Finding, Landscape, Manifests, PatchError, Written, check_all, is_manifest, patch,
};
use crate::plan::{Edit, Field, Found, Value};
use crate::yaml::{Limits, Tree};

/// A manifest with the plan's network fields in it.
#[derive(Debug)]
pub struct Patched {
    /// The whole text.
    pub text: String,
    /// `namespace/name` of the Shoot in it.
    pub shoot: String,
    /// What is left as it is, though the plan says otherwise, and why: a sentence each.
    pub left: Vec<String>,
}

/// Why a manifest is left as it is.
#[derive(Debug, thiserror::Error)]
pub enum IntoError {
    /// The plan's own manifest is refused.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The text cannot be changed in these places alone.
    #[error(transparent)]
    Patch(#[from] PatchError),
    /// There are no Kubernetes objects in it.
    #[error("it holds no Shoot manifest")]
    NoManifest,
    /// The changed manifest would be refused.
    #[error("the manifest of {shoot} would be refused")]
    Refused {
        /// `namespace/name`.
        shoot: String,
        /// The changed text, as it would be.
        manifests: Box<Manifests>,
        /// What is wrong with it, the update from the text as it is included.
        findings: Vec<Finding>,
    },
}

/// The text of a manifest with what the plan says of one shoot. The Shoot is found by the name that an export would give
/// it, and by the namespace where the plan says one.
pub fn into(document: &Document, found: &Found, text: &str) -> Result<Patched, IntoError> {
    let old = read(text);
    if !is_manifest(text, &old.tree) {
        return Err(IntoError::NoManifest);
    }
    let name = Exporter::new(document).called(found)?;
    let at = target(document, found, &old, &name)?;
    let known = import::shoots(&old).0;
    let filled = filled(document, found, &known, &old, at);
    let mut left = Vec::new();
    let own = match Exporter::new(&filled).export(found) {
        Ok(own) => own.text,
        Err(why) if bare::stands_in(&why) => {
            let own = bare::manifest(&filled, found)?;
            left.push(format!("{why}; so of the network only the ranges, families and masks of {name} are compared"));
            own
        }
        Err(why) => return Err(why.into()),
    };
    let own = read(&own);
    let difference = fields::difference(
        &fields::Planned::new(document, found),
        written(&own, 0),
        written(&old, at),
    );
    let changes = difference.changes;
    left.extend(difference.left);
    let shoot = old.shoots[at].path();
    if changes.is_empty() {
        return Ok(Patched {
            text: text.to_owned(),
            shoot,
            left,
        });
    }
    let new = patch(text, &shoot, &changes)?;
    let manifests = read(&new);
    let mut findings = check_all(&manifests, Some(&old), &Landscape::default());
    findings.retain(|finding| finding.path == shoot && finding.severity == Severity::Error);
    if !findings.is_empty() {
        return Err(IntoError::Refused {
            shoot,
            manifests: Box::new(manifests),
            findings,
        });
    }
    Ok(Patched {
        text: new,
        shoot,
        left,
    })
}

fn read(text: &str) -> Manifests {
    let (tree, faults) = Tree::read(text, Limits::default());
    Manifests::new(text.to_owned(), tree, &faults)
}

fn written(manifests: &Manifests, index: usize) -> Written<'_> {
    Written {
        page: manifests.page(),
        manifest: &manifests.shoots[index],
    }
}

/// Which of the Shoots in a text is meant. One that has no name is meant where it is alone.
fn target(
    document: &Document,
    found: &Found,
    old: &Manifests,
    name: &str,
) -> Result<usize, PatchError> {
    let said = |key: &str| {
        let value = crate::engine::manifest_field(document.plan(), found.node, &[key]);
        value.and_then(Value::as_text).map(str::to_owned)
    };
    let namespace = said("project")
        .map(|project| format!("garden-{project}"))
        .or_else(|| said("namespace"));
    let shoots = || {
        old.shoots
            .iter()
            .enumerate()
            .filter(|(_, shoot)| shoot.prefix.is_empty())
    };
    let text =
        |said: &Option<manifest::Spanned<String>>| said.as_ref().map(|said| said.value.clone());
    let meant = shoots().filter(|(_, shoot)| {
        let same =
            namespace.is_none() || shoot.namespace.is_none() || text(&shoot.namespace) == namespace;
        same && text(&shoot.name).as_deref() == Some(name)
    });
    let meant: Vec<usize> = meant.map(|(index, _)| index).collect();
    let path = || {
        namespace.as_ref().map_or_else(
            || name.to_owned(),
            |namespace| format!("{namespace}/{name}"),
        )
    };
    let alone: Vec<usize> = shoots().map(|(index, _)| index).take(2).collect();
    match (meant.as_slice(), alone.as_slice()) {
        (&[one], _) => Ok(one),
        ([], &[one]) if old.shoots[one].name.is_none() => Ok(one),
        ([], _) => Err(PatchError::NoShoot {
            path: path(),
            found: shoots().map(|(_, shoot)| shoot.path()).collect(),
        }),
        (&[first, second, ..], _) => {
            let lines = crate::source::LineIndex::new(&old.text);
            let line = |index: usize| {
                let start = old.tree.span(old.shoots[index].root).start;
                lines.place(&old.text, start).line
            };
            Err(PatchError::Twice {
                path: path(),
                first: line(first),
                second: line(second),
            })
        }
    }
}

/// The plan with what it does not say of the shoot taken from the manifest: credentials, images, versions.
fn filled(
    document: &Document,
    found: &Found,
    known: &[Imported],
    old: &Manifests,
    at: usize,
) -> Document {
    let mut document = document.clone();
    let line = crate::source::LineIndex::new(&old.text)
        .place(&old.text, old.tree.span(old.shoots[at].root).start)
        .line;
    let Some(imported) = known.iter().find(|imported| imported.line == line) else {
        return document;
    };
    let node = found.node;
    let plan = document.plan();
    let mut edits = Vec::new();
    for field in [
        Field::Provider,
        Field::Kubernetes,
        Field::Cni,
        Field::NodeZones,
    ] {
        let unsaid = document.evaluation().settings(node).said(field).is_none();
        if let Some(value) = imported.value(field).filter(|_| unsaid) {
            edits.push(Edit::set(node, field, Some(value.clone())));
        }
    }
    let vpc = imported
        .vpc
        .iter()
        .flat_map(|vpc| &vpc.fields)
        .filter(|(field, _)| *field == Field::ManifestFields);
    let own = imported.value(Field::ManifestFields).into_iter();
    for value in own.chain(vpc.map(|(_, value)| value)) {
        leaves(value, &mut Vec::new(), &mut |keys, value| {
            let names: Vec<&str> = keys.iter().map(String::as_str).collect();
            if crate::engine::manifest_field(plan, node, &names).is_none() {
                let (keys, value) = (keys.to_vec(), Some(value.clone()));
                edits.push(Edit::Set {
                    node,
                    field: Field::ManifestFields,
                    keys,
                    value,
                });
            }
        });
    }
    // Where it cannot be filled in, the export says what is missing.
    drop(document.apply(Edit::Many(edits)));
    document
}

fn leaves(value: &Value, keys: &mut Vec<String>, see: &mut impl FnMut(&[String], &Value)) {
    let Value::Map(pairs) = value else {
        return see(keys, value);
    };
    for (key, value) in pairs {
        keys.push(key.to_string());
        leaves(value, keys, see);
        keys.pop();
    }
}
