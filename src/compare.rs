//! What-ifs side by side: what differs between plans, or between variants of one, path by path.
//!
//! The first one is what the others are measured against. Definitions are matched by their paths.

mod anew;
mod measure;
mod moves;

use std::collections::{BTreeMap, BTreeSet};

use crate::addr::{Count, Prefix};
use crate::diag::{Finding, Severity};
use crate::document::Document;
use crate::plan::{Kind, Plan};
use crate::source::NodeId;

pub use anew::Anew;
use measure::{Measure, better, measures, of_growth};
use moves::{cost, moved, places, sum_of};

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
    /// The column with the best value, where one is better than all others. What has an error in it is better at nothing.
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

type Key = (usize, String, u8, &'static str, &'static str);

/// Compares columns; `all` keeps rows that are the same everywhere.
pub fn compare(columns: &[Column<'_>], all: bool) -> Compared {
    let found: Vec<Findings> = columns.iter().map(|column| told(column.document)).collect();
    let rows = rows(columns, &found, all);
    let (mut gained, mut lost) = (Vec::new(), Vec::new());
    let (mut moves, mut anew) = (Vec::new(), Vec::new());
    if let Some((first, others)) = columns.split_first() {
        let (before, places) = (&found[0], places(first.document));
        for (index, column) in others.iter().enumerate() {
            let now = &found[index + 1];
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
            gained.extend(only(now, before));
            lost.extend(only(before, now));
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

fn rows(columns: &[Column<'_>], told: &[Findings], all: bool) -> Vec<Row> {
    let mut order: BTreeMap<String, usize> = BTreeMap::new();
    let mut found: BTreeMap<Key, Vec<Option<Measure>>> = BTreeMap::new();
    let pairs = columns.iter().zip(told);
    let broken: Vec<BTreeSet<String>> = pairs
        .map(|(column, told)| broken(column.document.plan(), told))
        .collect();
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
        better: better(&values, |index| broken[index].contains(&path)),
        path,
        field,
        unit,
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

/// What can't work as it is, and all that this lies in: it is better at nothing, whatever its numbers are.
fn broken(plan: &Plan, told: &Findings) -> BTreeSet<String> {
    let errors = told
        .values()
        .filter(|finding| finding.severity == Severity::Error && plan.is_alive(finding.subject));
    let nodes: BTreeSet<NodeId> = errors
        .flat_map(|finding| plan.chain(finding.subject))
        .collect();
    nodes.into_iter().map(|node| plan.path(node)).collect()
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

/// What a column is better and worse at, with the terms that bind.
fn verdict(compared: &Compared, columns: &[Column<'_>], index: usize) -> String {
    let wins = compared.rows.iter().filter(|row| row.better == Some(index));
    let mut fields: Vec<&str> = wins.map(|row| row.field).collect();
    fields.sort_unstable();
    fields.dedup();
    let best = match fields.as_slice() {
        [] => "not best at anything".to_owned(),
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
