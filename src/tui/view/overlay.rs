//! What lies over the panels: help, pages, questions.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::Canvas;
use crate::engine::Move;
use crate::report::moves::{would_drop, would_move};
use crate::report::sizing::{OfPlan, choices};
use crate::tui::keymap::Command;
use crate::tui::model::{Model, Origin, Outside};
use crate::tui::overlay::{After, Overlay, Schemes};
use crate::tui::theme::Role;

/// Draws the overlay, if there is one.
pub(super) fn render(model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
    let Some((title, lines, keys)) = content(model, area.width) else {
        return;
    };
    let place = place(&lines, keys, area);
    canvas.clear(place);
    let inside = canvas.frame(place, &title, true);
    let room = inside.height.saturating_sub(1);
    let most = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .saturating_sub(room);
    let scroll = model.scroll.min(most);
    for (y, line) in (0..room).zip(lines.iter().skip(usize::from(scroll))) {
        canvas.put(inside, (1, y), Role::Text, line);
    }
    if inside.height > 0 {
        let more = if most > scroll {
            format!("{keys} · {} more", most - scroll)
        } else {
            keys.to_owned()
        };
        canvas.put(inside, (1, inside.height - 1), Role::Key, &more);
    }
}

/// How far it can be scrolled.
pub(super) fn depth(model: &Model, area: Rect) -> u16 {
    content(model, area.width).map_or(0, |(_, lines, keys)| {
        let room = place(&lines, keys, area).height.saturating_sub(3);
        u16::try_from(lines.len())
            .unwrap_or(u16::MAX)
            .saturating_sub(room)
    })
}

fn place(lines: &[String], keys: &str, area: Rect) -> Rect {
    let longest = lines
        .iter()
        .map(|line| line.width())
        .max()
        .unwrap_or(0)
        .max(keys.width() + 12);
    let width = u16::try_from(longest + 4)
        .unwrap_or(u16::MAX)
        .min(area.width.saturating_sub(2))
        .max(12)
        .min(area.width);
    let height = u16::try_from(lines.len() + 3)
        .unwrap_or(u16::MAX)
        .min(area.height.saturating_sub(2).max(3))
        .min(area.height);
    Rect::new(
        area.x + (area.width - width) / 2,
        area.y + (area.height - height) / 2,
        width,
        height,
    )
}

/// Its title, its lines, and the keys that do something in it.
fn content(model: &Model, width: u16) -> Option<(String, Vec<String>, &'static str)> {
    let room = usize::from(width.saturating_sub(6));
    let (title, lines, keys) = match model.overlay.as_ref()? {
        Overlay::Page { title, text } => (title.clone(), wrap(text, room), "esc back · ↑↓ scroll"),
        Overlay::Fix {
            title,
            lines,
            moves,
            ..
        } => {
            let keys = if moves.is_empty() {
                "⏎ apply · esc leave as it is"
            } else {
                "⏎ apply · p apply, pin the rest · esc leave as it is"
            };
            let mut lines = [lines.clone(), would(model, moves)].concat();
            if lines.first().is_some_and(String::is_empty) {
                lines.remove(0);
            }
            (title.clone(), lines, keys)
        }
        Overlay::Promote(promotion) => {
            let title = match promotion.only {
                Some((_, field)) => format!("promote {} of {}", field.key(), promotion.name),
                None => format!("promote {}", promotion.name),
            };
            let lines = [promotion.lines.clone(), would(model, &promotion.moves)].concat();
            (
                title,
                lines,
                "⏎ make the plan say this · esc leave as it is",
            )
        }
        Overlay::Suggest(schemes) => ways(model, schemes),
        Overlay::Delete { node, moves } => {
            let plan = model.document.plan();
            let below = plan.walk_from(*node).count().saturating_sub(1);
            let inside = match below {
                0 => String::new(),
                1 => " with the one thing in it".to_owned(),
                _ => format!(" with the {below} things in it"),
            };
            let text = format!("Delete {}{inside}? u takes it back.", plan.path(*node));
            let dropped = would_drop(&model.document, &[*node]).into_iter();
            let keys = if moves.is_empty() {
                "⏎ delete · esc keep"
            } else {
                "⏎ delete · p delete, pin the rest · esc keep"
            };
            (
                "delete".to_owned(),
                [vec![text], dropped.collect(), would(model, moves)].concat(),
                keys,
            )
        }
        Overlay::Start(_) => return None,
        Overlay::Leave(After::Quit) => (
            "quit".to_owned(),
            unsaved(model),
            "⏎ save and quit · d quit without saving · esc stay",
        ),
        Overlay::Leave(After::Open(opening)) => (
            format!("open {}", opening.name()),
            unsaved(model),
            "⏎ save and open · d open without saving · esc stay",
        ),
        Overlay::Overwrite => (
            "the file has changed".to_owned(),
            two_plans(model),
            "m, o, r or w · esc decide later",
        ),
        Overlay::Restore { changed, nameless } => (
            "unsaved changes".to_owned(),
            left(*changed, nameless.as_deref()),
            "⏎ take them up · d forget them · esc not now",
        ),
        Overlay::Begin(lines) => {
            let plans = model.keys.key(Command::OpenPlan);
            let instead = format!("{plans} begins with a template, or opens another plan.");
            let lines = [lines.clone(), vec![instead]].concat();
            ("no plan".to_owned(), lines, "⏎ begin · esc quit")
        }
    };
    let lines = lines.iter().flat_map(|line| {
        if line.is_empty() {
            vec![String::new()]
        } else {
            wrap(line, room)
        }
    });
    Some((title, lines.collect(), keys))
}

/// The ways in which a block could be cut.
fn ways(model: &Model, schemes: &Schemes) -> (String, Vec<String>, &'static str) {
    let path = model.document.plan().path(schemes.levels.node);
    let levels = &schemes.levels;
    let nodes = levels.of_nodes(model.document.plan());
    let plan = OfPlan {
        path: &path,
        now: schemes.now.as_deref(),
        nodes: nodes.as_ref(),
    };
    let lines = choices(&levels.problem, &schemes.found, schemes.chosen, plan);
    let keys = match (schemes.is_now(), schemes.found.schemes.len()) {
        (false, _) => "↑↓ choose · ⏎ make it a variant · esc back",
        (true, 1) => "it is cut so, and no other way fits · esc back",
        (true, _) => "↑↓ choose another · it is cut so now · esc back",
    };
    (format!("how {path} could be cut"), lines, keys)
}

/// What was left unsaved, and what taking it up does.
fn left(changed: bool, nameless: Option<&str>) -> Vec<String> {
    let ended = "The last time ended with";
    let mut lines = vec![match nameless {
        None => format!("{ended} changes that were not saved."),
        Some("") => format!("{ended} a plan that was never saved."),
        Some(name) => format!("{ended} the plan `{name}`, which was never saved."),
    }];
    if changed {
        lines.push("The file has changed since: taking them up undoes that.".to_owned());
    }
    lines
}

/// What is in the file, and what that is to changes here.
fn two_plans(model: &Model) -> Vec<String> {
    let file = &model.file;
    let now = match &model.outside {
        Outside::NoPlan(why) => format!("{file} was changed outside: {why}."),
        Outside::Same | Outside::Changed | Outside::Reading | Outside::Gone => {
            format!("{file} was changed outside since it was read here.")
        }
    };
    let here = match model.undo.len().saturating_sub(model.saved.unwrap_or(0)) {
        0 => "Which of the two is to stay?".to_owned(),
        1 => "One change here is not saved. Which of the two is to stay?".to_owned(),
        changes => format!("{changes} changes here are not saved. Which of the two is to stay?"),
    };
    vec![
        now,
        here,
        String::new(),
        "m  merge: what was changed here is done again on the file as it is now".to_owned(),
        "o  overwrite the file with the plan here".to_owned(),
        "r  read the file again; what is not saved here is lost".to_owned(),
        "w  write the plan here into another file, and read this one again".to_owned(),
    ]
}

/// What it would move, below a blank line.
fn would(model: &Model, moves: &[Move]) -> Vec<String> {
    let mut lines = would_move(&model.document, moves, 6);
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    lines
}

/// What would be lost, the last changes first.
fn unsaved(model: &Model) -> Vec<String> {
    const MOST: usize = 4;
    if model.outside == Outside::Gone {
        let only = format!("{} is gone: its plan is nowhere but here.", model.file);
        return vec![only];
    }
    let what = match model.origin {
        Origin::File | Origin::New => &model.file,
        Origin::Example | Origin::Template(_) | Origin::Empty | Origin::Tour => {
            "the plan, which has no file yet,"
        }
    };
    let mut lines = vec![format!("{what} has changes that are not saved:")];
    let changes = model.undo.len().saturating_sub(model.saved.unwrap_or(0));
    let names = model.undo.iter().rev().take(changes.min(MOST));
    lines.extend(names.map(|done| format!("  {}", done.name)));
    if changes > MOST {
        lines.push(format!("  … and {} more", changes - MOST));
    }
    lines
}

/// Text broken into lines between words; lines keep their indent.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(10);
    let mut lines = Vec::new();
    for line in text.lines() {
        let indent: String = line.chars().take_while(|char| *char == ' ').collect();
        let mut current = String::new();
        if line.chars().count() <= width {
            lines.push(line.to_owned());
            continue;
        }
        for word in line.split_whitespace() {
            if !current.trim().is_empty()
                && current.chars().count() + 1 + word.chars().count() > width
            {
                lines.push(std::mem::take(&mut current));
            }
            if current.is_empty() {
                current.push_str(&indent);
            } else if !current.trim().is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        lines.push(current);
    }
    lines
}
