//! Prompts: a line at the bottom with what it leads to above, or a box with the commands and keys.

use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr as _;

use super::overlay::wrap;
use super::{Canvas, fit};
use crate::addr::Count;
use crate::plan::{FieldInfo, Kind};
use crate::tui::commands::{help, help_in_fields, help_of_fields, palette};
use crate::tui::goto::Answer;
use crate::tui::keymap::Keymap;
use crate::tui::model::{Model, Toast};
use crate::tui::prompt::{Asks, Prompt};
use crate::tui::theme::Role;

/// Draws the prompt, if there is one.
pub(super) fn render(model: &Model, canvas: &mut Canvas<'_>, area: Rect, footer: Rect) {
    let Some(prompt) = &model.prompt else {
        return;
    };
    let toast = model.toast.as_ref();
    match &prompt.asks {
        Asks::Goto(answer) => {
            choices((prompt, "go to"), answer, canvas, above(area, footer));
            let keys = match (&answer.exact, answer.choices.is_empty()) {
                (None, true) => "esc back",
                (_, _) => "⏎ go · tab complete · ↑↓ choose · esc back",
            };
            bottom(canvas, footer, prompt, (" go to ", keys, toast));
        }
        Asks::Into(answer) => {
            choices((prompt, "move into"), answer, canvas, above(area, footer));
            let keys = "⏎ move into it · / the plan · tab complete · ↑↓ choose · esc back";
            bottom(canvas, footer, prompt, (" move into ", keys, toast));
        }
        Asks::Split(node) => {
            let name = model.document.plan().name(*node);
            let keys = "⏎ split · a number, 2, 4, 8 …, or a length such as /44 · esc back";
            let title = format!(" split {name} into ");
            bottom(canvas, footer, prompt, (&title, keys, toast));
        }
        Asks::File => {
            let keys = "⏎ write it · esc back";
            bottom(canvas, footer, prompt, (" save as ", keys, toast));
        }
        Asks::Beside => {
            let keys = "a plan file · ⏎ compare · esc back";
            bottom(canvas, footer, prompt, (" compare with ", keys, toast));
        }
        Asks::Open => {
            let keys = "a plan file · ⏎ open · esc back";
            bottom(canvas, footer, prompt, (" open ", keys, toast));
        }
        Asks::Variant(naming) => {
            let (title, keys) = super::tabs::asks(model, naming);
            bottom(canvas, footer, prompt, (&title, &keys, toast));
        }
        Asks::Filter(narrowing) => {
            let left = match narrowing.left {
                0 if prompt.line.text().trim().is_empty() => "! has findings".to_owned(),
                0 => "no match".to_owned(),
                left => format!("{left} left"),
            };
            let keys = format!("{left} · ⏎ keep · esc back");
            bottom(canvas, footer, prompt, (" only ", &keys, toast));
        }
        Asks::Sieve(_) => {
            let (left, all) = (model.listing.left, model.number_of_all());
            let left = if prompt.line.text().trim().is_empty() {
                "error, overlap, eu10/live".to_owned()
            } else {
                format!("{} of {}", Count::from(left), Count::from(all))
            };
            let keys = format!("{left} · a severity, rule or path · ⏎ keep · esc back");
            bottom(canvas, footer, prompt, (" findings ", &keys, toast));
        }
        Asks::Waive(waiving) => {
            let title = match footer.width {
                0..70 => " reason ".to_owned(),
                _ => format!(" waive {}, because ", waiving.code),
            };
            let keys = "⏎ waive · a reason, or: reason until 2027-06-30 · esc back";
            bottom(canvas, footer, prompt, (&title, keys, toast));
        }
        Asks::Find(find) => {
            let is_empty = prompt.line.text().trim().is_empty();
            let keys = if is_empty && model.needles.is_empty() {
                "esc back".to_owned()
            } else if is_empty {
                "ctrl-p earlier ones · esc back".to_owned()
            } else {
                format!("{} · ↑↓ others · ⏎ stay · esc back", find.says())
            };
            bottom(canvas, footer, prompt, (" find ", &keys, toast));
        }
        Asks::Palette => commands(model, prompt, canvas, area),
        Asks::Help => keys(model, prompt, canvas, area),
    }
}

/// What is above the line at the bottom.
fn above(area: Rect, footer: Rect) -> Rect {
    Rect {
        height: footer.y.saturating_sub(area.y),
        ..area
    }
}

/// The line at the bottom: what for, what has been typed, and what can be done; or what was refused.
fn bottom(
    canvas: &mut Canvas<'_>,
    area: Rect,
    prompt: &Prompt,
    about: (&str, &str, Option<&Toast>),
) {
    let (title, keys, toast) = about;
    canvas.clear(area);
    let x = canvas.put(area, (0, 0), Role::Active, title);
    let width = usize::from(area.width.saturating_sub(x));
    // The first part says where one is, and has room before what else there is.
    let short = keys.split(" · ").next().unwrap_or("");
    let (role, right) = match toast {
        Some(toast) => (Role::Warning, toast.text.as_str()),
        None if prompt.line.text().width() + 4 + keys.width() < width => (Role::Dim, keys),
        None => (Role::Dim, short),
    };
    let room = width.saturating_sub(right.width().min(width / 2) + 3);
    let used = typed(canvas, area, (x, 0), (prompt, room));
    let start = usize::from(x) + used + 2;
    let column = usize::from(area.width).saturating_sub(right.width() + 1);
    if let Ok(column) = u16::try_from(column.max(start)) {
        canvas.put(area, (column, 0), role, right);
    }
}

/// What has been typed, with the caret: the end of it, where it is long. Gives the columns that it took.
fn typed(canvas: &mut Canvas<'_>, area: Rect, at: (u16, u16), of: (&Prompt, usize)) -> usize {
    let (prompt, room) = of;
    let (before, behind) = prompt.line.parts();
    let starts = before.char_indices().map(|(at, _)| at);
    let mut starts = starts.chain(std::iter::once(before.len()));
    let from = starts
        .find(|&from| before[from..].width() + 2 <= room.max(4))
        .unwrap_or(before.len());
    let cut = if from > 0 { "…" } else { "" };
    let caret: String = behind.chars().take(1).collect();
    let rest = behind.get(caret.len()..).unwrap_or("");
    let caret = if caret.is_empty() { " " } else { &caret };
    let left = room.saturating_sub(before[from..].width() + 2);
    let pieces = [
        (Role::Dim, cut.to_owned()),
        (Role::Text, before[from..].to_owned()),
        (Role::Selected, caret.to_owned()),
        (Role::Text, fit(rest, left)),
    ];
    let mut x = at.0;
    for (role, text) in &pieces {
        x = x.saturating_add(canvas.put(area, (x, at.1), *role, text));
    }
    usize::from(x - at.0)
}

/// Where a text leads, or could lead, in a box above the line.
fn choices(of: (&Prompt, &str), answer: &Answer, canvas: &mut Canvas<'_>, area: Rect) {
    const MOST: u16 = 8;
    let (prompt, does) = of;
    let empty = prompt.line.text().trim().is_empty();
    let note = if empty {
        "a path, a member number, a prefix or an address; . is the plan itself"
    } else {
        answer.note.as_str()
    };
    let title = match answer.choices.len() {
        0 | 1 => does.to_owned(),
        many if answer.more => format!("{does}: the first {many}"),
        many => format!("{does}: {many}"),
    };
    let notes = usize::from(!note.is_empty());
    let rows = u16::try_from(answer.choices.len() + notes).unwrap_or(MOST);
    let height = (rows.min(MOST) + 2)
        .min((area.height / 2).max(3))
        .min(area.height);
    if rows == 0 || height < 3 {
        return;
    }
    let place = Rect {
        y: area.bottom() - height,
        height,
        ..area
    };
    canvas.clear(place);
    let inside = canvas.frame(place, &title, true);
    let listed = usize::from(inside.height).saturating_sub(notes);
    let chosen = prompt.chosen.or(answer.likely(prompt.line.text()));
    let first = chosen.map_or(0, |chosen| (chosen + 1).saturating_sub(listed));
    let width = usize::from(inside.width);
    let shown = answer.choices.iter().enumerate().skip(first).take(listed);
    let widest = shown.clone().map(|(_, choice)| choice.label.width()).max();
    let notes_width = shown.clone().map(|(_, choice)| choice.note.width()).max();
    let notes_width = notes_width
        .filter(|&width| width > 0)
        .map_or(0, |width| width + 2);
    let room = width.saturating_sub(1 + notes_width.min(width / 3));
    let labels = widest.unwrap_or(0).min(room);
    for (y, (index, choice)) in (0..).zip(shown) {
        let here = chosen == Some(index);
        let mark = if here { "›" } else { " " };
        canvas.put(inside, (0, y), Role::Active, mark);
        canvas.put(inside, (1, y), Role::Text, &end(&choice.label, labels));
        if let Ok(column) = u16::try_from(labels + 3) {
            let note = fit(&choice.note, width.saturating_sub(labels + 3));
            canvas.put(inside, (column, y), Role::Dim, &note);
        }
        if here {
            canvas.mark(inside, y, Role::Selected);
        }
    }
    if notes > 0 {
        canvas.put(
            inside,
            (1, inside.height.saturating_sub(1)),
            Role::Dim,
            &fit(note, width.saturating_sub(1)),
        );
    }
}

/// The end of a text, behind a mark: of a long path the end tells.
fn end(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let starts = text.char_indices().map(|(at, _)| at);
    let end = starts.map(|at| &text[at..]).find(|end| end.width() < width);
    format!("…{}", end.unwrap_or(""))
}

/// A box with the typed line at its top, and what can be done at its bottom; gives the lines between.
fn boxed(
    canvas: &mut Canvas<'_>,
    area: Rect,
    prompt: &Prompt,
    about: (&str, &str, usize, Option<&Toast>),
) -> Rect {
    let (title, keys, lines, toast) = about;
    let place = box_of(area, lines);
    canvas.clear(place);
    let inside = canvas.frame(place, title, true);
    let room = usize::from(inside.width.saturating_sub(2));
    typed(canvas, inside, (1, 0), (prompt, room));
    let (role, text) = toast.map_or((Role::Key, keys), |toast| {
        (Role::Warning, toast.text.as_str())
    });
    if inside.height > 1 {
        canvas.put(inside, (1, inside.height - 1), role, text);
    }
    Rect {
        y: inside.y.saturating_add(1),
        height: inside.height.saturating_sub(2),
        ..inside
    }
}

/// Where a box of so many lines goes.
fn box_of(area: Rect, lines: usize) -> Rect {
    const WIDEST: u16 = 90;
    let width = area
        .width
        .saturating_sub(2)
        .clamp(12, WIDEST)
        .min(area.width);
    let height = u16::try_from(lines + 4).unwrap_or(u16::MAX);
    let height = height
        .min(area.height.saturating_sub(2).max(3))
        .min(area.height);
    Rect::new(
        area.x + (area.width - width) / 2,
        area.y + (area.height - height).min(1),
        width,
        height,
    )
}

/// The palette: commands with their keys, and fields.
fn commands(model: &Model, prompt: &Prompt, canvas: &mut Canvas<'_>, area: Rect) {
    const MOST: usize = 14;
    let found = palette(model.keys, prompt.line.text(), selected_kind(model));
    let keys = "⏎ run · ↑↓ choose · esc back";
    let toast = model.toast.as_ref();
    let inside = boxed(canvas, area, prompt, ("commands", keys, MOST, toast));
    if found.is_empty() {
        canvas.put(inside, (1, 0), Role::Dim, NOTHING_CALLED);
    }
    let height = usize::from(inside.height);
    let chosen = prompt
        .chosen
        .unwrap_or(0)
        .min(found.len().saturating_sub(1));
    let first = (chosen + 1).saturating_sub(height);
    let names = found.iter().map(|entry| entry.name().width());
    let names = names.max().unwrap_or(0);
    for (y, (index, entry)) in (0..inside.height).zip(found.iter().enumerate().skip(first)) {
        let here = index == chosen;
        let text = format!(
            "{}{:<names$}  {:<width$}  {}",
            if here { "›" } else { " " },
            entry.name(),
            entry.keys(),
            entry.does(),
            width = KEYS,
        );
        let text = fit(&text, usize::from(inside.width));
        canvas.put(inside, (0, y), Role::Text, &text);
        if here {
            canvas.mark(inside, y, Role::Selected);
        }
    }
}

/// How wide the column of keys is.
const KEYS: usize = 15;

/// The kind of what is selected.
fn selected_kind(model: &Model) -> Kind {
    model.document.plan().kind(model.node())
}

/// The help: keys with what they do, and fields that a word means.
fn keys(model: &Model, prompt: &Prompt, canvas: &mut Canvas<'_>, area: Rect) {
    let (keymap, text) = (model.keys, prompt.line.text());
    let all = help_lines(keymap, "", &[], area).len();
    let fields = help_of_fields(text, selected_kind(model));
    let lines = help_lines(keymap, text, &fields, area);
    let room = usize::from(box_of(area, all).height.saturating_sub(4));
    let most = lines.len().saturating_sub(room);
    let first = prompt.chosen.unwrap_or(0).min(most);
    let mut words = "type a word or a key · ↑↓ scroll · esc back".to_owned();
    if let Some(field) = fields.first() {
        words = format!("⏎ goes to `{}` · ↑↓ scroll · esc back", field.key);
    }
    if most > first {
        words = format!("{} more · {words}", most - first);
    }
    let toast = model.toast.as_ref();
    let inside = boxed(canvas, area, prompt, ("keys", &words, all, toast));
    if lines.is_empty() {
        canvas.put(inside, (1, 0), Role::Dim, NOTHING_CALLED);
    }
    for (y, line) in (0..inside.height).zip(lines.iter().skip(first)) {
        canvas.put(inside, (1, y), Role::Text, line);
    }
}

/// What is said where no key, command or field is meant.
const NOTHING_CALLED: &str = "nothing is called so; backspace takes letters back";

/// How far the help can be scrolled.
pub(super) fn depth(model: &Model, prompt: &Prompt, area: Rect) -> usize {
    let all = help_lines(model.keys, "", &[], area).len();
    let room = usize::from(box_of(area, all).height.saturating_sub(4));
    let fields = help_of_fields(prompt.line.text(), selected_kind(model));
    help_lines(model.keys, prompt.line.text(), &fields, area)
        .len()
        .saturating_sub(room)
}

/// Every field and key that a text means, those of fields last.
fn help_lines(keymap: Keymap, text: &str, fields: &[&FieldInfo], area: Rect) -> Vec<String> {
    let room = usize::from(box_of(area, 0).width).saturating_sub(KEYS + 6);
    let mut lines = Vec::new();
    let mut add = |keys: &[&str], does: &str| {
        let keys = keys.join(" ");
        for (number, text) in wrap(does, room.max(12)).into_iter().enumerate() {
            let keys = if number == 0 { keys.as_str() } else { "" };
            lines.push(format!("{keys:<KEYS$}  {text}"));
        }
    };
    for info in fields {
        add(&[info.key], info.doc);
    }
    if !fields.is_empty() {
        add(&[], "");
    }
    for binding in help(keymap, text) {
        add(binding.keys, binding.does);
    }
    let typed = help_in_fields(text);
    if !typed.is_empty() {
        add(&[], "");
        add(&["in a field"], "all other keys are text");
    }
    for row in typed {
        add(row.keys, row.does);
    }
    lines
}
