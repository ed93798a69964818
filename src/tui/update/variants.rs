//! Variants: which one is shown, and how they are made, named, taken over and taken away.

use super::{open, record_below, refresh, refuse, say};
use crate::engine::range_field;
use crate::plan::{Edit, Field, Kind, NotChanged, Plan, Value};
use crate::tui::keymap::Command;
use crate::tui::model::{Model, Panel};
use crate::tui::outline::Row;
use crate::tui::overlay::{Overlay, Promotion};
use crate::tui::prompt::{Asks, Naming, Prompt};
use crate::tui::view::Tab;

/// Why a command can't be done to what is shown: a variant sets fields, and nothing else.
pub(super) fn why_not(model: &Model, command: Command) -> Option<String> {
    let variant = model.document.active_variant()?;
    let is_shoot = model.document.plan().kind(model.node()) == Kind::Shoot;
    if command == Command::Swap && is_shoot {
        // Not even the plan itself can do that.
        return None;
    }
    let what = match command {
        Command::New
        | Command::NewShoot
        | Command::NewBlock
        | Command::NewRegion
        | Command::NewZone
        | Command::NewVpc
        | Command::Duplicate => "adds nothing",
        Command::Delete => "deletes nothing",
        Command::MoveUp | Command::MoveDown | Command::MoveInto | Command::Swap => "moves nothing",
        Command::Split | Command::Join => "splits and joins nothing",
        Command::Rename => "renames nothing",
        Command::Enter => match (model.panel, model.selected) {
            (Panel::Tree, Row::Free(..)) => "adds nothing",
            (Panel::Fields, _) if model.selected_field() == Some(Field::Name) => "renames nothing",
            _ => return None,
        },
        _ => return None,
    };
    let next = model.keys.key(Command::NextVariant);
    Some(format!(
        "{variant} is a variant: it sets fields and {what}; {next} leads to the plan itself, where this can be done"
    ))
}

/// Shows the next variant or the one before; the plan itself is one of them.
pub(super) fn show_next(model: &mut Model, forward: bool) {
    let names = model.document.plan().variant_names();
    let shown = model.document.active_variant();
    let at = shown.and_then(|shown| names.iter().position(|&name| name == shown));
    let at = at.map_or(0, |at| at + 1);
    let all = names.len() + 1;
    let next = if forward { at + 1 } else { at + all - 1 } % all;
    let name = next
        .checked_sub(1)
        .and_then(|index| names.get(index))
        .map(|&name| name.to_owned());
    if all == 1 {
        let key = model.keys.key(Command::NewVariant);
        return refuse(model, format!("there are no variants; {key} makes one"));
    }
    show(model, name.as_deref());
}

/// What was pressed with a mouse.
pub(super) fn press(model: &mut Model, tab: &Tab) {
    match tab {
        Tab::Base => show(model, None),
        Tab::Variant(name) => show(model, Some(name)),
        Tab::New => ask_new(model),
    }
}

fn show(model: &mut Model, name: Option<&str>) {
    if let Err(why) = model.document.wear(name) {
        return refuse(model, why.to_string());
    }
    model.generation += 1;
    refresh(model);
    match name {
        Some(name) => say(
            model,
            format!("{name}: what is edited goes into this variant"),
        ),
        None => say(model, "the plan itself: what is edited goes into the plan"),
    }
}

/// Asks what a new variant of what is shown is to be called.
pub(super) fn ask_new(model: &mut Model) {
    let names = model.document.plan().variant_names();
    let name = |number: usize| match number {
        1 => "what if".to_owned(),
        _ => format!("what if {number}"),
    };
    let free = (1..=names.len() + 1)
        .map(name)
        .find(|name| !names.contains(&name.as_str()))
        .unwrap_or_default();
    model.prompt = Some(Prompt::new(Asks::Variant(Naming::New(free))));
}

/// Asks for another name of the shown variant.
pub(super) fn ask_rename(model: &mut Model) {
    let Some(name) = shown(model) else { return };
    let mut prompt = Prompt::new(Asks::Variant(Naming::Rename(name.clone())));
    prompt.line.set(&name);
    model.prompt = Some(prompt);
}

/// Takes a name in; gives whether it is one.
pub(super) fn name(model: &mut Model, naming: &Naming, typed: &str) -> bool {
    let typed = typed.trim();
    match naming {
        Naming::New(free) => {
            let name = if typed.is_empty() { free } else { typed };
            let of = model.shown();
            let edit = |plan: &Plan| plan.new_variant(name, of.as_deref());
            let done = match &of {
                Some(of) => format!("make {name}, a variant of {of}"),
                None => format!("make the variant {name}"),
            };
            let is_made = change(model, edit, (done, Some(name)));
            if is_made {
                say(
                    model,
                    format!("made {name}: what is edited now goes into it"),
                );
            }
            is_made
        }
        Naming::Rename(old) if typed == old => true,
        Naming::Rename(old) => {
            let edit = |plan: &Plan| plan.rename_variant(old, typed);
            change(model, edit, (format!("call {old} {typed}"), Some(typed)))
        }
    }
}

/// Takes the shown variant away.
pub(super) fn delete(model: &mut Model) {
    let Some(name) = shown(model) else { return };
    let edit = |plan: &Plan| plan.delete_variant(&name);
    change(model, edit, (format!("delete the variant {name}"), None));
}

/// Shows what the plan would be if it were what the shown variant says: in all, or in the selected field.
pub(super) fn ask_promote(model: &mut Model, field: bool) {
    let Some(name) = shown(model) else { return };
    let only = match (field, model.panel, model.selected) {
        (false, ..) => None,
        (true, Panel::Tree, Row::Range(node, kind)) => Some((node, range_field(kind))),
        (true, Panel::Fields, _) => model.selected_field().map(|field| (model.node(), field)),
        (true, ..) => {
            let key = model.keys.key(Command::NextPanel);
            return refuse(model, format!("choose a field first: {key} leads to them"));
        }
    };
    let tried = model
        .document
        .try_below(|plan| plan.promote_variant(&name, only));
    match tried {
        Ok((Edit::Many(edits), _)) if edits.is_empty() => {
            refuse(model, format!("the plan says all that {name} says"));
        }
        Ok((edit, moves)) => {
            let lines = lines(model, &edit);
            let promotion = Promotion {
                name,
                only,
                lines,
                moves,
            };
            open(model, Overlay::Promote(Box::new(promotion)));
        }
        Err(why) => refuse(model, why.to_string()),
    }
}

/// Makes the plan what a variant says, and shows it if that is all.
pub(super) fn promote(model: &mut Model, promotion: Promotion) {
    let Promotion { name, only, .. } = promotion;
    let edit = |plan: &Plan| plan.promote_variant(&name, only);
    let (done, show) = match only {
        Some((node, field)) => {
            let path = model.document.plan().path(node);
            let key = field.key();
            (
                format!("promote {key} of {path}, from {name}"),
                Some(name.as_str()),
            )
        }
        None => (format!("promote {name}"), None),
    };
    change(model, edit, (done, show));
}

/// What an edit sets, a line each.
fn lines(model: &Model, edit: &Edit) -> Vec<String> {
    const MOST: usize = 12;
    let edits = match edit {
        Edit::Many(edits) => edits.as_slice(),
        one => std::slice::from_ref(one),
    };
    let plan = model.document.plan();
    let line = |edit: &Edit| match edit {
        Edit::Set {
            node, field, value, ..
        } => {
            let path = plan.called(*node);
            let value = value
                .as_ref()
                .map_or_else(|| "nothing".to_owned(), Value::line);
            Some(format!("{path} {} → {value}", field.key()))
        }
        Edit::Insert { .. } | Edit::Remove { .. } | Edit::Move { .. } | Edit::Many(_) => None,
    };
    let mut lines: Vec<String> = edits.iter().take(MOST).filter_map(line).collect();
    let more = edits.len().saturating_sub(MOST);
    if more > 0 {
        lines.push(format!("… and {more} more"));
    }
    lines
}

/// Changes the variants or the plan below them, and shows one of them then; gives whether it was done.
fn change(
    model: &mut Model,
    edit: impl FnOnce(&Plan) -> Result<Edit, NotChanged>,
    (done, show): (String, Option<&str>),
) -> bool {
    let before = model.shown();
    match model.document.edit_below(edit, show) {
        Ok(edited) => {
            record_below(model, done, edited, before);
            true
        }
        Err(why) => {
            refuse(model, why.to_string());
            false
        }
    }
}

/// The variant that is shown. Of the plan itself there is nothing to do.
fn shown(model: &mut Model) -> Option<String> {
    let shown = model.shown();
    if shown.is_none() {
        let [new, next] =
            [Command::NewVariant, Command::NextVariant].map(|one| model.keys.key(one));
        let text =
            format!("this is the plan itself, and no variant; {next} shows one, {new} makes one");
        refuse(model, text);
    }
    shown
}
