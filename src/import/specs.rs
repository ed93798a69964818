//! The three ranges of a Shoot as specs, with what the infrastructure has assigned.

use super::shoot::Draft;
use crate::addr::{Family, Prefix};
use crate::manifest::{Cidr, Range, Spanned};
use crate::plan::{Field, Value};

/// How a family is left to the infrastructure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    /// It assigns a global range.
    Global,
    /// It gives each node a prefix too, of which its pods live.
    FromNode,
    /// Nobody says anything.
    Nobody,
}

/// Sets `nodes`, `pods`, `services`, `pinned` and the masks.
pub(super) fn specs(draft: &mut Draft<'_>) {
    masks(draft);
    let mut pinned = Vec::new();
    for range in Range::ALL {
        let said = said(draft, range);
        let families = draft.shoot.families();
        let values: Vec<String> = families
            .iter()
            .filter_map(|&family| spec(draft, range, family, &said))
            .collect();
        let field = field_of(range);
        match values.as_slice() {
            [] => {}
            [one] => draft.set(field, Value::text(one.as_str())),
            many => draft.set(
                field,
                Value::List(
                    many.iter()
                        .map(|value| Value::text(value.as_str()))
                        .collect(),
                ),
            ),
        }
        let prefixes = assigned(draft, range, &said);
        if !prefixes.is_empty() {
            pinned.push((range, prefixes));
        }
    }
    pin(draft, pinned);
}

/// Keeps what was assigned. Where others share the range of the nodes, the nodes' pin says it.
fn pin(draft: &mut Draft<'_>, mut pinned: Vec<(Range, Vec<Prefix>)>) {
    let nodes = pinned
        .iter()
        .find(|(range, _)| *range == Range::Nodes)
        .map(|(_, prefixes)| prefixes.clone());
    if let Some(nodes) = nodes {
        for (range, prefixes) in &mut pinned {
            if *range != Range::Nodes {
                prefixes.retain(|prefix| !nodes.contains(prefix));
            }
        }
        pinned.retain(|(_, prefixes)| !prefixes.is_empty());
    }
    if !pinned.is_empty() {
        let pairs = pinned.into_iter().map(|(range, prefixes)| {
            let mut texts: Vec<Value> = prefixes
                .into_iter()
                .map(|prefix| Value::text(prefix.to_string()))
                .collect();
            let value = if texts.len() == 1 {
                texts.remove(0)
            } else {
                Value::List(texts.into())
            };
            (range.key().into(), value)
        });
        draft.set(Field::Pinned, Value::Map(pairs.collect()));
    }
}

const fn field_of(range: Range) -> Field {
    match range {
        Range::Nodes => Field::Nodes,
        Range::Pods => Field::Pods,
        Range::Services => Field::Services,
    }
}

/// The prefixes that a manifest writes for a range: in networking, and on `OpenStack` in the infrastructure too.
fn said(draft: &mut Draft<'_>, range: Range) -> Vec<Prefix> {
    let mut said = Vec::new();
    if let Some(text) = draft.shoot.range(range).cloned() {
        said.extend(cidr(
            draft,
            &format!("spec.networking.{}", range.key()),
            &text,
        ));
    }
    if draft.shoot.provider() == "openstack" {
        let key = match range {
            Range::Nodes => "nodeCIDR",
            Range::Pods => "podCIDR",
            Range::Services => "serviceCIDR",
        };
        let at = draft
            .shoot
            .infrastructure()
            .keys(&["networks", "ipv6", key]);
        if let Some(value) = at.said() {
            let text = Spanned {
                value: value.to_owned(),
                span: at.span(),
            };
            said.extend(cidr(
                draft,
                &format!("spec.provider.infrastructureConfig.networks.ipv6.{key}"),
                &text,
            ));
        }
    }
    said
}

/// A CIDR as Gardener reads it, with a remark where it is not spelt as one.
pub(super) fn cidr(draft: &mut Draft<'_>, field: &str, text: &Spanned<String>) -> Option<Prefix> {
    let shown: String = text.value.chars().take(60).collect();
    let Some(cidr) = Cidr::parse(&text.value) else {
        draft.remark(
            field,
            text.span,
            format!("`{shown}` is no CIDR; it is left out"),
        );
        return None;
    };
    let prefix = cidr.prefix();
    if cidr.is_mapped() {
        draft.remark(
            field,
            text.span,
            format!("`{shown}` is IPv4 in IPv6's spelling; it is imported as {prefix}"),
        );
    } else if !cidr.is_canonical() {
        draft.remark(
            field,
            text.span,
            format!("`{shown}` has host bits; it is imported as {prefix}"),
        );
    }
    Some(prefix)
}

fn spec(draft: &mut Draft<'_>, range: Range, family: Family, said: &[Prefix]) -> Option<String> {
    let literal = said.iter().find(|prefix| prefix.family() == family);
    let size = pod_prefix(draft);
    if let Some(prefix) = literal {
        let node = match (range, family, size) {
            (Range::Nodes, Family::V6, Some(size)) => format!("+prefix/{size}"),
            _ => String::new(),
        };
        return Some(format!("{prefix}{node}"));
    }
    let left = left(draft, range, family, said);
    Some(match (range, left) {
        (_, Left::Nobody) => return None,
        (Range::Nodes, Left::FromNode) => format!(
            "{}+prefix{}",
            global(family),
            size.map_or_else(String::new, |size| format!("/{size}"))
        ),
        (Range::Pods, Left::FromNode) => from_node(draft, family),
        (_, Left::Global | Left::FromNode) => global(family).to_owned(),
    })
}

const fn global(family: Family) -> &'static str {
    match family {
        Family::V4 => "v4private",
        Family::V6 => "v6global",
    }
}

fn from_node(draft: &Draft<'_>, family: Family) -> String {
    let only = draft.shoot.families().len() == 1;
    let mask = draft
        .shoot
        .manifest
        .node_mask
        .as_ref()
        .map(|mask| mask.value);
    match (draft.shoot.provider(), mask) {
        // A pod range longer than the node's /80 is the mask's (aws-ipam-controller).
        ("aws", Some(mask @ 81..=128)) if only && family == Family::V6 => {
            format!("v6fromNode/{mask}")
        }
        _ => match pod_prefix(draft) {
            Some(size) => format!("v6fromNode/{size}"),
            None => "v6fromNode".to_owned(),
        },
    }
}

/// `podPrefixSize` of ironcore-metal's cloud-controller-manager: what it masks a node's address to.
fn pod_prefix(draft: &Draft<'_>) -> Option<i64> {
    if draft.shoot.provider() != "ironcore-metal" {
        return None;
    }
    draft
        .at(&[
            "spec",
            "provider",
            "controlPlaneConfig",
            "cloudControllerManager",
            "podPrefixSize",
        ])
        .number()
}

/// Without workers a Shoot has services alone; one that writes nodes is a part of a manifest.
fn is_workerless(draft: &Draft<'_>) -> bool {
    draft.shoot.manifest.is_workerless() && draft.shoot.range(Range::Nodes).is_none()
}

/// Who chooses what a manifest does not write. The IPv6 of two families is never written but on `OpenStack` (g 0.3).
fn left(draft: &Draft<'_>, range: Range, family: Family, said: &[Prefix]) -> Left {
    let dual = draft.shoot.families().len() > 1;
    let v4 = said.iter().any(|prefix| prefix.family() == Family::V4);
    if family == Family::V4 || is_workerless(draft) && range != Range::Services || dual && !v4 {
        return Left::Nobody;
    }
    match (draft.shoot.provider(), range) {
        ("aws" | "gcp", Range::Nodes | Range::Pods) => Left::FromNode,
        ("ironcore-metal", Range::Nodes | Range::Pods) if pod_prefix(draft).is_some() => {
            Left::FromNode
        }
        ("aws" | "gcp" | "openstack", _) => Left::Global,
        (_, Range::Nodes | Range::Pods) if dual => Left::FromNode,
        _ if dual => Left::Global,
        _ => Left::Nobody,
    }
}

/// What the status says beside what is written.
fn assigned(draft: &mut Draft<'_>, range: Range, said: &[Prefix]) -> Vec<Prefix> {
    let Some(status) = draft.shoot.manifest.status.clone() else {
        return Vec::new();
    };
    let texts = match range {
        Range::Nodes => &status.nodes,
        Range::Pods => &status.pods,
        Range::Services => &status.services,
    };
    let families = draft.shoot.families();
    let mut prefixes: Vec<Prefix> = Vec::new();
    for text in texts {
        let field = format!("status.networking.{}", range.key());
        let Some(prefix) = cidr(draft, &field, text) else {
            continue;
        };
        if said.contains(&prefix) || prefixes.contains(&prefix) {
            continue;
        }
        let taken = |other: &Prefix| other.family() == prefix.family();
        if said.iter().any(taken)
            || prefixes.iter().any(taken)
            || !families.contains(&prefix.family())
        {
            draft.remark(&field, text.span, format!("{prefix} stands beside another range of its family, and a plan holds one; it is left out"));
            continue;
        }
        prefixes.push(prefix);
    }
    prefixes
}

fn masks(draft: &mut Draft<'_>) {
    let manifest = draft.shoot.manifest;
    let families = draft.shoot.families();
    let only_v6 = families.as_slice() == [Family::V6];
    let of_node = |mask: i64| draft.shoot.provider() == "aws" && (80..=128).contains(&mask);
    let mut found = Vec::new();
    if let Some(mask) = &manifest.node_mask {
        match only_v6 {
            // AWS gives a node a /80, and pods what is left of it: the spec of the pods says so.
            true if of_node(mask.value) => {}
            true => found.push((Field::NodeMaskV6, mask.clone())),
            false => found.push((Field::NodeMaskV4, mask.clone())),
        }
    }
    if let Some(mask) = &manifest.node_mask_v6 {
        let again = found.iter().any(|(field, _)| *field == Field::NodeMaskV6);
        if again {
            draft.remark(
                "spec.kubernetes.kubeControllerManager.nodeCIDRMaskSizeIPv6",
                mask.span,
                "nodeCIDRMaskSize is said too; that one is imported",
            );
        } else {
            found.push((Field::NodeMaskV6, mask.clone()));
        }
    }
    for (field, mask) in found {
        if (0..=128).contains(&mask.value) {
            draft.set(field, Value::text(mask.value.to_string()));
        } else {
            draft.remark(
                "spec.kubernetes.kubeControllerManager",
                mask.span,
                format!("{} is no length of a prefix; it is left out", mask.value),
            );
        }
    }
}
