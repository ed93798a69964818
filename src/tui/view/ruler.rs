//! The ruler of the selected thing, and what moving its border would do.

use super::Line;
use super::overlay::wrap;
use crate::diag::Severity;
use crate::document::{Consequence, Difference};
use crate::report::ruler::{self, Border, Part, Piece, Ruler, Side, Stride, View};
use crate::source::NodeId;
use crate::tui::border::Move;
use crate::tui::model::Model;
use crate::tui::theme::Role;
use crate::visible::clean;

/// The ruler of the selected thing as lines: digits, borders, marks, what they mean, and where the border could go.
pub(super) fn lines(model: &Model, width: usize) -> Vec<Line> {
    let rulers = model.rulers();
    let Some((index, number)) = model.border_in(&rulers) else {
        return Vec::new();
    };
    let (drawn, border) = (&rulers[index], &rulers[index].borders[number]);
    let is_chosen = model.choice().is_some();
    let room = width.saturating_sub(1);
    let coloured = |pieces: Vec<Piece>| {
        let mut line = vec![(Role::Text, " ".to_owned())];
        line.extend(pieces.into_iter().map(|(part, text)| (role(part), text)));
        line
    };
    let view = view(model, drawn, number, room);
    let mut lines: Vec<Line> = ruler::lines(drawn, Some(number), (view, room))
        .into_iter()
        .map(coloured)
        .collect();
    lines.extend(moves(model, border, is_chosen, width));
    lines.extend(ruler::notes(drawn, room).into_iter().map(coloured));
    if is_chosen && rulers.len() > 1 {
        let other = drawn.family.other();
        lines.push(vec![(Role::Dim, format!(" ( ) goes on to {other} too"))]);
    }
    lines
}

/// Which digits of the ruler are shown in a panel of a width, and how many lines these and the letters below them take.
pub(super) fn grip(model: &Model, width: usize) -> Option<(View, usize)> {
    let rulers = model.rulers();
    let (index, number) = model.border_in(&rulers)?;
    let view = view(model, &rulers[index], number, width.saturating_sub(1));
    Some((view, view.height(&rulers[index])))
}

fn view(model: &Model, ruler: &Ruler, number: usize, room: usize) -> View {
    let held = model.dragging.as_ref().map(|held| held.view);
    held.unwrap_or_else(|| View::of(ruler, Some(number), (model.scale, room)))
}

const fn role(part: Part) -> Role {
    match part {
        Part::Level(number) => Role::Level(number),
        Part::Chosen => Role::Chosen,
        Part::Beyond | Part::Words => Role::Dim,
        Part::Mark => Role::Advice,
        Part::Broken => Role::Error,
    }
}

/// What the next moves to both sides would do. What stays where it is says so once it is chosen.
fn moves(model: &Model, border: &Border, is_chosen: bool, width: usize) -> Vec<Line> {
    let Some(outlook) = model.outlook_of(border) else {
        return Vec::new();
    };
    let all_refused = outlook
        .sides
        .iter()
        .all(|(_, to)| matches!(to, Move::Refused(_)));
    if all_refused && !is_chosen {
        return Vec::new();
    }
    let (mut lines, mut words): (Vec<Line>, Vec<Line>) = Default::default();
    let mut last = "";
    for (side, to) in &outlook.sides {
        let key = key(*side, outlook.stride);
        match to {
            // Both sides stay for one reason, which is told once.
            Move::Refused(why) if why == last => {}
            Move::Refused(why) => {
                last = why;
                let key = if all_refused { " " } else { key };
                lines.extend(told(key, &clean(why), Role::Warning, width));
            }
            Move::To(length, consequence) => {
                let text = told_move(model, border, consequence.as_ref());
                let role = consequence.as_ref().map_or(Role::Dim, severity);
                lines.extend(told(key, &format!("{length} {text}"), role, width));
                let worst = consequence.as_ref().and_then(|of| of.words.as_deref());
                if let Some(worst) = worst.filter(|_| is_chosen) {
                    words.extend(told(key, &clean(worst), Role::Dim, width));
                }
            }
        }
    }
    lines.append(&mut words);
    lines
}

const fn key(side: Side, stride: Stride) -> &'static str {
    match (side, stride) {
        (Side::Shorter, Stride::Nibble) => "[",
        (Side::Longer, Stride::Nibble) => "]",
        (Side::Shorter, Stride::Bit) => "{",
        (Side::Longer, Stride::Bit) => "}",
    }
}

fn severity(consequence: &Consequence) -> Role {
    match consequence.gained.first().map(|first| first.severity) {
        Some(Severity::Error) => Role::Error,
        Some(Severity::Warning) => Role::Warning,
        Some(Severity::Advice) => Role::Text,
        None => Role::Good,
    }
}

fn told(key: &str, text: &str, role: Role, width: usize) -> Vec<Line> {
    wrap(text, width.saturating_sub(4).max(1))
        .into_iter()
        .enumerate()
        .map(|(index, line)| {
            let key = if index == 0 { key } else { " " };
            vec![(Role::Key, format!(" {key} ")), (role, line)]
        })
        .collect()
}

/// "● 1 error more (does-not-fit), moves old and 2 more".
fn told_move(model: &Model, border: &Border, consequence: Option<&Consequence>) -> String {
    let Some(consequence) = consequence else {
        return "… too much lies behind it to try this first; u takes it back".to_owned();
    };
    let mut parts: Vec<String> = Vec::new();
    parts.extend(counted(&consequence.gained, "more"));
    parts.extend(counted(&consequence.lost, "less"));
    parts.extend(moved(model, border, consequence));
    if parts.is_empty() {
        return "nothing else changes".to_owned();
    }
    parts.join(", ")
}

fn counted(differences: &[Difference], word: &str) -> Option<String> {
    let worst = differences.first()?.severity;
    let of_worst: Vec<&Difference> = differences
        .iter()
        .filter(|difference| difference.severity == worst)
        .collect();
    let number: usize = of_worst.iter().map(|difference| difference.number).sum();
    let codes: Vec<&str> = of_worst.iter().map(|difference| difference.code).collect();
    let unit = match (worst, number) {
        (Severity::Advice, _) | (_, 1) => worst.word().to_owned(),
        _ => format!("{}s", worst.word()),
    };
    let symbol = match worst {
        Severity::Error => "● ",
        Severity::Warning => "▲ ",
        Severity::Advice => "",
    };
    let symbol = if word == "more" { symbol } else { "" };
    Some(format!(
        "{symbol}{number} {unit} {word} ({})",
        codes.join(", ")
    ))
}

fn moved(model: &Model, border: &Border, consequence: &Consequence) -> Option<String> {
    let plan = model.document.plan();
    let name = |&id: &NodeId| format!("`{}`", clean(plan.name(id)));
    let own = border.of.node();
    let mut names: Vec<String> = Vec::new();
    if consequence.moved.contains(&own) {
        names.push("itself".to_owned());
    }
    names.extend(consequence.moved.iter().filter(|&&id| id != own).map(name));
    let (first, rest) = names.split_first()?;
    let mut text = match rest {
        [] => format!("moves {first}"),
        [second] => format!("moves {first} and {second}"),
        [..] => format!("moves {first} and {} more", rest.len()),
    };
    if let Some(locked) = consequence.locked.first() {
        text.extend([", and ", &name(locked), " is locked"]);
    }
    Some(text)
}
