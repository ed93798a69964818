//! What happens when something happens: pure, total, no terminal and no file.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::editing::Editing;
use super::keymap::{Command, command};
use super::model::{Done, Model, Origin, Overlay, Panel, Toast};
use super::outline::{Outline, Row, gap_prefix};
use super::view::overlay_depth;
use crate::addr::{Count, Family};
use crate::diag::Fix;
use crate::plan::{Draft, Edit, Field, Item, Kind, Meaning, RangeKind, Sort, Value};
use crate::source::NodeId;
use crate::spec::{Completion, Pools, complete};

/// What happened.
#[derive(Clone, Debug)]
pub enum Message {
    /// A key.
    Key(KeyEvent),
    /// A paste.
    Paste(String),
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

fn on_paste(model: &mut Model, text: &str) {
    if let Some(editing) = &mut model.editing {
        editing.insert(text);
        try_out(model);
    } else {
        refuse(model, "a paste goes into a field: press enter on one first");
    }
}

fn on_key(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    model.toast = None;
    if model.overlay.is_some() {
        return on_overlay_key(model, key);
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
        (_, Overlay::Help | Overlay::Page { .. }) if yes || back => close(model),
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

fn on_field_key(model: &mut Model, key: KeyEvent) {
    let Some(editing) = &mut model.editing else {
        return;
    };
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Esc => return leave(model, false),
        KeyCode::Char('c') if control => return leave(model, false),
        KeyCode::Enter => return leave(model, true),
        KeyCode::Tab => return complete_field(model),
        KeyCode::Up => return choose(model, false),
        KeyCode::Down => return choose(model, true),
        KeyCode::Backspace => editing.backspace(),
        KeyCode::Delete => editing.delete(),
        KeyCode::Left => editing.move_to(editing.caret.saturating_sub(1)),
        KeyCode::Right => editing.move_to(editing.caret + 1),
        KeyCode::Home => editing.move_to(0),
        KeyCode::End => editing.move_to(usize::MAX),
        KeyCode::Char('a') if control => editing.move_to(0),
        KeyCode::Char('e') if control => editing.move_to(usize::MAX),
        KeyCode::Char('u') if control => editing.clear(),
        KeyCode::Char(char) if !control => editing.insert(char.encode_utf8(&mut [0; 4])),
        _ => {
            return refuse(
                model,
                "this key does nothing in a field; enter keeps, esc takes back",
            );
        }
    }
    try_out(model);
}

/// Puts the chosen completion in.
fn complete_field(model: &mut Model) {
    let Some(editing) = &mut model.editing else {
        return;
    };
    let Some(completion) = editing
        .completions
        .get(editing.chosen.unwrap_or(0))
        .cloned()
    else {
        return refuse(model, "nothing completes this");
    };
    editing.complete(&completion);
    try_out(model);
}

fn choose(model: &mut Model, down: bool) {
    let Some(editing) = &mut model.editing else {
        return;
    };
    let Some(last) = editing.completions.len().checked_sub(1) else {
        return refuse(
            model,
            "there is nothing to choose from; enter keeps, esc takes back",
        );
    };
    let chosen = editing.chosen.unwrap_or(0);
    editing.chosen = Some(if down {
        (chosen + 1).min(last)
    } else {
        chosen.saturating_sub(1)
    });
}

/// Evaluates what is typed, in place of what was typed before. A text with errors leaves the old value in force.
fn try_out(model: &mut Model) {
    let Some(mut editing) = model.editing.take() else {
        return;
    };
    take_trial_back(model, &mut editing);
    let plan = model.document.plan();
    if !editing.is_wrong(plan) {
        let edit = edit_for(model, &editing);
        editing.trial = model.document.apply(edit).ok();
    }
    editing.completions = completions(model, &editing);
    editing.chosen = None;
    model.editing = Some(editing);
    refresh(model);
}

/// The edit that what is typed stands for.
fn edit_for(model: &Model, editing: &Editing) -> Edit {
    let plan = model.document.plan();
    let value = editing.value(plan);
    let number = value.as_ref().and_then(Value::as_text);
    match (
        editing.field,
        number.and_then(|text| text.parse::<u128>().ok()),
    ) {
        (Field::Count, Some(count)) => plan.set_count(editing.node, Count::new(count)),
        _ => Edit::set(editing.node, editing.field, value),
    }
}

fn take_trial_back(model: &mut Model, editing: &mut Editing) {
    if let Some(trial) = editing.trial.take() {
        model
            .document
            .apply(trial)
            .expect("invariant: a trial can be taken back");
    }
}

fn completions(model: &Model, editing: &Editing) -> Vec<Completion> {
    let kind = match editing.field {
        Field::Nodes => RangeKind::Nodes,
        Field::Pods => RangeKind::Pods,
        Field::Services => RangeKind::Services,
        Field::Provider => return words(&crate::profile::names().collect::<Vec<_>>(), editing),
        other => {
            return match other.info().sort {
                Sort::Choice(choices) => words(choices, editing),
                Sort::Flag => words(&["true", "false"], editing),
                _ => Vec::new(),
            };
        }
    };
    let plan = model.document.plan();
    let length = |family| {
        let owner = plan
            .chain(editing.node)
            .find(|&id| plan.network(id, family).is_some())?;
        match plan.network(owner, family)? {
            Meaning::Prefix(prefix) => Some(prefix.length()),
            Meaning::Length(length) => Some(*length),
            _ => None,
        }
    };
    let pools = Pools {
        v4: length(Family::V4),
        v6: length(Family::V6),
    };
    complete(kind, &editing.text, editing.caret_chars(), pools)
}

/// Words that begin as the text does; all of them while it is one of them.
fn words(words: &[&'static str], editing: &Editing) -> Vec<Completion> {
    let typed = editing.text.trim();
    let all = words.contains(&typed);
    words
        .iter()
        .filter(|word| all || word.starts_with(typed))
        .map(|word| Completion {
            text: (*word).to_owned(),
            replaces: (0, editing.text.chars().count()),
            meaning: "",
        })
        .collect()
}

/// What a definition is called in messages.
fn called(model: &Model, node: NodeId) -> String {
    match model.document.plan().name(node) {
        "" if node == NodeId::ROOT => "the plan".to_owned(),
        "" => "(unnamed)".to_owned(),
        name => name.to_owned(),
    }
}

/// Leaves the field: keeps what is typed as one change, or takes it all back.
fn leave(model: &mut Model, keep: bool) {
    let Some(mut editing) = model.editing.take() else {
        return;
    };
    take_trial_back(model, &mut editing);
    model.panel = editing.from;
    if !keep {
        refresh(model);
        return;
    }
    let plan = model.document.plan();
    let value = editing.value(plan);
    if editing.is_wrong(plan) {
        model.panel = Panel::Fields;
        model.editing = Some(editing);
        try_out(model);
        refuse(model, "this can't be understood yet; esc takes it back");
        return;
    }
    if plan.value(editing.node, editing.field) == value.as_ref() {
        refresh(model);
        return;
    }
    let line = value
        .as_ref()
        .map_or_else(|| "nothing".to_owned(), Value::line);
    let name = format!(
        "{} of {}: {line}",
        editing.field.key(),
        called(model, editing.node)
    );
    let edit = edit_for(model, &editing);
    commit(model, edit, name);
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
        Command::Help => open(model, Overlay::Help),
        Command::Back if model.panel == Panel::Tree => {
            refuse(model, "there is nothing to go back from; q quits");
        }
        Command::Back => model.panel = Panel::Tree,
        Command::Quit if model.is_changed() => open(model, Overlay::Quit),
        Command::Quit => return vec![Effect::Quit],
    }
    Vec::new()
}

fn page(model: &Model) -> i64 {
    i64::from(model.size.1 / 2).max(1)
}

fn move_by(model: &mut Model, rows: i64) {
    let step = |at: usize, end: usize| {
        let target = i64::try_from(at)
            .unwrap_or(i64::MAX)
            .saturating_add(rows)
            .max(0);
        usize::try_from(target)
            .unwrap_or(0)
            .min(end.saturating_sub(1))
    };
    match model.panel {
        Panel::Tree => {
            let index = model.selected_index();
            let distance = u128::from(rows.unsigned_abs());
            let target = if rows < 0 {
                index.saturating_sub(distance)
            } else {
                index.saturating_add(distance)
            };
            select_index(model, target.min(model.outline.rows().saturating_sub(1)));
        }
        Panel::Fields => {
            model.shift = 0;
            model.field = step(model.field, model.fields().len());
        }
        Panel::Findings => model.finding = step(model.finding, model.findings.len()),
    }
}

fn move_to_end(model: &mut Model, last: bool) {
    match model.panel {
        Panel::Tree => select_index(
            model,
            if last {
                model.outline.rows().saturating_sub(1)
            } else {
                0
            },
        ),
        Panel::Fields => {
            model.field = if last {
                model.fields().len().saturating_sub(1)
            } else {
                0
            }
        }
        Panel::Findings => {
            model.finding = if last {
                model.findings.len().saturating_sub(1)
            } else {
                0
            }
        }
    }
}

fn select_index(model: &mut Model, index: u128) {
    if let Some(row) = model.row_at(index) {
        select(model, row);
    }
}

fn select(model: &mut Model, row: Row) {
    if model.selected != row {
        model.selected = row;
        model.field = 0;
        model.finding = 0;
        model.shift = 0;
        match row {
            Row::Member(node, index) => drop(model.focus.insert(node, index)),
            Row::Definition(node) => drop(model.focus.remove(&node)),
            Row::Range(..) | Row::Free(..) | Row::Members(_) => {}
        }
        if let Row::Range(_, kind) = row {
            let field = crate::engine::range_field(kind);
            model.field = model
                .fields()
                .iter()
                .position(|&other| other == field)
                .unwrap_or(0);
        }
        model.look_up_findings();
    }
}

fn close_row(model: &mut Model) {
    if model.panel != Panel::Tree {
        model.panel = Panel::Tree;
        return;
    }
    let (plan, row) = (model.document.plan(), model.selected);
    if Outline::has_below(plan, row) && model.outline.is_open(row) {
        model
            .outline
            .set_open(plan, model.document.evaluation(), row, false);
    } else if let Some(parent) = Outline::parent(plan, row) {
        select(model, parent);
    }
}

fn open_row(model: &mut Model) {
    if model.panel != Panel::Tree {
        return refuse(
            model,
            "left goes back to the tree; enter does something with what is selected",
        );
    }
    let (plan, row) = (model.document.plan(), model.selected);
    if !Outline::has_below(plan, row) {
        model.panel = Panel::Fields;
    } else if model.outline.is_open(row) {
        move_by(model, 1);
    } else {
        model
            .outline
            .set_open(plan, model.document.evaluation(), row, true);
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
        (Panel::Findings, _) => jump(model),
    }
}

fn next_panel(model: &mut Model) {
    model.panel = match model.panel {
        Panel::Tree => Panel::Fields,
        Panel::Fields => Panel::Findings,
        Panel::Findings => Panel::Tree,
    };
}

fn edit_field(model: &mut Model, node: NodeId, field: Field) {
    let plan = model.document.plan();
    if plan.node(node).shared {
        return refuse(
            model,
            "this comes from a YAML alias; change it where its anchor stands",
        );
    }
    if matches!(plan.value(node, field), Some(Value::Map(_))) || field.info().sort == Sort::Mapping
    {
        return refuse(
            model,
            format!("`{}` is a mapping; change it in the file", field.key()),
        );
    }
    let said = plan.value(node, field).map(Value::line);
    let around = || {
        let settings = model.document.evaluation().settings(node);
        let (value, _) = settings.said(field)?;
        Some(plan.value_of(value).line())
    };
    let text = said.or_else(around).unwrap_or_default();
    let from = std::mem::replace(&mut model.panel, Panel::Fields);
    model.field = model
        .fields()
        .iter()
        .position(|&other| other == field)
        .unwrap_or(model.field);
    let mut editing = Editing::new(node, field, text, from);
    editing.completions = completions(model, &editing);
    model.editing = Some(editing);
}

/// Takes the free block: a new block there, like its largest neighbours.
fn take_free(model: &mut Model) {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let Some((prefix, _)) = gap_prefix(plan, evaluation, model.selected) else {
        return refuse(
            model,
            "this block has no address yet: nothing can be taken from it",
        );
    };
    let Row::Free(node, family, _) = model.selected else {
        return;
    };
    let kind = plan
        .children(node)
        .iter()
        .map(|&child| plan.kind(child))
        .find(|&kind| kind != Kind::Shoot)
        .unwrap_or(Kind::Block);
    let field = match family {
        Family::V4 => Field::V4,
        Family::V6 => Field::V6,
    };
    let name = free_name(model, node, kind);
    // A written prefix below a run would be the same in all its members; a length is placed in each.
    let run = plan.chain(node).any(|id| plan.is_counted(id));
    let value = if run {
        prefix.length().to_string()
    } else {
        prefix.to_string()
    };
    let draft = Draft {
        kind,
        fields: vec![
            (Field::Name, Value::text(name.clone())),
            (field, Value::text(value)),
        ],
        children: Vec::new(),
    };
    insert(model, node, draft, format!("take {prefix} as {name}"));
}

fn add(model: &mut Model, whole: bool) {
    let plan = model.document.plan();
    let node = model.node();
    let Some(parent) = plan.parent(node) else {
        return add_inside(model, Kind::Region);
    };
    let kind = plan.kind(node);
    let name = free_name(model, parent, kind);
    let mut draft = draft_of(model, node, whole);
    draft.fields.retain(|(field, _)| *field != Field::Name);
    draft
        .fields
        .insert(0, (Field::Name, Value::text(name.clone())));
    let done = if whole {
        format!("duplicate as {name}")
    } else {
        format!("add {name}")
    };
    insert(model, parent, draft, done);
}

/// Adds something small to the selected block, or to what the selected shoot lies in.
fn add_inside(model: &mut Model, kind: Kind) {
    let plan = model.document.plan();
    let node = model.node();
    let parent = if plan.kind(node).is_block() {
        node
    } else {
        plan.node(node).parent
    };
    let name = free_name(model, parent, kind);
    let mut fields = vec![(Field::Name, Value::text(name.clone()))];
    let inside = |family| match plan.network(parent, family)? {
        Meaning::Prefix(prefix) => Some(prefix.length()),
        Meaning::Length(length) => Some(*length),
        _ => None,
    };
    match (kind, inside(Family::V6), inside(Family::V4)) {
        (Kind::Shoot, ..) => fields.extend([
            (Field::Nodes, Value::text("v6global/64+prefix/80")),
            (Field::Pods, Value::text("v6fromNode/96")),
            (Field::Services, Value::text("v6global/112")),
        ]),
        (Kind::Region, ..) => fields.push((Field::V6, Value::text("2001:db8::/32"))),
        (_, Some(length), _) => fields.push((
            Field::V6,
            Value::text(format!("/{}", (length.bits() / 4 * 4 + 8).min(128))),
        )),
        (_, None, Some(length)) => fields.push((
            Field::V4,
            Value::text(format!("/{}", (length.bits() + 4).min(32))),
        )),
        (_, None, None) => {}
    }
    let draft = Draft {
        kind,
        fields,
        children: Vec::new(),
    };
    insert(model, parent, draft, format!("add {name}; r renames it"));
}

/// A copy of a definition: with all in it, or like it in size and empty. What is pinned is not pinned twice.
fn draft_of(model: &Model, node: NodeId, whole: bool) -> Draft {
    let plan = model.document.plan();
    let keep = |field: Field| {
        whole
            || matches!(
                field,
                Field::V6
                    | Field::V4
                    | Field::Nodes
                    | Field::Pods
                    | Field::Services
                    | Field::MaxNodes
            )
    };
    let fields = plan
        .fields(node)
        .iter()
        .filter(|entry| keep(entry.field) && entry.field != Field::Pinned);
    let copy = |field: Field, value: &Value| match plan.meaning(node, field) {
        Some(Meaning::Prefix(prefix)) if matches!(field, Field::V6 | Field::V4) => {
            Value::text(prefix.length().to_string())
        }
        _ => value.clone(),
    };
    Draft {
        kind: plan.kind(node),
        fields: fields
            .map(|entry| (entry.field, copy(entry.field, plan.value_of(entry.value))))
            .collect(),
        children: if whole {
            plan.children(node)
                .iter()
                .map(|&child| {
                    let mut draft = draft_of(model, child, true);
                    draft
                        .fields
                        .insert(0, (Field::Name, Value::text(plan.name(child))));
                    draft
                })
                .collect()
        } else {
            Vec::new()
        },
    }
}

/// A name that nothing there has yet: `shoot-2`, or the next number behind the selected one.
fn free_name(model: &Model, parent: NodeId, kind: Kind) -> String {
    let plan = model.document.plan();
    let taken = |name: &str| {
        plan.children(parent)
            .iter()
            .any(|&child| plan.name(child) == name)
    };
    let mut number = 1_u64;
    loop {
        let name = format!(
            "new-{}{}",
            kind.json(),
            if number == 1 {
                String::new()
            } else {
                format!("{number}")
            }
        );
        if !taken(&name) {
            return name;
        }
        number += 1;
    }
}

fn insert(model: &mut Model, parent: NodeId, draft: Draft, name: String) {
    let plan = model.document.plan();
    let kind = draft.kind;
    let list = plan.list(parent, kind);
    let behind = list
        .iter()
        .position(|&child| child == model.node())
        .map_or(list.len(), |at| at + 1);
    let edit = Edit::Insert {
        parent,
        index: behind,
        item: Item::Draft(Box::new(draft)),
    };
    if !commit(model, edit, name) {
        return;
    }
    let plan = model.document.plan();
    if let Some(&node) = plan.list(parent, kind).get(behind) {
        let row = Row::Definition(node);
        model.outline.reveal(plan, model.document.evaluation(), row);
        select(model, row);
    }
}

/// Moves the border of the selected thing: its length, by some bits.
fn move_border(model: &mut Model, by: i16) {
    let Some((field, length)) = model.border() else {
        return refuse(model, no_border(model));
    };
    let bits = i16::from(length.bits());
    let target = match by {
        4 => (bits / 4 + 1) * 4,
        -4 => (bits + 3) / 4 * 4 - 4,
        _ => bits + by,
    };
    let target = u8::try_from(target)
        .ok()
        .and_then(|bits| crate::addr::Length::new(length.family(), bits));
    let Some(target) = target else {
        return refuse(model, "the border is at the end");
    };
    let node = model.node();
    let name = format!(
        "{} of {}: {length} to {target}",
        field.key(),
        model.document.plan().name(node)
    );
    commit(
        model,
        Edit::set(node, field, Some(Value::text(target.to_string()))),
        name,
    );
}

/// Why there is no border to move.
fn no_border(model: &Model) -> &'static str {
    let plan = model.document.plan();
    let node = model.node();
    let has_prefix = Family::BOTH
        .into_iter()
        .any(|family| plan.network(node, family).is_some());
    match plan.kind(node) {
        Kind::Plan => "the plan has no border; select a block with a length, such as `v6: /56`",
        Kind::Shoot => "a shoot's ranges are specs: press enter on one to edit it",
        _ if has_prefix => "this prefix is written and stays where it is; enter edits it",
        _ => "nothing is said about this block's size; enter edits its v6 or v4",
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

fn draw(model: &mut Model) -> Vec<Effect> {
    if model
        .document
        .plan()
        .entry(model.node(), Field::Ula)
        .is_some()
    {
        refuse(
            model,
            "there is a `ula` here already; delete it first to draw another",
        );
        return Vec::new();
    }
    vec![Effect::Draw]
}

fn drawn(model: &mut Model, bits: [u8; 5]) {
    let [first, second, third, fourth, fifth] = bits;
    let text = format!("fd{first:02x}:{second:02x}{third:02x}:{fourth:02x}{fifth:02x}::/48");
    let text = crate::addr::parse_prefix(&text).map_or(text, |prefix| prefix.to_string());
    let node = model.node();
    let name = format!("draw {text} for {}", model.document.plan().name(node));
    commit(
        model,
        Edit::set(node, Field::Ula, Some(Value::text(text))),
        name,
    );
}

fn next_finding(model: &mut Model, forward: bool) {
    let here = model.node();
    let own = model
        .findings
        .iter()
        .take_while(|finding| finding.at.node() == here)
        .count();
    match (forward, model.finding) {
        (true, at) if at + 1 < own => return model.finding += 1,
        (false, at) if at > 0 && at < own => return model.finding -= 1,
        _ => {}
    }
    let plan = model.document.plan();
    let order = |node: NodeId| model.document.evaluation().order(node);
    let here = order(model.node());
    let nodes = model
        .document
        .board()
        .nodes()
        .filter(|&node| plan.is_alive(node) && node != NodeId::ROOT);
    let next = if forward {
        nodes
            .filter(|&node| order(node) > here)
            .min_by_key(|&node| order(node))
    } else {
        nodes
            .filter(|&node| order(node) < here)
            .max_by_key(|&node| order(node))
    };
    match next {
        Some(node) => {
            let row = Row::Definition(node);
            model.outline.reveal(plan, model.document.evaluation(), row);
            select(model, row);
        }
        None => refuse(
            model,
            if forward {
                "no finding below here"
            } else {
                "no finding above here"
            },
        ),
    }
}

fn jump(model: &mut Model) {
    let Some(finding) = model.findings.get(model.finding) else {
        return refuse(model, "there is no finding to go to");
    };
    let (node, field) = (finding.at.node(), finding.field);
    let row = Row::Definition(node);
    model
        .outline
        .reveal(model.document.plan(), model.document.evaluation(), row);
    select(model, row);
    model.panel = Panel::Fields;
    model.field = model
        .fields()
        .iter()
        .position(|other| other.key() == field)
        .unwrap_or(0);
}

fn fix(model: &mut Model) {
    let Some(finding) = model.findings.get(model.finding) else {
        return refuse(model, "there is nothing to fix");
    };
    let Some(fix) = finding.fixes.first() else {
        return refuse(
            model,
            "this has no fix of its own; e explains what can be done",
        );
    };
    let plan = model.document.plan();
    let lines = fix
        .changes
        .iter()
        .map(|change| {
            let old = Field::of_key(change.field)
                .and_then(|field| plan.value(change.node, field))
                .map_or_else(|| "nothing".to_owned(), Value::line);
            format!(
                "{} {}: {old} → {}",
                plan.path(change.node),
                change.field,
                change.to.as_deref().unwrap_or("nothing")
            )
        })
        .collect();
    let (title, edit) = (fix.title.clone(), edit_of(model, fix));
    open(model, Overlay::Fix { title, lines, edit });
}

fn edit_of(model: &Model, fix: &Fix) -> Edit {
    let plan = model.document.plan();
    let edits = fix.changes.iter().filter_map(|change| {
        let field = Field::of_key(change.field)?;
        let value = change
            .to
            .as_ref()
            .map(|text| plan.value_from_line(change.node, field, text));
        Some(Edit::set(change.node, field, value))
    });
    Edit::Many(edits.collect())
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
