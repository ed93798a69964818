//! The other direction: a path, and which prefixes it leads to.

use super::super::Look;
use super::super::look::Role;
use super::{member_path, step_name, table};
use crate::addr::{Family, Length, Prefix};
use crate::document::Document;
use crate::engine::{Link, Member, Origin, member_at};
use crate::inventory::{block_prefix, last_members, range_prefix};
use crate::plan::{Found, Kind, RangeKind};
use crate::source::NodeId;
use crate::visible::clean;

/// What a path leads to, with its prefixes and all that it lies in.
#[derive(Clone, Debug)]
pub struct Standing {
    pub(super) path: String,
    pub(super) members: Vec<Member>,
    pub(super) entries: Vec<Entry>,
    /// The chain in each family that it has a known prefix of.
    pub(super) chains: Vec<Vec<Link>>,
    node: NodeId,
    range: Option<RangeKind>,
}

/// One prefix of what a path leads to: that of its first member and that of its last.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) range: Option<RangeKind>,
    pub(super) zone: Option<String>,
    pub(super) family: Family,
    pub(super) length: Option<Length>,
    pub(super) first: Option<Prefix>,
    pub(super) last: Option<Prefix>,
    pub(super) origin: Origin,
}

impl Standing {
    /// Looks at what a path leads to.
    pub fn new(document: &Document, found: &Found) -> Self {
        let (plan, evaluation) = (document.plan(), document.evaluation());
        let members = member_at(found);
        let mut path = member_path(plan, found.node, &members);
        if let Some(kind) = found.range {
            path = format!("{path}.{}", kind.key());
        }
        let last = last_members(plan, found.node, &members);
        let of = [members.as_slice(), last.as_slice()];
        let mut entries = Vec::new();
        for family in Family::BOTH {
            match plan.kind(found.node) {
                Kind::Plan => {}
                Kind::Shoot => {
                    for kind in RangeKind::ALL {
                        if found.range.is_none_or(|only| only == kind) {
                            entries.extend(range_entries(document, (found.node, kind, family), of));
                        }
                    }
                }
                Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => {
                    let block = block_prefix(plan, evaluation, found.node, family, of);
                    entries.extend(block.map(|block| Entry {
                        path: path.clone(),
                        range: None,
                        zone: None,
                        family,
                        length: Some(block.length),
                        first: block.first,
                        last: block.last,
                        origin: block.origin,
                    }));
                }
            }
        }
        let chains = Family::BOTH
            .into_iter()
            .filter(|&family| entries.iter().any(|entry: &Entry| entry.family == family))
            .map(|family| evaluation.chain_to(plan, (found.node, found.range), family, &members))
            .filter(|links| links.iter().any(|link| link.prefix.is_some()))
            .collect();
        Self {
            path,
            node: found.node,
            range: found.range,
            members,
            entries,
            chains,
        }
    }
}

/// The prefixes of one range of a shoot in a family, for two members; each zone's, where zones have some.
fn range_entries(
    document: &Document,
    of: (NodeId, RangeKind, Family),
    members: [&[Member]; 2],
) -> Vec<Entry> {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let (node, kind, family) = of;
    let shoot = evaluation.shoot(plan, node);
    let range = |members| range_prefix(evaluation, &shoot, (kind, family), members);
    let (Some(first), Some(last)) = (range(members[0]), range(members[1])) else {
        return Vec::new();
    };
    let path = format!("{}.{}", member_path(plan, node, members[0]), kind.key());
    let entry = |zone: Option<&str>, prefixes: [Option<Prefix>; 2]| Entry {
        path: path.clone(),
        range: Some(kind),
        zone: zone.map(str::to_owned),
        family,
        length: prefixes[0].map(Prefix::length).or(first.length),
        first: prefixes[0],
        last: prefixes[1],
        origin: first.origin,
    };
    if first.zones.iter().any(|(_, prefix)| prefix.is_some()) {
        let zones = first.zones.iter().zip(&last.zones);
        return zones
            .map(|(&(zone, first), &(_, last))| entry(Some(zone), [first, last]))
            .collect();
    }
    vec![entry(None, [first.prefix, last.prefix])]
}

/// Where what a path leads to lies, as a page.
pub fn standing_text(document: &Document, standing: &Standing, look: Look) -> String {
    let path = match standing.path.as_str() {
        "" => "the plan",
        path => path,
    };
    let mut out = format!("{}\n\n", look.paint(Role::Heading, &clean(path)));
    let rows: Vec<[String; 3]> = standing.entries.iter().map(entry_row).collect();
    out.push_str(&table(&rows, look));
    if rows.is_empty() {
        out.push_str("  no prefix of its own\n");
    }
    let above = above(document, standing);
    if !above.is_empty() {
        out.push_str("\nin\n\n");
        out.push_str(&table(&above, look));
    }
    look.spell(out)
}

/// `nodes eu-central-1a`, the family, and the prefix with its first and last address.
fn entry_row(entry: &Entry) -> [String; 3] {
    let mut name = entry.range.map_or("prefix", RangeKind::key).to_owned();
    if let Some(zone) = &entry.zone {
        name = format!("{name} {zone}");
    }
    let text = match (entry.first, entry.last) {
        (Some(first), Some(last)) if first != last => format!("{first} … {last}"),
        (Some(first), _) => format!("{first}  {} … {}", first.first(), first.last()),
        (None, _) => {
            let length = entry
                .length
                .map_or_else(String::new, |length| format!(", {length}"));
            let word = match entry.origin {
                Origin::Node => "from node",
                other => other.word(),
            };
            format!("{word}{length}")
        }
    };
    [name, entry.family.to_string(), text]
}

/// What it lies in, from the outside in.
fn above(document: &Document, standing: &Standing) -> Vec<[String; 3]> {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let own = usize::from(standing.range.is_none());
    let mut rows: Vec<[String; 3]> = plan
        .chain(standing.node)
        .skip(own)
        .filter(|&id| id != NodeId::ROOT)
        .map(|id| {
            let prefix = |family| evaluation.block_prefix(plan, id, family, &standing.members);
            let prefixes = Family::BOTH.into_iter().filter_map(prefix);
            let prefixes: Vec<String> = prefixes.map(|prefix| prefix.to_string()).collect();
            let name = step_name(plan, id, &standing.members);
            [name, plan.kind(id).word().to_owned(), prefixes.join("  ")]
        })
        .collect();
    rows.reverse();
    rows
}
