//! One Shoot manifest as fields of a definition.

use super::infrastructure::{self, infrastructure};
use super::remark::Remark;
use super::specs;
use crate::manifest::{At, Manifest, Manifests, Spanned, Written};
use crate::plan::{Field, Value, Version, name_fault};
use crate::source::{LineIndex, Span};
use crate::visible::is_hidden;

/// What a project's namespace begins with.
pub(super) const PROJECT: &str = "garden-";

/// A Shoot, as a plan says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// `metadata.namespace`; empty where there is none.
    pub namespace: String,
    /// `metadata.name`.
    pub name: String,
    /// Where it begins in its file, from 1.
    pub line: usize,
    /// `spec.region`.
    pub region: Option<String>,
    /// `spec.provider.type`.
    pub provider: Option<String>,
    /// The network that it lies in, where the provider has such.
    pub vpc: Option<Vpc>,
    /// How many pools of workers it has: max-nodes is their sum, and `manifest-fields` keep the first.
    pub pools: usize,
    /// Its own fields but for the name, in the order of the table of fields.
    pub fields: Vec<(Field, Value)>,
}

/// The network that a Shoot lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vpc {
    /// What shoots that share it have in common; nothing for one that is made for the Shoot.
    pub id: Option<String>,
    /// Fields of the block.
    pub fields: Vec<(Field, Value)>,
}

impl Imported {
    /// `namespace/name`, or the name alone.
    pub fn path(&self) -> String {
        match self.namespace.as_str() {
            "" => self.name.clone(),
            namespace => format!("{namespace}/{}", self.name),
        }
    }

    /// The value of a field.
    pub fn value(&self, field: Field) -> Option<&Value> {
        let found = self.fields.iter().find(|(other, _)| *other == field);
        found.map(|(_, value)| value)
    }
}

/// What is being made of one Shoot.
pub(super) struct Draft<'a> {
    pub(super) shoot: Written<'a>,
    lines: &'a LineIndex,
    subject: String,
    pub(super) fields: Vec<(Field, Value)>,
    manifest_fields: Option<Value>,
    remarks: Vec<Remark>,
}

impl<'a> Draft<'a> {
    /// Says something about a value that stands in the manifest.
    pub(super) fn remark(&mut self, field: &str, span: Span, message: impl Into<String>) {
        let place = self.lines.place(self.shoot.page.text, span.start);
        self.remarks.push(Remark {
            line: place.line,
            subject: self.subject.clone(),
            field: field.to_owned(),
            message: message.into(),
        });
    }

    pub(super) fn set(&mut self, field: Field, value: Value) {
        self.fields.push((field, value));
    }

    /// Keeps a text for manifests to come.
    pub(super) fn keep(&mut self, keys: &[&str], text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.keep_value(keys, Value::text(text));
        }
    }

    pub(super) fn keep_value(&mut self, keys: &[&str], value: Value) {
        let keys: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
        let before = self.manifest_fields.take().unwrap_or(Value::Null);
        self.manifest_fields = before.with(&keys, Some(value));
    }

    pub(super) fn at(&self, keys: &[&str]) -> At<'a> {
        self.shoot.at(keys)
    }

    fn finish(mut self) -> (Vec<(Field, Value)>, Vec<Remark>) {
        if let Some(value) = self.manifest_fields {
            self.fields.push((Field::ManifestFields, value));
        }
        let notes: Vec<String> = self.remarks.iter().map(Remark::note).collect();
        if !notes.is_empty() {
            let note = notes.join("; ").replace(is_hidden, "\u{fffd}");
            self.fields.push((Field::Note, Value::text(note)));
        }
        self.fields.sort_by_key(|(field, _)| field.index());
        (self.fields, self.remarks)
    }
}

/// The Shoots of a text, and what has to be said of them. Of two with one name the last is taken, as a cluster would.
pub fn shoots(manifests: &Manifests) -> (Vec<Imported>, Vec<Remark>) {
    let lines = LineIndex::new(&manifests.text);
    let mut remarks = Vec::new();
    let mut shoots: Vec<Imported> = Vec::new();
    let mut known = std::collections::HashMap::new();
    for manifest in &manifests.shoots {
        let Some(imported) = one(manifests, manifest, &lines, &mut remarks) else {
            continue;
        };
        if let Some(&before) = known.get(&imported.path()) {
            let first: &Imported = &shoots[before];
            remarks.push(Remark {
                line: imported.line,
                subject: imported.path(),
                field: String::new(),
                message: format!(
                    "it is there twice, first in line {}; this one is imported",
                    first.line
                ),
            });
            shoots[before] = imported;
            continue;
        }
        known.insert(imported.path(), shoots.len());
        shoots.push(imported);
    }
    remarks.sort();
    (shoots, remarks)
}

fn one(
    manifests: &Manifests,
    manifest: &Manifest,
    lines: &LineIndex,
    remarks: &mut Vec<Remark>,
) -> Option<Imported> {
    let page = manifests.page();
    let start = page.tree.span(manifest.root).range().start;
    let line = lines.place(page.text, Span::new(start, start).start).line;
    let said = |text: &Option<Spanned<String>>| {
        let text = text.as_ref().map(|text| text.value.clone());
        text.filter(|text| !text.is_empty())
    };
    let mut say = |subject: &str, message: String| {
        remarks.push(Remark {
            line,
            subject: subject.to_owned(),
            field: String::new(),
            message,
        });
    };
    if !manifest.prefix.is_empty() {
        say(
            "",
            "a template of Shoots for a ManagedSeedSet; it is left out, for it names no cluster"
                .to_owned(),
        );
        return None;
    }
    let namespace = said(&manifest.namespace).unwrap_or_default();
    let name = said(&manifest.name).unwrap_or_else(|| {
        say(
            "",
            "this Shoot has no name; it is imported as `shoot`".to_owned(),
        );
        "shoot".to_owned()
    });
    for (key, text) in [("name", &name), ("namespace", &namespace)] {
        if let Some(fault) = name_fault(text).filter(|_| !text.is_empty()) {
            say(
                "",
                format!("metadata.{key}: {}; this Shoot is left out", fault.message),
            );
            return None;
        }
    }
    let mut draft = Draft {
        shoot: Written { page, manifest },
        lines,
        subject: manifest.path(),
        fields: Vec::new(),
        manifest_fields: None,
        remarks: Vec::new(),
    };
    settings(&mut draft, &namespace);
    specs::specs(&mut draft);
    let vpc = infrastructure(&mut draft);
    workers(&mut draft);
    infrastructure::control_plane(&mut draft);
    let (fields, own) = draft.finish();
    remarks.extend(own);
    let clean = |text: Option<String>| text.filter(|text| name_fault(text).is_none());
    Some(Imported {
        namespace,
        name,
        line,
        region: clean(said(&manifest.region)),
        provider: clean(said(&manifest.provider)),
        vpc,
        pools: manifest.workers.len(),
        fields,
    })
}

/// What is no range: provider, versions, plugin, masks, and what manifests need beyond the network.
fn settings(draft: &mut Draft<'_>, namespace: &str) {
    let manifest = draft.shoot.manifest;
    let text = |said: &Option<Spanned<String>>| {
        said.as_ref()
            .map(|said| said.value.clone())
            .filter(|text| !text.is_empty())
    };
    if let Some(provider) = text(&manifest.provider) {
        draft.set(Field::Provider, Value::text(provider));
    }
    if let Some(version) = &manifest.version {
        if Version::parse(&version.value).is_some() {
            draft.set(Field::Kubernetes, Value::text(version.value.as_str()));
        } else {
            draft.remark(
                "spec.kubernetes.version",
                version.span,
                format!(
                    "`{}` is no version such as 1.34.2; it is left out",
                    version.value
                ),
            );
        }
    }
    match namespace
        .strip_prefix(PROJECT)
        .filter(|project| !project.is_empty())
    {
        Some(project) => draft.keep(&["project"], Some(project)),
        None => draft.keep(&["namespace"], Some(namespace)),
    }
    draft.keep(&["cloud-profile"], text(&manifest.cloud_profile).as_deref());
    draft.keep(&["region"], text(&manifest.region).as_deref());
    for (key, keep) in [
        ("credentialsBindingName", "credentials-binding"),
        ("secretBindingName", "secret-binding"),
    ] {
        let binding = draft.at(&["spec", key]);
        draft.keep(&[keep], binding.text());
    }
    if let Some(kind) = draft
        .at(&["spec", "cloudProfile", "kind"])
        .said()
        .filter(|&kind| kind != "CloudProfile")
    {
        draft.keep(&["cloud-profile-kind"], Some(kind));
    }
    network(draft);
}

fn network(draft: &mut Draft<'_>) {
    let shoot = draft.shoot;
    if let Some(plugin) = shoot.networking().and_then(|said| said.plugin.as_ref()) {
        draft.set(Field::Cni, Value::text(plugin.value.as_str()));
    }
    let config = shoot.network_config();
    if let Some(overlay) = config.keys(&["overlay", "enabled"]).flag() {
        draft.set(Field::Overlay, Value::text(overlay.to_string()));
    }
    if config.keys(&["ipam", "type"]).said() == Some("calico-ipam") {
        draft.set(Field::Allocator, Value::text("cni"));
    }
    if shoot.families().first() == Some(&crate::addr::Family::V6) && shoot.families().len() > 1 {
        draft.set(Field::Primary, Value::text("ipv6"));
    }
    let highest = shoot
        .manifest
        .workers
        .iter()
        .filter_map(|pool| pool.max_pods.as_ref());
    let highest = highest
        .chain(&shoot.manifest.max_pods)
        .map(|pods| pods.value)
        .max();
    if let Some(pods) = highest.filter(|&pods| pods > 0) {
        draft.set(Field::MaxPods, Value::text(pods.to_string()));
    }
}

/// Nodes at most, zones, and the first pool's machines.
fn workers(draft: &mut Draft<'_>) {
    let pools = draft.shoot.manifest.workers.as_slice();
    let total: i64 = pools
        .iter()
        .filter_map(|pool| pool.maximum.as_ref())
        .map(|most| most.value.max(0))
        .fold(0, i64::saturating_add);
    if total > 0 {
        draft.set(Field::MaxNodes, Value::text(total.to_string()));
    }
    let mut zones: Vec<&str> = infrastructure::zones(draft);
    if zones.is_empty() {
        for zone in pools.iter().flat_map(|pool| &pool.zones) {
            if !zones.contains(&zone.value.as_str()) {
                zones.push(&zone.value);
            }
        }
    }
    if !zones.is_empty() {
        draft.set(
            Field::NodeZones,
            Value::List(zones.into_iter().map(Value::text).collect()),
        );
    }
    let Some(first) = pools.first() else { return };
    let text = |said: &Option<Spanned<String>>| said.as_ref().map(|said| said.value.clone());
    draft.keep(&["workers", "name"], text(&first.name).as_deref());
    draft.keep(
        &["workers", "machine-type"],
        text(&first.machine).as_deref(),
    );
    draft.keep(
        &["workers", "volume", "size"],
        text(&first.volume).as_deref(),
    );
    let pool = draft.at(&["spec", "provider", "workers"]).items().next();
    let Some(pool) = pool else { return };
    draft.keep(
        &["workers", "volume", "type"],
        pool.keys(&["volume", "type"]).text(),
    );
    let image = pool.keys(&["machine", "image"]);
    if image.key("name").said().is_some() {
        draft.keep(&["workers", "image", "name"], image.key("name").text());
        draft.keep(
            &["workers", "image", "version"],
            image.key("version").text(),
        );
    }
    if let Some(least) = first
        .minimum
        .as_ref()
        .filter(|least| pools.len() == 1 && least.value != 1)
    {
        draft.keep(&["workers", "minimum"], Some(&least.value.to_string()));
    }
}
