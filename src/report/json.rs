//! The JSON of `check` and `show`: an interface, versioned and tested.
//!
//! Counts are decimal strings; lengths, bits, lines and columns are numbers; what is not there is null.

use std::borrow::Cow;

use serde::Serialize;

use super::breaks::{First, Growth, first, growth};
use super::{Checked, ManifestSheet, Printed as _, Sheet};
use crate::addr::{Count, Family, Prefix};
use crate::breaks::each_within;
use crate::diag::{Finding, Severity};
use crate::document::Document;
use crate::engine::{Bound, Evaluation, Member, Neighbours, Numbered, Shoot, Truth};
use crate::inventory::{RangePrefix, block_prefix, last_members, range_prefix, zone_subnets};
use crate::lint::rules::rule;
use crate::plan::{Field, Kind, Plan, RangeKind, Value};
use crate::source::{NodeId, Source};
use crate::visible::clean_json;

const VERSION: u8 = 1;

#[derive(Serialize)]
struct Check<'a> {
    version: u8,
    findings: Vec<Found<'a>>,
    summary: Summary,
}

#[derive(Default, Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    advice: usize,
}

#[derive(Serialize)]
struct Found<'a> {
    code: &'a str,
    severity: &'a str,
    path: String,
    field: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
    literal: Option<&'a str>,
    refused_by: Option<&'a str>,
    waived: Option<&'a str>,
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    fixes: Vec<Fix<'a>>,
    sources: Vec<Cited>,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    path: String,
    field: Cow<'a, str>,
    from: Option<String>,
    to: Option<&'a str>,
}

#[derive(Serialize)]
struct Cited {
    title: &'static str,
    url: &'static str,
}

/// What `check` says of some texts.
pub fn check(sheets: &[Checked]) -> String {
    let mut summary = Summary::default();
    let mut findings = Vec::new();
    for sheet in sheets {
        let severities = match sheet {
            Checked::Plan(sheet) => {
                findings.extend(sheet.findings.iter().map(|finding| found(sheet, finding)));
                sheet.found()
            }
            Checked::Manifests(sheet) => {
                let of_manifests = sheet.findings.iter();
                findings.extend(of_manifests.map(|finding| found_in_manifest(sheet, finding)));
                sheet.found()
            }
        };
        for (_, severity) in severities {
            match severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Advice => summary.advice += 1,
            }
        }
    }
    print(&Check {
        version: VERSION,
        findings,
        summary,
    })
}

fn found<'a>(sheet: &'a Sheet, finding: &'a Finding) -> Found<'a> {
    let place = sheet.place(finding);
    Found {
        code: finding.code,
        severity: finding.severity.word(),
        path: sheet.document.plan().path(finding.subject),
        field: (!finding.field.is_empty()).then_some(finding.field),
        message: &finding.message,
        help: finding.help.as_deref(),
        literal: finding.literal.as_deref(),
        refused_by: finding.refused_by,
        waived: finding.waived.as_ref().map(|waived| &*waived.reason),
        file: &sheet.file,
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        fixes: finding
            .fixes
            .iter()
            .map(|fix| self::fix(sheet.document.plan(), fix))
            .collect(),
        sources: sources(finding),
    }
}

fn found_in_manifest<'a>(
    sheet: &'a ManifestSheet,
    finding: &'a crate::manifest::Finding,
) -> Found<'a> {
    let place = sheet.place(finding);
    let cited = |source: &Source| Cited {
        title: source.title,
        url: source.url,
    };
    Found {
        code: finding.code,
        severity: finding.severity.word(),
        path: finding.path.clone(),
        field: Some(finding.field.as_str()).filter(|field| !field.is_empty()),
        message: &finding.message,
        help: finding.help.as_deref(),
        literal: finding.literal.as_deref(),
        refused_by: finding.refused_by.map(crate::manifest::By::words),
        waived: finding.waived.as_ref().map(|waived| &*waived.reason),
        file: &sheet.file,
        line: place.map(|place| place.line),
        column: place.map(|place| place.column),
        fixes: finding
            .fixes
            .iter()
            .map(|fix| fix_of_manifest(finding, fix))
            .collect(),
        sources: finding.sources.iter().map(cited).collect(),
    }
}

/// The finding's own, which say it of this very case, and those of the rule.
fn sources(finding: &Finding) -> Vec<Cited> {
    let of_rule = rule(finding.code).map_or(&[][..], |rule| rule.sources);
    let others = of_rule
        .iter()
        .filter(|source| !finding.sources.contains(source));
    let cited = |source: &Source| Cited {
        title: source.title,
        url: source.url,
    };
    finding.sources.iter().chain(others).map(cited).collect()
}

/// A mend of the text itself (quotes) has no field, and so no edit.
fn fix<'a>(plan: &Plan, fix: &'a crate::diag::Fix) -> Fix<'a> {
    let edits = fix
        .changes
        .iter()
        .filter(|change| !change.field.is_empty())
        .map(|change| Edit {
            path: plan.path(change.node),
            field: Cow::Borrowed(change.field),
            from: Field::of_key(change.field)
                .and_then(|field| plan.value(change.node, field))
                .map(Value::line),
            to: change.to.as_deref(),
        });
    Fix {
        title: &fix.title,
        safe: fix.safe,
        edits: edits.collect(),
    }
}

fn fix_of_manifest<'a>(
    finding: &crate::manifest::Finding,
    fix: &'a crate::manifest::Fix,
) -> Fix<'a> {
    let edits = fix.changes.iter().map(|change| Edit {
        path: finding.path.clone(),
        field: Cow::Owned(change.change.field()),
        from: change.from.clone(),
        to: change.to.as_deref(),
    });
    Fix {
        title: &fix.title,
        safe: fix.safe,
        edits: edits.collect(),
    }
}

#[derive(Serialize)]
struct Show {
    version: u8,
    blocks: Vec<Block>,
    shoots: Vec<OneShoot>,
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
    breaks_first: Option<First>,
    in_place: OfFamilies<Growth>,
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
    let mut show = Show {
        version: VERSION,
        blocks: Vec::new(),
        shoots: Vec::new(),
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
        breaks_first: None,
        in_place: OfFamilies::of(|_| None),
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

/// JSON, a line an entry deep; what a terminal would obey is escaped.
pub(super) fn print(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value)
        .expect("invariant: keys are texts, and nothing of it refuses");
    let mut out = clean_json(&text);
    out.push('\n');
    out
}
