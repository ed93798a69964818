//! What happens when something happens: pure, total, no terminal and no file.

mod arrange;
mod border;
mod change;
mod compare;
mod copying;
mod drag;
mod explain;
mod export;
mod field;
mod listing;
mod moves;
mod narrow;
mod outside;
mod pointer;
mod prompt;
mod saving;
mod shape;
mod start;
mod suggest;
mod tour;
mod variants;
mod waive;
mod walk;

use super::compare::{Stamp, Table};
use super::keymap::Command;
use super::model::{After, Done, Model, Overlay, Panel, Toast};
use super::outline::Row;
use super::session::Session;
use super::start::{Known, Opened, Opening};
use super::view::overlay_depth;
use crate::document::Edited;
use crate::plan::{Edit, Field};
use crate::report::moves::moved;
use crate::report::ruler::{Side, Stride};
use crate::source::NodeId;
use arrange::{change_places, show_levels};
use border::{choose_border, leave_border, move_border};
use change::{add, add_inside, draw, drawn, fix, take_free};
use explain::{breaks, explain};
use export::export;
use field::{edit_field, on_field_key, on_paste};
use moves::{ask_delete, commit_pinned};
pub use pointer::Pointer;
use pointer::on_pointer;
use prompt::{
    ask_command, ask_find, ask_goto, next_match, on_prompt_key, on_prompt_paste, show_help,
};
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use saving::{go_on, restore, save, written};
use std::path::PathBuf;
use walk::{close_row, jump, move_by, move_to_end, next_finding, next_panel, open_row, page};

pub use outside::FileNow;
pub(super) use start::example as about_example;

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
    /// The plan was written into another file, of this name.
    WrittenBeside(String),
    /// The plan was written into a new file, of this name.
    WrittenTo(String),
    /// It was not, and why.
    NotWrittenTo(String),
    /// What is not saved can't be kept either, and why.
    NotKept(String),
    /// These plans were open before.
    Plans(Vec<Known>),
    /// Another plan was read, or could not be.
    Opened {
        /// The change up to which it may take the place of the plan here.
        instead_of: usize,
        /// The plan, or why there is none.
        opened: Result<Box<Opened>, String>,
    },
    /// The file looks different from when it was looked at last.
    LooksDifferent,
    /// The file was found changed since it was read, when it was to be written.
    ChangedOutside,
    /// The file was found gone when it was to be written.
    GoneOutside,
    /// The file has been read again.
    Found {
        /// What it is now.
        now: FileNow,
        /// The change up to which work may be given up for it, if any may.
        instead_of: Option<usize>,
    },
    /// A plan file that is compared with this plan has been read, or why not.
    Beside {
        /// Its name.
        file: String,
        /// What stands in it.
        text: Result<String, String>,
    },
    /// A manifest that the plan names was read, or not, and why.
    Manifest {
        /// Its name, as the plan says it.
        file: String,
        /// Its text, or why there is none.
        text: Result<String, String>,
    },
    /// The plan and its variants have been compared.
    Compared {
        /// What that is of.
        of: Stamp,
        /// What differs.
        table: Box<Table>,
    },
    /// They could not be compared, and why.
    NotCompared(String),
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
    /// Make another file beside it.
    Beside,
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
    /// Write a plan that has no file yet into a new one of this name.
    WriteTo {
        /// The name.
        name: String,
        /// The text.
        text: String,
    },
    /// Tell which plans were open before.
    Plans,
    /// Read another plan.
    Open(Opening),
    /// Sit down at the plan that is on the screen now, whose file this is.
    Enter(PathBuf),
    /// Remember where someone was on a plan that they leave.
    Remember(Box<Session>),
    /// Read the file as it is now.
    Read {
        /// The change up to which work may be given up for it, if any may.
        instead_of: Option<usize>,
    },
    /// Read a Shoot manifest that the plan names, beside the plan.
    ReadManifest(String),
    /// Reads a plan file that is compared with this plan.
    ReadBeside(String),
    /// Forget what was kept of this work.
    Forget,
    /// Forget what was offered of work that was not saved the last time.
    ForgetOffered,
    /// Compare the plan with its variants, as the model asks for it.
    Compare,
    /// Draw forty bits.
    Draw,
    /// Give a text to the terminal's clipboard.
    Copy(String),
    /// Stop, as a stop signal does, until a shell goes on with it.
    Suspend,
    /// Leave.
    Quit,
}

/// Takes a message in; gives what the world has to do.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    if model.dragging.is_some() && drag::ends(&message) {
        drag::take_back(model);
        if matches!(message, Message::Key(_)) {
            return Vec::new();
        }
    }
    let asked = model.compare.as_ref().and_then(|one| one.asked.clone());
    let mut effects = match message {
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
            model.after = None;
            refuse(model, why);
            Vec::new()
        }
        Message::NotWrittenTo(why) => {
            refuse(model, why);
            Vec::new()
        }
        Message::WrittenTo(name) => start::written_to(model, name),
        Message::Plans(known) => {
            start::show(model, known);
            Vec::new()
        }
        Message::Opened { instead_of, opened } => start::opened(model, instead_of, opened),
        Message::WrittenBeside(name) => outside::written_beside(model, &name),
        Message::NotKept(why) => {
            let text = format!("what is not saved can't be kept either: {why}; save soon");
            refuse(model, text);
            Vec::new()
        }
        Message::LooksDifferent => vec![Effect::Read { instead_of: None }],
        Message::ChangedOutside => {
            outside::changed(model);
            Vec::new()
        }
        Message::GoneOutside => outside::gone(model),
        Message::Found { now, instead_of } => outside::found(model, now, instead_of),
        Message::Manifest { file, text } => {
            export::against(model, &file, text);
            Vec::new()
        }
        Message::Beside { file, text } => {
            compare::beside(model, &file, text);
            Vec::new()
        }
        Message::Compared { of, table } => {
            compare::compared(model, of, table);
            Vec::new()
        }
        Message::NotCompared(why) => {
            model.compare = None;
            model.panel = Panel::Tree;
            refuse(model, format!("nothing could be compared: {why}"));
            Vec::new()
        }
        Message::Drawn(bits) => {
            drawn(model, bits);
            Vec::new()
        }
    };
    effects.extend(outside::settle(model));
    effects.extend(compare::follow(model, asked.as_ref()));
    tour::follow(model);
    model.keep_in_view();
    model.list_on();
    model.look_ahead();
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
    let Some(command) = model.keys.command(key) else {
        let help = model.keys.key(Command::Help);
        refuse(
            model,
            format!("this key does nothing here; {help} shows all keys"),
        );
        return Vec::new();
    };
    if command == Command::Levels {
        show_levels(model, model.keys.place(command, key));
        return Vec::new();
    }
    on_command(model, command)
}

fn on_overlay_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
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
        (_, Overlay::Overwrite) if matches!(key.code, KeyCode::Char('o' | 'r' | 'w')) => {
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

/// Does something as one change that can be taken back, and says what it moved; gives whether it was done.
fn commit(model: &mut Model, edit: Edit, name: String) -> bool {
    match model.document.edit_shown(edit) {
        Ok(edited) => {
            record(model, name, edited);
            true
        }
        Err(refusal) => {
            refuse(model, refusal.to_string());
            false
        }
    }
}

/// Does something with all else that it would move pinned.
fn pin_rest(model: &mut Model, edit: Edit, name: &str) {
    if let Err(why) = commit_pinned(model, edit, name) {
        refuse(model, why.to_string());
    }
}

/// Notes what was done to what is shown, so that it can be taken back.
fn record(model: &mut Model, name: String, edited: Edited) {
    let shown = model.shown();
    let name = match &shown {
        Some(variant) => format!("{name}, in {variant}"),
        None => name,
    };
    record_below(model, name, edited, shown);
}

/// The same of what was done to the plan or its variants while another one of them was shown.
fn record_below(model: &mut Model, name: String, edited: Edited, before: Option<String>) {
    if model.saved.is_some_and(|saved| saved > model.undo.len()) {
        model.saved = None;
    }
    let said = format!("{name}{}", moved(&model.document, &edited.moves));
    let inverse = edited.inverse;
    let shown = (before, model.shown());
    model.undo.push(Done {
        name,
        inverse,
        shown,
    });
    model.redo.clear();
    model.generation += 1;
    refresh(model);
    say(model, said);
}

/// After a change: the rows of what it reached are counted again, and what is selected is still there.
pub(super) fn refresh(model: &mut Model) {
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
    if selected == Row::Definition(NodeId::ROOT) && model.selected != selected {
        selected = model.row_at(0).unwrap_or(selected);
    }
    model.selected = selected;
    model.marks.retain(|&node| plan.is_alive(node));
    model.field = model.field.min(model.fields().len().saturating_sub(1));
    model.sum_up();
    model.look_up_findings();
}

fn on_command(model: &mut Model, command: Command) -> Vec<Effect> {
    if let Some(why) = variants::why_not(model, command) {
        refuse(model, why);
        return Vec::new();
    }
    if compare::on_command(model, command) {
        return Vec::new();
    }
    match command {
        Command::Suggest => suggest::suggest(model),
        Command::Compare | Command::CompareWith => compare::begin(model, command),
        Command::NewVariant => variants::ask_new(model),
        Command::NextVariant => variants::show_next(model, true),
        Command::PreviousVariant => variants::show_next(model, false),
        Command::RenameVariant => variants::ask_rename(model),
        Command::DeleteVariant => variants::delete(model),
        Command::Promote => variants::ask_promote(model, false),
        Command::PromoteField => variants::ask_promote(model, true),
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
        Command::Inspect => inspect(model),
        Command::Rename => edit_field(model, model.node(), Field::Name),
        Command::New => add(model, false),
        Command::NewShoot
        | Command::NewBlock
        | Command::NewRegion
        | Command::NewZone
        | Command::NewVpc => add_inside(model, change::kind_of(command)),
        Command::Duplicate => add(model, true),
        Command::Delete if !model.marks.is_empty() => shape::ask_delete_marked(model),
        Command::Delete => ask_delete(model, model.node()),
        Command::Mark => shape::mark(model),
        Command::MoveInto | Command::Split | Command::Join | Command::Swap => {
            shape::on_command(model, command);
        }
        Command::Filter if model.panel == Panel::Findings => listing::ask(model),
        Command::Filter => narrow::ask_filter(model),
        Command::MoveUp => change_places(model, false),
        Command::MoveDown => change_places(model, true),
        Command::Levels => show_levels(model, None),
        Command::Draw => return draw(model),
        Command::PreviousBorder => choose_border(model, Side::Shorter),
        Command::NextBorder => choose_border(model, Side::Longer),
        Command::ShorterByNibble => move_border(model, Side::Shorter, Stride::Nibble),
        Command::LongerByNibble => move_border(model, Side::Longer, Stride::Nibble),
        Command::ShorterByBit => move_border(model, Side::Shorter, Stride::Bit),
        Command::LongerByBit => move_border(model, Side::Longer, Stride::Bit),
        Command::Scale => border::change_scale(model),
        Command::Measure => measure(model),
        Command::NextFinding => next_finding(model, true),
        Command::PreviousFinding => next_finding(model, false),
        Command::GroupByRule => listing::group(model),
        Command::Waive => waive::ask(model),
        Command::Unwaive => waive::unwaive(model),
        Command::Fix => fix(model),
        Command::Explain => explain(model),
        Command::Breaks => breaks(model),
        Command::Export => return export(model),
        Command::Copy => return copying::copy(model),
        Command::CopyPath => return copying::copy_path(model),
        Command::Suspend => return vec![Effect::Suspend],
        Command::Undo => take_back(model, true),
        Command::Redo => take_back(model, false),
        Command::Save => return save(model, How::Replace),
        Command::OpenPlan => return vec![Effect::Plans],
        Command::Tour => return tour::begin_or_leave(model),
        Command::TourNext | Command::TourBack => tour::turn(model, command == Command::TourNext),
        Command::TourRead => tour::read(model),
        Command::Help => show_help(model),
        Command::Goto => ask_goto(model),
        Command::Find => ask_find(model),
        Command::NextMatch => next_match(model, true),
        Command::PreviousMatch => next_match(model, false),
        Command::Palette => ask_command(model),
        Command::Back => back(model),
        Command::Quit if model.is_changed() => open(model, Overlay::Leave(After::Quit)),
        Command::Quit => return vec![Effect::Quit],
    }
    Vec::new()
}

/// Back, one thing at a time.
fn back(model: &mut Model) {
    let panel = model.panel;
    match panel {
        _ if leave_border(model) => {}
        Panel::Findings if listing::leave(model) => {}
        Panel::Tree if shape::leave_marks(model) => {}
        Panel::Tree if narrow::leave_filter(model) => {}
        Panel::Tree => {
            let quit = model.keys.key(Command::Quit);
            refuse(
                model,
                format!("there is nothing to go back from; {quit} quits"),
            );
        }
        Panel::Fields | Panel::Findings | Panel::Compare => model.panel = Panel::Tree,
    }
}

/// Measures something else.
fn measure(model: &mut Model) {
    model.measure = model.measure.next();
    model.sum_up();
    say(model, model.measure.says());
}

/// Shows every field of what is selected, or the usual ones again; the selected field stays where it is there too.
fn inspect(model: &mut Model) {
    let field = model.selected_field();
    model.inspects = !model.inspects;
    model.shift = 0;
    let at = model
        .fields()
        .iter()
        .position(|&other| Some(other) == field);
    model.field = at.unwrap_or(0);
    if model.inspects {
        model.panel = Panel::Fields;
    }
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
        (Panel::Findings, _) if listing::open_rule(model) => {}
        (Panel::Findings, _) => jump(model),
        (Panel::Compare, _) => {}
    }
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
    let Done {
        name,
        inverse,
        shown,
    } = done;
    let show = if undo { &shown.0 } else { &shown.1 };
    let inverse = model
        .document
        .apply_below(inverse, show.as_deref())
        .expect("invariant: what was done can be taken back");
    model.generation += 1;
    say(
        model,
        format!("{} {name}", if undo { "undid" } else { "did again" }),
    );
    let other = Done {
        name,
        inverse,
        shown,
    };
    if undo {
        model.redo.push(other);
    } else {
        model.undo.push(other);
    }
    let toast = model.toast.clone();
    refresh(model);
    model.toast = toast;
}
