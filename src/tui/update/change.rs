//! What changes the plan but for fields: adding, borders, drawing, fixes.

use super::walk::select;
use super::{commit, open, refuse};
use crate::addr::Family;
use crate::diag::Severity;
use crate::document::{Consequence, GlobalId, NotDrawn};
use crate::plan::{Draft, Edit, Field, Item, Kind, Meaning, Value};
use crate::source::NodeId;
use crate::tui::keymap::Command;
use crate::tui::message::Effect;
use crate::tui::model::Model;
use crate::tui::outline::{Row, gap_prefix};
use crate::tui::overlay::Overlay;

/// Takes the free block: a new block there, like its largest neighbours.
pub(super) fn take_free(model: &mut Model) {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let seen = (plan, evaluation);
    let Some((prefix, _)) = gap_prefix(seen, model.selected, &model.members()) else {
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

pub(super) fn add(model: &mut Model, whole: bool) {
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

/// What a command that adds something adds.
pub(super) const fn kind_of(command: Command) -> Kind {
    match command {
        Command::NewShoot => Kind::Shoot,
        Command::NewRegion => Kind::Region,
        Command::NewZone => Kind::Zone,
        Command::NewVpc => Kind::Vpc,
        _ => Kind::Block,
    }
}

/// Adds something small to the selected block, or to what the selected shoot lies in.
pub(super) fn add_inside(model: &mut Model, kind: Kind) {
    let plan = model.document.plan();
    let node = model.node();
    let parent = if plan.kind(node).is_block() {
        node
    } else {
        plan.node(node).parent
    };
    let name = free_name(model, parent, kind);
    let mut fields = vec![(Field::Name, Value::text(name.clone()))];
    let inside = |family| plan.length(parent, family);
    match (kind, inside(Family::V6), inside(Family::V4)) {
        (Kind::Shoot, ..) => fields.extend([
            (Field::Nodes, Value::text("v6global/64+prefix/80")),
            (Field::Pods, Value::text("v6fromNode/96")),
            (Field::Services, Value::text("v6global/112")),
        ]),
        (Kind::Region, None, None) => fields.push((Field::V6, Value::text("2001:db8::/32"))),
        (_, Some(length), _) => fields.push((
            Field::V6,
            Value::text(format!("/{}", (length.at_digit().bits() + 8).min(128))),
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
pub(super) fn draft_of(model: &Model, node: NodeId, whole: bool) -> Draft {
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
pub(super) fn free_name(model: &Model, parent: NodeId, kind: Kind) -> String {
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

pub(super) fn insert(model: &mut Model, parent: NodeId, draft: Draft, name: String) {
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

pub(super) fn draw(model: &mut Model) -> Vec<Effect> {
    match model.document.can_draw(model.node()) {
        Ok(()) => vec![Effect::Draw],
        Err(why) => {
            refuse_to_draw(model, &why);
            Vec::new()
        }
    }
}

/// Writes what was drawn; what is taken is drawn again.
pub(super) fn drawn(model: &mut Model, bits: [u8; 5]) -> Vec<Effect> {
    let Some(id) = GlobalId::new(bits) else {
        return vec![Effect::Draw];
    };
    let (node, prefix) = (model.node(), id.prefix());
    let edit = match model.document.draw(node, prefix) {
        Ok(edit) => edit,
        Err(NotDrawn::Taken { .. }) => return vec![Effect::Draw],
        Err(why) => {
            refuse_to_draw(model, &why);
            return Vec::new();
        }
    };
    let what = model.document.plan().quoted(node);
    let is_wanted = model.document.asks_for_ula(node);
    let is_done = commit(model, edit, format!("draw {prefix} as the ula of {what}"));
    if let Some(toast) = model.toast.as_mut().filter(|_| is_done && !is_wanted) {
        toast.text += "; nothing asks for v6private";
    }
    Vec::new()
}

/// The same as everywhere, in what a line of the screen holds.
fn refuse_to_draw(model: &mut Model, why: &NotDrawn) {
    let text = match why {
        NotDrawn::Many { run } => {
            format!("`{run}` is many, and all would share one ula; draw it around them")
        }
        NotDrawn::Has { what, ula } => {
            format!("{what} has a ula, {ula}; delete it first to draw another")
        }
        NotDrawn::Taken { .. } => why.to_string(),
    };
    refuse(model, text);
}

/// What an edit would bring, the worst of it in its words.
fn brings(consequence: &Consequence) -> Option<String> {
    let gained = consequence.gained.iter();
    let gained = gained.map(|one| match one.number {
        1 => format!("1 {} {}", one.severity.word(), one.code),
        number => format!("{number} {} {}", plural(one.severity), one.code),
    });
    let gained = gained.collect::<Vec<_>>().join(", ");
    let words = consequence.words.as_ref()?;
    (!gained.is_empty()).then(|| format!("brings {gained}: {words}"))
}

const fn plural(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "errors",
        Severity::Warning => "warnings",
        Severity::Advice => "advice",
    }
}

pub(super) fn fix(model: &mut Model) {
    let Some(finding) = model.findings.get(model.finding) else {
        return refuse(model, "there is nothing to fix");
    };
    if model.listing.grouped {
        let key = model.keys.key(Command::Enter);
        return refuse(
            model,
            format!("this is all of a rule; {key} shows each of them"),
        );
    }
    // A mend that brings no error comes before those that do.
    let fixes = finding.fixes.clone();
    let Some((fix, consequence)) = model.document.soundest(&fixes) else {
        return refuse(
            model,
            "this has no fix of its own; e explains what can be done",
        );
    };
    if fix.changes.iter().all(|change| change.field.is_empty()) {
        let title = fix.title.clone();
        return refuse(
            model,
            format!("{title}: the next change that is saved writes it so"),
        );
    }
    let plan = model.document.plan();
    let lines: Vec<String> = fix
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
        .chain(consequence.as_ref().and_then(brings))
        .collect();
    let (title, edit) = (fix.title.clone(), model.document.edit_of(fix));
    match model.document.moves_of(edit.clone()) {
        Ok(moves) => open(
            model,
            Overlay::Fix {
                title,
                lines,
                moves,
                edit,
            },
        ),
        Err(refusal) => refuse(model, refusal.to_string()),
    }
}
