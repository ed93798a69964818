//! The tree: only the rows on the screen are made.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::{Canvas, fit};
use crate::addr::{Count, Family};
use crate::engine::{Member, Origin};
use crate::plan::{Field, Kind, Plan};
use crate::source::NodeId;
use crate::tui::measure::Measure;
use crate::tui::model::{Model, Origin as Begun, Panel};
use crate::tui::outline::{Outline, Row, gap_prefix};
use crate::tui::theme::Role;

/// Draws the tree.
pub(super) fn render(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let title = model.document.plan().name(NodeId::ROOT);
    let title = if title.is_empty() { "Plan" } else { title };
    let title = if model.selected == Row::Definition(NodeId::ROOT) {
        format!("› {title}")
    } else {
        title.to_owned()
    };
    let mut title = title;
    if model.outline.filtered().is_some() && !model.filter.is_empty() {
        title = format!("{title} · only `{}`", model.filter);
    }
    if !model.marks.is_empty() {
        title = format!("{title} · {} marked", model.marks.len());
    }
    let at = heading_at(model, usize::from(area.width.saturating_sub(2)));
    let room = at.map_or(usize::MAX, |at| at.saturating_sub(4));
    let inside = canvas.frame(area, &fit(&title, room), model.panel == Panel::Tree);
    if let Some(at) = at.and_then(|at| u16::try_from(at).ok()) {
        let frame = Rect {
            height: 1.min(area.height),
            ..area
        };
        let text = format!(" {} ", model.measure.heading());
        canvas.put(frame, (at, 0), Role::Dim, &text);
    }
    if model.origin == Begun::Example && inside.height > 0 {
        // On the frame, where it takes no row and stays.
        let frame = Rect {
            y: inside.bottom(),
            height: 1,
            ..inside
        };
        canvas.put(
            frame,
            (1, 0),
            Role::Dim,
            " trellis my.yaml begins your own ",
        );
    }
    if model.outline.rows() == 0 {
        canvas.put(inside, (1, 0), Role::Dim, "the plan is empty");
        return;
    }
    for y in 0..inside.height {
        let Some(row) = model.row_at(model.top.saturating_add(u128::from(y))) else {
            break;
        };
        draw_row(model, canvas, inside, y, row);
    }
}

fn draw_row(model: &Model, canvas: &mut Canvas<'_>, area: Rect, y: u16, row: Row) {
    let parts = parts(model, row);
    let plan = model.document.plan();
    let fold = match (Outline::has_below(plan, row), model.outline.is_open(row)) {
        (true, true) => "▾ ",
        (true, false) => "▸ ",
        (false, _) => "  ",
    };
    let width = usize::from(area.width);
    let is_marked = matches!(row, Row::Definition(node) if model.marks.contains(&node));
    let name = format!(
        "{}{fold}{}{}",
        " ".repeat(indent(plan, row, width)),
        if is_marked { "✓ " } else { "" },
        parts.name
    );
    let Columns {
        name: name_width,
        cells,
    } = Columns::of(width, model.measure);
    let selected = model.selected == row;
    let role = |role| if selected { Role::Text } else { role };
    canvas.put(area, (0, y), Role::Active, if selected { "›" } else { " " });
    canvas.put(area, (1, y), parts.mark_role, parts.mark);
    let column = |width: usize| u16::try_from(width).unwrap_or(u16::MAX);
    let name = if matches!(row, Row::Member(..)) {
        fit_end(&name, name_width)
    } else {
        fit(&name, name_width)
    };
    canvas.put(area, (2, y), role(parts.role), &name);
    let start = name_width + 3;
    let own = if cells > 0 {
        cells - 1
    } else {
        width.saturating_sub(start)
    };
    let measured = model.measured(row, own);
    let instead = cells == 0 && model.measure != Measure::Bits;
    let room = width.saturating_sub(start + if measured.is_empty() { 0 } else { cells });
    let (middle, middle_role) = if instead {
        (&measured, Role::Good)
    } else {
        (&parts.middle, parts.middle_role)
    };
    canvas.put(
        area,
        (column(start), y),
        role(middle_role),
        &fit_both(middle, room),
    );
    if !measured.is_empty() && cells > 0 {
        canvas.put(
            area,
            (column(width - cells + 1), y),
            role(Role::Good),
            &fit_both(&measured, own),
        );
    }
    if selected {
        canvas.mark(area, y, Role::Selected);
    }
}

/// How wide the columns are in a tree of a width: the name, and what is measured, which small ones have no column for.
#[derive(Clone, Copy, Debug)]
struct Columns {
    name: usize,
    cells: usize,
}

impl Columns {
    fn of(width: usize, measure: Measure) -> Self {
        Self {
            name: (width * 2 / 5).clamp(12, 32).min(width.saturating_sub(2)),
            cells: match (width, measure) {
                (60.., _) => 17,
                (46.., Measure::Bits) => 9,
                // Numbers would be cut: they stand in place of the prefixes.
                _ => 0,
            },
        }
    }
}

/// Where the heading of what is measured begins, on the frame of a tree of an inner width.
fn heading_at(model: &Model, width: usize) -> Option<usize> {
    let columns = Columns::of(width, model.measure);
    match columns.cells {
        0 if model.measure == Measure::Bits => None,
        0 => Some(columns.name + 3),
        cells => Some(width - cells + 1),
    }
}

/// How far a row stands in.
fn indent(plan: &Plan, row: Row, width: usize) -> usize {
    let depth = plan.chain(row.node()).count().saturating_sub(2)
        + usize::from(!matches!(row, Row::Definition(_)))
        + usize::from(matches!(row, Row::Member(..)));
    depth.min(12) * if width < 50 { 1 } else { 2 }
}

/// Whether the arrow that opens and closes a row stands in a column of a tree of that width.
pub(super) fn is_fold(model: &Model, row: Row, at: (u16, u16)) -> bool {
    let (x, width) = (usize::from(at.0), usize::from(at.1));
    let plan = model.document.plan();
    let start = 2 + indent(plan, row, width);
    Outline::has_below(plan, row) && (start..start + 2).contains(&x)
}

/// The end of a text, behind a mark: of a member's name the number matters.
fn fit_end(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let text = text.trim_start();
    let starts = text.char_indices().map(|(at, _)| at);
    let end = starts.map(|at| &text[at..]).find(|end| end.width() < width);
    format!("…{}", end.unwrap_or(""))
}

/// Both families, or the first one with a mark that there is another.
fn fit_both(text: &str, room: usize) -> String {
    match text.split_once("  ") {
        Some((first, _)) if text.width() > room => {
            let mark = " +v4";
            if first.width() + mark.width() <= room {
                format!("{first}{mark}")
            } else {
                fit(first, room)
            }
        }
        _ => fit(text, room),
    }
}

/// What a row says.
struct Parts {
    mark: &'static str,
    mark_role: Role,
    name: String,
    role: Role,
    middle: String,
    middle_role: Role,
}

fn parts(model: &Model, row: Row) -> Parts {
    let plan = model.document.plan();
    let (mark, mark_role) = mark(model, row);
    let mut parts = Parts {
        mark,
        mark_role,
        name: String::new(),
        role: Role::Text,
        middle: String::new(),
        middle_role: Role::Prefix,
    };
    match row {
        Row::Definition(node) => definition(model, node, &mut parts),
        Row::Range(node, kind) => {
            kind.key().clone_into(&mut parts.name);
            parts.role = Role::Dim;
            parts.middle = range_text(model, node, kind);
            parts.middle_role = Role::Prefix;
        }
        Row::Free(node, family, _) => {
            let seen = (plan, model.document.evaluation());
            "· free".clone_into(&mut parts.name);
            parts.role = Role::Dim;
            parts.middle_role = Role::Dim;
            parts.middle = gap_prefix(seen, row, &model.members_at(node)).map_or_else(
                || format!("{family}, no address yet"),
                |(prefix, count)| {
                    if count == Count::ONE {
                        prefix.to_string()
                    } else {
                        format!("{prefix} … {count} × {}", prefix.length())
                    }
                },
            );
        }
        Row::Members(node) => {
            parts.name = format!("{} members", plan.count(node));
            parts.role = Role::Dim;
            parts.middle_role = Role::Dim;
            parts.middle = format!(
                "{0}-1 … {0}-{1}",
                plan.name(node),
                plan.count(node).decimal()
            );
        }
        Row::Member(node, index) => {
            parts.name = format!(
                "{}-{}",
                plan.name(node),
                Count::new(index)
                    .plus(Count::ONE)
                    .unwrap_or(Count::MAX)
                    .decimal()
            );
            parts.middle = prefixes(model, node, &[Member { node, index }]);
        }
    }
    parts
}

fn mark(model: &Model, row: Row) -> (&'static str, Role) {
    let Row::Definition(node) = row else {
        return ("", Role::Text);
    };
    // What is on the screen has been looked at, but not all that lies in it.
    if model.document.outstanding() > 0 && !model.document.plan().children(node).is_empty() {
        return ("…", Role::Dim);
    }
    let tally = model.document.board().tally(node);
    match (tally.errors, tally.warnings) {
        (0, 0) => ("", Role::Text),
        (0, _) => ("▲", Role::Warning),
        _ => ("●", Role::Error),
    }
}

fn definition(model: &Model, node: NodeId, parts: &mut Parts) {
    let plan = model.document.plan();
    parts.name = called(plan, node);
    if plan.kind(node) == Kind::Shoot {
        let evaluation = model.document.evaluation();
        let truth = evaluation.numbers(&evaluation.shoot(plan, node));
        parts.middle_role = Role::Dim;
        let wanted = evaluation.shoot(plan, node).wanted_nodes();
        parts.middle = match (wanted, truth.max_nodes.value) {
            (Some(wanted), Some(most)) => format!("{wanted} of {most} nodes"),
            (Some(wanted), None) => format!("{wanted} nodes"),
            (None, Some(Count::ONE)) => "up to 1 node".to_owned(),
            (None, Some(most)) => format!("up to {most} nodes"),
            (None, None) => "shoot".to_owned(),
        };
        return;
    }
    parts.middle = prefixes(model, node, &model.members_at(node));
}

fn called(plan: &Plan, node: NodeId) -> String {
    let name = plan.name(node);
    let mut text = if name.is_empty() {
        "(unnamed)".to_owned()
    } else {
        name.to_owned()
    };
    if plan.is_counted(node) {
        text = format!("{text} ×{}", plan.count(node));
    }
    let reserve = plan.reserve(node);
    if !reserve.is_zero() {
        text = format!("{text} +{reserve}");
    }
    // The ruler marks so what can't be moved.
    if plan.flag(node, Field::Lock) {
        text.push_str(" ■");
    }
    text
}

/// A block's prefixes, IPv6 first, or the lengths of what is not placed.
fn prefixes(model: &Model, node: NodeId, members: &[Member]) -> String {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let of = |family| {
        let network = plan.network(node, family)?;
        Some(match evaluation.block_prefix(plan, node, family, members) {
            Some(prefix) => prefix.to_string(),
            None => match network {
                crate::plan::Meaning::Length(length) => format!("{length} unplaced"),
                _ => String::new(),
            },
        })
    };
    Family::BOTH
        .into_iter()
        .filter_map(of)
        .collect::<Vec<_>>()
        .join("  ")
}

/// How a range comes about in both families: its prefix, or who assigns it.
pub(super) fn range_text(model: &Model, node: NodeId, kind: crate::plan::RangeKind) -> String {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let shoot = evaluation.shoot(plan, node);
    let members = model.members_at(node);
    let of = |family| {
        let range = shoot.range(kind, family)?;
        let length = range
            .length
            .map_or_else(String::new, |length| length.to_string());
        let prefix = evaluation.range_prefix(&shoot, kind, family, &members);
        Some(match (range.origin, prefix) {
            (Origin::Node, _) => shoot.pod_range(family).map_or_else(
                || "from node".to_owned(),
                |length| format!("from node, {length}"),
            ),
            (Origin::Assigned, _) => format!("assigned {length}"),
            (Origin::Undrawn, _) => format!("undrawn {length} (p draws)"),
            (Origin::Custom, _) => "custom".to_owned(),
            (Origin::None, _) => "none".to_owned(),
            (_, Some(prefix)) if range.zones > 1 => format!("{prefix} ×{} zones", range.zones),
            (_, Some(prefix)) => prefix.to_string(),
            (_, None) => format!("{length} unplaced"),
        })
    };
    let texts: Vec<String> = Family::BOTH.into_iter().filter_map(of).collect();
    if texts.is_empty() {
        "not asked for".to_owned()
    } else {
        texts.join("  ")
    }
}
