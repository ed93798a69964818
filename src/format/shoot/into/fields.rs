//! The network fields that differ between the manifest that an export would write and one that is there.

use crate::addr::Family;
use crate::document::Document;
use crate::engine::range_field;
use crate::manifest::{At, Change, Cidr, Defaults, Range, Step, Written, field};
use crate::plan::{Base, FIELDS, Field, Found, RangeKind};
use crate::yaml::{Limits, Node};

/// The settings that the plan says itself, and does not leave to others; its node masks by family.
pub(super) struct Planned {
    said: Vec<Field>,
    masks: Vec<Family>,
    /// Whether it says the IPv4 of the network around.
    vpc_v4: bool,
}

impl Planned {
    pub(super) fn new(document: &Document, found: &Found) -> Self {
        let plan = document.plan();
        let shoot = document.evaluation().shoot(plan, found.node);
        let is_said = |field: &Field| shoot.settings.said(*field).is_some();
        let mask = |family: &Family| {
            let own = match family {
                Family::V4 => Field::NodeMaskV4,
                Family::V6 => Field::NodeMaskV6,
            };
            let ask = shoot.ask(RangeKind::Pods, *family);
            is_said(&own) || ask.is_some_and(|ask| matches!(ask.base, Base::FromNode(Some(_))))
        };
        let fields = FIELDS.iter().map(|info| info.field);
        Self {
            said: fields.filter(is_said).collect(),
            masks: Family::BOTH.into_iter().filter(mask).collect(),
            vpc_v4: shoot
                .vpc()
                .is_some_and(|block| plan.network(block, Family::V4).is_some()),
        }
    }

    fn says(&self, field: Field) -> bool {
        self.said.contains(&field)
    }

    fn has_mask(&self, family: Family) -> bool {
        self.masks.contains(&family)
    }
}

/// What is to change, and what is left.
pub(super) struct Difference {
    pub(super) changes: Vec<Change>,
    pub(super) left: Vec<String>,
}

/// What the new manifest says otherwise than the old one.
pub(super) fn difference(planned: &Planned, new: Written<'_>, old: Written<'_>) -> Difference {
    let mut comparison = Comparison {
        planned,
        new,
        old,
        changes: Vec::new(),
        left: Vec::new(),
    };
    comparison.networking();
    comparison.kubernetes();
    comparison.infrastructure();
    Difference {
        changes: comparison.changes,
        left: comparison.left,
    }
}

struct Comparison<'a> {
    planned: &'a Planned,
    new: Written<'a>,
    old: Written<'a>,
    changes: Vec<Change>,
    left: Vec<String>,
}

const NETWORKING: [&str; 2] = ["spec", "networking"];
const CONFIG: [&str; 3] = ["spec", "networking", "providerConfig"];
const NETWORKS: [&str; 4] = ["spec", "provider", "infrastructureConfig", "networks"];
const MANAGER: [&str; 3] = ["spec", "kubernetes", "kubeControllerManager"];
const POD_PREFIX: [&str; 5] = [
    "spec",
    "provider",
    "controlPlaneConfig",
    "cloudControllerManager",
    "podPrefixSize",
];

/// Parts of a node range that are cut for a provider: where they are there, they stay as long as they lie in it.
const CUT: [&str; 3] = ["workers", "public", "internal"];

fn path<'k>(keys: &[&'k str], key: &'k str) -> Vec<&'k str> {
    keys.iter().copied().chain([key]).collect()
}

impl Comparison<'_> {
    fn set(&mut self, keys: &[&str], value: Node) {
        self.changes.push(Change::of_keys(keys, Some(value)));
    }

    /// The value as the new manifest has it.
    fn node(&self, at: &At<'_>) -> Option<Node> {
        let page = self.new.page;
        Some(Node::read(
            page.tree,
            page.text,
            at.id()?,
            &mut Limits::default().budget(),
        ))
    }

    fn networking(&mut self) {
        let (new, old) = (self.new, self.old);
        let plugin = path(&NETWORKING, "type");
        if let Some(kind) = new
            .at(&plugin)
            .said()
            .filter(|_| self.planned.says(Field::Cni))
            && old.at(&plugin).said() != Some(kind)
        {
            self.set(&plugin, Node::text(kind));
        }
        let families = path(&NETWORKING, "ipFamilies");
        let ranges = RangeKind::ALL.map(range_field);
        if new.families() != old.families()
            && ranges.into_iter().any(|field| self.planned.says(field))
            && let Some(list) = self
                .node(&new.at(&families))
                .or_else(|| Some(Node::List(vec![Node::text("IPv4")])))
        {
            self.set(&families, list);
        }
        for (kind, range) in RangeKind::ALL.into_iter().zip(Range::ALL) {
            let keys = path(&NETWORKING, range.key());
            match new.range(range) {
                _ if !self.planned.says(range_field(kind)) => {}
                Some(said) if !same_text(Some(&said.value), old.at(&keys).said()) => {
                    self.set(&keys, Node::text(said.value.as_str()));
                }
                None if old.at(&keys).exists() => self.changes.push(Change::of_keys(&keys, None)),
                Some(_) | None => {}
            }
        }
        self.overlay();
    }

    /// Gardener writes that an overlay is off where a new cluster says nothing; IPv6 wants it said.
    fn overlay(&mut self) {
        let keys = [CONFIG[0], CONFIG[1], CONFIG[2], "overlay", "enabled"];
        let (new, old) = (self.new.at(&keys).flag(), self.old.at(&keys).flag());
        let Some(enabled) = new else { return };
        let comes = self.new.has(Family::V6) && !self.old.has(Family::V6);
        let by_default =
            matches!(self.old.provider(), "aws" | "gcp" | "azure" | "alicloud") && !enabled;
        let differs = match old {
            Some(old) => old != enabled,
            None => comes || !by_default,
        };
        if !differs || !(self.planned.says(Field::Overlay) || comes) {
            return;
        }
        let config = self.new.at(&CONFIG);
        if !self.old.at(&CONFIG).exists()
            && let Some(whole) = self.node(&config)
        {
            self.set(&CONFIG, whole);
            return;
        }
        self.set(&keys, Node::number(enabled.to_string()));
    }

    fn kubernetes(&mut self) {
        let (new, old) = (self.new, self.old);
        let before = Defaults::of(old, None);
        let one = |keys: Vec<&'static str>, stated: bool, was: Option<i64>| {
            let now = new.at(&keys).number().filter(|_| stated)?;
            (Some(now) != was).then_some((keys, now))
        };
        let size = path(&MANAGER, "nodeCIDRMaskSize");
        let size_v6 = path(&MANAGER, "nodeCIDRMaskSizeIPv6");
        let only_v6 = new.families() == [Family::V6];
        let family = if only_v6 { Family::V6 } else { Family::V4 };
        let stated = self.planned.has_mask(family);
        let masks = [
            one(size, stated, before.node_mask),
            one(
                size_v6.clone(),
                self.planned.has_mask(Family::V6),
                before.node_mask_v6,
            ),
        ];
        for (keys, mask) in masks.into_iter().flatten() {
            self.set(&keys, Node::number(mask.to_string()));
        }
        if old.has(Family::V6) && !new.has(Family::V6) && old.at(&size_v6).exists() {
            self.changes.push(Change::of_keys(&size_v6, None));
        }
        let pods = vec!["spec", "kubernetes", "kubelet", "maxPods"];
        if let Some((keys, pods)) = one(
            pods,
            self.planned.says(Field::MaxPods),
            Some(before.max_pods),
        ) {
            self.set(&keys, Node::number(pods.to_string()));
        }
        if let Some(size) = new.at(&POD_PREFIX).number()
            && old.at(&POD_PREFIX).number() != Some(size)
        {
            self.set(&POD_PREFIX, Node::number(size.to_string()));
        }
    }

    fn infrastructure(&mut self) {
        let (new, old) = (self.new.at(&NETWORKS), self.old.at(&NETWORKS));
        let mut steps: Vec<Step> = NETWORKS
            .iter()
            .map(|&key| Step::Key(key.to_owned()))
            .collect();
        if !old.exists() && new.exists() && !self.old.infrastructure().exists() {
            if let Some(whole) = self.node(&self.new.infrastructure()) {
                self.set(&NETWORKS[..3], whole);
            }
            return;
        }
        self.deep(&new, &old, &mut steps);
    }

    /// Compares mappings key by key, lists of named things by name, and anything else as a whole.
    fn deep(&mut self, new: &At<'_>, old: &At<'_>, steps: &mut Vec<Step>) {
        if new.is_map() && old.is_map() {
            for (key, _, value) in new.pairs() {
                steps.push(Step::Key(key.to_owned()));
                self.deep(&value, &old.key(key), steps);
                steps.pop();
            }
            return;
        }
        if new.is_list()
            && new.items().all(|item| item.key("name").said().is_some())
            && old.is_list()
        {
            return self.named(new, old, steps);
        }
        if same(new, old) || self.stays(old, steps) {
            return;
        }
        if let Some(value) = self.node(new) {
            self.changes.push(Change {
                steps: steps.clone(),
                value: Some(value),
            });
        }
    }

    fn named(&mut self, new: &At<'_>, old: &At<'_>, steps: &mut Vec<Step>) {
        let before: Vec<At<'_>> = old.items().collect();
        let mut next = before.len();
        for item in new.items() {
            let name = item.key("name").said();
            let there = before
                .iter()
                .position(|other| other.key("name").said() == name);
            steps.push(Step::Item(there.unwrap_or(next)));
            if let Some(index) = there {
                self.deep(&item, &before[index], steps);
            } else if let Some(value) = self.node(&item) {
                next += 1;
                self.changes.push(Change {
                    steps: steps.clone(),
                    value: Some(value),
                });
            }
            steps.pop();
        }
        let names: Vec<&str> = new
            .items()
            .filter_map(|item| item.key("name").said())
            .collect();
        for gone in before
            .iter()
            .filter_map(|item| item.key("name").said())
            .filter(|name| !names.contains(name))
        {
            self.left.push(format!(
                "{} has {gone}, which the plan does not have; it stays",
                field(steps)
            ));
        }
    }

    /// Whether it stays as it is: a part that was cut out of the node range before and still lies in it, or the range of a
    /// network of which the plan says none. A part that is not there was left out for another way to say it.
    fn stays(&self, old: &At<'_>, steps: &[Step]) -> bool {
        let is = |step: Option<&Step>, key: &str| step == Some(&Step::Key(key.to_owned()));
        let around = steps
            .len()
            .checked_sub(2)
            .and_then(|index| steps.get(index));
        if is(steps.last(), "cidr") && (is(around, "vpc") || is(around, "vnet")) {
            return !self.planned.vpc_v4 && old.exists();
        }
        let in_list = matches!(around, Some(Step::Item(_)));
        let cut =
            CUT.iter().any(|key| is(steps.last(), key)) || in_list && is(steps.last(), "cidr");
        if !cut {
            return false;
        }
        let Some(cut) = old.said() else {
            return true;
        };
        let network = if self.planned.vpc_v4 {
            self.new
        } else {
            self.old
        };
        let around = [
            self.new.at(&["spec", "networking", "nodes"]),
            network.at(&path(&NETWORKS, "vpc")).key("cidr"),
            network.at(&path(&NETWORKS, "vnet")).key("cidr"),
        ];
        let around: Vec<Cidr> = around
            .iter()
            .filter_map(|at| Cidr::parse(at.said()?))
            .collect();
        let cut = Cidr::parse(cut);
        around.is_empty() || cut.is_some_and(|cut| around.iter().any(|around| around.covers(cut)))
    }
}

fn same(new: &At<'_>, old: &At<'_>) -> bool {
    if new.is_list() {
        return new.texts() == old.texts();
    }
    same_text(new.text(), old.text())
}

/// Two spellings of one prefix say the same.
fn same_text(new: Option<&str>, old: Option<&str>) -> bool {
    let prefix = |text: Option<&str>| text.and_then(Cidr::parse).map(Cidr::prefix);
    new == old || prefix(new).is_some() && prefix(new) == prefix(old)
}
