//! A block is cut into parts of one size.

use super::{Document, NotReshaped, Reshape, field_of};
use crate::addr::{Count, Family, Length, parse_length};
use crate::engine::Outcome;
use crate::plan::{Draft, Edit, Field, Item, Kind, Meaning, Value};
use crate::source::NodeId;

/// More parts than these are not made one by one.
const PARTS_MOST: u32 = 64;

/// What is cut and how fine.
struct Cut {
    node: NodeId,
    bits: u32,
    lengths: Vec<(Family, Length, Length)>,
}

impl Document {
    /// Cuts a block into so many parts, or into parts of a length: a number, or `/44`.
    pub fn split(&mut self, node: NodeId, into: &str) -> Result<Reshape, NotReshaped> {
        let cut = self.cut(node, into)?;
        if self.plan.children(node).is_empty() {
            return Ok(self.split_empty(&cut));
        }
        if self.plan.is_counted(node) {
            return Err(NotReshaped::Run(self.plan.name(node).to_owned()));
        }
        self.split_full(&cut)
    }

    fn cut(&self, node: NodeId, into: &str) -> Result<Cut, NotReshaped> {
        let plan = &self.plan;
        match plan.kind(node) {
            Kind::Plan => return Err(NotReshaped::Root),
            Kind::Shoot => return Err(NotReshaped::Shoot),
            Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => {}
        }
        let families = Family::BOTH.into_iter();
        let olds: Vec<(Family, Length)> = families
            .filter_map(|family| Some((family, self.plan.length(node, family)?)))
            .collect();
        let Some(&(first, length)) = olds.first() else {
            let name = plan.name(node).to_owned();
            return Err(NotReshaped::NoSize { name });
        };
        let bits = bits_of(into.trim(), first, length)?;
        let lengths = olds.into_iter().map(|(family, old)| {
            let short = NotReshaped::TooSmall { length: old, bits };
            let new = u32::from(old.bits()).checked_add(bits);
            let new = new.and_then(|new| u8::try_from(new).ok());
            let new = new.and_then(|new| Length::new(family, new)).ok_or(short)?;
            Ok((family, old, new))
        });
        Ok(Cut {
            node,
            bits,
            lengths: lengths.collect::<Result<_, _>>()?,
        })
    }

    /// What is empty becomes a run at its place, which costs one line however many there are.
    fn split_empty(&self, cut: &Cut) -> Reshape {
        let (plan, node) = (&self.plan, cut.node);
        let parts = Count::power_of_two(cut.bits).unwrap_or(Count::MAX);
        let times = |count: Count| count.times(parts).unwrap_or(Count::MAX);
        let count = times(plan.count(node));
        let text = |text: String| Some(Value::text(text));
        let mut edits: Vec<Edit> = cut
            .lengths
            .iter()
            .map(|&(family, _, new)| {
                let value = match plan.network(node, family) {
                    Some(Meaning::Prefix(prefix)) => prefix.at(new).map(|part| part.to_string()),
                    _ => None,
                };
                let value = value.unwrap_or_else(|| new.to_string());
                Edit::set(node, field_of(family), text(value))
            })
            .collect();
        edits.push(Edit::set(node, Field::Count, text(count.decimal())));
        let reserve = plan.reserve(node);
        if !reserve.is_zero() {
            let reserve = times(reserve).decimal();
            edits.push(Edit::set(node, Field::Reserve, text(reserve)));
        }
        let name = plan.name(node);
        let sizes: Vec<String> = cut
            .lengths
            .iter()
            .map(|(.., new)| new.to_string())
            .collect();
        let size = sizes.join(" and ");
        let mut lines = vec![format!("{name} becomes a run of {count}, {size} each")];
        let last = count.decimal();
        let was = plan.count(node).decimal();
        lines.push(if plan.is_counted(node) {
            format!(
                "{name}-1 … {name}-{was} are other blocks then; there are {name}-1 … {name}-{last}"
            )
        } else {
            format!("it is called {name}-1 … {name}-{last} then")
        });
        Reshape {
            title: format!("split {name} into {count} × {size}"),
            lines,
            edit: Edit::Many(edits),
        }
    }

    /// What has something in it keeps its name and its first part; each other part is a new block, with what lies there.
    fn split_full(&mut self, cut: &Cut) -> Result<Reshape, NotReshaped> {
        let node = cut.node;
        let parts = 1_u32
            .checked_shl(cut.bits)
            .filter(|&parts| parts <= PARTS_MOST);
        let parts = parts.ok_or(NotReshaped::Many(
            1_u32.checked_shl(cut.bits).unwrap_or(u32::MAX),
        ))?;
        let places = self.places_of_children(cut)?;
        let parent = self.plan.parent(node).ok_or(NotReshaped::Root)?;
        let (kind, name) = (self.plan.kind(node), self.plan.name(node).to_owned());
        let list = self.plan.list(parent, kind);
        let at = list.iter().position(|&other| other == node).unwrap_or(0);
        let mut edits = vec![self.shrunk(cut)];
        let mut lines = Vec::new();
        let mut taken: Vec<String> = Vec::new();
        for part in 1..parts {
            let mut wanted = self.free_name(parent, &format!("{name}-{}", part + 1));
            while taken.contains(&wanted) {
                wanted.push('b');
            }
            taken.push(wanted.clone());
            let draft = self.part(cut, part, &wanted);
            let size = draft
                .fields
                .iter()
                .filter(|(field, _)| matches!(field, Field::V6 | Field::V4));
            let size: Vec<String> = size.map(|(_, value)| value.line()).collect();
            let new = self.plan.prepare(parent, draft);
            let index = at + usize::try_from(part).unwrap_or(0);
            edits.push(Edit::Insert {
                parent,
                index,
                item: Item::Again(new),
            });
            let inside: Vec<NodeId> = places
                .iter()
                .filter(|(_, of)| *of == part)
                .map(|(child, _)| *child)
                .collect();
            edits.extend(self.moves_to_new(&inside, new));
            let names: Vec<&str> = inside.iter().map(|&child| self.plan.name(child)).collect();
            let holds = if names.is_empty() {
                String::new()
            } else {
                format!(", with {}", names.join(", "))
            };
            lines.push(format!("new: {wanted} {}{holds}", size.join(" ")));
        }
        let sizes: Vec<String> = cut
            .lengths
            .iter()
            .map(|(.., new)| new.to_string())
            .collect();
        Ok(Reshape {
            title: format!("split {name} into {parts} × {}", sizes.join(" and ")),
            lines,
            edit: Edit::Many(edits),
        })
    }

    /// The first part, which keeps the name.
    fn shrunk(&self, cut: &Cut) -> Edit {
        let edits = cut.lengths.iter().map(|&(family, _, new)| {
            let value = match self.plan.network(cut.node, family) {
                Some(Meaning::Prefix(prefix)) => prefix.at(new).map(|part| part.to_string()),
                _ => None,
            };
            let value = value.unwrap_or_else(|| new.to_string());
            Edit::set(cut.node, field_of(family), Some(Value::text(value)))
        });
        Edit::Many(edits.collect())
    }

    /// Another part: like the block in all that it says, but for what names one place.
    fn part(&self, cut: &Cut, part: u32, name: &str) -> Draft {
        let plan = &self.plan;
        let mut fields = vec![(Field::Name, Value::text(name))];
        for entry in plan.fields(cut.node) {
            let field = entry.field;
            let family = Family::BOTH
                .into_iter()
                .find(|&family| field_of(family) == field);
            let new = family.and_then(|family| {
                let (.., new) = cut.lengths.iter().find(|(of, ..)| *of == family)?;
                Some(match plan.network(cut.node, family)? {
                    Meaning::Prefix(prefix) => prefix.child(u128::from(part), *new)?.to_string(),
                    _ => new.to_string(),
                })
            });
            let value = match new {
                Some(text) => Value::text(text),
                None => plan.value_of(entry.value).clone(),
            };
            if !matches!(field, Field::Reserve | Field::Lock) {
                fields.push((field, value));
            }
        }
        Draft {
            kind: plan.kind(cut.node),
            fields,
            children: Vec::new(),
        }
    }

    /// Moves things into a block that is new.
    pub(super) fn moves_to_new(&self, nodes: &[NodeId], parent: NodeId) -> Vec<Edit> {
        let mut numbers: Vec<(Kind, usize)> = Vec::new();
        let mut edits = Vec::new();
        for &node in nodes {
            let kind = self.plan.kind(node);
            let index = numbers.iter().filter(|(of, _)| *of == kind).count();
            numbers.push((kind, index));
            edits.push(Edit::Move {
                node,
                parent,
                index,
            });
        }
        edits
    }

    /// The part in which each child lies, in the order of the plan; a child without a place stays in the first one.
    fn places_of_children(&self, cut: &Cut) -> Result<Vec<(NodeId, u32)>, NotReshaped> {
        let plan = &self.plan;
        let children = plan.children(cut.node);
        let mut places: Vec<(NodeId, Option<u32>)> =
            children.iter().map(|&child| (child, None)).collect();
        for &(family, _, new) in &cut.lengths {
            let Some(pool) = self.evaluation.block_pool(cut.node, family) else {
                continue;
            };
            for demand in pool.demands() {
                let Outcome::Placed(first) = demand.outcome else {
                    continue;
                };
                let child = plan
                    .chain(demand.node)
                    .find(|&id| plan.parent(id) == Some(cut.node));
                let place = places.iter_mut().find(|(of, _)| Some(*of) == child);
                let Some((child, place)) = place else {
                    continue;
                };
                let size = Count::power_of_two(u32::from(128 - demand.length.bits()));
                let all = demand
                    .blocks
                    .plus(demand.reserve)
                    .and_then(|all| all.times(size?));
                let last = all
                    .and_then(|all| all.minus(Count::ONE))
                    .map_or(u128::MAX, Count::saturating);
                let last = first.saturating_add(last);
                let part = |offset| u32::try_from(new.index_at(offset)).unwrap_or(u32::MAX);
                let (from, to) = (part(first), part(last));
                if from != to || place.is_some_and(|known| known != from) {
                    let (name, child) =
                        (plan.name(cut.node).to_owned(), plan.name(*child).to_owned());
                    return Err(NotReshaped::Across {
                        name,
                        child,
                        family,
                    });
                }
                *place = Some(from);
            }
        }
        let placed = places.into_iter();
        Ok(placed
            .map(|(child, place)| (child, place.unwrap_or(0)))
            .collect())
    }
}

/// How many bits a number of parts takes, or the way to a length.
fn bits_of(into: &str, family: Family, length: Length) -> Result<u32, NotReshaped> {
    let wrong = || NotReshaped::NotParts(into.to_owned());
    if let Some(digits) = into.strip_prefix('/') {
        let to = parse_length(family, digits).ok().ok_or_else(wrong)?;
        let bits = to.bits().checked_sub(length.bits());
        return bits
            .filter(|&bits| bits > 0)
            .map(u32::from)
            .ok_or_else(wrong);
    }
    let parts: u128 = into.parse().ok().ok_or_else(wrong)?;
    (parts.is_power_of_two() && parts > 1)
        .then(|| parts.trailing_zeros())
        .ok_or_else(wrong)
}
