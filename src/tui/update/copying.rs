//! What is copied: the selected prefix, the text of a field, or where it is.

use super::{refuse, say};
use crate::addr::Family;
use crate::engine::member_at;
use crate::tui::keymap::Command;
use crate::tui::message::Effect;
use crate::tui::model::{Model, Panel};
use crate::tui::outline::{Row, gap_prefix};

/// Terminals take no more in one go: 74,994 bytes in base64 with xterm's limit of 100,000 for the whole sequence,
/// <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>.
const MOST: usize = 74_000;

/// Copies what is selected: a field's text, or the prefixes of a row.
pub(super) fn copy(model: &mut Model) -> Vec<Effect> {
    let text = match model.panel {
        Panel::Fields => field(model),
        Panel::Tree | Panel::Findings | Panel::Compare => prefixes(model),
    };
    if let Some(text) = text {
        return send(model, text);
    }
    let path = model.keys.key(Command::CopyPath);
    refuse(
        model,
        format!("there is no prefix to copy here; {path} copies the path"),
    );
    Vec::new()
}

/// Copies the path of what is selected.
pub(super) fn copy_path(model: &mut Model) -> Vec<Effect> {
    let path = model.path();
    if path.is_empty() {
        refuse(model, "the plan itself has no path");
        return Vec::new();
    }
    send(model, path)
}

fn send(model: &mut Model, text: String) -> Vec<Effect> {
    if text.len() > MOST {
        refuse(
            model,
            format!("not copied: terminals take {MOST} bytes at most"),
        );
        return Vec::new();
    }
    say(
        model,
        format!("sent to the clipboard, if the terminal lets it in: {text}"),
    );
    vec![Effect::Copy(text)]
}

fn field(model: &Model) -> Option<String> {
    let field = model.selected_field()?;
    let text = model.document.plan().text(model.node(), field)?;
    Some(text.to_owned())
}

fn prefixes(model: &Model) -> Option<String> {
    let (plan, evaluation) = (model.document.plan(), model.document.evaluation());
    let of = |family| match model.selected {
        Row::Range(node, kind) => {
            let shoot = evaluation.shoot(plan, node);
            evaluation.range_prefix(&shoot, kind, family, &model.members_at(node))
        }
        Row::Free(_, of, _) if of == family => {
            let gap = gap_prefix((plan, evaluation), model.selected, &model.members());
            gap.map(|(prefix, _)| prefix)
        }
        Row::Free(..) => None,
        Row::Definition(node) | Row::Members(node) | Row::Member(node, _) => {
            evaluation.block_prefix(plan, node, family, &member_at(&model.found()))
        }
    };
    let found = Family::BOTH.into_iter().filter_map(of);
    let texts: Vec<String> = found.map(|prefix| prefix.to_string()).collect();
    (!texts.is_empty()).then(|| texts.join(" "))
}
