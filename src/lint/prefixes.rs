//! The prefixes that people wrote: where they stand, what they lie in, and how to write something else there.

use super::words::{network_field, setting_place};
use crate::addr::{Family, Prefix, Registered, parse_prefix};
use crate::diag::{Change, Fix};
use crate::engine::{PoolKind, enclosing_pool, range_field};
use crate::plan::{Base, Field, Kind, Meaning, Plan, RangeKind};
use crate::source::{NodeId, Place};

/// A prefix as it is written in a field of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The definition that says it.
    pub(super) node: NodeId,
    /// The field.
    pub(super) field: Field,
    /// As which range of shoots.
    pub(super) range: Option<RangeKind>,
    /// The prefix.
    pub(super) prefix: Prefix,
    /// The last address, of all members, in left-aligned bits.
    pub(super) last: u128,
}

impl Said {
    /// Where it stands.
    pub(super) fn place(&self) -> Place {
        Place::field(self.node, self.field.key())
    }

    /// "nodes 10.250.0.0/16", or the prefix alone.
    pub(super) fn text(&self) -> String {
        match self.range {
            Some(kind) => format!("{} {}", kind.key(), self.prefix),
            None => self.prefix.to_string(),
        }
    }

    /// "lie" of a range, "lies" of a prefix.
    pub(super) const fn verb(&self, plural: &'static str, singular: &'static str) -> &'static str {
        if self.range.is_some() {
            plural
        } else {
            singular
        }
    }
}

/// Calls `each` with the prefixes that a definition says itself, field by field.
pub(super) fn each_said(plan: &Plan, node: NodeId, mut each: impl FnMut(Said)) {
    for entry in plan.fields(node) {
        let field = entry.field;
        let mut one = |range, prefix: Prefix| {
            let last = prefix.raw_last();
            each(Said {
                node,
                field,
                range,
                prefix,
                last,
            });
        };
        match plan.meaning_of(entry.meant) {
            Meaning::Prefix(prefix) => each(Said {
                node,
                field,
                range: None,
                prefix: *prefix,
                last: run_last(plan, node, *prefix),
            }),
            Meaning::Prefixes(prefixes) => prefixes.iter().for_each(|&prefix| one(None, prefix)),
            Meaning::Pinned(pinned) => pinned
                .iter()
                .for_each(|&(kind, prefix)| one(Some(kind), prefix)),
            Meaning::Spec(spec) => {
                let kind = RangeKind::ALL
                    .into_iter()
                    .find(|&kind| range_field(kind) == field);
                for family in Family::BOTH {
                    if let Some(Base::Literal(prefix)) = spec.of(family).map(|ask| ask.base) {
                        one(kind, prefix);
                    }
                }
            }
            Meaning::Seeds(seeds) => {
                for seed in seeds {
                    let all = seed.ranges.iter().chain(&seed.shoot_defaults);
                    all.for_each(|&(_, prefix)| one(None, prefix));
                }
            }
            Meaning::Nothing
            | Meaning::Kept
            | Meaning::Number(_)
            | Meaning::Flag(_)
            | Meaning::Length(_)
            | Meaning::Names(_)
            | Meaning::Version(_)
            | Meaning::Waivers(_) => {}
        }
    }
}

/// The last address of a run whose first member has that prefix.
fn run_last(plan: &Plan, node: NodeId, first: Prefix) -> u128 {
    let more = plan.count(node).saturating().saturating_sub(1);
    let tail = first.length().tail();
    let last = match (more, tail.checked_add(1)) {
        (0, _) => Some(first.raw()),
        (_, Some(step)) => more
            .checked_mul(step)
            .and_then(|offset| first.raw().checked_add(offset)),
        (_, None) => None,
    };
    last.map_or(u128::MAX, |raw| raw | tail)
}

/// Whether something that a definition lies in is written as a prefix of the same range already: then that line causes it.
pub(super) fn is_caused_above(plan: &Plan, node: NodeId, around: Prefix) -> bool {
    plan.chain(node).skip(1).any(|id| {
        let of_block = match plan.network(id, around.family()) {
            Some(Meaning::Prefix(prefix)) => around.covers(*prefix),
            _ => false,
        };
        let of_ula = match plan.meaning(id, Field::Ula) {
            Some(Meaning::Prefixes(prefixes)) => {
                prefixes.iter().any(|&prefix| around.covers(prefix))
            }
            _ => false,
        };
        of_block || of_ula
    })
}

/// Whether a definition, or something that it lies in, has one of these roles.
pub(super) fn has_role(plan: &Plan, node: NodeId, roles: &[&str]) -> bool {
    plan.chain(node)
        .filter_map(|id| plan.text(id, Field::Role))
        .any(|role| roles.contains(&role))
}

/// "127.0.0.0/8 is set aside for loopback (RFC 1122)", or that it lies there.
pub(super) fn registered_text(said: &Said, entry: &Registered) -> String {
    let what = format!("set aside for {} ({})", entry.name, entry.document);
    if said.prefix == entry.prefix {
        format!("{} {} {what}", said.text(), said.verb("are", "is"))
    } else {
        let verb = said.verb("lie", "lies");
        format!("{} {verb} in {}, {what}", said.text(), entry.prefix)
    }
}

/// Where the prefix of a definition or one of its ranges is said.
pub(super) fn written_place(
    plan: &Plan,
    (node, range): (NodeId, Option<RangeKind>),
    prefix: Prefix,
) -> Place {
    let Some(kind) = range else {
        let own = network_field(prefix.family());
        let drawn = matches!(
            plan.meaning(node, Field::Ula),
            Some(Meaning::Prefixes(drawn)) if drawn.contains(&prefix)
        ) && !matches!(plan.meaning(node, own), Some(Meaning::Prefix(_)));
        let field = if drawn { Field::Ula } else { own };
        return Place::field(node, field.key());
    };
    let pinned = matches!(
        plan.meaning(node, Field::Pinned),
        Some(Meaning::Pinned(pinned)) if pinned.contains(&(kind, prefix))
    );
    if pinned {
        Place::field(node, Field::Pinned.key())
    } else {
        setting_place(plan, node, range_field(kind))
    }
}

/// Has a prefix placed instead of the one that is written: its length, or a keyword.
pub(super) fn place_instead(plan: &Plan, said: &Said) -> Option<Fix> {
    let (family, length) = (said.prefix.family(), said.prefix.length());
    let has_pool = enclosing_pool(plan, said.node, PoolKind::of(family)).is_some();
    let text = match (said.range, family) {
        (None, _) => length.to_string(),
        (Some(_), Family::V4) if has_pool && plan.kind(said.node) == Kind::Shoot => {
            format!("v4:{length}")
        }
        (Some(_), Family::V4) => "v4private".to_owned(),
        (Some(_), Family::V6) => format!("v6global{length}"),
    };
    write_instead(plan, said, &text)
}

/// Writes something else in the place of a prefix, where that can be said on one line.
pub(super) fn write_instead(plan: &Plan, said: &Said, text: &str) -> Option<Fix> {
    let value = plan.value(said.node, said.field)?;
    let to = match said.field {
        Field::V6 | Field::V4 => text.to_owned(),
        Field::Nodes | Field::Pods | Field::Services | Field::Ula => {
            let items: Vec<String> = value
                .items()
                .iter()
                .map(|item| with_token(&item.line(), said.prefix, text))
                .collect();
            items.join(", ")
        }
        _ => return None,
    };
    Some(Fix {
        title: format!("write `{to}`"),
        safe: false,
        changes: vec![Change {
            node: said.node,
            field: said.field.key(),
            to: Some(to),
        }],
    })
}

/// A text with the prefix in it replaced; what follows a `+` stays.
fn with_token(text: &str, old: Prefix, new: &str) -> String {
    let tokens = text.split(',').map(|token| {
        let token = token.trim();
        let (base, rest) = match token.find('+') {
            Some(plus) => token.split_at(plus),
            None => (token, ""),
        };
        if parse_prefix(base) == Ok(old) {
            format!("{new}{rest}")
        } else {
            token.to_owned()
        }
    });
    tokens.collect::<Vec<_>>().join(", ")
}
