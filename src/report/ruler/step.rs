//! What moving a border is: the edit, or why there is none.

use super::held::{Held, rounded, unsaid, written};
use super::{Border, Level};
use crate::addr::{Family, Length};
use crate::engine::{Evaluation, Origin, PodAllocator, Shoot, range_field, said_at};
use crate::plan::{Ask, Base, Edit, Field, Meaning, NodePrefix, Plan, RangeKind, Spec, Value};
use crate::profile::Fit;
use crate::source::NodeId;

/// How far a border moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stride {
    /// To the next multiple of four bits; by four bits where plans are aligned to bits.
    Nibble,
    /// By a bit.
    Bit,
}

/// Where a border moves to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A shorter length: fewer and larger blocks.
    Shorter,
    /// A longer length: more and smaller blocks.
    Longer,
}

/// A border's move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its new length.
    pub to: Length,
    /// The edit that makes it so.
    pub edit: Edit,
}

/// How far borders go where nothing else is wanted: nibbles, but bits in IPv4 and where plans are aligned to bits.
pub fn usual_stride(plan: &Plan, evaluation: &Evaluation, border: &Border) -> Stride {
    let by_nibbles =
        border.length.family() == Family::V6 && !is_bitwise(plan, evaluation, border.of.node());
    if by_nibbles {
        Stride::Nibble
    } else {
        Stride::Bit
    }
}

/// The edit that moves a border, as seen from a definition.
pub fn step(
    plan: &Plan,
    evaluation: &Evaluation,
    border: &Border,
    (side, stride): (Side, Stride),
) -> Result<Step, Held> {
    let snaps = stride == Stride::Nibble && !is_bitwise(plan, evaluation, border.of.node());
    let to = target(border.length, side, stride, snaps).ok_or_else(|| Held::End {
        name: border.name.clone(),
        length: border.length,
    })?;
    step_to(plan, evaluation, border, to)
}

/// The edit that moves a border to a length, as seen from a definition.
pub fn step_to(
    plan: &Plan,
    evaluation: &Evaluation,
    border: &Border,
    to: Length,
) -> Result<Step, Held> {
    let edit = match border.of {
        Level::Block(id) => of_block(plan, border, id, to)?,
        Level::Ula(id) => {
            return Err(Held::Drawn {
                name: plan.name(id).to_owned(),
                length: border.length,
            });
        }
        Level::Range(id, kind) => of_range(&evaluation.shoot(plan, id), border, kind, to)?,
        Level::NodePrefix(id) => of_node_prefix(&evaluation.shoot(plan, id), border, to)?,
        Level::PodRange(id) => of_pod_range(&evaluation.shoot(plan, id), border, to)?,
    };
    Ok(Step { to, edit })
}

impl Level {
    /// The definition that has it.
    pub const fn node(self) -> NodeId {
        match self {
            Self::Block(id)
            | Self::Ula(id)
            | Self::Range(id, _)
            | Self::NodePrefix(id)
            | Self::PodRange(id) => id,
        }
    }
}

fn is_bitwise(plan: &Plan, evaluation: &Evaluation, node: NodeId) -> bool {
    let settings = evaluation.settings(node);
    settings.text(plan, Field::Alignment) == Some("bit")
}

fn target(length: Length, side: Side, stride: Stride, snaps: bool) -> Option<Length> {
    let bits = length.bits();
    let bits = match (side, stride) {
        (Side::Shorter, Stride::Bit) => bits.checked_sub(1)?,
        (Side::Longer, Stride::Bit) => bits.checked_add(1)?,
        (Side::Shorter, Stride::Nibble) if snaps => bits.div_ceil(4).checked_sub(1)? * 4,
        (Side::Longer, Stride::Nibble) if snaps => (bits / 4 + 1) * 4,
        (Side::Shorter, Stride::Nibble) => bits.checked_sub(4)?,
        (Side::Longer, Stride::Nibble) => bits.checked_add(4)?,
    };
    Length::new(length.family(), bits)
}

/// A fixed length stays; a border that is elsewhere may come nearer to it.
fn check_fixed(border: &Border, to: Length) -> Result<(), Held> {
    let Some(fixed) = border.fixed else {
        return Ok(());
    };
    let distance = |length: Length| length.bits().abs_diff(fixed.length.bits());
    if distance(to) < distance(border.length) {
        return Ok(());
    }
    Err(Held::Fixed {
        name: border.name.clone(),
        length: fixed.length,
        by: fixed.by,
    })
}

/// The nodes hold one prefix of a node at least; a border that is beyond that may come nearer to it.
fn check_node(border: &Border, to: Length, (nodes, node): (Length, Length)) -> Result<(), Held> {
    let distance = |length: Length| {
        let other = if to == nodes { node } else { nodes };
        length.bits().abs_diff(other.bits())
    };
    if nodes <= node || distance(to) < distance(border.length) {
        return Ok(());
    }
    Err(Held::NoNode {
        name: border.name.clone(),
        length: border.length,
        asked: nodes,
        node,
    })
}

fn of_block(plan: &Plan, border: &Border, id: NodeId, to: Length) -> Result<Edit, Held> {
    let family = to.family();
    if matches!(plan.network(id, family), Some(Meaning::Prefix(_))) {
        return Err(written(border));
    }
    check_fixed(border, to)?;
    let field = match family {
        Family::V4 => Field::V4,
        Family::V6 => Field::V6,
    };
    Ok(Edit::set(id, field, Some(Value::text(to.to_string()))))
}

fn of_range(shoot: &Shoot<'_>, border: &Border, kind: RangeKind, to: Length) -> Result<Edit, Held> {
    let family = to.family();
    if kind == RangeKind::Nodes && shoot.shares_nodes(family) {
        let path = shoot
            .flat
            .map_or_else(String::new, |id| shoot.plan.path(id));
        return Err(Held::Flat { path });
    }
    let (name, length) = (border.name.clone(), border.length);
    let range = shoot.range(kind, family).ok_or_else(|| unsaid(border))?;
    match range.origin {
        Origin::Pinned => return Err(Held::Pinned { name, length }),
        Origin::Literal => return Err(written(border)),
        Origin::Default => return Err(Held::Default { name, length }),
        Origin::Node | Origin::Custom | Origin::None => return Err(unsaid(border)),
        Origin::Placed | Origin::Assigned | Origin::Undrawn | Origin::Unplaced => {}
    }
    check_fixed(border, to)?;
    if let (RangeKind::Nodes, Some(node)) = (kind, shoot.node_prefix(family)) {
        check_node(border, to, (to, node))?;
    }
    if kind == RangeKind::Nodes && shoot.profile.network.zonal.value && family == Family::V6 {
        check_offer(
            shoot,
            border,
            shoot.profile.network.subnet_v6.value.fit(to),
            to,
        )?;
    }
    respell(shoot, border, (kind, family), |ask| {
        ask.base = match ask.base {
            Base::Global(_) => Base::Global(Some(to)),
            Base::Private6(_) => Base::Private6(Some(to)),
            Base::Place(_) => Base::Place(to),
            Base::FromNode(_) | Base::Literal(_) | Base::Private4 | Base::Custom | Base::Absent => {
                return false;
            }
        };
        true
    })
}

fn of_node_prefix(shoot: &Shoot<'_>, border: &Border, to: Length) -> Result<Edit, Held> {
    check_fixed(border, to)?;
    let nodes = shoot.range(RangeKind::Nodes, to.family());
    if let Some(nodes) = nodes.and_then(|range| range.length) {
        check_node(border, to, (nodes, to))?;
    }
    if to.family() == Family::V6 {
        check_offer(
            shoot,
            border,
            shoot.profile.nodes.node_prefix_v6.value.fit(to),
            to,
        )?;
    }
    respell(shoot, border, (RangeKind::Nodes, to.family()), |ask| {
        ask.node_prefix = Some(NodePrefix { length: Some(to) });
        true
    })
}

fn of_pod_range(shoot: &Shoot<'_>, border: &Border, to: Length) -> Result<Edit, Held> {
    check_fixed(border, to)?;
    let family = to.family();
    let ask = shoot.ask(RangeKind::Pods, family).copied();
    let asked = match ask.map(|ask| ask.base) {
        Some(Base::FromNode(asked)) if shoot.allocator() != PodAllocator::Range => Some(asked),
        Some(_) | None => None,
    };
    let said = shoot.said_mask(family);
    let mask_binds = said == Some(border.length.bits());
    match asked {
        Some(asked) if asked == Some(border.length) || !mask_binds => {
            let rule = shoot.profile.pods.from_node.value;
            if shoot.allocator() == PodAllocator::Cloud
                && let Some(node) = shoot.node_prefix(family)
                && rule.pod_range(node, Some(to)) == Some(border.length)
            {
                return Err(rounded(shoot, border, to));
            }
            respell(shoot, border, (RangeKind::Pods, family), |ask| {
                ask.base = Base::FromNode(Some(to));
                true
            })
        }
        Some(_) | None => set_mask(shoot, to),
    }
}

/// Sets the node mask at the shoot, unless a block around it says it.
fn set_mask(shoot: &Shoot<'_>, to: Length) -> Result<Edit, Held> {
    let field = match to.family() {
        Family::V4 => Field::NodeMaskV4,
        Family::V6 => Field::NodeMaskV6,
    };
    check_here(shoot, field)?;
    let value = Value::text(to.bits().to_string());
    Ok(Edit::set(shoot.node, field, Some(value)))
}

fn check_here(shoot: &Shoot<'_>, field: Field) -> Result<(), Held> {
    match said_at(shoot.plan, shoot.node, field) {
        Some(id) if id != shoot.node => Err(Held::Inherited {
            field: field.key(),
            from: match shoot.plan.path(id) {
                path if path.is_empty() => "the plan".to_owned(),
                path => format!("`{path}`"),
            },
        }),
        Some(_) | None => Ok(()),
    }
}

fn check_offer(shoot: &Shoot<'_>, border: &Border, fit: Fit, to: Length) -> Result<(), Held> {
    match fit {
        Fit::Rounded(given) if given == border.length => Err(rounded(shoot, border, to)),
        Fit::Rounded(_) | Fit::Exact | Fit::Refused => Ok(()),
    }
}

/// The spec of a range with one half of it changed, in the order and the form in which it was written.
fn respell(
    shoot: &Shoot<'_>,
    border: &Border,
    (kind, family): (RangeKind, Family),
    change: impl FnOnce(&mut Ask) -> bool,
) -> Result<Edit, Held> {
    let (plan, node, field) = (shoot.plan, shoot.node, range_field(kind));
    check_here(shoot, field)?;
    let unsaid = || unsaid(border);
    let entry = plan.entry(node, field).ok_or_else(unsaid)?;
    let mut spec = plan.spec(entry.meant).cloned().ok_or_else(unsaid)?;
    let ask = spec.of_mut(family).as_mut().ok_or_else(unsaid)?;
    if !change(ask) {
        return Err(unsaid());
    }
    let value = spelt(&spec, plan.value_of(entry.value), kind);
    Ok(Edit::set(node, field, Some(value)))
}

fn spelt(spec: &Spec, old: &Value, kind: RangeKind) -> Value {
    let line = old.line();
    let (first, _) = line.split_once(',').unwrap_or((&line, ""));
    let (alone, _) = crate::spec::parse(kind, &[first]);
    let order = if alone.v6.is_some() && alone.v4.is_none() {
        [Family::V6, Family::V4]
    } else {
        [Family::V4, Family::V6]
    };
    let halves: Vec<String> = order
        .into_iter()
        .filter_map(|family| {
            let mut half = Spec::default();
            *half.of_mut(family) = Some(*spec.of(family)?);
            Some(crate::spec::print(&half))
        })
        .collect();
    match old {
        Value::List(_) => Value::List(halves.into_iter().map(Value::text).collect()),
        Value::Text(_) | Value::Null | Value::Map(_) => Value::text(halves.join(", ")),
    }
}
