//! Where someone was on a plan: what is selected and what is folded, by path, so that it holds after the plan has been
//! read again. What is not there any more is passed over.

use serde::{Deserialize, Serialize};

use super::measure::Measure;
use super::model::{Model, Panel};
use super::outline::{Outline, Row};
use crate::addr::Family;
use crate::plan::{Field, Plan, RangeKind};
use crate::source::NodeId;

/// Where someone was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    version: u32,
    /// The variant that is shown; nothing is the plan itself.
    #[serde(default)]
    variant: Option<String>,
    /// The path of the selected definition, and which of its rows.
    selected: String,
    part: Part,
    field: String,
    panel: PanelName,
    measure: MeasureName,
    /// What is folded.
    closed: Vec<String>,
    /// The runs whose members are shown.
    members: Vec<String>,
    /// The member that was looked at last in each run, from 0, in decimal.
    focus: Vec<(String, String)>,
}

/// A row of a definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Part {
    Definition,
    Range(String),
    Free(String, u8),
    Members,
    Member(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum PanelName {
    Tree,
    Fields,
    Findings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum MeasureName {
    Bits,
    #[serde(alias = "room")]
    Children,
    Free,
    Blocks,
    Nodes,
    Pods,
    Addresses,
}

/// What this program writes, and all that it takes up.
const VERSION: u32 = 1;

/// The most folded rows that are remembered.
const MOST: usize = 10_000;

impl Session {
    /// Where someone is on a model.
    pub fn of(model: &Model) -> Self {
        let plan = model.document.plan();
        let paths = |nodes: &mut dyn Iterator<Item = NodeId>| {
            let alive = nodes.filter(|&node| plan.is_alive(node));
            alive.take(MOST).map(|node| plan.path(node)).collect()
        };
        let focus = model.focus.iter().filter(|(node, _)| plan.is_alive(**node));
        Self {
            version: VERSION,
            variant: model.shown(),
            selected: plan.path(model.node()),
            part: Part::of(model.selected),
            field: model
                .selected_field()
                .map_or("", |field| field.key())
                .to_owned(),
            panel: match model.panel {
                Panel::Tree | Panel::Compare => PanelName::Tree,
                Panel::Fields => PanelName::Fields,
                Panel::Findings => PanelName::Findings,
            },
            measure: match model.measure {
                Measure::Bits => MeasureName::Bits,
                Measure::Children => MeasureName::Children,
                Measure::Free => MeasureName::Free,
                Measure::Blocks => MeasureName::Blocks,
                Measure::Nodes => MeasureName::Nodes,
                Measure::Pods => MeasureName::Pods,
                Measure::Addresses => MeasureName::Addresses,
            },
            closed: paths(&mut model.outline.closed()),
            members: paths(&mut model.outline.opened_runs()),
            focus: focus
                .map(|(&node, index)| (plan.path(node), index.to_string()))
                .collect(),
        }
    }

    /// Goes there on a model, as far as it is there.
    pub fn apply(&self, model: &mut Model) {
        if self.version != VERSION {
            return;
        }
        // A variant that is not there any more is shown no more.
        if model.document.wear(self.variant.as_deref()).is_ok() {
            super::update::refresh(model);
        }
        self.fold(model);
        let plan = model.document.plan();
        let focus = self.focus.iter().filter_map(|(path, index)| {
            let node = definition(plan, path)?;
            Some((node, member(plan, node, index)?))
        });
        model.focus = focus.collect();
        model.measure = match self.measure {
            MeasureName::Bits => Measure::Bits,
            MeasureName::Children => Measure::Children,
            MeasureName::Free => Measure::Free,
            MeasureName::Blocks => Measure::Blocks,
            MeasureName::Nodes => Measure::Nodes,
            MeasureName::Pods => Measure::Pods,
            MeasureName::Addresses => Measure::Addresses,
        };
        model.sum_up();
        if self.select(model) {
            model.panel = match self.panel {
                PanelName::Tree => Panel::Tree,
                PanelName::Fields => Panel::Fields,
                PanelName::Findings => Panel::Findings,
            };
        }
        model.finding = 0;
        model.look_up_findings();
        model.keep_in_view();
    }

    fn fold(&self, model: &mut Model) {
        let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
        for path in &self.closed {
            if let Some(node) = definition(plan, path).filter(|&node| node != NodeId::ROOT) {
                let row = Row::Definition(node);
                model.outline.set_open(plan, evaluation, row, false);
            }
        }
        for path in &self.members {
            let node = definition(plan, path).filter(|&node| plan.is_counted(node));
            if let Some(node) = node {
                let row = Row::Members(node);
                model.outline.set_open(plan, evaluation, row, true);
            }
        }
    }

    /// Selects the row, or the nearest one around it; gives whether it is there.
    fn select(&self, model: &mut Model) -> bool {
        let plan = model.document.plan();
        let is_shown = |row| {
            let evaluation = model.document.evaluation();
            model.outline.index_of(plan, evaluation, row).is_some()
        };
        let Some(node) = definition(plan, &self.selected) else {
            let mut around = self.selected.as_str();
            while let Some((shorter, _)) = around.rsplit_once('/') {
                around = shorter;
                let row = definition(plan, around).map(Row::Definition);
                if let Some(row) = row.filter(|&row| is_shown(row)) {
                    model.selected = row;
                    return false;
                }
            }
            return false;
        };
        let rows = self
            .part
            .row(plan, node)
            .into_iter()
            .chain(std::iter::successors(Some(Row::Definition(node)), |&row| {
                Outline::parent(plan, row)
            }));
        let Some(row) = rows.into_iter().find(|&row| is_shown(row)) else {
            return node == NodeId::ROOT;
        };
        model.selected = row;
        let field = Field::of_key(&self.field);
        let at = field.and_then(|field| model.fields().iter().position(|&other| other == field));
        model.field = at.unwrap_or(0);
        row.node() == node
    }
}

impl Part {
    fn of(row: Row) -> Self {
        match row {
            Row::Definition(_) => Self::Definition,
            Row::Range(_, kind) => Self::Range(kind.key().to_owned()),
            Row::Free(_, family, gap) => Self::Free(family.key().to_owned(), gap),
            Row::Members(_) => Self::Members,
            Row::Member(_, index) => Self::Member(index.to_string()),
        }
    }

    fn row(&self, plan: &Plan, node: NodeId) -> Option<Row> {
        Some(match self {
            Self::Definition => Row::Definition(node),
            Self::Range(key) => {
                let kind = RangeKind::ALL.into_iter().find(|kind| kind.key() == key)?;
                Row::Range(node, kind)
            }
            Self::Free(key, gap) => {
                let family = Family::BOTH
                    .into_iter()
                    .find(|family| family.key() == key)?;
                Row::Free(node, family, *gap)
            }
            Self::Members => Row::Members(node),
            Self::Member(index) => Row::Member(node, member(plan, node, index)?),
        })
    }
}

/// The definition of exactly this path.
fn definition(plan: &Plan, path: &str) -> Option<NodeId> {
    let found = plan.find(path).ok()?;
    (found.members.is_empty() && found.range.is_none()).then_some(found.node)
}

/// A member of a run, if it has as many.
fn member(plan: &Plan, node: NodeId, index: &str) -> Option<u128> {
    let index: u128 = index.parse().ok()?;
    (plan.is_counted(node) && index < plan.count(node).saturating()).then_some(index)
}
