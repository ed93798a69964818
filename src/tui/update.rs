//! What happens when something happens: pure, total, no terminal and no file.

mod change;
mod field;
mod pointer;
mod prompt;
mod walk;

use super::keymap::{Command, command};
use super::model::{Done, Model, Origin, Overlay, Panel, Toast};
use super::outline::{Outline, Row};
use super::view::overlay_depth;
use crate::plan::{Edit, Field, Kind};
use crate::source::NodeId;
use change::{add, add_inside, draw, drawn, fix, move_border, take_free};
use field::{edit_field, on_field_key, on_paste};
pub use pointer::Pointer;
use pointer::on_pointer;
use prompt::{
    ask_command, ask_find, ask_goto, next_match, on_prompt_key, on_prompt_paste, show_help,
};
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use walk::{close_row, jump, move_by, move_to_end, next_finding, next_panel, open_row, page};

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key.
    Key(KeyEvent),
    /// A paste.
    Paste(String),
    /// The mouse.
    Pointer(Pointer),
    /// Another size.
    Resize(u16, u16),
    /// The file was written.
    Written,
    /// The file was not written, and why.
    NotWritten(String),
    /// The file changed outside since it was read.
    ChangedOutside,
    /// Forty bits were drawn for an RFC 4193 prefix.
    Drawn([u8; 5]),
}

/// What a writing may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Put it in place of what was read, if that is what is there.
    Replace,
    /// Put it in place of whatever is there.
    Anyway,
    /// Make a new file.
    Create,
}

/// What the world has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Write this text to the plan's file; over changes from outside only if that is said.
    Write {
        /// The text.
        text: String,
        /// What may be done to what is there.
        how: How,
    },
    /// Forget what was kept of work that was not saved.
    Forget,
    /// Draw forty bits.
    Draw,
    /// Leave.
    Quit,
}

/// Takes a message in; gives what the world has to do.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let effects = match message {
        Message::Key(key) => on_key(model, key),
        Message::Paste(text) if model.prompt.is_some() && model.overlay.is_none() => {
            on_prompt_paste(model, &text);
            Vec::new()
        }
        Message::Pointer(pointer) => {
            on_pointer(model, pointer);
            Vec::new()
        }
        Message::Paste(text) => {
            on_paste(model, &text);
            Vec::new()
        }
        Message::Resize(columns, rows) => {
            model.size = (columns, rows);
            Vec::new()
        }
        Message::Written => written(model),
        Message::NotWritten(why) => {
            model.leaving = false;
            refuse(model, why);
            Vec::new()
        }
        Message::ChangedOutside => {
            model.overlay = Some(Overlay::Overwrite);
            Vec::new()
        }
        Message::Drawn(bits) => {
            drawn(model, bits);
            Vec::new()
        }
    };
    model.keep_in_view();
    effects
}

fn say(model: &mut Model, text: impl Into<String>) {
    model.toast = Some(Toast {
        text: text.into(),
        refused: false,
    });
}

fn refuse(model: &mut Model, text: impl Into<String>) {
    model.toast = Some(Toast {
        text: text.into(),
        refused: true,
    });
}

fn on_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    model.toast = None;
    if model.overlay.is_some() {
        return on_overlay_key(model, key);
    }
    if model.prompt.is_some() {
        return on_prompt_key(model, key);
    }
    if model.editing.is_some() {
        on_field_key(model, key);
        return Vec::new();
    }
    let Some(command) = command(key) else {
        refuse(model, "this key does nothing here; ? shows all keys");
        return Vec::new();
    };
    on_command(model, command)
}

fn on_overlay_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    let Some(overlay) = model.overlay.clone() else {
        return Vec::new();
    };
    let yes = matches!(key.code, KeyCode::Enter | KeyCode::Char('y'));
    let back = matches!(key.code, KeyCode::Esc | KeyCode::Char('n' | 'q'))
        || command(key) == Some(Command::Quit);
    match (command(key), overlay) {
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
            commit(model, edit, title);
        }
        (_, Overlay::Delete(node)) if yes => {
            close(model);
            let name = model.document.plan().name(node).to_owned();
            commit(model, Edit::Remove { node }, format!("delete {name}"));
        }
        (_, Overlay::Quit) if key.code == KeyCode::Char('d') => return vec![Effect::Quit],
        (_, Overlay::Quit) if yes || key.code == KeyCode::Char('s') => {
            close(model);
            model.leaving = true;
            return save(model, How::Replace);
        }
        (_, Overlay::Overwrite) if yes => {
            close(model);
            return save(model, How::Anyway);
        }
        (_, Overlay::Create) if yes => {
            close(model);
            return save(model, How::Create);
        }
        (_, Overlay::Restore { .. }) if yes => {
            close(model);
            restore(model);
        }
        (_, Overlay::Restore { .. }) if key.code == KeyCode::Char('d') => {
            close(model);
            model.restorable = None;
            say(model, "what was left unsaved is forgotten");
            return vec![Effect::Forget];
        }
        (_, Overlay::Page { .. }) if yes || back => close(model),
        (_, Overlay::Begin(_)) if yes => close(model),
        (_, Overlay::Begin(_)) if back => return vec![Effect::Quit],
        _ if back => {
            close(model);
            model.leaving = false;
        }
        _ => refuse(
            model,
            "the line at the bottom of the box says which keys do something",
        ),
    }
    Vec::new()
}

fn close(model: &mut Model) {
    model.overlay = None;
    model.scroll = 0;
}

fn open(model: &mut Model, overlay: Overlay) {
    model.overlay = Some(overlay);
    model.scroll = 0;
}

/// What a definition is called in messages.
fn called(model: &Model, node: NodeId) -> String {
    match model.document.plan().name(node) {
        "" if node == NodeId::ROOT => "the plan".to_owned(),
        "" => "(unnamed)".to_owned(),
        name => name.to_owned(),
    }
}

/// Does something as one change that can be taken back; gives whether it was done.
fn commit(model: &mut Model, edit: Edit, name: String) -> bool {
    match model.document.apply(edit) {
        Ok(inverse) => {
            if model.saved.is_some_and(|saved| saved > model.undo.len()) {
                model.saved = None;
            }
            model.undo.push(Done {
                name: name.clone(),
                inverse,
            });
            model.redo.clear();
            model.generation += 1;
            refresh(model);
            say(model, name);
            true
        }
        Err(refusal) => {
            refuse(model, refusal.to_string());
            false
        }
    }
}

/// After a change: the rows of what it reached are counted again, and what is selected is still there.
fn refresh(model: &mut Model) {
    let touched = model.document.take_touched();
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let mut selected = model.selected;
    while !plan.is_alive(selected.node()) {
        selected = Row::Definition(plan.node(selected.node()).parent);
    }
    model.outline.update(plan, evaluation, &touched);
    if model.outline.index_of(plan, evaluation, selected).is_none() {
        selected = Row::Definition(selected.node());
    }
    if selected == Row::Definition(NodeId::ROOT) {
        selected = model.row_at(0).unwrap_or(selected);
    }
    model.selected = selected;
    model.field = model.field.min(model.fields().len().saturating_sub(1));
    model.look_up_findings();
}

fn on_command(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::Up => move_by(model, -1),
        Command::Down => move_by(model, 1),
        Command::PageUp if model.panel == Panel::Fields => {
            model.shift = model.shift.saturating_sub(5);
        }
        Command::PageDown if model.panel == Panel::Fields => {
            model.shift = model.shift.saturating_add(5).min(100);
        }
        Command::PageUp => move_by(model, -page(model)),
        Command::PageDown => move_by(model, page(model)),
        Command::First => move_to_end(model, false),
        Command::Last => move_to_end(model, true),
        Command::Close => close_row(model),
        Command::Open => open_row(model),
        Command::Enter => enter(model),
        Command::NextPanel => next_panel(model),
        Command::Rename => edit_field(model, model.node(), Field::Name),
        Command::New => add(model, false),
        Command::NewShoot => add_inside(model, Kind::Shoot),
        Command::NewBlock => add_inside(model, Kind::Block),
        Command::Duplicate => add(model, true),
        Command::Delete => match model.node() {
            NodeId::ROOT => refuse(model, "the plan itself can't be deleted"),
            node => open(model, Overlay::Delete(node)),
        },
        Command::Draw => return draw(model),
        Command::ShorterByNibble => move_border(model, -4),
        Command::LongerByNibble => move_border(model, 4),
        Command::ShorterByBit => move_border(model, -1),
        Command::LongerByBit => move_border(model, 1),
        Command::Measure => {
            model.measure = model.measure.next();
            say(model, model.measure.says());
        }
        Command::NextFinding => next_finding(model, true),
        Command::PreviousFinding => next_finding(model, false),
        Command::Fix => fix(model),
        Command::Explain => explain(model),
        Command::Export => export(model),
        Command::Undo => take_back(model, true),
        Command::Redo => take_back(model, false),
        Command::Save => return save(model, How::Replace),
        Command::Help => show_help(model),
        Command::Goto => ask_goto(model),
        Command::Find => ask_find(model),
        Command::NextMatch => next_match(model, true),
        Command::PreviousMatch => next_match(model, false),
        Command::Palette => ask_command(model),
        Command::Back if model.panel == Panel::Tree => {
            refuse(model, "there is nothing to go back from; q quits");
        }
        Command::Back => model.panel = Panel::Tree,
        Command::Quit if model.is_changed() => open(model, Overlay::Quit),
        Command::Quit => return vec![Effect::Quit],
    }
    Vec::new()
}

fn enter(model: &mut Model) {
    match (model.panel, model.selected) {
        (Panel::Tree, Row::Range(node, kind)) => {
            edit_field(model, node, crate::engine::range_field(kind));
        }
        (Panel::Tree, Row::Free(..)) => take_free(model),
        (Panel::Tree, Row::Members(_)) => open_row(model),
        (Panel::Tree, Row::Definition(_) | Row::Member(..)) => model.panel = Panel::Fields,
        (Panel::Fields, _) => {
            if let Some(field) = model.selected_field() {
                edit_field(model, model.node(), field);
            }
        }
        (Panel::Findings, _) => jump(model),
    }
}

/// Takes up what was left unsaved, as a change like any other: it is compared field by field.
fn restore(model: &mut Model) {
    let Some(text) = model.restorable.take() else {
        return;
    };
    let document = crate::document::Document::new(text, model.document.today());
    let before = std::mem::replace(&mut model.document, document);
    model.base = Some(before.text().to_owned());
    model.outline = Outline::default();
    model
        .outline
        .count(model.document.plan(), model.document.evaluation());
    model.selected = Row::Definition(NodeId::ROOT);
    model.focus.clear();
    model.saved = None;
    model.generation += 1;
    refresh(model);
    say(model, "took up what was left unsaved");
}

fn take_back(model: &mut Model, undo: bool) {
    let from = if undo {
        &mut model.undo
    } else {
        &mut model.redo
    };
    let Some(done) = from.pop() else {
        return refuse(
            model,
            if undo {
                "there is nothing to undo"
            } else {
                "there is nothing to redo"
            },
        );
    };
    let inverse = model
        .document
        .apply(done.inverse)
        .expect("invariant: what was done can be taken back");
    model.generation += 1;
    let name = done.name;
    say(
        model,
        format!("{} {name}", if undo { "undid" } else { "did again" }),
    );
    let other = Done { name, inverse };
    if undo {
        model.redo.push(other);
    } else {
        model.undo.push(other);
    }
    let toast = model.toast.clone();
    refresh(model);
    model.toast = toast;
}

fn save(model: &mut Model, how: How) -> Vec<Effect> {
    if !model.is_changed() && how == How::Replace && model.origin == Origin::File {
        say(
            model,
            "nothing has changed since the file was read or saved",
        );
        return Vec::new();
    }
    let how = match (model.origin, how) {
        (Origin::Example, How::Replace) => {
            open(model, Overlay::Create);
            return Vec::new();
        }
        (Origin::New, How::Replace) => How::Create,
        (_, how) => how,
    };
    match model.document.print() {
        Ok(text) => vec![Effect::Write { text, how }],
        Err(error) => {
            model.leaving = false;
            refuse(model, error.to_string());
            Vec::new()
        }
    }
}

fn written(model: &mut Model) -> Vec<Effect> {
    model.origin = Origin::File;
    // What was written is what `print` gave: the same goes through here.
    if let Err(error) = model.document.save() {
        refuse(model, error.to_string());
        return Vec::new();
    }
    model.base = None;
    model.saved = Some(model.undo.len());
    say(model, format!("saved {}", model.file));
    model.look_up_findings();
    if std::mem::take(&mut model.leaving) {
        return vec![Effect::Quit];
    }
    Vec::new()
}

fn explain(model: &mut Model) {
    let Some(finding) = model.findings.get(model.finding) else {
        return refuse(model, "there is no finding to explain");
    };
    let Some(rule) = crate::lint::rules::rule(finding.code) else {
        return;
    };
    let mut parts = vec![format!("{}\n\n{}\n", finding.message, rule.why)];
    if let Some(literal) = &finding.literal {
        let by = finding.refused_by.unwrap_or("the component");
        parts.push(format!("\n{by} says:\n  {literal}\n"));
    }
    if let Some(help) = &finding.help {
        parts.push(format!("\nWhat helps: {help}\n"));
    }
    parts.push(format!(
        "\nExample:\n{}\nMended:\n{}\nSources:\n",
        rule.bad, rule.good
    ));
    let sources = rule.sources.iter().chain(&finding.sources);
    parts.extend(sources.map(|source| format!("  {}\n  {}\n", source.title, source.url)));
    let text = parts.concat();
    let title = format!("{} [{}]", finding.code, finding.severity.word());
    open(model, Overlay::Page { title, text });
}

fn export(model: &mut Model) {
    let found = model.found();
    let path = model.path();
    match crate::format::export(&model.document, &found) {
        Ok(text) => open(
            model,
            Overlay::Page {
                title: format!("Shoot of {path}, as `trellis export` writes it"),
                text,
            },
        ),
        Err(why) => refuse(model, why.to_string()),
    }
}
