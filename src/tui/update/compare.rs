//! The comparison: opened, followed while the plan is edited, scrolled, closed.

use std::sync::Arc;

use super::{refuse, say};
use crate::document::{Document, FileKind};
use crate::tui::compare::{Comparing, Stamp, Table};
use crate::tui::keymap::Command;
use crate::tui::message::Effect;
use crate::tui::model::{Model, Panel};
use crate::tui::prompt::{Asks, Prompt};
use crate::tui::view::compare_depth;

/// So many lines a page.
const PAGE: usize = 8;

/// Opens the comparison, or asks for another plan file.
pub(super) fn begin(model: &mut Model, command: Command) {
    if command == Command::CompareWith {
        ask_beside(model);
    } else {
        open(model);
    }
}

/// Opens the comparison or goes to it; where one is in it already, works it out again, or closes it.
fn open(model: &mut Model) {
    if is_alone(model) {
        let [variant, file] =
            [Command::NewVariant, Command::CompareWith].map(|command| model.keys.key(command));
        return refuse(
            model,
            format!(
                "there is nothing to compare the plan with; {variant} makes a variant, {file} takes a plan file"
            ),
        );
    }
    let is_stale = is_stale(model);
    let there = model.panel == Panel::Compare;
    let stamp = model.stamp();
    match &mut model.compare {
        None => {
            model.compare = Some(Comparing::default());
            let stamp = model.stamp();
            ask(model, stamp);
        }
        Some(comparing) if there && is_stale => {
            if comparing.asked.is_none() {
                ask(model, stamp);
            }
        }
        Some(_) if there => return close(model),
        Some(_) => {}
    }
    model.panel = Panel::Compare;
}

/// Whether there is nothing to compare the plan with.
fn is_alone(model: &Model) -> bool {
    let beside = model.compare.as_ref().map(|one| one.beside.len());
    model.document.plan().variant_names().is_empty() && beside.is_none_or(|number| number == 0)
}

/// Asks which plan file is compared too.
fn ask_beside(model: &mut Model) {
    model.prompt = Some(Prompt::new(Asks::Beside));
}

/// The name of a plan file has been typed.
pub(super) fn read_beside(model: &mut Model, prompt: Prompt) -> Vec<Effect> {
    let name = prompt.line.text().trim().to_owned();
    if name.is_empty() {
        refuse(model, "write the name of a plan file, such as other.yaml");
        model.prompt = Some(prompt);
        return Vec::new();
    }
    vec![Effect::ReadBeside(name)]
}

/// A plan file has been read: it is a column from now on, in place of what it was before.
pub(super) fn beside(model: &mut Model, file: &str, text: Result<String, String>) {
    let text = match text {
        Ok(text) => text,
        Err(why) => return refuse(model, why),
    };
    let document = Document::with(text, model.document.today(), model.document.profiles());
    if document.kind() != FileKind::Plan {
        return refuse(
            model,
            format!("{file} is no plan; a plan says `trellis: 1`"),
        );
    }
    let comparing = model.compare.get_or_insert_default();
    comparing.beside.retain(|(other, _)| other != file);
    comparing.beside.push((file.to_owned(), Arc::new(document)));
    comparing.readings += 1;
    model.panel = Panel::Compare;
    say(
        model,
        format!("{file} is compared as it is now; closing forgets it"),
    );
    again(model);
}

/// Closes it.
pub(super) fn close(model: &mut Model) {
    model.compare = None;
    model.panel = Panel::Tree;
}

/// Whether what is shown is of an earlier plan.
pub(super) fn is_stale(model: &Model) -> bool {
    let of = model.compare.as_ref().and_then(|one| one.result.as_ref());
    of.is_none_or(|(of, _)| Some(of) != model.stamp().as_ref())
}

fn ask(model: &mut Model, stamp: Option<Stamp>) {
    if let Some(comparing) = &mut model.compare {
        comparing.asked = stamp;
    }
}

/// After whatever happened: has what is shown be worked out again if it is of an earlier plan. One at a time; in large
/// plans only when someone asks.
pub(super) fn follow(model: &mut Model, before: Option<&Stamp>) -> Option<Effect> {
    if is_alone(model) && model.compare.is_some() {
        // The last variant is gone: there is nothing to compare with.
        model.compare = None;
        if model.panel == Panel::Compare {
            model.panel = Panel::Tree;
        }
    }
    let comparing = model.compare.as_ref()?;
    let now = comparing.asked.clone();
    if now.is_none() && model.compares_live() && is_stale(model) {
        let stamp = model.stamp();
        ask(model, stamp);
    }
    let asked = model.compare.as_ref()?.asked.as_ref();
    (asked.is_some() && asked != before).then_some(Effect::Compare)
}

/// The comparison has been worked out.
pub(super) fn compared(model: &mut Model, of: Stamp, table: Box<Table>) {
    if let Some(comparing) = &mut model.compare
        && comparing.asked.as_ref() == Some(&of)
    {
        comparing.asked = None;
        comparing.column = comparing
            .column
            .min(table.compared.columns.len().saturating_sub(2));
        comparing.result = Some((of, table));
        let depth = compare_depth(model);
        if let Some(comparing) = &mut model.compare {
            comparing.scroll = comparing.scroll.min(depth);
        }
    }
}

/// Does a command that means something in the comparison; gives whether it does.
pub(super) fn on_command(model: &mut Model, command: Command) -> bool {
    let depth = compare_depth(model);
    let shown = model.shown();
    let Some(comparing) = model
        .compare
        .as_mut()
        .filter(|_| model.panel == Panel::Compare)
    else {
        return false;
    };
    let columns = comparing
        .result
        .as_ref()
        .map_or(0, |(_, table)| table.compared.columns.len());
    match command {
        Command::Up => comparing.scroll = comparing.scroll.saturating_sub(1),
        Command::Down => comparing.scroll = (comparing.scroll + 1).min(depth),
        Command::PageUp => comparing.scroll = comparing.scroll.saturating_sub(PAGE),
        Command::PageDown => comparing.scroll = (comparing.scroll + PAGE).min(depth),
        Command::First => comparing.scroll = 0,
        Command::Last => comparing.scroll = depth,
        Command::Close => comparing.column = comparing.column.saturating_sub(1),
        Command::Open => comparing.column = (comparing.column + 1).min(columns.saturating_sub(2)),
        Command::Measure => {
            comparing.all = !comparing.all;
            let says = if comparing.all {
                "all rows, those too that are the same everywhere"
            } else {
                "only what differs"
            };
            say(model, says);
            again(model);
        }
        Command::Mark => leave_out(model, shown),
        Command::Back => close(model),
        Command::Enter => refuse(
            model,
            "there is nothing to edit in here; tab leads to the tree and the fields, and this follows",
        ),
        _ => return false,
    }
    true
}

/// Leaves the shown variant out, or takes it in again.
fn leave_out(model: &mut Model, shown: Option<String>) {
    let Some(name) = shown else {
        let key = model.keys.key(Command::NextVariant);
        return refuse(
            model,
            format!(
                "the plan itself is always compared; {key} shows a variant, to leave it out or take it in"
            ),
        );
    };
    let Some(comparing) = &mut model.compare else {
        return;
    };
    let text = if comparing.left_out.remove(&name) {
        format!("{name} is compared again")
    } else {
        let text = format!("{name} is left out");
        comparing.left_out.insert(name);
        text
    };
    say(model, text);
    again(model);
}

/// What is wanted of it has changed: in large plans too that is asked for.
fn again(model: &mut Model) {
    let stamp = model.stamp();
    if model
        .compare
        .as_ref()
        .is_some_and(|one| one.asked.is_none())
    {
        ask(model, stamp);
    }
}

/// Scrolls it by the mouse.
pub(super) fn wheel(model: &mut Model, down: bool, step: usize) {
    let depth = compare_depth(model);
    if let Some(comparing) = &mut model.compare {
        comparing.scroll = if down {
            (comparing.scroll + step).min(depth)
        } else {
            comparing.scroll.saturating_sub(step)
        };
    }
}
