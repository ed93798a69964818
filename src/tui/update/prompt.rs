//! Prompts: keys while one types where to go, what to find, or which command.

use super::narrow::{keep_filter, narrow};
use super::shape::{move_into, split};
use super::walk::select;
use super::{compare, listing, on_command, refuse, say, start, variants, waive};
use crate::engine::said_at;
use crate::plan::{Field, On};
use crate::source::NodeId;
use crate::tui::commands::{Entry, help, help_of_fields, palette};
use crate::tui::find::{Needle, matches, next};
use crate::tui::goto::{Target, answer};
use crate::tui::message::Effect;
use crate::tui::model::{Model, Panel};
use crate::tui::outline::Row;
use crate::tui::prompt::{Asks, Find, Place, Prompt};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Asks where to go.
pub(super) fn ask_goto(model: &mut Model) {
    model.prompt = Some(Prompt::new(Asks::Goto(answer(model, ""))));
}

/// Asks what to find.
pub(super) fn ask_find(model: &mut Model) {
    let find = Find {
        needle: None,
        matches: Vec::new(),
        more: false,
        at: 0,
        from: place(model),
    };
    model.panel = Panel::Tree;
    model.prompt = Some(Prompt::new(Asks::Find(Box::new(find))));
}

/// Where one is: to come back to.
pub(super) fn place(model: &Model) -> Place {
    Place {
        row: model.selected,
        top: model.top,
        panel: model.panel,
        field: model.field,
        finding: model.finding,
        focus: model.focus.clone(),
        outline: model.outline.clone(),
        generation: model.generation,
    }
}

/// Asks which command.
pub(super) fn ask_command(model: &mut Model) {
    model.prompt = Some(Prompt::new(Asks::Palette));
}

/// Shows all keys.
pub(super) fn show_help(model: &mut Model) {
    model.prompt = Some(Prompt::new(Asks::Help));
}

pub(super) fn on_prompt_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    let Some(mut prompt) = model.prompt.take() else {
        return Vec::new();
    };
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    if let (KeyCode::Char(char @ ('p' | 'n')), true, Asks::Find(_)) =
        (key.code, control, &prompt.asks)
    {
        recall(model, &mut prompt, char == 'p');
        model.prompt = Some(prompt);
        return Vec::new();
    }
    let step = match key.code {
        KeyCode::Esc => return leave(model, prompt),
        KeyCode::Char('c') if control => return leave(model, prompt),
        KeyCode::Enter => return accept(model, prompt),
        KeyCode::Tab => {
            complete(model, &mut prompt);
            model.prompt = Some(prompt);
            return Vec::new();
        }
        KeyCode::Up => Some(-1),
        KeyCode::Down => Some(1),
        KeyCode::PageUp => Some(-10),
        KeyCode::PageDown => Some(10),
        KeyCode::Home if matches!(prompt.asks, Asks::Help) => Some(i64::MIN),
        KeyCode::End if matches!(prompt.asks, Asks::Help) => Some(i64::MAX),
        _ => None,
    };
    if let Some(step) = step {
        choose(model, &mut prompt, step);
    } else if prompt.line.on_key(key) {
        typed(model, &mut prompt);
    } else {
        refuse(model, "this key does nothing here; esc goes back");
    }
    model.prompt = Some(prompt);
    Vec::new()
}

pub(super) fn on_prompt_paste(model: &mut Model, text: &str) {
    if let Some(mut prompt) = model.prompt.take() {
        prompt.line.insert(text);
        typed(model, &mut prompt);
        model.prompt = Some(prompt);
    }
}

/// Puts what was looked for before into the line, or behind that; from any other text, the last.
fn recall(model: &mut Model, prompt: &mut Prompt, older: bool) {
    let needles = &model.needles;
    let at = needles.iter().position(|it| it == prompt.line.text());
    let index = match (at, older) {
        (None, true) => needles.len().checked_sub(1),
        (Some(at), true) => at.checked_sub(1),
        (Some(at), false) => Some(at + 1),
        (None, false) => None,
    };
    if let Some(text) = index.and_then(|index| needles.get(index)).cloned() {
        prompt.line.set(&text);
        typed(model, prompt);
    } else {
        let end = if older { "older" } else { "newer" };
        refuse(model, format!("nothing {end} has been looked for"));
    }
}

/// Another text: what it leads to, and what it is found in.
fn typed(model: &mut Model, prompt: &mut Prompt) {
    prompt.chosen = None;
    match &mut prompt.asks {
        Asks::Goto(known) | Asks::Into(known) => *known = answer(model, prompt.line.text()),
        Asks::Find(find) => search(model, find, prompt.line.text()),
        Asks::Filter(narrowing) => narrow(model, narrowing, prompt.line.text()),
        Asks::Sieve(_) => listing::sift(model, prompt.line.text()),
        Asks::Palette
        | Asks::Help
        | Asks::Split(_)
        | Asks::Variant(_)
        | Asks::Waive(_)
        | Asks::Beside
        | Asks::Open
        | Asks::File => {}
    }
}

/// Finds a text anew, and shows the first match from where one was.
fn search(model: &mut Model, find: &mut Find, text: &str) {
    come_back(model, &find.from);
    model.panel = Panel::Tree;
    let needle = Needle::new(text);
    let (rows, more) = needle.as_ref().map_or((Vec::new(), false), |needle| {
        let before = find.needle.as_ref();
        let narrower = before.is_some_and(|before| needle.narrows(before));
        let all = narrower && !find.more && model.generation == find.from.generation;
        let among = all.then_some(find.matches.as_slice());
        matches(model.document.plan(), needle, among)
    });
    find.needle = needle;
    let order = |node: NodeId| model.document.evaluation().order(node);
    let here = order(find.from.row.node());
    let first = rows.iter().position(|row| order(row.node()) >= here);
    find.at = first.unwrap_or(0);
    find.more = more;
    find.matches = rows;
    show_match(model, find);
}

fn show_match(model: &mut Model, find: &Find) {
    if let Some(&row) = find.matches.get(find.at) {
        arrive(model, row);
    }
}

/// Opens what a row lies in, and selects it.
fn arrive(model: &mut Model, row: Row) {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    model.outline.reveal(plan, evaluation, row);
    select(model, row);
}

/// Back to where one was, unless the plan is another one since.
pub(super) fn come_back(model: &mut Model, place: &Place) {
    if model.generation != place.generation {
        return;
    }
    model.outline.clone_from(&place.outline);
    model.focus.clone_from(&place.focus);
    model.selected = place.row;
    model.top = place.top;
    model.panel = place.panel;
    model.field = place.field;
    model.look_up_findings();
    model.finding = place.finding.min(model.findings.len().saturating_sub(1));
}

fn leave(model: &mut Model, prompt: Prompt) -> Vec<Effect> {
    match prompt.asks {
        Asks::Find(find) => come_back(model, &find.from),
        Asks::Filter(narrowing) => come_back(model, &narrowing.from),
        Asks::File => model.after = None,
        Asks::Open => return vec![Effect::Plans],
        Asks::Sieve(before) => listing::come_back(model, *before),
        Asks::Goto(_)
        | Asks::Beside
        | Asks::Into(_)
        | Asks::Split(_)
        | Asks::Variant(_)
        | Asks::Waive(_)
        | Asks::Palette
        | Asks::Help => {}
    }
    Vec::new()
}

/// Another one of what there is to choose from.
fn choose(model: &mut Model, prompt: &mut Prompt, step: i64) {
    let at = prompt.chosen.unwrap_or(0);
    let moved = |at: usize, many: usize| {
        let at = i64::try_from(at).unwrap_or(i64::MAX);
        let last = many.saturating_sub(1);
        usize::try_from(at.saturating_add(step).max(0))
            .unwrap_or(0)
            .min(last)
    };
    match &mut prompt.asks {
        Asks::Goto(answer) | Asks::Into(answer) if answer.choices.is_empty() => {
            refuse(model, "there is nothing to choose from");
        }
        Asks::Goto(answer) | Asks::Into(answer) => {
            let marked = prompt.chosen.or(answer.likely(prompt.line.text()));
            let many = answer.choices.len();
            prompt.chosen = Some(marked.map_or(0, |at| moved(at, many)));
        }
        Asks::Find(find) if find.matches.is_empty() => refuse(model, "nothing has been found"),
        Asks::Filter(_)
        | Asks::Sieve(_)
        | Asks::Split(_)
        | Asks::Variant(_)
        | Asks::Waive(_)
        | Asks::Beside
        | Asks::Open
        | Asks::File => {
            refuse(
                model,
                "there is nothing to choose from; enter keeps what is typed",
            );
        }
        Asks::Find(find) => {
            find.at = turned(find.at, step, find.matches.len());
            show_match(model, find);
        }
        Asks::Palette => {
            let kind = model.document.plan().kind(model.node());
            let found = palette(model.keys, prompt.line.text(), kind);
            prompt.chosen = Some(moved(at, found.len()));
        }
        Asks::Help => {
            let lines = crate::tui::view::help_depth(model, prompt);
            prompt.chosen = Some(moved(at.min(lines), lines + 1));
        }
    }
}

/// The place so many steps on, from the end to the beginning again.
fn turned(at: usize, step: i64, many: usize) -> usize {
    let (Ok(at), Ok(length)) = (i64::try_from(at), i64::try_from(many)) else {
        return 0;
    };
    usize::try_from(at.saturating_add(step).rem_euclid(length.max(1))).unwrap_or(0)
}

/// Puts the chosen name into the line.
fn complete(model: &mut Model, prompt: &mut Prompt) {
    match &prompt.asks {
        Asks::Goto(known) | Asks::Into(known) => {
            let chosen = known.choices.get(prompt.chosen.unwrap_or(0));
            let Some(text) = chosen.and_then(|choice| choice.text.clone()) else {
                return refuse(model, "nothing completes this");
            };
            prompt.line.set(&text);
            typed(model, prompt);
        }
        Asks::Find(_) => choose(model, prompt, 1),
        Asks::Palette | Asks::Help => refuse(model, "type a word, and choose with ↑↓"),
        Asks::Filter(_)
        | Asks::Sieve(_)
        | Asks::Split(_)
        | Asks::Variant(_)
        | Asks::Waive(_)
        | Asks::Beside
        | Asks::Open
        | Asks::File => {
            refuse(model, "nothing completes this");
        }
    }
}

fn accept(model: &mut Model, prompt: Prompt) -> Vec<Effect> {
    match &prompt.asks {
        Asks::Goto(known) => {
            let text = prompt.line.text();
            if text.trim().is_empty() && prompt.chosen.is_none() {
                return Vec::new();
            }
            let chosen = prompt.chosen.or(known.likely(text));
            let chosen = chosen.and_then(|chosen| known.choices.get(chosen));
            let target = chosen.map(|choice| &choice.target);
            let target = target.or(known.exact.as_ref());
            if let Some(target) = target.cloned() {
                go(model, &target);
            } else {
                refuse(model, known.note.clone());
                model.prompt = Some(prompt);
            }
        }
        Asks::Into(_) if prompt.line.text().trim() == "/" => move_into(model, NodeId::ROOT),
        Asks::Into(known) => {
            let text = prompt.line.text();
            if text.trim().is_empty() && prompt.chosen.is_none() {
                return Vec::new();
            }
            let chosen = prompt.chosen.or(known.likely(text));
            let chosen = chosen.and_then(|chosen| known.choices.get(chosen));
            let target = chosen.map(|choice| &choice.target).or(known.exact.as_ref());
            if let Some(parent) = target.map(|target| target.row.node()) {
                move_into(model, parent);
            } else {
                refuse(model, known.note.clone());
                model.prompt = Some(prompt);
            }
        }
        Asks::File => return start::write_to(model, prompt),
        Asks::Beside => return compare::read_beside(model, prompt),
        Asks::Open => return start::open_named(model, prompt),
        Asks::Split(_) | Asks::Variant(_) | Asks::Filter(_) | Asks::Sieve(_) | Asks::Waive(_) => {
            if !is_taken(model, &prompt) {
                model.prompt = Some(prompt);
            }
        }
        Asks::Find(_) if prompt.line.text().trim().is_empty() => {
            leave(model, prompt);
            if !model.needle.is_empty() {
                next_match(model, true);
            }
        }
        Asks::Find(find) if find.matches.is_empty() => {
            let text = prompt.line.text().trim();
            refuse(model, format!("nothing matches `{text}`"));
            model.prompt = Some(prompt);
        }
        Asks::Find(find) => {
            prompt.line.text().trim().clone_into(&mut model.needle);
            let needle = model.needle.clone();
            model.needles.retain(|it| *it != needle);
            model.needles.push(needle);
            let says = find.says();
            let path = model.path();
            say(model, format!("{says}: {path}"));
        }
        Asks::Palette => {
            let text = prompt.line.text();
            let kind = model.document.plan().kind(model.node());
            let found = palette(model.keys, text, kind);
            let chosen = prompt
                .chosen
                .unwrap_or(0)
                .min(found.len().saturating_sub(1));
            match found.get(chosen) {
                Some(Entry::Command(binding)) => return on_command(model, binding.command),
                Some(Entry::Field(info)) => go_to_field(model, info.field),
                None => {
                    refuse(
                        model,
                        format!("no command or field is like `{}`", text.trim()),
                    );
                    model.prompt = Some(prompt);
                }
            }
        }
        Asks::Help => {
            let text = prompt.line.text();
            let kind = model.document.plan().kind(model.node());
            if let Some(info) = help_of_fields(text, kind).first() {
                go_to_field(model, info.field);
            } else if help(model.keys, text).is_empty() {
                refuse(model, "no key does that; esc goes back");
                model.prompt = Some(prompt);
            }
        }
    }
    Vec::new()
}

/// Takes a line in that says all itself; gives whether it could be taken.
fn is_taken(model: &mut Model, prompt: &Prompt) -> bool {
    let text = prompt.line.text();
    match &prompt.asks {
        Asks::Split(_) if text.trim().is_empty() => true,
        Asks::Split(node) => split(model, *node, text.trim()),
        Asks::Variant(naming) => variants::name(model, naming, text),
        Asks::Filter(narrowing) => keep_filter(model, narrowing, text),
        Asks::Sieve(_) => listing::keep(model, text),
        Asks::Waive(waiving) => waive::waive(model, waiving, text),
        Asks::Goto(_)
        | Asks::Into(_)
        | Asks::Find(_)
        | Asks::Palette
        | Asks::Help
        | Asks::Beside
        | Asks::Open
        | Asks::File => false,
    }
}

/// Goes to a place: opens what it lies in, and shows the addresses of its members.
fn go(model: &mut Model, target: &Target) {
    for member in &target.members {
        model.focus.insert(member.node, member.index);
    }
    model.panel = Panel::Tree;
    // The same row may stand for another member now.
    model.selected = Row::Definition(NodeId::ROOT);
    model.field = 0;
    arrive(model, target.row);
    say(model, target.says.clone());
}

/// Goes to where a field is edited: a setting where it is said, and like all others at the selected thing where nobody
/// says it.
fn go_to_field(model: &mut Model, field: Field) {
    let plan = model.document.plan();
    let here = model.node();
    let node = match field.info().on {
        On::Setting => said_at(plan, here, field).unwrap_or(here),
        _ if field.fits(plan.kind(here)) => here,
        On::Top | On::Anywhere | On::Block | On::Shoot | On::Item => NodeId::ROOT,
    };
    let name = plan.called(node);
    if node != here {
        arrive(model, Row::Definition(node));
    }
    model.panel = Panel::Fields;
    if !model.fields().contains(&field) {
        model.inspects = true;
        model.shift = 0;
    }
    let at = model.fields().iter().position(|&other| other == field);
    model.field = at.unwrap_or(0);
    say(model, format!("{} of {name}: enter edits it", field.key()));
}

/// Finds the same again.
pub(super) fn next_match(model: &mut Model, forward: bool) {
    let Some(needle) = Needle::new(&model.needle) else {
        return refuse(model, "nothing has been looked for yet; / does");
    };
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    match next(plan, evaluation, &needle, (model.node(), forward)) {
        Some(row) => {
            model.panel = Panel::Tree;
            arrive(model, row);
        }
        None => refuse(
            model,
            format!("nothing matches `{}` any more", model.needle),
        ),
    }
}
