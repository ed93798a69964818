//! How far what is selected can grow.

use super::Line;
use super::overlay::wrap;
use crate::breaks::{When, nearby};
use crate::report::breaks::{in_place, sentence};
use crate::tui::keymap::Command;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// Of more things than these a frame would be late.
const MOST: usize = 100;

/// What breaks first of what is selected, and how far it can grow where it is.
pub(super) fn lines(model: &Model, width: usize) -> Vec<Line> {
    let plan = model.document.plan();
    let (first, all) = nearby(&model.document, model.node(), MOST);
    let mut lines = Vec::new();
    let mut say = |role: Role, text: &str| {
        let wrapped = wrap(text, width.saturating_sub(3)).into_iter();
        lines.extend(wrapped.enumerate().map(|(number, line)| {
            let indent = if number == 0 { " " } else { "   " };
            vec![(role, format!("{indent}{line}"))]
        }));
    };
    if let Some(first) = &first {
        let role = if first.when == When::Now {
            Role::Error
        } else {
            Role::Text
        };
        say(role, &format!("breaks first: {}", sentence(plan, first)));
    }
    for text in in_place(&model.document, model.node(), &model.members()) {
        say(Role::Text, &text);
    }
    if !all {
        let key = model.keys.key(Command::Breaks);
        say(
            Role::Dim,
            &format!("{key} lists what breaks first in all of it"),
        );
    }
    lines
}
