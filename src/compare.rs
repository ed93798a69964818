//! What-ifs side by side: what differs between plans, or between variants of one, path by path.
//!
//! The first one is what the others are measured against. Definitions are matched by their paths.

mod anew;

use std::collections::{BTreeMap, BTreeSet};

use crate::addr::{Count, Family, Prefix};
use crate::breaks::{HORIZON, When, within};
use crate::diag::{Finding, Severity};
use crate::document::{Costs, Document};
use crate::engine::{Part, What};
use crate::plan::{Kind, Meaning, Plan, RangeKind};
use crate::source::NodeId;
use crate::visible::clean;

pub use anew::Anew;

/// A column: a plan or a variant, with its name.
#[derive(Clone, Copy, Debug)]
pub struct Column<'d> {
    /// What it is called.
    pub name: &'d str,
    /// The plan.
    pub document: &'d Document,
}

/// A measure of one definition in every column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The definition.
    pub path: String,
    /// What is measured.
    pub field: &'static str,
    /// In what.
    pub unit: &'static str,
    /// The value in each column as scripts read it, counts without separators; nothing where the definition is not there,
    /// or has none.
    pub values: Vec<Option<String>>,
    /// The same as people read it, with what binds.
    pub shown: Vec<Option<String>>,
    /// The column with the best value, where one is better than all others.
    pub better: Option<usize>,
}

/// A prefix that lies elsewhere than in the first column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The column.
    pub column: usize,
    /// The definition.
    pub path: String,
    /// Which of its prefixes: `v6`, `v4`, `nodes`, `pods` or `services`.
    pub field: &'static str,
    /// Where it is in the first column.
    pub from: Prefix,
    /// Where it is in this one; nothing if it has no place.
    pub to: Option<Prefix>,
    /// How many members that is.
    pub members: Count,
}

/// A finding of one of two columns alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The column that is not the first one.
    pub column: usize,
    /// What the finding is about.
    pub path: String,
    /// The finding.
    pub finding: Finding,
}

/// What the moves of a column cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The column.
    pub column: usize,
    /// Prefixes that lie elsewhere, all members counted.
    pub prefixes: Count,
    /// Shoots that they belong to, or that lie in them, all members counted.
    pub shoots: Count,
    /// Reverse zones of the old prefixes and of the new ones, each once; those in a larger one of them are part of it.
    pub zones: Count,
}

impl Compared {
    /// How many prefixes lie elsewhere in other columns, all members counted.
    pub fn moved(&self) -> Count {
        sum_of(self.moves.iter().map(|one| one.members))
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
            && self.gained.is_empty()
            && self.lost.is_empty()
            && self.moves.is_empty()
            && self.anew.is_empty()
    }
}

/// What differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The measures: all, or those that differ.
    pub rows: Vec<Row>,
    /// Findings that other columns have and the first one has not.
    pub gained: Vec<Told>,
    /// Findings that the first column has and others have not.
    pub lost: Vec<Told>,
    /// Prefixes that lie elsewhere.
    pub moves: Vec<Moved>,
    /// Clusters that would have to be made anew.
    pub anew: Vec<Anew>,
    /// What the moves cost, a column each but the first.
    pub costs: Vec<Cost>,
    /// A sentence for each column.
    pub verdicts: Vec<String>,
}

/// One measure: how it reads, and how good it is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Measure {
    /// As scripts read it.
    plain: String,
    /// As people do.
    shown: String,
    /// More is better; nothing where no value is better than another.
    worth: Option<Worth>,
}

impl Measure {
    /// One that reads the same for both.
    fn same(text: String, worth: Option<Worth>) -> Self {
        Self {
            plain: text.clone(),
            shown: text,
            worth,
        }
    }
}

/// How good a value is: a number, or no bound at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    Number(i128),
    Unlimited,
}

type Key = (usize, String, u8, &'static str, &'static str);

/// Compares columns; `all` keeps rows that are the same everywhere.
pub fn compare(columns: &[Column<'_>], all: bool) -> Compared {
    let rows = rows(columns, all);
    let (mut gained, mut lost) = (Vec::new(), Vec::new());
    let (mut moves, mut anew) = (Vec::new(), Vec::new());
    if let Some((first, others)) = columns.split_first() {
        let (before, places) = (told(first.document), places(first.document));
        for (index, column) in others.iter().enumerate() {
            let now = told(column.document);
            let only = |of: &Findings, other: &Findings| -> Vec<Told> {
                of.iter()
                    .filter(|(key, _)| !other.contains_key(*key))
                    .map(|(key, finding)| Told {
                        column: index + 1,
                        path: key.1.clone(),
                        finding: finding.clone(),
                    })
                    .collect()
            };
            gained.extend(only(&now, &before));
            lost.extend(only(&before, &now));
            moves.extend(moved(&places, &self::places(column.document), index + 1));
            anew.extend(anew::anew(first.document, column.document, index + 1));
        }
    }
    let mut compared = Compared {
        columns: columns
            .iter()
            .map(|column| column.name.to_owned())
            .collect(),
        rows,
        gained,
        lost,
        moves,
        anew,
        costs: Vec::new(),
        verdicts: Vec::new(),
    };
    if compared.is_empty() {
        return compared;
    }
    compared.costs = (1..columns.len())
        .map(|index| cost(&compared.moves, columns, index))
        .collect();
    compared.verdicts = (0..columns.len())
        .map(|index| verdict(&compared, columns, index))
        .collect();
    compared
}

fn rows(columns: &[Column<'_>], all: bool) -> Vec<Row> {
    let mut order: BTreeMap<String, usize> = BTreeMap::new();
    let mut found: BTreeMap<Key, Vec<Option<Measure>>> = BTreeMap::new();
    for (index, column) in columns.iter().enumerate() {
        let plan = column.document.plan();
        let tops = plan.children(NodeId::ROOT);
        for node in plan.walk() {
            let path = plan.path(node);
            let next = order.len();
            let place = *order.entry(path.clone()).or_insert(next);
            // The only one of its level breaks as the plan does.
            let grows =
                node == NodeId::ROOT || tops.len() > 1 && plan.node(node).parent == NodeId::ROOT;
            let growth = grows.then(|| of_growth(column.document, node));
            let numbered = (0..).zip(measures(column.document, node));
            // Numbers of their own, far behind: a row without a value moves none of them.
            let growth = (100..).zip(growth.into_iter().flatten());
            let growth = growth.filter_map(|(number, row)| Some((number, row?)));
            for (number, (field, unit, measure)) in numbered.chain(growth) {
                let key = (place, path.clone(), number, field, unit);
                let values = found
                    .entry(key)
                    .or_insert_with(|| vec![None; columns.len()]);
                values[index] = Some(measure);
            }
        }
    }
    let row = |((_, path, _, field, unit), values): (Key, Vec<Option<Measure>>)| Row {
        path,
        field,
        unit,
        better: better(&values),
        values: values
            .iter()
            .map(|value| value.as_ref().map(|value| value.plain.clone()))
            .collect(),
        shown: values
            .into_iter()
            .map(|value| value.map(|value| value.shown))
            .collect(),
    };
    let differs = |row: &Row| row.values.windows(2).any(|pair| pair[0] != pair[1]);
    found
        .into_iter()
        .map(row)
        .filter(|row| all || differs(row))
        .collect()
}

/// The one column that is better than all others that have a value.
fn better(values: &[Option<Measure>]) -> Option<usize> {
    let worth = |value: &Option<Measure>| value.as_ref().and_then(|value| value.worth);
    let best = values.iter().filter_map(worth).max()?;
    let mut holders = (0..values.len()).filter(|&index| worth(&values[index]) == Some(best));
    let first = holders.next()?;
    let compared = values.iter().filter_map(worth).nth(1).is_some();
    (compared && holders.next().is_none()).then_some(first)
}

fn number(count: Count) -> Worth {
    Worth::Number(i128::try_from(count.saturating()).unwrap_or(i128::MAX))
}

/// What is measured of a definition, in order. Rows without a value are left out by numbering alone, so each field has a
/// number of its own.
fn measures(document: &Document, node: NodeId) -> Vec<(&'static str, &'static str, Measure)> {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    if plan.kind(node) == Kind::Shoot {
        return of_shoot(document, node);
    }
    let mut measures = Vec::new();
    for family in Family::BOTH {
        let length = match plan.network(node, family) {
            Some(Meaning::Prefix(prefix)) => Some(prefix.length()),
            Some(Meaning::Length(length)) => Some(*length),
            _ => None,
        };
        if let Some(length) = length {
            measures.push((
                family.key(),
                "length",
                Measure::same(length.to_string(), None),
            ));
        }
        let budget = evaluation
            .block_pool(node, family)
            .and_then(crate::engine::Pool::budget);
        let Some((budget, _)) = budget else { continue };
        let [room, spare] = match family {
            Family::V6 => ["room-v6", "spare-v6"],
            Family::V4 => ["room-v4", "spare-v4"],
        };
        measures.push((
            room,
            "blocks",
            Measure {
                plain: budget.room.decimal(),
                shown: budget.room.to_string(),
                worth: None,
            },
        ));
        measures.push((
            spare,
            "bits",
            Measure::same(
                budget.spare.to_string(),
                Some(Worth::Number(i128::from(budget.spare))),
            ),
        ));
    }
    measures
}

/// How far it can grow until something in it breaks, and until when.
fn of_growth(
    document: &Document,
    node: NodeId,
) -> [Option<(&'static str, &'static str, Measure)>; 2] {
    let Some(first) = within(document, node) else {
        return [None, None];
    };
    let by = match document.plan().path(first.node) {
        path if path.is_empty() => "the plan".to_owned(),
        path => clean(&path).into_owned(),
    };
    let code = first.code;
    let percent = first.percent().map(|percent| Measure {
        plain: percent.decimal(),
        shown: format!("{percent} % ({code} at {by})"),
        worth: Some(number(percent)),
    });
    let day = match first.when {
        When::Now => Some(("now".to_owned(), Worth::Number(0))),
        When::On(day) => Some((day.to_string(), Worth::Number(i128::from(day.days())))),
        When::Later => Some((format!("in over {HORIZON} years"), Worth::Unlimited)),
        When::Unsaid | When::Never => None,
    };
    let day = day.map(|(text, worth)| Measure::same(text, Some(worth)));
    [
        percent.map(|measure| ("can-grow", "percent", measure)),
        day.map(|measure| ("breaks-first", "date", measure)),
    ]
}

fn of_shoot(document: &Document, node: NodeId) -> Vec<(&'static str, &'static str, Measure)> {
    let evaluation = document.evaluation();
    let shoot = evaluation.shoot(document.plan(), node);
    let truth = evaluation.truth(&shoot, &[]);
    let bound = |value: Option<Count>, by: Option<&str>| Measure {
        plain: value.map_or_else(|| "unlimited".to_owned(), Count::decimal),
        shown: match (value, by) {
            (Some(value), Some(by)) => format!("{value} (by {by})"),
            (Some(value), None) => value.to_string(),
            (None, _) => "no bound".to_owned(),
        },
        worth: Some(value.map_or(Worth::Unlimited, number)),
    };
    let families: Vec<String> = shoot.families.iter().map(Family::to_string).collect();
    let mut measures = vec![
        (
            "families",
            "families",
            Measure::same(families.join(", "), None),
        ),
        (
            "max-nodes",
            "nodes",
            bound(truth.max_nodes.value, truth.max_nodes.by),
        ),
        (
            "max-pods",
            "pods a node",
            bound(truth.max_pods.value, truth.max_pods.by),
        ),
    ];
    for family in Family::BOTH {
        if let Some(addresses) = truth.of(family).service_addresses {
            let field = match family {
                Family::V6 => "services-v6",
                Family::V4 => "services-v4",
            };
            let measure = Measure {
                plain: addresses.decimal(),
                shown: addresses.to_string(),
                worth: Some(number(addresses)),
            };
            measures.push((field, "addresses", measure));
        }
    }
    measures
}

/// Findings by what makes two of them the same: code, path, field and words.
type Findings = BTreeMap<(&'static str, String, &'static str, String), Finding>;

fn told(document: &Document) -> Findings {
    let plan = document.plan();
    document
        .findings()
        .into_iter()
        .map(|finding| {
            let path = plan.path(finding.subject);
            let key = (finding.code, path, finding.field, finding.message.clone());
            (key, finding)
        })
        .collect()
}

/// Where the first of each prefix lies, and how many of it there are, by path and part.
type Places = BTreeMap<(String, &'static str, Family), (Prefix, Count)>;

fn places(document: &Document) -> Places {
    let (plan, evaluation) = (document.plan(), document.evaluation());
    let mut places = BTreeMap::new();
    for node in plan.walk() {
        let path = plan.path(node);
        for family in Family::BOTH {
            let mut put = |field: &'static str, prefix: Option<Prefix>| {
                let all = members(plan, node);
                places.extend(prefix.map(|prefix| ((path.clone(), field, family), (prefix, all))));
            };
            if plan.kind(node) == Kind::Shoot {
                let shoot = evaluation.shoot(plan, node);
                for kind in RangeKind::ALL {
                    put(
                        kind.key(),
                        evaluation.range_prefix(&shoot, kind, family, &[]),
                    );
                }
            } else {
                put(
                    family.key(),
                    evaluation.block_prefix(plan, node, family, &[]),
                );
            }
        }
    }
    places
}

/// How many a definition stands for, with all that it lies in.
fn members(plan: &Plan, node: NodeId) -> Count {
    let mut counts = plan.chain(node).map(|id| plan.count(id));
    counts
        .try_fold(Count::ONE, Count::times)
        .unwrap_or(Count::MAX)
}

fn sum_of(counts: impl IntoIterator<Item = Count>) -> Count {
    let sum = counts.into_iter().try_fold(Count::ZERO, Count::plus);
    sum.unwrap_or(Count::MAX)
}

fn moved(before: &Places, now: &Places, column: usize) -> Vec<Moved> {
    let paths: BTreeSet<&String> = now.keys().map(|(path, ..)| path).collect();
    before
        .iter()
        .filter(|((path, ..), _)| paths.contains(path))
        .filter_map(|(key, &(from, members))| {
            let to = now.get(key).map(|&(to, _)| to);
            (to != Some(from)).then(|| Moved {
                members,
                column,
                path: key.0.clone(),
                field: key.1,
                from,
                to,
            })
        })
        .collect()
}

fn cost(moves: &[Moved], columns: &[Column<'_>], index: usize) -> Cost {
    let own: Vec<&Moved> = moves.iter().filter(|one| one.column == index).collect();
    let by_path = |document: &Document| -> BTreeMap<String, NodeId> {
        let plan = document.plan();
        plan.walk().map(|node| (plan.path(node), node)).collect()
    };
    let documents = [columns[0].document, columns[index].document];
    let nodes = documents.map(by_path);
    let mut costs = Costs::default();
    for one in &own {
        let range = RangeKind::ALL
            .into_iter()
            .find(|kind| kind.key() == one.field);
        let what = What::Part(range.map_or(Part::Block, Part::Range));
        let sides = documents.into_iter().zip(&nodes);
        for ((document, nodes), prefix) in sides.zip([Some(one.from), one.to]) {
            if let (Some(prefix), Some(&node)) = (prefix, nodes.get(&one.path)) {
                let seen = (document.plan(), document.evaluation());
                costs.zones(seen, (node, what), prefix);
            }
        }
        costs.touch(nodes[1].get(&one.path).copied());
    }
    let sum = costs.sum(documents[1].plan(), usize::MAX);
    Cost {
        column: index,
        prefixes: sum_of(own.iter().map(|one| one.members)),
        shoots: sum.shoots,
        zones: sum.zones,
    }
}

/// What a column is better and worse at, with the terms that bind.
fn verdict(compared: &Compared, columns: &[Column<'_>], index: usize) -> String {
    let wins = compared.rows.iter().filter(|row| row.better == Some(index));
    let mut fields: Vec<&str> = wins.map(|row| row.field).collect();
    fields.sort_unstable();
    fields.dedup();
    let best = match fields.as_slice() {
        [] => "best at nothing that differs".to_owned(),
        some => format!("best at {}", some.join(", ")),
    };
    let document = columns[index].document;
    let mut binding: Vec<&str> = document
        .plan()
        .walk()
        .filter(|&node| document.plan().kind(node) == Kind::Shoot)
        .filter_map(|node| {
            let shoot = document.evaluation().shoot(document.plan(), node);
            document.evaluation().truth(&shoot, &[]).max_nodes.by
        })
        .collect();
    binding.sort_unstable();
    binding.dedup();
    let binding = match binding.as_slice() {
        [] => String::new(),
        some => format!("; nodes are bound by {}", some.join(", ")),
    };
    if index == 0 {
        return format!("{best}{binding}");
    }
    let of = |told: &[Told], severity| {
        let of = told
            .iter()
            .filter(|one| one.column == index && one.finding.severity == severity);
        of.count()
    };
    let mut parts = Vec::new();
    for (severity, word) in [(Severity::Error, "error"), (Severity::Warning, "warning")] {
        let (gained, lost) = (of(&compared.gained, severity), of(&compared.lost, severity));
        for (number, verb) in [(gained, "gains"), (lost, "loses")] {
            if number > 0 {
                let plural = if number == 1 { "" } else { "s" };
                parts.push(format!("{verb} {number} {word}{plural}"));
            }
        }
    }
    let moves = compared.moves.iter().filter(|one| one.column == index);
    let moves = sum_of(moves.map(|one| one.members));
    if moves > Count::ZERO {
        let plural = if moves == Count::ONE { "" } else { "es" };
        parts.push(format!("moves {moves} prefix{plural}"));
    }
    let anew = compared.anew.iter().filter(|one| one.column == index);
    let anew = sum_of(anew.map(|one| one.members));
    if anew > Count::ZERO {
        let plural = if anew == Count::ONE { "" } else { "s" };
        parts.push(format!("{anew} cluster{plural} to be made anew"));
    }
    let rest = parts
        .iter()
        .fold(String::new(), |rest, part| rest + ", " + part);
    format!("{best}{rest}{binding}")
}
