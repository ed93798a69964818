//! Opening another plan, beginning one, and giving it its file.

use std::path::PathBuf;

use super::{close, open, refuse, say, written};
use crate::tui::keymap::Command;
use crate::tui::message::Effect;
use crate::tui::model::{Model, Origin};
use crate::tui::overlay::{After, Overlay};
use crate::tui::prompt::{Asks, Prompt};
use crate::tui::session::Session;
use crate::tui::start::{Known, Opened, Opening, Start};
use crate::tui::view::start_depth;
use ratatui::crossterm::event::{KeyCode, KeyEvent};

/// Shows what can be opened.
pub(super) fn show(model: &mut Model, known: Vec<Known>) {
    let mut start = Start::new(known);
    if let Some(Overlay::Begin(lines)) = model.overlay.take() {
        start.asked = Some(lines);
    }
    open(model, Overlay::Start(start));
}

/// A key on the start screen.
pub(super) fn on_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    let command = model.keys.command(key);
    let Some(Overlay::Start(start)) = &mut model.overlay else {
        return Vec::new();
    };
    if start.reading.is_some() && key.code != KeyCode::Enter {
        scroll(model, command);
        return Vec::new();
    }
    let last = start.entries.len().saturating_sub(1);
    let number = match key.code {
        KeyCode::Char(char) => char.to_digit(10).and_then(|it| usize::try_from(it).ok()),
        _ => None,
    };
    let to = match (command, number) {
        (_, Some(number @ 1..)) => number - 1,
        (Some(Command::Up), _) => start.chosen.saturating_sub(1),
        (Some(Command::Down), _) => start.chosen + 1,
        (Some(Command::PageUp), _) => start.chosen.saturating_sub(PAGE),
        (Some(Command::PageDown), _) => start.chosen + PAGE,
        (Some(Command::First), _) => 0,
        (Some(Command::Last), _) => last,
        (Some(Command::Back | Command::Quit | Command::OpenPlan), _) => {
            let asked = start.asked.take();
            close(model);
            model.overlay = asked.map(Overlay::Begin);
            return Vec::new();
        }
        (Some(Command::Explain), _) => {
            start.reading = Some(0);
            if start_depth(model) == 0 {
                if let Some(Overlay::Start(start)) = &mut model.overlay {
                    start.reading = None;
                }
                refuse(model, "all that there is to know of it stands below");
            }
            return Vec::new();
        }
        _ if key.code == KeyCode::Enter => return choose(model),
        _ => {
            refuse(
                model,
                "the line at the bottom of the box says which keys do something",
            );
            return Vec::new();
        }
    };
    if number.is_some_and(|number| number > last + 1) {
        refuse(model, format!("there are {} to choose from", last + 1));
        return Vec::new();
    }
    start.chosen = to.min(last);
    Vec::new()
}

/// A key while what there is to know of the chosen one is read alone.
fn scroll(model: &mut Model, command: Option<Command>) {
    let depth = start_depth(model);
    let Some(Overlay::Start(start)) = &mut model.overlay else {
        return;
    };
    let at = start.reading.unwrap_or(0);
    start.reading = match command {
        Some(Command::Up) => Some(at.saturating_sub(1)),
        Some(Command::Down) => Some((at + 1).min(depth)),
        Some(Command::PageUp | Command::First) => Some(0),
        Some(Command::PageDown | Command::Last) => Some(depth),
        _ => None,
    };
}

/// Chooses the next one, or the one before.
pub(super) fn turn(model: &mut Model, down: bool) {
    if matches!(&model.overlay, Some(Overlay::Start(start)) if start.reading.is_some()) {
        let command = if down { Command::Down } else { Command::Up };
        return scroll(model, Some(command));
    }
    if let Some(Overlay::Start(start)) = &mut model.overlay {
        let to = if down {
            start.chosen + 1
        } else {
            start.chosen.saturating_sub(1)
        };
        start.chosen = to.min(start.entries.len().saturating_sub(1));
    }
}

/// Chooses one by its number, from 0.
pub(super) fn choose_at(model: &mut Model, number: usize) {
    if let Some(Overlay::Start(start)) = &mut model.overlay {
        start.chosen = number;
    }
}

/// How many entries a page is.
const PAGE: usize = 5;

/// Opens what is chosen, or asks for its name.
fn choose(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Start(start)) = &model.overlay else {
        return Vec::new();
    };
    let Some(entry) = start.entry() else {
        return Vec::new();
    };
    let opening = entry.opening.clone();
    if opening == Opening::Named {
        close(model);
        model.prompt = Some(Prompt::new(Asks::Open));
        return Vec::new();
    }
    go_to(model, opening)
}

/// Opens the plan file whose name has been typed.
pub(super) fn open_named(model: &mut Model, prompt: Prompt) -> Vec<Effect> {
    let name = prompt.line.text().trim().to_owned();
    if name.is_empty() {
        refuse(model, "type the name of a plan file, such as trellis.yaml");
        model.prompt = Some(prompt);
        return Vec::new();
    }
    go_to(model, Opening::File(PathBuf::from(name)))
}

/// Opens something, once what is here is saved or given up.
fn go_to(model: &mut Model, opening: Opening) -> Vec<Effect> {
    if model.is_changed() {
        open(model, Overlay::Leave(After::Open(opening)));
        return Vec::new();
    }
    close(model);
    read(model, opening)
}

/// Has a plan read to take the place of the one here.
pub(super) fn read(model: &mut Model, opening: Opening) -> Vec<Effect> {
    say(model, format!("reading {} …", opening.name()));
    vec![Effect::Open(opening)]
}

/// Puts a plan that was read in the place of the one here, unless that has been changed meanwhile.
pub(super) fn opened(
    model: &mut Model,
    instead_of: usize,
    opened: Result<Box<Opened>, String>,
) -> Vec<Effect> {
    let opened = match opened {
        Ok(opened) => *opened,
        Err(why) => {
            refuse(model, why);
            return vec![Effect::Plans];
        }
    };
    if model.generation != instead_of || model.editing.is_some() {
        let file = opened.file;
        refuse(
            model,
            format!("the plan here was changed meanwhile, so {file} was not opened"),
        );
        return Vec::new();
    }
    let mut effects = vec![Effect::Forget];
    if model.restorable.is_none() {
        effects.push(Effect::ForgetOffered);
    }
    if model.origin == Origin::File {
        effects.push(Effect::Remember(Box::new(Session::of(model))));
    }
    effects.push(Effect::Enter(opened.path));
    let mut other = Model::new(opened.file, opened.origin, opened.document, model.size);
    other.keys = model.keys;
    other.needles = std::mem::take(&mut model.needles);
    other.typed = std::mem::take(&mut model.typed);
    other.generation = model.generation + 1;
    other.sheet = model.sheet + 1;
    let says = match opened.origin {
        Origin::File => format!("opened {}", other.file),
        Origin::Tour => String::new(),
        Origin::Example => example(&other),
        Origin::Template(_) | Origin::New => {
            format!("there is no file yet; {} makes it", save_key(&other))
        }
        Origin::Empty => format!(
            "{} adds a block, {} a shoot; {} makes the file",
            other.keys.key(Command::NewBlock),
            other.keys.key(Command::NewShoot),
            save_key(&other)
        ),
    };
    *model = other;
    if opened.origin == Origin::Tour {
        model.begin_tour();
    } else {
        say(model, says);
    }
    effects
}

/// What someone is told who sees the example.
pub(in crate::tui) fn example(model: &Model) -> String {
    let plans = model.keys.key(Command::OpenPlan);
    let tour = model.keys.key(Command::Tour);
    format!("this is the built-in example; {plans} opens or begins a plan, {tour} is a tour")
}

fn save_key(model: &Model) -> &'static str {
    model.keys.key(Command::Save)
}

/// Asks which file a plan is written to that has none.
pub(super) fn ask_name(model: &mut Model) {
    let mut prompt = Prompt::new(Asks::File);
    prompt.line.set(&model.file);
    model.prompt = Some(prompt);
}

/// Has the plan written into the file whose name has been typed. The line stays until it is.
pub(super) fn write_to(model: &mut Model, prompt: Prompt) -> Vec<Effect> {
    let name = prompt.line.text().trim().to_owned();
    model.prompt = Some(prompt);
    if name.is_empty() {
        refuse(model, "type the name of a file, such as trellis.yaml");
        return Vec::new();
    }
    match model.printed() {
        Ok(text) => vec![Effect::WriteTo { name, text }],
        Err(error) => {
            refuse(model, error.to_string());
            Vec::new()
        }
    }
}

/// The plan stands in a new file, of this name.
pub(super) fn written_to(model: &mut Model, name: String) -> Vec<Effect> {
    model.prompt = None;
    model.file = name;
    written(model)
}
