//! Imported shoots beside those that a plan has: by namespace and name, field by field.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::shoot::{Imported, PROJECT};
use super::tree::{Step, Way, build, ways};
use super::{insert, table};
use crate::addr::{Family, Prefix, parse_prefix};
use crate::document::Document;
use crate::plan::{Draft, Edit, Field, Kind, Plan, RangeKind, Value, Version, member_name};
use crate::source::NodeId;

/// What a plan gains, what differs in it, and what it has beyond what was imported.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// The edits that make the plan say it.
    pub edits: Vec<Edit>,
    /// `namespace/name` of what is new.
    pub added: Vec<String>,
    /// Fields that are set to what the manifests say.
    pub changed: Vec<Difference>,
    /// Paths of what no manifest was there for. They stay.
    pub gone: Vec<String>,
    /// `namespace/name` of members of runs, and the run's path: a run is changed as a whole, and by hand.
    pub members: Vec<(String, String)>,
    /// How many are the same.
    pub same: usize,
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path of the definition.
    pub path: String,
    /// The field, and keys inside it.
    pub field: String,
    /// What the plan said; empty where it said nothing.
    pub from: String,
    /// What the manifest says.
    pub to: String,
}

/// Settings that a manifest says, or leaves unsaid.
const SETTINGS: &[Field] = &[
    Field::Provider,
    Field::Kubernetes,
    Field::Cni,
    Field::Nodes,
    Field::Pods,
    Field::Services,
    Field::MaxNodes,
    Field::MaxPods,
    Field::NodeZones,
    Field::NodeMaskV4,
    Field::NodeMaskV6,
    Field::Allocator,
    Field::Overlay,
    Field::Primary,
];

/// Compares shoots with those that lie in a block of the plan.
pub fn merge(document: &Document, under: NodeId, shoots: &[Imported]) -> Merged {
    let plan = document.plan();
    let mut merged = Merged::default();
    let there = known(plan, under);
    let runs = runs(plan, under);
    let mut met = HashSet::new();
    let mut fresh = Vec::new();
    for shoot in shoots {
        let key = (shoot.namespace.clone(), shoot.name.clone());
        let Some(&node) = there.get(&key) else {
            match runs.iter().find(|&&run| is_member(plan, run, shoot)) {
                Some(&run) => merged.members.push((shoot.path(), plan.path(run))),
                None => fresh.push(shoot.clone()),
            }
            continue;
        };
        met.insert(node);
        let before = merged.changed.len();
        Comparison {
            document,
            node,
            merged: &mut merged,
        }
        .compare(shoot);
        merged.same += usize::from(merged.changed.len() == before);
    }
    merged.added = fresh.iter().map(Imported::path).collect();
    add(document, under, &fresh, &mut merged);
    let mut gone: Vec<NodeId> = there
        .into_values()
        .filter(|node| !met.contains(node))
        .collect();
    gone.sort_unstable();
    merged.gone = gone.into_iter().map(|node| plan.path(node)).collect();
    merged
}

/// The shoots below a block, by the namespace and name that their manifests have. Runs have many names, and are left out.
fn known(plan: &Plan, under: NodeId) -> HashMap<(String, String), NodeId> {
    let shoots = plan
        .walk_from(under)
        .filter(|&node| plan.kind(node) == Kind::Shoot);
    let single = shoots.filter(|&node| plan.chain(node).all(|node| !plan.is_counted(node)));
    let named = single.map(|node| {
        let kept = kept(plan, node);
        let said = |key: &str| kept.key(key).and_then(Value::as_text);
        let namespace = match (said("project"), said("namespace")) {
            (Some(project), _) => format!("{PROJECT}{project}"),
            (None, namespace) => namespace.unwrap_or("").to_owned(),
        };
        let name = said("name")
            .filter(|name| !name.contains('{'))
            .unwrap_or_else(|| plan.name(node));
        ((namespace, name.to_owned()), node)
    });
    named.collect()
}

/// The shoots below a block that stand for many.
fn runs(plan: &Plan, under: NodeId) -> Vec<NodeId> {
    let shoots = plan
        .walk_from(under)
        .filter(|&node| plan.kind(node) == Kind::Shoot);
    shoots
        .filter(|&node| plan.chain(node).any(|node| plan.is_counted(node)))
        .collect()
}

/// Whether a manifest is called as an export calls a member of a run: the shoot's name with the numbers above it behind.
fn is_member(plan: &Plan, run: NodeId, shoot: &Imported) -> bool {
    let mut rest = shoot.name.as_str();
    for node in plan.chain(run).filter(|&node| plan.is_counted(node)) {
        let Some((base, number)) =
            member_name(rest).filter(|(_, number)| *number <= plan.count(node))
        else {
            return false;
        };
        if number.is_zero() {
            return false;
        }
        rest = base;
    }
    let kept = kept(plan, run);
    let project = kept.key("project").and_then(Value::as_text);
    let same = project.is_none_or(|project| shoot.namespace.strip_prefix(PROJECT) == Some(project));
    same && rest == plan.name(run)
}

/// What manifests need beyond the network, as blocks around and the definition itself say it together.
fn kept(plan: &Plan, node: NodeId) -> Value {
    let mut chain: Vec<NodeId> = plan.chain(node).collect();
    chain.reverse();
    let values = chain
        .into_iter()
        .filter_map(|node| plan.value(node, Field::ManifestFields));
    values.fold(Value::Null, |around, own| over(&around, own))
}

fn over(around: &Value, own: &Value) -> Value {
    let (Value::Map(outer), Value::Map(inner)) = (around, own) else {
        return own.clone();
    };
    let mut pairs: Vec<(Box<str>, Value)> = outer.to_vec();
    for (key, value) in inner {
        match pairs.iter_mut().find(|(other, _)| other == key) {
            Some((_, old)) => *old = over(old, value),
            None => pairs.push((key.clone(), value.clone())),
        }
    }
    Value::Map(pairs.into())
}

/// What is in force for a setting.
fn in_force(document: &Document, node: NodeId, field: Field) -> Option<&Value> {
    let (value, _) = document.evaluation().settings(node).said(field)?;
    Some(document.plan().value_of(value))
}

struct Comparison<'a> {
    document: &'a Document,
    node: NodeId,
    merged: &'a mut Merged,
}

impl Comparison<'_> {
    fn compare(&mut self, shoot: &Imported) {
        let plan = self.document.plan();
        for &field in SETTINGS {
            let Some(wanted) = shoot.value(field) else {
                continue;
            };
            let now = in_force(self.document, self.node, field).cloned();
            if now.as_ref() != Some(wanted) && !self.says_the_same(field, wanted) {
                self.set(self.node, field, &[], now, wanted);
            }
        }
        if let Some(wanted) = shoot.value(Field::Pinned) {
            let now = plan.value(self.node, Field::Pinned).cloned();
            if now.as_ref() != Some(wanted) && !self.is_pinned(wanted) {
                self.set(self.node, Field::Pinned, &[], now, wanted);
            }
        }
        if let Some(wanted) = shoot
            .value(Field::Note)
            .filter(|_| plan.value(self.node, Field::Note).is_none())
        {
            self.set(self.node, Field::Note, &[], None, wanted);
        }
        let kept = kept(plan, self.node);
        if let Some(rest) = shoot
            .value(Field::ManifestFields)
            .and_then(|wanted| table::without(wanted, &kept))
        {
            self.set_kept(&rest, &kept, &mut Vec::new());
        }
        self.compare_vpc(shoot);
    }

    fn set_kept(&mut self, wanted: &Value, now: &Value, keys: &mut Vec<String>) {
        let Value::Map(pairs) = wanted else {
            let before = now.at(keys).cloned();
            let keys = keys.clone();
            return self.set(self.node, Field::ManifestFields, &keys, before, wanted);
        };
        for (key, value) in pairs {
            keys.push(key.to_string());
            self.set_kept(value, now, keys);
            keys.pop();
        }
    }

    fn set(
        &mut self,
        node: NodeId,
        field: Field,
        keys: &[String],
        from: Option<Value>,
        to: &Value,
    ) {
        let keys_text: String = keys.iter().flat_map(|key| [".", key]).collect();
        self.merged.changed.push(Difference {
            path: self.document.plan().path(node),
            field: format!("{}{keys_text}", field.key()),
            from: from.map_or_else(String::new, |value| value.line()),
            to: to.line(),
        });
        self.merged.edits.push(Edit::Set {
            node,
            field,
            keys: keys.to_vec(),
            value: Some(to.clone()),
        });
    }

    /// Whether the plan comes to the same in other words.
    fn says_the_same(&self, field: Field, wanted: &Value) -> bool {
        let plan = self.document.plan();
        let settings = self.document.evaluation().settings(self.node);
        let range = match field {
            Field::Nodes => RangeKind::Nodes,
            Field::Pods => RangeKind::Pods,
            Field::Services => RangeKind::Services,
            Field::Kubernetes => {
                let (now, wanted) = (
                    settings.version(plan, field),
                    wanted.as_text().and_then(Version::parse),
                );
                return now
                    .zip(wanted)
                    .is_some_and(|(now, wanted)| now.minor == wanted.minor && now.patch.is_none());
            }
            Field::NodeMaskV4 | Field::NodeMaskV6 | Field::MaxNodes | Field::MaxPods => {
                let number = settings
                    .number(plan, field)
                    .map(crate::addr::Count::decimal);
                return number.as_deref() == wanted.as_text();
            }
            _ => return false,
        };
        let evaluation = self.document.evaluation();
        let shoot = evaluation.shoot(plan, self.node);
        let prefix = |family| evaluation.range_prefix(&shoot, range, family, &[]);
        wanted
            .items()
            .iter()
            .all(|item| match item.as_text().and_then(literal) {
                Some(literal) => prefix(literal.family()) == Some(literal),
                // What the infrastructure assigns is no contradiction to what the plan says about it.
                None => shoot.ask(range, Family::V6).is_some(),
            })
    }

    fn is_pinned(&self, wanted: &Value) -> bool {
        let plan = self.document.plan();
        let evaluation = self.document.evaluation();
        let shoot = evaluation.shoot(plan, self.node);
        RangeKind::ALL.into_iter().all(|range| {
            let items = wanted.key(range.key()).map_or(&[][..], Value::items);
            let prefixes = items
                .iter()
                .map(|item| item.as_text().and_then(|text| parse_prefix(text).ok()));
            prefixes.into_iter().all(|prefix| {
                prefix.is_some_and(|prefix: Prefix| {
                    evaluation.range_prefix(&shoot, range, prefix.family(), &[]) == Some(prefix)
                })
            })
        })
    }

    fn compare_vpc(&mut self, shoot: &Imported) {
        let plan = self.document.plan();
        let Some(block) = plan
            .chain(self.node)
            .find(|&node| plan.kind(node) == Kind::Vpc)
        else {
            return;
        };
        let fields = shoot.vpc.iter().flat_map(|vpc| &vpc.fields);
        for (_, wanted) in fields.filter(|(field, _)| *field == Field::V4) {
            let now = self
                .document
                .evaluation()
                .block_prefix(plan, block, Family::V4, &[]);
            if now != wanted.as_text().and_then(|text| parse_prefix(text).ok()) {
                let from = plan.value(block, Field::V4).cloned();
                self.set(block, Field::V4, &[], from, wanted);
            }
        }
    }
}

/// The prefix that a spec writes.
fn literal(text: &str) -> Option<Prefix> {
    parse_prefix(text.split('+').next().unwrap_or(text)).ok()
}

/// Puts what is new into the blocks that are there for it.
fn add(document: &Document, under: NodeId, fresh: &[Imported], merged: &mut Merged) {
    let plan = document.plan();
    let mut groups: BTreeMap<NodeId, Vec<(Vec<Step>, Draft)>> = BTreeMap::new();
    for (shoot, way) in fresh.iter().zip(ways(fresh)) {
        let (parent, rest) = descend(plan, under, way);
        let fields = beside(document, parent, shoot, &rest);
        let draft = Draft {
            kind: Kind::Shoot,
            fields,
            children: Vec::new(),
        };
        groups.entry(parent).or_default().push((rest.steps, draft));
    }
    for (parent, items) in groups {
        let mut drafts = build(items.into_iter());
        drafts.iter_mut().for_each(table::lift);
        merged.edits.push(insert(plan, parent, drafts));
    }
}

/// The deepest block that is there, and what is left of the way. A network that is made for the shoot is never there.
fn descend(plan: &Plan, under: NodeId, mut way: Way) -> (NodeId, Way) {
    let mut at = under;
    while let Some(step) = way.steps.first() {
        let found = plan
            .list(at, step.kind)
            .iter()
            .copied()
            .find(|&child| is_step(plan, child, step));
        let Some(child) = found else { break };
        at = child;
        way.steps.remove(0);
    }
    let kind = way.steps.first().map_or(Kind::Shoot, |step| step.kind);
    let name = way
        .steps
        .first_mut()
        .map_or(&mut way.name, |step| &mut step.name);
    let taken = |name: &str| {
        plan.list(at, kind)
            .iter()
            .any(|&child| plan.name(child) == name)
    };
    if taken(name) {
        *name = table::free(name, taken);
    }
    (at, way)
}

fn is_step(plan: &Plan, child: NodeId, step: &Step) -> bool {
    let wanted = step
        .fields
        .iter()
        .find(|(field, _)| *field == Field::ManifestFields);
    let own = plan.value(child, Field::ManifestFields);
    let same = wanted
        .zip(own)
        .is_some_and(|((_, wanted), own)| table::without(wanted, own).is_none());
    !plan.is_counted(child)
        && match step.kind {
            Kind::Vpc => wanted.is_some() && same,
            _ => same || plan.name(child) == step.name,
        }
}

/// The fields of a new shoot beside what is in force where it comes: what is the same there is left out, and what is said
/// there and not by its manifest is taken back.
fn beside(document: &Document, parent: NodeId, shoot: &Imported, way: &Way) -> Vec<(Field, Value)> {
    let mut fields = vec![(Field::Name, Value::text(way.name.as_str()))];
    let new = |field: Field| {
        let steps = way.steps.iter().rev().flat_map(|step| &step.fields);
        steps
            .clone()
            .find(|(other, _)| *other == field)
            .map(|(_, value)| value)
    };
    for (field, value) in &shoot.fields {
        if !SETTINGS.contains(field) && *field != Field::ManifestFields {
            fields.push((*field, value.clone()));
        }
    }
    for &field in SETTINGS {
        let around = new(field).or_else(|| in_force(document, parent, field));
        match (shoot.value(field), around) {
            (Some(wanted), Some(around)) if wanted == around => {}
            (Some(wanted), _) => fields.push((field, wanted.clone())),
            (None, Some(_)) => fields.push((field, Value::Null)),
            (None, None) => {}
        }
    }
    let around = kept(document.plan(), parent);
    let around = way
        .steps
        .iter()
        .flat_map(|step| &step.fields)
        .filter(|(field, _)| *field == Field::ManifestFields)
        .fold(around, |around, (_, own)| over(&around, own));
    let mut wanted = shoot
        .value(Field::ManifestFields)
        .cloned()
        .unwrap_or(Value::Null);
    if way.name != shoot.name {
        wanted = wanted
            .with(&["name".to_owned()], Some(Value::text(shoot.name.as_str())))
            .unwrap_or(Value::Null);
    }
    if let Some(rest) = table::without(&wanted, &around).filter(|rest| *rest != Value::Null) {
        fields.push((Field::ManifestFields, rest));
    }
    fields.sort_by_key(|(field, _)| field.index());
    fields
}
