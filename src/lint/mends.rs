//! Mends that several rules offer.

use super::words::setting_place;
use crate::addr::{Count, Family, Length};
use crate::diag::{Change, Fix};
use crate::engine::{NODEIPAM_BITS, Shoot, range_field};
use crate::plan::{Base, Field, RangeKind, Version};
use crate::source::NodeId;

/// The setting that says the length of a node's pod range in a family.
pub(super) const fn mask_field(family: Family) -> Field {
    match family {
        Family::V4 => Field::NodeMaskV4,
        Family::V6 => Field::NodeMaskV6,
    }
}

/// Sets a node mask: where one is said already, else at the shoot.
pub(super) fn set_mask(shoot: &Shoot<'_>, family: Family, bits: u8) -> Fix {
    let field = mask_field(family);
    Fix {
        title: format!("set `{}` to {bits}", field.key()),
        safe: false,
        changes: vec![Change {
            node: setting_place(shoot.plan, shoot.node, field).node,
            field: field.key(),
            to: Some(bits.to_string()),
        }],
    }
}

/// Writes a range with another length, where it is said as one plain value that has one.
pub(super) fn set_length(
    shoot: &Shoot<'_>,
    kind: RangeKind,
    family: Family,
    length: Length,
) -> Option<Fix> {
    let field = range_field(kind);
    let node = setting_place(shoot.plan, shoot.node, field).node;
    let said = shoot.plan.value(node, field)?.as_text()?;
    if said.contains(',') {
        return None;
    }
    let text = match shoot.ask(kind, family)?.base {
        Base::Global(_) => format!("v6global{length}"),
        Base::Private6(_) => format!("v6private{length}"),
        Base::FromNode(_) => format!("{}fromNode{length}", family.key()),
        Base::Place(_) => format!("{}:{length}", family.key()),
        Base::Literal(prefix) => prefix.child(0, length)?.to_string(),
        Base::Private4 | Base::Custom | Base::Absent => return None,
    };
    Some(Fix {
        title: format!("write `{text}`"),
        safe: false,
        changes: vec![Change {
            node,
            field: field.key(),
            to: Some(text),
        }],
    })
}

/// Says the first patch of 1.34 that takes no address of a /64 from outside it (k S3).
pub(super) fn set_patch(shoot: &Shoot<'_>) -> Fix {
    let field = Field::Kubernetes;
    Fix {
        title: "use Kubernetes 1.34.8, where it is mended".to_owned(),
        safe: false,
        changes: vec![Change {
            node: setting_place(shoot.plan, shoot.node, field).node,
            field: field.key(),
            to: Some("1.34.8".to_owned()),
        }],
    }
}

/// Says another version in a field.
pub(super) fn set_version(node: NodeId, field: Field, version: Version) -> Fix {
    Fix {
        title: format!("set `{}` to {version}", field.key()),
        safe: false,
        changes: vec![Change {
            node,
            field: field.key(),
            to: Some(version.to_string()),
        }],
    }
}

/// The shortest and the longest node mask that Gardener takes (g 13, g 14); any other planner takes what the family has.
pub(super) fn mask_bounds(shoot: &Shoot<'_>, family: Family) -> (u8, u8) {
    match (shoot.profile.cluster.gardener.value, family) {
        (true, Family::V4) => (16, 28),
        (true, Family::V6) => (64, 124),
        (false, _) => (0, family.width()),
    }
}

/// The longest pod range that gives a node twice as many addresses as pods (k K4).
pub(super) fn longest_for_pods(shoot: &Shoot<'_>, family: Family) -> u8 {
    let twice = shoot.wanted_pods().times(Count::new(2));
    let bits = twice.unwrap_or(Count::MAX).bits_needed();
    family
        .width()
        .saturating_sub(u8::try_from(bits).unwrap_or(u8::MAX))
}

/// A node mask that cuts a pod range for all nodes that are wanted and a third more, and leaves room for their pods.
pub(super) fn fitting_mask(shoot: &Shoot<'_>, family: Family, pool: Length) -> Option<u8> {
    let nodes = shoot.needed_nodes().map_or(100, Count::saturating);
    let needed = Count::new(nodes.saturating_add(nodes / 3)).bits_needed();
    let bits = u8::try_from(needed).ok()?.next_multiple_of(4).max(8);
    if family == Family::V6 && bits > NODEIPAM_BITS {
        return None;
    }
    let (shortest, longest) = mask_bounds(shoot, family);
    let mask = pool
        .bits()
        .checked_add(bits)?
        .max(shortest)
        .min(longest_for_pods(shoot, family))
        .min(longest);
    let cut = mask.checked_sub(pool.bits())?;
    (mask >= shortest && cut > 0 && (family == Family::V4 || cut <= NODEIPAM_BITS)).then_some(mask)
}
