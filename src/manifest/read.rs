//! From text to Shoots: documents, lists of kubectl, and what else lies in the same file.

use super::cursor::{At, Page};
use super::documents::Documents;
use super::finding::{By, Finding};
use super::fix::Fix;
use super::landscape::{self, Landscape};
use super::shoot::Manifest;
use crate::diag::Severity;
use crate::source::{Source, Span};
use crate::yaml::{Fault, ItemId, Limits, Tree, View};

const API: &str = "core.gardener.cloud/v1beta1";

const STRICT: &[Source] = &[Source {
    title: "Kubernetes: field validation, on by default in kubectl since 1.27",
    url: "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
}];

/// A text of Kubernetes objects, and what was found in it.
#[derive(Clone, Debug)]
pub struct Manifests {
    /// The text.
    pub text: String,
    /// What was read of it.
    pub tree: Tree,
    /// Its Shoots, in order.
    pub shoots: Vec<Manifest>,
    /// Objects that are named and left as they are: `Secret garden-dev/aws`.
    pub others: Vec<String>,
    /// What else matters to Shoots.
    pub landscape: Landscape,
    /// What is wrong with the text itself.
    pub findings: Vec<Finding>,
}

/// Whether a text holds Kubernetes objects: its first mapping says an API version or a kind, and it is no plan.
pub fn is_manifest(text: &str, tree: &Tree) -> bool {
    let has = |map, key| tree.value(text, map, key).is_some();
    let map = |&&root: &&ItemId| tree.view(text, root) == View::Map;
    let first = tree.roots().iter().find(map);
    first.is_some_and(|&root| {
        !has(root, "trellis") && (has(root, "apiVersion") || has(root, "kind"))
    })
}

impl Manifests {
    /// What could be read of a text, by the limits for texts that are no plans.
    pub fn read(text: &str) -> Self {
        let (tree, faults) = Tree::read(text, Limits::default());
        Self::new(text.to_owned(), tree, &faults)
    }

    /// Never fails: what could be read, and all that is wrong with the text.
    pub fn new(text: String, tree: Tree, faults: &[Fault]) -> Self {
        let documents = Documents::new(&text, &tree, faults);
        let page = Page {
            text: &text,
            tree: &tree,
        };
        let mut reader = Reader {
            page,
            documents: &documents,
            shoots: Vec::new(),
            others: Vec::new(),
            landscape: Landscape::default(),
            findings: Vec::new(),
        };
        for (index, &root) in tree.roots().iter().enumerate() {
            if documents.is_whole(index) {
                reader.object(root, index);
            } else {
                reader.left_out(index);
            }
        }
        reader.faults(faults);
        reader.twice();
        reader.nothing();
        let Reader {
            shoots,
            others,
            landscape,
            mut findings,
            ..
        } = reader;
        findings.sort_by_key(|finding| finding.span);
        Self {
            text,
            tree,
            shoots,
            others,
            landscape,
            findings,
        }
    }

    /// The text with its tree.
    pub const fn page(&self) -> Page<'_> {
        Page {
            text: self.text.as_str(),
            tree: &self.tree,
        }
    }
}

struct Reader<'a> {
    page: Page<'a>,
    documents: &'a Documents,
    shoots: Vec<Manifest>,
    others: Vec<String>,
    landscape: Landscape,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    /// An object, or a list of them.
    fn object(&mut self, id: ItemId, document: usize) {
        let span = self.page.tree.span(id);
        let start = Span::new(span.range().start, span.range().start);
        let object = At::root(self.page, id, start);
        if !object.is_map() {
            if self.page.tree.view(self.page.text, id) != View::Null {
                self.not_an_object(&object, document, "this is no Kubernetes object");
            }
            return;
        }
        let kind = object.key("kind");
        let items = object.key("items");
        match kind.text() {
            Some(name) if name.ends_with("List") && (items.is_list() || !items.exists()) => {
                let items: Vec<ItemId> = items.items().filter_map(|item| item.id()).collect();
                for item in items {
                    self.object(item, document);
                }
            }
            Some(_) => self.single(&object, id, document),
            None => self.not_an_object(&object, document, "this object says no kind"),
        }
    }

    fn single(&mut self, object: &At<'_>, id: ItemId, document: usize) {
        let (api, kind) = (object.key("apiVersion"), object.key("kind"));
        let version = api.text().unwrap_or("");
        let name = kind.text().unwrap_or("");
        match (version, name) {
            (API, "Shoot") => self.shoot(id, kind.span(), document, ""),
            (API, "Seed") => self.landscape.seeds.push(landscape::seed(object)),
            (API, "CloudProfile" | "NamespacedCloudProfile") => {
                self.landscape.profiles.extend(landscape::profile(object));
            }
            (_, "ManagedSeed") if is_seed_management(version) => {
                self.landscape
                    .managed
                    .extend(landscape::managed_seed(object));
            }
            (_, "ManagedSeedSet") if is_seed_management(version) => {
                let template = object.keys(&["spec", "shootTemplate"]);
                if let Some(id) = template.id().filter(|_| template.is_map()) {
                    self.shoot(id, kind.span(), document, "spec.shootTemplate.");
                }
            }
            _ if name.eq_ignore_ascii_case("shoot") => self.other_shoot(&api, &kind, document),
            _ => self.others.push(called(object)),
        }
    }

    fn shoot(&mut self, id: ItemId, span: Span, document: usize, prefix: &'static str) {
        let number = self.documents.number(document);
        let manifest = Manifest::read(self.page, id, span, number, prefix);
        self.shoots.push(manifest);
    }

    /// A Shoot of an API that is not served any more, or not spelt so.
    fn other_shoot(&mut self, api: &At<'_>, kind: &At<'_>, document: usize) {
        let place = self.documents.place(document);
        let (version, name) = (api.text().unwrap_or(""), kind.text().unwrap_or(""));
        let finding = match (version, name) {
            (API, _) => Finding::of_text(
                "file-kind",
                Severity::Error,
                kind.span(),
                format!("{place}the kind is `{name}`, and Gardener's is `Shoot`"),
            )
            .help("write `kind: Shoot`"),
            ("", _) => Finding::of_text(
                "file-kind",
                Severity::Error,
                kind.span(),
                format!("{place}a Shoot without apiVersion"),
            )
            .help(format!("write `apiVersion: {API}`")),
            _ => Finding::of_text(
                "file-kind",
                Severity::Error,
                api.span(),
                format!("{place}a Shoot of {version}, and trellis reads {API}"),
            )
            .help(format!(
                "write it as {API}: `kubectl get shoot -o yaml` prints it so"
            )),
        };
        self.findings.push(finding);
    }

    fn not_an_object(&mut self, object: &At<'_>, document: usize, what: &str) {
        let place = self.documents.place(document);
        let message = format!("{place}{what}; it is left out");
        self.findings.push(
            Finding::of_text("file-kind", Severity::Warning, object.span(), message)
                .help("an object has `apiVersion` and `kind`"),
        );
    }

    fn left_out(&mut self, index: usize) {
        // The fault itself says where and why.
        let name = format!("document {}", self.documents.number(index));
        self.others.push(format!("{name}, which is broken"));
    }

    fn faults(&mut self, faults: &[Fault]) {
        for fault in faults {
            self.findings.extend(self.fault(fault));
        }
    }

    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let (code, severity) = match fault {
            Fault::TooLarge { .. } | Fault::TooDeep { .. } => ("file-limit", Severity::Error),
            Fault::Empty => ("file-kind", Severity::Error),
            Fault::NotText { .. }
            | Fault::Syntax { .. }
            | Fault::Tab { .. }
            | Fault::UnknownAlias { .. }
            | Fault::SelfAlias { .. } => ("file-syntax", Severity::Error),
            Fault::DuplicateKey { .. } => ("duplicate-key", Severity::Error),
            Fault::NeedsQuotes { .. } => ("needs-quotes", Severity::Error),
            Fault::Tag { .. } => ("file-syntax", Severity::Warning),
        };
        let of_values = matches!(
            fault,
            Fault::DuplicateKey { .. } | Fault::NeedsQuotes { .. } | Fault::Tag { .. }
        );
        let span = fault.span();
        if of_values && !self.is_in_shoot(span) {
            return None;
        }
        let place = self.documents.place_of(span);
        let mut finding =
            Finding::of_text(code, severity, span, format!("{place}{}", fault.message()));
        finding.help = fault.help();
        if let Fault::NeedsQuotes { text, .. } = fault {
            finding.fixes.push(Fix::quote(text));
        }
        if let Fault::DuplicateKey { first, .. } = fault {
            finding.sources = STRICT;
            finding = finding
                .help("keep one of the two")
                .label(*first, "it stands here first")
                .refused_by(By::Kubectl);
        }
        finding.path = self.shoot_at(span).map_or_else(String::new, Manifest::path);
        Some(finding)
    }

    fn shoot_at(&self, span: Span) -> Option<&Manifest> {
        let tree = self.page.tree;
        self.shoots.iter().find(|shoot| {
            let around = tree.span(shoot.root).range();
            around.start <= span.range().start && span.range().start <= around.end
        })
    }

    fn is_in_shoot(&self, span: Span) -> bool {
        self.shoot_at(span).is_some()
    }

    /// One object twice in one text: whoever applies it keeps the last.
    fn twice(&mut self) {
        let mut seen: Vec<(String, Span)> = Vec::new();
        for shoot in self.shoots.iter().filter(|shoot| shoot.prefix.is_empty()) {
            if let Some(name) = &shoot.name {
                seen.push((shoot.path(), name.span));
            }
        }
        seen.sort();
        for pair in seen.windows(2) {
            let [(path, first), (again, span)] = pair else {
                continue;
            };
            if path == again {
                let message = format!("the Shoot {path} is there twice");
                let mut finding =
                    Finding::of_text("duplicate-name", Severity::Warning, *span, message)
                        .help("keep one of the two, or give one another name")
                        .label(*first, "it stands here first");
                finding.path.clone_from(path);
                finding.field.push_str("metadata.name");
                self.findings.push(finding);
            }
        }
    }

    /// Says so where there is nothing to check.
    fn nothing(&mut self) {
        let known = &self.landscape;
        let other = known.seeds.len() + known.managed.len() + known.profiles.len();
        if !self.shoots.is_empty() || other > 0 || !self.findings.is_empty() {
            return;
        }
        let message = match self.others.as_slice() {
            [] => "there is no Shoot in it".to_owned(),
            [one] => format!("there is no Shoot in it: {one}"),
            [first, ..] => format!(
                "there is no Shoot in it: {first}, and {} more",
                self.others.len() - 1
            ),
        };
        let start = self.page.tree.roots().first();
        let start = start.map_or(0, |&root| self.page.tree.span(root).range().start);
        let finding = Finding::of_text(
            "file-kind",
            Severity::Warning,
            Span::new(start, start),
            message,
        );
        self.findings
            .push(finding.help(format!("trellis checks Shoots of {API}")));
    }
}

fn is_seed_management(version: &str) -> bool {
    version.starts_with("seedmanagement.gardener.cloud/")
}

fn called(object: &At<'_>) -> String {
    let kind = object.key("kind");
    let metadata = object.key("metadata");
    let (name, namespace) = (metadata.key("name"), metadata.key("namespace"));
    let kind = kind.text().unwrap_or("");
    match (namespace.said(), name.said()) {
        (Some(namespace), Some(name)) => format!("{kind} {namespace}/{name}"),
        (None, Some(name)) => format!("{kind} {name}"),
        (_, None) => kind.to_owned(),
    }
}
