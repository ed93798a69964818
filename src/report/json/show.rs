//! The JSON of `show`.

use serde::Serialize;

use super::super::breaks::{First, Growth, first, growth};
use super::{VERSION, print};
use crate::addr::{Count, Family, Prefix};
use crate::breaks::each_within;
use crate::document::Document;
use crate::engine::{Bound, Evaluation, Member, Neighbours, Numbered, Shoot, Truth};
use crate::inventory::{
    Planned, RangePrefix, block_prefix, last_members, planned, range_prefix, zone_subnets,
};
use crate::plan::{Kind, RangeKind};
use crate::source::NodeId;

#[derive(Serialize)]
struct Show {
    version: u8,
    blocks: Vec<Block>,
    shoots: Vec<OneShoot>,
    planned: Sum,
    breaks_first: Option<First>,
}

#[derive(Serialize)]
struct OfFamilies<T> {
    v6: Option<T>,
    v4: Option<T>,
}

impl<T> OfFamilies<T> {
    fn of(mut make: impl FnMut(Family) -> Option<T>) -> Self {
        Self {
            v6: make(Family::V6),
            v4: make(Family::V4),
        }
    }
}

#[derive(Serialize)]
struct Block {
    path: String,
    kind: &'static str,
    name: String,
    count: String,
    #[serde(flatten)]
    prefixes: OfFamilies<Network>,
    budget: OfFamilies<Budget>,
    planned: Sum,
    breaks_first: Option<First>,
    in_place: OfFamilies<Growth>,
}

/// What is planned in all members, summed up over all clusters.
#[derive(Default, Serialize)]
struct Sum {
    nodes: String,
    pods: String,
    /// Whether some clusters say no max-nodes.
    open: bool,
}

#[derive(Serialize)]
struct Network {
    length: u8,
    first: Option<String>,
    last: Option<String>,
    origin: &'static str,
}

#[derive(Serialize)]
struct Budget {
    given: u8,
    needed: u32,
    spare: i32,
    room: String,
    planned: String,
    reserved: String,
    free: String,
}

#[derive(Serialize)]
struct OneShoot {
    path: String,
    families: Vec<String>,
    nodes: OfFamilies<Range>,
    pods: OfFamilies<Range>,
    services: OfFamilies<Range>,
    node_prefix: OfFamilies<Numbers>,
    pod_range: OfFamilies<Numbers>,
    max_nodes: Bounded,
    limits: Vec<Limit>,
    max_pods: Bounded,
    service_addresses: OfFamilies<Addresses>,
    allocator: &'static str,
    breaks_first: Option<First>,
}

#[derive(Serialize)]
struct Range {
    spec: Option<String>,
    prefix: Option<String>,
    origin: &'static str,
    zones: Vec<Zone>,
}

#[derive(Serialize)]
struct Zone {
    #[serde(rename = "zone")]
    name: String,
    prefix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    internal: Option<String>,
}

#[derive(Serialize)]
struct Numbers {
    length: u8,
    first: Option<String>,
    second: Option<String>,
    last: Option<String>,
    count: Option<String>,
}

#[derive(Serialize)]
struct Bounded {
    value: Option<String>,
    bound_by: Option<&'static str>,
}

#[derive(Serialize)]
struct Limit {
    value: String,
    by: &'static str,
    hard: bool,
}

#[derive(Serialize)]
struct Addresses {
    value: String,
    static_band: Option<String>,
}

/// What `show` says of a definition and all below it. Members that are named are the only ones meant of their runs.
pub fn show(document: &Document, top: NodeId, members: &[Member]) -> String {
    let plan = document.plan();
    let breaks = each_within(document, top);
    let first = |node| breaks.get(&node).map(|one| first(plan, one));
    let mut neighbours = Neighbours::default();
    let sums = planned(plan, document.evaluation());
    let sum = |node: NodeId| {
        let is_one = members.iter().any(|member| member.node == node);
        let many = if is_one { Count::ONE } else { plan.count(node) };
        sums.get(node.index())
            .map_or_else(Sum::default, |one| sum(one.times(many)))
    };
    let mut show = Show {
        version: VERSION,
        blocks: Vec::new(),
        shoots: Vec::new(),
        planned: sum(top),
        breaks_first: first(top),
    };
    for node in plan.walk_from(top) {
        match plan.kind(node) {
            Kind::Plan => {}
            Kind::Shoot => show.shoots.push(OneShoot {
                breaks_first: first(node),
                ..shoot(document, node, members)
            }),
            Kind::Region | Kind::Zone | Kind::Vpc | Kind::Block => show.blocks.push(Block {
                planned: sum(node),
                breaks_first: first(node),
                in_place: OfFamilies::of(|family| {
                    let evaluation = document.evaluation();
                    let of = (node, family);
                    let one = evaluation.in_place_of_many(plan, of, members, &mut neighbours)?;
                    Some(growth(plan, &one))
                }),
                ..block(document, node, members)
            }),
        }
    }
    print(&show)
}

fn block(document: &Document, node: NodeId, members: &[Member]) -> Block {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let last = last_members(plan, node, members);
    let network = |family| {
        let prefix = block_prefix(plan, evaluation, node, family, [members, &last])?;
        Some(Network {
            length: prefix.length.bits(),
            first: text(prefix.first),
            last: text(prefix.last),
            origin: prefix.origin.word(),
        })
    };
    Block {
        path: plan.path(node),
        kind: plan.kind(node).json(),
        name: plan.name(node).to_owned(),
        count: plan.count(node).decimal(),
        prefixes: OfFamilies::of(network),
        budget: OfFamilies::of(|family| budget(evaluation, node, family)),
        planned: Sum::default(),
        breaks_first: None,
        in_place: OfFamilies::of(|_| None),
    }
}

fn sum(planned: Planned) -> Sum {
    Sum {
        nodes: planned.nodes.decimal(),
        pods: planned.pods.decimal(),
        open: planned.is_open,
    }
}

fn budget(evaluation: &Evaluation, node: NodeId, family: Family) -> Option<Budget> {
    let (budget, _) = evaluation.block_pool(node, family)?.budget()?;
    Some(Budget {
        given: budget.given,
        needed: budget.needed,
        spare: budget.spare,
        room: budget.room.decimal(),
        planned: budget.planned.decimal(),
        reserved: budget.reserved.decimal(),
        free: budget.free.decimal(),
    })
}

fn shoot(document: &Document, node: NodeId, members: &[Member]) -> OneShoot {
    let evaluation = document.evaluation();
    let shoot = evaluation.shoot(document.plan(), node);
    let truth = evaluation.truth(&shoot, members);
    let ranges = |kind| {
        OfFamilies::of(|family| {
            range_prefix(evaluation, &shoot, (kind, family), members).map(|prefix| range(&prefix))
        })
    };
    let mut nodes = ranges(RangeKind::Nodes);
    let subnets = zone_subnets(evaluation, &shoot, members);
    if let Some(of_v4) = &mut nodes.v4 {
        for (zone, (_, cuts)) in of_v4.zones.iter_mut().zip(subnets) {
            zone.public = Some(cuts.public.to_string());
            zone.internal = Some(cuts.internal.to_string());
        }
    }
    OneShoot {
        path: document.plan().path(node),
        families: shoot.families.iter().map(Family::to_string).collect(),
        nodes,
        pods: ranges(RangeKind::Pods),
        services: ranges(RangeKind::Services),
        node_prefix: OfFamilies::of(|family| truth.of(family).node_prefix.map(numbers)),
        pod_range: OfFamilies::of(|family| truth.of(family).pod_range.map(numbers)),
        max_nodes: bounded(&truth.max_nodes),
        limits: limits(&truth),
        max_pods: bounded(&truth.max_pods),
        service_addresses: OfFamilies::of(|family| addresses(&shoot, &truth, family)),
        allocator: truth.allocator.word(),
        breaks_first: None,
    }
}

fn range(prefix: &RangePrefix<'_>) -> Range {
    let zone = |&(zone, prefix): &(&str, Option<Prefix>)| Zone {
        name: zone.to_owned(),
        prefix: text(prefix),
        public: None,
        internal: None,
    };
    Range {
        spec: prefix.spec.clone(),
        prefix: text(prefix.prefix),
        origin: prefix.origin.word(),
        zones: prefix.zones.iter().map(zone).collect(),
    }
}

fn numbers(numbered: Numbered) -> Numbers {
    Numbers {
        length: numbered.length.bits(),
        first: text(numbered.first),
        second: text(numbered.second),
        last: text(numbered.last),
        count: numbered.count.map(Count::decimal),
    }
}

fn bounded(bound: &Bound) -> Bounded {
    Bounded {
        value: bound.value.map(Count::decimal),
        bound_by: bound.by,
    }
}

fn limits(truth: &Truth) -> Vec<Limit> {
    let limit = |limit: &crate::engine::Limit| Limit {
        value: limit.value.decimal(),
        by: limit.by,
        hard: limit.hard,
    };
    truth.limits.iter().map(limit).collect()
}

fn addresses(shoot: &Shoot<'_>, truth: &Truth, family: Family) -> Option<Addresses> {
    shoot.range(RangeKind::Services, family)?;
    let truth = truth.of(family);
    Some(Addresses {
        value: truth.service_addresses?.decimal(),
        static_band: truth.static_band.map(|band| band.to_string()),
    })
}

fn text(prefix: Option<Prefix>) -> Option<String> {
    prefix.map(|prefix| prefix.to_string())
}
