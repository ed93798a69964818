//! The line at the top: which file, whether it is saved, what holds here, which variant is shown, and what is wrong.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::tabs::{self, Piece, Tab};
use super::{Canvas, fit};
use crate::addr::Count;
use crate::diag::Severity;
use crate::engine::deciding;
use crate::plan::Field;
use crate::source::NodeId;
use crate::tui::model::{Model, Origin, Outside};
use crate::tui::theme::Role;
use crate::visible::clean;

/// What the program is called.
const BRAND: &str = " trellis ";

/// What stands between the parts.
const GAP: &str = "   ";

/// Draws the line.
pub(super) fn render(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let right = counts(model);
    let (left, counted) = split(area, &right);
    let pieces = pieces(model, usize::from(left.width));
    let pieces: Vec<(Role, &str)> = pieces
        .iter()
        .map(|(_, role, text)| (*role, text.as_str()))
        .collect();
    canvas.line(left, 0, &pieces);
    if counted {
        let role = match [Severity::Error, Severity::Warning].map(|one| model.number(one)) {
            _ if model.document.outstanding() > 0 => Role::Dim,
            [0, 0] => Role::Good,
            [0, _] => Role::Warning,
            _ => Role::Error,
        };
        let column = area.width.saturating_sub(columns(&right));
        canvas.put(area, (column, 0), role, &right);
    }
}

/// The tab at a column of the line.
pub(super) fn tab_at(model: &Model, area: Rect, column: u16) -> Option<Tab> {
    let (left, _) = split(area, &counts(model));
    let mut start = 0;
    for (tab, _, text) in pieces(model, usize::from(left.width)) {
        let end = start + text.width();
        if (start..end).contains(&usize::from(column)) && column < left.width {
            return tab;
        }
        start = end;
    }
    None
}

fn counts(model: &Model) -> String {
    if model.document.outstanding() > 0 {
        return "still checking … ".to_owned();
    }
    let [errors, warnings, advice] = [Severity::Error, Severity::Warning, Severity::Advice]
        .map(|severity| Count::from(model.number(severity)));
    format!("● {errors} ▲ {warnings} · {advice} ")
}

fn columns(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(0)
}

/// What is left of the counts, if there is room for them.
fn split(area: Rect, counts: &str) -> (Rect, bool) {
    let width = columns(counts);
    if area.width <= width + 20 {
        return (area, false);
    }
    let left = Rect {
        width: area.width - width - 1,
        ..area
    };
    (left, true)
}

/// All that stands on the left in so many columns. That something is not saved matters more than the folder, and than
/// the whole name; the variant that is shown more than the settings, and than what the program is called.
fn pieces(model: &Model, room: usize) -> Vec<Piece> {
    let file = match model.origin {
        Origin::File => model.file.clone(),
        Origin::Example => "built-in example".to_owned(),
        Origin::Template(name) => new_plan(model, &format!("new plan ({name})")),
        Origin::Empty => new_plan(model, "new plan"),
        Origin::Tour => "guided tour".to_owned(),
        Origin::New => format!("{} (new)", model.file),
    };
    let changed = match (&model.outside, model.is_changed()) {
        (Outside::Gone, _) => " * file is gone",
        (Outside::Changed | Outside::NoPlan(_), _) => " * changed outside",
        (Outside::Same | Outside::Reading, true) => " * not saved",
        (Outside::Same | Outside::Reading, false) => "",
    };
    let name = file.rsplit('/').next().unwrap_or(&file).to_owned();
    let about = about(model);
    let full = tabs::all(model);
    let small = tabs::one(model, usize::MAX);
    let is_shown = model.document.active_variant().is_some();
    let line = |brand: &str, file: &str, about: &str, tabs: &[Piece]| -> Vec<Piece> {
        let mut line = vec![
            (None, Role::Active, brand.to_owned()),
            (None, Role::Text, file.to_owned()),
            (None, Role::Warning, changed.to_owned()),
            (None, Role::Dim, about.to_owned()),
        ];
        if !tabs.is_empty() {
            line.push((None, Role::Dim, GAP.to_owned()));
            line.extend_from_slice(tabs);
        }
        line
    };
    let mut lines = vec![
        line(BRAND, &file, &about, &full),
        line(BRAND, &file, "", &full),
        line(BRAND, &name, "", &full),
        line(BRAND, &file, "", &small),
        line(BRAND, &name, "", &small),
    ];
    if is_shown {
        lines.push(line(" ", &name, "", &small));
    } else {
        lines.push(line(BRAND, &file, "", &[]));
    }
    let fitting = lines.into_iter().find(|line| width(line) <= room);
    fitting.unwrap_or_else(|| {
        let brand = if is_shown { " " } else { BRAND };
        let rest = room.saturating_sub(brand.len() + changed.len());
        if !is_shown {
            return line(brand, &fit(&name, rest), "", &[]);
        }
        // Half of the rest for each of the two names.
        let name = fit(
            &name,
            (rest.saturating_sub(GAP.len()) / 2).min(name.width()),
        );
        let left = rest.saturating_sub(GAP.len() + name.width());
        line(brand, &name, "", &tabs::one(model, left))
    })
}

/// A plan that has no file yet: by its name, where it has one.
fn new_plan(model: &Model, otherwise: &str) -> String {
    match model.document.plan().name(NodeId::ROOT) {
        "" => otherwise.to_owned(),
        name => format!("{} (new plan)", clean(name)),
    }
}

fn width(line: &[Piece]) -> usize {
    line.iter().map(|(_, _, text)| text.width()).sum()
}

/// Which provider, version and network plugin hold at the selected thing.
fn about(model: &Model) -> String {
    let plan = model.document.plan();
    let settings = model.document.evaluation().settings(model.node());
    let text = |field| settings.text(plan, field).unwrap_or("");
    let version = settings.version(plan, Field::Kubernetes);
    let kubernetes = match version {
        Some(version) => format!("Kubernetes {version}"),
        None => format!("Kubernetes {} (newest known)", deciding(None)),
    };
    let about = [text(Field::Provider), &kubernetes, text(Field::Cni)];
    let about: Vec<&str> = about.into_iter().filter(|text| !text.is_empty()).collect();
    format!("{GAP}{}", about.join(" · "))
}
