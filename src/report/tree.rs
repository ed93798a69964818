//! The plan as a tree: what there is, where it lies, how many bits it has, needs and keeps, and what is left.

mod words;

use std::collections::BTreeMap;

use super::breaks::{in_place, sentence};
use super::look::Role;
use super::paragraph::wrap;
use super::row::{BudgetCells, Columns, Row, Tail};
use super::{Look, Sheet};
use crate::addr::{Count, Family, Signed};
use crate::breaks::within;
use crate::diag::Severity;
use crate::engine::{Budget, Member, Origin, Pool, Shoot, deciding};
use crate::inventory::{block_prefix, last_members, planned, range_prefix};
use crate::plan::{Field, Kind, Plan, RangeKind};
use crate::source::NodeId;
use crate::visible::clean;
use words::{bounds_text, detail_text, nodes_text, range_text};

/// Longer bars are cut, with a mark: the numbers stand beside them.
const LONGEST_BAR: usize = 20;

/// The tree of a definition and all below it. Members that are named are the only ones meant of their runs.
pub fn tree(sheet: &Sheet, top: NodeId, members: &[Member], look: Look) -> String {
    let mut builder = Builder {
        sheet,
        members,
        marks: marks(sheet),
        totals: BTreeMap::new(),
        undrawn: false,
        rows: Vec::new(),
    };
    let plan = sheet.document.plan();
    if top == NodeId::ROOT {
        for &root in plan.children(top) {
            builder.node(root, "", "", Count::ONE);
        }
    } else {
        builder.node(top, "", "", Count::ONE);
    }
    let mut out = String::new();
    builder.heading(&mut out, top, look);
    let columns = Columns::of(&builder.rows, look);
    columns.heading(&mut out, look);
    for (number, row) in builder.rows.iter().enumerate() {
        if number > 0 && row.stem.is_empty() && !row.name.is_empty() {
            out.push('\n');
        }
        columns.print(&mut out, row, look);
    }
    if plan.kind(top) == Kind::Shoot {
        out.push_str(&super::truth::lines(sheet, top, members, look));
    }
    builder.footing(&mut out, top, look);
    look.spell(out)
}

/// The worst that readers have found, by definition, rolled up. Rules keep their own tallies.
fn marks(sheet: &Sheet) -> BTreeMap<NodeId, Severity> {
    let mut marks: BTreeMap<NodeId, Severity> = BTreeMap::new();
    let plan = sheet.document.plan();
    for finding in sheet.document.reading() {
        for node in plan.chain(finding.subject) {
            let worst = marks.entry(node).or_insert(finding.severity);
            *worst = finding.severity.max(*worst);
        }
    }
    marks
}

struct Builder<'a> {
    sheet: &'a Sheet,
    members: &'a [Member],
    marks: BTreeMap<NodeId, Severity>,
    /// How many there are of each kind, all members counted.
    totals: BTreeMap<Kind, Count>,
    /// Whether a range waits for a draw.
    undrawn: bool,
    rows: Vec<Row>,
}

impl<'a> Builder<'a> {
    const fn plan(&self) -> &'a Plan {
        self.sheet.document.plan()
    }

    /// Adds the rows of a definition. `stem` stands before its name, `below` before those of its children.
    fn node(&mut self, node: NodeId, stem: &str, below: &str, around: Count) {
        let plan = self.plan();
        let count = match self.member(node) {
            Some(_) => Count::ONE,
            None => plan.count(node),
        };
        let number = around.times(count).unwrap_or(Count::MAX);
        let total = self.totals.entry(plan.kind(node)).or_default();
        *total = total.plus(number).unwrap_or(Count::MAX);
        let children = plan.children(node);
        let mut row = Row {
            mark: self.mark(node),
            stem: stem.to_owned(),
            below: if children.is_empty() {
                below.to_owned()
            } else {
                format!("{below}│ ")
            },
            kind: plan.kind(node).word(),
            ..Row::default()
        };
        (row.name, row.note) = self.name(node);
        if plan.kind(node) == Kind::Shoot {
            self.shoot(node, row, below);
            return;
        }
        self.block(node, row);
        for (index, &child) in children.iter().enumerate() {
            let last = index + 1 == children.len();
            let (stem, next) = if last {
                ("└ ", "  ")
            } else {
                ("├ ", "│ ")
            };
            self.node(
                child,
                &format!("{below}{stem}"),
                &format!("{below}{next}"),
                number,
            );
        }
    }

    fn member(&self, node: NodeId) -> Option<Member> {
        self.members
            .iter()
            .copied()
            .find(|member| member.node == node)
    }

    fn name(&self, node: NodeId) -> (String, String) {
        let plan = self.plan();
        let name = match plan.name(node) {
            "" => "(unnamed)".into(),
            name => clean(name),
        };
        if let Some(member) = self.member(node) {
            let number = Count::new(member.index)
                .plus(Count::ONE)
                .unwrap_or(Count::MAX);
            return (format!("{name}-{}", number.decimal()), String::new());
        }
        let mut many = String::new();
        if plan.is_counted(node) {
            many = format!(" ×{}", plan.count(node));
        }
        if !plan.reserve(node).is_zero() {
            many.extend([" +".to_owned(), plan.reserve(node).to_string()]);
        }
        (name.into_owned(), many)
    }

    fn mark(&self, node: NodeId) -> Option<Severity> {
        let tally = self.sheet.document.board().tally(node);
        let of_rules = if tally.errors > 0 {
            Some(Severity::Error)
        } else if tally.warnings > 0 {
            Some(Severity::Warning)
        } else {
            None
        };
        of_rules.max(self.marks.get(&node).copied())
    }

    /// A row a family; one at least.
    fn block(&mut self, node: NodeId, row: Row) {
        let document = &self.sheet.document;
        let (plan, evaluation) = (document.plan(), document.evaluation());
        let mut last = self.members.to_vec();
        if self.member(node).is_none() {
            last.extend(
                last_members(plan, node, self.members)
                    .into_iter()
                    .filter(|member| member.node == node),
            );
        }
        let mut row = Some(row);
        let mut below = String::new();
        for family in Family::BOTH {
            let prefix = block_prefix(plan, evaluation, node, family, [self.members, &last]);
            let Some(prefix) = prefix else { continue };
            let mut next = row.take().unwrap_or_else(|| Row {
                stem: below.clone(),
                below: below.clone(),
                ..Row::default()
            });
            below.clone_from(&next.below);
            next.known = prefix.first.is_some();
            next.prefix = match (prefix.first, prefix.last) {
                (Some(first), Some(last)) if first != last => format!("{first} … {last}"),
                (Some(first), _) => first.to_string(),
                (None, _) => format!("{}, unplaced", prefix.length),
            };
            let budget = evaluation.block_pool(node, family).and_then(Pool::budget);
            if let Some((budget, _)) = budget {
                next.tail = Tail::Budget(cells(&budget));
            }
            self.rows.push(next);
        }
        self.rows.extend(row);
    }

    fn shoot(&mut self, node: NodeId, mut row: Row, below: &str) {
        let evaluation = self.sheet.document.evaluation();
        let shoot = evaluation.shoot(self.plan(), node);
        let truth = evaluation.truth(&shoot, self.members);
        row.prefix = nodes_text(&shoot, &truth);
        row.tail = Tail::Words(bounds_text(&truth));
        self.rows.push(row);
        for kind in RangeKind::ALL {
            let mut name = kind.key();
            for family in Family::BOTH {
                let part = (kind, family);
                let Some(range) = range_prefix(evaluation, &shoot, part, self.members) else {
                    continue;
                };
                self.undrawn |= range.origin == Origin::Undrawn;
                self.rows.push(Row {
                    stem: format!("{below}  "),
                    below: below.to_owned(),
                    note: std::mem::take(&mut name).to_owned(),
                    known: range.prefix.is_some(),
                    prefix: range_text(&range, truth.of(family)),
                    tail: Tail::Words(
                        detail_text(&range, &truth, part) + &self.shared_text(&shoot, part),
                    ),
                    ..Row::default()
                });
            }
        }
    }

    /// With whom nodes share a flat block's prefix.
    fn shared_text(&self, shoot: &Shoot<'_>, (kind, family): (RangeKind, Family)) -> String {
        match shoot.flat {
            Some(flat) if kind == RangeKind::Nodes && shoot.shares_nodes(family) => {
                let name = clean(self.plan().name(flat)).into_owned();
                format!(" · shared with all nodes in {name}")
            }
            Some(_) | None => String::new(),
        }
    }

    fn heading(&self, out: &mut String, top: NodeId, look: Look) {
        let plan = self.plan();
        let title = if top == NodeId::ROOT {
            match plan.name(top) {
                "" => self.sheet.file.clone(),
                name => name.to_owned(),
            }
        } else {
            plan.path(top)
        };
        let totals: Vec<String> = self
            .totals
            .iter()
            .map(|(kind, count)| match *count {
                Count::ONE => format!("1 {}", kind.word()),
                count => format!("{count} {}s", kind.word()),
            })
            .collect();
        let settings = self.sheet.document.evaluation().settings(top);
        let version = settings.version(plan, Field::Kubernetes);
        let version = match version {
            Some(version) => format!("Kubernetes {version}"),
            None => format!("Kubernetes {} (newest known)", deciding(None)),
        };
        let said = [
            settings.text(plan, Field::Provider).map(str::to_owned),
            Some(version),
            settings.text(plan, Field::Cni).map(str::to_owned),
        ];
        let said: Vec<String> = said.into_iter().flatten().collect();
        out.push_str(&look.paint(Role::Heading, &clean(&title)));
        out.push('\n');
        let parts = [
            totals.join(" · "),
            self.planned(top),
            clean(&said.join(" · ")).into_owned(),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let mut lines = String::new();
        wrap(&mut lines, &parts.join(" · "), "", look.width);
        for line in lines.lines() {
            out.push_str(&look.paint(Role::Quiet, line));
            out.push('\n');
        }
        out.push('\n');
    }

    /// "8,000 nodes and 880,000 pods planned", of all clusters together.
    fn planned(&self, top: NodeId) -> String {
        let plan = self.plan();
        let sums = planned(plan, self.sheet.document.evaluation());
        let Some(one) = sums
            .get(top.index())
            .filter(|_| plan.kind(top) != Kind::Shoot)
        else {
            return String::new();
        };
        let many = match self.member(top) {
            Some(_) => Count::ONE,
            None => plan.count(top),
        };
        let sum = one.times(many);
        let open = if sum.is_open { " and more" } else { "" };
        match sum.nodes {
            Count::ZERO => String::new(),
            nodes => format!("{nodes} nodes and {} pods planned{open}", sum.pods),
        }
    }

    /// What breaks first; what the marks mean, where there are any; and whose addresses these are.
    fn footing(&self, out: &mut String, top: NodeId, look: Look) {
        let marked = |severity| self.rows.iter().any(|row| row.mark == Some(severity));
        let mut notes = String::new();
        if marked(Severity::Error) {
            notes.push_str("● has errors  ");
        }
        if marked(Severity::Warning) {
            notes.push_str("▲ has warnings  ");
        }
        let drawing = self
            .undrawn
            .then(|| "what is not drawn yet: trellis pin PLAN".to_owned());
        let breaks = within(&self.sheet.document, top);
        let breaks = breaks.map(|one| format!("breaks first: {}", sentence(self.plan(), &one)));
        let grows = in_place(&self.sheet.document, top, self.members);
        let notes = [
            Some(notes.trim_end().to_owned()),
            drawing,
            self.example_member(top),
        ];
        let notes = notes.iter().flatten();
        let notes = breaks.iter().chain(&grows).chain(notes);
        let mut lines = String::new();
        for note in notes.filter(|note| !note.is_empty()) {
            wrap(&mut lines, note, "", look.width);
        }
        if lines.is_empty() {
            return;
        }
        out.push('\n');
        for line in lines.lines() {
            out.push_str(&look.paint(Role::Quiet, line));
            out.push('\n');
        }
    }

    /// "below prod ×40 stand the addresses of prod-1": for the first run that holds something.
    fn example_member(&self, top: NodeId) -> Option<String> {
        let plan = self.plan();
        let run = plan.walk_from(top).find(|&node| {
            plan.count(node) > Count::ONE
                && self.member(node).is_none()
                && !plan.children(node).is_empty()
        })?;
        let path = plan.path(run);
        let (name, path) = (clean(plan.name(run)), clean(&path));
        let count = plan.count(run).decimal();
        Some(format!(
            "below {name} stand the addresses of {name}-1; of another: trellis show PLAN {path}-{count}"
        ))
    }
}

fn cells(budget: &Budget) -> BudgetCells {
    let given = usize::from(budget.given);
    let needed = usize::try_from(budget.needed).unwrap_or(usize::MAX);
    let fits = needed <= given;
    let (full, rest, symbol) = if fits {
        (needed, given - needed, "▁")
    } else {
        (given, needed - given, "▒")
    };
    let used = if budget.reserved.is_zero() {
        format!("{} of {}", budget.planned, budget.room)
    } else {
        format!("{}+{} of {}", budget.planned, budget.reserved, budget.room)
    };
    let free = match budget.free {
        Signed::Left(count) => count.to_string(),
        Signed::Missing(count) => format!("{count} too many"),
    };
    BudgetCells {
        unit: budget.length.to_string(),
        bar: bar(full, rest, symbol),
        fits: fits && matches!(budget.free, Signed::Left(_)),
        used,
        free,
    }
}

/// One cell a bit; a bar that is too long ends in a mark.
fn bar(full: usize, rest: usize, symbol: &str) -> [String; 2] {
    let whole = full + rest <= LONGEST_BAR;
    let most = if whole { LONGEST_BAR } else { LONGEST_BAR - 1 };
    let full = full.min(most);
    let rest = rest.min(most - full);
    let end = if whole { "" } else { "…" };
    ["█".repeat(full), symbol.repeat(rest) + end]
}
