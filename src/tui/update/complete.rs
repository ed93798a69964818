//! What could stand at the caret of a field that is being typed in.

use crate::addr::{Count, Family, Length};
use crate::engine::{PoolKind, enclosing_pool};
use crate::plan::{Field, Plan, RangeKind, Sort};
use crate::profile::Fit;
use crate::source::NodeId;
use crate::spec::{Completion, Pools, complete};
use crate::tui::editing::Editing;
use crate::tui::model::Model;

/// What could stand there, and then what stood in such fields before.
pub(super) fn completions(model: &Model, editing: &Editing) -> Vec<Completion> {
    let mut all = offered(model, editing);
    let typed = editing.text.trim();
    let is_untouched = editing.text == editing.began;
    for (field, text) in model.typed.iter().rev() {
        let fits = is_untouched || text.starts_with(typed);
        let is_known = all.iter().any(|one| one.text == *text);
        if *field == editing.field && text != typed && fits && !is_known {
            all.push(Completion {
                text: text.clone(),
                replaces: (0, editing.text.chars().count()),
                meaning: "typed before".into(),
            });
        }
    }
    all
}

fn offered(model: &Model, editing: &Editing) -> Vec<Completion> {
    let kind = match editing.field {
        Field::Nodes => RangeKind::Nodes,
        Field::Pods => RangeKind::Pods,
        Field::Services => RangeKind::Services,
        Field::V6 => return lengths(model, editing, Family::V6),
        Field::V4 => return lengths(model, editing, Family::V4),
        Field::Provider => return words(&model.document.profiles().names(), editing),
        other => {
            return match other.info().sort {
                Sort::Choice(choices) => words(choices, editing),
                Sort::Flag => words(&["true", "false"], editing),
                _ => Vec::new(),
            };
        }
    };
    let plan = model.document.plan();
    let length = |family| around(plan, editing.node, family);
    let pools = Pools {
        v4: length(Family::V4),
        v6: length(Family::V6),
    };
    let mut all = complete(kind, &editing.text, editing.caret_chars(), pools);
    // Where there is IPv6 alone, what is of IPv4 comes last.
    if pools.v6.is_some() && pools.v4.is_none() {
        all.sort_by_key(|one| one.text.starts_with("v4"));
    }
    all
}

/// Lengths of a block that fit in the one around it, with how many of each that has room for.
fn lengths(model: &Model, editing: &Editing, family: Family) -> Vec<Completion> {
    let (plan, node) = (model.document.plan(), editing.node);
    let Some(around) = around(plan, node, family) else {
        return Vec::new();
    };
    let settings = model.document.evaluation().settings(node);
    let by_bit = family == Family::V4 || settings.text(plan, Field::Alignment) == Some("bit");
    let step = if by_bit { 1 } else { 4 };
    let needed = plan.count(node).plus(plan.reserve(node));
    let longest = match family {
        Family::V4 => 28,
        Family::V6 => 64,
    };
    let offer = model.document.evaluation().vpc_offer(plan, node, family);
    let is_offered = |bits: u8| {
        let length = Length::new(family, bits);
        offer.is_none_or(|(_, offer)| length.is_some_and(|it| offer.value.fit(it) == Fit::Exact))
    };
    let fitting = (around.bits() + 1..=longest).filter(|bits| bits % step == 0);
    let fitting = fitting.filter(|&bits| is_offered(bits));
    let fitting = fitting.filter_map(|bits| {
        let room = Count::power_of_two(u32::from(bits - around.bits()))?;
        (room >= needed?).then_some((format!("/{bits}"), room))
    });
    let fitting: Vec<(String, Count)> = fitting.collect();
    let typed = editing.text.trim();
    let all = fitting.iter().any(|(text, _)| text == typed);
    let shown = fitting
        .into_iter()
        .filter(|(text, _)| all || text.starts_with(typed));
    shown
        .map(|(text, room)| Completion {
            text,
            replaces: (0, editing.text.chars().count()),
            meaning: format!("{room} fit").into(),
        })
        .collect()
}

/// The length of the block around a definition that has one of a family.
fn around(plan: &Plan, node: NodeId, family: Family) -> Option<Length> {
    let pool = enclosing_pool(plan, node, PoolKind::of(family))?;
    plan.length(pool.owner, family)
}

/// Words that begin as the text does; all of them while it is one of them.
pub(super) fn words(words: &[&'static str], editing: &Editing) -> Vec<Completion> {
    let typed = editing.text.trim();
    let all = words.contains(&typed);
    words
        .iter()
        .filter(|word| all || word.starts_with(typed))
        .map(|word| Completion {
            text: (*word).to_owned(),
            replaces: (0, editing.text.chars().count()),
            meaning: "".into(),
        })
        .collect()
}
