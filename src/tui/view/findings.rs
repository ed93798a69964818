//! The findings, the worst first; the caret is at those of the selected thing.

use ratatui::layout::Rect;

use super::overlay::wrap;
use super::{Canvas, Line};
use crate::addr::Count;
use crate::diag::{Severity, Waived};
use crate::lint::{Tally, covering};
use crate::tui::model::{Model, Panel};
use crate::tui::noted::Group;
use crate::tui::theme::Role;
use crate::visible::clean;

/// Draws the findings.
pub(super) fn render(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let inside = canvas.frame(area, &title(model), model.panel == Panel::Findings);
    if model.document.outstanding() > 0 {
        let text = "they are listed when all of the plan has been looked at again";
        canvas.put(inside, (1, 0), Role::Dim, text);
        return;
    }
    if model.findings.is_empty() {
        let (role, text) = if model.number_of_all() == 0 {
            (Role::Good, "nothing is wrong with this plan")
        } else {
            (
                Role::Dim,
                "no finding is what is listed alone; esc shows all",
            )
        };
        canvas.put(inside, (1, 0), role, text);
        return;
    }
    let height = usize::from(inside.height);
    let (lines, start) = lines(model, inside);
    for (y, (index, line)) in (0..inside.height).zip(lines.iter().skip(start)) {
        let here = *index == model.finding;
        let pieces: Vec<(Role, &str)> = line
            .iter()
            .map(|(role, text)| (*role, text.as_str()))
            .collect();
        let first =
            lines.iter().position(|(other, _)| other == index) == Some(start + usize::from(y));
        canvas.put(
            inside,
            (0, y),
            Role::Active,
            if here && first { "›" } else { " " },
        );
        let rest = Rect {
            x: inside.x + 1,
            width: inside.width.saturating_sub(1),
            ..inside
        };
        canvas.line(rest, y, &pieces);
        if here && first && model.panel == Panel::Findings {
            canvas.mark(inside, y, Role::Selected);
        }
    }
    let shown = lines
        .get(start + height.saturating_sub(1))
        .map_or(usize::MAX, |(index, _)| *index + 1);
    let all = if model.listing.grouped {
        number(model.findings.len())
    } else if model.listing.is_on() {
        model.listing.left
    } else {
        model.number_of_all()
    };
    let more = all.saturating_sub(number(shown));
    let cut = lines
        .get(start + height)
        .is_some_and(|(index, _)| *index == model.finding);
    let note = match (cut, more) {
        (true, _) => " … e tells all of it ".to_owned(),
        (false, 0) => return,
        (false, more) => format!(" … {} more ", Count::from(more)),
    };
    let frame = Rect {
        y: inside.bottom(),
        height: 1,
        ..inside
    };
    canvas.put(frame, (1, 0), Role::Dim, &note);
}

/// How many findings there are; or what they are narrowed to, and how many that leaves of how many.
fn title(model: &Model) -> String {
    let outstanding = number(model.document.outstanding());
    if outstanding > 0 {
        return format!(
            "Findings: still checking, {} to go",
            Count::from(outstanding)
        );
    }
    let listing = &model.listing;
    let [errors, warnings, advice] = [Severity::Error, Severity::Warning, Severity::Advice]
        .map(|severity| model.number(severity));
    let rules = number(model.findings.len());
    let words = clean(&listing.words);
    let left = format!(
        "{} of {}: {words}",
        Count::from(listing.left),
        Count::from(model.number_of_all())
    );
    match (listing.grouped, listing.words.is_empty()) {
        (true, true) => format!(
            "Findings by rule: {}, {}",
            plural(rules, "rule"),
            plural(listing.left, "finding")
        ),
        (true, false) => format!("Findings by rule: {left}"),
        (false, false) => format!("Findings: {left}"),
        (false, true) => format!(
            "Findings: {}, {}, {advice} advice",
            plural(errors, "error"),
            plural(warnings, "warning")
        ),
    }
}

fn plural(number: u64, word: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {word}{ending}", Count::from(number))
}

fn number(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// `2 errors, 1 advice, of which 1 waived`, of all findings of a rule.
fn many(group: &Group) -> String {
    let Tally {
        errors,
        warnings,
        advice,
    } = group.tally;
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(plural(u64::from(errors), "error"));
    }
    if warnings > 0 {
        parts.push(plural(u64::from(warnings), "warning"));
    }
    if advice > 0 {
        parts.push(format!("{} advice", Count::from(advice)));
    }
    if group.waived > 0 {
        parts.push(format!("{} waived", Count::from(group.waived)));
    }
    parts.join(", ")
}

/// The lines of the findings with the number of each, and which of them is shown first.
fn lines(model: &Model, inside: Rect) -> (Vec<(usize, Line)>, usize) {
    let height = usize::from(inside.height);
    let long = height > 2 || model.panel == Panel::Findings;
    let mut lines: Vec<(usize, Line)> = Vec::new();
    let from = model.finding.saturating_sub(height);
    for index in from..model.findings.len() {
        if lines.len() > 2 * height {
            break;
        }
        let whole = long && index == model.finding;
        let width = usize::from(inside.width);
        lines.extend(
            of_finding(model, index, whole, width)
                .into_iter()
                .map(|line| (index, line)),
        );
    }
    let end = lines
        .iter()
        .rposition(|(index, _)| *index == model.finding)
        .map_or(0, |last| last + 1);
    let begin = lines
        .iter()
        .position(|(index, _)| *index == model.finding)
        .unwrap_or(0);
    let start = end.saturating_sub(height).min(begin);
    (lines, start)
}

/// The finding on a line of the panel.
pub(super) fn finding_at(model: &Model, inside: Rect, y: u16) -> Option<usize> {
    let (lines, start) = lines(model, inside);
    lines.get(start + usize::from(y)).map(|(index, _)| *index)
}

/// A finding on one line; or whole: the message, what helps, and what `f` would do.
fn of_finding(model: &Model, index: usize, whole: bool, width: usize) -> Vec<Line> {
    let finding = &model.findings[index];
    let (mark, role) = match finding.severity {
        Severity::Error => ("● ", Role::Error),
        Severity::Warning => ("▲ ", Role::Warning),
        Severity::Advice => ("· ", Role::Advice),
    };
    let path = model.document.plan().path(finding.subject);
    let place = match (path.as_str(), finding.field) {
        ("", "") => "the plan".to_owned(),
        ("", field) => field.to_owned(),
        (path, "") => path.to_owned(),
        (path, field) => format!("{path}.{field}"),
    };
    let mut head = vec![
        (role, mark.to_owned()),
        (Role::Active, format!("{}  ", finding.code)),
    ];
    if let Some(group) = model.listing.groups.get(index) {
        head.push((role, format!("{}  ", many(group))));
    } else if finding.waived.is_some() {
        head.push((Role::Good, "waived  ".to_owned()));
    }
    head.push((Role::Dim, format!("{place}  ")));
    if !whole {
        let fix = if finding.fixes.is_empty() {
            ""
        } else {
            "  (f fixes)"
        };
        return vec![
            [
                head,
                vec![
                    (Role::Text, finding.message.clone()),
                    (Role::Good, fix.to_owned()),
                ],
            ]
            .concat(),
        ];
    }
    let mut lines = vec![head];
    let mut add = |role: Role, text: &str| {
        lines.extend(
            wrap(text, width.saturating_sub(4))
                .into_iter()
                .map(|line| vec![(role, format!("  {line}"))]),
        );
    };
    add(Role::Text, &finding.message);
    if let Some(Waived { reason, .. }) = &finding.waived {
        let said = covering(&model.document.context(), finding.subject, finding.code);
        let until = said.and_then(|(_, waiver)| waiver.until);
        let until = until.map_or(String::new(), |until| format!(" until {until}"));
        add(Role::Good, &format!("waived{until}: {reason}"));
    }
    if model.listing.grouped {
        return lines;
    }
    if let Some(fix) = finding.fixes.first() {
        add(Role::Good, &format!("f: {}", fix.title));
    } else if let Some(help) = &finding.help {
        add(Role::Good, &format!("→ {help}"));
    }
    lines
}
