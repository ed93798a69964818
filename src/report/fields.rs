//! Every field of a definition: its value, where that comes from, what it comes to, and whether it can change.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};
use unicode_width::UnicodeWidthStr;

use super::Look;
use crate::addr::Family;
use crate::document::Document;
use crate::engine::{
    Change, DEFAULT_GROWTH, DEFAULT_MAX_PODS, Member, Origin, PodAllocator, Shoot, change_of,
    deciding, range_field, said_at,
};
use crate::inventory::{block_prefix, range_prefix};
use crate::plan::{FIELDS, Field, Kind, RangeKind, Value};
use crate::profile::GENERIC;
use crate::source::NodeId;
use crate::visible::clean;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaidBy {
    /// The definition says it.
    Here,
    /// The variant that is shown says it there.
    Variant(String),
    /// A block above says it; the plan itself is the empty path.
    Above(String),
    /// Nobody says it, and the profile of the provider decides.
    Profile(String),
    /// Nobody says it, and this is taken.
    Default(&'static str),
    /// It follows from other fields.
    Follows,
    /// Nobody says it, and there is none.
    Nobody,
}

impl SaidBy {
    /// `from eu10/live`, for people.
    pub fn says(&self) -> String {
        match self {
            Self::Here => "said here".to_owned(),
            Self::Variant(name) => format!("set by {name}"),
            Self::Above(path) if path.is_empty() => "from the plan".to_owned(),
            Self::Above(path) => format!("from {path}"),
            Self::Profile(name) => format!("by the profile of {name}"),
            Self::Default(whose) => format!("default of {whose}"),
            Self::Follows => "follows from the others".to_owned(),
            Self::Nobody => "not said".to_owned(),
        }
    }

    const fn word(&self) -> &'static str {
        match self {
            Self::Here => "own",
            Self::Variant(_) => "variant",
            Self::Above(_) => "inherited",
            Self::Profile(_) => "profile",
            Self::Default(_) => "default",
            Self::Follows => "follows",
            Self::Nobody => "none",
        }
    }
}

/// One field of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The field.
    pub field: Field,
    /// Its value, as a line; nothing if there is none.
    pub value: Option<String>,
    /// Where it comes from.
    pub from: SaidBy,
    /// What it comes to, with where that comes from: a sentence for each family.
    pub comes_to: Vec<String>,
    /// Whether it can change.
    pub change: Change,
}

/// The fields that one says of a definition of a kind.
pub const fn usual_fields(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Plan => &[Field::Name, Field::Provider, Field::Kubernetes, Field::Cni],
        Kind::Shoot => &[
            Field::Name,
            Field::Nodes,
            Field::Pods,
            Field::Services,
            Field::MaxNodes,
            Field::MaxPods,
            Field::NodeZones,
            Field::Count,
        ],
        Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => &[
            Field::Name,
            Field::V6,
            Field::V4,
            Field::Count,
            Field::Reserve,
        ],
    }
}

/// The fields that a definition of a kind may have: the usual ones, and then the others in the order of the table.
pub fn fields_of(kind: Kind) -> Vec<Field> {
    let usual = usual_fields(kind).iter().copied();
    let others = FIELDS.iter().map(|info| info.field).filter(|field| {
        let is_shown = !matches!(field, Field::Trellis | Field::Variants);
        is_shown && field.fits(kind) && !usual_fields(kind).contains(field)
    });
    usual.chain(others).collect()
}

/// All of them as they stand in a definition.
pub fn standings(document: &Document, node: NodeId, members: &[Member]) -> Vec<Standing> {
    let fields = fields_of(document.plan().kind(node)).into_iter();
    let fields = fields.map(|field| standing(document, node, field, members));
    fields.collect()
}

/// One field of a definition, for the members named.
pub fn standing(document: &Document, node: NodeId, field: Field, members: &[Member]) -> Standing {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let kind = plan.kind(node);
    let shoot = (kind == Kind::Shoot).then(|| evaluation.shoot(plan, node));
    let (value, from) = said(document, node, field)
        .or_else(|| unsaid(document, node, field, shoot.as_ref()))
        .map_or((None, SaidBy::Nobody), |(value, from)| (Some(value), from));
    let profile = evaluation.settings(node).profile();
    let families = shoot.as_ref().map_or(&[][..], |shoot| &shoot.families);
    Standing {
        field,
        value,
        from,
        comes_to: comes_to(document, node, (field, shoot.as_ref()), members),
        change: change_of(field, kind, &profile.name, families),
    }
}

/// What is said, there or above. What is said to be nothing is that.
fn said(document: &Document, node: NodeId, field: Field) -> Option<(String, SaidBy)> {
    let plan = document.plan();
    let at = if field.is_setting() {
        said_at(plan, node, field)?
    } else {
        node
    };
    let value = plan.value(at, field)?;
    if *value == Value::Null && at != node {
        return None;
    }
    let from = if document.is_said(at, field) {
        SaidBy::Variant(document.active_variant().unwrap_or("").to_owned())
    } else if at == node {
        SaidBy::Here
    } else {
        SaidBy::Above(plan.path(at))
    };
    Some((value.line(), from))
}

/// What is taken where nobody says anything.
fn unsaid(
    document: &Document,
    node: NodeId,
    field: Field,
    shoot: Option<&Shoot<'_>>,
) -> Option<(String, SaidBy)> {
    let settings = document.evaluation().settings(node);
    let default = |value: &str, whose| Some((value.to_owned(), SaidBy::Default(whose)));
    let profile = |value: String| Some((value, SaidBy::Profile(settings.profile().name.clone())));
    match field {
        Field::Provider => default(GENERIC, OURS),
        Field::Kubernetes => Some((
            deciding(None).to_string(),
            SaidBy::Default("trellis: the newest known"),
        )),
        Field::Cni => default("calico", OURS),
        Field::Alignment => default("nibble", OURS),
        Field::Growth => default(&DEFAULT_GROWTH.to_string(), OURS),
        Field::MaxPods => default(&DEFAULT_MAX_PODS.to_string(), "the kubelet"),
        Field::PodNat => default("false", "the network plugins"),
        Field::Reserve => default("0", OURS),
        Field::State => default("planned", OURS),
        Field::Place => default("first", OURS),
        Field::Overlay => profile(shoot?.overlay().to_string()),
        Field::Allocator => Some((shoot?.allocator().word().to_owned(), SaidBy::Follows)),
        Field::Primary => {
            let families = &shoot?.families;
            let first = families.first().filter(|_| families.len() > 1)?;
            Some((first.to_string().to_lowercase(), SaidBy::Default(OURS)))
        }
        Field::NodeMaskV4 | Field::NodeMaskV6 => mask(field, shoot?, profile),
        _ => None,
    }
}

const OURS: &str = "trellis";

/// The length of a node's pod range, where no mask is said.
fn mask(
    field: Field,
    shoot: &Shoot<'_>,
    profile: impl Fn(String) -> Option<(String, SaidBy)>,
) -> Option<(String, SaidBy)> {
    let family = match field {
        Field::NodeMaskV4 => Family::V4,
        _ => Family::V6,
    };
    let bits = shoot.pod_range_bits(family)?.to_string();
    match shoot.allocator() {
        PodAllocator::Range => Some((bits, SaidBy::Default("Gardener"))),
        PodAllocator::Cloud => profile(bits),
        PodAllocator::External | PodAllocator::Cni | PodAllocator::None => {
            Some((bits, SaidBy::Follows))
        }
    }
}

/// The prefixes that a field comes to.
fn comes_to(
    document: &Document,
    node: NodeId,
    (field, shoot): (Field, Option<&Shoot<'_>>),
    members: &[Member],
) -> Vec<String> {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let block = |family| {
        let block = block_prefix(plan, evaluation, node, family, [members, members])?;
        let parent = plan.path(plan.node(node).parent);
        // A prefix that is written says itself where it is.
        match (block.origin, block.first) {
            (Origin::Pinned, _) => Some("pinned: it lies where it is written".to_owned()),
            (_, Some(prefix)) => Some(format!("{prefix}, placed in {}", called(&parent))),
            (_, None) => Some(format!("no place in {}", called(&parent))),
        }
    };
    match field {
        Field::V6 => block(Family::V6).into_iter().collect(),
        Field::V4 => block(Family::V4).into_iter().collect(),
        Field::Nodes | Field::Pods | Field::Services => {
            let Some(shoot) = shoot else {
                return Vec::new();
            };
            let kinds = RangeKind::ALL.into_iter();
            let Some(kind) = kinds.into_iter().find(|&kind| range_field(kind) == field) else {
                return Vec::new();
            };
            let families = shoot.families.iter();
            families
                .filter_map(|&family| range(document, shoot, (kind, family), members))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// What a range comes to in a family: `IPv6 2001:db8:1000::/64, placed in eu10/live`.
fn range(
    document: &Document,
    shoot: &Shoot<'_>,
    part: (RangeKind, Family),
    members: &[Member],
) -> Option<String> {
    let (kind, family) = part;
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let found = range_prefix(evaluation, shoot, part, members)?;
    let what = match (found.prefix, found.length) {
        (Some(first), _) => match found.zones.last() {
            Some(&(_, Some(last))) if last != first => {
                format!("{first} … {last}, one for each zone")
            }
            _ => first.to_string(),
        },
        (None, Some(length)) => length.to_string(),
        (None, None) => String::new(),
    };
    let pool = shoot.range(kind, family).and_then(|range| range.pool);
    let shared = shoot
        .flat
        .filter(|_| kind == RangeKind::Nodes && shoot.shares_nodes(family));
    let place = shared.or(pool.map(|pool| pool.owner));
    let place = called(&place.map_or(String::new(), |owner| plan.path(owner)));
    let how = match found.origin {
        Origin::Pinned | Origin::Placed if shared.is_some() => format!("shared by all in {place}"),
        Origin::Pinned => "pinned: what it has been given".to_owned(),
        Origin::Literal => "as it is written".to_owned(),
        Origin::Placed => format!("placed in {place}"),
        Origin::Default => "the customary private network".to_owned(),
        Origin::Node => "out of each node's prefix".to_owned(),
        Origin::Assigned => format!("assigned by {}", shoot.profile.name),
        Origin::Undrawn => "not drawn yet".to_owned(),
        Origin::Unplaced => "no place for it".to_owned(),
        Origin::Custom => "by the network plugin".to_owned(),
        Origin::None => "none".to_owned(),
    };
    let what = if what.is_empty() {
        what
    } else {
        format!("{what}, ")
    };
    Some(format!("{family} {what}{how}"))
}

fn called(path: &str) -> String {
    if path.is_empty() {
        "the plan".to_owned()
    } else {
        path.to_owned()
    }
}

/// All fields of a definition for people: those that anything is said of, with what they come to, and the names of the
/// others.
pub fn print(document: &Document, node: NodeId, members: &[Member], look: Look) -> String {
    let all = standings(document, node, members);
    let (said, unsaid): (Vec<&Standing>, Vec<&Standing>) =
        all.iter().partition(|one| one.value.is_some());
    let width = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let keys = width(&mut said.iter().map(|one| one.field.key().width()));
    let values = said.iter().filter_map(|one| one.value.as_deref());
    let values = width(&mut values.map(UnicodeWidthStr::width)).min(WIDEST);
    let mut out = String::new();
    for one in said {
        let value = clean(one.value.as_deref().unwrap_or(""));
        let line = format!(
            "{:<keys$}  {value:<values$}  {} · {}: {}",
            one.field.key(),
            one.from.says(),
            one.change.lifetime.word(),
            one.change.why
        );
        out.push_str(&look.spell(line));
        out.push('\n');
        for text in &one.comes_to {
            out.push_str(&look.spell(format!("{:keys$}  {text}", "")));
            out.push('\n');
        }
    }
    let names: Vec<&str> = unsaid.iter().map(|one| one.field.key()).collect();
    if !names.is_empty() {
        let names = names.join(", ");
        writeln!(out, "\nnot said: {names}").expect("a string takes all");
    }
    out
}

/// Values that are longer push what stands behind them.
const WIDEST: usize = 40;

/// The same for scripts.
pub fn json(document: &Document, node: NodeId, members: &[Member]) -> String {
    let fields = standings(document, node, members);
    let fields: Vec<Json> = fields
        .iter()
        .map(|one| {
            let path = match &one.from {
                SaidBy::Above(path) => Some(path.as_str()),
                _ => None,
            };
            json!({
                "field": one.field.key(),
                "value": one.value,
                "origin": one.from.word(),
                "path": path,
                "comes_to": one.comes_to,
                "change": one.change.lifetime.word(),
                "why": one.change.why,
            })
        })
        .collect();
    let path = document.plan().path(node);
    let all = json!({"version": 1, "path": path, "fields": fields});
    super::json::print(&all)
}
