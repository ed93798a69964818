//! The plan and its variants as tabs of the header, and what is asked and hinted about them.

use unicode_width::UnicodeWidthStr as _;

use super::fit;
use crate::tui::compare::BASE;
use crate::tui::keymap::Command;
use crate::tui::model::Model;
use crate::tui::prompt::Naming;
use crate::tui::theme::Role;
use crate::visible::clean;

/// A tab of the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tab {
    /// The plan itself.
    Base,
    /// One of its variants.
    Variant(String),
    /// None yet: makes one.
    New,
}

/// A piece of the header, with the tab that it is.
pub(super) type Piece = (Option<Tab>, Role, String);

/// All tabs with the shown one marked; none, if there are no variants.
pub(super) fn all(model: &Model) -> Vec<Piece> {
    let names = model.document.plan().variant_names();
    if names.is_empty() {
        return Vec::new();
    }
    let shown = model.document.active_variant();
    let mut pieces = vec![piece(Tab::Base, BASE, shown.is_none())];
    for name in names {
        pieces.push((None, Role::Dim, "  ".to_owned()));
        let tab = Tab::Variant(name.to_owned());
        pieces.push(piece(tab, &clean(name), shown == Some(name)));
    }
    pieces.push((Some(Tab::New), Role::Key, "  +".to_owned()));
    pieces
}

/// The shown tab alone in so many columns, with its place among all.
pub(super) fn one(model: &Model, room: usize) -> Vec<Piece> {
    let names = model.document.plan().variant_names();
    let shown = model.document.active_variant();
    if names.is_empty() {
        return Vec::new();
    }
    let at = shown.and_then(|shown| names.iter().position(|&name| name == shown));
    let place = format!("{}/{} ", at.map_or(1, |at| at + 2), names.len() + 1);
    let left = room.saturating_sub(place.width() + 2);
    let name = fit(&clean(shown.unwrap_or(BASE)), left);
    let tab = shown.map_or(Tab::Base, |name| Tab::Variant(name.to_owned()));
    let mut pieces = vec![(None, Role::Dim, place)];
    if left > 0 {
        pieces.push(piece(tab, &name, true));
    }
    pieces
}

fn piece(tab: Tab, name: &str, shown: bool) -> Piece {
    let (role, text) = if shown {
        (Role::Active, format!("‹{name}›"))
    } else {
        (Role::Text, name.to_owned())
    };
    (Some(tab), role, text)
}

/// What is asked for, and the keys that answer.
pub(super) fn asks(model: &Model, naming: &Naming) -> (String, String) {
    match naming {
        Naming::New(name) => {
            let of = model.document.active_variant();
            let of = of.map_or_else(String::new, |of| format!(" of {}", clean(of)));
            let keys = format!("⏎ {name} · or type a name · esc back");
            (format!(" what-if{of}, called "), keys)
        }
        Naming::Rename(name) => {
            let keys = "⏎ rename · esc back".to_owned();
            (format!(" rename {} to ", clean(name)), keys)
        }
    }
}

/// The commands about variants that do something here.
pub(super) fn commands(model: &Model) -> Vec<Command> {
    let mut commands = vec![Command::NewVariant];
    if !model.document.plan().variant_names().is_empty() {
        commands.extend([Command::NextVariant, Command::Compare]);
    }
    if model.document.active_variant().is_some() {
        commands.push(Command::Promote);
    }
    commands
}

/// The keys that do something in the comparison.
pub(super) fn while_comparing(model: &Model) -> Vec<(&'static str, &'static str)> {
    let key = |command: Command| model.keys.key(command);
    let all = model.compare.as_ref().is_some_and(|one| one.all);
    let mut hints = vec![
        ("↑↓", "scroll"),
        (
            key(Command::Measure),
            if all { "what differs" } else { "all rows" },
        ),
        (key(Command::NextPanel), "edit beside it"),
        (key(Command::Help), "help"),
        (key(Command::NextVariant), "switch"),
    ];
    if model.document.active_variant().is_some() {
        hints.push((key(Command::Promote), "promote"));
        hints.push((key(Command::Mark), "leave out, take in"));
    }
    if model.document.plan().variant_names().len() > 1 {
        hints.push(("←→", "columns"));
    }
    hints.push((key(Command::Back), "close"));
    hints
}
