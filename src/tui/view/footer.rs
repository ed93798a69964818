//! The line at the bottom: what just happened, else the keys that do something here.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::canvas::Canvas;
use super::tabs;
use crate::plan::Kind;
use crate::tui::editing::Editing;
use crate::tui::keymap::{Command, Typing, typing_key};
use crate::tui::model::{Model, Origin, Panel};
use crate::tui::outline::Row;
use crate::tui::theme::Role;

/// What just happened, else the keys that do something here.
pub(super) fn footer(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    if model.prompt.is_some() {
        return;
    }
    if let Some(toast) = &model.toast {
        let (mark, role) = if toast.refused {
            (" ! ", Role::Warning)
        } else {
            (" ✓ ", Role::Good)
        };
        canvas.line(area, 0, &[(role, mark), (role, &toast.text)]);
        return;
    }
    if model.overlay.is_some() {
        // Keys go to what lies over the panels, and it names them.
        return;
    }
    let hints = match &model.editing {
        Some(editing) => while_editing(editing),
        None => shown(model),
    };
    let help = hints.iter().position(|(_, word)| *word == "help");
    let width = |(key, word): (&str, &str)| key.width() + word.width() + 3;
    let kept = help.map_or(0, |help| width(hints[help]));
    let mut x = 1;
    for (index, &hint) in hints.iter().enumerate() {
        let after = if help.is_some_and(|help| index < help) {
            kept
        } else {
            0
        };
        if usize::from(x) + width(hint) + after
            > usize::from(area.width) + 2 - usize::from(after > 0) * 2
        {
            continue;
        }
        x += canvas.put(area, (x, 0), Role::Key, hint.0);
        // The gap behind it is not drawn: it would be cut with a mark where the line ends.
        x += canvas.put(area, (x, 0), Role::Dim, &format!(" {}", hint.1)) + 2;
    }
}

fn while_editing(editing: &Editing) -> Vec<(&'static str, &'static str)> {
    let hint = |typing: Typing| {
        let row = typing_key(typing);
        (row.keys.first().copied().unwrap_or(""), row.short)
    };
    let mut hints = vec![
        ("⏎", typing_key(Typing::Keep).short),
        hint(Typing::TakeBack),
    ];
    if !editing.moves.is_empty() {
        hints.push(hint(Typing::Pin));
    }
    if !editing.completions.is_empty() {
        hints.extend([hint(Typing::Complete), ("↑↓", "choose")]);
    }
    hints.extend([hint(Typing::Explain), hint(Typing::Clear)]);
    hints
}

/// The keys that do something here, the most useful first.
fn shown(model: &Model) -> Vec<(&'static str, &'static str)> {
    if model.panel == Panel::Compare {
        return tabs::while_comparing(model);
    }
    let hint = |command: Command| {
        let binding = model.keys.binding(command);
        let key = binding.keys.first().copied().unwrap_or("");
        (key, binding.short)
    };
    let enter = match model.keys.key(Command::Enter) {
        "enter" => "⏎",
        other => other,
    };
    let mut hints = vec![(enter, enter_does(model))];
    let finding = model.findings.get(model.finding);
    let grouped = model.listing.grouped;
    if finding.is_some_and(|finding| !finding.fixes.is_empty()) && !grouped {
        hints.push(hint(Command::Fix));
    }
    let is_field = matches!(
        (model.panel, model.selected),
        (Panel::Fields, _) | (Panel::Tree, Row::Range(..))
    );
    if is_field || finding.is_some() {
        hints.push(hint(Command::Explain));
    }
    if model.panel == Panel::Fields {
        hints.push(hint(Command::Inspect));
    }
    if model.panel == Panel::Findings && finding.is_some() && !grouped {
        let waived = finding.is_some_and(|finding| finding.waived.is_some());
        hints.push(hint(if waived {
            Command::Unwaive
        } else {
            Command::Waive
        }));
    }
    if model.panel == Panel::Findings {
        hints.extend([Command::Filter, Command::GroupByRule].map(hint));
    } else if finding.is_some() {
        hints.push(hint(Command::NextFinding));
    }
    if model.border().is_some() {
        let moves = [
            Command::PreviousBorder,
            Command::NextBorder,
            Command::ShorterByNibble,
            Command::LongerByNibble,
        ];
        if moves.map(|command| model.keys.key(command)) == ["(", ")", "[", "]"] {
            hints.push(("()[]", "border"));
        } else {
            hints.extend([Command::NextBorder, Command::LongerByNibble].map(hint));
        }
    }
    if !model.undo.is_empty() {
        hints.push(hint(Command::Undo));
    }
    if !model.redo.is_empty() {
        hints.push(hint(Command::Redo));
    }
    if model.is_changed() || model.origin != Origin::File {
        hints.push(hint(Command::Save));
    }
    if model.document.plan().kind(model.node()) == Kind::Shoot {
        hints.push(hint(Command::Export));
    }
    hints.extend([Command::NextPanel, Command::Help].map(hint));
    hints.extend(tabs::commands(model).into_iter().map(hint));
    hints.extend([Command::Goto, Command::Find, Command::New, Command::Quit].map(hint));
    // What has no key is in the palette.
    hints.retain(|(key, _)| !key.is_empty());
    hints
}

/// What enter does here, in a word.
fn enter_does(model: &Model) -> &'static str {
    match (model.panel, model.selected) {
        (Panel::Findings, _) if model.listing.grouped => "show them",
        (Panel::Findings, _) => "go there",
        (Panel::Compare, _) => "",
        (Panel::Fields, _) | (Panel::Tree, Row::Range(..)) => "edit",
        (Panel::Tree, Row::Free(..)) => "take",
        (Panel::Tree, Row::Members(_)) => "open",
        (Panel::Tree, Row::Definition(_) | Row::Member(..)) => "fields",
    }
}
