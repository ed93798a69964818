//! What happens when something happens: pure, total, no terminal and no file.

mod arrange;
mod asked;
mod border;
mod change;
mod compare;
mod complete;
mod copying;
mod done;
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
mod steps;
mod suggest;
mod tour;
mod variants;
mod waive;
mod walk;

use super::keymap::Command;
use super::message::{Effect, How, Message, Reading};
use super::model::{Model, Panel, Toast};
use super::outline::Row;
use super::overlay::{After, Overlay};
use crate::plan::Field;
use crate::report::ruler::{Side, Stride};
use crate::source::NodeId;
use arrange::{change_places, show_levels};
use asked::{close, on_overlay_key, open};
use border::{choose_border, leave_border, move_border};
use change::{add, add_inside, draw, drawn, fix, take_free};
pub(super) use done::refresh;
use done::{commit, pin_rest, record, record_below, take_back};
use explain::{breaks, explain};
use export::export;
use field::{edit_field, on_field_key, on_paste};
use moves::ask_delete;
pub use pointer::Pointer;
use pointer::on_pointer;
use prompt::{
    ask_command, ask_find, ask_goto, next_match, on_prompt_key, on_prompt_paste, show_help,
};
use ratatui::crossterm::event::KeyEvent;
use saving::{go_on, save, written};
use walk::{close_row, jump, move_by, move_to_end, next_finding, next_panel, open_row, page};

pub use outside::FileNow;
pub(super) use start::example as about_example;

/// Takes a message in; gives what the world has to do.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    if model.dragging.is_some() && drag::ends(&message) {
        drag::take_back(model);
        if matches!(message, Message::Key(_)) {
            return Vec::new();
        }
    }
    steps::finish_for(model, &message);
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
        Message::LooksDifferent => vec![Effect::Read(Reading::Look)],
        Message::ChangedOutside => {
            outside::changed(model);
            Vec::new()
        }
        Message::GoneOutside => outside::gone(model),
        Message::Found { now, reading } => outside::found(model, now, reading),
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
        Message::Drawn(bits) => drawn(model, bits),
        Message::Step => {
            steps::step(model);
            Vec::new()
        }
    };
    effects.extend(outside::settle(model));
    effects.extend(compare::follow(model, asked.as_ref()));
    tour::follow(model);
    model.keep_in_view();
    steps::see_first(model);
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

/// What a definition is called in messages.
fn called(model: &Model, node: NodeId) -> String {
    match model.document.plan().name(node) {
        "" if node == NodeId::ROOT => "the plan".to_owned(),
        "" => "(unnamed)".to_owned(),
        name => name.to_owned(),
    }
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
        Command::Quit if model.tour.is_some() && model.sheet > 0 => return tour::go_back(model),
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
