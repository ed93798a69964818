//! Clusters that a change would need anew: what Gardener never lets change (g 9 to 11, 16, g a).

use std::collections::BTreeMap;

use crate::addr::{Count, Family};
use crate::document::Document;
use crate::engine::{PodAllocator, Shoot};
use crate::plan::{Field, Kind, RangeKind};
use crate::source::NodeId;

/// A cluster of the first column that cannot become that of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anew {
    /// The column.
    pub column: usize,
    /// The shoot.
    pub path: String,
    /// How many clusters that is.
    pub members: Count,
    /// What Gardener refuses to change.
    pub fields: Vec<&'static str>,
}

pub(super) fn anew(before: &Document, now: &Document, column: usize) -> Vec<Anew> {
    let shoots = |document: &Document| -> BTreeMap<String, NodeId> {
        let plan = document.plan();
        plan.walk()
            .filter(|&node| plan.kind(node) == Kind::Shoot)
            .map(|node| (plan.path(node), node))
            .collect()
    };
    let others = shoots(now);
    let mut anew = Vec::new();
    for (path, old) in shoots(before) {
        let Some(&new) = others.get(&path) else {
            continue;
        };
        let fields = fixed(&State::of(before, old), &State::of(now, new));
        if !fields.is_empty() {
            anew.push(Anew {
                members: before.plan().members(old),
                column,
                path,
                fields,
            });
        }
    }
    anew
}

/// What of a shoot Gardener holds on to.
struct State {
    provider: String,
    cni: String,
    families: Vec<Family>,
    /// What the manifest states.
    pods: Option<String>,
    services: Option<String>,
    /// The node masks, where kube-controller-manager or the manifest has them.
    masks: Vec<Option<u8>>,
}

impl State {
    fn of(document: &Document, node: NodeId) -> Self {
        let plan = document.plan();
        let shoot = document.evaluation().shoot(plan, node);
        let families = shoot.families.clone();
        let stated = |kind| {
            // With both families a Shoot states IPv4 alone.
            let family = if families.contains(&Family::V4) {
                Family::V4
            } else {
                Family::V6
            };
            let prefix = document
                .evaluation()
                .range_prefix(&shoot, kind, family, &[])?;
            Some(prefix.to_string())
        };
        Self {
            provider: text(&shoot, Field::Provider),
            cni: shoot.cni().to_owned(),
            pods: stated(RangeKind::Pods),
            services: stated(RangeKind::Services),
            masks: Family::BOTH
                .into_iter()
                .map(|family| {
                    let cut = shoot.allocator() == PodAllocator::Range;
                    cut.then(|| shoot.pod_range_bits(family)).flatten()
                })
                .collect(),
            families,
        }
    }
}

fn text(shoot: &Shoot<'_>, field: Field) -> String {
    shoot
        .settings
        .text(shoot.plan, field)
        .unwrap_or("")
        .to_owned()
}

fn fixed(old: &State, new: &State) -> Vec<&'static str> {
    let mut fields = Vec::new();
    let mut differ = |field, differs: bool| {
        if differs {
            fields.push(field);
        }
    };
    differ("provider", old.provider != new.provider);
    differ("cni", old.cni != new.cni);
    let (v4, both) = (vec![Family::V4], vec![Family::V4, Family::V6]);
    let allowed = (old.families == v4 && new.families == both)
        || (old.families == both && new.families == v4);
    differ("families", old.families != new.families && !allowed);
    let changed = |old: &Option<String>, new: &Option<String>| old.is_some() && old != new;
    differ("pods", changed(&old.pods, &new.pods));
    differ("services", changed(&old.services, &new.services));
    let masks = old.masks.iter().zip(&new.masks);
    let mask = masks
        .into_iter()
        .any(|(old, new)| old.is_some() && new.is_some() && old != new);
    differ("node mask", mask);
    fields
}
