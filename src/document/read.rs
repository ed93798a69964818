//! From text to plan: one walk that builds the plan and collects everything that is wrong.

use super::profile;
use crate::addr::Count;
use crate::diag::{Anchor, Change, Finding, Fix, Label, Severity};
use crate::nearest::nearest;
use crate::plan::{Field, Kind, Plan, Value};
use crate::source::{NodeId, Place, Span};
use crate::yaml::{ALIASES_DEEPEST, Budget, Fault, ItemId, Limits, Tree, View};

/// How deep blocks may lie in one another.
pub const DEEPEST: u16 = 16;
/// Longer texts are not read.
pub const LARGEST: usize = 256 << 20;

/// How much one text may ask for.
pub const LIMITS: Limits = Limits {
    bytes: LARGEST,
    depth: 48,
    visits: 2_000_000,
};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A plan of ours.
    Plan,
    /// A Kubernetes manifest.
    Manifest,
    /// A profile of a provider.
    Profile,
    /// Something else, or nothing that could be read.
    Other,
}

/// What was read of a text.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// What it is.
    pub kind: FileKind,
    /// The plan, as far as it could be read.
    pub plan: Plan,
    /// The text as a tree.
    pub tree: Tree,
    /// Where each definition stands in the tree: its mapping.
    pub origins: Vec<Option<ItemId>>,
    /// What is wrong with the text itself. What is wrong with values is the rules' matter.
    pub findings: Vec<Finding>,
}

/// Reads a text. Never fails.
pub fn read(text: &str) -> Parsed {
    let (tree, faults) = Tree::read(text, LIMITS);
    read_tree(text, tree, &faults)
}

/// The same for a text whose tree is there already, with what is wrong with it.
pub fn read_tree(text: &str, tree: Tree, faults: &[Fault]) -> Parsed {
    let mut reader = Reader {
        text,
        plan: Plan::new(crate::spec::parse),
        origins: vec![None],
        findings: Vec::new(),
        budget: LIMITS.budget(),
        exhausted: false,
        tree: &tree,
    };
    let kind = reader.file_kind(faults);
    if kind == FileKind::Plan
        && let Some(&root) = tree.roots().first()
    {
        let definitions = tree.maps();
        reader.plan.expect(definitions);
        reader.origins.reserve_exact(definitions);
        reader.mapping(NodeId::ROOT, root, 0);
    }
    if kind == FileKind::Profile && faults.is_empty() {
        reader.findings.extend(profile::findings(text));
    }
    let Reader {
        plan,
        origins,
        mut findings,
        ..
    } = reader;
    findings.extend(faults.iter().map(|fault| fault_finding(fault, kind)));
    Parsed {
        kind,
        plan,
        tree,
        origins,
        findings,
    }
}

struct Reader<'t> {
    text: &'t str,
    tree: &'t Tree,
    plan: Plan,
    origins: Vec<Option<ItemId>>,
    findings: Vec<Finding>,
    budget: Budget,
    exhausted: bool,
}

impl Reader<'_> {
    fn file_kind(&mut self, faults: &[Fault]) -> FileKind {
        let Some(&root) = self.tree.roots().first() else {
            if faults.is_empty() {
                self.kind_finding(
                    Span::default(),
                    "there is nothing in it",
                    "start with `trellis: 1`",
                );
            }
            return FileKind::Other;
        };
        if self.tree.view(self.text, root) != View::Map {
            if !faults
                .iter()
                .any(|fault| matches!(fault, Fault::Syntax { .. }))
            {
                self.kind_finding(
                    self.tree.span(root),
                    "this is no mapping, and a plan is one",
                    "start with `trellis: 1`",
                );
            }
            return FileKind::Other;
        }
        if let Some(&second) = self.tree.roots().get(1) {
            self.kind_finding(
                self.tree.span(second),
                "a second document begins here, and a plan is one",
                "keep one plan a file",
            );
        }
        if self.tree.value(self.text, root, "trellis").is_some() {
            return FileKind::Plan;
        }
        if self.tree.value(self.text, root, "apiVersion").is_some() {
            return FileKind::Manifest;
        }
        let says = |known: fn(&str) -> bool| {
            let mut keys = self.tree.pairs(root);
            keys.any(|(key, _)| self.tree.text(self.text, key).is_some_and(known))
        };
        let known = says(|key| Kind::of_list(key).is_some());
        if !known && says(|key| profile::KEYS.contains(&key)) {
            return FileKind::Profile;
        }
        let first = self.tree.pairs(root).next().map_or(root, |(key, _)| key);
        if known {
            self.kind_finding(
                self.tree.span(first),
                "the plan does not say its format version",
                "add `trellis: 1` at the top",
            );
            return FileKind::Plan;
        }
        self.kind_finding(
            self.tree.span(first),
            "this is no plan: it has neither `trellis:` nor a list of regions, VPCs or shoots",
            "start with `trellis: 1`",
        );
        FileKind::Other
    }

    fn kind_finding(&mut self, span: Span, message: &str, help: &str) {
        self.findings
            .push(text_finding("file-kind", Severity::Error, span, message.to_owned()).help(help));
    }

    /// Reads a mapping into a definition: its own keys, and those that `<<` merges and it does not say itself.
    fn mapping(&mut self, node: NodeId, map: ItemId, depth: u16) {
        self.origins.resize(self.plan.ids(), None);
        self.origins[node.index()] = Some(map);
        let tree = self.tree;
        let mut merged = Vec::new();
        self.plan
            .expect_fields(node, tree.pairs(map).count().saturating_sub(1));
        for (key, value) in tree.pairs(map) {
            match tree.text(self.text, key) {
                Some("<<") => merged.push(value),
                Some(name) => self.key(node, (key, name), value, depth),
                None => self.unknown(node, key, "a mapping or list"),
            }
        }
        for value in merged {
            self.merge(node, map, (value, false), depth);
        }
    }

    /// What `<<` brings along: the keys of a mapping, or of each mapping in a list.
    fn merge(&mut self, node: NodeId, map: ItemId, (value, is_item): (ItemId, bool), depth: u16) {
        let tree = self.tree;
        let target = tree.resolve(value);
        match tree.view(self.text, target) {
            View::Map => {}
            View::List if !is_item => {
                for item in tree.items(target) {
                    self.merge(node, map, (item, true), depth);
                }
                return;
            }
            _ => return self.unknown(node, value, "<<"),
        }
        if !self.follow(value) {
            return;
        }
        for (key, value) in tree.pairs(target) {
            let Some(name) = tree.text(self.text, key) else {
                continue;
            };
            let own = tree.value(self.text, map, name).is_some();
            let known =
                Field::of_key(name).is_some_and(|field| self.plan.value(node, field).is_some());
            if !own && !known && name != "<<" && self.visit(value) {
                self.key(node, (key, name), value, depth);
            }
        }
        self.budget.back();
    }

    fn key(&mut self, node: NodeId, key: (ItemId, &str), value: ItemId, depth: u16) {
        let kind = self.plan.kind(node);
        if kind.is_block()
            && let Some(list) = Kind::of_list(key.1)
        {
            return self.list(node, list, value, depth);
        }
        match Field::of_key(key.1).filter(|field| field.fits(kind)) {
            // Of a key that stands twice the first is meant, as everywhere else in the tree; the second is an error.
            Some(field) if self.plan.value(node, field).is_some() => {}
            Some(field) => {
                let value = self.value(value);
                self.plan.put(node, field, Some(value));
            }
            None => self.unknown(node, key.0, key.1),
        }
    }

    fn list(&mut self, parent: NodeId, kind: Kind, value: ItemId, depth: u16) {
        let tree = self.tree;
        let shared = matches!(tree.view(self.text, value), View::Alias(_));
        let list = tree.resolve(value);
        match tree.view(self.text, list) {
            View::List => {}
            View::Null => return,
            _ => {
                let message = format!("`{}` takes a list", kind.list());
                let finding =
                    text_finding("field-value", Severity::Error, tree.span(value), message);
                self.findings
                    .push(finding.help("begin each item with `- name: …`"));
                return;
            }
        }
        if depth >= DEEPEST {
            let message = format!("this is nested deeper than {DEEPEST} levels");
            self.findings.push(
                text_finding("file-limit", Severity::Error, tree.span(value), message)
                    .help("leave out a level"),
            );
            return;
        }
        if shared && !self.follow(value) {
            return;
        }
        for item in tree.items(list) {
            if self.visit(item) {
                self.item(parent, kind, item, depth, shared);
            }
        }
        if shared {
            self.budget.back();
        }
    }

    fn item(&mut self, parent: NodeId, kind: Kind, item: ItemId, depth: u16, shared: bool) {
        let tree = self.tree;
        let target = tree.resolve(item);
        if tree.view(self.text, target) != View::Map {
            let message = format!("an item of `{}` is a mapping with a name", kind.list());
            let finding = text_finding("field-value", Severity::Error, tree.span(item), message);
            self.findings.push(finding.help("write `- name: …`"));
            return;
        }
        let node = self.plan.add(parent, kind);
        if shared || target != item || self.plan.node(parent).shared {
            self.plan.mark_shared(node);
        }
        if target == item {
            return self.mapping(node, target, depth + 1);
        }
        if self.follow(item) {
            self.mapping(node, target, depth + 1);
            self.budget.back();
        }
    }

    fn value(&mut self, id: ItemId) -> Value {
        let tree = self.tree;
        if !self.visit(id) {
            return Value::Null;
        }
        match tree.view(self.text, id) {
            View::Scalar(text, _) => Value::text(text),
            View::Alias(target) if self.follow(id) => {
                let value = self.value(target);
                self.budget.back();
                value
            }
            View::Null | View::Alias(_) => Value::Null,
            View::List => Value::List(tree.items(id).map(|item| self.value(item)).collect()),
            View::Map => {
                let pairs = tree.pairs(id).filter_map(|(key, value)| {
                    let key = tree.text(self.text, key)?;
                    Some((key.into(), self.value(value)))
                });
                Value::Map(pairs.collect())
            }
        }
    }

    /// Pays for one visit behind an alias: aliases may not make a small file a large plan.
    fn visit(&mut self, id: ItemId) -> bool {
        let paid = self.budget.visit();
        if !paid {
            let most = Count::from(LIMITS.visits);
            self.exhaust(
                id,
                format!("aliases make this plan larger than {most} values"),
            );
        }
        paid
    }

    /// Goes to what an alias stands for, but not too deep.
    fn follow(&mut self, id: ItemId) -> bool {
        let may = self.budget.follow();
        if !may {
            let message =
                format!("aliases lie deeper than {ALIASES_DEEPEST} in what others stand for");
            self.exhaust(id, message);
        }
        may
    }

    /// Tells once that aliases ask for too much.
    fn exhaust(&mut self, id: ItemId, message: String) {
        if !std::mem::replace(&mut self.exhausted, true) {
            let span = self.tree.span(id);
            self.findings.push(
                text_finding("file-limit", Severity::Error, span, message)
                    .help("use fewer aliases"),
            );
        }
    }

    fn unknown(&mut self, node: NodeId, key: ItemId, name: &str) {
        let kind = self.plan.kind(node);
        let fields = crate::plan::FIELDS
            .iter()
            .filter(|info| info.field.fits(kind))
            .map(|info| info.key);
        let lists = Kind::LISTED
            .into_iter()
            .filter(|_| kind.is_block())
            .map(Kind::list);
        let near = nearest(name, fields.chain(lists));
        let quoted = crate::plan::cut(name);
        let message = match Field::of_key(name).map(Field::info) {
            Some(_) => format!("`{quoted}` has no place on a {}", kind.word()),
            None => format!("a {} has no key `{quoted}`", kind.word()),
        };
        let mut finding =
            text_finding("unknown-key", Severity::Error, self.tree.span(key), message);
        finding.at = Anchor::Text(self.tree.span(key), node);
        finding.subject = node;
        finding.help = Some(match near {
            Some(near) => format!("write `{near}`"),
            None => "take it away; `note` keeps a remark".to_owned(),
        });
        self.findings.push(finding);
    }
}

fn text_finding(code: &'static str, severity: Severity, span: Span, message: String) -> Finding {
    let mut finding = Finding::new(code, severity, Place::node(NodeId::ROOT), message);
    finding.at = Anchor::Text(span, NodeId::ROOT);
    finding
}

fn fault_finding(fault: &Fault, kind: FileKind) -> Finding {
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
    let mut finding = text_finding(code, severity, fault.span(), fault.message());
    finding.help = fault.help();
    match fault {
        Fault::DuplicateKey { first, .. } => {
            finding.help = Some("keep one of the two".to_owned());
            finding.labels.push(Label {
                at: Anchor::Text(*first, NodeId::ROOT),
                text: "it stands here first".to_owned(),
            });
        }
        Fault::NeedsQuotes { text, .. } if kind == FileKind::Plan => finding.fixes.push(Fix {
            title: format!("quote it: \"{text}\""),
            safe: true,
            changes: vec![Change {
                node: NodeId::ROOT,
                field: "",
                to: Some(format!("\"{text}\"")),
            }],
        }),
        Fault::Empty => finding.help = Some("start with `trellis: 1`".to_owned()),
        _ => {}
    }
    finding
}
