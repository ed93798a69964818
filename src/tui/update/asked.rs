//! What lies over the panels: it is opened, read, answered and closed.

use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::saving::{go_on, restore, save};
use super::{called, commit, outside, pin_rest, refuse, say, start, suggest, variants};
use crate::plan::Edit;
use crate::tui::keymap::Command;
use crate::tui::message::{Effect, How};
use crate::tui::model::Model;
use crate::tui::overlay::Overlay;
use crate::tui::view::overlay_depth;

pub(super) fn on_overlay_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    if let Some(Overlay::Start(_)) = model.overlay {
        return start::on_key(model, key);
    }
    let Some(overlay) = model.overlay.clone() else {
        return Vec::new();
    };
    let yes = matches!(key.code, KeyCode::Enter | KeyCode::Char('y'));
    let pins = key.code == KeyCode::Char('p');
    let back = matches!(key.code, KeyCode::Esc | KeyCode::Char('n' | 'q'))
        || model.keys.command(key) == Some(Command::Quit);
    match (model.keys.command(key), overlay) {
        (Some(Command::Up), Overlay::Suggest(_)) => suggest::choose(model, false),
        (Some(Command::Down), Overlay::Suggest(_)) => suggest::choose(model, true),
        (_, Overlay::Suggest(schemes)) if yes && schemes.is_now() => {
            refuse(model, "it is cut so now: there is nothing to make");
        }
        (_, Overlay::Suggest(schemes)) if yes => {
            close(model);
            suggest::take(model, &schemes);
        }
        (Some(Command::Up), _) => model.scroll = model.scroll.saturating_sub(1),
        (Some(Command::Down), _) => {
            model.scroll = model.scroll.saturating_add(1).min(overlay_depth(model));
        }
        (Some(Command::PageUp), _) => model.scroll = model.scroll.saturating_sub(10),
        (Some(Command::PageDown), _) => {
            model.scroll = model.scroll.saturating_add(10).min(overlay_depth(model));
        }
        (Some(Command::First), _) => model.scroll = 0,
        (Some(Command::Last), _) => model.scroll = overlay_depth(model),
        (_, Overlay::Fix { title, edit, .. }) if yes => {
            close(model);
            if commit(model, edit, title) {
                model.marks.clear();
            }
        }
        (
            _,
            Overlay::Fix {
                title, edit, moves, ..
            },
        ) if pins && !moves.is_empty() => {
            close(model);
            pin_rest(model, edit, &title);
        }
        (_, Overlay::Promote(promotion)) if yes => {
            close(model);
            variants::promote(model, *promotion);
        }
        (_, Overlay::Delete { node, moves }) if yes || pins && !moves.is_empty() => {
            close(model);
            let name = format!("delete {}", called(model, node));
            if pins {
                pin_rest(model, Edit::Remove { node }, &name);
            } else {
                commit(model, Edit::Remove { node }, name);
            }
        }
        (_, Overlay::Leave(after)) if key.code == KeyCode::Char('d') => {
            close(model);
            return go_on(model, after);
        }
        (_, Overlay::Leave(after)) if yes || key.code == KeyCode::Char('s') => {
            close(model);
            model.after = Some(after);
            return save(model, How::Replace);
        }
        (_, Overlay::Overwrite) if matches!(key.code, KeyCode::Char('m' | 'o' | 'r' | 'w')) => {
            return outside::answer(model, key);
        }
        (_, Overlay::Restore { .. }) if yes => {
            close(model);
            restore(model);
        }
        (_, Overlay::Restore { .. }) if key.code == KeyCode::Char('d') => {
            close(model);
            model.restorable = None;
            say(model, "what was left unsaved is forgotten");
            return vec![Effect::ForgetOffered];
        }
        (_, Overlay::Page { .. }) if yes || back => close(model),
        (_, Overlay::Begin(_)) if yes => close(model),
        (Some(Command::OpenPlan), Overlay::Begin(_)) => return vec![Effect::Plans],
        (_, Overlay::Begin(_)) if back => return vec![Effect::Quit],
        _ if back => {
            close(model);
            model.after = None;
        }
        _ => refuse(
            model,
            "the line at the bottom of the box says which keys do something",
        ),
    }
    Vec::new()
}

pub(super) fn close(model: &mut Model) {
    model.overlay = None;
    model.scroll = 0;
}

pub(super) fn open(model: &mut Model, overlay: Overlay) {
    model.overlay = Some(overlay);
    model.scroll = 0;
}
