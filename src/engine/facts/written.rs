//! What a definition writes itself: the prefixes that can overlap others.

use super::{Scope, Written, is_private};
use crate::addr::{Family, Prefix};
use crate::engine::settings::Settings;
use crate::engine::shoot::{Origin, Shoot, writes};
use crate::plan::{Field, Kind, Meaning, Plan, RangeKind};
use crate::source::NodeId;

/// What a definition writes, with the scope in which it must be the only one.
pub(super) fn written(plan: &Plan, node: NodeId, settings: &Settings) -> Vec<Written> {
    let mut written = match plan.kind(node) {
        Kind::Plan => Vec::new(),
        Kind::Shoot if !writes(plan, node, settings) => Vec::new(),
        Kind::Shoot => shoot_written(&Shoot::new(plan, node, settings)),
        Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => Family::BOTH
            .into_iter()
            .filter_map(|family| match plan.network(node, family) {
                Some(Meaning::Prefix(prefix)) if !is_private(*prefix) => Some(*prefix),
                _ => None,
            })
            .flat_map(|prefix| prefix.run(plan.count(node)))
            .map(|prefix| Written {
                scope: Scope::Plan,
                prefix,
                node,
                range: None,
                default: false,
            })
            .collect(),
    };
    if let Some(Meaning::Prefixes(drawn)) = plan.meaning(node, Field::Ula) {
        written.extend(drawn.iter().map(|&prefix| Written {
            scope: Scope::Plan,
            prefix,
            node,
            range: None,
            default: false,
        }));
    }
    written
}

fn shoot_written(shoot: &Shoot<'_>) -> Vec<Written> {
    let mut written = Vec::new();
    for kind in RangeKind::ALL {
        for family in Family::BOTH {
            let Some(range) = shoot.range(kind, family) else {
                continue;
            };
            let (Some(prefix), Some(scope)) = (
                range.written,
                range.written.and_then(|prefix| scope(shoot, kind, prefix)),
            ) else {
                continue;
            };
            written.push(Written {
                scope,
                prefix,
                node: shoot.node,
                range: Some(kind),
                default: range.origin == Origin::Default,
            });
        }
    }
    written
}

/// Private IPv4 may be used again where it does not meet: services in each shoot, pods under an overlay, nodes in each VPC.
fn scope(shoot: &Shoot<'_>, kind: RangeKind, prefix: Prefix) -> Option<Scope> {
    if !is_private(prefix) {
        return Some(Scope::Plan);
    }
    let vpc = shoot.vpc().unwrap_or(shoot.node);
    match kind {
        RangeKind::Nodes => Some(Scope::Vpc(vpc)),
        RangeKind::Pods => (!shoot.overlay()).then_some(Scope::Vpc(vpc)),
        RangeKind::Services => None,
    }
}
