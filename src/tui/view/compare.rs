//! The comparison below the tree: a heading with the columns, what differs, the better value marked, and what it costs.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::overlay::wrap;
use super::{Canvas, Line, fit};
use crate::report::compare::VERDICTS;
use crate::tui::compare::{Comparing, Table};
use crate::tui::keymap::Command;
use crate::tui::model::{Model, Panel};
use crate::tui::theme::Role;
use crate::visible::clean;

/// A column of values is at least so wide.
const NARROWEST: usize = 9;

/// And at most.
const WIDEST: usize = 34;

/// Draws it.
pub(super) fn render(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(comparing) = &model.compare else {
        return;
    };
    let inside = canvas.frame(
        area,
        &title(model, comparing),
        model.panel == Panel::Compare,
    );
    let Some((_, table)) = &comparing.result else {
        canvas.put(inside, (1, 0), Role::Dim, "it is being worked out …");
        return;
    };
    let cut = cut(comparing, table, usize::from(inside.width));
    let heading = heading(model, table, &cut);
    put(canvas, inside, 0, &heading);
    let lines = lines(table, &cut, usize::from(inside.width));
    let room = inside.height.saturating_sub(1);
    let hidden = lines.len().saturating_sub(usize::from(room));
    let start = comparing.scroll.min(hidden);
    for (y, line) in (1..inside.height).zip(lines.iter().skip(start)) {
        put(canvas, inside, y, line);
    }
    if start < hidden && inside.height > 0 {
        let frame = Rect {
            y: inside.bottom(),
            height: 1,
            ..inside
        };
        let more = format!(" … {} more ", hidden - start);
        canvas.put(frame, (1, 0), Role::Dim, &more);
    }
}

fn put(canvas: &mut Canvas<'_>, inside: Rect, y: u16, line: &Line) {
    let pieces: Vec<(Role, &str)> = line
        .iter()
        .map(|(role, text)| (*role, text.as_str()))
        .collect();
    canvas.line(inside, y, &pieces);
}

/// How far it can be scrolled in an area.
pub(super) fn depth(model: &Model, area: Rect) -> usize {
    let Some((comparing, (_, table))) = model
        .compare
        .as_ref()
        .and_then(|one| Some((one, one.result.as_ref()?)))
    else {
        return 0;
    };
    let width = usize::from(area.width.saturating_sub(2));
    let cut = cut(comparing, table, width);
    let room = usize::from(area.height.saturating_sub(3));
    lines(table, &cut, width).len().saturating_sub(room)
}

fn title(model: &Model, comparing: &Comparing) -> String {
    let rows = if comparing.all {
        "all rows"
    } else {
        "what differs"
    };
    let stale = comparing
        .result
        .as_ref()
        .is_some_and(|(of, _)| Some(of) != model.stamp().as_ref());
    let state = match (&comparing.asked, stale) {
        (Some(_), _) => ", being worked out …".to_owned(),
        (None, true) => {
            let key = model.keys.key(Command::Compare);
            format!(", before the last change: {key} works it out again")
        }
        (None, false) => String::new(),
    };
    format!("Compare: {rows}{state}")
}

/// Which columns are shown, how wide, and how wide what they are of.
struct Cut {
    label: usize,
    columns: Vec<(usize, usize)>,
    /// How many stand to the left and the right of them.
    beside: (usize, usize),
}

fn cut(comparing: &Comparing, table: &Table, width: usize) -> Cut {
    let compared = &table.compared;
    let labels = compared.rows.iter().map(|row| label(row).width());
    let label = labels.max().unwrap_or(0).max(6).min(width * 2 / 5) + 3;
    let wanted = |index: usize| {
        let cells = compared.rows.iter().map(|row| cell(row, index).width());
        let name = compared.columns[index].width() + 2;
        (cells.max().unwrap_or(0).max(name) + 2).clamp(NARROWEST, WIDEST)
    };
    let room = width.saturating_sub(label);
    let all = compared.columns.len();
    let most = (room / NARROWEST).clamp(2, all.max(2));
    let first = 1 + comparing.column.min(all.saturating_sub(most));
    let mut chosen: Vec<usize> = std::iter::once(0).chain(first..all).take(most).collect();
    chosen.truncate(all);
    let mut columns: Vec<(usize, usize)> =
        chosen.iter().map(|&index| (index, wanted(index))).collect();
    // What is too wide gives way, the widest first.
    while columns.iter().map(|(_, width)| width).sum::<usize>() > room {
        let Some(widest) = columns.iter_mut().max_by_key(|(_, width)| *width) else {
            break;
        };
        if widest.1 <= 3 {
            break;
        }
        widest.1 -= 1;
    }
    let last = chosen.last().copied().unwrap_or(0);
    Cut {
        label,
        columns,
        beside: (first.min(all) - 1, all.saturating_sub(last + 1)),
    }
}

fn heading(model: &Model, table: &Table, cut: &Cut) -> Line {
    let shown = model.document.active_variant();
    let beside = match cut.beside {
        (0, 0) => String::new(),
        (left, 0) => format!(" ← {left} more"),
        (0, right) => format!(" → {right} more"),
        (left, right) => format!(" ← {left} → {right} more"),
    };
    let mut line = vec![(Role::Dim, pad(&beside, cut.label))];
    for &(index, width) in &cut.columns {
        let name = &table.compared.columns[index];
        let here = if index == 0 {
            shown.is_none()
        } else {
            shown == Some(name.as_str())
        };
        let name = fit(&clean(name), width.saturating_sub(3));
        let (role, text) = if here {
            (Role::Active, format!("‹{name}›"))
        } else {
            (Role::Text, name)
        };
        line.push((role, pad(&text, width)));
    }
    line
}

/// From this width on the verdict comes first.
const WIDE: usize = 100;

/// A title with its lines.
fn note_lines(lines: &mut Vec<Line>, note: &(String, Vec<String>, usize), width: usize) {
    let (title, texts, more) = note;
    lines.push(vec![(Role::Active, format!(" {title}"))]);
    for text in texts {
        for (number, part) in wrap(text, width.saturating_sub(5)).into_iter().enumerate() {
            let indent = if number == 0 { "  " } else { "    " };
            lines.push(vec![(Role::Text, format!("{indent}{part}"))]);
        }
    }
    if *more > 0 {
        lines.push(vec![(Role::Dim, format!("  … and {more} more"))]);
    }
}

/// All lines below the heading.
fn lines(table: &Table, cut: &Cut, width: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    if table.is_same {
        lines.push(vec![(
            Role::Good,
            " nothing differs: all of them come to the same".to_owned(),
        )]);
    }
    // The verdict is what a reader looks for first; where it would fill the panel it comes last.
    let (verdicts, notes) = match table.notes.split_first() {
        Some((first, rest)) if first.0 == VERDICTS => (Some(first), rest),
        _ => (None, &table.notes[..]),
    };
    let (above, below) = if width >= WIDE {
        (verdicts, None)
    } else {
        (None, verdicts)
    };
    if let Some(note) = above {
        note_lines(&mut lines, note, width);
    }
    let mut before = "";
    for row in &table.compared.rows {
        if row.path != before {
            lines.push(vec![(Role::Dim, format!(" {}", clean(&row.path)))]);
            before = &row.path;
        }
        let mut line = vec![(
            Role::Text,
            pad(
                &fit(&format!("  {}", label(row)), cut.label.saturating_sub(1)),
                cut.label,
            ),
        )];
        for &(index, width) in &cut.columns {
            let role = if row.better == Some(index) {
                Role::Good
            } else {
                Role::Text
            };
            line.push((
                role,
                pad(&marked(row, index, width.saturating_sub(1)), width),
            ));
        }
        lines.push(line);
    }
    if table.more > 0 {
        let text = format!(
            " … and {} more rows; `trellis compare` prints them all",
            table.more
        );
        lines.push(vec![(Role::Dim, text)]);
    }
    for note in notes.iter().chain(below) {
        note_lines(&mut lines, note, width);
    }
    lines
}

/// What is measured, and in what.
fn label(row: &crate::compare::Row) -> String {
    format!("{} ({})", row.field, row.unit)
}

fn cell(row: &crate::compare::Row, index: usize) -> String {
    marked(row, index, usize::MAX)
}

/// A value in so many columns; the mark of the best one is never cut.
fn marked(row: &crate::compare::Row, index: usize, width: usize) -> String {
    let value = row.shown.get(index).and_then(Option::as_deref);
    let value = value.unwrap_or("—");
    if row.better == Some(index) {
        format!("✓ {}", fit(value, width.saturating_sub(2)))
    } else {
        fit(value, width)
    }
}

fn pad(text: &str, width: usize) -> String {
    let text = fit(text, width);
    let rest = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(rest))
}
